"""Whatever is pasted into whichever field: nothing of it runs, and what is left is harmless text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Dialog, Page

import sample
from browsing import opened
from conftest import Built, SiteMaker, build_site, write_site
from hostile_snippets import SNIPPETS
from sevenminute.lint.html import read_page_html
from sevenminute.lint.html_allowlist import ELEMENTS

HARMFUL = """() => {
  const runs = (attribute) => attribute.name.startsWith('on') || (
    ['href', 'src', 'action', 'formaction', 'data', 'cite', 'poster'].includes(attribute.name) &&
    /^[^a-z0-9]*(javascript|vbscript|data|blob|filesystem):/i.test(attribute.value)
  );
  const harmful = 'script:not(.resource-index > script), iframe, object, embed, style, base'; // the filter's first step is ours
  return [...document.querySelectorAll('#main-content *, header *, footer *, title, head meta, body')]
    .filter((element) => element.matches(harmful) || [...element.attributes].some(runs))
    .map((element) => element.outerHTML.slice(0, 200));
}"""
"""What could still run when somebody clicks, points or waits; what runs by itself opens a dialog."""


def in_words(number: int, snippet: str) -> dict[str, str | bytes]:
    """A briefing that holds the snippet in its text."""
    words = f"Words about notices.\n\n{snippet}\n\nMore words."
    body = sample.panels().replace("Words about what to notice.", words)
    return {f"briefings/body-{number}.md": sample.briefing(body, title=f"Body {number}")}


def in_front_matter(number: int, snippets: list[str]) -> dict[str, str | bytes]:
    """A briefing and a topic page that hold the snippets in their front matter, and a briefing with one for a topic."""
    title, summary, owner = (json.dumps(snippet) for snippet in (snippets * 3)[:3])  # as YAML
    facts = {"title": title, "summary": summary, "owner": owner, "questions": f"[{title}, {summary}, {owner}]"}
    topic = f"---\ntopic: topic-{number}\ntitle: {title}\nsummary: {summary}\n---\n\n{snippets[-1]}\n"
    return {
        f"briefings/facts-{number}.md": sample.briefing(**facts),
        f"briefings/topic-{number}.md": sample.briefing(title=f"Topic {number}", topics=f"[{title}]", audience=summary),
        f"docs/topics/topic-{number}.md": topic,
    }


def in_the_register() -> str:
    entries = []
    for number, snippet in enumerate(SNIPPETS):
        text = json.dumps(snippet)
        entries.append(
            f"resource-{number}:\n  title: {text}\n  publisher: {text}\n  kind: leaflet\n  audience: parents\n"
            f"  summary: {text}\n  how_to_get: {text}\n  applies_to: {text}\n"
        )
    return "\n".join(entries)


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site in which every field of every file holds something hostile."""
    root = tmp_path_factory.mktemp("hostile")
    files: dict[str, str | bytes] = {"briefings/resources.yml": in_the_register()}
    for number, snippet in enumerate(SNIPPETS):
        files |= in_words(number, snippet)
    for number in range(0, len(SNIPPETS), 3):
        files |= in_front_matter(number, SNIPPETS[number : number + 3])
    settings = sample.SETTINGS
    hostile = json.dumps('"><img src=x onerror=alert(1)>')
    for harmless in ("Testshire briefings", "Testshire Safeguarding Partnership", "Testshire SP", "Is a child in danger now?"):
        settings = settings.replace(f": {harmless}", f": {hostile}")
    return build_site(write_site(root / "source", files, settings), root / "site")


def look(page: Page, address: str) -> list[str]:
    page.goto(address, wait_until="load")
    found: list[str] = page.evaluate(HARMFUL)
    return found


def test_there_are_enough_of_them() -> None:
    assert len(set(SNIPPETS)) >= 200


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_nothing_of_it_runs(browser: Browser, hostile_site: Built, serve: Callable[[Path], str], part: int) -> None:
    address = serve(hostile_site.folder)
    pages = sorted(file.relative_to(hostile_site.folder).as_posix() for file in hostile_site.folder.rglob("*.html"))
    assert len(pages) > 2 * len(SNIPPETS)
    ran: list[str] = []

    def note(dialog: Dialog) -> None:
        ran.append(dialog.message)
        dialog.dismiss()

    asked: set[str] = set()
    with opened(browser, reduced_motion="reduce") as page:
        page.on("dialog", note)
        page.on("request", lambda request: asked.add(request.url))
        for path in pages[part::4]:
            assert look(page, address + path) == [], path
    assert ran == []
    assert [url for url in asked if not url.startswith(address)] == []


@pytest.mark.slow
def test_what_stays_on_the_page_is_text(hostile_site: Built) -> None:
    reported = "\n".join(hostile_site.messages)
    quiet = [number for number, _ in enumerate(SNIPPETS) if f"briefings/body-{number}.md:" not in reported]
    assert 0 < len(quiet) < len(SNIPPETS) / 4  # most are mistakes that an editor is told of
    for number in quiet:
        panels = hostile_site.html(f"briefings/body-{number}/").select_one(".panels")
        assert panels
        assert harmful(panels.decode_contents()) == []


def test_an_anchor_cannot_leave_the_list_of_what_is_on_the_page(make_site: SiteMaker) -> None:
    anchor = 'a"onmouseover="alert(1)'
    page = f"# Help\n\n## One {{: id='{anchor}' }}\n\n## Two\n\n## Three\n"
    site = make_site({"briefings/a.md": sample.briefing(), "docs/help.md": page})
    assert site.messages == []
    link = site.html("help").select(".on-this-page a")[0]
    assert link.attrs == {"href": f"#{anchor}"}


_PIECES = st.sampled_from([*SNIPPETS, *"<>\"'&=/ \n", "</article>", "</p>", "<p>", "<a href=", "on", "x", "`", "<!--", "-->"])


@given(st.lists(_PIECES, min_size=1, max_size=6))
def test_what_passes_is_harmless_to_another_reader_of_html(pieces: list[str]) -> None:
    html = "".join(pieces)
    if not read_page_html(html).disallowed:
        assert harmful(html) == []


def harmful(html: str) -> list[str]:
    """What html5lib, which reads HTML by the letter of the standard, finds in a page's words that is not allowed."""
    found = BeautifulSoup(f"<article>{html}</article>", "html5lib").find_all(True)
    names = [element.name for element in found if element.name not in ELEMENTS | {"html", "head", "body"}]
    attributes = [(name, str(value)) for element in found for name, value in element.attrs.items()]
    return names + [name for name, value in attributes if name.startswith("on") or name == "style" or RUNS.match(value)]


RUNS = re.compile(r"[\x00-\x20]*(?:javascript|vbscript|data|blob|filesystem):", re.IGNORECASE)
