"""Front matter of pages of `docs/`: the site shows it as text, so a value that YAML makes something else of is a mistake."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from conftest import ROOT
from sample import briefing
from sevenminute.checks import read_library
from sevenminute.content.page import SITE_FACTS

MARKS = "put it in quotation marks"


def problems(root: Path, pages: dict[str, str]) -> list[str]:
    for path, text in {"briefings/a.md": briefing(), **pages}.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return [str(problem) for problem in read_library(root, today=date(2026, 11, 22)).problems]


@pytest.mark.parametrize("key", ["title", "description"])
def test_a_text_that_yaml_takes_for_something_else_is_named_with_its_line(tmp_path: Path, key: str) -> None:
    kinds = {
        "a number": ["2026", "-1", "1.5", "0x1f", "1:30", ".inf"],
        "yes or no": ["true", "Yes", "OFF"],
        "a date": ["2026-01-01", "2026-13-45", "2026-01-01 10:00:00"],
        "a list": ["[a]", "\n  - a", "[]"],
        "a group of values": ["{a: b}", "\n  a: b"],
    }
    values = [(kind, value) for kind, texts in kinds.items() for value in texts]
    pages = {f"docs/p{n:02}.md": f"---\n{key}: {value}\n---\n\nWords.\n" for n, (_, value) in enumerate(values)}
    expected = [f"docs/p{n:02}.md:2: {key} is {kind}: {MARKS}" for n, (kind, _) in enumerate(values)]
    assert problems(tmp_path, pages) == expected


def test_an_empty_text_is_named(tmp_path: Path) -> None:
    values = ["", "~", "null", '""']
    pages = {f"docs/{n}.md": f"---\ndescription: Words\ntitle: {value}\n---\n\nWords.\n" for n, value in enumerate(values)}
    said = "title is empty: write it after the colon, or delete the line"
    assert problems(tmp_path, pages) == [f"docs/{n}.md:3: {said}" for n in range(len(values))]


def test_what_the_search_is_told_is_true_or_false(tmp_path: Path) -> None:
    wrong = ["no", "exclude", "{exclude: maybe}", "{exclud: true}", "[exclude]", "{exclude: 'true'}"]
    pages = {f"docs/{n}.md": f"---\nsearch: {value}\n---\n\nWords.\n" for n, value in enumerate(wrong)}
    said = "search is not understood: write search: and, on the next line after two spaces, exclude: true"
    assert problems(tmp_path, pages) == [f"docs/{n}.md:2: {said}" for n in range(len(wrong))]


def test_no_page_sets_what_the_site_tells_its_templates(tmp_path: Path) -> None:
    text = "---\nedit_url: javascript:alert(1)\nbriefings: 2026\nPDF: x\n---\n\nWords.\n"
    said = "is filled in by the site: delete the line"
    found = problems(tmp_path, {"docs/a.md": text})
    assert found == [f"docs/a.md:{line}: “{key}” {said}" for line, key in ((2, "edit_url"), (3, "briefings"))]


def test_what_templates_read_is_text_or_the_sites_own() -> None:
    templates = [file.read_text(encoding="utf-8") for file in (ROOT / "overrides").rglob("*.html")]
    read = {name for text in templates for name in re.findall(r"\.meta\.(\w+)", text)}
    assert read - {"title", "description", "template"} <= SITE_FACTS


def test_other_facts_are_read_by_nobody_but_a_day_that_is_none_would_end_the_build(tmp_path: Path) -> None:
    facts = {"reviewed": "reviewed: 2026-13-45", "days": "days: [a, 2026-02-30]"}
    facts |= {"2026-02-31": "2026-02-31: met", "a": "a: {b: 2026-02-30}"}
    pages = {f"docs/{n}.md": f"---\n{text}\n---\n\nWords.\n" for n, text in enumerate(facts.values())}
    expected = [f"docs/{n}.md:2: {key} is a date that does not exist: correct it, or {MARKS}" for n, key in enumerate(facts)]
    assert problems(tmp_path, pages) == expected


def test_texts_and_facts_of_other_programs_have_no_message(tmp_path: Path) -> None:
    right = [
        'title: "2026"',
        "title: '2026-01-01'",
        'title: "true"',
        "title: 2026 in short",
        "hide: [navigation]",
        "date: 2026-01-01",
    ]
    right += ["search: {exclude: true}", "search:\n  exclude: false", "description: >\n  2026"]
    assert problems(tmp_path, {f"docs/{n}.md": f"---\n{text}\n---\n\nWords.\n" for n, text in enumerate(right)}) == []
