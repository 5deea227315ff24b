"""Advice on plain English: of the words that readers see, each with its line; it fails nothing, and settings switch it off."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

import sample
from conftest import SiteMaker, write_site
from sevenminute.build.strict import build_strictly
from sevenminute.checks.plain_english.reading_age import reading_age
from sevenminute.checks.plain_english.sentences import Sentence
from sevenminute.cli import OK, PROBLEMS, main

SETTINGS = sample.SETTINGS.replace("  plain_english: false\n", "")
PANEL = 27
"""Line of the fifth panel's text."""


def words(number: int, word: str = "tell") -> str:
    return " ".join([word] * number)


def line(number: int) -> str:
    """Return a sentence of so many words."""
    return f"Please {words(number - 1)}."


LONG = f"We {words(25)}."
REGISTER = """\
policy:
  title: The BSW PAN policy
  publisher: The Board
  kind: policy
  audience: practitioners
  how_to_get: Ask.
"""
QUIET: dict[str, str] = {
    "25 words": line(25),
    "two sentences on one line": f"{line(20)} {line(20)}",
    "a question, and what follows in quotation marks": f"{line(20)[:-1]}? “{line(20)}” {line(20)}",
    "items of a list": f"You could say:\n\n- {words(9)}\n- {words(9)}\n- {words(9)}\n- {words(9)}",
    "items within items": f"- {words(14)}\n    - {words(14)}\n    - {words(14)}",
    "cells of a table": f"| One | Two |\n| --- | --- |\n| {words(20)} | {words(20)} |",
    "an address in lines": f"Write to the {words(9)}<br>1 High Street {words(9)}<br>Testshire {words(9)}",
    "telephone numbers": f"{words(24)}: 01632 960001, 01632 960002, 01632 960003, 01632 960004 or 999.",
    "web addresses": f"{words(23)}: https://www.example.org/a.b/c or <team@example.org>.",
    "a link, of which only the words are read": f"[{words(20)}](https://www.example.org/{'-'.join(['long'] * 30)}).",
    "everybody knows it": "NB: ask the NHS, your GP and the BBC, by 5 PM. It is OK.",
    "the words of a link to a resource": "See [PAN BSW policy][policy].",
    "written out before": "The Multi-Agency Safeguarding Hub (MASH) takes calls. Ring the MASH.",
    "written out behind": "The MASH (multi-agency safeguarding hub) takes calls.",
    "small words in between": "The Royal College of Paediatrics and Child Health (RCPCH) knows.",
    "a definition": "Ring the MASH.\n\n*[MASH]: Multi-Agency Safeguarding Hub",
    "stress": "You must NOT wait. DO call. NEVER guess.",
    "a heading in capitals": "### WHAT TO DO ABOUT LADOS\n\nCall.",
    "a number of a form": "Use section 47, form SN1 and Part III.",
    "a file": "Open MASH.pdf, or write to MASH@example.org.",
}
ADVISED: dict[str, tuple[str, str]] = {
    "26 words": (LONG, f"{PANEL}: “{LONG[:79]}…” has 26 words: make two sentences of it, or a list"),
    "26 words over three lines": (
        textwrap.fill(f"{line(5)} {line(30)}", 60),
        f"{PANEL}: “{line(30)[:79]}…” has 30 words: make two sentences of it, or a list",
    ),
    "full stops that end nothing": (
        f"{line(20)[:-1]} e.g. Dr. Example {words(3)}.",
        f"{PANEL}: “{line(20)[:79]}…” has 26 words: make two sentences of it, or a list",
    ),
    "the longest of three": (
        f"{line(27)}\n\n{line(5)}\n\n**{line(33)}**\n\n{line(28)}{' Go on.' * 10}",
        f"{PANEL + 4}: “{line(33)[:79]}…” has 33 words (3 sentences have more than 25): make two sentences of it, or a list",
    ),
    "an item of a list": (
        f"- {line(5)}\n- {line(26)}",
        f"{PANEL + 1}: “{line(26)[:79]}…” has 26 words: make two sentences of it, or a list",
    ),
    "words of a link": (
        f"Read [the {words(12)}](https://www.example.org/) and *then* {words(11)}.",
        f"{PANEL}: “Read the {words(12)} and then {words(11)}.”".replace(words(11) + ".”", ""),
    ),
    "an abbreviation": (
        "Tell your manager.\n\nRing the MASH, then the MASH again.",
        f"{PANEL + 2}: “MASH” comes without its long form: write that first, with (MASH) behind it; "
        "if your readers know it, add it to plain_english: known: in mkdocs.yml",
    ),
    "more than one of it": ("Read two SCRs.", f"{PANEL}: “SCR” comes without its long form"),
    "other words in brackets": ("Ring the MASH (by day) first.", f"{PANEL}: “MASH” comes without its long form"),
    "written out too late": (
        "Ring the MASH. The Multi-Agency Safeguarding Hub (MASH) answers.",
        f"{PANEL}: “MASH” comes without its long form",
    ),
}
LONG_PANEL = f"{words(30)}.\n\n" + "\n".join(f"- {line(9)}" for _ in range(11))
HARD = "Practitioners' multidisciplinary responsibilities necessitate comprehensive organisational accountability. " * 8


def in_panel(text: str) -> str:
    return sample.panels().replace("Words about what to do.", text)


