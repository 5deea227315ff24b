"""Marks of other dialects of Markdown, which neither the code host's preview nor this site knows: readers would see them.

They are looked for in the words of the page as it is made, never in the source: what has a meaning is no word, and what an editor
escaped is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sevenminute.config.placeholders import OF_ANOTHER_PROGRAM
from sevenminute.diagnostics.problem import Problem, quoted
from sevenminute.markdown.located import LocatedPage, unescaped

_CALLOUT = 'write !!! note "Title", and begin each line below it with four spaces'
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
_EDGE = "[^\\s=]"
_BRACES = "write {{ and }} around the name, as in {{ organisation.name }}"
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
    MarkRule(re.compile(r"\[TOC\]|\[\[TOC\]\]"), "the site makes its lists of headings itself: delete it", begins_block=True),
    MarkRule(re.compile(r"\[\[(?!TOC\])[^\[\]]+\]\]"), "write a link as [words](file.md)"),
    MarkRule(re.compile(r"\[[^\[\]\n]+\]\([^()]*\)"), "an address has no space in it: write %20 for one"),
    MarkRule(re.compile(rf"==(?={_EDGE})[^=]*(?<={_EDGE})=="), "write **words** for what is important"),
    MarkRule(re.compile(r"(?<!\w)\+\+(?=\w)[^+\n]*\w\+\+(?!\w)"), "new words need no mark: delete it"),
    MarkRule(re.compile(r"(?<=\w)\^{1,2}(?=\w)[^\s^]*\w\^{1,2}"), "write <sup> before what is raised, and </sup> after it"),
    MarkRule(re.compile(r"\{\{[<%][^{}\n]*[>%]\}\}|\{%[^{}\n]*%\}"), OF_ANOTHER_PROGRAM),
    MarkRule(re.compile(r"(?<!\{)\{ *[a-z_]+\.[a-z_.]+ *\}+|\{\{ *[a-z_]+\.[a-z_.]+ *(?:\}(?!\})|(?![\w. }]))"), _BRACES),
    MarkRule(re.compile(r"\{:?\s*[\w-]+=[^{}\n]*\}"), _ATTRIBUTES),
    MarkRule(re.compile(r"\{:?\s*[.#][\w-][^{}\n]*\}|\{:(?!\s*[\w-]+=)[^{}\n]*\}"), "attributes do nothing here: delete them"),
    MarkRule(re.compile(r"(?<![\w:]):(?:[a-z][a-z0-9_+-]*[a-z0-9]|[+-]1):(?![\w:])"), "write in words what the symbol says"),
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
            said = f"{quoted(shown)} would be shown to readers: {mark.instead.replace(_FOUND, shown)}"
            yield Problem(path, text.line_at(found.start()), said)
