"""What a reader does in every browser: the small site that is read, and what is seen of a page."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Built
from exiting import build

_REGISTER = """
guide:
  title: Guide for parents
  kind: guidance
  audience: parents
  url: https://www.example.org/guide
  publisher: The Partnership
helpline:
  title: Night helpline
  kind: service
  audience: parents
  phone: 01632 960003
  publisher: The Partnership
"""
FONT = "document.fonts.ready.then(() => document.fonts.check('1rem Atkinson Hyperlegible Next'))"
"""Whether the bundled font is there, for the page to work out."""


@pytest.fixture(scope="session")
def site_to_read(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The small site, with two resources."""
    return build(tmp_path_factory.mktemp("read"), files={"briefings/resources.yml": _REGISTER})


@pytest.fixture
def address_to_read(site_to_read: Built, address_of: Callable[[Path], str]) -> str:
    """The address of the small site, on a web server and then on a file share."""
    return address_of(site_to_read.folder)


def seen(selector: str) -> str:
    """Return what has a page work out the words of what is seen, as JSON: at one moment, since scripts exchange elements."""
    found = f"[...document.querySelectorAll({json.dumps(selector)})].filter((element) => element.checkVisibility())"
    return f"JSON.stringify({found}.map((element) => element.innerText))"
