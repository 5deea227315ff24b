"""A mistake in the content or the settings, said so that an editor can fix it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What terminals and the logs of CI obey in place of showing it, and what turns the direction of the words around it."""


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake: where it is and what would be right.

    Attributes:
        path: The file, relative to the root of the repository, with forward slashes.
        line: The line of the file, counted from 1.
        message: What is wrong and, after a colon or semicolon, what would be right. One line of text.
    """

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def one_line(text: object) -> str:
    """Return the text on one line, with what a terminal would obey replaced by U+FFFD."""
    return _OBEYED.sub("\ufffd", " ".join(str(text).split()))


def quoted(text: object, *, longest: int = 60) -> str:
    """Return the text on one line in quotation marks, cut at `longest` characters."""
    flat = one_line(str(text).lower() if isinstance(text, bool) else text)  # as it is written, not as Python names it
    return f"“{flat if len(flat) <= longest else flat[: longest - 1] + '…'}”"


def all_of(words: Iterable[str]) -> str:
    """Return words as a list within a sentence: “a, b and c”."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def one_of(words: Iterable[str]) -> str:
    """Return words as a choice within a sentence: “a, b or c”."""
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


def nearest(word: str, known: Iterable[str], *, likeness: float = 0.66) -> str:
    """Return the known word nearest to `word`, or an empty string when none is as like (0 to 1)."""
    found = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=likeness)
    return found[0] if found else ""


def did_you_mean(word: str, known: Iterable[str], *, likeness: float = 0.66) -> str:
    """Return `; did you mean “x”?` for the nearest known word, or an empty string."""
    found = nearest(word, known, likeness=likeness)
    return f"; did you mean {quoted(found)}?" if found else ""
