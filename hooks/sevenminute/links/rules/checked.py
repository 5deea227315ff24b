"""What rules judge: the links and pages of a run, with all that is known of them."""

from __future__ import annotations

from dataclasses import dataclass

from sevenminute.links.classify.opinion import Opinion
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.extract.links import LinkedPage
from sevenminute.links.extract.occurrence import Occurrence
from sevenminute.links.fetch.response import Response
from sevenminute.links.history.record import UrlState
from sevenminute.text.dates import PartialDate


@dataclass(frozen=True)
class CheckedLink:
    """An address with all its places.

    Attributes:
        url: The address, normalised, without a fragment.
        occurrences: Where it stands, by path, line and column.
        verdict: Of this run, or None when it was not probed now.
        response: On which the verdict rests, or None.
        skipped: Why it is never probed, in words, or an empty string.
        state: What is remembered of it after this run, or None.
        deferred: Whether it was due and has to wait for the next run, because its host was asked enough or the time was over.
        opinions: What each client thinks of it, where more than one was asked.
    """

    url: str
    occurrences: tuple[Occurrence, ...]
    verdict: Verdict | None = None
    response: Response | None = None
    skipped: str = ""
    state: UrlState | None = None
    deferred: bool = False
    opinions: tuple[Opinion, ...] = ()


@dataclass(frozen=True)
class CheckedPage:
    """A briefing or another page.

    Attributes:
        path: The file, relative to the root of the repository.
        title: As readers see it.
        links_updated: When a person last vouched for its links, or None for a page without that date.
        urls: Its addresses, each once, in their order on the page.
    """

    path: str
    title: str
    links_updated: PartialDate | None
    urls: tuple[str, ...]

    @classmethod
    def of(cls, page: LinkedPage) -> CheckedPage:
        """Return a page as rules and reports need it."""
        return cls(page.path, page.title, page.links_date.date if page.links_date else None, page.urls)
