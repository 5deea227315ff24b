"""Leaving the site in a browser: the two sites that it leads to, what was asked of them, and what was seen on the way."""

from __future__ import annotations

import http.server
import json
import re
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import trustme
from playwright.sync_api import Browser, BrowserContext, CDPSession, ConsoleMessage, Error, Page, Playwright

import sample
from conftest import FLAGS, Built, build_site, chromium, write_site

EXIT = "https://www.bbc.co.uk/weather"
SECOND = "https://www.gov.uk/bank-holidays"
START = "https://start.example.net/"
"""Where the reader was before the visit."""

WORD = "Bruises"
"""A word of every page of the site, and of no page elsewhere."""

QUICK_EXIT = 'quick_exit: {text: Leave this site, url: "https://www.bbc.co.uk/weather", site_name: BBC Weather}'


def settings(more: str = "retry_seconds: 1") -> str:
    """Return the settings of a site with more for its quick exit, as `bounce: false, clear_storage: false`."""
    said = QUICK_EXIT.replace("}", f', second_url: "{SECOND}", safety_page: safety.md, {more}}}')
    assert QUICK_EXIT in sample.SETTINGS
    return sample.SETTINGS.replace(QUICK_EXIT, said).replace("Testshire briefings", f"{WORD} briefings")


SITE: dict[str, str | bytes] = {
    "docs/index.md": f"# {WORD} and babies\n\n[About](about.md) them.\n",
    "docs/about.md": f"# About {WORD}\n\n## Who\n\nWe.\n" + "\nMore words.\n" * 80 + "\n## Where\n\nHere.\n",
    "docs/safety.md": f"# Using this site safely\n\n{WORD}.\n",
    "briefings/a.md": sample.briefing(title=f"{WORD} in babies"),
}
"""A small site: its pages are known by one word."""

PAGES = ["index.html", "about/index.html", "briefings/a/index.html"]
"""The pages of a visit."""


def build(folder: Path, more: str = "retry_seconds: 1", files: dict[str, str | bytes] | None = None) -> Built:
    """Build the small site with settings of its quick exit."""
    built = build_site(write_site(folder / "source", {**SITE, **(files or {})}, settings(more)), folder / "site")
    assert built.messages == []
    return built


# A page that is being left answers no questions: the browser keeps them until it knows what comes next. So pages write down
# what can be seen of them, before each frame, and another window of the same site reads it and tells them when to stop.
WATCH = """(() => {
  const secret = WORD;
  if (!/^(https?|file):/.test(location.href)) return;
  const note = (what) => {
    try { localStorage.noted = JSON.stringify([...JSON.parse(localStorage.noted || "[]"), what]); } catch (error) {}
  };
  const shown = () => getComputedStyle(document.documentElement).display !== "none";
  addEventListener("pageshow", (event) => note({
    at: "pageshow", url: location.href, kept: event.persisted, shown: shown(),
  }));
  addEventListener("storage", (event) => event.key === "stop" && event.newValue && stop());
  let painted = false;
  addEventListener("pagehide", () => { painted = false; });
  const frame = () => {
    const text = document.body && shown() ? document.body.innerText.trim() : "";
    const icon = document.querySelector("link[rel~=icon]");
    const stops = document.querySelectorAll("a, button, input, select, textarea, [tabindex]").length;
    const now = { title: document.title, text, icon: icon && icon.href, stops };
    try { localStorage.now = JSON.stringify(now); } catch (error) {}
    if (text.includes(secret) && !painted) note({ at: "painted", url: location.href });
    painted = text.includes(secret);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})()""".replace("WORD", json.dumps(WORD))

DESK = "resources.json"
"""A file of the site that is no page of it."""


