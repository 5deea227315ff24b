"""Dates as editors know them: a month (`2025-04`) or a day (`2025-04-01`), shown as precisely as they were given."""

from __future__ import annotations

import calendar
import os
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sevenminute.diagnostics.problem import nearest, quoted

_HERE = ZoneInfo("Europe/London")

_WRITTEN = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})(?:-(?P<day>\d{2}))?", re.ASCII)
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_ABBREVIATIONS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_IN_WORDS = re.compile(r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+)?(?P<month>[A-Za-z]+)\.?,?\s+(?P<year>\d{4})", re.ASCII)
_IN_FIGURES = re.compile(r"(?:(?P<day>\d{1,2})[/.-])?(?P<month>\d{1,2})[/.-](?P<year>\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})[/.-](?P<month>\d{1,2})(?:[/.-](?P<day>\d{1,2}))?", re.ASCII)

EARLIEST_YEAR = 1990
"""A year before this is taken for a typing mistake."""


@dataclass(frozen=True)
class PartialDate:
    """A month or a day of the calendar.

    Attributes:
        year: Four figures.
        month: 1 to 12.
        day: Day of the month, or None when only the month is known.
    """

    year: int
    month: int
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `2025-04` or `2025-04-01`.

        Raises:
            ValueError: The text is no such date; the message says what would be right.
        """
        found = _WRITTEN.fullmatch(text.strip())
        if not found:
            raise ValueError(f"is not a date that can be read: write {_suggestion(text)}")
        year, month = int(found["year"]), int(found["month"])
        day = int(found["day"]) if found["day"] else None
        if year < EARLIEST_YEAR:
            raise ValueError(f"has the year {year}: the earliest that makes sense is {EARLIEST_YEAR}")
        if not 1 <= month <= 12:
            raise ValueError(f"has the month {month}: months go from 01 to 12, after the year")
        last = calendar.monthrange(year, month)[1]
        if day is not None and not 1 <= day <= last:
            raise ValueError(f"has the day {day}: {calendar.month_name[month]} {year} goes from 01 to {last}")
        return cls(year, month, day)

    @property
    def iso(self) -> str:
        """The machine value, `2025-04` or `2025-04-01`, as the `datetime` attribute of HTML takes it."""
        return f"{self.year:04}-{self.month:02}" + (f"-{self.day:02}" if self.day else "")

    @property
    def when(self) -> str:
        """The date within a sentence: in April 2025, on 1 April 2025."""
        return f"{'on' if self.day else 'in'} {self}"

    @property
    def first_day(self) -> date:
        """The first day that the date covers."""
        return date(self.year, self.month, self.day or 1)

    @property
    def last_day(self) -> date:
        """The last day that the date covers: a month is not over before its last day is."""
        return date(self.year, self.month, self.day or calendar.monthrange(self.year, self.month)[1])

    def __str__(self) -> str:
        day = f"{self.day} " if self.day else ""
        return f"{day}{calendar.month_name[self.month]} {self.year}"


def day_in_words(day: date) -> str:
    """Return a day as readers see it: 22 November 2026."""
    return str(PartialDate(day.year, day.month, day.day))


class SourceDateError(Exception):
    """SOURCE_DATE_EPOCH names no moment."""


def source_date() -> datetime | None:
    """Return the moment that SOURCE_DATE_EPOCH names, so that a build can be repeated, or None when it is not set.

    Raises:
        SourceDateError: It is no number of seconds since 1970.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return None
    try:
        if not re.fullmatch("[0-9]+", epoch):
            raise ValueError
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        raise SourceDateError(f"SOURCE_DATE_EPOCH is {quoted(epoch)}: must be seconds since 1970, or not set") from None


def today() -> date:
    """Return the day of the build in the United Kingdom: today, or the day that SOURCE_DATE_EPOCH names.

    Machines of CI have their clocks in UTC, where it is still yesterday for an hour of each summer night.

    Raises:
        SourceDateError: It names none.
    """
    return (source_date() or datetime.now(UTC)).astimezone(_HERE).date()


def _suggestion(text: str) -> str:
    """Return how the date that was probably meant is written, or how dates are written."""
    text = text.strip()
    in_words = _IN_WORDS.fullmatch(text)
    found = in_words or _IN_FIGURES.fullmatch(text) or _YEAR_FIRST.fullmatch(text)
    if found:
        month = _month(found["month"]) if in_words else int(found["month"])
        meant = f"{found['year']}-{month:02}" + (f"-{int(found['day']):02}" if found["day"] else "")
        try:
            return PartialDate.parse(meant).iso
        except ValueError:
            pass
    return "the year and month like 2025-04, or the day like 2025-04-01"


def _month(name: str) -> int:
    """Return the number of the month that a word most probably means, or 0."""
    name = name.lower()
    near = nearest(name, _MONTHS)
    return _ABBREVIATIONS.get(name[:3], 0) if len(name) <= 4 else _MONTHS.get(near, 0)
