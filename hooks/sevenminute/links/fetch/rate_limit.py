"""In which order addresses are asked for, and when: each host in its own time, none waiting for another.

A thread is only given an address whose host may be asked now, so that no thread sits through a host's delay while the next
host is idle. The host with the most addresses left goes first: it alone says how long the whole takes.
"""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

SHORTEST, LONGEST = 1.0, 6.0
"""A delay is drawn evenly between these two, times the reciprocal of the rate: requests at even intervals look like an attack."""


class RequestDelays:
    """Draws the seconds from the beginning of one request to that of the next at the same host.

    Every second delay mirrors the one before it: each is as likely as any other, and many together always take as long.

    Args:
        rate: Returns the requests a second that a host is asked at most.
        draw: Draws a number between two.
        least: Returns the seconds that a host asks for at least.
    """

    def __init__(
        self,
        rate: Callable[[str], float],
        draw: Callable[[float, float], float] = random.uniform,
        least: Callable[[str], float] = lambda host: 0.0,
    ) -> None:
        self.least = least
        self._rate = rate
        self._draw = draw
        self._mirrored: dict[str, float] = {}

    def __call__(self, host: str) -> float:
        """Draw the next delay of a host."""
        found = self._mirrored.pop(host, None)
        if found is None:
            found = self._draw(SHORTEST, LONGEST)
            self._mirrored[host] = SHORTEST + LONGEST - found
        return max(found / self._rate(host), self.least(host))

    def limits(self, host: str) -> tuple[float, float]:
        """Return the shortest and the longest delay of a host, in seconds."""
        least = self.least(host)
        return max(SHORTEST / self._rate(host), least), max(LONGEST / self._rate(host), least)


class RequestPacer:
    """Gives hosts their turns where somebody waits for them: all that ask by one pacer keep to one pace. Not safe for threads.

    Args:
        delays: Draws the seconds until a host may be asked again.
        clock: Returns the seconds on a clock that never goes back.
        sleep: Waits for some seconds.
    """

    def __init__(
        self,
        delays: RequestDelays,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._delays = delays
        self._clock = clock
        self._sleep = sleep
        self._next_at: dict[str, float] = {}

    def wait(self, host: str, longest: float) -> bool:
        """Wait until a host may be asked, and return whether it may; a turn that comes too late is not waited for.

        Args:
            host: The host, with its port where that is not the usual one.
            longest: Seconds to wait at most.
        """
        seconds = self._next_at.get(host, 0.0) - self._clock()
        if seconds > longest:
            return False
        if seconds > 0:
            self._sleep(seconds)
        self.note(host)
        return True

    def note(self, host: str) -> None:
        """Say that a host is asked now, so that its next turn comes later."""
        self._next_at[host] = self._clock() + self._delays(host)


_Item = TypeVar("_Item")


@dataclass
class _Host(Generic[_Item]):
    waiting: deque[_Item] = field(default_factory=deque)
    next_at: float = 0.0
    answered_once: bool = False
    """Whether one address has been answered: until then nobody knows what its robots.txt says."""
    first_in_flight: bool = False


class RequestScheduler(Generic[_Item]):
    """The addresses that are still to be asked for. Not safe for threads: its user holds a lock.

    Args:
        delays: Draws the seconds until a host may be asked again.
    """

    def __init__(self, delays: RequestDelays) -> None:
        self._delays = delays
        self._hosts: dict[str, _Host[_Item]] = {}
        self._left = 0

    def __len__(self) -> int:
        return self._left

    def add(self, host: str, item: _Item, not_before: float = 0.0) -> None:
        """Add something to ask a host for, which is not asked before a moment on the clock that never goes back."""
        self._hosts.setdefault(host, _Host(next_at=not_before)).waiting.append(item)
        self._left += 1

    def take(self, now: float) -> _Item | float | None:
        """Return what to ask for now, or the seconds to wait for the next, or None when only an answer can tell.

        Args:
            now: Seconds on a clock that never goes back.
        """
        ready = [(name, host) for name, host in self._hosts.items() if host.waiting and not host.first_in_flight]
        if not ready:
            return None
        due = [(name, host) for name, host in ready if host.next_at <= now]
        if not due:
            return min(host.next_at for _, host in ready) - now
        name, host = max(due, key=lambda pair: len(pair[1].waiting))
        # What begins late, because every thread was busy, makes nothing after it later; no delay is too short for that.
        shortest, longest = self._delays.limits(name)
        begun = max(host.next_at, now - longest) if host.answered_once else now
        host.next_at = max(begun + self._delays(name), now + shortest)
        host.first_in_flight = not host.answered_once
        self._left -= 1
        item = host.waiting.popleft()
        if not host.waiting:
            del self._hosts[name]
        return item

    def answered(self, host: str) -> None:
        """Say that a host has answered, or failed to."""
        found = self._hosts.get(host)
        if found:
            if not found.answered_once:
                found.next_at += self._delays.least(host)  # which was not known before
            found.answered_once, found.first_in_flight = True, False

    def drop(self) -> int:
        """Forget what is left, and return how much it was."""
        left, self._left = self._left, 0
        self._hosts.clear()
        return left
