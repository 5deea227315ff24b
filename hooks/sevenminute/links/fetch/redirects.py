"""Where a redirect leads: read as browsers read it, and written in one form, which is what is judged, shown and asked for."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit, urlunsplit

import idna
import requests
from requests.utils import requote_uri

_PORTS = {"http": 80, "https": 443}
_AROUND = "".join(map(chr, range(33)))
_WITHIN = str.maketrans("", "", "\t\r\n")
_WEB = re.compile(r"(https?):(/*)(.*)", re.IGNORECASE | re.DOTALL)
_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_NO_HOST = re.compile(r"[\x00-\x20\x7f\"#%/:<>?@\[\\\]^`{|}]|^$")
"""What no name of a host may hold: it would be read in another way by whoever reads it next."""


class NotWebError(requests.RequestException):
    """It leads to what is not a page of the web: an email, an app, a script."""


class UnclearRedirectError(requests.RequestException):
    """It says more than one address, or one that only some browsers can read."""


def read_location(values: Iterable[str], base: str) -> str:
    """Return the address to which a response leads in its one form, or an empty string if it names none.

    Browsers take backslashes for slashes, any number of slashes before the host, any letters in its name and spaces around all;
    and so do those who write redirects.

    Args:
        values: The values of all its `Location` headers, as the bytes of them in Latin-1.
        base: The address that was asked for.

    Raises:
        NotWebError: It leads out of the web.
        UnclearRedirectError: Nobody can tell where it leads.
        requests.exceptions.InvalidURL: Nobody can go there.
    """
    written = dict.fromkeys(filter(None, (_decoded(value).strip(_AROUND).translate(_WITHIN) for value in values)))
    if len(written) > 1:
        raise UnclearRedirectError(f"redirected to {len(written)} addresses at once")
    if not written:
        return ""
    try:
        parts = urlsplit(urljoin(base, _with_slashes(next(iter(written)), urlsplit(base).scheme)))
        place = _place(parts)
    except ValueError as error:
        raise requests.exceptions.InvalidURL(f"redirected to what is not an address: {error}") from error
    return requote_uri(urlunsplit(parts._replace(netloc=place, path=parts.path or "/")))


def _decoded(value: str) -> str:
    """Return a header in UTF-8, or with bytes that browsers encode one by one."""
    written = value.encode("latin-1", "replace")
    try:
        return written.decode()
    except UnicodeDecodeError:
        return quote(written, safe=string.punctuation + _AROUND)


def _with_slashes(text: str, scheme: str) -> str:
    """Return an address, or what stands for one after another, with slashes as the standard has them."""
    before, rest = re.fullmatch(r"([^?#]*)(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]  # it fits all
    before = before.replace("\\", "/")
    web = _WEB.fullmatch(before)
    if web:
        named, slashes, after = web[1].lower(), web[2], web[3]
        if len(slashes) > 1 or named != scheme:
            return f"{named}://{after}{rest}"
        return f"{slashes or './'}{after}{rest}"
    if _OTHER_SCHEME.match(before):
        raise NotWebError("redirected to what is not a page of the web")
    return (f"//{before.lstrip('/')}" if before.startswith("//") else before) + rest


def _place(parts: SplitResult) -> str:
    """Return the host with its port, and without a user's name and password, which nobody is told."""
    port = f":{parts.port}" if parts.port not in (None, _PORTS[parts.scheme]) else ""
    host = parts.hostname or ""
    if parts.netloc.rpartition("@")[2].startswith("["):
        return f"[{host.partition('%')[0]}]{port}"  # what follows names a card of one machine, in any letters
    return _host(unquote(host)) + port


def _host(name: str) -> str:
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True).decode()
        except idna.IDNAError as error:  # such as a picture, of which the standard for names knows nothing, and some browsers do
            raise UnclearRedirectError("redirected to a host whose name cannot be written in ASCII") from error
    if _NO_HOST.search(name):
        raise ValueError("nobody can have such a host")
    return name.lower()
