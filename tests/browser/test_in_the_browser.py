"""What readers meet in a real Chromium: no JavaScript, file shares, search, keyboard, zoom, forced colours, paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

import sample
from browsing import opened, search
from conftest import Built, SiteMaker, build_site, write_site

BRIEFING = "briefings/before-birth/"
PANELS = """
## Background

Think of the womb as a home.[^1] Learn about [safer sleep](safer-sleep.md).

## What can go wrong

- Smoking, and other (drugs). The meeting was at the (ICB), in town.
- A miscarriage.

| Sign | What it can mean |
| --- | --- |
| No scan | Worry, or a move |

## What to notice

> A mother said: nobody asked.

!!! danger "Call at once"

    If a baby is in danger now, call 999.

## What to ask

1. Who helps you?
2. Who worries you?

## What to do

Write it down.

## Who can help

Midwife
:   Before the birth, and ten days after it.

## Resources

- [About this site](../docs/about.md): who runs it.
- The Myth of Invisible Men: your safeguarding lead has a copy.

*[ICB]: Integrated Care Board

[^1]: An idea of Jane Wiffin.
"""
SITE = {
    "briefings/before-birth.md": sample.briefing(
        PANELS,
        title="Before birth",
        summary="No zebra here.",
        number="1",
        topics="[babies]",
        review_due="2026-02",
        updated="2026-01-31",
    ),
    "briefings/safer-sleep.md": sample.briefing(title="Safer sleep", number="2", topics="[babies]"),
    "docs/index.md": "# Learn one thing\n\nRead [about this site](about.md) and [before birth](../briefings/before-birth.md).\n",
    "docs/about.md": "# About\n\n## Who\n\nWe.\n\n## Why\n\nTo learn.\n\n## How\n\nBy reading.\n",
    "docs/topics/babies.md": "---\ntopic: babies\ntitle: Babies\nsummary: From the start.\n---\n# Babies\n\nThey cannot tell.\n",
}
"""A small site with something of everything that a page can show."""


@pytest.fixture(scope="module")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("small")
    settings = sample.SETTINGS + "  edit_page: https://code.example.org/edit/{path}\n"
    built = build_site(write_site(folder / "source", dict(SITE), settings), folder / "site")
    assert built.messages == []
    return built


@pytest.fixture(scope="module")
def small_address(small_site: Built, serve: Callable[[Path], str]) -> str:
    return serve(small_site.folder)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_is_seven_to_one(browser: Browser, small_address: str, scheme: Literal["light", "dark"]) -> None:
    with opened(browser, viewport={"width": 1280, "height": 800}, color_scheme=scheme) as page:
        for address in (BRIEFING, "", "topics/babies/"):
            page.goto(small_address + address)
            result = Axe().run(page, options={"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}})
            assert result.response["violations"] == [], address


def test_neighbours_of_one_length_share_a_row(browser: Browser, small_address: str) -> None:
    with opened(browser, viewport={"width": 1280, "height": 800}) as page:
        page.goto(small_address + "briefings/safer-sleep/")
        boxes: list[Any] = [panel.bounding_box() for panel in page.locator(".panel").all()]
        assert [round(box["y"]) for box in boxes[0:6:2]] == [round(box["y"]) for box in boxes[1:6:2]]
        assert all(box["width"] > 300 for box in boxes)
        assert boxes[6]["width"] > 900


def test_text_spacing_clips_nothing(browser: Browser, small_address: str) -> None:
    spacing = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"
    with opened(browser, viewport={"width": 320, "height": 800}, bypass_csp=True) as page:  # the reader's own style
        page.goto(small_address + BRIEFING)
        page.add_style_tag(content=spacing)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        clipped = page.evaluate(
            "[...document.querySelectorAll('.page *, .site-header *, .urgent *')].filter(e => e.scrollWidth > e.clientWidth + 1"
            " && getComputedStyle(e).overflowX === 'hidden' && !e.closest('.visually-hidden, .search__label')).length"
        )
        assert clipped == 0


def test_the_header_that_stays_covers_no_stop_when_text_is_set_apart(browser: Browser, make_site: SiteMaker) -> None:
    spacing = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"
    built = make_site({}, sample.SETTINGS.replace("Testshire briefings", "Testshire and Sampleham 7-minute briefings"))
    with opened(browser, viewport={"width": 1280, "height": 800}, bypass_csp=True) as page:  # the reader's own style
        page.goto((built.folder / "index.html").as_uri())
        page.add_style_tag(content=spacing)
        assert page.locator(".site-header").evaluate("e => getComputedStyle(e).position") == "sticky"
        header = page.locator(".site-header").bounding_box()
        assert header
        assert header["height"] <= page.evaluate("parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop)")


def test_a_briefing_reads_in_full_without_javascript(browser: Browser, small_address: str) -> None:
    with opened(browser, java_script_enabled=False) as page:
        page.goto(small_address + BRIEFING)
        assert page.locator(".panel").count() == 7
        for number in range(1, 8):
            panel = page.locator(f".panel:has(#panel-{number})")
            assert panel.is_visible()
            assert panel.locator("h2").inner_text().split()[0] == str(number)
        assert page.locator(".quick-exit").is_visible()
        assert page.locator(".urgent").is_visible()
        assert not page.locator(".search").is_visible()  # it could find nothing
        page.click(".series a")
        assert page.url == small_address + "briefings/safer-sleep/index.html"


@pytest.mark.parametrize("javascript", [True, False])
def test_links_work_from_a_file_share(browser: Browser, small_site: Built, javascript: bool) -> None:
    with opened(browser, java_script_enabled=javascript) as page:
        page.goto((small_site.folder / "index.html").as_uri())
        page.click("main >> text=about this site")
        assert page.inner_text("h1") == "About"
        page.click(".site-nav >> text=Briefings")
        page.click("main .topic >> nth=0")
        page.click("main >> text=Before birth")
        page.click(".panel >> text=safer sleep")
        page.click(".series >> text=Before birth")
        page.click(".briefing__contents >> text=Resources")
        assert page.url == (small_site.folder / BRIEFING / "index.html").as_uri() + "#panel-7"
        page.click(".site-name")
        assert page.url == (small_site.folder / "index.html").as_uri()


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


def test_forced_colours_keep_the_edges(browser: Browser, small_address: str) -> None:
    with opened(browser, forced_colors="active") as page:
        page.goto(small_address + BRIEFING)
        for selector in (".panel__number", ".tag", ".quick-exit", ".briefing__series"):
            style = page.locator(selector).first.evaluate(
                "e => [getComputedStyle(e).borderTopWidth, getComputedStyle(e).borderTopColor]"
            )
            assert float(style[0].removesuffix("px")) >= 1, selector
            assert style[1] != page.locator(selector).first.evaluate("e => getComputedStyle(e).backgroundColor"), selector


def test_the_words_in_the_field_of_the_search_are_whole(browser: Browser, small_address: str) -> None:
    room = """() => {
      const field = document.querySelector("#search-query"), style = getComputedStyle(field);
      const pen = document.createElement("canvas").getContext("2d");
      pen.font = style.font;
      return field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)
        - pen.measureText(field.placeholder).width;
    }"""
    with opened(browser) as page:
        page.goto(small_address + BRIEFING)
        page.evaluate("document.fonts.ready")
        for width in (320, 480, 768, 960, 1000, 1200, 1240, 1280, 1440, 1920):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(room) >= 0, width


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 1280])
def test_every_stop_of_the_tab_key_is_in_view(browser: Browser, small_address: str, width: int) -> None:
    stop = """() => {
      const element = document.activeElement;
      if (element === document.body) return null;
      window.lastStop = element;
      const box = element.getBoundingClientRect(), style = getComputedStyle(element), line = element.getClientRects()[0];
      const top = document.elementFromPoint(line.x + Math.min(line.width, 20) / 2, line.y + line.height / 2);
      return {
        element: element.outerHTML.slice(0, 90),
        named: !!(element.getAttribute('aria-label') || element.textContent.trim() || element.labels?.[0]?.textContent.trim()
          || document.getElementById(element.getAttribute('aria-labelledby'))),
        inView: box.width > 0 && box.top >= 0 && box.bottom <= innerHeight + 1 && box.left >= 0 && box.right <= innerWidth + 1,
        uncovered: element === top || element.contains(top),
        outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
      };
    }"""
    with opened(browser, viewport={"width": width, "height": 800}, reduced_motion="reduce") as page:
        for address in (BRIEFING, "", "briefings/", "topics/babies/", "resources/", "search/?q=sleep", "404.html"):
            page.goto(small_address + address)
            page.wait_for_load_state("networkidle")
            for key in ("Tab", "Shift+Tab"):
                stops = 0
                if key == "Shift+Tab":  # from the last stop: where the focus is after it is the browser's own affair
                    page.evaluate("lastStop.focus()")
                while stops < 200:
                    page.keyboard.press(key)
                    seen = page.evaluate(stop)
                    if seen is None:
                        break
                    stops += 1
                    assert seen["inView"], (address, key, seen)
                    assert seen["uncovered"], (address, key, seen)
                    assert seen["outlined"], (address, key, seen)
                    assert seen["named"], (address, key, seen)
                assert stops >= 10, (address, key)


def test_the_skip_link_leads_to_the_page(browser: Browser, small_address: str) -> None:
    with opened(browser) as page:
        for address in (BRIEFING, "404.html", "about/"):
            page.goto(small_address + address)
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
            page.keyboard.press("Enter")
            assert page.evaluate("document.activeElement.id") == "main-content"


def test_a_wide_table_fits_on_paper(browser: Browser, make_site: SiteMaker, serve: Callable[[Path], str]) -> None:
    row = "| What | Who to tell | When | Where | Which form | 01632 960001 |"
    table = f"{row}\n| --- | --- | --- | --- | --- | --- |\n{row}\n"
    body = "".join(f"\n## Panel {letter}\n\n{table if letter == 'C' else 'Words.'}\n" for letter in "ABCDEFG")
    built = make_site({"briefings/a.md": sample.briefing(body)})
    with opened(browser, viewport={"width": 718, "height": 1000}) as page:  # the width of A4 between its margins
        page.goto(serve(built.folder) + "briefings/a/")
        page.emulate_media(media="print")
        panel = page.locator(".panel:has(table)").bounding_box()
        cell = page.locator("td").last.bounding_box()
        assert panel
        assert cell
        assert cell["x"] + cell["width"] <= panel["x"] + panel["width"]


def test_long_words_in_headings_widen_nothing(browser: Browser, make_site: SiteMaker, serve: Callable[[Path], str]) -> None:
    long = "Multidisciplinary/interprofessional/www.northborough-safeguarding.gov.uk"
    headings = [long, *sample.HEADINGS[1:]]
    built = make_site({"briefings/a.md": sample.briefing(sample.panels(*headings), title=f"About {long}")})
    for width in (320, 1280):
        with opened(browser, viewport={"width": width, "height": 800}) as page:
            for address in ("briefings/a/", "briefings/", ""):
                page.goto(serve(built.folder) + address)
                assert page.evaluate("document.documentElement.scrollWidth") <= width, address
                outside = (
                    "[...document.querySelectorAll('.panel *, .card *')].filter(e => e.scrollWidth > e.clientWidth + 1).length"
                )
                assert page.evaluate(outside.replace("e => ", "e => getComputedStyle(e).display !== 'inline' && ")) == 0


def test_the_dark_scheme_has_colours_of_its_own(browser: Browser, small_address: str) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    found = []
    for scheme in ("light", "dark"):
        with opened(browser, color_scheme=scheme) as page:
            page.goto(small_address + BRIEFING)
            found.append(page.evaluate(ground))
    assert found[0] != found[1]


def test_the_current_page_is_marked_in_forced_colours_and_so_is_its_focus(browser: Browser, small_address: str) -> None:
    edge = "e => getComputedStyle(e).borderBlockEndColor"
    with opened(browser, viewport={"width": 1280, "height": 800}, forced_colors="active") as page:
        page.goto(small_address + "briefings/")
        ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        links = page.locator("#site-menu a").all()
        assert [link.evaluate(edge) != ground for link in links] == [bool(link.get_attribute("aria-current")) for link in links]
        assert len(links) > 1
        widths = [
            link.evaluate("e => [parseFloat(getComputedStyle(e).borderTopWidth), e.ariaCurrent]")
            for link in page.locator(".orders a").all()
        ]
        assert [width > 1 for width, _ in widths] == [current == "page" for _, current in widths]
        for link in page.locator("#site-menu [aria-current], .orders [aria-current]").all():
            before = link.evaluate("e => getComputedStyle(e).outlineStyle")
            page.keyboard.press("Tab")  # so that the browser shows what has the focus
            link.focus()
            assert (before, link.evaluate("e => getComputedStyle(e).outlineStyle")) == ("none", "solid")


def test_panels_of_unlike_length_get_unlike_widths(browser: Browser, small_address: str) -> None:
    with opened(browser, viewport={"width": 1280, "height": 800}) as page:
        page.goto(small_address + BRIEFING)
        widths = [box["width"] for box in (panel.bounding_box() for panel in page.locator(".panel").all()) if box]
        assert abs(widths[0] - widths[1]) > 50


def test_a_printed_briefing_has_everything_but_the_sites_own_parts(browser: Browser, small_address: str) -> None:
    with opened(browser) as page:
        page.goto(small_address + BRIEFING)
        page.emulate_media(media="print")
        assert "briefings.example.org/briefings/before-birth" in page.inner_text(".sheet-foot")
        for selector in (".panel:has(#panel-7)", ".questions", ".sheet-facts", ".sheet-foot .sheet-help", ".sheet-qr"):
            assert page.locator(selector).is_visible(), selector
        for selector in (".site-header", ".quick-exit", ".search", ".briefing__contents", ".series", ".site-footer", ".urgent"):
            assert not page.locator(selector).is_visible(), selector
