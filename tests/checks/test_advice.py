"""Advice about the words of links: it names the line and what would be better, and never fails anything."""

from __future__ import annotations

import logging
import re
from datetime import date
from pathlib import Path
from time import process_time

import pytest

import sample
from conftest import SiteMaker, write_site
from sevenminute.checks import read_library
from sevenminute.checks.link_text import advice_on
from sevenminute.cli import OK, PROBLEMS, main
from sevenminute.content.briefing import BrokenBriefing, read_briefing
from sevenminute.content.library import Library
from sevenminute.content.resource import parse_register
from sevenminute.markdown.document import DocumentReader

REGISTER = """\
out-of-routine:
  title: Out of Routine
  publisher: The Panel
  kind: report
  audience: practitioners
  url: https://www.example.org/out
leaflet:
  title: A leaflet
  publisher: The Trust
  kind: leaflet
  audience: parents
  how_to_get: Ask.
"""


def said(markdown: str) -> list[str]:
    """Return the advice on some Markdown."""
    resources = parse_register(REGISTER).resources
    assert len(resources) == 2
    links = DocumentReader(resources).read(markdown, 1).links.links
    return [str(advice) for advice in advice_on(links, "docs/x.md", resources)]


@pytest.mark.parametrize(
    "words", ["here", "Here", "click here", "Click here!", "**here**", "more", "read more…", "Read more", "this link", "link"]
)
def test_words_that_say_nothing(words: str) -> None:
    shown = words.replace("*", "")
    for target in ("(https://www.example.org/)", "(about.md)", "(<about.md>)", '(about.md "Title")', "[own]"):
        found = said(f"Words.\n\nSee [{words}]{target}.\n\n[own]: https://www.example.org/")
        assert found == [
            f"docs/x.md:3: the words “{shown}” do not say where the link goes: name what it goes to, like [Out of Routine]"
        ]


def test_a_registered_resource_has_a_title_to_write() -> None:
    assert said("See [here][out-of-routine].") == [
        "docs/x.md:1: the words “here” do not say where the link goes: write [Out of Routine][out-of-routine]"
    ]
    assert said("Get it [here][Leaflet]")[0].endswith("write [A leaflet][leaflet]")


@pytest.mark.parametrize("words", ["https://www.example.org/a", "www.example.org", "example.org.uk", "lrsb.org.uk/briefings"])
def test_an_address_as_words(words: str) -> None:
    assert said(f"See [{words}](https://www.example.org/a).") == [
        f"docs/x.md:1: the link’s words “{words}” are a web address, which says little when it is read aloud: "
        "name what it goes to, like [Out of Routine]"
    ]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("See https://www.example.org/a.", "https://www.example.org/a"),
        ("See <https://www.example.org/a>.", "https://www.example.org/a"),
        ("See www.example.org, please.", "www.example.org"),
        ("| a |\n| - |\n| http://example.org |", "http://example.org"),
    ],
)
def test_an_address_in_the_text(text: str, url: str) -> None:
    line = text.count("\n") + 1
    assert said(text) == [
        f"docs/x.md:{line}: the address “{url}” is in the text: write [words that name it] with the address in ( ) after it"
    ]


