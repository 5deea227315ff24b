"""What was seen of a link, in words, and what to do about a dead one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from urllib.parse import urlsplit

from sevenminute.diagnostics.problem import quoted
from sevenminute.links.classify.certificate import what_is_wrong
from sevenminute.links.classify.landing import landing
from sevenminute.links.classify.notices.page import notice_row, page_notice
from sevenminute.links.classify.verdict import Verdict, meaning
from sevenminute.links.fetch.response import (
    ENGINE_FAULT,
    NO_HEAD,
    NOT_HTTP,
    NOT_WEB,
    OVER_REDIRECT,
    PORT,
    PRIVATE,
    UNCLEAR,
    Response,
)
from sevenminute.links.rules.checked import CheckedLink
from sevenminute.text.dates import PartialDate
from sevenminute.text.web_address import is_private

_DATED = "links are dated"
_PARKED: Mapping[str, str] = {
    "for sale": "is for sale",
    "parked": "has expired, or is only a name that somebody keeps",
    "no site": "is empty or has closed",
    "suspended": "is suspended",
}
"""What a site is, by the row of the table of notices that its page fits."""


def why_unverifiable(verdict: Verdict, link: CheckedLink) -> str:
    """Say why no machine could check a link."""
    failure = link.response.failure if link.response else None
    if failure and PRIVATE in failure.chain:
        return "it goes to a private network, which this check never asks"
    if failure and PORT in failure.chain:
        return "it goes to a port that websites do not use"
    if failure and OVER_REDIRECT in failure.chain:
        return "it redirects to a longer address than this check follows"
    if failure and NOT_WEB in failure.chain:
        return "it goes to something that is not a web page, such as an email address"
    unclear = failure and UNCLEAR in failure.chain
    if unclear or (link.response and link.response.status_code in range(300, 400)):
        return "its site says that the page is elsewhere, and not clearly where"
    number = link.response.status_code if link.response else None
    if (failure and {ENGINE_FAULT, NO_HEAD, NOT_HTTP} & set(failure.chain)) or (number and number < HTTPStatus.OK):
        return "this check cannot read what it sends"
    return said(link) or meaning(verdict, code(link))


def said(link: CheckedLink) -> str:
    """Return the words by which a page is known not to be the page, or an empty string by day or night when nobody looked."""
    notice = page_notice(link.response.page) if link.response and link.response.page else None
    return f"it says {quoted(notice[1], longest=120)}" if notice else ""


def evidence(verdict: Verdict, link: CheckedLink, links_updated: PartialDate | None) -> str:
    """Say what was seen, since when, and how that stands to the person's word, if that matters.

    Args:
        verdict: What was seen.
        link: Of what.
        links_updated: The date of the page, where what was seen may speak against it.
    """
    number, state = code(link), link.state
    seen = meaning(verdict, number)
    if number and number >= HTTPStatus.BAD_REQUEST:
        seen = f"{number}, {seen}"
    if state and state.fail_since:
        seen += f", since {_day(state.fail_since)}"
    if link.response and link.response.certificate:
        seen += f", behind a warning: {what_is_wrong(link.response.certificate, link.url)}"
    if state and state.last_ok:
        reviewed = f", and the page's {_DATED} {links_updated}" if links_updated else ""
        seen += f"; it was last fine on {_day(state.last_ok)}{reviewed}"
    elif links_updated:
        seen += f"; the page's {_DATED} {links_updated}, and no check has found this one working"
    return seen


def code(link: CheckedLink) -> int | None:
    """Return the status code that was seen last, or None."""
    return link.response.status_code if link.response else link.state.code if link.state else None


def fix_dead_link(link: CheckedLink, links_updated: PartialDate | None) -> str:
    """Say what to do about a dead link; the archive's address is built, not looked up.

    An archive has no copy of what was mistyped a minute ago, nor of what stands in a private network.
    """
    if link.state is None or is_private(link.url):
        return "fix its address, or take the link away"
    day = links_updated.first_day.strftime("%Y%m%d") if links_updated else ""
    archive = f"https://web.archive.org/web/{day or '2'}/{link.url}"
    if _is_government(link.url):
        archive += f" or https://webarchive.nationalarchives.gov.uk/ukgwa/{day or '*'}/{link.url}"
    return f"find the new address, or take the link away; perhaps an old copy helps: {archive}"


def _is_government(url: str) -> bool:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return host == "gov.uk" or host.endswith(".gov.uk")


def destination(link: CheckedLink) -> str:
    """Return where a link leads in the end."""
    if link.response:
        return link.response.final_url
    return link.state.redirect.to if link.state and link.state.redirect else link.url


def steps(response: Response | None) -> str:
    """Return with which codes a site sends elsewhere, as `it answers with 301, 301`."""
    codes = ", ".join(str(hop.code) for hop in response.hops) if response else ""
    return f"it answers with {codes}" if codes else ""


def _day(moment: datetime) -> str:
    return str(PartialDate(moment.year, moment.month, moment.day))


def where_it_ends(link: CheckedLink) -> str:
    """Return at what kind of page a link ends, as `a home page`."""
    found = landing(link.response) if link.response else None
    return found or "a home, search, error or login page"


def what_its_site_is(link: CheckedLink) -> str:
    """Return what its site says of itself in place of pages, as `is for sale`."""
    found = notice_row(link.response.page) if link.response and link.response.page else None
    return _PARKED.get(found[0].id if found else "", "is for sale, suspended or empty")
