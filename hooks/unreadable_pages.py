"""Keeps the place of a page of `docs/` that cannot be shown: it says what to mend, instead of stopping MkDocs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.structure.files import File

from sevenminute.build import build_of
from sevenminute.page_data import broken_data
from sevenminute.places import repository_path, site_path

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Put an empty page in its place: MkDocs would end in a traceback at what is no text, or hang over what nests too deep."""
    for page in build_of(config.extra).library.unreadable:
        source = site_path(page.path)
        file = files.get_file_from_path(source) if source else None
        if file:
            files.remove(file)
            files.append(File.generated(config, file.src_uri, content="\n"))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Tell the template what to mend."""
    path = repository_path(page.file.src_uri)
    for unreadable in build_of(config.extra).library.unreadable:
        if unreadable.path == path:
            page.meta.update(broken_data(unreadable.title, unreadable.problems))
