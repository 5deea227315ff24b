"""Takes the indentation out of pages, when all is in them: with gzip too, every page is a quarter of a kilobyte lighter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.plugins import event_priority

from sevenminute.output.minify import without_indentation

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page


@event_priority(-50)  # after every hook that changes the page, and before its policy is written
def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    """Take it out of a page."""
    return without_indentation(output)


@event_priority(-50)
def on_post_template(output: str, *, template_name: str, config: MkDocsConfig) -> str:
    """Take it out of the page that is shown in place of a missing one."""
    return without_indentation(output) if template_name.endswith(".html") else output
