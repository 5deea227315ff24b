"""A content file with its placeholders filled, in front matter and text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sevenminute.config.placeholders import Value, fill_placeholders
from sevenminute.diagnostics.problem import Problem
from sevenminute.text.front_matter import FrontMatter
from sevenminute.text.yaml_reader import Place
from sevenminute.text.yaml_reader import Value as Entry


def fill_front_matter(
    front: FrontMatter, path: str, placeholders: Mapping[str, Value] | None
) -> tuple[FrontMatter, tuple[Problem, ...]]:
    """Return a file with its placeholders filled, and what is wrong with those that cannot be.

    Args:
        front: The file.
        path: Its name in problems.
        placeholders: What may stand between `{{` and `}}`; None when the settings are broken and nobody can tell.
    """
    found: list[Problem] = []

    def filled(value: Entry, place: Place) -> Entry:
        if isinstance(value, str):
            text, unknown = fill_placeholders(value, placeholders or {}, path, first_line=front.line_of(place))
            found.extend(unknown)
            return text
        if isinstance(value, list):
            return [filled(each, (*place, number)) for number, each in enumerate(value)]
        if isinstance(value, dict):
            return {key: filled(each, (*place, key)) for key, each in value.items()}
        return value

    values = {key: filled(value, (key,)) for key, value in front.values.items()}
    body, unknown = fill_placeholders(front.body, placeholders or {}, path, first_line=front.body_line)
    problems = (*found, *unknown) if placeholders is not None else ()
    return replace(front, values=values, body=body), problems
