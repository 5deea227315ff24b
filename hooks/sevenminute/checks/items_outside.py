"""Items that were meant to stand inside one of a numbered list, and do not, since they begin too far to the left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sevenminute.config.schema import Settings
from sevenminute.content.library import Library
from sevenminute.diagnostics.problem import Problem, quoted
from sevenminute.markdown.document import Document

_NUMBER = re.compile(r"(?P<edge> {0,3})(?P<number>\d{1,9})[.)][ \t]+(?=\S)")
_BULLET = re.compile(r"(?P<edge> {1,3})[-+*][ \t]+(?P<words>\S.*)")
_COUNTED = {3: "three", 4: "four", 5: "five"}


def items_outside(library: Library, _settings: Settings | None) -> Iterator[Problem]:
    """Yield advice on the first of such items between two numbers."""
    for path, document in library.documents_by_path.items():
        yield from _of_document(path, document)


def _of_document(path: str, document: Document) -> Iterator[Problem]:
    lines = document.outline.lines
    for number, line in enumerate(lines):
        item = _NUMBER.match(line) if number in document.outline.items else None
        if not item:
            continue
        begins = len(line[: item.end()].expandtabs(4))
        outside = _outside(lines, number, len(item["edge"]), begins)
        if outside and _next_number(lines, outside[-1]) == int(item["number"]) + 1:
            found = _BULLET.match(lines[outside[0]])
            words, spaces = found["words"] if found else "", _COUNTED.get(begins, str(begins))
            where = (
                "the line"
                if len(outside) == 1
                else f"lines {outside[0] + document.page.first_line} to " + str(outside[-1] + document.page.first_line)
            )
            said = f"{quoted(words)} is shown below number {item['number']}, not inside it"
            yield Problem(
                path, outside[0] + document.page.first_line, f"{said}: begin {where} with {spaces} spaces before the hyphen"
            )


def _outside(lines: Sequence[str], number: int, edge: int, begins: int) -> list[int]:
    """Return the lines of the items that follow one with a number, further in than it, and too little to be inside it."""
    found = []
    for following in range(number + 1, len(lines)):
        line = lines[following]
        if _NUMBER.match(line) or (line.strip() and not line.startswith(" ")):
            break
        bullet = _BULLET.match(line)
        if bullet and edge < len(bullet["edge"]) < begins:
            found.append(following)
    return found


def _next_number(lines: Sequence[str], last: int) -> int | None:
    """Return the number of the item that comes next below a line, if nothing but it does."""
    for line in lines[last + 1 :]:
        if item := _NUMBER.match(line):
            return int(item["number"])
        if line.strip() and not line.startswith(" "):
            return None
    return None
