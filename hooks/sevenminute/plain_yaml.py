"""YAML as editors write it: keys, texts and lists, with the line of each and nothing that could expand or run.

Every value is kept as the text that the editor typed (`Yes` stays a word, `2021-02` stays a month): the model gives it its
type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TypeAlias

import yaml

from sevenminute.problem import Problem, quoted
from sevenminute.quotation_marks import CURLY, WOULD_BE_SHOWN, is_in_curly_marks
from sevenminute.source import CONTROL

MAX_DEPTH = 6
"""Limit of lists within lists; the model needs two levels."""

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
Place: TypeAlias = "tuple[str | int, ...]"

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OTHER_BREAKS = str.maketrans(dict.fromkeys("\x85\u2028\u2029", " "))
"""Line ends to YAML, but to nobody who counts the lines of a file."""
_BULLET_LINE = re.compile(r"\s*-(?:\s|[^\W\d])")
_ENTRY = re.compile(r"(?P<indent>\s*)(?:- +)?(?P<key>[^\s:#\[{\"'][^:#]*:[ \t]+)?(?P<value>.*)")
_KEY_AGAIN = re.compile(r"\s*(?:- |[^\s:#\[{\"'][^:#]*:(?:\s|$))")
_QUOTE_IT = "put the whole text in quotation marks"
_RESOLVER = yaml.resolver.Resolver()
_KINDS = {
    "tag:yaml.org,2002:int": "a number",
    "tag:yaml.org,2002:float": "a number",
    "tag:yaml.org,2002:bool": "yes or no",
    "tag:yaml.org,2002:timestamp": "a date",
}
"""What YAML makes of a text without quotation marks, in words."""
_NEVER_CLOSED = "the quotation mark {} is opened and never closed: close it at the end of the text"
_CROOKED_LIST = "a list whose lines do not match: begin each with the same spaces, a hyphen and one space"
_NO_KEY = "no key with a colon and a space: write key: value, or join this line to the one above"


class UnreadableError(Exception):
    """The block cannot be read any further: why, and the line of the file."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


