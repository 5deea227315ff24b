"""What the page of all resources is told: entries grouped by kind, ready to show, and what they can be filtered by.

Texts are as the editor wrote them; templates escape them. Addresses of the site are from its root.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from sevenminute.config.schema import Settings
from sevenminute.content.citation_index import CitedAt, IndexEntry, index_entries
from sevenminute.content.library import Library
from sevenminute.content.resource import KINDS, OTHER, ResourceFields
from sevenminute.content.topic import ResourceGroup, Topic, made_name
from sevenminute.content.urls import topic_url
from sevenminute.pages.briefing import Data, date_data, in_words, sentence_case
from sevenminute.pages.link_status import SiteLinks
from sevenminute.pages.links import resource_seen
from sevenminute.pages.resource_files import COLUMNS
from sevenminute.text.paths import TOPICS

_VALUES = {"kind": "kind", "audience": "audience", "topic": "topics", "publisher": "publishers"}
"""What of an entry each filter looks at."""

_TOGETHER = re.compile(r"(?:,? (?:together )?with|;|,? or) (?:the )?")

_LONG = 300
"""From so many entries on, a browser lays out only the lists that are in view."""
_PER_LIST = 40
"""Entries in each of the lists into which a group is then split."""


def resource_page_data(library: Library, links: SiteLinks, settings: Settings) -> Data:
    """Return all that the page of resources shows."""
    return {"resources": _resources(index_entries(library), library, links, settings.audiences), "columns": COLUMNS}


def _resources(entries: Sequence[IndexEntry], library: Library, links: SiteLinks, audiences: Mapping[str, str]) -> Data:
    topics = {topic.id: topic for topic in library.topics}
    names = _names(entries)
    shown = [
        {
            **_entry_data(entry, topics),
            "title": names[entry.anchor],
            "seen": resource_seen(entry.url, links),
            "readers": in_words(audiences[id] for id in _readers(entry)) if _readers(entry) else "",
        }
        for entry in entries
    ]
    long = len(shown) >= _LONG
    groups = [_group(kind, [entry for entry in shown if entry["kind"] == kind], _PER_LIST if long else _LONG) for kind in KINDS]
    return {
        "count": len(shown),
        "long": long,
        "groups": [group for group in groups if group["count"]],
        "filters": [item for item in _filters(shown, audiences) if _tells_apart(item, shown)],
    }


def topic_resource_data(groups: Iterable[ResourceGroup]) -> list[Data]:
    """Return what a topic's page shows of the resources for each kind of reader."""
    return [_topic_group(group) for group in groups]


def _topic_group(group: ResourceGroup) -> Data:
    names = _told_apart({resource.id: (resource.fields.title, resource.fields.publisher) for resource in group.resources})
    entries = [
        {
            **_resource_data(resource.fields, {}),
            "title": names[resource.id],
            "note": resource.note,
            "url": resource.fields.url,
        }
        for resource in group.resources
    ]
    return {"id": group.anchor, "title": group.title, "entries": entries}


