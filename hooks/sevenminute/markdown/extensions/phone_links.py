"""Makes links of UK telephone numbers, in Markdown and in plain texts: one touch calls, and no line breaks them."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from markdown import Markdown
from sevenminute.markdown.html.source import SourceParser

_INLINE = frozenset(
    (
        *("a", "abbr", "b", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small"),
        *("span", "strong", "sub", "sup", "time", "u", "var"),
    )
)
"""Elements that text runs through. All others end what was said before."""
_LEFT_ALONE = frozenset(("a", "button", "code", "kbd", "label", "pre", "samp", "script", "style", "textarea", "time", "var"))
"""Elements in which a number is no text, or a link already."""

_BREAK = "\x00"
"""Stands for what ends a text; no content holds it."""
_STASHED = re.compile("\x02(?:wzxhzdk:(?P<raw>[0-9]+)|[^\x02\x03]*)\x03")
"""What Python-Markdown keeps aside until the very end: raw HTML by its number, and escaped marks."""
_NO_BREAK_SPACE = ("&nbsp;", "&#160;", "&#xa0;")

_SPACE = r"[ \u00a0\u202f\n]+"
# As the regulator lays them out: 020, 0161, 01632 and a few of six digits; 03, 08 and 09 have four, 07 five or, loosely, four.
_AREA = r"(?:1(?:3873|5242|539[456]|697[347]|768[347]|9467|\d{3}|1\d|\d1)|2\d{1,2}|[389]\d\d|7\d{2,3})"
_AREA_IN_BRACKETS = rf"\(0{_AREA}\)"
_ABROAD = rf"(?:\(\+44\)|\+44|\b0044)(?:{_SPACE}|-)?(?:\(0\)(?:{_SPACE})?)?"
_GROUP = re.compile(rf"(?:{_SPACE}|-)?\d{{2,8}}(?!\d)")
# no part of a longer number, of a sum or of an address
_NOT_WITHIN = r"(?<![\w.,/@#£$€=&?%+-])(?<!\d:)(?<!\d{3}[ -])"
_SHORTER = r"0800(?:1111|\d{6})(?!\d)"  # without spaces, as people copy them
_START = re.compile(
    rf"{_NOT_WITHIN}(?:{_AREA_IN_BRACKETS}|(?:{_ABROAD}|0){_AREA}(?!\d)|(?:{_ABROAD}|0)[1235789]\d{{9}}(?!\d)|{_SHORTER})"
)
_MOST_DIGITS = 11
_WHOLE = re.compile(r"01\d{8,9}|0(?:2|3|7|9)\d{9}|08\d{9}|0800\d{6}|08001111")
_GOES_ON = re.compile(r"\w|[-–.,:/]\d|[%+]")
# “0300 456 0108/0109”: the second ends otherwise, in as many digits; a year is none of them
_OTHER_END = re.compile(rf"(?:{_SPACE})?/(?:{_SPACE})?(?P<end>(?!(?:19|20)\d\d)\d{{3,6}})(?!\w|[-–.,:/]\d|[%+])")
# the helplines that have the same number in all of Europe
_HELPLINE = re.compile(rf"{_NOT_WITHIN}116(?:{_SPACE})?(?:000|006|111|117|123)(?!\w|[-–.,:/]\d|[%+]|{_SPACE}\d{{3}})")

_WORDS_AFTER = (
    "again also always and any anonymously as ask asking at because before but by day during even every first for free from if "
    "immediately in instead night now only option or please quickly right say saying so straight straightaway tell telling text "
    "then to today tonight unless until urgently using via when whenever where whether while who with without you your"
)
_SHORT_NUMBER = (
    r"(?P<number>999|101|111|112)"
    # a number of things has their name behind it: “call 101 parents”, “on 112 pages”
    rf"(?=[.,:](?!\d)|[;!?)\]”\"’–—](?!\d)|\s*(?:$|{_BREAK})|\s+(?:[(–—-]|(?:{_WORDS_AFTER.replace(' ', '|')})\b))"
)
_SHORT = re.compile(
    rf"\b(?:call|calling|dial|dialling|on|phone|phoning|ring|ringing|telephone|telephoning):?{_SPACE}{_SHORT_NUMBER}",
    re.IGNORECASE,
)
_NEXT_SHORT = re.compile(rf"(?:,|,?{_SPACE}(?:or|and))(?:{_SPACE}on)?{_SPACE}{_SHORT_NUMBER}", re.IGNORECASE)


class TelephoneLinks(Extension):
    """Makes links of the telephone numbers in the text of each page."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register with Python-Markdown."""
        # After the table of contents (5), so that anchors and labels of headings are made from their words alone, and after
        # citations (3), some of which turn from links into text.
        md.treeprocessors.register(_TelephoneTreeprocessor(md), "sevenminute-telephone", 2)


