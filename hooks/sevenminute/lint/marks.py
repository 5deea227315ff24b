"""Marks of other dialects of Markdown, which neither the code host's preview nor this site knows: readers would see them.

They are looked for in the words of the page as it is made, never in the source: what has a meaning is no word, and what an editor
escaped is meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sevenminute.diagnostics.problem import Problem, quoted
from sevenminute.markdown.located import LocatedPage, unescaped
from sevenminute.text.marks import FOUND, MARKS

_CODE = frozenset(("code", "kbd", "pre", "samp"))
"""Elements in which marks are shown on purpose."""
_IN_CODE = "\ufffc"
"""What is read in place of code: a letter that is in no mark."""
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
    for text in _texts(page):
        yield from _in_text(path, text)


@dataclass
class _Text:
    """The words of a block, up to a block within it or a new line.

    Attributes:
        parts: What an element or the text between two holds, with its line.
    """

    parts: list[tuple[str, int]] = field(default_factory=list)

    def __str__(self) -> str:
        return "".join(text for text, _ in self.parts)

    def line_at(self, place: int) -> int:
        """Return the line of a letter, counted from 1."""
        for text, line in self.parts:
            if place < len(text):
                return line + text.count("\n", 0, place)
            place -= len(text)
        raise AssertionError


def _texts(page: LocatedPage) -> Iterator[_Text]:
    """Yield the words of each block, in which a mark may go on from one element to the next."""
    in_code = 0
    text = _Text()
    for visit in page.walk():
        if isinstance(visit.part, str):
            text.parts.append((_IN_CODE if in_code else visit.text, visit.line))
            continue
        in_code += (-1 if visit.is_end else 1) if visit.part.tag in _CODE else 0
        if visit.part.tag in _BLOCKS or visit.part.tag == "br":
            yield text
            text = _Text()
    yield text


def _in_text(path: str, text: _Text) -> Iterator[Problem]:
    words = str(text)
    for mark in MARKS if words.strip() else ():
        for found in mark.pattern.finditer(words):
            before = words[: found.start()]
            if mark.begins_block and before.strip(" \t") and not before.endswith("\n"):
                continue
            shown = " ".join(unescaped(found[0]).replace(_IN_CODE, "…").split())
            said = f"{quoted(shown)} would be shown to readers: {mark.instead.replace(FOUND, shown)}"
            yield Problem(path, text.line_at(found.start()), said)
