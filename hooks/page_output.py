"""What is done to every page, whoever made it: its address, the version of what it loads, and, when it is written, its policy."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import pass_context
from mkdocs.plugins import event_priority

from sevenminute.build.state import build_of
from sevenminute.diagnostics.problem import Problem, quoted
from sevenminute.output.csp import NO_PLACE, NoPlaceError, with_policy
from sevenminute.text.paths import repository_path
from sevenminute.text.urls import page_file, without_index

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.runtime import Context
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.briefings")
_AFTER_ALL_OTHERS = -100
"""A hook of a partnership's own may stand below this one, and adds and changes pages all the same."""
_ASSETS = "assets/"
_VERSION_LENGTH = 8
"""Characters of the version: enough that no two versions of the files meet."""


@event_priority(_AFTER_ALL_OTHERS)
def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Leave out what comes with the theme; give pages their addresses, but briefings, which have theirs."""
    build = build_of(config.extra)
    _leave_out_theme(files, config)
    build.sources.update(files.src_uris)
    for file in files.documentation_pages():
        if file.src_uri not in build.library.by_path:
            file.dest_uri = page_file(file.src_uri)
    return files


def _leave_out_theme(files: Files, config: MkDocsConfig) -> None:
    """Drop the theme's scripts, styles and pictures, which no page uses, and of ours what pages are made from."""
    published = Path(config.theme.custom_dir or "", _ASSETS)
    folders = [Path(folder) for folder in config.theme.dirs]
    for file in list(files):
        source = Path(file.abs_src_path) if file.abs_src_path else None
        if source and any(map(source.is_relative_to, folders)) and not source.is_relative_to(published):
            files.remove(file)


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    """Have the filter `url` add to the address of each file in `assets/` what changes with them: browsers may keep them."""
    address_of = env.filters["url"]
    assets = sorted((file for file in files if file.dest_uri.startswith(_ASSETS)), key=lambda file: file.dest_uri)
    # One version for all: a page names it nine times, and with gzip that weighs as much as naming it once.
    contents = hashlib.sha256(b"".join(hashlib.sha256(file.content_bytes).digest() for file in assets))
    version = f"?v={contents.hexdigest()[:_VERSION_LENGTH]}"

    @pass_context
    def url(context: Context, value: str) -> str:
        address: str = address_of(context, value)
        return address + version if value.startswith(_ASSETS) else address

    env.filters["url"] = url
    return env


def on_pre_page(page: Page, *, config: MkDocsConfig, files: Files) -> Page:
    """Name pages without `index.html` to search engines, in the sitemap and on paper."""
    if page.canonical_url:
        page.canonical_url = without_index(page.canonical_url)
    return page


@event_priority(_AFTER_ALL_OTHERS)
def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    """Finish a page."""
    return _finished(output, repository_path(page.file.src_uri), config)


@event_priority(_AFTER_ALL_OTHERS)
def on_post_template(output: str, *, template_name: str, config: MkDocsConfig) -> str:
    """Finish the page that is shown in place of a missing one."""
    return _finished(output, f"overrides/{template_name}", config) if template_name.endswith(".html") else output


def _finished(html: str, path: str, config: MkDocsConfig) -> str:
    """Return a page with its policy, and report scripts that nobody knows; but while serving: MkDocs then adds one of its own."""
    build = build_of(config.extra)
    if build.served:
        return html
    try:
        html, unknown = with_policy(html, build.inline_scripts)
    except NoPlaceError:
        build.unprotected.append(path)
        return html
    for script in unknown:
        said = f"the finished page holds a script that the site does not write: take out what puts it there, {quoted(script)}"
        log.error("%s", Problem(path, 1, said))
    return html


def on_post_build(config: MkDocsConfig) -> None:
    """Report pages without a policy, all at once: they share the frame in which the mistake is."""
    if pages := build_of(config.extra).unprotected:
        others = f" (and {len(pages) - 1} more)" if len(pages) > 1 else ""
        log.error("%s", Problem("overrides/base.html", 1, f"{pages[0]}{others}, as built with it, {NO_PLACE}"))
