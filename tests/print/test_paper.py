"""Briefings on paper, as Chromium prints them: one A4 page each, whole and in order, however it is printed."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page

import sample
from browsing import opened
from conftest import ROOT, Built, SiteMaker, build_site, write_site
from paper import A4, faults, fonts_of, is_landscape, letters, missing, overflow, printed, sizes, text_of
from random_briefings import random_briefing
from sevenminute.checks.print_length import long_for_one_page, wide_table
from sevenminute.content.briefing import Briefing, read_briefing
from sevenminute.content.library import Library
from sevenminute.print.layout import box_model
from sevenminute.print.layout.fit_result import line_height
from sevenminute.print.layout.sheet import Orientation
from sevenminute.text.dates import day_in_words, today

MANY = 60
"""Random briefings in the set."""
FULLEST = (8, 10, 43, 6)
"""Those of the set that need the smallest type."""
WAYS: dict[str, dict[str, Any]] = {
    "no JavaScript": {"window": {"java_script_enabled": False}},
    "dark": {"window": {"color_scheme": "dark"}},
    "narrow window": {"window": {"viewport": {"width": 320, "height": 600}}},
    "no web fonts": {"blocked": "**/*.woff2"},
    "US Letter": {"print": {"prefer_css_page_size": False, "format": "Letter"}},
    "A4 upright": {"print": {"prefer_css_page_size": False, "format": "A4"}},
    "A4 across": {"print": {"prefer_css_page_size": False, "format": "A4", "landscape": True}},
    "90 per cent": {"print": {"scale": 0.9}},
    "110 per cent": {"print": {"scale": 1.1}},
    "browser's own head and foot": {"print": {"display_header_footer": True}},
    "with backgrounds": {"print": {"print_background": True}},
    "without backgrounds": {"print": {"print_background": False}},
}
"""Ways of printing: options of the window, of the print, and what the network does not deliver."""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site of briefings of all shapes, with one-page PDFs; those that are too long are reported and have no print style."""
    folder = tmp_path_factory.mktemp("many")
    settings = sample.SETTINGS.replace("print: {pdf: false}", "print: {large_print: false, packs: false}")
    texts: dict[str, str | bytes] = {f"briefings/sheet-{at}.md": random_briefing(at) for at in range(1, MANY + 1)}
    return build_site(write_site(folder / "source", texts, settings), folder / "site")


@pytest.fixture(scope="module")
def many_address(many: Built, serve: Callable[[Path], str]) -> str:
    return serve(many.folder)


def refused(site: Built) -> set[str]:
    """Return the names of the briefings that do not fit."""
    return {message.split(":")[0].split("/")[1].removesuffix(".md") for message in site.messages}


@pytest.mark.slow
def test_whatever_fits_is_one_whole_page(browser: Browser, many: Built, many_address: str) -> None:
    wrong: dict[str, object] = {}
    too_long = refused(many)
    assert 5 <= len(too_long) <= MANY // 2, "the set has some of both"
    with opened(browser) as page:
        for number in range(1, MANY + 1):
            name = f"sheet-{number}"
            if name in too_long:
                continue
            page.goto(f"{many_address}briefings/{name}/")
            pdf = printed(page)
            found = [*faults(page), *missing(many.html(f"briefings/{name}"), pdf)]
            if len(sizes(pdf)) != 1 or sorted(sizes(pdf)[0]) != list(A4) or found:
                wrong[name] = (sizes(pdf), found)
    assert not wrong


@pytest.mark.slow
def test_the_pdf_of_whatever_fits_is_one_whole_page(many: Built) -> None:
    wrong: dict[str, object] = {}
    for number in range(1, MANY + 1):
        name = f"sheet-{number}"
        if name not in refused(many):
            pdf = (many.folder / "briefings" / name / "one-page.pdf").read_bytes()
            lost = missing(many.html(f"briefings/{name}"), pdf)
            if len(sizes(pdf)) != 1 or lost:
                wrong[name] = (sizes(pdf), lost)
    assert not wrong


