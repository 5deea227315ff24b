"""The links that lead readers away from the site: what a check of links has to try, and where a dead one is fixed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sevenminute.content.briefing import Briefing
from sevenminute.content.library import Library
from sevenminute.content.page import DocsPage


@dataclass(frozen=True)
class OutboundLink:
    """A link of a page to another site.

    Attributes:
        path: The page, relative to the root of the repository.
        line: Line of the file where the address or the id stands, counted from 1.
        panel: Number of the panel of a briefing from which a reader follows it, else None.
        words: The words that readers see.
        url: The address.
        resource: The id of the register when the link cites a resource: then the address is fixed there, not on the page.
    """

    path: str
    line: int
    panel: int | None
    words: str
    url: str
    resource: str | None = None


def outbound_links(library: Library) -> Iterator[OutboundLink]:
    """Yield every link of the briefings and of the pages of `docs/` that leaves the site, by page, in reading order.

    What is cited and has no address is left out; so is what the register has and no page cites.
    """
    pages: list[Briefing | DocsPage] = [*library.briefings, *library.pages]
    for page in pages:
        for link in page.page_links:
            cited = library.resources.get(link.target) if link.is_citation else None
            url = cited.fields.url if cited else link.target
            if link.leaves_site and url and (cited or not link.is_citation):
                yield OutboundLink(
                    page.path,
                    link.line,
                    link.panel if isinstance(page, Briefing) else None,
                    link.words,
                    url,
                    cited.id if cited else None,
                )
