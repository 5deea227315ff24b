"""Gives each page its address, `/a/page/`, with links that name the `index.html` and so work from a file share too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.plugins import event_priority

from sevenminute.build.state import build_of
from sevenminute.text.urls import page_file, without_index

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


@event_priority(-100)  # after every hook that adds pages
def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Set the built file of each page but the briefings, which have theirs, and note all sources for links."""
    build = build_of(config.extra)
    build.sources.update(files.src_uris)
    for file in files.documentation_pages():
        if file.src_uri not in build.library.by_path:
            file.dest_uri = page_file(file.src_uri)
    return files


def on_pre_page(page: Page, *, config: MkDocsConfig, files: Files) -> Page:
    """Name pages without `index.html` to search engines, in the sitemap and on paper."""
    if page.canonical_url:
        page.canonical_url = without_index(page.canonical_url)
    return page
