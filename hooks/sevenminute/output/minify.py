"""What a page need not weigh: the indentation of its templates and of the theme's frame."""

from __future__ import annotations

import re

_AS_WRITTEN = re.compile(r"(<(?P<tag>pre|script|style|textarea)\b.*?</(?P=tag)>)", re.DOTALL | re.IGNORECASE)
_INDENTATION = re.compile(r"[ \t]*\n\s*")


def without_indentation(html: str) -> str:
    """Return a page in which no line is empty or indented, but where spaces are kept as they are written.

    Readers see the same: elsewhere, browsers show any run of spaces and line breaks as one space.
    """
    pieces, at = [], 0
    for found in _AS_WRITTEN.finditer(html):
        pieces += [_INDENTATION.sub("\n", html[at : found.start()]), found[0]]
        at = found.end()
    pieces.append(_INDENTATION.sub("\n", html[at:]))
    return "".join(pieces).strip() + "\n"
