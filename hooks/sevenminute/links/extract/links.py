"""Every address that leaves the site, with every place that names it, and what is wrong with addresses as they are written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sevenminute.content.briefing import Briefing, BrokenBriefing
from sevenminute.content.library import Library
from sevenminute.content.page import DocsPage
from sevenminute.content.resource import MAX_REGISTER_BYTES, Resource
from sevenminute.diagnostics.problem import nearest, quoted
from sevenminute.links.extract.occurrence import Occurrence
from sevenminute.links.rules.date import Claim, claim_of
from sevenminute.markdown.link import PageLink
from sevenminute.markdown.link_reader import LinkReader
from sevenminute.markdown.outline import limit_problems, read_outline
from sevenminute.text.file import read_text
from sevenminute.text.formats import EMAIL
from sevenminute.text.front_matter import FrontMatter
from sevenminute.text.paths import REGISTER
from sevenminute.text.web_address import AddressError, read_address

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_DIGITS = re.compile(r"\+?[\d().\s-]+")
_WEB = ("http", "https")
_RUNS = ("javascript", "vbscript", "data")
_CREDENTIALS = re.compile(r"//[^/?#]*@")
_DEFINES = r"(?P<id> {0,3}\[[^\[\]]+\]:[ \t]*<?)"
_URL_KEY = re.compile(r"\s+url\s*:\s*[\"']?")


@dataclass(frozen=True, order=True)
class Slip:
    """An address that needs no web to be found wrong.

    Attributes:
        path: The file, relative to the root of the repository.
        line: Line of the file, counted from 1.
        column: Column, counted from 1.
        rule: `L170`, `L171` or `L172`.
        what: What is wrong.
        mend: What would be right.
    """

    path: str
    line: int
    column: int
    rule: str
    what: str
    mend: str = ""


@dataclass(frozen=True)
class LinkedPage:
    """A page, or the register, with its links.

    Attributes:
        path: The file, relative to the root of the repository.
        title: As readers see it.
        claim: What a briefing says of its links; None for other pages.
        places: Its links to other sites, in reading order.
        slips: What is wrong with the way in which its addresses are written.
    """

    path: str
    title: str
    claim: Claim | None
    places: tuple[Occurrence, ...]
    slips: tuple[Slip, ...] = ()

    @property
    def urls(self) -> tuple[str, ...]:
        """Its addresses, each once."""
        return tuple(dict.fromkeys(place.url for place in self.places))


def linked_pages(root: Path, library: Library) -> tuple[LinkedPage, ...]:
    """Return every page of the site with its links, by path, and the register as the last.

    Args:
        root: Folder of `mkdocs.yml`.
        library: All content.
    """
    items: list[Briefing | BrokenBriefing | DocsPage] = [*library.briefings, *library.broken, *library.pages]
    pages = []
    for item in sorted(items, key=lambda item: item.path):
        if item.text is None or (isinstance(item, DocsPage) and item.unreadable):
            continue  # `briefings check` says why
        title = item.fields.title if isinstance(item, Briefing) else item.title
        front = None if isinstance(item, DocsPage) else item.front
        pages.append(read_places(PageText(item.path, title, item.text, front), item.page_links, library.resources))
    text = read_text(root, REGISTER, limit=MAX_REGISTER_BYTES) if library.resources else ""
    if isinstance(text, str) and library.resources:
        pages.append(register_places(text, library.resources))
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


def links_of(front: FrontMatter, path: str, reader: LinkReader) -> tuple[PageLink, ...]:
    """Return the links of a page as they come out; none for one over which Markdown would hang."""
    if limit_problems(read_outline(front.body), path, front.body_line):
        return ()
    return reader.read(front.body, front.body_line).links


def read_places(page: PageText, links: Iterable[PageLink], resources: Mapping[str, Resource]) -> LinkedPage:
    """Find the places of a page's links in its text.

    Args:
        page: The page.
        links: Its links, as they come out.
        resources: The register, for what is cited.
    """
    found = _Places(page.path, page.text.split("\n"))
    for link in links:
        cited = resources.get(link.target) if link.is_citation else None
        if cited and cited.fields.url:
            found.add(link, cited.fields.url, cited.id)
        elif not link.is_citation:
            found.add(link, link.target, None)
    claim = claim_of(page.front, page.path) if page.front else None
    return LinkedPage(page.path, page.title, claim, tuple(found.places), tuple(found.slips))


class _Places:
    """Collects the places of one page."""

    def __init__(self, path: str, lines: list[str]) -> None:
        self._path, self._lines = path, lines
        self._seen: Counter[tuple[int, str]] = Counter()
        self.places: list[Occurrence] = []
        self.slips: list[Slip] = []

    def add(self, link: PageLink, written: str, resource: str | None) -> None:
        """Add a link to another site, or what is wrong with it."""
        line, column = self._place(link, f"[{resource}]" if resource else written)
        scheme = _SCHEME.match(written)
        if not scheme and not written.startswith("//"):
            return  # a page of the site: MkDocs finds it
        if scheme and scheme[1].lower() not in _WEB:
            self.slips += _other_scheme(self._path, line, column or 1, scheme[1].lower(), written)
            return
        try:
            address = read_address(written)
        except AddressError as error:
            self.slips.append(unreadable(self._path, line, column or 1, written, error))
            return
        if address.credentials and not resource:
            self.slips.append(_credentials(self._path, line, column or 1, address.url))
        self.places.append(
            Occurrence(
                self._path,
                line,
                column or 1,
                address.url,
                address.fragment,
                link.panel,
                link.words,
                resource,
                generated=column is None,
            )
        )

    def _place(self, link: PageLink, text: str) -> tuple[int, int | None]:
        """Return line and column of an address, counted from 1; the second time in a line, the second place.

        An address that stands in none but its definition, `[id]: address`, is fixed there.
        """
        line = self._lines[link.line - 1] if link.line <= len(self._lines) else ""
        times = self._seen[link.line, text]
        self._seen[link.line, text] += 1
        forms = [re.escape(form) for form in (text, text.replace("&", "&amp;"))]
        for form in forms:
            starts = [found.start() for found in re.finditer(form, line, re.IGNORECASE)]
            if starts:
                return link.line, starts[min(times, len(starts) - 1)] + 1
        definition = re.compile(rf"{_DEFINES}(?:{'|'.join(forms)})(?=[\s>]|\Z)", re.IGNORECASE)
        for number, line in enumerate(self._lines, 1):
            if found := definition.match(line):
                return number, found.end("id") + 1
        return link.line, None


def unreadable(path: str, line: int, column: int, written: str, error: AddressError) -> Slip:
    """Return L170 for an address that cannot work, whatever the web says."""
    shown = quoted(_CREDENTIALS.sub("//…@", written))
    what, _, mend = f"{shown} {error}".partition(": ")
    return Slip(path, line, column, "L170", what, mend)


def _credentials(path: str, line: int, column: int, url: str) -> Slip:
    what = f"this address holds a name or password that everybody can read: {url}"
    return Slip(path, line, column, "L172", what, "take out what stands before the @, and change the password")


def _other_scheme(path: str, line: int, column: int, scheme: str, written: str) -> Iterator[Slip]:
    rest = unquote(written.partition(":")[2].partition("?")[0])
    if scheme == "mailto" and not all(EMAIL.fullmatch(each.strip()) for each in rest.split(",")):
        what = f"{quoted(written)} is not an email address"
        yield Slip(path, line, column, "L171", what, "write it like mailto:info@example.org")
    elif scheme == "tel" and not (_DIGITS.fullmatch(rest) and 3 <= len(re.sub(r"\D", "", rest)) <= 15):
        yield Slip(path, line, column, "L171", f"{quoted(written)} is not a telephone number", "write it like tel:01632960001")
    elif scheme in _RUNS:
        yield Slip(path, line, column, "L170", f"{quoted(written)} leads to no page", "link to a page, with https://")
    elif scheme == "file":
        what = f"{quoted(written)} is on one computer only"
        yield Slip(path, line, column, "L170", what, "upload the file beside the page, or say who has it")
    elif scheme == "ftp":
        what = f"{quoted(written)} opens in no browser of today"
        yield Slip(path, line, column, "L170", what, "look for an address that begins with https://")
    elif meant := nearest(scheme, _WEB):
        yield Slip(path, line, column, "L170", f"{quoted(written)} opens in no browser", f"write {meant}:// at its beginning")


def register_places(text: str, resources: Mapping[str, Resource]) -> LinkedPage:
    """Return the register with its addresses, and the lines on which they stand."""
    lines = text.split("\n")
    places, slips = [], []
    for resource in resources.values():
        if not resource.fields.url:
            continue
        line, column = _url_place(lines, resource.line)
        try:
            address = read_address(resource.fields.url)
        except AddressError as error:
            slips.append(unreadable(REGISTER, line, column, resource.fields.url, error))
            continue
        if address.credentials:
            slips.append(_credentials(REGISTER, line, column, address.url))
        title = resource.fields.title
        places.append(Occurrence(REGISTER, line, column, address.url, address.fragment, None, title, resource.id))
    return LinkedPage(REGISTER, "The register of resources", None, tuple(places), tuple(slips))


def _url_place(lines: list[str], first: int) -> tuple[int, int]:
    """Return line and column of the address of an entry that begins on line `first`."""
    for number in range(first, len(lines)):
        found = _URL_KEY.match(lines[number])
        if found:
            return number + 1, found.end() + 1
        if lines[number][:1].strip() not in ("", "#"):
            break  # the next entry
    return first, 1


def leads_to_https(url: str, to: str) -> bool:
    """Tell whether an address leads to the same place, only safely."""
    old, new = urlsplit(url), urlsplit(to)
    return old.scheme == "http" and new.scheme == "https" and old[1:] == new[1:]
