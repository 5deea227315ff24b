"""Adds `/links/`, for editors: every link that leaves the site, the ones at risk first, and how old each briefing's date is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.structure.files import File

from sevenminute.build.state import build_of
from sevenminute.pages.link_list import links_page_data
from sevenminute.text.paths import LINK_LIST

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the page, unless an editor wrote its beginning."""
    if not files.get_file_from_path(LINK_LIST):
        files.append(File.generated(config, LINK_LIST, content="# Links {: #all_links }\n"))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Tell the template what to list."""
    if page.file.src_uri != LINK_LIST:
        return
    build = build_of(config.extra)
    page.meta.setdefault("title", "Links")
    page.meta.setdefault("description", "For editors: every link that leaves this site, and when it was last looked at.")
    page.meta.update(
        template="link_list.html",
        links=links_page_data(build.library, build.outgoing, build.settings, build.today),
        search={"exclude": True},  # readers look for what the links lead to
    )
