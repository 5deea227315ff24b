"""Whether a page is what its site shows for an address that cannot exist: it is gone then, in whichever language it says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from sevenminute.links.fetch.page.facts import MOST_BLOCKS, SHELL_WORDS, PageFacts
from sevenminute.links.fetch.page.words import compared_words, hash_of, own_names
from sevenminute.links.fetch.response import Response

_OWN_WORDS, _OWN_SHARE = 5, 0.05
"""Words, and share of the words, that may differ: the time, or a hint that looks at the address."""


@dataclass(frozen=True)
class PageShape:
    """What of an answer is compared.

    Attributes:
        code: The status code.
        to: Where it was redirected, without its query, if to another path; else an empty string.
        title: A hash of the words of the title.
        heading: A hash of the words of the first heading.
        blocks: How many words each block of text has, by a hash of them.
    """

    code: int
    to: str = ""
    title: str = ""
    heading: str = ""
    blocks: Mapping[str, int] = field(default_factory=dict)


class Likeness(StrEnum):
    """How a page is to what its site shows for an address that cannot exist."""

    OTHER = "other"
    SAME = "same"
    SHELL = "shell"
    """The same as far as one can see without scripts, which is little."""


def shape_of(response: Response) -> PageShape | None:
    """Return the shape of an answer, or None where there is nothing to compare."""
    if response.status_code is None or response.robots or response.failure:
        return None
    to, page = _elsewhere(response), response.page or PageFacts()
    if not (to or page.blocks) and response.status_code in range(200, 300):
        return None
    names = own_names(response.url) + own_names(response.final_url)
    return PageShape(response.status_code, to, _hash(page.title, names), _hash(page.heading, names), page.blocks)


def mark_of(response: Response) -> str | None:
    """Return what tells that a page has become another one: hashes of its title and first heading, or None without a page."""
    shape = shape_of(response) if response.page else None
    return f"{shape.title}{shape.heading}" if shape else None


def likeness(response: Response, missing: PageShape) -> Likeness:
    """Compare a page with what its site shows for an address that cannot exist, in the same folder.

    A site that says with its status code what is there is believed. A page to which others lead is what it is.

    Args:
        response: An answer with a page.
        missing: What the site shows.
    """
    shape = shape_of(response)
    if shape is None or missing.code not in range(200, 300) or shape.to != missing.to:
        return Likeness.OTHER
    if shape.to:
        return Likeness.SAME
    if (shape.title, shape.heading) != (missing.title, missing.heading) or not _same_blocks(shape.blocks, missing.blocks):
        return Likeness.OTHER
    page = response.page or PageFacts()
    shell = page.has_scripts and (page.has_empty_root or page.words < SHELL_WORDS)
    return Likeness.SHELL if shell else Likeness.SAME


def _same_blocks(one: Mapping[str, int], other: Mapping[str, int]) -> bool:
    last = min(max(blocks) if len(blocks) >= MOST_BLOCKS else "~" for blocks in (one, other))
    kept = [{block: words for block, words in blocks.items() if block <= last} for blocks in (one, other)]
    may_differ = max(_OWN_WORDS, _OWN_SHARE * min(sum(blocks.values()) for blocks in kept))
    return all(
        sum(words for block, words in mine.items() if block not in theirs) <= may_differ
        for mine, theirs in (kept, reversed(kept))
    )


def _elsewhere(response: Response) -> str:
    """Return where an answer comes from, if not from the path that was asked for, by whichever host or scheme."""
    before, after = urlsplit(response.url), urlsplit(response.final_url)
    if not response.hops or _last_part(before.path) == _last_part(after.path):
        return ""
    return f"{after.scheme}://{after.netloc}{after.path or '/'}"


def _last_part(path: str) -> str:
    return unquote(path).rstrip("/").rpartition("/")[2].lower()


def _hash(text: str, names: tuple[str, ...]) -> str:
    return f"{hash_of(compared_words(text, names)):08x}"
