"""Marks that nobody sees, which come with text from word processors and web pages: with one inside, a word is not found."""

from __future__ import annotations

_MARKS = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
"""Soft hyphen, zero-width space, word joiner, byte order mark. Joiners stay: other scripts are written with them."""


def without_invisible(text: str) -> str:
    """Return a text without them; lines stay as they are."""
    return text.translate(_MARKS)
