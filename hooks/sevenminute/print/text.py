"""Breaking text into lines, as browsers do: each line takes as many words as it can hold."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sevenminute.print.markup import Element
from sevenminute.print.metrics import Metrics, Style

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

# A line may end after a space, and after a hyphen or dash within a word. It may end in more places; fewer are on the safe side.
_PIECE = re.compile(r"[^\S\u00a0\u202f]+|[^\s–—-]*[–—-]+(?![\d\s])|(?:[^\S \t\n\r\f\v]|[^\s–—-]|[–—-]+(?=[\d\s]|$))+")


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
    """Pieces of text between which a line may end, with their places on one endless line, in em."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, starts: list[float], ends: list[float]) -> None:
        self._starts = starts
        self._ends = ends

    def lines(self, width: float) -> int:
        """Return how many lines the text takes.

        Args:
            width: Of a line, in em.
        """
        starts, ends = self._starts, self._ends
        if ends and ends[-1] - starts[0] <= width:
            return 1
        count, first = 0, 0
        while first < len(ends):
            after = bisect_right(ends, starts[first] + width, first)
            if after == first:  # wider than a line: broken wherever the line is full
                count += math.ceil((ends[first] - starts[first]) / max(width, 0.5))
                after += 1
            else:
                count += 1
            first = after
        return count


def runs(element: Element, style: Style = Style()) -> Iterator[Run]:  # noqa: B008 - it is frozen
    """Yield the runs of text within an element, whose own tag counts too."""
    style = _styled(element, style)
    for child in element.children:
        if isinstance(child, str):
            yield Run(child, style)
        elif child.tag == "br":
            yield Run("", style, ends_line=True)
        elif child.tag not in _UNSEEN and not child.classes & NOT_PRINTED:
            yield from runs(child, style)


def paragraphs(text: Iterable[Run], metrics: Metrics) -> list[Paragraph]:
    """Return the paragraphs that some runs make, one more after each forced end of a line; empty ones are left out."""
    made: list[Paragraph] = []
    line = _Line(metrics)
    for run in text:
        if run.ends_line:
            made += line.finish()
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
                self._append(self._metrics.width(piece, run.style))
                if piece[-1] in "-–—":
                    self._open = False

    def _append(self, width: float) -> None:
        if not width:
            return
        if self._open:
            self._ends[-1] += width
        else:
            self._starts.append(self._at)
            self._ends.append(self._at + width)
        self._at = self._ends[-1]
        self._open = True

    def finish(self) -> list[Paragraph]:
        return [Paragraph(self._starts, self._ends)] if self._ends else []


def _styled(element: Element, style: Style) -> Style:
    if element.tag in _BOLD:
        style = replace(style, bold=True)
    if element.tag in _ITALIC:
        style = replace(style, italic=True)
    if element.tag in _RAISED:
        style = replace(style, scale=style.scale * SMALL)
    if element.tag == "time" or element.classes & _UNBROKEN:
        style = replace(style, unbroken=True)
    return style
