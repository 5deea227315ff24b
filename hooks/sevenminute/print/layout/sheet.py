"""What is printed of a briefing: its panels, and what stands above and below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sevenminute.content.rendered import RenderedBriefing
from sevenminute.markdown.html.tree import Element, parse_html
from sevenminute.print.layout.box_model import MeasuredBox, text_height
from sevenminute.print.layout.font_metrics import Metrics, Style
from sevenminute.print.layout.line_breaking import Run, runs
from sevenminute.print.layout.shortening import shorten

MM = 72 / 25.4
"""Points in a millimetre."""
MARGIN = 9 * MM
"""Edge of the paper that stays white, in points: what the printers of offices can reach."""
_SHORT, _LONG = 210 * MM, 297 * MM
RESERVE = 1.2 * MM
"""Points of the height that nothing uses, for programs that round up."""

EMBLEM = 15 * MM
"""Width and height of the emblem, in points."""
HEAD_GAP = 3 * MM
HEAD_BELOW = 2.5 * MM
STRIP_ABOVE = 2 * MM
STRIP_PAD = 1 * MM
STRIP_TITLE = 24 * MM
IN_SHORT_TITLE = 17 * MM
IN_SHORT_MARK = 16.0
"""Points before the key messages: their title, the mark of each, and a little for programs that round up."""
FOOT_ABOVE = 2 * MM
FOOT_PAD = 0.8 * MM

SERIES_SIZE = 9.5
SUMMARY_SIZE = 10.0
FACTS_SIZE = 9.0
STRIP_SIZE = 9.5
HELP_SIZE = 9.0
TURN_SIZE = 9.5
BACK_BELOW = 1 * MM
FOOT_SIZE = 8.5
_LONGER_DATE = 45.0
"""Points that the day of printing may be longer than the day of the build that stands in the page."""
CLOSE = 1.3
"""Line height of all that is no panel."""
TITLE_LINE = 1.12
CONTINUED = ", continued"
"""What follows the title on the back."""
_TITLE_SIZES = (24.0, 22.0, 20.0, 18.0, 16.0, 14.0)


class Orientation(StrEnum):
    """How the paper is held."""

    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"

    @property
    def other(self) -> Orientation:
        """The other way."""
        return Orientation.PORTRAIT if self is Orientation.LANDSCAPE else Orientation.LANDSCAPE

    @property
    def width(self) -> float:
        """Width between the margins, in points."""
        return (_LONG if self is Orientation.LANDSCAPE else _SHORT) - 2 * MARGIN

    @property
    def height(self) -> float:
        """Height between the margins that may be used, in points."""
        return (_SHORT if self is Orientation.LANDSCAPE else _LONG) - 2 * MARGIN - RESERVE

    @property
    def columns(self) -> int:
        """Columns in which the panels stand."""
        return 3 if self is Orientation.LANDSCAPE else 2


@dataclass(frozen=True)
class Extras:
    """What is printed beside the panels where there is room."""

    key_messages: bool
    summary: bool
    questions: bool


EXTRAS = (
    Extras(key_messages=True, summary=True, questions=True),
    Extras(key_messages=False, summary=True, questions=True),
    Extras(key_messages=False, summary=False, questions=True),
    Extras(key_messages=False, summary=False, questions=False),
)
"""From everything to what must be: the panels are never made smaller than they may be for the rest."""


@dataclass(frozen=True)
class Head:
    """Title and facts above the panels.

    Attributes:
        height: In points, with the room below.
        title_size: In points.
        qr: Width of the QR code in points, or 0 for none.
    """

    height: float
    title_size: float
    qr: float


class Sheet:
    """The printed parts of one briefing's page."""

    def __init__(self, frame: str, briefing: RenderedBriefing, metrics: Metrics, *, qr: float = 0.0) -> None:
        """Read what is printed.

        Args:
            frame: HTML of all that is printed but the panels and notes, which belong into its `briefing__body`.
            briefing: The panels and notes.
            metrics: Widths of the font.
            qr: Width of the QR code in points, or 0 for none.
        """
        article = parse_html(frame)
        found = [panel.element for panel in briefing.panels]
        body = article.find("briefing__body")
        if body:
            body.children = [*found, *([briefing.notes] if briefing.notes else [])]
        self._frame, self._briefing, self._metrics, self._qr = frame, briefing, metrics, qr
        letters = dict.fromkeys("".join(run.text for run in runs(article)))
        self.missing_letters = "".join(letter for letter in letters if metrics.lacks(letter))
        """The letters that the font lacks, each once, in the order of the page."""
        self._series = _runs(article, "briefing__series", bold=True)
        self._title = _runs(article, "briefing__title", bold=True)
        self._summary = _runs(article, "briefing__summary")
        notices = [list(runs(element)) for element in article.elements() if "notice" in element.classes]
        self._key_messages = _list_items(article.find("in-short"))
        self._facts = [_runs(article, "sheet-facts"), *notices]
        self._questions = _list_items(article.find("questions"))
        self._help, self._foot = _runs(article, "sheet-help"), _runs(article, "sheet-foot__facts")
        self.panels = [MeasuredBox(element, metrics) for element in found]
        self.pictures = sum(element.tag == "img" for panel in found for element in panel.elements())
        """How many there are in the panels."""
        self.notes = MeasuredBox(briefing.notes, metrics, edged=False) if briefing.notes else None

    def without_pictures(self) -> Sheet:
        """Return the same without its pictures."""
        panels = tuple(replace(panel, element=panel.element.without("img")) for panel in self._briefing.panels)
        notes = self._briefing.notes and self._briefing.notes.without("img")
        return self._with(replace(self._briefing, panels=panels, notes=notes))

    def shortened(self, words: int) -> Sheet:
        """Return the same with some words fewer in its panels."""
        return self._with(shorten(self._briefing, words))

    def _with(self, briefing: RenderedBriefing) -> Sheet:
        return Sheet(self._frame, briefing, self._metrics, qr=self._qr)

    @property
    def extras(self) -> tuple[Extras, ...]:
        """What may be printed beside the panels, from everything to what must be."""
        return EXTRAS if self._key_messages else EXTRAS[1:]

    @property
    def has_questions(self) -> bool:
        """Whether there are questions to talk about."""
        return bool(self._questions)

    def head(self, width: float, extras: Extras) -> Head:
        """Return the height of the head.

        Args:
            width: Between the margins, in points.
            extras: What is printed.
        """
        width -= EMBLEM + self._qr + 2 * HEAD_GAP
        size = next((size for size in _TITLE_SIZES if self._lines(self._title, width, size) <= 1), None)
        size = size or next((size for size in _TITLE_SIZES[2:] if self._lines(self._title, width, size) <= 2), _TITLE_SIZES[-1])
        height = self._high(self._series, width, SERIES_SIZE) + self._high(self._title, width, size, TITLE_LINE)
        if extras.summary:
            height += self._high(self._summary, width, SUMMARY_SIZE)
        if extras.key_messages:
            beside = width - IN_SHORT_TITLE - IN_SHORT_MARK
            height += sum(self._high(message, beside, SUMMARY_SIZE) for message in self._key_messages)
        height += sum(self._high(facts, width - 12, FACTS_SIZE) for facts in self._facts)
        return Head(max(height + 1, EMBLEM, self._qr) + HEAD_BELOW, size, self._qr)

    def strip(self, width: float, extras: Extras) -> float:
        """Return the height in points of the questions, with the room above."""
        if not extras.questions or not self._questions:
            return 0.0
        width -= STRIP_TITLE + 2 * STRIP_PAD + 20
        lines = sum(self._high(question, width, STRIP_SIZE) for question in self._questions)
        return STRIP_ABOVE + max(lines, 2 * STRIP_SIZE * CLOSE) + 2 * STRIP_PAD + 2

    def foot(self, width: float) -> float:
        """Return the height in points of the foot, with the room above."""
        facts = self._high(self._foot, width - _LONGER_DATE, FOOT_SIZE)
        return FOOT_ABOVE + FOOT_PAD + 1 + self._high(self._help, width, HELP_SIZE) + facts

    def front_foot(self, width: float) -> float:
        """Return the height in points of the foot of a front whose back has another, with the room above."""
        return FOOT_ABOVE + FOOT_PAD + 1 + self._high(self._help, width, HELP_SIZE) + TURN_SIZE * CLOSE

    def back_head(self, width: float) -> float:
        """Return the height in points of the title on the back, with the room below."""
        return self._high([*self._title, Run(CONTINUED, Style(bold=True))], width, TURN_SIZE) + BACK_BELOW

    def _lines(self, text: Sequence[Run], width: float, size: float) -> int:
        return round(text_height(text, self._metrics, width, size, 1.0) / size)

    def _high(self, text: Sequence[Run], width: float, size: float, line_height: float = CLOSE) -> float:
        return text_height(text, self._metrics, width, size, line_height)


def _runs(article: Element, name: str, *, bold: bool = False) -> list[Run]:
    found = article.find(name)
    return list(runs(found, Style(bold=bold))) if found else []


def _list_items(section: Element | None) -> list[list[Run]]:
    items = section.elements() if section else ()
    return [list(runs(item)) for item in items if item.tag == "li"]
