"""A briefing as Markdown made it: its panels, taken from the page once for the page itself, for search and for print."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sevenminute.markdown.html.tree import Element, element_of
from sevenminute.markdown.panels import PANELS, panel_id
from sevenminute.markdown.plain_text import one_line, pieces


@dataclass(frozen=True)
class RenderedPanel:
    """One panel.

    Attributes:
        number: 1 to 7.
        html: Its `<section>`, heading included.
        element: The same as a tree.
    """

    number: int
    html: str
    element: Element

    @property
    def id(self) -> str:
        """Its anchor."""
        return panel_id(self.number)

    @cached_property
    def title(self) -> str:
        """Its heading as plain text, without the number."""
        return next((_words(element) for element in self.element.elements() if self._is_heading(element)), "")

    @cached_property
    def text(self) -> str:
        """What stands below its heading, as plain text on one line."""
        return one_line(piece for piece in pieces(self.element, self._is_heading) if isinstance(piece, str))

    def _is_heading(self, element: Element) -> bool:
        return element.tag == "h2" and element.id == self.id


@dataclass(frozen=True)
class RenderedBriefing:
    """The panels of a briefing, and what stands around them.

    Attributes:
        panels: All seven in order; none where Markdown did not make them.
        notes: The footnotes, which follow the last panel, or None.
        notes_html: The same as HTML.
        before: What stands before the panels on the page, as HTML.
        after: What stands after them.
    """

    panels: tuple[RenderedPanel, ...] = ()
    notes: Element | None = None
    notes_html: str = ""
    before: str = ""
    after: str = ""


def _words(heading: Element) -> str:
    """Return the words of a heading, in which a line break is a space."""
    return " ".join("".join(piece for piece in pieces(heading) if isinstance(piece, str)).split())


def read_rendered(html: str) -> RenderedBriefing:
    """Take the panels from what Markdown made of a briefing."""
    tree = LexborHTMLParser(html, is_fragment=True)
    holder = tree.css_first("div.panels")
    nodes = list(holder.iter(include_text=True)) if holder else []
    numbers = [_number(node) for node in nodes]
    panels = tuple(
        RenderedPanel(number, node.html or "", element_of(node)) for number, node in zip(numbers, nodes, strict=True) if number
    )
    if holder is None or [panel.number for panel in panels] != list(range(1, PANELS + 1)):
        return RenderedBriefing()
    below = nodes[numbers.index(PANELS) + 1 :]
    notes = next((element_of(node) for node in below if node.is_element_node), None)
    notes_html = "".join(node.html or "" for node in below)
    holder.replace_with(_PLACE)
    before, _, after = (tree.html or "").partition(_PLACE)
    return RenderedBriefing(panels, notes, notes_html, before, after)


_PANEL = "panel--"
_PLACE = "\x02panels\x03"
"""Stands for the panels while what is around them is written; content never holds control characters."""


def _number(node: LexborNode) -> int:
    """Return the number of the panel that a part of the page is, or 0."""
    if not node.is_element_node:
        return 0
    names = [name.removeprefix(_PANEL) for name in (node.attributes.get("class") or "").split() if name.startswith(_PANEL)]
    return next((int(name) for name in names if name.isdecimal()), 0)
