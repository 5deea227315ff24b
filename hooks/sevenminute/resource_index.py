"""Every resource that the site names, once, with the places that cite it."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sevenminute.addresses import briefing_url, page_file
from sevenminute.briefing import Briefing
from sevenminute.citations import Citation
from sevenminute.dates import PartialDate
from sevenminute.docs_pages import DocsPage
from sevenminute.library import Library
from sevenminute.places import site_path
from sevenminute.resources import Resource

_MARKS = re.compile(r"[*_`]+")


@dataclass(frozen=True)
class CitedAt:
    """A place that cites a resource.

    Attributes:
        title: Title of the briefing or topic page.
        url: Address from the site's root, with the panel's anchor where there is one.
        panel: Number of the panel, or None on a page without panels.
        links_updated: When a person last brought the links of the briefing up to date, or None for a page.
    """

    title: str
    url: str
    panel: int | None = None
    links_updated: PartialDate | None = None


@dataclass(frozen=True)
class IndexEntry:
    """A resource as the index lists it.

    Attributes:
        anchor: Its anchor on the page of the index, and its id in files for re-use.
        title: As its publisher calls it; for a link that is not in the register, the link's words.
        url: Its address, or None.
        resource: The entry of the register, or None for a link that is not in it.
        cited_by: The places that cite it, in the order of the series, then pages; each place once.
    """

    anchor: str
    title: str
    url: str | None
    resource: Resource | None
    cited_by: tuple[CitedAt, ...]


def index_entries(library: Library) -> tuple[IndexEntry, ...]:
    """Return the registered resources, cited or not, and the other links of briefings and topic pages; by title."""
    places: dict[str, list[CitedAt]] = defaultdict(list)
    words: dict[str, str] = {}
    by_address = {_same(item.fields.url): id for id, item in library.resources.items() if item.fields.url}
    for citation, place in _citations(library):
        registered = citation.target in library.resources
        target = citation.target if registered else by_address.get(_same(citation.target), citation.target)
        if place not in places[target]:
            places[target].append(place)
        words.setdefault(target, _MARKS.sub("", citation.words))
    entries = [
        IndexEntry(id, item.fields.title, item.fields.url, item, tuple(places[id])) for id, item in library.resources.items()
    ]
    entries += [
        IndexEntry(_anchor(url), words[url], url, None, tuple(found))
        for url, found in places.items()
        if url not in library.resources
    ]
    return tuple(sorted(entries, key=lambda entry: (entry.title.casefold(), entry.anchor)))


def _citations(library: Library) -> Iterator[tuple[Citation, CitedAt]]:
    for briefing in library.briefings:
        for citation in briefing.citations:
            yield citation, _place_in_briefing(briefing, citation)
    for page in library.pages:
        for citation in _of_interest(page, library):
            yield citation, _place_on_page(page)


def _of_interest(page: DocsPage, library: Library) -> Iterable[Citation]:
    """Return all links of a topic page, but of another page only what the register has: the rest is no resource."""
    return page.citations if page.topic else [item for item in page.citations if item.target in library.resources]


def _place_in_briefing(briefing: Briefing, citation: Citation) -> CitedAt:
    panel = briefing.panel_at(citation.line)
    anchor = f"#{panel.id}" if panel else ""
    number = panel.number if panel else None
    return CitedAt(briefing.fields.title, briefing_url(briefing) + anchor, number, briefing.fields.links_updated)


def _place_on_page(page: DocsPage) -> CitedAt:
    source = site_path(page.path) or page.path
    return CitedAt(page.title, page_file(source))


def _anchor(url: str) -> str:
    """Return an anchor for a link that has no id: the same as long as its address is."""
    return "link-" + hashlib.sha256(_same(url).encode()).hexdigest()[:10]


def _same(url: str | None) -> str:
    """Return an address as two are compared: without its last slash and the host's capitals."""
    return re.sub(r"^(https?://[^/]+)", lambda host: host[0].lower(), (url or "").rstrip("/"))
