"""Footnotes have the numbers in which a reader meets them, wherever they are called."""

from __future__ import annotations

import pytest

from sevenminute.markdown.document import DocumentReader
from sevenminute.markdown.html.tree import Element

NOTES = "\n\n[^b]: Second.\n[^a]: First."


def found(markdown: str) -> tuple[list[str], list[str]]:
    """Return the marks of footnotes with their ids, and the notes with what leads back, both in their order."""
    elements = list(DocumentReader().read(markdown, 1).page.body.elements())
    calls = [f"{element.text()} {element.id}" for element in elements if element.tag == "sup"]
    notes = [f"{note.text().split()[0]} {' '.join(_back(note))}" for note in elements if note.tag == "li" and note.id]
    return calls, notes


def _back(note: Element) -> list[str]:
    return [link.attributes["href"] for link in note.elements() if link.tag == "a" and "footnote-backref" in link.classes]


@pytest.mark.parametrize(
    "text",
    [
        "- a[^a]\n\nWords.[^b]",
        "1. One\n   - inner[^a]\n\nWords.[^b]",
        "> quoted[^a]\n\nWords.[^b]",
        "> [!NOTE]\n> Call.[^a]\n\nWords.[^b]",
        '!!! note "Call"\n\n    At once.[^a]\n\nWords.[^b]',
        "| a[^a] |\n| --- |\n| b |\n\nWords.[^b]",
        "### Heading[^a]\n\nWords.[^b]",
        "**Bold[^a]** and words.[^b]",
    ],
    ids=["a list", "a list in a list", "a quotation", "an alert", "a callout", "a table", "a heading", "bold words"],
)
def test_notes_have_the_order_of_the_text(text: str) -> None:
    assert found(text + NOTES) == (["1 fnref:a", "2 fnref:b"], ["First. #fnref:a", "Second. #fnref:b"])


def test_a_note_that_is_called_twice_leads_back_to_both_places_in_their_order() -> None:
    calls, notes = found("- a[^a]\n\nWords.[^b] More.[^a]" + NOTES)
    assert calls == ["1 fnref:a", "2 fnref:b", "1 fnref2:a"]
    assert notes == ["First. #fnref:a #fnref2:a", "Second. #fnref:b"]


def test_a_note_that_only_a_note_calls_comes_after_those_of_the_text() -> None:
    calls, notes = found("- a[^a]\n\nWords.[^w]\n\n[^b]: Last.\n[^a]: First.[^b]\n[^w]: Words.")
    assert calls == ["1 fnref:a", "2 fnref:w", "3 fnref:b"]
    assert [note.split()[-1] for note in notes] == ["#fnref:a", "#fnref:w", "#fnref:b"]
