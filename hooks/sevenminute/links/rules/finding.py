"""What a check of the links found, said so that an editor can fix it."""

from __future__ import annotations

from dataclasses import dataclass

from sevenminute.links.rules import Rule
from sevenminute.links.rules.severity import Severity


@dataclass(frozen=True, order=True)
class Finding:
    """One thing to know or to fix.

    Attributes:
        path: The file, relative to the root of the repository, with forward slashes.
        line: Line of the file, counted from 1.
        column: Column, counted from 1.
        rule: The rule that it breaks.
        severity: How much it matters in this run.
        what: What is wrong. One line of text, like the two that follow.
        why: The evidence: dates, counts, status codes.
        fix: What to do about it.
        url: The address that it is about, as in the state file, or None.
    """

    path: str
    line: int
    column: int
    rule: Rule
    severity: Severity
    what: str
    why: str = ""
    fix: str = ""
    url: str | None = None

    @property
    def words(self) -> str:
        """All three, as `what (why): fix`: no full stop follows an address or a command that somebody may copy."""
        why, fix = f" ({self.why})" if self.why else "", f": {self.fix}" if self.fix else ""
        return f"{self.what}{why}{fix}"

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.severity} {self.rule} {self.words}"
