"""No content stands in the place of a file or page that the site makes."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from test_static_files import ROBOTS

from conftest import Built, build_site, write_site
from published_files import BRIEFING, lines_about, problems_of, published
from sevenminute.cli import PROBLEMS, main
from uploads import HTML, MARK, SVG, pdf, picture

OWN_PLACES: dict[str, bytes] = {
    "docs/assets/javascripts/every-page.js": b"/*" + MARK,
    "docs/assets/javascripts/search.js": b"/*" + MARK,
    "docs/Assets/JavaScripts/Every-Page.js": b"/*" + MARK,
    "docs/assets/images/favicon.svg": SVG,
    "docs/aſſets/images/emblem.svg": SVG,  # a disk of a Mac takes this for the folder assets
    "docs/assets/images/new.png": picture(),
    "docs/assets/page.md": b"# " + MARK,
    "docs/search/words.svg": SVG,
    "docs/sitemap.xml": MARK,
    "docs/404.html": HTML,
    "docs/feed.xml": MARK,
    "docs/topics/sleep/pack.pdf": pdf(),
    "docs/templates/page.md": b"# " + MARK,
    "docs/briefings/tree.png": picture(),
    "briefings/a/one-page.pdf": pdf(),
    "briefings/a/Large-Print.PDF": pdf(),
}


@pytest.fixture(scope="module")
def replacing(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site whose content is where the site puts files of its own."""
    folder = tmp_path_factory.mktemp("replacing")
    files: dict[str, str | bytes] = {"briefings/a.md": BRIEFING, **OWN_PLACES}
    return build_site(write_site(folder / "source", files), folder / "site")


@pytest.mark.parametrize("path", OWN_PLACES)
def test_content_in_a_place_of_the_sites_own_is_refused(replacing: Built, path: str) -> None:
    assert len(lines_about(replacing.messages, path)) == 1, replacing.messages


def test_content_never_stands_in_for_a_file_of_the_site(replacing: Built, our_site: Built) -> None:
    assert not replacing.passed
    assert published(replacing.folder, MARK) == []
    assets = [file.relative_to(our_site.folder) for file in (our_site.folder / "assets").rglob("*") if file.is_file()]
    ours = [file.relative_to(replacing.folder) for file in (replacing.folder / "assets").rglob("*") if file.is_file()]
    assert sorted(assets) == sorted(ours)
    for name in assets:
        if name.name != "quick-exit.js":  # made from settings
            assert (replacing.folder / name).read_bytes() == (our_site.folder / name).read_bytes(), name


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("docs/images/Tree.png", "docs/images/tree.png"),
        ("docs/images/TREE.png", "docs/Images/tree.png"),
        ("briefings/Tree.png", "briefings/tree.PNG"),
        (unicodedata.normalize("NFC", "docs/tŷ.png"), unicodedata.normalize("NFD", "docs/tŷ.png")),
        ("docs/straße.png", "docs/STRASSE.png"),
    ],
)
def test_two_files_that_some_disks_take_for_one_are_refused(tmp_path: Path, first: str, second: str) -> None:
    said = problems_of(tmp_path, {first: picture(), second: picture()})
    assert len(said) == 1
    assert "has the same address as" in said[0]


# --- odd names --------------------------------------------------------------------------------------------------------


def test_a_name_cannot_write_lines_of_its_own_into_the_report(tmp_path: Path) -> None:
    names = ["docs/a\n::error::forged.png", "docs/b\r\x1b[2J.md", "docs/c\u202egnp.exe.png", "briefings/d\n.md"]
    said = problems_of(tmp_path, dict.fromkeys(names, picture()))
    assert len(said) == len(names)
    for message in said:
        assert message.isprintable(), message
        assert "has an invisible character in its name" in message


