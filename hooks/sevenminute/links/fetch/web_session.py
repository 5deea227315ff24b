"""How the child asks the web: each connection used once and within its address's limits, and nothing asked that never may be."""

from __future__ import annotations

import http.client
import re
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies, resolve_proxies, select_proxy
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from sevenminute.links.fetch.address_limit import (
    LONGEST_REDIRECT,
    MOST_HEADERS,
    MOST_OF_HEAD,
    WEB_PORTS,
    LimitError,
    current_limit,
    limited,
)
from sevenminute.links.fetch.redirects import read_location
from sevenminute.text.web_address import is_private

READ_OF_ROBOTS = 512 * 1024
"""Bytes of a robots.txt that count; crawlers of large search engines read as many."""
MOST_RULES = 10_000
"""Lines of it that count: each is kept in memory until the run ends."""
_PORTS = {"http": 80, "https": 443}


class RefusedError(requests.RequestException):
    """A link, a redirect or a name leads to where this check has no business."""


class PrivateAddressError(RefusedError):
    """It is an address of a private network."""


class PortError(RefusedError):
    """It is a port that is neither one of the web nor that of the link."""


_HEADER = re.compile(rb"([!-9;-~]+)[ \t]*:(.*)", re.DOTALL)


class _HeadReader:
    """Reads the lines before a body, up to a limit, and leaves out what is no header.

    Browsers pass over such a line. Python would take it for the end of all headers, as which `Location` would come too late.

    Attributes:
        in_headers: Whether the status line has been read.
    """

    def __init__(self, stream: Any) -> None:
        self.in_headers = False
        self._stream = stream
        self._left = MOST_OF_HEAD
        self._lines = MOST_HEADERS
        self._left_out = False

    def readline(self, most: int = -1) -> bytes:
        line = self._next(most)
        while self.in_headers and (kept := self._header(line)) is None:
            line = self._next(most)
        return kept or b"" if self.in_headers else line

    def _header(self, line: bytes) -> bytes | None:
        """Return a line of the headers as Python reads it, or None if it is to be left out."""
        text, end = line.rstrip(b"\r\n"), line.endswith(b"\n")
        if not text or not end:  # the last one, or one that was cut off, of which nobody knows what it would have been
            return b"\r\n"
        text = text.replace(b"\r", b" ")
        header = _HEADER.fullmatch(text)
        if text[:1] not in b" \t":
            self._left_out = header is None
        if self._left_out:
            return None
        return (b"%b:%b\r\n" % header.groups()) if header and text[:1] not in b" \t" else text + b"\r\n"

    def _next(self, most: int) -> bytes:
        line: bytes = self._stream.readline(most)
        self._left -= len(line)
        self._lines -= 1
        if self._left < 0 or self._lines < 0:
            raise LimitError("what comes before the page is too long")
        if current_limit().over:  # to be cut off looks like the last header
            raise LimitError("what comes before the page takes too long")
        return line

    def close(self) -> None:
        self._stream.close()


# Python gives up after 100 headers, or one of 64 KiB; browsers do not, and `_HeadReader` has its own limit for all together.
http.client._MAXHEADERS = MOST_OF_HEAD  # type: ignore[attr-defined]
http.client._MAXLINE = MOST_OF_HEAD  # type: ignore[attr-defined]


class _Response(http.client.HTTPResponse):
    def begin(self) -> None:
        stream: Any = self.fp
        head: Any = _HeadReader(stream)  # it reads lines, and no more is asked of it here
        self.fp = head
        try:
            super().begin()
        finally:
            if self.fp is head:  # else it was closed
                self.fp = stream

    def _read_status(self) -> tuple[str, int, str]:
        """Read the status line of the answer; what is said before it, as that a stylesheet will be needed, is none."""
        head: Any = self.fp
        while True:
            head.in_headers = False
            found: tuple[str, int, str] = super()._read_status()  # type: ignore[misc]  # Python skips 100 only
            head.in_headers = True
            if found[1] not in range(102, 200):
                return found
            http.client.parse_headers(self.fp)


class _LimitedConnection(HTTPConnection):
    """A connection within the limits of the address for which it is made."""

    response_class = _Response

    def _new_conn(self) -> socket.socket:
        limit = current_limit()
        self.timeout = min(float(self.timeout or limit.seconds_left()), limit.seconds_left())
        connection = super()._new_conn()
        try:
            limit.track(connection)
        except BaseException:
            connection.close()
            raise
        return connection


class _LimitedTlsConnection(_LimitedConnection, HTTPSConnection):
    pass


class _SingleUsePool(HTTPConnectionPool):
    """Never hands a connection out twice.

    What the other side still has to send on it, such as the body of a redirect, is then nobody's answer, and nobody waits for
    its end.
    """

    ConnectionCls = _LimitedConnection

    def _put_conn(self, conn: Any) -> None:
        if conn:
            conn.close()


class _SingleUseTlsPool(_SingleUsePool, HTTPSConnectionPool):
    ConnectionCls = _LimitedTlsConnection


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        _limit_pools(self.poolmanager)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(*args, **kwargs)
        _limit_pools(manager)
        return manager


def _limit_pools(manager: urllib3.PoolManager) -> None:
    manager.pool_classes_by_scheme = {"http": _SingleUsePool, "https": _SingleUseTlsPool}


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
    return parts.hostname, parts.port or _PORTS.get(parts.scheme, 1080)


