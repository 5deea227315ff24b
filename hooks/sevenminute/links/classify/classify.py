"""The verdict on a response: every response has one, and the first rule that fits decides."""

from __future__ import annotations

import re
import socket
from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from sevenminute.links.classify.verdict import Kind, Verdict
from sevenminute.links.fetch.response import (
    ENGINE_FAULT,
    LIMITS,
    NO_HEAD,
    NOT_WEB,
    OVER_LIMIT,
    PORT,
    PRIVATE,
    UNCLEAR,
    Failure,
    Hop,
    Response,
)
from sevenminute.text.web_address import without_fragment

NAME_UNKNOWN = {-2, -5, getattr(socket, "EAI_NONAME", -2), getattr(socket, "EAI_NODATA", -5)}
"""The resolver's error numbers for a name that nobody has; systems count them differently."""

_BLOCKED = {401, 402, 403, 405, 406, 407, 451, 999}
_TEMPORARY = {408, 425}
_PERMANENT = {301, 308}
_HOME = re.compile(r"/(?:home/?|(?:index|default|home)\.[a-z]+)?", re.IGNORECASE)
_LOGIN = re.compile(r"/(?:log[-_]?in|sign[-_]?in|sso|saml2?|oauth2?|adfs)(?:[/._-]|$)", re.IGNORECASE)
_SILENT = "ReadTimeout"
"""In the chain of a failure: the host took the connection, and did not begin its answer in time."""
_UNTRUSTED = {"CertificateError", "SSLCertVerificationError"}
_BAD_TEXT = {"InvalidURL", "MissingSchema", "LocationParseError", "UnicodeError", "LinkCheckerError"}


def classify(response: Response | None, accepted: Collection[int] = ()) -> Verdict:
    """Return the verdict on what happened when an address was asked for.

    Args:
        response: What happened, or None when the engine lost the address.
        accepted: Status codes with which this host answers although the page is there for readers.
    """
    if response is None:
        return Verdict.UNCHECKED
    if response.robots:
        return Verdict.UNCHECKED_ROBOTS
    found = _without_certificate(response, accepted)
    if response.certificate and found.kind is not Kind.CERTAIN and found not in (Verdict.SOFT_404, Verdict.MOVED_HOME):
        return Verdict.CERTIFICATE  # that is what a reader sees; only a page that is gone is gone all the same
    return found


def _without_certificate(response: Response, accepted: Collection[int]) -> Verdict:
    if response.failure:
        return _failed(response.failure)
    if response.status_code is None:
        return Verdict.UNCHECKED
    if 200 <= response.status_code < 300 or response.status_code in accepted:
        return _answered(response)
    return _refused(response.status_code, response.headers)


def _refused(code: int, headers: Mapping[str, str]) -> Verdict:
    if code == 429:
        return Verdict.RATE_LIMITED
    if "cf-mitigated" in headers or code in _BLOCKED:
        return Verdict.BLOCKED
    if 300 <= code < 400:
        return Verdict.UNCHECKED  # it does not say where the page is; browsers show what came with it
    if code in (404, 410):
        return Verdict.GONE
    if code == 503 and headers.get("retry-after"):
        return Verdict.BUSY  # without that a dead program behind a live server answers so too, and for ever
    if code in _TEMPORARY or code >= 500 or code < 200:
        return Verdict.TEMPORARY
    return Verdict.OTHER_4XX


def _failed(failure: Failure) -> Verdict:
    chain = set(failure.chain)
    if chain & {ENGINE_FAULT, NO_HEAD, NOT_WEB, UNCLEAR}:
        return Verdict.UNCHECKED
    if chain & LIMITS:
        return Verdict.TOO_SLOW if OVER_LIMIT in chain else Verdict.TOO_LONG
    if chain & {PRIVATE, PORT}:
        return Verdict.BLOCKED  # readers there may see it, we do not look
    if chain & _BAD_TEXT:
        return Verdict.GONE
    if chain & {"gaierror", "NameResolutionError"}:
        return Verdict.DNS_UNKNOWN if failure.errno in NAME_UNKNOWN else Verdict.TEMPORARY
    if chain & _UNTRUSTED:
        return Verdict.CERTIFICATE
    if "TooManyRedirects" in chain:
        return Verdict.REDIRECT_LOOP
    # Browsers wait for minutes. A host that is gone takes no connection.
    return Verdict.BUSY if _SILENT in chain else Verdict.TEMPORARY


def _answered(response: Response) -> Verdict:
    hops = own_hops(response)
    if hops and leads_home(response):
        return Verdict.MOVED_HOME
    if response.not_found_words:
        return Verdict.SOFT_404
    if hops:
        return Verdict.MOVED if all(hop.code in _PERMANENT for hop in hops) else Verdict.REDIRECTED
    if response.missing_fragments:
        return Verdict.FRAGMENT_UNCHECKED if response.unread_fragments else Verdict.FRAGMENT_MISSING
    return Verdict.OK


def own_hops(response: Response) -> tuple[Hop, ...]:
    """Return the redirects that lead away: a page that sends to itself, until a cookie is set, has not moved."""
    back = [position for position, hop in enumerate(response.hops) if without_fragment(hop.url) == response.url]
    return response.hops[back[-1] + 1 :] if back else response.hops


def leads_home(response: Response) -> bool:
    """Tell whether an address deep in a site now leads to a site's front page or to a page to log in."""
    before, after = urlsplit(response.url), urlsplit(response.final_url)
    if _LOGIN.search(after.path):
        return not _LOGIN.search(before.path)
    deep = len([part for part in before.path.split("/") if part]) >= 2
    return deep and not after.query and _HOME.fullmatch(after.path or "/") is not None
