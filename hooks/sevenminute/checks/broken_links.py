"""Links within the site to files that it does not have."""

from __future__ import annotations

from collections.abc import Iterator

from sevenminute.config.schema import Settings
from sevenminute.content.library import Library
from sevenminute.diagnostics.problem import Problem
from sevenminute.markdown.internal_links import dead_links


def broken_links(library: Library, _settings: Settings | None) -> Iterator[Problem]:
    """Yield a problem for each of them; what is refused was told of by itself."""
    for path, links in library.links.items():
        yield from dead_links(path, links, library.sources, library.refused)
