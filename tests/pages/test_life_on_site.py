"""What readers find of drafts, of briefings that wait, of withdrawn ones, and at addresses that briefings had."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import feedparser
import pytest
from playwright.sync_api import Browser

import sample
from browsing import opened, violations
from conftest import Built, build_site, write_site
from sevenminute.cli import OK, PROBLEMS, main
from uploads import SVG

WITHDRAWN = {
    "withdrawn": "2026-10-05",
    "withdrawn_because": "'The law on <script>sleep</script> has changed: call 01632 960001.'",
}
HIDDEN = "Quokka"
"""A word of everything that readers do not get."""


def hidden(**facts: str) -> str:
    picture = f"\n![{HIDDEN}](tree.svg) [{HIDDEN}](shared.svg) [{HIDDEN}][guide] [{HIDDEN}](https://quokka.example.org/)\n"
    return sample.briefing(
        sample.panels().replace("Words about", f"{HIDDEN} about") + picture,
        **{"summary": f"{HIDDEN}s sleep.", "topics": "[sleep, quokkas]", "owner": HIDDEN, **facts},
    )


SITE: dict[str, str | bytes] = {
    "docs/index.md": "# Home\n\n[Once](../briefings/old.md#panel-3)\n",
    "docs/topics/sleep.md": "---\ntitle: Sleep\ntopic: sleep\n---\n\n# Sleep\n",
    "briefings/resources.yml": "guide:\n  title: A guide\n  publisher: The Panel\n  kind: guidance\n  audience: parents\n"
    "  url: https://www.example.org/guide\n",
    "briefings/first.md": sample.briefing(
        sample.panels() + "\n![Shared](shared.svg)\n", title="First", number="1", topics="[sleep]", former_addresses="[once, ŵy]"
    ),
    "briefings/draft.md": hidden(title=f"{HIDDEN} draft", draft="true", number="2", former_addresses="[draft-once]"),
    "briefings/soon.md": hidden(title=f"{HIDDEN} soon", published="2027-07-01", number="3"),
    "briefings/old.md": hidden(title="Old advice", replaced_by="first", former_addresses="[older]", **WITHDRAWN),
    "briefings/gone.md": sample.briefing("", title="Gone", number="1", lang="cy", **WITHDRAWN),
    "briefings/last.md": sample.briefing(title="Last", number="4", topics="[sleep]"),
    "briefings/tree.svg": SVG.replace(b"<svg", f"<svg aria-label='{HIDDEN}'".encode(), 1),
    "briefings/shared.svg": SVG,
}

WITH_A_DRAFT: dict[str, str | bytes] = {
    "briefings/a.md": sample.briefing(),
    "briefings/b.md": sample.briefing(title="B", draft="true"),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources."""
    return write_site(tmp_path_factory.mktemp("life") / "source", SITE)


@pytest.fixture(scope="module")
def site(root: Path) -> Built:
    """The site as it is published."""
    built = build_site(root, root.parent / "site")
    assert built.messages == []
    return built


@pytest.fixture(scope="module")
def preview(root: Path) -> Built:
    """The site as a proposal's preview shows it."""
    assert main(["--root", str(root), "build", "--preview"]) == OK
    return Built(root / "preview", [], passed=True)


def pages(site: Built) -> set[str]:
    """The folders below `/briefings/`."""
    return {page.parent.name for page in (site.folder / "briefings").glob("*/index.html")} - {"a-to-z", "newest"}


def holding(site: Built, word: str) -> list[str]:
    """The files that hold a word, or have it in their names."""
    files = [file for file in sorted(site.folder.rglob("*")) if file.is_file()]
    found = [file for file in files if word.lower().encode() in file.read_bytes().lower() or word.lower() in str(file).lower()]
    return [file.relative_to(site.folder).as_posix() for file in found]


def test_nothing_that_is_unpublished_reaches_the_site(site: Built) -> None:
    assert pages(site) == {"first", "last", "old", "gone", "once", "ŵy", "older"}
    assert holding(site, HIDDEN) == []
    assert holding(site, "2027-07-01") == holding(site, "soon/") == holding(site, "draft-once") == []
    assert not (site.folder / "briefings/tree.svg").exists()
    assert (site.folder / "briefings/shared.svg").exists()


def test_lists_counts_and_neighbours_pass_over_what_is_unpublished_or_withdrawn(site: Built) -> None:
    for page in ("briefings/", "briefings/a-to-z/", "briefings/newest/", "topics/sleep/"):
        titles = [title.get_text(" ", strip=True) for title in site.html(page).select(".card__title a")]
        assert sorted(titles) == ["First", "Last"], page
    following = site.html("briefings/first/").select_one(".series__link--next")
    assert following
    assert "Last" in following.get_text()
    assert "2 briefings" in site.html("topics/").get_text(" ", strip=True)
    assert [entry["id"] for entry in json.loads((site.folder / "resources.json").read_text())] == ["guide"]
    assert "briefings/" not in (site.folder / "resources.json").read_text()


