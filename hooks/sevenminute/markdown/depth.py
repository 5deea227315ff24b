"""How deep elements stand within each other on a page.

Whatever reads a page as a tree, of ours and of others, goes down into it step by step and ends at some hundred.
"""

from __future__ import annotations

from sevenminute.diagnostics.problem import Problem
from sevenminute.markdown.located import LocatedPage

MAX_ELEMENTS = 30
"""Limit of elements within each other; a list in a table in a box has a dozen."""


def depth_problems(page: LocatedPage, path: str) -> list[Problem]:
    """Report the first line on which elements stand too deep within each other.

    Args:
        page: The page.
        path: The file's name in problems.
    """
    depth = 0
    for visit in page.walk():
        if not isinstance(visit.part, str):
            depth += -1 if visit.is_end else 1
        if depth > MAX_ELEMENTS + 1:  # the page itself is one
            said = (
                f"more than {MAX_ELEMENTS} elements of HTML inside each other: write it without them, or close each where it ends"
            )
            return [Problem(path, visit.line, said)]
    return []
