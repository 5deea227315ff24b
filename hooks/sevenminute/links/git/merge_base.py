"""What a proposed change started from: the files that it touches, and what they were before."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_TIMEOUT = 60.0
"""Seconds that git may take for one command."""


class GitError(Exception):
    """Git cannot be asked, or does not know the revision; the message says what would help."""


@dataclass(frozen=True)
class Base:
    """Where a change branched off.

    Attributes:
        root: Folder of `mkdocs.yml`.
        commit: The revision.
        former: For each file that the change touches, its name at that revision, or None when it is new.
    """

    root: Path
    commit: str
    former: Mapping[str, str | None]

    def touches(self, path: str) -> bool:
        """Tell whether the change touches a file, by its path relative to the root."""
        return path in self.former

    def before(self, path: str) -> bytes | None:
        """Return a file as it was, under the name that it had; None for one that is new."""
        name = self.former.get(path, path)
        return None if name is None else self.before_named(name)

    def before_named(self, name: str) -> bytes | None:
        """Return a file as it was, by the name that it had; None when there was none."""
        shown = _git(self.root, "show", f"{self.commit}:./{name}")
        return shown.stdout if shown.returncode == 0 else None


def merge_base(root: Path, revision: str, option: str = "--changed-since") -> Base | str:
    """Find where the work in `root` branched off from a revision; what is not committed yet belongs to it too.

    Args:
        root: Folder of `mkdocs.yml`, in a git repository.
        revision: A branch, such as `origin/main`, or a commit.
        option: That of the command with which it was named.

    Returns:
        The base, or why it cannot be decided: the clone is too shallow to hold it.

    Raises:
        GitError: There is no git, no repository, or no such revision.
    """
    if shutil.which("git") is None:
        raise GitError(f"git is not installed: install it, or check without {option}")
    shallow = _git(root, "rev-parse", "--is-shallow-repository")
    if shallow.returncode:
        if "not a git repository" in _stderr(shallow):
            raise GitError(f"{root.resolve()} is not a git repository: check without {option}")
        raise GitError(f"git cannot read {root.resolve()}: {_stderr(shallow)}")  # as one that belongs to another user
    known = not revision.startswith("-") and _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if not known or known.returncode:
        raise GitError(f"there is no revision {revision}: fetch it first, as in git fetch origin main")
    found = _git(root, "merge-base", revision, "HEAD")
    if found.returncode:
        if shallow.stdout.strip() == b"true":
            return f"the clone is too shallow to tell where the change branched off from {revision}: fetch all history"
        raise GitError(f"{revision} and the checked-out files have no common history: name the branch that they come from")
    commit = found.stdout.decode().strip()
    return Base(root, commit, {**_changed(root, commit), **_untracked(root)})


def _changed(root: Path, commit: str) -> dict[str, str | None]:
    listed = _git(root, "diff", "--name-status", "-z", "--find-renames", "--relative", commit, "--", ".")
    if listed.returncode:
        raise GitError(f"git cannot compare with {commit}: {_stderr(listed)}")
    parts = iter(listed.stdout.decode(errors="surrogateescape").rstrip("\0").split("\0"))
    changed: dict[str, str | None] = {}
    for status in parts:
        if not status:
            break
        name = next(parts)
        if status[0] in "RC":
            changed[next(parts)] = name
        else:
            changed[name] = None if status == "A" else name
    return changed


def _untracked(root: Path) -> dict[str, str | None]:
    listed = _git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    return {name: None for name in listed.stdout.decode(errors="surrogateescape").split("\0") if name}


def _stderr(asked: subprocess.CompletedProcess[bytes]) -> str:
    return " ".join(asked.stderr.decode(errors="replace").split())


def _english() -> dict[str, str]:
    """Return our environment, with the language in which git's words are known."""
    return {**os.environ, "LC_ALL": "C"}


def _git(root: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    command = ["git", "-C", str(root), "-c", "core.quotePath=off", *words]
    try:
        return subprocess.run(command, capture_output=True, check=False, timeout=_TIMEOUT, env=_english())  # noqa: S603 - no shell
    except subprocess.TimeoutExpired as error:
        raise GitError(f"git did not answer within {_TIMEOUT:.0f} seconds") from error
