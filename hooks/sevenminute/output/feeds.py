"""The feeds of briefings: Atom (RFC 4287) and JSON Feed 1.1, the newest briefings first.

Feeds want the second of a day; editors know the month. The full timestamps are the first moment that a date covers, and the date
as the editor knows it stands beside them, in words and for machines.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin

from sevenminute.config.schema import Organisation
from sevenminute.content.briefing import Briefing
from sevenminute.content.library import Library
from sevenminute.content.urls import briefing_url
from sevenminute.text.dates import PartialDate
from sevenminute.text.languages import SITE_LANGUAGE
from sevenminute.text.paths import FEED_ATOM, FEED_JSON
from sevenminute.text.urls import without_index

MOST = 50
"""Entries of a feed: those who read it want what is new."""
_JSON_FEED = "https://jsonfeed.org/version/1.1"
_ATOM = "http://www.w3.org/2005/Atom"
NAMESPACE = "urn:uuid:eabcbc0b-7cee-44ff-9495-45c4e49ea583"
"""Of the elements of the Atom feed that have the dates as precisely as editors know them; their names are those of the JSON."""
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class FeedEntry:
    """A briefing as a feed tells of it.

    Attributes:
        url: Its whole address, which is its id too.
        briefing: The briefing.
        topics: The names of its topics.
    """

    url: str
    briefing: Briefing
    topics: tuple[str, ...]

    @property
    def title(self) -> str:
        """The title of the briefing."""
        return self.briefing.fields.title

    @property
    def summary(self) -> str:
        """The sentence that the briefing has for lists."""
        return self.briefing.fields.summary

    @property
    def dates(self) -> dict[str, PartialDate]:
        """What is known of its dates, by the key of the front matter; each is a fact of its own."""
        fields = self.briefing.fields
        known = {
            "published": fields.published,
            "updated": self.briefing.updated,
            "links_updated": fields.links_updated,
            "review_due": fields.review_due,
        }
        return {key: value for key, value in known.items() if value}

    @property
    def text(self) -> str:
        """The summary, the key messages, what has changed, and the dates as precisely as they are known."""
        fields = self.briefing.fields
        facts = (f"{key.replace('_', ' ').capitalize()}: {value}." for key, value in self.dates.items())
        changes = [f"{change.day}: {change.said}" for change in fields.changes]
        lists = {"In short:": fields.key_messages, "What has changed:": changes}
        told = ["\n".join([title, *(f"- {entry}" for entry in entries)]) for title, entries in lists.items() if entries]
        return "\n\n".join([self.summary, *told, " ".join(facts)])

    @property
    def published(self) -> date:
        """The first day that the date of publication covers."""
        return self.briefing.fields.published.first_day

    @property
    def changed(self) -> date:
        """The first day of whatever happened to it last."""
        return self.briefing.changed.first_day


@dataclass(frozen=True)
class Feed:
    """What both feeds say.

    Attributes:
        site_url: The whole address of the site, with a slash at its end.
        title: The name of the site.
        description: What the site is, or an empty string.
        organisation: Who answers for it.
        entries: The newest briefings first, at least one.
    """

    site_url: str
    title: str
    description: str
    organisation: Organisation
    entries: tuple[FeedEntry, ...]

    @property
    def changed(self) -> date:
        """The day of the latest change of any entry: it comes from the content, so that two builds are the same."""
        return max(entry.changed for entry in self.entries)

    def address(self, file: str) -> str:
        """Return the whole address of a file of the site."""
        return urljoin(self.site_url, file)


def feed_entries(library: Library, site_url: str) -> tuple[FeedEntry, ...]:
    """Return what the feeds list."""
    return tuple(
        FeedEntry(
            urljoin(site_url, without_index(briefing_url(briefing))),
            briefing,
            tuple(library.topic(id).title for id in dict.fromkeys(briefing.fields.topics)),
        )
        for briefing in library.newest()[:MOST]
    )


def atom(feed: Feed) -> str:
    """Return the Atom feed."""
    root = etree.Element("feed", {"xmlns": _ATOM, "xmlns:briefing": NAMESPACE, "xml:lang": SITE_LANGUAGE})
    _add(root, "id", feed.site_url)
    _add(root, "title", feed.title)
    if feed.description:
        _add(root, "subtitle", feed.description)
    _add(root, "updated", _moment(feed.changed))
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.address(FEED_ATOM))
    _add(root, "link", rel="alternate", type="text/html", href=feed.site_url)
    author = etree.SubElement(root, "author")
    _add(author, "name", feed.organisation.name)
    _add(author, "uri", feed.organisation.website)
    for entry in feed.entries:
        _add_entry(root, entry)
    etree.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{etree.tostring(root, encoding="unicode")}\n'


def _add_entry(root: etree.Element, entry: FeedEntry) -> None:
    lang = entry.briefing.lang
    element = etree.SubElement(root, "entry", {"xml:lang": lang} if lang else {})
    _add(element, "id", entry.url)
    _add(element, "title", entry.title)
    _add(element, "link", rel="alternate", type="text/html", href=entry.url)
    _add(element, "published", _moment(entry.published))
    _add(element, "updated", _moment(entry.changed))
    for id, name in zip(dict.fromkeys(entry.briefing.fields.topics), entry.topics, strict=True):
        _add(element, "category", term=id, label=name)
    _add(element, "summary", entry.summary)
    _add(element, "content", entry.text)
    for key, value in entry.dates.items():
        _add(element, f"briefing:{key}", value.iso)
    for message in entry.briefing.fields.key_messages:
        _add(element, "briefing:key_message", message)
    for change in entry.briefing.fields.changes:
        _add(element, "briefing:change", change.said, date=change.day.iso)
    if entry.briefing.fields.people:
        _add(element, "briefing:people", entry.briefing.fields.people)


def _add(parent: etree.Element, name: str, text: str | None = None, **attributes: str) -> None:
    element = etree.SubElement(parent, name, {key: _in_xml(value) for key, value in attributes.items()})
    element.text = None if text is None else _in_xml(text)


def _in_xml(text: str) -> str:
    """Return text without the characters that XML has no way to write."""
    return _NOT_IN_XML.sub("\ufffd", text)


def json_feed(feed: Feed) -> str:
    """Return the JSON Feed."""
    data = {
        "version": _JSON_FEED,
        "title": feed.title,
        "home_page_url": feed.site_url,
        "feed_url": feed.address(FEED_JSON),
        **({"description": feed.description} if feed.description else {}),
        "language": SITE_LANGUAGE,
        "authors": [{"name": feed.organisation.name, "url": feed.organisation.website}],
        "items": [dict(_item(entry)) for entry in feed.entries],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _item(entry: FeedEntry) -> Iterator[tuple[str, Any]]:
    yield "id", entry.url
    yield "url", entry.url
    yield "title", entry.title
    yield "content_text", entry.text
    yield "summary", entry.summary
    yield "date_published", _moment(entry.published)
    yield "date_modified", _moment(entry.changed)
    if entry.topics:
        yield "tags", list(entry.topics)
    if entry.briefing.lang:
        yield "language", entry.briefing.lang
    yield "_briefing", dict(_facts(entry))


def _facts(entry: FeedEntry) -> Iterator[tuple[str, Any]]:
    """Yield what JSON Feed has no name for; of what a briefing does not say there is nothing."""
    fields = entry.briefing.fields
    yield from ((key, value.iso) for key, value in entry.dates.items())
    yield "topics", list(dict.fromkeys(fields.topics))
    if fields.key_messages:
        yield "key_messages", list(fields.key_messages)
    if fields.changes:
        yield "changes", [{"date": change.day.iso, "text": change.said} for change in fields.changes]
    if fields.people:
        yield "people", fields.people


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
