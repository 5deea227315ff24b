"""Breaking text into lines, as browsers do: each line takes as many words as it can hold."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sevenminute.markdown.html.tree import Element
from sevenminute.print.layout.font_metrics import Metrics, Style

SMALL = 0.75
"""Size of raised and lowered marks beside their text."""

_BOLD = {"b", "strong", "th", "dt", "h1", "h2", "h3", "h4", "h5", "h6"}
_ITALIC = {"em", "i", "cite", "dfn", "var"}
_RAISED = {"sup", "sub"}
_UNBROKEN = {"tel", "sheet-date"}
"""Classes whose text stays on one line."""
_UNSEEN = {"script", "style", "template", "svg"}
NOT_PRINTED = {"footnote-backref", "print-address", "screen-only"}
"""Classes that take no place in a line: left out on paper, or set below their paragraph."""

# A line may end after a space, and after a hyphen or dash within a word. It may end in more places; fewer are on the safe side
# as long as a line can hold what stands between them. What it cannot hold is broken after strokes, and where the line is full.
_PIECE = re.compile(r"[^\S\u00a0\u202f]+|[^\s–—-]*[–—-]+(?![\d\s])|(?:[^\S \t\n\r\f\v]|[^\s–—-]|[–—-]+(?=[\d\s]|$))+")

_PART = re.compile(r"[^/?!|]*[/?!|]+|[^/?!|]+")


@dataclass(frozen=True)
class Run:
    """A text in one style.

    Attributes:
        text: As in the page.
        style: How it looks.
        ends_line: Whether the line ends here whatever room it has; the text is then empty.
    """

    text: str
    style: Style
    ends_line: bool = False


class Paragraph:
    """Pieces of text between which a line may end, with their places on one endless line, in em.

    Each piece has parts, at whose ends it may be broken where it is wider than a line.
    """

    __slots__ = ("_ends", "_parts", "_starts")

    def __init__(self, starts: list[float], ends: list[float], parts: list[list[float]]) -> None:
        self._starts = starts
        self._ends = ends
        self._parts = parts

    @property
    def widest(self) -> float:
        """Width of the widest piece, in em."""
        return max(end - start for start, end in zip(self._starts, self._ends, strict=True))

    def lines(self, width: float, *, behind_mark: bool = False) -> int:
        """Return how many lines the text takes.

        Args:
            width: Of a line, in em.
            behind_mark: Whether the mark of a list stands before the text: alone, when no line can hold the first piece.
        """
        starts, ends = self._starts, self._ends
        if ends[-1] - starts[0] <= width:
            return 1
        count, first = int(behind_mark and ends[0] - starts[0] > width), 0
        while first < len(ends):
            after = bisect_right(ends, starts[first] + width, first)
            if after == first:
                count += _broken(self._parts[first], max(width, 0.5))
                after += 1
            else:
                count += 1
            first = after
        return count


def _broken(parts: list[float], width: float) -> int:
    """Return the lines of a piece that no line can hold: of two ways to break it, the worse.

    One breaks it wherever a line is full; the other, at the ends of its parts where it can.
    """
    lines, used = 1, 0.0
    for part in parts:
        if used and used + part > width:
            lines, used = lines + 1, 0.0
        used += part
        while used > width:
            lines, used = lines + 1, used - width
    return max(lines, math.ceil(sum(parts) / width))


def runs(element: Element, style: Style = Style()) -> Iterator[Run]:  # noqa: B008 - it is frozen
    """Yield the runs of text within an element, whose own tag counts too."""
    style = _styled(element, style)
    if element.tag == "br":
        yield Run("", style, ends_line=True)
    for child in element.children:
        if isinstance(child, str):
            yield Run(child, style)
        elif child.tag not in _UNSEEN and not child.classes & NOT_PRINTED:
            yield from runs(child, style)


def paragraphs(text: Iterable[Run], metrics: Metrics) -> list[Paragraph]:
    """Return the paragraphs that some runs make, one more after each forced end of a line; without text there are none."""
    made: list[Paragraph] = []
    line = _Line(metrics)
    for run in text:
        if run.ends_line:
            made += line.finish() or [Paragraph([0.0], [0.0], [[0.0]])]
            line = _Line(metrics)
        else:
            line.add(run)
    return made + line.finish()


class _Line:
    """Collects pieces; spaces at a seam count once, and none where a line begins."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._starts: list[float] = []
        self._ends: list[float] = []
        self._parts: list[list[float]] = []
        self._at = 0.0
        self._open = False

    def add(self, run: Run) -> None:
        if run.style.unbroken:
            self._append(self._metrics.width(" ".join(run.text.split()), run.style))
            return
        for piece in _PIECE.findall(run.text):
            if piece.isspace() and "\u00a0" not in piece and "\u202f" not in piece:
                if self._open:
                    self._at = self._ends[-1] + self._metrics.width(" ", run.style)
                    self._open = False
            else:
                for part in _PART.findall(piece):
                    self._append(self._metrics.width(part, run.style))
                if piece[-1] in "-–—":
                    self._open = False

    def _append(self, width: float) -> None:
        if not width:
            return
        if self._open:
            self._ends[-1] += width
            self._parts[-1].append(width)
        else:
            self._starts.append(self._at)
            self._ends.append(self._at + width)
            self._parts.append([width])
        self._at = self._ends[-1]
        self._open = True

    def finish(self) -> list[Paragraph]:
        return [Paragraph(self._starts, self._ends, self._parts)] if self._ends else []


def _styled(element: Element, style: Style) -> Style:
    if element.tag in _BOLD:
        style = replace(style, bold=True)
    if element.tag in _ITALIC:
        style = replace(style, italic=True)
    if element.tag in _RAISED:
        style = replace(style, scale=style.scale * SMALL)
    if element.classes & _UNBROKEN:
        style = replace(style, unbroken=True)
    return style
