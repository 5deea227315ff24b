"""The lines before the body of a response: read as browsers read them, and up to a limit."""

from __future__ import annotations

import http.client
import re
import ssl
from typing import Any

import requests

from sevenminute.links.fetch.address_limit import MOST_HEADERS, MOST_OF_HEAD, HeadLimitError, LimitError, current_limit

_VERSION = re.compile(rb"(?i:HTTP)/(?:1\.([01])|[1-9][.0-9]*)[ \t]+")
_HEADER = re.compile(rb"([!-9;-~]+)[ \t]*:(.*)", re.DOTALL)


class NoHeadError(requests.RequestException):
    """A page comes without a status line."""


class _HeadReader:
    """Reads the lines before a body, up to a limit, and leaves out what is no header, and what is empty before the status line.

    Browsers pass over such lines. Python would take them for the end of all headers, as which `Location` would come too late, or
    for no answer at all.

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
        if not self.in_headers:
            while line in (b"\r\n", b"\n"):
                line = self._next(most)
            if line.lstrip().startswith(b"<"):
                raise NoHeadError("it begins with its page")
            return _as_version_1(line)
        while (kept := self._header(line)) is None:
            line = self._next(most)
        return kept

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
            raise HeadLimitError("what comes before the page is too long")
        if current_limit().over:  # to be cut off looks like the last header
            raise LimitError("what comes before the page takes too long")
        return line

    def close(self) -> None:
        self._stream.close()


# Python gives up after 100 headers, or one of 64 KiB; browsers do not, and `_HeadReader` has its own limit for all together.
http.client._MAXHEADERS = MOST_OF_HEAD  # type: ignore[attr-defined]
http.client._MAXLINE = MOST_OF_HEAD  # type: ignore[attr-defined]


def _as_version_1(status_line: bytes) -> bytes:
    """Return a status line in the version of HTTP that is spoken here: some servers write another, or small letters.

    Those that send radio programmes call it ICY, which browsers take.
    """
    if status_line[:4].lower() == b"icy ":
        return b"HTTP/1.0 " + status_line[4:]
    found = _VERSION.match(status_line)
    return b"HTTP/1.%b %b" % (found[1] or b"1", status_line[found.end() :]) if found else status_line


class LimitedResponse(http.client.HTTPResponse):
    """A response whose head is read by `_HeadReader`.

    Attributes:
        certificate: Of whoever answers, in DER; nothing without TLS.
    """

    def __init__(self, sock: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.certificate: bytes = (isinstance(sock, ssl.SSLSocket) and sock.getpeercert(binary_form=True)) or b""

    def begin(self) -> None:
        """Read the status line and the headers."""
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
