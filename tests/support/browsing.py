"""Opening pages in the browser and looking at them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def opened(browser: Browser, **options: Any) -> Iterator[Page]:
    """A new window whose requests, errors and console messages are kept."""
    context = browser.new_context(**options)
    page = context.new_page()
    page.set_default_timeout(10_000)
    try:
        yield page
    finally:
        context.close()


@contextmanager
def faultless(page: Page) -> Iterator[None]:
    """A time in which no script of a page may fail."""
    faults: list[str] = []

    def keep(error: Error) -> None:
        faults.append(str(error))

    page.on("pageerror", keep)
    yield
    page.remove_listener("pageerror", keep)
    assert faults == []


def search(page: Page, words: str) -> None:
    """Write words into the search, at once: it answers the whole of them and no part."""
    page.fill("#search-query", words)


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """Run axe on the page as it is."""
    options = {"runOnly": {"type": "tag", "values": rules or RULES}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{item['id']}: {node['html'][:120]} {node['failureSummary']}" for item in found for node in item["nodes"]]
