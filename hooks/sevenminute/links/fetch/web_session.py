"""How the child asks the web: robots.txt, proxies and redirects, and nothing asked that never may be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.cookies import RequestsCookieJar
from requests.utils import resolve_proxies, select_proxy

from sevenminute.links.fetch.address_limit import LONGEST_REDIRECT, AddressLimit, RedirectLimitError, apart, current_limit
from sevenminute.links.fetch.connections import SingleUseAdapter, without_verification
from sevenminute.links.fetch.cookies import CookieJar
from sevenminute.links.fetch.hosts.certificate import LARGEST_CERTIFICATE, Issuers, fault_of, problem_of
from sevenminute.links.fetch.hosts.robots import LONGEST_ROBOTS, READ_OF_ROBOTS, Robots
from sevenminute.links.fetch.protocol import READER_HEADERS
from sevenminute.links.fetch.redirects import read_location
from sevenminute.links.fetch.resolver import DEFAULT_PORTS, GuardedResolver, PortError, PrivateAddressError
from sevenminute.links.fetch.response import CertificateFault, CertificateProblem
from sevenminute.links.fetch.response_body import read_some
from sevenminute.text.web_address import is_private

MOST_ROBOTS_REDIRECTS = 5
"""As RFC 9309 has it."""
LONGEST_ISSUER = 5.0
"""Seconds for the certificate of an issuer."""


class RobotsError(requests.RequestException):
    """The robots.txt of the host to which a redirect leads forbids to look there."""


class WebSession(requests.Session):
    """Asks with one thread's cookies; notes each redirect before it is followed.

    Args:
        politeness: `Politeness`, as a mapping.
        resolver: What is asked for the addresses of names.
        robots: What is known of the robots.txt of hosts.
        issuers: Those who sign certificates.

    Attributes:
        hops: Where redirects led, with the status codes that sent there; None while none is to be noted.
        certificate: What is wrong with the first certificate on the way that cannot be trusted, or None.
    """

    def __init__(self, politeness: Mapping[str, Any], resolver: GuardedResolver, robots: Robots, issuers: Issuers) -> None:
        super().__init__()
        self._resolver = resolver
        self._issuers = issuers
        self.verify = issuers.bundle
        self.cookies = RequestsCookieJar(policy=DefaultCookiePolicy(allowed_domains=[]))  # it keeps none: ours does
        self._jar = CookieJar()
        self.hooks["response"].append(self._keep_cookies)
        self.certificate: CertificateProblem | None = None
        self._robots = robots if politeness["robots"] else None
        self.hops: list[tuple[str, int]] | None = None
        self._never = [re.compile(pattern) for pattern in politeness["never"]]
        self._allow_private = politeness["allow_private"]
        self._seconds = politeness["timeout"]
        self.max_redirects = politeness["max_redirects"]
        self.headers.update(READER_HEADERS)
        self.headers["User-Agent"] = politeness["agent"]
        for scheme in ("http://", "https://"):
            self.mount(scheme, SingleUseAdapter(issuers.tls))
        self._unverified = SingleUseAdapter(without_verification())

    def begin(self) -> None:
        """Begin with another address: without the cookies of the last one, of which there may be thousands."""
        self.hops = None
        self.certificate = None
        self._jar = CookieJar()

    def _keep_cookies(self, response: requests.Response, **_: Any) -> None:
        self._jar.keep(response.url, response.raw.headers.getlist("set-cookie"))

    def allows(self, url: str) -> bool:
        """Tell whether the robots.txt of its host allows to ask for an address."""
        if self._robots is None:
            return True
        known = self._robots.known(url)
        if known is not None:
            return known
        with self._beside(LONGEST_ROBOTS) as limit:
            return self._robots.allows(url, self._read_robots, limit.seconds_left())

    @contextmanager
    def _beside(self, seconds: float) -> Iterator[AddressLimit]:
        """Ask for something beside the page: time, steps, cookies and certificates are none of the page's."""
        kept = self.hops, self.certificate, self._jar
        self.hops, self._jar = None, CookieJar()
        try:
            with apart(min(seconds, self._seconds)) as limit:
                yield limit
        finally:
            self.hops, self.certificate, self._jar = kept

    def _read_robots(self, url: str) -> str:
        """Return a robots.txt, or an empty string when none came, or not all of it: half a rule forbids more than the whole."""
        text = bytearray()
        try:
            response = self._robots_response(url)
            if response is None:
                return ""
            with response:
                found = response.status_code in range(200, 300)
                whole = found and read_some(response, READ_OF_ROBOTS, self._seconds, text.extend)
        except (requests.RequestException, ValueError):
            return ""
        if not whole:
            text = text[: text.rfind(b"\n") + 1] if len(text) >= READ_OF_ROBOTS else bytearray()
        return text.decode("utf-8-sig", "replace")

    def _robots_response(self, url: str) -> requests.Response | None:
        """Return what comes for a robots.txt, or None when another host would have to be asked: it speaks for itself only."""
        host = urlsplit(url).hostname
        for _ in range(1 + MOST_ROBOTS_REDIRECTS):
            response = self.get(url, stream=True, allow_redirects=False, timeout=self._seconds)
            url = self.get_redirect_target(response) or ""
            if not url:
                return response
            if urlsplit(url).hostname != host:
                return None
        return None

    def prepare_request(self, request: requests.Request) -> requests.PreparedRequest:
        """Prepare a request for its address as it is: requests would write it anew, and leave out a dot behind the host."""
        prepared = super().prepare_request(request)
        prepared.url = str(request.url)
        prepared.headers["Host"] = urlsplit(prepared.url).netloc
        if cookies := self._jar.header(prepared.url):
            prepared.headers["Cookie"] = cookies
        return prepared

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Send a request; what goes through a proxy is held to the rules of names here, since no connection is made to it."""
        url = request.url or ""
        proxies = kwargs.get("proxies") or resolve_proxies(request, dict(self.proxies), self.trust_env)
        if select_proxy(url, proxies):
            parts = urlsplit(url)
            if not self._allow_private and is_private(url):
                raise PrivateAddressError(f"{url} is in a private network")
            self._resolver.refuse_private(parts.hostname or "", parts.port or DEFAULT_PORTS[parts.scheme])
        try:
            return super().send(request, **kwargs)
        except requests.exceptions.SSLError as error:
            return self._send_unverified(request, fault_of(error), **kwargs)

    def _send_unverified(self, request: requests.PreparedRequest, fault: CertificateFault, **kwargs: Any) -> requests.Response:
        """Send a request to whoever answers, without anything that is meant for the host alone, and note why.

        A page behind a certificate that nobody trusts may be there or gone all the same.
        """
        plain, host = request.copy(), urlsplit(request.url or "").hostname or ""
        plain.headers.pop("Cookie", None)
        first = self.certificate is None
        if first and fault is not CertificateFault.NO_AGREEMENT:
            self.certificate = CertificateProblem(fault, host)
        jar, self._jar = self._jar, CookieJar()
        verified, self.adapters["https://"] = self.adapters["https://"], self._unverified
        try:
            response = super().send(plain, **{**kwargs, "verify": False})
        finally:
            self._jar, self.adapters["https://"] = jar, verified
        if first:
            sent = getattr(response.raw._original_response, "certificate", b"")
            self.certificate = problem_of(fault, host, sent, self._issuers, self._fetch)
        return response

    def _fetch(self, url: str) -> bytes:
        """Return the certificate at an address, or nothing."""
        found = bytearray()
        with suppress(requests.RequestException, ValueError), self._beside(LONGEST_ISSUER):
            self._may_follow(url)
            response = self.get(url, stream=True, allow_redirects=False, timeout=self._seconds)
            read_some(response, LARGEST_CERTIFICATE, self._seconds, found.extend)
        return bytes(found)

    def resolve_redirects(  # type: ignore[override]
        self, resp: requests.Response, req: requests.PreparedRequest, yield_requests: bool = False, **kwargs: Any
    ) -> Iterator[Any]:
        """Follow redirects to their addresses as they are, and yield each response.

        Raises:
            requests.RequestException: There is one too many, or it is not followed; see `get_redirect_target`.
        """
        if yield_requests:  # requests would know the next one before it is asked for
            return
        kwargs.pop("proxies", None)  # they may be others for another host
        for _ in range(self.max_redirects):
            address = self.get_redirect_target(resp)
            if not address:
                return
            resp = self.send(self.prepare_request(requests.Request("GET", address)), allow_redirects=False, **kwargs)
            yield resp
        if self.get_redirect_target(resp):
            raise requests.TooManyRedirects(f"redirected more than {self.max_redirects} times", response=resp)

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Return where a response leads, or None.

        Raises:
            requests.RequestException: Nobody can tell; see `read_location`.
            RefusedError: It is never asked.
        """
        if not resp.is_redirect:
            return None
        # requests would read the body of a redirect to its end before it goes on, and some have none.
        resp.raw.close()
        resp._content = b""
        address = read_location(_locations(resp), resp.url)
        if not address:
            return None
        if len(address) > LONGEST_REDIRECT:
            raise RedirectLimitError(f"redirected to an address of {len(address)} letters")
        if self.hops is not None:
            self.hops.append((address, resp.status_code))
        self._may_follow(address)
        return address

    def _may_follow(self, address: str) -> None:
        parts = urlsplit(address)
        if any(pattern.search(address) for pattern in self._never):
            raise PrivateAddressError(f"redirected to {address}, which is not asked")
        if not self._allow_private and is_private(address):
            raise PrivateAddressError(f"redirected to {address}, in a private network")
        if parts.port is not None and parts.port not in current_limit().ports:
            raise PortError(f"redirected to {address}, on a port that is not one of the web")
        if self.hops is not None and not self.allows(address):
            raise RobotsError(f"redirected to {address}, where its host's robots.txt forbids to look")


def _locations(response: requests.Response) -> list[str]:
    """Return the values of all headers that say where a response leads; requests would join them to one."""
    found: list[str] = response.raw.headers.getlist("location")
    return found
