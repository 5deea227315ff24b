"""What is said of each behaviour of servers after one run by real LinkChecker, and after nine nights in which nothing changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from behaviour_nights import CLIENTS, nights
from behaviours import Behaviour, O
from measured_behaviours import MEASURED
from neighbouring_behaviours import NEIGHBOURING
from reported_behaviours import REPORTED
from reviewed_behaviours import REVIEWED
from sevenminute.links.classify.opinion import Client
from sevenminute.links.fetch.browser.engine import BrowserEngine
from sevenminute.links.fetch.browser.executable import find_browser
from sevenminute.links.fetch.protocol import Engine

ROWS = (*MEASURED, *REPORTED, *REVIEWED, *NEIGHBOURING)


def test_each_behaviour_has_a_name_and_a_host_of_its_own() -> None:
    assert len({row.name for row in ROWS}) == len(ROWS)


def judged(rows: Sequence[Behaviour], folder: Path, clients: Mapping[Client, Engine] = CLIENTS) -> dict[str, tuple[O, ...]]:
    """Return what is wrong, by row: what is said in each night."""
    return nights(rows, folder, clients).wrong(rows)


@pytest.mark.slow
def test_what_servers_do_is_judged_as_a_reader_sees_it(tmp_path: Path) -> None:
    assert judged([row for row in ROWS if not (row.waits or row.browser)], tmp_path) == {}


@pytest.mark.slow
def test_servers_that_keep_a_client_waiting_are_judged_as_a_reader_sees_it(tmp_path: Path) -> None:
    assert judged([row for row in ROWS if row.waits], tmp_path) == {}


@pytest.mark.slow
def test_what_is_for_browsers_only_is_judged_as_a_reader_sees_it(tmp_path: Path) -> None:
    clients = {**CLIENTS, Client.BROWSER: BrowserEngine(find_browser(True))}
    assert judged([row for row in ROWS if row.browser], tmp_path, clients) == {}


HARMFUL = ("drips-headers", "robots-endless", "deep-divs", "long-ps", "bomb", "note-in-body", "unended-li", "location-unreadable")


@pytest.mark.slow
@pytest.mark.parametrize("name", HARMFUL)
def test_on_a_page_of_two_links_whatever_one_does_the_other_is_judged(tmp_path: Path, name: str) -> None:
    assert judged([row for row in ROWS if row.name in (name, "status-404")], tmp_path) == {}
