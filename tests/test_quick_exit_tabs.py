"""The site's other open tabs, which leave with the first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from exiting import EXIT, PAGES, Elsewhere, build, click, visit


@pytest.mark.parametrize("channels", [True, False])
def test_the_other_tabs_leave_too_and_stay_left(
    forgetting_browser: Browser, elsewhere: Elsewhere, address: str, channels: bool
) -> None:
    with visit(forgetting_browser, address) as visited:
        if not channels:
            visited.context.add_init_script("delete window.BroadcastChannel")
        visited.page.goto(address + PAGES[2])
        others: list[Page] = [visited.context.new_page() for _ in range(2)]
        for other in others:
            other.goto(address + PAGES[0])
            other.goto(address + PAGES[1])
        click(visited)
        visited.left()
        for other in others:
            visited.until(partial(gone, other), "left")
            cdp = visited.context.new_cdp_session(other)
            entries = [entry["url"] for entry in cdp.send("Page.getNavigationHistory")["entries"]]
            assert entries[-1] == EXIT
            assert address + PAGES[1] not in entries
            cdp.send("Runtime.evaluate", {"expression": "setTimeout(() => history.back(), 0)"})
            place = len(entries) - 2
            back = partial(at, cdp, place)
            visited.until(back, "back")
            visited.until(partial(gone, other), "left again")


def gone(page: Page) -> bool:
    """Tell whether a window has left."""
    return page.url == EXIT


def at(cdp: CDPSession, place: int) -> bool:
    """Tell whether a window shows an entry of its history."""
    return bool(cdp.send("Page.getNavigationHistory")["currentIndex"] == place)


def test_other_tabs_stay_when_the_setting_is_off_and_so_does_another_site_on_the_same_host(
    forgetting_browser: Browser, elsewhere: Elsewhere, tmp_path: Path, serve: Callable[[Path], str]
) -> None:
    quiet, first, second = (build(tmp_path / name, more).folder for name, more in SITES)
    root = serve(tmp_path)
    for left, stays in ((quiet, quiet), (first, second)):
        elsewhere.forget()
        address = root + left.relative_to(tmp_path).as_posix() + "/"
        with visit(forgetting_browser, address) as visited:
            other = visited.context.new_page()
            other.goto(root + stays.relative_to(tmp_path).as_posix() + "/" + PAGES[1])
            visited.page.goto(address + PAGES[2])
            click(visited)
            visited.left()
            other.evaluate("new Promise(done => setTimeout(done))")  # what was said before has been heard
            assert other.locator("h1").is_visible()
            assert len(elsewhere.asked) == 1


SITES = (("quiet", "other_tabs: false"), ("first", "clear_storage: true"), ("second", "clear_storage: true"))