def test_the_sitemap_has_only_what_can_be_read(site: Built, preview: Built) -> None:
    for built in (site, preview):
        sitemap = (built.folder / "sitemap.xml").read_text(encoding="utf-8")
        assert "/briefings/first/<" in sitemap
        for slug in ("old", "gone", "once", "older", "draft", "soon"):
            assert f"/briefings/{slug}/<" not in sitemap


@pytest.mark.parametrize("way", ["served", "preview"])
def test_who_edits_sees_what_is_unpublished_under_a_ribbon(root: Path, preview: Built, tmp_path: Path, way: str) -> None:
    built = preview if way == "preview" else build_site(root, tmp_path / "served", served=True)
    assert built.messages == []
    assert pages(built) == {"first", "last", "old", "gone", "once", "ŵy", "older", "draft", "soon", "draft-once"}
    said = {"draft": "Draft: not published.", "soon": "Not published before 1 July 2027."}
    for slug, words in said.items():
        page = built.html(f"briefings/{slug}/")
        ribbon = page.select_one(".ribbon")
        assert ribbon
        assert ribbon.get_text(" ", strip=True) == f"{words} Only a preview shows this page."
        assert page.select_one('meta[name="robots"][content="noindex"]')
        assert f"{HIDDEN} about background" in page.get_text()
    assert built.html("briefings/first/").select_one(".ribbon") is None
    cards = {card.get_text(" ", strip=True) for card in built.html("briefings/").select(".card .ribbon")}
    assert cards == {"Draft: not published", "Not published before 1 July 2027"}
    assert (built.folder / "briefings/tree.svg").exists()


