"""The search as a reader meets it in a real Chromium: what it finds, by which keys, from where, and what it fetches."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

import sample
from browsing import faultless, opened, search, violations
from conftest import Built, build_site, write_site
from search import Language, pages, queries, replace_index
from sevenminute.output.csp import inline_hashes
from sevenminute.search.index import search_files

BRIEFINGS = {
    "bruises": """
## Background

A bruise on a baby is rare. Ring the children's ward.

## Why it matters

Babies who do not move do not bruise themselves.

## What to notice

Look for marks on the cheeks. The policy says how.

## What to ask

Who looks after the baby at night?

## What to do

Telephone at once. The police may be told.

## Who can help

The community paediatrician at the (ICB), in the café.

## Resources

- The Myth of Invisible Men: ask for a copy.
""",
    "sleep": """
## Background

Safer sleep saves lives.

## What we know

Bruises are another subject.

## What to notice

Where the baby sleeps; and where other children sleep.

## What to ask

May I see where the baby sleeps?

## What to do

Make a plan with both parents.

## Who can help

The midwife. A woman from the family.

## Resources

- Your midwife has a leaflet.
""",
}
REGISTER = """\
annual-report:
  title: Annual report
  publisher: Review Panel
  kind: report
  audience: practitioners
  url: https://www.example.org/annual
  summary: What women and men told us.
"""
SITE = {
    "briefings/bruises.md": sample.briefing(BRIEFINGS["bruises"], title="Bruises on babies", summary="Zebra.", number="1"),
    "briefings/sleep.md": sample.briefing(BRIEFINGS["sleep"], title="Safer sleep", summary="How to talk.", number="2"),
    "briefings/resources.yml": REGISTER,
    "docs/index.md": "# Home\n\nWelcome.\n",
    "docs/about.md": "# About\n\nWho we are.\n\n## Complaints\n\nWrite to the partnership.\n",
}
COUNTED = ".search__count:not(:empty)"
PAUSE, SILENCE = 300, 900
"""Milliseconds without a key press before the search begins, and before it is read out what it found."""
LINKS = "[...document.querySelectorAll('.search__link')].map(a => a.getAttribute('href'))"
STRICT = "default-src 'none'; form-action 'self'; " + "".join(
    f"{what}-src 'self'; " for what in ("script", "style", "font", "img")
).replace("img-src 'self'", "img-src 'self' data:")  # the lens is drawn in the style sheet


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("search")
    built = build_site(write_site(folder / "source", dict(SITE)), folder / "a web" / "site é")
    assert built.messages == []
    return built


@pytest.fixture(scope="module")
def address(site: Built, serve: Callable[[Path], str]) -> str:
    """The address of the site, below the root of its server."""
    return serve(site.folder.parent) + "site%20%C3%A9/"


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    """One window for what is asked one after another. Its clock can be put forward, past the pause after a key press."""
    with opened(browser) as page:
        page.clock.install()
        yield page


def open_once(page: Page, address: str) -> None:
    """Open a page unless it is open, and ask nothing."""
    if page.url != address:
        page.goto(address)
    elif page.input_value("#search-query"):
        search(page, "")
        page.clock.run_for(PAUSE)
        expect(page.locator(".search__results")).to_be_hidden()


def ask(page: Page, words: str, *, count: str | None = None, wait: int = 0) -> list[str]:
    """Type words and return where the results lead, from the site's root, once the count is there that is waited for."""
    search(page, words)
    if wait:
        page.clock.run_for(wait)
    if count:
        expect(page.locator(".search__count")).to_have_text(count)
    else:
        page.wait_for_selector(COUNTED)
    root = page.evaluate("new URL('..', document.querySelector('[data-search]').action).href")
    found: list[str] = page.evaluate(LINKS)
    return [link.removeprefix(root).replace("index.html", "") for link in found]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("bruise", "briefings/bruises/"),
        ("bruising", "briefings/bruises/"),
        ("bruis", "briefings/bruises/"),
        ("paediatrician", "briefings/bruises/#panel-6"),
        ("paed", "briefings/bruises/#panel-6"),
        ("PLANS", "briefings/sleep/#panel-5"),
        ("planned", "briefings/sleep/#panel-5"),
        ("baby", "briefings/bruises/"),
        ("icb", "briefings/bruises/#panel-6"),
        ("cafe", "briefings/bruises/#panel-6"),
        ("child ward", "briefings/bruises/#panel-1"),
        ("zebra", "briefings/bruises/"),
        ("invisible men", "briefings/bruises/#panel-7"),
        ("where does the baby sleep", "briefings/sleep/#panel-3"),
        ("complaint", "about/#complaints"),
        ("annual", "resources/#annual-report"),
        ("woman told", "resources/#annual-report"),
        ("report", "resources/#annual-report"),
    ],
)
def test_it_finds_words_in_all_their_forms_and_leads_to_the_panel(window: Page, address: str, words: str, first: str) -> None:
    open_once(window, address)
    assert ask(window, words, wait=PAUSE)[0] == first


