"""Where briefings and topics are on the site."""

from __future__ import annotations

from urllib.parse import quote

from sevenminute.content.briefing import AnyBriefing
from sevenminute.content.topic import Topic
from sevenminute.text.paths import BRIEFINGS
from sevenminute.text.urls import page_file


def briefing_file(briefing: AnyBriefing) -> str:
    """Return the built file of a briefing. Its number is no part of it: a series may be renumbered."""
    return f"{BRIEFINGS}/{briefing.slug}/index.html"


def briefing_url(briefing: AnyBriefing) -> str:
    """Return the address of a briefing from the site's root."""
    return quote(briefing_file(briefing))


def topic_url(topic: Topic) -> str:
    """Return the address of a topic's page from the site's root."""
    return quote(page_file(topic.source))
