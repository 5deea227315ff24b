"""How high the parts of a sheet become at a width: a model of what the style sheet of the sheet says.

Heights are in points. Whatever is uncertain is taken to be higher, never lower.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sevenminute.markdown.html.tree import Element
from sevenminute.print.layout.font_metrics import Metrics, Style
from sevenminute.print.layout.line_breaking import Paragraph, Run, paragraphs, runs

LARGEST_PICTURE = 85.0
"""Height in points to which the style sheet limits a picture."""
ADDRESS_SCALE = 0.88
SMALLEST_ADDRESS = 8.5
"""How large an address below a link is beside the text, and the points below which it is never set."""

# What the style sheet repeats, as custom properties: each in em of the sheet's type, and those that grow where there is room.
PAD_X = 0.6
PAD_Y = 0.55
GAP = 0.36
ITEM_GAP = 0.13
INDENT = 1.15
BOX_PAD = 0.45
CELL_PAD_X = 0.3
CELL_PAD_Y = 0.14
HEADING_SCALE = 1.12
HEADING_LINE = 1.2
HEADING_PAD = 0.26
HEADING_INDENT = 2.05
"""Em of the heading: room for the number before its first line, kept free before the others."""
BADGE = 0.8
"""Points by which the number and its ring may make the first line of a heading higher."""
LINE = 0.75
"""Points; the width of a card's edge, and of the lines of a table."""

_LISTS = {"ul", "ol"}
BLOCKS = _LISTS | {
    *("p", "div", "section", "article", "aside", "figure", "figcaption", "details", "summary", "header", "footer", "address"),
    *("li", "dl", "dt", "dd", "blockquote", "table", "pre", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "form", "fieldset"),
}
"""Elements that stand below each other."""
PICTURES = {"img", "svg", "video", "canvas", "iframe", "object"}
_INDENTED = {"ul", "ol", "dd", "blockquote"}
_BOXES = {"figure", "details", "fieldset"}


@dataclass(frozen=True)
class Type:
    """The type of a sheet.

    Attributes:
        size: Of its text, in points.
        line_height: As a multiple of the size.
        spacing: How much larger than in a full sheet the room between texts is.
    """

    size: float
    line_height: float
    spacing: float = 1.0

    @property
    def address(self) -> float:
        """Size of the addresses below links, in points."""
        return max(SMALLEST_ADDRESS, round(self.size * ADDRESS_SCALE, 1))


@dataclass(frozen=True)
class _Text:
    paragraph: Paragraph
    inset: float
    behind_mark: bool = False

    def extent(self, width: float, type: Type) -> tuple[float, float]:
        lines = self.paragraph.lines((width - self.inset * type.size) / type.size, behind_mark=self.behind_mark)
        return lines * type.size * type.line_height, 0.0


@dataclass(frozen=True)
class _Address:
    """A web address below a link."""

    paragraph: Paragraph
    inset: float

    def extent(self, width: float, type: Type) -> tuple[float, float]:
        lines = self.paragraph.lines((width - self.inset * type.size) / type.address)
        return lines * type.address * type.line_height, 0.0


@dataclass(frozen=True)
class _Space:
    """Empty room, in em; what grows is multiplied where there is room to spare."""

    grows: float = 0.0
    fixed: float = 0.0
    points: float = 0.0

    def extent(self, width: float, type: Type) -> tuple[float, float]:
        return self.fixed * type.size + self.points, self.grows * type.size


