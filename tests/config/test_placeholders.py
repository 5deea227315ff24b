"""`{{ placeholders }}` in a page are filled from the settings, or reported on their line."""

from __future__ import annotations

import pytest

from sevenminute.config.placeholders import fill_placeholders

VALUES = {"organisation.name": "Testshire", "organisation.email": "partnership@example.org"}
PARTS = {**VALUES, "exit.on": True, "exit.off": False, "exit.none": None}


@pytest.mark.parametrize("written", ["{{ organisation.name }}", "{{organisation.name}}", "{{  organisation.name  }}"])
def test_a_placeholder_is_filled(written: str) -> None:
    assert fill_placeholders(f"Ask {written}.", VALUES, "docs/x.md") == ("Ask Testshire.", ())


def test_each_placeholder_without_a_value_is_reported_on_its_line_and_stays() -> None:
    text = "One\n\n{{ organisation.nam }} and\n{{ colour }}\n"
    filled, problems = fill_placeholders(text, VALUES, "docs/x.md", first_line=5)
    assert filled == text
    assert [str(problem) for problem in problems] == [
        "docs/x.md:7: “{{ organisation.nam }}” has no value in mkdocs.yml; did you mean “organisation.name”?",
        "docs/x.md:8: “{{ colour }}” has no value in mkdocs.yml; the names are organisation.email, organisation.name",
    ]


def test_a_value_is_not_filled_again() -> None:
    assert fill_placeholders("{{ a }}", {"a": "{{ b }}", "b": "c"}, "docs/x.md") == ("{{ b }}", ())


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("One{{ if exit.on }} two{{ end }}.", "One two."),
        ("One{{ if exit.off }} two{{ end }}.", "One."),
        ("One{{ if exit.none }} two{{ end }}.", "One."),
        ("{{ if exit.on }}One{{ else }}Two{{ end }}.", "One."),
        ("{{if exit.off}}One{{else}}Two{{end}}.", "Two."),
        ("{{ if organisation.name }}{{ organisation.name }}{{ else }}We{{ end }}", "Testshire"),
        ("{{ if exit.off }}\nOne\n\nTwo\n{{ end }}\nThree", "\n\n\n\n\nThree"),  # lines stay where they are
    ],
)
def test_words_that_depend_on_a_setting_are_shown_or_not(written: str, shown: str) -> None:
    assert fill_placeholders(written, PARTS, "docs/x.md") == (shown, ())


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("\n{{ if exit.on }} two", "2: “{{ if exit.on }}” has no end: write {{ end }} after what depends on it"),
        ("One {{ end }}", "1: “{{ end }}” has no {{ if … }} before it: write one, or take it out"),
        ("One {{ else }}", "1: “{{ else }}” has no {{ if … }} before it: write one, or take it out"),
        (
            "{{ if exit.on }}{{ else }}\n{{ else }}{{ end }}",
            "2: “{{ else }}” has no {{ if … }} before it: write one, or take it out",
        ),
        (
            "{{ if exit.on }}{{ if exit.off }}{{ end }}",
            "1: “{{ if exit.off }}” is inside another: write {{ end }} before it",
        ),
        ("{{ if exit.onn }}{{ end }}", "1: “{{ if exit.onn }}” has no value in mkdocs.yml; did you mean “exit.on”?"),
        (
            "{{ exit.on }}",
            "1: “{{ exit.on }}” is not text: write {{ if exit.on }} before words that depend on it, and {{ end }} after them",
        ),
    ],
)
def test_a_condition_that_cannot_be_read_is_reported_on_its_line(written: str, said: str) -> None:
    _, problems = fill_placeholders(written, PARTS, "docs/x.md")
    assert [str(problem) for problem in problems] == [f"docs/x.md:{said}"]
