"""The rules about "links updated", each with the day on which it begins, and against what the file was before a change."""

from __future__ import annotations

import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest

import sample
from sevenminute.config.links import LinkSettings
from sevenminute.links.extract.links_date import LinksDate, PreviousVersion, links_date_of
from sevenminute.links.git.merge_base import Base, GitError, merge_base
from sevenminute.links.history.record import PageState
from sevenminute.links.rules.date import age_in_days, change_findings, date_findings, links_digest, night_findings
from sevenminute.links.rules.severity import Mode
from sevenminute.text.dates import PartialDate
from sevenminute.text.front_matter import read_front_matter

TODAY = date(2026, 11, 22)
PATH = "briefings/a.md"
A, B, C = "https://a.example/", "https://b.example/", "https://c.example/"


def said(
    written: str | None, today: date = TODAY, *, mode: Mode = Mode.ALL, touched: bool = False, days: int | None = None
) -> str:
    found = date_findings(LinksDate(PATH, 5, written, days), today, LinkSettings(), mode=mode, touched=touched)
    return " ".join(f"{finding.severity}-{finding.rule}" for finding in found)


@pytest.mark.parametrize(
    ("written", "today", "rules"),
    [
        pytest.param(None, TODAY, "E-L100", id="missing"),
        pytest.param("2026-9-3", TODAY, "E-L101", id="one figure for a month"),
        pytest.param("2026-02-30", TODAY, "E-L101", id="no such day"),
        pytest.param("last week", TODAY, "E-L101", id="words"),
        pytest.param("2026-11-22", TODAY, "", id="today"),
        pytest.param("2026-11-23", TODAY, "", id="tomorrow, where the sun rises earlier"),
        pytest.param("2026-11-24", TODAY, "E-L102", id="the day after tomorrow"),
        pytest.param("2026-12", date(2026, 11, 30), "", id="next month, from tomorrow on"),
        pytest.param("2026-12", date(2026, 11, 29), "E-L102", id="next month"),
        pytest.param("2026-08-24", TODAY, "", id="90 days"),
        pytest.param("2026-08-23", TODAY, "W-L110", id="91 days"),
        pytest.param("2026-05-26", TODAY, "W-L110", id="180 days"),
        pytest.param("2026-05-25", TODAY, "E-L111", id="181 days"),
        pytest.param("2026-08", date(2026, 11, 29), "", id="a month, 90 days after its last day"),
        pytest.param("2026-08", date(2026, 11, 30), "W-L110", id="a month, 91 days after its last day"),
        pytest.param("2028-02-29", date(2028, 5, 29), "", id="90 days after a leap day"),
        pytest.param("2028-02-29", date(2028, 5, 30), "W-L110", id="91 days after a leap day"),
        pytest.param("2028-02", date(2028, 8, 27), "W-L110", id="180 days after a month with a leap day"),
        pytest.param("2028-02", date(2028, 8, 28), "E-L111", id="181 days after a month with a leap day"),
    ],
)
def test_each_day_has_its_rule(written: str | None, today: date, rules: str) -> None:
    assert said(written, today) == rules


def test_a_date_that_is_too_old_fails_a_proposed_change_that_touches_the_briefing_only() -> None:
    assert said("2025-04", mode=Mode.CHANGES, touched=False) == "W-L111"
    assert said("2025-04", mode=Mode.CHANGES, touched=True) == "E-L111"
    assert said("2025-04", mode=Mode.ALL) == "E-L111"
    assert said("2025-04", mode=Mode.OFFLINE) == "W-L111"


def test_a_briefing_may_have_limits_of_its_own() -> None:
    ages = {age: said((TODAY - timedelta(days=age)).isoformat(), days=30) for age in (30, 31, 60, 61)}
    assert ages == {30: "", 31: "W-L110", 60: "W-L110", 61: "E-L111"}


def test_a_month_that_is_not_over_has_no_age() -> None:
    assert age_in_days(PartialDate(2026, 11), TODAY) == 0


def test_a_finding_says_what_to_do() -> None:
    (finding,) = date_findings(LinksDate(PATH, 5, "2025-04"), TODAY, LinkSettings(), mode=Mode.ALL)
    assert str(finding) == (
        "briefings/a.md:5:1: E L111 links updated April 2025, 571 days ago (the limit is 180 days): "
        "open each link, then write links_updated: 2026-11-22, or run .venv/bin/briefings links stamp briefings/a.md"
    )


def test_the_date_of_the_links_is_read_from_front_matter() -> None:
    text = sample.briefing(links_updated="2026-02", links_review_days="30")
    links_date = links_date_of(read_front_matter(text, PATH), PATH)
    assert links_date == LinksDate(PATH, 5, "2026-02", 30)
    assert links_date_of(read_front_matter(sample.briefing(links_updated=None), PATH), PATH).written is None


def changed(now: set[str], written: str = "2026-02", *, before: PreviousVersion | None, removal: bool = False) -> str:
    settings = LinkSettings(removal_needs_review=removal)
    found = change_findings(LinksDate(PATH, 5, written), now, before, settings, today=TODAY)
    return " ".join(f"{finding.severity}-{finding.rule} {finding.why}" for finding in found)


