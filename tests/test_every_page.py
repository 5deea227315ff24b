"""What must hold on every built HTML file of the repository's own site."""

from __future__ import annotations

import posixpath
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from conftest import Built

LOADING = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "video": "src", "audio": "src"}


def pages(site: Built) -> dict[str, BeautifulSoup]:
    files = sorted(site.folder.rglob("*.html"))
    assert len(files) >= 15
    return {file.relative_to(site.folder).as_posix(): site.html(file.relative_to(site.folder).as_posix()) for file in files}


def test_the_site_has_five_briefings_and_one_topic(our_site: Built) -> None:
    names = set(pages(our_site))
    assert len([name for name in names if name.startswith("briefings/")]) == 5 + 3  # three lists
    assert {name for name in names if name.startswith("topics/")} == {"topics/index.html", "topics/unborn-babies/index.html"}
    assert {"index.html", "404.html", "safety/index.html", "about/index.html", "accessibility/index.html"} <= names


def test_title_names_page_and_site(our_site: Built) -> None:
    titles: dict[str, str] = {}
    for path, page in pages(our_site).items():
        assert page.title is not None
        title = page.title.get_text()
        assert title.endswith("Exampleshire 7-minute briefings"), path
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


def test_urgent_help_is_complete(our_site: Built) -> None:
    for path, page in pages(our_site).items():
        box = page.select_one("aside.urgent")
        assert box is not None, path
        assert [link["href"] for link in box.select("a")] == ["tel:999", "tel:01632960001", "tel:01632960002"], path
        for words in ("999", "01632 960001", "01632 960002", "Exampleshire Children’s Front Door"):
            assert words in box.get_text(" "), path


def test_quick_exit_is_a_plain_safe_link(our_site: Built) -> None:
    for path, page in pages(our_site).items():
        exits = page.select("a.quick-exit")
        assert len(exits) == 1, path
        assert exits[0]["href"] == "https://www.bbc.co.uk/weather"
        assert exits[0]["target"] == "_top"
        assert exits[0]["rel"] == ["noreferrer", "noopener", "nofollow"]


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
        if "main." not in sheet.name and "palette." not in sheet.name:  # the theme's, which no page uses
            assert "//" not in sheet.read_text(encoding="utf-8").replace("/*", ""), sheet


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
    assert checked > 200


def test_pages_use_no_inline_style_and_no_event_attribute(our_site: Built) -> None:
    for path, page in pages(our_site).items():
        for element in page.find_all(True):
            assert isinstance(element, Tag)
            bad = [name for name in element.attrs if name == "style" or name.startswith("on")]
            assert not bad, (path, element.name, bad)
        assert not page.find_all("style"), path


@pytest.mark.parametrize("name", ["sitemap.xml", "search/search_index.json", "assets/fonts/OFL.txt"])
def test_the_site_has(our_site: Built, name: str) -> None:
    assert (our_site.folder / name).is_file()


def test_addresses_in_the_sitemap_have_no_number_and_no_index(our_site: Built) -> None:
    sitemap = (our_site.folder / "sitemap.xml").read_text(encoding="utf-8")
    assert "https://briefings.example.org/briefings/safeguarding-unborn-babies/<" in sitemap
    assert "index.html" not in sitemap


def test_every_source_has_its_page(our_site: Built) -> None:
    root = Path(__file__).parent.parent
    sources = sorted((root / "briefings").glob("*.md"))
    assert len(sources) == 5
    for source in sources:
        assert (our_site.folder / "briefings" / source.stem / "index.html").is_file()
