"""The browser runs and loads what the site brings, and nothing else, whatever a page says."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import sample
from browsing import opened
from conftest import ROOT, Built, SiteMaker, build_site, write_site
from sevenminute.output.csp import NoPlaceError, hashes_in_policy, inline_hashes, policy, with_policy


def test_every_page_brings_its_policy_before_all_that_it_is_about(our_site: Built) -> None:
    for file in our_site.folder.rglob("*.html"):
        html = file.read_text(encoding="utf-8")
        assert re.search(r"<head>\s*<meta charset=\"utf-8\">\s*<meta http-equiv=\"Content-Security-Policy\"", html), file
        assert hashes_in_policy(html) == inline_hashes(html), file
        assert "unsafe" not in policy(hashes_in_policy(html))


def test_no_page_needs_what_its_policy_forbids(our_site: Built) -> None:
    for file in our_site.folder.rglob("*.html"):
        page = our_site.html(file.relative_to(our_site.folder).as_posix())
        assert page.select("style, [style]") == [], file
        assert [tag for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")] == [], file


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_what_gets_into_a_page_does_not_run(
    browser: Browser, make_site: SiteMaker, serve: Callable[[Path], str], scheme: str
) -> None:
    built = make_site({"briefings/a.md": sample.briefing()})
    page_file = built.folder / "briefings/a/index.html"
    added = (
        "<script>document.title = 'ran'</script><img src='x' onerror=\"document.title = 'ran'\"><p style='color: red'>x</p>"
        "<script src='https://127.0.0.1:9/x.js'></script><iframe src='/'></iframe>"
    )
    html = page_file.read_text(encoding="utf-8")
    page_file.write_text(html.replace("</body>", f"{added}</body>"), encoding="utf-8")
    address = serve(built.folder) + "briefings/a/" if scheme == "http" else page_file.as_uri()
    with opened(browser) as page:
        page.add_init_script(
            "window.refused = []; window.all = new Promise(done => (addEventListener('securitypolicyviolation', (event) =>"
            " refused.push(event.violatedDirective) >= 5 && done()), setTimeout(done, 10000)))"
        )
        page.goto(address)
        page.evaluate("all")
        assert page.title() != "ran"
        found = set(page.evaluate("refused"))
    assert found == {"script-src-elem", "script-src-attr", "style-src-attr", "frame-src"}


def test_the_served_site_reloads_and_has_no_policy(tmp_path: Path) -> None:
    root = write_site(tmp_path / "source", {"briefings/a.md": sample.briefing()})
    served = build_site(root, tmp_path / "site", served=True)
    assert served.passed
    assert "Content-Security-Policy" not in (served.folder / "index.html").read_text(encoding="utf-8")
    built = build_site(root, tmp_path / "site")
    assert "Content-Security-Policy" in (built.folder / "index.html").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    "settings",
    [
        "site_url: http://127.0.0.1:8000/",
        "site_url: http://127.0.0.1:8000/briefings/",
        "site_url: !ENV [SITE_URL, 'https://briefings.example.org/']",
        "site_url: http://127.0.0.2:8443/\ndev_addr: 127.0.0.2:8443",
    ],
)
def test_a_site_published_where_mkdocs_serves_has_its_policy_and_pdfs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str
) -> None:
    monkeypatch.setenv("SITE_URL", "http://127.0.0.1:8000/")
    given = sample.SETTINGS.replace("site_url: https://briefings.example.org/", settings)
    given = given.replace("print: {pdf: false}", "print: {packs: false, large_print: false}")
    root = write_site(tmp_path / "source", {"briefings/a.md": sample.briefing()}, given)
    (root / "more.py").write_text(PUT_INTO_PAGES, encoding="utf-8")
    config = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(config.replace("\nhooks:\n", "\nhooks:\n  - more.py\n"), encoding="utf-8")
    built = build_site(root, tmp_path / "site")
    assert [message.partition(":")[0] for message in built.messages] == ["overrides/404.html", "briefings/a.md"]
    for file in built.folder.rglob("*.html"):
        assert "Content-Security-Policy" in file.read_text(encoding="utf-8"), file
    assert (built.folder / "briefings/a/one-page.pdf").is_file()


def test_a_style_or_script_has_another_address_when_it_changes(make_site: SiteMaker, our_site: Built) -> None:
    addresses = {
        address
        for file in our_site.folder.rglob("*.html")
        for address in re.findall(
            r"(?:href|src)=\"([^\"]*assets/(?:stylesheets|javascripts)/[^\"]+)\"", file.read_text(encoding="utf-8")
        )
    }
    assert addresses
    for address in addresses:
        assert re.search(r"(?:\?v=[0-9a-f]{8}|\.[0-9a-f]{8}\.min\.js)$", address), address


PUT_INTO_PAGES = """
def on_post_page(output, page, config):
    added = {
        "a": "<script>run(1)</script>",
        "b": "<SCRIPT\\n type=module >run(2)</SCRIPT >",
        "c": "<svg><script>run(3)</script></svg>",
        "d": "<script type=importmap>{}</script>",
        "e": "<script type='application/ld+json'>{}</script><textarea><script>run(5)</script></textarea>",
    }
    return output.replace("</body>", added.get(page.file.name, "") + "</body>")


