"""The core of the quick exit in Firefox: leave, referrer, title, shortcut; over http and from a file share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from elsewhere import EXIT, START
from exiting import PAGES
from firefox import SHIFT, Firefox, firefox, firefox_path

pytestmark = pytest.mark.slow  # needs Firefox


@pytest.fixture(scope="module")
def path() -> str:
    return firefox_path()


@pytest.fixture
def window(path: str, tmp_path: Path) -> Iterator[Firefox]:
    with firefox(path, tmp_path) as window:
        yield window


def read(window: Firefox, address: str) -> None:
    window.goto(START)
    for page in PAGES:
        window.goto(address + page)


def left(window: Firefox) -> None:
    window.until(lambda: window.address() == EXIT, "left")


@pytest.mark.parametrize("way", ["the button", "three Shifts"])
def test_firefox_leaves_in_place_of_the_page_and_tells_nothing(window: Firefox, address: str, way: str) -> None:
    read(window, address)
    entries = window.evaluate("history.length")
    if way == "the button":
        window.click(".quick-exit")
    else:
        window.press(SHIFT, SHIFT, SHIFT)
    left(window)
    assert window.asked == [(START, None), (EXIT, None)]
    assert window.evaluate("document.referrer") == ""
    assert window.evaluate("history.length") == entries
    window.until(lambda: window.evaluate("document.title") == "Elsewhere", "its title")


def test_in_firefox_back_shows_no_page_of_the_visit(window: Firefox, http_address: str) -> None:
    read(window, http_address)
    window.click(".quick-exit")
    left(window)
    for bounces in (1, 2):
        window.call("browsingContext.traverseHistory", context=window.window, delta=-1)
        window.until(lambda asked=1 + bounces: window.asked.count((EXIT, None)) == asked, "left again")  # type: ignore[misc]
        left(window)
    window.call("browsingContext.traverseHistory", context=window.window, delta=-1)
    window.until(lambda: window.address() == START, "back where the reader was before")


def test_in_firefox_the_page_is_gone_at_once(window: Firefox, address: str) -> None:
    window.goto(address + PAGES[2])
    seen = "document.querySelector('.quick-exit').click(); document.title + '|' + document.body.innerText.trim()"
    assert window.evaluate(seen) == "New tab|"
    left(window)
