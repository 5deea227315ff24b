"""The small site that is left, its settings, and the browsers in which it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright

import sample
from conftest import FLAGS, Built, build_site, chromium, headless_chromium, write_site
from elsewhere import SECOND, Elsewhere

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
    with playwright.chromium.launch(executable_path=headless_chromium(), args=flags) as browser:
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


FILE_IS_SLOW = pytest.mark.parametrize("scheme", ["http", pytest.param("file", marks=pytest.mark.slow)], indirect=True)
"""For what has nothing to do with history, storage or referrer: of a file share it is tried by `make test-all` only."""


ONE_PAIR = pytest.mark.parametrize(
    ("any_browser", "scheme"),
    [
        pytest.param(FORGETTING, "file", id="forgetting-file"),
        pytest.param(KEEPING, "http", id="keeping-http", marks=pytest.mark.slow),
        pytest.param(FORGETTING, "http", id="forgetting-http", marks=pytest.mark.slow),
        pytest.param(KEEPING, "file", id="keeping-file", marks=pytest.mark.slow),
    ],
    indirect=True,
)
"""For what others try of a browser that keeps pages: `make test` tries it with files, whose storage is the weakest."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave two of the four pairs of browser and scheme to `make test-all`: each of both is tried with one partner.

    Of a file share no browser keeps pages, so a keeping one is tried over http, and a forgetting one from files. Where nobody
    goes back, what the browser keeps is never taken out: there, a keeping one is tried by `make test-all` only.
    """
    for item in items:
        given = getattr(getattr(item, "callspec", None), "params", {})
        if not {"any_browser", "scheme"} <= given.keys():
            continue
        keeping, from_files = given["any_browser"] is KEEPING, given["scheme"] == "file"
        if keeping if item.get_closest_marker("nobody_goes_back") else keeping == from_files:
            item.add_marker(pytest.mark.slow)


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
