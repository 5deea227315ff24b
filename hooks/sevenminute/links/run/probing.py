"""Asking for the links of a run, and telling whether the answers say anything of the web."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from sevenminute.config.links import LinkSettings
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.extract.links import LinkedPage
from sevenminute.links.fetch.protocol import Engine, Request
from sevenminute.links.fetch.response import Response
from sevenminute.links.history.record import State, Status, UrlState
from sevenminute.links.run.options import RunOptions
from sevenminute.links.run.outage import has_answer, outage, too_many_faults, too_many_lost
from sevenminute.links.run.retry import LONGEST_RUN, ClassifiedResponse, RetryingEngine
from sevenminute.links.run.selection import why_skipped
from sevenminute.text.web_address import host_of

KEPT_FOR_OTHERS = 6 * 60
"""Seconds of a run in which other clients are asked for what the first one does not find fine."""
CONTROL_HOSTS = 3
"""Hosts not known to be silent that are tried before anybody can say whether this machine has a way to the web."""


def probe(
    urls: Sequence[str], requests: Sequence[Request], options: RunOptions, engine: Engine, progress: Callable[[int, int], None]
) -> tuple[dict[str, ClassifiedResponse], str]:
    """Ask for addresses, and return their verdicts, and why nothing can be concluded, or an empty string.

    Args:
        urls: The addresses of which verdicts are wanted.
        requests: For them and for control hosts.
        options: How to ask.
        engine: Who asks.
        progress: Is called with how many addresses were asked for, and how many are to be.
    """
    done = 0

    def answered(response: Response) -> None:
        nonlocal done
        done += 1
        progress(done, len(requests))

    rounds = RetryingEngine(
        engine,
        options.politeness,
        options.retry_policy,
        accepted=lambda url: accepted_codes(url, options.settings),
        longest=LONGEST_RUN - (KEPT_FOR_OTHERS if options.second_client else 0),
    )
    outcome = rounds.ask(requests, answered)
    responses = [classified.response for classified in outcome.classified.values() if classified.response]
    lost = sum(classified.response is None for classified in outcome.classified.values())
    asked = len(outcome.classified)
    inconclusive = outcome.fault or too_many_faults(responses, asked) or outage(responses) or too_many_lost(lost, asked)
    proven = any(has_answer(response) for response in responses)
    return {
        url: _unless_offline(outcome.classified[url], proven=proven) for url in urls if url in outcome.classified
    }, inconclusive


def requests_for(urls: Iterable[str], pages: Iterable[LinkedPage]) -> list[Request]:
    """Return a request for each address, with the parts that links name of its page."""
    fragments: dict[str, dict[str, None]] = defaultdict(dict)
    for page in pages:
        for place in page.occurrences:
            if place.fragment:
                fragments[place.url][place.fragment] = None
    return [Request(url, tuple(fragments[url])) for url in urls]


def control_urls(urls: Sequence[str], pages: Iterable[LinkedPage], state: State, options: RunOptions) -> list[str]:
    """Return addresses of other hosts of the site: to ask for dead hosts alone would not tell whose fault it is.

    There are enough of them that hosts which were silent before never look like an outage.
    """
    hosts = {host_of(url) for url in urls}
    silent = hosts - {host_of(url) for url in urls if not _was_silent(state.urls.get(url))}
    wanted = CONTROL_HOSTS + len(silent) // 4 - len(hosts - silent) if urls else 0
    found: dict[str, str] = {}
    for url in (url for page in pages for url in page.urls):
        if len(found) >= wanted:
            break
        known = host_of(url) in hosts or _was_silent(state.urls.get(url))
        if not known and not why_skipped(url, options.settings, options.today):
            found.setdefault(host_of(url), url)
    return list(found.values())


def _was_silent(known: UrlState | None) -> bool:
    """Tell whether nothing at all answered for an address when it was last looked at."""
    return known is not None and known.status in (Status.SUSPECT, Status.BROKEN) and known.code is None


def _unless_offline(classified: ClassifiedResponse, *, proven: bool) -> ClassifiedResponse:
    """Take back that a name is unknown where no host answered at all: perhaps nobody could be asked."""
    return (
        replace(classified, verdict=Verdict.TEMPORARY) if classified.verdict is Verdict.DNS_UNKNOWN and not proven else classified
    )


def accepted_codes(url: str, settings: LinkSettings) -> Sequence[int]:
    """Return the status codes that are fine for an address."""
    place = host_of(url)
    known = settings.hosts.get(place) or settings.hosts.get(place.partition(":")[0])
    return known.accept if known else ()
