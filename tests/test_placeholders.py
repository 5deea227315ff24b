"""`{{ placeholders }}` in a page are filled from the settings, or reported on their line."""

from __future__ import annotations

import pytest

from sevenminute.placeholders import fill_placeholders

VALUES = {"organisation.name": "Testshire", "organisation.email": "partnership@example.org"}


@pytest.mark.parametrize("written", ["{{ organisation.name }}", "{{organisation.name}}", "{{  organisation.name  }}"])
def test_a_placeholder_is_filled(written: str) -> None:
    assert fill_placeholders(f"Ask {written}.", VALUES, "docs/x.md") == ("Ask Testshire.", ())


def test_each_placeholder_without_a_value_is_reported_on_its_line_and_stays() -> None:
    text = "One\n\n{{ organisation.nam }} and\n{{ colour }}\n"
    filled, problems = fill_placeholders(text, VALUES, "docs/x.md", first_line=5)
    assert filled == text
    assert [str(problem) for problem in problems] == [
        "docs/x.md:7: “{{ organisation.nam }}” has no value in mkdocs.yml; did you mean “organisation.name”?",
        "docs/x.md:8: “{{ colour }}” has no value in mkdocs.yml; known are organisation.email, organisation.name",
    ]


def test_a_value_is_not_filled_again() -> None:
    assert fill_placeholders("{{ a }}", {"a": "{{ b }}", "b": "c"}, "docs/x.md") == ("{{ b }}", ())
