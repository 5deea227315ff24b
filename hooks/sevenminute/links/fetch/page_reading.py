"""What a page of another site says: whether it calls itself missing, and which anchors it has.

Pages are foreign and may be made to do harm. They are read as they come, and no tree of them is ever built: what is kept does
not grow with the page, however deep or long it is.
"""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from typing import IO, Any
from urllib.parse import unquote

from lxml import etree

MOST_FOR_WORDS = 256 * 1024
"""Bytes of a page that are read for its title and first heading, which come early."""
MOST_FOR_ANCHORS = 5 * 1024 * 1024
"""Bytes that are read to find a part of a page; beyond, nobody can tell."""
MOST_OPEN = 2000
"""Elements one within the other. No page that people write comes near; each end tag may cost as many steps."""
LONGEST_TOKEN = 1024 * 1024
"""Bytes without any tag or comment that comes to its end: the parser holds as much in memory."""
LONGEST_READING = 15.0
"""Seconds for one page, if its address has as many left."""
_CHUNK = 16 * 1024
_HEADINGS = ("title", "h1")
_LONGEST_HEADING = 300

NOT_FOUND = re.compile(
    r"""\b(?:page|document|file|content)s?\b.{0,40}?
            \b(?:not\ (?:be\ )?(?:found|available) | (?:can|could|was|is|are)(?:not|n?[’']t)\ (?:be\ )?(?:found|available)
                | (?:no\ longer|does\ not|doesn[’']t)\ exists?)
        | \b(?:404|410)\b.{0,20}\b(?:not\ found|error|gone)\b | \berror\ 404\b | ^\W*404\W*$
        | \b(?:domain|website|site)\b.{0,60}\b(?:for\ sale|is\ parked|has\ expired)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""What a title or first heading says when the page is not there, or the whole site is somebody else's now."""

_one_at_a_time = threading.Lock()
"""For large pages that are read to the end: ten at once would need ten times the memory."""


class _UnreadableError(Exception):
    """Nobody can tell what a page says: it is too deep, or takes too long."""


class _TagCounter:
    """What lxml calls for each thing that it reads.

    Attributes:
        read: How many tags and comments were read.
        open: How many elements are open.
    """

    def __init__(self) -> None:
        self.read = self.open = 0

    @property
    def done(self) -> bool:
        """Whether all is known that is looked for."""
        return False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Note that an element begins."""
        self.read += 1
        self.open += 1

    def end(self, tag: str) -> None:
        """Note that an element ends."""
        self.read += 1
        self.open -= 1

    def comment(self, text: str) -> None:
        """Note a comment."""
        self.read += 1

    def close(self) -> None:
        """Return nothing: there is no tree."""


class _HeadingReader(_TagCounter):
    """Keeps the words of the title and of the first heading."""

    def __init__(self) -> None:
        super().__init__()
        self.words: dict[str, str] = {}
        self._within: list[str] = []

    @property
    def done(self) -> bool:
        return len(self.words) == len(_HEADINGS) and not self._within

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        super().start(tag, attributes)
        self.data(" ")
        if tag in _HEADINGS and tag not in self.words:
            self.words[tag] = ""
            self._within.append(tag)

    def end(self, tag: str) -> None:
        super().end(tag)
        self.data(" ")
        if tag in self._within:
            self._within.remove(tag)

    def data(self, text: str) -> None:
        """Keep words, up to a length that is enough; they may come in pieces."""
        for tag in self._within:
            if len(self.words[tag]) < 2 * _LONGEST_HEADING:
                self.words[tag] += text[: 2 * _LONGEST_HEADING]


class _AnchorFinder(_TagCounter):
    """Finds parts by their ids, or by the names of old anchors."""

    def __init__(self, wanted: Collection[str]) -> None:
        super().__init__()
        self.missing = set(wanted)

    @property
    def done(self) -> bool:
        return not self.missing

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.read += 1  # not by `super()`: a page may have a million of them
        self.open += 1
        if not attributes:
            return
        for name in (attributes.get("id"), attributes.get("name") if tag == "a" else None):
            if name:
                self.missing -= {name, unquote(name)}


def not_found_words(page: IO[bytes], encoding: str | None, until: float) -> str:
    """Return the words with which a page says that there is no such page, or an empty string.

    Args:
        page: Its bytes, of which the first `MOST_FOR_WORDS` are read.
        encoding: How it is encoded, or None if it must say so itself.
        until: When no more is read, on the clock that never goes back.
    """
    headings = _HeadingReader()
    with suppress(_UnreadableError):  # what was read before that counts
        _read(page, encoding, headings, MOST_FOR_WORDS, until)
    for tag in _HEADINGS:
        words = " ".join(headings.words.get(tag, "").split())
        if NOT_FOUND.search(words[:_LONGEST_HEADING]):
            return words[:120]
    return ""


def has_nulls(page: IO[bytes]) -> bool:
    """Tell whether a page is no text as far as one can read it, such as one in UTF-16 that does not say so."""
    page.seek(0)
    return b"\0" in page.read(_CHUNK)


def missing_anchors(page: IO[bytes], encoding: str | None, wanted: Collection[str], until: float) -> tuple[set[str], bool]:
    """Return those of the wanted parts that were not found in a page, and whether all of it could be read.

    Args:
        page: Its bytes, up to `MOST_FOR_ANCHORS`.
        encoding: How it is encoded, or None if it must say so itself.
        wanted: Names of parts, decoded.
        until: When no more is read, and nobody waits any more until no other page is read, on the clock that never goes back.
    """
    size = page.seek(0, os.SEEK_END)
    missing, read = _search(page, encoding, wanted, MOST_FOR_WORDS, until)
    if not missing or not read or size <= MOST_FOR_WORDS:
        return missing, read
    if not _one_at_a_time.acquire(timeout=max(0.0, until - time.monotonic())):
        return missing, False
    try:
        return _search(page, encoding, wanted, MOST_FOR_ANCHORS, until)
    finally:
        _one_at_a_time.release()


def _search(page: IO[bytes], encoding: str | None, wanted: Collection[str], most: int, until: float) -> tuple[set[str], bool]:
    parts = _AnchorFinder(wanted)
    try:
        _read(page, encoding, parts, most, until)
    except _UnreadableError:
        return parts.missing, False
    return parts.missing, True


def _read(page: IO[bytes], encoding: str | None, target: _TagCounter, most: int, until: float) -> None:
    """Feed a page to a target until that knows enough."""
    until = min(until, time.monotonic() + LONGEST_READING)
    try:
        parser = _parser(encoding, target)
        tags, begun = 0, 0
        for at, chunk in _chunks(page, most):
            parser.feed(chunk)
            if target.done:
                return
            if target.read > tags:
                tags, begun = target.read, at
            if target.open > MOST_OPEN or at - begun > LONGEST_TOKEN or time.monotonic() > until:
                raise _UnreadableError("it is too deep, or takes too long")
        with suppress(etree.LxmlError):  # a page without any element: all of it was read
            parser.close()
    except etree.LxmlError as error:
        raise _UnreadableError(str(error)) from error


def _parser(encoding: str | None, target: _TagCounter) -> Any:
    options: dict[str, Any] = {"target": target, "huge_tree": True}
    try:
        return etree.HTMLParser(encoding=encoding, **options)
    except (LookupError, ValueError):  # no such encoding, or no name at all: then the page says it itself, or nobody does
        return etree.HTMLParser(**options)


def _chunks(page: IO[bytes], most: int) -> Iterator[tuple[int, bytes]]:
    page.seek(0)
    for at in range(0, most, _CHUNK):
        chunk = page.read(min(_CHUNK, most - at))
        if not chunk:
            return
        yield at, chunk
