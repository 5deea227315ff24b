"""Pages that stand for any page of a site: where redirects end when the page that was linked to is gone."""

from __future__ import annotations

import re
from enum import StrEnum
from urllib.parse import parse_qsl, unquote, urlsplit

from sevenminute.links.classify.notices.page import page_notice
from sevenminute.links.classify.notices.row import Notice
from sevenminute.links.fetch.response import Response

_LANGUAGE = r"(?:(?:en|cy)(?:-[a-z]{2})?|english|cymraeg|welsh|eng|cym)"
_HOME = re.compile(rf"(?:/{_LANGUAGE})?/?(?:(?:home|hafan|homepage|welcome)/?|(?:index|default|home|welcome)\.[a-z]+)?", re.I)
_LOGIN = re.compile(
    r"/(?:log[-_]?[io]n|sign[-_]?[io]n|user[-_]?login|wp-login|sso|saml2?|oauth2?|openid(?:-connect)?|adfs|auth|authenticate"
    r"|authentication|authorize|shibboleth(?:\.sso)?|account/(?:log|sign).*|account|idp|mewngofnodi)(?:[/._-]|$)",
    re.I,
)
_ERROR = re.compile(
    r"(?:.*/)?(?:(?:error|err|http)?[-_]?(?:404|410)(?:[-_](?:error|page|not[-_]?found))?|errors?(?:[-_]?(?:page|404))?|(?:page|file|site)?[-_]?not[-_]?found"
    r"|page[-_]missing|missing[-_]page|pagenotfound|unavailable|removed|heb[-_]ei[-_]chanfod|tudalen[-_]heb[-_]ei[-_]chanfod)(?:\.[a-z]+)?/?",
    re.I,
)
_SEARCH = re.compile(rf"(?:/{_LANGUAGE})?/(?:site-?)?(?:search|chwilio|search-results)(?:\.[a-z]+|/.*|/?)", re.I)
_ERROR_WORDS = {
    "404",
    "410",
    "e",
    "err",
    "error",
    "errors",
    "notfound",
    "not-found",
    "not_found",
    "aspxerrorpath",
    "pagenotfound",
}
_TRACKING = re.compile(r"utm_.*|gclid|fbclid|ref|source|redirected|lang|language", re.I)


class Landing(StrEnum):
    """A page that stands for any, in words that follow "it ends at"."""

    HOME = "a home page"
    SEARCH = "a search page"
    ERROR = "an error page"
    LOGIN = "a login page"


def landing(response: Response) -> Landing | None:
    """Return to what kind of page that stands for any an address now leads, or None.

    An address that is such a page itself leads where it should. One of a single step may be a short name of another site's
    home page.
    """
    before, after = urlsplit(response.url), urlsplit(response.final_url)
    from_path, to_path = unquote(before.path), unquote(after.path) or "/"
    if is_home(response.url):
        return None
    if _LOGIN.search(from_path) or _LOGIN.search(to_path) or _asks_to_log_in(response):
        return None if _LOGIN.search(from_path) else Landing.LOGIN
    error = _ERROR.fullmatch(to_path) is not None
    if error or _SEARCH.fullmatch(to_path):
        itself = _ERROR.fullmatch(from_path) or _SEARCH.fullmatch(from_path)
        return None if itself else Landing.ERROR if error else Landing.SEARCH
    deep = len([part for part in from_path.split("/") if part]) >= 2
    near = _site(before.hostname) == _site(after.hostname)
    home = (deep or near) and _HOME.fullmatch(to_path) is not None and _names_no_page(after.query, from_path)
    return Landing.HOME if home else None


def is_home(url: str) -> bool:
    """Tell whether an address is that of a site's home page, in whichever language."""
    parts = urlsplit(url)
    return not parts.query and _HOME.fullmatch(unquote(parts.path) or "/") is not None


def _names_no_page(query: str, before: str) -> bool:
    """Tell whether a query chooses none of a site's pages: it says that there was an error, or from where a reader comes."""
    return all(
        {name.lower(), value.lower()} & _ERROR_WORDS or _TRACKING.fullmatch(name) or before.strip("/") in value
        for name, value in parse_qsl(query, keep_blank_values=True)
    )


def _asks_to_log_in(response: Response) -> bool:
    page = response.page
    notice = page_notice(page) if page and page.has_password_field else None
    return notice is not None and notice[0] is Notice.LOGIN


def _site(host: str | None) -> str:
    return (host or "").removeprefix("www.")
