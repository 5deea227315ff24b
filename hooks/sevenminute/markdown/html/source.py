"""The tags in a text, with the line on which each stands: for messages about what an editor wrote.

What a page holds is decided where it has been made, by selectolax, which reads as browsers do: `tree` and `lint.html`. It
tells no places and completes whatever is half. So the source, and the single tags that Python-Markdown puts aside, are read by
Python's own reader, which no other module imports.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from html import unescape
from html.entities import html5
from html.parser import HTMLParser
from itertools import accumulate

VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"))
"""Elements that have no end tag."""
_ENDED_BY_OTHERS = frozenset(
    (
        *("p", "li", "dt", "dd", "rt", "rp", "html", "body", "head"),
        *("tr", "td", "th", "thead", "tbody", "tfoot", "caption", "colgroup"),
    )
)
"""Elements whose end tag may be left out."""
_SPACES = "\t\n\f\r "
_ADDRESSES = frozenset(("cite", "href", "src"))
"""Attributes that hold an address."""
_BREAKS = dict.fromkeys(map(ord, "\t\n\r"))
_AROUND = "".join(map(chr, (0, 1, *range(4, 0x21))))  # 2 and 3 are Markdown's own while it works
_BETWEEN_TICKS = r"(?<![`\\])(?P<ticks>`{1,4})(?!`)[^\n]*?(?<!`)(?P=ticks)(?!`)"
"""Pattern of what stands between backticks on one line; no more than four, since each number of them is sought to its end."""
_CODE = re.compile(_BETWEEN_TICKS)
_CODE_OR_COMMENT = re.compile(rf"\\[\\`<]|{_BETWEEN_TICKS}|(?P<comment><!--)")
# What a backslash stands before, what stands where a link has its address, and an address between angle brackets: no tags,
# whatever they look like.
_NO_TAG = re.compile(
    r"\\\\|\\<|(?<=\]\()<|(?<=\]:)(?P<space>\s*)<|"
    r"<(?=[a-z][a-z0-9+.-]*://|(?:mailto|tel):|[^\s<>\"'=]+@[^\s<>\"'=]+>)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"&(?:#(?:\d+|[xX][\da-fA-F]+)|[a-zA-Z][a-zA-Z\d]*)[;=]?", re.ASCII)


@dataclass(frozen=True)
class Attribute:
    """An attribute of a tag.

    Attributes:
        name: In small letters.
        value: As browsers read it: without quotation marks, character references replaced; empty when there is none. Of an
            address, see `browser_address`.
        line: On which its name stands.
        place: Where its value begins and ends in the tag as it is written, with the quotation marks.
    """

    name: str
    value: str
    line: int
    place: tuple[int, int]


@dataclass(frozen=True)
class Tag:
    """A tag that begins an element.

    Attributes:
        name: In small letters.
        written: The whole tag as it stands in the text.
        line: On which it begins.
        begins: Its place in the text.
        attributes: In their order, those that are given twice too.
    """

    name: str
    written: str
    line: int
    begins: int
    attributes: tuple[Attribute, ...]


class SourceParser(HTMLParser):
    """Python's reader of HTML, which takes all that begins like a declaration for a comment, and ends it, as browsers do.

    Python's own stops at `<![words]` with an error, its versions end comments in different places, and some of them take the
    `&section=` of an address for a sign and the rest of a word.
    """

    def attributes(self) -> tuple[Attribute, ...]:
        """Return the attributes of the tag that was read last; lines are counted from that of the text, which is 1."""
        return tuple(_attributes(self.get_starttag_text() or "", self.getpos()[0]))

    def parse_comment(self, i: int, report: bool = True) -> int:
        """Read a comment that begins at a place of the text; return where it ends, or -1."""
        return end_of_comment(self.rawdata, i)

    def parse_html_declaration(self, i: int) -> int:
        """Read what begins with `<!` at a place of the text; return where it ends, or -1."""
        return end_of_comment(self.rawdata, i) if self.rawdata.startswith("<!--", i) else self.parse_bogus_comment(i)


def next_comment(text: str, start: int) -> int:
    """Return where the next comment of some Markdown begins, or -1: between backticks, or behind a backslash, none does."""
    if text.find("<!--", start) < 0:
        return -1
    return next((found.start() for found in _CODE_OR_COMMENT.finditer(text, start) if found["comment"]), -1)


def end_of_comment(text: str, begins: int) -> int:
    """Return where browsers end a comment, or -1 when nothing ends it.

    Args:
        text: The text.
        begins: Place of the `<!--`.
    """
    words = begins + len("<!--")
    for nothing in (">", "->"):
        if text.startswith(nothing, words):
            return words + len(nothing)
    ends = [at + len(mark) for mark in ("-->", "--!>") if (at := text.find(mark, words)) >= 0]
    return min(ends, default=-1)


@dataclass(frozen=True)
class HtmlSource:
    """What HTML stands in a text.

    Attributes:
        tags: Those that begin an element.
        unpaired: Lines of tags that are opened and never closed, or closed and never opened, each with the tag's name.
    """

    tags: tuple[Tag, ...]
    unpaired: tuple[tuple[int, str], ...]


def without_code(line: str) -> str:
    """Return a line of Markdown without what stands between backticks."""
    return _CODE.sub("", line) if "`" in line else line


def plain_lines(lines: Iterable[str], raw: Collection[int]) -> Iterator[str]:
    """Yield lines of Markdown without code between backticks, and without each `<` at which no tag begins.

    Args:
        lines: The lines, without blocks of code and comments.
        raw: Which of them, from 0, are HTML in which no Markdown is read; they stay as they are.
    """
    return (line if number in raw else _NO_TAG.sub(_blank, without_code(line)) for number, line in enumerate(lines))


def _blank(found: re.Match[str]) -> str:
    """Return what stands in place of something that is no tag: a backslash before another one may stand in an address."""
    return found[0] if found[0] == r"\\" else " " * len(found[0])


def read_html(text: str, first_line: int) -> HtmlSource:
    """Find the tags in a text, which need not be HTML as a whole.

    Args:
        text: The text.
        first_line: What its first line is called.
    """
    reader = _Reader(text, first_line)
    reader.feed(text)
    reader.close()
    return HtmlSource(tuple(reader.tags), tuple(sorted([*reader.never_opened, *reader.open])))


class _Reader(SourceParser):
    def __init__(self, text: str, first_line: int) -> None:
        super().__init__()
        self.tags: list[Tag] = []
        self.open: list[tuple[int, str]] = []
        self.never_opened: list[tuple[int, str]] = []
        self._before = first_line - 1
        self._begins = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))  # each line's place

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in VOID | _ENDED_BY_OTHERS:
            self.open.append((self.tags[-1].line, tag))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line, column = self.getpos()
        attributes = tuple(replace(each, line=each.line + self._before) for each in self.attributes())
        written = self.get_starttag_text() or ""
        self.tags.append(Tag(tag, written, line + self._before, self._begins[line - 1] + column, attributes))

    def handle_endtag(self, tag: str) -> None:
        for at in range(len(self.open) - 1, -1, -1):
            if self.open[at][1] == tag:
                del self.open[at]
                return
        if tag not in _ENDED_BY_OTHERS:
            self.never_opened.append((self.getpos()[0] + self._before, tag))


def _attributes(tag: str, line: int) -> Iterator[Attribute]:
    """Yield the attributes of a tag that begins on a line, as the standard of HTML has it."""
    at = _until(tag, 1, f"{_SPACES}/>")
    while True:
        name = at = _past(tag, at, f"{_SPACES}/")
        if at >= len(tag) or tag[at] == ">":
            return
        end = _until(tag, at + 1, f"{_SPACES}/>=")
        begins = at = _past(tag, end, _SPACES)
        value = ""
        if tag[at : at + 1] == "=":
            begins = _past(tag, at + 1, _SPACES)
            quote = tag[begins : begins + 1]
            is_quoted = quote in ("'", '"')
            at = _until(tag, begins + 1, quote) + 1 if is_quoted else _until(tag, begins, f"{_SPACES}>")
            value = tag[begins + 1 : at - 1] if is_quoted else tag[begins:at]
        decoded = browser_address if tag[name:end].lower() in _ADDRESSES else _decoded
        yield Attribute(tag[name:end].lower(), decoded(value), line + tag.count("\n", 0, name), (begins, at))


def browser_address(written: str) -> str:
    """Return an address as browsers read it in HTML: character references replaced, and trimmed."""
    return trimmed_address(_decoded(written))


def trimmed_address(address: str) -> str:
    """Return an address as browsers take it from an attribute: without line breaks, and spaces around it."""
    return address.translate(_BREAKS).strip(_AROUND)


def _decoded(value: str) -> str:
    """Return the value of an attribute with its character references replaced: an address may have a `&section=` in it."""
    return _REFERENCE.sub(lambda found: unescape(found[0]) if _is_reference(found[0]) else found[0], value)


def _is_reference(written: str) -> bool:
    return written.startswith("&#") or written[1:] in html5


def _until(text: str, at: int, ends: str) -> int:
    while at < len(text) and text[at] not in ends:
        at += 1
    return at


def _past(text: str, at: int, skipped: str) -> int:
    while at < len(text) and text[at] in skipped:
        at += 1
    return at
