"""What guide/run-a-site.md tells people to type does what it says."""

from __future__ import annotations

import os
import shutil
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


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """The project that a partnership copied, in its first version."""
    folder = tmp_path / "theirs"
    files = {"briefings/sample.md": "one", "docs/about.md": "one", "mkdocs.yml": "name: sample\n" * 9, "hooks/a.py": "one"}
    for name, text in {**files, "hooks/old.py": "one"}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder, "First")
    return folder


def upgraded(theirs: Path, ours: Path, *, about: str, history: bool) -> dict[str, str]:
    """Return the files of a partnership's copy after the commands of the guide, in which `about` replaces the page."""
    if history:
        git(theirs.parent, "clone", "--quiet", str(theirs), str(ours))
    else:
        shutil.copytree(theirs, ours, ignore=shutil.ignore_patterns(".git"))
        git(ours, "init", "--quiet", "--initial-branch", "main")
    for name in ("user.name", "user.email"):
        git(ours, "config", name, "somebody@example.org")
    (ours / "briefings/sample.md").unlink()
    (ours / "briefings/own.md").write_text("own", encoding="utf-8")
    (ours / "docs/about.md").write_text(about, encoding="utf-8")
    (ours / "mkdocs.yml").write_text("name: ours\n" + "name: sample\n" * 8, encoding="utf-8")
    commit(ours, "Ours")
    for name in ("docs/about.md", "docs/new.md", "briefings/new.md", "hooks/a.py"):
        (theirs / name).write_text("two", encoding="utf-8")
    (theirs / "hooks/old.py").unlink()
    commit(theirs, "Second")

    commands = block("git merge --no-commit --no-ff").replace("<address of the project you copied>", str(theirs))
    if not history:
        commands = commands.replace("git merge --no-commit --no-ff upstream/main\n", block("git read-tree"))
    done = run(f"set +e\n{commands}", ours)  # as in a terminal, which goes on after a conflict
    assert done.returncode == 0, done.stderr
    git(ours, "commit", "--no-edit", "--quiet")
    assert git(ours, "merge-base", "HEAD", "upstream/main").strip() == git(theirs, "rev-parse", "HEAD").strip()
    files = (file for file in ours.rglob("*") if file.is_file() and ".git" not in file.parts)
    return {file.relative_to(ours).as_posix(): file.read_text(encoding="utf-8") for file in files}


@pytest.mark.parametrize("about", ["own", "one"], ids=["a conflict", "no conflict"])
@pytest.mark.parametrize("history", [True, False], ids=["of a clone", "of a copy without history"])
def test_an_upgrade_leaves_content_as_it_was_and_brings_the_program(
    theirs: Path, tmp_path: Path, about: str, history: bool
) -> None:
    assert upgraded(theirs, tmp_path / "ours", about=about, history=history) == {
        "briefings/own.md": "own",
        "docs/about.md": about,
        "hooks/a.py": "two",
        "mkdocs.yml": "name: ours\n" + "name: sample\n" * 8,
    }


def test_the_workflow_that_is_run_again_to_go_back_is_the_one_that_publishes() -> None:
    check = (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")
    assert "\nname: Check\n" in f"\n{check}"
    assert "uses: $/.github/workflows/publish.yml" in check
    assert 'open Actions, "Check"' in TEXT
