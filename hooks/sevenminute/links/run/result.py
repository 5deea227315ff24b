"""What one run of the check knows in the end: the one source of every report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sevenminute.links.rules import Rule
from sevenminute.links.rules.checked import CheckedLink, CheckedPage
from sevenminute.links.rules.finding import Finding
from sevenminute.links.rules.severity import Mode, Severity


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
        remarks: What is to be said of the clients that were asked.
    """

    run: datetime
    today: date
    mode: Mode
    engine: str
    pages: tuple[CheckedPage, ...]
    links: tuple[CheckedLink, ...]
    findings: tuple[Finding, ...]
    inconclusive: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def probed(self) -> int:
        """How many addresses were probed."""
        return sum(link.response is not None for link in self.links)

    @property
    def deferred(self) -> int:
        """How many were due and have to wait for the next run."""
        return sum(link.deferred for link in self.links)

    @property
    def unverified(self) -> tuple[str, ...]:
        """The addresses that no machine could check, one for each place that a finding names."""
        return tuple(found.url for found in self.findings if found.rule is Rule.UNVERIFIED and found.url)

    def count(self, severity: Severity) -> int:
        """Return how many findings have a severity."""
        return sum(finding.severity is severity for finding in self.findings)
