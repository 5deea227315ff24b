"""Adds to the home page the latest briefings and the topics from A to Z."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sevenminute.build.state import build_of
from sevenminute.pages.briefing import list_data, topic_data

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Tell the template what is new and which topics there are."""
    if not page.is_homepage:
        return
    build = build_of(config.extra)
    page.meta.update(
        template="home.html",
        latest=list_data(build.library.newest()[: build.settings.latest], build.library),
        topics=[topic_data(topic, build.library) for topic in build.library.topics],
        briefing_count=len(build.library.briefings),
    )
