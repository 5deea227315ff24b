"""Refuses pages whose words would run something, or load something from another host; takes editors' comments out."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sevenminute.build.state import build_of
from sevenminute.diagnostics.problem import Problem
from sevenminute.lint.html import likely_lines, read_page_html
from sevenminute.markdown.outline import read_outline
from sevenminute.text.file import read_text
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
        text = read_text(build.root, path)
        lines = read_outline(text).kept if isinstance(text, str) else ()
        for problem in sorted(
            {Problem(path, next(likely_lines(disallowed, lines, 1)), disallowed.message) for disallowed in found.disallowed}
        ):
            log.warning("%s", problem)
    return "<p>This page holds something that the site does not show. Its editor is told what to fix.</p>"
