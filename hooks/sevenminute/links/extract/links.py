"""Every address that leaves the site, with every place that names it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from pathlib import Path

from sevenminute.content.briefing import Briefing, BrokenBriefing
from sevenminute.content.library import Library
from sevenminute.content.page import DocsPage
from sevenminute.content.resource import MAX_REGISTER_BYTES, Resource
from sevenminute.links.extract.links_date import LinksDate, links_date_of
from sevenminute.links.extract.occurrence import Occurrence, WrittenAddress
from sevenminute.markdown.document import DocumentReader
from sevenminute.markdown.limits import limit_problems
from sevenminute.markdown.link import PageLink
from sevenminute.text.file import read_text
from sevenminute.text.front_matter import FrontMatter, read_front_matter
from sevenminute.text.paths import REGISTER
from sevenminute.text.web_address import AddressError, read_address

_DEFINES = r"(?P<id> {0,3}\[[^\[\]]+\]:[ \t]*<?)"
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_URL_KEY = re.compile(r"\s+url\s*:\s*[\"']?")


@dataclass(frozen=True)
class LinkedPage:
    """A page, or the register, with its links.

    Attributes:
        path: The file, relative to the root of the repository.
        title: As readers see it.
        links_date: What a briefing says of its links; None for other pages.
        occurrences: Its links to other sites, in reading order.
        addresses: All its addresses out of the site, as they are written.
    """

    path: str
    title: str
    links_date: LinksDate | None
    occurrences: tuple[Occurrence, ...]
    addresses: tuple[WrittenAddress, ...] = ()

    @property
    def urls(self) -> tuple[str, ...]:
        """Its addresses, each once."""
        return tuple(dict.fromkeys(place.url for place in self.occurrences))


def linked_pages(root: Path, library: Library) -> tuple[LinkedPage, ...]:
    """Return every page with its links, by path, and the register as the last; drafts too, which may be published any day.

    Args:
        root: Folder of `mkdocs.yml`.
        library: All content.
    """
    items: list[Briefing | BrokenBriefing | DocsPage] = [*library.every_briefing, *library.broken, *library.pages]
    pages = []
    for item in sorted(items, key=lambda item: item.path):
        if item.text is None or (isinstance(item, DocsPage) and item.unreadable):
            continue  # `briefings check` says why
        title = item.fields.title if isinstance(item, Briefing) else item.title
        front = None if isinstance(item, DocsPage) else item.front
        pages.append(locate_links(PageText(item.path, title, item.text, front), item.page_links, library.resources))
    text = read_text(root, REGISTER, limit=MAX_REGISTER_BYTES) if library.resources else ""
    if isinstance(text, str) and library.resources:
        pages.append(register_links(text, library.resources))
    return tuple(pages)


@dataclass(frozen=True)
class PageText:
    """A page before its links are found.

    Attributes:
        path: The file, relative to the root of the repository.
        title: As readers see it.
        text: The file.
        front: The front matter of a briefing, which vouches for its links with a date; None of another page.
    """

    path: str
    title: str
    text: str
    front: FrontMatter | None


def with_text(page: LinkedPage, text: str, reader: DocumentReader, resources: Mapping[str, Resource]) -> LinkedPage:
    """Return a page, or the register, as it would be with another text.

    Args:
        page: The page.
        text: The file, with line ends of one kind.
        reader: Reads Markdown; it knows the ids of the register.
        resources: The register, for what is cited; for the register itself, what the text says.
    """
    if page.path == REGISTER:
        return register_links(text, resources)
    is_briefing = page.links_date is not None
    front = read_front_matter(text, page.path, required=is_briefing)
    read = PageText(page.path, page.title, text, front if is_briefing else None)
    return locate_links(read, links_of(front, page.path, reader), resources)


def links_of(front: FrontMatter, path: str, reader: DocumentReader) -> tuple[PageLink, ...]:
    """Return the links of a page as they come out; none for one over which Markdown would hang."""
    if limit_problems(front.body, path, front.body_line):
        return ()
    return reader.read(front.body, front.body_line).links.links


def locate_links(page: PageText, links: Iterable[PageLink], resources: Mapping[str, Resource]) -> LinkedPage:
    """Find the places of a page's links in its text.

    Args:
        page: The page.
        links: Its links, as they come out.
        resources: The register, for what is cited.
    """
    found = _OccurrenceCollector(page.path, page.text.split("\n"))
    for link in links:
        cited = resources.get(link.target) if link.is_citation else None
        if cited and cited.fields.url:
            found.add(link, cited.fields.url, cited.id)
        elif not link.is_citation:
            found.add(link, link.target, None)
    links_date = links_date_of(page.front, page.path) if page.front else None
    return LinkedPage(page.path, page.title, links_date, tuple(found.occurrences), tuple(found.addresses))


class _OccurrenceCollector:
    """Collects the places of one page."""

    def __init__(self, path: str, lines: list[str]) -> None:
        self._path, self._lines = path, lines
        self._seen: Counter[tuple[int, str]] = Counter()
        self.occurrences: list[Occurrence] = []
        self.addresses: list[WrittenAddress] = []

    def add(self, link: PageLink, written: str, resource: str | None) -> None:
        """Add a link out of the site; one that cannot be read has an address, and no occurrence."""
        line, column = self._place(link, f"[{resource}]" if resource else written)
        found = WrittenAddress(self._path, line, column, written, cited=resource is not None)
        if not found.scheme and not written.startswith("//"):
            return  # a page of the site: MkDocs finds it
        self.addresses.append(found)
        if not found.is_web:
            return
        try:
            address = read_address(written)
        except AddressError:
            return
        self.occurrences.append(
            Occurrence(
                self._path,
                line,
                column,
                address.url,
                address.fragment,
                link.panel,
                link.words,
                resource,
            )
        )

    def _place(self, link: PageLink, text: str) -> tuple[int, int]:
        """Return line and column of an address, counted from 1; the second time in a line, the second place.

        An address that stands in none but its definition, `[id]: address`, is fixed there.
        """
        line = self._lines[link.line - 1] if link.line <= len(self._lines) else ""
        times = self._seen[link.line, text]
        self._seen[link.line, text] += 1
        starts = [found.start() for found in re.finditer(re.escape(text), _decoded(line), re.IGNORECASE)]
        if starts:
            return link.line, _position(line, starts[min(times, len(starts) - 1)]) + 1
        definition = re.compile(rf"{_DEFINES}{re.escape(text)}(?=[\s>]|\Z)", re.IGNORECASE)
        for number, decoded in enumerate(self._decoded_lines, 1):
            if found := definition.match(decoded):
                return number, _position(self._lines[number - 1], found.end("id")) + 1
        return link.line, 1

    @cached_property
    def _decoded_lines(self) -> list[str]:
        return [_decoded(line) for line in self._lines]


def _decoded(line: str) -> str:
    """Return a line with its character references replaced, such as `&amp;`."""
    return _REFERENCE.sub(lambda found: unescape(found[0]), line)


def _position(line: str, decoded: int) -> int:
    """Return where in a line stands what has a position in the decoded one."""
    for found in _REFERENCE.finditer(line):
        if found.start() >= decoded:
            break
        decoded += len(found[0]) - len(unescape(found[0]))
    return decoded


def register_links(text: str, resources: Mapping[str, Resource]) -> LinkedPage:
    """Return the register with its addresses, and the lines on which they stand."""
    lines = text.split("\n")
    occurrences, addresses = [], []
    for resource in resources.values():
        if not resource.fields.url:
            continue
        line = resource.url_line
        written = _URL_KEY.match(lines[line - 1]) if line <= len(lines) else None
        column = written.end() + 1 if written else 1
        addresses.append(WrittenAddress(REGISTER, line, column, resource.fields.url))
        try:
            address = read_address(resource.fields.url)
        except AddressError:
            continue
        title = resource.fields.title
        occurrences.append(Occurrence(REGISTER, line, column, address.url, address.fragment, None, title, resource.id))
    return LinkedPage(REGISTER, "The register of resources", None, tuple(occurrences), tuple(addresses))
