"""Asking more than once: what fails now may answer in half a minute, and what the engine loses is asked for alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from sevenminute.links.classify.classify import classify
from sevenminute.links.classify.opinion import Opinion
from sevenminute.links.classify.verdict import Kind, Verdict
from sevenminute.links.fetch.protocol import Engine, Politeness, Request, Responses
from sevenminute.links.fetch.response import Response

LONGEST_RUN = 22 * 60
"""Seconds for all rounds together, and for what other clients are asked after them."""
RETRY_DELAY = 30.0
"""Seconds between two rounds."""
LONGEST_DELAY = 120.0
"""Seconds to wait at most, however long a host would have us wait."""
MOST_LOST = 20
"""Addresses that are asked for alone after the engine has lost them."""

_AGAIN = {Verdict.TEMPORARY, Verdict.RATE_LIMITED, Verdict.BUSY, Verdict.OUT_OF_ORDER}
_BEST_FIRST = (Kind.FINE, Kind.UNVERIFIED, Kind.CERTAIN, Kind.UNCERTAIN)


def slow_down(politeness: Politeness) -> Politeness:
    """Return how hosts are asked in the rounds that follow the first: one request a second to a host, two at one time."""
    slower = {host: min(rate, 1.0) for host, rate in politeness.host_rates.items()}
    return replace(politeness, rate=1.0, host_rates=slower, threads=2)


@dataclass(frozen=True)
class RetryPolicy:
    """What is done about answers that may change.

    Attributes:
        retries: How many rounds follow the first.
        slow_down: Returns how hosts are asked in those rounds.
        sleep: Waits for some seconds.
        clock: Returns the seconds on a clock that never goes back.
    """

    retries: int = 1
    slow_down: Callable[[Politeness], Politeness] = slow_down
    sleep: Callable[[float], object] = time.sleep
    clock: Callable[[], float] = time.monotonic


@dataclass(frozen=True)
class ClassifiedResponse:
    """An address with its verdict and what that rests on.

    Attributes:
        verdict: The verdict that counts.
        response: On which it rests, or None when the engine lost the address.
        opinions: What each client thinks of it, where more than one was asked.
    """

    verdict: Verdict
    response: Response | None
    opinions: tuple[Opinion, ...] = ()


@dataclass(frozen=True)
class ProbeOutcome:
    """What all rounds together say.

    Attributes:
        classified: Each address that was handed in, without those for which no time was left.
        fault: Why the engine broke off, or an empty string.
    """

    classified: Mapping[str, ClassifiedResponse]
    fault: str = ""


@dataclass(frozen=True)
class RetryingEngine:
    """Asks for addresses, and again for those that may answer later; the best verdict counts.

    Attributes:
        engine: Who asks.
        politeness: How.
        retry_policy: How often again.
        accepted: Returns the status codes that are fine for an address.
        longest: Seconds for all rounds together.
    """

    engine: Engine
    politeness: Politeness
    retry_policy: RetryPolicy = field(default_factory=RetryPolicy)
    accepted: Callable[[str], Sequence[int]] = lambda url: ()
    longest: float = LONGEST_RUN

    def ask(self, requests: Sequence[Request], answered: Callable[[Response], None] = lambda response: None) -> ProbeOutcome:
        """Ask for addresses, each given once; `answered` is called with each response of the first round."""
        if not requests:
            return ProbeOutcome({})
        until = self.retry_policy.clock() + self.longest
        first = self.engine.probe(requests, self._limited_to(self.politeness, until), answered)
        lost = [request for request in requests if request.url not in first.responses]
        reached = [request for request in requests if request.url in first.responses] if first.timed_out else requests
        best = {request.url: self._classified(first, request) for request in reached}
        if first.fault or first.timed_out:
            return ProbeOutcome(best, first.fault)
        for request in lost[:MOST_LOST]:
            best[request.url] = self._classified(self._probe_again([request], self.politeness, until), request)
        for _ in range(self.retry_policy.retries):
            failing = [request for request in requests if best[request.url].verdict in _AGAIN]
            delay = _retry_delay(best[request.url].response for request in failing)
            if not failing or self.retry_policy.clock() + delay >= until:
                break
            self.retry_policy.sleep(delay)
            later = self._probe_again(failing, self.retry_policy.slow_down(self.politeness), until)
            for request in failing:
                best[request.url] = min(best[request.url], self._classified(later, request), key=_rank)
        return ProbeOutcome(best)

    def _probe_again(self, requests: Sequence[Request], politeness: Politeness, until: float) -> Responses:
        return self.engine.probe(requests, self._limited_to(politeness, until), _ignore)

    def _limited_to(self, politeness: Politeness, until: float) -> Politeness:
        return replace(politeness, run_limit=max(0.0, until - self.retry_policy.clock()))

    def _classified(self, probed: Responses, request: Request) -> ClassifiedResponse:
        response = probed.responses.get(request.url)
        return ClassifiedResponse(classify(response, self.accepted(request.url)), response)


def _rank(classified: ClassifiedResponse) -> tuple[int, int]:
    if classified.verdict is Verdict.UNCHECKED:
        return len(_BEST_FIRST), 0
    if classified.verdict is Verdict.BUSY:  # a program that had to be started first may say later that its page is gone
        return _BEST_FIRST.index(Kind.CERTAIN), 2
    return _BEST_FIRST.index(classified.verdict.kind), classified.verdict is not Verdict.RATE_LIMITED


def _retry_delay(responses: Iterable[Response | None]) -> float:
    """Return the seconds to wait for the next round: what the hosts ask for, within limits."""
    asked = (_seconds(response.headers.get("retry-after", "")) for response in responses if response)
    return min(LONGEST_DELAY, max(RETRY_DELAY, *asked, 0))


def _seconds(retry_after: str) -> float:
    """Return the seconds of a Retry-After, which is a number or a date."""
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after[:9])
    try:
        return (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds()
    except (TypeError, ValueError, OverflowError):  # a host may write any year, and any distance from Greenwich
        return 0


def _ignore(response: Response) -> None:
    """Count nothing: progress is that of the first round."""
