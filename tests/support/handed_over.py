"""What one job hands to another, and a host of repositories to which it is kept."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import verify_artifact
from linked_site import git

ROOT = Path(__file__).resolve().parents[2]
STATE, BASE = "linkstate.jsonl", "linkstate.jsonl.base"
META: dict[str, Any] = {"kind": "meta", "v": 1, "run": "2020-11-22T02:10:00Z", "engine": "fake 1"}
URL: dict[str, Any] = {"kind": "url", "id": "https://www.example.org/", "status": "ok", "first_seen": "2020-11-22T02:10:00Z"}
PAGE: dict[str, Any] = {"kind": "page", "id": "briefings/a.md", "links_updated": "2020-11", "links_digest": "0", "n": 1}
REPORT: dict[str, Any] = {"findings": [], "inconclusive": "", "counts": {"errors": 0, "warnings": 0}}
SECRET = "a token that nobody may see"  # noqa: S105 - nobody's


def state(*rows: object) -> bytes:
    return "".join(f"{json.dumps(row)}\n" for row in rows).encode()


GOOD = state(META, PAGE, URL)


class Host:
    """A repository on a code host, and a checkout of it in which a job writes."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.origin, self.clone, self.handed = folder, folder / "origin.git", folder / "clone", folder / "handed"
        git(folder, "init", "--quiet", "--bare", str(self.origin))
        git(folder, "clone", "--quiet", str(self.origin), str(self.clone))
        shutil.copytree(ROOT / "scripts", self.clone / "scripts")
        (folder / "secret").write_bytes(GOOD.replace(b"fake 1", SECRET.encode()))
        self.hand_over()

    def hand_over(self, text: bytes = GOOD, base: bytes = b"none\n", report: bytes | None = None) -> None:
        """Put what a job hands over into its folder."""
        if self.handed.is_symlink():
            self.handed.unlink()
        shutil.rmtree(self.handed, ignore_errors=True)
        (self.handed / "links-report").mkdir(parents=True)
        (self.handed / STATE).write_bytes(text)
        (self.handed / BASE).write_bytes(base)
        (self.handed / "links-report/links.json").write_bytes(json.dumps(REPORT).encode() if report is None else report)
        (self.handed / "links-report/links.md").write_text("# Links\n", encoding="utf-8")

    def run(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a script as the job does: with the machine's Python, and nothing installed."""
        python = f"{Path(sys.executable).resolve().parent}:{os.environ['PATH']}"
        environment = {"PATH": python, "HOME": str(self.folder), **variables}
        return subprocess.run(
            words,
            cwd=self.clone,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def save(self, **variables: str) -> subprocess.CompletedProcess[str]:
        return self.run("scripts/link-state", "save", str(self.handed), **variables)

    def kept(self) -> str:
        """Return what the branch has, or nothing."""
        return git(self.origin, "for-each-ref", "--format=%(objectname)", "refs/heads/link-state")


def refusals(host: Host, what: str, given: Mapping[str, bytes], capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """Return what was said of each of the contents; nothing may be copied of any."""
    said = {}
    for name, text in given.items():
        folder = host.handed if what == "state" else host.handed / "links-report"
        host.hand_over(**{"text" if what == "state" else "report": text})
        to = host.folder / "verified" / name
        to.mkdir(parents=True)
        assert verify_artifact.main([what, str(folder), str(to)]) == 1, name
        said[name] = capsys.readouterr().err
        assert not list(to.iterdir()), name
    return said
