"""Asking for the links of a run, and telling whether the answers say anything of the web."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sevenminute.config.links import LinkSettings
from sevenminute.links.classify.opinion import Client
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.extract.links import LinkedPage
from sevenminute.links.fetch.protocol import Engine, Request
from sevenminute.links.history.record import State, Status, UrlState
from sevenminute.links.run.options import RunOptions
from sevenminute.links.run.outage import has_answer, is_witness, outage, owner_of, too_many_faults, too_many_lost
from sevenminute.links.run.progress import counting
from sevenminute.links.run.retry import LONGEST_RUN, ClassifiedResponse, RetryingEngine
from sevenminute.links.run.selection import last_checked, why_skipped
from sevenminute.text.web_address import host_of

KEPT_FOR_OTHERS = 6 * 60
"""Seconds of a run in which other clients are asked for what the first one does not find fine."""
MOST_WITNESSES = 5
"""Owners of whom an address is asked that was fine not long ago, to tell whether this machine has a way to the web."""
LEAST_HOSTS = 3
"""Hosts that are asked in any case, if the site links to so many that are not known to fail."""
_ROUTES = ("/", "!")
"""What a fragment begins with that tells an application what to show; no part of a page is called so."""


def probe(
    requests: Sequence[Request],
    options: RunOptions,
    engine: Engine,
    known: Mapping[str, UrlState],
) -> tuple[dict[str, ClassifiedResponse], str]:
    """Ask for addresses, and return their verdicts, and why nothing can be concluded, or an empty string.

    Args:
        requests: For the addresses.
        options: How to ask.
        engine: Who asks.
        known: What is remembered, by address.
    """
    rounds = RetryingEngine(
        engine,
        options.politeness,
        options.retry_policy,
        accepted=lambda url: accepted_codes(url, options.settings),
        longest=LONGEST_RUN - (KEPT_FOR_OTHERS if options.second_client else 0),
    )
    outcome = rounds.ask(requests, counting(options.progress, len(requests), Client.LINKCHECKER))
    found = outcome.classified
    silent = outage(found, known, options.now)
    inconclusive = outcome.fault or too_many_faults(found) or silent or too_many_lost(found)
    proven = any(has_answer(classified.response) for classified in found.values() if classified.response)
    return {url: _unless_offline(classified, proven=proven) for url, classified in found.items()}, inconclusive


def requests_for(urls: Iterable[str], pages: Iterable[LinkedPage]) -> list[Request]:
    """Return a request for each address, with the parts that links name of its page."""
    fragments: dict[str, dict[str, None]] = defaultdict(dict)
    for page in pages:
        for place in page.occurrences:
            if place.fragment and not place.fragment.startswith(_ROUTES):
                fragments[place.url][place.fragment] = None
    return [Request(url, tuple(fragments[url])) for url in urls]


def witness_urls(urls: Sequence[str], pages: Iterable[LinkedPage], state: State, options: RunOptions) -> list[str]:
    """Return addresses of other owners to ask as well: to ask for dead ones alone would not tell whose fault it is.

    They were fine not long ago; where too few were, as before the first night, they are not known to fail. Those that were
    looked at longest ago come first, so that it is not the same ones every night.
    """
    if not urls:
        return []
    hosts = set(map(host_of, urls))
    links = dict.fromkeys(url for page in pages for url in page.urls if host_of(url) not in hosts)
    usable = [url for url in links if not why_skipped(url, options.settings, options.today)]
    usable.sort(key=lambda url: last_checked(state.urls.get(url)))
    asked = list(urls)
    for able, place_of, most in ((is_witness, owner_of, MOST_WITNESSES), (_may_work, host_of, LEAST_HOSTS)):
        places = {place_of(url) for url in asked if able(state.urls.get(url), options.now)}
        for url in usable:
            if len(places) < most and place_of(url) not in places and able(state.urls.get(url), options.now):
                places.add(place_of(url))
                asked.append(url)
    return asked[len(urls) :]


def _may_work(known: UrlState | None, now: datetime) -> bool:
    return known is None or known.status not in (Status.SUSPECT, Status.BROKEN)


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
