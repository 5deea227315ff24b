"""Whether a night says anything of the web: told by sites of several owners that were fine not long ago, and by no single one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from linked_site import FakeEngine, answer, no_answer
from sevenminute.config.links import LinkSettings
from sevenminute.links.extract.links import LinkedPage
from sevenminute.links.extract.links_date import LinksDate
from sevenminute.links.extract.occurrence import Occurrence
from sevenminute.links.fetch.response import ENGINE_FAULT, Response
from sevenminute.links.history.record import State, Status
from sevenminute.links.rules.severity import Mode
from sevenminute.links.run.check import CheckOutcome, check
from sevenminute.links.run.options import RunOptions
from sevenminute.links.run.outage import owner_of
from sevenminute.links.run.retry import RetryPolicy

FIRST = datetime(2026, 1, 1, 2, 10, tzinfo=UTC)
FINE = [f"https://www.fine{number}.example/page" for number in range(8)]
BIG = [f"https://big.example/{number}" for number in range(40)]
NAMELESS = ("NameResolutionError", "gaierror")
Web = Callable[[str], Response | None]


def nameless(url: str) -> Response:
    return no_answer(url, *NAMELESS, errno=-2)


def pages(*links: str) -> list[LinkedPage]:
    places = tuple(Occurrence("briefings/a.md", 40 + line, 3, url) for line, url in enumerate(links))
    return [LinkedPage("briefings/a.md", "A", LinksDate("briefings/a.md", 5, "2025-12"), places)]


def order(day: int, *, force: bool = False) -> RunOptions:
    policy = RetryPolicy(retries=0, sleep=lambda seconds: None)
    settings = LinkSettings(warn_after_days=3000, fail_after_days=3600)
    return RunOptions(Mode.ALL, FIRST + timedelta(days=day), settings, retry_policy=policy, force=force)


def night(state: State, day: int, web: Web, *links: str, force: bool = False) -> tuple[CheckOutcome, FakeEngine]:
    engine = FakeEngine(web)
    return check(pages(*links), state, order(day, force=force), engine), engine


def after_a_fine_night(*links: str) -> State:
    return night(State(), 0, answer, *links)[0].state


@pytest.mark.parametrize(
    "harm",
    [
        nameless,
        no_answer,
        lambda url: no_answer(url, "NewConnectionError"),
        lambda url: no_answer(url, ENGINE_FAULT),
        lambda url: None,
    ],
    ids=["no name", "no answer", "refused", "breaks the engine", "lost by the engine"],
)
def test_one_host_conclude_nothing_about_others_however_many_links_it_has(harm: Web) -> None:
    for state in (State(), after_a_fine_night(*BIG, *FINE[:3])):
        done, _ = night(state, 1, lambda url: harm(url) if url in BIG else answer(url), *BIG, *FINE[:3], force=True)
        assert done.result.inconclusive == ""
        assert [done.state.urls[url].status for url in FINE[:3]] == [Status.OK] * 3


def test_hosts_of_many_owners_may_die_as_long_as_those_that_were_fine_are() -> None:
    dead = [f"https://dead{number}.example/" for number in range(30)]
    done, _ = night(State(), 0, lambda url: nameless(url) if url in dead[:20] else answer(url), *FINE, *dead)
    done, _ = night(done.state, 1, lambda url: nameless(url) if url in dead else answer(url), *FINE, *dead, force=True)
    assert done.result.inconclusive == ""
    assert all(done.state.urls[url].status is Status.SUSPECT for url in dead)


@pytest.mark.parametrize(
    "everywhere",
    [nameless, no_answer, lambda url: answer(url, 502), lambda url: answer(url, 404)],
    ids=["no name", "no answer", "a proxy without a way out", "a filter"],
)
def test_when_nearly_all_fail_that_were_fine_it_is_this_machine(everywhere: Web) -> None:
    state = after_a_fine_night(*FINE[:5], *BIG)
    for web in (everywhere, lambda url: answer(url) if url == FINE[0] else everywhere(url)):
        done, _ = night(state, 9, web, *FINE[:5], *BIG, force=True)
        why = "sites fail that were fine not long ago, so this machine can probably not reach the internet"
        assert why in done.result.inconclusive
        assert done.state == state


def test_a_site_that_only_another_client_finds_fine_is_fine() -> None:
    walled = FakeEngine(lambda url: answer(url, 404))
    options = replace(order(1, force=True), second_client=FakeEngine(answer))
    done = check(pages(*FINE), after_a_fine_night(*FINE), options, walled)
    assert done.result.inconclusive == ""
    assert {done.state.urls[url].status for url in FINE} == {Status.OK}


def test_sites_that_were_fine_are_asked_beside_the_dead_and_not_the_same_every_night() -> None:
    gone = "https://gone.example/page"
    state = after_a_fine_night(gone, *FINE)
    asked = []
    for day in (1, 2, 3):
        done, engine = night(state, day, lambda url: nameless(url) if url == gone else answer(url), gone, *FINE, force=day == 1)
        state = done.state
        asked.append(set(engine.asked) - {gone})
    assert [len(witnesses) for witnesses in asked[1:]] == [5, 5]
    assert asked[1] | asked[2] == set(FINE)


def test_what_was_fine_long_ago_is_no_witness() -> None:
    state = after_a_fine_night(*FINE)
    done, _ = night(state, 29, lambda url: answer(url, 404), *FINE)
    assert done.result.inconclusive == ""
    assert {done.state.urls[url].status for url in FINE} == {Status.SUSPECT}


def test_a_small_site_needs_one_witness_only() -> None:
    dead = [f"https://dead{number}.example/" for number in range(6)]
    links = [*dead, FINE[0]]
    state = after_a_fine_night(FINE[0])
    done, _ = night(state, 1, lambda url: nameless(url) if url in dead else answer(url), *links, force=True)
    assert done.result.inconclusive == ""
    done, _ = night(state, 1, nameless, *links, force=True)
    assert done.result.inconclusive == "none of 7 websites answered, so this machine can probably not reach the internet"


@pytest.mark.parametrize(
    ("url", "owner"),
    [
        ("https://www.example.org/a", "example.org"),
        ("https://learning.example.org:8443/", "example.org"),
        ("https://www.example.org.uk/", "example.org.uk"),
        ("https://www.northtown.gov.uk/", "northtown.gov.uk"),
        ("https://safeguarding.northtown.gov.uk/", "northtown.gov.uk"),
        ("https://www.gov.uk/a", "gov.uk"),
        ("https://example.uk/", "example.uk"),
        ("http://10.0.0.1:80/", "10.0.0.1"),
        ("http://[2001:db8::1]/", "[2001:db8::1]"),
    ],
)
def test_the_owner_of_a_host_is_told_by_the_end_of_its_name(url: str, owner: str) -> None:
    assert owner_of(url) == owner
