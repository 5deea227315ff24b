"""How much of something a Markdown text may hold: beyond it, programs hang or leave out what is there."""

from __future__ import annotations

import re
from collections import Counter
from string import ascii_letters

from sevenminute.diagnostics.problem import Problem

MAX_NESTING = 12
"""Limit of quotes or lists within each other; Python-Markdown's own recursion ends at some hundred."""
MAX_RUN = 400
"""Limit of one punctuation mark repeated: Markdown's inline patterns take quadratic time over such runs."""

MAX_OPEN = 20
"""Limit of brackets of one kind that are open at once in a paragraph: for each, Markdown reads to the paragraph's end.

The same limit holds for tags of HTML that a file begins (`<a `) and does not end: for each, Markdown reads to the file's end.
"""

MAX_LINES = 500
"""Limit of lines without an empty one between them: Markdown reads the rest of a paragraph again for each definition."""
MAX_WORD = 2_000
"""Limit of letters and marks without a space: no page has room for them, and no web address is as long.

Tags are counted too: thousands of them without a space are what a program left behind, and to read them takes minutes.
"""
MAX_NOTES = 300
"""Limit of places that footnotes are called from: for each, Markdown goes through those before it."""

_TOO_MUCH = (
    "too much for one paragraph: a mark repeated hundreds of times, brackets left open, quotes or lists 13 deep, "
    "or 500 lines without a blank one; make it simpler"
)
_RUN = re.compile(rf"([^\w\s.\-=|])\1{{{MAX_RUN},}}")
_MARKERS = re.compile(r"(?:[ \t>]*(?:[-+*]|\d{1,9}[.)])(?=[ \t]))+")
_MARKER = re.compile(r"[-+*]|\d[.)]")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})")
_BRACKET = re.compile(r"[\[\]()]")
_BEGINS_TAG = frozenset(f"{ascii_letters}/!?")
_OPENING = {"]": "[", ")": "("}
_PREFIX = re.compile(r"(?:[ \t]*>)+|[ \t]+")


def limit_problems(text: str, path: str, first_line: int) -> list[Problem]:
    """Report what would make Markdown hang.

    Args:
        text: Markdown.
        path: The file's name in problems.
        first_line: Line of the file on which the text begins, counted from 1.
    """
    found = _limit(text.split("\n"))
    return [Problem(path, found[0] + first_line, found[1])] if found else []


def _limit(lines: list[str]) -> tuple[int, str] | None:
    """Return the first line, from 0, at which there is too much of something, and what to do."""
    number = next((number for number, line in enumerate(lines) if _is_too_deep(line)), None)
    if number is None:
        number = _too_much_at_once(lines)
    return _too_long(lines) if number is None else (number, _TOO_MUCH)


def _too_long(lines: list[str]) -> tuple[int, str] | None:
    """Return the first line with a word for which no page has room, or with one note too many, and what to do."""
    notes = 0
    for number, line in enumerate(lines):
        if len(line) > MAX_WORD and len(longest := max(line.split(), key=len, default="")) > MAX_WORD:
            return number, f"{len(longest):,} characters without a space: {_without_spaces(longest)}"
        notes += line.count("[^")
        if notes > MAX_NOTES:
            return number, f"footnotes are used in more than {MAX_NOTES} places: write the most important into the text"
    return None


def _without_spaces(word: str) -> str:
    """Return what is wrong with a word beyond the limit, and what to do."""
    if max(map(len, re.split(r"[<>]", word))) <= MAX_WORD:
        return "too much HTML in one piece, leave out the tags and write the words in Markdown"
    return "no page has room for them, write words"


def _is_too_deep(line: str) -> bool:
    markers = _MARKERS.match(line)
    if markers and not _RULE.fullmatch(line) and len(_MARKER.findall(markers[0])) > MAX_NESTING:
        return True
    prefix = _PREFIX.match(line)
    if prefix and (prefix[0].count(">") > MAX_NESTING or len(prefix[0].expandtabs(4)) > 4 * MAX_NESTING):
        return True
    return bool(_RUN.search(line))


def _too_much_at_once(lines: list[str]) -> int | None:
    """Return the first line on which too many brackets or tags are open, or of too long a paragraph."""
    open_now = Counter[str]()
    tags = lines_of_block = 0
    for number, line in enumerate(lines):
        tags += sum(piece[:1] in _BEGINS_TAG and ">" not in piece for piece in line.split("<")[1:])
        if tags > MAX_OPEN:
            return number
        lines_of_block = lines_of_block + 1 if line.strip() else 0
        if lines_of_block > MAX_LINES:
            return number
        if not line.strip():
            open_now.clear()
        for mark in _BRACKET.findall(line):
            opening = _OPENING.get(mark, mark)
            open_now[opening] = max(0, open_now[opening] + (-1 if mark in _OPENING else 1))
            if open_now[opening] > MAX_OPEN:
                return number
    return None
