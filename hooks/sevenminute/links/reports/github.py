"""The findings as annotations on the lines of a proposed change on GitHub."""

from __future__ import annotations

from collections.abc import Iterator

from sevenminute.diagnostics.github import Level, annotation
from sevenminute.diagnostics.problem import Problem
from sevenminute.links.rules.severity import Severity
from sevenminute.links.run.result import Result

_LEVELS: dict[Severity, Level] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def as_annotations(result: Result) -> Iterator[str]:
    """Yield a workflow command for each finding, errors first: GitHub shows the first ten of each kind."""
    for severity, level in _LEVELS.items():
        for found in result.findings:
            if found.severity is severity:
                yield annotation(level, Problem(found.path, found.line, found.words), column=found.column, title=found.rule)
