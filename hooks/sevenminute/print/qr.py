"""The QR code on paper, which leads to the page where updates are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import segno

from sevenminute.print.layout.sheet import MM

_SMALLEST = 18.6 * MM
_MODULE = 0.45 * MM
"""Points; a module smaller than 0.4 mm is hard to read for a telephone's camera."""


@dataclass(frozen=True)
class QrCode:
    """A QR code as a drawing of squares.

    Attributes:
        address: What it says.
        modules: Squares in each row, without a border: the page leaves white around it.
        path: The dark squares, in the language of SVG paths, as lines one unit wide.
        width: On paper, in points.
    """

    address: str
    modules: int
    path: str
    width: float


@lru_cache(maxsize=4096)  # while somebody edits, the same addresses come again with each save
def qr_code(address: str) -> QrCode:
    """Return the QR code of an address, of the largest squares: with error correction L, or more where that adds none.

    Large squares survive a copying machine as well as many small ones with more correction do, and weigh less.
    """
    rows = segno.make(address, error="l", micro=False).matrix
    return QrCode(address, len(rows), _path([_dark(bytes(row)) for row in rows]), max(_SMALLEST, len(rows) * _MODULE))


def _path(rows: list[list[tuple[int, int]]]) -> str:
    """Return lines through the middle of the dark stretches, each move counted from the one before: that is shortest."""
    pieces, at_x, at_y = ["M0 .5"], 0, 0
    for y, row in enumerate(rows):
        for x, length in row:
            pieces.append(f"m{x - at_x} {y - at_y}h{length}".replace(" -", "-"))
            at_x, at_y = x + length, y
    return "".join(pieces)


def _dark(row: bytes) -> list[tuple[int, int]]:
    """Return the dark stretches of a row: where each begins and how long it is."""
    found: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and found and sum(found[-1]) == x:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((x, 1))
    return found
