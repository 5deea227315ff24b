"""Which notice a page is, if any, and the words by which that is known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sevenminute.links.classify.notices.row import Notice, NoticeRow, Place
from sevenminute.links.classify.notices.table import NOTICES
from sevenminute.links.fetch.page.facts import NOTICE_WORDS, PageFacts

_SEPARATOR = re.compile(r"(?<=\S)(?:\s+[-–—|·•:»›<>~/]+\s+|\s*[|·•»›–—]+\s*|:\s+)(?=\S)")
_NO_NAME = re.compile(
    r"\b(?:what|when|where|how|why|who|which|if|is|are|was|were|do|does|can|should|must|will|you|we|they|their|not|after|before"
    r"|about|advice|guide|guidance|tips|signs)\b"
)
"""Words that the name of a site does not have: what has them goes on with the sentence."""
_STRAIGHT = str.maketrans("‘’ʼ`´“”", "'''''\"\"")


def page_notice(page: PageFacts) -> tuple[Notice, str] | None:
    """Return what a page says instead of what was linked to, and its words for that, or None."""
    found = notice_row(page)
    return (found[0].notice, found[1]) if found else None


def notice_row(page: PageFacts) -> tuple[NoticeRow, str] | None:
    """Return the row of the table that a page fits, and its words for that, or None.

    What stands first counts: a title that says what the page is about is believed before its text.
    """
    for place, text in _texts(page):
        for row in NOTICES:
            if place in row.places and row.fits(_plain(text)):
                return row, text
    return None


def _texts(page: PageFacts) -> Iterator[tuple[Place, str]]:
    yield from ((Place.TITLE, text) for text in _titles(page))
    yield Place.HEADING, page.heading
    if page.whole and page.words <= NOTICE_WORDS:
        place = Place.BODY if page.title or page.heading else Place.UNNAMED
        yield from ((place, text) for text in page.opening)


def _titles(page: PageFacts) -> Iterator[str]:
    """Yield the title, and the parts of it whose rest is probably the name of the site.

    Nobody can tell where a name begins: a rest that goes on with the sentence, or a heading that says the same and more, is none.
    """
    title = page.title
    yield title
    for found in _SEPARATOR.finditer(title):
        before, after = title[: found.start()], title[found.end() :]
        for part, rest in ((after, before), (before, "" if ":" in found[0] else after)):
            if rest and not _NO_NAME.search(_plain(rest)) and not _goes_on(page.heading, part):
                yield part


def _goes_on(heading: str, part: str) -> bool:
    return _plain(part) in _plain(heading) and len(_plain(heading)) > len(_plain(part)) + 12


def _plain(text: str) -> str:
    return " ".join(text.translate(_STRAIGHT).lower().split())
