"""Briefings with one mistake each, and all that is said of it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

import pytest

from conftest import ROOT
from sample import HEADINGS, briefing, panels

CONFLICT = (
    "two people changed the same place: keep one of the two, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>"
)


def swapped(old: str, new: str) -> str:
    """Return a good briefing but for one change."""
    assert old in briefing()
    return briefing().replace(old, new)


def read_case(name: str, case: Mapping[str, Any]) -> Any:
    """Return a case of the data file: the text of the briefing, and what is said of it."""
    text = briefing(**case.get("facts", {}), **dict.fromkeys(case.get("without", ())))
    if "change" in case:
        text = swapped(*case["change"])
    return pytest.param(text, case["said"], id=name)


CASES = tomllib.loads((ROOT / "tests/data/bad_briefings.toml").read_text(encoding="utf-8"))
BAD_BRIEFINGS = [
    *(read_case(name, case) for name, case in CASES.items()),
    pytest.param(
        briefing(topics="[sleep]").replace("topics:", " topics:"),
        [
            "7: the line begins with spaces: begin each key at the left edge; if it goes on from the text above, put the whole "
            "text in quotation marks",
        ],
        id="a key of a list further in than the others",
    ),
    pytest.param(
        briefing(topics="\n  - sleep").replace("topics:", " topics:"),
        [
            "7: the line begins with spaces: begin each key at the left edge; if it goes on from the text above, put the whole "
            "text in quotation marks",
        ],
        id="a key of lines further in than the others",
    ),
    *(
        pytest.param(
            briefing(questions=written),
            [
                f"{line}: “{mark}” does not begin an entry of a list: begin it with a hyphen and a space",
            ],
            id=f"a list with the mark {mark}, {name}",
        )
        for mark in "*–•"
        for name, written, line in (
            ("at all entries", f"\n  {mark} One?\n  {mark} Two?", 8),
            ("at the first", f"\n  {mark} One?\n  - Two?", 8),
            ("at another", f"\n  - One?\n  {mark} Two?", 9),
        )
    ),
    pytest.param(
        "---\n- title: Safer sleep\n---\n" + panels(),
        [
            "2: the front matter begins with a hyphen or bracket: write each line as key: value",
        ],
        id="a list at top level",
    ),
    pytest.param(
        "---\nSafer sleep\n---\n" + panels(),
        [
            "2: no key with a colon and a space: write each line as key: value",
        ],
        id="plain text in the front matter",
    ),
    pytest.param(
        "---\n---\n" + panels(),
        [
            "1: the front matter is empty: write title: and the rest between the two lines ---",
        ],
        id="an empty front matter",
    ),
    pytest.param(
        briefing(topics="[" * 10_000),
        [
            "7: lists inside lists, more than 6 deep: write one plain list",
        ],
        id="lists within lists",
    ),
    pytest.param(
        briefing(topics="&a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]"),
        [f"{line}: text that begins with & or *: put the whole text in quotation marks" for line in (7, 8, 9)],
        id="an alias bomb",
    ),
    pytest.param(
        briefing(owner="x" * 20_000),
        [
            "1: the front matter is 20,109 bytes: at most 16,384 are read",
        ],
        id="a huge front matter",
    ),
    pytest.param(
        panels(),
        [
            "1: the front matter, the facts about the page, is missing: "
            "begin the file with a line ---, then title: and the rest, then ---",
        ],
        id="no front matter",
    ),
    pytest.param(
        "",
        [
            "1: the file is empty: begin it with a line ---, then title: and the rest, then ---",
        ],
        id="an empty file",
    ),
    pytest.param(
        "\n" + briefing(),
        [
            "2: the front matter begins on the first line with exactly ---: no space or blank line before it, no other dashes",
        ],
        id="an empty line before the front matter",
    ),
    pytest.param(
        "---\ntitle: Safer sleep\n",
        [
            "1: the front matter has no end: put a line --- after its last entry",
        ],
        id="a front matter never closed",
    ),
    pytest.param(
        briefing(topics="x" * 81),
        [
            "7: topics “xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…” has 81 characters: write at most 60",
        ],
        id="a long topic",
    ),
    pytest.param(
        briefing(number="9" * 5_000),
        [
            "7: number “99999999999999999999999999999999999999999999999999999999999…” is out of range: write a number "
            "from 1 to 9999",
        ],
        id="a number beyond counting",
    ),
    pytest.param(
        briefing(title="x" * 121),
        [
            "2: title has 121 characters: write at most 120",
        ],
        id="a long title",
    ),
    pytest.param(
        briefing(panels(*HEADINGS[:6])),
        [
            "29: 6 panels instead of 7: “Background” (line 9), “Why it matters” (line 13), “What to notice” (line 17), "
            "“What to ask” (line 21), “What to do” (line 25), “Who can help” (line 29); add the missing ## heading, "
            "or split “Why it matters” in two where its subject changes: guide/other-shapes.md shows how",
        ],
        id="six panels",
    ),
    pytest.param(
        briefing(panels(*HEADINGS, "More")),
        [
            "37: 8 panels instead of 7: “Background” (line 9), “Why it matters” (line 13), “What to notice” (line 17), "
            "“What to ask” (line 21), “What to do” (line 25), “Who can help” (line 29), “Resources” (line 33), “More” "
            "(line 37); join two panels, or make one heading ### to keep it inside the panel above: "
            "guide/other-shapes.md shows how",
        ],
        id="eight panels",
    ),
    pytest.param(
        briefing(panels(*HEADINGS[:3])),
        [
            "17: 3 panels instead of 7: “Background” (line 9), “Why it matters” (line 13), “What to notice” (line 17); "
            "add 4 ## headings, each where a new subject begins: guide/other-shapes.md shows how",
        ],
        id="three panels",
    ),
    pytest.param(
        briefing(panels(*HEADINGS[:4])),
        [
            "21: 4 panels instead of 7: “Background” (line 9), “Why it matters” (line 13), “What to notice” (line 17), "
            "“What to ask” (line 21); add 3 ## headings, each where a new subject begins: guide/other-shapes.md shows how",
        ],
        id="four panels",
    ),
    pytest.param(
        briefing(panels(*(f"Part {letter}" for letter in "ABCDEFGHIJ"))),
        [
            "37: 10 panels instead of 7: “Part A” (line 9), “Part B” (line 13), “Part C” (line 17), “Part D” (line 21), "
            "“Part E” (line 25), “Part F” (line 29), “Part G” (line 33), “Part H” (line 37), “Part I” (line 41), “Part J” "
            "(line 45); join panels, or make 3 of the headings ### to keep each inside the panel above: "
            "guide/other-shapes.md shows how",
        ],
        id="ten panels",
    ),
    pytest.param(
        briefing("\nOnly words.\n"),
        [
            "8: no panels: begin each of the 7 with a line ## and its heading",
        ],
        id="no panels",
    ),
    pytest.param(
        briefing(""),
        [
            "8: no panels: begin each of the 7 with a line ## and its heading",
        ],
        id="nothing below the front matter",
    ),
    pytest.param(
        briefing("\nHello.\n" + panels()),
        [
            "9: text before the first panel: move it below the first ## heading, or into the summary",
        ],
        id="text before the first panel",
    ),
    pytest.param(
        briefing(panels(*(f"{number}. Part" for number in (1, 2, 3, 5, 6, 7, 8)))),
        [
            "21: “5. Part” says 5 but is panel 4; the headings say 1, 2, 3, 5, 6, 7, 8: number them in their order from"
            " 1, or leave the numbers out",
        ],
        id="a skipped number",
    ),
    pytest.param(
        briefing(panels(*(f"Minute {number}: Part" for number in (1, 2, 3, 3, 5, 6, 7)))),
        [
            "21: “Minute 3: Part” repeats the number 3 of line 17; the headings say 1, 2, 3, 3, 5, 6, 7: number them in"
            " their order from 1, or leave the numbers out",
        ],
        id="a repeated number",
    ),
    pytest.param(
        briefing(panels(*(f"0{number} Part" for number in (1, 3, 2, 4, 5, 6, 7)))),
        [
            "13: “03 Part” says 3 but is panel 2; the headings say 1, 3, 2, 4, 5, 6, 7: number them in their order from"
            " 1, or leave the numbers out",
        ],
        id="swapped numbers",
    ),
    pytest.param(
        briefing(panels(*(f"{number}. Part" for number in (1, 2, 3, 5, 6, 7)))),
        [
            "29: 6 panels instead of 7: “1. Part” (line 9), “2. Part” (line 13), “3. Part” (line 17), “5. Part” (line "
            "21), “6. Part” (line 25), “7. Part” (line 29); add the missing ## heading, "
            "or split “1. Part” in two where its subject changes: guide/other-shapes.md shows how",
        ],
        id="a number missing with its panel",
    ),
    pytest.param(
        briefing(panels(*HEADINGS[:6], "8) Resources")),
        [
            "33: “8) Resources” says 8 but is panel 7; the headings say none, none, none, none, none, none, 8: number "
            "them in their order from 1, or leave the numbers out",
        ],
        id="one number out of place",
    ),
    pytest.param(
        briefing("\n" + "## A\n\n" * 10_000),
        [
            "23: 10000 panels instead of 7: “A” (line 9), “A” (line 11), “A” (line 13), “A” (line 15), “A” (line 17), "
            "“A” (line 19), “A” (line 21), “A” (line 23), “A” (line 25), “A” (line 27), “A” (line 29), “A” (line 31), "
            "“A” (line 33), “A” (line 35) and 9986 more; join panels, or make 9993 of the headings ### to "
            "keep each inside the panel above: guide/other-shapes.md shows how",
        ],
        id="ten thousand headings",
    ),
    pytest.param(
        swapped("Words about what to ask.", "*" * 500),
        [
            "23: too much for one paragraph: a mark repeated hundreds of times, brackets left open, quotes or lists 13 "
            "deep, or 500 lines without a blank one; make it simpler",
        ],
        id="a mark repeated hundreds of times",
    ),
    pytest.param(
        swapped("Words about what to ask.", "> " * 20 + "words"),
        [
            "23: too much for one paragraph: a mark repeated hundreds of times, brackets left open, quotes or lists 13 "
            "deep, or 500 lines without a blank one; make it simpler",
        ],
        id="quotes nested too deeply",
    ),
    pytest.param(
        swapped("Words about what to ask.", "".join("  " * depth + "- a\n" for depth in range(240))),
        [
            "48: too much for one paragraph: a mark repeated hundreds of times, brackets left open, quotes or lists 13 "
            "deep, or 500 lines without a blank one; make it simpler",
        ],
        id="lists nested too deeply",
    ),
    pytest.param(
        briefing().encode("utf-16"),
        [
            "1: is saved as UTF-16: save it again with the encoding UTF-8",
        ],
        id="UTF-16",
    ),
    pytest.param(
        briefing().encode("utf-16-le"),
        [
            "1: is saved as UTF-16: save it again with the encoding UTF-8",
        ],
        id="UTF-16 without its mark",
    ),
    pytest.param(
        briefing().encode("utf-32"),
        [
            "1: is saved as UTF-32: save it again with the encoding UTF-8",
        ],
        id="UTF-32",
    ),
    pytest.param(
        briefing(summary="Naïve words").encode("latin-1"),
        [
            "3: this line has a character that cannot be read (0xef): save the file again with the encoding UTF-8",
        ],
        id="Latin-1",
    ),
    pytest.param(
        briefing(summary="Naïve words").replace("\n", "\r").encode("latin-1"),
        [
            "3: this line has a character that cannot be read (0xef): save the file again with the encoding UTF-8",
        ],
        id="Latin-1 with the line ends of old Macs",
    ),
    pytest.param(
        b"x" * 5_000_000,
        [
            "1: is 5,000,000 bytes: a content file has at most 65,536; put pictures and documents beside it instead of inside it",
        ],
        id="five megabytes",
    ),
    pytest.param(
        b"\xef\xbb\xbf" + briefing(owner="Team: A").replace("\n", "\r\n").encode(),
        [
            "6: this text contains a colon: put it in quotation marks",
        ],
        id="a mistake below a byte-order mark with Windows line ends",
    ),
    pytest.param(
        swapped("Words about what to ask.", "<<<<<<< HEAD\nAsk.\n=======\nListen.\n>>>>>>> listen"),
        [
            f"23: {CONFLICT}",
        ],
        id="a conflict in a panel",
    ),
    pytest.param(
        swapped("Words about what to ask.", "<<<<<<< HEAD\nAsk.\n||||||| 1d4f\nOld.\n=======\n>>>>>>> listen").replace(
            "title: Safer sleep", "<<<<<<< HEAD\ntitle: Safer sleep\n=======\ntitle: Sleep\n>>>>>>> listen"
        ),
        [
            f"2: {CONFLICT}; do the same at line 27",
        ],
        id="conflicts in the front matter and in a panel",
    ),
    pytest.param(
        swapped("Words about what to ask.", "Ask.\n\n=======\n\nListen.\n>>>>>>> listen").replace("\n", "\r\n"),
        [
            f"28: {CONFLICT}",
        ],
        id="a conflict of which only the end is left",
    ),
]
"""A briefing with one mistake, and all that is said of it, as line and message."""
