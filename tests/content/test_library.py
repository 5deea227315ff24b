"""The library knows the order of the briefings, their topics and what they share."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from conftest import ROOT
from sample import briefing
from sevenminute.checks import read_library
from sevenminute.config.reader import read_settings_file
from sevenminute.config.schema import Settings
from sevenminute.content.briefing import minutes_to_read
from sevenminute.content.library import Library
from sevenminute.content.slug import slug_of
from sevenminute.text.sample_data import made_up_lines
from uploads import SVG


def library(root: Path, files: dict[str, str]) -> Library:
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return read_library(root, today=date(2026, 11, 22))


@pytest.fixture
def three(tmp_path: Path) -> Library:
    return library(
        tmp_path,
        {
            "briefings/b.md": briefing(title="apples", number="2", topics="[sleep, babies]", published="2026-03"),
            "briefings/10-c.md": briefing(title="Bears", topics="[babies]", published="2026-01-31"),
            "briefings/a.md": briefing(title="Cats", published="2026-02", links_updated="2026-02"),
            "docs/topics/s.md": "---\ntopic: sleep\ntitle: Safer sleep\nsummary: Words.\n---\n",
        },
    )


def titles(library: Library) -> list[str]:
    return [item.fields.title for item in library.briefings]


def test_good_content_has_no_problem(three: Library) -> None:
    assert three.problems == ()


def test_the_series_goes_by_number_and_then_by_file_name(three: Library) -> None:
    assert titles(three) == ["apples", "Bears", "Cats"]
    assert [item.number for item in three.briefings] == [2, 10, None]


def test_other_orders_go_by_title_and_by_date(three: Library) -> None:
    assert [item.fields.title for item in three.a_to_z()] == ["apples", "Bears", "Cats"]
    assert [item.fields.title for item in three.newest()] == ["apples", "Cats", "Bears"]


def test_of_one_month_what_has_no_number_yet_or_the_highest_is_the_newest(tmp_path: Path) -> None:
    days = {"2-a": "2026-03", "3-b": "2026-03", "new": "2026-03", "4-c": "2026-03-02", "1-d": "2026-02-28"}
    found = library(tmp_path, {f"briefings/{name}.md": briefing(title=name, published=day) for name, day in days.items()})
    assert [item.fields.title for item in found.newest()] == ["4-c", "new", "3-b", "2-a", "1-d"]


def test_a_briefing_knows_its_neighbours(three: Library) -> None:
    first, second, third = three.briefings
    assert three.neighbours(first) == (None, second)
    assert three.neighbours(second) == (first, third)
    assert three.neighbours(third) == (second, None)


def test_topics_come_from_briefings_and_pages(three: Library) -> None:
    assert [(topic.id, topic.title, topic.summary) for topic in three.topics] == [
        ("babies", "Babies", ""),
        ("sleep", "Safer sleep", "Words."),
    ]
    assert [item.fields.title for item in three.on_topic(three.topic("babies"))] == ["apples", "Bears"]
    assert three.topic("sleep").source == "topics/s.md"
    assert three.topic("babies").source == "topics/babies.md"


def test_a_broken_briefing_keeps_its_place(tmp_path: Path) -> None:
    read = library(tmp_path, {"briefings/1-x.md": briefing(owner=None), "briefings/y.md": "---\n"})
    assert read.briefings == ()
    assert [(item.path, item.slug, item.title) for item in read.broken] == [
        ("briefings/1-x.md", "x", "Safer sleep"),
        ("briefings/y.md", "y", "y"),
    ]


def test_pictures_beside_the_briefings_are_known_and_hidden_files_are_not(tmp_path: Path) -> None:
    drawing = SVG.decode()
    files = {"briefings/x.md": briefing(), "briefings/images/a.svg": drawing, "briefings/.hidden/b.svg": drawing}
    assert [file.path for file in library(tmp_path, files).static_files] == ["briefings/images/a.svg"]


def test_an_ending_in_capitals_is_none_of_a_briefing(tmp_path: Path) -> None:
    read = library(tmp_path, {"briefings/x.md": briefing(), "briefings/Safer-Sleep.MD": briefing(title="Other")})
    assert [item.slug for item in read.briefings] == ["x"]
    assert [str(problem) for problem in read.problems] == [
        "briefings/Safer-Sleep.MD:1: is not read: the name of a briefing ends in .md, in small letters, like Safer-Sleep.md"
    ]


@pytest.mark.parametrize(
    ("stem", "slug"),
    [
        ("safer-sleep", "safer-sleep"),
        ("01-safer-sleep", "safer-sleep"),
        ("12. Safer sleep", "safer-sleep"),
        ("7-minute-briefing", "7-minute-briefing"),
        ("1001-days", "days"),
        ("2026", "2026"),
        ("Dŵr", "dŵr"),
    ],
)
def test_the_address_comes_from_the_file_name(stem: str, slug: str) -> None:
    assert slug_of(stem) == slug


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (200, 1), (1000, 5)])
def test_reading_takes_at_least_a_minute(words: int, minutes: int) -> None:
    assert minutes_to_read(words, 200) == minutes


def test_the_sample_has_the_box_that_must_go_with_it() -> None:
    settings = read_settings_file(ROOT / "mkdocs.yml")
    assert isinstance(settings, Settings)
    pages = [file.read_text(encoding="utf-8").split("\n") for file in (ROOT / "docs").rglob("*.md")]
    assert any("the box says" in said for lines in pages for _, said in made_up_lines(lines)) == settings.sample
