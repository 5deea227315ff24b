"""Makes links of UK telephone numbers, in Markdown and in plain texts: one touch calls, and no line breaks them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from dataclasses import dataclass
from itertools import accumulate

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from markdown import Markdown
from sevenminute.markdown.extensions.telephone_numbers import BREAK, Number, find_emergency_numbers, find_numbers
from sevenminute.markdown.html.source import SourceParser

_INLINE = frozenset(
    (
        *("a", "abbr", "b", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small"),
        *("span", "strong", "sub", "sup", "time", "u", "var"),
    )
)
"""Elements that text runs through. All others end what was said before."""
_LEFT_ALONE = frozenset(
    ("a", "button", "code", "del", "kbd", "label", "pre", "s", "samp", "script", "style", "textarea", "time", "var")
)
"""Elements in which a number is no text, a link already, or struck: nobody should call it any more."""

_URGENT = frozenset(("admonition", "danger"))
"""The classes of a box that says what to do at once."""

_STASHED = re.compile("\x02(?:wzxhzdk:(?P<raw>[0-9]+)|[^\x02\x03]*)\x03")
"""What Python-Markdown keeps aside until the very end: raw HTML by its number, and escaped marks."""
_NOBREAK_SPACE = ("&nbsp;", "&#160;", "&#xa0;")


class TelephoneLinks(Extension):
    """Makes links of the telephone numbers in the text of each page."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register with Python-Markdown."""
        # After the table of contents (5), so that anchors and labels of headings are made from their words alone, and after
        # citations (3), some of which turn from links into text.
        md.treeprocessors.register(_TelephoneTreeprocessor(md), "sevenminute-telephone", 2)


@dataclass(frozen=True)
class _Piece:
    """A run of text in the tree: the text of an element, or what follows it within its parent."""

    element: etree.Element
    parent: etree.Element | None
    start: int
    length: int


