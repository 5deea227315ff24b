"""Builds as commands of their own, and a site that an earlier one made."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

import sample
from conftest import write_site

BUILD = [sys.executable, "-m", "sevenminute", "build"]
LOCK = ".cache/build.lock"
TIMEOUT = 120
"""Seconds after which a process on a busy machine counts as hung."""
WITH_PDFS = sample.SETTINGS.replace("print: {pdf: false}", "print: {packs: false, large_print: false}")
NOT_BUILT = "site/ is as it was."
Done = subprocess.CompletedProcess[str]


def run(root: Path, *command: str, limits: Mapping[int, int] | None = None, **environment: str) -> Done:
    """Run a command, by default the build, in a folder, with the machine's limits as given."""

    def limit() -> None:
        for kind, most in (limits or {}).items():
            resource.setrlimit(kind, (most, most))

    return subprocess.run(
        command or BUILD,
        cwd=root,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=TIMEOUT,
        preexec_fn=limit if limits else None,
    )


def left_over(root: Path) -> list[str]:
    """What a build left that is no part of a site or of what is kept: beside the site and among what is kept."""
    return sorted(str(path.relative_to(root)) for path in (*root.glob(".site*"), *root.glob(".cache/*/.*")))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small site that has not been built."""
    return write_site(tmp_path / "clone", {"briefings/a.md": sample.briefing()})


@pytest.fixture
def old(root: Path) -> Path:
    """The same with a site that an earlier build might have left."""
    (root / "site/briefings").mkdir(parents=True)
    (root / "site/index.html").write_text("<title>Old</title>", encoding="utf-8")
    (root / "site/briefings/old.html").write_text("Old", encoding="utf-8")
    return root


def require_refused(root: Path, done: Done, *words: str) -> None:
    """A build that the machine stopped: one plain message, the old site as it was, nothing left."""
    assert done.returncode == 2, done.stdout
    assert "Traceback" not in done.stdout
    assert "Errno" not in done.stdout, done.stdout
    said = done.stdout.splitlines()[-1]
    assert said.startswith("Not built: "), done.stdout
    assert said.endswith(NOT_BUILT), done.stdout
    assert all(word in said for word in words), done.stdout
    assert left_over(root) == []


# --- At once, and killed: benchmarks/build_safety.py has the same with 20 distances and 200 kills ----------------------


def driven(*patches: str, command: str = "build") -> list[str]:
    """A build, or another command, with parts of the machine replaced."""
    lines = "".join(map(textwrap.dedent, patches))
    return [sys.executable, "-c", f"{lines}\nfrom sevenminute.cli import main\nsys.exit(main(['{command}']))"]


@cache
def mounting() -> tuple[str, ...]:
    """How a command gets file systems of its own; empty where the tests may not."""
    for way in (("unshare", "--mount"), ("unshare", "--user", "--map-root-user", "--mount")):
        try:
            mounted = subprocess.run([*way, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False)
        except FileNotFoundError:
            return ()
        if mounted.returncode == 0:
            return way
    return ()


def with_mounts(script: str) -> list[str]:
    """A build after a script of mounts that nobody else sees."""
    return [*mounting(), "sh", "-ec", f"{script}\nexec {sys.executable} -m sevenminute build"]


def raising(number: str, module: str, name: str, *, command: str = "build") -> list[str]:
    """A build, or another command, in which a function of a module fails as the system lets it fail."""
    return driven(
        f"""
        import errno, os, sys
        import {module}
        def fail(*given, **named):
            raise OSError(errno.{number}, os.strerror(errno.{number}))
        {module}.{name} = fail
        """,
        command=command,
    )