@dataclass(frozen=True)
class Asked:
    """A page that was asked of another site.

    Attributes:
        url: Its address.
        referer: The page from which the reader comes, if the browser told.
        frame: Whether it was asked for a frame within a page.
    """

    url: str
    referer: str | None
    frame: bool


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of browsers that break off."""


class Elsewhere:
    """The other sites: where the reader comes from, and where the exit leads.

    Attributes:
        asked: The pages that were asked for, in order.
        answers: How a host answers if not at once: "held" keeps waiting, "no content" leaves the page that asks where it is,
            "broken off" makes the browser say that the site cannot be reached.
        pages: The HTML of a host that is not the usual page.
        port: Where on this machine they all are.
        rules: What tells Chromium so.
    """

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.answers: dict[str, str] = {}
        self.pages: dict[str, str] = {}
        self._free = threading.Event()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        hosts = [urlsplit(address).hostname or "" for address in (EXIT, SECOND, START)]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trustme.CA().issue_cert(*hosts).configure_cert(context)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self.port = self._server.server_port
        self.rules = ", ".join(f"MAP {host}:443 127.0.0.1:{self.port}" for host in hosts)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _handler(self) -> type[http.server.BaseHTTPRequestHandler]:
        elsewhere = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host = self.headers["Host"]
                if self.headers.get("Sec-Fetch-Mode", "navigate") == "navigate":
                    frame = self.headers.get("Sec-Fetch-Dest", "document") != "document"
                    elsewhere.asked.append(Asked(f"https://{host}{self.path}", self.headers.get("Referer"), frame))
                answer = elsewhere.answers.get(host)
                if answer == "held":
                    elsewhere._free.wait(60)
                if answer == "broken off":
                    return
                self.send_response(204 if answer == "no content" else 200)
                self.send_header("X-Frame-Options", "DENY")
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                if answer != "no content":
                    self.wfile.write(elsewhere.pages.get(host, f"<title>Elsewhere</title><h1>{host}</h1>").encode())

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler

    def release(self) -> None:
        """Answer whoever was kept waiting."""
        self._free.set()
        self._free = threading.Event()

    def forget(self) -> None:
        """Begin anew."""
        self.release()
        self.asked, self.answers, self.pages = [], {}, {}

    def close(self) -> None:
        self.forget()
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="session")
def _elsewhere() -> Iterator[Elsewhere]:
    elsewhere = Elsewhere()
    yield elsewhere
    elsewhere.close()


@pytest.fixture
def elsewhere(_elsewhere: Elsewhere) -> Iterator[Elsewhere]:
    """The other sites, to which nobody has been."""
    _elsewhere.forget()
    yield _elsewhere
    _elsewhere.forget()


@pytest.fixture(scope="session")
def forgetting_browser(playwright: Playwright, _elsewhere: Elsewhere) -> Iterator[Browser]:
    """A browser that loads every page anew for the Back button."""
    flags = [*FLAGS, f"--host-resolver-rules={_elsewhere.rules}"]
    with playwright.chromium.launch(executable_path=chromium(), args=flags) as browser:
        yield browser


@pytest.fixture(scope="session")
def keeping_browser(playwright: Playwright, _elsewhere: Elsewhere) -> Iterator[Browser]:
    """A browser that keeps pages for the Back button, as people's browsers do."""
    flags = [*FLAGS, f"--host-resolver-rules={_elsewhere.rules}"]
    kept = ["--disable-back-forward-cache"]
    with playwright.chromium.launch(executable_path=chromium(), args=flags, ignore_default_args=kept) as browser:
        yield browser


@pytest.fixture(scope="session")
def exit_site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The small site."""
    return build(tmp_path_factory.mktemp("exit"))


@pytest.fixture(params=[False, True], ids=["forgetting", "keeping"])
def any_browser(request: pytest.FixtureRequest, forgetting_browser: Browser, keeping_browser: Browser) -> Browser:
    """A browser that loads every page anew for the Back button, and then one that keeps them."""
    return keeping_browser if request.param else forgetting_browser


FORGETTING, KEEPING = False, True
"""For a test that names one of the two browsers: `any_browser` as an indirect parameter."""


@pytest.fixture(params=["http", "file"])
def scheme(request: pytest.FixtureRequest) -> str:
    """How pages are opened: from a web server, and then from a file share."""
    return str(request.param)


@pytest.fixture
def address_of(scheme: str, serve: Callable[[Path], str]) -> Callable[[Path], str]:
    """Tells the address of a folder, on a web server and then on a file share."""
    return serve if scheme == "http" else lambda folder: folder.as_uri() + "/"


@pytest.fixture
def address(exit_site: Built, address_of: Callable[[Path], str]) -> str:
    """The address of the small site, on a web server and then on a file share."""
    return address_of(exit_site.folder)


@pytest.fixture
def http_address(exit_site: Built, serve: Callable[[Path], str]) -> str:
    """The address of the small site on a web server: of a file share, Chromium keeps no page for the Back button."""
    return serve(exit_site.folder)


@pytest.fixture(scope="session")
def quiet_site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The small site, whose tabs say nothing to each other."""
    return build(tmp_path_factory.mktemp("quiet"), "other_tabs: false")


def guard_of(html: str) -> str:
    """Return the script that stands in the head of a page itself."""
    found = re.search(r"<script>(.*?)</script>", html, re.DOTALL)
    assert found
    return found[1]