def test_on_its_page_it_is_as_wide_as_text(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        page.goto(f"{address}search/index.html?q=police")
        page.wait_for_selector("mark")
        for width in (320, 768, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 800})
            boxes = [page.locator(part).bounding_box() for part in (".prose", ".search__form", ".search__results")]
            places = {(box["x"], box["width"]) for box in boxes if box}
            assert len(boxes) == 3
            assert len(places) == 1, (width, boxes)


SHORT_WORDS = {
    "care": "# Care\n\nWhoever cared for her takes part in caring.\n",
    "car": "# Car\n\nBy car or in cars.\n",
    "sids": "# Sudden\n\nThis is SIDS.\n",
    "sides": "# Sides\n\nOn both sides of a side.\n",
    "ease": "# Ease\n\nEasing pain.\n",
    "able": "# Abilities\n\nDisabilities, and whoever is dying.\n",
    "dependent": "# Differences\n\nLive independently. Both HVs come.\n",
    "hyphens": "# Plans\n\nOf a Pre-birth plan for co‑sleeping at 01632-960001.\n",
}


@pytest.mark.parametrize(
    ("words", "pages"),
    [
        ("SIDS ", ["sids"]),
        ("sids", ["sids"]),
        ("side ", ["sides"]),
        ("cars", ["car"]),
        ("caring", ["care"]),
        ("care", ["care"]),
        ("taken caring", ["care"]),
        ("eased", ["ease"]),
        ("disability", ["able"]),
        ("disabled", ["able"]),
        ("dying", ["able"]),
        ("independent", ["dependent"]),
        ("different ", ["dependent"]),
        ("HV", ["dependent"]),
        ("hvs", ["dependent"]),
        ("prebirth", ["hyphens"]),
        ("pre-birth", ["hyphens"]),
        ("birth", ["hyphens"]),
        ("cosleep", ["hyphens"]),
        ("co sleeping", ["hyphens"]),
    ],
)
def test_short_words_are_not_taken_for_each_other(window: Page, short_words: Built, words: str, pages: list[str]) -> None:
    open_once(window, (short_words.folder / "index.html").as_uri())
    assert ask(window, words, wait=PAUSE) == [f"{name}/" for name in pages]


@pytest.mark.parametrize(
    ("words", "marks"),
    [("prebirth", ["Pre-birth"]), ("birth", ["birth"]), ("co-sleeping", ["co", "sleeping"]), ("cosleep", ["co‑sleeping"])],
)
def test_what_has_a_hyphen_is_marked_as_it_was_asked_for(window: Page, short_words: Built, words: str, marks: list[str]) -> None:
    open_once(window, (short_words.folder / "index.html").as_uri())
    ask(window, words, wait=PAUSE)
    assert window.locator("mark").all_inner_texts() == marks


