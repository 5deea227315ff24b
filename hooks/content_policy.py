"""Gives every page its Content-Security-Policy, when nothing changes the page any more."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from mkdocs.plugins import event_priority

from sevenminute.build.state import build_of
from sevenminute.diagnostics.problem import Problem, quoted
from sevenminute.output.csp import NO_PLACE, NoPlaceError, with_policy
from sevenminute.text.paths import repository_path

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.briefings")


@event_priority(-100)
def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    """Write the policy of a page into it."""
    return _held(output, repository_path(page.file.src_uri), config)


@event_priority(-100)
def on_post_template(output: str, *, template_name: str, config: MkDocsConfig) -> str:
    """Write the policy of the page that is shown in place of a missing one."""
    return _held(output, f"overrides/{template_name}", config) if template_name.endswith(".html") else output


def on_post_build(config: MkDocsConfig) -> None:
    """Report pages without a policy, all at once: they share the frame in which the mistake is."""
    if pages := build_of(config.extra).unprotected:
        others = f" (and {len(pages) - 1} more)" if len(pages) > 1 else ""
        log.error("%s", Problem("overrides/main.html", 1, f"{pages[0]}{others}, as built with it, {NO_PLACE}"))


def _held(html: str, path: str, config: MkDocsConfig) -> str:
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
