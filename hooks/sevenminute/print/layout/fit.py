"""Choosing orientation, type size and columns, so that a briefing fills one A4 page and never needs a second one."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache

from sevenminute.markdown.panels import PANELS
from sevenminute.print.layout.box_model import GAP, Type
from sevenminute.print.layout.sheet import EXTRAS, Extras, Head, Orientation, Sheet

SMALLEST = 9.0
"""Points; the text of a panel is never smaller."""
LARGEST = 12.0
"""Points; short briefings get more room instead of larger type."""
GOOD = 9.5
"""Points from which on landscape, which holds a little less, is good enough."""
LINE_HEIGHT = 1.25
LINE_HEIGHT_PER_POINT = 0.07
"""Line height of the smallest type, and by how much more it is for each point of larger type."""
WIDEST_SPACING = 2.2
"""How much the room between texts may grow."""
COLUMN_GAP = 8.0
CARD_GAP = 6.0
"""Points between columns, and between the cards of one."""

_STEP = 0.1
_NEAR = 5
"""Steps of that grid which are tried one by one."""
_NARROWEST = {3: 0.17, 2: 0.25, 1: 1.0}
"""Number of columns to the least part of the page's width that one takes."""
_MOST_STEPS_DOWN = 8
_UNEVEN = 2.0
"""Points of type that columns of one width are worth, beside columns of which one takes the whole page."""


class _Care(Enum):
    """How much is kept free, how finely widths are tried, and whether tables get the width that their words need."""

    USUAL = (1.0, 4.0, True)
    AT_THE_LIMIT = (0.5, 1.0, False)
    """Before a briefing is refused. The model errs by a quarter of a line: less reserve will do, and time is well spent."""

    def __init__(self, spare_lines: float, grid: float, whole_words: bool) -> None:
        """Take the lines that each column keeps free, and the points between the widths that are tried."""
        self.spare_lines = spare_lines
        self.grid = grid
        self.whole_words = whole_words


@dataclass(frozen=True)
class Column:
    """Panels below each other.

    Attributes:
        width: In points.
        panels: Numbers of its panels.
        heights: Of their cards, in points: what each needs, and its share of what is left.
    """

    width: float
    panels: tuple[int, ...]
    heights: tuple[float, ...]


@dataclass(frozen=True)
class Side:
    """The panels of one side of the paper.

    Attributes:
        columns: From left to right, in reading order.
        height: Of the columns, in points.
    """

    columns: tuple[Column, ...]
    height: float


@dataclass(frozen=True)
class Fit:
    """How one briefing is printed.

    Attributes:
        orientation: How the paper is held.
        type: Size and spacing of the panels.
        head: What stands above the panels.
        extras: What is printed beside the panels.
        sides: One, or front and back.
    """

    orientation: Orientation
    type: Type
    head: Head
    extras: Extras
    sides: tuple[Side, ...]


@dataclass(frozen=True)
class TooLong:
    """Why there is no fit.

    Attributes:
        orientation: The one that was wished for, or that comes nearer.
        excess: How many times the room the text takes at the smallest size; more than 1.
    """

    orientation: Orientation
    excess: float


def fit(sheet: Sheet, orientation: Orientation | None, *, two_sided: bool = False) -> Fit | TooLong:
    """Fit a briefing on one page, or on two.

    Args:
        sheet: What is printed.
        orientation: How the paper is held; None leaves the choice to the text.
        two_sided: Whether it is printed on front and back.
    """
    ways = (orientation,) if orientation else tuple(Orientation)
    for care in _Care:
        pages = [_Page(sheet, way, care, two_sided=two_sided) for way in ways]
        if found := _fitted(pages):
            return found
    needs = {page.orientation: _excess(page) for page in pages}
    nearer = min(needs, key=needs.__getitem__)
    return TooLong(nearer, needs[nearer])


def _fitted(pages: Iterable[_Page]) -> Fit | None:
    """Return the best fit, or the first that is good enough."""
    fits: list[Fit] = []
    for page in pages:
        found = _largest(page)
        if found and found.type.size >= GOOD and found.extras.questions:
            return found
        fits += [found] if found else []
    return max(fits, key=lambda found: (found.extras.questions, found.type.size >= GOOD, found.type.size), default=None)


