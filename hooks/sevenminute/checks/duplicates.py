"""What two files both claim: a number, a title, an address, a topic."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cmp_to_key
from typing import TypeVar

from sevenminute.config.schema import Settings
from sevenminute.content.briefing import Briefing
from sevenminute.content.library import Library
from sevenminute.content.schema import LAST_NUMBER
from sevenminute.diagnostics.problem import Problem, quoted
from sevenminute.static_files.reserved_places import TAKEN, place_key
from sevenminute.text.paths import BRIEFINGS, DOCS, GENERATED, RESERVED_SLUGS, repository_path, site_path
from sevenminute.text.urls import page_file

_MADE = "has the address of a page that the site makes by itself, /{}/: give this file another name"

_Item = TypeVar("_Item")


def same_number(library: Library, _settings: Settings | None) -> Iterator[Problem]:
    """Yield a problem for each briefing whose number another one has that was published before it."""
    numbered = [briefing for briefing in _by_age(library) if briefing.number is not None]
    free = max((briefing.number or 0 for briefing in numbered), default=0) + 1
    for first, briefing in _taken(numbered, key=lambda item: item.number):
        said = f"number {briefing.number} is already used by {first.path}: give this briefing another number"
        if briefing.fields.number is None:
            said = (
                f"number {briefing.number}, with which the file’s name begins, is already used by {first.path}: "
                "begin the name with another"
            )
        yield Problem(briefing.path, briefing.line_of("number"), f"{said}{f', such as {free}' if free <= LAST_NUMBER else ''}")


def same_title(library: Library, _settings: Settings | None) -> Iterator[Problem]:
    """Yield a problem for each briefing whose title another one has that was published before it."""
    for first, briefing in _taken(_by_age(library), key=lambda item: item.fields.title.casefold()):
        said = f"the title {quoted(briefing.fields.title)} is already used by {first.path}: give this briefing another title"
        yield Problem(briefing.path, briefing.line_of("title"), said)


def same_slug(library: Library, _settings: Settings | None) -> Iterator[Problem]:
    """Yield a problem for each briefing whose address another one has, or a list; those that cannot be shown count too."""
    others = [item for item in library.preview.by_path.values() if not isinstance(item, Briefing)]
    everything = [*_by_age(library), *sorted(others, key=lambda item: item.path)]
    for first, item in _taken(everything, key=lambda item: item.slug):
        said = f"the address /{BRIEFINGS}/{item.slug}/ is already used by {first.path}: give this file another name"
        yield Problem(item.path, 1, said)
    for item in everything:
        if item.slug in RESERVED_SLUGS:
            said = f"the address /{BRIEFINGS}/{item.slug}/ belongs to a list of briefings: give this file another name"
            yield Problem(item.path, 1, said)


def same_topic(library: Library, _settings: Settings | None) -> Iterator[Problem]:
    """Yield a problem for each page of a topic that has a page already."""
    for first, topic in _taken([page.topic for page in library.pages if page.topic], key=lambda topic: topic.id):
        said = f"the topic {quoted(topic.id)} has a page already, {first.path}: keep one of the two"
        yield Problem(topic.path or DOCS, 1, said)


def same_place(library: Library, _settings: Settings | None) -> Iterator[Problem]:
    """Yield a problem for each file whose place on the site another one has, or one that some disks take for the same."""
    known = sorted([*(page.source for page in library.pages), *(file.source for file in library.preview.static_files)])
    made = [source for source in (*GENERATED, *(topic.source for topic in library.topics)) if source not in known]
    taken: dict[str, str] = {}
    for source in (*made, *known):
        path = repository_path(source)
        first = taken.setdefault(place_key(_place(source)), path)
        if first != path:
            is_made = first in map(repository_path, made)
            said = _MADE.format(posixpath.dirname(page_file(site_path(first) or first))) if is_made else TAKEN.format(first)
            yield Problem(path, 1, said)


def _by_age(library: Library) -> list[Briefing]:
    """Return the briefings by date of publication, the oldest first: the new one is to change, not the one that readers know.

    Where a month is all that is known and both may be of one day, a briefing whose number is in its front matter comes first:
    a file whose name begins with the number is most often the one that was uploaded after it.
    """
    by_name = sorted(library.every_briefing, key=lambda briefing: (briefing.fields.number is None, briefing.path))
    return sorted(by_name, key=cmp_to_key(_published_before))


def _published_before(one: Briefing, other: Briefing) -> int:
    """Return -1 when the first of two came out before the other, 1 when after it, and 0 when the dates do not tell."""
    first, second = one.fields.published, other.fields.published
    return (first.first_day > second.last_day) - (first.last_day < second.first_day)


def _place(source: str) -> str:
    """Return where on the site a file of its sources comes to lie."""
    return page_file(source) if source.lower().endswith(".md") else source


def _taken(items: Iterable[_Item], *, key: Callable[[_Item], Hashable]) -> Iterator[tuple[_Item, _Item]]:
    """Yield each item with the same key as an earlier one, behind the first of them."""
    groups = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    for first, *others in groups.values():
        yield from ((first, other) for other in others)
