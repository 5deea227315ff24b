"""Front matter: the lines of YAML between two lines of `---` at the top of a file, read with their line numbers.

MkDocs drops front matter that it cannot read without a word. Here each fault becomes a `Problem`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from sevenminute.diagnostics.problem import Problem, quoted
from sevenminute.text.yaml_messages import UnreadableError
from sevenminute.text.yaml_reader import Place, PlainYaml, Value

MAX_BYTES = 16 * 1024
"""Limit of the block itself; the longest sample has half a kilobyte."""
_FENCE = re.compile(r"---[ \t]*")
_CLOSING = re.compile(r"(?:---|\.\.\.)[ \t]*")
_KEY = re.compile(r"[A-Za-z][\w-]*[ \t]*:(?=\s|$)", re.ASCII)
"""How a line begins that has a key."""
_WORD = re.compile(r"[a-z][a-z_]*")
_BLOCK_LINE = 2
"""Line of the file on which the block begins."""
_HEADING = re.compile(r"##+ ")


@dataclass(frozen=True)
class FrontMatter:
    """What stands at the top of a content file.

    Attributes:
        values: Key to value; texts, lists of texts, or None for a key without a value.
        lines: Line in the file of each value, by its place: `("topics", 0)` is the first topic.
        body: The text below the front matter.
        body_line: Line in the file of the first line of `body`.
        problems: Faults of the front matter; `values` then holds what could be read all the same.
        kinds: What MkDocs would make of each value that it takes for no text, by its place: "a number", say.
        misread: Keys whose values are not what was meant, as `problems` says: nothing else is to be said of them.
    """

    values: dict[str, Value] = field(default_factory=dict)
    lines: dict[Place, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    problems: tuple[Problem, ...] = ()
    kinds: dict[Place, str] = field(default_factory=dict)
    misread: frozenset[str | int] = frozenset()

    def line_of(self, place: Place) -> int:
        """Return the line of a value, or of the nearest value around it, or 1."""
        while place:
            if place in self.lines:
                return self.lines[place]
            place = place[:-1]
        return self.lines.get((), 1)


def read_front_matter(text: str, path: str, *, required: bool = True) -> FrontMatter:
    """Split a file into front matter and body.

    Args:
        text: The whole file, with `\\n` line ends.
        path: The file's name in problems.
        required: Whether a file without front matter is a problem.
    """
    lines = text.split("\n")
    if not _FENCE.fullmatch(lines[0]):
        body = text if not required or lines[0].startswith("#") else ""  # else it is front matter that went wrong
        return FrontMatter(body=body, problems=(_missing(lines, path),) if required else ())
    closing = next((number for number, line in enumerate(lines[1:], 1) if _CLOSING.fullmatch(line)), None)
    swallowed = next((number for number, line in enumerate(lines[1:closing], 1) if _HEADING.match(line)), None)
    if closing is None or swallowed is not None:
        return FrontMatter(body="", body_line=len(lines), problems=(_unclosed(lines, swallowed, path),))
    block = "\n".join(lines[1:closing]) + "\n"
    body, body_line = "\n".join(lines[closing + 1 :]), min(closing + 2, len(lines))
    if len(block.encode()) > MAX_BYTES:
        said = f"the front matter is {len(block.encode()):,} bytes: at most {MAX_BYTES:,} are read"
        return FrontMatter(body=body, body_line=body_line, problems=(Problem(path, 1, said),))
    reader = PlainYaml(block, path, first_line=_BLOCK_LINE, name="front matter")
    try:
        values = reader.read()
    except UnreadableError as fault:
        return _read_in_parts(lines[1:closing], fault, path, body, body_line)
    return FrontMatter(values, reader.lines, body, body_line, tuple(reader.problems), reader.kinds, frozenset(reader.misread))


def _read_in_parts(block: list[str], first: UnreadableError, path: str, body: str, body_line: int) -> FrontMatter:
    """Return what each key says by itself, and the faults of those that cannot be read: YAML itself stops at the first.

    Args:
        block: The lines of front matter that cannot be read as a whole.
        first: Why not.
        path: The file's name in problems.
        body: The text below it.
        body_line: Line in the file of the first line of `body`.
    """
    values: dict[str, Value] = {}
    lines: dict[Place, int] = {}
    kinds: dict[Place, str] = {}
    problems, misread = {Problem(path, first.line, first.message)}, _first_words(block)
    for number, part in _parts(block):
        reader = PlainYaml("\n".join(part) + "\n", path, first_line=number, name="front matter")
        is_the_first = number <= first.line < number + len(part)
        try:
            read = {} if is_the_first else {name: value for name, value in reader.read().items() if name not in values}
        except UnreadableError as fault:
            problems.add(Problem(path, fault.line, fault.message))
            is_the_first = True
        if is_the_first:
            continue
        values |= read
        misread -= read.keys() - reader.misread
        lines |= reader.lines
        kinds |= reader.kinds
        problems |= set(reader.problems)
    return FrontMatter(values, lines, body, body_line, tuple(sorted(problems)), kinds, frozenset(misread))


def _parts(block: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield for each key at the left edge its line in the file, and its lines with those that belong to it."""
    starts = [number for number, line in enumerate(block) if _KEY.match(line)]
    for start, end in pairwise([*starts, len(block)]):
        yield start + _BLOCK_LINE, block[start:end]


def _first_words(block: list[str]) -> set[str | int]:
    """Return what may be meant for keys: none of them is missing, whatever else is wrong with its line."""
    return {found[0] for line in block if (found := _WORD.search(line))}


def _missing(lines: list[str], path: str) -> Problem:
    """Say why the file begins without front matter."""
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return Problem(path, 1, "the file is empty: begin it with a line ---, then title: and the rest, then ---")
    if re.fullmatch(r"\s*[-–—]+\s*", lines[first]):
        said = "the front matter begins on the first line with exactly ---: no space or blank line before it, no other dashes"
        return Problem(path, first + 1, said)
    said = "the front matter, the facts about the page, is missing"
    return Problem(path, 1, f"{said}: begin the file with a line ---, then title: and the rest, then ---")


def _unclosed(lines: list[str], heading: int | None, path: str) -> Problem:
    """Say where the line that closes the front matter is missing."""
    before = lines[1:heading]
    dashes = next((number for number, line in enumerate(before, 1) if re.fullmatch(r"\s*[-–—]+\s*", line)), None)
    if dashes is not None:
        return Problem(path, dashes + 1, f"{quoted(lines[dashes])} does not close the front matter: write ---")
    if heading is not None:
        said = f"{quoted(lines[heading])} is inside the front matter: put a line --- above it, after the last entry"
        return Problem(path, heading + 1, said)
    return Problem(path, 1, "the front matter has no end: put a line --- after its last entry")
