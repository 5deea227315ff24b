"""Which pictures and PDFs readers get: not those that only an unpublished or a withdrawn briefing has."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sevenminute.content.briefing import Briefing, BrokenBriefing
from sevenminute.content.life import WithdrawnBriefing
from sevenminute.content.page import DocsPage
from sevenminute.markdown.internal_links import InternalLink, source_of
from sevenminute.static_files.static_files import StaticFile


@dataclass(frozen=True)
class ShownFiles:
    """The static files by who may see them. What only a withdrawn briefing showed is gone with its words.

    Attributes:
        published: What the site has.
        unpublished: What it has once an unpublished briefing is published.
    """

    published: tuple[StaticFile, ...]
    unpublished: tuple[StaticFile, ...]

    @classmethod
    def of(
        cls,
        published: Iterable[Briefing | BrokenBriefing | DocsPage],
        unpublished: Iterable[Briefing],
        withdrawn: Iterable[WithdrawnBriefing],
        files: tuple[StaticFile, ...],
    ) -> ShownFiles:
        """Sort the files by the pages that show them or link to them; what none does, the site has."""
        sources = {file.source for file in files}
        of_readers = _linked(((item.path, item.links) for item in published), sources)
        of_unpublished = _linked(((item.path, item.links) for item in unpublished), sources) - of_readers
        gone = _linked(((item.path, item.shown) for item in withdrawn), sources) - of_readers - of_unpublished
        return cls(
            tuple(file for file in files if file.source not in of_unpublished | gone),
            tuple(file for file in files if file.source in of_unpublished),
        )


def _linked(pages: Iterable[tuple[str, tuple[InternalLink, ...]]], sources: Collection[str]) -> frozenset[str]:
    """Return the sources to which pages link."""
    found = (source_of(path, link.target, sources) for path, links in pages for link in links)
    return frozenset(source for source in found if source)
