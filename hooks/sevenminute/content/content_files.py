"""The files of the content, by what becomes of each."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from sevenminute.diagnostics.problem import Problem
from sevenminute.static_files.content_tree import ContentTree
from sevenminute.static_files.reserved_places import folder_collisions, reserved_place
from sevenminute.text.paths import BRIEFINGS, DOCS, REGISTER


@dataclass(frozen=True)
class ContentFiles:
    """The files of the content, by what becomes of each.

    Attributes:
        briefings: The Markdown files of `briefings/`.
        pages: The Markdown files of `docs/`.
        others: What may be published as it is, or has to be refused by name.
        has_register: Whether there is a register of resources.
        refused: What may not be read, or lies where it cannot be published.
        problems: What is said of those.
    """

    briefings: tuple[str, ...]
    pages: tuple[str, ...]
    others: tuple[str, ...]
    has_register: bool
    refused: tuple[str, ...]
    problems: tuple[Problem, ...]

    @classmethod
    def of(cls, tree: ContentTree) -> ContentFiles:
        """Sort the files of the content."""
        out_of_place = {path: said for path in tree.files if (said := reserved_place(path))}
        out_of_place |= folder_collisions([path for path in tree.files if path not in out_of_place])
        files = [path for path in tree.files if path not in out_of_place]
        briefings = tuple(path for path in files if _is_briefing(path))
        pages = tuple(path for path in files if path.startswith(f"{DOCS}/") and path.endswith(".md"))
        read = {*briefings, *pages, *(path for path in files if _is_for_editors(path))}
        problems = (Problem(path, 1, said) for path, said in out_of_place.items())
        return cls(
            briefings,
            pages,
            tuple(path for path in files if path not in read),
            REGISTER in files,
            (*tree.refused, *out_of_place),
            (*tree.problems, *problems),
        )


def _is_briefing(path: str) -> bool:
    return posixpath.dirname(path) == BRIEFINGS and path.endswith(".md") and not _is_for_editors(path)


def _is_for_editors(path: str) -> bool:
    """Tell whether a file is there to be read by people or by the engine, and is no part of the site."""
    return path == REGISTER or (path.startswith(f"{BRIEFINGS}/") and posixpath.basename(path).lower() == "readme.md")
