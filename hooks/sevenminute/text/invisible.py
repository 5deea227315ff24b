"""Marks that nobody sees, which come with text from word processors and web pages: with one inside, a word is not found."""

from __future__ import annotations

import re

_MARKS = re.compile("[\u200b\u2060\ufeff]|(?<![ÂÃÄÅ])\u00ad")
"""Zero-width space, word joiner, byte order mark and soft hyphen. Joiners stay: other scripts are written with them.

Behind Ã and its like a soft hyphen is half of a letter that came out wrong, and is told as such.
"""


def without_invisible(text: str) -> str:
    """Return a text without them; lines stay as they are."""
    return text if text.isascii() else _MARKS.sub("", text)
