"""A visit to the small site in a browser, what was seen on the way, and all ways out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, ConsoleMessage, Error, Page

from elsewhere import EXIT, START
from exiting import WORD

# A page that is being left answers no questions: the browser keeps them until it knows what comes next. So pages write down
# what can be seen of them, before each frame, and another window of the same site reads it and tells them when to stop.
WATCH = """(() => {
  const secret = WORD;
  if (!/^(https?|file):/.test(location.href)) return;
  const note = (what) => {
    try { localStorage.noted = JSON.stringify([...JSON.parse(localStorage.noted || "[]"), what]); } catch (error) {}
  };
  const shown = () => getComputedStyle(document.documentElement).display !== "none";
  addEventListener("pageshow", (event) => {
    window.wasShown = true;
    note({ at: "pageshow", url: location.href, kept: event.persisted, shown: shown() });
  });
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
"""A file of the site that is not a page of it."""


class StorageLostError(Exception):
    """The browser lost what pages of files keep, so that no page can know of an exit: the visit says nothing of the site."""


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
        if not self._looks(1200, happened):
            raise AssertionError(f"never: {what}; at {self.page.url}, {self.entries()}")

    def unless_lost(self, happened: Callable[[], object], what: str) -> None:
        """Wait as `until` does, but for a `StorageLostError` if it does not happen soon and the storage turns out to be lost."""
        if not self._looks(240, happened):
            if self._has_lost_storage():
                raise StorageLostError
            self.until(happened, what)

    def _looks(self, times: int, happened: Callable[[], object]) -> bool:
        for _ in range(times):
            with suppress(Error):  # between two pages there is nobody to ask
                if happened():
                    return True
            self.desk.wait_for_timeout(25)
        return False

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
        self.until(lambda: self._says_itself_shown() or any(each["at"] == "pageshow" for each in self.noted()[shows:]), "shown")

    def _says_itself_shown(self) -> bool:
        """Ask a page of a file, which is made new each time: Chromium may have lost what it wrote down, as below."""
        return self.page.url.startswith("file:") and bool(self.ask("window.wasShown"))

    def leave_now(self) -> None:
        """Choose the button; from then on, write down anew what is seen."""
        self.ask("localStorage.noted = '[]'; localStorage.leaving = 1; document.querySelector('.quick-exit').click()")

    def _has_lost_storage(self) -> bool:
        """Tell whether the browser lost what pages keep: not the mark of the exit alone, but what `leave_now` wrote with it.

        Now and then on a busy machine, Chromium gives the pages of a process, of files alone, a storage of their own: what
        they write reaches no other page, or they read nothing of what others wrote.
        """
        if not self.page.url.startswith("file:") or self.ask("document.readyState") != "complete":
            return False
        return not (self.ask("localStorage.leaving") and self.desk.evaluate("localStorage.leaving"))

    def share_storage_with(self, others: Iterable[Page]) -> None:
        """Raise a `StorageLostError` unless other tabs read what this one writes, as all do but what Chromium cut off."""
        written = self.ask("localStorage.shared = String(Math.random())")
        for other in others:
            if not self._looks(240, partial(_reads, other, written)):
                raise StorageLostError

    def noted(self) -> list[dict[str, Any]]:
        """What the pages wrote down so far."""
        found: list[dict[str, Any]] = json.loads(self.desk.evaluate("localStorage.noted || '[]'"))
        return found

    def painted(self) -> list[dict[str, Any]]:
        """The frames in which words of the site were seen."""
        return [note for note in self.noted() if note["at"] == "painted"]


def _reads(tab: Page, written: str) -> bool:
    return bool(tab.evaluate("localStorage.shared") == written)


def once_more_if_storage_is_lost(visits: Callable[[], None]) -> None:
    """Do what a test does, and again if the browser lost what it had been given to keep: twice at most."""
    for _ in range(2):
        with suppress(StorageLostError):
            return visits()
    return visits()


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
