"""What a reader does in every browser: the small site that is read, and what is seen of a page."""

from __future__ import annotations

import json
from pathlib import Path

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


def build_to_read(folder: Path) -> Built:
    """Build the small site, with two resources."""
    return build(folder, files={"briefings/resources.yml": _REGISTER})


def seen(selector: str) -> str:
    """Return what has a page work out the words of what is seen, as JSON: at one moment, since scripts exchange elements."""
    found = f"[...document.querySelectorAll({json.dumps(selector)})].filter((element) => element.checkVisibility())"
    return f"JSON.stringify({found}.map((element) => element.innerText))"
