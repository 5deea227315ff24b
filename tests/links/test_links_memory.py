"""What is thought of an address after a row of looks, when it is due again, and in which order hosts are asked."""

from __future__ import annotations

import heapq
import itertools
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linked_site import answer, moved, no_answer
from sevenminute.links.classify.classify import classify
from sevenminute.links.classify.verdict import Kind, Verdict
from sevenminute.links.fetch.rate_limit import RequestDelays, RequestScheduler
from sevenminute.links.fetch.response import Response
from sevenminute.links.history.record import Status, UrlState
from sevenminute.links.history.update import is_due, update_state, without_unlinked
from sevenminute.links.run.selection import PER_HOST, PER_RUN, within_limits
from sevenminute.text.web_address import AddressError, read_address, with_fragment

URL = "https://www.example.org/a"
START = datetime(2026, 11, 1, 2, 10, tzinfo=UTC)

FINE, GONE, BUSY = answer(URL), answer(URL, 404), answer(URL, 503)
BLOCKED, LIMITED = answer(URL, 403), answer(URL, 429)
NO_NAME = no_answer(URL, "NameResolutionError", "gaierror", errno=-2)
NO_RESOLVER = no_answer(URL, "NameResolutionError", "gaierror", errno=-3)


def looks(*seen: tuple[float, Response]) -> list[UrlState]:
    """Return what is known after each look: a day, counted from 1, and what came."""
    states: list[UrlState] = []
    for day, response in seen:
        now = START + timedelta(days=day - 1)
        states.append(update_state(states[-1] if states else None, URL, classify(response), response, now))
    return states


def statuses(*seen: tuple[float, Response]) -> str:
    """Return the first letter of the status after each look."""
    return "".join(state.status.value[0] for state in looks(*seen))


HOUR = 1 / 24


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        pytest.param([(1, GONE), (2, GONE)], "sb", id="gone on two days"),
        pytest.param(
            [(1, GONE), (1 + HOUR, GONE), (1 + 19 * HOUR, GONE), (2, GONE)], "sssb", id="an hour later is the same look"
        ),
        pytest.param([(1, GONE), (2 - HOUR / 4, GONE)], "sb", id="a night that begins a little earlier is another night"),
        pytest.param([(1, BUSY), (4, BUSY), (7, BUSY), (8, BUSY)], "sssb", id="failing for a week"),
        pytest.param([(1, BUSY), (9, BUSY), (10, BUSY)], "ssb", id="failing for a week, seen three times"),
        pytest.param([(1, BUSY), (2, FINE), (3, BUSY)], "sos", id="flapping begins anew"),
        pytest.param([(1, NO_NAME), (2, NO_NAME), (3, NO_NAME), (4, NO_NAME)], "sssb", id="a name is believed to be gone later"),
        pytest.param([(1, NO_RESOLVER), (4, NO_RESOLVER)], "ss", id="a resolver that is down proves less"),
        pytest.param([(1, BUSY), (3, GONE)], "sb", id="what was failing before counts"),
        pytest.param([(1, GONE), (2, BUSY), (3, BUSY)], "sss", id="a certain look does not make the others certain"),
        pytest.param([(1, GONE), (2, GONE), (3, BUSY), (4, BLOCKED), (5, FINE)], "sbbbo", id="broken until it is fine"),
        pytest.param([(1, BLOCKED), (40, BLOCKED), (80, BLOCKED)], "uuu", id="nobody can tell"),
        pytest.param([(1, LIMITED), (40, LIMITED), (80, LIMITED)], "uuu", id="asked too often"),
        pytest.param([(1, FINE), (8, BLOCKED), (9, FINE)], "ouo", id="a wall for a day"),
        pytest.param([(1, GONE), (2, BLOCKED), (3, GONE)], "ssb", id="a wall in between heals nothing"),
    ],
)
def test_an_address_is_broken_only_after_it_was_seen_so_on_separate_days(
    seen: list[tuple[float, Response]], expected: str
) -> None:
    assert statuses(*seen) == expected


def test_sightings_are_counted_from_the_first_in_a_row() -> None:
    last = looks((1, BUSY), (3, FINE), (4, BUSY), (5, GONE))[-1]
    assert (last.fails, last.fail_since, last.broken_since) == (2, START + timedelta(days=3), START + timedelta(days=4))
    assert last.last_ok == START + timedelta(days=2)


