"""Marks of other dialects of Markdown, which neither the code host's preview nor this site knows: readers would see them.

They are looked for in the words of the page as it is made, never in the source: what has a meaning is no word, and what an editor
escaped is meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from sevenminute.diagnostics.problem import Problem, quoted
from sevenminute.markdown.located import LocatedPage, unescaped
from sevenminute.text.marks import MARKS

_CODE = frozenset(("code", "kbd", "pre", "samp"))
"""Elements in which marks are shown on purpose."""
_BLOCKS = frozenset(
    (
        *("p", "li", "td", "th", "dt", "dd", "div", "section", "blockquote", "summary", "figcaption"),
        *("h1", "h2", "h3", "h4", "h5", "h6"),
    )
)
"""Elements at whose beginning a block begins."""


def find_marks(path: str, page: LocatedPage) -> Iterator[Problem]:
    """Yield a problem for each mark that readers would see.

    Args:
        path: The page, relative to the root of the repository.
        page: The page.
    """
    in_code = 0
    begins = True
    for visit in page.walk():
        if not isinstance(visit.part, str):
            in_code += (-1 if visit.is_end else 1) if visit.part.tag in _CODE else 0
            begins = visit.part.tag in _BLOCKS or visit.part.tag == "br" or (begins and not visit.is_end)
        elif not in_code and visit.text.strip():
            yield from _in_text(path, visit.text, visit.line, begins=begins)
            begins = False


def _in_text(path: str, text: str, line: int, *, begins: bool) -> Iterator[Problem]:
    for mark in MARKS:
        for found in mark.pattern.finditer(text):
            before = text[: found.start()]
            if mark.begins_block and before.strip(" \t") and not before.endswith("\n"):
                continue
            if mark.begins_block and not before.strip() and not begins:
                continue
            said = f"{quoted(' '.join(unescaped(found[0]).split()))} would be shown to readers: {mark.instead}"
            yield Problem(path, line + before.count("\n"), said)
