"""Hosts that use up the time of others."""

from __future__ import annotations

import threading
from collections import Counter

MOST_SLOW = 3
"""Addresses of one host that may use up their time; it may have so many more for each that it answers."""


class SlowHosts:
    """Counts the addresses of each host that used up their time. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._slow: Counter[str] = Counter()
        self._answered: Counter[str] = Counter()

    def note(self, host: str, *, slow: bool) -> None:
        """Note that an address of a host has used up its time, or has not."""
        with self._lock:
            (self._slow if slow else self._answered)[host] += 1

    def has(self, host: str) -> bool:
        """Tell whether a host is to be asked no more."""
        with self._lock:
            return self._slow[host] >= MOST_SLOW * (1 + self._answered[host])
