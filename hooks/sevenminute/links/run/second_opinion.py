"""Further opinions: what the first client does not find fine is asked for by others, before anything is said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sevenminute.links.classify.classify import classify
from sevenminute.links.classify.opinion import Client, Opinion, merged
from sevenminute.links.classify.verdict import Kind, Verdict
from sevenminute.links.fetch.protocol import Engine, Request, Responses
from sevenminute.links.fetch.refreshes import RefreshFollower
from sevenminute.links.fetch.response import NOT_WEB, PORT, PRIVATE
from sevenminute.links.history.record import State, Status
from sevenminute.links.rules.severity import Mode
from sevenminute.links.run.options import RunOptions
from sevenminute.links.run.probing import accepted_codes
from sevenminute.links.run.progress import counting
from sevenminute.links.run.retry import ClassifiedResponse
from sevenminute.text.dates import PartialDate

MOST_FOR_BROWSER = 60
"""Addresses that the browser asks for in one run: each costs seconds, and opens a foreign page."""

LONGEST_SILENCE = timedelta(days=3)
"""How long links wait for a browser that is there and opens nothing; then they are judged without it."""

KEPT_FOR_BROWSER = 3 * 60
"""Seconds of a run that no other client may use up: a page for browsers only would be called broken where none could look."""

_NOBODY_AGAIN = {Verdict.SKIPPED, Verdict.UNCHECKED_ROBOTS, Verdict.RATE_LIMITED, Verdict.FRAGMENT_UNCHECKED}
"""Verdicts after which no other client is sent: a host asks for it, or no other could read more."""


@dataclass(frozen=True)
class SecondOpinions:
    """What all clients together think.

    Attributes:
        classified: Each address with the verdict that counts; those are missing that have to wait until all can look.
        remarks: What is to be said of the clients, once for the whole run.
        browser_silent_since: When the browser began to open no page, or None.
    """

    classified: dict[str, ClassifiedResponse]
    remarks: tuple[str, ...] = ()
    browser_silent_since: datetime | None = None


def second_opinions(
    first: Mapping[str, ClassifiedResponse],
    requests: Sequence[Request],
    state: State,
    options: RunOptions,
    until: float,
) -> SecondOpinions:
    """Ask others for what the first client does not find fine.

    Args:
        first: What the first client found of each address.
        requests: For them.
        state: What is remembered.
        options: Who is asked, and how.
        until: When the run ends, on the clock of the retry policy.
    """
    asking = _Asking(first, {request.url: request for request in requests}, state, options)
    if options.second_client:
        kept = KEPT_FOR_BROWSER if options.browser else 0
        asking.ask(RefreshFollower(options.second_client), Client.SECOND, asking.doubtful(), until - kept)
    wanted = [url for url in asking.doubtful() if asking.merged(url).verdict is not Verdict.DNS_UNKNOWN]  # no browser knows more
    if options.browser:
        asking.ask(options.browser, Client.BROWSER, wanted[:MOST_FOR_BROWSER], until, left=wanted[MOST_FOR_BROWSER:])
    elif wanted and options.second_client:
        asking.remarks.append(f"No browser looked at what the other programs do not find fine: {options.no_browser}")
    return SecondOpinions(asking.outcome(), tuple(asking.remarks), asking.silent_since)


@dataclass
class _Asking:
    """What is known while one client after the other is asked."""

    first: Mapping[str, ClassifiedResponse]
    requests: Mapping[str, Request]
    state: State
    options: RunOptions
    remarks: list[str] = field(default_factory=list)
    opinions: dict[str, list[Opinion]] = field(init=False)
    waiting: set[str] = field(default_factory=set)
    silent_since: datetime | None = field(init=False)

    def __post_init__(self) -> None:
        self.silent_since = self.state.meta.browser_silent_since if self.state.meta else None
        self.opinions = {url: [Opinion(Client.LINKCHECKER, found.verdict, found.response)] for url, found in self.first.items()}

    def merged(self, url: str) -> Opinion:
        """Return the opinion that counts so far."""
        return merged(self.opinions[url])

    def doubtful(self) -> list[str]:
        """Return the addresses for which another client is to be asked, those first of which most depends on it."""
        return sorted((url for url in self.opinions if self._is_doubtful(url)), key=self._order)

    def ask(self, engine: Engine, client: Client, urls: Sequence[str], until: float, left: Sequence[str] = ()) -> None:
        """Ask a client for addresses, up to a moment on the clock of the retry policy; others are left for another night.

        A client that breaks off altogether stops nobody: what the others think counts then.
        """
        policy = self.options.retry_policy
        politeness = replace(policy.slow_down(self.options.politeness), run_limit=max(0.0, until - policy.clock()))
        if not urls:
            return
        answered = counting(self.options.progress, len(urls), client)
        probed = engine.probe([self.requests[url] for url in urls], politeness, answered)
        for url, response in probed.responses.items():
            self.opinions[url].append(Opinion(client, classify(response, accepted_codes(url, self.options.settings)), response))
        if probed.fault:
            self.remarks.append(f"{client.capitalize()} took no part, or not to the end: {probed.fault}")
        if client is Client.BROWSER and self._is_silent(probed):
            return
        if probed.timed_out:
            self.waiting.update(url for url in urls if url not in probed.responses)
        elif probed.fault:
            return
        self.waiting.update(left)

    def _is_silent(self, probed: Responses) -> bool:
        """Note whether a browser has opened nothing, and tell whether nobody waits for it any more."""
        self.silent_since = None if probed.responses else self.silent_since or self.options.now
        silent = self.silent_since is not None and self.options.now - self.silent_since >= LONGEST_SILENCE
        if self.silent_since and silent:
            day = self.silent_since.date()
            since = f"{Client.BROWSER} has opened no page since {PartialDate(day.year, day.month, day.day)}"
            self.remarks.append(f"{since}: what the other programs do not find fine is judged without it")
        return silent

    def outcome(self) -> dict[str, ClassifiedResponse]:
        """Return what counts for each address; a failure that not all could look at yet has to wait."""
        found = {}
        for url, opinions in self.opinions.items():
            best = merged(opinions)
            if not (url in self.waiting and self._has_to_wait(url, best)):
                found[url] = ClassifiedResponse(best.verdict, best.response, tuple(opinions) if len(opinions) > 1 else ())
        return found

    def _is_doubtful(self, url: str) -> bool:
        failures = [opinion.response.failure for opinion in self.opinions[url] if opinion.response and opinion.response.failure]
        refused = any({PRIVATE, PORT, NOT_WEB} & set(failure.chain) for failure in failures)
        return not (refused or any(map(_ends_it, self.opinions[url])) or self.merged(url).is_fine)

    def _order(self, url: str) -> tuple[bool, bool, str, str]:
        """Put first what would be called failing, then what was looked at longest ago; last what is broken already."""
        state = self.state.urls.get(url)
        failing = self.merged(url).verdict.kind in (Kind.CERTAIN, Kind.UNCERTAIN)
        checked = state.last_checked.isoformat() if state and state.last_checked else ""
        return self._was_broken(url), not failing, checked, url

    def _has_to_wait(self, url: str, best: Opinion) -> bool:
        failing = best.verdict.kind in (Kind.CERTAIN, Kind.UNCERTAIN)
        return self.options.mode is Mode.ALL and failing and not self._was_broken(url)

    def _was_broken(self, url: str) -> bool:
        state = self.state.urls.get(url)
        return state is not None and state.status is Status.BROKEN


def _ends_it(opinion: Opinion) -> bool:
    """Tell whether no other client is sent after what one has seen, such as a request to come later."""
    return opinion.verdict in _NOBODY_AGAIN or (opinion.verdict is Verdict.BUSY and opinion.code is not None)
