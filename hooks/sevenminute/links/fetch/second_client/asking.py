"""How httpx asks: each address as it is written, and a robots.txt within a time of its own."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpcore
import httpx

from sevenminute.links.fetch.address_limit import LimitError, apart
from sevenminute.links.fetch.cookies import CookieJar
from sevenminute.links.fetch.hosts.robots import LONGEST_ROBOTS, READ_OF_ROBOTS
from sevenminute.links.fetch.page.read import IncompletePageError
from sevenminute.links.fetch.protocol import READER_HEADERS
from sevenminute.links.fetch.proxy.guarded_proxy import GuardedProxy, ProxySession
from sevenminute.links.fetch.second_client.unpacking import unpacked
from sevenminute.text.web_address import target_of

HTTP_ERRORS = (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError, httpcore.TimeoutException)


@dataclass(frozen=True)
class Asking:
    """Asks through the proxy.

    Attributes:
        proxy: Through which everything goes.
        politeness: `Politeness`, as a mapping.
        certificates: What is trusted.
    """

    proxy: GuardedProxy
    politeness: Mapping[str, Any]
    certificates: ssl.SSLContext

    def connected(self, session: ProxySession, certificates: ssl.SSLContext | None = None) -> httpcore.HTTPProxy:
        """Return what makes connections for one address.

        Args:
            session: The address's share of the proxy.
            certificates: What is trusted, if not the usual ones.
        """
        login = (session.user, session.password)
        return httpcore.HTTPProxy(self.proxy.url, login, ssl_context=certificates or self.certificates, http2=True)

    @contextmanager
    def sent(self, connections: httpcore.ConnectionPool, url: str, cookies: CookieJar) -> Iterator[httpx.Response]:
        """Ask for an address as it is written, and keep its cookies.

        httpx would write some addresses in another way, and read where redirects lead in its own: so it makes the headers, and
        what is below it asks.
        """
        parts = urlsplit(url)
        host = parts.netloc.removesuffix(f":{parts.port}")  # an IPv6 address in its brackets
        place = httpcore.URL(scheme=parts.scheme, host=host, port=parts.port, target=target_of(url))
        headers = {
            "Host": parts.netloc,
            **READER_HEADERS,
            "Accept-Encoding": "gzip, deflate",
            "User-Agent": self.politeness["agent"],
        }
        if parts.scheme == "http":  # the proxy ends such a connection after its answer: none may be used twice
            headers["Connection"] = "close"
        if known := cookies.header(url):
            headers["Cookie"] = known
        raw_headers = [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]
        request = httpx.Request("GET", url, headers=raw_headers)
        seconds = dict.fromkeys(("connect", "read", "write", "pool"), self.politeness["timeout"])
        with connections.stream("GET", place, headers=request.headers.raw, extensions={"timeout": seconds}) as raw:
            answer = httpx.Response(raw.status, headers=raw.headers, request=request, content=raw.iter_stream())
            cookies.keep(url, (value.decode("latin-1") for name, value in raw.headers if name.lower() == b"set-cookie"))
            yield answer

    def read_robots(self, url: str) -> str:
        """Return a robots.txt as far as it counts, or an empty string when none came, or not in time."""
        text = bytearray()
        seconds = min(LONGEST_ROBOTS, self.politeness["timeout"])
        try:
            with (
                apart(seconds) as limit,
                self.proxy.session(limit) as session,
                self.connected(session) as connections,
                self.sent(connections, url, CookieJar()) as answer,
            ):
                for chunk in chunks(answer) if answer.status_code in range(200, 300) else ():
                    text += chunk
                    if len(text) >= READ_OF_ROBOTS:
                        text = text[: text.rfind(b"\n") + 1]
                        break
        except (*HTTP_ERRORS, httpx.InvalidURL, IncompletePageError, LimitError, ValueError):
            return ""
        return text.decode("utf-8-sig", "replace")


def chunks(answer: httpx.Response) -> Iterator[bytes]:
    """Yield the body of an answer as it comes, unpacked.

    Raises:
        IncompletePageError: The rest of it cannot be had.
    """
    try:
        yield from unpacked(answer.iter_raw(), answer.headers.get("content-encoding", ""))
    except (*HTTP_ERRORS, ValueError) as error:
        raise IncompletePageError(str(error)) from error
