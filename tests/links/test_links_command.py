"""The command of the check of links: its scopes, levels, reports, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from checked_site import FAKE, A, B, Out, rules
from linked_site import (
    STATE,
    FakeEngine,
    answer,
    briefing,
    check,
    write_linked_site,
)
from sevenminute.links.commands.exit_codes import FINE, FOUND, UNUSABLE
from sevenminute.links.history.file import state_lock


def test_an_author_asks_for_one_page_now(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(A), "briefings/b.md": briefing(B, summary="B.")})
    engine = FakeEngine(lambda url: answer(url, 404 if url == B else 200))
    check(root, "--all", engine=engine)
    engine.asked.clear()
    capsys.readouterr()
    assert check(root, str(root / "briefings/b.md"), engine=engine) == FOUND
    assert rules(capsys) == ["briefings/b.md:37 E L142"]
    engine.asked.clear()
    check(root, str(root / "briefings/a.md"), engine=engine)
    assert A not in engine.asked  # seen fine today
    check(root, str(root / "briefings/a.md"), "--force", engine=engine)
    assert A in engine.asked
    engine.asked.clear()
    check(root, str(root / "briefings"), "--force", engine=engine)
    assert sorted(engine.asked) == [A, B]


def test_the_level_that_fails_can_be_chosen_and_reports_are_written(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(A, links_updated="2026-01")})
    assert check(root, "--all", "--fail-on", "W", engine=FAKE) == FOUND
    assert check(root, "--all", "--fail-on", "never", engine=FAKE) == FINE
    assert check(root, "--all", "--reports", str(tmp_path / "reports"), engine=FAKE) == FOUND
    assert sorted(file.name for file in (tmp_path / "reports").iterdir()) == [
        "links.json",
        "links.junit.xml",
        "links.md",
        "links.sarif",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "say what to check: --all, --changed-since origin/main, --offline, or files"),
        (["nowhere.md"], "nowhere.md is not a page of the site"),
        (["--all", "briefings/a.md"], "name files, or one of"),
        (["--changed-since", "main"], "is not a git repository"),
    ],
)
def test_a_command_that_cannot_be_meant_is_2(tmp_path: Path, capsys: Out, arguments: list[str], said: str) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(A)})
    assert check(root, *arguments, engine=FAKE) == UNUSABLE
    assert said in capsys.readouterr().err


def test_what_cannot_be_read_is_2_and_the_state_stays(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": "---\ntitle: [\n---\n"})
    assert check(root, "--all", engine=FAKE) == UNUSABLE
    assert "briefings/a.md:3: no key" in capsys.readouterr().err
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(A)}, "warn_after: 3")
    assert check(root, "--all", engine=FAKE) == UNUSABLE
    assert "extra.links.warn_after is not a setting" in capsys.readouterr().err
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(A), STATE: "no state\n"})
    assert check(root, "--all", engine=FAKE) == UNUSABLE
    assert "linkstate.jsonl:1: does not begin" in capsys.readouterr().err
    assert (root / STATE).read_text(encoding="utf-8") == "no state\n"


def test_reports_that_cannot_be_written_are_2(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(A), "taken": "a file"})
    engine = FakeEngine(answer)
    assert check(root, "--all", "--reports", str(root / "taken"), engine=engine) == UNUSABLE
    assert "--reports: " in (said := capsys.readouterr().err)
    assert "taken cannot be made" in said
    assert engine.asked == [], "who asks for reports does not wait for a check without them"
    (root / "reports/links.sarif").mkdir(parents=True)
    assert check(root, "--all", "--reports", str(root / "reports"), engine=engine) == UNUSABLE
    assert "links.sarif cannot be written" in capsys.readouterr().err


def test_a_link_by_its_id_is_named_where_its_address_stands(tmp_path: Path, capsys: Out) -> None:
    text = f"{briefing()}\nRead [this][guide], and [that][guide], and the note.[^1]\n\n[^1]: See {B}note.\n\n[guide]: <{A}>\n"
    root = write_linked_site(tmp_path, {"briefings/a.md": text})
    check(root, "--all", engine=FakeEngine(lambda url: answer(url, 404)))
    lines = text.split("\n")
    note, definition = lines.index(f"[^1]: See {B}note.") + 1, lines.index(f"[guide]: <{A}>") + 1
    out = capsys.readouterr().out
    assert f"briefings/a.md:{note}:11: W L141 this link fails, perhaps only now: {B}note (404, there is no such page, " in out
    assert out.count(f"briefings/a.md:{definition}:11: W L141") == 1
    assert out.count("L141") == 2


def test_two_runs_at_once_are_one_too_many(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(A)})
    with state_lock(root / STATE):
        assert check(root, "--all", engine=FAKE) == UNUSABLE
    assert "linkstate.jsonl:1: is in use by another run" in capsys.readouterr().err
    assert not (root / STATE).exists()
    assert check(root, "--all", engine=FAKE) == FINE
