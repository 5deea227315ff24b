"""Marks of other dialects of Markdown, which neither the code host's preview nor this site knows: readers would see them.

They are looked for in the words of the page as it is made, never in the source: what has a meaning is no word, and what an editor
escaped is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sevenminute.diagnostics.problem import Problem, quoted
from sevenminute.markdown.located import LocatedPage, unescaped

_CALLOUT = 'write !!! note "Title", and begin each line below it with four spaces'
_CODE = frozenset(("code", "kbd", "pre", "samp"))
"""Elements in which marks are shown on purpose."""
_BLOCKS = frozenset(
    (
        *("p", "li", "td", "th", "dt", "dd", "div", "section", "blockquote", "summary", "figcaption"),
        *("h1", "h2", "h3", "h4", "h5", "h6"),
    )
)
"""Elements at whose beginning a block begins."""


@dataclass(frozen=True)
class MarkRule:
    """A mark that would be shown.

    Attributes:
        pattern: The mark.
        instead: What to write in its place.
        begins_block: Whether it is one only where a block begins.
    """

    pattern: re.Pattern[str]
    instead: str
    begins_block: bool = False


_TITLE = 'write the title of a callout between straight quotation marks, as in !!! note "Title"'
_TAG = "delete what another program left, or write \\< for a < that readers are to see"
_BOLD = "bold words have ** directly before the first and after the last, and a space or a full stop around"
_FOUND = "…"
"""Stands for the mark in what to write."""
_ATTRIBUTES = f"it must follow *words*, **words** or a link directly: write *words*{_FOUND}"
MARKS = (
    MarkRule(re.compile(r"#{2,6}(?=[^\s#])"), "write a space after it, to begin a heading", begins_block=True),
    MarkRule(re.compile(r"\?\?\?\+?(?= ?[\w\"“])"), _CALLOUT, begins_block=True),
    MarkRule(re.compile(r"!!!(?= ?[\w\"“])"), _TITLE, begins_block=True),
    MarkRule(re.compile(r":::+(?= ?[\w{]|\s*$)"), _CALLOUT, begins_block=True),
    MarkRule(re.compile(r"\[!\w+\]"), 'write > [!NOTE] on a line of its own, or !!! note "Title"', begins_block=True),
    MarkRule(re.compile(r"\[[ xX]\](?=\s)"), "begin a task with - [ ] and a space", begins_block=True),
    MarkRule(re.compile(r"\[\[[^\[\]\n]+\]\]"), "write a link as [words](file.md)"),
    MarkRule(re.compile(r"\[[^\[\]\n]+\]\([^()]*\)"), "an address has no space in it: write %20 for one"),
    MarkRule(re.compile(r"==(?=\w)[^=\n]*\w=="), "write **words** for what is important"),
    MarkRule(re.compile(r"\{\{[<%][^{}\n]*[>%]\}\}|\{%[^{}\n]*%\}"), "another program’s command does nothing here: delete it"),
    MarkRule(re.compile(r"\{:?\s*[\w-]+=[^{}\n]*\}"), _ATTRIBUTES),
    MarkRule(re.compile(r"\{:?\s*[.#][\w-][^{}\n]*\}|\{:(?!\s*[\w-]+=)[^{}\n]*\}"), "attributes do nothing here: delete them"),
    MarkRule(re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]*[a-z0-9]:(?![\w:])"), "write in words what the symbol says"),
    MarkRule(re.compile(r"\*\*(?=\S)|(?<=\S)\*\*|(?<!\w)__(?=\w)|(?<=\w)__(?!\w)"), _BOLD),
    MarkRule(re.compile(r"</?[a-zA-Z][^<>\n]*>"), _TAG),
    MarkRule(re.compile(r"~~(?=\S)|(?<=\S)~~"), "struck words have ~~ directly before the first and after the last"),
)
"""All marks, each with what to write."""


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
            written = " ".join(unescaped(found[0]).split())
            said = f"{quoted(written)} would be shown to readers: {mark.instead.replace(_FOUND, written)}"
            yield Problem(path, line + before.count("\n"), said)
