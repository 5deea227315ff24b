"""The headings of a briefing's Markdown with their line numbers, found without rendering it.

The rules are those of Python-Markdown with SuperFences, so that what counts as a heading here becomes one on the page:
`##` within code fences, comments, raw HTML or block quotes does not. `panel_extension` compares both when it renders.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from string import ascii_letters

from sevenminute.diagnostics.problem import Problem
from sevenminute.markdown.html.depth import MAX_ELEMENTS, line_too_deep
from sevenminute.markdown.html.raw_block import lines_of_block
from sevenminute.markdown.html.source import end_of_comment, next_comment, plain_lines

MAX_NESTING = 12
"""Limit of quotes or lists within each other; Python-Markdown's own recursion ends at some hundred."""
MAX_RUN = 400
"""Limit of one punctuation mark repeated: Markdown's inline patterns take quadratic time over such runs."""

MAX_OPEN = 20
"""Limit of brackets of one kind that are open at once in a paragraph: for each, Markdown reads to the paragraph's end.

The same limit holds for tags of HTML that a file begins (`<a `) and does not end: for each, Markdown reads to the file's end.
"""

MAX_LINES = 500
"""Limit of lines without an empty one between them: Markdown reads the rest of a paragraph again for each definition."""
MAX_WORD = 2_000
"""Limit of letters and marks without a space: no page has room for them, and no web address is as long."""
MAX_NOTES = 300
"""Limit of places that footnotes are called from: for each, Markdown goes through those before it."""

BLANKED = "\x02\x03"
"""Stands for a block of code or raw HTML: no words, but not empty either. Content never holds control characters."""

_TOO_MUCH = (
    "too much for one paragraph: a mark repeated hundreds of times, brackets left open, quotes or lists 13 deep, "
    "or 500 lines without a blank one; make it simpler"
)
_DEEP_HTML = f"more than {MAX_ELEMENTS} elements of HTML inside each other: write it without them, or close each where it ends"
_NEVER_CLOSED = "the comment <!-- is never closed: put --> where it ends"
_CLOSED_OTHERWISE = "browsers end this comment at {} and show what comes after it: begin it with <!-- and end it with -->"
_FENCE = re.compile(
    r"(?P<prefix>[> \t]*)(?P<fence>`{3,}|~{3,})(?:[ \t]*\.?[\w#.+-]+(?=[ \t{]|$))?"
    r"(?:[ \t]*\{[^\n]*\}|(?:[ \t]+(?:hl_lines|linenums|title)=(?:\"[^\"]*\"|'[^']*'))+)?[ \t]*"
)
_HASHES = re.compile(r"(?P<level>#{1,6})(?P<text>.*)")
_UNDERLINE = re.compile(r"(?P<mark>=+|-+) *")
_ATTRIBUTES = re.compile(r"\{:?[^{}\n]*\}$")
_DEFINITION = re.compile(r" {0,3}(?:\[[^\]\n]+\]:|\*\[[^\]\n]+\]:)")
_RUN = re.compile(rf"([^\w\s.\-=|])\1{{{MAX_RUN},}}")
_MARKERS = re.compile(r"(?:[ \t>]*(?:[-+*]|\d{1,9}\.)(?=[ \t]))+")
_MARKER = re.compile(r"[-+*]|\d\.")
_BRACKET = re.compile(r"[\[\]()]")
_BEGINS_TAG = frozenset(f"{ascii_letters}/!?")
_OPENING = {"]": "[", ")": "("}
_PREFIX = re.compile(r"(?:[ \t]*>)+|[ \t]+")


@dataclass(frozen=True)
class Heading:
    """A heading of the body.

    Attributes:
        level: 1 to 6, as in `<h1>` to `<h6>`.
        text: The words as written, without the marks around them.
        line: Line of the body, counted from 0.
        underlined: Whether a line of `=` or `-` below the words makes the heading.
    """

    level: int
    text: str
    line: int
    underlined: bool = False


