"""What a proposed change does to links: read from the files as they were where it branched off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sevenminute.content.resource import MAX_REGISTER_BYTES, Resource, parse_register
from sevenminute.content.site_words import ANY_WORDS
from sevenminute.diagnostics.problem import Problem
from sevenminute.links.extract.links import LinkedPage, register_links, with_text
from sevenminute.links.extract.links_date import PreviousVersion
from sevenminute.links.git.merge_base import Base
from sevenminute.markdown.document import DocumentReader
from sevenminute.text.file import decode, read_text
from sevenminute.text.paths import REGISTER


@dataclass(frozen=True)
class Change:
    """A proposed change, as far as it concerns links.

    Attributes:
        before: The pages that it touches as they were before, by their path now; None for those that are new.
        added: Links that it adds, as path and address.
        undecided: Why nobody can tell what it changes, or an empty string.
    """

    before: Mapping[str, PreviousVersion | None] = field(default_factory=dict)
    added: frozenset[tuple[str, str]] = frozenset()
    undecided: str = ""


@dataclass(frozen=True)
class ProposedChange:
    """A change, and the pages that it concerns.

    Attributes:
        change: For the rules.
        paths: Pages whose files it touches, or that cite a resource of which it changes the address.
    """

    change: Change
    paths: frozenset[str]


def proposed_change(root: Path, base: Base, pages: Sequence[LinkedPage]) -> ProposedChange:
    """Compare the pages with what they were.

    Args:
        root: Folder of `mkdocs.yml`.
        base: Where the change branched off.
        pages: The pages as they are.
    """
    resources = _former_resources(root, base)
    reader = DocumentReader(resources)
    moved = _moved(pages, resources)
    before: dict[str, PreviousVersion | None] = {}
    added: set[tuple[str, str]] = set()
    paths: set[str] = set()
    for page in pages:
        cites_moved = any(place.resource in moved for place in page.occurrences)
        if not base.touches(page.path) and not (base.touches(REGISTER) and cites_moved):
            continue
        former = _former(base, page, reader, resources)
        paths.add(page.path)
        if base.touches(page.path) and page.links_date:
            before[page.path] = (
                PreviousVersion(former.links_date.written if former.links_date else None, frozenset(former.urls))
                if former
                else None
            )
        known = set(former.urls) if former else set()
        added |= {(page.path, url) for url in page.urls if url not in known}
    return ProposedChange(Change(before, frozenset(added)), frozenset(paths))


def _moved(pages: Sequence[LinkedPage], former: Mapping[str, Resource]) -> set[str | None]:
    """Return the ids of resources that have another address now, or none before."""
    register = next((page for page in pages if page.path == REGISTER), None)
    if register is None or not former:
        return {place.resource for place in register.occurrences} if register else set()
    was = {place.resource: place.url for place in register_links("", former).occurrences}
    return {place.resource for place in register.occurrences if was.get(place.resource) != place.url}


def _former(base: Base, page: LinkedPage, reader: DocumentReader, resources: Mapping[str, Resource]) -> LinkedPage | None:
    """Return a page as it was, or None for one that is new or could not be read."""
    data = base.before(page.path)
    text = decode(data, page.path, limit=MAX_REGISTER_BYTES) if data is not None else None
    if text is None or isinstance(text, Problem):
        return None
    return with_text(page, text, reader, resources)


def _former_resources(root: Path, base: Base) -> Mapping[str, Resource]:
    """Return the register as it was."""
    data = base.before(REGISTER) if base.touches(REGISTER) else None
    if base.touches(REGISTER):
        text = decode(data, REGISTER, limit=MAX_REGISTER_BYTES) if data is not None else ""
    else:
        text = read_text(root, REGISTER, limit=MAX_REGISTER_BYTES)
    return parse_register(text, site=ANY_WORDS).resources if isinstance(text, str) and text else {}
