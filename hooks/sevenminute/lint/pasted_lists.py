"""Lists as word processors write them, which Markdown takes for words: what to write in place of each mark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sevenminute.diagnostics.problem import Problem, quoted

ITEM = re.compile(r" {0,3}(?:[-+*]|\d{1,2}\.)[ \t]+\S")
# Marks of word processors, at which no sentence begins: bullets, what Word makes of them (of private letters too), its o and §.
PASTED_BULLET = re.compile(
    r"\s*(?:(?P<mark>[•·◦▪■□‣●○►➢➤\uf000-\uf0ff])(?:[ \t\u00a0]+\S|\w)|(?P<letter>o)(?:\t|[ \u00a0]{2,})\S|(?P<sign>§)\t)"
)
_DASH = re.compile(r"\s{0,3}(?P<mark>[–—])[ \t\u00a0]+(?P<first>\S)")
_WORD_O = re.compile(r"o \w")
"""Word's second mark with a space behind it; in Welsh it is a word."""
_ANY_ITEM = re.compile(r"(?P<edge> *)(?P<mark>[-+*]|\d{1,9}[.)])(?P<space>[ \t]+)\S")
_ENDS = (".", ":", "?", "!")
"""What a line ends with before something new begins."""
_SECOND, _THIRD = frozenset("o○◦"), frozenset("§▪■□\uf0a7")
"""Word's marks of the second and the third level, where others are above them."""
_COUNTED = ("no space", "one space", "two spaces", "three spaces", "four spaces", "five spaces", "six spaces")


def foreign_mark(line: str) -> str:
    """Return the mark at which a line begins that may be meant for an item of a list, or an empty string."""
    found = PASTED_BULLET.match(line) or _DASH.match(line)
    return next(filter(None, found.groups()), "") if found else "o" if _WORD_O.match(line) else ""


def is_pasted(line: str, before: str, following: str) -> bool:
    """Tell whether a line is meant for an item of a list: with a dash, and with Word's o, a sentence may go on in a new line."""
    if PASTED_BULLET.match(line):
        return True
    if _WORD_O.match(line):
        return any(PASTED_BULLET.match(other) or _WORD_O.match(other) for other in (before, following))
    dash = _DASH.match(line)
    begins = not before or before.rstrip().endswith(_ENDS) or _DASH.match(before) or (dash and dash["first"].isupper())
    return bool(dash and begins and any(pattern.match(other) for pattern in (_DASH, ITEM) for other in (before, following)))


def pasted_list_problems(path: str, lines: Sequence[str], pasted: Iterable[int], first_line: int) -> Iterator[Problem]:
    """Yield a problem for each run of lines that need the same in place of the same mark.

    Args:
        path: The page, relative to the root of the repository.
        lines: Its lines.
        pasted: Those, from 0, that are meant for items of lists.
        first_line: Line of the file of the first one.
    """
    run: list[_Pasted] = []
    for item in _items(lines, frozenset(pasted)):
        if run and (run[-1].mark, run[-1].indent) == (item.mark, item.indent) and _is_next(lines, run[-1].line, item.line):
            run.append(item)
            continue
        if run:
            yield _problem(path, run, first_line)
        run = [item]
    if run:
        yield _problem(path, run, first_line)


@dataclass(frozen=True)
class _Pasted:
    """A line that is meant for an item: its mark, and with how many spaces an item of its level begins."""

    line: int
    mark: str
    indent: int


@dataclass(frozen=True)
class _Open:
    """An item that is open: its level among the marks, and where its words begin."""

    rank: int
    begins: int


def _items(lines: Sequence[str], pasted: frozenset[int]) -> Iterator[_Pasted]:
    """Yield the lines that are meant for items, each with its level: that of its mark among the marks above it."""
    opened: list[_Open] = []
    for number, line in enumerate(lines):
        if number in pasted:
            mark = foreign_mark(line)
            rank = 1 if mark in _SECOND else 2 if mark in _THIRD else 0
            column = len(line) - len(line.lstrip(" "))
            opened = [item for item in opened if item.rank < rank or item.begins <= column]
            indent = opened[-1].begins if opened else 0
            opened.append(_Open(rank, indent + 2))
            yield _Pasted(number, mark, indent)
        elif item := _ANY_ITEM.match(line):
            column = len(item["edge"])
            opened = [other for other in opened if other.begins <= column]
            rank = -1 if item["mark"][0].isdigit() and _goes_on(lines, number) else opened[-1].rank + 1 if opened else 0
            opened.append(_Open(rank, len(line[: item.end() - 1].expandtabs(4))))
        elif line.strip() and not line.startswith(" ") and (not number or not lines[number - 1].strip()):
            opened = []


def _goes_on(lines: Sequence[str], number: int) -> bool:
    """Tell whether a numbered list goes on behind the marks that follow one of its items: then they belong to the item."""
    for line in lines[number + 1 :]:
        if item := _ANY_ITEM.match(line):
            return item["mark"][0].isdigit()
        if line.strip() and not foreign_mark(line):
            return False
    return False


def _is_next(lines: Sequence[str], before: int, number: int) -> bool:
    return not any(line.strip() for line in lines[before + 1 : number])


def _problem(path: str, run: Sequence[_Pasted], first_line: int) -> Problem:
    first, last = run[0], run[-1].line + first_line
    begun = first.line + first_line
    where = "" if len(run) == 1 else f" on lines {begun} {'and' if len(run) == 2 else 'to'} {last}"
    line = "the line" if len(run) == 1 else "each line"
    if not first.indent:
        return Problem(path, begun, f"{quoted(first.mark)} does not make a list{where}: begin {line} with a hyphen and a space")
    spaces = _COUNTED[first.indent] if first.indent < len(_COUNTED) else f"{first.indent} spaces"
    belongs = "it belongs" if len(run) == 1 else "they belong"
    said = f"begin {line} with {spaces}, a hyphen and a space: {belongs} to the item above"
    return Problem(path, begun, f"{quoted(first.mark)} does not make a list{where}: {said}")
