"""Gives every page its Content-Security-Policy, when nothing changes the page any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.plugins import event_priority

from sevenminute.build import is_served
from sevenminute.content_policy import with_policy

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page


@event_priority(-100)
def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    """Write the policy of a page into it, but while serving: MkDocs then adds a script of its own, another for each build."""
    return output if is_served(config.site_url, *config.dev_addr) else with_policy(output)


@event_priority(-100)
def on_post_template(output: str, *, template_name: str, config: MkDocsConfig) -> str:
    """Write the policy of the page that is shown in place of a missing one."""
    return with_policy(output) if template_name.endswith(".html") and not is_served(config.site_url, *config.dev_addr) else output
