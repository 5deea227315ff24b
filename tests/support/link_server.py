"""A web server on the loopback interface that answers as a test has it, however badly, and counts what it was asked."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

_TLS_BEGINS = b"\x16"
"""The first byte of whoever wants TLS; others are answered without it, on the same port."""
Stopped = threading.Event


@dataclass(frozen=True)
class ByHeaders:
    """An answer that depends on what is asked with: names of headers in small letters."""

    choose: Callable[[Mapping[str, str]], Answer]


Answer = bytes | Callable[[socket.socket, Stopped], object] | ByHeaders
Script = Mapping[str, Answer | list[Answer]]
"""Path, or host and path, to what is answered: the same each time, or one after another, the last for ever.

`host/*` stands for all other paths of a host.
"""


class Kept(bytes):
    """An answer after which the connection stays open for the next request."""


def reply(status: int, body: str | bytes = "<title>A page</title>", reason: str = "Reason", **headers: str) -> bytes:
    """Return a whole answer; names of headers take underscores for hyphens."""
    content = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} {reason}", f"Content-Length: {len(content)}", "Connection: close"]
    lines += [
        f"{name.replace('_', '-')}: {value}" for name, value in {"Content_Type": "text/html; charset=utf-8", **headers}.items()
    ]
    return "\r\n".join([*lines, "", ""]).encode() + content


def redirect(location: str, status: int = 301) -> bytes:
    """Return an answer that leads elsewhere."""
    return reply(status, "", Location=location)


OK = reply(200)


class LinkServer:
    """The server.

    Attributes:
        asked: How often each path was asked for, `host/path` too.
        heads: The headers of each request, by path, in small letters; the last one counts.
        port: Its port.
    """

    def __init__(self, script: Script, tls: ssl.SSLContext | None = None) -> None:
        self.script = dict(script)
        self.asked: Counter[str] = Counter()
        self.heads: dict[str, dict[str, str]] = {}
        self.stopped = Stopped()
        self._lock = threading.Lock()
        self._tls = tls
        outer = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                outer._handle(self.request)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            block_on_close = False
            request_queue_size = 200

            def handle_error(self, request: Any, client_address: Any) -> None:
                """Say nothing: clients break off, and some answers are made to fail."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port: int = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def url(self, path: str, host: str = "127.0.0.1", scheme: str = "http") -> str:
        """Return the address of a path."""
        return f"{scheme}://{host}:{self.port}{path}"

    def requests(self) -> int:
        """Return how often anything but a robots.txt was asked for."""
        return sum(number for path, number in self.asked.items() if path.startswith("/") and path != "/robots.txt")

    def encrypt(self, tls: ssl.SSLContext) -> None:
        """Encrypt from now on, as whoever asks has it."""
        self._tls = tls

    def _handle(self, connection: socket.socket) -> None:
        if self._tls and connection.recv(1, socket.MSG_PEEK) == _TLS_BEGINS:
            connection = self._tls.wrap_socket(connection, server_side=True)
        while self._answer_one(connection):
            pass
        connection.close()

    def _answer_one(self, connection: socket.socket) -> bool:
        """Answer one request, and return whether the connection stays open."""
        head = b""
        while b"\r\n\r\n" not in head:
            received = connection.recv(65536)
            if not received:
                return False
            head += received
        first, *rest = head.decode("latin-1").split("\r\n")
        path = first.split(" ")[1]
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)}
        answer = self._answer(path, headers)
        if isinstance(answer, bytes):
            connection.sendall(answer)
            return isinstance(answer, Kept)
        return answer(connection, self.stopped) is True

    def _answer(self, path: str, headers: dict[str, str]) -> bytes | Callable[[socket.socket, Stopped], object]:
        name = headers.get("host", "").partition(":")[0]
        host = name + path
        with self._lock:
            self.asked[path] += 1
            self.asked[host] += 1
            self.heads[path] = headers
            key = next((key for key in (host, path, f"{name}/*") if key in self.script), path)
            found = self.script.get(key, reply(404, "", "Not Found"))
            answer = found[min(self.asked[key], len(found)) - 1] if isinstance(found, list) else found
        while isinstance(answer, ByHeaders):
            answer = answer.choose(headers)
        return answer

    def close(self) -> None:
        """Stop, and let go of whoever still waits for an answer."""
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def serving(script: Script, tls: ssl.SSLContext | None = None) -> Iterator[LinkServer]:
    """Serve a script for as long as a test needs it."""
    server = LinkServer(script, tls)
    try:
        yield server
    finally:
        server.close()


def never_answers(connection: socket.socket, stopped: Stopped) -> None:
    """Take the request and say nothing."""
    stopped.wait()


def endless_body(connection: socket.socket, stopped: Stopped) -> None:
    """Send headers, and then a byte now and then for ever."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>A page</title>")
    while not stopped.wait(0.02):
        connection.sendall(b" ")


def resets(connection: socket.socket, stopped: Stopped) -> None:
    """Break the connection off."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")


def closes(connection: socket.socket, stopped: Stopped) -> None:
    """Say nothing and close."""
