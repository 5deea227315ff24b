"""A briefing made ready for paper: its fit, or why it has none."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from sevenminute.checks.print_length import MOST_ON_TWO_SIDES
from sevenminute.content.briefing import Briefing
from sevenminute.content.life import WithdrawnBriefing
from sevenminute.content.schema import TWO_SIDED
from sevenminute.diagnostics.problem import Problem, quoted
from sevenminute.markdown.panels import PANELS
from sevenminute.print.layout.fit import fit, fits
from sevenminute.print.layout.fit_result import Fit, TooLong
from sevenminute.print.layout.font_metrics import Metrics
from sevenminute.print.layout.sheet import Orientation, Sheet
from sevenminute.print.pdf.job import FailedPdf

MANY_LINKS = 15
"""Links of panel 7 from which on their addresses, a line each, take as much paper as a panel."""
_ROUND = 10
_TO_SPARE = 5
"""To so many words the number to cut is rounded up, and how many are added before: nobody cuts as the model does."""


@dataclass(frozen=True)
class PageSetup:
    """How a briefing is to be printed.

    Attributes:
        orientation: How the paper is held; None leaves the choice to the text.
        two_sided: Whether it fills front and back.
    """

    orientation: Orientation | None
    two_sided: bool

    @classmethod
    def of(cls, briefing: Briefing, site: str) -> PageSetup:
        """Return how a briefing is to be printed, as itself or else the site says.

        Args:
            briefing: Whose `print:` counts first.
            site: The site's orientation, or `auto`.
        """
        own = briefing.fields.print
        if own == TWO_SIDED:
            return cls(None if site == "auto" else Orientation(site), True)
        orientation = own or site
        return cls(None if orientation == "auto" else Orientation(orientation), False)


def fit_briefing(briefing: Briefing, sheet: Sheet, setup: PageSetup) -> Fit | Problem:
    """Return how a briefing is printed, or what to do about one that does not fit."""
    found = fit(sheet, setup.orientation, two_sided=setup.two_sided)
    return found if isinstance(found, Fit) else _too_long(briefing, sheet, setup, found)


def missing_letters(briefing: Briefing, sheet: Sheet) -> Problem | None:
    """Return the advice on letters that the font lacks, at the first line that has one; or None."""
    letters = sheet.missing_letters
    if not letters:
        return None
    said = (
        f"the font has no {quoted(letters, longest=10)}: PDFs show another font’s, or cannot be made if none has it: "
        "say it in words, or look at the PDF before it is handed out"
    )
    return Problem(briefing.path, _line_with(briefing, letters), said)


def failed_pdf(briefing: Briefing | WithdrawnBriefing, failure: FailedPdf, metrics: Metrics) -> Problem:
    """Return the problem of a briefing of which a PDF could not be made, at the first line with what is why.

    A font that lends a letter may have no space to set beside it: then the letter is why, and not the space.
    """
    marks, reason = failure.marks, failure.reason
    if marks and not any(mark.strip() for mark in marks):
        marks = tuple(dict.fromkeys(letter for letter in briefing.text if metrics.lacks(letter)))
        letters = quoted("".join(marks), longest=10)
        reason = f"the font of this machine that has {letters} has no space to go with it: say it in words"
    line = _line_with(briefing, marks) if marks else 1
    return Problem(briefing.path, line, f"a PDF of it cannot be made: {reason}")


def _line_with(briefing: Briefing | WithdrawnBriefing, marks: Iterable[str]) -> int:
    """Return the first line of a briefing's text that has one of some letters or words; that of its title when none has."""
    sought, front = tuple(mark for mark in marks if mark.strip()), briefing.front
    lines = enumerate(front.body.split("\n"), start=front.body_line)
    return next((number for number, line in lines if any(mark in line for mark in sought)), briefing.line_of("title"))