def test_other_links_need_another_date() -> None:
    before = PreviousVersion("2026-02", frozenset({A, B}))
    assert changed({A, B}, before=before) == ""
    assert changed({A, C}, before=before) == f"E-L120 added “{C}”; taken away “{B}”"
    assert changed({A, C}, "2026-11-22", before=before) == ""
    assert changed({A, B, C}, before=None) == "", "a new briefing"


def test_who_changes_links_twice_in_a_day_vouches_for_both_with_that_day() -> None:
    assert changed({A, C}, "2026-11-22", before=PreviousVersion("2026-11-22", frozenset({A, B}))) == ""
    assert changed({A, C}, "2026-11-21", before=PreviousVersion("2026-11-21", frozenset({A, B}))).startswith("E-L120")
    assert changed({A, C}, "2026-11", before=PreviousVersion("2026-11", frozenset({A, B}))).startswith("E-L120"), "which day?"


def test_taking_a_link_away_needs_another_date_only_where_the_settings_say_so() -> None:
    before = PreviousVersion("2026-02", frozenset({A, B}))
    assert changed({A}, before=before) == ""
    assert changed({A}, before=before, removal=True) == f"E-L120 taken away “{B}”"


def test_at_night_the_digest_tells() -> None:
    known = PageState(id=PATH, links_updated="2026-02", links_digest=links_digest([B, A, A]), n=2)

    def night(urls: set[str], written: str = "2026-02", known: PageState | None = known) -> list[str]:
        found = night_findings(LinksDate(PATH, 5, written), urls, known, today=TODAY)
        return [f"{finding.severity}-{finding.rule}" for finding in found]

    assert night({A, B}) == []
    assert night({A, C}) == ["W-L120"]
    assert night({A, C}, "2026-11") == []
    assert night({A, C}, known=None) == []


def git(folder: Path, *command: str) -> None:
    identity = ["-c", "user.name=Editor", "-c", "user.email=editor@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", folder, *identity, *command], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a briefing on main and a branch beside it."""
    folder = tmp_path / "clone"
    (folder / "site/briefings").mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    (folder / "site/briefings/a.md").write_text("a first line\n" * 20, encoding="utf-8")
    (folder / "site/briefings/ŵ b.md").write_text("one\n", encoding="utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "First")
    git(folder, "checkout", "-q", "-b", "proposal")
    return folder


def base_of(folder: Path, revision: str = "main") -> Base:
    base = merge_base(folder / "site", revision)
    assert isinstance(base, Base)
    return base


def test_a_change_is_compared_with_where_it_branched_off(repository: Path) -> None:
    (repository / "site/briefings/ŵ b.md").write_text("two\n", encoding="utf-8")
    git(repository, "commit", "-q", "-a", "-m", "Change")
    git(repository, "checkout", "-q", "main")
    (repository / "site/briefings/a.md").write_text("main went on\n", encoding="utf-8")
    git(repository, "commit", "-q", "-a", "-m", "Go on")
    git(repository, "checkout", "-q", "proposal")
    base = base_of(repository)
    assert dict(base.former) == {"briefings/ŵ b.md": "briefings/ŵ b.md"}
    assert base.before("briefings/ŵ b.md") == b"one\n"
    git(repository, "merge", "-q", "--no-edit", "main")
    assert dict(base_of(repository).former) == {"briefings/ŵ b.md": "briefings/ŵ b.md"}, "main's own change is none of it"


def test_what_is_not_committed_yet_belongs_to_the_change(repository: Path) -> None:
    (repository / "site/briefings/a.md").write_text("edited\n", encoding="utf-8")
    (repository / "site/briefings/new.md").write_text("new\n", encoding="utf-8")
    base = base_of(repository)
    assert dict(base.former) == {"briefings/a.md": "briefings/a.md", "briefings/new.md": None}
    assert base.before("briefings/new.md") is None
    assert base.touches("briefings/new.md")
    assert not base.touches("briefings/ŵ b.md")


def test_a_file_with_another_name_is_compared_with_what_it_was(repository: Path) -> None:
    git(repository, "mv", "site/briefings/a.md", "site/briefings/c.md")
    git(repository, "commit", "-q", "-m", "Rename")
    base = base_of(repository)
    assert base.former["briefings/c.md"] == "briefings/a.md"
    assert base.before("briefings/c.md") == b"a first line\n" * 20


def test_a_shallow_clone_is_not_guessed_about(repository: Path, tmp_path: Path) -> None:
    git(repository, "commit", "-q", "--allow-empty", "-m", "Change")
    git(repository, "checkout", "-q", "main")
    git(repository, "commit", "-q", "--allow-empty", "-m", "Go on")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", "--no-single-branch", "--branch", "proposal", repository.as_uri(), str(shallow))
    said = merge_base(shallow / "site", "origin/main")
    assert said == "the clone is too shallow to tell where the change branched off from origin/main: fetch all history"


@pytest.mark.parametrize("revision", ["origin/gone", "--output=stolen", ""])
def test_a_revision_that_is_not_there_is_named(repository: Path, revision: str) -> None:
    with pytest.raises(GitError, match="there is no revision"):
        merge_base(repository / "site", revision)


def test_outside_of_a_repository_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(GitError, match="is not a git repository"):
        merge_base(tmp_path, "main")


def test_a_repository_of_another_user_is_not_called_none(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, "/dev/null")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")  # git's own tests do the same
    with pytest.raises(GitError, match=r"git cannot read .*dubious ownership.*safe[.]directory"):
        merge_base(repository / "site", "main")
