"""What a check of the links found, said so that an editor can fix it."""

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
    """One thing to know or to fix.

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

    @property
    def words(self) -> str:
        """All three, as `what (why): mend`: no full stop follows an address or a command that somebody may copy."""
        why, mend = f" ({self.why})" if self.why else "", f": {self.mend}" if self.mend else ""
        return f"{self.what}{why}{mend}"

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.severity} {self.rule} {self.words}"
