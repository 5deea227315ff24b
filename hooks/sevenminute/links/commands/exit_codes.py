"""How the commands of the link check end."""

from __future__ import annotations

import sys

from sevenminute.links.git.merge_base import GitError
from sevenminute.links.history.file import StateError

FINE, FOUND, UNUSABLE, INCONCLUSIVE = 0, 1, 2, 3
"""Exit codes: nothing at the level that fails; something; the command, settings or a file cannot be used; nobody can tell."""


class UnusableError(Exception):
    """The command cannot begin; each argument is a line that says why."""


UNUSABLE_ERRORS = (UnusableError, StateError, GitError)
"""What a command cannot go on after."""


def refuse(error: Exception) -> int:
    """Say why a command cannot go on, and return its exit code."""
    sys.stderr.write("".join(f"{line}\n" for line in error.args))
    return UNUSABLE