@dataclass
class Visit:
    """A window in which somebody reads the site.

    Attributes:
        page: The window.
        desk: Another window, which reads what the pages wrote down.
        cdp: The protocol of the browser's developer tools, for the first window.
        errors: What the browser complained about.
    """

    page: Page
    desk: Page
    cdp: CDPSession
    errors: list[str] = field(default_factory=list)

    @property
    def context(self) -> BrowserContext:
        """What the two windows have in common."""
        return self.page.context

    def heed(self, message: ConsoleMessage) -> None:
        """Keep an error, but for those of the theme, which looks for a sitemap that a file share does not give."""
        if message.type == "error" and "sitemap.xml" not in message.text + message.location["url"]:
            self.errors.append(message.text)

    def read(self, address: str, pages: list[str]) -> None:
        """Come from elsewhere and open pages one after the other."""
        self.page.goto(START)
        for page in pages:
            self.page.goto(address + page)

    def until(self, happened: Callable[[], object], what: str) -> None:
        """Wait for something that the page cannot be asked about while it is being left."""
        for _ in range(1200):
            with suppress(Error):  # between two pages there is nobody to ask
                if happened():
                    return
            self.desk.wait_for_timeout(25)
        raise AssertionError(f"never: {what}; at {self.page.url}, {self.entries()}")

    def now(self) -> Any:
        """What could be seen of the page in its last frame."""
        return json.loads(self.desk.evaluate("localStorage.now || '{}'"))

    def stop(self) -> None:
        """Press the Stop button."""
        self.desk.evaluate("delete localStorage.stop; localStorage.stop = 1")

    def ask(self, expression: str) -> Any:
        """Ask the page something and have its answer before it is left."""
        answer = self.cdp.send("Runtime.evaluate", {"expression": expression, "returnByValue": True})
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def entries(self) -> list[str]:
        """The addresses in the history of this window, up to the one that is shown."""
        return [entry["url"] for entry in self._history()][: self.place() + 1]

    def titles(self) -> list[str]:
        """The titles in the history of this window."""
        return [entry["title"] for entry in self._history()]

    def place(self) -> int:
        """The number of entries before the one that is shown."""
        place: int = self._navigation()["currentIndex"]
        return place

    def _history(self) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = self._navigation()["entries"]
        return entries

    def _navigation(self) -> dict[str, Any]:
        return self.history_of(self.cdp)

    def history_of(self, cdp: CDPSession) -> dict[str, Any]:
        """The history of a window, this or another: its entries and the place of the one that is shown."""
        for _ in range(400):
            with suppress(Error):  # between two pages there is nobody to ask
                return cdp.send("Page.getNavigationHistory")
            self.desk.wait_for_timeout(25)
        return cdp.send("Page.getNavigationHistory")

    def left(self, to: str = EXIT) -> None:
        """Wait until the exit site is there."""
        self.until(lambda: self.page.url == to and self.entries()[-1] == to, f"left to {to}")

    def go(self, way: int) -> None:
        """Go back or on in the history, and wait until a page of the site is shown."""
        place, shows = self.place() + way, len(self.noted())
        self.ask(f"setTimeout(() => history.go({way}), 0)")
        self.until(lambda: self.place() == place and self.page.url == self.entries()[-1], "gone")
        self.until(lambda: [note for note in self.noted()[shows:] if note["at"] == "pageshow"], "shown")

    def leave_now(self) -> None:
        """Choose the button; from then on, write down anew what is seen."""
        self.ask("localStorage.noted = '[]'; document.querySelector('.quick-exit').click()")

    def noted(self) -> list[dict[str, Any]]:
        """What the pages wrote down so far."""
        found: list[dict[str, Any]] = json.loads(self.desk.evaluate("localStorage.noted || '[]'"))
        return found

    def painted(self) -> list[dict[str, Any]]:
        """The frames in which words of the site were seen."""
        return [note for note in self.noted() if note["at"] == "painted"]


@contextmanager
def visit(browser: Browser, address: str, **options: Any) -> Iterator[Visit]:
    """A new window, whose pages write down what was seen of them."""
    context = browser.new_context(ignore_https_errors=True, **options)
    page, desk = context.new_page(), context.new_page()
    for window in (page, desk):
        window.set_default_timeout(20_000)
    desk.goto(address + DESK)
    visited = Visit(page, desk, context.new_cdp_session(page))
    if options.get("java_script_enabled", True):
        page.add_init_script(WATCH)
    page.on("console", visited.heed)
    page.on("pageerror", lambda error: visited.errors.append(str(error)))
    page.bring_to_front()
    try:
        yield visited
    finally:
        context.close()


def click(visited: Visit) -> None:
    """Leave by the button."""
    visited.page.click(".quick-exit", no_wait_after=True)


def press_early_link(visited: Visit) -> None:
    """Leave by the second stop of the Tab key."""
    visited.page.keyboard.press("Tab")
    visited.page.keyboard.press("Tab")
    visited.page.keyboard.press("Enter")


def shift(visited: Visit, times: int = 3) -> None:
    """Press and release Shift."""
    for _ in range(times):
        visited.page.keyboard.press("Shift")


WAYS = {"the button": click, "the early link": press_early_link, "three Shifts": shift}
"""All ways out."""