def line_height(size: float) -> float:
    """Return the line height for a type size in points: it grows with it, from 1.25 at the smallest to 1.46."""
    return round(LINE_HEIGHT + LINE_HEIGHT_PER_POINT * (size - SMALLEST), 3)


class _Page:
    """The room of one orientation, and what columns need in it."""

    def __init__(self, sheet: Sheet, orientation: Orientation, care: _Care, *, two_sided: bool) -> None:
        self.sheet = sheet
        self.orientation = orientation
        self.care = care
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
        fixed += self.care.spare_lines * type.size * type.line_height
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
        return max(self.sheet.panels[panel].whole(type) for panel in panels) if self.care.whole_words else 0.0


def _largest(page: _Page) -> Fit | None:
    """Return the best fit, with as many extras as leave the type large enough."""
    for extras in EXTRAS:
        heights = page.heights(extras)
        least = GOOD if extras.summary else SMALLEST
        if heights[0] > 0 and _sides(page, least, heights):
            size, sides = _best(page, _largest_size(page, heights), least, heights)
            return _finished(page, size, extras, sides, heights)
    return None


def _best(page: _Page, largest: float, least: float, heights: Sequence[float]) -> tuple[float, tuple[_Split, ...]]:
    """Return size and columns: a little smaller than the largest where that makes the columns more alike."""
    least = max(least, min(largest, GOOD))
    choices = []
    for step in range(_MOST_STEPS_DOWN + 1):
        size = round(largest - step * _STEP, 1)
        sides = _sides(page, size, heights) if size >= least else None
        if sides:
            uneven = (_unevenness(page, side, size, height) for side, height in zip(sides, heights, strict=True))
            choices.append((size - _UNEVEN * max(uneven), size, sides))
    _, size, sides = max(choices, key=lambda choice: choice[0])
    return size, sides


def _unevenness(page: _Page, side: _Split, size: float, height: float) -> float:
    """Return by how much of the page's width the widest column is wider than the narrowest, from 0 to 1."""
    if _equal_widths(page, side[0], Type(size, line_height(size)), height):
        return 0.0
    widths = _even_widths(page, *side, Type(SMALLEST, line_height(SMALLEST)))
    return (max(widths) - min(widths)) / page.width


def _largest_size(page: _Page, heights: Sequence[float]) -> float:
    steps = round((LARGEST - SMALLEST) / _STEP)
    fits, fails = 0, steps + 1
    while fails - fits > 1:
        middle = (fits + fails) // 2
        if _sides(page, SMALLEST + middle * _STEP, heights):
            fits = middle
        else:
            fails = middle
    return round(SMALLEST + fits * _STEP, 1)


_Split = tuple[tuple[range, ...], tuple[float, ...]]
"""The panels of each column, and the width of each in points."""


def _sides(page: _Page, size: float, heights: Sequence[float]) -> tuple[_Split, ...] | None:
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


def _side(page: _Page, panels: range, type: Type, height: float) -> _Split | None:
    """Return the most even columns that hold some panels, or None."""
    count = min(page.orientation.columns, len(panels))
    room = page.width - COLUMN_GAP * (count - 1)
    least, grid = _NARROWEST[count] * room, page.care.grid

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

    best: _Split | None = None
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


def _rank(page: _Page, split: tuple[range, ...], widths: tuple[float, ...], type: Type) -> tuple[float, float]:
    """Return how uneven columns are: in width and, where all may be as narrow as can be, in height, for which squares stand."""
    even = (page.width - COLUMN_GAP * (len(split) - 1)) / len(split)
    return max(widths) - min(widths), sum(page.height(column, even, type) ** 2 for column in split)


def _splits(panels: range, count: int) -> Iterator[tuple[range, ...]]:
    """Yield the ways to cut panels into columns without changing their order."""
    for cuts in itertools.combinations(range(panels.start + 1, panels.stop), count - 1):
        ends = (panels.start, *cuts, panels.stop)
        yield tuple(range(*pair) for pair in itertools.pairwise(ends))


