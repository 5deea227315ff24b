"""What is too long or too wide for paper, as far as it can be told without setting it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sevenminute.config.schema import Settings
from sevenminute.content.library import Library
from sevenminute.content.schema import TWO_SIDED
from sevenminute.diagnostics.problem import Problem

LONG = 700
"""Words from which on a briefing on one page is hard to read in seven minutes."""
MOST_ON_TWO_SIDES = 1400
"""Words that two pages may hold."""
WIDEST_TABLE = 4
"""Columns of a table for which paper and telephones have room without breaking words of ten letters or so."""
_DELIMITERS = re.compile(r"[ >]*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?")
"""The second line of a table."""


def too_long_for_two_pages(library: Library, _settings: Settings | None) -> Iterator[Problem]:
    """Yield a problem for each briefing that is too long for front and back, whatever its panels are like."""
    for briefing in library.every_briefing:
        if briefing.fields.print == TWO_SIDED and briefing.words > MOST_ON_TWO_SIDES:
            cut = briefing.words - MOST_ON_TWO_SIDES
            said = f"{briefing.words:,} words are too many for two pages: cut {cut:,}, or make two briefings"
            yield Problem(briefing.path, briefing.line_of("print"), said)


def long_for_one_page(library: Library, _settings: Settings | None) -> Iterator[Problem]:
    """Yield advice on each briefing that is long for one page."""
    for briefing in library.every_briefing:
        if briefing.words > LONG and briefing.fields.print != TWO_SIDED:
            said = f"{briefing.words:,} words print small: with at most {LONG} the page is easier to read"
            yield Problem(briefing.path, briefing.body_line, said)


def wide_table(library: Library, _settings: Settings | None) -> Iterator[Problem]:
    """Yield advice on each table that is too wide for the columns of a printed page."""
    for briefing in library.every_briefing:
        for number, line in enumerate(briefing.body.splitlines()):
            columns = len(line.strip(" >|").split("|"))
            if _DELIMITERS.fullmatch(line) and columns > WIDEST_TABLE:
                said = (
                    f"a table of {columns} columns is hard to read on paper and on a telephone: "
                    f"make it at most {WIDEST_TABLE} columns, or a list"
                )
                yield Problem(briefing.path, briefing.body_line + number, said)
