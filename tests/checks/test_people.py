"""Advice on a briefing that is plainly about adults and does not say so; none on others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import sample
from conftest import write_site
from sevenminute.checks import read_library

ADULTS = {
    "question": "Is an adult in danger now?",
    "worried": "Worried about an adult?",
    "contacts": [{"name": "Front Door", "telephone": "01632 960003"}],
}


def advice(root: Path, text: str, **settings: object) -> list[str]:
    write_site(root, {"briefings/a.md": text}, sample.SETTINGS)
    library = read_library(root, today=date(2026, 11, 22), settings=sample.settings(**settings))
    return [str(better) for better in library.advice if "about adults" in better.message]


def about(words: str, **front_matter: str) -> str:
    return sample.briefing(f"{sample.panels()}\n{words}\n", **front_matter)


@pytest.mark.parametrize(
    ("text", "because"),
    [
        (about("Words.", title="Self-neglect and hoarding"), "“self-neglect”"),
        (about("The Care Act applies to an adult at risk."), "“care act” and “adult at risk”"),
        (about("The adult decides. Ask the adult alone. No adult has to leave."), "“adults”"),
        (about("Hunanesgeulus.", lang="cy"), "“hunanesgeulus”"),
        (about("Adults with a daughter. Adult protection is for each adult.", summary="Adult protection."), "“adult protection”"),
    ],
)
def test_what_is_about_adults_is_told(tmp_path: Path, text: str, because: str) -> None:
    assert advice(tmp_path, text) == [
        f"briefings/a.md:2: this briefing seems to be about adults ({because}), and its page will ask “Is a child in danger "
        "now?”: add a line people: adults, or people: children if that is right"
    ]


@pytest.mark.parametrize(
    "text",
    [
        about("Two adults look after the children."),
        about("An adult whom the child trusts. Ask each adult at home. The adult and the child."),
        about("Under the Care Act a young person, a teenager or a child who cares for others is assessed."),
        about("One adult, another adult."),
        about("The Care Act.", people="children"),
    ],
    ids=["children too", "an adult whom a child trusts", "young carers", "two words", "it says children"],
)
def test_what_is_about_children_or_says_so_is_not(tmp_path: Path, text: str) -> None:
    assert advice(tmp_path, text) == []


def test_a_site_whose_own_words_are_about_adults_needs_no_line(tmp_path: Path) -> None:
    help = {**ADULTS, "emergency": {"name": "Police", "telephone": "999"}}
    assert advice(tmp_path, about("The Care Act."), urgent_help=help) == []