def test_two_letters_that_are_nowhere_are_answered_once_they_are_all(browser: Browser, short_words: Built) -> None:
    with opened(browser) as page:
        page.goto((short_words.folder / "search/index.html").as_uri() + "?q=GP")
        page.wait_for_selector(COUNTED)
        assert page.locator(".search__count").inner_text().startswith("Nothing found")
        page.fill("#search-query", "care")
        expect(page.locator(".search__count")).to_have_text("1 result")
        page.fill("#search-query", "QX")
        page.locator(".search__results").wait_for(state="hidden")  # perhaps there is more to come
        page.keyboard.press("Enter")
        expect(page.locator(".search__count")).to_contain_text("Nothing found")


@pytest.fixture(scope="module")
def short_words(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("short")
    files: dict[str, str | bytes] = {f"docs/{name}.md": text for name, text in SHORT_WORDS.items()}
    built = build_site(write_site(folder / "source", {**files, "briefings/a.md": sample.briefing()}), folder / "site")
    assert built.messages == []
    return built


def test_police_is_not_policy(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        page.goto(f"{address}search/index.html?q=police")
        page.wait_for_selector("mark")
        assert page.locator("mark").all_inner_texts() == ["police"]


def test_a_result_names_briefing_panel_and_words(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        page.goto(address)
        ask(page, "cheek")
        result = page.locator(".search__result")
        assert result.locator(".search__title").inner_text() == "Bruises on babies"
        assert result.locator(".search__where").inner_text() == "Panel 3: What to notice"
        assert result.locator(".search__extract").inner_text() == "Look for marks on the cheeks. The policy says how."
        assert result.locator("mark").all_inner_texts() == ["cheeks"]
        result.locator("a").click()
        page.wait_for_url("**/briefings/bruises/index.html#panel-3")
        page.goto(address)
        ask(page, "annual")
        assert page.locator(".search__where").inner_text() == "Report"


def test_other_panels_that_have_the_words_are_named_below(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        page.goto(f"{address}search/index.html?q=sleeps")
        page.wait_for_selector(".search__places")
        names = page.locator(".search__places a").all_inner_texts()
        assert names == ["Panel 3: What to notice", "Panel 1: Background", "Panel 4: What to ask"]
        page.click(".search__places a >> nth=2")
        page.wait_for_url("**/briefings/sleep/index.html#panel-4")


def test_all_words_come_before_some_of_them(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        page.goto(address)
        assert ask(page, "baby midwife", count="1 result") == ["briefings/sleep/#panel-3"]
        page.fill("#search-query", "")
        found = ask(page, "paediatrician midwife", count="Nothing has all of these words. 2 results with some of them.")
        assert {link.partition("#")[0] for link in found} == {"briefings/bruises/", "briefings/sleep/"}


@pytest.mark.parametrize(
    ("typed", "meant"), [("paedatrician", "paediatrician"), ("midwfie", "midwife"), ("babby zebra", "baby zebra")]
)
def test_a_near_miss_is_offered(window: Page, address: str, typed: str, meant: str) -> None:
    open_once(window, address)
    search(window, typed + " ")
    window.clock.run_for(PAUSE)
    link = window.get_by_role("link", name=meant, exact=True)
    link.wait_for()
    window.clock.run_for(SILENCE)
    expect(window.locator(".search [role=status]")).to_contain_text(f"Did you mean {meant}?")
    link.click()
    window.wait_for_selector(".search--page .search__link")
    assert window.input_value("#search-query") == meant


def test_one_letter_is_not_yet_a_word(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        page.goto(address)
        ask(page, "midwife", count="1 result")
        page.locator("#search-query").press_sequentially(" zq")
        expect(page.locator("#search-query")).to_have_value("midwife zq")
        assert page.locator(".search__link").count() == 1
        page.fill("#search-query", "zq")
        expect(page.locator(".search__results")).to_be_hidden()


def test_the_list_is_walked_by_keys_and_closed_by_escape(browser: Browser, address: str) -> None:
    focused = "document.activeElement.className || document.activeElement.id"
    with opened(browser) as page:
        page.goto(address)
        assert len(ask(page, "bab")) == 2
        page.keyboard.press("ArrowDown")
        assert page.evaluate(focused) == "search__link"
        page.keyboard.press("ArrowUp")
        assert page.evaluate("document.activeElement.id") == "search-query"
        page.keyboard.press("Tab")  # the button
        page.keyboard.press("Tab")
        assert page.evaluate(focused) == "search__link"
        for _ in range(30):
            page.keyboard.press("ArrowDown")
        assert page.evaluate(
            "document.activeElement === [...document.querySelectorAll('.search__results a')].filter(a => a.offsetParent).at(-1)"
        )
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.id") == "search-query"
        assert not page.locator(".search__results").is_visible()
        assert page.input_value("#search-query") == "bab"
        page.locator("#search-query").press_sequentially("y")
        page.wait_for_selector(".search__results", state="visible")
        page.mouse.click(2, 700)  # beside all of it
        assert not page.locator(".search__results").is_visible()


def test_results_never_cover_the_place_where_the_focus_is(browser: Browser, address: str) -> None:
    with opened(browser, viewport={"width": 1280, "height": 800}) as page:
        page.goto(address)
        ask(page, "bab")
        while page.evaluate("document.activeElement.closest('.search') !== null"):
            page.keyboard.press("Tab")
        assert not page.locator(".search__results").is_visible()


def test_enter_leads_to_a_page_whose_address_can_be_shared(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        page.goto(address + "about/")
        page.fill("#search-query", "safer sleep")
        page.press("#search-query", "Enter")
        page.wait_for_url("**/search/index.html?q=safer+sleep")
        page.wait_for_selector(".search__link")
        assert page.input_value("#search-query") == "safer sleep"
        assert page.locator("[data-search]").count() == 1
        page.fill("#search-query", "zebra")
        page.wait_for_url("**/search/index.html?q=zebra")
        expect(page.locator(".search__title")).to_have_text("Bruises on babies")
        page.reload()
        page.wait_for_selector(".search__link")
        assert page.input_value("#search-query") == "zebra"


def test_the_count_is_read_out_once_the_reader_pauses(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        page.goto(address)
        ask(page, "midwife", count="1 result")
        expect(page.locator(".search [role=status]")).to_have_text("1 result")
        assert page.locator(".search__count").get_attribute("aria-hidden") == "true"


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_axe_finds_nothing_in_the_results(browser: Browser, address: str, width: int, scheme: Literal["light", "dark"]) -> None:
    with opened(browser, viewport={"width": width, "height": 800}, color_scheme=scheme) as page:
        page.goto(address)
        ask(page, "baby xylphone midwfie ")
        assert violations(page) == []
        page.goto(address + "search/index.html?q=baby+midwfie")
        page.wait_for_selector(".search__link")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_results_have_edges_in_forced_colours(browser: Browser, address: str) -> None:
    with opened(browser, forced_colors="active") as page:
        page.goto(address)
        ask(page, "baby")
        box = "e => getComputedStyle(e).borderTopStyle + getComputedStyle(e).borderTopWidth"
        assert page.locator(".search__results").evaluate(box) == "solid1px"
        assert violations(page) == []


def test_nothing_of_it_is_fetched_before_the_reader_turns_to_it(browser: Browser, address: str) -> None:
    asked: list[str] = []
    with opened(browser) as page:
        page.on("request", lambda request: asked.append(urlsplit(request.url).path.rpartition("site%20%C3%A9/")[2]))
        for path in ("", "briefings/sleep/", "about/"):
            page.goto(address + path, wait_until="networkidle")
        assert not [path for path in asked if path.startswith("search/") or path.endswith("/search.js")]
        page.focus("#search-query")
        page.wait_for_selector(".search__results", state="attached")
        assert not [path for path in asked if path.startswith("search/")]
        ask(page, "sleep")
        assert [path for path in asked if path.startswith("search/")]


def test_words_typed_before_the_script_has_come_are_answered(browser: Browser, address: str) -> None:
    held: list[Route] = []
    with opened(browser) as page:
        page.route("**/search.js?*", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks what it is given
        page.goto(address)
        search(page, "zebra")
        expect(page.locator("#search-query")).to_have_value("zebra")
        assert len(held) == 1
        held[0].continue_()
        page.wait_for_selector(".search__link")


def test_an_index_that_does_not_come_is_said_and_asked_for_again(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        page.route("**/search/index.js", lambda route: route.abort())
        page.goto(address)
        ask(page, "zebr")
        assert page.inner_text(".search__count").startswith("The search could not be loaded.")
        page.unroute("**/search/index.js")
        page.locator("#search-query").press_sequentially("a")
        page.wait_for_selector(".search__link")


def test_it_needs_no_more_than_the_sites_own_scripts(browser: Browser, address: str) -> None:
    said: list[str] = []

    def strictly(route: Route) -> None:
        answer = route.fetch()
        hashes = " ".join(inline_hashes(answer.text())) if answer.headers.get("content-type", "").startswith("text/html") else ""
        header = STRICT.replace("script-src 'self'", f"script-src 'self' {hashes}")  # the way out's guard stands in the page
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": header})

    with opened(browser) as page:
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.route("**/*", strictly)
        page.goto(address)
        search(page, "midwfie sleep")
        page.wait_for_selector(".search__near a")
        page.press("#search-query", "Enter")
        page.wait_for_selector(".search--page .search__link")
    assert said == []


def test_it_works_from_a_file_share(browser: Browser, site: Built) -> None:
    with opened(browser) as page:
        page.goto((site.folder / "about/index.html").as_uri())
        assert ask(page, "cheek")[0] == "briefings/bruises/#panel-3"
        page.press("#search-query", "Enter")
        page.wait_for_selector(".search--page .search__link")
        assert urlsplit(page.url).query == "q=cheek"
        page.click(".search__link")
        page.wait_for_url("**/briefings/bruises/index.html#panel-3")
        assert page.url.startswith("file://")


def test_it_works_on_the_page_of_a_wrong_address(browser: Browser, serve: Callable[[Path], str], site: Built) -> None:
    with opened(browser) as page:
        page.goto(serve(site.folder) + "404.html")
        assert ask(page, "cheek")[0].endswith("briefings/bruises/#panel-3")


def test_without_javascript_there_is_a_plain_way(browser: Browser, address: str) -> None:
    with opened(browser, java_script_enabled=False) as page:
        page.goto(address)
        assert not page.locator("[data-search]").is_visible()
        page.goto(address + "search/index.html?q=sleep")
        assert not page.locator("[data-search]").is_visible()
        page.click("main >> text=from A to Z")
        assert page.inner_text("h1") == "Briefings from A to Z"


@pytest.fixture(scope="module")
def large(site: Built, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Language]:
    """The same site with the index of a thousand briefings and five hundred resources."""
    folder = tmp_path_factory.mktemp("large") / "site"
    shutil.copytree(site.folder, folder)
    language = Language()
    replace_index(folder, search_files(pages(language, 1000, 500)))
    return folder, language


def note(asked: list[str], request: Request) -> None:
    asked.append(request.url)


@pytest.mark.slow
def test_a_query_fetches_at_most_60_kilobytes_among_a_thousand_briefings(browser: Browser, large: tuple[Path, Language]) -> None:
    folder, language = large
    fetched: dict[str, Any] = {}
    for typed in queries(language):
        asked: list[str] = []
        with opened(browser) as page:
            page.on("request", partial(note, asked))
            page.goto((folder / "index.html").as_uri())
            page.fill("#search-query", typed)
            page.wait_for_selector(COUNTED)
            assert page.locator(".search__link").count() > 0, typed
            page.press("#search-query", "Enter")
            page.wait_for_selector(".search--page .search__link")
        files = {Path(urlsplit(url).path) for url in asked if "/search/" in url or "/search.js" in url}
        fetched[typed] = sum(len(gzip.compress(file.read_bytes(), 6)) for file in files)
    assert {typed: size for typed, size in fetched.items() if size > 60_000} == {}


LONG_QUERIES = {
    "one word": "a" * 2_000,
    "one word, three times as long": "bruises" * 900,
    "five hundred words": "baby " * 500,
    "letters of two halves": "x" + "\U0001f476" * 1_000,
    "marks on one letter": "a" + "\u0301" * 3_000,
    "letters without width": "\u200b" * 3_000,
    "letters of eighteen letters": "\ufdfa" * 2_000,
    "no letters": "%" * 3_000,
    "spaces before a word": " " * 3_000 + "baby",
}


WORDS = "safeguarding babies " * 30


@pytest.mark.parametrize(
    ("before", "pasted", "left"),
    [
        ("", WORDS, WORDS[:199]),
        ("bruises", f" {WORDS}", f"bruises{WORDS[:192]}"),
        ("", "x" * 300, "x" * 200),
        ("", "baby\n  and   me ", None),
        ("", "x" * 199 + "\U0001f476", "x" * 199),
    ],
)
def test_what_is_pasted_is_cut_at_the_end_of_a_word(
    window: Page, address: str, before: str, pasted: str, left: str | None
) -> None:
    paste = """(field, text) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", text);
        return field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }"""
    window.goto(f"{address}search/index.html")
    field = window.locator("#search-query")
    field.fill(before)
    assert field.evaluate(paste, pasted) == (left is None)  # what fits is the browser's to paste
    assert field.input_value() == (before if left is None else left)
    if left == WORDS[:199]:
        window.goto(f"{address}search/index.html?{urlencode({'q': WORDS})}")
        assert field.input_value() == left


@pytest.mark.parametrize("query", LONG_QUERIES.values(), ids=LONG_QUERIES.keys())
def test_a_query_of_the_address_is_cut_to_what_the_field_takes(window: Page, address: str, query: str) -> None:
    with faultless(window):
        window.goto(f"{address}search/index.html?{urlencode({'q': query})}")
        field = window.locator("#search-query")
        asked = field.input_value()
        assert 0 < len(asked.encode("utf-16-le")) // 2 <= 200
        assert query.strip().startswith(asked)
        window.wait_for_function("(asked) => new URL(location.href).searchParams.get('q') === asked", arg=asked)
        field.fill("police")  # it still answers
        window.clock.run_for(PAUSE)
        expect(window.locator(".search__count")).to_have_text("1 result")


def test_no_more_can_be_typed_or_pasted_than_is_asked(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        page.goto(address)
        page.locator("#search-query").focus()
        page.keyboard.insert_text("a" * 5_000)
        assert len(page.locator("#search-query").input_value()) == 200


def test_a_result_begins_with_what_matters_most_in_its_own_language(
    browser: Browser, tmp_path: Path, serve: Callable[[Path], str]
) -> None:
    facts = {"summary": "Sut i siarad am gwsg.", "key_messages": "[Ffoniwch ar unwaith.]", "lang": "cy", "people": "children"}
    texts: dict[str, str | bytes] = {"briefings/a.md": sample.briefing(title="Diogelu", **facts)}
    built = build_site(write_site(tmp_path / "source", texts), tmp_path / "site")
    assert built.messages == []
    with opened(browser) as page:
        page.goto(f"{serve(built.folder)}search/index.html?q=diogelu")
        page.wait_for_selector(".search__result")
        assert page.locator(".search__extract").inner_text() == "Ffoniwch ar unwaith. Sut i siarad am gwsg."
        assert page.locator(".search__where").inner_text() == "About children"
        parts = [".search__title", ".search__extract", ".search__where"]
        assert [page.evaluate(f"document.querySelector('{part}').closest('[lang]').lang") for part in parts] == [
            "cy",
            "cy",
            "en-GB",
        ]
        page.goto(f"{serve(built.folder)}search/index.html?q=about+children")
        page.wait_for_selector(".search__result")