def test_the_same_words_for_two_targets() -> None:
    text = "See [the *guide*](https://www.example.org/a).\n\nAnd [The guide](about.md), and [the guide][out-of-routine]."
    assert said(text) == [
        "docs/x.md:3: the words “The guide” go to two places, here and on line 1: add to each what tells the two apart",
        "docs/x.md:3: the words “the guide” go to two places, here and on line 1: add to each what tells the two apart",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[Out of Routine][out-of-routine] and [Out of Routine](https://www.example.org/out/)",
        "[Out of Routine][out-of-routine] and [out of routine][OUT-OF-ROUTINE]",
        "[a guide][own] and [a guide](https://www.example.org/g)\n\n[own]: https://www.example.org/g",
        "[More about sleep](a.md), [here to help](b.md), [Example.org: a guide](c.md)",
        "[info@example.org](mailto:info@example.org) and [0300 456 0108](tel:03004560108)",
        "![here](a.png) and ![https://www.example.org](b.png)",
        "`[here](a.md)` and `https://www.example.org`",
        "```\n[here](a.md) https://www.example.org\n```",
        "<!-- [here](a.md) -->",
        'Some <a href="https://www.example.org/">words</a>.',
        "[Wikipedia](https://en.wikipedia.org/wiki/A_(b))",
        "[Two pages](https://www.example.org/ 'Title (with brackets)')",
        "A note.[^here]\n\n[^here]: Words.",
        "[here] and [more] are words in brackets.",
        "[own]: https://www.example.org/",
    ],
)
def test_what_is_good_gets_no_advice(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize("mark", ["[x](a ", "[x](", "[x](<a ", '[x](a "b ', "![x](", "www.a ", "a.b.", "<a b ", "[x", "[x][y"])
def test_a_page_of_the_same_mark_takes_no_time(mark: str) -> None:
    line = mark * (2_000 // len(mark))
    started = process_time()
    read = read_briefing(sample.briefing("\n\n".join([line] * 15)), "briefings/x.md", today=date(2026, 11, 22))
    assert isinstance(read, BrokenBriefing)
    assert process_time() - started < 1


def write(root: Path, text: str) -> None:
    home = "---\ntitle: Home\n---\n\n[here](about.md)\n"
    write_site(root, {"briefings/x.md": text, "docs/index.md": home})


BODY = sample.panels() + "\nSee [here](https://www.example.org/).\n"


def test_the_library_keeps_advice_apart_from_problems(tmp_path: Path) -> None:
    write(tmp_path, sample.briefing(BODY))
    (tmp_path / "docs/about.md").write_text("Words.\n", encoding="utf-8")
    library = read_library(tmp_path, today=date(2026, 11, 22))
    assert library.problems == ()
    line = sample.briefing(BODY).split("\n").index("See [here](https://www.example.org/).") + 1
    assert [(item.path, item.line) for item in library.advice] == [("briefings/x.md", line), ("docs/index.md", 5)]


def test_the_check_lists_and_counts_it_and_succeeds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, sample.briefing())
    (tmp_path / "docs/about.md").write_text("Words.\n", encoding="utf-8")
    assert main(["--root", str(tmp_path), "check", "--quick", "--annotations"]) == OK
    better = "the words “here” do not say where the link goes: name what it goes to, like [Out of Routine]"
    printed = re.sub(r"::(?:stop-commands::)?[0-9a-f]{32}(?:::)?\n", "", capsys.readouterr().out)  # around what is no command
    assert printed == (
        f"advice: docs/index.md:5: {better}\n"
        f"::notice file=docs/index.md,line=5::{better}\n"
        "1 briefing read, no mistake found, and 1 piece of advice.\n"
    )


def test_advice_comes_after_the_mistakes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, sample.briefing(owner=None))
    (tmp_path / "docs/about.md").write_text("[more](index.md)\n", encoding="utf-8")
    assert main(["--root", str(tmp_path), "check", "--quick"]) == PROBLEMS
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines[:-1]] == ["briefings/x.md", "advice", "advice"]
    assert lines[-1] == "1 briefing read, 1 mistake found, and 2 pieces of advice."


def test_a_strict_build_says_it_and_goes_on(make_site: SiteMaker, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="mkdocs.briefings"):
        site = make_site({"briefings/x.md": sample.briefing(BODY)})
    assert site.passed
    assert site.messages == []
    told = [record for record in caplog.records if record.name == "mkdocs.briefings"]
    assert [record.levelno for record in told] == [logging.INFO]
    assert told[0].getMessage().startswith("advice: briefings/x.md:")


def test_our_own_pages_need_none(our_library: Library) -> None:
    assert our_library.advice == ()
