"""Every page of the repository's own site, whatever is in it, in a real Chromium."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ViewportSize

from browsing import opened, search, violations
from conftest import Built

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"color_scheme": "dark", "forced_colors": "active"},
}
PHONE, DESK = {"width": 320, "height": 800}, {"width": 1280, "height": 800}


@pytest.fixture(scope="session")
def pages_of_each_kind(our_site: Built, our_pages: list[str]) -> list[str]:
    """The pages without further ones of a kind: one briefing, one topic, one page of words alone, and every list."""
    kinds: dict[str, str] = {}
    for path in reversed(our_pages):
        page = our_site.html(path)
        if path == "404.html":
            kind = path
        elif path.startswith("topics/") and path != "topics/":
            kind = "a topic"
        elif page.select("main .briefing"):
            kind = "a briefing"
        else:
            kind = "words" if page.select("main article.prose") else path
        kinds[kind] = path
    assert {"a topic", "a briefing", "words", "", "404.html", "briefings/", "resources/"} <= set(kinds)
    return sorted(kinds.values())


def test_axe_finds_nothing_on_any_kind_of_page(browser: Browser, our_address: str, pages_of_each_kind: list[str]) -> None:
    with opened(browser, viewport=PHONE) as page:
        for address in [our_address + path for path in pages_of_each_kind]:
            page.goto(address)
            assert violations(page) == [], address


# Colours do not depend on the width, nor what is where on the colours.
@pytest.mark.slow
@pytest.mark.parametrize(("window", "look"), [(PHONE, "light"), (DESK, "dark"), (PHONE, "forced colours")])
def test_axe_finds_nothing_on_any_page(
    browser: Browser, our_address: str, our_pages: list[str], window: ViewportSize, look: str
) -> None:
    with opened(browser, viewport=window, **LOOKS[look]) as page:
        for address in [our_address + path for path in our_pages]:
            page.goto(address)
            assert violations(page) == [], address


@pytest.mark.parametrize("look", ["light", *(pytest.param(look, marks=pytest.mark.slow) for look in ("dark", "forced colours"))])
def test_axe_finds_nothing_where_the_reader_has_opened_something(
    browser: Browser, our_address: str, our_settings: Any, look: str
) -> None:
    word = our_settings.site_name.split()[-1]
    with opened(browser, viewport=DESK, **LOOKS[look]) as page:
        page.goto(our_address)
        search(page, word)
        page.wait_for_selector(".search__count")
        assert violations(page) == []
        page.goto(f"{our_address}search/?q={word}")
        page.wait_for_selector(".search__count")
        assert violations(page) == []
        page.goto(our_address + "resources/")
        if page.locator("[data-filter]").is_visible():
            for asked, answer in ((word, "[data-found]"), ("qqqqqqqq", "[data-nothing]")):
                page.fill("[data-filter] [type=search]", asked)
                page.locator(answer).wait_for()
                assert violations(page) == [], asked
    with opened(browser, viewport=PHONE, **LOOKS[look]) as page:
        page.goto(our_address)
        page.get_by_role("button", name="Menu", exact=True).click()
        page.locator("#site-menu").wait_for()
        assert violations(page) == []


@pytest.fixture
def root(our_site: Built, address_of: Callable[[Path], str]) -> str:
    """The address of the repository's own site, on a web server and then on a file share."""
    return address_of(our_site.folder)


@pytest.mark.slow
def test_nothing_is_asked_of_another_host_and_nothing_fails_whatever_is_used(
    browser: Browser, root: str, our_pages: list[str], our_settings: Any
) -> None:
    files = [address if address.endswith(".html") else f"{address}index.html" for address in our_pages]
    word = our_settings.site_name.split()[-1]
    asked: set[str] = set()
    said: list[str] = []
    with opened(browser, viewport=PHONE) as page:
        page.context.on("request", lambda request: asked.add(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        for address in files:
            if root.startswith("file:") and address == "404.html":
                continue  # only a web server shows it
            page.goto(root + address)
            page.emulate_media(media="print", color_scheme="dark")
            page.pdf()
            page.emulate_media(media="screen", color_scheme="light")
        page.goto(f"{root}resources/index.html")
        if page.locator("[data-filter]").is_visible():
            page.fill("[data-filter] [type=search]", "qqqqqqqq")
            page.locator("[data-nothing]").wait_for()
        page.get_by_role("button", name="Menu", exact=True).click()
        page.keyboard.press("Escape")
        search(page, word)
        page.wait_for_selector(".search__count:not(:empty)")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/search/index.html?q={word}")
        page.wait_for_selector(".search__count:not(:empty)")
    assert {url for url in asked if not url.startswith((root, "data:"))} == set()
    assert said == []


SMALL = """() => [...document.querySelectorAll("a[href], button, input, select, summary")].filter((target) => {
  const { width, height } = target.getBoundingClientRect();
  const least = target.matches(".quick-exit, .file") ? 44 : 24;
  return target.checkVisibility({ visibilityProperty: true }) && getComputedStyle(target).display !== "inline"
    && Math.min(width, height) < least;
}).map((target) => target.outerHTML.slice(0, 120))"""
"""Targets that are hard to hit: those within a line of text may be as high as it is; leaving and paper want more room."""

WIDE = "document.documentElement.scrollWidth > innerWidth"
HIDDEN = "[...document.querySelectorAll('.urgent .urgent__number')].filter((number) => !number.checkVisibility()).length > 0"


def test_no_page_scrolls_sideways_hides_urgent_help_or_has_targets_that_are_hard_to_hit(
    browser: Browser, our_address: str, our_pages: list[str]
) -> None:
    faults: list[tuple[str, int, str]] = []
    with opened(browser) as page:
        for address in our_pages:
            page.goto(our_address + address)
            for width in (320, 640, 1280, 1920):
                page.set_viewport_size({"width": width, "height": 800})
                faults += [(address, width, "scrolls sideways")] if page.evaluate(WIDE) else []
                faults += [(address, width, "urgent help is hidden")] if page.evaluate(HIDDEN) else []
                faults += [(address, width, target) for target in page.evaluate(SMALL)]
    assert faults == []