@pytest.mark.slow
def test_what_is_refused_does_not_fit(browser: Browser, many: Built, many_address: str) -> None:
    """Nothing is refused that the browser could set in any columns with more than three per cent of the paper's height to spare.

    That is half a line in each column, a line in the foot for a longer date, and 1.2 per cent of the width of texts.
    """
    with opened(browser, bypass_csp=True) as page:
        for message in many.messages:
            found = re.match(r"briefings/(sheet-\d+)\.md:.* at 9 point \((\w+)\)", message)
            assert found, message
            page.goto(f"{many_address}briefings/{found[1]}/")
            orientation = Orientation(found[2])
            assert overflow(page, orientation) > -0.03 * orientation.height, message


def type_size(site: Built, name: str) -> float:
    """Return the size of a briefing's type on paper, in points."""
    article = site.html(f"briefings/{name}").select_one("article.briefing")
    assert article is not None
    return int(str(article["data-size"])) / 10


def lost_in_print(page: Page, site: Built, address: str, names: list[str], **options: Any) -> dict[str, object]:
    """Print briefings, and return of each that is not one whole page how many pages it has and what is missing."""
    wrong: dict[str, object] = {}
    for name in names:
        page.goto(f"{address}briefings/{name}/")
        pdf = printed(page, **options)
        lost = missing(site.html(f"briefings/{name}"), pdf)
        if len(sizes(pdf)) != 1 or lost:
            wrong[name] = (sizes(pdf), lost)
    return wrong


def test_the_fullest_are_one_whole_page(browser: Browser, make_site: SiteMaker, serve: Callable[[Path], str]) -> None:
    site = make_site({f"briefings/sheet-{number}.md": random_briefing(number) for number in FULLEST})
    names = [f"sheet-{number}" for number in FULLEST]
    assert site.messages == []
    assert max(type_size(site, name) for name in names) <= 9.1
    with opened(browser) as page:
        assert not lost_in_print(page, site, serve(site.folder), names)


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_it_stays_one_page_however_it_is_printed(browser: Browser, many: Built, many_address: str, way: str) -> None:
    options = WAYS[way]
    fitted = [name for number in range(1, MANY + 1) if (name := f"sheet-{number}") not in refused(many)]
    names = sorted(fitted, key=lambda name: type_size(many, name))[:8]
    assert type_size(many, names[0]) == 9.0, "the fullest that there are"
    with opened(browser, **options.get("window", {})) as page:
        if blocked := options.get("blocked"):
            page.route(blocked, lambda route: route.abort())
        assert not lost_in_print(page, many, many_address, names, **options.get("print", {}))


@pytest.mark.parametrize("held", list(Orientation))
def test_the_browser_reads_the_sizes_that_were_worked_out(
    browser: Browser, make_site: SiteMaker, serve: Callable[[Path], str], held: Orientation
) -> None:
    resources = "[The guide](https://www.example.org/guide/)"
    body = sample.panels().replace("Words about resources.", resources)
    site = make_site({"briefings/a.md": sample.briefing(body, print=str(held))})
    with opened(browser, viewport={"width": 1200, "height": 900}) as page:
        page.goto(serve(site.folder) + "briefings/a/")
        said = {name: page.locator(f"{name}[data-size]").first.get_attribute("data-size") for name in SIZES}
        page.emulate_media(media="print")
        seen = {name: page.locator(name).first.evaluate(SEEN, what) for name, what in SIZES.items()}
        gap = page.locator(".panel > p").first.evaluate(SEEN, "margin-top")
    numbers = {name: int(said[name] or "") for name in SIZES}
    points = {name: number for name, number in numbers.items() if name not in (".briefing", ".panels")}
    size = numbers[".briefing"] / 10
    assert seen == pytest.approx(points | {".briefing": size * line_height(size), ".panels": size * line_height(size)}, abs=0.05)
    assert gap == pytest.approx(size * box_model.GAP * numbers[".panels"] / 100, abs=0.05)