@dataclass(frozen=True)
class Outline:
    """The skeleton of a Markdown text.

    Attributes:
        headings: All headings in their order.
        kept: The text's lines without code and comments, but with raw HTML.
        plain: These without code between backticks, and without each `<` at which no tag begins: all that is left is HTML.
        lines: The text's lines; code and raw HTML are replaced by `BLANKED` and empty lines, comments by nothing.
        comment: Line (from 0) of a `<!--` that is not closed with `-->`, and what is said of it; or None.
        limit: Line (from 0) at which there is more of something than programs bear, and what is said of it; or None.
    """

    headings: tuple[Heading, ...]
    kept: tuple[str, ...]
    plain: tuple[str, ...]
    lines: tuple[str, ...]
    comment: tuple[int, str] | None = None
    limit: tuple[int, str] | None = None


def read_outline(body: str) -> Outline:
    """Find the headings of a Markdown text."""
    lines = body.split("\n")
    written = list(lines)
    _blank_fences(lines)
    unclosed = _blank_comments(lines)
    kept = tuple(lines)
    raw = _blank_raw_html(lines)
    plain = tuple(plain_lines(kept, raw))
    return Outline(tuple(_headings(lines)), kept, plain, tuple(lines), unclosed, _limit(written, plain))


def limit_problems(outline: Outline, path: str, first_line: int) -> list[Problem]:
    """Report what would make Markdown hang, or hide the rest of a page.

    Args:
        outline: Outline of the page's text.
        path: The file's name in problems.
        first_line: Line of the file on which the text begins, counted from 1.
    """
    return [Problem(path, line + first_line, said) for line, said in filter(None, (outline.comment, outline.limit))]


def is_definition(line: str) -> bool:
    """Tell whether a line defines a link, a footnote or an abbreviation: it shows nothing where it stands."""
    return bool(_DEFINITION.match(line))


def _limit(lines: list[str], plain: tuple[str, ...]) -> tuple[int, str] | None:
    """Return the first line at which there is too much of something, and what to do."""
    number = next((number for number, line in enumerate(lines) if _is_too_deep(line)), None)
    if number is None:
        number = _too_much_at_once(lines)
    if number is not None:
        return number, _TOO_MUCH
    deep = line_too_deep(plain)
    return _too_long(lines) if deep is None else (deep, _DEEP_HTML)


def _too_long(lines: list[str]) -> tuple[int, str] | None:
    """Return the first line with a word for which no page has room, or with one note too many, and what to do."""
    notes = 0
    for number, line in enumerate(lines):
        if len(line) > MAX_WORD and (longest := max(map(len, line.split()), default=0)) > MAX_WORD:
            return number, f"{longest:,} characters without a space: no page has room for them, write words"
        notes += line.count("[^")
        if notes > MAX_NOTES:
            return number, f"footnotes are used in more than {MAX_NOTES} places: write the most important into the text"
    return None


def _is_too_deep(line: str) -> bool:
    markers = _MARKERS.match(line)
    if markers and not _is_rule(line) and len(_MARKER.findall(markers[0])) > MAX_NESTING:
        return True
    prefix = _PREFIX.match(line)
    if prefix and (prefix[0].count(">") > MAX_NESTING or len(prefix[0].expandtabs(4)) > 4 * MAX_NESTING):
        return True
    return bool(_RUN.search(line))


def _too_much_at_once(lines: list[str]) -> int | None:
    """Return the first line on which too many brackets or tags are open, or of too long a paragraph."""
    open_now = Counter[str]()
    tags = lines_of_block = 0
    for number, line in enumerate(lines):
        tags += sum(piece[:1] in _BEGINS_TAG and ">" not in piece for piece in line.split("<")[1:])
        if tags > MAX_OPEN:
            return number
        lines_of_block = lines_of_block + 1 if line.strip() else 0
        if lines_of_block > MAX_LINES:
            return number
        if not line.strip():
            open_now.clear()
        for mark in _BRACKET.findall(line):
            opening = _OPENING.get(mark, mark)
            open_now[opening] = max(0, open_now[opening] + (-1 if mark in _OPENING else 1))
            if open_now[opening] > MAX_OPEN:
                return number
    return None


