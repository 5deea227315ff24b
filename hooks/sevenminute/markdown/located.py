"""A page as browsers read it, each part of which knows its line in the file."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from sevenminute.markdown.grammar.built_tree import BuiltTree, Place
from sevenminute.markdown.grammar.converter import Converter
from sevenminute.markdown.html.source import read_html
from sevenminute.markdown.html.tree import MARK, Element, parse_html

ESCAPED = re.compile("\x02(?P<letter>\\d+)\x03")
"""How Python-Markdown keeps a letter or mark that an editor escaped, until the very end."""


def unescaped(text: str) -> str:
    """Return a text with what an editor escaped as it is."""
    return ESCAPED.sub(lambda found: chr(int(found["letter"])), text) if "\x02" in text else text


@dataclass(frozen=True)
class Visit:
    """A part of a page that is passed.

    Attributes:
        line: Its line in the file, counted from 1.
        part: A text, or an element.
        text: A text in which what an editor escaped is still told apart; see `ESCAPED`.
        is_end: Whether the end of the element is passed.
        place: Where an element stands that Markdown made of a mark of its own; else None.
    """

    line: int
    part: Element | str
    text: str = ""
    is_end: bool = False
    place: Place | None = None


@dataclass(frozen=True)
class LocatedPage:
    """A page with its lines.

    Attributes:
        body: All that is on it.
        html: The same as HTML, with marks.
        places: Where its elements stand, by their marks; lines are counted from 0.
        first_line: Line of the file on which its Markdown begins, counted from 1.
    """

    body: Element
    html: str
    places: Sequence[Place]
    first_line: int

    def line_of(self, mark: str) -> int | None:
        """Return the line of the file on which an element begins that has a mark, or None."""
        return self.places[int(mark)].first + self.first_line if mark.isdecimal() else None

    def walk(self) -> Iterator[Visit]:
        """Yield each text and element in order, an element once more behind what it holds."""
        line = 0
        waiting: list[tuple[Element | str, bool]] = [(self.body, False)]
        while waiting:
            part, is_end = waiting.pop()
            if isinstance(part, str):
                yield Visit(line + self.first_line, unescaped(part), part)
                line += part.count("\n")
                continue
            place = self.places[int(part.mark)] if part.mark else None
            if place:
                line = place.last if is_end else place.first
            yield Visit(line + self.first_line, part, is_end=is_end, place=place)
            if not is_end:
                waiting.append((part, True))
                waiting += [(child, False) for child in reversed(part.children)]


def locate(converter: Converter, root: etree.Element, tree: BuiltTree, first_line: int) -> LocatedPage:
    """Return the page of a tree. The tree stays as it is.

    Args:
        converter: What made the tree, and nothing since.
        root: The tree.
        tree: What is known of its parts.
        first_line: Line of the file on which its Markdown begins, counted from 1.
    """
    places = list(tree.places.values())
    for number, element in enumerate(tree.places):
        element.set(MARK, str(number))
    raw = list(tree.stash.rawHtmlBlocks)
    tree.stash.rawHtmlBlocks[:] = [_with_marks(piece.text, piece.line, places) for piece in tree.raw]
    html = converter.html(root)
    tree.stash.rawHtmlBlocks[:] = raw
    for element in tree.places:
        del element.attrib[MARK]
    body = _body(parse_html(html))
    for part in body.elements():
        part.attributes = {name: unescaped(value) for name, value in part.attributes.items()}
    plain = ESCAPED.sub(lambda found: escape(chr(int(found["letter"]))), html)
    return LocatedPage(body, plain, places, first_line)


def _with_marks(html: str, line: int, places: list[Place]) -> str:
    """Return a piece of raw HTML with a mark in each of its tags, and note the places."""
    pieces, end = [], 0
    for tag in read_html(html, line).tags:
        after_name = tag.begins + 1 + len(tag.name)
        places.append(Place(tag.line, tag.line + tag.written.count("\n"), tag.written))
        pieces += [html[end:after_name], f' {MARK}="{len(places) - 1}"']
        end = after_name
    return "".join([*pieces, html[end:]])


def _body(page: Element) -> Element:
    return next((child for child in page.children if isinstance(child, Element) and child.tag == "body"), page)
