"""How a briefing is printed, or why it does not fit; and the limits of type and room within which a fit is sought."""

from __future__ import annotations

from dataclasses import dataclass

from sevenminute.print.layout.box_model import Type
from sevenminute.print.layout.sheet import Extras, Head, Orientation

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
        orientation: The one that was asked for, or that comes nearer.
    """

    orientation: Orientation


def line_height(size: float) -> float:
    """Return the line height for a type size in points: it grows with it, from 1.25 at the smallest to 1.46."""
    return round(LINE_HEIGHT + LINE_HEIGHT_PER_POINT * (size - SMALLEST), 3)
