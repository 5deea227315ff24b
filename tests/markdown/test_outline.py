"""The headings of a briefing's Markdown, found without rendering it, are those that Python-Markdown renders."""

from __future__ import annotations

import xml.etree.ElementTree as etree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown.treeprocessors import Treeprocessor

from markdown import Markdown
from sevenminute.markdown.outline import MAX_LINES, MAX_NESTING, MAX_OPEN, MAX_RUN, read_outline

EXTENSIONS = [
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "sane_lists",
    "tables",
    "toc",
    "pymdownx.magiclink",
    "pymdownx.superfences",
]
"""Those of mkdocs.yml."""


class _TopHeadings(Treeprocessor):
    """Notes the level-2 headings that are no part of a list, quote or other block."""

    found: tuple[str, ...] = ()

    def run(self, root: etree.Element) -> None:
        self.found = tuple("".join(child.itertext()).strip() for child in root if child.tag == "h2")


def rendered_headings(body: str) -> list[str]:
    markdown = Markdown(extensions=EXTENSIONS)
    headings = _TopHeadings(markdown)
    markdown.treeprocessors.register(headings, "top-headings", 1)
    markdown.convert(body)
    return list(headings.found)


def found_headings(body: str) -> list[str]:
    return [heading.text for heading in read_outline(body).headings if heading.level == 2]


_WORDS = st.sampled_from(["Babies", "What to notice", "A line of words", "Why: a reason", "1. First"])
_HASHES = st.sampled_from(["## A heading", "##Tight", "## Closed ##", "### Smaller", "# Largest", "## With *stress*"])
_INNER = st.lists(st.one_of(_WORDS, _HASHES, st.just("")), min_size=1, max_size=4)


def _fence(mark: str, length: int, inner: list[str]) -> str:
    fence = mark * length
    return "\n".join([fence, *inner, fence])


def _prefixed(prefix: str, inner: list[str]) -> str:
    return "\n".join(prefix + line if line else "" for line in inner)


def _wrapped(begin: str, end: str) -> st.SearchStrategy[str]:
    return st.builds(lambda inner: "\n".join([begin, *inner, end]), _INNER)


BLOCKS = st.one_of(
    _WORDS,
    _HASHES,
    st.builds("{}\n{}".format, _WORDS, _WORDS),
    st.builds("{}\n{}".format, _WORDS, st.sampled_from(["---", "===", "-", "--- ", "=="])),
    st.builds("{}\n{}\n---".format, _WORDS, _WORDS),
    st.builds(_fence, st.sampled_from("`~"), st.integers(3, 5), _INNER),
    st.builds("```python\n{}\n```".format, _HASHES),
    st.builds("```\n{}".format, _HASHES),  # never closed
    _wrapped("<!--", "-->"),
    st.builds("<!-- {} -->".format, _HASHES),
    st.builds(_prefixed, st.just("> "), _INNER),
    st.builds(_prefixed, st.just("    "), _INNER),
    st.builds(_prefixed, st.sampled_from(["- ", "* ", "1. "]), _INNER),
    st.builds("- {}\n\n    {}".format, _WORDS, _HASHES),
    st.builds("- {}\n{}".format, _WORDS, _HASHES),
    _wrapped("<div>", "</div>"),
    _wrapped("<details>\n<summary>Words</summary>", "</details>"),
    _wrapped("<pre>", "</pre>"),
    st.builds("<span>{}</span>".format, _WORDS),
    st.builds("| One | Two |\n| --- | --- |\n| {} | b |".format, _WORDS),
    st.builds("!!! note\n    {}".format, _HASHES),
    st.builds("!!! note\n\n    {}\n\n    {}".format, _WORDS, _HASHES),
    st.sampled_from(
        ["---", "* * *", "[id]: https://www.example.org/", "[^1]: A note", "*[SCP]: Partnership", "Term\n:   Its meaning"]
    ),
    st.builds(" {}".format, _HASHES),
)


