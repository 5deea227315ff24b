"""What YAML stumbles over, on the line of the mistake, and in the words of somebody who has never heard of YAML."""

from __future__ import annotations

import bisect
import re
from itertools import pairwise
from typing import NamedTuple

import yaml

from sevenminute.diagnostics.problem import quoted
from sevenminute.text.quotes import CURLY

QUOTE_IT = "put the whole text in quotation marks"
CROOKED_LIST = "a list whose lines do not match: begin each with the same spaces, a hyphen and one space"

_BULLET_LINE = re.compile(r"\s*-(?:\s|[^\W\d])")
_ENTRY = re.compile(r"(?P<indent>\s*)(?:- +)?(?P<key>[^\s:#\[{\"'][^:#]*:[ \t]+)?(?P<value>.*)")
_BEGINNING = re.compile(r"(?P<edge> *(?:- +)?)(?P<key>[^\s:#\[{\"'-][^:#]*:(?=\s|$))?")
_KEY_AGAIN = re.compile(r"\s*(?:- |[^\s:#\[{\"'][^:#]*:(?:\s|$))")
_OTHER_MARK = re.compile(r"\s*(?P<mark>[*+•·◦▪■□‣●○–—])[ \t\u00a0]+\S")
"""A line of a list as word processors and Markdown write it."""
_NEVER_CLOSED = "the quotation mark {} is opened and never closed: close it at the end of the text"
_SAME_SPACES = "begin both with the same"
_PARTS = ("title", "summary", "question")
"""Keys that are also what everybody calls their text."""
_NO_KEY = "no key with a colon and a space: write key: value, or join this line to the one above"


