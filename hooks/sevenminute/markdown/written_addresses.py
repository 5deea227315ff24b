"""Where the addresses of links and pictures stand in a line of Markdown, between Markdown's own brackets.

They tell where an editor wrote an address; whether Markdown made a link of it, the page that it makes tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# No pattern reads past a mark that would begin it anew: else a file of such marks would take quadratic time.
_OPENING = re.compile(r"\]\(\s*")
_DEFINITION = re.compile(r"(?: {0,3}>)* {0,3}\[[^\[\]^\n][^\[\]\n]*\]:\s*")
_BETWEEN_ANGLES = re.compile(r"[^<>\n]+")
_IN_BRACKETS = re.compile(r"[^()\s<>]+")
_AFTER_COLON = re.compile(r"[^\s<>]+")
_END = re.compile(r"\)|\s+[\"')]")


@dataclass(frozen=True)
class WrittenAddress:
    """An address in `[words](address)`, `![words](address)` or `[id]: address`.

    Attributes:
        text: The address as it stands there, without the angle brackets that may stand around it.
        is_picture: Whether a `!` stands before the square brackets.
        is_whole: Whether it ends as Markdown wants it, in a bracket or before a title; a definition always does.
        is_definition: Whether the line defines an id.
    """

    text: str
    is_picture: bool = False
    is_whole: bool = True
    is_definition: bool = False


def written_addresses(line: str) -> Iterator[WrittenAddress]:
    """Yield the addresses in a line that has no code."""
    if "](" not in line and "]:" not in line:
        return
    definition = _DEFINITION.match(line)
    if definition and (found := _address(line, definition.end(), _AFTER_COLON)):
        yield WrittenAddress(found[0], is_definition=True)
    before = 0
    for opening in _OPENING.finditer(line):
        bracket = line.rfind("[", before, opening.start())
        before = opening.end()
        if found := _address(line, before, _IN_BRACKETS):
            is_picture = bracket > 0 and line[bracket - 1] == "!"
            yield WrittenAddress(found[0], is_picture, is_whole=bool(_END.match(line, found[1])))


def _address(line: str, begins: int, plain: re.Pattern[str]) -> tuple[str, int] | None:
    """Return the address that begins at a place of a line, and where what stands behind it begins."""
    has_angles = line.startswith("<", begins)
    found = _BETWEEN_ANGLES.match(line, begins + 1) if has_angles else plain.match(line, begins)
    return (found[0], found.end() + line.startswith(">", found.end()) * has_angles) if found else None
