"""The headings of a Markdown text, and what Markdown would take too long over."""

from __future__ import annotations

import pytest

from sevenminute.markdown.document import Document, DocumentReader
from sevenminute.markdown.limits import MAX_LINES, MAX_NESTING, MAX_OPEN, MAX_RUN, limit_problems


def read(text: str) -> Document:
    assert not limit_problems(text, "briefings/x.md", 1)
    return DocumentReader().read(text, 1)


def found_headings(body: str) -> list[str]:
    return [heading.text for heading in read(body).outline.headings if heading.level == 2]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("```\n## Code\n```", id="a fence"),
        pytest.param("~~~~\n~~~\n## Code\n~~~~", id="a longer fence"),
        pytest.param("> ```\n> ## Code\n> ```", id="a fence in a quote"),
        pytest.param("<!--\n## Remark\n-->", id="a comment"),
        pytest.param("> ## Quoted", id="a quote"),
        pytest.param("    ## Code", id="indented code"),
        pytest.param("<div>\n## Raw\n</div>", id="raw HTML"),
        pytest.param("<hr><div>\n## Raw\n</div>", id="raw HTML behind other raw HTML"),
        pytest.param("- an entry\n\n    ## Inside", id="a list entry"),
    ],
)
def test_hashes_within_other_blocks_are_no_heading(body: str) -> None:
    assert found_headings(body) == []


@pytest.mark.parametrize(
    "block",
    [
        '<p title="a <b">x</p>',
        '<div title="<5">\nx\n</div>',
        '<div title="<div>">x</div>',
        "<DIV title='a>b</div>'\n class=x>x</DIV>",
        '<details><summary title="</details>">a</summary>\n## Hidden\n</details>',
        '<div\n title="<5\n## Hidden\n">x</div>',
        "<div><p><div></p></div>",
        "<div />",
        "<p>x</p><div>\n## Hidden\n</div>",
        "<div>x</div>y <b>",
        "<div>\n</div\n>",
    ],
)
def test_a_block_of_html_ends_where_it_does_for_markdown(block: str) -> None:
    body = f"{block}\n\n## A\n\nWords.\n\n## B"
    assert found_headings(body) == ["A", "B"]


def test_a_heading_knows_its_level_line_and_words() -> None:
    first, second = read("### Smaller ###\n\nWords\n---\n").outline.headings
    assert (first.level, first.text, first.line, first.underlined) == (3, "Smaller", 0, False)
    assert (second.level, second.text, second.line, second.underlined) == (2, "Words", 2, True)


def test_attributes_are_no_words_of_a_heading() -> None:
    assert found_headings("## Words {: #own .big }") == ["Words"]


@pytest.mark.parametrize(
    "text", ["Write `<!--` here.", "Write ``a ` <!--`` here.", "Write \\<!-- here.", "Write `<!--`, `a` and `<!-- b` <!-- c -->."]
)
def test_code_begins_no_comment(text: str) -> None:
    document = read(f"{text}\n\n## Heading <!-- d -->\n\nWords `-->`.")
    assert document.comments == ()
    assert [(heading.text, heading.line) for heading in document.outline.headings] == [("Heading", 2)]


def test_what_only_looks_like_code_hides_no_comment() -> None:
    assert found_headings("A ` <!-- a ` --> \\`<!-- b\n## No `-->\n\n## Yes") == ["No `-->", "Yes"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("*" * (MAX_RUN + 1), id="a mark repeated"),
        pytest.param("> " * (MAX_NESTING + 1) + "words", id="quotes"),
        pytest.param("+ " * (MAX_NESTING + 1) + "words", id="lists on one line"),
        pytest.param("1. " * (MAX_NESTING + 1) + "words", id="numbered lists on one line"),
        pytest.param("    " * (MAX_NESTING + 1) + "- words", id="lists"),
        pytest.param("[ " * (MAX_OPEN + 1), id="brackets never closed"),
        pytest.param("![[" * MAX_OPEN, id="pictures never closed"),
        pytest.param("[a](" * (MAX_OPEN + 1), id="links never closed"),
        pytest.param("<a \n\n" * (MAX_OPEN + 1), id="tags never ended"),
        pytest.param("[a]: b\n" * (MAX_LINES + 1), id="lines without an empty one"),
    ],
)
def test_what_markdown_takes_too_long_over_is_found(text: str) -> None:
    assert limit_problems("Words\n\n" + text, "briefings/x.md", 1)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("- [words][id], (some)\n" * 100, id="a long list of links"),
        pytest.param("a) one (b two) " * 30, id="letters with a bracket"),
        pytest.param("-" * 1000 + "\n\n" + "* " * 30, id="rules"),
        pytest.param("babies < 1 year, a -> b <3 " * 100, id="signs"),
        pytest.param("| --- " * 100, id="a rule of a table"),
        pytest.param("        - a list in a list in a list", id="three lists"),
    ],
)
def test_what_people_write_is_not_too_deep(text: str) -> None:
    assert not limit_problems(text, "briefings/x.md", 1)


@pytest.mark.parametrize(
    "unit", ["[", "*", "`", "<", ">", "#", "![[", "&", "_a", "[a](", "<a ", "+ ", "## a\n\n", "{: ", "\\", "|"]
)
def test_sixty_kilobytes_of_one_mark_are_read(unit: str) -> None:
    text = "Words\n\n" + unit * (60_000 // len(unit))
    if not limit_problems(text, "briefings/x.md", 1):
        assert len(DocumentReader().read(text, 1).outline.lines) > 2
