"""The lines of a file with their own line ends, counted as everywhere in the engine."""

from __future__ import annotations

import re

BYTE_ORDER_MARK = "\ufeff"

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


def file_lines(text: str) -> list[str]:
    """Return the lines of a text; joined they are the text again. Only `\\r\\n`, `\\r` and `\\n` end a line."""
    found: list[str] = _LINES.findall(text)
    return found
