"""The child process in which httpx asks for addresses: JSON on standard input, one JSON line for each response out."""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import h2.exceptions
import h11
import httpcore
import httpx
import requests

from sevenminute.links.fetch.address_limit import LONGEST_REDIRECT, RedirectLimitError
from sevenminute.links.fetch.child_process.worker import Ask, MakeClient, failure_of, run_worker
from sevenminute.links.fetch.connections import as_browsers_encrypt, without_verification
from sevenminute.links.fetch.failures import causes
from sevenminute.links.fetch.hosts.certificate import fault_of, trusted_bundle
from sevenminute.links.fetch.hosts.robots import LONGEST_ROBOTS, READ_OF_ROBOTS, Robots
from sevenminute.links.fetch.page.read import IncompletePageError, read_page
from sevenminute.links.fetch.protocol import READER_HEADERS, Request
from sevenminute.links.fetch.proxy.guarded_proxy import GuardedProxy, ProxySession
from sevenminute.links.fetch.redirects import read_location
from sevenminute.links.fetch.resolver import DEFAULT_PORTS, PrivateAddressError
from sevenminute.links.fetch.response import (
    ENGINE_FAULT,
    KEPT_HEADERS,
    LONGEST_HEADER,
    CertificateFault,
    CertificateProblem,
    Failure,
    Hop,
    Response,
)
from sevenminute.links.fetch.second_client.unpacking import unpacked
from sevenminute.text.web_address import target_of

