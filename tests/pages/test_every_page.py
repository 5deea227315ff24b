"""What must hold on every built HTML file of the repository's own site."""

from __future__ import annotations

import posixpath
from itertools import pairwise
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from conftest import ROOT, Built
from sevenminute.content.library import Library
from sevenminute.text.paths import GENERATED
from sevenminute.text.urls import page_file

LOADING = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "video": "src", "audio": "src"}


def pages(site: Built) -> dict[str, BeautifulSoup]:
    files = sorted(site.folder.rglob("*.html"))
    assert len(files) >= 10
    return {file.relative_to(site.folder).as_posix(): site.html(file.relative_to(site.folder).as_posix()) for file in files}


def test_every_source_has_its_page_and_there_is_no_other(our_site: Built, our_library: Library) -> None:
    briefings = {f"briefings/{briefing.slug}/index.html" for briefing in our_library.briefings}
    assert len(briefings) == len([file for file in (ROOT / "briefings").glob("*.md") if file.name != "README.md"])
    lists = {page_file(page) for page in GENERATED}
    topics = {page_file(topic.source) for topic in our_library.topics}
    written = {page_file(file.relative_to(ROOT / "docs").as_posix()) for file in (ROOT / "docs").rglob("*.md")}
    assert set(pages(our_site)) == {*briefings, *lists, *topics, *written, "404.html"}
    assert {"index.html", "safety/index.html", "about/index.html", "accessibility/index.html"} <= written


def test_title_names_page_and_site(our_site: Built, our_settings: Any) -> None:
    titles: dict[str, str] = {}
    for path, page in pages(our_site).items():
        assert page.title is not None
        title = page.title.get_text()
        assert title.endswith(our_settings.site_name), path
        titles.setdefault(title, path)
        assert titles[title] == path, f"{path} has the title of {titles[title]}"


def test_language_is_british_english(our_site: Built) -> None:
    for path, page in pages(our_site).items():
        assert page.html is not None
        assert page.html["lang"] == "en-GB", path


def test_one_first_heading_and_no_gaps(our_site: Built) -> None:
    for path, page in pages(our_site).items():
        levels = [int(heading.name[1]) for heading in page.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])]
        assert levels.count(1) == 1, path
        assert levels[0] == 1, path
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)


def test_urgent_help_is_complete(our_site: Built, our_settings: Any) -> None:
    help = our_settings.extra["urgent_help"]
    services = [help["emergency"], *help["contacts"]]
    for path, page in pages(our_site).items():
        box = page.select_one("aside.urgent")
        assert box is not None, path
        assert [link.get_text() for link in box.select("a")] == [service["telephone"] for service in services], path
        assert [link["href"] for link in box.select("a")] == [
            f"tel:{service['telephone'].replace(' ', '')}" for service in services
        ]
        for service in help["contacts"]:
            assert service["name"] in box.get_text(" "), path


def test_links_that_leave_the_site_keep_readers_private(our_site: Built) -> None:
    for path, page in pages(our_site).items():
        for link in page.select("a[href^=http], area[href^=http]"):
            assert {"noreferrer", "noopener"} <= set(link.get("rel") or []), (path, link)


def test_ids_are_unique(our_site: Built) -> None:
    for path, page in pages(our_site).items():
        ids = [element["id"] for element in page.find_all(id=True)]
        assert len(ids) == len(set(ids)), path


def test_nothing_is_loaded_from_another_host(our_site: Built) -> None:
    for path, page in pages(our_site).items():
        for name, attribute in LOADING.items():
            for element in page.find_all(name, {attribute: True}):
                if "canonical" not in (element.get("rel") or ""):
                    assert not urlsplit(str(element[attribute])).netloc, (path, element)
    for sheet in our_site.folder.rglob("assets/stylesheets/*.css"):
        css = sheet.read_text(encoding="utf-8").replace(
            "http://www.w3.org/2000/svg", ""
        )  # a drawing within it says so what it is
        assert "//" not in css.replace("/*", ""), sheet


def test_every_link_within_the_site_has_its_target(our_site: Built) -> None:
    found = pages(our_site)
    anchors = {path: {element["id"] for element in page.find_all(id=True)} for path, page in found.items()}
    checked = 0
    for path, page in found.items():
        for element in [*page.find_all(href=True), *page.find_all(src=True)]:
            address = urlsplit(str(element.get("href") or element.get("src")))
            if address.scheme or address.netloc:
                continue
            # the page of a wrong address is shown at any depth, so its links begin at the root
            base = "" if path == "404.html" else posixpath.dirname(path)
            target = posixpath.normpath(posixpath.join(base, unquote(address.path).lstrip("/"))) if address.path else path
            assert (our_site.folder / target).is_file(), (path, element)
            if address.fragment and target in anchors:
                assert address.fragment in anchors[target], (path, element)
            checked += 1
    assert checked > 10 * len(found)


def test_pages_use_no_inline_style_and_no_event_attribute(our_site: Built) -> None:
    for path, page in pages(our_site).items():
        for element in page.find_all(True):
            assert isinstance(element, Tag)
            bad = [name for name in element.attrs if name == "style" or name.startswith("on")]
            assert not bad, (path, element.name, bad)
        assert not page.find_all("style"), path


@pytest.mark.parametrize("name", ["sitemap.xml", "search/index.js", "assets/fonts/OFL.txt"])
def test_the_site_has(our_site: Built, name: str) -> None:
    assert (our_site.folder / name).is_file()


def test_addresses_in_the_sitemap_name_no_index_file(our_site: Built, our_library: Library) -> None:
    sitemap = (our_site.folder / "sitemap.xml").read_text(encoding="utf-8")
    for briefing in our_library.briefings:
        assert f"/briefings/{briefing.slug}/<" in sitemap
    assert "index.html" not in sitemap