@settings(deadline=None)
@given(st.lists(BLOCKS, max_size=7), st.sampled_from(["\n\n", "\n\n\n"]))
def test_the_headings_are_those_that_markdown_renders(blocks: list[str], between: str) -> None:
    body = between.join(blocks)
    found = [" ".join(text.replace("*", "").split()) for text in found_headings(body)]
    assert found == [" ".join(text.split()) for text in rendered_headings(body)]


@settings(deadline=None)
@given(st.lists(st.one_of(_WORDS, _HASHES), max_size=7))
def test_headings_without_empty_lines_are_those_that_markdown_renders(lines: list[str]) -> None:
    body = "\n".join(lines)
    assert [text.replace("*", "") for text in found_headings(body)] == rendered_headings(body)


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
        pytest.param("| a | b |\n| - | - |\n## Cell", id="a table"),
        pytest.param("- an entry\n\n    ## Inside", id="a list entry"),
    ],
)
def test_hashes_within_other_blocks_are_no_heading(body: str) -> None:
    assert found_headings(body) == []
    assert rendered_headings(body) == []


@pytest.mark.parametrize(
    "block",
    [
        '<p title="a <b">x</p>',
        '<div title="<5">\nx\n</div>',
        '<div title="</div>">\n\n## Hidden\n\n</div>',
        '<div title="<div>">x</div>',
        "<DIV title='a>b</div>'\n class=x>x</DIV>",
        '<details><summary title="</details>">a</summary>\n## Hidden\n</details>',
        '<div\n title="<5\n## Hidden\n">x</div>',
        '<div markdown="1" title="</div>">\n\n## Hidden\n\n</div>',
        "<div><p><div></p></div>",
        "<div />",
        "<p>x</p><div>\n## Hidden\n</div>",
        "<div>x</div>y <b>",
        "<div>\n</div\n>",
    ],
)
def test_a_block_of_html_ends_where_it_does_for_markdown(block: str) -> None:
    body = f"{block}\n\n## A\n\nWords.\n\n## B"
    assert found_headings(body) == rendered_headings(body) == ["A", "B"]


def test_a_heading_knows_its_level_line_and_words() -> None:
    first, second = read_outline("### Smaller ###\n\nWords\n---\n").headings
    assert (first.level, first.text, first.line, first.underlined) == (3, "Smaller", 0, False)
    assert (second.level, second.text, second.line, second.underlined) == (2, "Words", 2, True)


def test_attributes_are_no_words_of_a_heading() -> None:
    assert found_headings("## Words {: #own .big }") == ["Words"]


@pytest.mark.parametrize(
    "text", ["Write `<!--` here.", "Write ``a ` <!--`` here.", "Write \\<!-- here.", "Write `<!--`, `a` and `<!-- b` <!-- c -->."]
)
def test_code_begins_no_comment(text: str) -> None:
    outline = read_outline(f"{text}\n\n## Heading <!-- d -->\n\nWords `-->`.")
    assert outline.comment is None
    assert outline.limit is None
    assert [(heading.text, heading.line) for heading in outline.headings] == [("Heading", 2)]


def test_what_only_looks_like_code_hides_no_comment() -> None:
    outline = read_outline("A ` <!-- a ` --> \\`<!-- b\n## No `-->\n\n## Yes")
    assert [heading.text for heading in outline.headings] == ["Yes"]


def test_an_unclosed_comment_is_found() -> None:
    assert read_outline("Words\n\n<!-- never\nclosed").comment == (2, "the comment <!-- is never closed: put --> where it ends")


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
    assert read_outline("Words\n\n" + text).limit is not None


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
    assert read_outline(text).limit is None


@pytest.mark.parametrize(
    "unit", ["[", "*", "`", "<", ">", "#", "![[", "&", "_a", "[a](", "<a ", "+ ", "## a\n\n", "{: ", "\\", "|"]
)
def test_sixty_kilobytes_of_one_mark_are_read(unit: str) -> None:
    outline = read_outline("Words\n\n" + unit * (60_000 // len(unit)))
    assert len(outline.lines) > 2
