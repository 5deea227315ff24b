"""YAML as editors write it: keys, texts and lists, with the line of each and nothing that could expand or run.

Every value is kept as the text that the editor typed (`Yes` stays a word, `2021-02` stays a month): the model gives it its
type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

import yaml

from sevenminute.diagnostics.problem import Problem, quoted
from sevenminute.text.file import CONTROL
from sevenminute.text.quotes import WOULD_BE_SHOWN, is_in_curly_marks
from sevenminute.text.yaml_messages import CROOKED_LIST, QUOTE_IT, UnreadableError, bullets_within, explain, other_mark

MAX_DEPTH = 6
"""Limit of lists within lists; the model needs two levels."""

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
Place: TypeAlias = "tuple[str | int, ...]"

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OTHER_BREAKS = str.maketrans(dict.fromkeys("\x85\u2028\u2029", " "))
"""Line ends to YAML, but to nobody who counts the lines of a file."""
_RESOLVER = yaml.resolver.Resolver()
_KINDS = {
    "tag:yaml.org,2002:int": "a number",
    "tag:yaml.org,2002:float": "a number",
    "tag:yaml.org,2002:bool": "yes or no",
    "tag:yaml.org,2002:timestamp": "a date",
}
"""What YAML makes of a text without quotation marks, in words."""


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
        self.misread: set[str | int] = set()
        self._events: Iterator[yaml.Event] = yaml.parse(block, Loader=_LOADER)

    def read(self) -> dict[str, Value]:
        """Return the values; `lines`, `kinds`, `problems` and `misread` then tell of them.

        `kinds` has those that other readers of YAML take for no text, in words such as "a number"; `misread` has the keys at the
        first level whose values are not what was meant, of which `problems` says all.

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
            raise UnreadableError(self._line(event), f"text that begins with & or *: {QUOTE_IT}")
        if getattr(event, "tag", None):
            raise UnreadableError(self._line(event), f"text that begins with !: {QUOTE_IT}")
        return event

    def _value(self, event: yaml.Event, place: Place) -> Value:
        self.lines[place] = self._line(event)
        if len(place) > MAX_DEPTH:
            raise UnreadableError(self._line(event), f"lists inside lists, more than {MAX_DEPTH} deep: write one plain list")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, place)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Value] = []
            while not isinstance(item := self._next(), yaml.SequenceEndEvent):
                items.append(self._value(item, (*place, len(items))))
            return items
        left_out = self._left_out(event, place)
        text = self._text(event)
        if kind := _kind(event):
            self.kinds[place] = kind
        may_quote = "questions" in place or getattr(event, "style", None)  # as a question for the team does
        if text and not may_quote and is_in_curly_marks(text):
            self.problems.append(Problem(self.path, self._line(event), f"{WOULD_BE_SHOWN}, or around a whole quotation"))
            text = text[1:-1]
        return left_out if text is None else text

    def _left_out(self, event: yaml.Event, place: Place) -> str | None:
        """Report what YAML takes without a word and no editor means: list entries run together, a text cut off at a #."""
        if getattr(event, "style", None) or not event.start_mark or not event.end_mark:
            return None
        start, end = event.start_mark.line, event.end_mark.line
        glued = re.match(r"\s*-[^\W\d]", self._source[start])
        crooked = [start] if glued else bullets_within(event, self._source)
        if wrong := other_mark(self._source[start]):
            self.problems.append(Problem(self.path, start + self._first_line, wrong))
        elif crooked:
            self.problems.append(Problem(self.path, crooked[0] + self._first_line, CROOKED_LIST))
        if wrong or crooked:
            self.misread.update(place[:1])
        cut = re.match(r"\s+(#\w\S*)", self._source[end][event.end_mark.column :])
        if cut:
            said = f"everything from {quoted(cut[1])} on is left out, as a comment: {QUOTE_IT}, or a space after the #"
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
                again = f"{quoted(key)} is here a second time, first on line {first}: keep one of the two"
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
