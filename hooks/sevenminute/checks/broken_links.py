"""Links within the site to files that it does not have, or that readers do not get yet."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from datetime import date

from sevenminute.config.schema import Settings
from sevenminute.content.briefing import Briefing
from sevenminute.content.library import Library
from sevenminute.diagnostics.problem import Problem, quoted
from sevenminute.markdown.internal_links import InternalLink, dead_links, source_of
from sevenminute.text.paths import BRIEFINGS


def broken_links(library: Library, _settings: Settings | None) -> Iterator[Problem]:
    """Yield a problem for each of them; what is refused was told of by itself."""
    unpublished = {briefing.path: briefing for briefing in library.unpublished}
    for path, links in library.links.items():
        sources = library.preview.sources if path in unpublished else library.sources
        unknown = []
        for link in links:
            said = _renamed(path, link, library) or _unpublished(path, link, unpublished)
            if said:
                yield Problem(path, link.line, f"{quoted(link.written)} {said}")
            else:
                unknown.append(link)
        yield from dead_links(path, unknown, sources, library.refused)


def _unpublished(path: str, link: InternalLink, unpublished: dict[str, Briefing]) -> str:
    """Return what is wrong with a link to a briefing that appears later than the page, or never; else an empty string."""
    briefing = unpublished.get(source_of(path, link.target, unpublished) or "")
    if not briefing or _first_day(briefing) <= _first_day(unpublished.get(path)):
        return ""
    if briefing.fields.draft:
        return "is a draft, which readers cannot open: take the link out until it is published"
    return f"waits for {briefing.fields.published}, and readers cannot open it before: take the link out until then"


def _first_day(unpublished: Briefing | None) -> date:
    """Return the day from which readers get a page."""
    if unpublished is None:
        return date.min
    return date.max if unpublished.fields.draft else unpublished.fields.published.first_day


def _renamed(path: str, link: InternalLink, library: Library) -> str:
    """Return what a link should name in place of a file that has another name now; else an empty string."""
    former = {f"{BRIEFINGS}/{address}.md": item for address, item in library.preview.moved.items()}
    item = former.get(source_of(path, link.target, former) or "")
    return f"is called {posixpath.relpath(item.path, posixpath.dirname(path))} now: write that" if item else ""
