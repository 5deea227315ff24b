"""Fills `{{ organisation.name }}` and its like in the pages of `docs/`, and adds to every page where it is edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sevenminute.build.state import build_of
from sevenminute.config.placeholders import fill_placeholders
from sevenminute.text.paths import repository_path

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Fill the placeholders of a page that an editor wrote; a briefing has none, and keeps its braces."""
    build = build_of(config.extra)
    source = page.file.src_uri
    path = repository_path(source)
    build.links.page(source)
    build.citations.page(page.file.dest_uri)
    if source in build.library.by_path or page.file.generated_by is None:
        page.meta["edit_url"] = build.settings.edit_address(path)
    if source in build.library.by_path or page.file.generated_by is not None:
        return markdown
    return fill_placeholders(markdown, build.settings.placeholders(), path)[0]  # what has no value is a problem of the library's
