"""The addresses that a proposed change would take from readers: those of renamed and of deleted briefings."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from sevenminute.content.briefing import AnyBriefing, Briefing, BrokenBriefing, read_briefing
from sevenminute.content.library import Library
from sevenminute.content.life import Stage, WithdrawnBriefing, stage_of
from sevenminute.diagnostics.problem import Problem
from sevenminute.links.git.merge_base import Base
from sevenminute.text.file import decode
from sevenminute.text.paths import BRIEFINGS

_KEY = "former_addresses"


@dataclass
class LostAddresses:
    """What is said of them.

    Attributes:
        problems: Renamed briefings, with the line to add.
        advice: Deleted ones, and those that were published and are not any more: that may be meant.
    """

    problems: list[Problem] = field(default_factory=list)
    advice: list[Problem] = field(default_factory=list)


def lost_addresses(library: Library, base: Base, today: date) -> LostAddresses:
    """Compare the addresses of the briefings with what they were.

    Args:
        library: The content as it is, read for readers.
        base: Where the change branched off.
        today: What was published by this day, readers had.
    """
    kept = set(_addresses([*library.by_path.values()]))
    renamed, lost, said = _renamed(library, base, today), defaultdict[str, list[str]](list), LostAddresses()
    for before in _before(base, today):
        gone = [address for address in _addresses([before]) if address not in kept]
        now = renamed.get(before.path, before.path)
        if gone and now in library.preview.by_path:
            lost[now] += gone
        elif gone:
            said.advice.append(Problem(before.path, 1, _deleted(before, library, base)))
    for path, gone in lost.items():
        item = library.preview.by_path[path]
        if path in library.by_path:
            said.problems.append(_to_add(item, gone))
        else:
            said.advice.append(Problem(path, _line_of(item, "draft"), _NOT_ANY_MORE.format(_shown(gone))))
    return said


_NOT_ANY_MORE = (
    "readers had this briefing, and would find “Page not found” at {}: "
    "to withdraw it, write withdrawn: and withdrawn_because: instead"
)


def _before(base: Base, today: date) -> Iterator[AnyBriefing]:
    """Yield the briefings that readers had, of those whose files the change touches."""
    for name in sorted({former for former in base.former.values() if former}):
        data = base.before_named(name) if posixpath.dirname(name) == BRIEFINGS and name.endswith(".md") else None
        text = decode(data, name) if data is not None else None
        if not isinstance(text, str) or posixpath.basename(name).lower() == "readme.md":
            continue
        item = read_briefing(text, name, today=today)
        if isinstance(item, BrokenBriefing):
            had_readers = "draft" not in item.front.values
        else:
            had_readers = isinstance(item, WithdrawnBriefing) or stage_of(item.fields, today) is Stage.PUBLISHED
        if had_readers:
            yield item


def _renamed(library: Library, base: Base, today: date) -> dict[str, str]:
    """Return the names that files have now, by those that they had: as git sees it, else where a new file has the old title."""
    renamed = {former: path for path, former in base.former.items() if former and former != path}
    titles = {
        _title(item): path for path, item in library.preview.by_path.items() if path in base.former and base.former[path] is None
    }
    for name in {former for former in base.former.values() if former} - renamed.keys():
        data = base.before_named(name) if name not in library.preview.by_path and name.endswith(".md") else None
        text = decode(data, name) if data is not None else None
        if isinstance(text, str) and (path := titles.get(_title(read_briefing(text, name, today=today)))):
            renamed[name] = path
    return renamed


def _title(item: AnyBriefing) -> str:
    return (item.fields.title if isinstance(item, Briefing) else item.title).casefold()


def _addresses(items: Iterable[AnyBriefing]) -> Iterator[str]:
    """Yield the addresses at which readers find briefings."""
    for item in items:
        yield item.slug
        yield from _former(item)


def _former(item: AnyBriefing) -> tuple[str, ...]:
    if not isinstance(item, BrokenBriefing):
        return item.fields.former_addresses
    written = item.front.values.get(_KEY)
    return (written,) if isinstance(written, str) else tuple(map(str, written or ()))


def _to_add(item: AnyBriefing, gone: Iterable[str]) -> Problem:
    gone, former = list(dict.fromkeys(gone)), _former(item)
    line = f"{_KEY}: [{', '.join((*former, *gone))}]"
    what = "change the line to" if former else "add a line"
    return Problem(
        item.path, _line_of(item, _KEY), f"paper and bookmarks name {_shown(gone)}, which would no longer work: {what} {line}"
    )


def _deleted(before: AnyBriefing, library: Library, base: Base) -> str:
    new = next((path for path in sorted(library.by_path) if path in base.former and base.former[path] is None), "")
    other = f", or, if it is {posixpath.basename(new)} now, write {_KEY}: [{before.slug}] there" if new else ""
    said = "was deleted, and readers would find “Page not found”: keep the file, with withdrawn: and withdrawn_because:"
    return f"{said}{other}"


def _shown(addresses: Iterable[str]) -> str:
    *others, last = (f"/{BRIEFINGS}/{address}/" for address in addresses)
    return f"{', '.join(others)} and {last}" if others else last


def _line_of(item: AnyBriefing, key: str) -> int:
    return item.front.line_of((key,)) if key in item.front.values else 1
