"""Gives every page its Content-Security-Policy, when nothing changes the page any more."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mkdocs.plugins import event_priority

from sevenminute.content_policy import with_policy

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page


@event_priority(-100)
def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    """Write the policy of a page into it."""
    return output if _is_served(config) else with_policy(output)


@event_priority(-100)
def on_post_template(output: str, *, template_name: str, config: MkDocsConfig) -> str:
    """Write the policy of the page that is shown in place of a missing one."""
    return with_policy(output) if template_name.endswith(".html") and not _is_served(config) else output


def _is_served(config: MkDocsConfig) -> bool:
    """Tell whether this is `mkdocs serve`, which adds a script of its own to pages, another for each build."""
    host, port = config.dev_addr
    return urlsplit(config.site_url or "").netloc == f"{host}:{port}"
