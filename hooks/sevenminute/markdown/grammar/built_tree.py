"""A page's tree, with where each part of it stands in the file."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Mapping
from dataclasses import dataclass, field

from markdown.util import HtmlStash


@dataclass(frozen=True)
class Place:
    """Where an element stands.

    Attributes:
        first: Its first line, from 0.
        last: The line on which it ends; of a block, the line behind it.
        source: An element within a line as it is written; nothing of a block.
        defined: The line on which the page says what the id of a link or picture is.
    """

    first: int
    last: int
    source: str = ""
    defined: int | None = None


@dataclass(frozen=True)
class RawHtml:
    """A piece of HTML as an editor wrote it.

    Attributes:
        text: The piece.
        line: Its first line, from 0.
        part: Number of what it stands in: a paragraph, or the blocks of a list item or panel. Tags pair within one.
        is_block: Whether it stands between blocks.
    """

    text: str
    line: int
    part: int
    is_block: bool


@dataclass
class BuiltTree:
    """A tree in the making.

    Attributes:
        stash: Where Python-Markdown keeps raw HTML until the end.
        definitions: The line of each id that the page defines.
        elements: Those that stand within a line, by their number in the text.
        places: Where elements stand.
        raw: The raw HTML, by its number in the stash.
        indented_code: Blocks that are code by their indent alone: the first line of each, and its text.
        words: Texts between what has a mark of its own, as they are written, each with its line.
    """

    stash: HtmlStash
    definitions: Mapping[str, int] = field(default_factory=dict)
    elements: list[etree.Element] = field(default_factory=list)
    places: dict[etree.Element, Place] = field(default_factory=dict)
    raw: list[RawHtml] = field(default_factory=list)
    indented_code: list[tuple[int, str]] = field(default_factory=list)
    words: list[tuple[int, str]] = field(default_factory=list)
