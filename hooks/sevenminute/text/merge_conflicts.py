"""Marks that git leaves in a file where two people changed the same place: both versions stand there, one below the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sevenminute.diagnostics.problem import Problem

# A line of seven = below words is a heading, so only the lines before and behind the two versions tell of a conflict.
_MARK = re.compile(r"^(?P<mark><{7}|>{7})(?:[ \t].*)?$", re.MULTILINE)


def find_conflict(text: str, path: str) -> Problem | None:
    """Return what is wrong with a file in which two people's changes stand side by side, or None.

    Args:
        text: The whole file, with `\\n` line ends.
        path: The file's name in problems.
    """
    lines = list(_conflicts(text))
    if not lines:
        return None
    again = f"; do the same at line {', '.join(map(str, lines[1:]))}" if lines[1:] else ""
    fix = "keep one of the two, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>"
    return Problem(path, lines[0], f"two people changed the same place: {fix}{again}")


def _conflicts(text: str) -> Iterator[int]:
    """Yield the line on which each conflict begins; one that was fixed in part has only one of its two marks."""
    is_open = False
    for found in _MARK.finditer(text):
        begins = found["mark"].startswith("<")
        if begins or not is_open:
            yield text.count("\n", 0, found.start()) + 1
        is_open = begins
