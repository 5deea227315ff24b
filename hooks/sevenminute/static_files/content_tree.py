"""The files of `docs/` and `briefings/`, found without following a symbolic link and without opening anything.

What a link leads to may be any file of the machine that builds the site, so nothing behind one is ever looked at.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sevenminute.diagnostics.problem import Problem, quoted
from sevenminute.static_files.unpublished import is_left_alone, refuse_hidden
from sevenminute.text.file import LINK, listed, unreadable
from sevenminute.text.paths import BRIEFINGS, DOCS, WELL_KNOWN

_NO_FILE = "is a pipe, a socket or a device, not a file: delete it"
_UNSEEN = "has an invisible character in its name: give it another name"


@dataclass(frozen=True)
class ContentTree:
    """What lies in the folders of the content.

    Attributes:
        files: Paths of the files that may be read, relative to the root of the repository, sorted.
        refused: Paths of what may not be read.
        problems: What is said of those.
    """

    files: tuple[str, ...]
    refused: tuple[str, ...]
    problems: tuple[Problem, ...]


def read_content_tree(root: Path) -> ContentTree:
    """List the files of a repository's content.

    Args:
        root: Folder of `mkdocs.yml`.
    """
    files: list[str] = []
    problems: dict[str, Problem] = {}
    folders = []
    for path in (BRIEFINGS, DOCS):
        if (root / path).is_symlink():
            problems[path] = Problem(path, 1, LINK)
        elif (root / path).is_dir():
            folders.append(path)
    while folders:
        folder = folders.pop()
        try:
            with listed(root, folder) as entries:
                for entry in entries:
                    path = f"{folder}/{entry.name}"
                    if is_left_alone(entry.name):
                        continue
                    if said := _refused(entry, path):
                        problems[path] = Problem(_on_one_line(path), 1, said)
                    elif entry.is_dir(follow_symlinks=False):
                        folders.append(path)
                    else:
                        files.append(path)
        except OSError as error:
            problems[folder] = unreadable(folder, error)
    return ContentTree(tuple(sorted(files)), tuple(sorted(problems)), tuple(sorted(problems.values())))


def _refused(entry: os.DirEntry[str], path: str) -> str:
    if not entry.name.isprintable():  # it could write lines of its own into a report, or is no text at all
        return f"{quoted(_on_one_line(entry.name))} {_UNSEEN}"
    if entry.is_symlink():
        return LINK
    if entry.name.startswith(".") and not (path == WELL_KNOWN and entry.is_dir(follow_symlinks=False)):
        return refuse_hidden(entry.name)
    return "" if entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False) else _NO_FILE


def _on_one_line(name: str) -> str:
    """Return a name with what nobody sees written out, as `\\n`."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in name)
