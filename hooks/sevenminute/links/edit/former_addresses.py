"""Writing the former addresses of a briefing, and the name of what took its place: single lines change, to the byte."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sevenminute.diagnostics.problem import Problem
from sevenminute.links.edit.lines import BYTE_ORDER_MARK, file_lines
from sevenminute.text.file import decode
from sevenminute.text.front_matter import FrontMatter, read_front_matter

KEY = "former_addresses"
REPLACED_BY = "replaced_by"
_END = r"(?P<end>(?:[ \t]+#[^\r\n]*)?[ \t]*(?:\r\n|\r|\n|\Z))"
_ON_ONE_LINE = re.compile(rf"(?P<key>[\"']?{KEY}[\"']?[ \t]*:)[ \t]*(?P<value>\[[^\]\r\n]*\]|[^\s\[#][^#\r\n]*?){_END}")
_ENTRY = re.compile(rf"(?P<begin>[ \t]*-[ \t]+)(?P<value>[^#\r\n]*?){_END}")
_REPLACED = re.compile(
    rf"(?P<begin>[\"']?{REPLACED_BY}[\"']?[ \t]*:[ \t]*(?P<mark>[\"']?))(?P<value>[^\"'#\r\n]*?)(?P<rest>(?P=mark){_END})"
)
_BY_HAND = "cannot be changed by this command: write the line {} yourself"


def with_former_addresses(data: bytes, path: str, addresses: Sequence[str]) -> bytes | Problem:
    """Return a briefing with these former addresses; comments, line ends and a byte-order mark stay as they are.

    Args:
        data: The file.
        path: Its name in problems.
        addresses: All that it had, the newest last; without one, the line goes.

    Returns:
        The file with a line changed, added or taken out, or why that cannot be done.
    """
    read = _front(data, path)
    if isinstance(read, Problem):
        return read
    before = _listed(read)
    if before == list(addresses):
        return data
    lines = file_lines(data.decode())
    changed = _changed(lines, read, list(addresses)) if KEY in read.values else _added(lines, read, addresses)
    after = _front("".join(changed).encode(), path)
    others = {key: value for key, value in read.values.items() if key != KEY}
    written = {} if isinstance(after, Problem) else {key: value for key, value in after.values.items() if key != KEY}
    if isinstance(after, Problem) or _listed(after) != list(addresses) or written != others or after.body != read.body:
        return Problem(path, read.line_of((KEY,)), _BY_HAND.format(f"{KEY}: [{', '.join(addresses)}]"))
    return "".join(changed).encode()


def with_replacement(data: bytes, path: str, name: str) -> bytes | Problem:
    """Return a withdrawn briefing with another name of what took its place.

    Args:
        data: The file.
        path: Its name in problems.
        name: The name.
    """
    read = _front(data, path)
    if isinstance(read, Problem):
        return read
    lines, number = file_lines(data.decode()), read.line_of((REPLACED_BY,)) - 1
    found = _REPLACED.fullmatch(lines[number])
    if found:
        lines[number] = f"{found['begin']}{name}{found['rest']}"
    after = _front("".join(lines).encode(), path)
    if isinstance(after, Problem) or after.values != {**read.values, REPLACED_BY: name}:
        return Problem(path, number + 1, _BY_HAND.format(f"{REPLACED_BY}: {name}"))
    return "".join(lines).encode()


def _front(data: bytes, path: str) -> FrontMatter | Problem:
    text = decode(data, path)
    if isinstance(text, Problem):
        return text
    front = read_front_matter(text.lstrip(BYTE_ORDER_MARK), path)
    return front.problems[0] if front.problems else front


def _listed(front: FrontMatter) -> list[str]:
    value = front.values.get(KEY)
    return [value] if isinstance(value, str) else [str(entry) for entry in value or ()]


def _added(lines: list[str], front: FrontMatter, addresses: Sequence[str]) -> list[str]:
    """Add the line as the last of the front matter."""
    place = front.body_line - 2  # the line that closes the front matter, counted from 0
    line_end = re.search(r"[\r\n]*\Z", lines[place - 1])
    return [*lines[:place], f"{KEY}: [{', '.join(addresses)}]{line_end[0] if line_end else ''}", *lines[place:]]


def _changed(lines: list[str], front: FrontMatter, addresses: list[str]) -> list[str]:
    """Change the line of the list, or add and take out lines of its entries; what has another form stays as it is."""
    first, before = front.line_of((KEY,)) - 1, _listed(front)
    entries = [front.line_of((KEY, position)) - 1 for position in range(len(before))]
    if not before or entries[0] == first or not isinstance(front.values[KEY], list):
        found = _ON_ONE_LINE.fullmatch(lines[first])
        line = [f"{found['key']} [{', '.join(addresses)}]{found['end']}"] if found and addresses else []
        return [*lines[:first], *line, *lines[first + 1 :]]
    kept = {number: lines[number] for number, address in zip(entries, before, strict=True) if address in addresses}
    last = entries[-1]
    entry = _ENTRY.fullmatch(lines[last])
    line_end = re.search(r"[\r\n]*\Z", lines[last])
    new = (
        [f"{entry['begin']}{address}{line_end[0]}" for address in addresses if address not in before]
        if entry and line_end
        else []
    )
    body = [line for number, line in enumerate(lines[first + 1 : last + 1], first + 1) if number not in entries or number in kept]
    return [
        *lines[:first],
        *(lines[first : first + 1] if addresses else ()),
        *(body if addresses else ()),
        *new,
        *lines[last + 1 :],
    ]
