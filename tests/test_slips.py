"""What Markdown takes without a word, each with its exact message; and what only looks like it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sample import briefing
from sevenminute.library import Library


def problems(root: Path, text: str) -> list[str]:
    """Return the problems of a briefing whose first panel has the text."""
    body = "\n## A\n\n" + text + "".join(f"\n\n## {letter}\n\nWords." for letter in "BCDEFG") + "\n"
    (root / "briefings").mkdir()
    (root / "briefings/x.md").write_text(briefing(body), encoding="utf-8")
    return [str(problem) for problem in Library.read(root, today=date(2026, 11, 22)).problems]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "![](https://www.example.org/a.png)",
            "the picture has no words for people who cannot see it: write what it shows between [ and ]",
        ),
        ("See [the guide]().", "the link “the guide” has no address: write it between ( and )"),
        (
            "See [the guide][gude].\n\n[guide]: https://www.example.org/",
            "the link “[the guide][gude]” leads nowhere: “gude” is not defined; did you mean “guide”?",
        ),
        (
            "See [the guide][x1].",
            "the link “[the guide][x1]” leads nowhere: “x1” is not defined; "
            "add it to briefings/resources.yml, or write the address in ( ) instead",
        ),
        (
            "A note.[^1]",
            "the footnote “[^1]” is not defined; write a line [^1]: and the note at the end of the file",
        ),
        (
            '!!! danger "Call now"\n\nRing the front door.',
            "the callout is an empty box: begin each line of its text with four spaces",
        ),
    ],
)
def test_a_slip_has_its_message(tmp_path: Path, text: str, message: str) -> None:
    assert problems(tmp_path, text) == [f"briefings/x.md:11: {message}"]


@pytest.mark.parametrize(
    "text",
    [
        "See [the guide][Guide], [guide][] and [guide].\n\n[guide]: https://www.example.org/",
        "`[words][id]` and `![](x.png)` and `[x]()`",
        "```\n[words][id] ![](x.png) [^1]\n```",
        "<!-- [words][id] [^1] -->\n\nWords.",
        "A note.[^1]\n\n[^1]: The note.",
        '!!! danger "Call now"\n\n    Ring the front door.',
        '!!! danger "Call now"\n    Ring the front door.',
        "Call 0300 [number] or [0300].",
    ],
)
def test_what_is_meant_is_no_slip(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text) == []


@pytest.mark.parametrize("mark", ["[a](", "](", "[", "![", "[a][", "[^", "`", "!!! a\n"])
def test_a_file_of_one_mark_ends(tmp_path: Path, mark: str) -> None:
    assert problems(tmp_path, mark * (60_000 // len(mark)))
