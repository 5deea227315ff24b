"""What is told of the page at an address: whether it calls itself missing, and which of the wanted anchors it lacks."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass

import requests

from sevenminute.links.fetch.address_limit import current_limit
from sevenminute.links.fetch.page_reading import MOST_FOR_ANCHORS, MOST_FOR_WORDS, has_nulls, missing_anchors, not_found_words
from sevenminute.links.fetch.response_body import may_unpack, read_some


@dataclass(frozen=True)
class PageFacts:
    """What a page says.

    Attributes:
        not_found: Words that say that there is no such page, or an empty string.
        missing: Those of the wanted anchors that were not found.
        unread: Whether they may be there all the same: not all of the page could be read.
    """

    not_found: str
    missing: tuple[str, ...] = ()
    unread: bool = False


def read_page(response: requests.Response, encoding: str | None, anchors: Sequence[str], timeout: float) -> PageFacts:
    """Read the page of a response within the limits of its address.

    Args:
        response: Whose body is not read yet.
        encoding: How it is encoded, or None if it must say so itself.
        anchors: Names of the parts that it should have, decoded.
        timeout: Seconds after which no more of it is taken.
    """
    limit, most = current_limit(), MOST_FOR_ANCHORS if anchors else MOST_FOR_WORDS
    with tempfile.TemporaryFile() as page:  # ten pages at once are too much for memory
        whole = read_some(response, most, min(limit.seconds_left(), timeout), page.write)
        not_found = not_found_words(page, encoding, limit.until)
        if not anchors:
            return PageFacts(not_found)
        missing, read = missing_anchors(page, encoding, anchors, limit.until)
        packed = not may_unpack(response.headers.get("Content-Encoding", ""))
        unread = bool(missing) and (packed or has_nulls(page) or not (whole and read))
        return PageFacts(not_found, tuple(anchor for anchor in anchors if anchor in missing), unread)