@given(st.lists(st.tuples(st.floats(0, 40), st.sampled_from([FINE, GONE, BUSY, BLOCKED, LIMITED, NO_NAME])), max_size=30))
def test_what_was_fine_the_last_time_is_never_broken_and_nothing_is_broken_in_a_day(seen: list[tuple[float, Response]]) -> None:
    rows = sorted(seen, key=lambda row: row[0])
    for (_, response), state in zip(rows, looks(*rows), strict=True):
        if classify(response).kind is Kind.FINE:
            assert (state.status, state.fails, state.fail_since) == (Status.OK, 0, None)
        if state.status is Status.BROKEN:
            assert state.fail_since
            assert state.last_fail
            assert (state.last_fail.date() - state.fail_since.date()).days >= 1
            assert state.fails >= 2


def test_a_redirect_is_remembered_from_when_it_was_first_seen() -> None:
    there, elsewhere, for_now = moved(URL, f"{URL}/new"), moved(URL, f"{URL}/newer"), moved(URL, f"{URL}/newer", 302)
    rows = looks((1, there), (1.1, there), (8, there), (15, elsewhere), (16, for_now), (17, FINE))
    found = [(row.redirect.to[len(URL) :], row.redirect.permanent, row.redirect.sightings) for row in rows if row.redirect]
    assert found == [("/new", True, 1), ("/new", True, 1), ("/new", True, 2), ("/newer", True, 1), ("/newer", False, 1)]
    assert rows[-1].redirect is None


def test_fine_addresses_are_due_after_a_week_spread_over_three_days_and_failing_ones_every_night() -> None:
    days = set()
    for number in range(50):
        url = f"{URL}/{number}"
        state = update_state(None, url, Verdict.OK, answer(url), START)
        days.add((state.next_due or date.max) - START.date())
    assert days == {timedelta(days=7), timedelta(days=8), timedelta(days=9)}
    assert is_due(None, START.date())
    failing = looks((1, GONE))[-1]
    assert is_due(failing, START.date() + timedelta(days=1))
    lacks_a_part = update_state(None, URL, Verdict.FRAGMENT_MISSING, answer(URL, missing_fragments=("part",)), START)
    assert is_due(lacks_a_part, START.date() + timedelta(days=1))
    unverified = looks((1, BLOCKED))[-1]
    assert not is_due(unverified, START.date() + timedelta(days=6))
    assert is_due(unverified, START.date() + timedelta(days=7))


def test_what_no_page_links_to_is_forgotten_after_a_month_and_what_comes_back_is_kept() -> None:
    urls = {URL: UrlState(id=URL, first_seen=START)}
    later = without_unlinked(urls, [], START)
    assert later[URL].unlinked_since == START
    assert without_unlinked(later, [URL], START + timedelta(days=29))[URL].unlinked_since is None
    assert URL in without_unlinked(later, [], START + timedelta(days=30))
    assert without_unlinked(later, [], START + timedelta(days=31)) == {}


def test_a_host_is_asked_for_so_much_in_a_night_and_no_more_the_oldest_first() -> None:
    many = [f"https://a.example.org/{number}" for number in range(100)]
    known = {
        url: UrlState(id=url, first_seen=START, last_checked=START + timedelta(hours=number))
        for number, url in enumerate(many[:50])
    }
    now, waiting = within_limits([*many, URL], known)
    assert len(now) == PER_HOST + 1
    assert URL in now
    assert set(many[50:]) <= set(now)
    assert waiting == set(many[10:50])


def test_so_many_addresses_are_asked_for_in_a_run_and_no_more() -> None:
    urls = [f"https://a{number}.example.org/" for number in range(PER_RUN + 5)]
    now, waiting = within_limits(urls, {})
    assert (len(now), len(waiting)) == (PER_RUN, 5)


@pytest.mark.parametrize("order", ["grouped", "reversed", "shuffled"])
def test_the_busiest_host_alone_says_how_long_it_takes(order: str) -> None:
    items = [("busy", f"busy/{number}") for number in range(60)] + [(f"host{number}", f"host{number}/") for number in range(60)]
    draw = random.Random(7)  # noqa: S311 - the same order in each run
    if order == "reversed":
        items.reverse()
    elif order == "shuffled":
        draw.shuffle(items)
    schedule: RequestScheduler[str] = RequestScheduler(RequestDelays(lambda host: 10, draw.uniform))
    for item in items:
        schedule.add(*item)
    begun = simulated(schedule, threads=10, latency=0.3)
    assert len(begun) == len(items)
    times = sorted(at for at, item in begun if item.startswith("busy"))
    assert all(later - earlier >= 0.1 - 1e-9 for earlier, later in itertools.pairwise(times))
    assert 59 * 0.1 <= max(at for at, _ in begun) <= 59 * 0.35 + 1  # seconds; nobody waited for another's pause


