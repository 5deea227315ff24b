"""In which order addresses are asked for, and when: each host in its own time, none waiting for another.

A thread is only given an address whose host may be asked now, so that no thread sits through a host's pause while the next
host is idle. The host with the most addresses left goes first: it alone says how long the whole takes.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

SHORTEST, LONGEST = 1.0, 6.0
"""A pause is drawn evenly between these two, times the reciprocal of the rate: a steady beat is what an attack looks like."""


def pause(rate: float, draw: Callable[[float, float], float] = random.uniform) -> float:
    """Return seconds from the beginning of one request to that of the next at the same host.

    Args:
        rate: Requests a second at most.
        draw: Draws a number between two.
    """
    return draw(SHORTEST, LONGEST) / rate


_Item = TypeVar("_Item")


@dataclass
class _Host(Generic[_Item]):
    waiting: deque[_Item] = field(default_factory=deque)
    free_at: float = 0.0
    known: bool = False
    """Whether one address has been answered: until then nobody knows what its robots.txt says."""
    asking_first: bool = False


class Schedule(Generic[_Item]):
    """The addresses that are still to be asked for. Not safe for threads: its user holds a lock.

    Args:
        pause: Returns the seconds until a host may be asked again; drawn anew for each request.
    """

    def __init__(self, pause: Callable[[str], float]) -> None:
        self._pause = pause
        self._hosts: dict[str, _Host[_Item]] = {}
        self._left = 0

    def __len__(self) -> int:
        return self._left

    def add(self, host: str, item: _Item) -> None:
        """Add something to ask a host for."""
        self._hosts.setdefault(host, _Host()).waiting.append(item)
        self._left += 1

    def add_all(self, items: Iterable[tuple[str, _Item]]) -> None:
        """Add hosts with what to ask them for."""
        for host, item in items:
            self.add(host, item)

    def take(self, now: float) -> _Item | float | None:
        """Return what to ask for now, or the seconds to wait for the next, or None when only an answer can tell.

        Args:
            now: Seconds on a clock that never goes back.
        """
        ready = [(name, host) for name, host in self._hosts.items() if host.waiting and not host.asking_first]
        if not ready:
            return None
        due = [(name, host) for name, host in ready if host.free_at <= now]
        if not due:
            return min(host.free_at for _, host in ready) - now
        name, host = max(due, key=lambda pair: len(pair[1].waiting))
        host.free_at = now + self._pause(name)
        host.asking_first = not host.known
        self._left -= 1
        item = host.waiting.popleft()
        if not host.waiting:
            del self._hosts[name]
        return item

    def answered(self, host: str) -> None:
        """Say that a host has answered, or failed to."""
        found = self._hosts.get(host)
        if found:
            found.known, found.asking_first = True, False

    def drop(self) -> int:
        """Forget what is left, and return how much it was."""
        left, self._left = self._left, 0
        self._hosts.clear()
        return left
