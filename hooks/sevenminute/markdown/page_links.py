"""The links of a page: what Markdown makes a link is one, however it was written."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from sevenminute.diagnostics.problem import nearest
from sevenminute.markdown.grammar.inline import ALONE, UNKNOWN
from sevenminute.markdown.grammar.parser import RESOURCE
from sevenminute.markdown.html.tree import Element
from sevenminute.markdown.link import PageLink, PageLinks, UndefinedReference, same_id
from sevenminute.markdown.located import LocatedPage, Visit
from sevenminute.text.web_address import is_readable

OWN_SCHEMES = (RESOURCE, UNKNOWN, ALONE)
"""Begin the addresses that a page has only until it is built."""

_BLOCKS = frozenset(
    ("p", "li", "td", "th", "dt", "dd", "div", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table")
)


def find_links(page: LocatedPage, ids: Collection[str]) -> PageLinks:
    """Return the links of a page, and what was meant for one.

    Args:
        page: The page.
        ids: Ids of the register, and of the page's own definitions.
    """
    finder = _Finder(page, ids)
    for visit in page.walk():
        finder.visit(visit)
    return PageLinks(tuple(finder.links), tuple(finder.undefined), tuple(finder.unreadable), tuple(finder.split))


@dataclass
class _Open:
    """A link whose end has not been read yet."""

    address: str
    quoted: bool
    is_behind_brackets: bool
    words: str = ""


class _Finder:
    """Finds the links in a page, in one walk."""

    def __init__(self, page: LocatedPage, ids: Collection[str]) -> None:
        self.links: list[PageLink] = []
        self.undefined: list[UndefinedReference] = []
        self.unreadable: list[tuple[int, str]] = []
        self.split: list[int] = []
        self._page, self._ids = page, ids
        self._open: list[_Open] = []
        self._panel: int | None = None
        self._panels = 0
        self._panel_of_note: dict[str, int | None] = {}
        self._quotes = 0
        self._block = ""  # the text of the block so far

    def visit(self, visit: Visit) -> None:
        if isinstance(visit.part, str):
            self._text(visit.part)
        elif visit.is_end:
            self._end(visit.part, visit)
        else:
            self._begin(visit.part, visit)

    def _begin(self, element: Element, visit: Visit) -> None:
        if element.tag in _BLOCKS:
            self._block = ""
        if element.tag == "blockquote":
            self._quotes += 1
        elif element.tag == "h2" and visit.place and not visit.place.source:
            self._panels += 1
            self._panel = self._panels
        elif element.tag == "li" and element.id.startswith("fn:"):
            self._panel = self._panel_of_note.get(f"#{element.id}")
        elif element.tag == "img":
            self._picture(element, visit)
        elif element.tag == "a":
            self._link(element.attributes)

    def _end(self, element: Element, visit: Visit) -> None:
        if element.tag in _BLOCKS:
            self._block = ""
        if element.tag == "blockquote":
            self._quotes -= 1
        elif element.tag == "a":
            self._close(self._open.pop(), visit)

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
        self._open.append(_Open(address, quoted, is_behind_brackets=self._block.rstrip() != self._block.rstrip("] \n")))

    def _picture(self, element: Element, visit: Visit) -> None:
        words, source = element.attributes.get("alt", ""), element.attributes.get("src", "")
        for link in self._open:
            link.words += words
        self._note_unreadable(source, visit.line)
        scheme, colon, id = source.partition(":")
        if scheme + colon in (RESOURCE, UNKNOWN):
            written = f"![{_flat(words)}][{id}]"
            self._note_undefined(UndefinedReference(written, same_id(id), visit.line, is_picture=scheme + colon == RESOURCE))

    def _close(self, link: _Open, visit: Visit) -> None:
        if not link.address:
            return
        self._note_unreadable(link.address, visit.line)
        words, address, line = _flat(link.words), link.address, visit.line
        scheme, colon, id = address.partition(":")
        if scheme + colon == UNKNOWN:
            self._note_undefined(UndefinedReference(f"[{words}][{id}]", id, line))
        elif scheme + colon == ALONE:
            if not link.quoted or nearest(id, self._ids):  # a quotation has brackets of its own
                self._note_undefined(UndefinedReference(f"[{words}]", id, line, alone=True))
        elif scheme + colon == RESOURCE and id not in self._ids:
            self._note_undefined(UndefinedReference(f"[{words}][{id}]", id, line))
        elif scheme + colon == RESOURCE:
            if link.is_behind_brackets and visit.place and "][" not in visit.place.source:
                self.split.append(line)
            self.links.append(PageLink(words, id, line, self._panel, is_citation=True))
        else:
            is_bare = words in (address, address.removeprefix("http://")) and not _has_words(visit)
            self.links.append(PageLink(words, address, line, self._panel, is_bare=is_bare))

    def _note_unreadable(self, address: str, line: int) -> None:
        if not is_readable(address):
            self.unreadable.append((line, address))

    def _note_undefined(self, undefined: UndefinedReference) -> None:
        self.undefined.append(replace(undefined, near=nearest(undefined.id, self._ids)))


def _has_words(visit: Visit) -> bool:
    """Tell whether a link was written with words of its own."""
    return visit.place is not None and visit.place.source.startswith("[")


def _flat(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())
