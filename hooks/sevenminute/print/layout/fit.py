"""Choosing orientation, type size and columns, so that a briefing fills one A4 page and never needs a second one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sevenminute.print.layout.box_model import Type
from sevenminute.print.layout.column_split import PageRoom, Split, Tolerance, split_sides
from sevenminute.print.layout.column_widths import equal_widths, even_widths, finished_fit
from sevenminute.print.layout.fit_result import GOOD, LARGEST, SMALLEST, Fit, TooLong, line_height
from sevenminute.print.layout.sheet import EXTRAS, Orientation, Sheet

_STEP = 0.1
_MOST_STEPS_DOWN = 8
_UNEVEN = 2.0
"""Points of type that columns of one width are worth, beside columns of which one takes the whole page."""


def fit(sheet: Sheet, orientation: Orientation | None, *, two_sided: bool = False) -> Fit | TooLong:
    """Fit a briefing on one page, or on two.

    Args:
        sheet: What is printed.
        orientation: How the paper is held; None leaves the choice to the text.
        two_sided: Whether it is printed on front and back.
    """
    ways = (orientation,) if orientation else tuple(Orientation)
    for tolerance in Tolerance:
        pages = [PageRoom(sheet, way, tolerance, two_sided=two_sided) for way in ways]
        if found := _best_of(pages):
            return found
    needs = {page.orientation: _excess(page) for page in pages}
    nearer = min(needs, key=needs.__getitem__)
    return TooLong(nearer)


def fits(sheet: Sheet, orientation: Orientation | None, *, two_sided: bool = False) -> bool:
    """Tell whether `fit` would find a fit: whether there is one of the smallest type, with nothing beside the panels."""
    ways = (orientation,) if orientation else tuple(Orientation)
    pages = (PageRoom(sheet, way, tolerance, two_sided=two_sided) for tolerance in reversed(Tolerance) for way in ways)
    return any((heights := page.heights(EXTRAS[-1]))[0] > 0 and split_sides(page, SMALLEST, heights) for page in pages)


def _best_of(pages: Iterable[PageRoom]) -> Fit | None:
    """Return the best fit, or the first that is good enough."""
    fits: list[Fit] = []
    for page in pages:
        found = _largest_type(page)
        if found and found.type.size >= GOOD and found.extras.questions:
            return found
        fits += [found] if found else []
    return max(fits, key=lambda found: (found.extras.questions, found.type.size >= GOOD, found.type.size), default=None)


def _largest_type(page: PageRoom) -> Fit | None:
    """Return the best fit, with as many extras as leave the type large enough."""
    for extras in page.sheet.extras:
        heights = page.heights(extras)
        least = GOOD if extras.summary else SMALLEST
        if heights[0] > 0 and split_sides(page, least, heights):
            size, sides = _best(page, _largest_size(page, heights), least, heights)
            return finished_fit(page, size, extras, sides, heights)
    return None


def _best(page: PageRoom, largest: float, least: float, heights: Sequence[float]) -> tuple[float, tuple[Split, ...]]:
    """Return size and columns: a little smaller than the largest where that makes the columns more alike."""
    least = max(least, min(largest, GOOD))
    choices = []
    for step in range(_MOST_STEPS_DOWN + 1):
        size = round(largest - step * _STEP, 1)
        sides = split_sides(page, size, heights) if size >= least else None
        if sides:
            uneven = (_unevenness(page, side, size, height) for side, height in zip(sides, heights, strict=True))
            choices.append((size - _UNEVEN * max(uneven), size, sides))
    _, size, sides = max(choices, key=lambda choice: choice[0])
    return size, sides


def _unevenness(page: PageRoom, side: Split, size: float, height: float) -> float:
    """Return by how much of the page's width the widest column is wider than the narrowest, from 0 to 1."""
    if equal_widths(page, side[0], Type(size, line_height(size)), height):
        return 0.0
    widths = even_widths(page, *side, Type(SMALLEST, line_height(SMALLEST)))
    return (max(widths) - min(widths)) / page.width


def _largest_size(page: PageRoom, heights: Sequence[float]) -> float:
    steps = round((LARGEST - SMALLEST) / _STEP)
    fits, fails = 0, steps + 1
    while fails - fits > 1:
        middle = (fits + fails) // 2
        if split_sides(page, SMALLEST + middle * _STEP, heights):
            fits = middle
        else:
            fails = middle
    return round(SMALLEST + fits * _STEP, 1)


def _excess(page: PageRoom) -> float:
    """Return how many times its room the text takes at the smallest size."""
    heights = page.heights(EXTRAS[-1])
    low, high = 1.0, 2.0
    while high < 1024 and not split_sides(page, SMALLEST, [height * high for height in heights]):
        low, high = high, high * 2
    for _ in range(6):
        middle = (low + high) / 2
        if split_sides(page, SMALLEST, [height * middle for height in heights]):
            high = middle
        else:
            low = middle
    return high
