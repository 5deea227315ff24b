"""Reading, searching, filtering and leaving in WebKitGTK, over http and from a file share."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import WebKitGTK
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from elsewhere import EXIT, START, Asked, Elsewhere
from exiting import PAGES
from reading import FONT, seen
from webkit import TIMEOUT, Tunnel, webkit

pytestmark = pytest.mark.slow  # needs WebKitGTK


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebKitGTK]:
    """The window of a reader who stays."""
    with webkit(tmp_path_factory.mktemp("reader"), NOWHERE) as window:
        yield window


NOWHERE = 9
"""A port where nobody listens: reading asks nothing of another host."""


@pytest.fixture
def leaver(tmp_path: Path, elsewhere: Elsewhere) -> Iterator[WebKitGTK]:
    """The window of a reader who leaves."""
    tunnel = Tunnel(elsewhere.port)
    try:
        with webkit(tmp_path, tunnel.port) as window:
            yield window
    finally:
        tunnel.close()


ICON = "/favicon.ico"
"""This browser does not tell servers what it asks for as a page."""


def until(window: WebKitGTK, happened: Callable[[], object], what: str) -> None:
    WebDriverWait(window, TIMEOUT, poll_frequency=0.05).until(lambda _: happened(), f"never: {what}; at {window.current_url}")


def one(window: WebKitGTK, selector: str) -> WebElement:
    return window.find_element(By.CSS_SELECTOR, selector)


def shown(window: WebKitGTK, selector: str) -> Any:
    """The words of what is seen."""
    return json.loads(window.execute_script(f"return {seen(selector)}"))


def test_it_is_read(window: WebKitGTK, address_to_read: str) -> None:
    window.set_window_size(1280, 800)
    window.get(f"{address_to_read}index.html")
    one(window, ".cards a").click()
    until(window, lambda: len(shown(window, ".panel h2")) == 7, "the seven panels")
    assert shown(window, ".urgent__number")[0] == "999"
    assert window.execute_script(f"return {FONT}")
    window.set_window_size(320, 700)
    until(window, lambda: window.execute_script("return innerWidth") < 800, "as narrow as this browser goes")
    assert window.execute_script("return document.documentElement.scrollWidth <= innerWidth")


def test_it_is_searched(window: WebKitGTK, address_to_read: str) -> None:
    window.set_window_size(1280, 800)
    window.get(f"{address_to_read}index.html")
    one(window, "#search-query").send_keys("bruise")
    until(window, lambda: shown(window, ".search__list a"), "results")
    one(window, "#search-query").send_keys(Keys.ENTER)
    until(window, lambda: "search/index.html?q=bruise" in window.current_url, "the page of the search")
    until(window, lambda: shown(window, ".search__list a"), "results there")
    one(window, ".search__list a").click()
    until(window, lambda: "search/" not in window.current_url, "what was found")


def test_resources_are_filtered(window: WebKitGTK, address_to_read: str) -> None:
    window.set_window_size(1280, 800)
    window.get(f"{address_to_read}resources/index.html")
    assert len(shown(window, "[data-entry] h3")) == 2
    one(window, "#filter_words").send_keys("helpline")
    until(window, lambda: shown(window, "[data-entry] h3") == ["Night helpline"], "the one that is asked for")
    assert shown(window, "[data-found-count]") == ["1 of 2 resources"]
    one(window, ".found [data-clear]").click()
    until(window, lambda: len(shown(window, "[data-entry] h3")) == 2, "all again")


@pytest.mark.parametrize("way", ["the button", "three Shifts"])
def test_it_is_left_in_place_of_the_page_and_tells_nothing(
    leaver: WebKitGTK, elsewhere: Elsewhere, address_to_read: str, way: str
) -> None:
    leaver.get(START)
    for page in PAGES:
        leaver.get(address_to_read + page)
    entries = leaver.execute_script("return history.length")
    if way == "the button":
        one(leaver, "a.quick-exit").click()
    else:
        keys = ActionChains(leaver)
        for _ in range(3):
            keys.key_down(Keys.SHIFT).key_up(Keys.SHIFT)
        keys.perform()
    until(leaver, lambda: (leaver.current_url, leaver.title) == (EXIT, "Elsewhere"), "left")
    assert [asked for asked in elsewhere.asked if ICON not in asked.url] == [Asked(to, None, frame=False) for to in (START, EXIT)]
    assert leaver.execute_script("return document.referrer") == ""
    assert leaver.execute_script("return history.length") == entries
