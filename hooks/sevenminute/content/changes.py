"""`changes:` in front matter: what has changed in a briefing since it came out, each with its month or day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from pydantic import GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from sevenminute.content.field_types import refuse
from sevenminute.diagnostics.problem import quoted
from sevenminute.text.dates import PartialDate
from sevenminute.text.marks import plain
from sevenminute.text.placeholder_text import filled

MOST_CHANGES = 20
"""Limit of the entries: what happened before is in the history of the repository."""
LONGEST_CHANGE = 200
"""Characters of what one entry says."""
EXAMPLE = "- 2026-11: The number of the front door changed."

_DATE = r"\d{4}-\d{2}(-\d{2})?"
_ENTRY = re.compile(r"(?P<day>[^:]{1,30}?)\s*:\s+(?P<said>.+)", re.DOTALL)
_NO_COLON = re.compile(rf"(?P<day>{_DATE})[\s,;–—-]+(?P<said>\S.*)", re.DOTALL | re.ASCII)
_DATE_ALONE = re.compile(rf"{_DATE}:?", re.ASCII)
_NO_SPACE = re.compile(rf"(?P<day>{_DATE}):(?P<said>\S.*)", re.DOTALL | re.ASCII)
_NOTHING_SAID = "does not say what changed: write it after the date, a colon and a space, in one sentence"
_NAMED = ("date", "day", "month", "text", "change", "what", "description", "summary")
"""What other programs call the two parts of an entry."""


@dataclass(frozen=True)
class Change:
    """What changed, and when.

    Attributes:
        day: Month or day.
        said: One sentence.
    """

    day: PartialDate
    said: str


class ChangeEntry:
    """Teaches pydantic to read an entry: `2026-11: The number changed.`, which YAML takes for a key with a text."""

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(_read_change)

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        said = {"type": "string", "minLength": 1, "maxLength": LONGEST_CHANGE}
        entry = {
            "type": "object",
            "patternProperties": {f"^{_DATE}$": said},
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        }
        return {"anyOf": [entry, {"type": "string", "pattern": rf"^{_DATE}:\s+\S"}]}


class ChangeList:
    """Teaches pydantic to say how a list of changes is written."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._read, handler(source))

    @staticmethod
    def _read(value: object) -> object:
        if isinstance(value, dict):
            raise refuse(f"must be a list: begin each entry with two spaces, a hyphen and a space, like {EXAMPLE}")
        return value


def _read_change(value: object) -> Change:
    day, said = _parts(value)
    try:
        when = PartialDate.parse(day)
    except ValueError as error:
        raise refuse(f"{quoted(day)} {error}") from None
    if len(said) > LONGEST_CHANGE:
        raise refuse(f"{when.iso} has {len(said):,} characters: write one sentence of at most {LONGEST_CHANGE}")
    return Change(when, plain(filled(said)))


def _parts(value: object) -> tuple[str, str]:
    """Return what an entry says: when, and what."""
    if isinstance(value, Change):
        return value.day.iso, value.said
    if isinstance(value, dict) and value:
        return _of_key(value)
    if not isinstance(value, str) or not value.strip():
        raise refuse(f"has an entry that is not one line: write it like {EXAMPLE}")
    found = _ENTRY.fullmatch(value.strip())
    if found and (found["day"][0].isdigit() or found["day"][-1].isdigit()):
        return found["day"], found["said"].strip()
    if _DATE_ALONE.fullmatch(value.strip()):
        raise refuse(f"{quoted(value)} {_NOTHING_SAID}")
    if tight := _NO_SPACE.fullmatch(value.strip()):
        raise refuse(f"{quoted(value)} has no space after the colon: write {tight['day']}: {tight['said']}")
    if without := _NO_COLON.fullmatch(value.strip()):
        raise refuse(f"{quoted(value)} has no colon after the date: write {without['day']}: {without['said']}")
    raise refuse(f"{quoted(value)} has no date: begin it with the month or day, a colon and a space, like {EXAMPLE}")


def _of_key(entry: dict[str, object]) -> tuple[str, str]:
    """Return what an entry says that YAML read as a key with a text."""
    (day, said), *others = entry.items()
    if day.strip().lower() in _NAMED:
        raise refuse(f"names its parts, as {quoted(day)}: write the date, a colon and what changed, like {EXAMPLE}")
    if others:
        raise refuse(f"{quoted(others[0][0])} has no hyphen: begin each change on a line of its own, like {EXAMPLE}")
    if said is None or (isinstance(said, str) and not said.strip()):
        raise refuse(f"{quoted(day)} {_NOTHING_SAID}")
    if not isinstance(said, str):
        raise refuse(f"{quoted(day)} is not one sentence: put what follows the date in quotation marks")
    return day, said.strip()


def change_problems(changes: Sequence[Change], published: PartialDate, today: date) -> Iterator[tuple[int, str]]:
    """Yield the position of each entry that cannot be right beside the others, or beside the calendar, and why.

    Args:
        changes: As they are written.
        published: When the briefing came out.
        today: The day of the build.
    """
    for position, change in enumerate(changes):
        if change.day.first_day > today:
            yield position, f"changes {change.day} is in the future: write the month or day when it changed"
        elif change.day.last_day < published.first_day:
            yield position, f"changes {change.day} is before published {published}: one of the two is wrong"
    for position, (above, below) in enumerate(pairwise(changes), start=1):
        if above.day.last_day < below.day.first_day:
            said = f"changes {below.day} is below {above.day}, which is earlier: put the newest first"
            yield position, said
