"""The feeds of briefings: Atom (RFC 4287) and JSON Feed 1.1, the newest briefings first.

Feeds want the second of a day; editors know the month. The full timestamps are the first moment that a date covers, and the date
as the editor knows it stands beside them, in words and for machines.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urljoin

from sevenminute.config.schema import Organisation
from sevenminute.content.briefing import Briefing
from sevenminute.content.changes import Change
from sevenminute.content.library import Library
from sevenminute.content.life import WithdrawnBriefing
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
        title: Its title, or that it was withdrawn.
        summary: The sentence that the briefing has for lists, or that it was withdrawn.
        text: All that is told of it, as plain text.
        dates: What is known of its dates, by the key of the front matter; each is a fact of its own.
        changed: The first day of whatever happened to it last.
        topics: The names of its topics, by id.
        key_messages: What readers are to remember.
        changes: What has changed, the newest first.
        people: Whom it is about, or None.
        lang: The language of its words, or None when it is that of the site.
    """

    url: str
    title: str
    summary: str
    text: str
    dates: Mapping[str, PartialDate]
    changed: date
    topics: Mapping[str, str] = field(default_factory=dict)
    key_messages: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    people: str | None = None
    lang: str | None = None

    @property
    def published(self) -> date:
        """The first day that the date of publication covers."""
        return self.dates["published"].first_day


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
    """Return what the feeds list, the newest first: who read a briefing that is withdrawn since has to learn of it."""
    withdrawn = [(item.withdrawn, _withdrawn_entry(item, library, site_url)) for item in library.withdrawn]
    published = [(item.fields.published, _published_entry(item, library, site_url)) for item in library.newest()]
    found = sorted((*withdrawn, *published), key=lambda row: row[0].first_day, reverse=True)
    return tuple(entry for _day, entry in found[:MOST])


def _published_entry(briefing: Briefing, library: Library, site_url: str) -> FeedEntry:
    fields = briefing.fields
    dates = _known(
        published=fields.published, updated=briefing.updated, links_updated=fields.links_updated, review_due=fields.review_due
    )
    changes = [f"{change.day}: {change.said}" for change in fields.changes]
    lists = {"In short:": fields.key_messages, "What has changed:": changes}
    told = ["\n".join([title, *(f"- {entry}" for entry in entries)]) for title, entries in lists.items() if entries]
    return FeedEntry(
        _address(briefing, site_url),
        fields.title,
        fields.summary,
        "\n\n".join([fields.summary, *told, _in_words(dates)]),
        dates,
        briefing.changed.first_day,
        {id: library.topic(id).title for id in fields.topics},
        fields.key_messages,
        fields.changes,
        fields.people,
        briefing.lang,
    )


def _withdrawn_entry(briefing: WithdrawnBriefing, library: Library, site_url: str) -> FeedEntry:
    """Return what its page says: nothing is left of it but its title."""
    dates = _known(published=briefing.fields.published, withdrawn=briefing.withdrawn)
    said = f"This briefing was withdrawn {briefing.withdrawn.when}. Do not rely on a printed or saved copy of it."
    new = library.replacement(briefing)
    instead = f"Read this instead: {new.fields.title}, {_address(new, site_url)}" if new else "No other briefing takes its place."
    return FeedEntry(
        _address(briefing, site_url),
        f"Withdrawn: {briefing.title}",
        said,
        "\n\n".join([said, f"Why: {briefing.because}", instead, _in_words(dates)]),
        dates,
        briefing.withdrawn.first_day,
    )


def _address(briefing: Briefing | WithdrawnBriefing, site_url: str) -> str:
    return urljoin(site_url, without_index(briefing_url(briefing)))


def _known(**dates: PartialDate | None) -> dict[str, PartialDate]:
    return {key: value for key, value in dates.items() if value}


def _in_words(dates: Mapping[str, PartialDate]) -> str:
    """Return the dates as precisely as they are known."""
    return " ".join(f"{key.replace('_', ' ').capitalize()}: {value}." for key, value in dates.items())


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
    element = etree.SubElement(root, "entry", {"xml:lang": entry.lang} if entry.lang else {})
    _add(element, "id", entry.url)
    _add(element, "title", entry.title)
    _add(element, "link", rel="alternate", type="text/html", href=entry.url)
    _add(element, "published", _moment(entry.published))
    _add(element, "updated", _moment(entry.changed))
    for id, name in entry.topics.items():
        _add(element, "category", term=id, label=name)
    _add(element, "summary", entry.summary)
    _add(element, "content", entry.text)
    for key, value in entry.dates.items():
        _add(element, f"briefing:{key}", value.iso)
    for message in entry.key_messages:
        _add(element, "briefing:key_message", message)
    for change in entry.changes:
        _add(element, "briefing:change", change.said, date=change.day.iso)
    if entry.people:
        _add(element, "briefing:people", entry.people)


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
        yield "tags", list(entry.topics.values())
    if entry.lang:
        yield "language", entry.lang
    yield "_briefing", dict(_facts(entry))


def _facts(entry: FeedEntry) -> Iterator[tuple[str, Any]]:
    """Yield what JSON Feed has no name for; of what a briefing does not say there is nothing."""
    yield from ((key, value.iso) for key, value in entry.dates.items())
    yield "topics", list(entry.topics)
    if entry.key_messages:
        yield "key_messages", list(entry.key_messages)
    if entry.changes:
        yield "changes", [{"date": change.day.iso, "text": change.said} for change in entry.changes]
    if entry.people:
        yield "people", entry.people


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
