"""What guide/run-a-site.md tells people to type does what it says."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from conftest import ROOT
from linked_site import commit, git

TEXT = (ROOT / "guide/run-a-site.md").read_text(encoding="utf-8")
STAND_INS = {
    "ssh": 'shift\nexec sh -c "$*"\n',
    "rsync": 'mkdir "$3" && cp -r "$2." "$3"\n',  # a second time into one folder fails
    "date": "cat ../now\n",
}
"""Commands that a test cannot run for real: the server is this machine."""


def block(beginning: str) -> str:
    """The block of commands with a line that begins like this."""
    (found,) = [part for part in TEXT.split("```") if f"\n{beginning}" in part and part.startswith("text\n")]
    return found.removeprefix("text\n")


def run(commands: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-e", "-c", commands],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def publish(tmp_path: Path) -> list[str]:
    """Publish three sites, the second of which does not arrive, and return what readers saw after each."""
    (tmp_path / "here/site").mkdir(parents=True)
    (tmp_path / "programs").mkdir()
    (tmp_path / "server").mkdir()
    for name, script in STAND_INS.items():
        (tmp_path / "programs" / name).write_text(f"#!/bin/sh\n{script}", encoding="utf-8")
        (tmp_path / "programs" / name).chmod(0o755)
    commands = block("rsync -a site/").replace("server:", "").replace("/srv/briefings", str(tmp_path / "server"))
    seen = []
    for number, moment in enumerate(("2026-11-22-0900", "2026-11-22-0900", "2026-11-22-1700")):
        (tmp_path / "here/site/index.html").write_text(f"site {number}", encoding="utf-8")
        (tmp_path / "now").write_text(moment, encoding="utf-8")
        run(commands, tmp_path / "here", PATH=f"{tmp_path / 'programs'}:{os.environ['PATH']}")
        seen.append((tmp_path / "server/current/index.html").read_text(encoding="utf-8"))
    return seen


def test_a_site_is_switched_whole_or_not_at_all(publish: list[str]) -> None:
    assert publish == ["site 0", "site 0", "site 2"]


def test_an_upgrade_leaves_content_as_it_was_and_brings_the_program(tmp_path: Path) -> None:
    theirs, ours = tmp_path / "theirs", tmp_path / "ours"
    files = {"briefings/sample.md": "one", "docs/about.md": "one", "mkdocs.yml": "name: sample\n" * 9, "hooks/a.py": "one"}
    for name, text in files.items():
        (theirs / name).parent.mkdir(parents=True, exist_ok=True)
        (theirs / name).write_text(text, encoding="utf-8")
    git(theirs, "init", "--quiet", "--initial-branch", "main")
    commit(theirs, "First")
    git(tmp_path, "clone", "--quiet", str(theirs), str(ours))
    for name in ("user.name", "user.email"):
        git(ours, "config", name, "somebody@example.org")
    (ours / "briefings/sample.md").unlink()
    (ours / "briefings/own.md").write_text("own", encoding="utf-8")
    (ours / "docs/about.md").write_text("own", encoding="utf-8")
    commit(ours, "Ours")
    for name in ("briefings/sample.md", "docs/about.md", "docs/new.md", "hooks/a.py"):
        (theirs / name).write_text("two", encoding="utf-8")
    commit(theirs, "Second")

    commands = block("git merge upstream/main").replace("<address of the project you copied>", str(theirs))
    merged = run(commands.replace("make test", ""), ours)
    assert "CONFLICT" in merged.stdout
    assert run(block("git checkout HEAD").replace("make test", ""), ours).returncode == 0
    assert git(ours, "commit", "--no-edit") is not None
    found = {file.relative_to(ours).as_posix() for folder in ("briefings", "docs") for file in (ours / folder).rglob("*.md")}
    assert found == {"briefings/own.md", "docs/about.md"}
    assert (ours / "docs/about.md").read_text(encoding="utf-8") == "own"
    assert (ours / "hooks/a.py").read_text(encoding="utf-8") == "two"


def test_the_workflow_that_is_run_again_to_go_back_is_the_one_that_publishes() -> None:
    check = (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")
    assert "\nname: Check\n" in f"\n{check}"
    assert "uses: $/.github/workflows/publish.yml" in check
    assert 'open Actions, "Check"' in TEXT
