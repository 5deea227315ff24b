"""What several clients think of one address, and what that comes to.

Servers tell machines from people, and one make of machine from another. So no client alone is believed that a page is gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus

from sevenminute.links.classify.verdict import DOUBTFUL, Kind, Verdict, meaning
from sevenminute.links.fetch.response import ENGINE_FAULT, NO_HEAD, NOT_HTTP, Response


class Client(StrEnum):
    """Who looked, as people are told."""

    LINKCHECKER = "LinkChecker"
    SECOND = "a second program"
    BROWSER = "Chromium"


_DOUBTFUL = {Verdict.FRAGMENT_MISSING: 1, Verdict.FRAGMENT_UNCHECKED: 1, **dict.fromkeys(DOUBTFUL, 2)}
_WALLS = {Verdict.BLOCKED, Verdict.UNCHECKED_ROBOTS, Verdict.RATE_LIMITED}
_UNREAD = {NO_HEAD, NOT_HTTP}
_CUT_SHORT = {Verdict.BUSY, Verdict.TOO_SLOW, Verdict.TOO_LONG}
_RANKS = {Kind.NONE: 3, Kind.UNVERIFIED: 3, Kind.UNCERTAIN: 4, Kind.CERTAIN: 6}


@dataclass(frozen=True)
class Opinion:
    """What one client saw.

    Attributes:
        client: Which.
        verdict: What that says.
        response: On which the verdict rests, or None when the client lost the address.
    """

    client: Client
    verdict: Verdict
    response: Response | None

    @property
    def is_fine(self) -> bool:
        """Whether the link is fine, and nobody need doubt it."""
        return self.verdict.kind is Kind.FINE and self.verdict not in _DOUBTFUL

    @property
    def code(self) -> int | None:
        """The status code, or None."""
        return self.response.status_code if self.response else None

    @property
    def final_url(self) -> str | None:
        """The address that answered, or at which there was no answer; None when the client lost it."""
        return self.response.final_url if self.response else None

    @property
    def words(self) -> str:
        """Who saw what, as `LinkChecker: 404`."""
        return f"{self.client}: {self.seen}"

    @property
    def seen(self) -> str:
        """What was seen, as `404` or `its page is empty`."""
        return str(self.code) if self.code and self.code >= HTTPStatus.BAD_REQUEST else meaning(self.verdict, self.code)

    @property
    def rank(self) -> int:
        """How well it speaks of the link; the lowest is the best."""
        if self.verdict.kind is Kind.FINE:
            return _DOUBTFUL.get(self.verdict, 0)
        if self.verdict in _WALLS:
            return _RANKS[Kind.UNVERIFIED]
        return _RANKS[self.verdict.kind] - (self.verdict is Verdict.DNS_UNKNOWN)


def merged(opinions: Sequence[Opinion]) -> Opinion:
    """Return the opinion that counts: the best of those who could look.

    Who was shut out has not looked, nor has who cannot read what came: a browser may show that. Where a machine was shut out
    and another one is told that the page is gone, nobody can tell what people see, unless a browser has looked as well.

    Args:
        opinions: In the order in which the clients looked, at least one.
    """
    looked = [opinion for opinion in opinions if not _is_none(opinion)]
    if any(opinion.code for opinion in looked):  # whoever looks behind a certificate knows more than who does not
        looked = [opinion for opinion in looked if opinion.code or opinion.verdict is not Verdict.CERTIFICATE]
    by_browser = any(opinion.client is Client.BROWSER and opinion.verdict not in _WALLS for opinion in looked)
    if by_browser:
        looked = [opinion for opinion in looked if opinion.verdict not in _WALLS]
    best = min(looked, key=lambda opinion: opinion.rank, default=opinions[0])
    unread = next(filter(_is_unreadable, opinions), best)
    return best if by_browser or best.verdict.kind is Kind.FINE else unread


def perhaps_browsers_only(opinions: Sequence[Opinion]) -> bool:
    """Tell whether a page may answer people's browsers: machines were told different things, and no browser has looked.

    A host that gave none of them an answer gives browsers none.
    """
    ranks = {opinion.rank for opinion in opinions if not _is_none(opinion)}
    browser = any(opinion.client is Client.BROWSER and opinion.verdict not in _WALLS for opinion in opinions)
    return len(ranks) > 1 and any(opinion.code for opinion in opinions) and not browser


def in_words(opinions: Sequence[Opinion]) -> str:
    """Return what each saw, as `LinkChecker: 404; Chromium: 403`, or that all agree, as `LinkChecker and Chromium agree`."""
    if len(opinions) > 1 and len({opinion.seen for opinion in opinions}) == 1:
        *others, last = (opinion.client for opinion in opinions)
        return f"{', '.join(others)} and {last} agree"
    return "; ".join(opinion.words for opinion in opinions)


def _is_none(opinion: Opinion) -> bool:
    """Tell whether a client has seen nothing: it broke, cannot read what came, or was let wait for too long."""
    response = opinion.response
    if response is None or opinion.verdict in _CUT_SHORT:
        return True
    broke = response.failure is not None and ENGINE_FAULT in response.failure.chain
    return broke or _is_unreadable(opinion)


def _is_unreadable(opinion: Opinion) -> bool:
    """Tell whether a site has sent something that a machine cannot take for an answer."""
    response = opinion.response
    chain = set(response.failure.chain) if response and response.failure else set()
    return bool(chain & _UNREAD) or (opinion.code or HTTPStatus.OK) < HTTPStatus.OK
