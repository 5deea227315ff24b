"""The verdict on a response: every response has one, and the first rule that fits decides."""

from __future__ import annotations

import socket
from collections.abc import Collection

from sevenminute.links.classify.landing import is_home, landing
from sevenminute.links.classify.notices.page import page_notice
from sevenminute.links.classify.notices.row import Notice
from sevenminute.links.classify.verdict import DOUBTFUL, Kind, Verdict
from sevenminute.links.fetch.response import (
    ENGINE_FAULT,
    LIMITS,
    NO_HEAD,
    NOT_HTTP,
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
_WITHOUT_PAGE = {204, 205}
_PROVE_YOURSELF = 202
"""With which some walls send a browser away for a moment, to prove that it is one."""
_NOTICES = {
    Notice.NOT_FOUND: Verdict.SOFT_404,
    Notice.PARKED: Verdict.PARKED,
    Notice.OUT_OF_ORDER: Verdict.OUT_OF_ORDER,
    Notice.WALL: Verdict.BLOCKED,
}
_SILENT = "ReadTimeout"
"""In the chain of a failure: the host took the connection, and did not begin its answer in time."""
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
    if response.certificate and not _is_no_page(response, found):
        return Verdict.CERTIFICATE
    return found


def _is_no_page(response: Response, found: Verdict) -> bool:
    """Tell whether a reader who goes on after the warning of a certificate finds no page all the same."""
    error = found in (Verdict.TEMPORARY, Verdict.OTHER_4XX) and response.status_code is not None
    return error or found.kind is Kind.CERTAIN or found in DOUBTFUL


def _without_certificate(response: Response, accepted: Collection[int]) -> Verdict:
    if response.failure:
        return _failed(response.failure)
    if response.status_code is None:
        return Verdict.UNCHECKED
    choices = response.status_code == 300 and response.page is not None and not response.page.is_blank  # which browsers show
    if 200 <= response.status_code < 300 or response.status_code in accepted or choices:
        return _answered(response)
    return _refused(response.status_code, response)


def _refused(code: int, response: Response) -> Verdict:
    if code == 429:
        return Verdict.RATE_LIMITED
    if "cf-mitigated" in response.headers or code in _BLOCKED:
        return Verdict.BLOCKED
    if code < 200 or 300 <= code < 400:
        return Verdict.UNCHECKED  # it does not say where the page is; browsers show what came with it
    if code in (404, 410):
        return Verdict.GONE
    if response.page and (page_notice(response.page) or (None,))[0] is Notice.WALL:
        return Verdict.BLOCKED  # walls have codes of their own, or those of a site that is too busy
    if code == 503 and response.headers.get("retry-after"):
        return Verdict.BUSY  # without that a dead program behind a live server answers so too, and for ever
    if code in _TEMPORARY or code >= 500:
        return Verdict.TEMPORARY
    return Verdict.OTHER_4XX


def _failed(failure: Failure) -> Verdict:
    chain = set(failure.chain)
    if chain & {ENGINE_FAULT, NO_HEAD, NOT_HTTP, NOT_WEB, UNCLEAR}:
        return Verdict.UNCHECKED
    if chain & LIMITS:
        return Verdict.TOO_SLOW if OVER_LIMIT in chain else Verdict.TOO_LONG
    if chain & {PRIVATE, PORT}:
        return Verdict.BLOCKED  # readers there may see it, we do not look
    if chain & _BAD_TEXT:
        return Verdict.GONE
    if chain & {"gaierror", "NameResolutionError"}:
        return Verdict.DNS_UNKNOWN if failure.errno in NAME_UNKNOWN else Verdict.TEMPORARY
    if "TooManyRedirects" in chain:
        return Verdict.REDIRECT_LOOP
    # Browsers wait for minutes. A host that is gone takes no connection.
    return Verdict.BUSY if _SILENT in chain else Verdict.TEMPORARY


def _answered(response: Response) -> Verdict:
    hops, said = own_hops(response), _said(response)
    for_any = bool(hops) and landing(response) is not None
    if for_any and said is Verdict.OUT_OF_ORDER and not is_home(response.final_url):
        return Verdict.MOVED_HOME  # an error page for all, which says no more than that there was an error
    if said:
        return said
    if for_any:
        return Verdict.MOVED_HOME
    if hops:
        return Verdict.MOVED if all(hop.code in _PERMANENT for hop in hops) else Verdict.REDIRECTED
    if response.missing_fragments:
        return Verdict.FRAGMENT_UNCHECKED if response.unread_fragments else Verdict.FRAGMENT_MISSING
    return Verdict.OK


def _said(response: Response) -> Verdict | None:
    """Return the verdict on a page that is not the page, by what it says or does not say.

    What comes with another code is believed, where the settings have it that the page is there all the same.
    """
    if response.status_code in _WITHOUT_PAGE:
        return Verdict.EMPTY
    page = response.page if response.status_code in range(200, 301) else None
    if page is None:
        return None
    notice = page_notice(page)
    if notice and notice[0] in _NOTICES:
        return _NOTICES[notice[0]]
    if page.is_blank:
        return Verdict.BLOCKED if response.status_code == _PROVE_YOURSELF else Verdict.EMPTY
    return Verdict.NEEDS_SCRIPTS if page.needs_scripts else None


def own_hops(response: Response) -> tuple[Hop, ...]:
    """Return the redirects that lead away: a page that sends to itself, until a cookie is set, has not moved."""
    back = [position for position, hop in enumerate(response.hops) if without_fragment(hop.url) == response.url]
    return response.hops[back[-1] + 1 :] if back else response.hops