def _told_apart(titles: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Return the names of entries: the title, and where several have the same one, the publisher behind it.

    Args:
        titles: Title and publisher of each entry by its id.
    """
    count = Counter(title.casefold() for title, _ in titles.values())
    return {
        id: f"{title}, {publisher}" if publisher and count[title.casefold()] > 1 else title
        for id, (title, publisher) in titles.items()
    }


def _names(entries: Iterable[IndexEntry]) -> dict[str, str]:
    return _told_apart({entry.anchor: (entry.title, _whose(entry)) for entry in entries})


def _whose(entry: IndexEntry) -> str:
    return entry.resource.fields.publisher if entry.resource else _host(entry.url)


def _group(kind: str, entries: Sequence[Data], per_list: int) -> Data:
    return {
        "id": f"kind_{kind}",  # an underscore is in no id of the register: no entry takes the anchor of a group
        "title": KINDS[kind][0],
        "count": len(entries),
        "lists": [entries[first : first + per_list] for first in range(0, len(entries), per_list)],
    }


def _entry_data(entry: IndexEntry, topics: dict[str, Topic]) -> Data:
    known = _resource_data(entry.resource.fields, topics) if entry.resource else _link_data(entry)
    return {
        "anchor": entry.anchor,
        "url": entry.url,
        "note": entry.resource.note if entry.resource else "",
        **known,
        "cited_by": [_place_data(place) for place in entry.cited_by],
    }


def _readers(entry: IndexEntry) -> list[str]:
    """Return the ids of the audiences for which a resource is; none of a link that is not in the register."""
    return list(dict.fromkeys(entry.resource.fields.audience)) if entry.resource else []


def _link_data(entry: IndexEntry) -> Data:
    """Return what can be said of a link that is not in the register."""
    return {"kind": OTHER, "kind_name": KINDS[OTHER][1], "host": _host(entry.url), "publishers": [], "audience": [], "topics": []}


def _resource_data(fields: ResourceFields, topics: dict[str, Topic]) -> Data:
    return {
        "kind": fields.kind,
        "kind_name": KINDS[fields.kind][1],
        "publisher": fields.publisher,
        "publishers": publisher_names(fields.publisher),
        "audience": list(dict.fromkeys(fields.audience)),
        "area": fields.applies_to,
        "topics": [_topic_data(id, topics.get(id)) for id in dict.fromkeys(fields.topics)],
        "summary": fields.summary,
        "published": date_data(fields.published) if fields.published else None,
        "phone": {"text": fields.phone, "tel": re.sub(r"[^\d+]", "", fields.phone)} if fields.phone else None,
        "email": fields.email,
        "how_to_get": fields.how_to_get,
    }


def _topic_data(id: str, topic: Topic | None) -> Data:
    """Return a topic with its page, or only its name when it has none."""
    if topic is None:
        return {"id": id, "title": made_name(id)}
    return {"id": id, "title": topic.title, "url": topic_url(topic)}


def _place_data(place: CitedAt) -> Data:
    page = "topic page" if place.url.startswith(f"{TOPICS}/") else "page"
    return {
        "title": place.title,
        "lang": place.lang,
        "url": place.url,
        "where": f"panel {place.panel}" if place.panel else "briefing" if place.links_updated else page,
        "links_updated": date_data(place.links_updated) if place.links_updated else None,
    }


def publisher_names(publisher: str) -> list[str]:
    """Return the names of those who publish something together, as in “Wiltshire Council, with KCA”."""
    return [name.replace("|", "/") for name in _TOGETHER.split(publisher) if name]


def _filters(shown: Sequence[Data], audiences: Mapping[str, str]) -> list[Data]:
    """Return what the page can be filtered by, each with the values that occur."""
    kinds = {entry["kind"] for entry in shown}
    readers = {reader: sentence_case(audiences[reader]) for entry in shown for reader in entry["audience"]}
    topics = {topic["id"]: topic["title"] for entry in shown for topic in entry["topics"]}
    publishers = {name: name for entry in shown for name in entry["publishers"]}
    return [
        _filter("kind", "Kind", "All kinds", [(kind, heading) for kind, (heading, _) in KINDS.items() if kind in kinds]),
        _filter("audience", "For", "Everyone", _by_title(readers)),
        _filter("topic", "Topic", "All topics", _by_title(topics)),
        _filter("publisher", "Publisher", "All publishers", _by_title(publishers)),
    ]


def _tells_apart(item: Data, shown: Sequence[Data]) -> bool:
    """Tell whether a filter hides anything: its only value, too, may be one that some entries do not have."""
    values = len(item["options"])
    return values > 1 or (values == 1 and not all(entry[_VALUES[item["name"]]] for entry in shown))


def _filter(name: str, label: str, everything: str, options: Iterable[tuple[str, str]]) -> Data:
    return {
        "name": name,
        "label": label,
        "all": everything,
        "options": [{"value": value, "title": title} for value, title in options],
    }


def _by_title(titles: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(titles.items(), key=lambda item: item[1].casefold())


def without_anchors(anchors: Collection[str], content: str) -> str:
    """Return what an editor wrote above the entries with a mark behind each anchor that an entry has too."""
    if not anchors:
        return content
    tree = LexborHTMLParser(content, is_fragment=True)
    taken = [element for element in tree.css("[id]") if element.id in anchors]
    for element in taken:
        element.attrs["id"] = f"{element.id}_"
    return (tree.html or "") if taken else content


def _host(url: str | None) -> str:
    return (urlsplit(url or "").hostname or "").removeprefix("www.")
