"""Where may be asked: no private network, and no port but those of the web and of the link."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.utils import get_environ_proxies

from sevenminute.links.fetch.address_limit import WEB_PORTS, current_limit
from sevenminute.text.web_address import is_private

DEFAULT_PORTS = {"http": 80, "https": 443}


class RefusedError(requests.RequestException):
    """A link, a redirect or a name leads to where this check has no business."""


class PrivateAddressError(RefusedError):
    """It is an address of a private network."""


class PortError(RefusedError):
    """It is a port that is neither one of the web nor that of the link."""


class GuardedResolver:
    """Answers for the name system when a connection is made.

    It is asked for each connection, and what it answers is what is connected to: a name that stands for another address the
    second time is held to the same rules.

    Args:
        politeness: `Politeness`, as a mapping.
    """

    def __init__(self, politeness: Mapping[str, Any]) -> None:
        self._system = socket.getaddrinfo
        self._names: Mapping[str, str | int] = politeness["names"]
        self._allow_private = politeness["allow_private"]
        # A council's own proxy is in its own network, and everything goes through it.
        self._proxies = set(map(_place_of, get_environ_proxies("https://www.example.org/").values()))

    def __call__(self, host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        """Answer as `socket.getaddrinfo` does, with the addresses that may be asked.

        Raises:
            RefusedError: There is none, or the port is none to ask.
        """
        if (host, port) in self._proxies:
            return self._system(host, port, *args, **kwargs)
        every = self._look_up(host, port, *args, **kwargs)
        found = [entry for entry in every if not self._is_refused(entry)]
        if not found:
            raise PrivateAddressError(f"{host} is a name in a private network")
        return _within_limit(found)

    def refuse_private(self, host: str, port: int) -> None:
        """Refuse what a proxy is not to be asked for: it would look a name up by itself, in a network of its own.

        Raises:
            RefusedError: One of the addresses of the name is private, or the port is none to ask.
        """
        try:
            found = self._look_up(host, port)
        except (socket.gaierror, UnicodeError):
            return  # perhaps only the proxy can look it up
        if any(map(self._is_refused, found)):
            raise PrivateAddressError(f"{host} is a name in a private network")

    def _look_up(self, host: Any, port: Any, *args: Any, **kwargs: Any) -> list[Any]:
        if port not in current_limit().ports:
            raise PortError(f"{host}:{port} is not a port of the web")
        known = self._names.get(host, host)
        if isinstance(known, int):
            raise socket.gaierror(known, "as a test has it")
        return list(self._system(known, port, *args, **kwargs))

    def _is_refused(self, entry: Any) -> bool:
        return not self._allow_private and is_private(_literal(str(entry[4][0])))


def _place_of(proxy: str) -> tuple[str | None, int]:
    parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    return parts.hostname, parts.port or DEFAULT_PORTS.get(parts.scheme, 1080)


def _within_limit(found: list[Any]) -> Iterator[Any]:
    """Yield addresses to try one after another, as long as there is time: a name may stand for a hundred that are silent."""
    for entry in found:
        if not current_limit().over:
            yield entry


def _literal(address: str) -> str:
    bare = address.partition("%")[0]
    return f"http://[{bare}]/" if ":" in bare else f"http://{bare}/"


def ports_for(url: str) -> frozenset[int]:
    """Return the ports that may be asked for a link: those of the web, and the one that it names itself."""
    named = urlsplit(url).port
    return WEB_PORTS | {named} if named else WEB_PORTS
