"""The anchors of a page: which of those that links name it lacks."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterator
from typing import IO
from urllib.parse import unquote

from sevenminute.links.fetch.page.parsing import CHUNK, Target, UnreadableError, parse

MOST_FOR_ANCHORS = 5 * 1024 * 1024
"""Bytes that are read to find a part of a page; beyond, nobody can tell."""

_ADDED = "user-content-"
"""What GitHub and its like put before the names that their users give; their scripts go to the part without it."""

_one_at_a_time = threading.Lock()
"""For large pages that are read to the end: ten at once would need ten times the memory."""


class AnchorFinder(Target):
    """Finds parts by their ids, or by the names of old anchors.

    Args:
        wanted: Names of parts, decoded.

    Attributes:
        missing: Those that were not found yet.
    """

    def __init__(self, wanted: Collection[str]) -> None:
        super().__init__()
        self.missing = set(wanted)

    @property
    def done(self) -> bool:
        """Whether all parts were found."""
        return not self.missing

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Note an element, and whether it is one of the parts."""
        self.read += 1  # not by `super()`: a page may have a million of them
        self.open += 1
        if attributes:
            self.find(tag, attributes)

    def find(self, tag: str, attributes: dict[str, str]) -> None:
        """Look whether an element is one of the parts."""
        for name in (attributes.get("id"), attributes.get("name") if tag == "a" else None):
            if name:
                self.missing -= {name, unquote(name), name.removeprefix(_ADDED)}


def missing_anchors(page: IO[bytes], encoding: str | None, wanted: Collection[str], until: float) -> tuple[set[str], bool]:
    """Return those of the wanted parts that were not found in a large page, and whether all of it could be read.

    Args:
        page: Its bytes, up to `MOST_FOR_ANCHORS`.
        encoding: How it is encoded, or None if it must say so itself.
        wanted: Names of parts, decoded.
        until: When no more is read, and nobody waits any more until no other page is read, on the clock that never goes back.
    """
    parts = AnchorFinder(wanted)
    if not _one_at_a_time.acquire(timeout=max(0.0, until - time.monotonic())):
        return parts.missing, False
    try:
        parse(_chunks(page), encoding, parts, until)
    except UnreadableError:
        return parts.missing, False
    finally:
        _one_at_a_time.release()
    return parts.missing, True


def _chunks(page: IO[bytes]) -> Iterator[bytes]:
    page.seek(0)
    for _ in range(MOST_FOR_ANCHORS // CHUNK):
        chunk = page.read(CHUNK)
        if not chunk:
            return
        yield chunk
