"""The panels of a briefing in the columns in which they stand on paper; on a screen, the columns do not count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from sevenminute.panels import PANELS
from sevenminute.print.fit import Fit
from sevenminute.print.page_sizes import column_width, side_height, spacing
from sevenminute.print.sheet import CONTINUED

_PANELS = '<div class="panels">'
_PANEL = re.compile(r'<section class="panel panel--(?P<number>\d) ')


@dataclass(frozen=True)
class Turn:
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


def with_columns(content: str, fit: Fit, turn: Turn) -> str:
    """Return the HTML of a briefing with its panels in the columns of the fit.

    Args:
        content: The page, which ends with the panels.
        fit: How it is printed.
        turn: What stands between front and back, if it has both.

    Raises:
        ValueError: The content has other panels than the fit.
    """
    before: dict[int, str] = {}
    for number, side in enumerate(fit.sides, start=1):
        for place, column in enumerate(side.columns):
            opened = "" if place else f'<div class="side side--{number}"{_said(side_height(side))}>'
            closed = "</div>" if place else f"</div></div>{turn.html(column.panels[0])}" if number > 1 else ""
            before[column.panels[0]] = f'{closed}{opened}<div class="column"{_said(column_width(column))}>'
    pieces = list(_pieces(content.replace(_PANELS, f"{_PANELS[:-1]}{_said(spacing(fit))}>", 1)))
    if [number for number, _ in pieces[1:]] != list(range(1, len(pieces))) or not content.rstrip().endswith("</div>"):
        raise ValueError("the content does not end with numbered panels")
    html = "".join(before.get(number, "") + piece for number, piece in pieces)
    return html.rstrip().removesuffix("</div>") + "</div></div></div>\n"


def _said(size: str) -> str:
    """Return a size as an attribute."""
    return f' data-size="{size}"'


def _pieces(content: str) -> Iterator[tuple[int, str]]:
    """Yield what stands before the first panel as number 0, then each panel."""
    starts = list(_PANEL.finditer(content))
    ends = [found.start() for found in starts] + [len(content)]
    yield 0, content[: ends[0]]
    for found, end in zip(starts, ends[1:], strict=True):
        yield int(found["number"]), content[found.start() : end]