Advice = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def advice(tmp_path_factory: pytest.TempPathFactory) -> Advice:
    """Return what is said of a case, from the number of its line on."""
    cases = {**QUIET, **{name: text for name, (text, _) in ADVISED.items()}, "panel": LONG_PANEL, "hard": HARD}
    paths = {name: f"briefings/case-{number}.md" for number, name in enumerate(cases)}
    files: dict[str, str | bytes] = {
        paths[name]: sample.briefing(in_panel(text), title=f'"{name}"') for name, text in cases.items()
    }
    files["briefings/resources.yml"] = REGISTER
    root = tmp_path_factory.mktemp("plain")
    built = build_strictly(write_site(root, files, SETTINGS))
    assert built.problems == ()

    def said(name: str) -> list[str]:
        return [f"{better.line}: {better.message}" for better in built.advice if better.path == paths[name]]

    return said


def test_the_text_of_the_cases_begins_where_the_tests_say() -> None:
    assert sample.briefing(in_panel("HERE")).split("\n").index("HERE") + 1 == PANEL


@pytest.mark.parametrize("name", QUIET)
def test_what_is_easy_to_read_gets_no_advice(advice: Advice, name: str) -> None:
    assert advice(name) == []


@pytest.mark.parametrize("name", ADVISED)
def test_what_is_hard_to_read_is_told_with_its_line(advice: Advice, name: str) -> None:
    found = advice(name)
    assert len(found) == 1
    assert found[0].startswith(ADVISED[name][1])


def test_a_panel_that_is_too_long_names_its_longest_sentence(advice: Advice) -> None:
    assert (
        f"{PANEL - 2}: panel 5, “What to do”, has 132 words: "
        f"cut 12, beginning with its longest sentence, “{words(30)[:79]}…”" in advice("panel")
    )


def test_a_text_of_long_words_names_its_reading_age_and_its_longest_sentence(advice: Advice) -> None:
    assert len(advice("hard")) == 1
    assert advice("hard")[0].startswith(f"{PANEL}: the text has a reading age of 18 or more: ")
    assert advice("hard")[0].endswith("14 or less is good, and the longest sentence is “" + HARD[:79].strip() + "…”")


def test_the_reading_age_grows_with_words_and_sentences() -> None:
    short, long = "The child is safe at home with the family.", "Organisational accountability necessitates multidisciplinary."
    ages = [reading_age([Sentence(text, 1)]) for text in (short, long, " ".join([short[:-1]] * 5))]
    assert ages[0] < 10 < ages[2] < ages[1]
    assert reading_age([]) == 5


ALL = f"{LONG} Ring the MASH.\n\n{HARD}\n\n{line(20)} {line(20)} {line(20)}"
PARTS = {
    "sentences": "make two sentences of it",
    "abbreviations": "without its long form",
    "panels": "cut ",
    "reading_age": "a reading age",
}


@pytest.mark.parametrize("part", [*PARTS, "all", "known"])
def test_each_part_can_be_switched_off(tmp_path: Path, part: str) -> None:
    value = {"all": "false", "known": "{known: [MASH]}"}.get(part, f"{{{part}: false}}")
    root = write_site(
        tmp_path,
        {"briefings/a.md": sample.briefing(in_panel(ALL))},
        f"{SETTINGS}  plain_english: {value}\n",
    )
    found = build_strictly(root).advice
    said = [name for name, words in PARTS.items() if any(words in better.message for better in found)]
    off = {"all": list(PARTS), "known": ["abbreviations"]}.get(part, [part])
    assert said == [name for name in PARTS if name not in off]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("{sentence: false}", "extra.plain_english.sentence is not a setting; did you mean “sentences”?"),
        ("{known: [the hub]}", "extra.plain_english.known"),
        ("{panels: often}", "extra.plain_english.panels"),
        ("off and on", "extra.plain_english"),
    ],
)
def test_a_setting_that_cannot_be_read_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], value: str, said: str
) -> None:
    text = f"{SETTINGS}  plain_english: {value}\n"
    root = write_site(tmp_path, {"briefings/a.md": sample.briefing()}, text)
    assert main(["--root", str(root), "check", "--quick"]) == PROBLEMS
    number = text.split("\n").index(f"  plain_english: {value}") + 1
    printed = capsys.readouterr().out
    assert f"mkdocs.yml:{number}: {said}" in printed
    assert "pydantic" not in printed


def test_make_check_gives_the_advice_that_only_a_build_has(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = sample.briefing(in_panel(f"{LONG}\n\nTick ✅ it."))
    root = write_site(tmp_path, {"briefings/a.md": text}, SETTINGS)
    assert main(["--root", str(root), "check", "--annotations"]) == OK
    lines = [line for line in capsys.readouterr().out.splitlines() if not line.startswith("::stop")]
    assert lines[0] == f"advice: briefings/a.md:{PANEL}: “{LONG[:79]}…” has 26 words: make two sentences of it, or a list"
    assert lines[1].startswith(f"advice: briefings/a.md:{PANEL + 2}: the font has no “✅”")
    assert [line for line in lines if line.startswith("::notice file=briefings/a.md,line=")]
    assert lines[-1] == "1 briefing read, no mistake found, and 2 pieces of advice."
    assert main(["--root", str(root), "check", "--quick"]) == OK
    assert capsys.readouterr().out == "1 briefing read, no mistake found.\n"


def test_another_language_gets_no_advice(tmp_path: Path) -> None:
    root = write_site(tmp_path, {"briefings/a.md": sample.briefing(in_panel(ALL), lang="cy")}, SETTINGS)
    assert [better for better in build_strictly(root).advice if "page has no room" not in better.message] == []


def test_advice_fails_no_build(make_site: SiteMaker) -> None:
    assert make_site({"briefings/a.md": sample.briefing(in_panel(ALL))}, SETTINGS).passed