SIZES = {
    ".briefing": "line-height",
    ".panels": "line-height",
    ".briefing__header": "height",
    ".briefing__title": "font-size",
    ".sheet-qr": "width",
    ".side": "height",
    ".column": "width",
}
"""What says a size, to what it is the size of, in the browser."""
SEEN = "(element, what) => parseFloat(getComputedStyle(element).getPropertyValue(what)) * 0.75"


def long_briefing(words: int, **front: str) -> str:
    """Return a briefing of about so many words, of which the third panel has most."""
    sentence = "Ask the parents what they know about it and write down what they say to you. "
    shares = (1, 1, 3, 1, 1, 1, 1)
    texts = [sentence * max(1, round(words * share / sum(shares) / len(sentence.split()))) for share in shares]
    body = "".join(f"\n## {heading}\n\n{text}\n" for heading, text in zip(sample.HEADINGS, texts, strict=True))
    return sample.briefing(body, **front)


def test_a_briefing_that_does_not_fit_says_what_to_cut(make_site: SiteMaker) -> None:
    site = make_site({"briefings/a.md": long_briefing(1300)})
    assert not site.passed
    assert len(site.messages) == 1
    found = re.fullmatch(
        r"briefings/a\.md:17: 1,\d\d\d words do not fit on one A4 page at 9 point \((portrait|landscape)\); "
        r"the longest panel is 3, “What to notice”, with \d+: "
        r"cut about (\d+) words, whole sentences or points, or write print: two-sided",
        site.messages[0],
    )
    assert found, site.messages[0]
    assert 40 <= int(found[2]) <= 400


def test_pictures_that_take_the_room_are_named(make_site: SiteMaker) -> None:
    body = "".join(f"\n## {heading}\n\n{'![A square](square.png) ' * 3}\n" for heading in sample.HEADINGS)
    square = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(square, "PNG")
    site = make_site({"briefings/a.md": sample.briefing(body), "briefings/square.png": square.getvalue()})
    said = r"briefings/a\.md:11: the pictures take the room: \d+ words alone would fit on one A4 page at 9 point "
    said += r"\((portrait|landscape)\): leave out some of them, or write print: two-sided"
    assert re.fullmatch(said, site.messages[0]), site.messages[0]


def test_words_are_named_where_they_do_not_fit_without_the_pictures_either(make_site: SiteMaker) -> None:
    square = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(square, "PNG")
    long = long_briefing(1300).replace("\n## Background\n", "\n## Background\n\n![A square](square.png)\n")
    site = make_site({"briefings/a.md": long, "briefings/square.png": square.getvalue()})
    assert " points, or the picture, or " in site.messages[0]


POINT = "- Ask the parents about it, write down their words, and tell your manager.\n"
TABLE_ROW = "| A bruise on a baby | Ring the front door at once | Your manager |\n"


@pytest.mark.parametrize("least", [0, 8], ids=["points alone", "beside a table"])
def test_cutting_as_many_words_as_it_says_makes_it_fit(tmp_path: Path, least: int) -> None:
    table = "\n" + "| What you see | What you do | Who helps |\n| --- | --- | --- |\n" + TABLE_ROW * least if least else ""

    def said(name: str, words: int) -> list[str]:
        """Build a briefing, with points for some words taken from its longest panels, and return what is said."""
        points = [14, 16, 12, 15, 9, 13, 10]
        for _ in range(math.ceil(words / (len(POINT.split()) - 1))):
            points[points.index(max(points))] -= 1
        panels = zip(sample.HEADINGS, points, strict=True)
        text = "".join(f"\n## {heading}\n\n{POINT * count}" for heading, count in panels) + table
        return build_site(
            write_site(tmp_path / name, {"briefings/a.md": sample.briefing(text)}), tmp_path / f"{name}-built"
        ).messages

    cut = int(re.findall(r"cut about (\d+) words, whole sentences or points", said("whole", 0)[0])[0])
    assert said("cut", cut) == []
    assert said("too-little", cut - 60)


def test_links_are_named_where_their_addresses_take_the_room(make_site: SiteMaker) -> None:
    links = "".join(f"- [Guide {number}](https://www.example.org/guides/{number})\n" for number in range(40))
    site = make_site({"briefings/a.md": long_briefing(480) + f"\n{links}"})
    said = r"cut about \d+ words, whole sentences or points, or some of the 40 links of panel 7, whose addresses paper shows too"
    assert re.search(f": {said}(, or .*)?$", site.messages[0]), site.messages[0]


