"""Gives each page its address, `/a/page/`, with links that name the `index.html` and so work from a file share too."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from mkdocs.plugins import event_priority

from sevenminute.addresses import page_file, without_index
from sevenminute.build import build_of
from sevenminute.places import BRIEFINGS, repository_path
from sevenminute.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.briefings")


@event_priority(-100)  # after every hook that adds pages
def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Set the built file of each page but the briefings, which have theirs, and note all sources for links."""
    build = build_of(config.extra)
    build.sources.update(files.src_uris)
    for file in files.documentation_pages():
        if file.src_uri not in build.library.by_path:
            file.dest_uri = page_file(file.src_uri)
    for one, other in _clashes(files):
        said = f"has the address of {repository_path(one.src_uri)}: give one of the two files another name"
        log.warning("%s", Problem(repository_path(other.src_uri), 1, said))
    return files


def _clashes(files: Files) -> Iterator[tuple[File, File]]:
    """Yield the pages of which one would overwrite the other, a page that the site makes by itself first."""
    taken: dict[str, File] = {}
    for file in sorted(files.documentation_pages(), key=lambda file: (file.generated_by is None, file.src_uri)):
        first = taken.setdefault(file.dest_uri.lower(), file)
        if first is not file and first.src_uri.partition("/")[0] + file.src_uri.partition("/")[0] != BRIEFINGS * 2:
            yield first, file  # two briefings are the library's


def on_pre_page(page: Page, *, config: MkDocsConfig, files: Files) -> Page:
    """Name pages without `index.html` to search engines, in the sitemap and on paper."""
    if page.canonical_url:
        page.canonical_url = without_index(page.canonical_url)
    return page
