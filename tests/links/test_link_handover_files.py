"""Files that one job hands to another: only whole, plain ones are taken."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from handed_over import REPORT, ROOT, SECRET, STATE, Host, refusals
from linked_site import git
from sevenminute.links.history.file import MAX_STATE_BYTES
from sevenminute.links.reports.markdown import MAX_BYTES
from sevenminute.pages.due.markdown import MAX_BYTES as MAX_DUE_BYTES

BAD_REPORTS = {
    "no JSON": b"hello",
    "a list": b"[]",
    "counts that are none": json.dumps({**REPORT, "counts": {"errors": "0 0; touch x", "warnings": 0}}).encode(),
    "counts below nothing": json.dumps({**REPORT, "counts": {"errors": -1, "warnings": 0}}).encode(),
    "true for a count": json.dumps({**REPORT, "counts": {"errors": True, "warnings": 0}}).encode(),
    "more than a computer writes out": json.dumps(
        {**REPORT, "counts": dict.fromkeys(("errors", "warnings"), 10**4_300 - 1)}
    ).encode(),
    "more findings than there can be": json.dumps({**REPORT, "counts": {"errors": 10**12, "warnings": 0}}).encode(),
    "no counts": json.dumps({"findings": [], "inconclusive": ""}).encode(),
    "findings that are none": json.dumps({**REPORT, "findings": ["x"]}).encode(),
    "too deep": b"[" * 200_000,
    "inconclusive that is no text": json.dumps({**REPORT, "inconclusive": []}).encode(),
}


def linked(folder: Path, name: str, secret: Path) -> None:
    (folder / name).unlink()
    (folder / name).symlink_to(secret)


def hard_linked(folder: Path, name: str, secret: Path) -> None:
    (folder / name).unlink()
    os.link(secret, folder / name)


def through_a_folder(folder: Path, name: str, secret: Path) -> None:
    """Let the folder itself be a link to elsewhere."""
    elsewhere = folder.with_name("elsewhere")
    folder.rename(elsewhere)
    folder.symlink_to(elsewhere)


def a_folder(folder: Path, name: str, secret: Path) -> None:
    (folder / name).unlink()
    (folder / name).mkdir()


def a_pipe(folder: Path, name: str, secret: Path) -> None:
    (folder / name).unlink()
    os.mkfifo(folder / name)


def nothing(folder: Path, name: str, secret: Path) -> None:
    (folder / name).unlink()


BAD_FILES: list[Callable[[Path, str, Path], None]] = [linked, hard_linked, through_a_folder, a_folder, a_pipe, nothing]


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(tmp_path)


def test_a_file_that_is_too_large_is_not_read(host: Host) -> None:
    with (host.handed / STATE).open("wb") as file:
        file.truncate(MAX_STATE_BYTES + 1)
    done = host.save()
    assert done.returncode == 1
    assert f"more than {MAX_STATE_BYTES:,} bytes" in done.stderr
    (host.handed / "links-report/links.md").write_text("x" * (MAX_BYTES + 5_001), encoding="utf-8")
    done = host.run("scripts/link-issue", "github", str(host.handed / "links-report"))
    assert done.returncode == 1
    assert "links.md:1: has more than" in done.stderr


BAD_LISTS = {
    "no number": (b'{"late": "3"}', b"# Due\n", "due.json:1: has no number of what is late"),
    "a yes": (b'{"late": true}', b"# Due\n", "due.json:1: has no number of what is late"),
    "below nothing": (b'{"late": -1}', b"# Due\n", "due.json:1: has no number of what is late"),
    "no JSON": (b"3", b"# Due\n", "due.json:1: is not a JSON object"),
    "not text": (b'{"late": 3}', b"\xff\xfe", "due.md:1: is not UTF-8"),
    "too large": (b'{"late": 3}', b"x" * (MAX_DUE_BYTES + 2_001), "due.md:1: has more than 14,000 bytes"),
    "without its count": (None, b"# Due\n", "due.json:1: cannot be read"),
}


@pytest.mark.parametrize("name", BAD_LISTS)
def test_a_list_of_what_is_due_that_is_none_leaves_the_issue_as_it_is(tmp_path: Path, name: str) -> None:
    count, listed, said = BAD_LISTS[name]
    (tmp_path / "links.json").write_text(json.dumps(REPORT), encoding="utf-8")
    (tmp_path / "links.md").write_text("# Links\n", encoding="utf-8")
    (tmp_path / "due.md").write_bytes(listed)
    if count is not None:
        (tmp_path / "due.json").write_bytes(count)
    (tmp_path / "to").mkdir()
    script = [sys.executable, "-I", str(ROOT / "scripts/verify_artifact.py"), "reports", str(tmp_path), str(tmp_path / "to")]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert said in done.stderr
    assert not list((tmp_path / "to").iterdir())


@pytest.mark.parametrize("spoil", BAD_FILES, ids=lambda spoil: spoil.__name__)
def test_what_is_no_file_of_its_own_is_never_taken(host: Host, spoil: Callable[[Path, str, Path], None]) -> None:
    spoil(host.handed, STATE, host.folder / "secret")
    done = host.save()
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    assert not host.kept()
    host.hand_over()
    report = host.handed / "links-report"
    spoil(report, "links.md", host.folder / "secret")
    done = host.run("scripts/link-issue", "github", str(report), GH_TOKEN="x")  # noqa: S106 - nobody's
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert SECRET not in done.stdout + done.stderr


def test_a_report_that_is_none_is_refused(host: Host, capsys: pytest.CaptureFixture[str]) -> None:
    said = refusals(host, "reports", BAD_REPORTS, capsys)
    assert all(re.fullmatch(r"links\.json:1: [^\n]+\n", words) for words in said.values()), said


def test_a_report_that_is_none_changes_no_issue(host: Host) -> None:
    programs = host.folder / "programs"
    programs.mkdir()
    (programs / "gh").write_text(f"#!/bin/sh\ntouch '{host.folder}/called'\n", encoding="utf-8")
    (programs / "gh").chmod(0o755)
    host.hand_over(report=BAD_REPORTS["counts that are none"])
    path = f"{programs}:{Path(sys.executable).resolve().parent}:{os.environ['PATH']}"
    done = host.run("scripts/link-issue", "github", str(host.handed / "links-report"), PATH=path)
    assert done.returncode == 1
    assert done.stderr == "links.json:1: has no number of errors\nThe issue stays as it is: see above.\n"
    assert not (host.folder / "called").exists()


def test_what_lies_in_the_folder_is_never_run(host: Host) -> None:
    """Python would load a module of the current folder, git the settings and hooks of a repository there."""
    mark = host.folder / "run"
    for folder in (host.handed, host.handed / "links-report"):
        for module in ("json", "re", "os", "stat", "sitecustomize", "usercustomize"):
            (folder / f"{module}.py").write_text(f"open({str(mark)!r}, 'w')\n", encoding="utf-8")
    git(host.handed, "init", "--quiet")
    git(host.handed, "config", "core.fsmonitor", f"touch {mark}")
    for repository in (host.handed, host.clone):
        for hook in ("pre-push", "reference-transaction", "post-checkout"):
            file = repository / f".git/hooks/{hook}"
            file.write_text(f"#!/bin/sh\ntouch '{mark}'\n", encoding="utf-8")
            file.chmod(file.stat().st_mode | stat.S_IXUSR)
    environment = {"PATH": f"{Path(sys.executable).resolve().parent}:{os.environ['PATH']}", "HOME": str(host.folder)}
    words: list[str | Path] = [host.clone / "scripts/link-state", "save", "."]
    for given in ({}, {"PYTHONPATH": str(host.handed)}):
        done = subprocess.run(words, cwd=host.handed, env={**environment, **given}, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    assert host.kept()
    assert not mark.exists()
