"""The child process in which httpx asks for addresses: JSON on standard input, one JSON line for each response out."""

from __future__ import annotations

import os
import ssl
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
from sevenminute.links.fetch.page.read import IncompletePageError, read_page
from sevenminute.links.fetch.protocol import READER_HEADERS, Request
from sevenminute.links.fetch.proxy.guarded_proxy import GuardedProxy, ProxySession
from sevenminute.links.fetch.redirects import read_location
from sevenminute.links.fetch.resolver import DEFAULT_PORTS
from sevenminute.links.fetch.response import ENGINE_FAULT, KEPT_HEADERS, LONGEST_HEADER, Failure, Hop, Response
from sevenminute.links.fetch.second_client.unpacking import unpacked
from sevenminute.text.web_address import target_of, without_fragment

_REDIRECTS = {301, 302, 303, 307, 308}
_LOCATIONS = "sevenminute.locations"
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
            event_hooks={"response": [_take_locations]},
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
        kind = answer.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
        if kind not in _PAGES:
            return response
        read = read_page(
            _chunks(answer),
            answer.headers,
            url=asked.final_url,
            until=session.limit.until,
            timeout=self.politeness["timeout"],
            encoding=answer.charset_encoding,
            anchors=fragments,
        )
        return replace(response, page=read.facts, missing_fragments=read.missing, unread_fragments=read.unread)


@contextmanager
def _sent(client: httpx.Client, url: str) -> Iterator[httpx.Response]:
    """Ask for an address as it is: httpx would write some letters in another way, and not ask for some hosts."""
    target = without_fragment(url) if url.startswith("http:") else target_of(url)  # the proxy reads only the former
    headers = {"Host": urlsplit(url).netloc}
    with client.stream("GET", url, headers=headers, extensions={"target": target.encode("ascii")}) as answer:
        yield answer


def _take_locations(answer: httpx.Response) -> None:
    """Keep httpx from reading where an answer leads, since it stops at what browsers take."""
    found = [value.decode("latin-1") for name, value in answer.headers.raw if name.lower() == b"location"]
    answer.extensions[_LOCATIONS] = found
    answer.headers.pop("location", None)


def _redirect(answer: httpx.Response, url: str) -> str:
    """Return where an answer leads, or an empty string.

    Raises:
        requests.RequestException: Nobody can tell, or it is never asked.
    """
    if answer.status_code not in _REDIRECTS:
        return ""
    address = read_location(answer.extensions[_LOCATIONS], url)
    if len(address) > LONGEST_REDIRECT:
        raise LimitError(f"redirected to an address of {len(address)} letters")
    return address


def _chunks(answer: httpx.Response) -> Iterator[bytes]:
    """Yield the body of an answer as it comes, unpacked.

    Raises:
        IncompletePageError: The rest of it cannot be had.
    """
    try:
        yield from unpacked(answer.iter_raw(), answer.headers.get("content-encoding", ""))
    except (httpx.HTTPError, ValueError) as error:
        raise IncompletePageError(str(error)) from error


def _failure(error: Exception, url: str, session: ProxySession) -> Failure:
    """Return why an address has no answer: what the proxy knows of it counts more than what the client sees of the proxy."""
    parts = urlsplit(url)
    known = session.failures.get((parts.hostname or "", parts.port or DEFAULT_PORTS[parts.scheme]))
    if known:
        return failure_of(known)
    # What this client is too strict to read says nothing of the page.
    if any(isinstance(cause, (h11.ProtocolError, h2.exceptions.ProtocolError, httpx.InvalidURL)) for cause in causes(error)):
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
