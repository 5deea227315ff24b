"""What one run of the check knows in the end: the one source of every report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sevenminute.links.classify.verdict import Kind, Verdict
from sevenminute.links.extract.occurrence import Occurrence
from sevenminute.links.fetch.response import Response
from sevenminute.links.history.record import UrlState
from sevenminute.links.rules.finding import Finding
from sevenminute.links.rules.severity import Mode, Severity
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
    """

    url: str
    occurrences: tuple[Occurrence, ...]
    verdict: Verdict | None = None
    response: Response | None = None
    skipped: str = ""
    state: UrlState | None = None
    deferred: bool = False


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


@dataclass(frozen=True)
class Result:
    """The outcome of a run.

    Attributes:
        run: When it began.
        today: The day by which dates were judged.
        mode: What it was for.
        engine: Name and version of what probed.
        pages: The pages that were looked at, by path.
        links: Their addresses, by address.
        findings: By path, line and column.
        inconclusive: Why nothing can be concluded, or an empty string; the state is then as it was.
    """

    run: datetime
    today: date
    mode: Mode
    engine: str
    pages: tuple[CheckedPage, ...]
    links: tuple[CheckedLink, ...]
    findings: tuple[Finding, ...]
    inconclusive: str = ""

    @property
    def probed(self) -> int:
        """How many addresses were probed."""
        return sum(link.response is not None for link in self.links)

    @property
    def deferred(self) -> int:
        """How many were due and have to wait for the next run."""
        return sum(link.deferred for link in self.links)

    @property
    def unverified(self) -> int:
        """How many of this run's verdicts tell nothing."""
        return sum(link.verdict is not None and link.verdict.kind is Kind.UNVERIFIED for link in self.links)

    def count(self, severity: Severity) -> int:
        """Return how many findings have a severity."""
        return sum(finding.severity is severity for finding in self.findings)