def on_post_template(output, template_name, config):
    return output.replace("</body>", "<script>run(6)</script></body>")


def on_config(config):
    config.theme["language"] = 'en"><script>run(7)</script>'
"""
"""A hook by which scripts get into finished pages, as through a gap in what is checked before."""


def test_a_script_that_is_not_the_site_s_own_is_not_allowed_and_named_with_its_page(tmp_path: Path) -> None:
    root = write_site(tmp_path / "source", {f"briefings/{name}.md": sample.briefing(title=name) for name in "abcde"})
    (root / "more.py").write_text(PUT_INTO_PAGES, encoding="utf-8")
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(settings.replace("\nhooks:\n", "\nhooks:\n  - more.py\n"), encoding="utf-8")
    built = build_site(root, tmp_path / "site")
    assert not built.passed
    said = "1: the finished page holds a script that the site does not write: take out what puts it there"
    assert sorted(built.messages) == [
        *(
            f"briefings/{name}.md:{said}, “{script}”"
            for name, script in zip("abcd", ["run(1)", "run(2)", "run(3)", "{}"], strict=True)
        ),
        f"overrides/404.html:{said}, “run(6)”",
    ]
    clean = hashes_in_policy((built.folder / "briefings/e/index.html").read_text(encoding="utf-8"))
    assert len(clean) == 1, "the guard of the way out"
    for page in ("briefings/a", "briefings/b", "briefings/c", "briefings/d"):
        assert hashes_in_policy((built.folder / page / "index.html").read_text(encoding="utf-8")) == clean
    assert hashes_in_policy((built.folder / "404.html").read_text(encoding="utf-8")) == clean


CHARSET = '<meta charset="utf-8">'
NO_PLACE = f"has no place for the policy of what a browser may run: begin <head> with {CHARSET}, written just so"


def with_head(root: Path, head: str) -> None:
    """Give the site templates of its own, whose heads begin otherwise."""
    (root / "overrides").unlink()
    shutil.copytree(ROOT / "overrides", root / "overrides")
    base = root / "overrides/base.html"
    base.write_text(base.read_text(encoding="utf-8").replace(CHARSET, head), encoding="utf-8")


def test_templates_that_leave_no_place_for_the_policy_are_refused(tmp_path: Path) -> None:
    root = write_site(tmp_path / "source", {f"briefings/{name}.md": sample.briefing(title=name) for name in "ab"})
    with_head(root, '<meta charset="UTF-8">')
    built = build_site(root, tmp_path / "site")
    assert not built.passed
    pages = len(list(built.folder.rglob("*.html")))
    assert built.messages == [f"overrides/base.html:1: overrides/404.html (and {pages - 1} more), as built with it, {NO_PLACE}"]


@pytest.mark.parametrize(
    "head",
    [
        f"<script>run()</script>{CHARSET}",
        f"<!-- {CHARSET} --><script>run()</script>{CHARSET}",
        f"<title>{CHARSET}</title>",
        f"</head><body>{CHARSET}",
        "",
    ],
)
def test_no_policy_is_written_where_it_would_not_hold(head: str) -> None:
    with pytest.raises(NoPlaceError):
        with_policy(f"<!doctype html><html><head>{head}</head><body>Words</body></html>", ())


@pytest.mark.parametrize(
    "script",
    [
        "<script>run()</script>",
        "<SCRIPT\n>run()</SCRIPT >",
        '<script data-from=" src=x ">run()</script>',
        '<script title=">">run()</script>',
        "<script id=x type=module>run()</script>",
    ],
)
def test_a_script_that_stands_in_a_page_is_known_however_it_is_written(script: str) -> None:
    data = '<script type="application/json">{"a": "<script>"}</script><script type = Application/LD+JSON>1</script>'
    assert inline_hashes(f"<head>{script}{data}<script src=x></script>") == inline_hashes("<script>run()</script>") != frozenset()
    assert inline_hashes(f"<textarea>{script}</textarea><!-- {script} -->") == frozenset()
