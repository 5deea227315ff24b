"""What a briefing says of its links: the date on which a person last opened them, and how soon that is to be again."""

from __future__ import annotations

from dataclasses import dataclass

from sevenminute.text.dates import PartialDate
from sevenminute.text.front_matter import FrontMatter

LINKS_UPDATED = "links_updated"
REVIEW_KEY = "links_review_days"


@dataclass(frozen=True)
class LinksDate:
    """What a briefing says of its links.

    Attributes:
        path: The file, relative to the root of the repository.
        line: Line of the date, or 1.
        written: The date as it is written, or None when there is none.
        review_days: Days after which the briefing itself wants its links opened again, or None.
    """

    path: str
    line: int
    written: str | None
    review_days: int | None = None

    @property
    def date(self) -> PartialDate | None:
        """The date, or None when there is none that can be read."""
        try:
            return PartialDate.parse(self.written or "")
        except ValueError:
            return None


@dataclass(frozen=True)
class PreviousVersion:
    """A briefing before the proposed change.

    Attributes:
        written: Its date as it was written, or None.
        urls: Its addresses.
    """

    written: str | None
    urls: frozenset[str]


def links_date_of(front: FrontMatter, path: str) -> LinksDate:
    """Return what front matter says of the links."""
    value, days = front.values.get(LINKS_UPDATED), front.values.get(REVIEW_KEY)
    written = None if value is None or value == "" else str(value)
    review_days = int(days) if isinstance(days, str) and days.isascii() and days.isdigit() else None
    return LinksDate(path, front.line_of((LINKS_UPDATED,)), written, review_days)
