"""Fills `{{ organisation.name }}` and its like in the pages of `docs/`, and adds to every page where it is edited."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sevenminute.build import build_of
from sevenminute.placeholders import fill_placeholders
from sevenminute.places import repository_path

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.briefings")


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Fill the placeholders of a page that an editor wrote; a briefing has none, and keeps its braces."""
    build = build_of(config.extra)
    source = page.file.src_uri
    path = repository_path(source)
    build.links.page(source)
    if source in build.library.by_path or page.file.generated_by is None:
        page.meta["edit_url"] = build.settings.edit_address(path)
    if source in build.library.by_path or page.file.generated_by is not None:
        return markdown
    # MkDocs hands on the text below the front matter without saying where it begins
    first_line = page.file.content_string[: page.file.content_string.rfind(markdown)].count("\n") + 1
    filled, problems = fill_placeholders(markdown, build.settings.placeholders(), path, first_line=first_line)
    for problem in problems:
        log.warning("%s", problem)
    return filled
