"""The address of a briefing, and the number of its series, as the name of its file says them."""

from __future__ import annotations

import posixpath
import re

from pymdownx.slugs import slugify

# "7-minute-briefings.md" is about minutes and no number in a series.
_LEADING_NUMBER = re.compile(r"\A(?P<number>\d+)[ ._-]+(?=\D)(?!minute)", re.IGNORECASE)
_slugify = slugify(case="lower")


def slug_of(stem: str) -> str:
    """Return the address of a briefing from its file's name: no number, small letters, hyphens; `ŵ` stays `ŵ`."""
    return str(_slugify(_LEADING_NUMBER.sub("", stem, count=1), "-"))


def number_in(stem: str) -> int | None:
    """Return the number that begins a file’s name, or None."""
    leading = _LEADING_NUMBER.match(stem)
    return int(leading["number"]) if leading else None


def meant_slug(written: str) -> str:
    """Return the address that is meant by an address, a path, the name of a file or the end of an address."""
    path = written.strip().removesuffix("index.html").rstrip("/")
    return slug_of(posixpath.basename(path).removesuffix(".md"))
