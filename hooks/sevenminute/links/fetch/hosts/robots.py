"""Which pages of a host may be looked at, by its robots.txt as RFC 9309 has it: groups, and the longest rule that fits.

A robots.txt forbids the pages that it names. One that cannot be read forbids nothing: nobody has said anything.
"""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from collections.abc import Callable
from urllib.parse import urlsplit

from protego import Protego

from sevenminute.links.fetch.protocol import PRODUCT

LONGEST_ROBOTS = 10.0
"""Seconds for a robots.txt: whatever it does, the page is asked for all the same."""
READ_OF_ROBOTS = 512 * 1024
"""Bytes of a robots.txt that count; crawlers of large search engines read as many."""
MOST_LINES = 10_000
"""Lines of it that count: each may be kept in memory until the run ends."""
LONGEST_CRAWL_DELAY = 5.0
"""Seconds between two requests that a host may ask for: sixty addresses of it are still looked at within one run."""

_AGENT = re.compile(r"\s*user[- ]?agent\s*:?\s*([^#]*)", re.IGNORECASE)


class Robots:
    """The robots.txt of every origin (scheme, host and port) that was asked for. Safe for threads."""

    def __init__(self) -> None:
        self._known: dict[str, Protego] = {}
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._lock = threading.Lock()

    def known(self, url: str) -> bool | None:
        """Tell whether an address may be asked for, or None as long as nobody has asked for the robots.txt of its origin."""
        rules = self._known.get(_origin(url))
        return rules.can_fetch(url, PRODUCT) if rules else None

    def allows(self, url: str, read: Callable[[str], str], patience: float = 60) -> bool:
        """Tell whether an address may be asked for.

        Args:
            url: The address.
            read: Returns the robots.txt at an address, or an empty string when there is none that can be read; asked once for
                each origin.
            patience: Seconds to wait while somebody else asks for it; then nothing is known to forbid the address.
        """
        origin = _origin(url)
        with self._lock:
            lock = self._locks[origin]
        if not lock.acquire(timeout=patience):
            return True
        try:
            if origin not in self._known:
                self._known[origin] = read_rules(read(f"{origin}/robots.txt"))
        finally:
            lock.release()
        return self._known[origin].can_fetch(url, PRODUCT)

    def crawl_delay(self, place: str) -> float:
        """Return the seconds that a host would have between two requests, up to a limit.

        Args:
            place: The host, with its port where that is not the usual one.
        """
        known = (self._known.get(f"{scheme}://{place}") for scheme in ("http", "https"))
        return min(LONGEST_CRAWL_DELAY, max(((rules and rules.crawl_delay(PRODUCT)) or 0.0 for rules in known), default=0.0))


def _origin(url: str) -> str:
    return "://".join(urlsplit(url)[:2])


def read_rules(text: str) -> Protego:
    """Return the rules of a robots.txt for us."""
    if text.lstrip().startswith("<"):  # a page, whatever it calls itself
        text = ""
    return Protego.parse("\n".join(map(_for_us, text.splitlines()[:MOST_LINES])))


def _for_us(line: str) -> str:
    """Return a line in which all that are not us have one name.

    Each rule is kept for each name of its group: thousands of both would need gigabytes.
    """
    found = _AGENT.match(line)
    if not found:
        return line
    name = found[1].strip().lower()
    return f"User-agent: {name if name == '*' else PRODUCT if name.partition('/')[0] == PRODUCT.lower() else 'others'}"
