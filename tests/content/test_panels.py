"""The seven panels of a briefing: their headings' own numbers, their words and their weight."""

from __future__ import annotations

import pytest

from sample import HEADINGS, panels
from sevenminute.markdown.document import DocumentReader
from sevenminute.markdown.panels import Panel, count_words, find_panels


def found(*headings: str) -> tuple[Panel, ...]:
    read, problems = find_panels(DocumentReader().read(panels(*headings), 1), "briefings/x.md")
    assert problems == ()
    return read


@pytest.mark.parametrize(
    "written",
    [
        "{}. {}",
        "{}) {}",
        "{}: {}",
        "{}\\. {}",
        "{} - {}",
        "{} – {}",
        "0{} {}",
        "0{}. {}",
        "{} {}",
        "Minute {}: {}",
        "minute {} – {}",
        "Panel {} {}",
    ],
)
def test_a_heading_loses_its_own_number_and_keeps_its_words(written: str) -> None:
    read = found(*(written.format(number, words) for number, words in enumerate(HEADINGS, 1)))
    assert [panel.title for panel in read] == list(HEADINGS)
    assert [panel.number for panel in read] == [1, 2, 3, 4, 5, 6, 7]


def test_a_number_in_bold_type_is_taken_from_the_words() -> None:
    assert found("**1. Background**", *HEADINGS[1:])[0].title == "**Background**"


@pytest.mark.parametrize(
    "words",
    [
        "7 minute briefings in teams",
        "7-minute briefings in teams",
        "2 questions to ask",
        "1,001 days",
        "999 or 101?",
        "24/7 help",
        "2021. A year",
        "1.5 metres",
        "16 – 17 year olds",
        "Minute by minute",
        "**2 questions** to ask",
    ],
)
def test_a_number_that_belongs_to_the_words_stays(words: str) -> None:
    read = found(*HEADINGS[:4], words, *HEADINGS[5:])
    assert (read[4].title, read[4].own_number) == (words, "")


def test_bare_numbers_stay_when_they_are_not_the_places_of_their_headings() -> None:
    words = ("2 questions", "2 signs", "3 ways", "10 things", "6 people", "4 numbers", "1 promise")
    assert [panel.title for panel in found(*words)] == list(words)


def test_a_panel_knows_its_line_anchor_and_words() -> None:
    second = found()[1]
    assert (second.line, second.id) == (6, "panel-2")
    assert second.words == len(["Why", "it", "matters", "Words", "about", "why", "it", "matters"])
    assert second.weight > second.words


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("One two-part word’s end.", 4),
        ("[One link](https://www.example.org/a/b)", 2),
        ("[One link][an-id]", 2),
        ("[id]: https://www.example.org/", 0),
        ("*[SCP]: Safeguarding Partnership", 0),
        ("A note[^1]", 2),
        ("**Bold** and <b>raw</b>", 3),
        ("Under <5 days&nbsp;old, <b\nand more", 6),
        ("Words {: .big }", 1),
    ],
)
def test_only_the_words_that_a_reader_sees_count(markdown: str, words: int) -> None:
    assert count_words(markdown) == words


def test_a_heading_that_markdown_would_drop_is_named() -> None:
    _, problems = find_panels(DocumentReader().read(panels("Background\\", *HEADINGS[1:]), 1), "briefings/x.md")
    assert [str(problem) for problem in problems] == [
        "briefings/x.md:2: the heading “Background\\” ends in a backslash, with which Markdown drops it: delete the \\"
    ]
