"""Gives templates `| telephone`, which makes links of the numbers in summaries, questions and ways to get a resource."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sevenminute.markdown.phone_links import link_numbers

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    """Add the filter; like `| e`, it escapes all that an editor wrote."""
    env.filters["telephone"] = link_numbers
