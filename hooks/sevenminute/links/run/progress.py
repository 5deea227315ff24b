"""How far a run is, for whoever watches it."""

from __future__ import annotations

from collections.abc import Callable

from sevenminute.links.fetch.response import Response

Progress = Callable[[int, int, str], None]
"""Is called with how many addresses were asked for, how many are to be, and by whom."""


def tell_nobody(done: int, total: int, who: str) -> None:
    """Tell nobody."""


def counting(progress: Progress, total: int, who: str) -> Callable[[Response], None]:
    """Return what is called with each response, and tells how many have come."""
    done = 0

    def answered(response: Response) -> None:
        nonlocal done
        done += 1
        progress(done, total, who)

    return answered
