"""What builds make and keep, found in git: whoever proposes a change could put a forged PDF, picture or page there."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from sevenminute.problem import Problem

_MADE = (".cache", "site", "packs", "intranet")
"""Folders that commands of this project write, and read again."""


def tracked_output(root: Path) -> Iterator[Problem]:
    """Yield a problem for each folder of what builds make of which git keeps something; none where there is no git.

    Args:
        root: Folder of `mkdocs.yml`.
    """
    folders = [f":(icase){folder}" for folder in _MADE]
    try:
        ran = subprocess.run(  # noqa: S603 - fixed words
            ["git", "ls-files", "-z", "--", *folders],  # noqa: S607 - wherever it is installed
            cwd=root,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError:
        return
    first: dict[str, str] = {}
    for path in filter(None, ran.stdout.split("\0")):
        first.setdefault(path.partition("/")[0], path)
    for folder, path in first.items():
        said = f"git rm -r --cached {folder}"
        yield Problem(
            path, 1, f"is made by the build, and git keeps it: take it out with {said}, and leave {folder}/ to the build"
        )
