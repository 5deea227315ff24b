"""Lines that were meant for a table: one pasted from Word has tabs between its cells, others lack the line below the first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from sevenminute.config.schema import Settings
from sevenminute.content.library import Library
from sevenminute.diagnostics.problem import Problem, quoted
from sevenminute.markdown.document import Document

_MARK = re.compile(r"\s*(?:(?:[-+*•·▪■●➢§o–—]|\(?\w{1,4}[.)])\s+|>\s?)*")
"""What begins a line before its words: a tab behind it divides no cells."""
_CELLS = re.compile(r"(?<=\S) *\t+ *(?=\S)")
_BARS = re.compile(r"(?<=\S)\s+\|\s+(?=\S)")


def unmade_tables(library: Library, _settings: Settings | None) -> Iterator[Problem]:
    """Yield advice on each run of lines that was meant for a table."""
    for path, document in library.documents_by_path.items():
        yield from _of_document(path, document)


def _of_document(path: str, document: Document) -> Iterator[Problem]:
    lines, first_line = document.outline.lines, document.page.first_line
    words = [(number, line[_end_of_mark(line) :].strip()) for number, line in enumerate(lines)]
    said = [(number, text) for number, text in words if text and number not in document.outline.tables]
    for number, cells in _rows([(number, _CELLS.split(text)) for number, text in said]):
        right = f"write it as a table, | {' | '.join(cells)} | and so on, with a line |{' --- |' * len(cells)} below the first"
        yield Problem(
            path, number + first_line, f"{quoted(' '.join(cells))} and the lines below it look like a table with tabs: {right}"
        )
    beside = [(number, [] if text.startswith("|") else _BARS.split(text)) for number, text in said]
    for number, cells in _rows(beside, apart=False):
        right = f"write a line {' | '.join(['---'] * len(cells))} below the first"
        yield Problem(
            path, number + first_line, f"{quoted(' | '.join(cells))} and the lines below it are not shown as a table: {right}"
        )


def _end_of_mark(line: str) -> int:
    found = _MARK.match(line)
    return found.end() if found else 0


def _rows(lines: Iterable[tuple[int, Sequence[str]]], *, apart: bool = True) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the first line of each run with as many cells as the line below it.

    Args:
        lines: The lines with words, each with its cells.
        apart: Whether blank lines may stand between them.
    """
    is_begun = False
    for (number, cells), (following, others) in pairwise(lines):
        is_row = len(cells) > 1 and len(cells) == len(others) and (apart or following == number + 1)
        if is_row and not is_begun:
            yield number, cells
        is_begun = is_row
