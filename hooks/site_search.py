"""Adds `/search/` and the index that it searches: panels, pages and the register of resources."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.plugins import event_priority

from sevenminute.build.state import build_of
from sevenminute.content.briefing import Briefing
from sevenminute.pages.briefing import NOT_SEARCHED
from sevenminute.search.documents import briefing_page, other_page, resource_page
from sevenminute.search.index import FOLDER, search_files

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext


@event_priority(-100)  # after every hook that changes what the page says
def on_page_context(context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    """Note what the page says, unless it lists what is found by itself."""
    build = build_of(config.extra)
    item = build.library.by_path.get(page.file.src_uri)
    if isinstance(item, Briefing):
        build.searched.append(briefing_page(item, build.rendered[item.path]))
    elif page.meta.get("search") != NOT_SEARCHED:
        title = config.site_name if page.is_homepage else page.meta.get("title") or page.title or ""
        build.searched.append(other_page(page.url, title, page.content or ""))


def on_post_build(config: MkDocsConfig) -> None:
    """Write the index."""
    build = build_of(config.extra)
    resources = [resource_page(id, resource) for id, resource in build.library.resources.items()]
    for name, script in search_files([*build.searched, *resources]).items():
        file = Path(config.site_dir, FOLDER, name)
        build.published.add(f"{FOLDER}/{name}")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(script, encoding="ascii", newline="\n")