def test_many_pauses_always_take_as_long_and_what_is_late_makes_nothing_later() -> None:
    pauses = RequestDelays(lambda host: 10)
    drawn = [pauses("a") for _ in range(100)]
    assert sum(drawn) == pytest.approx(100 * 0.35)
    assert all(0.1 <= seconds <= 0.6 for seconds in drawn)
    assert len(set(drawn)) > 50
    schedule: RequestScheduler[str] = RequestScheduler(RequestDelays(lambda host: 10, lambda low, high: 3.5))
    for number in range(5):
        schedule.add("a", f"a/{number}")
    for now in (0.0, 0.35, 0.9, 1.05, 1.4):  # the third is late, as on a busy machine
        assert isinstance(schedule.take(now), str)
        schedule.answered("a")
        assert not isinstance(schedule.take(now), str)  # nothing more for now


def simulated(schedule: RequestScheduler[str], threads: int, latency: float) -> list[tuple[float, str]]:
    """Return when each address was asked for, in seconds, if every answer took as long."""
    free = [0.0] * threads
    open_requests: list[tuple[float, str]] = []
    begun = []
    while len(schedule) or open_requests:
        now = heapq.heappop(free)
        while open_requests and open_requests[0][0] <= now:
            schedule.answered(heapq.heappop(open_requests)[1].partition("/")[0])
        found = schedule.take(now)
        if isinstance(found, str):
            begun.append((now, found))
            heapq.heappush(open_requests, (now + latency, found))
            heapq.heappush(free, now + latency)
        else:
            next_answer = open_requests[0][0] if open_requests else now + 1
            heapq.heappush(free, min(next_answer, now + (found if found is not None else 1)) + 1e-6)
    return begun


def test_until_a_host_has_answered_once_it_is_asked_for_one_thing() -> None:
    schedule: RequestScheduler[str] = RequestScheduler(RequestDelays(lambda host: 10))
    schedule.add("a", "a/1")
    schedule.add("a", "a/2")
    assert schedule.take(0) == "a/1"
    assert schedule.take(9) is None
    schedule.answered("a")
    assert schedule.take(9) == "a/2"
    schedule.add("a", "a/3")
    assert schedule.drop() == 1
    assert len(schedule) == 0


@pytest.mark.parametrize(
    ("written", "url", "fragment"),
    [
        ("HTTPS://WWW.Example.ORG", "https://www.example.org/", ""),
        ("https://www.example.org:443/A?b=C", "https://www.example.org/A?b=C", ""),
        ("http://www.example.org:8080/", "http://www.example.org:8080/", ""),
        ("https://www.example.org./tŷ bach?q=é#rhan%201", "https://www.example.org./t%C5%B7%20bach?q=%C3%A9", "rhan 1"),
        ("https://bücher.example/100%", "https://xn--bcher-kva.example/100%", ""),
        ("https://www.example.org/#100%25%2541 ü", "https://www.example.org/", "100%%41 ü"),
        ("https://www.example.org/#top", "https://www.example.org/", ""),
        ("https://www.example.org/a#:~:text=words", "https://www.example.org/a", ""),
        ("https://www.example.org/a#part:~:text=words", "https://www.example.org/a", "part"),
        ("https://user:secret@www.example.org/", "https://www.example.org/", ""),
        (" https://www.example.org/a\u00a0 ", "https://www.example.org/a%C2%A0", ""),
        ("http://[2606:4700::1]:80/", "http://[2606:4700::1]/", ""),
        ("https://www.example.org/a%2Fb/%e2", "https://www.example.org/a%2Fb/%e2", ""),
        ("https://www.example.org/a|b?c|d", "https://www.example.org/a%7Cb?c|d", ""),
        ("https://www.example.org/?#", "https://www.example.org/?", ""),
        ("https:///www.example.org/", "https://www.example.org/", ""),
        ("\x00https://@www.exa\tmple.org\\a\n", "https://www.example.org/a", ""),
        ("https://www.example.org/../a/%2e%2E/./b", "https://www.example.org/b", ""),
    ],
)
def test_an_address_has_one_form(written: str, url: str, fragment: str) -> None:
    address = read_address(written)
    assert (address.url, address.fragment) == (url, fragment)
    assert read_address(address.url).url == url
    assert read_address(with_fragment(url, fragment)) == replace(address, credentials=False)


@given(st.text(max_size=40).map(lambda text: f"https://{text}"))
def test_whatever_is_written_has_a_form_that_stays_or_is_refused(written: str) -> None:
    try:
        url = read_address(written).url
    except AddressError:
        return
    assert read_address(url).url == url
    assert url.isascii()
