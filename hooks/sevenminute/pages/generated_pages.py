"""The pages that the site makes by itself: each is a row of `PAGES` and a template in `overrides/`.

`GENERATED` of `text.paths` names them for the wings below, which check links to them; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sevenminute.config.schema import Settings
from sevenminute.content.briefing import Briefing
from sevenminute.content.citation_index import index_entries
from sevenminute.content.library import Library
from sevenminute.content.life import WithdrawnBriefing
from sevenminute.content.topic import Topic
from sevenminute.content.urls import briefing_url
from sevenminute.pages.briefing import NOT_SEARCHED, Data, moved_data
from sevenminute.pages.due.calendar import calendar_file, calendar_files
from sevenminute.pages.due.page import due_page_data
from sevenminute.pages.due.sections import DueFacts, due_sections
from sevenminute.pages.link_list import links_page_data
from sevenminute.pages.link_status import SiteLinks
from sevenminute.pages.lists import briefing_list_data, home_data, topic_list_data, topic_page_data
from sevenminute.pages.resource_files import resource_files
from sevenminute.pages.resource_index import resource_page_data
from sevenminute.print.pdf.documents import PrintedBriefing
from sevenminute.text.paths import (
    A_TO_Z,
    BRIEFING_LIST,
    BRIEFINGS,
    DUE,
    HOME,
    LINK_LIST,
    NEWEST,
    RESOURCE_INDEX,
    SEARCH_PAGE,
    TOPIC_LIST,
)
from sevenminute.text.urls import page_file


class Site(Protocol):
    """What pages are made from; a build has it."""

    @property
    def settings(self) -> Settings:
        """What the organisation says."""

    @property
    def library(self) -> Library:
        """All content."""

    @property
    def outgoing(self) -> SiteLinks:
        """The links that leave the site, and what machines saw of them."""

    @property
    def sheets(self) -> Mapping[str, PrintedBriefing]:
        """The briefings that fit on paper, by slug; none before all pages have their content."""

    @property
    def today(self) -> date:
        """The day of the build."""


@dataclass(frozen=True)
class GeneratedPage:
    """A page that the site makes, or completes when an editor wrote its beginning.

    Attributes:
        source: Its path within the site's sources.
        title: Its title, unless the editor gave one; empty when only the editor does.
        template: Its template in `overrides/`.
        data: Returns what the template finds in `page.meta`.
        late_data: Returns what it finds there besides, and what is known only when every briefing is fitted to its paper.
        text: Its Markdown while no editor has written any; None for a page that only editors begin.
        description: One sentence for search engines, unless the editor gave one.
        is_searched: Whether the search finds it. What lists what is found by itself is not.
        inline_script: A script of `overrides/scripts/inline/` that the template puts into the page, or an empty string.
        files: Returns the files that are published with it, by their path on the site.
        anchors: Returns the anchors that its template uses: those of the editor's words make way.
        leads_to: Address, from the site's root, of the page in whose place it stands, or an empty string.
    """

    source: str
    title: str
    template: str
    data: Callable[[Site], Data]
    text: str | None = None
    description: str = ""
    late_data: Callable[[Site, str | None], Data] = lambda _site, _site_url: {}
    is_searched: bool = False
    inline_script: str = ""
    files: Callable[[Site, str | None], Mapping[str, str | bytes]] = lambda _site, _site_url: {}
    anchors: Callable[[Site], Collection[str]] = lambda _site: ()
    leads_to: str = ""

    def facts(self, site: Site) -> Data:
        """Return what the front matter of the page gets whatever an editor wrote."""
        return {**self.data(site), "template": self.template, **({} if self.is_searched else {"search": NOT_SEARCHED})}


def _due(site: Site, site_url: str | None) -> Data:
    fits = {slug: sheet.fit for slug, sheet in site.sheets.items()}
    sections = due_sections(DueFacts(site.library, site.settings, fits, site.today))
    return {"due": due_page_data(sections, site.settings, calendar_file(site.library, site_url))}


_RESOURCES = "Every guide, report, leaflet and service that this site names, with the briefings that name it."

PAGES = (
    GeneratedPage(
        BRIEFING_LIST,
        "Briefings",
        "briefing_list.html",
        lambda site: briefing_list_data(BRIEFING_LIST, site.library, site.today),
        text="# Briefings\n",
    ),
    GeneratedPage(
        A_TO_Z,
        "Briefings from A to Z",
        "briefing_list.html",
        lambda site: briefing_list_data(A_TO_Z, site.library, site.today),
        text="# Briefings from A to Z\n",
    ),
    GeneratedPage(
        NEWEST,
        "Briefings, newest first",
        "briefing_list.html",
        lambda site: briefing_list_data(NEWEST, site.library, site.today),
        text="# Briefings, newest first\n",
    ),
    GeneratedPage(
        TOPIC_LIST,
        "Topics",
        "topic_list.html",
        lambda site: topic_list_data(site.library),
        text="# Topics\n",
    ),
    GeneratedPage(
        RESOURCE_INDEX,
        "Resources",
        "resource_index.html",
        lambda site: resource_page_data(site.library, site.outgoing, site.settings),
        # An underscore is in no id of the register, so that no entry takes the anchor of the page's title.
        text=f"# Resources {{: #all_resources }}\n\n{_RESOURCES}\n",
        description=_RESOURCES,
        is_searched=True,
        inline_script="show-resource-filter.js",
        files=lambda site, site_url: resource_files(index_entries(site.library), site_url),
        anchors=lambda site: {entry.anchor for entry in index_entries(site.library)},
    ),
    GeneratedPage(
        LINK_LIST,
        "Links",
        "link_list.html",
        lambda site: {"links": links_page_data(site.library, site.outgoing, site.settings, site.today)},
        text="# Links {: #all_links }\n",
        description="For editors: every link that leaves this site, and when it was last looked at.",
    ),
    GeneratedPage(
        DUE,
        "What is due",
        "due.html",
        lambda _site: {},
        text="# What is due {: #all_due }\n",
        description="For editors: reviews, links and briefings that need somebody to look at them.",
        late_data=_due,
        files=lambda site, site_url: calendar_files(site.library, site.settings.organisation.short_name, site_url, site.today),
    ),
    GeneratedPage(SEARCH_PAGE, "Search", "search.html", lambda _site: {}, text="# Search\n"),
    GeneratedPage(
        HOME,
        "",
        "home.html",
        lambda site: home_data(site.library, site.settings.latest, site.today),
        is_searched=True,
    ),
)


def _topic_page(topic: Topic) -> GeneratedPage:
    return GeneratedPage(
        topic.source,
        topic.title,
        "topic.html",
        lambda site: topic_page_data(topic, site.library, site.settings, site.today),
        text=f"# {topic.title}\n",
        is_searched=True,
    )


def _moved_page(address: str, item: Briefing | WithdrawnBriefing) -> GeneratedPage:
    return GeneratedPage(
        f"{BRIEFINGS}/{address}.md",
        f"Moved: {item.fields.title}",
        "moved.html",
        lambda _site: moved_data(item),
        text="\n",
        leads_to=briefing_url(item),
    )


def generated_pages(library: Library) -> dict[str, GeneratedPage]:
    """Return `PAGES`, the page of each topic and that of each former address, by their built file."""
    moved = (_moved_page(address, item) for address, item in library.moved.items())
    return {page_file(page.source): page for page in (*map(_topic_page, library.topics), *moved, *PAGES)}
