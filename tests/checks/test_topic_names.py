"""Names of topics: in the settings, on a page, or made of the id, of which there is advice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import sample
from conftest import write_site
from sevenminute.checks import read_library
from sevenminute.content.library import Library

RESOURCE = (
    "guide:\n  title: A guide\n  publisher: A team\n  kind: guidance\n  audience: both\n  topics: [sar]\n  how_to_get: Ask\n"
)
NO_NAME = "write its name in mkdocs.yml, below extra: topics:, as in"


def library(root: Path, files: dict[str, str | bytes], **topics: str) -> Library:
    """Return the content of a site with names of topics in its settings."""
    named = "".join(f"    {id}: {name}\n" for id, name in topics.items())
    write_site(root, files, sample.SETTINGS + (f"  topics:\n{named}" if topics else ""))
    return read_library(root, today=date(2026, 11, 22), settings=sample.settings(topics=topics))


def test_there_is_advice_where_an_id_is_shown_as_a_name(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "briefings/a.md": sample.briefing(topics="[lado, safer-sleep]"),
        "briefings/b.md": sample.briefing(title="B", topics="[lado, safer-sleep]"),
        "briefings/resources.yml": RESOURCE,
    }
    read = library(tmp_path, files)
    assert read.problems == ()
    assert [str(advice) for advice in read.advice] == [
        f"briefings/a.md:7: the topic “lado” has no name, and readers see “Lado”: {NO_NAME} lado: LADO",
        f"briefings/resources.yml:1: the topic “sar” has no name, and readers see “Sar”: {NO_NAME} sar: SAR",
    ]


@pytest.mark.parametrize(
    ("topic", "name"),
    [
        ("lado", "LADO"),
        ("self-neglect", "Self-neglect"),
        ("multi-agency-working", "Multi-agency working"),
        ("mash-referrals", "MASH referrals"),
        ("abcd", "ABCD"),
    ],
    ids=[
        "an abbreviation",
        "a hyphen",
        "a hyphen and words",
        "an abbreviation and words",
        "one that the text writes in capitals",
    ],
)
def test_a_name_that_may_be_wrong_is_told_with_the_likely_one(tmp_path: Path, topic: str, name: str) -> None:
    body = sample.panels() + "\nCall the ABCD.\n"
    (said,) = library(tmp_path, {"briefings/a.md": sample.briefing(body, topics=f"[{topic}]")}).advice
    assert said.message.endswith(f"as in {topic}: {name}")


@pytest.mark.parametrize("topic", ["bruising", "babies", "domestic-abuse", "safer-sleep", "sleep", "county-lines"])
def test_a_name_that_is_right_as_it_is_gets_no_advice(tmp_path: Path, topic: str) -> None:
    assert library(tmp_path, {"briefings/a.md": sample.briefing(topics=f"[{topic}]")}).advice == ()


@pytest.mark.parametrize(
    ("id", "shown", "name"), [("icon", "Icon", "ICON"), ("fgm", "Fgm", "FGM"), ("mash-teams", "Mash teams", "MASH teams")]
)
def test_what_is_shown_is_said_and_a_name_in_the_settings_is_shown_instead(
    tmp_path: Path, id: str, shown: str, name: str
) -> None:
    files: dict[str, str | bytes] = {"briefings/a.md": sample.briefing(topics=f"[{id}]")}
    (said,) = library(tmp_path / "without", files).advice
    assert f"the topic “{id}” has no name, and readers see “{shown}”" in str(said)
    named = library(tmp_path / "with", files, **{id: name})
    assert named.advice == ()
    assert [topic.title for topic in named.topics] == [name]


def test_a_topic_that_has_a_name_or_a_page_needs_no_advice(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "briefings/a.md": sample.briefing(topics="[lado, sleep]"),
        "docs/topics/sleep.md": "---\ntopic: sleep\ntitle: Safer sleep\n---\n",
    }
    read = library(tmp_path, files, lado="LADO")
    assert (read.problems, read.advice) == ((), ())
    assert {topic.id: topic.title for topic in read.topics} == {"lado": "LADO", "sleep": "Safer sleep"}


@pytest.mark.parametrize(
    ("topics", "said"),
    [
        (
            {"lado": "LADO", "sleep": "Sleep"},
            "extra.topics.sleep: its page, docs/topics/sleep.md, names it “Safer sleep”: delete the line",
        ),
        ({"lado": "LADO", "lados": "LADO"}, ""),
        ({"ladoo": "LADO"}, "extra.topics.ladoo: no briefing and no resource has this topic; did you mean “lado”?"),
    ],
    ids=["of a topic with a page", "of a topic to come", "misspelt"],
)
def test_a_name_that_changes_nothing_is_a_mistake(tmp_path: Path, topics: dict[str, str], said: str) -> None:
    files: dict[str, str | bytes] = {
        "briefings/a.md": sample.briefing(topics="[lado, sleep]"),
        "docs/topics/sleep.md": "---\ntopic: sleep\ntitle: Safer sleep\n---\n",
    }
    read = library(tmp_path, files, **topics)
    line = (tmp_path / "mkdocs.yml").read_text().split("\n").index(f"    {list(topics)[-1]}: {list(topics.values())[-1]}") + 1
    assert [str(problem) for problem in read.problems] == ([f"mkdocs.yml:{line}: {said}"] if said else [])
