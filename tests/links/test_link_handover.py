"""What the job that asks foreign pages hands to the jobs that write: taken only when it is what its format says."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from gitlab_host import hosting
from handed_over import BASE, GOOD, META, REPORT, SECRET, STATE, Host, state
from linked_site import git


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(tmp_path)


def test_a_state_is_kept_as_it_was_handed_over(host: Host) -> None:
    """Neither the settings of the machine nor those of the repository change a byte of it."""
    (host.clone / ".gitattributes").write_text("* text eol=crlf ident\n", encoding="utf-8")
    git(host.clone, "config", "core.autocrlf", "true")
    done = host.save()
    assert done.returncode == 0, done.stderr
    assert git(host.origin, "show", f"link-state:{STATE}").encode() == GOOD
    assert git(host.origin, "ls-tree", "link-state").split()[:2] == ["100644", "blob"]


@pytest.mark.parametrize("base", [b"", b"0\n", b"-x\n", b"--upload-pack=touch x\n", b"none\n; touch x\n", b"HEAD\n", b"a" * 100])
def test_a_base_that_is_no_commit_is_never_used(host: Host, base: bytes) -> None:
    host.hand_over(base=base)
    done = host.save()
    assert done.returncode == 1
    assert f"{BASE}:1: is not a commit" in done.stderr
    assert not host.kept()


def test_a_remote_is_never_an_option_and_never_holds_a_token(host: Host) -> None:
    mark = host.folder / "run"
    for remote in (f"--upload-pack=touch {mark}", f"--receive-pack=touch {mark}", f"ext::sh -c touch% {mark}"):
        for command in (["fetch"], ["save", str(host.handed)]):
            done = host.run("scripts/link-state", *command, LINKS_REMOTE=remote)
            assert done.returncode in (1, 2), remote
    assert not mark.exists()
    token = f"https://oauth2:{SECRET.replace(' ', '-')}@127.0.0.1:9/group/project.git"
    done = host.run("scripts/link-state", "fetch", LINKS_REMOTE=token)
    assert done.returncode == 2
    assert "LINKS_TOKEN" in done.stderr
    assert SECRET.replace(" ", "-") not in done.stdout + done.stderr


def test_a_whole_clone_stays_whole(host: Host) -> None:
    """Else nobody could tell any more where a change branched off."""
    assert host.save().returncode == 0
    host.run("scripts/link-state", "fetch")
    (host.clone / STATE).write_bytes(state(META))
    assert host.run("scripts/link-state", "save").returncode == 0
    assert host.run("scripts/link-state", "fetch").returncode == 0
    assert git(host.clone, "rev-parse", "--is-shallow-repository").strip() == "false"


def test_a_fetch_writes_nowhere_but_here(host: Host) -> None:
    """A proposed change may bring links of these names."""
    assert host.save().returncode == 0
    outside = host.folder / "outside"
    for name in (STATE, BASE, f"{STATE}.new", f"{BASE}.new"):
        outside.write_text("before", encoding="utf-8")
        file = host.clone / name
        file.unlink(missing_ok=True)
        file.symlink_to(outside)
        done = host.run("scripts/link-state", "fetch")
        assert done.returncode == 0, done.stderr
        assert outside.read_text(encoding="utf-8") == "before", name
        assert (host.clone / STATE).read_bytes() == GOOD


NOTED = """#!/bin/sh
printf '%s\\n' "$*" >> "$HOME/said"
exec {} "$@"
"""
KEY = "glpat-nobody-may-see-this"


def noted(host: Host, *programs: str) -> str:
    """Note how programs are called, in the file `said`; return the path that has them first."""
    folder = host.folder / "programs"
    folder.mkdir()
    for name in programs:
        (folder / name).write_text(NOTED.format(shutil.which(name)), encoding="utf-8")
        (folder / name).chmod(0o755)
    return f"{folder}:{Path(sys.executable).resolve().parent}:{os.environ['PATH']}"


def test_a_token_is_handed_to_git_and_to_nobody_else(host: Host) -> None:
    path = noted(host, "git")
    git(host.origin, "config", "http.receivepack", "true")
    with hosting(host.origin, KEY) as server:
        remote = {"LINKS_REMOTE": f"{server.address}.git", "PATH": path}
        without = host.save(**remote)
        assert without.returncode == 1
        assert "cannot be asked for" in without.stderr
        assert host.save(**remote, LINKS_TOKEN="another").returncode == 1  # noqa: S106 - nobody's
        assert not host.kept()
        first = host.save(**remote, LINKS_TOKEN=KEY)
        assert first.returncode == 0, first.stderr
        fetched = host.run("scripts/link-state", "fetch", **remote, LINKS_TOKEN=KEY)
        assert fetched.returncode == 0, fetched.stderr
        assert (host.clone / STATE).read_bytes() == GOOD
        assert (host.clone / BASE).read_text(encoding="utf-8") == host.kept()
        (host.clone / STATE).write_bytes(state(META))
        second = host.run("scripts/link-state", "save", **remote, LINKS_TOKEN=KEY)
        assert second.returncode == 0, second.stderr
        with hosting(host.origin, KEY, moved_to=server.address) as other:
            away = {**remote, "LINKS_REMOTE": f"{other.address}.git"}
            led_away = host.run("scripts/link-state", "fetch", **away, LINKS_TOKEN=KEY)
            assert led_away.returncode == 1, "a server that leads elsewhere would lead the token there"
    said = [*(host.folder / "said").read_text(encoding="utf-8").splitlines()]
    said += [done.stdout + done.stderr for done in (without, first, fetched, second, led_away)]
    said += [file.read_text(encoding="utf-8", errors="replace") for file in (host.clone / ".git").rglob("*") if file.is_file()]
    assert len(said) > 20
    assert not [words for words in said if KEY in words]


def test_an_issue_of_gitlab_is_opened_changed_and_closed(host: Host) -> None:
    path = noted(host, "curl")
    report = host.handed / "links-report"
    wrong = {"severity": "E", "rule": "L140"}
    hostile = "# Links\n\n@everyone &title=x\n@/etc/passwd\n"
    with hosting(host.origin, KEY) as server:
        variables = {"CI_API_V4_URL": server.api, "CI_PROJECT_ID": "5", "LINKS_TOKEN": KEY, "PATH": path}

        def run(errors: int, **report_values: object) -> None:
            found = {**REPORT, "counts": {"errors": errors, "warnings": 0}, **report_values}
            (report / "links.json").write_text(json.dumps(found), encoding="utf-8")
            done = host.run("scripts/link-issue", "gitlab", str(report), **variables)
            assert done.returncode == 0, done.stderr
            assert KEY not in done.stdout + done.stderr

        run(0)
        assert not server.issues
        (report / "links.md").write_text(hostile, encoding="utf-8")
        run(1)
        assert server.issues == {1: {"title": "Links to fix, and what is due", "labels": "link-check", "description": hostile}}
        (report / "links.md").write_text("# Links\n", encoding="utf-8")
        run(2, inconclusive="no host answered")
        assert server.issues[1]["description"] == hostile
        run(2, findings=[wrong])
        assert server.issues[1]["description"] == "# Links\n"
        assert server.notes == ["1 link(s) found broken today. The whole list stands above."]
        run(0)
        assert not server.issues
        (report / "due.md").write_text("# Due\n", encoding="utf-8")
        (report / "due.json").write_text('{"late": 2}', encoding="utf-8")
        run(0)
        assert server.issues[max(server.issues)]["description"] == "# Links\n\n# Due\n", "what is late opens it too"
        (report / "due.json").write_text('{"late": 0}', encoding="utf-8")
        run(0)
        assert not server.issues
        assert not server.refused
    assert KEY not in (host.folder / "said").read_text(encoding="utf-8")
