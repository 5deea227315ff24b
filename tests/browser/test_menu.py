"""The menu of narrow windows in a real Chromium: one key opens it, one closes it, and it never hides the way out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

import sample
from browsing import opened
from conftest import Built, SiteMaker

PHONE = {"width": 320, "height": 480}
FOCUSED = "document.activeElement.textContent"


@pytest.fixture
def site(make_site: SiteMaker) -> Built:
    return make_site(
        {
            "docs/index.md": "# Home\n\nWords.\n",
            "docs/about.md": "# About\n\nWho we are.\n",
            "docs/a.md": "# Advice\n\nWords.\n",
            "briefings/a.md": sample.briefing(title="Before birth"),
        }
    )


def open_menu(page: Page, built: Built) -> None:
    page.goto((built.folder / "briefings/a/index.html").as_uri())
    page.get_by_role("button", name="Menu", exact=True).focus()
    page.keyboard.press("Enter")
    page.locator("#site-menu").wait_for()


@pytest.mark.parametrize("javascript", [True, False])
def test_enter_opens_the_menu_and_escape_gives_the_focus_back(browser: Browser, site: Built, javascript: bool) -> None:
    with opened(browser, viewport=PHONE, java_script_enabled=javascript) as page:
        page.goto((site.folder / "briefings/a/index.html").as_uri())
        assert not page.get_by_role("link", name="About").is_visible()
        open_menu(page, site)
        assert page.locator("#site-menu a").all_inner_texts() == ["Home", "About", "Advice", "Briefings"]
        assert page.evaluate(FOCUSED) == "Close the menu"
        page.keyboard.press("Escape")
        page.locator("#site-menu").wait_for(state="hidden")
        assert page.evaluate(FOCUSED) == "Menu"
        open_menu(page, site)
        page.keyboard.press("Enter")
        page.locator("#site-menu").wait_for(state="hidden")
        assert page.evaluate(FOCUSED) == "Menu"


def test_a_link_of_the_menu_is_reached_by_keys(browser: Browser, site: Built) -> None:
    with opened(browser, viewport=PHONE) as page:
        open_menu(page, site)
        for _ in range(2):
            page.keyboard.press("Tab")
        assert page.evaluate(FOCUSED) == "About"
        page.keyboard.press("Enter")
        page.wait_for_url("**/about/index.html")


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_no_stop_is_behind_the_menu(browser: Browser, site: Built, key: str, javascript: bool) -> None:
    seen = """() => {
      const stop = document.activeElement, box = stop.getBoundingClientRect();
      const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      return stop === document.body || stop.contains(top) || stop.outerHTML;
    }"""
    with opened(browser, viewport=PHONE, java_script_enabled=javascript, reduced_motion="reduce") as page:
        open_menu(page, site)
        stops = []
        for _ in range(12):
            page.keyboard.press(key)
            stops.append(page.evaluate(FOCUSED).strip())
            # without JavaScript the button that opened the menu stays behind it
            assert page.evaluate(seen) is True or (not javascript and stops == ["Menu"])
        assert "999" in stops if key == "Tab" else stops[:2] == ["Menu", "Testshire briefings"]
        page.locator("#site-menu").wait_for(state="hidden")


def test_the_way_out_is_never_behind_the_menu_and_works_at_once(browser: Browser, make_site: SiteMaker) -> None:
    many = {f"docs/page-{number}.md": f"# Page {number}\n\nWords.\n" for number in range(20)}
    built = make_site({"docs/index.md": "# Home\n\nWords.\n", "briefings/a.md": sample.briefing(), **many})
    with opened(browser, viewport=PHONE) as page:
        open_menu(page, built)
        menu, way_out = page.locator("#site-menu").bounding_box(), page.locator(".quick-exit-box").bounding_box()
        assert menu
        assert way_out
        assert menu["y"] + menu["height"] <= way_out["y"] + 1
        page.locator("#site-menu a").last.focus()
        last = page.locator("#site-menu a").last.bounding_box()
        assert last
        assert last["y"] + last["height"] <= way_out["y"] + 1, "what has the focus is in view"
        with page.expect_request("https://www.bbc.co.uk/weather"):
            page.locator(".quick-exit").click(no_wait_after=True)


def test_where_there_is_room_the_links_stand_there(browser: Browser, site: Built) -> None:
    with opened(browser, viewport={"width": 1280, "height": 800}) as page:
        page.goto((site.folder / "briefings/a/index.html").as_uri())
        assert page.get_by_role("navigation", name="Main").get_by_role("link").all_inner_texts() == [
            "Home",
            "About",
            "Advice",
            "Briefings",
        ]
        assert page.get_by_role("button", name="Menu").count() == 0
        links = [link.bounding_box() for link in page.locator("#site-menu a").all()]
        assert len({round(box["y"]) for box in links if box}) == 1, "in one row"
        name = page.locator(".site-name").bounding_box()
        assert name
        assert links[0]
        assert links[0]["x"] - name["x"] - name["width"] <= 16, "and nothing unseen stands before them"
