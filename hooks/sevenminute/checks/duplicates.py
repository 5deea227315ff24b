"""What two files both claim: a number, a title, an address, a topic."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import TypeVar

from sevenminute.content.briefing import Briefing, BrokenBriefing
from sevenminute.content.topic import Topic
from sevenminute.diagnostics.problem import Problem, quoted
from sevenminute.static_files.reserved_places import place_key, site_folders
from sevenminute.text.paths import BRIEFINGS, DOCS, GENERATED, repository_path, site_path
from sevenminute.text.urls import page_file

_RESERVED_SLUGS = {PurePosixPath(page).stem for page in GENERATED if page.startswith(f"{BRIEFINGS}/")}
"""Addresses under `/briefings/` that the lists have."""
_MADE = "has the address of a page that the site makes by itself, /{}/: give this file another name"
_TAKEN = "has the address of {}: give one of the two files another name"

_Item = TypeVar("_Item")


def collisions(briefings: Sequence[Briefing], broken: Sequence[BrokenBriefing], topics: Iterable[Topic]) -> list[Problem]:
    """Report what two briefings, or two pages of topics, both claim.

    Args:
        briefings: In the order of the series: the first one keeps what both claim.
        broken: Briefings that cannot be shown yet; their addresses count all the same.
        topics: The topics of which an editor wrote the page, once for each page.
    """
    problems = []
    for number, same in _shared([b for b in briefings if b.number is not None], key=lambda item: item.number).items():
        for briefing in same[1:]:
            said = f"number {number} is taken by {same[0].path}: give this briefing another number"
            problems.append(Problem(briefing.path, briefing.line_of("number"), said))
    for same in _shared(briefings, key=lambda item: item.fields.title.casefold()).values():
        for briefing in same[1:]:
            said = f"the title {quoted(briefing.fields.title)} is taken by {same[0].path}: readers could not tell the two apart"
            problems.append(Problem(briefing.path, briefing.line_of("title"), said))
    everything: list[Briefing | BrokenBriefing] = sorted([*briefings, *broken], key=lambda item: item.path)
    for slug, both in _shared(everything, key=lambda item: item.slug).items():
        for item in both[1:]:
            said = f"the address /{BRIEFINGS}/{slug}/ is taken by {both[0].path}: give this file another name"
            problems.append(Problem(item.path, 1, said))
    for item in everything:
        if item.slug in _RESERVED_SLUGS:
            said = f"the address /{BRIEFINGS}/{item.slug}/ belongs to a list of briefings: give this file another name"
            problems.append(Problem(item.path, 1, said))
    for id, same_topic in _shared(topics, key=lambda topic: topic.id).items():
        for topic in same_topic[1:]:
            said = f"the topic {quoted(id)} has a page already, {same_topic[0].path}: keep one of the two"
            problems.append(Problem(topic.path or DOCS, 1, said))
    return problems


def address_collisions(files: Iterable[str], topics: Iterable[Topic]) -> Iterator[Problem]:
    """Yield a problem for each file whose place on the site another one has, or one that some disks take for the same.

    Args:
        files: All pages of `docs/` and all other files, by their path within the site's sources.
        topics: All topics; the site makes the page of one that nobody wrote.
    """
    known = sorted(files)
    made = [source for source in (*GENERATED, *(topic.source for topic in topics)) if source not in known]
    taken: dict[str, str] = {}
    for source in (*made, *known):
        path = repository_path(source)
        first = taken.setdefault(place_key(_place(source)), path)
        if first != path:
            is_made = first in map(repository_path, made)
            said = _MADE.format(posixpath.dirname(page_file(site_path(first) or first))) if is_made else _TAKEN.format(first)
            yield Problem(path, 1, said)


def folder_collisions(paths: Iterable[str]) -> dict[str, str]:
    """Return the files for which the site would need a folder where another file lies, with what is said of each.

    Args:
        paths: All files of the content, relative to the root of the repository.
    """
    files = {_in_docs(place_key(path)): path for path in paths if not path.endswith(".md")}
    said = {}
    for path in paths:
        first = next((files[folder] for folder in map(_in_docs, site_folders(path)) if folder in files), None)
        if first:
            said[path] = _TAKEN.format(first)
    return said


def _in_docs(path: str) -> str:
    """Return a path within the site's sources, whatever it is the path of."""
    return site_path(path) or path


def _place(source: str) -> str:
    """Return where on the site a file of its sources comes to lie."""
    return page_file(source) if source.lower().endswith(".md") else source


def _shared(items: Iterable[_Item], *, key: Callable[[_Item], Hashable]) -> dict[Hashable, list[_Item]]:
    """Return the groups of two or more items with the same key."""
    groups = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return {value: group for value, group in groups.items() if len(group) > 1}
