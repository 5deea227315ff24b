"""What one address may take: time for the whole of it, bytes before a body, and the ports that may be asked for it.

A wait for the next byte is limited by a socket's own time-out. A host that sends a byte now and then never meets that one: so
each connection is cut off when the time of its address is over, which wakes the thread that waits for it.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import requests

WEB_PORTS = frozenset((80, 443))
MOST_OF_HEAD = 256 * 1024
"""Bytes of the status line and headers of one answer; browsers take as many."""
MOST_HEADERS = 1000
"""Lines of them: each needs much more memory than it has bytes."""
LONGEST_APART, SHORTEST_APART = 20.0, 1.0
"""Seconds that the robots.txt files of all steps of one address have beside its own time, and that each of them has at least."""
LONGEST_REDIRECT = 8 * 1024
"""Letters of an address to which a redirect leads; it is kept in the state file."""


class LimitError(requests.RequestException):
    """An address takes more time than it may, or more of another kind that a subclass names."""


class HeadLimitError(LimitError):
    """What comes before the page is too long."""


class RedirectLimitError(LimitError):
    """A redirect leads to an address that is too long."""


class AddressLimit:
    """The limit of one address, or of one part of its check.

    Args:
        ports: The ports that may be asked.

    Attributes:
        until: When the time is over, on the clock that never goes back.
        over: Whether the time is over.
        reached: Whether some host could be connected to.
        apart_left: Seconds that are left for what has its own time.
    """

    def __init__(self, ports: frozenset[int]) -> None:
        self.ports = ports
        self.over = self.reached = False
        self.until = 0.0
        self.apart_left = LONGEST_APART
        self._timer = threading.Timer(0, self.expire)
        self._connections: list[socket.socket] = []
        self._lock = threading.Lock()

    def start(self, seconds: float) -> None:
        """Let the time run."""
        self.until = time.monotonic() + seconds
        self._timer = threading.Timer(seconds, self.expire)
        self._timer.daemon = True
        self._timer.start()

    def stop(self) -> float:
        """Stop the time, and return the seconds that are left."""
        self._timer.cancel()
        return self.seconds_left()

    def seconds_left(self) -> float:
        """Return the seconds that are left; there is always a little, so that a time-out can be made of it."""
        return max(0.01, self.until - time.monotonic())

    def track(self, connection: socket.socket) -> None:
        """Cut this connection off when the time is over.

        Raises:
            LimitError: It is over.
        """
        with self._lock:
            if self.over:
                raise LimitError("the time for this address is over")
            # A second handle on the same connection: the first one is handed on to TLS, and closed by whoever reads from it.
            self._connections.append(connection.dup())
            self.reached = True

    def expire(self) -> None:
        """End the time."""
        with self._lock:
            self.over = True
            for connection in self._connections:
                with suppress(OSError):  # the other side has ended it already
                    connection.shutdown(socket.SHUT_RDWR)

    def release(self) -> None:
        """Close the second handles."""
        with self._lock:
            for connection in self._connections:
                connection.close()
            self._connections.clear()


_local = threading.local()


def current_limit() -> AddressLimit:
    """Return the limit of the address that this thread asks for."""
    limit = getattr(_local, "limit", None)
    if not isinstance(limit, AddressLimit):
        raise LimitError("nobody asks for an address")
    return limit


@contextmanager
def within(limit: AddressLimit) -> Iterator[None]:
    """Have this thread ask for the address of a limit that another thread began."""
    outer = getattr(_local, "limit", None)
    _local.limit = limit
    try:
        yield
    finally:
        _local.limit = outer


@contextmanager
def limited(seconds: float, ports: frozenset[int]) -> Iterator[AddressLimit]:
    """Limit what this thread does within."""
    limit = AddressLimit(ports)
    limit.start(seconds)
    try:
        with within(limit):
            yield limit
    finally:
        limit.stop()
        limit.release()


@contextmanager
def apart(seconds: float) -> Iterator[AddressLimit]:
    """Limit what this thread does within by a time of its own: that of the address stands still meanwhile."""
    outer = current_limit()
    left, begun = outer.stop(), time.monotonic()
    try:
        with limited(max(SHORTEST_APART, min(seconds, outer.apart_left)), outer.ports) as limit:
            yield limit
    finally:
        outer.apart_left -= time.monotonic() - begun
        outer.start(left)