_REDIRECTS = {301, 302, 303, 307, 308}
_HTTP_ERRORS = (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError, httpcore.TimeoutException)
_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True)
class _Client:
    """Asks for addresses, each with cookies of its own.

    Attributes:
        proxy: Through which everything goes.
        politeness: `Politeness`, as a mapping.
        certificates: What is trusted.
        robots: What is known of the robots.txt of hosts to which redirects lead; that of the link was obeyed before.
    """

    proxy: GuardedProxy
    politeness: Mapping[str, Any]
    certificates: ssl.SSLContext
    robots: Robots

    def ask(self, request: Request, session: ProxySession) -> Response:
        """Ask for an address, and follow where it leads; behind a certificate that cannot be trusted without a look at any."""
        verified = self._ask(Response(request.url, request.url), request.fragments, session, self.certificates)
        if not verified.certificate:
            return verified
        found = self._ask(replace(verified, failure=None), request.fragments, session, without_verification())
        unanswered = found.failure and verified.certificate.fault is CertificateFault.NO_AGREEMENT
        return replace(verified, certificate=None) if unanswered else found

    def _ask(self, asked: Response, fragments: tuple[str, ...], session: ProxySession, certificates: ssl.SSLContext) -> Response:
        """Ask for the last address of a way that is known so far, and follow where it leads."""
        login = (session.user, session.password)
        cookies = httpx.Cookies()
        with httpcore.HTTPProxy(self.proxy.url, login, ssl_context=certificates, http2=True) as proxy:
            while True:
                try:
                    with self._sent(proxy, asked.final_url, cookies) as answer:
                        to = _redirect(answer, asked.final_url, self.politeness["never"])
                        if not to:
                            return self._read(asked, answer, fragments, session)
                except (*_HTTP_ERRORS, httpx.InvalidURL, requests.RequestException, ValueError) as error:
                    problem = asked.certificate or _certificate_problem(error, asked.final_url)
                    return replace(asked, failure=_failure(error, asked.final_url, session), certificate=problem)
                asked = replace(asked, final_url=to, hops=(*asked.hops, Hop(to, answer.status_code)))
                if self.politeness["robots"] and not self.robots.allows(to, partial(self._read_robots, proxy)):
                    return replace(asked, robots=True)
                if len(asked.hops) > self.politeness["max_redirects"]:
                    return replace(asked, failure=Failure(("TooManyRedirects",)))

    def _read_robots(self, proxy: httpcore.ConnectionPool, url: str) -> str:
        """Return a robots.txt as far as it counts, or an empty string when none came."""
        text, until = bytearray(), time.monotonic() + min(LONGEST_ROBOTS, self.politeness["timeout"])
        try:
            with self._sent(proxy, url, httpx.Cookies()) as answer:
                for chunk in _chunks(answer) if answer.status_code in range(200, 300) else ():
                    text += chunk
                    if time.monotonic() > until:
                        return ""
                    if len(text) >= READ_OF_ROBOTS:
                        break
        except (*_HTTP_ERRORS, httpx.InvalidURL, IncompletePageError, ValueError):
            return ""
        return text.decode("utf-8-sig", "replace")

    @contextmanager
    def _sent(self, proxy: httpcore.ConnectionPool, url: str, cookies: httpx.Cookies) -> Iterator[httpx.Response]:
        """Ask for an address as it is written, and keep its cookies.

        httpx would write some addresses in another way, and read where redirects lead in its own: so it makes the headers and
        keeps the cookies, and what is below it asks.
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
        request = httpx.Request("GET", url, headers=headers)
        cookies.set_cookie_header(request)
        seconds = dict.fromkeys(("connect", "read", "write", "pool"), self.politeness["timeout"])
        with proxy.stream("GET", place, headers=request.headers.raw, extensions={"timeout": seconds}) as raw:
            answer = httpx.Response(raw.status, headers=raw.headers, request=request, content=raw.iter_stream())
            cookies.extract_cookies(answer)
            yield answer

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
        return replace(response, missing_fragments=read.missing, unread_fragments=read.unread, page=read.facts)


def _redirect(answer: httpx.Response, url: str, never: Sequence[str]) -> str:
    """Return where an answer leads, or an empty string.

    Raises:
        requests.RequestException: Nobody can tell, or it is never asked.
    """
    if answer.status_code not in _REDIRECTS:
        return ""
    found = [value.decode("latin-1") for name, value in answer.headers.raw if name.lower() == b"location"]
    address = read_location(found, url)
    if len(address) > LONGEST_REDIRECT:
        raise RedirectLimitError(f"redirected to an address of {len(address)} letters")
    if any(re.search(pattern, address) for pattern in never):  # of a tunnel the proxy sees the host alone
        raise PrivateAddressError(f"redirected to {address}, which is not asked")
    return address


def _chunks(answer: httpx.Response) -> Iterator[bytes]:
    """Yield the body of an answer as it comes, unpacked.

    Raises:
        IncompletePageError: The rest of it cannot be had.
    """
    try:
        yield from unpacked(answer.iter_raw(), answer.headers.get("content-encoding", ""))
    except (*_HTTP_ERRORS, ValueError) as error:
        raise IncompletePageError(str(error)) from error


def _certificate_problem(error: Exception, url: str) -> CertificateProblem | None:
    """Return what is wrong with a certificate, if it is for that that an address has no answer."""
    if not any(isinstance(cause, ssl.SSLError) for cause in causes(error)):
        return None
    return CertificateProblem(fault_of(error), urlsplit(url).hostname or "")


def _failure(error: Exception, url: str, session: ProxySession) -> Failure:
    """Return why an address has no answer: what the proxy knows of it counts more than what the client sees of the proxy."""
    parts = urlsplit(url)
    known = session.failures.get((parts.hostname or "", parts.port or DEFAULT_PORTS[parts.scheme]))
    if known:
        return failure_of(known)
    # What this client is too strict to ask or to read says nothing of the page.
    if any(isinstance(cause, (httpx.InvalidURL, h11.ProtocolError, h2.exceptions.ProtocolError)) for cause in causes(error)):
        return Failure((ENGINE_FAULT, type(error).__name__))
    return failure_of(error)


def _make_client(given: Mapping[str, Any]) -> MakeClient:
    certificates = as_browsers_encrypt(trusted_bundle())

    robots = Robots()

    @contextmanager
    def client(proxy: GuardedProxy) -> Iterator[Ask]:
        yield _Client(proxy, given["politeness"], certificates, robots).ask

    return client


if __name__ == "__main__":
    run_worker(_make_client)
