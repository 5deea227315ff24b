"""The Back button after an exit, in a browser that keeps pages for it and in one that does not; and before any exit."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browsing import violations
from conftest import Built
from elsewhere import EXIT, SECOND, START, Elsewhere
from exiting import FORGETTING, KEEPING, ONE_PAIR, PAGES, build
from visiting import Visit, click, once_more_if_storage_is_lost, shift, visit

BLOCKED = """for (const name of ["sessionStorage"]) {
  Object.defineProperty(window, name, { get() { throw new DOMException("blocked", "SecurityError"); } });
}"""


@pytest.fixture(scope="module")
def unguarded_site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("unguarded"), "bounce: false, retry_seconds: 60")


@pytest.fixture
def unguarded_address(unguarded_site: Built, address_of: Callable[[Path], str]) -> str:
    """The address of a site whose pages stay when the Back button reaches them after an exit."""
    return address_of(unguarded_site.folder)


def at(visited: Visit, place: int) -> bool:
    """Tell whether an entry of the history is shown."""
    return visited.place() == place


def backs_to_the_start(visited: Visit) -> int:
    """Go back until the reader is where they were before the visit; each step before that ends at the exit site."""
    for count in range(1, 12):
        place = visited.place()
        visited.ask("setTimeout(() => history.back(), 0)")
        visited.until(partial(at, visited, place - 1), "gone back")
        visited.unless_lost(lambda: visited.entries()[-1] in (EXIT, START), "left again")
        if visited.entries()[-1] == START:
            return count
        visited.left()
    raise AssertionError(visited.entries())


@pytest.mark.parametrize("pages", [PAGES, ["index.html", "about/index.html", "about/index.html#where", PAGES[2]]], ids=len)
def test_after_an_exit_back_shows_no_page_of_the_visit(
    any_browser: Browser, elsewhere: Elsewhere, address: str, pages: list[str]
) -> None:
    def visits() -> None:
        with visit(any_browser, address) as visited:
            visited.read(address, pages)
            visited.leave_now()
            visited.left()
            assert backs_to_the_start(visited) <= len(pages)
            assert visited.painted() == []
            assert {asked.referer for asked in elsewhere.asked} == {None}

    once_more_if_storage_is_lost(visits)


FORGETFUL = """if (location.protocol === "file:" && performance.getEntriesByType("navigation")[0].type === "back_forward") {
  sessionStorage.clear();
}"""
"""Does what Chromium does now and then on a busy machine, with files alone: it loses what a tab kept."""


@pytest.mark.parametrize("any_browser", [FORGETTING, pytest.param(KEEPING, marks=pytest.mark.slow)], indirect=True)
def test_of_files_the_exit_is_remembered_though_the_browser_loses_what_the_tab_kept(
    any_browser: Browser, elsewhere: Elsewhere, exit_site: Built
) -> None:
    address = exit_site.folder.as_uri() + "/"

    def visits() -> None:
        with visit(any_browser, address) as visited:
            visited.page.add_init_script(FORGETFUL)
            visited.read(address, PAGES)
            visited.leave_now()
            visited.left()
            assert backs_to_the_start(visited) <= len(PAGES)
            assert visited.painted() == []
            visited.until(lambda: visited.page.url == START, "back at the start")
            for page in (PAGES[1], PAGES[0]):  # opened on purpose
                visited.page.goto(address + page)
            visited.go(-1)
            assert visited.page.locator("h1").is_visible()

    once_more_if_storage_is_lost(visits)


def test_what_all_tabs_share_remembers_no_exit_but_of_files_whose_tabs_leave_together(
    forgetting_browser: Browser, elsewhere: Elsewhere, exit_site: Built, quiet_site: Built, serve: Callable[[Path], str]
) -> None:
    files, served, quiet = (exit_site.folder.as_uri() + "/", serve(exit_site.folder), quiet_site.folder.as_uri() + "/")
    for address, kept in ((files, ["quick-exit"]), (served, []), (quiet, [])):
        with visit(forgetting_browser, address) as visited:
            visited.page.goto(address + PAGES[0])
            click(visited)
            visited.left()
            visited.until(partial(keeps, visited, kept), f"{kept} kept")


def keeps(visited: Visit, keys: list[str]) -> bool:
    """Tell whether all tabs share some keys, and no other but those of the test."""
    kept = visited.desk.evaluate("Object.keys(localStorage).filter(key => key !== 'noted' && key !== 'now')")
    return bool(kept == keys)


def test_a_neighbour_on_the_host_may_keep_something_by_the_name_of_the_mark(
    forgetting_browser: Browser, elsewhere: Elsewhere, http_address: str
) -> None:
    with visit(forgetting_browser, http_address) as visited:
        visited.desk.evaluate("localStorage['quick-exit'] = 'of a neighbour'")
        visited.read(http_address, PAGES)
        visited.go(-1)
        assert visited.page.locator("h1").is_visible()
        assert visited.desk.evaluate("localStorage['quick-exit']") == "of a neighbour"


def test_a_page_that_the_browser_kept_is_hidden_before_any_script_runs(
    keeping_browser: Browser, elsewhere: Elsewhere, http_address: str
) -> None:
    with visit(keeping_browser, http_address) as visited:
        visited.read(http_address, PAGES)
        visited.leave_now()
        visited.left()
        backs_to_the_start(visited)
        kept = [note for note in visited.noted() if note["at"] == "pageshow" and note["kept"]]
        assert kept
        assert not [note for note in kept if note["shown"]]


@ONE_PAIR
def test_the_bounce_has_the_neutral_title_and_asks_again_when_it_is_stopped(
    any_browser: Browser, elsewhere: Elsewhere, address: str
) -> None:
    def visits() -> None:
        elsewhere.forget()
        with visit(any_browser, address) as visited:
            visited.read(address, PAGES)
            visited.leave_now()
            visited.left()
            elsewhere.answers = {"www.bbc.co.uk": "held", "www.gov.uk": "held"}
            visited.ask("setTimeout(() => history.back(), 0)")
            visited.unless_lost(lambda: len(elsewhere.asked) >= 3, "asked")
            visited.until(lambda: visited.now()["title"] == "New tab", "disguised")
            assert visited.now()["icon"] in (None, "data:,")  # none while nothing more of the page has been read
            for _ in range(2):
                asked = len(elsewhere.asked)  # more on a busy machine, where a second has gone by
                visited.stop()
                visited.until(lambda asked=asked: len(elsewhere.asked) > asked, "asked again")  # type: ignore[misc]
            assert SECOND in [found.url for found in elsewhere.asked]
            elsewhere.answers = {}
            elsewhere.release()
            visited.until(lambda: visited.entries()[-1] in (EXIT, SECOND), "left")
            assert visited.painted() == []

    once_more_if_storage_is_lost(visits)


@ONE_PAIR
def test_a_page_that_is_opened_on_purpose_is_shown_and_ends_the_exit(
    any_browser: Browser, elsewhere: Elsewhere, address: str
) -> None:
    with visit(any_browser, address) as visited:
        visited.read(address, PAGES)
        click(visited)
        visited.left()
        visited.page.goto(address + PAGES[1])
        assert visited.page.locator("h1").is_visible()
        visited.page.reload()
        assert visited.page.locator("h1").is_visible()
        visited.page.goto(address + PAGES[0])
        visited.go(-1)
        assert visited.page.locator("h1").is_visible()


def test_before_an_exit_back_is_as_everywhere(any_browser: Browser, elsewhere: Elsewhere, address: str) -> None:
    with visit(any_browser, address) as visited:
        visited.read(address, PAGES)
        for way in (-1, -1, 1):
            visited.go(way)
            assert visited.page.locator("h1").is_visible()
        assert elsewhere.asked[1:] == []
        click(visited)
        visited.left()


@ONE_PAIR
def test_the_exit_of_one_tab_leaves_the_history_of_another_alone(
    any_browser: Browser, elsewhere: Elsewhere, quiet_site: Built, address_of: Callable[[Path], str]
) -> None:
    address = address_of(quiet_site.folder)
    with visit(any_browser, address) as visited:
        visited.read(address, PAGES)
        second = visited.context.new_page()
        second.goto(address + PAGES[2])
        second.click(".quick-exit")
        second.wait_for_url(EXIT)
        second.close()
        visited.page.bring_to_front()
        visited.go(-1)
        assert visited.page.locator("h1").is_visible()


@ONE_PAIR
def test_with_the_bounce_off_only_the_page_that_was_left_is_out_of_reach(
    any_browser: Browser, elsewhere: Elsewhere, unguarded_address: str
) -> None:
    with visit(any_browser, unguarded_address) as visited:
        visited.read(unguarded_address, PAGES)
        click(visited)
        visited.left()
        assert unguarded_address + PAGES[2] not in visited.entries()
        visited.go(-1)
        assert visited.page.url == unguarded_address + PAGES[1]
        assert visited.page.locator("h1").is_visible()


@ONE_PAIR
def test_with_the_storage_blocked_the_exit_works_and_back_shows_a_page_that_works(
    any_browser: Browser, elsewhere: Elsewhere, address: str
) -> None:
    with visit(any_browser, address) as visited:
        visited.page.add_init_script(BLOCKED)
        visited.read(address, PAGES)
        shift(visited)
        visited.left()
        visited.go(-1)
        assert visited.page.locator("h1").is_visible()
        shift(visited)
        visited.left()


@pytest.mark.parametrize("width", [320, pytest.param(1280, marks=pytest.mark.slow)])
def test_a_page_that_is_left_and_comes_back_is_as_it_was(
    keeping_browser: Browser, elsewhere: Elsewhere, unguarded_site: Built, serve: Callable[[Path], str], width: int
) -> None:
    unguarded_address = serve(unguarded_site.folder)
    elsewhere.answers["www.bbc.co.uk"] = "held"
    with visit(keeping_browser, unguarded_address, viewport={"width": width, "height": 700}) as visited:
        visited.read(unguarded_address, PAGES[1:])
        title, icon = visited.ask("[document.title, document.querySelector('link[rel~=icon]').href]")
        visited.page.evaluate("addEventListener('storage', event => event.key === 'back' && history.back())")
        shift(visited)
        visited.until(lambda: visited.now()["text"] == "Loading", "left")
        visited.desk.evaluate("localStorage.back = 1")
        visited.until(lambda: visited.entries()[-1] == unguarded_address + PAGES[1], "gone back")
        visited.go(1)
        assert visited.page.url == unguarded_address + PAGES[2]
        assert [note["kept"] for note in visited.noted() if note["at"] == "pageshow"][-1]
        visited.until(lambda: [visited.now()["title"], visited.now()["icon"]] == [title, icon], "as it was")
        assert visited.page.locator("h1").is_visible()
        assert visited.page.get_attribute(".quick-exit-box", "data-taps") == "0"
        assert visited.page.inner_text(".quick-exit__status") == ""
        assert visited.page.evaluate("getComputedStyle(document.documentElement).backgroundColor") != "rgb(255, 255, 255)"
        assert violations(visited.page) == []
        elsewhere.answers.clear()
        shift(visited)
        visited.left()