@dataclass(frozen=True)
class _Table:
    rows: tuple[tuple[tuple[_Part, ...], ...], ...]
    inset: float

    def extent(self, width: float, type: Type) -> tuple[float, float]:
        fixed, grows = LINE, 0.0
        columns = max((len(row) for row in self.rows), default=1)
        cell_width = (width - self.inset * type.size) / columns - 2 * CELL_PAD_X * type.size - LINE
        for row in self.rows:
            cells = [extents(cell, cell_width, type) for cell in row] or [(0.0, 0.0)]
            fixed += max(cell for cell, _ in cells) + 2 * CELL_PAD_Y * type.size + LINE
            grows += max(cell for _, cell in cells)
        return fixed, grows

    def whole(self, type: Type) -> float:
        """Return the least width at which no word and no telephone number in a cell is broken."""
        columns = max((len(row) for row in self.rows), default=1)
        texts = (part for row in self.rows for cell in row for part in cell if isinstance(part, _Text))
        widest = max((text.paragraph.widest + text.inset for text in texts), default=0.0)
        return columns * ((widest + 2 * CELL_PAD_X) * type.size + LINE) + self.inset * type.size


_Part = _Text | _Address | _Space | _Table


def extents(parts: Iterable[_Part], width: float, type: Type) -> tuple[float, float]:
    """Return the height of parts below each other: of what is fixed, and of the room that `Type.spacing` multiplies.

    Args:
        parts: As `MeasuredBox` makes them.
        width: Of their box, in points.
        type: Of the sheet.
    """
    fixed = grows = 0.0
    for part in parts:
        a, b = part.extent(width, type)
        fixed += a
        grows += b
    return fixed, grows


class MeasuredBox:
    """A panel, or the notes below the last one, ready to be measured at many widths."""

    def __init__(self, element: Element, metrics: Metrics, *, edged: bool = True) -> None:
        """Read the element.

        Args:
            element: The panel.
            metrics: Widths of the font.
            edged: Whether it is a card with an edge and padding.
        """
        self._parts = _one_room((_Space(grows=PAD_Y if edged else 0.0), *_Blocks(metrics).inside(element)))
        self._edges = (2 * LINE, 2 * PAD_X) if edged else (0.0, 0.0)
        self._known: dict[tuple[float, float, float], tuple[float, float]] = {}

    def extents(self, width: float, type: Type) -> tuple[float, float]:
        """Return the height at a width: of what is fixed, and of the room that `Type.spacing` multiplies."""
        key = (width, type.size, type.line_height)
        found = self._known.get(key)
        if found is None:
            line, pad = self._edges
            fixed, grows = extents(self._parts, width - line - pad * type.size, type)
            found = self._known[key] = (fixed + line, grows)
        return found

    def whole(self, type: Type) -> float:
        """Return the least width at which no table breaks a word or a telephone number."""
        line, pad = self._edges
        tables = (part.whole(type) for part in self._parts if isinstance(part, _Table))
        return max(tables, default=0.0) + line + pad * type.size


def _one_room(parts: Iterable[_Part]) -> tuple[_Part, ...]:
    """Return the parts with all empty room as one: where it is makes no difference to the height."""
    found = tuple(parts)
    rooms = [part for part in found if isinstance(part, _Space)]
    room = _Space(*(sum(getattr(part, name) for part in rooms) for name in ("grows", "fixed", "points")))
    return (room, *(part for part in found if not isinstance(part, _Space)))


def text_height(texts: Iterable[Run], metrics: Metrics, width: float, size: float, line_height: float) -> float:
    """Return the height of running text in points.

    Args:
        texts: The text.
        metrics: Widths of the font.
        width: In points.
        size: Of the type, in points.
        line_height: As a multiple of the size.
    """
    return sum(paragraph.lines(width / size) for paragraph in paragraphs(texts, metrics)) * size * line_height