def test_two_sides_are_offered_with_what_is_still_to_be_cut(make_site: SiteMaker) -> None:
    site = make_site({"briefings/a.md": long_briefing(1500)})
    assert re.search(
        r": cut about \d+ words, whole sentences or points, or cut 73 and write print: two-sided$", site.messages[0]
    ), site.messages[0]


def test_the_other_orientation_is_named_when_it_would_fit(make_site: SiteMaker) -> None:
    across = long_briefing(1110, print="landscape")
    site = make_site({"briefings/a.md": across})
    assert site.messages[0].endswith(", or write print: portrait, which holds them")
    upright: dict[str, str | bytes] = {"briefings/a.md": across.replace("print: landscape", "print: portrait")}
    assert build_site(write_site(site.folder.parent / "again", upright), site.folder.parent / "upright").passed


def test_the_site_says_how_the_paper_is_held(browser: Browser, make_site: SiteMaker, serve: Callable[[Path], str]) -> None:
    portrait = sample.SETTINGS.replace("print: {pdf: false}", "print: {pdf: false, orientation: portrait}")
    files: dict[str, str | bytes] = {
        "briefings/a.md": sample.briefing(),
        "briefings/b.md": sample.briefing(title="Held across", print="landscape"),
    }
    site = make_site(files, portrait)
    for name, paper in (("a", A4), ("b", A4[::-1])):
        with opened(browser) as page:
            page.goto(f"{serve(site.folder)}briefings/{name}/")
            assert sizes(printed(page)) == [paper]
        assert is_landscape(site.html(f"briefings/{name}")) == (paper != A4)


def test_front_and_back_are_two_pages(browser: Browser, make_site: SiteMaker, serve: Callable[[Path], str]) -> None:
    files: dict[str, str | bytes] = {
        "briefings/long.md": long_briefing(1300, print="two-sided"),
        "briefings/short.md": long_briefing(200, print="two-sided", title="Short"),
    }
    site = make_site(files)
    assert site.messages == []
    with opened(browser) as page:
        for name in ("long", "short"):
            page.goto(f"{serve(site.folder)}briefings/{name}/")
            pdf = printed(page)
            assert len(sizes(pdf)) == 2, name
            assert missing(site.html(f"briefings/{name}"), pdf) == []
            front, back = (letters(sheet.get_textpage().get_text_range()) for sheet in pypdfium2.PdfDocument(pdf))
            assert re.search(r"panels?\dto7areontheback$", front), "the last words of the front"
            for side in (front, back):
                assert "isachildindangernowcall999" in side
                assert "testshirefrontdoorallday01632960001" in side
            assert re.match("(safersleep|short)continued", back), "a page that has lost its front still says what it is"


def test_a_short_briefing_has_columns_of_one_width(make_site: SiteMaker) -> None:
    site = make_site({"briefings/a.md": sample.briefing(print="landscape")})
    columns = site.html("briefings/a").select(".column")
    widths = [int(str(column["data-size"])) for column in columns]
    assert max(widths) - min(widths) <= 2
    assert [len(column.select(".panel")) for column in columns] == [2, 2, 3]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (500, []),
        (800, ["the summary, which stays on the screen: fewer words would let it in"]),
        (
            940,
            ["the summary and the questions, which stay on the screen: some fifty words fewer would let the questions in"],
        ),
    ],
)
def test_editors_are_told_what_paper_has_no_room_for(
    make_site: SiteMaker, caplog: pytest.LogCaptureFixture, words: int, said: list[str]
) -> None:
    caplog.set_level("INFO", logger="mkdocs.briefings")
    questions = sample.SETTINGS.replace('questions: ["What will we do this week?"]', f"questions: {['What will we do?'] * 4}")
    site = make_site({"briefings/a.md": long_briefing(words, print="landscape")}, questions)
    assert site.messages == []
    told = [record.getMessage() for record in caplog.records if "no room" in record.getMessage()]
    assert told == [f"advice: briefings/a.md:9: the printed page has no room for {what}" for what in said]
    shown = [site.html("briefings/a").select_one(part) for part in (".briefing__summary", ".questions")]
    assert ["off-sheet" in part["class"] for part in shown if part] == [words > 500, words > 900]