def _finished(page: _Page, size: float, extras: Extras, sides: Sequence[_Split], heights: Sequence[float]) -> Fit:
    """Let the columns of each side end at one height, and share out the room that is left."""
    tight = Type(size, line_height(size))
    wide = [
        (split, _equal_widths(page, split, tight, height) or _even_widths(page, split, widths, tight))
        for (split, widths), height in zip(sides, heights, strict=True)
    ]
    type = Type(size, tight.line_height, _spacing(page, wide, tight, heights))
    return Fit(
        page.orientation,
        type,
        page.sheet.head(page.width, extras),
        extras,
        tuple(
            Side(tuple(_column(page, panels, width, type, height) for panels, width in zip(*side, strict=True)), height)
            for side, height in zip(wide, heights, strict=True)
        ),
    )


def _equal_widths(page: _Page, split: tuple[range, ...], type: Type, height: float) -> tuple[float, ...] | None:
    """Return columns of one width, or None where that would break words, or cost some of the room between texts."""
    width = (page.width - COLUMN_GAP * (len(split) - 1)) / len(split)
    loose = Type(type.size, type.line_height, WIDEST_SPACING)
    fits = all(page.height(panels, width, loose) <= height and page.whole(panels, type) <= width for panels in split)
    return _whole([width] * len(split)) if fits else None


def _even_widths(page: _Page, split: tuple[range, ...], widths: tuple[float, ...], type: Type) -> tuple[float, ...]:
    """Give the highest column a little more width, again and again, until all width is given away."""
    given = list(widths)
    heights = [page.height(panels, width, type) for panels, width in zip(split, given, strict=True)]
    left = page.width - COLUMN_GAP * (len(split) - 1) - sum(given)
    while left >= page.care.grid:
        high = heights.index(max(heights))
        given[high] += page.care.grid
        heights[high] = page.height(split[high], given[high], type)
        left -= page.care.grid
    return _whole([width + left / len(given) for width in given])


def _whole(widths: Sequence[float]) -> tuple[float, ...]:
    """Return widths of which only the last is no whole number: a page says the others in few figures (`css.screen`)."""
    others = [math.floor(width) for width in widths[:-1]]
    return (*others, round(sum(widths) - sum(others), 2))


def _spacing(page: _Page, sides: Sequence[_Split], tight: Type, heights: Sequence[float]) -> float:
    """Return how much the room between texts may grow before a column is full."""
    spacing = WIDEST_SPACING
    for (split, widths), height in zip(sides, heights, strict=True):
        for panels, width in zip(split, widths, strict=True):
            parts = page.parts(panels, width, tight)
            free = height - CARD_GAP * (len(panels) - 1) - sum(fixed for fixed, _ in parts)
            spacing = min(spacing, free / max(sum(grows for _, grows in parts), 0.1))
    return max(1.0, math.floor(spacing * 100) / 100)


def _column(page: _Page, panels: range, width: float, type: Type, height: float) -> Column:
    """Give each card of a column what it needs and a share of what is left: the longer the panel, the larger."""
    needs = [fixed + grows * type.spacing for fixed, grows in page.parts(panels, width, type)]
    room = height - CARD_GAP * (len(panels) - 1)
    shares = [math.floor(need * room / sum(needs) * 100) / 100 for need in needs]
    if page.sheet.notes and panels[-1] == PANELS - 1:  # they stand below the last card
        notes = page.sheet.notes.extents(width, type)
        shares[-1] -= notes[0] + (notes[1] + GAP * type.size) * type.spacing
    return Column(width, tuple(panel + 1 for panel in panels), tuple(round(share, 2) for share in shares))


def _excess(page: _Page) -> float:
    """Return how many times its room the text takes at the smallest size."""
    heights = page.heights(EXTRAS[-1])
    low, high = 1.0, 2.0
    while high < 1024 and not _sides(page, SMALLEST, [height * high for height in heights]):
        low, high = high, high * 2
    for _ in range(6):
        middle = (low + high) / 2
        if _sides(page, SMALLEST, [height * middle for height in heights]):
            high = middle
        else:
            low = middle
    return high
