"""Where a redirect leads: read as browsers read it, and written in one form, which is what is judged, shown and asked for."""

from __future__ import annotations

import string
from collections.abc import Iterable
from urllib.parse import quote

import requests

from sevenminute.links.fetch.resolver import PrivateAddressError
from sevenminute.text.web_address import follow, names_zone, scheme_of, trimmed

_WEB = ("", "http", "https")
_BYTES_KEPT = string.punctuation + "".join(map(chr, range(33)))


class NotWebError(requests.RequestException):
    """It leads to what is not a page of the web: an email, an app, a script."""


class UnclearRedirectError(requests.RequestException):
    """It says more than one address."""


def read_location(values: Iterable[str], base: str) -> str:
    """Return the address to which a response leads in its one form, or an empty string if it names none.

    Args:
        values: The values of all its `Location` headers, as the bytes of them in Latin-1.
        base: The address that was asked for.

    Raises:
        NotWebError: It leads out of the web.
        UnclearRedirectError: Nobody can tell where it leads.
        PrivateAddressError: It leads to a network card of one machine.
        requests.exceptions.InvalidURL: Nobody can go there.
    """
    written = list(dict.fromkeys(filter(None, (trimmed(_decoded(value)) for value in values))))
    if len(written) > 1:
        raise UnclearRedirectError(f"redirected to {len(written)} addresses at once")
    if not written:
        return ""
    if scheme_of(written[0]) not in _WEB:
        raise NotWebError("redirected to what is not a page of the web")
    try:
        return follow(written[0], base)
    except ValueError as error:
        if names_zone(written[0]):
            raise PrivateAddressError("redirected to a network card of one machine") from error
        raise requests.exceptions.InvalidURL("redirected to what is not an address") from error


def _decoded(value: str) -> str:
    """Return a header in UTF-8, or with bytes that browsers encode one by one."""
    written = value.encode("latin-1", "replace")
    try:
        return written.decode()
    except UnicodeDecodeError:
        return quote(written, safe=_BYTES_KEPT)
