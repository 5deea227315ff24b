"""Reading, searching and filtering in Firefox, over http and from a file share; leaving has a file of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from firefox import Firefox, firefox, firefox_path
from reading import FONT, seen

pytestmark = pytest.mark.slow  # needs Firefox

ENTER = "\ue007"
FOCUS = "document.querySelector('#search-query').dispatchEvent(new FocusEvent('focusin', {bubbles: true}))"
"""A window that is on no screen is typed into, but Firefox tells its page nothing of the focus."""


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    with firefox(firefox_path(), tmp_path_factory.mktemp("profile")) as window:
        yield window


def shown(window: Firefox, selector: str) -> Any:
    """The words of what is seen."""
    return json.loads(window.evaluate(seen(selector)))


def test_it_is_read(window: Firefox, address_to_read: str) -> None:
    window.goto(f"{address_to_read}index.html")
    window.evaluate("document.querySelector('.cards a').click()")
    window.until(lambda: "briefings/a/" in window.address() and len(shown(window, ".panel h2")) == 7, "the seven panels")
    assert shown(window, ".urgent__number")[0] == "999"
    assert window.evaluate(FONT)
    assert window.asked == []


def test_it_is_searched(window: Firefox, address_to_read: str) -> None:
    window.goto(f"{address_to_read}index.html")
    window.click("#search-query")
    window.evaluate(FOCUS)
    window.press(*"bruise")
    window.until(lambda: shown(window, ".search__list a"), "results")
    window.press(ENTER)
    window.until(lambda: "search/index.html?q=bruise" in window.address(), "the page of the search")
    window.until(lambda: shown(window, ".search__list a"), "results there")
    window.evaluate("document.querySelector('.search__list a').click()")
    window.until(lambda: "search/" not in window.address(), "what was found")


def test_resources_are_filtered(window: Firefox, address_to_read: str) -> None:
    window.goto(f"{address_to_read}resources/index.html")
    assert len(shown(window, "[data-entry] h3")) == 2
    window.click("#filter_words")
    window.press(*"helpline")
    window.until(lambda: shown(window, "[data-entry] h3") == ["Night helpline"], "the one that is asked for")
    assert shown(window, "[data-found-count]") == ["1 of 2 resources"]
    window.click(".found [data-clear]")
    window.until(lambda: len(shown(window, "[data-entry] h3")) == 2, "all again")
