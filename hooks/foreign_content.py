"""Refuses pages whose words would run something, or load something from another host."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sevenminute.build import build_of
from sevenminute.foreign import find_foreign_html
from sevenminute.places import repository_path
from sevenminute.problem import Problem

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.briefings")


def on_page_content(content: str, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:
    """Look at what Markdown made of the page; what is found never reaches it."""
    found = find_foreign_html(content)
    if not found:
        return None
    path = repository_path(page.file.src_uri)
    library = build_of(config.extra).library
    if not any(problem.path == path for problem in library.problems):  # else it was reported, with its line
        for message in found:
            log.warning("%s", Problem(path, 1, message))
    return "<p>This page holds something that the site does not show. Its editor is told what to mend.</p>"
