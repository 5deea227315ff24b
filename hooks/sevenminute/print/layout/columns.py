"""The panels of a briefing in the columns in which they stand on paper; on a screen, the columns do not count."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sevenminute.markdown.panels import PANELS
from sevenminute.print.css.screen import column_width, side_height, spacing
from sevenminute.print.layout.fit import Fit
from sevenminute.print.layout.sheet import CONTINUED

_PANEL = "panel--"


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
        content: The page's own words.
        fit: How it is printed.
        turn: What stands between front and back, if it has both.

    Raises:
        ValueError: The content has no panels.
    """
    before: dict[int, str] = {}
    for number, side in enumerate(fit.sides, start=1):
        for place, column in enumerate(side.columns):
            opened = "" if place else f'<div class="side side--{number}"{_said(side_height(side))}>'
            closed = "</div>" if place else f"</div></div>{turn.html(column.panels[0])}" if number > 1 else ""
            before[column.panels[0]] = f'{closed}{opened}<div class="column"{_said(column_width(column))}>'
    tree = LexborHTMLParser(content, is_fragment=True)
    deck = tree.css_first("div.panels")
    pieces = [(_number(node), node.html or "") for node in deck.iter(include_text=True)] if deck else []
    numbers = [number for number, _ in pieces if number]
    if deck is None or not numbers or numbers != list(range(1, len(numbers) + 1)):
        raise ValueError("the content does not hold numbered panels")
    deck.attrs[_SIZE] = spacing(fit)
    deck.inner_html = "".join(before.get(number, "") + piece for number, piece in pieces) + "</div></div>"
    return tree.html or ""


_SIZE = "data-size"


def _said(size: str) -> str:
    """Return a size as an attribute."""
    return f' {_SIZE}="{size}"'


def _number(node: LexborNode) -> int:
    """Return the number of the panel that a part of the deck is, or 0."""
    classes = (node.attributes.get("class") or "").split() if node.is_element_node else []
    return next((int(name.removeprefix(_PANEL)) for name in classes if name.removeprefix(_PANEL).isdecimal()), 0)
