"""The model of the front matter and the JSON Schema that is made from it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from sample import FRONT_MATTER, briefing
from sevenminute.content.json_schema import json_schema
from sevenminute.content.schema import BriefingFields, TopicPageFields, read_fields
from sevenminute.text.front_matter import read_front_matter

REPOSITORY = Path(__file__).parents[2]
BRIEFINGS = sorted((REPOSITORY / "briefings").glob("*.md"))
TOPIC_PAGES = sorted((REPOSITORY / "docs" / "topics").glob("*.md"))


def front_matter_as_an_editor_reads_it(file: Path) -> dict[str, Any]:
    """Return what a tool with a YAML reader of its own sees; months and days stay text there too."""
    block = file.read_text(encoding="utf-8").split("---\n")[1]
    values = yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506 - makes texts only
    return {**values, "number": int(values["number"])} if "number" in values else dict(values)


@pytest.mark.parametrize("file", BRIEFINGS, ids=lambda file: file.name)
def test_the_briefings_fit_their_schema(file: Path) -> None:
    jsonschema.Draft202012Validator(json_schema(BriefingFields)).validate(front_matter_as_an_editor_reads_it(file))


@pytest.mark.parametrize("file", TOPIC_PAGES, ids=lambda file: file.name)
def test_the_topic_pages_fit_their_schema(file: Path) -> None:
    jsonschema.Draft202012Validator(json_schema(TopicPageFields)).validate(front_matter_as_an_editor_reads_it(file))


@pytest.mark.parametrize(
    "wrong",
    [
        {"published": "April 2025"},
        {"colour": "red"},
        {"topics": ["Safer Sleep"]},
        {"audience": ["Every one"]},
        {"people": "dogs"},
        {"lang": "Welsh"},
        {"changes": ["The number changed."]},
        {"number": 0},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_the_schema_refuses_what_the_model_refuses(wrong: dict[str, Any]) -> None:
    validator = jsonschema.Draft202012Validator(json_schema(BriefingFields))
    assert validator.is_valid(FRONT_MATTER)
    assert not validator.is_valid({**FRONT_MATTER, **wrong})
    text = briefing(**{key: str(value) for key, value in wrong.items()})
    assert isinstance(read_fields(BriefingFields, read_front_matter(text, "x.md"), "x.md"), tuple)


def test_each_example_is_right() -> None:
    examples = {key: str((field.examples or [""])[0]) for key, field in BriefingFields.model_fields.items()}
    fields = read_fields(BriefingFields, read_front_matter(briefing(**examples), "x.md"), "x.md")
    assert isinstance(fields, BriefingFields)


def test_a_month_keeps_its_precision_and_a_single_text_is_a_list_of_one() -> None:
    fields = read_fields(BriefingFields, read_front_matter(briefing(topics="safer-sleep"), "x.md"), "x.md")
    assert isinstance(fields, BriefingFields)
    assert str(fields.published) == "January 2026"
    assert fields.topics == ("safer-sleep",)


def test_a_topic_page_may_have_keys_of_mkdocs() -> None:
    front = read_front_matter("---\ntopic: safer-sleep\ntitle: Sleep\nhide: [toc]\n---\n", "x.md")
    assert isinstance(read_fields(TopicPageFields, front, "x.md"), TopicPageFields)
