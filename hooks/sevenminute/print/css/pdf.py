"""What the fit of one briefing says to the maker of PDFs: the few measures that `sheet.css` asks for."""

from __future__ import annotations

from sevenminute.print.layout import box_model, sheet
from sevenminute.print.layout.fit_result import CARD_GAP, COLUMN_GAP, Fit


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
    grown = {"gap": box_model.GAP, "item-gap": box_model.ITEM_GAP, "pad-y": box_model.PAD_Y}
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
        "pad-x": f"{box_model.PAD_X}em",
        "indent": f"{box_model.INDENT}em",
        "box-pad": f"{box_model.BOX_PAD}em",
        "cell-x": f"{box_model.CELL_PAD_X}em",
        "cell-y": f"{box_model.CELL_PAD_Y}em",
        "heading": f"{box_model.HEADING_SCALE}em",
        "heading-line": f"{box_model.HEADING_LINE}",
        "heading-pad": f"{box_model.HEADING_PAD}em",
        "heading-indent": f"{box_model.HEADING_INDENT}em",
        "hair": f"{box_model.LINE}pt",
        "picture": f"{box_model.LARGEST_PICTURE}pt",
        "column-gap": f"{COLUMN_GAP}pt",
        "card-gap": f"{CARD_GAP}pt",
        "emblem": f"{sheet.EMBLEM:.2f}pt",
    }
    return ":root { " + " ".join(f"--{name}: {value};" for name, value in values.items()) + " }\n"
