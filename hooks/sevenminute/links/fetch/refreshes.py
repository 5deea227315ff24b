"""Pages that send their readers elsewhere by themselves: followed as redirects are, by whichever engine asks."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

import requests

from sevenminute.links.fetch.protocol import Engine, Politeness, Request, Responses
from sevenminute.links.fetch.redirects import read_location
from sevenminute.links.fetch.resolver import ports_for
from sevenminute.links.fetch.response import PORT, PRIVATE, Failure, Hop, Response
from sevenminute.text.web_address import without_fragment

MOST_REFRESHES = 5
"""Pages on the way that do so; after that the last of them is judged as it is."""


class RefreshFollower:
    """Asks by another engine, and goes on where a page refreshes to another address.

    That address is asked for as a link is, with its robots.txt, the rates and the guard on private networks; and by the rules of
    redirects, as the link is not what names it.

    Args:
        engine: Who asks.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def name(self) -> str:
        """Name and version of the engine."""
        return self._engine.name

    def probe(self, requests: Sequence[Request], politeness: Politeness, answered: Callable[[Response], None]) -> Responses:
        """Ask for each address once; see `Engine`."""
        until = time.monotonic() + politeness.run_limit
        probed = self._engine.probe(requests, politeness, answered)
        responses = dict(probed.responses)
        fragments = {request.url: request.fragments for request in requests}
        for _ in range(MOST_REFRESHES):
            targets = {url: to for url, response in responses.items() if (to := _target(response))}
            if not targets:
                break
            refused = {url: failure for url, to in targets.items() if (failure := _refusal(url, to, politeness))}
            asked = _requests({url: to for url, to in targets.items() if url not in refused}, fragments)
            left = replace(politeness, run_limit=max(0.0, until - time.monotonic()))
            if asked and not (probed.fault or probed.timed_out):
                probed = self._engine.probe(asked, left, _count_nothing)
            for url, to in targets.items():
                before = responses.pop(url)  # without an answer, nobody knows what readers see
                after = Response(to, to, failure=refused[url]) if url in refused else probed.responses.get(to)
                if after:
                    responses[url] = replace(after, url=url, hops=(*before.hops, Hop(to, before.status_code or 200), *after.hops))
        return Responses(responses, probed.fault, probed.timed_out)


def _target(response: Response) -> str:
    """Return where a page refreshes to, or an empty string if it stays, or leads to what no browser opens in its place."""
    if not (response.page and response.page.refresh and response.status_code in range(200, 300)):
        return ""
    try:
        to = without_fragment(read_location([_as_header(response.page.refresh)], response.final_url))
    except requests.RequestException:
        return ""
    seen = {response.url, response.final_url, *(hop.url for hop in response.hops)}
    return "" if to in map(without_fragment, seen) else to


def _as_header(text: str) -> str:
    """Return a text as the header of a redirect has it: its bytes, in Latin-1."""
    return text.encode().decode("latin-1")


def _refusal(url: str, to: str, politeness: Politeness) -> Failure | None:
    """Return why a refresh is not followed; a private network is known to whoever asks."""
    if any(re.search(pattern, to) for pattern in politeness.never):
        return Failure((PRIVATE,))
    return Failure((PORT,)) if urlsplit(to).port not in {None, *ports_for(url)} else None


def _requests(targets: Mapping[str, str], fragments: Mapping[str, Iterable[str]]) -> list[Request]:
    wanted: dict[str, dict[str, None]] = defaultdict(dict)
    for url, to in targets.items():
        wanted[to].update(dict.fromkeys(fragments[url]))
    return [Request(to, tuple(parts)) for to, parts in wanted.items()]


def _count_nothing(response: Response) -> None:
    """Count nothing: progress is that of the links."""
