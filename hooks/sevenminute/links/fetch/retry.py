"""Asking more than once: what fails now may answer in half a minute, and what the engine loses is asked for alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from sevenminute.links.classify.classify import judge
from sevenminute.links.classify.verdict import Kind, Verdict
from sevenminute.links.fetch.protocol import Engine, Manners, Probed, Target
from sevenminute.links.fetch.response import Record

LONGEST_RUN = 22 * 60
"""Seconds for all rounds together."""
BREATH = 30.0
"""Seconds between two rounds."""
LONGEST_BREATH = 120.0
"""Seconds to wait at most, however long a host would have us wait."""
ALONE = 20
"""Addresses that are asked for alone after the engine has lost them."""

_AGAIN = {Verdict.TEMPORARY, Verdict.RATE_LIMITED, Verdict.TLS}
_BEST_FIRST = (Kind.FINE, Kind.UNVERIFIED, Kind.UNCERTAIN, Kind.CERTAIN)


def slower(manners: Manners) -> Manners:
    """Return the manners of the rounds that follow the first: one request a second to a host, two at one time."""
    return replace(manners, rate=1.0, host_rates={}, threads=2)


@dataclass(frozen=True)
class Patience:
    """What is done about answers that may change.

    Attributes:
        again: How many rounds follow the first.
        slower: Returns the manners of those rounds.
        wait: Waits for some seconds.
        clock: Returns the seconds on a clock that never goes back.
    """

    again: int = 1
    slower: Callable[[Manners], Manners] = slower
    wait: Callable[[float], object] = time.sleep
    clock: Callable[[], float] = time.monotonic


@dataclass(frozen=True)
class Judged:
    """An address with its verdict and what that rests on."""

    verdict: Verdict
    record: Record | None


@dataclass(frozen=True)
class Outcome:
    """What all rounds together say.

    Attributes:
        judged: Each address that was handed in, without those for which no time was left.
        fault: Why the engine broke off, or an empty string.
        unasked: Those for which no time was left.
    """

    judged: Mapping[str, Judged]
    fault: str = ""
    unasked: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Rounds:
    """Asks for addresses, and again for those that may answer later; the best verdict counts.

    Attributes:
        engine: Who asks.
        manners: How.
        patience: How often again.
        accepted: Returns the status codes that are fine for an address.
    """

    engine: Engine
    manners: Manners
    patience: Patience = field(default_factory=Patience)
    accepted: Callable[[str], Sequence[int]] = lambda url: ()

    def ask(self, targets: Sequence[Target], answered: Callable[[Record], None] = lambda record: None) -> Outcome:
        """Ask for addresses, each given once; `answered` is called with each record of the first round."""
        if not targets:
            return Outcome({})
        until = self.patience.clock() + LONGEST_RUN
        first = self.engine.probe(targets, self._within(self.manners, until), answered)
        lost = [target for target in targets if target.url not in first.records]
        unasked = frozenset(target.url for target in lost) if first.late else frozenset()
        best = {target.url: self._judged(first, target) for target in targets if target.url not in unasked}
        if first.fault or first.late:
            return Outcome(best, first.fault, unasked)
        for target in lost[:ALONE]:
            best[target.url] = self._judged(self._probe_again([target], self.manners, until), target)
        for _ in range(self.patience.again):
            failing = [target for target in targets if best[target.url].verdict in _AGAIN]
            breath = _breath(best[target.url].record for target in failing)
            if not failing or self.patience.clock() + breath >= until:
                break
            self.patience.wait(breath)
            later = self._probe_again(failing, self.patience.slower(self.manners), until)
            for target in failing:
                best[target.url] = min(best[target.url], self._judged(later, target), key=_badness)
        return Outcome(best)

    def _probe_again(self, targets: Sequence[Target], manners: Manners, until: float) -> Probed:
        return self.engine.probe(targets, self._within(manners, until), _say_nothing)

    def _within(self, manners: Manners, until: float) -> Manners:
        return replace(manners, run_limit=max(0.0, until - self.patience.clock()))

    def _judged(self, probed: Probed, target: Target) -> Judged:
        record = probed.records.get(target.url)
        return Judged(judge(record, self.accepted(target.url)), record)


def _badness(judged: Judged) -> tuple[int, bool]:
    if judged.verdict is Verdict.UNCHECKED:
        return len(_BEST_FIRST), False
    return _BEST_FIRST.index(judged.verdict.kind), judged.verdict is not Verdict.RATE_LIMITED


def _breath(records: Iterable[Record | None]) -> float:
    """Return the seconds to wait for the next round: what the hosts ask for, within limits."""
    asked = (_seconds(record.headers.get("retry-after", "")) for record in records if record)
    return min(LONGEST_BREATH, max(BREATH, *asked, 0))


def _seconds(retry_after: str) -> float:
    """Return the seconds of a Retry-After, which is a number or a date."""
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after[:9])
    try:
        return (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds()
    except (TypeError, ValueError, OverflowError):  # a host may write any year, and any distance from Greenwich
        return 0


def _say_nothing(record: Record) -> None:
    """Count nothing: progress is that of the first round."""
