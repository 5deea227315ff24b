"""What a run of the check is to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sevenminute.config.links import Ignore, LinkSettings
from sevenminute.links.fetch.protocol import Engine, Politeness
from sevenminute.links.git.changes import Change
from sevenminute.links.rules.severity import Mode
from sevenminute.links.run.progress import Progress, tell_nobody
from sevenminute.links.run.retry import RetryPolicy


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
        second_client: Who is asked for what the first client does not find fine, if anybody.
        browser: The browser that is asked after that, if there is one.
        no_browser: Why there is none, in words.
        progress: Is told how far the run is.
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
    second_client: Engine | None = None
    browser: Engine | None = None
    no_browser: str = ""
    progress: Progress = tell_nobody

    @property
    def today(self) -> date:
        """The day, in UTC."""
        return self.now.date()

    def includes(self, path: str) -> bool:
        """Tell whether a page is looked at."""
        return self.paths is None or path in self.paths
