"""`briefings check --against`: a proposal may take no address from readers without a word."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import sample
from conftest import write_site
from sevenminute.cli import OK, PROBLEMS, USAGE, main

NAMES = dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "Test")
ENVIRONMENT = {**os.environ, **NAMES, "GIT_AUTHOR_EMAIL": "t@example.org", "GIT_COMMITTER_EMAIL": "t@example.org"}
SITE: dict[str, str | bytes] = {
    "briefings/a.md": sample.briefing(title="A", former_addresses="[once]"),
    "briefings/b.md": sample.briefing(title="B", number="2"),
    "briefings/draft.md": sample.briefing(title="Draft", draft="true"),
    "briefings/soon.md": sample.briefing(title="Soon", published="2026-12-24"),
    "briefings/gone.md": sample.briefing("", title="Gone", withdrawn="2026-02", withdrawn_because="The law has changed."),
    "briefings/README.md": "# For editors\n",
    "docs/about.md": "# About\n",
}


def git(root: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True, env=ENVIRONMENT)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site in git, on a branch of its own."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795348800")  # 22 November 2026
    root = write_site(tmp_path / "source", SITE)
    (root / ".gitignore").write_text("/hooks\n/overrides\n/.cache/\n")
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message=first")
    git(root, "checkout", "--quiet", "-b", "proposal")
    return root


@pytest.fixture
def said(root: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[], list[str]]:
    """Return what the check says of addresses, after the code that it ended with."""

    def check() -> list[str]:
        code = main(["--root", str(root), "check", "--quick", "--against", "main"])
        lines = capsys.readouterr().out.splitlines()
        return [str(code), *(line for line in lines if "address" in line or "bookmarks" in line or "Page not found" in line)]

    return check


def to_add(line: str, path: str, lost: str, *, number: int = 1, how: str = "add a line") -> str:
    return f"{path}:{number}: paper and bookmarks name {lost}, which would no longer work: {how} {line}"


def test_nothing_is_said_while_nothing_is_lost(root: Path, said: Callable[[], list[str]]) -> None:
    assert said() == [str(OK)]
    (root / "briefings/b.md").write_text(sample.briefing(title="B", summary="Other words."))
    (root / "briefings/c.md").write_text(sample.briefing(title="C"))
    git(root, "mv", "briefings/draft.md", "briefings/sketch.md")
    git(root, "mv", "briefings/soon.md", "briefings/then.md")
    git(root, "rm", "--quiet", "briefings/README.md")
    assert said() == [str(OK)]


@pytest.mark.parametrize("way", ["committed", "staged", "moved"])
def test_a_rename_names_the_line_to_add(root: Path, said: Callable[[], list[str]], way: str) -> None:
    if way == "moved":  # git knows nothing of it yet
        (root / "briefings/b.md").rename(root / "briefings/bees.md")
    else:
        git(root, "mv", "briefings/b.md", "briefings/bees.md")
    if way == "committed":
        git(root, "commit", "--quiet", "--all", "--message=second")
    assert said() == [str(PROBLEMS), to_add("former_addresses: [b]", "briefings/bees.md", "/briefings/b/")]
    text = (root / "briefings/bees.md").read_text()
    (root / "briefings/bees.md").write_text(text.replace("number: 2\n", "number: 2\nformer_addresses: [b]\n"))
    assert said() == [str(OK)]


def test_a_rename_with_all_its_words_changed_is_known_by_its_title(root: Path, said: Callable[[], list[str]]) -> None:
    (root / "briefings/b.md").unlink()
    words = "".join(f"\n## Part {number}\n\nOther {number} words.\n" for number in range(1, 8))
    (root / "briefings/bees.md").write_text(sample.briefing(words, title="b", summary="Bees.", owner="Bees", number="7"))
    assert said() == [str(PROBLEMS), to_add("former_addresses: [b]", "briefings/bees.md", "/briefings/b/")]


def test_a_second_rename_keeps_the_first_address_too(root: Path, said: Callable[[], list[str]]) -> None:
    git(root, "mv", "briefings/a.md", "briefings/ants.md")
    line = "former_addresses: [once, a]"
    assert said() == [
        str(PROBLEMS),
        to_add(line, "briefings/ants.md", "/briefings/a/", number=7, how="change the line to"),
    ]
    text = (root / "briefings/ants.md").read_text()
    (root / "briefings/ants.md").write_text(text.replace("former_addresses: [once]\n", ""))
    lost = "/briefings/a/ and /briefings/once/"
    assert said() == [str(PROBLEMS), to_add("former_addresses: [a, once]", "briefings/ants.md", lost)]


def test_a_former_address_is_not_taken_back(root: Path, said: Callable[[], list[str]]) -> None:
    (root / "briefings/a.md").write_text(sample.briefing(title="A"))
    assert said() == [str(PROBLEMS), to_add("former_addresses: [once]", "briefings/a.md", "/briefings/once/")]
    (root / "briefings/b.md").write_text(sample.briefing(title="B", former_addresses="[once]"))
    assert said() == [str(OK)]


def test_the_command_that_renames_leaves_nothing_to_say(root: Path, said: Callable[[], list[str]]) -> None:
    assert main(["--root", str(root), "rename", "b", "bees"]) == OK
    assert main(["--root", str(root), "rename", "gone", "past"]) == OK
    assert said() == [str(OK)]


def test_what_is_deleted_or_kept_back_again_may_be_meant(root: Path, said: Callable[[], list[str]]) -> None:
    git(root, "rm", "--quiet", "briefings/gone.md")
    (root / "briefings/b.md").write_text(sample.briefing(title="B", draft="true"))
    assert said() == [
        str(OK),
        "advice: briefings/b.md:7: readers had this briefing, and would find “Page not found” at /briefings/b/: "
        "to withdraw it, write withdrawn: and withdrawn_because: instead",
        "advice: briefings/gone.md:1: was deleted, and readers would find “Page not found”: "
        "keep the file, with withdrawn: and withdrawn_because:",
    ]


def test_a_new_file_may_be_the_deleted_one(root: Path, said: Callable[[], list[str]]) -> None:
    git(root, "rm", "--quiet", "briefings/gone.md")
    (root / "briefings/new.md").write_text(sample.briefing(title="New", owner="Other"))
    assert said()[1].endswith("or, if it is new.md now, write former_addresses: [gone] there")


def test_a_revision_that_is_not_there_is_said(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(root), "check", "--quick", "--against", "origin/main"]) == USAGE
    assert capsys.readouterr().err == "there is no revision origin/main: fetch it first, as in git fetch origin main\n"


def test_without_git_the_option_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_site(tmp_path / "source", SITE)
    assert main(["--root", str(root), "check", "--quick", "--against", "main"]) == USAGE
    assert "is not a git repository: check without --against" in capsys.readouterr().err


def test_a_clone_that_is_too_shallow_is_no_fault_of_the_proposal(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(root, "commit", "--quiet", "--allow-empty", "--message=on the branch")
    git(root, "checkout", "--quiet", "main")
    git(root, "commit", "--quiet", "--allow-empty", "--message=on main")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", "--no-single-branch", "--branch=proposal", root.as_uri(), str(clone))
    for folder in ("hooks", "overrides"):
        (clone / folder).symlink_to((root / folder).resolve())
    assert main(["--root", str(clone), "check", "--quick", "--against", "origin/main"]) == OK
    assert "Addresses were not compared: the clone is too shallow" in capsys.readouterr().err


def test_a_proposal_gets_advice_on_its_own_files_only(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    advised = "\nCall 07700 900123.\n"
    git(root, "checkout", "--quiet", "main")
    (root / "briefings/old.md").write_text(sample.briefing(sample.panels() + advised, title="Old"), encoding="utf-8")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message=old")
    git(root, "checkout", "--quiet", "-b", "own")
    (root / "briefings/own.md").write_text(sample.briefing(sample.panels() + advised, title="Own"), encoding="utf-8")
    for option, paths in ((["--against", "main"], ["own"]), ([], ["old", "own"])):
        main(["--root", str(root), "check", "--quick", *option])
        lines = capsys.readouterr().out.splitlines()
        assert [line.split(":")[1].strip() for line in lines if "mobile number" in line] == [
            f"briefings/{name}.md" for name in paths
        ]
