"""Letters that were read in one encoding and written in another, as “Itâ€™s” for “It’s”: named, and never put right silently."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from ftfy import fix_encoding
from ftfy.badness import is_bad

from sevenminute.diagnostics.problem import Problem, quoted

_LOST = "\ufffd"
_NEXT_LINE = "\x85"
"""A line end of old machines, which ftfy takes for an ellipsis of Windows."""
_WELSH = re.compile("Å[\u00b4-\u00b7]")
"""What ŵ and ŷ become; by themselves they look right to ftfy."""


def find_broken_letters(path: str, text: str) -> Iterator[Problem]:
    """Yield a problem for each line of a file that holds such letters.

    Args:
        path: The file, relative to the root of the repository.
        text: The whole file.
    """
    if text.isascii():
        return
    for number, line in enumerate(text.replace(_NEXT_LINE, " ").split("\n"), 1):
        if _LOST in line:
            word = next(word for word in line.split() if _LOST in word)
            yield Problem(path, number, f"a letter of {quoted(word)} is lost: type the word again")
        elif (right := _WELSH.sub(_meant, line)) != line or (is_bad(line) and (right := fix_encoding(line)) != line):
            wrong, meant = _first_difference(line, right)
            right = f"write {quoted(meant)}" if meant else "delete it"
            yield Problem(path, number, f"{quoted(wrong)} came out wrong when it was copied: {right}")


def _meant(found: re.Match[str]) -> str:
    return found[0].encode("cp1252").decode()


def _first_difference(line: str, right: str) -> tuple[str, str]:
    """Return the words in which two lines first differ."""
    words, meant = line.split(), right.split()
    for kind, begins, ends, right_begins, right_ends in SequenceMatcher(None, words, meant, autojunk=False).get_opcodes():
        if kind != "equal":
            return " ".join(words[begins:ends]), " ".join(meant[right_begins:right_ends])
    return line, right
