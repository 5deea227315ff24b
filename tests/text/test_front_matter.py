"""Front matter is read as the editor typed it, with the line of each value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sevenminute.text.front_matter import read_front_matter


def test_each_value_knows_its_line() -> None:
    front = read_front_matter("---\ntitle: One\n\n# a remark\ntopics:\n  - a\n  - b\n---\nBody\n", "x.md")
    assert front.values == {"title": "One", "topics": ["a", "b"]}
    assert [front.line_of(place) for place in (("title",), ("topics",), ("topics", 0), ("topics", 1))] == [2, 5, 6, 7]
    assert (front.body, front.body_line) == ("Body\n", 9)


def test_a_value_that_is_not_there_has_the_line_around_it() -> None:
    front = read_front_matter("---\ntopics: [a]\n---\n", "x.md")
    assert (front.line_of(("topics", 5)), front.line_of(("owner",))) == (2, 1)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Yes", "Yes"),
        ("2021-02", "2021-02"),
        ("007", "007"),
        ("1:30", "1:30"),
        ("7. Resources", "7. Resources"),
        ("2021. A year", "2021. A year"),
        ("''", ""),
        ("~", None),
        ("", None),
        ("'null'", "null"),
        ("One  # a remark", "One"),
        ("One#two", "One#two"),
        ("'It''s here'", "It's here"),
        ("“Think” family", "“Think” family"),
        (">\n  One\n  two", "One two"),
        ("|\n  One\n  two\n", "One two"),
        ("[a, [b, c]]", ["a", ["b", "c"]]),
    ],
)
def test_a_value_is_the_text_that_was_typed(written: str, read: object) -> None:
    front = read_front_matter(f"---\nkey: {written}\n---\n", "x.md")
    assert front.problems == ()
    assert front.values == {"key": read}


def test_a_duplicate_key_keeps_its_first_value() -> None:
    front = read_front_matter("---\nowner: A\nowner: B\nowner: C\n---\n", "x.md")
    assert front.values == {"owner": "A"}
    assert [problem.line for problem in front.problems] == [3, 4]


def test_a_page_without_front_matter_may_do_without() -> None:
    front = read_front_matter("# Words\n", "x.md", required=False)
    assert (front.body, front.body_line, front.problems) == ("# Words\n", 1, ())


def test_three_dots_close_the_front_matter_as_in_mkdocs() -> None:
    assert read_front_matter("---\ntitle: One\n...\nBody", "x.md").body == "Body"


_LINES = st.lists(st.text(alphabet="abc xyz", max_size=10).map(str.strip), max_size=5)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.from_regex(r"[A-Za-z]{1,20}", fullmatch=True)), _LINES)
def test_keys_and_body_come_back_as_they_were_written(values: dict[str, str], body: list[str]) -> None:
    text = "\n".join(["---", *(f"{key}: '{value}'" for key, value in values.items()), "---", *body])
    front = read_front_matter(text, "x.md")
    assert front.values == values
    assert front.body.split("\n") == (body or [""])
    assert text.split("\n")[front.body_line - 1 :] == (body or ["---"])
