"""What one probe of an address says of it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from http import HTTPStatus


class Kind(StrEnum):
    """How much a verdict proves."""

    NONE = "none"
    """The address is not probed at all."""
    FINE = "fine"
    CERTAIN = "certain"
    """Dead, as far as one look can tell."""
    UNCERTAIN = "uncertain"
    """Failing, perhaps only now."""
    UNVERIFIED = "unverified"
    """Nobody can tell: the host would not have machines look, or there was no answer to judge."""


class Verdict(StrEnum):
    """The verdict of one probe. Each belongs to a `kind`."""

    SKIPPED = "skipped"
    UNCHECKED = "unchecked"
    UNCHECKED_ROBOTS = "unchecked-robots"
    RATE_LIMITED = "rate-limited"
    BUSY = "busy"
    """Takes the connection and lets us wait, or says when to come again."""
    TOO_SLOW = "too-slow"
    """Answers, and takes more time in all than one address may."""
    TOO_LONG = "too-long"
    """Answers, with more before its page, or a longer redirect, than is read."""
    BLOCKED = "blocked"
    GONE = "gone"
    DNS_UNKNOWN = "dns-unknown"
    """Gone, because its host has no entry in the name system; believed later than a 404."""
    TEMPORARY = "temporary"
    REDIRECT_LOOP = "redirect-loop"
    CERTIFICATE = "certificate"
    """Answers, and browsers warn of the certificate first."""
    OTHER_4XX = "other-4xx"
    MOVED = "moved"
    """Fine, after permanent redirects only."""
    REDIRECTED = "redirected"
    """Fine, after a redirect that may change."""
    MOVED_HOME = "moved-home"
    """Answers, but from a page that stands for any: a home, search, error or login page."""
    FRAGMENT_MISSING = "ok-fragment-missing"
    FRAGMENT_UNCHECKED = "ok-fragment-unchecked"
    """Answers, with a page in which nobody can look for the part."""
    SOFT_404 = "ok-soft404"
    """Answers, but with a page that says that there is none."""
    SAME_AS_MISSING = "ok-same-as-missing"
    """Answers, but as its site answers for an address that cannot exist."""
    SAME_WITHOUT_SCRIPTS = "same-without-scripts"
    """The same, as far as one can see without its scripts, which may show another page for each address."""
    PARKED = "ok-parked"
    """Answers, but with a page that says that its host is for sale, suspended or without a site."""
    EMPTY = "ok-empty"
    """Answers, but with nothing."""
    OUT_OF_ORDER = "out-of-order"
    """Answers, with a page that says that it is being maintained, or that its server has an error."""
    NEEDS_SCRIPTS = "needs-scripts"
    """Answers, with a page on which only scripts put anything."""
    OK = "ok"

    @property
    def kind(self) -> Kind:
        """How much the verdict proves."""
        return _KINDS[self]


_KINDS = {
    Verdict.SKIPPED: Kind.NONE,
    Verdict.UNCHECKED: Kind.UNVERIFIED,
    Verdict.UNCHECKED_ROBOTS: Kind.UNVERIFIED,
    Verdict.RATE_LIMITED: Kind.UNCERTAIN,
    Verdict.BUSY: Kind.UNVERIFIED,
    Verdict.TOO_SLOW: Kind.UNVERIFIED,
    Verdict.TOO_LONG: Kind.UNVERIFIED,
    Verdict.BLOCKED: Kind.UNVERIFIED,
    Verdict.GONE: Kind.CERTAIN,
    Verdict.DNS_UNKNOWN: Kind.CERTAIN,
    Verdict.TEMPORARY: Kind.UNCERTAIN,
    Verdict.REDIRECT_LOOP: Kind.UNCERTAIN,
    Verdict.CERTIFICATE: Kind.UNVERIFIED,
    Verdict.OTHER_4XX: Kind.UNCERTAIN,
    Verdict.MOVED: Kind.FINE,
    Verdict.REDIRECTED: Kind.FINE,
    Verdict.MOVED_HOME: Kind.FINE,
    Verdict.FRAGMENT_MISSING: Kind.FINE,
    Verdict.FRAGMENT_UNCHECKED: Kind.FINE,
    Verdict.SOFT_404: Kind.FINE,
    Verdict.SAME_AS_MISSING: Kind.FINE,
    Verdict.SAME_WITHOUT_SCRIPTS: Kind.UNVERIFIED,
    Verdict.PARKED: Kind.FINE,
    Verdict.EMPTY: Kind.FINE,
    Verdict.OUT_OF_ORDER: Kind.UNVERIFIED,
    Verdict.NEEDS_SCRIPTS: Kind.UNVERIFIED,
    Verdict.OK: Kind.FINE,
}

DOUBTFUL = frozenset((Verdict.MOVED_HOME, Verdict.SOFT_404, Verdict.SAME_AS_MISSING, Verdict.PARKED, Verdict.EMPTY))
"""Answers that no reader would call the page: a person should look."""


_IN_WORDS: Mapping[Verdict, str] = {
    Verdict.SKIPPED: "never asked",
    Verdict.UNCHECKED: "it could not be looked at",
    Verdict.UNCHECKED_ROBOTS: "its site asks machines not to look",
    Verdict.RATE_LIMITED: "its site says that it is asked too often",
    Verdict.BUSY: "its site is too slow",
    Verdict.TOO_SLOW: "it takes longer than this check waits for one link",
    Verdict.TOO_LONG: "it sends more before its page than this check reads",
    Verdict.BLOCKED: "its site answers people, not machines",
    Verdict.GONE: "there is no such page",
    Verdict.DNS_UNKNOWN: "no website has this name",
    Verdict.TEMPORARY: "its site does not answer",
    Verdict.REDIRECT_LOOP: "it redirects in a circle",
    Verdict.CERTIFICATE: "its certificate has a problem",
    Verdict.OTHER_4XX: "its site refuses",
    Verdict.MOVED: "it has moved to another address for good",
    Verdict.REDIRECTED: "it redirects to another address",
    Verdict.MOVED_HOME: "it ends at a home, search, error or login page",
    Verdict.FRAGMENT_MISSING: "the part of the page was not found",
    Verdict.FRAGMENT_UNCHECKED: "its page is too large or too slow to look for the part",
    Verdict.SOFT_404: "its page says that it does not exist",
    Verdict.SAME_AS_MISSING: "its site shows the same page for an address that does not exist",
    Verdict.SAME_WITHOUT_SCRIPTS: "without its scripts it looks the same as an address that does not exist",
    Verdict.PARKED: "its site is for sale, suspended or empty",
    Verdict.EMPTY: "its page is empty",
    Verdict.OUT_OF_ORDER: "its page says that it is out of order",
    Verdict.NEEDS_SCRIPTS: "its page is empty until a browser runs its scripts",
    Verdict.OK: "it answers",
}
"""What each says of a link, for people: after "it was looked at, and"."""


def meaning(verdict: Verdict, code: int | None = None) -> str:
    """Return what a verdict says of a link, for people, as `there is no such page`.

    Args:
        verdict: What was seen.
        code: The status code, or None when there was no answer: some verdicts have answers of several kinds.
    """
    match verdict:
        case Verdict.BLOCKED if code == HTTPStatus.UNAUTHORIZED:
            return "its site asks for a user name and a password"
        case Verdict.BLOCKED if code is None:
            return "it goes to a private network, or to a port that websites do not use"
        case Verdict.GONE if code is None:
            return "it leads to an address that no browser can open"
        case Verdict.BUSY if code:
            return "its site asks visitors to come again later"
        case Verdict.TEMPORARY if code and code >= HTTPStatus.BAD_REQUEST:
            return "its site has an error"
    return _IN_WORDS[verdict]
