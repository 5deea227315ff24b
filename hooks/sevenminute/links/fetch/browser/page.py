"""A visit to one page in a Chromium."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Error, Page
from playwright.sync_api import Request as PageRequest
from playwright.sync_api import Response as PageResponse
from selectolax.lexbor import LexborHTMLParser

from sevenminute.links.fetch.address_limit import AddressLimit
from sevenminute.links.fetch.browser.gate import Gate, Refusal, RequestGuard, is_step
from sevenminute.links.fetch.child_process.worker import failure_of
from sevenminute.links.fetch.page.facts import PageFacts
from sevenminute.links.fetch.page.read import MOST_FOR_WORDS, read_page
from sevenminute.links.fetch.page.refresh import LONGEST_DELAY, refreshes_soon
from sevenminute.links.fetch.protocol import Request
from sevenminute.links.fetch.proxy.guarded_proxy import GuardedProxy, ProxySession
from sevenminute.links.fetch.refreshes import MOST_REFRESHES
from sevenminute.links.fetch.resolver import DEFAULT_PORTS
from sevenminute.links.fetch.response import (
    ENGINE_FAULT,
    KEPT_HEADERS,
    LONGEST_HEADER,
    NOT_WEB,
    PORT,
    PRIVATE,
    UNCLEAR,
    CertificateFault,
    CertificateProblem,
    Failure,
    Hop,
    Response,
)
from sevenminute.text.web_address import host_of, without_fragment

_SECONDS_FOR_SCRIPTS = 8.0
_SECONDS_FOR_REFRESH = 0.5
"""Time in which a page that sends elsewhere at once begins to do so."""
_SECONDS_TO_READ = 5.0

_NET_ERROR = re.compile(r"net::(ERR_[A-Z0-9_]+)")
_FAILURES: Mapping[str, str] = {
    "ERR_CERT": "CertificateError",
    "ERR_SSL": "SSLError",
    "ERR_TOO_MANY_REDIRECTS": "TooManyRedirects",
    "ERR_UNSAFE_PORT": PORT,
    "ERR_UNSAFE_REDIRECT": NOT_WEB,
    "ERR_UNKNOWN_URL_SCHEME": NOT_WEB,
    "ERR_DISALLOWED_URL_SCHEME": NOT_WEB,
    "ERR_RESPONSE_HEADERS_MULTIPLE": UNCLEAR,
    "ERR_ABORTED": UNCLEAR,
    "ERR_INVALID_REDIRECT": "InvalidURL",
    "ERR_INVALID_URL": "InvalidURL",
    "ERR_BLOCKED_BY": ENGINE_FAULT,
    "ERR_INSUFFICIENT_RESOURCES": ENGINE_FAULT,
}
"""What a Chromium says went wrong, by how that begins, as other engines say it."""

_FAULTS: Mapping[str, CertificateFault] = {
    "ERR_CERT_AUTHORITY_INVALID": CertificateFault.UNKNOWN_ISSUER,
    "ERR_CERT_COMMON_NAME_INVALID": CertificateFault.OTHER_NAME,
    "ERR_CERT": CertificateFault.OTHER,
}
"""What it says of a certificate."""


@dataclass
class _Steps:
    """The addresses that a window opened, one after the other, and what kept it from others."""

    requests: list[PageRequest] = field(default_factory=list)
    responses: dict[PageRequest, PageResponse] = field(default_factory=dict)
    gate: Gate | None = None

    @property
    def last(self) -> PageResponse | None:
        """The answer of the last one, or None."""
        return self.responses.get(self.requests[-1]) if self.requests else None

    @property
    def is_open(self) -> bool:
        """Whether the last one may still be answered."""
        return bool(self.requests) and self.last is None and self.requests[-1].failure is None

    def hops(self) -> Iterator[Hop]:
        """Yield each step on the way; a page that sends elsewhere by itself has the code of a page."""
        for before, after in zip(self.requests, self.requests[1:], strict=False):
            answer = self.responses.get(before)
            yield Hop(without_fragment(after.url), answer.status if answer else 0)


@dataclass(frozen=True)
class PageVisit:
    """Opens the page of one address.

    Attributes:
        browser: The running browser.
        proxy: Its only way out.
        session: The address's share of that.
        politeness: `Politeness`, as a mapping.
        guard: Says what may be asked.
    """

    browser: Browser
    proxy: GuardedProxy
    session: ProxySession
    politeness: Mapping[str, Any]
    guard: RequestGuard

    def ask(self, request: Request) -> Response:
        """Open the page without scripts; with them, if it is empty without, lacks a part that a link names, or is refused."""
        if request.scripts:
            response = self._look(request, scripts=True)
            return self._behind(request, response) if response.certificate else response
        response = self._look(request, scripts=False)
        if response.certificate:
            return self._behind(request, response)
        if response.page and _may_need_scripts(response, response.page):
            with_scripts = self._look(request, scripts=True)
            return with_scripts if with_scripts.page and not with_scripts.failure else response
        return response

    def _behind(self, request: Request, warned: Response) -> Response:
        """Return what somebody sees who goes on after the warning of a certificate."""
        found = self._look(request, scripts=False, verified=False)
        return warned if found.failure else replace(found, certificate=warned.certificate)

    def _look(self, request: Request, *, scripts: bool, verified: bool = True) -> Response:
        """Return what came, with the facts of the page, if it is one, once its host may be asked."""
        patience = self.session.limit.seconds_left() - self.politeness["timeout"]  # as much is left for the page itself
        if not self.guard.pacer.wait(host_of(request.url), patience):
            return Response(request.url, request.url, failure=Failure((ENGINE_FAULT,)))
        steps = _Steps()
        with self._window(steps, scripts=scripts, verified=verified) as page:
            failure = ""
            try:
                page.goto(request.url, wait_until="domcontentloaded", timeout=self._milliseconds(self.politeness["timeout"]))
                self._let_it_settle(page, steps, scripts=scripts)
                for _ in range(MOST_REFRESHES):
                    if not self._refreshes(page, steps):
                        break
                    self._let_it_settle(page, steps, scripts=scripts)
            except Error as error:
                failure = str(error)
            answer = steps.last
            if answer is None:
                return self._failed(request, steps, failure or (steps.requests and steps.requests[-1].failure) or "")
            response = replace(
                self._so_far(request, steps),
                status_code=answer.status,
                headers={name: answer.headers[name][:LONGEST_HEADER] for name in KEPT_HEADERS if name in answer.headers},
            )
            html = self._read(page) if "html" in answer.headers.get("content-type", "html") else None
        return response if html is None else _with_facts(response, html, request, self.session.limit, scripts=scripts)

    @contextmanager
    def _window(self, steps: _Steps, *, scripts: bool, verified: bool) -> Iterator[Page]:
        """Open a window with a profile of its own, in which nothing but a page can be opened."""
        context = self.browser.new_context(
            accept_downloads=False,
            ignore_https_errors=not verified,
            java_script_enabled=scripts,
            locale="en-GB",
            proxy={
                "server": self.proxy.url,
                "username": self.session.user,
                "password": self.session.password,
                "bypass": "<-loopback>",
            },
            service_workers="block",
            user_agent=self._agent(),
        )
        try:
            page = context.new_page()
            context.on("page", lambda other: other.close())
            page.on("dialog", lambda dialog: dialog.dismiss())
            page.on("request", lambda request: steps.requests.append(request) if is_step(request, page) else None)
            page.on("response", lambda answer: steps.responses.update({answer.request: answer}))
            steps.gate = Gate(page, self.guard, self.session)
            steps.gate.watch()
            if scripts:
                context.route_web_socket("**/*", lambda socket: socket.close())
            yield page
        finally:
            with suppress(Error):  # it is gone already
                context.close()

    def _agent(self) -> str:
        """Return the name by which hosts know us: a Chromium's own, as its pages are made for it, and ours behind it."""
        version = self.browser.version.partition(".")[0]
        chromium = f"AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version}.0.0.0 Safari/537.36"
        return f"Mozilla/5.0 (X11; Linux x86_64) {chromium} {self.politeness['agent'].removeprefix('Mozilla/5.0 ')}"

    def _let_it_settle(self, page: Page, steps: _Steps, *, scripts: bool) -> None:
        """Wait until a page that sends elsewhere has begun to, and is there, and until scripts have come to rest."""
        until = time.monotonic() + self._milliseconds(self.politeness["timeout"]) / 1000
        page.wait_for_timeout(_SECONDS_FOR_REFRESH * 1000)
        while steps.is_open and time.monotonic() < until:
            page.wait_for_timeout(100)
        with suppress(Error):  # some pages never rest
            page.wait_for_load_state(
                "networkidle" if scripts else "domcontentloaded", timeout=self._milliseconds(_SECONDS_FOR_SCRIPTS)
            )

    def _refreshes(self, page: Page, steps: _Steps) -> bool:
        """Tell whether a page has loaded itself again, or another, after the seconds that it says."""
        answer, before = steps.last, len(steps.requests)
        said = answer.headers.get("refresh", "") if answer else ""
        found = LexborHTMLParser((self._read(page) or "")[:MOST_FOR_WORDS]).css_first("meta[http-equiv=refresh i]")
        said = said or (found and found.attributes.get("content")) or ""
        until = time.monotonic() + LONGEST_DELAY + 1
        while refreshes_soon(said) and time.monotonic() < until and not self.session.limit.over:
            if len(steps.requests) > before:
                return True
            page.wait_for_timeout(100)
        return False

    def _read(self, page: Page) -> str | None:
        """Return the page as it stands now; None if its scripts let nobody read it."""
        try:
            return page.locator("html").inner_html(timeout=self._milliseconds(_SECONDS_TO_READ))
        except Error:
            return None

    def _milliseconds(self, seconds: float) -> float:
        return 1000 * min(seconds, self.session.limit.seconds_left())

    def _so_far(self, request: Request, steps: _Steps) -> Response:
        final = without_fragment(steps.requests[-1].url) if len(steps.requests) > 1 else request.url
        return Response(request.url, final, hops=tuple(steps.hops()))

    def _failed(self, request: Request, steps: _Steps, error: str) -> Response:
        so_far = self._so_far(request, steps)
        refused = steps.gate.refused if steps.gate else None
        if refused:
            return replace(
                so_far, robots=refused is Refusal.ROBOTS, failure=None if refused is Refusal.ROBOTS else Failure((PRIVATE,))
            )
        parts = urlsplit(so_far.final_url)
        known = self.session.failures.get((parts.hostname or "", parts.port or DEFAULT_PORTS.get(parts.scheme, 0)))
        failure = failure_of(known) if known else _failure(error)
        fault = next((fault for begins, fault in _FAULTS.items() if failure.chain[-1].startswith(begins)), None)
        return replace(so_far, failure=failure, certificate=CertificateProblem(fault, parts.hostname or "") if fault else None)


def _may_need_scripts(response: Response, page: PageFacts) -> bool:
    """Tell whether scripts may show more. Some walls refuse a browser until it has run one."""
    if page.needs_scripts:
        return True
    if response.status_code in range(200, 300):
        return page.is_blank or bool(response.missing_fragments)
    return page.has_scripts


def _with_facts(response: Response, html: str, request: Request, limit: AddressLimit, *, scripts: bool) -> Response:
    read = read_page(
        [html.encode("utf-8", "replace")],
        {},
        url=response.final_url,
        until=limit.until,
        timeout=limit.seconds_left(),
        encoding="utf-8",
        anchors=request.fragments,
    )
    # What shows nothing after its scripts have run does not wait for them.
    facts = replace(read.facts, has_scripts=read.facts.has_scripts and not scripts, refresh="")
    return replace(response, page=facts, missing_fragments=read.missing, unread_fragments=read.unread)


def _failure(error: str) -> Failure:
    found = _NET_ERROR.search(error)
    code = found[1] if found else ""
    name = next((name for begins, name in _FAILURES.items() if code.startswith(begins)), "")
    if not code:
        name = "ReadTimeout" if "Timeout" in error else ENGINE_FAULT
    return Failure(tuple(filter(None, (name, code))))
