"""`{{ organisation.name }}` in a page of `docs/`: facts that stand once, in the settings."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sevenminute.problem import Problem, did_you_mean, quoted

_PLACEHOLDER = re.compile(r"\{\{\s*(?P<name>[^{}\n]*?)\s*\}\}")


def fill_placeholders(text: str, values: Mapping[str, str], path: str, *, first_line: int = 1) -> tuple[str, tuple[Problem, ...]]:
    """Return the text with its placeholders filled, and the ones that have no value.

    Args:
        text: Markdown.
        values: Placeholder to text.
        path: The file's name in problems.
        first_line: Line of the file on which the text begins, counted from 1.
    """
    problems: list[Problem] = []

    def value_of(found: re.Match[str]) -> str:
        name = found["name"]
        if name in values:
            return values[name]
        line = text.count("\n", 0, found.start()) + first_line
        near = did_you_mean(name, values) or "; known are " + ", ".join(sorted(values))
        problems.append(Problem(path, line, f"{quoted(found[0])} has no value in mkdocs.yml{near}"))
        return found[0]

    return _PLACEHOLDER.sub(value_of, text), tuple(problems)
