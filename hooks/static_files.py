"""Lets the content reach the site: the pages that were read, the pictures and PDFs that were checked, and nothing else."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, InclusionLevel, file_sort_key

from sevenminute.build.state import build_of
from sevenminute.content.page import OWN_FRAME, DocsPage
from sevenminute.diagnostics.problem import Problem, quoted
from sevenminute.text.paths import DOCS, repository_path, site_path

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.briefings")
_NOWHERE = ".no-such-folder"


@event_priority(-1000)  # nothing looks for pages of its own before MkDocs does
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Have MkDocs list no file of `docs/` by itself: it would follow symbolic links, and publish whatever lies there."""
    config.docs_dir = str(build_of(config.extra).root / _NOWHERE)
    return config


@event_priority(1000)  # before every hook that adds to the content, or changes it
def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add what was let through; briefings come with their own hook."""
    build = build_of(config.extra)
    config.docs_dir = str(build.root / DOCS)  # from here on it is only watched
    folder = (config.docs_dir, config.site_dir, config.use_directory_urls)
    pages = [_page(page, *folder) for page in build.library.pages]
    for page in sorted(pages, key=file_sort_key):
        files.append(page)
    for static in build.library.static_files:
        level = InclusionLevel.INCLUDED if static.is_hidden else InclusionLevel.UNDEFINED
        files.append(File.generated(config, static.source, content=static.content, inclusion=level))
    return files


def _page(page: DocsPage, docs_dir: str, site_dir: str, use_directory_urls: bool) -> File:
    """Return a page with the text that was checked: MkDocs would read the file again, and what lies there by then."""
    file = File(site_path(page.path) or page.path, docs_dir, site_dir, use_directory_urls)
    file.content_string = page.text
    return file


@event_priority(1000)  # before every hook that gives the page its frame
def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Let no front matter choose the frame of a page."""
    path, chosen = repository_path(page.file.src_uri), page.meta.pop("template", None)
    if chosen and not any(problem.path == path for problem in build_of(config.extra).library.problems):
        log.warning("%s", Problem(path, 1, f"{quoted('template')} {OWN_FRAME}"))


@event_priority(-1000)  # after every hook that adds files
def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    """Note what belongs on the site."""
    published = build_of(config.extra).published
    published.update(file.dest_uri for file in files)
    published.update(config.theme.static_templates)
    published.update(f"{name}.gz" for name in config.theme.static_templates if name == "sitemap.xml")


@event_priority(-1000)  # when nothing is written any more
def on_post_build(config: MkDocsConfig) -> None:
    """Report what lies in the built site and was not let through."""
    published = build_of(config.extra).published
    for folder, _, names in os.walk(config.site_dir):
        for name in names:
            path = Path(folder, name).relative_to(config.site_dir).as_posix()
            if path not in published:
                said = "is in the built site, and no check let it through: find out what put it there, and delete it"
                log.error("%s", Problem(path, 1, said))