class UnreadableError(Exception):
    """The block cannot be read any further: why, and the line of the file."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


def explain(error: yaml.MarkedYAMLError, source: list[str], first_line: int, *, indented: bool) -> UnreadableError:
    """Say what YAML stumbles over, in the words of somebody who has never heard of YAML, on the line of the mistake.

    Args:
        error: What YAML says.
        source: The lines of the block.
        first_line: Line of the file on which the block begins, counted from 1.
        indented: Whether keys stand below other keys, so that not every key begins at the left edge.
    """
    context, problem = error.context or "", error.problem or ""
    at = error.problem_mark.line + first_line if error.problem_mark else first_line
    if "another document" in problem:
        return UnreadableError(at, "a line of three hyphens ends the file: delete it")
    if "escape" in problem:
        return UnreadableError(
            at, "a backslash in double quotation marks has a meaning of its own: put the text in single quotation marks"
        )
    # "block": the mapping or list as a whole, which begins far above; a tab is found where it stands
    whole = "block" in context or "tab character" in problem or not error.context_mark
    mark = error.problem_mark if whole else error.context_mark
    number = min(mark.line if mark else 0, len(source) - 1)
    if source[0].startswith(" ") and not source[number].startswith(" "):
        return UnreadableError(first_line, "the line begins with spaces: begin each key at the left edge")
    opened = _never_closed(source[: number + 1])
    if opened:
        return UnreadableError(opened[0] + first_line, _NEVER_CLOSED.format(opened[1]))
    if said := other_mark(source[number]):
        return UnreadableError(number + first_line, said)
    above = [line for line in range(number) if source[line].strip() and not source[line].lstrip().startswith("#")]
    if above and _BULLET_LINE.match(source[number]) and (said := other_mark(source[above[-1]])):
        return UnreadableError(above[-1] + first_line, said)
    if above and (said := _of_line_above(source[above[-1]], source[number])):
        return UnreadableError(above[-1] + first_line, said)
    said = _of_column(source[number], [source[line] for line in above], indented=indented)
    said = said or _in_plain_words(source[number], indented=indented)
    said = said or f"cannot be read here ({problem}): write key: value, or {QUOTE_IT}"
    return UnreadableError(number + first_line, said)


def other_mark(line: str) -> str:
    """Return what is wrong with a line that begins as an entry of a list does, but with another mark; or an empty string."""
    found = _OTHER_MARK.match(line)
    return f"{quoted(found['mark'])} does not begin an entry of a list: begin it with a hyphen and a space" if found else ""


def bullets_within(value: yaml.Event | yaml.Node, source: list[str]) -> list[int]:
    """Return the lines, from 0, on which entries of a list begin that YAML takes for the same text as the one above."""
    if not value.start_mark or not value.end_mark:
        return []
    lines = range(value.start_mark.line + 1, min(value.end_mark.line + 1, len(source)))
    return [number for number in lines if _BULLET_LINE.match(source[number])]


def _never_closed(source: list[str]) -> tuple[int, str] | None:
    """Return the first line, from 0, whose text opens a quotation mark that is not closed before the next key, and the mark."""
    for number, (line, following) in enumerate(pairwise(source)):
        entry = _ENTRY.fullmatch(line)
        begins = entry and (entry["key"] or _BULLET_LINE.match(line))
        if entry and begins and _is_left_open(entry["value"]) and _KEY_AGAIN.match(following):
            return number, entry["value"][0]
    return None


def _is_left_open(value: str) -> bool:
    """Tell whether a text begins with a quotation mark, and has no other on its line that would close it."""
    mark = value[:1]
    return mark in ("'", '"') and mark not in value[1:].replace("\\" + mark if mark == '"' else "''", "")


def _of_line_above(above: str, line: str) -> str:
    """Return what is wrong with the line above one that YAML cannot read, or an empty string.

    Where a group begins, YAML takes the first line for right, and stumbles over the second.
    """
    first, second = _BEGINNING.match(above), _BEGINNING.match(line)
    if not first or not second:
        return ""
    is_list = "-" in first["edge"] and "-" in second["edge"]
    edges = len(first["edge"]), len(second["edge"])
    if second["key"] and not first["key"] and edges[0] == edges[1] and not is_list:
        return _NO_KEY
    if edges[0] % 2 and not edges[1] % 2:  # groups lie two spaces further in, or four
        if is_list:
            return CROOKED_LIST
        if first["key"] and second["key"]:
            return f"the line begins with {_spaces(edges[0])}, and the key below it with {edges[1] or 'none'}: {_SAME_SPACES}"
    return ""


def _of_column(line: str, above: list[str], *, indented: bool) -> str:
    """Return what is wrong with where a line begins that YAML cannot read, or an empty string.

    Args:
        line: The line.
        above: The lines above it that say something.
        indented: Whether keys stand below other keys.
    """
    begun, opened = _begins(line), _opened(above)
    goes_in = bool(above) and above[-1].rstrip().endswith(":") and begun and begun[0].column > _begins(above[-1])[-1].column
    if not begun or not opened or begun[0] in opened or goes_in:
        return ""
    if begun[0].is_bullet:
        return CROOKED_LIST
    column, keys = begun[0].column, sorted(place.column for place in opened if not place.is_bullet)
    at = bisect.bisect(keys, column)
    near = " or ".join(str(other or "none") for other in keys[max(at - 1, 0) : at + 1])
    if not near:
        return ""
    said = f"the line begins with {_spaces(column)}, and the key above it with {near}: {_SAME_SPACES}"
    said = said if indented else "the line begins with spaces: begin each key at the left edge"
    may_go_on = column > opened[0].column and not above[-1].rstrip().endswith(":")
    return said + (f"; if it goes on from the text above, {QUOTE_IT}" if may_go_on else "")


class _EntryStart(NamedTuple):
    """Where a key or an entry of a list begins on its line, counted from 0."""

    column: int
    is_bullet: bool


def _begins(line: str) -> list[_EntryStart]:
    """Return what begins on a line: an entry of a list, a key, a key within an entry, or nothing."""
    found = _BEGINNING.match(line)
    if not found:
        return []
    bullets = [_EntryStart(found["edge"].index("-"), is_bullet=True)] if "-" in found["edge"] else []
    return [*bullets, _EntryStart(len(found["edge"]), is_bullet=False)] if found["key"] else bullets


def _opened(lines: list[str]) -> list[_EntryStart]:
    """Return what is not ended at the end of some lines, the innermost first: what follows begins where one of them does."""
    opened: list[_EntryStart] = []
    for line in reversed(lines):
        for begun in reversed(_begins(line)):
            last = opened[-1] if opened else None
            beside = last and last.is_bullet and not begun.is_bullet and begun.column == last.column
            if not last or begun.column < last.column or beside:
                opened.append(begun)
    return opened


def _spaces(number: int) -> str:
    return "no space" if not number else f"{number} space{'' if number == 1 else 's'}"


def _in_plain_words(line: str, *, indented: bool) -> str:
    """Return what is wrong with a line that YAML cannot read."""
    edge = "begin each key with the same two spaces" if indented else "a new key begins at the left edge"
    entry = _ENTRY.fullmatch(line)
    key, value = (entry["key"] or "", entry["value"].strip()) if entry else ("", line)
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "a tab at the beginning of the line: use spaces"
    if not key and not line.lstrip().startswith("-"):
        return _NO_KEY
    if value[:1] in ("'", '"'):
        if _is_left_open(value):
            return _NEVER_CLOSED.format(value[0])
        other = "'" if value[0] == '"' else '"'
        return f"text after the closing {value[0]}: put the whole text in {other} instead"
    if value[:1] in ("[", "{"):
        closing = "]" if value[0] == "[" else "}"
        if closing in value:
            return f"text that begins with {value[0]} but does not end with {closing}: {QUOTE_IT}"
        return f"{value[0]} is opened and never closed: close it with {closing}, or {QUOTE_IT}"
    if value[:1] in tuple("@`%&*!|>]},"):
        return f"text that begins with {value[0]}: {QUOTE_IT}"
    if key and value.startswith("- "):
        return "an entry of a list beside its key: delete the hyphen, or write each entry on a line of its own below the key"
    if re.search(r":(?:\s|$)", value):
        if entry and entry["indent"] and not line.lstrip().startswith("-") and not indented:
            return f"a colon in the text of the key above: {QUOTE_IT}; {edge}"
        kind = "straight quotation marks (\" or '), not curly ones" if value[:1] in CURLY else "quotation marks"
        part = name if (name := key.rstrip(": \t").lower()) in _PARTS else "text"
        return f"this {part} contains a colon: put it in {kind}" if key else ""
    if key and line.startswith(" "):
        return f"a colon in the text of the key above: {QUOTE_IT}; {edge}"
    if line.lstrip().startswith("-"):
        return CROOKED_LIST
    return ""
