"""What a run of the check is to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sevenminute.config.links import Ignore, LinkSettings
from sevenminute.links.fetch.protocol import Politeness
from sevenminute.links.fetch.retry import RetryPolicy
from sevenminute.links.rules.date import PreviousVersion
from sevenminute.links.rules.severity import Mode


@dataclass(frozen=True)
class Change:
    """A proposed change, as far as it concerns links.

    Attributes:
        before: The pages that it touches as they were before, by their path now; None for those that are new.
        added: Links that it adds, as path and address.
        undecided: Why nobody can tell what it changes, or an empty string.
    """

    before: Mapping[str, PreviousVersion | None] = field(default_factory=dict)
    added: frozenset[tuple[str, str]] = frozenset()
    undecided: str = ""


@dataclass(frozen=True)
class RunOptions:
    """What a run is to do.

    Attributes:
        mode: What it is for.
        now: The moment.
        settings: What the site says of its links.
        politeness: How hosts are asked.
        retry_policy: How often again.
        change: The proposed change, in a run for one.
        paths: The pages that are looked at; None for all.
        force: Whether to ask for what is not due too.
        ask: Whether anybody is asked at all; else what is remembered counts.
        ignores: The ignores with their lines in the settings.
    """

    mode: Mode
    now: datetime
    settings: LinkSettings
    politeness: Politeness = field(default_factory=Politeness)
    retry_policy: RetryPolicy = field(default_factory=RetryPolicy)
    change: Change = field(default_factory=Change)
    paths: frozenset[str] | None = None
    force: bool = False
    ask: bool = True
    ignores: Sequence[tuple[Ignore, int]] = ()

    @property
    def today(self) -> date:
        """The day, in UTC."""
        return self.now.date()

    def includes(self, path: str) -> bool:
        """Tell whether a page is looked at."""
        return self.paths is None or path in self.paths