def _blank_fences(lines: list[str]) -> None:
    """Blank each code fence that is closed, as SuperFences finds them: in one pass, so that an unclosed one hides the next."""
    opening: re.Match[str] | None = None
    start = 0
    for number, line in enumerate(lines):
        if opening is None:
            opening, start = _FENCE.fullmatch(line), number
            continue
        prefix = opening["prefix"].expandtabs(4)
        inside = line.expandtabs(4)
        own = re.match(rf"[> ]{{0,{len(prefix)}}}", inside)
        content = inside[own.end() :] if own else inside
        if not content.strip():
            continue
        if re.fullmatch(rf"{re.escape(opening['fence'])} *", content) and own and own.end() == len(prefix):
            lines[start + 1 : number] = [""] * (number - start - 1)
            lines[start] = lines[number] = prefix + BLANKED  # the text below goes on with the block
            opening = None
        elif own is None or own.end() < len(prefix) or own[0].count(">") > prefix.count(">"):
            opening = None  # this line stands outside of the quote or list that holds the fence


def _blank_comments(lines: list[str]) -> tuple[int, str] | None:
    """Blank the comments; return the line of one that is not closed as Markdown and browsers both close it, and what to do."""
    text = "\n".join(lines)
    kept: list[str] = []
    start = 0
    unclosed = None
    while (opening := next_comment(text, start)) >= 0:
        end = end_of_comment(text, opening)
        if said := _wrongly_closed(text[opening:end] if end >= 0 else ""):
            unclosed = unclosed or (text.count("\n", 0, opening), said)
        if end < 0 or text.find("-->", opening + 4) < 0:  # browsers end it at "--!>" too, Markdown does not
            end = len(text)
        kept.append(text[start:opening])
        kept.append("\n" * text.count("\n", opening, end))
        start = end
    kept.append(text[start:])
    lines[:] = "".join(kept).split("\n")
    return unclosed


def _wrongly_closed(comment: str) -> str:
    """Return what is wrong with the end of a comment, from its beginning to where browsers end it; else nothing."""
    if not comment:
        return _NEVER_CLOSED
    otherwise = comment if len(comment) < len("<!---->") else "" if comment.endswith("-->") else "--!>"
    return _CLOSED_OTHERWISE.format(otherwise) if otherwise else ""


def _blank_raw_html(lines: list[str]) -> frozenset[int]:
    """Blank the blocks of raw HTML, from the line that opens an element to the one that closes it.

    Return the lines, from 0, of those in which no Markdown is read.
    """
    raw = set[int]()
    number = 0
    while number < len(lines):
        end = number + lines_of_block(lines, number)
        if end > number:
            if not any("markdown" in line for line in lines[number:end]):  # the attribute that has it read
                raw.update(range(number, end))
            lines[number:end] = [BLANKED, *[""] * (end - number - 1)]
        number = max(end, number + 1)
    return frozenset(raw)


def _headings(lines: list[str]) -> list[Heading]:
    headings: list[Heading] = []
    starts_block = True  # an underline makes a heading of the first line of a block only
    below = False  # whether the line is such an underline itself
    in_table = False  # a table goes on to the next empty line, whatever stands there
    for number, line in enumerate(lines):
        hashes = _HASHES.fullmatch(line)
        following = lines[number + 1] if number + 1 < len(lines) else ""
        underline = _UNDERLINE.fullmatch(following)
        in_table = bool(line.strip()) and (in_table or (starts_block and _begins_table(line, following)))
        if below:
            below = False
        elif in_table:
            starts_block = False
        elif hashes:
            headings.append(Heading(len(hashes["level"]), _words(hashes["text"].rstrip().rstrip("#")), number))
            starts_block = True
        elif starts_block and underline and line.strip() and not line.startswith((" ", "\t", ">")):
            headings.append(Heading(1 if underline["mark"][0] == "=" else 2, _words(line), number, underlined=True))
            below = True
        else:
            starts_block = not line.strip() or _is_rule(line)
    return headings


def _begins_table(line: str, following: str) -> bool:
    header, rule = line.strip().strip("|"), following.strip().strip("|")
    return "|" in line and "-" in rule and set(rule) <= set("|:- ") and header.count("|") == rule.count("|")


def _is_rule(line: str) -> bool:
    marks = line.replace(" ", "")
    return len(marks) >= 3 and set(marks) in ({"-"}, {"*"}, {"_"}) and not line.startswith("    ")


def _words(text: str) -> str:
    return _ATTRIBUTES.sub("", text.strip()).strip()
