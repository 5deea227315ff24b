"""What builds make and keep, found in git: whoever proposes a change could put a forged PDF, picture or page there."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from sevenminute.diagnostics.problem import Problem, quoted

_MADE = (".cache", "site", "preview", "packs", "intranet", "digest")
"""Folders that commands of this project write, and read again."""


def tracked_output(root: Path) -> Iterator[Problem]:
    """Yield a problem for each folder of what builds make of which git keeps something; none where there is no git.

    Args:
        root: Folder of `mkdocs.yml`.
    """
    folders = [f":(icase){folder}" for folder in _MADE]
    # In a container the folder often belongs to somebody else, whom git would not answer; it is to run nothing of theirs.
    asked = ["git", "-c", "safe.directory=*", "-c", "core.fsmonitor=false", "ls-files", "-z", "--", *folders]
    try:
        ran = subprocess.run(  # noqa: S603 - fixed words
            asked,
            cwd=root,
            env={**os.environ, "LC_ALL": "C"},
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError:
        return  # no git, no proposals by git
    if ran.returncode and "not a git repository" not in ran.stderr:
        said = f"cannot be read, so nobody can tell whether {_MADE[0]}/ is the build’s own: {quoted(ran.stderr.strip())}"
        yield Problem(".git", 1, said)
        return
    first: dict[str, str] = {}
    for path in filter(None, ran.stdout.split("\0")):
        first.setdefault(path.partition("/")[0], path)
    for folder, path in first.items():
        said = f"git rm -r --cached {folder}"
        yield Problem(
            path, 1, f"is made by the build, and git keeps it: take it out with {said}, and leave {folder}/ to the build"
        )
