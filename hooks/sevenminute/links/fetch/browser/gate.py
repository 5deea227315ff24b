"""What a page in the browser may load and where it may lead: asked for before the browser does, redirects included."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import requests
from playwright.sync_api import Error, Page, Route
from playwright.sync_api import Request as PageRequest

from sevenminute.links.fetch.proxy.guarded_proxy import ProxySession
from sevenminute.links.fetch.rate_limit import RequestPacer
from sevenminute.links.fetch.redirects import read_location
from sevenminute.links.fetch.resolver import PrivateAddressError
from sevenminute.text.web_address import host_of

MOST_SUBRESOURCES = 60
"""Scripts and data that one page may load."""
_LOADED_BY_SCRIPTS = ("script", "xhr", "fetch")
_REDIRECTS = (301, 302, 303, 307, 308)


class Refusal(Enum):
    """Why an address is not opened."""

    NEVER = auto()
    """The settings have it that nobody asks for it, or it is in a private network."""
    ROBOTS = auto()
    """The robots.txt of its host forbids it."""


@dataclass(frozen=True)
class RequestGuard:
    """Says what may be asked, for all pages of a run.

    Attributes:
        pacer: Gives hosts their turns, to pages and to what they load.
        never: Patterns of addresses for which nobody is asked.
        allows: Tells whether the robots.txt of its host allows to open an address.
    """

    pacer: RequestPacer
    never: Sequence[str]
    allows: Callable[[str], bool]

    def refusal(self, url: str, *, opened: bool) -> Refusal | None:
        """Return why an address is not asked for, or None.

        Args:
            url: The address.
            opened: Whether it is opened as a page, by a redirect or by a page itself.
        """
        if any(re.search(pattern, url) for pattern in self.never):
            return Refusal.NEVER
        return Refusal.ROBOTS if opened and not self.allows(url) else None


@dataclass
class Gate:
    """Decides what a page may load, and when: each host in its own time.

    The page that is opened first has had its turn before the window was opened: so a wait takes nothing of the time in which a
    browser has to be answered.

    Attributes:
        page: The window.
        guard: Says what may be asked.
        session: The share of the proxy that the address has.
        refused: Why the window could not go on to an address, or None.
    """

    page: Page
    guard: RequestGuard
    session: ProxySession
    refused: Refusal | None = None
    _steps: int = 0
    _subresources: int = 0

    def watch(self) -> None:
        """Decide of each request from now on, and of each redirect, which the browser would follow by itself."""
        self.page.context.route("**/*", self._decide)
        browser = self.page.context.new_cdp_session(self.page)
        browser.on("Fetch.requestPaused", lambda paused: self._answered(browser.send, paused))
        browser.send("Fetch.enable", {"patterns": [{"urlPattern": "*", "requestStage": "Response"}]})

    def _decide(self, route: Route) -> None:
        """Let a request through in its time, or end it."""
        request = route.request
        step = is_step(request, self.page)
        self._steps += step
        self._subresources += not step
        too_much = not step and (request.resource_type not in _LOADED_BY_SCRIPTS or self._subresources > MOST_SUBRESOURCES)
        first = step and self._steps == 1
        if (
            too_much
            or self._is_refused(request.url, step=step, opened=step and not first)
            or not self._has_turn(request.url, first=first)
        ):
            route.abort("blockedbyclient")
            return
        route.continue_()

    def _has_turn(self, url: str, *, first: bool) -> bool:
        """Wait for the turn of a host, and tell whether it came within the time of the address."""
        if first:  # it had its turn before the window was opened, which takes time
            self.guard.pacer.note(host_of(url))
            return True
        return self.guard.pacer.wait(host_of(url), self.session.limit.seconds_left())

    def _answered(self, send: Callable[..., object], paused: Mapping[str, Any]) -> None:
        """Let an answer through; one that redirects only if it may be asked for what it leads to."""
        with suppress(Error):  # the window is gone already
            if self._leads_astray(paused):
                send("Fetch.failRequest", {"requestId": paused["requestId"], "errorReason": "BlockedByClient"})
            else:
                send("Fetch.continueRequest", {"requestId": paused["requestId"]})

    def _leads_astray(self, paused: Mapping[str, Any]) -> bool:
        if paused.get("responseStatusCode") not in _REDIRECTS:
            return False
        headers = paused.get("responseHeaders", ())
        step = paused.get("resourceType") == "Document"
        try:
            to = read_location(
                [each["value"] for each in headers if each["name"].lower() == "location"], paused["request"]["url"]
            )
        except PrivateAddressError:
            self._note(Refusal.NEVER, step=step)
            return True
        except requests.RequestException:
            return False  # the browser knows what to say of it
        if to and self._is_refused(to, step=step, opened=step):
            return True
        if to:  # a redirect is followed at once, as any client does; what comes next waits for it
            self.guard.pacer.note(host_of(to))
        return False

    def _is_refused(self, url: str, *, step: bool, opened: bool) -> bool:
        refusal = self.guard.refusal(url, opened=opened)
        self._note(refusal, step=step)
        return refusal is not None

    def _note(self, refusal: Refusal | None, *, step: bool) -> None:
        if step:
            self.refused = refusal


def is_step(request: PageRequest, page: Page) -> bool:
    """Tell whether a request opens a page in the window itself."""
    try:
        return request.is_navigation_request() and request.frame == page.main_frame
    except Error:  # of a window that is not there yet
        return False
