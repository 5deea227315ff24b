"""Dates have the precision that they were given."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sevenminute.text.dates import EARLIEST_YEAR, PartialDate, SourceDateError, today

_DAYS = st.dates(min_value=date(EARLIEST_YEAR, 1, 1))


@given(_DAYS, st.booleans())
def test_a_date_is_read_as_it_is_written(day: date, with_day: bool) -> None:
    written = PartialDate(day.year, day.month, day.day if with_day else None)
    assert PartialDate.parse(written.iso) == written


@given(st.text(alphabet="0123456789-/. ", min_size=1).filter(lambda text: text.strip().count("-") not in (1, 2)))
def test_any_other_text_has_a_message(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date that can be read: write "):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    ("iso", "shown", "first", "last"),
    [
        ("2025-04", "April 2025", date(2025, 4, 1), date(2025, 4, 30)),
        ("2024-02", "February 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-04-01", "1 April 2025", date(2025, 4, 1), date(2025, 4, 1)),
    ],
)
def test_a_month_is_a_month_and_a_day_a_day(iso: str, shown: str, first: date, last: date) -> None:
    read = PartialDate.parse(iso)
    assert (str(read), read.iso, read.first_day, read.last_day) == (shown, iso, first, last)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("April 2025", "2025-04"),
        ("1 April 2025", "2025-04-01"),
        ("1st of April 2025", "the year and month"),
        ("Sept. 2025", "2025-09"),
        ("Febuary 2025", "2025-02"),
        ("03/04/2025", "2025-04-03"),
        ("3.4.2025", "2025-04-03"),
        ("04/2025", "2025-04"),
        ("2025/4/3", "2025-04-03"),
        ("2025-4", "2025-04"),
        ("31/02/2025", "the year and month"),
        ("Easter 2025", "the year and month"),
        ("٢٠٢٥-٠٤", "the year and month"),
    ],
)
def test_the_message_says_how_the_date_is_written(written: str, meant: str) -> None:
    with pytest.raises(ValueError, match=f"write {meant}"):
        PartialDate.parse(written)


@pytest.mark.parametrize("given", ["", "today", "-5", "1_000", "1e9", "99999999999999999999"])
def test_a_day_of_the_build_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    with pytest.raises(SourceDateError, match=f"^SOURCE_DATE_EPOCH is “{given}”: must be seconds since 1970"):
        today()


def test_the_day_of_the_build_can_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    assert today() == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 6, 30, 22, 59, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 23, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2027, 1, 1, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2027, 3, 28, 23, 30, tzinfo=UTC), date(2027, 3, 29)),
        (datetime(2027, 10, 31, 23, 30, tzinfo=UTC), date(2027, 10, 31)),
    ],
)
def test_a_day_begins_when_it_does_in_london(monkeypatch: pytest.MonkeyPatch, moment: datetime, day: date) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    assert today() == day
    monkeypatch.undo()
    time.tzset()
