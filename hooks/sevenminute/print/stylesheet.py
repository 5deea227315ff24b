"""What the fit of one briefing says to the maker of PDFs: the few measures that `sheet.css` asks for."""

from __future__ import annotations

from sevenminute.print import measure, sheet
from sevenminute.print.fit import CARD_GAP, COLUMN_GAP, Fit


def page_css(fit: Fit) -> str:
    """Return the style sheet of a briefing that has the whole paper for its own."""
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
