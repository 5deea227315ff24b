"""What the hooks share during one build. It lives in the configuration of that build and goes with it."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sevenminute.config.schema import Settings
from sevenminute.content.library import Library
from sevenminute.content.rendered import RenderedBriefing
from sevenminute.diagnostics.problem import Problem
from sevenminute.links.history.file import STATE_FILE
from sevenminute.markdown.extensions.citations import ResourceLinks
from sevenminute.markdown.extensions.panel_extension import PanelExtension
from sevenminute.markdown.extensions.prepared import PreparedPages
from sevenminute.markdown.extensions.relative_links import RepositoryLinks
from sevenminute.pages.generated_pages import GeneratedPage, generated_pages
from sevenminute.pages.link_status import SiteLinks, site_links
from sevenminute.print.pdf.documents import PrintedBriefing
from sevenminute.search.documents import SearchPage

_KEY = "_sevenminute"
_READ = "_sevenminute_library"
_PREVIEW = "_sevenminute_preview"
_ASKED = object()
"""What no setting can be."""


@dataclass(frozen=True)
class Build:
    """One build of the site.

    Attributes:
        root: Folder of `mkdocs.yml`.
        settings: What the organisation says.
        library: All content.
        today: The day of the build.
        served: Whether it is for `mkdocs serve`, which shows the site to who edits it, and not to be published.
        prepared: The extension that hands out the pages.
        panels: The extension that makes the panels.
        links: The extension that translates links.
        citations: The extension that makes links of citations.
        outgoing: The links that leave the site, and what machines saw of them.
        generated: The pages that the site makes by itself, by their built file.
        sources: Paths of all of the site's sources; filled when MkDocs has listed its files.
        published: Paths of all files that belong on the site; filled while it is made.
        inline_scripts: The scripts that the site writes into its pages; filled before the pages are finished.
        unprotected: Paths of the pages that have no policy, since their frame leaves no place for it.
        rendered: The panels of each briefing, by path; filled as Markdown makes the pages.
        searched: What the search knows of each page; filled as the pages are made.
        sheets: The briefings that fit on paper, by slug; filled before the pages are written.
        advice: What would be better, as far as only finished pages show it; filled as they are made.
        withdrawn_sheets: What is printed of the withdrawn briefings, by slug; likewise.
    """

    root: Path
    settings: Settings
    library: Library
    today: date
    served: bool
    prepared: PreparedPages
    panels: PanelExtension
    links: RepositoryLinks
    citations: ResourceLinks
    outgoing: SiteLinks
    generated: Mapping[str, GeneratedPage]
    sources: set[str]
    published: set[str] = field(default_factory=set)
    inline_scripts: set[str] = field(default_factory=set)
    unprotected: list[str] = field(default_factory=list)
    rendered: dict[str, RenderedBriefing] = field(default_factory=dict)
    searched: list[SearchPage] = field(default_factory=list)
    sheets: dict[str, PrintedBriefing] = field(default_factory=dict)
    advice: list[Problem] = field(default_factory=list)
    withdrawn_sheets: dict[str, str] = field(default_factory=dict)


def hand_over(extra: MutableMapping[str, Any], library: Library) -> None:
    """Give a build the content that has been read, in the `extra:` of its configuration."""
    extra[_READ] = library


def handed_over(extra: MutableMapping[str, Any]) -> Library | None:
    """Return the content that was given to the build, once; None when it has to be read."""
    library: Library | None = extra.pop(_READ, None)
    return library


def ask_for_preview(extra: MutableMapping[str, Any]) -> None:
    """Let a build show what is not published yet, by the `extra:` of its configuration."""
    extra[_PREVIEW] = _ASKED


def is_preview(extra: MutableMapping[str, Any]) -> bool:
    """Tell whether a build shows what is not published yet; settings of the site cannot ask for it."""
    return extra.pop(_PREVIEW, None) is _ASKED


def start_build(extra: MutableMapping[str, Any], settings: Settings, library: Library, today: date, *, served: bool) -> Build:
    """Begin a build and keep it in the `extra:` of its configuration."""
    sources: set[str] = set()
    links, citations = RepositoryLinks(sources.__contains__), ResourceLinks(library.resources)
    outgoing = site_links(library, library.root / STATE_FILE, settings.links, today)
    build = Build(
        library.root,
        settings,
        library,
        today,
        served,
        PreparedPages(library.documents, library.resources),
        PanelExtension(),
        links,
        citations,
        outgoing,
        generated_pages(library),
        sources,
    )
    extra[_KEY] = build
    return build


def begun_build(extra: MutableMapping[str, Any]) -> Build | None:
    """Return the build to which the `extra:` of a configuration belongs, or None when it was not begun."""
    build: Build | None = extra.get(_KEY)
    return build


def build_of(extra: MutableMapping[str, Any]) -> Build:
    """Return the build to which the `extra:` of a configuration belongs.

    Raises:
        ClickException: `mkdocs.yml` names hooks without the one that starts the build; MkDocs shows its words alone.
    """
    build = begun_build(extra)
    if build is None:
        from click import ClickException  # noqa: PLC0415 - what MkDocs' own errors are made of, and only they need

        raise ClickException("mkdocs.yml: hooks/site_settings.py is missing from hooks: run make check, which says where")
    return build
