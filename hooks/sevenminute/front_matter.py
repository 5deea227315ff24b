"""Front matter: the lines of YAML between two lines of `---` at the top of a file, read with their line numbers.

MkDocs drops front matter that it cannot read without a word. Here each fault becomes a `Problem`. Every value is kept as
the text that the editor typed (`Yes` stays a word, `2021-02` stays a month): the model gives it its type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from sevenminute.problem import Problem, quoted

MAX_BYTES = 16 * 1024
"""Limit of the block itself; the longest sample has half a kilobyte."""
MAX_DEPTH = 6
"""Limit of lists within lists; the model needs two levels."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FENCE = re.compile(r"---[ \t]*")
_CLOSING = re.compile(r"(?:---|\.\.\.)[ \t]*")

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
Place: TypeAlias = "tuple[str | int, ...]"

# What YAML's own messages mean to somebody who has never heard of YAML.
_PLAIN_WORDS = {
    "mapping values are not allowed": "a second colon on the line: put the whole text after the key in quotation marks",
    "cannot start any token": "a character that YAML does not allow here: use spaces instead of tabs, and put text that "
    "begins with @, `, % or & in quotation marks",
    "found unexpected end of stream": "a quotation mark or bracket is opened and never closed: close it",
    "did not find expected ',' or ']'": "a list is opened with [ and never closed: close it with ]",
    "did not find expected ',' or '}'": "a { is opened and never closed: put the whole text in quotation marks",
    "could not find expected ':'": "no colon after the key: write key: value",
    "did not find expected key": "the line does not fit the ones above it: begin each key at the left edge, as key: value, "
    "and close each quotation mark",
    "did not find expected alphabetic or numeric character": "text that begins with * or &: put it in quotation marks",
    "did not find expected <document start>": "no colon after the key: write key: value",
    "did not find expected '-' indicator": "the list does not line up: begin each of its lines with the same spaces and -",
}


@dataclass(frozen=True)
class FrontMatter:
    """What stands at the top of a content file.

    Attributes:
        values: Key to value; texts, lists of texts, or None for a key without a value.
        lines: Line in the file of each value, by its place: `("topics", 0)` is the first topic.
        body: The text below the front matter.
        body_line: Line in the file of the first line of `body`.
        problems: Faults of the front matter; `values` then holds what could be read all the same.
    """

    values: dict[str, Value] = field(default_factory=dict)
    lines: dict[Place, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    problems: tuple[Problem, ...] = ()

    def line_of(self, place: Place) -> int:
        """Return the line of a value, or of the nearest value around it, or 1."""
        while place:
            if place in self.lines:
                return self.lines[place]
            place = place[:-1]
        return 1


def read_front_matter(text: str, path: str, *, required: bool = True) -> FrontMatter:
    """Split a file into front matter and body.

    Args:
        text: The whole file, with `\\n` line ends.
        path: The file's name in problems.
        required: Whether a file without front matter is a problem.
    """
    lines = text.split("\n")
    if not _FENCE.fullmatch(lines[0]):
        missing = Problem(path, 1, "no front matter: begin the file with a line ---, then title: and the rest, then ---")
        return FrontMatter(body=text, problems=(missing,) if required else ())
    closing = next((number for number, line in enumerate(lines[1:], 1) if _CLOSING.fullmatch(line)), None)
    if closing is None:
        unclosed = Problem(path, 1, "the front matter is never closed: put a line --- after its last entry")
        return FrontMatter(body="", body_line=len(lines), problems=(unclosed,))
    block = "\n".join(lines[1:closing]) + "\n"
    body, body_line = "\n".join(lines[closing + 1 :]), closing + 2
    try:
        if len(block.encode()) > MAX_BYTES:
            raise _UnreadableError(1, f"the front matter is {len(block.encode()):,} bytes: at most {MAX_BYTES:,} are read")
        reader = _Reader(block, path)
        values = reader.read()
    except _UnreadableError as fault:
        return FrontMatter(body=body, body_line=body_line, problems=(Problem(path, fault.line, fault.message),))
    return FrontMatter(values, reader.lines, body, body_line, tuple(reader.problems))


class _UnreadableError(Exception):
    """The block cannot be read any further."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


class _Reader:
    """Builds texts, lists and mappings from YAML's events: aliases and tags, which could expand or run, never get through."""

    def __init__(self, block: str, path: str) -> None:
        self.path = path
        self.lines: dict[Place, int] = {}
        self.problems: list[Problem] = []
        self._events: Iterator[yaml.Event] = yaml.parse(block, Loader=_LOADER)

    def read(self) -> dict[str, Value]:
        event = self._next()
        while isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            return {}
        if not isinstance(event, yaml.MappingStartEvent):
            raise _UnreadableError(_line(event), "the front matter is no list of keys: write each line as key: value")
        values = self._mapping(event, ())
        while not isinstance(event, yaml.StreamEndEvent):  # what follows the mapping may still be broken
            event = self._next()
        return values

    def _next(self) -> yaml.Event:
        try:
            event = next(self._events)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise _UnreadableError((mark.line if mark else 0) + 2, _in_plain_words(error)) from None
        except yaml.YAMLError as error:
            raise _UnreadableError(1, f"the front matter cannot be read: {error}") from None
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _UnreadableError(_line(event), "& and * have a meaning of their own here: put the text in quotation marks")
        if getattr(event, "tag", None):
            raise _UnreadableError(_line(event), "! has a meaning of its own here: put the text in quotation marks")
        return event

    def _value(self, event: yaml.Event, place: Place) -> Value:
        self.lines[place] = _line(event)
        if len(place) > MAX_DEPTH:
            raise _UnreadableError(_line(event), f"lists within lists, more than {MAX_DEPTH} deep: write one plain list")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, place)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Value] = []
            while not isinstance(item := self._next(), yaml.SequenceEndEvent):
                items.append(self._value(item, (*place, len(items))))
            return items
        return _text(event)

    def _mapping(self, _start: yaml.Event, place: Place) -> dict[str, Value]:
        values: dict[str, Value] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise _UnreadableError(_line(event), "a list or bracket stands where a key should be: write key: value")
            key, line = str(event.value), _line(event)
            known = (*place, key) in self.lines
            first = self.lines.get((*place, key), line)
            value = self._value(self._next(), (*place, key))
            if known:
                self.lines[(*place, key)] = first
                again = f"{quoted(key)} stands here again, first on line {first}: keep one of the two"
                self.problems.append(Problem(self.path, line, again))
                continue
            self.lines[(*place, key)] = line
            values[key] = value
        return values


def _line(event: yaml.Event) -> int:
    """Return the line in the file: the block begins on its second line."""
    return (event.start_mark.line if event.start_mark else 0) + 2


def _text(event: yaml.Event) -> str | None:
    text = str(getattr(event, "value", ""))
    plain = getattr(event, "style", None) in (None, "")
    return None if plain and text in ("", "~", "null", "Null", "NULL") else text


def _in_plain_words(error: yaml.MarkedYAMLError) -> str:
    said = f"{error.context or ''} {error.problem or ''}"
    for theirs, ours in _PLAIN_WORDS.items():
        if theirs in said:
            return ours
    return f"the front matter cannot be read here ({error.problem}): write each line as key: value"
