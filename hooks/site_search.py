"""Adds `/search/` and the index that it searches: panels, pages and the register of resources."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.plugins import event_priority
from mkdocs.structure.files import File

from sevenminute.build.state import build_of
from sevenminute.content.briefing import Briefing
from sevenminute.search.documents import briefing_page, other_page, resource_page
from sevenminute.search.index import FOLDER, search_files
from sevenminute.text.paths import SEARCH_PAGE

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext


_LEFT_OUT = {"exclude": True}
"""What stands as `search` in the front matter of a page that is not to be found."""


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the page, unless an editor wrote its beginning."""
    if not files.get_file_from_path(SEARCH_PAGE):
        files.append(File.generated(config, SEARCH_PAGE, content="# Search\n"))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Give the page of the search its template."""
    if page.file.src_uri == SEARCH_PAGE:
        page.meta.setdefault("title", "Search")
        page.meta.update(template="search.html", search=_LEFT_OUT)


@event_priority(-100)  # after every hook that changes what the page says
def on_page_context(context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    """Note what the page says, unless it lists what is found by itself."""
    build = build_of(config.extra)
    item = build.library.by_path.get(page.file.src_uri)
    if isinstance(item, Briefing):
        build.searched.append(briefing_page(item, build.rendered[item.path]))
    elif page.meta.get("search") != _LEFT_OUT:
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
