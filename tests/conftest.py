"""Small sites built from what a test shows, the repository's own site, and a browser to look at them."""

from __future__ import annotations

import functools
import http.server
import logging
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, settings
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from playwright.sync_api import Browser, Playwright, sync_playwright

import sample
from sevenminute.checks import read_library
from sevenminute.content.library import Library
from template_cache import keep_templates

ROOT = Path(__file__).resolve().parent.parent
sys.path += map(str, sorted((ROOT / "tests").glob("[a-z]*/")))  # some tests judge by the cases of others

pytest_plugins = ["building", "exiting", "reading"]

FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
FLAGS.append("--font-render-hinting=none")  # as on people's screens: the headless shell would round the widths of letters
if os.geteuid() == 0:
    FLAGS.append("--no-sandbox")  # Chromium refuses to run as root with it

os.environ["NO_MKDOCS_2_WARNING"] = "1"
# What a test starts, a person starts: not the make that runs the tests, which would have it say each folder that it enters.
for _variable in ("MAKELEVEL", "MAKEFLAGS", "MFLAGS"):
    os.environ.pop(_variable, None)

# A busy machine makes examples slowly; that says nothing of the code. Where CI is set, Hypothesis tries the same examples
# each time, which this keeps.
settings.register_profile("patient", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

keep_templates()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what looks at pages in a Chromium, and begin with it: what takes longest is not left to one process at the end."""
    for item in items:
        if "playwright" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
    modules = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: item.path not in modules)


@dataclass(frozen=True)
class Built:
    """A built site and what was said while building it."""

    folder: Path
    messages: list[str]
    passed: bool

    def html(self, page: str) -> BeautifulSoup:
        """Parse a page, named by its address without `index.html`."""
        file = self.folder / page
        text = (file / "index.html" if file.is_dir() else file).read_text(encoding="utf-8")
        return BeautifulSoup(text, "html.parser")


def build_site(root: Path, folder: Path, *, strict: bool = True, level: int = logging.WARNING, served: bool = False) -> Built:
    """Build the site of `root` into `folder`.

    Args:
        root: Folder of the content and of the settings.
        folder: Where the site is written.
        strict: Whether the build stops at mistakes, as `make site` does.
        level: What is said is returned from this level on.
        served: Whether it is built as `mkdocs serve` does.
    """
    messages: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    listener = Listener(level=level)
    logging.getLogger("mkdocs").addHandler(listener)
    try:
        config = load_config(str(root / "mkdocs.yml"), site_dir=str(folder), strict=strict)
        config.plugins.on_startup(command="serve" if served else "build", dirty=False)
        mkdocs_build(config)
        passed = True
    except Abort:
        passed = False
    finally:
        logging.getLogger("mkdocs").removeHandler(listener)
    return Built(folder, messages, passed)


SiteMaker = Callable[..., Built]

_OURS = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
MACHINERY = _OURS[_OURS.index("\nhooks:\n") :]
"""The part of our mkdocs.yml that says how the site is made."""


def write_site(root: Path, files: dict[str, str | bytes], settings: str = sample.SETTINGS) -> Path:
    """Write a site with the project's own hooks and templates; a home page is added when the test shows none."""
    shown: dict[str, str | bytes] = {"docs/index.md": "# Home\n", **files}
    for path, content in shown.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    pages = [path.removeprefix("docs/") for path in shown if path.startswith("docs/") and path.endswith(".md")]
    menu = [page for page in pages if not page.startswith(("topics/", "briefings/"))] + ["briefings/index.md"]
    (root / "mkdocs.yml").write_text(f"{settings}\nnav: {menu}\n{MACHINERY}", encoding="utf-8")
    for folder in ("hooks", "overrides"):
        (root / folder).symlink_to(ROOT / folder)
    (root / "docs").mkdir(exist_ok=True)
    (root / "briefings").mkdir(exist_ok=True)
    return root


@pytest.fixture
def make_site(tmp_path: Path) -> SiteMaker:
    """Build a site from the files that a test shows: path to content."""

    def make(files: dict[str, str | bytes], settings: str = sample.SETTINGS) -> Built:
        return build_site(write_site(tmp_path / "source", files, settings), tmp_path / "site")

    return make


@pytest.fixture(scope="session")
def our_site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the repository's own site."""
    built = build_site(ROOT, tmp_path_factory.mktemp("our") / "site")
    assert built.messages == []
    assert built.passed
    return built


@pytest.fixture(scope="session")
def our_pages(our_site: Built) -> list[str]:
    """The address of every page of the repository's own site, whatever is in it."""
    files = sorted(our_site.folder.rglob("*.html"))
    return [file.relative_to(our_site.folder).as_posix().removesuffix("index.html") for file in files]


@pytest.fixture(scope="session")
def our_settings() -> Any:
    """The settings of the repository's own site, as MkDocs reads them."""
    return load_config(str(ROOT / "mkdocs.yml"))


@pytest.fixture(scope="session")
def our_library() -> Library:
    """The content of the repository's own site."""
    return read_library(ROOT, today=date.today())


class _QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a folder on a free port of the loopback interface and return its address."""
    servers: list[http.server.ThreadingHTTPServer] = []

    def start(folder: Path) -> str:
        handler = functools.partial(_QuietHandler, directory=str(folder))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    with ThreadPoolExecutor() as pool:  # each ends within half a second: at once, not one after another
        list(pool.map(_stop, servers))


def _stop(server: http.server.ThreadingHTTPServer) -> None:
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def our_address(our_site: Built, serve: Callable[[Path], str]) -> str:
    """The address of the repository's own site."""
    return serve(our_site.folder)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives the browsers."""
    with sync_playwright() as playwright:
        yield playwright


def chromium() -> str:
    """The path of Chromium."""
    return subprocess.run([ROOT / "scripts/find-chromium"], capture_output=True, text=True, check=True).stdout.strip()


def headless_chromium() -> str:
    """The path of Chromium's headless shell, which opens a page in a third of the time; else of Chromium."""
    return shutil.which("chromium-headless-shell") or chromium()


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A real Chromium without a window, which asks nobody for updates."""
    with playwright.chromium.launch(executable_path=headless_chromium(), args=FLAGS) as browser:
        yield browser