class WebSession(requests.Session):
    """Asks with one thread's cookies; notes each redirect before it is followed.

    Args:
        politeness: `Politeness`, as a mapping.
        resolver: What is asked for the addresses of names.

    Attributes:
        hops: Where redirects led, with the status codes that sent there; None while none is to be noted.
    """

    def __init__(self, politeness: Mapping[str, Any], resolver: GuardedResolver) -> None:
        super().__init__()
        self._resolver = resolver
        self.hops: list[tuple[str, int]] | None = None
        self._last: requests.Response | None = None
        self._never = [re.compile(pattern) for pattern in politeness["never"]]
        self._allow_private = politeness["allow_private"]
        self._seconds = politeness["timeout"]
        self.max_redirects = politeness["max_redirects"]
        self.headers["User-Agent"] = politeness["agent"]
        for scheme in ("http://", "https://"):
            self.mount(scheme, _Adapter())

    def begin(self) -> None:
        """Begin with another address: without the cookies of the last one, of which there may be thousands."""
        self.hops = None
        self.cookies.clear()

    def get(self, url: Any, **kwargs: Any) -> requests.Response:
        """Get a robots.txt: LinkChecker asks for nothing else in this way. What comes in time counts.

        Raises:
            requests.RequestException: There is none. LinkChecker then takes all to be allowed, unless it is a `Timeout`.
        """
        outer = current_limit()
        with limited(min(self._seconds, outer.seconds_left() / 2), outer.ports):
            try:
                response = super().get(url, stream=True, **kwargs)
            except (requests.Timeout, ValueError) as error:
                raise requests.RequestException("no robots.txt came") from error
            text = bytearray()
            read_some(response, READ_OF_ROBOTS, self._seconds, text.extend)
        response._content = b"\n".join(text.split(b"\n", MOST_RULES)[:MOST_RULES])
        response._content_consumed = True  # type: ignore[attr-defined]  # how requests marks a body as read
        return response

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Send a request; what goes through a proxy is held to the rules of names here, since no connection is made to it."""
        url = request.url or ""
        proxies = kwargs.get("proxies") or resolve_proxies(request, dict(self.proxies), self.trust_env)
        if select_proxy(url, proxies):
            parts = urlsplit(url)
            if not self._allow_private and is_private(url):
                raise PrivateAddressError(f"{url} is in a private network")
            self._resolver.refuse_private(parts.hostname or "", parts.port or _PORTS[parts.scheme])
        return super().send(request, **kwargs)

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Return where a response leads, or None.

        Raises:
            requests.RequestException: Nobody can tell; see `read_location`.
            RefusedError: It is never asked.
        """
        if not resp.is_redirect:
            return None
        # requests would read the body of a redirect to its end before it goes on, and some have none.
        resp.raw.close()
        resp._content = b""
        address = read_location(_locations(resp), resp.url)
        if not address:
            return None
        if len(address) > LONGEST_REDIRECT:
            raise LimitError(f"redirected to an address of {len(address)} letters")
        if self.hops is not None and resp is not self._last:  # requests looks twice
            self.hops.append((address, resp.status_code))
            self._last = resp
        self._may_follow(address)
        return address

    def _may_follow(self, address: str) -> None:
        parts = urlsplit(address)
        if any(pattern.search(address) for pattern in self._never):
            raise PrivateAddressError(f"redirected to {address}, which is not asked")
        if not self._allow_private and is_private(address):
            raise PrivateAddressError(f"redirected to {address}, in a private network")
        if parts.port is not None and parts.port not in current_limit().ports:
            raise PortError(f"redirected to {address}, on a port that is not one of the web")


def _locations(response: requests.Response) -> list[str]:
    """Return the values of all headers that say where a response leads; requests would join them to one."""
    found: list[str] = response.raw.headers.getlist("location")
    return found


def ports_for(url: str) -> frozenset[int]:
    """Return the ports that may be asked for a link: those of the web, and the one that it names itself."""
    named = urlsplit(url).port
    return WEB_PORTS | {named} if named else WEB_PORTS


def may_unpack(coding: str) -> bool:
    """Tell whether a body is read as it was before it was packed, by what its `Content-Encoding` says."""
    known = {"", "identity", *urllib3.HTTPResponse.CONTENT_DECODERS}
    return all(name.strip().lower() in known for name in coding.split(","))


def read_some(response: requests.Response, most: int, seconds: float, write: Callable[[bytes], object]) -> bool:
    """Read the body of a response, up to some bytes and some time after, and return whether that is the whole of it.

    Its connection is closed then: nobody will read the rest.

    Args:
        response: Whose body is not read yet.
        most: Bytes after which no more are read.
        seconds: Time after which no more are read.
        write: Takes what came, unpacked.
    """
    until = time.monotonic() + seconds
    read = 0
    with response:
        while read < most and time.monotonic() < until:
            try:
                chunk = response.raw.read1(16 * 1024, decode_content=True)  # what has come, where read() would wait for all of it
            except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, ValueError):
                return False
            if not chunk:
                return not current_limit().over  # to be cut off looks like the end
            read += len(chunk)
            write(chunk)
    return False


def _within_limit(found: list[Any]) -> Iterator[Any]:
    """Yield addresses to try one after another, as long as there is time: a name may stand for a hundred that are silent."""
    for entry in found:
        if not current_limit().over:
            yield entry


def _literal(address: str) -> str:
    bare = address.partition("%")[0]
    return f"http://[{bare}]/" if ":" in bare else f"http://{bare}/"
