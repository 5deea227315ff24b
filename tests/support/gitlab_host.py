"""A code host on the loopback interface: a repository behind a password, as git asks for it, and the issues of a project."""

from __future__ import annotations

import base64
import http.server
import json
import os
import subprocess
import threading
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class GitLabHost:
    """What a test's own code host was told.

    Attributes:
        token: What it takes for the password, and for the key of its API.
        origin: The bare repository.
        address: Of the project, without `.git`.
        api: Of the API.
        issues: The open issues, by number: their fields as they were sent.
        notes: What was said below issues.
        refused: Requests without the token, or with another.
        moved_to: Another address of the project, to which this one leads.
    """

    token: str
    origin: Path
    address: str = ""
    api: str = ""
    issues: dict[int, dict[str, str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    moved_to: str = ""

    def answer(self, method: str, path: str, body: str) -> object:
        """Return what the API says."""
        sent = {key: values[0] for key, values in urllib.parse.parse_qs(body, keep_blank_values=True).items()}
        words = path.partition("?")[0].split("/issues", 1)[1].strip("/").split("/")
        if method == "GET":
            return [{"iid": number} for number in self.issues]
        if words == [""]:
            self.issues[len(self.issues) + 1] = sent
        elif words[-1] == "notes":
            self.notes.append(sent["body"])
        elif sent.get("state_event") == "close":
            del self.issues[int(words[0])]
        else:
            self.issues[int(words[0])] |= sent
        return {}


def _git(host: GitLabHost, handler: http.server.BaseHTTPRequestHandler, body: bytes) -> tuple[bytes, bytes]:
    """Let git's own program for web servers answer; return its head and body."""
    path, _, query = handler.path.partition("?")
    environment = {
        "PATH": os.environ["PATH"],
        "GIT_PROJECT_ROOT": str(host.origin.parent),
        "GIT_HTTP_EXPORT_ALL": "1",
        "PATH_INFO": path.replace("/group/project.git", f"/{host.origin.name}", 1),
        "QUERY_STRING": query,
        "REQUEST_METHOD": handler.command,
        "CONTENT_TYPE": handler.headers.get("Content-Type", ""),
        "HTTP_CONTENT_ENCODING": handler.headers.get("Content-Encoding", ""),
        "CONTENT_LENGTH": str(len(body)),
        "REMOTE_USER": "token",
    }
    done = subprocess.run(["git", "http-backend"], input=body, env=environment, capture_output=True, check=True)
    head, _, rest = done.stdout.partition(b"\r\n\r\n")
    return head, rest


def _handler(host: GitLabHost) -> type[http.server.BaseHTTPRequestHandler]:
    basic = base64.b64encode(f"x-access-token:{host.token}".encode()).decode()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            given = (self.headers.get("PRIVATE-TOKEN") or "", self.headers.get("Authorization", "").removeprefix("Basic "))
            body = self._body()
            if host.moved_to:
                self.send_response(302)
                self.send_header("Location", self.path.replace("/group/project", host.moved_to, 1))
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            if given not in ((host.token, ""), ("", basic)):
                host.refused.append(f"{self.command} {self.path}")
                self.send_response(401)
                self.send_header("WWW-Authenticate", 'Basic realm="code host"')
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            if self.path.startswith("/api/"):
                self._say(
                    b"Status: 200 OK\r\nContent-Type: application/json",
                    json.dumps(host.answer(self.command, self.path, body.decode())).encode(),
                )
            else:
                self._say(*_git(host, self, body))

        do_POST = do_PUT = do_GET  # noqa: N815 - the library's names

        def _body(self) -> bytes:
            if self.headers.get("Transfer-Encoding") != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length", 0)))
            parts = []
            while size := int(self.rfile.readline(), 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)

        def _say(self, head: bytes, body: bytes) -> None:
            fields = dict(line.split(": ", 1) for line in head.decode().splitlines())
            self.send_response(int(fields.pop("Status", "200 OK").split()[0]))
            for name, value in {**fields, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


@contextmanager
def hosting(origin: Path, token: str, *, moved_to: str = "") -> Iterator[GitLabHost]:
    """Serve a bare repository, and issues, to whoever has the token; or lead to where they are now."""
    host = GitLabHost(token, origin, moved_to=moved_to)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(host))
    host.address = f"http://127.0.0.1:{server.server_port}/group/project"
    host.api = f"http://127.0.0.1:{server.server_port}/api/v4"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
