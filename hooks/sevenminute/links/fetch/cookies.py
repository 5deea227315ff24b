"""The cookies of one look, kept and sent as browsers do (RFC 6265): Python's own jar drops what browsers keep.

Such are cookies with an empty `Max-Age`, with a `Version` that is no number, or with a `Path` that does not begin with `/`. A
page that waits for its cookie is then never reached.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.utils import mktime_tz, parsedate_tz
from urllib.parse import urlsplit

MOST_COOKIES = 180
"""Cookies that are kept of one look, as browsers keep of one site; then the oldest goes."""
LONGEST_COOKIE = 4096
"""Bytes of the name and the value of one; browsers leave out what is longer."""
_BLANKS = " \t"


@dataclass(frozen=True)
class _Cookie:
    name: str
    value: str
    host: str
    path: str
    for_subdomains: bool
    secure: bool

    @property
    def id(self) -> tuple[str, str, str]:
        """What another cookie has that takes the place of this one."""
        return self.name, self.host, self.path

    def goes_to(self, scheme: str, host: str, path: str) -> bool:
        """Tell whether it is sent with a request."""
        at_host = host == self.host or (self.for_subdomains and host.endswith(f".{self.host}"))
        below = path == self.path or path.startswith(self.path if self.path.endswith("/") else f"{self.path}/")
        return at_host and below and (scheme == "https" or not self.secure)


class CookieJar:
    """Keeps cookies for as long as one address is asked for, with its redirects."""

    def __init__(self) -> None:
        self._cookies: dict[tuple[str, str, str], _Cookie] = {}

    def keep(self, url: str, headers: Iterable[str]) -> None:
        """Keep what an answer sets.

        Args:
            url: The address that answered.
            headers: The values of its `Set-Cookie` headers.
        """
        for header in headers:
            found = _read(header, url)
            if found is None:
                continue
            cookie, over = found
            self._cookies.pop(cookie.id, None)
            if not over:
                self._cookies[cookie.id] = cookie
            if len(self._cookies) > MOST_COOKIES:
                del self._cookies[next(iter(self._cookies))]

    def header(self, url: str) -> str:
        """Return the `Cookie` header of a request for an address, or an empty string."""
        scheme, host, path = _place(url)
        sent = [cookie for cookie in self._cookies.values() if cookie.goes_to(scheme, host, path)]
        sent.sort(key=lambda cookie: -len(cookie.path))
        return "; ".join(f"{cookie.name}={cookie.value}" if cookie.name else cookie.value for cookie in sent)


def _read(header: str, url: str) -> tuple[_Cookie, bool] | None:
    """Return the cookie of a header, and whether it is one that takes another away; None for one that is not for its host."""
    pair, *rest = header.split(";")
    name, equals, value = pair.partition("=")
    if not equals:
        name, value = "", pair
    name, value = name.strip(_BLANKS), value.strip(_BLANKS)
    attributes = dict(_attributes(rest))
    scheme, host, path = _place(url)
    domain = attributes.get("domain", "").removeprefix(".").lower()
    ours = domain in ("", host) or ("." in domain and host.endswith(f".{domain}"))
    if not ours or not (name or value) or len(name) + len(value) > LONGEST_COOKIE:
        return None
    wanted = attributes.get("path", "")
    usual = path.rpartition("/")[0] or "/"
    secure = "secure" in attributes
    if secure and scheme != "https":
        return None
    cookie = _Cookie(name, value, domain or host, wanted if wanted.startswith("/") else usual, bool(domain), secure)
    return cookie, _is_over(attributes)


def _attributes(parts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the attributes of a cookie; of those that come twice the last counts."""
    for part in parts:
        name, _, value = part.partition("=")
        yield name.strip(_BLANKS).lower(), value.strip(_BLANKS)


def _is_over(attributes: dict[str, str]) -> bool:
    """Tell whether a cookie has ended already. What cannot be read is as good as not there."""
    age = attributes.get("max-age", "")
    if age.removeprefix("-").isascii() and age.removeprefix("-").isdigit():
        return age.startswith("-") or not age.strip("0")
    try:
        ends = parsedate_tz(attributes.get("expires", "").replace("-", " "))
        return ends is not None and mktime_tz(ends) < time.time()
    except (ValueError, OverflowError, TypeError, IndexError):
        return False


def _place(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url)
    return parts.scheme, (parts.hostname or "").lower(), parts.path or "/"
