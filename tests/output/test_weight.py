"""What a page weighs on its way to a reader: budgets in bytes, as a web server with gzip sends them, and the fonts' letters."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from corpus import Variant, briefing_file, slug
from playwright.sync_api import Browser, Page

import sample
from browsing import opened
from conftest import ROOT, Built, SiteMaker, build_site, write_site

FIRST_VIEW = 50_000
NEXT_PAGE = 8_000
"""Bytes that a web server with gzip sends."""
FRAME = 5_000
"""Of these, what a briefing has beside its words: with the rest, some 700 words and their links are at their limit."""
SMALL, LARGE = 8, 40
LETTERS = (
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;!?'\"()[]{}<>/\\|@#$%^&*-_=+`~£€–—‘’“”•…·"
    "éèêëàâäáçîïíìôöóòûüúùñßæøåÉÀÇÖÜ½¼¾°×©®™†‹›«»ŵŷŴŶąćęłńśźżčďěňřšťůžăâîșțğışőű"
)
"""What English, Welsh and the languages next to them are written with; English alone needs the first line."""


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, Built]:
    """A small and a large site whose first briefings are the same."""
    built = []
    for briefings in (SMALL, LARGE):
        folder = tmp_path_factory.mktemp("weight")
        files: dict[str, str | bytes] = {
            f"briefings/{slug(number)}.md": briefing_file(number, Variant.OURS) for number in range(1, briefings + 1)
        }
        built.append(build_site(write_site(folder / "source", files), folder / "site"))
        assert built[-1].messages == []
    return built[0], built[1]


def view(page: Page, root: str, address: str, folder: Path) -> dict[str, int]:
    """Open a page and return the bytes of each file that the browser asked for."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(root + address, wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    paths = [unquote(urlsplit(url).path).removeprefix("/") for url in dict.fromkeys(asked)]
    return {path: sent(folder / path) for path in paths}


def sent(file: Path) -> int:
    found = file / "index.html" if file.is_dir() else file
    return len(found.read_bytes()) if found.suffix == ".woff2" else len(gzip.compress(found.read_bytes(), 6))


@pytest.mark.parametrize("which", [0, 1], ids=["small site", "large site"])
def test_a_briefing_is_light_and_the_next_one_is_its_page_alone(
    browser: Browser, sites: tuple[Built, Built], serve: Callable[[Path], str], which: int
) -> None:
    folder = sites[which].folder
    with opened(browser) as page:
        first = view(page, serve(folder), f"briefings/{slug(3)}/", folder)
        assert sum(path.endswith(".woff2") for path in first) == 3  # upright, bold and italic
        assert sum(first.values()) <= FIRST_VIEW, first
        following = view(page, f"{page.url.partition('briefings/')[0]}", f"briefings/{slug(4)}/", folder)
        new = {path: size for path, size in following.items() if path not in first}
        assert set(new) == {f"briefings/{slug(4)}/"}
        assert sum(new.values()) <= NEXT_PAGE


def test_a_briefing_weighs_no_more_in_a_large_site(
    browser: Browser, sites: tuple[Built, Built], serve: Callable[[Path], str]
) -> None:
    weights = []
    for site in sites:
        with opened(browser) as page:
            weights.append(view(page, serve(site.folder), f"briefings/{slug(3)}/", site.folder))
    small, large = weights
    assert small.keys() == large.keys()
    assert abs(sum(large.values()) - sum(small.values())) < 100


def test_most_of_a_briefing_is_left_to_its_words(make_site: SiteMaker) -> None:
    built = make_site(
        {
            "briefings/a.md": sample.briefing(number="1", topics="[babies]", review_due="2027-01", updated="2026-03"),
            "briefings/b.md": sample.briefing(title="Bruises", number="2"),
        }
    )
    assert built.messages == []
    assert sent(built.folder / "briefings/a") <= FRAME


def test_a_page_loads_only_the_scripts_that_it_uses(sites: tuple[Built, Built]) -> None:
    loaded = {}
    for address in ("index.html", f"briefings/{slug(3)}/index.html", "resources/index.html", "search/index.html"):
        loaded[address] = [
            Path(urlsplit(str(script["src"])).path).name for script in sites[0].html(address).find_all("script", src=True)
        ]
    assert [address for address, names in loaded.items() if "resource-filter.js" in names] == ["resources/index.html"]
    assert not [address for address, names in loaded.items() if "search.js" in names]


def test_nothing_of_the_theme_is_published(our_site: Built) -> None:
    assets = {file.relative_to(our_site.folder) for file in (our_site.folder / "assets").rglob("*") if file.is_file()}
    assert not [file for file in assets if ".min." in file.name or file.suffix == ".map" or "lunr" in str(file)]
    assert (our_site.folder / "sitemap.xml").is_file()


def test_the_bundled_font_has_the_letters_that_are_used(
    browser: Browser, make_site: SiteMaker, serve: Callable[[Path], str]
) -> None:
    built = make_site({"docs/letters.md": "# Letters\n"})
    with opened(browser) as page:
        page.goto(serve(built.folder) + "letters/")
        page.evaluate(
            """letters => document.querySelector("article").replaceChildren(...[...letters].map(letter => {
                const shown = document.createElement("p");
                shown.textContent = letter;
                return shown;
            }))""",
            LETTERS,
        )
        page.evaluate("Promise.all([...document.fonts].map(face => face.load()))")
        session = page.context.new_cdp_session(page)
        session.send("DOM.enable")
        session.send("CSS.enable")
        root = session.send("DOM.getDocument")["root"]["nodeId"]
        shown = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": "article p"})["nodeIds"]
        assert len(shown) == len(LETTERS)
        of_other_fonts = {}
        for letter, node in zip(LETTERS, shown, strict=True):
            fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
            if not all(font["isCustomFont"] and font["familyName"].startswith("Atkinson") for font in fonts):
                of_other_fonts[letter] = [font["familyName"] for font in fonts]
        assert of_other_fonts == {}


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_jumps_when_the_font_arrives(
    browser: Browser, sites: tuple[Built, Built], serve: Callable[[Path], str], width: int
) -> None:
    parts = "['.site-header', '.urgent'].map(name => document.querySelector(name).getBoundingClientRect().height)"
    heights = []
    for without in (True, False):
        with opened(browser, viewport={"width": width, "height": 800}) as page:
            if without:
                page.route("**/*.woff2", lambda route: route.abort())
            page.goto(serve(sites[0].folder), wait_until="networkidle")
            page.evaluate("document.fonts.ready")
            heights.append(page.evaluate(parts))
    assert heights[0] == heights[1]


@pytest.mark.parametrize("name", ["fonts.css", "pdf-fonts.css"])
def test_every_file_of_the_font_is_used(name: str) -> None:
    fonts = ROOT / "overrides/assets/fonts"
    sheet = (ROOT / "overrides/assets/stylesheets" / name).read_text(encoding="utf-8")
    assert [file.name for file in fonts.glob("*.woff2") if f"../fonts/{file.name}" not in sheet] == []
    assert sheet.count("url(") == len(list(fonts.glob("*.woff2")))
