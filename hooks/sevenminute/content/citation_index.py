"""Every resource that the site names, once, with the places that cite it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sevenminute.content.briefing import Briefing
from sevenminute.content.library import Library
from sevenminute.content.page import DocsPage
from sevenminute.content.resource import Resource, same_address
from sevenminute.content.urls import briefing_url
from sevenminute.markdown.link import PageLink
from sevenminute.text.dates import PartialDate
from sevenminute.text.paths import site_path
from sevenminute.text.urls import page_file


@dataclass(frozen=True)
class CitedAt:
    """A place that cites a resource.

    Attributes:
        title: Title of the briefing or topic page.
        url: Address from the site's root, with the panel's anchor where there is one.
        panel: Number of the panel, or None on a page without panels.
        links_updated: When a person last brought the links of the briefing up to date, or None for a page.
        lang: The language of the title, or None when it is that of the site.
    """

    title: str
    url: str
    panel: int | None = None
    links_updated: PartialDate | None = None
    lang: str | None = None


@dataclass(frozen=True)
class IndexEntry:
    """A resource as the index lists it.

    Attributes:
        anchor: Its anchor on the page of the index, and its id in files for reuse.
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
    registered: dict[str, dict[CitedAt, None]] = {id: {} for id in library.resources}
    others: dict[str, dict[CitedAt, None]] = defaultdict(dict)
    first: dict[str, PageLink] = {}
    by_address = {same_address(item.fields.url): id for id, item in library.resources.items() if item.fields.url}
    for link, place, of_interest in _outbound(library):
        address = same_address(link.target)
        id = link.target if link.is_citation else by_address.get(address)
        if id in registered:
            registered[id][place] = None
        elif of_interest and not link.is_citation:  # else it is the id of an entry that cannot be read
            others[address][place] = None
            first.setdefault(address, link)
    entries = [
        IndexEntry(id, item.fields.title, item.fields.url, item, tuple(registered[id])) for id, item in library.resources.items()
    ]
    entries += [
        IndexEntry(_anchor(address), first[address].words, first[address].target, None, tuple(found))
        for address, found in others.items()
    ]
    return tuple(sorted(entries, key=lambda entry: (entry.title.casefold(), entry.anchor)))


def _outbound(library: Library) -> Iterator[tuple[PageLink, CitedAt, bool]]:
    """Yield each link, its place, and whether it is a resource even if the register does not have it.

    On briefings and topic pages every link is; on the other pages, such as the accessibility statement, none.
    """
    for briefing in library.briefings:
        for link in briefing.page_links:
            if link.leaves_site:
                yield link, _place_in_briefing(briefing, link.panel), True
    for page in library.pages:
        for link in page.page_links:
            if link.leaves_site:
                yield link, _place_on_page(page), page.topic is not None


def _place_in_briefing(briefing: Briefing, panel: int | None) -> CitedAt:
    anchor = f"#{briefing.panels[panel - 1].id}" if panel else ""
    return CitedAt(briefing.fields.title, briefing_url(briefing) + anchor, panel, briefing.fields.links_updated, briefing.lang)


def _place_on_page(page: DocsPage) -> CitedAt:
    source = site_path(page.path) or page.path
    return CitedAt(page.title, page_file(source))


def _anchor(address: str) -> str:
    """Return an anchor for a link that has no id: the same as long as its address is."""
    return "link-" + hashlib.sha256(address.encode()).hexdigest()[:10]
