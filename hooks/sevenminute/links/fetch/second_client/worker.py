"""The child process in which httpx asks for addresses: JSON on standard input, one JSON line for each response out."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import h2.exceptions
import h11
import httpx
import requests

from sevenminute.links.fetch.address_limit import LONGEST_REDIRECT, RedirectLimitError
from sevenminute.links.fetch.child_process.worker import Ask, MakeClient, failure_of, run_worker
from sevenminute.links.fetch.connections import as_browsers_encrypt, without_verification
from sevenminute.links.fetch.cookies import CookieJar
from sevenminute.links.fetch.failures import causes
from sevenminute.links.fetch.hosts.certificate import fault_of, trusted_bundle
from sevenminute.links.fetch.hosts.robots import Robots
from sevenminute.links.fetch.page.read import read_page
from sevenminute.links.fetch.protocol import Request
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
from sevenminute.links.fetch.second_client.asking import HTTP_ERRORS, Asking, chunks

_REDIRECTS = {301, 302, 303, 307, 308}
_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True)
class _Client:
    """Asks for addresses, each with cookies of its own.

    Attributes:
        asking: How.
        politeness: `Politeness`, as a mapping.
        robots: What is known of the robots.txt of hosts to which redirects lead; that of the link was obeyed before.
    """

    asking: Asking
    politeness: Mapping[str, Any]
    robots: Robots

    def ask(self, request: Request, session: ProxySession) -> Response:
        """Ask for an address, and follow where it leads; behind a certificate that cannot be trusted without a look at any."""
        verified = self._ask(Response(request.url, request.url), request.fragments, session, self.asking.certificates)
        if not verified.certificate:
            return verified
        found = self._ask(replace(verified, failure=None), request.fragments, session, without_verification())
        unanswered = found.failure and verified.certificate.fault is CertificateFault.NO_AGREEMENT
        return replace(verified, certificate=None) if unanswered else found

    def _ask(self, asked: Response, fragments: tuple[str, ...], session: ProxySession, certificates: ssl.SSLContext) -> Response:
        """Ask for the last address of a way that is known so far, and follow where it leads."""
        cookies = CookieJar()
        with self.asking.connected(session, certificates) as connections:
            while True:
                try:
                    with self.asking.sent(connections, asked.final_url, cookies) as answer:
                        to = _redirect(answer, asked.final_url, self.politeness["never"])
                        if not to:
                            return self._read(asked, answer, fragments, session)
                except (*HTTP_ERRORS, httpx.InvalidURL, requests.RequestException, ValueError) as error:
                    problem = asked.certificate or _certificate_problem(error, asked.final_url)
                    return replace(asked, failure=_failure(error, asked.final_url, session), certificate=problem)
                asked = replace(asked, final_url=to, hops=(*asked.hops, Hop(to, answer.status_code)))
                if self.politeness["robots"] and not self.robots.allows(to, self.asking.read_robots):
                    return replace(asked, robots=True)
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
            chunks(answer),
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
    certificates, robots = as_browsers_encrypt(trusted_bundle()), Robots()

    @contextmanager
    def client(proxy: GuardedProxy) -> Iterator[Ask]:
        yield _Client(Asking(proxy, given["politeness"], certificates), given["politeness"], robots).ask

    return client


if __name__ == "__main__":
    run_worker(_make_client)
