"""The zip for an intranet: unpacked into a folder, it is read, searched, left and printed there without internet."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Request, Route

import sample
from browsing import opened, search
from conftest import Built, SiteMaker, write_site
from sevenminute.cli import main
from sevenminute.config.reader import read_settings_file
from sevenminute.config.schema import Settings
from sevenminute.output.zip import write_copy

DAY = date(2026, 11, 22)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    read = read_settings_file(write_site(tmp_path / "settings", {}) / "mkdocs.yml")
    assert isinstance(read, Settings)
    return read


def unpacked(site: Built, settings: Settings, folder: Path) -> Path:
    """Unpack the zip of a site as its receiver does, and return the folder in which index.html is."""
    target = folder / "Größe & café (copy) 50%"
    with zipfile.ZipFile(write_copy(site.folder, folder, settings, DAY)) as copy:
        copy.extractall(target)
    (inner,) = target.iterdir()
    return inner


def test_it_is_read_searched_printed_and_left_from_a_folder(
    browser: Browser, make_site: SiteMaker, settings: Settings, tmp_path: Path
) -> None:
    body = sample.panels().replace("Words about what to notice.", "A bruise on a baby who cannot move.")
    site = make_site({"briefings/a.md": sample.briefing(body)})
    folder = unpacked(site, settings, tmp_path)
    asked: list[str] = []

    def leave(route: Route, request: Request) -> None:
        route.fulfill(body="<title>Weather</title>")

    with opened(browser) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.context.route("https://www.bbc.co.uk/**", leave)
        page.goto((folder / "index.html").as_uri())
        page.get_by_role("link", name="Safer sleep").first.click()
        assert page.get_by_role("heading", level=1).inner_text() == "Safer sleep"
        assert "A bruise on a baby" in page.locator("main").inner_text()
        search(page, "bruise")
        page.locator(".search a", has_text="Safer sleep").first.wait_for()
        page.goto((folder / "briefings/a/index.html").as_uri())
        assert page.pdf().startswith(b"%PDF")
        page.locator("a.quick-exit").click()
        page.wait_for_url("https://www.bbc.co.uk/**")
    outside = [url for url in asked if not url.startswith(("file://", "data:", "https://www.bbc.co.uk/"))]
    assert outside == []


def test_it_works_below_any_path_of_a_web_server(
    browser: Browser, make_site: SiteMaker, settings: Settings, tmp_path: Path, serve: Callable[[Path], str]
) -> None:
    folder = unpacked(make_site({"briefings/a.md": sample.briefing()}), settings, tmp_path)
    failed: list[str] = []
    with opened(browser) as page:
        page.on("requestfailed", lambda request: failed.append(request.url))
        page.on("response", lambda response: failed.append(response.url) if response.status >= 400 else None)
        for path in ("index.html", "briefings/", "resources/", "briefings/a/"):
            page.goto(f"{serve(folder.parent)}{folder.name}/{path}", wait_until="networkidle")
            assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Atkinson')
    assert failed == []


def test_no_link_leads_to_a_folder(make_site: SiteMaker) -> None:
    """A file share would list the folder's files instead of showing a page."""
    site = make_site({"briefings/a.md": sample.briefing(topics="[unborn-babies]")})
    for file in site.folder.rglob("*.html"):
        links = [
            str(link["href"]).partition("#")[0] for link in site.html(file.relative_to(site.folder).as_posix()).select("a[href]")
        ]
        inside = [link for link in links if link and ":" not in link and file.name != "404.html"]
        assert [link for link in inside if not Path(link.partition("?")[0]).suffix] == [], file


def test_the_note_says_whom_to_call_how_old_it_is_and_how_to_open_it(
    make_site: SiteMaker, settings: Settings, tmp_path: Path
) -> None:
    folder = unpacked(make_site({"briefings/a.md": sample.briefing()}), settings, tmp_path)
    assert folder.name == "testshire-briefings-2026-11-22"
    data = (folder / "README.txt").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    note = data.decode("utf-8-sig")
    for words in (
        "22 November 2026",
        "01632 960001 (all day)",
        "999",
        "Extract All",
        "index.html",
        "https://briefings.example.org/",
        "made up",
    ):
        assert words in note
    assert max(map(len, note.splitlines())) <= 78


def test_the_same_site_on_one_day_gives_the_same_bytes(make_site: SiteMaker, settings: Settings, tmp_path: Path) -> None:
    site = make_site({"briefings/a.md": sample.briefing()})
    first = write_copy(site.folder, tmp_path / "one", settings, DAY).read_bytes()
    for file in site.folder.rglob("*"):
        file.touch()
    assert write_copy(site.folder, tmp_path / "two", settings, DAY).read_bytes() == first


def test_names_in_the_zip_are_short_enough_for_windows(our_site: Built, settings: Settings, tmp_path: Path) -> None:
    with zipfile.ZipFile(write_copy(our_site.folder, tmp_path, settings, DAY)) as copy:
        assert max(map(len, copy.namelist())) <= 180  # of 260, with the rest for the folder that it is put into


def test_the_command_needs_a_built_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(tmp_path), "intranet"]) == 2
    assert "build the site first, with make site" in capsys.readouterr().err