class _Blocks:
    """Lays blocks below each other."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def inside(self, element: Element, inset: float = 0.0, style: Style = Style(), *, gap: float = GAP) -> Iterator[_Part]:  # noqa: B008 - it is frozen
        """Yield what an element holds: its texts as paragraphs, its blocks with room between them."""
        inline: list[Run] = []
        first = True
        for child in element.children:
            if isinstance(child, Element) and child.tag in BLOCKS:
                yield from self._paragraph(inline, inset)
                first = first and not inline
                inline = []
                if not first:
                    yield _Space(grows=self._gap_before(child, gap))
                yield from self._block(child, inset, style)
                first = False
            elif isinstance(child, Element):
                inline += runs(child, style)
                yield from self._pictures_and_addresses(child, inset)
            elif inline or child.strip():
                inline.append(Run(child, style))
        yield from self._paragraph(inline, inset)

    @staticmethod
    def _gap_before(child: Element, gap: float) -> float:
        if child.tag == "li":
            return ITEM_GAP
        return min(gap, GAP)

    def _block(self, element: Element, inset: float, style: Style) -> Iterator[_Part]:
        bold = Style(bold=True)
        if element.tag == "h2":
            yield from self._heading(element)
        elif element.tag == "table":
            yield from self._table(element, inset)
        elif element.tag == "pre":
            for line in element.text().strip("\n").split("\n"):
                yield from self._paragraph([Run(line or "x", style)], inset)
        elif element.tag == "hr":
            yield _Space(fixed=0.2)
        elif element.tag in ("h3", "h4", "h5", "h6", "dt", "summary", "th"):
            yield from self.inside(element, inset, bold)
        elif element.tag in _BOXES or "admonition" in element.classes:
            yield _Space(fixed=BOX_PAD, points=4 * LINE)
            yield from self.inside(element, inset + 2 * BOX_PAD + 0.6, style)
        elif element.tag in _INDENTED:
            yield from self.inside(element, inset + INDENT, style)
        elif "admonition-title" in element.classes:
            yield from self.inside(element, inset, bold)
        elif element.tag == "li":
            yield from _behind_mark(self.inside(element, inset, style, gap=ITEM_GAP))
        else:
            yield from self.inside(element, inset, style)
        if element.tag in _BOXES or "admonition" in element.classes:
            yield _Space(fixed=BOX_PAD)

    def _heading(self, element: Element) -> Iterator[_Part]:
        """Yield the bar with a panel's number and title, whose lines are closer than those of texts."""
        title = element.find("panel__title") or element
        for paragraph in paragraphs(runs(title, Style(bold=True)), self._metrics):
            yield _PanelHeading(paragraph)

    def _paragraph(self, texts: list[Run], inset: float) -> Iterator[_Part]:
        for paragraph in paragraphs(texts, self._metrics):
            yield _Text(paragraph, inset)

    def _pictures_and_addresses(self, element: Element, inset: float) -> Iterator[_Part]:
        for inner in element.elements():
            if inner.tag in PICTURES:
                yield _Space(points=LARGEST_PICTURE)
            elif "print-address" in inner.classes:
                address = paragraphs([Run(inner.attributes.get("value", ""), Style())], self._metrics)
                yield from (_Address(paragraph, inset) for paragraph in address)

    def _table(self, element: Element, inset: float) -> Iterator[_Part]:
        for caption in (child for child in element.children if isinstance(child, Element) and child.tag == "caption"):
            yield from self.inside(caption, inset)
        rows = [row for row in element.elements() if row.tag == "tr"]
        cells = [[cell for cell in row.children if isinstance(cell, Element)] for row in rows]
        laid = (tuple(tuple(self.inside(cell, 0.0, Style(bold=cell.tag == "th"))) for cell in row) for row in cells)
        yield _Table(tuple(laid), inset)


@dataclass(frozen=True)
class _PanelHeading(_Text):
    """The heading of a panel."""

    inset: float = 0.0

    def extent(self, width: float, type: Type) -> tuple[float, float]:
        size = HEADING_SCALE * type.size
        lines = self.paragraph.lines((width - HEADING_INDENT * size) / size, behind_mark=True)
        return lines * size * HEADING_LINE + 2 * HEADING_PAD * size + BADGE, 0.0


def _behind_mark(item: Iterable[_Part]) -> Iterator[_Part]:
    """Yield the parts of an item of a list, of which the first text stands behind its mark."""
    first = True
    for part in item:
        if first and isinstance(part, _Text):
            yield replace(part, behind_mark=True)
            first = False
        else:
            yield part
