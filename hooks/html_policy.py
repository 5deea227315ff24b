"""Refuses pages whose words would run something, or load something from another host; takes editors' comments out."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sevenminute.build.state import build_of
from sevenminute.diagnostics.problem import Problem
from sevenminute.lint.html import read_page_html
from sevenminute.text.paths import repository_path

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.briefings")


def on_page_content(content: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Look at what Markdown made of the page; what is found never reaches it."""
    found = read_page_html(content)
    page.meta["has_title"] = found.has_title
    if not found.disallowed:
        return found.shown
    path = repository_path(page.file.src_uri)
    build = build_of(config.extra)
    if not any(problem.path == path for problem in build.library.problems):  # else it was reported, with its line
        for message in sorted({disallowed.message for disallowed in found.disallowed}):
            log.warning("%s", Problem(path, 1, message))
    return "<p>This page holds something that the site does not show. Its editor is told what to fix.</p>"
