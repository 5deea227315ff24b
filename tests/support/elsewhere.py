"""The other sites: where a reader comes from and where the exit leads, and what was asked of them."""

from __future__ import annotations

import http.server
import ssl
import threading
from dataclasses import dataclass
from urllib.parse import urlsplit

import trustme

EXIT = "https://www.bbc.co.uk/weather"
SECOND = "https://www.gov.uk/bank-holidays"
START = "https://start.example.net/"
"""Where the reader was before the visit."""


@dataclass(frozen=True)
class Asked:
    """A page that was asked of another site.

    Attributes:
        url: Its address.
        referer: The page from which the reader comes, if the browser told.
        frame: Whether it was asked for a frame within a page.
    """

    url: str
    referer: str | None
    frame: bool


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of browsers that break off."""


class Elsewhere:
    """The other sites: where the reader comes from, and where the exit leads.

    Attributes:
        asked: The pages that were asked for, in order.
        answers: How a host answers if not at once: "held" keeps waiting, "no content" leaves the page that asks where it is,
            "broken off" makes the browser say that the site cannot be reached.
        pages: The HTML of a host that is not the usual page.
        port: Where on this machine they all are.
        rules: What tells Chromium so.
    """

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.answers: dict[str, str] = {}
        self.pages: dict[str, str] = {}
        self._free = threading.Event()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        hosts = [urlsplit(address).hostname or "" for address in (EXIT, SECOND, START)]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trustme.CA().issue_cert(*hosts).configure_cert(context)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self.port = self._server.server_port
        self.rules = ", ".join(f"MAP {host}:443 127.0.0.1:{self.port}" for host in hosts)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _handler(self) -> type[http.server.BaseHTTPRequestHandler]:
        elsewhere = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host = self.headers["Host"]
                if self.headers.get("Sec-Fetch-Mode", "navigate") == "navigate":
                    frame = self.headers.get("Sec-Fetch-Dest", "document") != "document"
                    elsewhere.asked.append(Asked(f"https://{host}{self.path}", self.headers.get("Referer"), frame))
                answer = elsewhere.answers.get(host)
                if answer == "held":
                    elsewhere._free.wait(60)
                if answer == "broken off":
                    return
                self.send_response(204 if answer == "no content" else 200)
                self.send_header("X-Frame-Options", "DENY")
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                if answer != "no content":
                    self.wfile.write(elsewhere.pages.get(host, f"<title>Elsewhere</title><h1>{host}</h1>").encode())

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler

    def release(self) -> None:
        """Answer whoever was kept waiting."""
        self._free.set()
        self._free = threading.Event()

    def forget(self) -> None:
        """Begin anew."""
        self.release()
        self.asked, self.answers, self.pages = [], {}, {}

    def close(self) -> None:
        self.forget()
        self._server.shutdown()
        self._server.server_close()