@dataclass(frozen=True)
class Number:
    """A telephone number in a text.

    Attributes:
        start: Its first character.
        end: The one behind its last.
        href: The address that calls it.
    """

    start: int
    end: int
    href: str


def find_numbers(text: str) -> list[Number]:
    """Return the telephone numbers in a text, in their order; the short ones only where the words say that they are called."""
    helplines = [Number(*found.span(), _address(found[0])) for found in _HELPLINE.finditer(text)]
    return sorted({*_short_numbers(text), *helplines, *_long_numbers(text)}, key=lambda number: number.start)


def is_telephone(text: str) -> bool:
    """Tell whether a text is one telephone number that can be called: a UK one, a short one, or one from abroad with its `+`."""
    short_or_foreign = re.fullmatch(r"1\d\d|999|\+(?!44)[1-9](?: ?\d){6,14}", text)
    return bool(short_or_foreign) or [(found.start, found.end) for found in find_numbers(text)] == [(0, len(text))]


def link_numbers(text: str) -> str:
    """Return a plain text as HTML in which telephone numbers are links."""
    parts = []
    position = 0
    for number in find_numbers(text):
        parts.append(html.escape(text[position : number.start]))
        parts.append(f'<a class="tel" href="{number.href}">{html.escape(text[number.start : number.end])}</a>')
        position = number.end
    return "".join([*parts, html.escape(text[position:])])


def _short_numbers(text: str) -> Iterator[Number]:
    for found in _SHORT.finditer(text):
        following: re.Match[str] | None = found
        while following:  # “call 999 or 101”
            yield Number(*following.span("number"), f"tel:{following['number']}")
            following = _NEXT_SHORT.match(text, following.end())


def _long_numbers(text: str) -> Iterator[Number]:
    position = 0
    while start := _START.search(text, position):
        end: int | None = start.end()
        position = start.end()
        # Add groups until the digits are a number: what follows may be the opening hours.
        while end is not None and len(digits := _national(text[start.start() : end])) <= _MOST_DIGITS:
            written = text[start.start() : end]
            other = _other_end(written, text, end)
            if _WHOLE.fullmatch(digits) and (other or not _GOES_ON.match(text, end)):
                yield Number(start.start(), end, _address(written))
                position = end
                if other:
                    yield other
                    position = other.end
                break
            following = _GROUP.match(text, end)
            end = following.end() if following else None


def _other_end(written: str, text: str, end: int) -> Number | None:
    """Return the number that a number turns into with the end that follows it, or None: `0109` after `0300 456 0108/`."""
    found = _OTHER_END.match(text, end)
    last = re.split(r"\D", written)[-1]
    if not found or len(found["end"]) != len(last):
        return None
    return Number(*found.span("end"), _address(written[: -len(last)] + found["end"]))


def _national(written: str) -> str:
    """Return the digits of a number as they are dialled within the country."""
    digits = re.sub(r"\D", "", written.replace("(0)", ""))
    return re.sub(r"^(?:0044|44)", "0", digits)


def _address(written: str) -> str:
    national = _national(written)
    abroad = re.sub(r"\D", "", written) != national
    return f"tel:+44{national[1:]}" if abroad else f"tel:{national}"


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
        numbers = find_numbers(reading.text())
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
        if is_block:
            self._end()
        self._add(element, None, element.text, left_alone=left_alone)
        for child in element:
            self.read(child, left_alone=left_alone)
            self._add(child, element, child.tail, left_alone=left_alone)
        if is_block:
            self._end()

    def _end(self) -> None:
        self._in_raw_link = False
        self._append(_BREAK)

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
        return _BREAK * len(text) if self._in_raw_link else text

    def _filler(self, raw: str) -> str:
        tags = _RawTags(is_open=self._in_raw_link)
        tags.feed(raw)
        tags.close()
        self._in_raw_link = tags.is_open
        return "\u00a0" if raw.lower() in _NO_BREAK_SPACE else _BREAK


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
