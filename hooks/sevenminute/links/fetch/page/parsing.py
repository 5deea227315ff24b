"""The parser of foreign pages. They may be made to do harm, so no tree of them is ever built.

A tree, such as selectolax makes, grows with the page and with its depth, many times over. Here a target is told of each tag as it
comes, and what it keeps does not grow with the page.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from lxml import etree

CHUNK = 16 * 1024
"""Bytes that are handed to the parser at a time."""
MOST_OPEN = 2000
"""Elements one within the other. No page that people write comes near; each end tag may cost as many steps."""
LONGEST_TOKEN = 1024 * 1024
"""Bytes without any tag or comment that comes to its end: the parser holds as much in memory."""
LONGEST_READING = 15.0
"""Seconds for one page, if its address has as many left."""


class UnreadableError(Exception):
    """Nobody can tell what a page says: it is too deep, or takes too long."""


class Target:
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


def parse(chunks: Iterable[bytes], encoding: str | None, target: Target, until: float) -> None:
    """Feed a page to a target until that knows enough.

    Args:
        chunks: The bytes of the page, `CHUNK` at a time.
        encoding: How it is encoded, or None if it must say so itself.
        target: What is told of its tags.
        until: When no more is read, on the clock that never goes back.

    Raises:
        UnreadableError: The rest was not read.
    """
    until = min(until, time.monotonic() + LONGEST_READING)
    try:
        parser = _parser(encoding, target)
        tags = begun = at = 0
        for chunk in chunks:
            parser.feed(chunk)
            if target.done:
                return
            if target.read > tags:
                tags, begun = target.read, at
            at += len(chunk)
            if target.open > MOST_OPEN or at - begun > LONGEST_TOKEN or time.monotonic() > until:
                raise UnreadableError("it is too deep, or takes too long")
        with suppress(etree.LxmlError):  # a page without any element: all of it was read
            parser.close()
    except etree.LxmlError as error:
        raise UnreadableError(str(error)) from error


def _parser(encoding: str | None, target: Target) -> Any:
    options: dict[str, Any] = {"target": target, "huge_tree": True}
    try:
        return etree.HTMLParser(encoding=encoding, **options)
    except (LookupError, ValueError):  # no such encoding, or no name at all: then the page says it itself, or nobody does
        return etree.HTMLParser(**options)
