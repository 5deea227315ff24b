"""Adds a page for each briefing."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, InclusionLevel

from sevenminute.build.state import Build, build_of
from sevenminute.checks.plain_english import plain_english_advice
from sevenminute.content.briefing import AnyBriefing, Briefing
from sevenminute.content.life import WithdrawnBriefing
from sevenminute.content.rendered import read_rendered
from sevenminute.content.urls import briefing_file
from sevenminute.diagnostics.problem import Problem
from sevenminute.pages.briefing import briefing_data, broken_data, contents_data, withdrawn_data
from sevenminute.pages.links import briefing_links_data
from sevenminute.pages.urgent_help import urgent_help_data

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.briefings")


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Mount the briefings below `briefings/`. What is broken or withdrawn keeps its page, which says so."""
    build = build_of(config.extra)
    for item in build.library.by_path.values():
        # The blank lines keep MkDocs from taking the first line of the text for front matter of its own.
        content = f"\n\n{item.body}" if isinstance(item, Briefing) else "\n"
        file = File.generated(config, item.path, content=content, inclusion=InclusionLevel.NOT_IN_NAV)
        file.dest_uri = briefing_file(item)
        files.append(file)
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Tell the template about the briefing, and the Markdown extension which panels to expect."""
    build = build_of(config.extra)
    item = _item(build, page)
    build.panels.expect(item.panels if isinstance(item, Briefing) else ())
    page.meta.pop("urgent_help", None)  # only the site says whom to call
    if isinstance(item, Briefing):
        data = briefing_data(item, build.library, build.settings, today=build.today)
        data["links"] = briefing_links_data(item, build.outgoing, build.settings.links, build.today)
        page.meta.update(
            template="briefing.html",
            title=item.fields.title,
            description=item.fields.summary,
            briefing=data,
            urgent_help=urgent_help_data(build.settings.help_for(item.fields.people)),
            noindex=bool(data["ribbon"]),
            unlisted=bool(data["ribbon"]),
        )
    elif isinstance(item, WithdrawnBriefing):
        page.meta.update(withdrawn_data(item, build.library))
    elif item:
        page.meta.update(broken_data(item.title, item.problems))


@event_priority(-100)  # after every hook that changes what the page says
def on_page_content(content: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Take the panels from the page; make sure that what was counted as one in the source became one."""
    build = build_of(config.extra)
    item = _item(build, page)
    if not isinstance(item, Briefing):
        return
    if build.panels.missing():
        said = "a ## heading does not come out as a heading: look for raw HTML, or an indent, above one of the panels"
        log.warning("%s", Problem(item.path, item.body_line, said))
    build.rendered[item.path] = rendered = read_rendered(content)
    for advice in plain_english_advice(item, rendered, build.settings.plain_english):
        log.info("advice: %s", advice)
        build.advice.append(advice)
    page.meta["briefing"]["panels"] = contents_data(build.rendered[item.path])


def _item(build: Build, page: Page) -> AnyBriefing | None:
    return build.library.by_path.get(page.file.src_uri)
