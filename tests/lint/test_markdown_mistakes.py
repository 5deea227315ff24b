"""What Markdown takes without a word, each with its exact message; and what only looks like it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sample import briefing
from sevenminute.checks import read_library
from uploads import picture


def problems(root: Path, text: str) -> list[str]:
    """Return the problems of a briefing whose first panel has the text."""
    body = "\n## A\n\n" + text + "".join(f"\n\n## {letter}\n\nWords." for letter in "BCDEFG") + "\n"
    (root / "briefings").mkdir()
    (root / "briefings/x.md").write_text(briefing(body), encoding="utf-8")
    for name in ("guide.png", "a-table.png"):
        (root / "briefings" / name).write_bytes(picture())
    return [str(problem) for problem in read_library(root, today=date(2026, 11, 22)).problems]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "![][guide]\n\n[guide]: guide.png",
            "the picture has no words for people who cannot see it: write what it shows between [ and ]",
        ),
        ("See [the guide]().", "the link “the guide” has no address: write it between ( and )"),
        (
            "See [the guide][gude].\n\n[guide]: https://www.example.org/",
            "the link “[the guide][gude]” has no address: “gude” is not defined; did you mean “guide”?",
        ),
        (
            "See [the guide][x1].",
            "the link “[the guide][x1]” has no address: “x1” is not defined; "
            "add it to briefings/resources.yml, or write the address in ( ) instead",
        ),
        (
            "A note.[^1]",
            "the footnote “[^1]” is not defined; write a line [^1]: and the note at the end of the file",
        ),
        ("[the guide] (https://www.example.org/)", "the link has a space in it: write ( directly after ]"),
        (
            "![A table](a table.png)",
            "“a table.png” has a space in its name: rename the file with hyphens, and write the new name here",
        ),
        (
            "[Form]: LADO form.pdf 'The form'\n\nSee [the form][form].",
            "“LADO form.pdf” has a space in its name: rename the file with hyphens, and write the new name here",
        ),
        (
            "> [guide]: https://www.example.org/a guide\n\n[The guide][guide].",
            "“https://www.example.org/a guide” has a space in it, and an address has none: write %20 for each",
        ),
        ("Call TODO.", "“TODO” is still to be filled in: write your own words"),
        ("Call [insert number].", "“[insert number]” is still to be filled in: write your own words"),
        ("| A | B |\n| 1 | 2 |", "this is not shown as a table: write the line | --- | --- | below its first line"),
        (
            '!!! danger "Call now"\n\nRing the front door.',
            "the callout is an empty box: begin each line of its text with four spaces",
        ),
    ],
)
def test_a_mistake_has_its_message(tmp_path: Path, text: str, message: str) -> None:
    assert problems(tmp_path, text) == [f"briefings/x.md:11: {message}"]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("Ask:\n2. Who?\n3. When?", 12, "this list would be shown as words: leave a blank line before it"),
        (
            "Words.\n\n[^1]: Never.",
            13,
            "the footnote “[^1]” is never used: write it after the words that it is about",
        ),
    ],
)
def test_a_mistake_in_a_block_is_on_its_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    assert problems(tmp_path, text) == [f"briefings/x.md:{line}: {message}"]


@pytest.mark.parametrize(
    "text",
    [
        "> It was hard.\n\n— Mother of two",
        "The father\n– who was not asked – came.\n\nWe asked.\n— Mother of two",
        "- We ask the family what they\n– and only they – need.",
        "See § 47 and ● ● ○.\n\no Lord\n\n●●○ Medium",
        "Published in\n2019. Since then more.",
        "Children aged 5\n+ parents.",
        "Title\n\n***\n- a\n- b",
        "She said [your child] and [Add to calendar] and [sic] [1][2] [the police][sic].",
        "See <link@example.org>.",
        "|x| is the absolute value.",
        "| A | B |\n| --- | --- |\n| -- | -- |",
        "!!! Attention please",
        "- one\ngoes on\n- two",
        "1. one\n\n    goes on\n\n2. two",
        "> quoted\n- and more",
        "| A | B |\n| --- | --- |\n| 1 | 2 |",
        "A | B\n--- | ---\n1 | 2",
        "Between 5 - 7 pm.\nCall 1. or 2.",
        "Term\n:   Meaning",
        "[Your guide](https://www.example.org/) and [add it][a].\n\n[a]: https://www.example.org/",
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
def test_what_is_meant_is_no_mistake(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text) == []


@pytest.mark.parametrize("mark", ["[a](", "](", "[", "![", "[a][", "[^", "`", "!!! a\n"])
def test_a_file_of_one_mark_ends(tmp_path: Path, mark: str) -> None:
    assert problems(tmp_path, mark * (60_000 // len(mark)))


ONE = "does not make a list: begin the line with a hyphen and a space"
TWO = "does not make a list on lines {} and {}: begin each line with a hyphen and a space"
WITHIN = "begin the line with two spaces, a hyphen and a space: it belongs to the item above"
THEY = "begin each line with two spaces, a hyphen and a space: they belong to the item above"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("•\tBruises\n•\tCuts", {11: f"“•” {TWO.format(11, 12)}"}),
        (
            "•\tBruises\n\n•\tCuts\n\n•\tBurns",
            {11: "“•” does not make a list on lines 11 to 15: begin each line with a hyphen and a space"},
        ),
        ("•Bruises\n\u00b7   Cuts", {11: f"“•” {ONE}", 12: f"“\u00b7” {ONE}"}),
        ("o\tBruises\no   Cuts", {11: f"“o” {TWO.format(11, 12)}"}),
        ("➢\tBruises\n➢\tCuts", {11: f"“➢” {TWO.format(11, 12)}"}),
        ("▪\tBruises\n▪\tCuts", {11: f"“▪” {TWO.format(11, 12)}"}),
        ("– Write\n– Tell", {11: f"“–” {TWO.format(11, 12)}"}),
        ("— write\n— tell", {11: f"“—” {TWO.format(11, 12)}"}),
        (
            "•\tOne\no\ttwo\no\tthree\n•\tFour",
            {11: f"“•” {ONE}", 12: f"“o” does not make a list on lines 12 and 13: {THEY}", 14: f"“•” {ONE}"},
        ),
        ("•\tOne\no two", {11: f"“•” {ONE}", 12: f"“o” does not make a list: {WITHIN}"}),
        ("\uf0b7\tOne\n§\ttwo", {11: f"“\uf0b7” {ONE}", 12: f"“§” does not make a list: {WITHIN}"}),
        ("- One\no\ttwo\n- Three", {12: f"“o” does not make a list: {WITHIN}"}),
        ("- One\n    • two", {12: f"“•” does not make a list: {WITHIN}"}),
        (
            "•\tOne\no\ttwo\n▪\tthree",
            {
                11: f"“•” {ONE}",
                12: f"“o” does not make a list: {WITHIN}",
                13: f"“▪” does not make a list: {WITHIN.replace('two', 'four')}",
            },
        ),
        ("1. One\n•\ttwo\n2. Three", {12: f"“•” does not make a list: {WITHIN.replace('two', 'three')}"}),
        ("1. One\n2. Two\n\n•\tthree", {14: f"“•” {ONE}"}),
        ("•\tOne\n\nWords.\n\no\ttwo", {11: f"“•” {ONE}", 15: f"“o” {ONE}"}),
    ],
)
def test_marks_of_a_word_processor_are_named_with_their_level(tmp_path: Path, text: str, said: dict[int, str]) -> None:
    assert problems(tmp_path, text) == [f"briefings/x.md:{line}: {message}" for line, message in said.items()]


def test_a_welsh_line_that_begins_with_o_is_prose(tmp_path: Path) -> None:
    assert problems(tmp_path, "Gofynnwch i’r fam am y ferch\no Gaerdydd, ac am ei thad.") == []


@pytest.mark.parametrize("mark", ["–", "—", "•", "o ", "§\t"])
@pytest.mark.parametrize("above", ["", "Do this:\n\n", "Do this:\n"])
def test_a_mark_of_a_word_processor_before_an_item_is_named_on_its_line(tmp_path: Path, above: str, mark: str) -> None:
    line = 11 + above.count("\n")
    said = f"briefings/x.md:{line}: “{mark.strip()}” does not make a list: begin the line with a hyphen and a space"
    assert problems(tmp_path, f"{above}{mark} Write one.\n- Write two.\n- Write three.") == [said]


@pytest.mark.parametrize("text", ["- Write one.\n– Write two.", "Words.\n\n• Write."])
def test_a_mark_of_a_word_processor_after_others_is_named_too(tmp_path: Path, text: str) -> None:
    (said,) = problems(tmp_path, text)
    assert "does not make a list: begin the line with a hyphen and a space" in said
    assert int(said.split(":")[1]) == 11 + text.count("\n")


SHOWN = (
    "this comment would be shown to readers: put it on lines of its own between two paragraphs, "
    "without spaces before it or a blank line in it"
)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Words <!-- ask Jo\n\nfor the number -->", 1),
        ("- One <!-- ask Jo\n- for it --> two", 1),
        ("| a | b |\n| --- | --- |\n| c <!-- ask | d |\n| Jo --> | e |", 3),
        ('Words.\n\n[x](https://www.example.org/ "<!-- ask Jo -->")', 3),
        ("Words.\n\n![A tree <!-- ask Jo -->](guide.png)", 3),
        ("Ask the MASH.\n\n*[MASH]: a hub <!-- ask Jo -->", 3),
        ('<b title="<!-- ask Jo -->">x</b>', 1),
        ("Words.\n\n    <!-- ask Jo -->\n\nWords.", 3),
        ("Words.\n\n\t<!-- ask Jo -->", 3),
        ("- One\n\n        <!-- ask Jo -->", 3),
        ("> Words.\n>\n>     <!-- ask\n>     Jo -->", 3),
        ("<div>\n\nWords <!-- ask Jo\n\nfor it -->\n\n</div>", 3),
        ("Words <!-- hidden --> `<!-- code -->` \\<!-- meant\n\nWords <!-- ask\n\nJo --> -->", 3),
    ],
)
def test_a_comment_that_readers_would_see_is_named_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    assert problems(tmp_path, text) == [f"briefings/x.md:{line + 10}: {SHOWN}"]


@pytest.mark.parametrize(
    "text",
    [
        "Words.\n\n<!-- ask Jo\n\nfor it -->\n\nWords.",
        "- One\n\n    <!-- ask Jo\n\n    for it -->",
        "> Words\n>\n> <!-- ask Jo\n>\n> for it -->",
        "A note.[^1]\n\n[^1]: Words.\n\n    <!-- ask Jo\n\n    for it -->",
        "Term\n:   Words.\n\n    <!-- ask Jo\n\n    for it -->",
        '!!! note "Box"\n\n    Words.\n\n    <!-- ask Jo\n\n    for it -->',
        "Words <!-- ask Jo\nfor it --> and <!-- more --> words.",
        "- One <!-- ask Jo\n  for it -->\n- Two\n\n    <!-- ask Jo -->\n\n    Words.",
        "> Words <!-- ask Jo --> words.",
        "| a | b |\n| --- | --- |\n| c <!-- ask Jo --> | d |",
        "`<!-- code -->`\n\n```html\n<!-- code\n\ncode -->\n```",
        "Write `<!--` before a note.\n\nWords.",
        "Write \\<!-- words --\\> or &lt;!-- words --&gt;.",
        "A note.[^1]\n\n[^1]: Words. <!-- ask Jo -->",
    ],
)
def test_a_comment_that_stays_hidden_passes(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text) == []


NESTED = "a comment begins within another, and ends both: write --> where the one above ends, or delete this <!--"
ENDED = (
    "this --> ends no comment, and readers would see what is before it: "
    "delete it with the note that it belongs to, or write → for an arrow"
)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("<!-- draft: ask Jo\n\nOld <!-- really? -->\n\nJo said so.\n\n-->\n\nWords.", 3, NESTED),
        ("<div>\n<!-- ask <!-- Jo -->\nfor it\n-->\n<p>Words.</p>\n</div>", 2, NESTED),
        ("Words.\n\n<!-- ask\n\n- Jo <!-- or Sam -->", 5, NESTED),
        ("Words <!-- first <!-- ask Jo --> words", 1, NESTED),
        ("<!-- ask Jo -->\n\nfor it -->\n\nWords.", 3, ENDED),
        ("| a <!-- ask --> Jo --> | b |\n| --- | --- |\n| c | d |", 1, ENDED),
        ("A note.[^1]\n\n[^1]: Words <!-- ask --> Jo -->", 3, ENDED),
        ('Words.\n\n<p title="ask Jo -->">x</p>', 3, ENDED),
        ("Ask --> tell.", 1, ENDED),
        *(
            (
                f"Words.\n\n{comment} -->",
                3,
                f"browsers end this comment at {end} and show what comes after it: begin it with <!-- and end it with -->",
            )
            for comment, end in (("<!--> ask Jo", "<!-->"), ("<!---> ask Jo", "<!--->"), ("<!-- ask --!> Jo", "--!>"))
        ),
    ],
)
def test_a_comment_that_ends_before_its_end_is_named_with_its_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    assert problems(tmp_path, text) == [f"briefings/x.md:{line + 10}: {message}"]


@pytest.mark.parametrize(
    "text",
    [
        "Write `-->` or \\--> or --&gt;.\n\n    code -->\n\n```text\na --> b\n```",
        "~~~\n<!-- code\n~~~\n\nWords <!-- ask Jo -->.",
    ],
)
def test_the_end_of_a_comment_that_is_meant_passes(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('<p>Words.</p>\n\n<p>a \\<a href="gone.md">x</a></p>', [3]),
        ('Words \\<a href="gone.md">x.\n\n<p>a\n<a href="gone.md#x">x</a></p>', [4]),
        ('`<a href="gone.md">` \\<a href="gone.md">', []),
        ('Words \\\\<a href="gone.md">x</a>.', [1]),
    ],
)
def test_a_backslash_makes_no_words_of_raw_html(tmp_path: Path, text: str, lines: list[int]) -> None:
    found = [message.partition(": “gone.md")[0] for message in problems(tmp_path, text)]
    assert found == [f"briefings/x.md:{line + 10}" for line in lines]
