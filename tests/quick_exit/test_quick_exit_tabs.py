"""The site's other open tabs, which leave with the first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from conftest import Built
from elsewhere import EXIT, Elsewhere
from exiting import FORGETTING, KEEPING, PAGES
from visiting import Visit, click, once_more_if_storage_is_lost, visit

NO_CHANNEL = "delete window.BroadcastChannel"
NO_STORAGE_EVENT = "addEventListener('storage', event => event.stopImmediatePropagation(), true)"


@pytest.mark.parametrize(
    ("lacks", "any_browser"),
    [("", KEEPING), (NO_CHANNEL, FORGETTING), pytest.param(NO_STORAGE_EVENT, KEEPING, marks=pytest.mark.slow)],
    ids=["both ways", "storage events alone", "the channel alone"],
    indirect=["any_browser"],
)
def test_the_other_tabs_leave_too_and_stay_left(any_browser: Browser, elsewhere: Elsewhere, address: str, lacks: str) -> None:
    def visits() -> None:
        with visit(any_browser, address) as visited:
            visited.context.add_init_script(lacks)
            visited.page.goto(address + PAGES[2])
            others: list[Page] = [visited.context.new_page() for _ in range(2)]
            for other in others:
                other.goto(address + PAGES[0])
                other.goto(address + PAGES[1])
            visited.share_storage_with(others)
            click(visited)
            visited.left()
            for other in others:
                visited.until(partial(gone, other), "left")
                cdp = visited.context.new_cdp_session(other)
                entries = [entry["url"] for entry in visited.history_of(cdp)["entries"]]
                assert entries[-1] == EXIT
                assert address + PAGES[1] not in entries
                cdp.send("Runtime.evaluate", {"expression": "setTimeout(() => history.back(), 0)"})
                back = partial(at, visited, cdp, len(entries) - 2)
                visited.until(back, "back")
                visited.until(partial(gone, other), "left again")

    once_more_if_storage_is_lost(visits)


def gone(page: Page) -> bool:
    """Tell whether a window has left."""
    return page.url == EXIT


def at(visited: Visit, cdp: CDPSession, place: int) -> bool:
    """Tell whether a window shows an entry of its history."""
    return bool(visited.history_of(cdp)["currentIndex"] == place)


@pytest.fixture
def neighbours(quiet_site: Built, exit_site: Built, tmp_path: Path) -> Path:
    """A folder of three sites; the tabs of the first say nothing to each other."""
    for name, site in (("quiet", quiet_site), ("first", exit_site), ("second", exit_site)):
        copytree(site.folder, tmp_path / name)
    return tmp_path


def test_other_tabs_stay_when_the_setting_is_off_and_so_does_another_site_on_the_same_host(
    forgetting_browser: Browser, elsewhere: Elsewhere, neighbours: Path, address_of: Callable[[Path], str]
) -> None:
    root = address_of(neighbours)
    for left, stays in (("quiet", "quiet"), ("first", "second")):
        elsewhere.forget()
        with visit(forgetting_browser, f"{root}{left}/") as visited:
            other = visited.context.new_page()
            other.goto(f"{root}{stays}/{PAGES[1]}")
            visited.page.goto(f"{root}{left}/{PAGES[2]}")
            click(visited)
            visited.left()
            other.evaluate("new Promise(done => setTimeout(done))")  # what was said before has been heard
            assert other.locator("h1").is_visible()
            assert len(elsewhere.asked) == 1
