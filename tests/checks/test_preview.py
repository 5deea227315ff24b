"""What is said where the code host's preview shows something else: in plain words, at each place, with what to write."""

from __future__ import annotations

import pytest

from sevenminute.checks.preview import differences
from sevenminute.markdown.document import DocumentReader
from sevenminute.markdown.preview import is_available

FEWER = "write it with fewer marks, and with a blank line above and below"

pytestmark = pytest.mark.skipif(not is_available(), reason="comrak has no wheel for this machine")


def said(markdown: str) -> list[str]:
    return [str(problem) for problem in differences("x.md", DocumentReader().read(markdown, 1))]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("- a { x=y }", "“a” in a list, this site “a { x=y }” in a list"),
        ("1. a\n   - b { x=y }", "“b” in a list in a numbered list, this site “b { x=y }” in a list in a numbered list"),
        ("| a { x=y } b |\n| --- |", "“a b” in a table, this site “a { x=y } b” in a table"),
        ("> a { x=y }", "“a” in a quotation, this site “a { x=y }” in a quotation"),
        ("> [!NOTE]\n> a { x=y }", "“a” in a callout, this site “a { x=y }” in a callout"),
        ("## a{ x=y }", "“a” as a heading, this site “a{ x=y }” as a heading"),
        ("a[^1]\n\n[^1]: b { x=y }", "“b” in the footnotes, this site “b { x=y }” in the footnotes"),
    ],
)
def test_places_are_named_in_plain_words(text: str, shown: str) -> None:
    line = next(number for number, line in enumerate(text.split("\n"), 1) if "{" in line)
    assert said(text) == [f"x.md:{line}: the code host’s preview shows {shown}: {FEWER}"]


def test_each_place_has_its_line_within_the_paragraph_too() -> None:
    found = said("One.\n\nTwo lines,\nof which this { x=y } differs.\n\n- a { x=y }\n- b { x=y }")
    assert [message.split(": ")[0] for message in found] == ["x.md:4", "x.md:6", "x.md:7"]


def test_a_line_that_the_preview_takes_into_a_callout_is_named_with_what_to_do() -> None:
    assert said('!!! note "Title"\n\n    Words.\nMore.\n\nAfter.') == [
        "x.md:4: the code host’s preview shows “Words. More.” in a callout, this site “Words.” in a callout (and at 1 more place "
        "below): begin the line with four spaces if it belongs to the callout, or leave a blank line above it"
    ]
