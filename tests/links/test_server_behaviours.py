"""What is said of each behaviour of servers after one run by real LinkChecker, and after nine nights in which nothing changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from behaviour_nights import nights
from measured_behaviours import MEASURED
from reported_behaviours import REPORTED

ROWS = (*MEASURED, *REPORTED)
UNSETTLED: set[str] = {
    "404-but-browsers",
    "410-but-browsers",
    "challenge-503",
    "status-418",
    "status-441",
    "script-leads-on",
}
"""Rows that are not right yet."""


def test_each_behaviour_has_a_name_and_a_host_of_its_own() -> None:
    assert len({row.name for row in ROWS}) == len(ROWS)


def test_what_servers_do_is_judged_as_a_reader_sees_it(tmp_path: Path) -> None:
    rows = [row for row in ROWS if not row.waits]
    assert nights(rows, tmp_path).wrong(row for row in rows if row.name not in UNSETTLED) == {}


@pytest.mark.slow
def test_servers_that_keep_a_client_waiting_are_judged_as_a_reader_sees_it(tmp_path: Path) -> None:
    rows = [row for row in ROWS if row.waits]
    assert nights(rows, tmp_path).wrong(row for row in rows if row.name not in UNSETTLED) == {}
