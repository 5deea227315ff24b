"""Adds the pages that the site makes by itself: lists, topics, resources, links, what is due, search; fills the home page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from mkdocs.structure.files import File, InclusionLevel
from rjsmin import jsmin

from sevenminute.build.state import Build, build_of
from sevenminute.pages.briefing import broken_data
from sevenminute.pages.generated_pages import GeneratedPage
from sevenminute.pages.resource_index import without_anchors
from sevenminute.text.paths import repository_path
from sevenminute.text.urls import page_file, without_index

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

_INLINE = "overrides/scripts/inline"


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the pages that no editor has begun, and the files that are published with them."""
    build = build_of(config.extra)
    for page in build.generated.values():
        made: dict[str, str | bytes] = {
            **({} if page.text is None else {page.source: page.text}),
            **page.files(build, config.site_url),
        }
        for source, content in made.items():
            if not files.get_file_from_path(source):
                files.append(File.generated(config, source, content=content))
        if file := files.get_file_from_path(page.source):
            file.inclusion = InclusionLevel.NOT_IN_NAV  # other pages lead to it; nav: may still name it
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Give a page its template and what that shows; have a page of `docs/` that cannot be shown say what to fix."""
    build = build_of(config.extra)
    path = repository_path(page.file.src_uri)
    broken = next((item for item in build.library.unreadable if item.path == path), None)
    generated = _generated(build, page)
    if broken:
        page.meta.update(broken_data(broken.title, broken.problems))
    elif generated:
        for name, said in {"title": generated.title, "description": generated.description}.items():
            if said:
                page.meta.setdefault(name, said)
        page.meta.update(generated.facts(build))
        if generated.leads_to and config.site_url:
            page.canonical_url = without_index(urljoin(config.site_url, generated.leads_to))
        if generated.inline_script:
            page.meta["inline_script"] = script = _inline_script(build, generated.inline_script)
            build.inline_scripts.add(script)


def on_page_content(content: str, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:
    """Leave the template its anchors."""
    build = build_of(config.extra)
    generated = _generated(build, page)
    return without_anchors(generated.anchors(build), content) if generated else None


def on_page_context(context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    """Tell the template what is known only now."""
    build = build_of(config.extra)
    if generated := _generated(build, page):
        page.meta.update(generated.late_data(build, config.site_url))


def _generated(build: Build, page: Page) -> GeneratedPage | None:
    return build.generated.get(page_file(page.file.src_uri))


def _inline_script(build: Build, name: str) -> str:
    script: str = jsmin((build.root / _INLINE / name).read_text(encoding="utf-8"))
    return script.strip()
