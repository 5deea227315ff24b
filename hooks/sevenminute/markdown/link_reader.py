"""Finds the links of a page by rendering it: what Markdown makes a link is one, however it was written."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, cast

from markdown.inlinepatterns import (
    IMAGE_REFERENCE_RE,
    REFERENCE_RE,
    ImageReferenceInlineProcessor,
    ReferenceInlineProcessor,
    ShortReferenceInlineProcessor,
)
from markdown.treeprocessors import InlineProcessor, Treeprocessor

from markdown import Markdown
from sevenminute.config.markdown_extensions import EXTENSIONS
from sevenminute.diagnostics.problem import nearest
from sevenminute.markdown.address_lines import AddressLines
from sevenminute.markdown.comments import comment_faults
from sevenminute.markdown.escaped_brackets import EscapedBrackets
from sevenminute.markdown.footnotes import FootnoteEnds
from sevenminute.markdown.html.source import trimmed_address
from sevenminute.markdown.html.tree import Element, parse_html
from sevenminute.markdown.internal_links import LINKING
from sevenminute.markdown.line_numbers import (
    begins_with_mark,
    first_mark,
    mark_lines,
    marked_comments,
    marked_ends,
    marked_line,
    without_marks,
)
from sevenminute.markdown.link import PageLink, PageLinks, UndefinedReference, same_id
from sevenminute.markdown.tables import TableColumns
from sevenminute.text.ids import ID
from sevenminute.text.web_address import is_readable

RESOURCE = "resource:"
"""Begins the address of a registered resource, up to its id: a page's own definitions of an id go before the register."""

_UNKNOWN = "unknown:"
_IN_BRACKETS = "brackets:"
OWN_SCHEMES = (RESOURCE, _UNKNOWN, _IN_BRACKETS)
"""Begin the addresses that a page has only until it is built."""

