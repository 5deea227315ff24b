"""The sizes of a printed briefing as numbers in its page, and the one style sheet that reads them.

A page may hold no styles, and a style sheet of its own would be a second request for each page. So `data-size` of an element
says one number of three figures, and what it is the size of, the style sheet of all pages knows.
"""

from __future__ import annotations

import math

from sevenminute.print.css.pdf import fixed_css
from sevenminute.print.layout import box_model
from sevenminute.print.layout.fit_result import LINE_HEIGHT, LINE_HEIGHT_PER_POINT, SMALLEST, Column, Fit, Side

_TENTHS, _HUNDREDTHS = 10, 100


def type_size(fit: Fit) -> str:
    """Return the size of the type, in tenths of points."""
    return _number(round(fit.type.size * _TENTHS))


def spacing(fit: Fit) -> str:
    """Return how much the room between texts grows, in hundredths."""
    return _number(round(fit.type.spacing * _HUNDREDTHS))


def head_height(fit: Fit) -> str:
    """Return the height of the head in points. Less is left white below it where it is no whole number."""
    return _number(math.floor(fit.head.height))


def title_size(fit: Fit) -> str:
    """Return the size of the title in points."""
    return _number(round(fit.head.title_size))


def qr_width(fit: Fit) -> str:
    """Return the width of the QR code in points."""
    return _number(math.ceil(fit.head.qr))


def side_height(side: Side) -> str:
    """Return the height of the columns in points."""
    return _number(math.floor(side.height))


def column_width(column: Column) -> str:
    """Return the width of a column in points; the last one also takes the part of a point that is left."""
    return _number(math.floor(column.width))


def _number(value: int) -> str:
    return f"{value:03}"


def sizes_css() -> str:
    """Return the style sheet that all printed briefings share: the sizes that are the same, and how each number is read."""
    line_height = f"{LINE_HEIGHT - LINE_HEIGHT_PER_POINT * SMALLEST:.3f} + {LINE_HEIGHT_PER_POINT / _TENTHS} * var(--number)"
    address = f"{box_model.ADDRESS_SCALE / _TENTHS}pt * var(--number)"
    grown = {"gap": box_model.GAP, "item-gap": box_model.ITEM_GAP, "pad-y": box_model.PAD_Y}
    rules = {
        "[data-size]": "--number: calc(var(--hundreds) + var(--rest)); --points: calc(1pt * var(--number))",
        ".briefing[data-size]": f"--type: calc({1 / _TENTHS}pt * var(--number)); --line-height: calc({line_height}); "
        f"--address: max({box_model.SMALLEST_ADDRESS}pt, {address})",
        ".briefing__header": "grid-template-columns: minmax(0, 1fr) auto",
        ".briefing__header[data-size]": "--head: var(--points)",
        ".briefing__title[data-size]": "--title: var(--points)",
        ".sheet-qr[data-size]": "width: var(--points)",
        ".panels[data-size]": "; ".join(
            f"--{name}: calc({size / _HUNDREDTHS:.4f}em * var(--number))" for name, size in grown.items()
        ),
        ".side": "display: flex; align-items: stretch",
        ".side[data-size]": "height: var(--points)",
        ".column": "display: flex; flex-direction: column",
        ".column[data-size]": "flex: none; width: var(--points)",
        ".column:last-child": "flex-grow: 1",
        ".panel": "flex: 1 0 auto",
    }
    rules |= {f'[data-size^="{figure}"]': f"--hundreds: {100 * figure}" for figure in range(10)}
    rules |= {f'[data-size$="{rest:02}"]': f"--rest: {rest}" for rest in range(100)}
    return fixed_css() + "".join(f"{selector} {{ {said}; }}\n" for selector, said in rules.items())
