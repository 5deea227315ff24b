"""Gives Markdown its extensions and tells them which page comes next; gives templates the one for telephone numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sevenminute.build.state import build_of
from sevenminute.config.placeholders import fill_placeholders
from sevenminute.content.page import SHOWN_TEXTS
from sevenminute.markdown.extensions.phone_links import TelephoneLinks
from sevenminute.markdown.extensions.telephone_numbers import link_numbers
from sevenminute.text.paths import repository_path

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add the extensions of this site."""
    build = build_of(config.extra)
    extensions: list[Any] = config.markdown_extensions  # MkDocs says names; Python-Markdown takes objects too
    config.mdx_configs.setdefault("toc", {})["marker"] = ""  # no mark makes a list of headings: previews show [TOC] as words
    extensions += [build.prepared, build.panels, build.links, build.citations, TelephoneLinks()]
    return config


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Fill the placeholders of a page that an editor wrote, and note where it is edited; say which page comes next."""
    build = build_of(config.extra)
    source = page.file.src_uri
    path = repository_path(source)
    build.prepared.page(source)
    build.links.page(source)
    build.citations.page(page.file.dest_uri)
    if source in build.library.by_path or page.file.generated_by is None:
        page.meta["edit_url"] = build.settings.edit_address(path)
    values = build.settings.placeholders()
    for key in SHOWN_TEXTS:
        if isinstance(text := page.meta.get(key), str) and page.file.generated_by is None:
            page.meta[key] = fill_placeholders(text, values, path)[0]
    return fill_placeholders(markdown, values, path)[0]  # what has no value is a problem of the library's


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    """Add `| telephone` for summaries, questions and ways to get a resource; like `| e`, it escapes what an editor wrote."""
    env.filters["telephone"] = link_numbers
