"""How the links of a page stand, by what is remembered of each: never more than a machine has seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sevenminute.links.classify.verdict import DOUBTFUL, Kind
from sevenminute.links.history.record import Status, UrlState


@dataclass(frozen=True)
class LinkSummary:
    """What machines saw of the links of a page.

    Attributes:
        total: Different addresses.
        fine: Those that were fine when last looked at.
        failing: Those that failed then, or answered with something else than the page.
        new: Those at which nothing has looked yet, such as what was added since.
        first: The day of the oldest of the last looks, or None when nothing was looked at.
        last: The day of the newest.
    """

    total: int
    fine: int
    failing: int
    new: int
    first: date | None
    last: date | None

    @property
    def unknown(self) -> int:
        """Addresses at which a machine has looked, and cannot tell."""
        return self.total - self.fine - self.failing - self.new


def summarise_links(urls: Iterable[str], known: Mapping[str, UrlState]) -> LinkSummary:
    """Return how the links of a page stand.

    Args:
        urls: Its addresses, as the state has them.
        known: What is remembered, by address.
    """
    every = set(urls)
    states = [known[url] for url in every if url in known]
    seen = [state for state in states if state.last_checked]
    days = [state.last_checked.date() for state in seen if state.last_checked]
    return LinkSummary(
        len(every),
        sum(is_fine(state) for state in seen),
        sum(is_failing(state) for state in seen),
        len(every) - len(seen),
        min(days, default=None),
        max(days, default=None),
    )


def is_fine(state: UrlState) -> bool:
    """Tell whether an address was fine when last looked at: it answered, and with the page itself."""
    seen = state.verdict is not None and state.verdict.kind is Kind.FINE and state.verdict not in DOUBTFUL
    return seen and state.status is Status.OK


def is_failing(state: UrlState) -> bool:
    """Tell whether an address failed when last looked at, or answered with something else than the page."""
    return state.status in (Status.SUSPECT, Status.BROKEN) or state.verdict in DOUBTFUL
