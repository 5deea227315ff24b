"""Drafts, briefings that wait, withdrawn ones and former addresses: what is said when they do not go together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from conftest import write_site
from sample import briefing, panels
from sevenminute.checks import read_library
from sevenminute.content.briefing import Briefing, read_briefing
from sevenminute.content.life import Stage, WithdrawnBriefing, stage_of
from sevenminute.content.schema import BriefingFields

TODAY = date(2026, 11, 22)
WITHDRAWN = {"withdrawn": "2026-11", "withdrawn_because": "The law has changed."}


def linking(*targets: str) -> str:
    """The body of a briefing with a link in its first panel to each target, on line 13 of a file with two keys more."""
    links = "".join(f"[Words {number}]({target}) " for number, target in enumerate(targets))
    return panels().replace("Words about background.", f"Words. {links}")


def other(title: str, body: str | None = None, **facts: str) -> str:
    return briefing(body, title=title, **facts)


def said(root: Path, files: Mapping[str, str], *, today: date = TODAY) -> tuple[list[str], list[str]]:
    """Return the problems of some files, and the advice on them."""
    library = read_library(write_site(root / "site", dict(files)), today=today)
    return [str(problem) for problem in library.problems], [str(advice) for advice in library.advice]


@pytest.mark.parametrize(
    ("published", "draft", "day", "stage"),
    [
        ("2026-11", None, TODAY, Stage.PUBLISHED),
        ("2026-12", None, TODAY, Stage.WAITING),
        ("2026-12", None, date(2026, 12, 1), Stage.PUBLISHED),
        ("2026-11-23", None, TODAY, Stage.WAITING),
        ("2026-11-23", None, date(2026, 11, 23), Stage.PUBLISHED),
        ("2027-11-22", None, TODAY, Stage.WAITING),
        ("2025-01", "true", TODAY, Stage.DRAFT),
        ("2026-12", "Yes", TODAY, Stage.DRAFT),
        ("2025-01", "false", TODAY, Stage.PUBLISHED),
    ],
)
def test_a_day_tells_how_far_a_briefing_is(published: str, draft: str | None, day: date, stage: Stage) -> None:
    read = read_briefing(briefing(published=published, draft=draft), "briefings/x.md", today=TODAY)
    assert isinstance(read, Briefing)
    assert stage_of(read.fields, day) is stage


def test_a_year_from_29_february_ends_on_the_28th() -> None:
    for day, is_good in (("2029-02-28", True), ("2029-03-01", False)):
        read = read_briefing(briefing(published=day), "briefings/x.md", today=date(2028, 2, 29))
        assert isinstance(read, Briefing) == is_good


@pytest.mark.parametrize("body", ["", "\n## One\n\nOnly one panel is left.\n", "TODO\n\n<script>alert(1)</script>\n"])
def test_nobody_reads_the_words_of_a_withdrawn_briefing(body: str) -> None:
    read = read_briefing(briefing(body, **WITHDRAWN), "briefings/x.md", today=TODAY)
    assert isinstance(read, WithdrawnBriefing)
    assert (str(read.withdrawn), read.because) == ("November 2026", "The law has changed.")


def test_facts_of_a_withdrawn_briefing_are_held_to_the_same_rules() -> None:
    read = read_briefing(briefing("", **WITHDRAWN, owner=None), "briefings/x.md", today=TODAY)
    assert not isinstance(read, WithdrawnBriefing)


def test_a_link_to_what_readers_do_not_get_says_so(tmp_path: Path) -> None:
    problems, advice = said(
        tmp_path,
        {
            "briefings/x.md": other("X", linking("draft.md", "soon.md#panel-3", "later.md")),
            "briefings/draft.md": other("Draft", linking("soon.md", "draft.md#panel-2", "x.md", "gone.md"), draft="true"),
            "briefings/soon.md": other("Soon", linking("draft.md", "later.md", "x.md"), published="2026-12-01"),
            "briefings/later.md": other("Later", linking("soon.md"), published="2027-01"),
            "docs/about.md": "# About\n\n[d](../briefings/draft.md)\n",
        },
    )
    draft = "is a draft, which readers cannot open: take the link out until it is published"
    later = "waits for January 2027, and readers cannot open it before: take the link out until then"
    assert problems == [
        "briefings/draft.md:12: “gone.md” is not there: write the path from this file, like ../docs/about.md",
        f"briefings/soon.md:11: “draft.md” {draft}",
        f"briefings/soon.md:11: “later.md” {later}",
        f"briefings/x.md:11: “draft.md” {draft}",
        f"briefings/x.md:11: “later.md” {later}",
        "briefings/x.md:11: “soon.md#panel-3” waits for 1 December 2026, and readers cannot open it before: "
        "take the link out until then",
        f"docs/about.md:3: “../briefings/draft.md” {draft}",
    ]
    assert [line for line in advice if "readers" in line] == [
        "briefings/draft.md:7: this is a draft: readers do not get it, and everybody who can see the repository can read it",
        "briefings/later.md:4: this briefing waits: readers get it on 1 January 2027, "
        "and everybody who can see the repository can read it before",
        "briefings/soon.md:4: this briefing waits: readers get it on 1 December 2026, "
        "and everybody who can see the repository can read it before",
    ]


def test_what_waits_is_there_on_its_day_and_may_be_linked(tmp_path: Path) -> None:
    files = {
        "briefings/x.md": other("X", linking("soon.md")),
        "briefings/soon.md": other("Soon", published="2026-12-01"),
    }
    assert said(tmp_path / "after", files, today=date(2026, 12, 1)) == ([], [])
    assert len(said(tmp_path / "before", files, today=date(2026, 11, 30))[0]) == 1


def test_drafts_are_held_to_the_rules_of_all_briefings(tmp_path: Path) -> None:
    problems, _ = said(
        tmp_path,
        {
            "briefings/x.md": other("X", number="1", topics="[unborn-babies]"),
            "briefings/y.md": other("Y", topics="[unborn-babies]"),
            "briefings/draft.md": other("x", number="1", topics="[unborn-babys]", draft="true", published="2026-02"),
            "briefings/01-x.md": other("Z", draft="true", published="2026-02"),
        },
    )
    assert problems == [
        "briefings/01-x.md:1: number 1, with which the file’s name begins, is already used by briefings/x.md: begin the name "
        "with another, such as 2",
        "briefings/01-x.md:1: the address /briefings/x/ is already used by briefings/x.md: give this file another name",
        "briefings/draft.md:2: the title “x” is already used by briefings/x.md: give this briefing another title",
        "briefings/draft.md:7: number 1 is already used by briefings/x.md: give this briefing another number, such as 2",
        "briefings/draft.md:8: the topic “unborn-babys” is used only here; did you mean “unborn-babies”? If it is a new topic, "
        "add a page for it, docs/topics/unborn-babys.md",
    ]


def test_a_withdrawn_briefing_leaves_title_and_number_to_what_takes_its_place(tmp_path: Path) -> None:
    problems, _ = said(
        tmp_path,
        {
            "briefings/new.md": other("Sleep", number="1"),
            "briefings/old.md": other("Sleep", number="1", replaced_by="new", **WITHDRAWN),
        },
    )
    assert problems == []


OF_REPLACEMENTS = {
    "safer-slep": "is not a briefing; did you mean “safer-sleep”?",
    "docs/about.md": "is not a briefing: write the name of its file, like safer-sleep.md, or delete the line",
    "x": "is this briefing itself: name the one that takes its place, or delete the line",
    "briefings/x.md": "is this briefing itself: name the one that takes its place, or delete the line",
    "draft": "is a draft, which readers cannot open: publish it first, or delete the line until then",
    "soon.md": "waits for January 2027, and readers cannot open it before: delete the line until then",
    "gone": "is withdrawn itself: name a briefing that is not, or delete the line",
    "replaced": "is withdrawn itself: write replaced_by: safer-sleep, which took its place",
    "circle": "leads in a circle (x.md, circle.md, x.md): name a briefing that is not withdrawn, or delete the line",
    "wide-circle": "leads in a circle (x.md, wide-circle.md, circle.md, x.md): name a briefing that is not withdrawn, "
    "or delete the line",
    "old-sleep": "has another name now: write replaced_by: safer-sleep",
    "safer-sleep": "",
    "safer-sleep.md": "",
    "briefings/safer-sleep.md": "",
    "02-safer-sleep.md": "",
}


@pytest.mark.parametrize("written", OF_REPLACEMENTS)
def test_a_replacement_is_a_briefing_that_readers_can_open(tmp_path: Path, written: str) -> None:
    problems, _ = said(
        tmp_path,
        {
            "briefings/x.md": other("X", replaced_by=written, **WITHDRAWN),
            "briefings/safer-sleep.md": other("Safer sleep", former_addresses="[old-sleep]"),
            "briefings/draft.md": other("Draft", draft="true"),
            "briefings/soon.md": other("Soon", published="2027-01"),
            "briefings/gone.md": other("Gone", "", **WITHDRAWN),
            "briefings/replaced.md": other("Replaced", "", replaced_by="safer-sleep", **WITHDRAWN),
            **({"briefings/circle.md": other("Circle", "", replaced_by="x", **WITHDRAWN)} if "circle" in written else {}),
            **({"briefings/wide-circle.md": other("Wide", "", replaced_by="circle", **WITHDRAWN)} if "wide" in written else {}),
        },
    )
    fault = OF_REPLACEMENTS[written]
    expected = [f"briefings/x.md:7: replaced_by “{written}” {fault}"] if fault else []
    assert [problem for problem in problems if problem.startswith("briefings/x.md")] == expected


def test_two_that_replace_each_other_are_both_told(tmp_path: Path) -> None:
    problems, _ = said(
        tmp_path,
        {
            "briefings/a.md": other("A", "", replaced_by="b", **WITHDRAWN),
            "briefings/b.md": other("B", "", replaced_by="a", **WITHDRAWN),
        },
    )
    assert [problem.split(": ")[0] for problem in problems] == ["briefings/a.md:7", "briefings/b.md:7"]
    assert "(a.md, b.md, a.md)" in problems[0]
    assert "(b.md, a.md, b.md)" in problems[1]


def test_pages_that_still_link_to_a_withdrawn_briefing_get_advice(tmp_path: Path) -> None:
    problems, advice = said(
        tmp_path,
        {
            "briefings/old.md": other("Old", "", replaced_by="new", **WITHDRAWN),
            "briefings/gone.md": other("Gone", "", **WITHDRAWN),
            "briefings/new.md": other("New", linking("old.md#panel-3")),
            "docs/topics/sleep.md": "---\ntitle: Sleep\ntopic: sleep\n---\n\n# Sleep\n\n[a](../../briefings/old.md), "
            "[b][b] and <a href='../../briefings/gone.md'>c</a>\n\n[b]: ../../briefings/gone.md\n",
        },
    )
    assert problems == []
    assert [line for line in advice if "withdrawn" in line] == [
        "briefings/new.md:11: “old.md#panel-3” is withdrawn, and says nothing else any more: take the link out",
        "docs/topics/sleep.md:8: “../../briefings/gone.md” is withdrawn, and says nothing else any more: take the link out",
        "docs/topics/sleep.md:8: “../../briefings/old.md” is withdrawn, and says nothing else any more: "
        "link to ../../briefings/new.md instead",
        "docs/topics/sleep.md:10: “../../briefings/gone.md” is withdrawn, and says nothing else any more: take the link out",
    ]


def test_a_former_address_belongs_to_one_briefing(tmp_path: Path) -> None:
    problems, _ = said(
        tmp_path,
        {
            "briefings/a.md": other("A", former_addresses="[once, b, draft, gone]"),
            "briefings/b.md": other("B", former_addresses="once"),
            "briefings/draft.md": other("Draft", draft="true", former_addresses="\n  - b\n  - once"),
            "briefings/gone.md": other("Gone", "", former_addresses="[once]", **WITHDRAWN),
        },
    )
    twice = "is already a former address of briefings/a.md: keep it in one of the two"
    free = "delete it, or give that file another name"
    assert problems == [
        f"briefings/a.md:7: former_addresses “b” is the address of briefings/b.md: {free}",
        f"briefings/a.md:7: former_addresses “draft” is the address of briefings/draft.md: {free}",
        f"briefings/a.md:7: former_addresses “gone” is the address of briefings/gone.md: {free}",
        f"briefings/b.md:7: former_addresses “once” {twice}",
        f"briefings/draft.md:9: former_addresses “b” is the address of briefings/b.md: {free}",
        f"briefings/draft.md:10: former_addresses “once” {twice}",
        f"briefings/gone.md:7: former_addresses “once” {twice}",
    ]


def test_a_link_to_a_file_that_has_another_name_now_says_which(tmp_path: Path) -> None:
    problems, _ = said(
        tmp_path,
        {
            "briefings/new.md": other("New", former_addresses="[old]"),
            "docs/about.md": "# About\n\n[a](../briefings/old.md#panel-2)\n",
        },
    )
    assert problems == [
        "docs/about.md:3: “../briefings/old.md#panel-2” is called ../briefings/new.md now: write that",
    ]


@pytest.mark.parametrize("key", ["draft", "hidden", "Draft"])
def test_other_pages_cannot_be_drafts(tmp_path: Path, key: str) -> None:
    problems, _ = said(
        tmp_path,
        {"briefings/x.md": briefing(), "docs/about.md": f"---\ntitle: About\n{key}: true\n---\n\n# About\n"},
    )
    assert problems == [
        f"docs/about.md:3: “{key}” keeps nothing back, since only a briefing can be a draft: delete the line, "
        "and merge when readers may see the page"
    ]


def test_every_key_of_a_life_is_in_the_schema() -> None:
    keys = {"draft", "withdrawn", "withdrawn_because", "replaced_by", "former_addresses"}
    properties = BriefingFields.model_json_schema()["properties"]
    assert keys <= properties.keys()
    assert properties["draft"]["type"] == "boolean"


def test_nobody_has_to_know_the_day_of_a_draft(tmp_path: Path) -> None:
    problems, _ = said(tmp_path, {"briefings/a.md": other("A", published="2029-01", draft="true")})
    assert problems == []