def test_editors_are_told_of_letters_that_the_font_lacks(make_site: SiteMaker, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="mkdocs.briefings")
    text = "Ask ✅ → then call ✅.\n\nCafé[^1] ŵy \u00ad\u200d½.\n\n[^1]: A note."
    body = sample.panels().replace("Words about what to ask.", text)
    site = make_site({"briefings/a.md": sample.briefing(body), "briefings/b.md": sample.briefing(title="Nothing strange")})
    assert site.messages == []
    told = [record.getMessage() for record in caplog.records if "the font" in record.getMessage()]
    assert len(told) == 1
    assert told[0].startswith(
        "advice: briefings/a.md:23: the font has no “✅→”: PDFs show another font’s, or cannot be made if none has it: "
    )


def test_more_than_two_pages_hold_is_refused_by_its_count(make_site: SiteMaker) -> None:
    site = make_site({"briefings/a.md": long_briefing(1500, print="two-sided")})
    assert "briefings/a.md:7: 1,473 words are too many for two pages: cut 73, or make two briefings" in site.messages


@pytest.mark.parametrize("columns", [4, 5, 12])
@pytest.mark.parametrize("edge", ["|", ""])
def test_there_is_advice_on_a_table_that_paper_has_no_room_for(columns: int, edge: str) -> None:
    rows = [edge + "|".join([cell] * columns) + edge for cell in (" Heading ", " :-- ", " Words ")]
    text = sample.briefing(sample.panels().replace("Words about what to do.\n", "\n".join(rows) + "\n"))
    read = read_briefing(text, "briefings/a.md", today=date(2026, 11, 22))
    assert isinstance(read, Briefing)
    said = (
        f"briefings/a.md:{text.splitlines().index(rows[1]) + 1}: a table of {columns} columns is hard to read on paper and on "
        "a telephone: make it at most 4 columns, or a list"
    )
    assert [str(advice) for advice in wide_table(Library(Path(), (read,)), None)] == ([said] if columns > 4 else [])


def test_above_700_words_there_is_advice() -> None:
    read = read_briefing(long_briefing(720), "briefings/a.md", today=date(2026, 11, 22))
    assert isinstance(read, Briefing)
    said = [str(advice) for advice in long_for_one_page(Library(Path(), (read,)), None)]
    assert said == [f"briefings/a.md:8: {read.words} words print small: with at most 700 the page is easier to read"]
    two = read_briefing(long_briefing(720, print="two-sided"), "briefings/a.md", today=date(2026, 11, 22))
    assert isinstance(two, Briefing)
    assert list(long_for_one_page(Library(Path(), (two,)), None)) == []


def test_the_qr_code_leads_to_the_page(browser: Browser, make_site: SiteMaker, serve: Callable[[Path], str]) -> None:
    site = make_site({"briefings/a.md": sample.briefing()})
    with opened(browser) as page:
        page.goto(serve(site.folder) + "briefings/a/")
        pdf = printed(page)
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=100 / 72).to_pil()
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == ["https://briefings.example.org/briefings/a/"]
    drawing = site.html("briefings/a").select_one(".sheet-qr[data-size] > svg")
    assert drawing is not None
    assert drawing.parent is not None
    squares = int(str(drawing["viewbox"]).split()[-1])
    assert int(str(drawing.parent["data-size"])) / squares * 25.4 / 72 >= 0.4


def test_without_an_address_there_is_no_qr_code(make_site: SiteMaker) -> None:
    site = make_site(
        {"briefings/a.md": sample.briefing()}, sample.SETTINGS.replace("site_url: https://briefings.example.org/", "")
    )
    assert site.passed
    assert site.html("briefings/a").select(".sheet-qr") == []
    assert "briefings.example.org" not in str(site.html("briefings/a").select_one(".sheet-foot"))


