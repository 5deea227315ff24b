"""One page's Markdown, read and converted once: all that checks, lists and the page itself are made of."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterable
from dataclasses import dataclass, field

from sevenminute.markdown.comments import CommentFault, comment_faults
from sevenminute.markdown.grammar.built_tree import RawHtml
from sevenminute.markdown.grammar.converter import Converter
from sevenminute.markdown.link import PageLinks
from sevenminute.markdown.located import LocatedPage, locate
from sevenminute.markdown.outline import Outline, outline_of
from sevenminute.markdown.page_links import OWN_SCHEMES, find_links


@dataclass(frozen=True)
class Document:
    """A page's Markdown, converted.

    Attributes:
        markdown: The Markdown.
        ids: Ids of the register, which it may cite.
        outline: Its headings, and its lines without code and raw HTML.
        links: Its links.
        comments: Lines of the file on which something is wrong with a comment, with what it is.
        raw: Its raw HTML; lines are counted from 0.
        page: What browsers make of it, with the lines.
        root: Its tree, in which raw HTML has a place until the end.
    """

    markdown: str = field(repr=False)
    ids: frozenset[str] = field(repr=False)
    outline: Outline
    links: PageLinks = field(repr=False)
    comments: tuple[tuple[int, CommentFault], ...] = field(repr=False)
    raw: tuple[RawHtml, ...] = field(repr=False)
    page: LocatedPage = field(repr=False)
    root: etree.Element = field(repr=False)


class DocumentReader:
    """Reads one page after the other."""

    def __init__(self, ids: Iterable[str] = ()) -> None:
        """Take the ids of the register, which every page may cite."""
        self._ids = frozenset(ids)
        self._converter = Converter(self._ids)

    def read(self, markdown: str, first_line: int) -> Document:
        """Read a page that keeps the limits of `limit_problems`.

        Args:
            markdown: The page's Markdown.
            first_line: Line of the file of its first line, counted from 1.
        """
        converted = self._converter.convert(markdown)
        page = locate(self._converter, converted.root, converted.tree, first_line)
        links = find_links(page, converted.parsed.ids)
        self._converter.finish(converted.root)
        _drop_unknown(converted.root)
        return Document(
            markdown,
            self._ids,
            outline_of(markdown, converted.parsed),
            links,
            comment_faults(converted, first_line),
            tuple(converted.tree.raw),
            page,
            converted.root,
        )


def _drop_unknown(root: etree.Element) -> None:
    """Make words of what was meant for a link and is none."""
    for link in root.iter("a"):
        if link.get("href", "").startswith(OWN_SCHEMES[1:]):
            link.tag = "span"
            del link.attrib["href"]
