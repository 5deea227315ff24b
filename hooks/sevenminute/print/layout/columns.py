"""The panels of a briefing in the columns in which they stand on paper; on a screen, the columns do not count."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from sevenminute.content.rendered import RenderedBriefing
from sevenminute.markdown.panels import PANELS
from sevenminute.print.css.screen import column_width, side_height, spacing
from sevenminute.print.layout.fit_result import Fit
from sevenminute.print.layout.sheet import CONTINUED


@dataclass(frozen=True)
class PageTurn:
    """What stands where a two-sided briefing is turned over.

    Attributes:
        title: The briefing's, for the head of the back.
        help: HTML of whom to call, for the foot of the front.
    """

    title: str
    help: str

    def html(self, first: int) -> str:
        """Return the lines between the sides; but for whom to call, their words are no part of the page's text.

        Args:
            first: Number of the first panel on the back.
        """
        on_the_back = f"Panel {PANELS} is" if first == PANELS else f"Panels {first} to {PANELS} are"
        to = f'<p class="sheet-turn__to" data-text="{on_the_back} on the back."></p>'
        return (
            f'<div class="sheet-turn sheet-only">{self.help}{to}</div>'
            f'<p class="sheet-back sheet-only" data-text="{escape(self.title + CONTINUED)}"></p>'
        )


def with_columns(briefing: RenderedBriefing, fit: Fit, turn: PageTurn) -> str:
    """Return the HTML of a briefing with its panels in the columns of the fit.

    Args:
        briefing: What Markdown made of it.
        fit: How it is printed.
        turn: What stands between front and back, if it has both.
    """
    before: dict[int, str] = {}
    for number, side in enumerate(fit.sides, start=1):
        for place, column in enumerate(side.columns):
            opened = "" if place else f'<div class="side side--{number}"{_said(side_height(side))}>'
            closed = "</div>" if place else f"</div></div>{turn.html(column.panels[0])}" if number > 1 else ""
            before[column.panels[0]] = f'{closed}{opened}<div class="column"{_said(column_width(column))}>'
    panels = "".join(before.get(panel.number, "") + panel.html for panel in briefing.panels)
    held = f'<div class="panels"{_said(spacing(fit))}>{panels}{briefing.notes_html}</div></div></div>'
    return f"{briefing.before}{held}{briefing.after}"


def _said(size: str) -> str:
    """Return a size as an attribute."""
    return f' data-size="{size}"'