def test_the_foot_names_the_day_of_printing(browser: Browser, make_site: SiteMaker, serve: Callable[[Path], str]) -> None:
    site = make_site({"briefings/a.md": sample.briefing()})
    built = day_in_words(today())
    foot = site.html("briefings/a").select_one(".sheet-foot__facts")
    assert foot is not None
    assert f"Correct when published on {built}: check online for the current version." in " ".join(foot.get_text().split())
    with opened(browser) as page:
        page.clock.set_fixed_time("2031-03-09T12:00:00")
        page.goto(serve(site.folder) + "briefings/a/")
        assert "correctwhenprintedon9march2031" in text_of(printed(page))


def test_paper_shows_the_addresses_of_the_last_panel_and_whole_numbers(
    browser: Browser, make_site: SiteMaker, serve: Callable[[Path], str]
) -> None:
    resources = "- [The guide](https://www.example.org/guide/), for all: 01632 960001.\n- [Mail](mailto:a@example.org)\n"
    link = "See [the other](https://www.example.org/other/).\n"
    body = sample.panels().replace("Words about resources.\n", resources).replace("Words about background.\n", link)
    site = make_site({"briefings/a.md": sample.briefing(body)})
    with opened(browser) as page:
        page.goto(serve(site.folder) + "briefings/a/")
        assert not page.locator(".print-address").is_visible()
        document = pypdfium2.PdfDocument(printed(page))
    text = document[0].get_textpage().get_text_range()
    assert "example.org/guide\r\n" in text
    assert "example.org/other" not in text
    assert "01632 960001" in text


def test_only_the_bundled_font_is_on_paper_and_nothing_small(
    browser: Browser, make_site: SiteMaker, serve: Callable[[Path], str]
) -> None:
    text = "[The guide](https://www.example.org/), `code`, *more*.[^1]\n\n[^1]: A note."
    body = sample.panels().replace("Words about resources.", text)
    site = make_site({"briefings/a.md": sample.briefing(body)})
    with opened(browser) as page:
        page.goto(serve(site.folder) + "briefings/a/")
        fonts = fonts_of(printed(page))
        page.emulate_media(media="print")
        small = page.evaluate(SMALL_TEXT)
    assert all(embedded and name.startswith("AtkinsonHyperlegible") for name, embedded in fonts.items()), fonts
    assert small == []


SMALL_TEXT = """() => [...document.querySelectorAll('.briefing *')]
  .filter(e => e.getClientRects().length && !e.closest('svg, sup'))
  .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
  .map(e => [e.className, parseFloat(getComputedStyle(e).fontSize) * 0.75, !!e.closest('.panel')])
  .filter(([name, size, text]) => size < (text ? 8.99 : 8.49))"""


def test_grey_paper_keeps_everything_readable() -> None:
    """Text of the sheet is dark enough for a printer without colours: 7:1 or more on white and on the tint of its bar."""
    css = (ROOT / "overrides/styles/panel-colours.css").read_text(encoding="utf-8")
    pairs = re.findall(r"--panel-\d: (#\w{6}); --tint-\d: (#\w{6})", css)
    assert len(pairs) == 7
    for colour, tint in pairs:
        assert contrast(colour, "#ffffff") >= 7
        assert contrast(colour, tint) >= 6.5


def test_the_tints_and_the_emblem_have_the_colours_of_the_panels() -> None:
    css = (ROOT / "overrides/styles/panel-colours.css").read_text(encoding="utf-8")
    for colour, tint in re.findall(r"--panel-\d: (#\w{6}); --tint-\d: (#\w{6})", css):
        channels = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
        assert tint == "#" + "".join(f"{round(255 - 0.11 * (255 - channel)):02x}" for channel in channels)
    emblem = (ROOT / "overrides/assets/images/emblem.svg").read_text(encoding="utf-8")
    assert re.findall(r'stroke="(#\w{6})"', emblem) == re.findall(r"--panel-\d: (#\w{6}); --tint", css)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 counts it."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)