def test_a_name_that_is_no_text_is_a_problem(tmp_path: Path) -> None:
    root = write_site(tmp_path / "source", {"briefings/a.md": BRIEFING})
    for folder in (b"docs", b"briefings"):
        (Path(os.fsdecode(os.fsencode(root) + b"/" + folder + b"/caf\xe9.md"))).write_text("# X\n", encoding="utf-8")
    site = build_site(root, tmp_path / "site")
    assert len(site.messages) == 2, site.messages
    assert all("caf" in message and message.isprintable() for message in site.messages)


# --- the files that a site may have at its root ------------------------------------------------------------------------


PAGE = "# A page\n\nWords.\n"
IN_PLACE_OF_MADE = [
    "docs/feed.xml.md",
    "docs/Feed.JSON/a.md",
    "docs/feed.json/deeper/a.md",
    "docs/resources.csv.md",
    "docs/resources.json/index.md",
    "docs/sitemap.xml.md",
    "docs/sitemap.xml.gz/README.md",
    "docs/404.html.md",
    "docs/index.html.md",
    "docs/guide/index.html.md",
    "docs/topics/sleep/pack.pdf.md",
    "docs/resources.csv/tree.png",
]
IN_PLACE_OF_CONTENT = {
    "docs/x.png.md": "docs/x.png",
    "docs/Y.PNG/a.md": "docs/y.png",
    f"docs/{unicodedata.normalize('NFD', 'tŷ')}.pdf.md": f"docs/{unicodedata.normalize('NFC', 'tŷ')}.pdf",
    "docs/robots.txt.md": "docs/robots.txt",
    "docs/W.pdf/deep/tree.png": "docs/w.pdf",
}


def test_no_page_has_the_place_of_a_file_as_its_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = {path: picture() if path.endswith(".png") else PAGE for path in (*IN_PLACE_OF_MADE, *IN_PLACE_OF_CONTENT)}
    beside: dict[str, str | bytes] = {
        "docs/x.png": picture(),
        "docs/y.png": picture(),
        "docs/robots.txt": ROBOTS,
        "docs/w.pdf": pdf(),
    }
    beside |= {IN_PLACE_OF_CONTENT[path]: pdf() for path in IN_PLACE_OF_CONTENT if path.endswith(".pdf.md")}
    root = write_site(tmp_path / "source", {"briefings/a.md": BRIEFING, **beside, **own})
    settings = root / "mkdocs.yml"
    lines = settings.read_text(encoding="utf-8").split("\n")
    nav = next(number for number, line in enumerate(lines) if line.startswith("nav:"))
    lines[nav] = "nav: [index.md, briefings/index.md]"
    settings.write_text("\n".join(lines), encoding="utf-8")
    made = "has the name of a file that the site makes: give it another name"
    expected = {f"{path}:1: {made}" for path in IN_PLACE_OF_MADE}
    expected |= {
        f"{path}:1: has the same address as {file}: give one of the two files another name"
        for path, file in IN_PLACE_OF_CONTENT.items()
    }
    assert main(["--root", str(root), "check"]) == PROBLEMS
    assert {line for line in capsys.readouterr().out.splitlines() if ":1: " in line} == expected
    assert set(build_site(root, tmp_path / "site").messages) == expected


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("docs/links.md", "/links/"),
        ("docs/due.md", "/due/"),
        ("docs/resources.md", "/resources/"),
        ("docs/topics/Sleep.md", "/topics/sleep/"),
    ],
)
def test_a_page_in_the_place_of_one_that_the_site_makes_is_told_which(tmp_path: Path, path: str, address: str) -> None:
    said = problems_of(tmp_path, {path: "---\ntitle: A page\ntopic: other\n---\n"})
    made = f"has the address of a page that the site makes by itself, {address}: give this file another name"
    assert lines_about(said, path) == [made]


def test_a_page_may_be_named_like_what_lies_elsewhere(tmp_path: Path) -> None:
    pages = dict.fromkeys(["docs/feed.md", "docs/404.md", "docs/guide/feed.xml.md", "docs/sitemap.md", "docs/x.png.md"], PAGE)
    assert problems_of(tmp_path, {**pages, "docs/guide/x.png": picture()}) == []
