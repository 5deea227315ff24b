"""Icons are drawn in the page or its style sheet, never fetched; words stand beside each, and it has their colour."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import sample
from browsing import opened
from conftest import ROOT, Built, SiteMaker
from sevenminute.pages.icons import ICONS

OVERRIDES = ROOT / "overrides"
STYLES = "assets/stylesheets/site.css"
SOURCES = "".join(file.read_text(encoding="utf-8") for file in (OVERRIDES / "styles").rglob("*.css"))
CALLOUTS = """# Callouts

!!! danger "Call at once"

    Now.

!!! note "Good to know"

    Ask [another site](https://www.example.org/a), or [this one](index.md).
"""


def test_each_icon_is_used_and_each_that_is_used_is_there() -> None:
    templates = "\n".join(file.read_text(encoding="utf-8") for file in OVERRIDES.rglob("*.html"))
    used = {*re.findall(r'icon\("(\w+)"\)', templates), *re.findall(r"icon:(\w+)", SOURCES)}
    assert used == set(ICONS)


def test_screen_readers_pass_over_icons_and_read_the_words_beside_them(our_site: Built) -> None:
    for file in our_site.folder.rglob("*.html"):
        for icon in our_site.html(file.relative_to(our_site.folder).as_posix()).select("svg.icon"):
            assert icon["aria-hidden"] == "true"
            assert icon.parent is not None
            assert icon.parent.get_text(strip=True), file
            assert [part.name for part in icon.find_all(True)] == ["path"]


def test_the_style_sheet_holds_its_icons_itself(our_site: Built) -> None:
    css = (our_site.folder / STYLES).read_text(encoding="utf-8")
    assert 'url("icon:' not in css
    assert css.count('url("data:image/svg+xml,') == SOURCES.count('url("icon:')
    assert not [file for file in our_site.folder.rglob("*.svg") if file.name not in ("favicon.svg", "emblem.svg")]


@pytest.mark.parametrize("colours", [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_icons_have_the_colour_of_their_words_whatever_the_reader_chose(
    browser: Browser, our_site: Built, colours: dict[str, str]
) -> None:
    with opened(browser, viewport={"width": 1280, "height": 900}, **colours) as page:
        for address in ("index.html", "resources/index.html", "briefings/safeguarding-unborn-babies/index.html"):
            page.goto((our_site.folder / address).as_uri())  # a file share: nothing has a web server
            others = page.evaluate(
                """() => [...document.querySelectorAll(".icon")]
                    .filter((icon) => getComputedStyle(icon).fill !== getComputedStyle(icon.parentElement).color)
                    .map((icon) => icon.parentElement.textContent)"""
            )
            assert others == []
            assert page.locator(".icon").count() > 5


@pytest.mark.parametrize("forced", ["none", "active"])
def test_callouts_and_links_that_leave_the_site_show_theirs(
    browser: Browser, make_site: SiteMaker, serve: Callable[[Path], str], forced: str
) -> None:
    built = make_site({"briefings/a.md": sample.briefing(), "docs/callouts.md": CALLOUTS})
    assert built.messages == []
    drawn = """(selector) => {
        const style = getComputedStyle(document.querySelector(selector[0]), selector[1]);
        return [style.maskImage.slice(0, 24), style.backgroundColor];
    }"""
    with opened(browser, forced_colors=forced) as page:
        page.goto(f"{serve(built.folder)}callouts/")
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        seen = [
            page.evaluate(drawn, [selector, pseudo])
            for selector, pseudo in (
                (".danger .admonition-title", "::before"),
                (".note .admonition-title", "::before"),
                (".note a[href^=https]", "::after"),
            )
        ]
        for mask, colour in seen:
            assert mask.startswith('url("data:image/svg+xml')
            assert colour not in (ground, "rgba(0, 0, 0, 0)")
        assert page.evaluate("getComputedStyle(document.querySelector('.note a:not([rel])'), '::after').content") == "none"
        assert "noreferrer" not in (page.locator(".note a").last.get_attribute("rel") or "")


def test_the_paper_of_a_briefing_has_none(browser: Browser, our_site: Built) -> None:
    with opened(browser) as page:
        page.goto((our_site.folder / "briefings/safeguarding-unborn-babies/index.html").as_uri())
        page.emulate_media(media="print")
        assert page.evaluate("[...document.querySelectorAll('.icon')].filter(icon => icon.getClientRects().length).length") == 0
