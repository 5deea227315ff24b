"""Every page of the repository's own site, whatever is in it, in a real Chromium."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from browsing import opened, search, violations


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_on_any_page(
    browser: Browser,
    our_address: str,
    our_pages: list[str],
    width: int,
    scheme: Literal["light", "dark"],
) -> None:
    with opened(browser, viewport={"width": width, "height": 800}, color_scheme=scheme) as page:
        for address in [our_address + path for path in our_pages]:
            page.goto(address)
            assert violations(page) == [], address


def test_nothing_is_asked_of_another_host(browser: Browser, our_address: str, our_pages: list[str]) -> None:
    hosts = set()
    with opened(browser) as page:
        page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
        for address in our_pages:
            page.goto(our_address + address, wait_until="networkidle")
        search(page, "sleep")
        page.wait_for_selector(".search__list a")
    assert hosts == {urlsplit(our_address).netloc}


def test_no_page_reports_an_error(browser: Browser, our_address: str, our_pages: list[str]) -> None:
    said: list[str] = []
    with opened(browser) as page:
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        for address in our_pages:
            page.goto(our_address + address, wait_until="networkidle")
    assert said == []


@pytest.mark.parametrize("width", [320, 640, 1280, 1920])
def test_no_page_scrolls_sideways(browser: Browser, our_address: str, our_pages: list[str], width: int) -> None:
    with opened(browser, viewport={"width": width, "height": 800}) as page:
        for address in our_pages:
            page.goto(our_address + address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address


@pytest.mark.parametrize("width", [320, 1280])
def test_urgent_help_is_seen_on_every_page(browser: Browser, our_address: str, our_pages: list[str], width: int) -> None:
    with opened(browser, viewport={"width": width, "height": 800}) as page:
        for address in our_pages:
            page.goto(our_address + address)
            for number in page.locator(".urgent .urgent__number").all():
                assert number.is_visible(), address
