"""What is said of each behaviour of servers after one run by real LinkChecker, and after nine nights in which nothing changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from behaviour_nights import nights
from measured_behaviours import MEASURED
from reported_behaviours import REPORTED

ROWS = (*MEASURED, *REPORTED)
UNSETTLED: set[str] = {
    "to-home",
    "to-home-of-language",
    "to-home-with-query",
    "to-search",
    "404-but-browsers",
    "410-but-browsers",
    "certificate-self-signed",
    "certificate-expired",
    "certificate-for-another-name",
    "soft-sorry",
    "soft-removed",
    "soft-moved",
    "soft-renamed",
    "soft-welsh",
    "soft-welsh-2",
    "soft-suspended",
    "soft-for-sale",
    "wall-runtime-error",
    "wall-maintenance",
    "wall-moment",
    "wall-denied",
    "wall-robot",
    "refresh-in-page",
    "refresh-in-header",
    "no-content",
    "empty",
    "title-not-in-welsh",
    "title-missing",
    "waf-202",
    "challenge-503",
    "status-418",
    "status-441",
    "part-user-content",
    "to-404-html",
    "to-error",
    "to-forsale",
    "to-section",
    "adverts",
    "soft-german",
    "script-leads-on",
    "title-of-404",
    "title-for-sale",
    "soft-windows-1252",
    "soft-untyped",
    "certificate-incomplete",
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
