"""`{{ organisation.name }}` in a page of `docs/`: facts that stand once, in the settings.

`{{ if quick_exit.bounce }}these words{{ else }}those{{ end }}` keeps one of the two, so that a page tells the truth whatever the
settings say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sevenminute.diagnostics.problem import Problem, did_you_mean, quoted
from sevenminute.text.marks import OF_ANOTHER_PROGRAM

_PLACEHOLDER = re.compile(r"\{\{\s*(?P<name>[^{}\n]*?)\s*\}\}")
_CONDITION = re.compile(r"if\s+(?P<name>.*)")

Value = str | bool | None
"""What a setting says; a text stands for itself, anything else can only be asked after."""


def fill_placeholders(
    text: str, values: Mapping[str, Value], path: str, *, first_line: int = 1
) -> tuple[str, tuple[Problem, ...]]:
    """Return the text with its placeholders filled, and the ones that cannot be. Lines stay where they are.

    Args:
        text: Markdown.
        values: Placeholder to what the settings say.
        path: The file's name in problems.
        first_line: Line of the file on which the text begins, counted from 1.
    """
    filling = _Filling(values)
    end = 0
    for found in _PLACEHOLDER.finditer(text):
        filling.add(text[end : found.start()])
        filling.line = text.count("\n", 0, found.start()) + first_line
        filling.placeholder(found[0], found["name"])
        end = found.end()
    filling.add(text[end:])
    filling.finish()
    return "".join(filling.parts), tuple(Problem(path, line, said) for line, said in sorted(filling.problems))


@dataclass
class _Condition:
    """An `{{ if … }}` whose end is still to come."""

    line: int
    written: str
    holds: bool
    otherwise: bool = False


@dataclass
class _Filling:
    """A page that is being filled, from its first placeholder to its last."""

    values: Mapping[str, Value]
    line: int = 1
    parts: list[str] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)
    condition: _Condition | None = None

    def add(self, text: str) -> None:
        """Keep text, or of text that does not hold its line breaks, by which problems further down are found."""
        kept = self.condition is None or self.condition.holds is not self.condition.otherwise
        self.parts.append(text if kept else "\n" * text.count("\n"))

    def placeholder(self, written: str, name: str) -> None:
        """Take the next placeholder."""
        condition = _CONDITION.fullmatch(name)
        if condition:
            self._begin(written, condition["name"])
        elif name in ("else", "end"):
            self._turn(written, name)
        else:
            self._fill(written, name)

    def finish(self) -> None:
        """Report a condition that has no end."""
        if self.condition:
            said = f"{quoted(self.condition.written)} has no end: write {{{{ end }}}} after what depends on it"
            self.problems.append((self.condition.line, said))

    def _begin(self, written: str, name: str) -> None:
        if self.condition:
            self.problems.append((self.line, f"{quoted(written)} is inside another: write {{{{ end }}}} before it"))
            return
        if name not in self.values:
            self._unknown(written, name, self.values)
        self.condition = _Condition(self.line, written, bool(self.values.get(name)))

    def _turn(self, written: str, name: str) -> None:
        if self.condition is None or (name == "else" and self.condition.otherwise):
            self.problems.append((self.line, f"{quoted(written)} has no {{{{ if … }}}} before it: write one, or take it out"))
        elif name == "else":
            self.condition.otherwise = True
        else:
            self.condition = None

    def _fill(self, written: str, name: str) -> None:
        value = self.values.get(name)
        if isinstance(value, str):
            self.add(value)
            return
        if isinstance(value, bool):
            said = f"write {{{{ if {name} }}}} before words that depend on it, and {{{{ end }}}} after them"
            self.problems.append((self.line, f"{quoted(written)} is not text: {said}"))
        else:
            self._unknown(written, name, {name for name, value in self.values.items() if isinstance(value, str)})
        self.add(written)

    def _unknown(self, written: str, name: str, known: Mapping[str, Value] | set[str]) -> None:
        if name.startswith(("<", "%")):
            self.problems.append((self.line, f"{quoted(written)} would be shown to readers: {OF_ANOTHER_PROGRAM}"))
            return
        near = did_you_mean(name, known) or "; the names are " + ", ".join(sorted(known))
        self.problems.append((self.line, f"{quoted(written)} has no value in mkdocs.yml{near}"))
