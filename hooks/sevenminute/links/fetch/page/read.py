"""Reading a page from the stream of bytes in which it comes, whichever client brings it."""

from __future__ import annotations

import codecs
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import urllib3

from sevenminute.links.fetch.page.anchors import MOST_FOR_ANCHORS, missing_anchors
from sevenminute.links.fetch.page.content import ContentReader
from sevenminute.links.fetch.page.facts import PageFacts, ReadPage
from sevenminute.links.fetch.page.parsing import CHUNK, UnreadableError, parse
from sevenminute.links.fetch.page.refresh import refresh_address

MOST_FOR_WORDS = 256 * 1024
"""Bytes of a page that are read for what it says."""

_WITH_NULLS = ("utf-16", "utf16", "utf-32", "utf32")


class IncompletePageError(Exception):
    """The rest of a page cannot be had: it was cut off, or is packed in another way than it says."""


def read_page(  # noqa: PLR0913 - what every client knows of a page
    chunks: Iterable[bytes],
    headers: Mapping[str, str],
    *,
    url: str,
    until: float,
    timeout: float,
    encoding: str | None = None,
    anchors: Sequence[str] = (),
) -> ReadPage:
    """Read a page within limits: `MOST_FOR_WORDS` bytes for what it says, `MOST_FOR_ANCHORS` for its anchors.

    Args:
        chunks: Its bytes, unpacked, as they come; no more are taken than are needed. May raise an `IncompletePageError`.
        headers: Of its answer, found by their names in any case.
        url: Its address.
        until: When the time of the address is over, on the clock that never goes back.
        timeout: Seconds after which no more bytes are taken.
        encoding: How it is encoded, or None if it must say so itself.
        anchors: Names of the parts that it should have, decoded.
    """
    body = _Body(chunks, min(until, time.monotonic() + timeout))
    beginning = body.take(MOST_FOR_WORDS)
    content = ContentReader(url, anchors)
    read = _parse(beginning, encoding, content, until)
    text = may_unpack(headers.get("Content-Encoding", "")) and _is_text(beginning, encoding)
    facts = content.facts(whole=read and body.whole) if text else PageFacts()
    refresh = refresh_address(headers.get("Refresh", "")) or facts.refresh
    facts = replace(facts, refresh=refresh)
    if not anchors:
        return ReadPage(facts)
    missing = content.missing
    if missing and read and text and len(beginning) >= MOST_FOR_WORDS:
        missing, read = _search_further(beginning, body, encoding, anchors, until)
    found = tuple(anchor for anchor in anchors if anchor in missing)
    return ReadPage(facts, found, bool(found) and not (text and read and body.whole))


def may_unpack(coding: str) -> bool:
    """Tell whether a body is read as it was before it was packed, by what its `Content-Encoding` says."""
    known = {"", "identity", *urllib3.HTTPResponse.CONTENT_DECODERS}
    return all(name.strip().lower() in known for name in coding.split(","))


def _is_text(page: bytes, encoding: str | None) -> bool:
    """Tell whether a page is text as far as one can read it, unlike one in UTF-16 that does not say so."""
    says_so = page.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or (encoding or "").lower().startswith(_WITH_NULLS)
    return says_so or b"\0" not in page[:CHUNK]


class _Body:
    """The bytes of a page as they come.

    Args:
        chunks: They; see `read_page`.
        until: When no more are taken.
    """

    def __init__(self, chunks: Iterable[bytes], until: float) -> None:
        self._chunks, self._until = iter(chunks), until
        self._left = b""
        self._ended = self._broken = False

    @property
    def whole(self) -> bool:
        """Whether all of them were taken."""
        return self._ended and not self._left

    def take(self, most: int) -> bytes:
        """Take bytes, up to so many."""
        taken = bytearray(self._left)
        while len(taken) < most and not (self._ended or self._broken) and time.monotonic() < self._until:
            try:
                chunk = next(self._chunks, None)
            except IncompletePageError:
                self._broken = True
                break
            self._ended = chunk is None
            taken += chunk or b""
        self._left = bytes(taken[most:])
        return bytes(taken[:most])


def _parse(page: bytes, encoding: str | None, content: ContentReader, until: float) -> bool:
    """Read the beginning of a page, and return whether nobody had to break off."""
    try:
        parse((page[at : at + CHUNK] for at in range(0, len(page), CHUNK)), encoding, content, until)
    except UnreadableError:  # what was read before that counts
        return False
    return True


def _search_further(
    beginning: bytes, body: _Body, encoding: str | None, anchors: Sequence[str], until: float
) -> tuple[set[str], bool]:
    """Look for anchors in all of a page, and return those that are missing, and whether nobody had to break off."""
    with tempfile.TemporaryFile() as page:  # ten pages at once are too much for memory
        page.write(beginning)
        size = len(beginning)
        while size < MOST_FOR_ANCHORS and (more := body.take(CHUNK)):
            size += page.write(more)
        return missing_anchors(page, encoding, anchors, until)
