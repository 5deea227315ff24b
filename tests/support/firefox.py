"""Firefox without a window, spoken to in WebDriver BiDi: only what the tests of the quick exit and of paper ask of it."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

SHIFT = "\ue008"
TIMEOUT = 60
"""Seconds after which something that was waited for is missed."""

PREFERENCES = {
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "remote.prefs.recommended": True,
    "security.fileuri.strict_origin_policy": True,  # as people have it: of files, each is a site of its own
}


class Firefox:
    """One window of Firefox. Pages of other hosts are answered here.

    Attributes:
        asked: What was asked of other hosts: address, and the page from which the reader comes if Firefox told.
    """

    def __init__(self, socket: ClientConnection) -> None:
        self.asked: list[tuple[str, str | None]] = []
        self._socket = socket
        self._number = 0
        self._answers: dict[int, Any] = {}
        self.call("session.new", capabilities={})
        self.window = self.call("browsingContext.getTree")["contexts"][0]["context"]
        self.call("session.subscribe", events=["network.beforeRequestSent"])
        self.call("network.addIntercept", phases=["beforeRequestSent"], urlPatterns=[{"type": "pattern", "protocol": "https"}])

    def call(self, method: str, **parameters: Any) -> Any:
        """Send a command and return its result."""
        number = self._send(method, parameters)
        end = time.monotonic() + TIMEOUT
        while number not in self._answers:
            self._hear(end - time.monotonic())
        answer = self._answers.pop(number)
        if answer["type"] == "error":
            raise RuntimeError(f"{method}: {answer['error']}: {answer['message']}")
        return answer["result"]

    def _send(self, method: str, parameters: dict[str, Any]) -> int:
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        return self._number

    def _hear(self, seconds: float) -> None:
        heard = json.loads(self._socket.recv(timeout=max(seconds, 0.01)))
        if "id" in heard:
            self._answers[heard["id"]] = heard
        elif heard["method"] == "network.beforeRequestSent" and heard["params"]["isBlocked"]:
            self._answer(heard["params"]["request"])

    def _answer(self, request: dict[str, Any]) -> None:
        if "favicon" not in request["url"]:
            told = [header["value"]["value"] for header in request["headers"] if header["name"].lower() == "referer"]
            self.asked.append((request["url"], told[0] if told else None))
        body = base64.b64encode(b"<title>Elsewhere</title><h1>Elsewhere</h1>").decode()
        page = {"statusCode": 200, "headers": [{"name": "Content-Type", "value": {"type": "string", "value": "text/html"}}]}
        self._send("network.provideResponse", {"request": request["request"], "body": {"type": "base64", "value": body}, **page})

    def until(self, happened: Callable[[], object], what: str) -> None:
        """Wait for something."""
        end = time.monotonic() + TIMEOUT
        while not happened():
            assert time.monotonic() < end, f"never: {what}; at {self.address()}, asked {self.asked}"
            self.call("session.status")

    def goto(self, address: str) -> None:
        """Open a page and wait for all of it. The driver is not asked to: when busy it may miss the end of a load."""
        self.evaluate("self.before = true")
        self.call("browsingContext.navigate", context=self.window, url=address, wait="none")
        self.until(self._is_there, address)

    def _is_there(self) -> bool:
        with suppress(RuntimeError):  # between two pages there is nobody to ask
            return bool(self.evaluate("!self.before && document.readyState === 'complete'"))
        return False

    def address(self) -> str:
        """The address of the page that is shown."""
        address: str = self.call("browsingContext.getTree", root=self.window)["contexts"][0]["url"]
        return address

    def evaluate(self, expression: str) -> Any:
        """Return a text, a number or a truth that the page works out."""
        asked = {"target": {"context": self.window}, "expression": expression, "awaitPromise": True}
        result = self.call("script.evaluate", **asked)
        assert result["type"] == "success", result
        return result["result"].get("value")

    def press(self, *keys: str) -> None:
        """Press and release keys, one after the other."""
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keys", "actions": actions})

    def click(self, selector: str) -> None:
        """Click in the middle of an element."""
        box = f"JSON.stringify(document.querySelector('{selector}').getBoundingClientRect())"
        at = json.loads(self.evaluate(box))
        x, y = round(at["x"] + at["width"] / 2), round(at["y"] + at["height"] / 2)
        moves = [
            {"type": "pointerMove", "x": x, "y": y},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._act({"type": "pointer", "id": "mouse", "actions": moves})

    def _act(self, source: dict[str, Any]) -> None:
        self.call("input.performActions", context=self.window, actions=[source])


def firefox_path() -> str:
    """Return where Firefox is; leave the test out where there is none, but never in CI."""
    root = Path(__file__).resolve().parents[2]
    found = subprocess.run([root / "scripts/find-firefox"], capture_output=True, text=True, check=False).stdout.strip()
    if not found and not os.environ.get("CI"):
        pytest.skip("no Firefox: install one, or say where it is: FIREFOX=/path/to/firefox make test-all")
    assert found, "no Firefox, in which CI has to look at pages: scripts/setup test-all installs it"
    return found


@contextmanager
def firefox(path: str, profile: Path) -> Iterator[Firefox]:
    """Start Firefox with a profile of its own, and end it."""
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    command = [path, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
    environment = {**os.environ, "HOME": str(profile), "MOZ_HEADLESS": "1"}
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=environment) as process:
        try:
            assert process.stderr
            found = next(filter(None, (re.search(r"ws://\S+", line) for line in process.stderr)), None)
            assert found, "Firefox did not say where it listens"
            with connect(f"{found[0]}/session", max_size=None, open_timeout=TIMEOUT, proxy=None) as socket:
                yield Firefox(socket)
        finally:
            process.kill()
