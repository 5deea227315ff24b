"""The child process in which a Chromium opens pages, one at a time: JSON on standard input, one JSON line for each response out.

Foreign pages are opened in it, so everything that it need not have is taken from it: scripts, as long as a page says something
without them; pictures, fonts, sound, downloads, further windows, the clipboard and every other permission; names and connections
of its own, in whose place it has our proxy; and the compiler of scripts, in which most faults of browsers are found. Each page
has a profile of its own, which is never written to a disk.
"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

from sevenminute.links.fetch.browser.gate import RequestGuard
from sevenminute.links.fetch.browser.page import PageVisit
from sevenminute.links.fetch.child_process.worker import Ask, MakeClient, run_worker
from sevenminute.links.fetch.connections import as_browsers_encrypt
from sevenminute.links.fetch.hosts.certificate import trusted_bundle
from sevenminute.links.fetch.hosts.robots import Robots
from sevenminute.links.fetch.protocol import Request
from sevenminute.links.fetch.proxy.guarded_proxy import GuardedProxy, ProxySession
from sevenminute.links.fetch.rate_limit import RequestDelays, RequestPacer
from sevenminute.links.fetch.response import Response
from sevenminute.links.fetch.second_client.asking import Asking

_START_SECONDS = 60
_RATE_OF_SUBRESOURCES = 10.0
"""Requests a second to one host, at most, for pages and what they load: a reader's browser would ask for all of it at once."""
_MOST_MEMORY = 1024 * 1024 * 1024
"""Bytes that each process may have for its data: a page could take all that the machine has."""
_SWITCHES = (
    "--disable-gpu",
    "--disable-quic",
    "--disable-remote-fonts",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # but for the proxy it can look up no name, whatever asks it to
    "--js-flags=--jitless",
    "--no-pings",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
)


class _Chromium:
    """A running browser, started again if a page has ended it.

    Args:
        playwright: What drives it.
        given: What this process was told to do.
        proxy: Its only way out.
    """

    def __init__(self, playwright: Playwright, given: Mapping[str, Any], proxy: GuardedProxy) -> None:
        self._playwright = playwright
        self._executable = given["options"]["executable"]
        self._politeness = given["politeness"]
        self._proxy = proxy
        self._browser = self._start()
        rates = self._politeness["host_rates"]
        delays = RequestDelays(lambda host: rates.get(host) or rates.get(host.partition(":")[0]) or _RATE_OF_SUBRESOURCES)
        asking, robots = Asking(proxy, self._politeness, as_browsers_encrypt(trusted_bundle())), Robots()
        obeys = self._politeness["robots"]
        self._guard = RequestGuard(
            RequestPacer(delays), self._politeness["never"], lambda url: not obeys or robots.allows(url, asking.read_robots)
        )

    def _start(self) -> Browser:
        try:
            return self._playwright.chromium.launch(
                executable_path=self._executable,
                chromium_sandbox=os.geteuid() != 0,  # Chromium has none for root, and starts with none only when told so
                proxy={"server": self._proxy.url, "bypass": "<-loopback>"},
                args=_SWITCHES,
                env={name: os.environ[name] for name in ("PATH", "HOME", "LC_ALL", "TMPDIR") if name in os.environ},
                timeout=_START_SECONDS * 1000,
            )
        except Error as error:  # of which people are shown the last line
            raise RuntimeError(f"{self._executable} cannot be started ({error.message.splitlines()[0]})") from error

    def ask(self, request: Request, session: ProxySession) -> Response:
        """Open the page of an address, without scripts; with them, if it is empty or lacks a part without them."""
        if not self._browser.is_connected():
            self._browser = self._start()
        visit = PageVisit(self._browser, self._proxy, session, self._politeness, self._guard)
        return visit.ask(request)

    def close(self) -> None:
        """End it."""
        self._browser.close()


def _make_client(given: Mapping[str, Any]) -> MakeClient:
    @contextmanager
    def client(proxy: GuardedProxy) -> Iterator[Ask]:
        with sync_playwright() as playwright:
            chromium = _Chromium(playwright, given, proxy)
            try:
                yield chromium.ask
            finally:
                chromium.close()

    return client


if __name__ == "__main__":
    if sys.platform == "linux":  # elsewhere it counts what is reserved too
        resource.setrlimit(resource.RLIMIT_DATA, (_MOST_MEMORY, _MOST_MEMORY))
    run_worker(_make_client, threads=1)
