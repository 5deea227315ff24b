"""What `briefings check` says beside what the build says: within the tests, or by the real commands."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import build_site
from sevenminute.build.strict import placed_problems
from sevenminute.cli import OK, PROBLEMS, main

_OURS = re.compile(r"(?!advice: )\S.*?:\d+: ")
_LOGGED = re.compile(r"(?:WARNING|ERROR) +-  (.*)")


def said_by_both(root: Path, site: Path, capsys: pytest.CaptureFixture[str]) -> tuple[set[str], set[str]]:
    """Return what the check prints and what the build says; each fails if, and only if, it says something."""
    code = main(["--root", str(root), "check"])
    printed = [line for line in capsys.readouterr().out.splitlines() if _OURS.match(line)]
    assert code == (PROBLEMS if printed else OK)
    assert len(printed) == len(set(printed))
    return set(printed), said_by_build(root, site)


def said_by_build(root: Path, site: Path) -> set[str]:
    """Return what the build says; it fails if, and only if, it says something."""
    built = build_site(root, site)
    assert built.passed is (not built.messages)
    return {str(problem) for problem in placed_problems(built.messages, root)}


def said_by_commands(root: Path) -> dict[str, tuple[int, set[str]]]:
    """Run `briefings check` and `briefings build` at once; return the exit code of each and what it says."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "NO_MKDOCS_2_WARNING": "1", "COLUMNS": ""}
    start = [sys.executable, "-m", "sevenminute", "--root", str(root)]
    files = {command: (root / f".{command}.said").open("w+", encoding="utf-8") for command in ("check", "build")}
    running = {
        command: subprocess.Popen([*start, command], stdout=file, stderr=subprocess.STDOUT, env=environment, cwd=root)
        for command, file in files.items()
    }
    said = {}
    for command, process in running.items():
        code = process.wait()
        with files[command] as file:
            file.seek(0)
            text = file.read()
        assert "Traceback" not in text, text
        said[command] = code, mistakes_in(text) if command == "check" else _built(text, root)
    return said


def mistakes_in(text: str) -> set[str]:
    """Return the mistakes that a command has written, without advice and without how it ended."""
    return {line for line in text.splitlines() if _OURS.match(line)}


def _built(text: str, root: Path) -> set[str]:
    """Return the mistakes that a build tells, whether before MkDocs or by it."""
    told = [_LOGGED.fullmatch(line) for line in text.splitlines()]
    messages = [found[1] for found in told if found] or [line for line in text.splitlines() if _OURS.match(line)]
    return {str(problem) for problem in placed_problems(messages, root)}
