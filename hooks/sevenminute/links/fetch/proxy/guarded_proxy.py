"""The proxy: lets through what the check of links may ask, within the limits of the address for which it is asked.

A browser and a second client follow redirects, load scripts and look names up in their own ways. None of that is relied on: they
have no other way out than this one, which resolves names itself, connects to the very address that it has looked at, and counts.
"""

from __future__ import annotations

import hmac
import re
import secrets
import socket
import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from sevenminute.links.fetch.address_limit import AddressLimit, LimitError, current_limit, within
from sevenminute.links.fetch.proxy.outer_proxy import OuterProxy, outer_proxy_for
from sevenminute.links.fetch.proxy.request_head import BadRequestError, RequestHead, read_head
from sevenminute.links.fetch.resolver import GuardedResolver, PrivateAddressError
from sevenminute.text.web_address import is_private

MOST_BYTES = 12 * 1024 * 1024
"""Bytes that may come for one address, with its redirects and, in a browser, all that its page loads."""
MOST_CONNECTIONS = 100
"""Connections that may be made for one address."""
_CHUNK = 64 * 1024
_SECONDS_FOR_HEAD = 10.0

_FORBIDDEN = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_WHO = (
    b'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="links"\r\n'
    b"Content-Length: 0\r\nConnection: close\r\n\r\n"
)
_CONNECTED = b"HTTP/1.1 200 Connected\r\n\r\n"


class ProxySession:
    """What may go through the proxy for one address.

    Attributes:
        user: The user's name with which a client shows for which address it asks.
        password: The word for it.
        limit: The limit of the address.
        failures: Why no connection could be made, by host and port; the last one counts.
        over_limit: Whether more came, or was asked, than one address may have.
    """

    def __init__(self, limit: AddressLimit) -> None:
        self.user, self.password = secrets.token_hex(8), secrets.token_hex(32)
        self.limit = limit
        self.failures: dict[tuple[str, int], BaseException] = {}
        self.over_limit = False
        self._lock = threading.Lock()
        self._bytes, self._connections = MOST_BYTES, MOST_CONNECTIONS

    def count(self, *, received: int = 0, connections: int = 0) -> None:
        """Count what is used up.

        Raises:
            LimitError: It is too much.
        """
        with self._lock:
            self._bytes -= received
            self._connections -= connections
            self.over_limit = self.over_limit or self._bytes < 0 or self._connections < 0
        if self.over_limit or self.limit.over:
            raise LimitError("this address has used up what it may")


class GuardedProxy:
    """The proxy.

    Args:
        politeness: `Politeness`, as a mapping.
        resolver: What is asked for the addresses of names.

    Attributes:
        port: Its port on the loopback interface.
    """

    def __init__(self, politeness: Mapping[str, Any], resolver: GuardedResolver) -> None:
        self._resolver = resolver
        self._never = [re.compile(pattern) for pattern in politeness["never"]]
        self._allow_private = politeness["allow_private"]
        self._timeout = politeness["timeout"]
        self._sessions: dict[str, ProxySession] = {}
        proxy = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                with suppress(OSError):
                    proxy._serve(self.request)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            block_on_close = False
            request_queue_size = 100

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port: int = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()

    @property
    def url(self) -> str:
        """The address of the proxy."""
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def session(self, limit: AddressLimit) -> Iterator[ProxySession]:
        """Let through what is asked for one address; at the end all its connections are cut."""
        session = ProxySession(limit)
        self._sessions[session.user] = session
        try:
            yield session
        finally:
            del self._sessions[session.user]
            limit.expire()

    def close(self) -> None:
        """Serve no more."""
        self._server.shutdown()
        self._server.server_close()

    def _serve(self, client: socket.socket) -> None:
        client.settimeout(_SECONDS_FOR_HEAD)
        try:
            request = read_head(client)
        except BadRequestError:
            client.sendall(_FORBIDDEN)
            return
        session = self._session(request)
        if session is None:
            client.sendall(_WHO)
            return
        with within(session.limit):
            try:
                session.count(connections=1)
                upstream, outer = self._connect(request)
            except (OSError, UnicodeError) as error:  # all that `requests` raises is an OSError too
                session.failures[request.host, request.port] = error
                if request.is_tunnel:  # else the client would take it for the answer of the host
                    client.sendall(_FORBIDDEN)
                return
        with upstream:
            if request.is_tunnel:
                client.sendall(_CONNECTED)
            else:
                upstream.sendall(request.for_proxy(*outer.headers) if outer else request.for_host())
            _relay(client, upstream, session, tunnel=request.is_tunnel)

    def _session(self, request: RequestHead) -> ProxySession | None:
        user, password = request.credentials or ("", "")
        session = self._sessions.get(user)
        known = session is not None and hmac.compare_digest(session.password.encode(), password.encode())
        return session if known else None

    def _connect(self, request: RequestHead) -> tuple[socket.socket, OuterProxy | None]:
        """Return a connection to the host of a request, or to a proxy through which it is reached.

        Raises:
            RefusedError: It may not be asked.
            OSError: There is none.
        """
        if any(pattern.search(request.url) for pattern in self._never):
            raise PrivateAddressError(f"{request.url} is not asked")
        if not self._allow_private and is_private(request.url):
            raise PrivateAddressError(f"{request.url} is in a private network")
        self._resolver.refuse_private(request.host, request.port)
        outer = outer_proxy_for(request.url)
        if outer is None:
            return self._connect_to(request.host, request.port), None
        connection = self._connect_to(outer.host, outer.port)
        if request.is_tunnel:
            bracketed = f"[{request.host}]" if ":" in request.host else request.host
            outer.open_tunnel(connection, f"{bracketed}:{request.port}")
        return connection, outer

    def _connect_to(self, host: str, port: int) -> socket.socket:
        """Return a connection to the first address of a host that takes one."""
        limit = current_limit()
        error: OSError = LimitError("the time for this address is over")
        for family, kind, protocol, _, place in self._resolver(host, port, 0, socket.SOCK_STREAM):
            connection = socket.socket(family, kind, protocol)
            try:
                connection.settimeout(min(self._timeout, limit.seconds_left()))
                connection.connect(place)
                limit.track(connection)
            except OSError as failed:
                connection.close()
                error = failed
            else:
                return connection
        raise error


def _relay(client: socket.socket, upstream: socket.socket, session: ProxySession, *, tunnel: bool) -> None:
    """Hand on what comes, until one side has ended; without a tunnel nothing more may come from the client."""
    client.settimeout(None)
    upstream.settimeout(None)  # the limit of the address ends it

    def hand_up() -> None:
        with suppress(OSError):
            while (received := client.recv(_CHUNK)) and tunnel:
                upstream.sendall(received)
        _end(upstream)

    thread = threading.Thread(target=hand_up, daemon=True)
    thread.start()
    try:
        while received := upstream.recv(_CHUNK):
            session.count(received=len(received))
            client.sendall(received)
    except OSError:  # one of the two is gone, or it was too much
        pass
    finally:
        _end(client)
        thread.join()


def _end(connection: socket.socket) -> None:
    with suppress(OSError):  # it has ended already
        connection.shutdown(socket.SHUT_RDWR)
