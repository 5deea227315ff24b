"""Over all bad content that the tests have: the build refuses what the check refuses, and says nothing that the check does not.

The tables are those of the other tests. Cases of different files share one site.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

import hostile_snippets
import sample
import test_citations
import test_foreign
import test_paper_of_hard_texts
import test_problems
import test_settings
import test_slips
from conftest import build_site, write_site
from sevenminute.cli import OK, PROBLEMS, main
from sevenminute.strict_build import placed_problems

Files = dict[str, str | bytes]


def cases(test: Any, position: int = 0) -> list[Any]:
    """Return the values of one argument of a parametrized test."""
    mark = next(mark for mark in test.pytestmark if mark.name == "parametrize")
    values = [getattr(value, "values", value) for value in mark.args[1]]
    return [value[position] if isinstance(value, tuple) else value for value in values]


def in_panel(text: str, title: str) -> str:
    return sample.briefing(sample.panels().replace("Words about what to notice.", text), title=title)


PANEL_TEXTS: list[str] = [
    *cases(test_foreign.test_what_loads_or_runs_is_named),
    *cases(test_foreign.test_what_does_neither_passes),
    *cases(test_foreign.test_what_is_not_on_the_list_is_named_with_its_line),
    *cases(test_foreign.test_tags_that_would_break_the_page_are_named),
    *cases(test_foreign.test_nothing_of_it_reaches_a_page_however_it_is_written),
    *cases(test_slips.test_a_slip_has_its_message),
    *cases(test_slips.test_a_slip_of_a_block_is_on_its_line),
    *cases(test_citations.test_an_id_that_leads_nowhere_is_a_problem_on_each_page),
    *test_paper_of_hard_texts.PANELS.values(),
    *hostile_snippets.SNIPPETS,
]
"""What stands in a panel, right or wrong."""


def texts_as_briefings() -> Files:
    """Return a site of all bad briefings and of all texts, each in a briefing of its own."""
    whole = {f"briefings/whole-{number}.md": text for number, text in enumerate(cases_of(test_problems.BAD_BRIEFINGS))}
    parts = {f"briefings/part-{number}.md": in_panel(text, f"Part {number}") for number, text in enumerate(PANEL_TEXTS)}
    return {**whole, **parts}


def texts_as_pages() -> Files:
    """Return a site of the same texts, each in a page of its own; to the pages of snippets no menu leads."""
    return {f"docs/topics/part-{number}.md": page(number, text) for number, text in enumerate(PANEL_TEXTS)}


def page(number: int, text: str) -> str:
    return f"---\ntopic: part-{number}\ntitle: Part {number}\n---\n\n{text}\n"


def cases_of(table: Iterable[Any]) -> list[Any]:
    """Return the first value of each row of a table for `parametrize`."""
    return [row.values[0] for row in table]


def packed(libraries: Iterable[Files]) -> list[Files]:
    """Put libraries into as few sites as hold each file once."""
    sites: list[Files] = []
    for library in libraries:
        folders = {path.lower() for path in library}
        free = (site for site in sites if folders.isdisjoint(path.lower() for path in site))
        into = next(free, None)
        if into is None:
            sites.append(into := {})
        into.update(library)
    return sites


def said_by_both(root: Path, site: Path, capsys: pytest.CaptureFixture[str]) -> tuple[set[str], set[str]]:
    """Return what the check prints and what the build says; each fails if, and only if, it says something."""
    code = main(["--root", str(root), "check"])
    lines = capsys.readouterr().out.splitlines()
    printed = [line for line in lines if re.match(r"(?!advice: )\S.*?:\d+: ", line)]
    assert code == (PROBLEMS if printed else OK)
    assert len(printed) == len(set(printed))
    built = build_site(root, site)
    assert built.passed is (not built.messages)
    return set(printed), {str(problem) for problem in placed_problems(built.messages, root)}


SITES = [texts_as_briefings(), texts_as_pages(), *packed(cases_of(test_problems.BAD_LIBRARIES))]


@pytest.mark.parametrize("number", range(len(SITES)))
def test_the_check_says_all_that_the_build_says(tmp_path: Path, capsys: pytest.CaptureFixture[str], number: int) -> None:
    checked, built = said_by_both(write_site(tmp_path / "source", SITES[number]), tmp_path / "site", capsys)
    assert built
    assert checked == built


SETTINGS: list[str] = [
    base.replace(str(old), str(new))
    for base, table in ((sample.SETTINGS, test_settings.BAD_SETTINGS), (test_settings.LINKS, test_settings.BAD_LINKS))
    for old, new, _ in (getattr(row, "values", row) for row in table)
]


def test_the_check_says_all_that_the_build_says_of_settings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_site(tmp_path / "source", {"briefings/a.md": sample.briefing()})
    config = root / "mkdocs.yml"
    rest = config.read_text(encoding="utf-8").removeprefix(sample.SETTINGS)
    passed = 0  # what depends on the day of the build: how long an ignore may go on
    for settings in SETTINGS:
        config.write_text(settings + rest, encoding="utf-8")
        checked, built = said_by_both(root, tmp_path / "site", capsys)
        assert checked == built
        passed += not built
    assert passed <= 2
