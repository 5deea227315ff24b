"""Has a page of `docs/` that cannot be shown say what to fix, in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sevenminute.build.state import build_of
from sevenminute.pages.briefing import broken_data
from sevenminute.text.paths import repository_path

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Tell the template what to fix."""
    path = repository_path(page.file.src_uri)
    for unreadable in build_of(config.extra).library.unreadable:
        if unreadable.path == path:
            page.meta.update(broken_data(unreadable.title, unreadable.problems))