class PlainYaml:
    """Builds texts, lists and mappings from YAML's events: aliases and tags, which could expand or run, never get through."""

    def __init__(self, block: str, path: str, *, first_line: int, name: str, indented: bool = False) -> None:
        """Take some YAML.

        Args:
            block: The YAML, with `\\n` line ends.
            path: The file's name in problems.
            first_line: Line of the file on which the block begins, counted from 1.
            name: What the block is called in problems, as `front matter`.
            indented: Whether keys stand below other keys, so that not every key begins at the left edge.
        """
        block = block.translate(_OTHER_BREAKS)
        self.path = path
        self._name = name
        self._indented = indented
        self._first_line = first_line
        self._source = block.split("\n")
        self.lines: dict[Place, int] = {}
        self.kinds: dict[Place, str] = {}
        self.problems: list[Problem] = []
        self._events: Iterator[yaml.Event] = yaml.parse(block, Loader=_LOADER)

    def read(self) -> dict[str, Value]:
        """Return the values; `lines`, `kinds` and `problems` then tell of them.

        `kinds` has those that other readers of YAML take for no text, in words such as "a number".

        Raises:
            UnreadableError: The block cannot be read to its end.
        """
        event = self._next()
        while isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            return {}
        if not isinstance(event, yaml.MappingStartEvent):
            plain = isinstance(event, yaml.ScalarEvent)
            said = "no key with a colon and a space" if plain else f"the {self._name} begins with a hyphen or bracket"
            raise UnreadableError(self._line(event), f"{said}: write each line as key: value")
        values = self._mapping(event, ())
        while not isinstance(event := self._next(), yaml.StreamEndEvent):  # what follows the mapping may still be broken
            if isinstance(event, yaml.DocumentStartEvent):
                raise UnreadableError(
                    self._line(event), f"text after ---: let the line --- stand alone where the {self._name} ends"
                )
        return values

    def _next(self) -> yaml.Event:
        try:
            event = next(self._events)
        except yaml.MarkedYAMLError as error:
            raise explain(error, self._source, self._first_line, indented=self._indented) from None
        except yaml.YAMLError as error:
            said = " ".join(str(error).split())
            raise UnreadableError(self._first_line, f"the {self._name} cannot be read: {said}") from None
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise UnreadableError(self._line(event), f"text that begins with & or *: {_QUOTE_IT}")
        if getattr(event, "tag", None):
            raise UnreadableError(self._line(event), f"text that begins with !: {_QUOTE_IT}")
        return event

    def _value(self, event: yaml.Event, place: Place) -> Value:
        self.lines[place] = self._line(event)
        if len(place) > MAX_DEPTH:
            raise UnreadableError(self._line(event), f"lists within lists, more than {MAX_DEPTH} deep: write one plain list")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, place)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Value] = []
            while not isinstance(item := self._next(), yaml.SequenceEndEvent):
                items.append(self._value(item, (*place, len(items))))
            return items
        left_out = self._left_out(event)
        text = self._text(event)
        if kind := _kind(event):
            self.kinds[place] = kind
        may_quote = "questions" in place or getattr(event, "style", None)  # as a question for the team does
        if text and not may_quote and is_in_curly_marks(text):
            self.problems.append(Problem(self.path, self._line(event), f"{WOULD_BE_SHOWN}, or around a whole quotation"))
            text = text[1:-1]
        return left_out if text is None else text

    def _left_out(self, event: yaml.Event) -> str | None:
        """Report what YAML takes without a word and no editor means: list entries run together, a text cut off at a #."""
        if getattr(event, "style", None) or not event.start_mark or not event.end_mark:
            return None
        start, end = event.start_mark.line, event.end_mark.line
        glued = re.match(r"\s*-[^\W\d]", self._source[start])
        slips = [start] if glued else [number for number in range(start + 1, end + 1) if _BULLET_LINE.match(self._source[number])]
        if slips:
            self.problems.append(Problem(self.path, slips[0] + self._first_line, _CROOKED_LIST))
        cut = re.match(r"\s+(#\w\S*)", self._source[end][event.end_mark.column :])
        if cut:
            said = f"all from {quoted(cut[1])} on is left out, as a remark: {_QUOTE_IT}, or a space after the #"
            self.problems.append(Problem(self.path, end + self._first_line, said))
        return cut[1] if cut else None

    def _text(self, event: yaml.Event) -> str | None:
        text = str(getattr(event, "value", ""))
        invisible = CONTROL.search(text)
        if invisible:
            said = f"holds the invisible character U+{ord(invisible[0]):04X}: delete it"
            raise UnreadableError(self._line(event), said)
        plain = getattr(event, "style", None) in (None, "")
        return None if plain and text in ("", "~", "null", "Null", "NULL") else re.sub(r"\s*\n\s*", " ", text.strip("\n"))

    def _mapping(self, _start: yaml.Event, place: Place) -> dict[str, Value]:
        values: dict[str, Value] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                said = "{ or [ at the beginning of a text or line has a meaning of its own: put the text in quotation marks"
                raise UnreadableError(self._line(event), said)
            key, line = self._text(event) or "", self._line(event)
            known = key in values
            first = self.lines.get((*place, key), line)
            # what stands below a key that is there already must not take the lines of the first; no key ends in a NUL
            value = self._value(self._next(), (*place, f"{key}\0" if known else key))
            if known:
                again = f"{quoted(key)} stands here again, first on line {first}: keep one of the two"
                self.problems.append(Problem(self.path, line, again))
                continue
            self.lines[(*place, key)] = line
            values[key] = value
        return values

    def _line(self, event: yaml.Event) -> int:
        return (event.start_mark.line if event.start_mark else 0) + self._first_line


def _kind(event: yaml.Event) -> str:
    """Return what YAML makes of a value that is none of its texts, or an empty string."""
    if getattr(event, "style", None):
        return ""
    return _KINDS.get(_RESOLVER.resolve(yaml.ScalarNode, getattr(event, "value", ""), (True, False)), "")  # type: ignore[no-untyped-call]  # PyYAML has no types for it


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
            at, "a backslash in double quotation marks stands for a letter that does not exist: write the letter itself"
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
    said = _in_plain_words(source[number], indented=indented)
    said = said or f"cannot be read here ({problem}): write key: value, or {_QUOTE_IT}"
    return UnreadableError(number + first_line, said)


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
            return f"text that begins with {value[0]} but does not end with {closing}: {_QUOTE_IT}"
        return f"{value[0]} is opened and never closed: close it with {closing}, or {_QUOTE_IT}"
    if value[:1] in tuple("@`%&*!|>]},"):
        return f"text that begins with {value[0]}: {_QUOTE_IT}"
    if re.search(r":(?:\s|$)", value):
        if entry and entry["indent"] and not line.lstrip().startswith("-") and not indented:
            return f"a colon in the text of the key above: {_QUOTE_IT}; {edge}"
        kind = "straight quotation marks (\" or '), not curly ones" if value[:1] in CURLY else "quotation marks"
        return f"a second colon on the line: put the text after the key in {kind}" if key else ""
    if key and line.startswith(" "):
        return f"a colon in the text of the key above: {_QUOTE_IT}; {edge}"
    if line.lstrip().startswith("-"):
        return _CROOKED_LIST
    return ""