class _TelephoneTreeprocessor(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for link in root.iter("a"):
            if link.get("href", "").lower().startswith("tel:"):
                _mark(link)
        stashed = self.md.htmlStash.rawHtmlBlocks
        stashed[:] = [_linked(raw) if isinstance(raw, str) else raw for raw in stashed]
        reading = _VisibleText(stashed)
        reading.read(root)
        text = reading.text()
        urgent = (number for number in find_emergency_numbers(text) if reading.is_urgent(number)) if reading.urgent else ()
        numbers = sorted({*find_numbers(text), *urgent}, key=lambda number: number.start)
        if numbers:
            for piece in reversed(reading.pieces):
                within = [item for item in numbers if piece.start <= item.start and item.end <= piece.start + piece.length]
                if within:
                    _link(piece, within)


class _VisibleText:
    """The text of a page as a reader sees it, with the pieces of the tree that it comes from.

    Words and number may stand in different pieces: “Call **999**”.
    """

    def __init__(self, stashed: list[str | etree.Element]) -> None:
        self.pieces: list[_Piece] = []
        self.urgent: list[tuple[int, int]] = []  # where the boxes begin and end that say what to do at once
        self._stashed = stashed
        self._parts: list[str] = []
        self._length = 0
        self._in_raw_link = False

    def text(self) -> str:
        """Return all text, with breaks where one text ends and where numbers are left alone."""
        return "".join(self._parts)

    def read(self, element: etree.Element, *, left_alone: bool = False) -> None:
        """Read an element and all within it."""
        left_alone = left_alone or element.tag in _LEFT_ALONE
        is_block = element.tag not in _INLINE
        begins = self._length
        if is_block:
            self._end()
        self._add(element, None, element.text, left_alone=left_alone)
        for child in element:
            self.read(child, left_alone=left_alone)
            self._add(child, element, child.tail, left_alone=left_alone)
        if is_block:
            self._end()
        if set(element.get("class", "").split()) >= _URGENT:
            self.urgent.append((begins, self._length))

    def is_urgent(self, number: Number) -> bool:
        """Tell whether a number stands in such a box."""
        return any(begins <= number.start < ends for begins, ends in self.urgent)

    def _end(self) -> None:
        self._in_raw_link = False
        self._append(BREAK)

    def _add(self, element: etree.Element, parent: etree.Element | None, text: str | None, *, left_alone: bool) -> None:
        if text:
            start = self._length
            self._append(self._shown(text))
            if not left_alone:
                self.pieces.append(_Piece(element, parent, start, len(text)))

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _shown(self, text: str) -> str:
        """Return a text of the same length without what Python-Markdown has put aside, and without raw links."""
        shown = []
        position = 0
        for found in _STASHED.finditer(text):
            shown.append(self._plain(text[position : found.start()]))
            raw = self._stashed[int(found["raw"])] if found["raw"] else ""
            shown.append(self._filler(raw if isinstance(raw, str) else "") * len(found[0]))
            position = found.end()
        shown.append(self._plain(text[position:]))
        return "".join(shown)

    def _plain(self, text: str) -> str:
        return BREAK * len(text) if self._in_raw_link else text

    def _filler(self, raw: str) -> str:
        tags = _RawTags(is_open=self._in_raw_link)
        tags.feed(raw)
        tags.close()
        self._in_raw_link = tags.is_open
        return "\u00a0" if raw.lower() in _NOBREAK_SPACE else BREAK


class _RawTags(SourceParser):
    """Follows raw HTML into the elements in which numbers are left alone, and out of them."""

    def __init__(self, *, is_open: bool) -> None:
        super().__init__()
        self.is_open = is_open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_open = self.is_open or tag in _LEFT_ALONE

    def handle_endtag(self, tag: str) -> None:
        self.is_open = self.is_open and tag not in _LEFT_ALONE


class _RawTexts(SourceParser):
    """Finds the texts in a piece of raw HTML in which a number is one to call: where each begins and ends."""

    def __init__(self, raw: str) -> None:
        super().__init__(convert_charrefs=False)
        self.places: list[tuple[int, int]] = []
        self._lines = list(accumulate((len(line) + 1 for line in raw.split("\n")), initial=0))
        self._left_alone = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._left_alone += tag in _LEFT_ALONE

    def handle_endtag(self, tag: str) -> None:
        self._left_alone -= tag in _LEFT_ALONE

    def handle_data(self, data: str) -> None:
        line, column = self.getpos()
        begins = self._lines[line - 1] + column
        if self._left_alone <= 0:
            self.places.append((begins, begins + len(data)))


def _linked(raw: str) -> str:
    """Return a piece of raw HTML with its telephone numbers as links."""
    texts = _RawTexts(raw)
    texts.feed(raw)
    texts.close()
    for begins, ends in reversed(texts.places):
        for number in reversed(find_numbers(raw[begins:ends])):
            first, last = begins + number.start, begins + number.end
            raw = f'{raw[:first]}<a class="tel" href="{number.href}">{raw[first:last]}</a>{raw[last:]}'
    return raw


def _mark(link: etree.Element) -> None:
    """Give a link that an editor wrote the class that keeps it on one line, and an address without spaces."""
    link.set("href", re.sub(r"\s+", "", link.get("href", "")))
    classes = link.get("class", "").split()
    if "tel" not in classes:
        link.set("class", " ".join([*classes, "tel"]))


def _link(piece: _Piece, numbers: list[Number]) -> None:
    """Put links in place of the numbers of a piece."""
    text = (piece.element.text if piece.parent is None else piece.element.tail) or ""
    owner = piece.element if piece.parent is None else piece.parent
    at = 0 if piece.parent is None else list(owner).index(piece.element) + 1
    starts = [number.start - piece.start for number in numbers]
    ends = [number.end - piece.start for number in numbers]
    for position, number in enumerate(numbers):
        link = etree.Element("a", {"class": "tel", "href": number.href})
        link.text = text[starts[position] : ends[position]]
        link.tail = text[ends[position] : starts[position + 1] if position + 1 < len(numbers) else None]
        owner.insert(at + position, link)
    if piece.parent is None:
        piece.element.text = text[: starts[0]]
    else:
        piece.element.tail = text[: starts[0]]
