"""The Python-Markdown extension that turns a briefing's seven `##` sections into seven numbered `<section>`s."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Sequence

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from markdown import Markdown
from sevenminute.markdown.extensions.headings import wrap_content
from sevenminute.markdown.extensions.short_urls import add_addresses
from sevenminute.markdown.panels import Panel

GRID = 24
"""Columns of the grid on which panels share a row."""
_NARROWEST = 9
_ROWS = ((1, 2), (3, 4), (5, 6), (7,))
"""Which panels share a row on a wide screen: always neighbours, so that sight order is reading order."""


class PanelExtension(Extension):
    """Wraps the sections of the briefing that is rendered next.

    MkDocs makes a Markdown object for each page from one list of extensions, so the one instance is told before each page
    which panels to expect, with `expect()`, and afterwards, with `missing()`, whether they came.
    """

    def __init__(self) -> None:
        super().__init__()
        self.expected: tuple[Panel, ...] = ()
        self._made = 0

    def expect(self, panels: Sequence[Panel]) -> None:
        """Say which panels the next page has; none for a page that is not a briefing."""
        self.expected = tuple(panels)
        self._made = 0

    def missing(self) -> bool:
        """Tell whether the page just rendered lacks a panel that its outline has, or has one more."""
        return self._made != len(self.expected)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register with Python-Markdown."""
        # After inline patterns (20) and attribute lists (8), so that headings are finished; before the table of contents (5),
        # which then takes over our ids.
        md.treeprocessors.register(_PanelTreeprocessor(md, self), "sevenminute-panels", 6)
        # After the links of resources (3) have got their addresses.
        md.treeprocessors.register(_AddressTreeprocessor(md, self), "sevenminute-print-addresses", 2.5)

    def made(self, count: int) -> None:
        """Note how many panels the tree had."""
        self._made = count


class _PanelTreeprocessor(Treeprocessor):
    def __init__(self, md: Markdown, extension: PanelExtension) -> None:
        super().__init__(md)
        self._extension = extension

    def run(self, root: etree.Element) -> None:
        if not self._extension.expected:
            return
        panels = self._extension.expected
        footnotes = [child for child in root if child.get("class") == "footnote"]
        content = [child for child in root if child not in footnotes]
        headings = [child for child in content if child.tag == "h2"]
        self._extension.made(len(headings))
        if len(headings) != len(panels):
            return  # the hook reports it; the page stays as Markdown made it
        for child in content:
            root.remove(child)
        deck = etree.Element("div", {"class": "panels"})
        root.insert(0, deck)
        spans = dict(zip((panel.number for panel in panels), row_spans([panel.weight for panel in panels]), strict=True))
        section: etree.Element | None = None
        for child in content:
            if child.tag == "h2":
                panel = panels[headings.index(child)]
                classes = f"panel panel--{panel.number} panel--span-{spans[panel.number]}"
                section = etree.SubElement(deck, "section", {"class": classes})
                _number(child, panel)
            (deck if section is None else section).append(child)
        for notes in footnotes:
            notes.tag = "aside"
            notes.set("aria-label", "Notes")
            root.remove(notes)
            deck.append(notes)
        for item in root.iter("li"):
            if len(item) and item[0].tag == "p" and not (item.text or "").strip():
                item.set("class", " ".join(filter(None, [item.get("class"), "item"])))  # paper sets its mark in the paragraph


class _AddressTreeprocessor(Treeprocessor):
    """Makes the addresses of the last panel, that of the resources, known to paper."""

    def __init__(self, md: Markdown, extension: PanelExtension) -> None:
        super().__init__(md)
        self._extension = extension

    def run(self, root: etree.Element) -> None:
        if self._extension.expected:
            last = f"panel--{self._extension.expected[-1].number}"
            for section in root.iter("section"):
                if last in section.get("class", "").split():
                    add_addresses(section)


def row_spans(weights: Sequence[int]) -> list[int]:
    """Return how many of the 24 columns each of the seven panels takes, so that neighbours in a row end at one height.

    Args:
        weights: What each panel needs, in order; see `Panel.weight`.
    """
    spans: list[int] = []
    for row in _ROWS:
        total = sum(weights[number - 1] for number in row)
        taken = 0
        for number in row[:-1]:
            share = round(GRID * weights[number - 1] / max(total, 1))
            span = min(max(share, _NARROWEST), GRID - _NARROWEST)
            spans.append(span)
            taken += span
        spans.append(GRID - taken)
    return spans


def _number(heading: etree.Element, panel: Panel) -> None:
    """Put the panel's number in front of its heading, in the text, and give the heading the panel's anchor."""
    if panel.own_number:
        _drop_own_number(heading, panel.own_number)
    words = " ".join("".join(_words(heading)).split())
    wrap_content(heading, etree.Element("span", {"class": "panel__title"}))
    badge = etree.Element("span", {"class": "panel__number"})
    badge.text, badge.tail = str(panel.number), " "
    heading.insert(0, badge)
    heading.set("id", panel.id)
    heading.set("data-toc-label", words)


def _words(element: etree.Element) -> Iterator[str]:
    """Yield the words of a heading, without the marks of footnotes; a line break ends a word."""
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield " "
        elif child.tag != "sup" or not child.get("id", "").startswith("fnref"):
            yield from _words(child)
        yield child.tail or ""


def _drop_own_number(heading: etree.Element, own_number: str) -> None:
    """Take the heading's own number off its first text, which may stand inside bold type."""
    pieces = [re.escape(mark) for mark in own_number.strip().replace("\\", "") if mark != " "]
    pattern = re.compile(r"\s*" + r"\s*".join(pieces) + r"\s*")
    for element in heading.iter():
        if element.text and element.text.strip():
            element.text = pattern.sub("", element.text, count=1)
            return
