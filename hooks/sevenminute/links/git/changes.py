"""What a proposed change does to links: read from the files as they were where it branched off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sevenminute.content.resource import MAX_REGISTER_BYTES, Resource, parse_register
from sevenminute.diagnostics.problem import Problem
from sevenminute.links.extract.links import LinkedPage, PageText, links_of, read_places, register_places
from sevenminute.links.git.merge_base import Base
from sevenminute.links.rules.date import Before
from sevenminute.links.run import Change
from sevenminute.markdown.link_reader import LinkReader
from sevenminute.text.file import decode, read_text
from sevenminute.text.front_matter import read_front_matter
from sevenminute.text.paths import REGISTER


@dataclass(frozen=True)
class Proposed:
    """A change, and the pages that it concerns.

    Attributes:
        change: For the rules.
        paths: Pages whose files it touches, or that cite a resource of which it changes the address.
    """

    change: Change
    paths: frozenset[str]


def proposed(root: Path, base: Base, pages: Sequence[LinkedPage]) -> Proposed:
    """Compare the pages with what they were.

    Args:
        root: Folder of `mkdocs.yml`.
        base: Where the change branched off.
        pages: The pages as they are.
    """
    resources = _former_resources(root, base)
    reader = LinkReader(resources)
    moved = _moved(pages, resources)
    before: dict[str, Before | None] = {}
    added: set[tuple[str, str]] = set()
    paths: set[str] = set()
    for page in pages:
        cites_moved = any(place.resource in moved for place in page.places)
        if not base.touches(page.path) and not (base.touches(REGISTER) and cites_moved):
            continue
        former = _former(base, page, reader, resources)
        paths.add(page.path)
        if base.touches(page.path) and page.claim:
            before[page.path] = Before(former.claim.written if former.claim else None, frozenset(former.urls)) if former else None
        known = set(former.urls) if former else set()
        added |= {(page.path, url) for url in page.urls if url not in known}
    return Proposed(Change(before, frozenset(added)), frozenset(paths))


def _moved(pages: Sequence[LinkedPage], former: Mapping[str, Resource]) -> set[str | None]:
    """Return the ids of resources that have another address now, or none before."""
    register = next((page for page in pages if page.path == REGISTER), None)
    if register is None or not former:
        return {place.resource for place in register.places} if register else set()
    was = {place.resource: place.url for place in register_places("", former).places}
    return {place.resource for place in register.places if was.get(place.resource) != place.url}


def _former(base: Base, page: LinkedPage, reader: LinkReader, resources: Mapping[str, Resource]) -> LinkedPage | None:
    """Return a page as it was, or None for one that is new or could not be read."""
    data = base.before(page.path)
    text = decode(data, page.path, limit=MAX_REGISTER_BYTES) if data is not None else None
    if text is None or isinstance(text, Problem):
        return None
    if page.path == REGISTER:
        return register_places(text, resources)
    is_briefing = page.claim is not None
    front = read_front_matter(text, page.path, required=is_briefing)
    was = PageText(page.path, page.title, text, front if is_briefing else None)
    return read_places(was, links_of(front, page.path, reader), resources)


def _former_resources(root: Path, base: Base) -> Mapping[str, Resource]:
    """Return the register as it was."""
    data = base.before(REGISTER) if base.touches(REGISTER) else None
    if base.touches(REGISTER):
        text = decode(data, REGISTER, limit=MAX_REGISTER_BYTES) if data is not None else ""
    else:
        text = read_text(root, REGISTER, limit=MAX_REGISTER_BYTES)
    return parse_register(text).resources if isinstance(text, str) and text else {}
