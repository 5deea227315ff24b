"""All pages but the briefings on paper, as Chromium prints them: upright, whole, with the addresses of their links."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page

import sample
from browsing import opened
from conftest import Built, build_site, write_site
from paper import A4, letters, printed, sizes, text_of

REGISTER = "".join(
    f"""
report-{number}:
  title: Report number {number} on what families say about help before and after a birth
  url: https://www.example.org/reports/{number}/what-families-say-about-help-before-and-after-a-birth/
  publisher: Example Institute
  kind: report
  audience: practitioners
  topics: [sleep]
  summary: What {number} families say.
"""
    for number in range(1, 25)
)
REGISTER += """
last:
  title: The last, with a heading of its own
  url: https://www.example.org/form/
  publisher: Example Institute
  kind: form
  audience: practitioners
  summary: A form.
"""
PAGE = """
## Part {number}

Read [the guide](https://www.example.org/guides/{number}/) and ask. {words}

| Sign | Whom to tell | When |
| --- | --- | --- |
| Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch | Call 01632 960001 | at once |

- One thing.
- https://www.example.org/a-long-address-that-somebody-has-written-out/{number}/and-that-has-to-break-somewhere-on-paper

!!! warning "Take care"

    Words in a box.
"""
LENGTHS = range(1, 13)
"""Parts of pages of many lengths: one of them ends just where the paper does."""
PAGES = [
    *("", "briefings/", "topics/", "topics/sleep/", "resources/", "links/", "due/", "search/", "404.html"),
    *(f"long-{length}/" for length in LENGTHS),
]
MARGIN = 9 * 72 / 25.4
"""Points of each edge of the paper that stay white."""
FOOT = """() => [...document.querySelectorAll('.printed-from, .site-footer')].map(element => element.innerText).join(' ')"""
# What stands on paper but is no text of the page: the addresses are added by the style sheet.
TEXTS = """() => [...document.querySelectorAll('body *')]
  .filter(element => element.checkVisibility() && !element.closest('select, svg, .visually-hidden, .search__label'))
  .flatMap(element => [...element.childNodes].filter(node => node.nodeType === 3).map(node => node.data))"""
LINKS = """() => [...document.querySelectorAll('#main-content a[href^="http"]')]
  .filter(link => link.checkVisibility() && link.origin !== location.origin).map(link => link.getAttribute('href'))"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with a page of each type, and pages of running text of many lengths."""
    files: dict[str, str | bytes] = {
        f"docs/long-{length}.md": f"# Page of {length}\n"
        + "".join(PAGE.format(number=number, words="Say what you saw. " * 3 * (number + length)) for number in range(length))
        for length in LENGTHS
    }
    row = "|" + " 01632 960001 |" * 8
    folded = "<details><summary>More</summary>Folded up.</details>"
    files["docs/numbers.md"] = f"# Many numbers\n\n{row}\n|{'--|' * 8}\n{row}\n\n{folded}\n"
    files |= {
        "docs/topics/sleep.md": "---\ntopic: sleep\ntitle: Sleep\n---\n\nSee [the line](https://www.example.org/line/).\n",
        "briefings/resources.yml": REGISTER,
    }
    files |= {
        f"briefings/b{number}.md": sample.briefing(
            sample.panels().replace(
                "Words about resources.", f"[Report][report-{number}] and [more](https://www.example.org/{number}/)."
            ),
            title=f"Briefing number {number}",
            topics="[sleep]",
        )
        for number in range(1, 8)
    }
    folder = tmp_path_factory.mktemp("paper")
    built = build_site(write_site(folder / "source", files), folder / "site")
    assert built.messages == []
    return built


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    with opened(browser) as window:
        yield window


@pytest.fixture(scope="module")
def address(site: Built, serve: Callable[[Path], str]) -> str:
    return serve(site.folder)


@pytest.mark.parametrize("page", PAGES)
def test_it_prints_whole_upright_and_with_its_addresses(window: Page, address: str, page: str) -> None:
    window.goto(address + page)
    window.emulate_media(media="print")
    pdf = printed(window)
    assert set(sizes(pdf)) == {A4}
    text = text_of(pdf)
    lost = [said for said in window.evaluate(TEXTS) if letters(said) not in text]
    assert lost == []
    assert [link for link in window.evaluate(LINKS) if letters(link) not in text] == []
    foot = letters(window.evaluate(FOOT))
    sheets = list(pypdfium2.PdfDocument(pdf))
    for number, sheet in enumerate(sheets, start=1):
        words = sheet.get_textpage()
        boxes = [words.get_charbox(at) for at in range(words.count_chars()) if words.get_text_range(at, 1).strip()]
        assert min(left for left, *_ in boxes) > MARGIN - 1
        assert max(right for _, _, right, _ in boxes) < A4[0] - MARGIN + 1
        lowest = min(bottom for _, bottom, *_ in boxes)
        assert lowest > MARGIN - 1
        if number < len(sheets):
            assert lowest < A4[1] / 3, f"a third of page {number} is empty"
    last = letters(sheets[-1].get_textpage().get_text_range())
    assert len(last) > len(foot), "the last page has nothing but the foot"


def test_paper_says_where_the_current_page_is(site: Built) -> None:
    for page in PAGES:
        said = site.html(page.rstrip("/")).select_one(".printed-from")
        if page == "404.html":
            assert said is None, "an address that is not there"
        else:
            assert said is not None, page
            assert said.get_text().startswith(f"Printed from https://briefings.example.org/{page}. "), page


def test_what_only_a_screen_can_do_is_not_printed(window: Page, address: str) -> None:
    for page in ("resources/", "topics/sleep/", "briefings/", "long-1/"):
        window.goto(address + page)
        window.emulate_media(media="print")
        for part in ("nav", "input", "select", "button", ".site-header", ".quick-exit", ".topic-pack"):
            assert not [True for element in window.locator(part).all() if element.is_visible()], (page, part)


@pytest.mark.slow
@pytest.mark.parametrize("page", ["resources/", "topics/sleep/"])
def test_wherever_a_list_ends_its_foot_is_not_alone_on_a_page(window: Page, address: str, page: str) -> None:
    window.goto(address + page)
    window.emulate_media(media="print")
    foot = letters(window.evaluate(FOOT))
    alone = []
    for room in range(0, 280, 8):  # millimetres: a whole page, in steps that are less than the foot
        window.evaluate("room => { document.querySelector('h1').style.marginBottom = `${room}mm`; }", room)
        sheets = list(pypdfium2.PdfDocument(printed(window)))
        if len(letters(sheets[-1].get_textpage().get_text_range())) <= len(foot):
            alone.append(room)
    assert alone == []


def test_no_number_covers_another_and_nothing_stays_folded_up(window: Page, address: str) -> None:
    window.goto(f"{address}numbers/")
    window.emulate_media(media="print")
    window.set_viewport_size({"width": round((210 - 18) * 96 / 25.4), "height": 1000})
    assert (
        window.evaluate("[...document.querySelectorAll('td')].filter(cell => cell.scrollWidth > cell.clientWidth + 1).length")
        == 0
    )
    assert "foldedup" in text_of(printed(window))
