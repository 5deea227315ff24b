"""The proxy of the network in which this machine stands, if everything has to go through one."""

from __future__ import annotations

import base64
import socket
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from requests.utils import get_environ_proxies, select_proxy

from sevenminute.links.fetch.proxy.request_head import LONGEST_HEAD
from sevenminute.links.fetch.resolver import DEFAULT_PORTS


class UnknownProxyError(ConnectionError):
    """Everything has to go through a proxy that nobody here can speak with."""


@dataclass(frozen=True)
class OuterProxy:
    """A proxy that speaks HTTP.

    Attributes:
        host: Its host.
        port: Its port.
        headers: What it wants to know besides, as a user's name and password.
    """

    host: str
    port: int
    headers: tuple[bytes, ...] = ()

    def open_tunnel(self, connection: socket.socket, place: str) -> None:
        """Have the proxy open a tunnel.

        Args:
            connection: To the proxy.
            place: Host and port to which the tunnel leads.

        Raises:
            OSError: It does not.
        """
        lines = [f"CONNECT {place} HTTP/1.1".encode("latin-1"), f"Host: {place}".encode("latin-1"), *self.headers, b"", b""]
        connection.sendall(b"\r\n".join(lines))
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            received = connection.recv(1)
            head += received
            if not received or len(head) > LONGEST_HEAD:
                raise ConnectionError("the proxy of this network broke off")
        if head.split(b" ", 2)[1:2] != [b"200"]:
            raise ConnectionError(f"the proxy of this network refuses {place}")


def outer_proxy_for(url: str) -> OuterProxy | None:
    """Return the proxy that this machine's settings name for an address, or None.

    Raises:
        UnknownProxyError: It is of a kind that is not known here.
    """
    found = select_proxy(url, get_environ_proxies(url))
    if not found:
        return None
    parts = urlsplit(found if "://" in found else f"http://{found}")
    if parts.scheme != "http" or not parts.hostname:
        raise UnknownProxyError(f"a proxy of the kind {parts.scheme} is not known here")
    headers: tuple[bytes, ...] = ()
    if parts.username is not None:
        login = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
        headers = (b"Proxy-Authorization: Basic " + base64.b64encode(login),)
    return OuterProxy(parts.hostname, parts.port or DEFAULT_PORTS[parts.scheme], headers)
