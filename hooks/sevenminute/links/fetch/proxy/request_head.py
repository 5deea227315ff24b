"""The head of a request to a proxy, as far as a proxy reads it."""

from __future__ import annotations

import base64
import binascii
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from sevenminute.links.fetch.resolver import DEFAULT_PORTS
from sevenminute.text.web_address import target_of

LONGEST_HEAD = 64 * 1024
"""Bytes of a request before its body: it is a client of ours that sends them."""

_OF_ONE_HOP = (b"connection:", b"proxy-", b"keep-alive:", b"upgrade:", b"host:")
"""Headers, by how they begin, that concern the connection to the proxy only, and the one that is written anew."""


class BadRequestError(ValueError):
    """It is no request that a client of ours may send."""


@dataclass(frozen=True)
class RequestHead:
    """A request to a proxy.

    Attributes:
        method: As `GET`, or `CONNECT` for a tunnel.
        url: The address; of a tunnel the root of its host, as `https://www.example.org/`.
        host: The host of it, an IPv6 address without brackets.
        port: The port of it.
        headers: The lines of headers, without their ends.
    """

    method: str
    url: str
    host: str
    port: int
    headers: tuple[bytes, ...]

    @property
    def is_tunnel(self) -> bool:
        """Whether the client speaks with the host itself, through a tunnel."""
        return self.method == "CONNECT"

    @property
    def credentials(self) -> tuple[str, str] | None:
        """User's name and password for the proxy, or None."""
        for line in self.headers:
            name, _, value = line.partition(b":")
            if name.strip().lower() == b"proxy-authorization":
                try:
                    text = base64.b64decode(value.strip().removeprefix(b"Basic ")).decode("latin-1")
                except binascii.Error:
                    return None
                user, _, word = text.partition(":")
                return user, word
        return None

    def for_host(self) -> bytes:
        """Return the head as the host itself reads it, which is to close the connection after its answer."""
        return self._written(target_of(self.url))

    def for_proxy(self, *headers: bytes) -> bytes:
        """Return the head as another proxy reads it, with these headers besides."""
        return self._written(self.url, *headers)

    def _written(self, target: str, *headers: bytes) -> bytes:
        kept = [line for line in self.headers if not line.lower().startswith(_OF_ONE_HOP)]
        host = f"Host: {urlsplit(self.url).netloc}".encode("latin-1")
        first = f"{self.method} {target} HTTP/1.1".encode("latin-1")
        return b"\r\n".join([first, host, *kept, b"Connection: close", *headers, b"", b""])


def read_head(client: socket.socket) -> RequestHead:
    """Read a request without a body.

    Raises:
        BadRequestError: It is none, or none that a proxy for reading pages serves.
        OSError: The client is gone.
    """
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        received = client.recv(1)  # not a byte of a tunnel; the head is short, and comes from this machine
        head += received
        if not received or len(head) > LONGEST_HEAD:
            raise BadRequestError("it has no end")
    first, *headers = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    try:
        method, target, _ = first.decode("latin-1").split(" ")
        return _request(method, target, tuple(headers))
    except ValueError as error:
        raise BadRequestError("it cannot be read") from error


def _request(method: str, target: str, headers: tuple[bytes, ...]) -> RequestHead:
    if method not in ("CONNECT", "GET", "HEAD"):
        raise BadRequestError(f"{method} changes something, or has a body")
    url = f"https://{target.removesuffix(':443')}/" if method == "CONNECT" else target
    parts = urlsplit(url)
    if parts.scheme not in DEFAULT_PORTS or not (parts.hostname and parts.path) or parts.username is not None:
        raise BadRequestError("it names no host of the web")
    port = parts.port or DEFAULT_PORTS[parts.scheme]
    return RequestHead(method, url, parts.hostname, port, headers)
