"""Adds `/topics/`, and to each topic's page its briefings and resources; makes the page that nobody has written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.structure.files import File

from sevenminute.build.state import build_of
from sevenminute.content.topic import group_resources
from sevenminute.pages.briefing import list_data, topic_data
from sevenminute.pages.resource_index import topic_resource_data
from sevenminute.text.paths import TOPIC_LIST

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the list of topics and the pages that are missing."""
    for topic in build_of(config.extra).library.topics:
        if not files.get_file_from_path(topic.source):
            files.append(File.generated(config, topic.source, content=f"# {topic.title}\n"))
    if not files.get_file_from_path(TOPIC_LIST):
        files.append(File.generated(config, TOPIC_LIST, content="# Topics\n"))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Tell the template which briefings and resources a topic has, or which topics there are."""
    library = build_of(config.extra).library
    if page.file.src_uri == TOPIC_LIST:
        topics = [topic_data(topic, library) for topic in library.topics]
        page.meta.update(template="topic_list.html", title="Topics", topics=topics, search={"exclude": True})
        return
    topic = library.topic_at.get(page.file.src_uri)
    if topic:
        briefings = library.on_topic(topic)
        page.meta.update(
            template="topic.html",
            title=topic.title,
            description=topic.summary,
            briefings=list_data(briefings, library),
            resource_groups=topic_resource_data(group_resources(topic, library.links_on_topic(topic), library.resources)),
        )
