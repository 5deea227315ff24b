"""Words that stand where somebody still has to write."""

from __future__ import annotations

import re

from pydantic_core import PydanticCustomError

from sevenminute.diagnostics.problem import quoted

_IN_TEXT = re.compile(r"\b(?:TODO|TBC)\b|\[\s*(?:[Ii]nsert|INSERT|YOUR)\s+\w[^\[\]\n]*\](?![(\[:])")
_IN_VALUE = re.compile(r"\b(?:TODO|TBC|FILL[ _]?IN|CHANGE[ _]?ME)\b|\[\s*(?:your|insert|add)\b|^\s*[?.…]+\s*$", re.IGNORECASE)


def filled(text: str) -> str:
    """Return the text; for pydantic, refuse one that says that it is still to be written."""
    if _IN_VALUE.search(text):
        raise PydanticCustomError("placeholder", "{said}", {"said": f"{quoted(text)} is still to be filled in: write your own"})
    return text


def refuse_placeholder(text: str) -> str | None:
    """Return the first words of running text that say that it is still to be written, or None."""
    found = _IN_TEXT.search(text)
    return found[0] if found else None