def left_out(briefing: Briefing, sheet: Sheet, found: Fit) -> Problem | None:
    """Return the advice on a page without room for the key messages, the summary or the questions; or None."""
    extras = found.extras
    printed = {
        "“In short”": extras.key_messages or not briefing.fields.key_messages,
        "the summary": extras.summary,
        "the questions": extras.questions or not sheet.has_questions,
    }
    *others, last = [what for what, is_there in printed.items() if not is_there] or [""]
    if not last:
        return None
    stays, fewer = "which stays on the screen", "fewer words would let it in"
    if others:
        stays, fewer = "which stay on the screen", "fewer words would let them in"
    if not printed["the questions"]:
        fewer = "some fifty words fewer would let the questions in"
    what = f"{', '.join(others)} and {last}" if others else last
    return Problem(briefing.path, briefing.body_line, f"the printed page has no room for {what}, {stays}: {fewer}")


def _too_long(briefing: Briefing, sheet: Sheet, setup: PageSetup, found: TooLong) -> Problem:
    longest = max(briefing.panels, key=lambda panel: panel.words)
    cut = math.ceil((_words_to_cut(briefing, sheet, setup) + _TO_SPARE) / _ROUND) * _ROUND
    paper = "two A4 pages" if setup.two_sided else "one A4 page"
    if sheet.pictures and fits(sheet.without_pictures(), setup.orientation, two_sided=setup.two_sided):
        which, leave = (
            ("the picture takes", "leave it out") if sheet.pictures == 1 else ("the pictures take", "leave out some of them")
        )
        said = (
            f"{which} the room: {briefing.words:,} words alone would fit on {paper} at 9 point ({found.orientation}): "
            f"{leave}{_ways_out(briefing, sheet, setup)}"
        )
        return Problem(briefing.path, _line_with(briefing, ("![", "<img")), said)
    said = (
        f"{briefing.words:,} words do not fit on {paper} at 9 point ({found.orientation}); the longest panel is "
        f"{longest.number}, {quoted(longest.title, longest=40)}, with {longest.words:,}: "
        f"cut about {cut:,} words, whole sentences or points{_pictures(sheet)}{_addresses(briefing)}"
        f"{_ways_out(briefing, sheet, setup)}"
    )
    return Problem(briefing.path, longest.line, said)


def _words_to_cut(briefing: Briefing, sheet: Sheet, setup: PageSetup) -> int:
    """Return the least number of words without which a briefing fits, when its longest texts are cut."""
    numbers = range(1, briefing.words)
    return 1 + bisect_left(
        numbers,
        True,
        key=lambda words: fits(sheet.shortened(words), setup.orientation, two_sided=setup.two_sided),
    )


def _pictures(sheet: Sheet) -> str:
    """Return that there are pictures to cut too, each of which takes the room of several lines."""
    return {0: "", 1: ", or the picture"}.get(sheet.pictures, f", or some of the {sheet.pictures} pictures")


def _addresses(briefing: Briefing) -> str:
    """Return that there are links to cut too, where the addresses that paper shows of them take much of the room."""
    links = {link.target for link in briefing.page_links if link.panel == PANELS and link.leaves_site}
    if len(links) < MANY_LINKS:
        return ""
    return f", or some of the {len(links)} links of panel {PANELS}, whose addresses paper shows too"


def _ways_out(briefing: Briefing, sheet: Sheet, setup: PageSetup) -> str:
    if setup.orientation and fits(sheet, setup.orientation.other, two_sided=setup.two_sided):
        if setup.two_sided:
            return f", or let the site print {setup.orientation.other}"
        return f", or write print: {setup.orientation.other}, which holds them"
    if not setup.two_sided and fits(sheet, setup.orientation, two_sided=True):
        cut = briefing.words - MOST_ON_TWO_SIDES
        return f", or cut {cut:,} and write print: {TWO_SIDED}" if cut > 0 else f", or write print: {TWO_SIDED}"
    return ""
