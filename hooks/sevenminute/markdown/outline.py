"""The headings of a Markdown text, and its lines as far as they are words: both as the parser found them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from sevenminute.markdown.grammar.parser import ParsedMarkdown
from sevenminute.markdown.html.source import end_of_comment

BLANKED = "\x02\x03"
"""Stands for a block of code or raw HTML: no words, but not empty either. Content never holds control characters."""

_ATTRIBUTES = re.compile(r"\{:?[^{}\n]*\}$")
_DEFINITION = re.compile(r" {0,3}(?:\[[^\]\n]+\]:|\*\[[^\]\n]+\]:)")


@dataclass(frozen=True)
class Heading:
    """A heading of the body.

    Attributes:
        level: 1 to 6, as in `<h1>` to `<h6>`.
        text: The words as written, without the marks around them.
        line: Line of the body, counted from 0.
        underlined: Whether a line of `=` or `-` below the words makes the heading.
    """

    level: int
    text: str
    line: int
    underlined: bool = False


@dataclass(frozen=True)
class Outline:
    """The skeleton of a Markdown text.

    Attributes:
        headings: The headings that are no part of something else, in their order.
        lines: The text's lines; code and raw HTML are replaced by `BLANKED` and empty lines, comments by nothing.
        items: The lines, from 0, on which an item of a list begins.
        tables: The lines, from 0, of tables.
        numbers: The items of numbered lists: the line of each, its number as it is written, and as it is shown.
    """

    headings: tuple[Heading, ...]
    lines: tuple[str, ...]
    items: frozenset[int] = frozenset()
    tables: frozenset[int] = frozenset()
    numbers: tuple[tuple[int, int, int], ...] = ()


def outline_of(text: str, parsed: ParsedMarkdown) -> Outline:
    """Return the outline of a text from what the parser found in it."""
    lines = text.split("\n")
    tokens = [*parsed.tokens, *(token for note in parsed.notes.values() for token in note)]
    for token in tokens:
        if token.map and token.type in ("fence", "code_block", "html_block"):
            _blank(lines, token)
    items = frozenset(token.map[0] for token in tokens if token.map and token.type == "list_item_open")
    for token in tokens:
        for comment in token.children or () if token.map else ():
            if comment.type == "html_inline" and comment.content.startswith("<!--"):
                _take_out(lines, token, comment)
    tables = frozenset(line for token in tokens if token.type == "table_open" for line in _lines(token))
    return Outline(tuple(_headings(parsed.tokens)), tuple(lines), items, tables, tuple(_numbers(tokens)))


def is_definition(line: str) -> bool:
    """Tell whether a line defines a link, a footnote or an abbreviation: it shows nothing where it stands."""
    return bool(_DEFINITION.match(line))


def _lines(token: Token) -> range:
    return range(*token.map) if token.map else range(0)


def _headings(tokens: Iterable[Token]) -> Iterator[Heading]:
    opened: Token | None = None
    for token in tokens:
        if token.type == "heading_open" and token.level == 0:
            opened = token
        elif opened and opened.map and token.type == "inline":
            words = " ".join(_ATTRIBUTES.sub("", _words(token).strip()).split())
            yield Heading(int(opened.tag[1]), words, opened.map[0], underlined=opened.markup[0] in "=-")
            opened = None


def _words(block: Token) -> str:
    """Return the text of a block without comments."""
    text = block.content
    for token in block.children or ():
        if token.type == "html_inline" and token.content.startswith("<!--"):
            text = text.replace(token.content, "", 1)
    return text


def _numbers(tokens: Iterable[Token]) -> Iterator[tuple[int, int, int]]:
    shown: list[int] = []  # the next number of each list that is open
    for token in tokens:
        if token.type == "ordered_list_open":
            shown.append(int(token.attrs.get("start", 1)))
        elif token.type == "ordered_list_close":
            shown.pop()
        elif token.type == "list_item_open" and token.info.isdecimal() and token.map:
            yield token.map[0], int(token.info), shown[-1]
            shown[-1] += 1


def _blank(lines: list[str], token: Token) -> None:
    """Blank a block; what stands around the comments of a block of HTML is there for readers, whatever it is."""
    numbers = _lines(token)
    html = token.content.strip()
    is_comment = token.type == "html_block" and html.startswith("<!--") and end_of_comment(html, 0) == len(html)
    for number in numbers:
        lines[number] = ""
    if not is_comment and numbers:
        lines[numbers[0]] = BLANKED


def _take_out(lines: list[str], block: Token, comment: Token) -> None:
    """Take a comment out of the lines of its paragraph; where marks of a quotation stand in it, it stays."""
    numbers = _lines(block)
    text = "\n".join(lines[numbers.start : numbers.stop])
    text = text.replace(comment.content, "\n" * comment.content.count("\n"), 1)
    lines[numbers.start : numbers.stop] = text.split("\n")
