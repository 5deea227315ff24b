"""Advice on lines that would be joined, on tables that would be words, and on items that stand outside; none on prose."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import sample
from conftest import write_site
from sevenminute.checks import read_library

ONE = "and the lines below it would be joined to one"
KEEP = "end each with a backslash \\ if they are to stay"
LIST = f"begin each with a hyphen and a space for a list, or {KEEP}"


def advice(root: Path, text: str) -> list[str]:
    """Return the advice on a text, with its lines counted from the first."""
    before = sample.briefing(f"{sample.panels()}\n")
    write_site(root, {"briefings/x.md": before + text + "\n"})
    library = read_library(root, today=date(2026, 11, 22), settings=sample.settings())
    assert library.problems == ()
    first = before.count("\n")
    return [f"{better.line - first}: {better.message}" for better in library.advice]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "It is:\na) physical abuse that leaves a mark\nb) violent or threatening",
            f"2: “a) physical abuse that leaves a mark” {ONE}: {LIST}",
        ),
        ("a. One,\nb. two.", f"1: “a. One,” {ONE}: {LIST}"),
        ("(1) One,\n(2) two.", f"1: “(1) One,” {ONE}: {LIST}"),
        ("i. One\nii. two", f"1: “i. One” {ONE}: {LIST}"),
        ("Step 1 (same day): talk.\nStep 2 (in two days): talk again.", f"1: “Step 1 (same day): talk.” {ONE}: {LIST}"),
        ("**Nurses:** see the patient alone.\n**GPs:** consider capacity.", f"1: “Nurses: see the patient alone.” {ONE}: {LIST}"),
        (
            "Front door: 01632 960001 (all day)\nEmergency duty team, at nights and weekends: 01632 960002",
            f"1: “Front door: 01632 960001 (all day)” {ONE}: {KEEP}",
        ),
        ("- IDVA service\n  12 High Street\n  Anytown", f"1: “IDVA service” {ONE}: {KEEP}"),
        ("1. Ask:\n   a) who?\n   b) when?", f"2: “a) who?” {ONE}: {LIST}"),
        (
            "IDVA service\n12 High Street\nAnytown, which is in the north of the county, beside the market",
            f"1: “IDVA service” {ONE}: {KEEP}",
        ),
        ("> **Note**\n> Use the list with the person, not about her.", f"1: “Note” {ONE}: {KEEP}"),
        (
            "> “I rang the number.”\n> – a mother",
            "2: “– a mother” would be joined to the line above: end that with a backslash \\ if this is to stay a line of its "
            "own",
        ),
    ],
)
def test_lines_that_were_meant_to_stay_are_told(tmp_path: Path, text: str, said: str) -> None:
    assert advice(tmp_path, text) == [said]


@pytest.mark.parametrize(
    "text",
    [
        "The council has to be told, within six weeks, by everybody who\nlooks after a child. Ask, and write down what you\nsee.",
        "Ring the front door on 01632 960001, or at nights the\nemergency duty team on 01632 960002.",
        "They agreed a plan (in May)\n– and nobody wrote it down.",
        "Vitamin a) or vitamin\nc) is what they wrote.",
        "The worker in step 1\nand the one in step 2 met.",
        "**Do not wait** for the meeting, which may be weeks away, but\ncall **at once**.",
        "The plan has the words a | b in it,\nand another line.",
        "1. One\n   - inner\n2. Two",
        "1. One\n\n- a list of its own\n\nWords.\n\n2. Two",
        "-\tOne\n-\tTwo",
        "1.\tOne\n2.\tTwo",
        "```\na\tb\nc\td\n```",
        "| a | b |\n| --- | --- |\n| c\t d | e |",
        "a | b\n--- | ---\nc | d",
    ],
)
def test_what_is_meant_gets_no_advice(tmp_path: Path, text: str) -> None:
    assert advice(tmp_path, text) == []


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_table_with_tabs_is_told_how_to_write_it(tmp_path: Path, between: str) -> None:
    text = between.join(
        ["Age\tWhat is normal\tWhat to say", "0–2 weeks\tCrying begins\tIt passes", "6 weeks\tThe peak\tWho helps?"]
    )
    assert advice(tmp_path, text) == [
        "1: “Age What is normal What to say” and the lines below it look like a table with tabs: write it as a table, "
        "| Age | What is normal | What to say | and so on, with a line | --- | --- | --- | below the first"
    ]


def test_a_table_without_bars_around_and_without_its_line_is_told(tmp_path: Path) -> None:
    assert advice(tmp_path, "Sign | Whom to call\nA bruise | The front door\nA burn | The front door") == [
        "1: “Sign | Whom to call” and the lines below it are not shown as a table: write a line --- | --- below the first"
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "1. One\n  - inner\n2. Two",
            "2: “inner” is shown below number 1, not inside it: begin the line with three spaces before the hyphen",
        ),
        (
            "1. One\n  - inner\n  - other\n2. Two",
            "2: “inner” is shown below number 1, not inside it: begin lines 2 to 3 with three spaces before the hyphen",
        ),
        (
            "1.\tOne\n   - inner\n2.\tTwo",
            "2: “inner” is shown below number 1, not inside it: begin the line with four spaces before the hyphen",
        ),
        (
            "9. One\n\n  - inner\n\n10. Two",
            "3: “inner” is shown below number 9, not inside it: begin the line with three spaces before the hyphen",
        ),
    ],
)
def test_items_too_far_to_the_left_are_told_with_the_spaces(tmp_path: Path, text: str, said: str) -> None:
    first = sample.briefing(f"{sample.panels()}\n").count("\n")
    assert advice(tmp_path, text) == [said.replace("lines 2 to 3", f"lines {first + 2} to {first + 3}")]


def test_a_briefing_with_a_mistake_gets_the_advice_in_the_same_round(tmp_path: Path) -> None:
    text = sample.briefing(sample.panels() + "\na) bruises\nb) cuts\n", published="March 2026")
    write_site(tmp_path, {"briefings/x.md": text})
    library = read_library(tmp_path, today=date(2026, 11, 22), settings=sample.settings())
    assert [problem.line for problem in library.problems] == [4]
    assert [better.message for better in library.advice] == [f"“a) bruises” {ONE}: {LIST}"]
