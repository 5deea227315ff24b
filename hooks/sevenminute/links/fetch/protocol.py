"""What is handed to an engine, and how politely it asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sevenminute.links.fetch.response import Response

PRODUCT = "SevenMinuteBriefings"
"""What a `robots.txt` may call us."""

READER_HEADERS: Mapping[str, str] = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en-GB,en;q=0.9",
}
"""What the browser of a reader sends with a request for a page: servers choose by it what to answer, or whether to."""


def user_agent(site_url: str = "") -> str:
    """Return the name by which hosts know us, with the site to which a complaint goes.

    Walls against robots look for words such as `bot`, `link`, `check` or `http`, and for versions with a full stop. So none is
    in it, and the site stands there without its scheme.

    Args:
        site_url: Where the site is published, or an empty string.
    """
    place = site_url.partition("://")[2]
    return f"Mozilla/5.0 (compatible; {PRODUCT}/2{f'; +{place}' if place.isascii() and place else ''})"


@dataclass(frozen=True)
class Request:
    """A request for one address.

    Attributes:
        url: The address, normalised, without a fragment.
        fragments: Parts that the page should have.
        scripts: Whether a browser runs the scripts of the page in any case; other clients have none to run.
    """

    url: str
    fragments: tuple[str, ...] = ()
    scripts: bool = False


@dataclass(frozen=True)
class Politeness:
    """How the engine asks.

    Attributes:
        agent: The name by which hosts know us.
        threads: Requests at one time, to different hosts.
        timeout: Seconds to wait for a host to begin its answer, or to go on with it.
        time_limit: Seconds for the whole of one address, its robots.txt and redirects included.
        run_limit: Seconds for all addresses together.
        rate: Requests a second to one host, at most; see `rate_limit.RequestDelays`.
        host_rates: The same for single hosts.
        robots: Whether a host's robots.txt is obeyed.
        max_redirects: Steps after which a redirect counts as a loop.
        never: Patterns of addresses to which no redirect is followed.
        allow_private: Whether addresses in private networks are asked.
        names: Names that the name system is not asked for: an IP address, or the resolver's error number. For tests.
    """

    agent: str = user_agent()
    threads: int = 10
    timeout: float = 15
    time_limit: float = 45
    run_limit: float = 20 * 60
    rate: float = 10
    host_rates: Mapping[str, float] = field(default_factory=dict)
    robots: bool = True
    max_redirects: int = 20
    never: tuple[str, ...] = ()
    allow_private: bool = False
    names: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class Responses:
    """What an engine brought back.

    Attributes:
        responses: By address; an address that was handed in may be missing.
        fault: Why the engine broke off, or an empty string when it came to its end.
        timed_out: Whether the time for all was over: what is missing was not looked at to its end, and what is there counts.
    """

    responses: Mapping[str, Response]
    fault: str = ""
    timed_out: bool = False


class Engine(Protocol):
    """Asks for addresses."""

    @property
    def name(self) -> str:
        """Name and version, for the state file."""

    def probe(self, requests: Sequence[Request], politeness: Politeness, answered: Callable[[Response], None]) -> Responses:
        """Ask for each address once, and call `answered` with each response as it comes."""
