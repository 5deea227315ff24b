"""A small bar chart, worked out while the site is built: the template draws it, and shows its numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sevenminute.pages.briefing import Data

WIDTH = 300
"""Of the drawing, in its own units: about the pixels of a narrow telephone, so that its words are as large as the page's."""
ROW = 24
"""Height of a bar with the space around it."""
_BAR = 14
_LABEL = 120
"""Room for the words before the bars."""
_FIGURES = 32
"""Room for the number behind the longest bar."""


@dataclass(frozen=True)
class Row:
    """One number.

    Attributes:
        label: What is counted.
        count: How many.
        is_late: Whether each of them should have been done before today.
    """

    label: str
    count: int
    is_late: bool = False


def chart_data(title: str, counted: str, rows: Sequence[Row]) -> Data:
    """Return what the template draws.

    Args:
        title: What the numbers are of.
        counted: What is counted, as the heading of its column.
        rows: From top to bottom.
    """
    most = max((row.count for row in rows), default=0) or 1
    longest = WIDTH - _LABEL - _FIGURES
    bars = [_bar(position, row, longest * row.count / most) for position, row in enumerate(rows)]
    return {"title": title, "counted": counted, "width": WIDTH, "height": ROW * len(rows), "bar": _BAR, "x": _LABEL, "rows": bars}


def _bar(position: int, row: Row, width: float) -> Data:
    top = position * ROW
    return {
        "label": row.label,
        "count": row.count,
        "late": row.is_late and row.count > 0,
        "y": top + (ROW - _BAR) // 2,
        "baseline": top + ROW // 2 + 4,
        "width": round(width, 1),
        "end": round(_LABEL + width + 5, 1),
    }
