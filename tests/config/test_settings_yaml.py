"""A mistake of one sign anywhere in mkdocs.yml is told on its own line, and in words that say what it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import ROOT
from sevenminute.cli import PROBLEMS, main
from sevenminute.config.yaml_reader import read_settings_yaml
from sevenminute.diagnostics.problem import Problem

OURS = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").split("\n")
NO_KEY = "no key with a colon and a space: write key: value, or join this line to the one above"
CROOKED = "a list whose lines do not match: begin each with the same spaces, a hyphen and one space"
BELOW = r"the line begins with \d spaces?, and the key below it with (?:none|\d): begin both with the same"
ABOVE = (
    r"the line begins with \d spaces?, and the key above it with (?:none|\d)(?: or \d)?: begin both with the same"
    r"(?:; if it goes on from the text above, put the whole text in quotation marks)?"
)
MISTAKES: dict[str, tuple[str, str, str]] = {
    "no colon": (r"^( *(?:- )?\w+):(?= |$)", r"\1", NO_KEY),
    "no space after the colon": (r"^( *(?:- )?\w+): (?=\S)", r"\1:", NO_KEY),
    "a space more": (r"^( *\w+:)", r" \1", f"{BELOW}|{ABOVE}"),
    "a space less": (r"^ ( *\w+:)", r"\1", f"{BELOW}|{ABOVE}"),
    "a list with a space more": (r"^( *- )", r" \1", f"{CROOKED}|{BELOW}|{ABOVE}"),
}
"""What is changed on one line, and what may be said of it."""


def said_of(folder: Path, lines: list[str]) -> Problem | None:
    file = folder / "mkdocs.yml"
    file.write_text("\n".join(lines), encoding="utf-8")
    read = read_settings_yaml(file)
    return read if isinstance(read, Problem) else None


@pytest.mark.parametrize(("pattern", "instead", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_of_one_sign_is_told_on_its_line(tmp_path: Path, pattern: str, instead: str, words: str) -> None:
    told = 0
    for number, line in enumerate(OURS):
        changed = re.sub(pattern, instead, line, count=1)
        if changed == line:
            continue
        problem = said_of(tmp_path, [*OURS[:number], changed, *OURS[number + 1 :]])
        if problem is None:
            assert line.startswith("  - "), "as a word of the menu, which the build tells of"
            continue
        told += 1
        assert problem.line == number + 1, (changed, problem)
        assert re.fullmatch(words, problem.message), (changed, problem)
    assert told > 20


FAULTS: dict[str, tuple[list[str], str]] = {
    "a text that goes on with a colon": (
        ["site_name: Briefings", "  safeguarding: all"],
        "2: the line begins with 2 spaces, and the key above it with none: begin both with the same; if it goes on from the "
        "text above, put the whole text in quotation marks",
    ),
    "below a remark": (["a:", "  # said", "  b c", "  d: e"], f"3: {NO_KEY}"),
    "below an empty line": (["a:", "  b c", "", "  d: e"], f"2: {NO_KEY}"),
    "a list in which two entries are one": (["a:", "  - b", "   - c"], f"3: {CROOKED}"),
    "a list of lists is none": (["a: [b,", "  c]"], ""),
    "a text over two lines": (["a: one", "  two - three", "b: c"], ""),
    "a bracket that is opened": (["a:", "  b: [c", "  d: e"], "2: [ is opened and never closed"),
    "a second colon": (["a:", "  b: c: d", "  e: f"], "2: this text contains a colon"),
}
"""What stands in the file, and what is said."""


@pytest.mark.parametrize(("lines", "said"), FAULTS.values(), ids=FAULTS)
def test_what_else_yaml_stumbles_over_has_its_words(tmp_path: Path, lines: list[str], said: str) -> None:
    problem = said_of(tmp_path, lines)
    assert str(problem).startswith(f"mkdocs.yml:{said}") if said else problem is None


def test_a_folder_without_settings_is_told_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "briefings").mkdir()
    said = "mkdocs.yml:1: is missing: run the command in the folder that holds it, or take it back from the sample\n"
    for command in (["check"], ["check", "--quick"], ["check", "--settings"]):
        assert main(["--root", str(tmp_path), *command]) == PROBLEMS
        assert said in capsys.readouterr().out
