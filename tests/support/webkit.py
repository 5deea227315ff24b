"""WebKitGTK, the engine of Safari as Debian has it, on a screen that is only in memory."""

from __future__ import annotations

import http.server
import os
import shutil
import socket
import subprocess
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from selenium.webdriver import WebKitGTK
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

TIMEOUT = 60
"""Seconds after which something that was waited for is missed."""


def webkit_paths() -> dict[str, str]:
    """Return where the programs are; leave the test out where one is missing, but never in CI."""
    browsers = sorted(Path("/usr").glob("lib*/**/webkit2gtk-4*/MiniBrowser"))
    found = {name: shutil.which(name) or "" for name in ("WebKitWebDriver", "Xvfb")}
    found["MiniBrowser"] = str(browsers[-1]) if browsers else ""
    missing = [name for name, path in found.items() if not path]
    if missing and not os.environ.get("CI"):
        pytest.skip(f"no {' and no '.join(missing)}: install Debian's webkit2gtk-driver and xvfb, or what holds them elsewhere")
    assert not missing, f"no {', '.join(missing)}, with which CI has to look at pages: scripts/setup test-all installs them"
    return found


@contextmanager
def webkit(folder: Path, port: int) -> Iterator[WebKitGTK]:
    """Open a window of the browser, and close it.

    Args:
        folder: An empty one, where the browser keeps what it remembers.
        port: Of a `Tunnel`, through which it asks for all https sites.
    """
    paths = webkit_paths()
    # As root its sandbox does not start, and there is neither a graphics card nor anybody who listens to a screen reader.
    environment = {
        **os.environ,
        **dict.fromkeys(("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"), str(folder)),
        "GDK_BACKEND": "x11",
        "GIO_USE_PROXY_RESOLVER": "libproxy",  # it reads the next two
        "https_proxy": f"http://127.0.0.1:{port}",
        "no_proxy": "127.0.0.1,localhost",
        "LIBGL_ALWAYS_SOFTWARE": "1",
        "NO_AT_BRIDGE": "1",
        "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
    }
    options = Options()
    options.binary_location = paths["MiniBrowser"]
    options.add_argument("--automation")
    options.set_capability("acceptInsecureCerts", True)
    with _screen(paths["Xvfb"]) as display:
        service = Service(paths["WebKitWebDriver"], env={**environment, "DISPLAY": display})
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # Selenium 4.51 warns of a call of its own
            window = WebKitGTK(options=options, service=service)
        try:
            window.set_page_load_timeout(TIMEOUT)
            yield window
        finally:
            window.quit()


@contextmanager
def _screen(path: str) -> Iterator[str]:
    """Start a screen in memory, and yield its name, which it chooses and says when it is ready."""
    read, write = os.pipe()
    command = [path, "-displayfd", str(write), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server, os.fdopen(read) as said:
        try:
            os.close(write)
            number = said.readline().strip()
            assert number, "Xvfb did not start"
            yield f":{number}"
        finally:
            server.terminate()


class Tunnel:
    """A proxy on this machine that leads to one port of it, whatever host is asked for.

    Attributes:
        port: Where it listens.
    """

    def __init__(self, to: int) -> None:
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_CONNECT(self) -> None:
                with socket.create_connection(("127.0.0.1", to)) as other:
                    self.send_response(200)
                    self.end_headers()
                    back = threading.Thread(target=_pass_on, args=(other, self.connection), daemon=True)
                    back.start()
                    _pass_on(self.connection, other)
                    back.join()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
