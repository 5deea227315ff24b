"""Adds `/briefings/`: the series by number, and on pages of their own from A to Z and the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.structure.files import File

from sevenminute.build.state import build_of
from sevenminute.pages.briefing import list_data
from sevenminute.text.paths import A_TO_Z, BRIEFING_LIST, NEWEST
from sevenminute.text.urls import page_file

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

# Source of the page, its title, and the name of its order in the list of orders.
_LISTS = {
    BRIEFING_LIST: ("Briefings", "By number"),
    A_TO_Z: ("Briefings from A to Z", "A to Z"),
    NEWEST: ("Briefings, newest first", "Newest first"),
}


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the three lists."""
    for source, (title, _order) in _LISTS.items():
        if not files.get_file_from_path(source):
            files.append(File.generated(config, source, content=f"# {title}\n"))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Tell the template what to list and which other orders there are."""
    source = page.file.src_uri
    if source not in _LISTS:
        return
    library = build_of(config.extra).library
    ordered = {"By number": library.briefings, "A to Z": library.a_to_z(), "Newest first": library.newest()}
    orders = [{"name": order, "url": page_file(other), "current": other == source} for other, (_, order) in _LISTS.items()]
    page.meta.update(
        template="briefing_list.html",
        title=_LISTS[source][0],
        orders=orders,
        briefings=list_data(ordered[_LISTS[source][1]], library),
        search={"exclude": True},  # each briefing is found by itself
    )
