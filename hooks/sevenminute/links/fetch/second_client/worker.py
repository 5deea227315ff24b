"""The child process in which httpx asks for addresses: JSON on standard input, one JSON line for each response out."""

from __future__ import annotations

import os
import ssl
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import certifi
import h2.exceptions
import h11
import httpx
import requests

from sevenminute.links.fetch.address_limit import LONGEST_REDIRECT, LimitError
from sevenminute.links.fetch.child_process.worker import Ask, MakeClient, failure_of, run_worker
from sevenminute.links.fetch.failures import causes
from sevenminute.links.fetch.page_reading import MOST_FOR_ANCHORS, MOST_FOR_WORDS, has_nulls, missing_anchors, not_found_words
from sevenminute.links.fetch.protocol import READER_HEADERS, Request
from sevenminute.links.fetch.proxy.guarded_proxy import GuardedProxy, ProxySession
from sevenminute.links.fetch.redirects import read_location
from sevenminute.links.fetch.resolver import DEFAULT_PORTS
from sevenminute.links.fetch.response import ENGINE_FAULT, KEPT_HEADERS, LONGEST_HEADER, Failure, Hop, Response
from sevenminute.links.fetch.second_client.unpacking import unpacked
from sevenminute.text.web_address import without_fragment

_REDIRECTS = {301, 302, 303, 307, 308}
_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True)
class _Client:
    """Asks for addresses, each with cookies of its own.

    Attributes:
        proxy: Through which everything goes.
        politeness: `Politeness`, as a mapping.
        certificates: What is trusted.
    """

    proxy: GuardedProxy
    politeness: Mapping[str, Any]
    certificates: ssl.SSLContext

    def ask(self, request: Request, session: ProxySession) -> Response:
        """Ask for an address, and follow where it leads."""
        asked = Response(request.url, request.url)
        with httpx.Client(
            http2=True,
            proxy=httpx.Proxy(self.proxy.url, auth=(session.user, session.password)),
            verify=self.certificates,
            timeout=self.politeness["timeout"],
            headers={**READER_HEADERS, "Accept-Encoding": "gzip, deflate", "User-Agent": self.politeness["agent"]},
            trust_env=False,
        ) as client:
            while True:
                try:
                    with _sent(client, asked.final_url) as answer:
                        to = _redirect(answer, asked.final_url)
                        if not to:
                            return self._read(asked, answer, request.fragments, session)
                except (httpx.HTTPError, httpx.InvalidURL, requests.RequestException, ValueError) as error:
                    return replace(asked, failure=_failure(error, asked.final_url, session))
                asked = replace(asked, final_url=to, hops=(*asked.hops, Hop(to, answer.status_code)))
                if len(asked.hops) > self.politeness["max_redirects"]:
                    return replace(asked, failure=Failure(("TooManyRedirects",)))

    def _read(self, asked: Response, answer: httpx.Response, fragments: tuple[str, ...], session: ProxySession) -> Response:
        response = replace(
            asked,
            status_code=answer.status_code,
            headers={name: answer.headers[name][:LONGEST_HEADER] for name in KEPT_HEADERS if name in answer.headers},
        )
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in _PAGES:
            return response
        until = min(session.limit.until, time.monotonic() + self.politeness["timeout"])
        with tempfile.TemporaryFile() as page:
            whole = _write(answer, MOST_FOR_ANCHORS if fragments else MOST_FOR_WORDS, until, page.write)
            response = replace(response, not_found_words=not_found_words(page, answer.charset_encoding, until))
            missing, read = missing_anchors(page, answer.charset_encoding, fragments, until) if fragments else (set(), True)
            unread = bool(missing) and (has_nulls(page) or not (whole and read))
        return replace(response, missing_fragments=tuple(part for part in fragments if part in missing), unread_fragments=unread)


@contextmanager
def _sent(client: httpx.Client, url: str) -> Iterator[httpx.Response]:
    """Ask for an address as it is written: httpx would write some letters in another way."""
    whole = without_fragment(url)
    target = whole if whole.startswith("http:") else whole[whole.index("/", len("https://")) :]  # the proxy reads only the former
    with client.stream("GET", url, extensions={"target": target.encode("ascii")}) as answer:
        yield answer


def _redirect(answer: httpx.Response, url: str) -> str:
    """Return where an answer leads, or an empty string.

    Raises:
        requests.RequestException: Nobody can tell, or it is never asked.
    """
    if answer.status_code not in _REDIRECTS:
        return ""
    found = [value.decode("latin-1") for name, value in answer.headers.raw if name.lower() == b"location"]
    address = read_location(found, url)
    if len(address) > LONGEST_REDIRECT:
        raise LimitError(f"redirected to an address of {len(address)} letters")
    return address


def _write(answer: httpx.Response, most: int, until: float, write: Any) -> bool:
    """Write the body of an answer as far as it is wanted, unpacked, and return whether that is the whole of it."""
    written = 0
    try:
        for piece in unpacked(answer.iter_raw(), answer.headers.get("content-encoding", "")):
            write(piece)
            written += len(piece)
            if written >= most or time.monotonic() > until:
                return False
    except (httpx.HTTPError, ValueError):
        return False
    return True


def _failure(error: Exception, url: str, session: ProxySession) -> Failure:
    """Return why an address has no answer: what the proxy knows of it counts more than what the client sees of the proxy."""
    parts = urlsplit(url)
    known = session.failures.get((parts.hostname or "", parts.port or DEFAULT_PORTS[parts.scheme]))
    if known:
        return failure_of(known)
    # What this client is too strict to read says nothing of the page.
    if any(isinstance(cause, (h11.ProtocolError, h2.exceptions.ProtocolError)) for cause in causes(error)):
        return Failure((ENGINE_FAULT, type(error).__name__))
    return failure_of(error)


def _make_client(given: Mapping[str, Any]) -> MakeClient:
    file = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("SSL_CERT_FILE") or certifi.where()
    certificates = ssl.create_default_context(cafile=file)

    @contextmanager
    def client(proxy: GuardedProxy) -> Iterator[Ask]:
        yield _Client(proxy, given["politeness"], certificates).ask

    return client


if __name__ == "__main__":
    run_worker(_make_client)
