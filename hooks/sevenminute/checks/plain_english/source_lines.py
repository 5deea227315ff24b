"""The line of a file in which words stand that a reader sees, whatever marks are between them in the source."""

from __future__ import annotations

import re

from sevenminute.content.briefing import Briefing

_WORD = re.compile(r"[^\W_]+")
_LOOKED_AT = 40
"""Words of a sentence that are enough to find it."""


def line_with(briefing: Briefing, text: str, first_line: int) -> int:
    """Return the line on which a text begins that stands on the page.

    Args:
        briefing: Whose page it is.
        text: As readers see it.
        first_line: Of the file, from which on it stands, counted from 1; returned when the text is made from something else.
    """
    lines = briefing.text.split("\n")[first_line - 1 :]
    words = [(word, number) for number, line in enumerate(lines, first_line) for word in _WORD.findall(line.lower())]
    sought = _WORD.findall(text.lower())[:_LOOKED_AT]
    best, place = 0, first_line
    for position in range(len(words)):
        length = 0
        while length < len(sought) and position + length < len(words) and words[position + length][0] == sought[length]:
            length += 1
        if length > best:
            best, place = length, words[position][1]
    return place
