"""What readers meet in a real Chromium: accessibility, no outside request, no JavaScript, file shares, search, zoom."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

import sample
from conftest import ROOT, Built, SiteMaker

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BRIEFING = "briefings/safeguarding-unborn-babies/"
PAGES = (
    "",
    "404.html",
    "about/",
    "accessibility/",
    "safety/",
    "topics/",
    "topics/unborn-babies/",
    "briefings/",
    "briefings/a-to-z/",
    "briefings/newest/",
    *(f"briefings/{file.stem}/" for file in sorted((ROOT / "briefings").glob("*.md"))),
)


@contextmanager
def opened(browser: Browser, **options: Any) -> Iterator[Page]:
    """A new window whose requests, errors and console messages are kept."""
    context = browser.new_context(**options)
    page = context.new_page()
    page.set_default_timeout(10_000)
    try:
        yield page
    finally:
        context.close()


def search(page: Page, words: str) -> None:
    """Type words into the search, as a reader does: the search answers to keys."""
    page.locator("#search-query").press_sequentially(words)


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """Run axe on the page as it is."""
    options = {"runOnly": {"type": "tag", "values": rules or RULES}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{item['id']}: {node['html'][:120]} {node['failureSummary']}" for item in found for node in item["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_on_any_page(
    browser: Browser, our_site: Built, our_address: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    built = {file.relative_to(our_site.folder).as_posix().removesuffix("index.html") for file in our_site.folder.rglob("*.html")}
    assert built == set(PAGES)
    with opened(browser, viewport={"width": width, "height": 800}, color_scheme=scheme) as page:
        for address in PAGES:
            page.goto(our_address + address)
            assert violations(page) == [], address


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_is_seven_to_one(browser: Browser, our_address: str, scheme: Literal["light", "dark"]) -> None:
    with opened(browser, viewport={"width": 1280, "height": 800}, color_scheme=scheme) as page:
        for address in (BRIEFING, "", "topics/unborn-babies/"):
            page.goto(our_address + address)
            result = Axe().run(page, options={"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}})
            assert result.response["violations"] == [], address


def test_axe_finds_nothing_while_searching(browser: Browser, our_address: str) -> None:
    for width in (320, 1280):
        with opened(browser, viewport={"width": width, "height": 800}) as page:
            page.goto(our_address + BRIEFING)
            search(page, "sleep")
            page.wait_for_selector(".search__list a")
            assert violations(page) == []


def test_nothing_is_asked_of_another_host(browser: Browser, our_address: str) -> None:
    hosts = set()
    with opened(browser) as page:
        page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
        for address in PAGES:
            page.goto(our_address + address, wait_until="networkidle")
        search(page, "sleep")
        page.wait_for_selector(".search__list a")
    assert hosts == {urlsplit(our_address).netloc}


def test_no_page_reports_an_error(browser: Browser, our_address: str) -> None:
    said: list[str] = []
    with opened(browser) as page:
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        for address in PAGES:
            page.goto(our_address + address, wait_until="networkidle")
    assert said == []


@pytest.mark.parametrize("width", [320, 640, 1280, 1920])
def test_no_page_scrolls_sideways(browser: Browser, our_address: str, width: int) -> None:
    with opened(browser, viewport={"width": width, "height": 800}) as page:
        for address in PAGES:
            page.goto(our_address + address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_text_spacing_clips_nothing(browser: Browser, our_address: str) -> None:
    spacing = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"
    with opened(browser, viewport={"width": 320, "height": 800}) as page:
        page.goto(our_address + BRIEFING)
        page.add_style_tag(content=spacing)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        clipped = page.evaluate(
            "[...document.querySelectorAll('.page *, .site-header *, .urgent *')].filter(e => e.scrollWidth > e.clientWidth + 1"
            " && getComputedStyle(e).overflowX === 'hidden' && !e.closest('.visually-hidden, .search__label')).length"
        )
        assert clipped == 0


def test_a_briefing_reads_in_full_without_javascript(browser: Browser, our_address: str) -> None:
    with opened(browser, java_script_enabled=False) as page:
        page.goto(our_address + BRIEFING)
        assert page.locator(".panel").count() == 7
        for number in range(1, 8):
            panel = page.locator(f".panel:has(#panel-{number})")
            assert panel.is_visible()
            assert panel.locator("h2").inner_text().split()[0] == str(number)
        assert page.locator(".quick-exit").is_visible()
        assert page.locator(".urgent").is_visible()
        assert not page.locator(".search").is_visible()  # it could find nothing
        page.click(".series a")
        assert page.url == our_address + "briefings/bruising-in-babies/index.html"


@pytest.mark.parametrize("javascript", [True, False])
def test_links_work_from_a_file_share(browser: Browser, our_site: Built, javascript: bool) -> None:
    with opened(browser, java_script_enabled=javascript) as page:
        page.goto((our_site.folder / "index.html").as_uri())
        page.click("text=How to use a briefing with your team")
        assert page.inner_text("h1") == "What is a 7-minute briefing?"
        page.click(".site-nav >> text=Topics")
        page.click("main >> text=Unborn babies and under-ones")
        page.click("main >> text=Safeguarding unborn babies")
        page.click(".briefing__contents >> text=Resources to support practice")
        assert page.url == (our_site.folder / BRIEFING / "index.html").as_uri() + "#panel-7"
        page.click(".site-name")
        assert page.url == (our_site.folder / "index.html").as_uri()


def test_search_leads_to_the_panel(browser: Browser, our_address: str) -> None:
    with opened(browser) as page:
        page.goto(our_address)
        search(page, "miscarriage")
        page.wait_for_selector(".search__list a")
        page.click(".search__list a[href*='#panel-3']")
        assert page.url == our_address + BRIEFING + "index.html#panel-3"


def test_search_finds_a_resource(browser: Browser, our_address: str) -> None:
    with opened(browser) as page:
        page.goto(our_address)
        search(page, "invisible men")
        page.wait_for_selector(".search__list a")
        assert page.locator(".search__list a[href*='#panel-7']").count() >= 1


def test_search_says_when_nothing_is_found(browser: Browser, our_address: str) -> None:
    with opened(browser) as page:
        page.goto(our_address)
        search(page, "xylophone")
        page.wait_for_function("document.querySelector('.search__meta').textContent.includes('Nothing found')")


def test_search_cannot_run_what_a_title_says(browser: Browser, make_site: SiteMaker, serve: Callable[[Path], str]) -> None:
    hostile = "'Care <img src=x onerror=window.ran=1> & <script>window.ran=1</script> plans'"
    built = make_site(
        {"briefings/a.md": sample.briefing(title=hostile, summary=hostile, owner=hostile, questions=f"[{hostile}]")}
    )
    assert built.messages == []
    with opened(browser) as page:
        for address in ("briefings/a/", "briefings/", ""):
            page.goto(serve(built.folder) + address)
            search(page, "plans")
            page.wait_for_selector(".search__list a")
            assert page.evaluate("window.ran") is None, address
        page.goto(serve(built.folder) + "briefings/a/")
        assert page.inner_text("h1") == hostile.strip("'")


def test_forced_colours_keep_the_edges(browser: Browser, our_address: str) -> None:
    with opened(browser, forced_colors="active") as page:
        page.goto(our_address + BRIEFING)
        for selector in (".panel__number", ".tag", ".quick-exit", ".briefing__series"):
            style = page.locator(selector).first.evaluate(
                "e => [getComputedStyle(e).borderTopWidth, getComputedStyle(e).borderTopColor]"
            )
            assert float(style[0].removesuffix("px")) >= 1, selector
            assert style[1] != page.locator(selector).first.evaluate("e => getComputedStyle(e).backgroundColor"), selector


@pytest.mark.parametrize("width", [320, 1280])
def test_the_exit_is_in_view_and_on_top_wherever_one_scrolls(browser: Browser, our_address: str, width: int) -> None:
    on_top = """() => {
      const box = document.querySelector('.quick-exit').getBoundingClientRect();
      const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      return box.height >= 44 && box.bottom <= innerHeight && box.top >= 0 && top.classList.contains('quick-exit');
    }"""
    with opened(browser, viewport={"width": width, "height": 800}) as page:
        for address in (BRIEFING, "404.html", "topics/unborn-babies/"):
            page.goto(our_address + address)
            for place in (0, 0.5, 1):
                page.evaluate("place => scrollTo({top: place * document.body.scrollHeight, behavior: 'instant'})", place)
                assert page.evaluate(on_top), (address, place)


@pytest.mark.parametrize("width", [320, 1280])
def test_every_stop_of_the_tab_key_is_in_view(browser: Browser, our_address: str, width: int) -> None:
    stop = """() => {
      const element = document.activeElement;
      if (element === document.body) return null;
      const box = element.getBoundingClientRect(), style = getComputedStyle(element), line = element.getClientRects()[0];
      const top = document.elementFromPoint(line.x + Math.min(line.width, 20) / 2, line.y + line.height / 2);
      return {
        name: element.outerHTML.slice(0, 90),
        inView: box.width > 0 && box.top >= 0 && box.bottom <= innerHeight + 1 && box.left >= 0 && box.right <= innerWidth + 1,
        uncovered: element === top || element.contains(top),
        outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
      };
    }"""
    with opened(browser, viewport={"width": width, "height": 800}, reduced_motion="reduce") as page:
        for address in (BRIEFING, "", "briefings/", "404.html"):
            page.goto(our_address + address)
            for key in ("Tab", "Shift+Tab"):
                stops = 0
                while stops < 200:
                    page.keyboard.press(key)
                    seen = page.evaluate(stop)
                    if seen is None:
                        break
                    stops += 1
                    assert seen["inView"], (address, key, seen)
                    assert seen["uncovered"], (address, key, seen)
                    assert seen["outlined"], (address, key, seen)
                assert stops >= 10, (address, key)


def test_the_skip_link_leads_to_the_page(browser: Browser, our_address: str) -> None:
    with opened(browser) as page:
        for address in (BRIEFING, "404.html", "about/"):
            page.goto(our_address + address)
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
            page.keyboard.press("Enter")
            assert page.evaluate("document.activeElement.id") == "main-content"


def test_a_printed_briefing_has_everything_but_the_sites_own_parts(browser: Browser, our_address: str) -> None:
    with opened(browser) as page:
        page.goto(our_address + BRIEFING)
        page.emulate_media(media="print")
        for selector in (".panel:has(#panel-7)", ".urgent", ".questions", ".tag", ".site-footer__name"):
            assert page.locator(selector).is_visible(), selector
        for selector in (".site-header", ".quick-exit", ".search", ".briefing__contents", ".series"):
            assert not page.locator(selector).is_visible(), selector


def test_the_search_index_names_each_panel(our_site: Built) -> None:
    index = json.loads((our_site.folder / "search/search_index.json").read_text(encoding="utf-8"))
    titles = {item["location"]: item["title"] for item in index["docs"]}
    page = BRIEFING + "index.html"
    assert titles[page] == "Safeguarding unborn babies"
    assert titles[page + "#panel-7"] == "7 Resources to support practice"
    assert not any(location.startswith("briefings/index.html") for location in titles)
