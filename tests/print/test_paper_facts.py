"""Key messages, changes, whom to call and the language of a briefing, on paper."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import page
import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader
from test_paper import long_briefing

import sample
from browsing import opened
from conftest import Built, SiteMaker, build_site, write_site
from paper import faults, letters, missing, printed, sizes, text_of

PEOPLE = """\
  people:
    adults:
      urgent_help:
        question: Is an adult in danger now?
        worried: Worried about an adult?
        contacts:
          - {name: Testshire Adults Desk, telephone: 01632 960003}
"""
SETTINGS = sample.SETTINGS.replace("print: {pdf: false}", "print: {pdf: true}") + PEOPLE
MESSAGES = ["Call at once, and do not wait for a meeting.", "Ask who else is in the home.", "Write down what you see."]
CHANGES = "\n" + "".join(f"  - 2026-0{month}: The number of desk {month} changed.\n" for month in (3, 2, 1, 1))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A briefing with all of it, one in Welsh and one without, with PDFs of every kind."""
    facts = {"key_messages": f"[{', '.join(f'{chr(34)}{text}{chr(34)}' for text in MESSAGES)}]", "changes": CHANGES}
    files: dict[str, str | bytes] = {
        "briefings/full.md": sample.briefing(number="1", topics="[care]", people="adults", **facts),
        "briefings/two.md": sample.briefing(
            title="Two", number="2", topics="[care]", people="adults", print="two-sided", **facts
        ),
        "briefings/welsh.md": sample.briefing(title="Cwsg", number="3", topics="[mixed]", lang="cy"),
        "briefings/plain.md": sample.briefing(title="Plain", number="4", topics="[mixed]"),
    }
    folder = tmp_path_factory.mktemp("paper-facts")
    built = build_site(write_site(folder / "source", files, SETTINGS), folder / "site")
    assert built.messages == []
    return built


def pdf(site: Built, name: str) -> bytes:
    return (site.folder / name).read_bytes()


def test_key_messages_are_printed_and_changes_only_in_large_print(site: Built) -> None:
    sheet, large = (text_of(pdf(site, f"briefings/full/{name}.pdf")) for name in ("one-page", "large-print"))
    for text in map(letters, ["In short", *MESSAGES]):
        assert text in sheet
        assert text in large
    assert letters("The number of desk 3 changed") not in sheet
    assert letters("What has changed") in large
    assert all(letters(f"The number of desk {month} changed") in large for month in (1, 2, 3))
    assert letters("In short") not in text_of(pdf(site, "briefings/plain/one-page.pdf"))
    assert letters("What has changed") not in text_of(pdf(site, "briefings/plain/large-print.pdf"))


def test_paper_says_whom_to_call_for_whom_it_is_about(site: Built) -> None:
    for name in ("briefings/full/one-page", "briefings/full/large-print", "briefings/two/one-page", "topics/care/pack"):
        said = text_of(pdf(site, f"{name}.pdf"))
        assert letters("Is an adult in danger now? Call 999.") in said, name
        assert letters("child in danger") not in said, name
    assert text_of(pdf(site, "briefings/two/one-page.pdf")).count(letters("Is an adult in danger now?")) == 2, "on both sides"
    assert letters("Is a child in danger now?") in text_of(pdf(site, "topics/mixed/pack.pdf"))


def test_a_pdf_says_in_which_language_it_is(site: Built) -> None:
    roots: dict[str, Any] = {
        name: PdfReader(io.BytesIO(pdf(site, f"{name}.pdf"))).trailer["/Root"]
        for name in ("briefings/welsh/one-page", "briefings/welsh/large-print", "briefings/plain/one-page", "topics/mixed/pack")
    }
    assert {name: root["/Lang"] for name, root in roots.items()} == {
        "briefings/welsh/one-page": "cy",
        "briefings/welsh/large-print": "cy",
        "briefings/plain/one-page": "en-GB",
        "topics/mixed/pack": "en-GB",
    }
    tags = roots["topics/mixed/pack"]["/StructTreeRoot"]["/K"][0].get_object()["/K"]
    langs = [tag.get_object().get("/Lang") for tag in tags]
    assert langs.count("cy") == 1, "the part in Welsh says so within the pack"
    assert set(langs) == {None, "cy"}


def test_every_pdf_stays_accessible(site: Built) -> None:
    for file in sorted(site.folder.rglob("*.pdf")):
        report = page.validate_pdf_bytes(file.read_bytes(), profile=page.ValidationProfile.PDF_UA_1)
        assert report.is_compliant, (file, [failure.message for failure in report.failures])


@pytest.fixture(scope="module")
def lengths(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Briefings of many lengths, half of them with long key messages, held both ways; what is too long is not there."""
    long = [f"{text} {' '.join(['and all that was said of it'] * 4)}" for text in MESSAGES]
    files: dict[str, str | bytes] = {}
    for words, way in itertools.product((380, 430, 480, 530, 580, 630, 680, 730), ("landscape", "portrait")):
        texts = (MESSAGES if words % 100 == 80 else long)[: 1 + words // 10 % 3]
        quoted = ", ".join(f'"{text}"' for text in texts)
        files[f"briefings/{way}-{words}.md"] = long_briefing(words, print=way, title=f"{way} {words}", key_messages=f"[{quoted}]")
    folder = tmp_path_factory.mktemp("lengths")
    settings = sample.SETTINGS.replace("print: {pdf: false}", "print: {large_print: false, packs: false}")
    built = build_site(write_site(folder / "source", files, settings), folder / "site")
    assert built.messages == []
    return built


@pytest.mark.slow
def test_key_messages_never_make_a_second_page(browser: Browser, lengths: Built, serve: Callable[[Path], str]) -> None:
    address, shown = serve(lengths.folder), set()
    wrong: dict[str, object] = {}
    with opened(browser) as window:
        for file in sorted((lengths.folder / "briefings").glob("*-*/one-page.pdf")):
            name = file.parent.name
            window.goto(f"{address}briefings/{name}/")
            html = lengths.html(f"briefings/{name}")
            in_short = html.select_one(".in-short")
            assert in_short
            is_printed = "off-sheet" not in in_short["class"]
            shown.add(is_printed)
            for made in (file.read_bytes(), printed(window)):
                if len(sizes(made)) != 1 or missing(html, made) or (letters("In short") in text_of(made)) != is_printed:
                    wrong[name] = (sizes(made), missing(html, made), is_printed)
            if found := faults(window):
                wrong[name] = found
    assert not wrong
    assert shown == {True, False}, "some have room for them, and some have none"


def test_editors_are_told_that_paper_has_no_room_for_them(make_site: SiteMaker, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="mkdocs.briefings")
    said = {
        500: [],
        760: ["“In short”, which stays on the screen: fewer words would let it in"],
        800: ["“In short” and the summary, which stay on the screen: fewer words would let them in"],
    }
    long = "Call at once, and do not wait for the meeting of next week, or for anybody who is on leave."
    files: dict[str, str | bytes] = {
        f"briefings/{words}.md": long_briefing(
            words, print="landscape", title=str(words) + " w", key_messages=f'["{long}", "{long}", "{long}"]'
        )
        for words in said
    }
    assert make_site(files).messages == []
    told = [record.getMessage() for record in caplog.records if "no room" in record.getMessage()]
    assert told == [
        f"advice: briefings/{words}.md:10: the printed page has no room for {what}"
        for words, whats in said.items()
        for what in whats
    ]