_NOTHING_BUT_ID = re.compile(r"(?=[0-9-]*[a-z])[a-z0-9]+(?:-[a-z0-9]+)+")
_BLOCKS = frozenset(
    ("p", "li", "td", "th", "dt", "dd", "div", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table")
)


class LinkReader:
    """Reads the links of one page after the other."""

    def __init__(self, ids: Collection[str] = ()) -> None:
        """Take the ids of the register, which every page may cite."""
        self._md = Markdown(extensions=[*EXTENSIONS, FootnoteEnds(), TableColumns(), EscapedBrackets()])
        self._references = _References(frozenset(ids))
        self._md.references = self._references
        patterns = self._md.inlinePatterns
        patterns.register(_Reference(REFERENCE_RE, self._md), "reference", 170)
        patterns.register(_PictureReference(IMAGE_REFERENCE_RE, self._md), "image_reference", 140)
        patterns.register(_IdInBrackets(REFERENCE_RE, self._md), "short_reference", 130)
        self._md.treeprocessors.register(_PanelNumbers(self._md), "sevenminute-panel-numbers", 6)

    def read(self, markdown: str, first_line: int) -> PageLinks:
        """Return the links of a page that keeps the limits of `limit_problems`.

        Args:
            markdown: The page's Markdown.
            first_line: Line of the file of its first line, counted from 1.
        """
        self._md.reset()
        marked = mark_lines(markdown, first_line)
        html = self._md.convert(marked)
        page = parse_html(html)
        finder = _Finder(self._references, AddressLines(markdown, first_line))
        finder.read(page)
        comments = comment_faults(html) if marked_comments(marked) or marked_ends(marked) else ()
        addresses = ((element.tag, element.attributes.get(LINKING.get(element.tag, ""))) for element in page.elements())
        made = frozenset((tag, trimmed_address(without_marks(address))) for tag, address in addresses if address)
        return PageLinks(
            tuple(finder.links), tuple(finder.undefined), tuple(finder.unreadable), comments, made, without_marks(html)
        )


class _References(dict[str, Any]):
    """Definitions by their id without marks; an address has the mark of the place that asks for it.

    Those of the page come and go, those of the register stay.
    """

    def __init__(self, registered: frozenset[str]) -> None:
        super().__init__()
        self.registered = registered

    def __setitem__(self, id: str, definition: tuple[str, str | None]) -> None:
        super().__setitem__(same_id(without_marks(id)), definition)

    def __contains__(self, id: object) -> bool:
        known = same_id(without_marks(str(id)))
        return known in self.registered or super().__contains__(known)

    def __getitem__(self, id: str) -> tuple[str, str | None]:
        known = same_id(without_marks(id))
        address, title = self.get(known) or (f"{RESOURCE}{known}", None)
        return without_marks(address) + first_mark(id), title

    def nearest(self, id: str) -> str:
        """Return the id that was probably meant, or an empty string."""
        return nearest(id, {*self, *self.registered})


class _Reference(ReferenceInlineProcessor):
    """Makes links of `[words][id]` that have no address, too."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the stubs know the old way only
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | str | None, int | None, int | None]:
        """Take what Markdown takes, then what only an editor takes for a link."""
        element, start, end = super().handleMatch(m, data)
        if element is not None or start is None:
            return element, start, end
        text, index, _ = self.getText(data, m.end(0))
        id, end, _ = self.evalId(data, index, text)
        if not id or not self.is_meant(without_marks(text), same_id(without_marks(id)), apart=data[index : index + 1].isspace()):
            return None, start, end
        return self.makeTag(f"{_UNKNOWN}{id}", "", text), start, end

    def is_meant(self, text: str, id: str, *, apart: bool) -> bool:
        """Tell whether an unknown id is meant for one: with a space between, only what is nearly an id is."""
        if not id or id == "sic" or id.isdigit() or text.startswith("^") or id.startswith("^"):
            return False
        return not apart or bool(_references(self.md).nearest(id))


class _PictureReference(ImageReferenceInlineProcessor, _Reference):
    """Makes pictures of `![words][id]` that have no address, too."""


class _IdInBrackets(ShortReferenceInlineProcessor, _Reference):
    """Makes links of ids alone in brackets that have no address, too."""

    def is_meant(self, text: str, id: str, *, apart: bool) -> bool:
        """Tell whether what stands in brackets could be an id: one word without a hyphen only if it is nearly one."""
        inline = cast("InlineProcessor", self.md.treeprocessors["inline"])
        if "a" in inline.ancestors:  # brackets within a link: no link stands in another
            return False
        return bool(_NOTHING_BUT_ID.fullmatch(text) or (ID.fullmatch(id) and _references(self.md).nearest(id)))

    def makeTag(self, href: str, title: str, text: str) -> etree.Element:  # noqa: N802 - the name is Python-Markdown's
        """Tell what is unknown apart from what has words before it."""
        return super().makeTag(href.replace(_UNKNOWN, _IN_BRACKETS, 1), title, text)


def _references(md: Markdown) -> _References:
    return cast("_References", md.references)  # the reader put it there


class _PanelNumbers(Treeprocessor):
    """Numbers the headings that make the panels, so that the HTML tells which they are."""

    def run(self, root: etree.Element) -> None:
        for number, heading in enumerate((child for child in root if child.tag == "h2"), 1):
            heading.set("data-panel", str(number))


@dataclass
class _Open:
    """A link whose end has not been read yet."""

    address: str
    quoted: bool
    words: str = ""


class _Finder:
    """Finds the links in the HTML of a page."""

    def __init__(self, references: _References, address_lines: AddressLines) -> None:
        self.links: list[PageLink] = []
        self.undefined: list[UndefinedReference] = []
        self.unreadable: list[tuple[int, str]] = []
        self._references = references
        self._address_lines = address_lines
        self._open: list[_Open] = []
        self._panel: int | None = None
        self._panel_of_note: dict[str, int | None] = {}
        self._quotes = 0
        self._block = ""  # the text of the block so far

    def read(self, element: Element) -> None:
        """Read what an element holds, in order."""
        for child in element.children:
            if isinstance(child, str):
                self._text(child)
            else:
                self._begin(child)
                self.read(child)
                self._end(child)

    def _begin(self, element: Element) -> None:
        given = element.attributes
        if element.tag in _BLOCKS:
            self._block = ""
        if element.tag == "blockquote":
            self._quotes += 1
        elif element.tag == "h2" and given.get("data-panel", "").isdecimal():
            self._panel = int(given["data-panel"])
        elif element.tag == "li" and element.id.startswith("fn:"):
            self._panel = self._panel_of_note.get(f"#{element.id}")
        elif element.tag == "img":
            self._picture(given)
        elif element.tag == "a":
            self._link(given)

    def _end(self, element: Element) -> None:
        if element.tag in _BLOCKS:
            self._block = ""
        if element.tag == "blockquote":
            self._quotes -= 1
        elif element.tag == "a":
            self._close(self._open.pop())

    def _text(self, text: str) -> None:
        self._block += text
        for link in self._open:
            link.words += text

    def _link(self, given: dict[str, str]) -> None:
        address = given.get("href", "")
        if given.get("class", "").startswith("footnote-"):
            self._panel_of_note.setdefault(address, self._panel)
            address = ""
        quoted = self._quotes > 0 or self._block.count("“") > self._block.count("”") or self._block.count('"') % 2 == 1
        self._open.append(_Open(address, quoted))

    def _picture(self, given: dict[str, str]) -> None:
        for link in self._open:
            link.words += given.get("alt", "")
        source = given.get("src", "")
        scheme, colon, id = source.partition(":")
        line = self._line_of(source, given.get("alt", ""))
        if scheme + colon in (RESOURCE, _UNKNOWN):
            written = f"![{_flat(given.get('alt', ''))}][{_flat(id)}]"
            self._note_undefined(
                UndefinedReference(written, same_id(without_marks(id)), line, is_picture=scheme + colon == RESOURCE)
            )

    def _close(self, link: _Open) -> None:
        if not link.address:
            return
        line = self._line_of(link.address, link.words)
        words, address = _flat(link.words), without_marks(link.address)
        scheme, colon, rest = address.partition(":")
        id = same_id(rest)
        if scheme + colon == _UNKNOWN or (scheme + colon == RESOURCE and id not in self._references.registered):
            self._note_undefined(UndefinedReference(f"[{words}][{_flat(rest)}]", id, line))
        elif scheme + colon == _IN_BRACKETS:
            if not link.quoted or self._references.nearest(id):  # a quotation has brackets of its own
                self._note_undefined(UndefinedReference(f"[{words}]", id, line, alone=True))
        elif scheme + colon == RESOURCE:
            self.links.append(PageLink(words, id, line, self._panel, is_citation=True))
        else:
            is_bare = words in (address, address.removeprefix("http://")) and not begins_with_mark(link.words)
            self.links.append(PageLink(words, address, line, self._panel, is_bare=is_bare))

    def _line_of(self, address: str, words: str) -> int:
        """Return the line of an address, and note one that cannot be read."""
        line = marked_line(address, words) or self._address_lines.next_line(address)
        if not is_readable(without_marks(address)):
            self.unreadable.append((line, without_marks(address)))
        return line

    def _note_undefined(self, undefined: UndefinedReference) -> None:
        self.undefined.append(replace(undefined, near=self._references.nearest(undefined.id)))


def _flat(text: str) -> str:
    """Return a text on one line, without marks."""
    return " ".join(without_marks(text).split())
