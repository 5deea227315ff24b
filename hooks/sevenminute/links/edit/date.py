"""Writing the date of the links into a briefing: one line changes, to the byte."""

from __future__ import annotations

import re

from sevenminute.diagnostics.problem import Problem
from sevenminute.links.edit.lines import BYTE_ORDER_MARK, file_lines
from sevenminute.links.extract.links_date import LINKS_UPDATED
from sevenminute.text.dates import PartialDate
from sevenminute.text.file import decode
from sevenminute.text.front_matter import read_front_matter

_DATE_LINE = re.compile(
    rf"""(?P<key>(?P<mark>["']?){LINKS_UPDATED}(?P=mark)[ \t]*:)(?P<space>[ \t]*)"""
    r"""(?P<value>"[^"]*"|'[^']*'|[^\s#"'][^\r\n]*?|)(?P<after>(?:[ \t]+\#[^\r\n]*)?[ \t]*)(?P<end>\r\n|\r|\n|\Z)"""
)
_DATE_KEYS = ("updated", "published")
"""Keys below which a new line stands best."""
_BY_HAND = "cannot be changed by this command: write the line links_updated: {day} yourself"


def with_links_date(data: bytes, path: str, day: PartialDate) -> bytes | Problem:
    """Return a briefing with another date of its links.

    The value keeps its quotation marks; comments, line ends and a byte-order mark stay as they are. A briefing that has no
    such line gets one.

    Args:
        data: The file.
        path: Its name in problems.
        day: The date to write.

    Returns:
        The file with one line changed or added, or why that cannot be done.
    """
    plain = decode(data, path)
    if isinstance(plain, Problem):
        return plain
    before = read_front_matter(plain, path)
    if before.problems:
        return before.problems[0]
    lines = file_lines(data.decode())
    end = before.body_line - 2  # the line that closes the front matter, counted from 0
    changed = (
        _changed(lines, before.line_of((LINKS_UPDATED,)) - 1, day) if LINKS_UPDATED in before.values else _added(lines, end, day)
    )
    text = "".join(changed or lines)
    after = read_front_matter(text.lstrip(BYTE_ORDER_MARK).replace("\r\n", "\n").replace("\r", "\n"), path)
    if changed is None or after.values != {**before.values, LINKS_UPDATED: day.iso} or after.body != before.body:
        return Problem(path, before.line_of((LINKS_UPDATED,)), _BY_HAND.format(day=day.iso))
    return text.encode()


def _changed(lines: list[str], number: int, day: PartialDate) -> list[str] | None:
    found = _DATE_LINE.fullmatch(lines[number])
    if not found:
        return None
    quote = found["value"][:1] if found["value"][:1] in ("'", '"') else ""
    line = f"{found['key']}{found['space'] or ' '}{quote}{day.iso}{quote}{found['after']}{found['end']}"
    return [*lines[:number], line, *lines[number + 1 :]]


def _added(lines: list[str], end: int, day: PartialDate) -> list[str]:
    """Add the line below the other dates, else as the last of the front matter."""
    places = [number for key in _DATE_KEYS for number in range(1, end) if re.match(rf"{key}[ \t]*:[ \t]*\S", lines[number])]
    place = places[0] + 1 if places else end
    line_end = re.search(r"[\r\n]*\Z", lines[place - 1])
    return [*lines[:place], f"{LINKS_UPDATED}: {day.iso}{line_end[0] if line_end else ''}", *lines[place:]]
