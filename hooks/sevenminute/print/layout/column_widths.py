"""Sharing out the room that a split of the panels leaves: widths of columns, room between texts, heights of cards."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sevenminute.markdown.panels import PANELS
from sevenminute.print.layout.box_model import GAP, Type
from sevenminute.print.layout.column_split import PageRoom, Split
from sevenminute.print.layout.fit_result import CARD_GAP, COLUMN_GAP, WIDEST_SPACING, Column, Fit, Side, line_height
from sevenminute.print.layout.sheet import Extras


def finished_fit(page: PageRoom, size: float, extras: Extras, sides: Sequence[Split], heights: Sequence[float]) -> Fit:
    """Let the columns of each side end at one height, and share out the room that is left."""
    tight = Type(size, line_height(size))
    wide = [
        (split, equal_widths(page, split, tight, height) or even_widths(page, split, widths, tight))
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


def equal_widths(page: PageRoom, split: tuple[range, ...], type: Type, height: float) -> tuple[float, ...] | None:
    """Return columns of one width, or None where that would break words, or cost some of the room between texts."""
    width = (page.width - COLUMN_GAP * (len(split) - 1)) / len(split)
    loose = Type(type.size, type.line_height, WIDEST_SPACING)
    fits = all(page.height(panels, width, loose) <= height and page.whole(panels, type) <= width for panels in split)
    return _whole_points([width] * len(split)) if fits else None


def even_widths(page: PageRoom, split: tuple[range, ...], widths: tuple[float, ...], type: Type) -> tuple[float, ...]:
    """Give the highest column a little more width, again and again, until all width is given away."""
    given = list(widths)
    heights = [page.height(panels, width, type) for panels, width in zip(split, given, strict=True)]
    left = page.width - COLUMN_GAP * (len(split) - 1) - sum(given)
    while left >= page.tolerance.grid:
        high = heights.index(max(heights))
        given[high] += page.tolerance.grid
        heights[high] = page.height(split[high], given[high], type)
        left -= page.tolerance.grid
    return _whole_points([width + left / len(given) for width in given])


def _whole_points(widths: Sequence[float]) -> tuple[float, ...]:
    """Return widths of which only the last is no whole number: a page says the others in few figures (`css.screen`)."""
    others = [math.floor(width) for width in widths[:-1]]
    return (*others, round(sum(widths) - sum(others), 2))


def _spacing(page: PageRoom, sides: Sequence[Split], tight: Type, heights: Sequence[float]) -> float:
    """Return how much the room between texts may grow before a column is full."""
    spacing = WIDEST_SPACING
    for (split, widths), height in zip(sides, heights, strict=True):
        for panels, width in zip(split, widths, strict=True):
            parts = page.parts(panels, width, tight)
            free = height - CARD_GAP * (len(panels) - 1) - sum(fixed for fixed, _ in parts)
            spacing = min(spacing, free / max(sum(grows for _, grows in parts), 0.1))
    return max(1.0, math.floor(spacing * 100) / 100)


def _column(page: PageRoom, panels: range, width: float, type: Type, height: float) -> Column:
    """Give each card of a column what it needs and a share of what is left: the longer the panel, the larger."""
    needs = [fixed + grows * type.spacing for fixed, grows in page.parts(panels, width, type)]
    room = height - CARD_GAP * (len(panels) - 1)
    shares = [math.floor(need * room / sum(needs) * 100) / 100 for need in needs]
    if page.sheet.notes and panels[-1] == PANELS - 1:  # they stand below the last card
        notes = page.sheet.notes.extents(width, type)
        shares[-1] -= notes[0] + (notes[1] + GAP * type.size) * type.spacing
    return Column(width, tuple(panel + 1 for panel in panels), tuple(round(share, 2) for share in shares))
