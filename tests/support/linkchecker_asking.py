"""Real LinkChecker, asked in the tests of what servers do to it."""

from __future__ import annotations

from dataclasses import asdict, replace

from requests.utils import DEFAULT_CA_BUNDLE_PATH

from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.fetch.hosts.certificate import Issuers
from sevenminute.links.fetch.hosts.robots import Robots
from sevenminute.links.fetch.linkchecker import LinkCheckerEngine
from sevenminute.links.fetch.protocol import Politeness, Request, Responses
from sevenminute.links.fetch.resolver import GuardedResolver
from sevenminute.links.fetch.web_session import WebSession

UNHURRIED = Politeness(rate=10_000, timeout=8, time_limit=120, allow_private=True)
"""For servers that answer in the end, on a busy machine."""
SHORT = replace(UNHURRIED, timeout=4, time_limit=8)
"""For servers that never come to an end."""
V = Verdict


def probe(*requests: Request | str, politeness: Politeness = UNHURRIED) -> Responses:
    """Ask real LinkChecker."""
    whole = [item if isinstance(item, Request) else Request(item) for item in requests]
    return LinkCheckerEngine().probe(whole, politeness, lambda response: None)


def proxyless_session(politeness: Politeness) -> WebSession:
    given = asdict(politeness)
    return WebSession(given, GuardedResolver(given), Robots(), Issuers(DEFAULT_CA_BUNDLE_PATH))
