"""What the lists of briefings and topics are told, and the home page, which shows the beginning of both."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from sevenminute.config.schema import Settings
from sevenminute.content.briefing import Briefing, common_people
from sevenminute.content.library import Library
from sevenminute.content.topic import Topic, group_resources
from sevenminute.pages.briefing import Data, summary_data, topic_data
from sevenminute.pages.resource_index import topic_resource_data
from sevenminute.pages.urgent_help import urgent_help_data
from sevenminute.text.paths import A_TO_Z, BRIEFING_LIST, NEWEST
from sevenminute.text.urls import page_file

_ORDERS: dict[str, tuple[str, Callable[[Library], Iterable[Briefing]]]] = {
    BRIEFING_LIST: ("By number", lambda library: library.briefings),
    A_TO_Z: ("A to Z", Library.a_to_z),
    NEWEST: ("Newest first", Library.newest),
}
"""The orders of the series, by the source of the page that has it: its name, and what sorts the briefings."""


def briefing_list_data(source: str, library: Library, today: date) -> Data:
    """Return what a list of all briefings shows: them in one order, and the way to the others.

    Args:
        source: The page, which says the order.
        library: All content.
        today: The day of the build.
    """
    _, ordered = _ORDERS[source]
    return {
        "orders": [{"name": name, "url": page_file(other), "current": other == source} for other, (name, _) in _ORDERS.items()],
        "briefings": _cards(ordered(library), library, today),
    }


def topic_list_data(library: Library) -> Data:
    """Return what the list of topics shows."""
    return {"topics": [topic_data(topic, library) for topic in library.topics]}


def topic_page_data(topic: Topic, library: Library, settings: Settings, today: date) -> Data:
    """Return what the page of a topic shows: its briefings, its resources, and whom to call for what they are about."""
    resources = group_resources(topic, library.links_on_topic(topic), library.resources, settings.audiences)
    return {
        "title": topic.title,
        "description": topic.summary,
        "briefings": _cards(library.on_topic(topic), library, today),
        "resource_groups": topic_resource_data(resources),
        "urgent_help": urgent_help_data(settings.help_for(common_people(library.on_topic(topic)))),
    }


def home_data(library: Library, latest: int, today: date) -> Data:
    """Return what the home page shows: the latest briefings, and all topics.

    Args:
        library: All content.
        latest: How many briefings.
        today: The day of the build.
    """
    return {
        **topic_list_data(library),
        "latest": _cards(library.newest()[:latest], library, today),
        "briefing_count": len(library.briefings),
    }


def _cards(briefings: Iterable[Briefing], library: Library, today: date) -> list[Data]:
    return [summary_data(briefing, library, today) for briefing in briefings]
