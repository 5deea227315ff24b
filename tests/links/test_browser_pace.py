"""Pages in a Chromium and what they load keep to the pace of each host, whichever window asks."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest

from link_server import Answer, ByHeaders, reply, serving
from sevenminute.links.classify.classify import classify
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.fetch.browser.engine import BrowserEngine
from sevenminute.links.fetch.browser.executable import find_browser
from sevenminute.links.fetch.protocol import Politeness, Request
from sevenminute.links.fetch.rate_limit import RequestDelays, RequestPacer


class Clock:
    """A clock on which nothing takes time but to sleep."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def pacer(clock: Clock, rate: float = 1.0) -> RequestPacer:
    """Return a pacer by which each host has a turn every three seconds."""
    return RequestPacer(RequestDelays(lambda host: rate, lambda shortest, longest: 3.5), clock, clock.sleep)


def test_a_host_has_one_turn_after_the_other_and_waits_for_no_other_host() -> None:
    clock = Clock()
    pace = pacer(clock)
    assert [pace.wait(host, 60) for host in ("a", "b", "a", "b", "a")] == [True] * 5
    assert clock.slept == [3.5, 3.5]
    assert clock.now == 107.0


def test_a_turn_that_comes_too_late_is_neither_waited_for_nor_taken() -> None:
    clock = Clock()
    pace = pacer(clock)
    assert [pace.wait("a", 60), pace.wait("a", 3), pace.wait("a", 4)] == [True, False, True]
    assert clock.slept == [3.5]


def test_what_a_host_is_asked_without_a_wait_counts_as_its_turn() -> None:
    clock = Clock()
    pace = pacer(clock)
    pace.note("a")
    assert pace.wait("a", 60)
    assert clock.slept == [3.5]


EVENLY = """
import runpy
from sevenminute.links.fetch import rate_limit

rate_limit.SHORTEST = rate_limit.LONGEST = 1.0
runpy.run_module("sevenminute.links.fetch.browser.worker", run_name="__main__")
"""
"""A worker in which hosts are asked at even intervals, as short as their rates allow."""


class EvenBrowser(BrowserEngine):
    """A browser in that worker."""

    worker = "even_worker"


PAGE = "<body><script src='http://b.example.org:{port}/{script}'></script>"
SCRIPT = "document.title = 'A page'; document.body.append('Words.')"
RATES = {"a.example.org": 0.5, "b.example.org": 0.125}
LATE = 0.3
"""Seconds by which a request may come to a server later than the one after it."""


class Diary:
    """Notes when a server is asked, by host."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = defaultdict(list)
        self._lock = threading.Lock()

    def noting(self, answer: Answer) -> ByHeaders:
        """Return an answer that notes when it is given."""

        def choose(headers: Mapping[str, str]) -> Answer:
            with self._lock:
                self.times[headers["host"].partition(":")[0]].append(time.monotonic())
            return answer

        return ByHeaders(choose)


def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, diary: Diary, **politeness: object) -> dict[str, Verdict]:
    """Open two pages of one host, each empty without a script of a second host, and return what is said of them."""
    (tmp_path / "even_worker.py").write_text(EVENLY, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    names: dict[str, str | int] = dict.fromkeys(RATES, "127.0.0.1")
    given = Politeness(rate=10_000, allow_private=True, robots=False, names=names, host_rates=RATES, **politeness)  # type: ignore[arg-type]
    with serving({}) as server:
        for number in (1, 2):
            page = PAGE.format(port=server.port, script=number)
            server.script[f"a.example.org/{number}"] = diary.noting(reply(200, page))
            server.script[f"b.example.org/{number}"] = diary.noting(reply(200, SCRIPT, Content_Type="text/javascript"))
        urls = {str(number): server.url(f"/{number}", "a.example.org") for number in (1, 2)}
        engine = EvenBrowser(find_browser(True), stop_after=lambda number, politeness: 300)
        found = engine.probe([Request(url) for url in urls.values()], given, lambda response: None).responses
    return {name: classify(found[url]) for name, url in urls.items()}


@pytest.mark.slow
@pytest.mark.browser
def test_no_window_asks_a_host_sooner_than_its_rate_allows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    diary = Diary()
    assert ask(tmp_path, monkeypatch, diary) == {"1": Verdict.OK, "2": Verdict.OK}
    assert {host: len(times) for host, times in diary.times.items()} == {"a.example.org": 4, "b.example.org": 2}
    gaps = {host: min(after - before for before, after in pairwise(times)) for host, times in diary.times.items()}
    assert {host: gap for host, gap in gaps.items() if gap < 1 / RATES[host] - LATE} == {}


@pytest.mark.slow
@pytest.mark.browser
def test_no_wait_for_a_turn_goes_beyond_the_time_of_an_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    diary, begun = Diary(), time.monotonic()
    monkeypatch.setitem(RATES, "b.example.org", 0.01)
    said = ask(tmp_path, monkeypatch, diary, timeout=5, time_limit=15)
    assert time.monotonic() - begun < 60
    assert len(diary.times["b.example.org"]) == 1
    assert said["1"] is Verdict.OK
    assert said["2"] in (Verdict.EMPTY, Verdict.NEEDS_SCRIPTS)
