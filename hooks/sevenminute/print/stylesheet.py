"""What the fit of one briefing says to the browser and to the maker of PDFs: the few measures that `sheet.css` asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sevenminute.panels import PANELS
from sevenminute.print import measure, sheet
from sevenminute.print.fit import CARD_GAP, COLUMN_GAP, Fit

_PANEL = re.compile(r'<section class="panel panel--(?P<number>\d) ')


def page_css(fit: Fit) -> str:
    """Return the style sheet of a briefing's own page, where the whole paper is its own."""
    return f"@page {{ size: A4 {fit.orientation}; }}\n{fixed_css()}{_measures_css(fit)}"


def _measures_css(fit: Fit) -> str:
    """Return the measures of one briefing."""
    scope = ".briefing"
    lines = [f"{scope} {{ {' '.join(f'--{name}: {value};' for name, value in _measures(fit).items())} }}"]
    for number, side in enumerate(fit.sides, start=1):
        widths = " ".join(f"{column.width}pt" for column in side.columns)
        lines.append(f"{scope} .side--{number} {{ height: {side.height:.2f}pt; grid-template-columns: {widths}; }}")
        for column in side.columns:
            pairs = zip(column.panels, column.heights, strict=True)
            lines += [f"{scope} .panel--{panel} {{ min-height: {height:.2f}pt; }}" for panel, height in pairs]
    left_out = {".briefing__summary": not fit.extras.summary, ".questions": not fit.extras.questions}
    lines += [f"{scope} {name} {{ display: none; }}" for name, gone in left_out.items() if gone]
    return "\n".join(lines) + "\n"


def _measures(fit: Fit) -> dict[str, str]:
    grown = {"gap": measure.GAP, "item-gap": measure.ITEM_GAP, "pad-y": measure.PAD_Y}
    return {
        "type": f"{fit.type.size}pt",
        "line-height": f"{fit.type.line_height}",
        "address": f"{fit.type.address}pt",
        "head": f"{fit.head.height:.2f}pt",
        "title": f"{fit.head.title_size}pt",
        "qr": f"{fit.head.qr:.2f}pt",
    } | {name: f"{value * fit.type.spacing:.3f}em" for name, value in grown.items()}


def fixed_css() -> str:
    """Return the measures that all sheets share and that the model knows too."""
    values = {
        "pad-x": f"{measure.PAD_X}em",
        "indent": f"{measure.INDENT}em",
        "box-pad": f"{measure.BOX_PAD}em",
        "cell-x": f"{measure.CELL_PAD_X}em",
        "cell-y": f"{measure.CELL_PAD_Y}em",
        "heading": f"{measure.HEADING_SCALE}em",
        "heading-line": f"{measure.HEADING_LINE}",
        "heading-pad": f"{measure.HEADING_PAD}em",
        "heading-indent": f"{measure.HEADING_INDENT}em",
        "hair": f"{measure.LINE}pt",
        "picture": f"{measure.LARGEST_PICTURE}pt",
        "column-gap": f"{COLUMN_GAP}pt",
        "card-gap": f"{CARD_GAP}pt",
        "emblem": f"{sheet.EMBLEM:.2f}pt",
    }
    return ":root { " + " ".join(f"--{name}: {value};" for name, value in values.items()) + " }\n"


def with_columns(content: str, fit: Fit) -> str:
    """Return the HTML of a briefing with its panels in the columns of the fit.

    Args:
        content: The page, which ends with the panels.
        fit: How it is printed.

    Raises:
        ValueError: The content has other panels than the fit.
    """
    before: dict[int, str] = {}
    for number, side in enumerate(fit.sides, start=1):
        for place, column in enumerate(side.columns):
            opened = "" if place else f'<div class="side side--{number}">'
            closed = "</div>" if place else f"</div></div>{_turn(column.panels[0])}" if number > 1 else ""
            before[column.panels[0]] = f'{closed}{opened}<div class="column">'
    pieces = list(_pieces(content))
    if [number for number, _ in pieces[1:]] != list(range(1, len(pieces))) or not content.rstrip().endswith("</div>"):
        raise ValueError("the content does not end with numbered panels")
    html = "".join(before.get(number, "") + piece for number, piece in pieces)
    return html.rstrip().removesuffix("</div>") + "</div></div></div>\n"


def _turn(first: int) -> str:
    """Return the line below the front that says what is on the back; its words are no part of the page's text."""
    on_the_back = f"Panel {PANELS} is" if first == PANELS else f"Panels {first} to {PANELS} are"
    return f'<p class="sheet-turn sheet-only" data-text="{on_the_back} on the back."></p>'


def _pieces(content: str) -> Iterator[tuple[int, str]]:
    """Yield what stands before the first panel as number 0, then each panel."""
    starts = list(_PANEL.finditer(content))
    ends = [found.start() for found in starts] + [len(content)]
    yield 0, content[: ends[0]]
    for found, end in zip(starts, ends[1:], strict=True):
        yield int(found["number"]), content[found.start() : end]
