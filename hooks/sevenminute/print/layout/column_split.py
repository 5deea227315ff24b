"""Splitting the panels of a page into columns: which panels stand in which column, and how wide each has to be."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import cache

from sevenminute.markdown.panels import PANELS
from sevenminute.print.layout.box_model import GAP, Type
from sevenminute.print.layout.fit_result import CARD_GAP, COLUMN_GAP, line_height
from sevenminute.print.layout.sheet import Extras, Orientation, Sheet

_NEAR = 5
"""Steps of the grid of widths which are tried one by one."""
_NARROWEST = {3: 0.17, 2: 0.25, 1: 1.0}
"""Number of columns to the least part of the page's width that one takes."""


class Tolerance(Enum):
    """How much is kept free, how finely widths are tried, and whether tables get the width that their words need."""

    USUAL = (1.0, 4.0, True)
    AT_THE_LIMIT = (0.5, 1.0, False)
    """Before a briefing is refused. The model errs by a quarter of a line: less reserve will do, and time is well spent."""

    def __init__(self, spare_lines: float, grid: float, whole_words: bool) -> None:
        """Take the lines that each column keeps free, and the points between the widths that are tried."""
        self.spare_lines = spare_lines
        self.grid = grid
        self.whole_words = whole_words


class PageRoom:
    """The room of one orientation, and what columns need in it."""

    def __init__(self, sheet: Sheet, orientation: Orientation, tolerance: Tolerance, *, two_sided: bool) -> None:
        self.sheet = sheet
        self.orientation = orientation
        self.tolerance = tolerance
        self.two_sided = two_sided
        self.width = orientation.width

    def heights(self, extras: Extras) -> tuple[float, ...]:
        """Return the height that the columns have on each side, in points."""
        head = self.sheet.head(self.width, extras).height
        tail = self.sheet.strip(self.width, extras) + self.sheet.foot(self.width)
        if self.two_sided:
            turn, back = self.sheet.front_foot(self.width), self.sheet.back_head(self.width)
            return (self.orientation.height - head - turn, self.orientation.height - back - tail)
        return (self.orientation.height - head - tail,)

    def parts(self, panels: range, width: float, type: Type) -> list[tuple[float, float]]:
        """Return what each card of a column needs, fixed and growing, notes and spare lines with the last."""
        parts = [self.sheet.panels[panel].extents(width, type) for panel in panels]
        fixed, grows = parts[-1]
        fixed += self.tolerance.spare_lines * type.size * type.line_height
        if self.sheet.notes and panels[-1] == PANELS - 1:
            notes_fixed, notes_grow = self.sheet.notes.extents(width, type)
            fixed, grows = fixed + notes_fixed, grows + notes_grow + GAP * type.size
        parts[-1] = (fixed, grows)
        return parts

    def height(self, panels: range, width: float, type: Type) -> float:
        """Return the height of a column in points."""
        parts = self.parts(panels, width, type)
        needed = sum(fixed + grows * type.spacing for fixed, grows in parts)
        return needed + CARD_GAP * (len(panels) - 1)

    def whole(self, panels: range, type: Type) -> float:
        """Return the least width in points at which no table of a column breaks a word; 0 where that may be."""
        return max(self.sheet.panels[panel].whole(type) for panel in panels) if self.tolerance.whole_words else 0.0


Split = tuple[tuple[range, ...], tuple[float, ...]]
"""The panels of each column, and the width of each in points."""


def split_sides(page: PageRoom, size: float, heights: Sequence[float]) -> tuple[Split, ...] | None:
    """Return how the panels stand on each side, or None when they do not fit."""
    type = Type(size, line_height(size))
    if len(heights) == 1:
        side = _side(page, range(PANELS), type, heights[0])
        return (side,) if side else None
    for turn in sorted(range(1, PANELS), key=lambda turn: abs(turn - PANELS / 2)):
        front, back = _side(page, range(turn), type, heights[0]), _side(page, range(turn, PANELS), type, heights[1])
        if front and back:
            return (front, back)
    return None


def _side(page: PageRoom, panels: range, type: Type, height: float) -> Split | None:
    """Return the most even columns that hold some panels, or None."""
    count = min(page.orientation.columns, len(panels))
    room = page.width - COLUMN_GAP * (count - 1)
    least, grid = _NARROWEST[count] * room, page.tolerance.grid

    @cache
    def narrowest(column: range) -> float:
        """Return the least width at which a column is no higher than there is room, or infinity."""
        low = math.ceil(max(least, page.whole(column, type)) / grid)
        high = math.floor((room - least * (count - 1)) / grid)
        widest = page.height(column, high * grid, type)
        if low > high or widest > height:
            return math.inf
        middle = math.floor(high * widest / height)  # what text covers hardly changes with its width
        while low < high:
            middle = min(max(middle, low), high - 1)
            if page.height(column, middle * grid, type) > height:
                low = middle + 1
            else:
                high = middle
            middle = low + 1 if high - low < _NEAR else (low + high) // 2
        return low * grid

    best: Split | None = None
    for split in _splits(panels, count):
        widths: tuple[float, ...] = ()
        for column in split:
            widths += (narrowest(column),)
            if sum(widths) + least * (count - len(widths)) > room:
                break  # the others need not be measured
        else:
            if best is None or _rank(page, split, widths, type) < _rank(page, *best, type):
                best = (split, widths)
    return best


def _rank(page: PageRoom, split: tuple[range, ...], widths: tuple[float, ...], type: Type) -> tuple[float, float]:
    """Return how uneven columns are: in width and, where all may be as narrow as can be, in height, for which squares stand."""
    even = (page.width - COLUMN_GAP * (len(split) - 1)) / len(split)
    return max(widths) - min(widths), sum(page.height(column, even, type) ** 2 for column in split)


def _splits(panels: range, count: int) -> Iterator[tuple[range, ...]]:
    """Yield the ways to cut panels into columns without changing their order."""
    for cuts in itertools.combinations(range(panels.start + 1, panels.stop), count - 1):
        ends = (panels.start, *cuts, panels.stop)
        yield tuple(range(*pair) for pair in itertools.pairwise(ends))