@pytest.mark.parametrize(("moment", "is_there"), [("1814396399", False), ("1814396400", True)])
def test_the_daily_build_publishes_what_waited_when_its_day_begins_in_london(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str, is_there: bool
) -> None:
    """In July midnight in London is 11 in the evening by the clock of most machines that build."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", moment)
    built = build_site(root, tmp_path / "site")
    assert built.messages == []
    assert ("soon" in pages(built)) is is_there
    if is_there:
        assert built.html("briefings/soon/").select_one(".ribbon") is None
        assert (built.folder / "briefings/tree.svg").exists()


def test_a_withdrawn_briefing_says_so_and_nothing_else(site: Built) -> None:
    page = site.html("briefings/old/")
    article = page.select_one("article")
    assert article
    said = article.get_text(" ", strip=True)
    assert said.startswith("7-minute briefing, withdrawn Old advice This briefing was withdrawn on 5 October 2026.")
    assert "Why: The law on <script>sleep</script> has changed: call 01632 960001 ." in said
    assert [link["href"] for link in article.select("a")] == ["tel:01632960001", "../first/index.html"]
    assert page.select_one('meta[name="robots"][content="noindex"]')
    assert page.select_one(".quick-exit")
    alone = site.html("briefings/gone/").select_one("article")
    assert alone
    assert "No other briefing takes its place." in alone.get_text()
    assert [words.get_text(strip=True)[:4] for words in alone.select("[lang=cy]")] == ["Gone", "The "]


def test_a_former_address_leads_on_without_a_script(site: Built) -> None:
    for former, (to, title) in {
        "once": ("../first/index.html", "First"),
        "ŵy": ("../first/index.html", "First"),
        "older": ("../old/index.html", "Old advice"),
    }.items():
        page = site.html(f"briefings/{former}/")
        refresh, canonical = page.select_one('meta[http-equiv="refresh"]'), page.select_one('link[rel="canonical"]')
        assert refresh
        assert canonical
        assert refresh["content"] == f"0; url={to}"
        assert canonical["href"] == f"https://briefings.example.org/briefings/{to.split('/')[1]}/"
        links = {link.get_text(strip=True): link["href"] for link in page.select("article a")}
        assert links == {title: to}
        assert page.select_one(".quick-exit")


def test_a_withdrawn_briefing_is_named_at_its_addresses_in_feeds_and_to_editors_only(site: Built) -> None:
    pages = ["briefings/gone/index.html", "briefings/old/index.html", "briefings/older/index.html"]
    assert holding(site, "old advice") == [*pages[1:], "due/index.html", "feed.json", "feed.xml"]
    assert holding(site, "law on") == [*pages[:2], "feed.json", "feed.xml"]


def test_subscribers_learn_that_a_briefing_was_withdrawn(site: Built) -> None:
    told = feedparser.parse((site.folder / "feed.xml").read_bytes()).entries
    assert [entry.title for entry in told] == ["Withdrawn: Gone", "Withdrawn: Old advice", "Last", "First"]
    old = told[1]
    assert (old.id, old.link) == ("https://briefings.example.org/briefings/old/",) * 2  # so that programs show it anew
    assert (old.published, old.updated) == ("2026-01-01T00:00:00Z", "2026-10-05T00:00:00Z")
    assert (old.briefing_published, old.briefing_withdrawn) == ("2026-01", "2026-10-05")
    said = (
        "This briefing was withdrawn on 5 October 2026. Do not rely on a printed or saved copy of it.\n\n"
        "Why: The law on <script>sleep</script> has changed: call 01632 960001.\n\n"
        "Read this instead: First, https://briefings.example.org/briefings/first/\n\n"
        "Published: January 2026. Withdrawn: 5 October 2026."
    )
    item = json.loads((site.folder / "feed.json").read_text())["items"][1]
    assert (item["title"], item["content_text"]) == ("Withdrawn: Old advice", said)
    assert item["_briefing"] == {"published": "2026-01", "withdrawn": "2026-10-05", "topics": []}
    assert "No other briefing takes its place." in told[0].content[0].value


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("scheme", ["http", "file"])
def test_a_browser_is_led_on_from_a_former_address(
    site: Built, browser: Browser, serve: Callable[[Path], str], scheme: str, javascript: bool
) -> None:
    """Below a path, from a file share too; the way back leads to where the reader came from."""
    below = f"{serve(site.folder.parent)}site/" if scheme == "http" else f"{site.folder.as_uri()}/"
    with opened(browser, java_script_enabled=javascript) as page:
        for former, slug, title in (("once", "first", "First"), ("ŵy", "first", "First"), ("older", "old", "Old advice")):
            page.goto(f"{below}index.html")
            page.goto(f"{below}briefings/{former}/index.html")
            page.wait_for_url(f"{below}briefings/{slug}/index.html")
            assert page.inner_text("h1") == title
            page.go_back()
            page.wait_for_url(f"{below}index.html")


@pytest.mark.parametrize(
    "options",
    [
        {"viewport": {"width": 1280, "height": 900}},
        {"viewport": {"width": 360, "height": 740}},
        {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
        {"viewport": {"width": 1280, "height": 900}, "forced_colors": "active"},
    ],
    ids=["wide", "narrow", "dark", "forced colours"],
)
def test_everybody_can_read_the_ribbon_and_the_notice(
    preview: Built, browser: Browser, serve: Callable[[Path], str], options: dict[str, object]
) -> None:
    address = serve(preview.folder)
    with opened(browser, **options) as page:
        for path in ("briefings/draft/", "briefings/old/", "briefings/"):
            page.goto(f"{address}{path}index.html")
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_paper_from_the_browser_says_that_a_draft_is_one(preview: Built, browser: Browser, serve: Callable[[Path], str]) -> None:
    with opened(browser) as page:
        page.emulate_media(media="print")
        page.goto(serve(preview.folder) + "briefings/draft/index.html")
        assert page.inner_text(".briefing__series").endswith("Draft: not published")
        assert not page.is_visible(".ribbon")


def test_a_check_finds_in_a_draft_what_only_a_build_finds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    long = sample.panels().replace("Words about what to ask.", "Words. " * 1500 + "\n\n[Here](a.md#no-such-part)")
    root = write_site(
        tmp_path / "source",
        {"briefings/a.md": sample.briefing(), "briefings/b.md": sample.briefing(long, title="Long", draft="true")},
    )
    assert main(["--root", str(root), "check"]) == PROBLEMS
    said = capsys.readouterr().out
    assert "briefings/b.md:22: 1,5" in said
    assert "briefings/b.md:26: “a.md#no-such-part”: the page has no such part" in said
    assert "advice: briefings/b.md:7: this is a draft" in said
    assert said.endswith("2 briefings read, 2 mistakes found, and 3 pieces of advice.\n")


def test_no_menu_leads_to_a_draft(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_site(
        tmp_path / "source",
        WITH_A_DRAFT,
    )
    config = root / "mkdocs.yml"
    config.write_text(config.read_text().replace("nav: [", "nav: ['briefings/b.md', "))
    assert main(["--root", str(root), "check"]) == PROBLEMS
    said = "nav: “briefings/b.md” is not published yet, and readers cannot open it: take it out of the menu until then"
    assert said in capsys.readouterr().out


def test_settings_cannot_ask_for_a_preview(tmp_path: Path) -> None:
    settings = sample.SETTINGS.replace("extra:\n", "extra:\n  _sevenminute_preview: true\n")
    root = write_site(tmp_path / "source", WITH_A_DRAFT, settings)
    assert main(["--root", str(root), "build"]) == OK
    assert not (root / "site/briefings/b").exists()


def test_a_preview_has_a_folder_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_site(tmp_path / "source", WITH_A_DRAFT)
    assert main(["--root", str(root), "build"]) == OK
    assert main(["--root", str(root), "build", "--preview"]) == OK
    assert "do not publish it. Open file://" in capsys.readouterr().out
    assert (root / "preview/briefings/b/index.html").is_file()
    assert not (root / "site/briefings/b").exists()
    assert main(["--root", str(root), "build", "--preview"]) == OK  # it takes the place of the last one
    assert not list(root.glob(".site*"))
    assert main(["--root", str(root), "intranet"]) == OK
