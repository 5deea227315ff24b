"""What paper and narrow windows make of callouts, boxes to tick, lists within notes, and tables."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

import sample
from browsing import opened
from conftest import Built, build_site, write_site

SETTINGS = sample.SETTINGS.replace("print: {pdf: false}", "print: {packs: false}")
CALLOUTS = "".join(
    f"\n> [!{kind}]\n> Words of a {kind.lower()}.\n" for kind in ("NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION")
)
MARKS = (
    sample.panels()
    .replace("Words about background.", f"Words[^one].\n{CALLOUTS}")
    .replace("Words about what to ask.", "- [ ] Ask the family\n- [x] Ask the school")
    .replace(
        "Words about what to do.",
        "| Age | Sign | Who | When |\n| --- | --- | --- | --- |\n| Under one | Bruise | Front door | Same hour |\n"
        "| 1 to 5 | Unexplained | Health visitor | Same day |",
    )
    + "\n[^one]: The review says:\n\n    - one thing;\n    - another.\n"
)
DANGER = (138, 0, 20)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("marks")
    root = write_site(folder / "source", {"briefings/a.md": sample.briefing(MARKS)}, SETTINGS)
    built = build_site(root, folder / "site")
    assert built.messages == []
    return built


def painted(pdf: bytes) -> list[tuple[int, int, int]]:
    """Return the colours of the first sheet, dot by dot."""
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil().convert("RGB")
    return list(image.get_flattened_data())


def on_paper(browser: Browser, address: str, measure: str) -> object:
    """Return what a script measures of the page as it is printed."""
    with opened(browser) as page:
        page.emulate_media(media="print")
        page.goto(f"{address}briefings/a/index.html")
        return page.evaluate(measure)


def test_on_one_page_only_the_red_callout_has_a_bar(site: Built) -> None:
    """Within its box, as wide as a column and as high as a line: white words on it are read in grey too."""
    colours = painted((site.folder / "briefings/a/one-page.pdf").read_bytes())
    assert colours.count(DANGER) > 2_000


def test_the_red_callout_takes_no_more_room_than_the_others(site: Built, browser: Browser, serve: Callable[[Path], str]) -> None:
    heights = on_paper(
        browser,
        serve(site.folder),
        "[...document.querySelectorAll('.admonition')].map(box => Math.round(box.getBoundingClientRect().height * 10))",
    )
    assert isinstance(heights, list)
    assert len(heights) == 5
    assert len(set(heights)) == 1


def test_what_is_ticked_has_a_tick_and_is_not_blackened(site: Built, browser: Browser, serve: Callable[[Path], str]) -> None:
    seen = on_paper(
        browser,
        serve(site.folder),
        "[...document.querySelectorAll('.task__box')].map(box => [getComputedStyle(box).backgroundColor, "
        "getComputedStyle(box, '::after').content])",
    )
    assert seen == [["rgba(0, 0, 0, 0)", "none"], ["rgba(0, 0, 0, 0)", '""']]


def test_a_list_within_a_note_is_set_in(site: Built, browser: Browser, serve: Callable[[Path], str]) -> None:
    left = on_paper(
        browser,
        serve(site.folder),
        "['.footnote li', '.footnote li li'].map(item => document.querySelector(item).getBoundingClientRect().left)",
    )
    assert isinstance(left, list)
    assert left[1] > left[0] + 5


def test_large_print_divides_no_callout(site: Built) -> None:
    sheets = PdfReader(io.BytesIO((site.folder / "briefings/a/large-print.pdf").read_bytes())).pages
    texts = ["\n".join(line.strip() for line in sheet.extract_text().splitlines()) for sheet in sheets]
    for kind in ("Note", "Tip", "Important", "Warning", "Caution"):
        (text,) = [text for text in texts if f"\n{kind}\n" in f"\n{text}\n"]
        assert f"Words of a {kind.lower()}." in text, kind


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_word_of_a_table_is_divided(site: Built, browser: Browser, width: int) -> None:
    with opened(browser, viewport={"width": width, "height": 640}) as page:
        page.goto((site.folder / "briefings/a/index.html").as_uri())
        assert divided(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def divided(page: Page) -> list[str]:
    """Return the words of the tables that begin on one line and end on another."""
    found = page.evaluate(
        """() => [...document.querySelectorAll("td, th")].flatMap((cell) => {
          const node = cell.firstChild, range = document.createRange();
          return [...node.data.matchAll(/\\S+/g)].filter((word) => {
            range.setStart(node, word.index); range.setEnd(node, word.index + word[0].length);
            return range.getClientRects().length > 1;
          }).map((word) => word[0]);
        })"""
    )
    assert isinstance(found, list)
    return found
