"""What a check of the links found, said so that an editor can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "E"
    WARNING = "W"
    NOTE = "N"


@dataclass(frozen=True, order=True)
class Finding:
    """One thing to know or to mend.

    Attributes:
        path: The file, relative to the root of the repository, with forward slashes.
        line: Line of the file, counted from 1.
        column: Column, counted from 1.
        rule: Id of the rule, `L100` to `L180`.
        severity: How much it matters in this run.
        what: What is wrong. One line of text, like the two that follow.
        why: The evidence: dates, counts, status codes.
        mend: What to do about it.
        url: The address that it is about, as in the state file, or None.
    """

    path: str
    line: int
    column: int
    rule: str
    severity: Severity
    what: str
    why: str = ""
    mend: str = ""
    url: str | None = None

    def __str__(self) -> str:
        said = " ".join(f"{part.rstrip('.')}." for part in (self.what, self.why, self.mend) if part)
        return f"{self.path}:{self.line}:{self.column}: {self.severity} {self.rule} {said}"
