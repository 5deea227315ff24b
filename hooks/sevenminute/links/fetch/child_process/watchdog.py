"""Ends a child process that hangs."""

from __future__ import annotations

import subprocess
import threading
import time

_POLL_SECONDS = 0.25
"""Seconds between two looks at the child."""


class Watchdog(threading.Thread):
    """Kills a child in which an address comes to no end, or when the time of the whole run is over.

    Args:
        child: The child.
        start: Seconds after which it must have begun.
        until: End of the run, on the clock that never goes back.
        longest: Seconds for one address. The child ends it long before by itself, if it can.

    Attributes:
        ready: Whether the child has begun.
        in_flight: The addresses that are asked for now, with the moment when that began.
        timed_out: Whether the time of the whole run was over.
        killed: Whether the child was killed.
    """

    def __init__(self, child: subprocess.Popen[str], start: float, until: float, longest: float) -> None:
        super().__init__(daemon=True)
        self.ready = False
        self.in_flight: dict[str, float] = {}
        self.timed_out = self.killed = False
        self._child = child
        self._start_until = time.monotonic() + start
        self._until = until
        self._longest = longest
        self._stopped = threading.Event()

    def run(self) -> None:
        """Look now and then."""
        while not self._stopped.wait(_POLL_SECONDS):
            now = time.monotonic()
            self.timed_out = now > self._until
            never_began = not self.ready and now > self._start_until
            if self.timed_out or never_began or any(now - begun > self._longest for begun in list(self.in_flight.values())):
                self.killed = True
                self._child.kill()
                return

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()
        self.join()
