"""Marks that readers would see: of other dialects of Markdown on a page, and of every dialect where no Markdown is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from pydantic_core import PydanticCustomError

from sevenminute.diagnostics.problem import quoted

OF_ANOTHER_PROGRAM = "another program’s command does nothing here: delete it"
"""What is said of `{{< note >}}` and `{% note %}`."""
_CALLOUT = 'write !!! note "Title", and begin each line below it with four spaces'


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
FOUND = "…"
"""Stands for the mark in what to write in its place."""
_ATTRIBUTES = f"it must follow *words*, **words** or a link directly: write *words*{FOUND}"
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

_WEB_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_MARKDOWN = tuple(
    map(
        re.compile,
        (
            r"\*\*(?=\S)[^*]+(?<=\S)\*\*",
            r"(?<![\w*])\*(?=[^\s*])[^*]*(?<=[^\s*])\*(?![\w*])",
            r"(?<!\w)(?P<line>_{1,2})(?=[^\s_])[^_]*(?<=[^\s_])(?P=line)(?!\w)",
            r"`[^`]+`",
            r"~~[^~]+~~",
            r"!?\[[^\[\]]*\](?:\([^()]*\)|\[[^\[\]]*\])",
            r"\[\^[^\[\]\s]+\]",
            r"\\(?=[*_`\[\]#~<>|])",
            r"</?(?:a|b|br|code|div|em|font|h[1-6]|i|li|mark|ol|p|small|span|strong|sub|sup|u|ul)\b[^<>\n]*>",
        ),
    )
)
"""What Markdown reads as a mark. Other words between angle brackets are shown as they are meant."""
_REFERENCE = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z]\w*);")


def mark_in(text: str) -> str:
    """Return the first mark of Markdown or HTML in a text in which none is read, as in front matter; or an empty string."""
    words = _WEB_ADDRESS.sub(lambda found: " " * len(found[0]), text)
    for pattern in _MARKDOWN:
        if found := pattern.search(words):
            return found[0]
    for rule in (rule for rule in MARKS if rule.instead != _TAG):
        for found in rule.pattern.finditer(words):
            if not (rule.begins_block and words[: found.start()].strip()):
                return found[0]
    references = (found[0] for found in _REFERENCE.finditer(words))
    return next((reference for reference in references if unescape(reference) != reference), "")


def refuse_mark(text: str) -> str:
    """Return what is wrong with a text in which no mark is read, or an empty string."""
    mark = mark_in(text)
    return f"would show {quoted(mark)} to readers as it is: no Markdown is read here, so write plain words" if mark else ""


def plain(text: str) -> str:
    """Return the text; for pydantic, refuse one with a mark that would be shown."""
    if said := refuse_mark(text):
        raise PydanticCustomError("field", "{said}", {"said": said})
    return text
