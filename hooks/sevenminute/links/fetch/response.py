"""What an engine reports of one address: facts only, no judgement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sevenminute.links.fetch.page.facts import PageFacts

PRIVATE = "PrivateAddressError"
"""In the chain of a failure: a redirect or a name leads to where machines from outside have no business, and was not followed."""

PORT = "PortError"
"""In the chain of a failure: a redirect leads to a port that is neither one of the web nor that of the link; not followed."""

NOT_WEB = "NotWebError"
"""In the chain of a failure: a redirect leads to an email, an app or the like."""

UNCLEAR = "UnclearRedirectError"
"""In the chain of a failure: nobody can tell where a redirect leads."""

OVER_LIMIT = "LimitError"
"""In the chain of a failure: the host answers, and takes more time than one address may."""

OVER_HEAD = "HeadLimitError"
"""In the chain of a failure: the host sends more before its page than is read."""

OVER_REDIRECT = "RedirectLimitError"
"""In the chain of a failure: a redirect leads to a longer address than is kept."""

LIMITS = frozenset((OVER_LIMIT, OVER_HEAD, OVER_REDIRECT))

NO_HEAD = "NoHeadError"
"""In the chain of a failure: the host sends a page in the way of 1991, without a status, as only some browsers read it."""

NOT_HTTP = "BadStatusLine"
"""In the chain of a failure: what comes does not begin as an answer of the web does, and some browsers show it all the same."""

ENGINE_FAULT = "EngineFault"
"""First in the chain of a failure: the engine broke on this address."""

KEPT_HEADERS = ("retry-after", "cf-mitigated")
"""Headers that a response has: all that are looked at."""
LONGEST_HEADER = 200
"""Letters of the value of one that are kept."""


@dataclass(frozen=True)
class Hop:
    """A redirect.

    Attributes:
        url: The address to which it leads.
        code: The status code with which the server sent there, as 301.
    """

    url: str
    code: int


@dataclass(frozen=True)
class Failure:
    """Why there is no answer.

    Attributes:
        chain: Names of the exception classes, the outermost first.
        errno: The system's or the resolver's error number, such as -2 for a name that is not known, or None.
    """

    chain: tuple[str, ...]
    errno: int | None = None


class CertificateFault(StrEnum):
    """Why a browser does not trust the connection to a host."""

    EXPIRED = "expired"
    NOT_YET_VALID = "not-yet-valid"
    OTHER_NAME = "other-name"
    SELF_SIGNED = "self-signed"
    UNKNOWN_ISSUER = "unknown-issuer"
    INCOMPLETE_CHAIN = "incomplete-chain"
    """The host leaves out a certificate that others fetch from where its own says."""
    NO_AGREEMENT = "no-agreement"
    """The host encrypts only in ways that are no longer thought safe: there was no certificate to look at."""
    OTHER = "other"


@dataclass(frozen=True)
class CertificateProblem:
    """What is wrong with a certificate.

    Attributes:
        fault: What it is.
        host: Whose certificate it is.
        day: The day on which it ended or begins, in UTC; None where that is not what is wrong.
    """

    fault: CertificateFault
    host: str
    day: date | None = None


@dataclass(frozen=True)
class Response:
    """What happened when one address was asked for once.

    Attributes:
        url: The address as it was handed in, without a fragment.
        final_url: The address that answered, or at which there was no answer.
        status_code: Status code of the last answer, or None when there was none.
        hops: The redirects on the way, in their order.
        failure: Why there is no answer, or None.
        robots: Whether the robots.txt of the host, or of one on the way, forbids to look: the page was not asked for.
        missing_fragments: Those of the fragments asked for that were not found in the page.
        unread_fragments: Whether they may be there all the same: the page is too large, too deep or too slow to read it all.
        headers: Of the last answer: those of `KEPT_HEADERS` that came, cut to `LONGEST_HEADER`.
        page: What its page says, or None when there was none to read.
        certificate: What is wrong with the first certificate of the way that cannot be trusted, or None. The rest was asked for
            without a look at certificates.
    """

    url: str
    final_url: str
    status_code: int | None = None
    hops: tuple[Hop, ...] = ()
    failure: Failure | None = None
    robots: bool = False
    missing_fragments: tuple[str, ...] = ()
    unread_fragments: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    page: PageFacts | None = None
    certificate: CertificateProblem | None = None
