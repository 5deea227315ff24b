"""Briefings on paper, as Firefox prints them."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import SiteMaker
from firefox import Firefox, firefox, firefox_path
from paper import is_landscape, missing, sizes
from random_briefings import random_briefing

pytestmark = pytest.mark.slow  # needs Firefox


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Firefox]:
    (tmp_path / "profile").mkdir()
    with firefox(firefox_path(), tmp_path / "profile") as window:
        yield window


def test_firefox_prints_one_whole_page_too(window: Firefox, make_site: SiteMaker, serve: Callable[[Path], str]) -> None:
    files: dict[str, str | bytes] = {
        f"briefings/sheet-{number}.md": random_briefing(number, words=300 + 25 * number) for number in range(1, 9)
    }
    site = make_site(files)
    assert site.messages == []
    for number in range(1, 9):
        address = f"briefings/sheet-{number}"
        width, height = (29.7, 21.0) if is_landscape(site.html(address)) else (21.0, 29.7)
        window.goto(f"{serve(site.folder)}{address}/")
        margin = dict.fromkeys(("top", "bottom", "left", "right"), 0.9)
        options = {"page": {"width": width, "height": height}, "margin": margin, "background": False, "shrinkToFit": False}
        pdf = base64.b64decode(window.call("browsingContext.print", context=window.window, **options)["data"])
        assert len(sizes(pdf)) == 1, number
        assert missing(site.html(address), pdf) == [], number
