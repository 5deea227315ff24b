"""Whatever one address does to the process that asks, the others are judged, and nothing is left open."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from requests import RequestException
from urllib3.util import connection

from link_server import OK, Answer, LinkServer, redirect, reply, serving
from linkchecker_asking import SHORT, UNHURRIED, V, probe, proxyless_session
from server_behaviours import CONNECTIONS, HOSTILE, UNENDED_LISTS, message, never_ends, script
from sevenminute.links.classify.classify import classify
from sevenminute.links.fetch.address_limit import current_limit, limited
from sevenminute.links.fetch.child_process import engine as child_process
from sevenminute.links.fetch.child_process.watchdog import Watchdog
from sevenminute.links.fetch.linkchecker import LinkCheckerEngine
from sevenminute.links.fetch.page.facts import PageFacts
from sevenminute.links.fetch.protocol import Request
from sevenminute.links.fetch.response import ENGINE_FAULT
from sevenminute.links.fetch.response_body import read_some


@pytest.fixture(scope="module")
def server() -> Iterator[LinkServer]:
    with serving({}) as running:
        running.script.update(script(CONNECTIONS | HOSTILE | UNENDED_LISTS, running.port))
        yield running


BROKEN = """
import os, signal, sys, threading
from sevenminute.links.fetch import linkchecker_worker as worker

FAULTS = {
    "/index-error": lambda: [][1],
    "/way-out": sys.exit,
    "/deep": lambda: deep(0),
    "/hangs": lambda: threading.Event().wait(),
    "/stops": lambda: (os.kill(os.getpid(), signal.SIGSTOP), threading.Event().wait()),  # this thread may go on for a moment
    "/crashes": os.abort,
    "/ends": lambda: os._exit(0),
    "/talks": lambda: print('{"no": "response"}', flush=True),
}

def deep(number):
    return deep(number + 1)

def faulty(real):
    def method(*args):
        probe = args[-1]
        fault = next((fault for path, fault in FAULTS.items() if probe.key.endswith(path)), None)
        return fault() if fault else real(*args)
    return method

worker._PageReader.check = faulty(worker._PageReader.check)
worker._Probe.allows_robots = (lambda real: lambda probe, url: [][1] if "early" in url else real(probe, url))(
    worker._Probe.allows_robots
)
worker.main()
"""
"""The worker, in which some addresses do to it what a page might, one day."""


@pytest.mark.slow
def test_whatever_one_address_does_to_the_engine_the_others_are_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken_worker.py").write_text(BROKEN, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr("sevenminute.links.fetch.linkchecker.WORKER", "broken_worker")
    monkeypatch.setattr("sevenminute.links.fetch.child_process.engine.GRACE", 2.0)
    faulty = ["/early", "/index-error", "/way-out", "/deep", "/hangs", "/stops", "/crashes", "/ends"]
    fine = ["/talks", *(f"/{number}" for number in range(6))]
    with serving({**dict.fromkeys([*faulty, *fine], OK), "/gone": reply(410)}) as server:
        engine = LinkCheckerEngine(stop_after=lambda number, politeness: 600)  # so much breaks here that many children are needed
        targets = [Request(server.url(path)) for path in [*faulty, *fine, "/gone"]]
        probed = engine.probe(targets, replace(SHORT, time_limit=3, rate=100), lambda response: None)
        found = {path: classify(probed.responses.get(server.url(path))) for path in [*faulty, *fine, "/gone"]}
    assert probed.fault == ""
    assert found == {**dict.fromkeys(faulty, V.UNCHECKED), **dict.fromkeys(fine, V.OK), "/gone": V.GONE}
    for path in faulty:
        failure = probed.responses[server.url(path)].failure
        assert failure
        assert failure.chain[0] == ENGINE_FAULT


UNTRUE = """
import json, sys
given = json.load(sys.stdin)
first = {
    "url": "", "final_url": "https://www.example.org/", "status_code": 200, "hops": [], "failure": None, "robots": False,
    "missing_fragments": [], "unread_fragments": False, "headers": {},
}
changed = json.loads(given["politeness"]["agent"])
for target, change in zip(given["requests"], changed):
    print(json.dumps({**first, "url": target["url"], **change}))
print(json.dumps({**first, "url": "https://other.example.org/"}))
print(json.dumps({"end": "it"}))
"""
"""What takes the place of the worker: its responses say what a test says, in the place of the agent."""


def test_a_record_that_cannot_be_is_that_of_an_address_that_cannot_be_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "untrue_worker.py").write_text(UNTRUE, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr("sevenminute.links.fetch.linkchecker.WORKER", "untrue_worker")
    page = asdict(PageFacts())
    changes: list[dict[str, object]] = [
        {"status_code": "200"},
        {"status_code": 10**30},
        {"status_code": -1},
        {"final_url": None},
        {"final_url": "https://[bad/"},
        {"final_url": "https://www.example.org/\ud800"},
        {"final_url": f"https://www.example.org/{'x' * 100_000}"},
        {"hops": [["https://[bad/", 301]]},
        {"hops": [{"url": "https://[bad/", "code": 301}]},
        {"hops": 1},
        {"failure": {"chain": "no", "errno": "x"}},
        {"headers": {"retry-after": [1]}},
        {"headers": {"retry-after": "9" * 100_000}},
        {"page": {"title": "x" * 100_000}},
        {"page": {**page, "blocks": {"no hash": 1}}},
        {"page": {**page, "blocks": {f"{n:08x}": 1 for n in range(9999)}}},
        {"page": {**page, "opening": ["x"] * 9999}},
        {"page": {**page, "words": -1}},
        {"missing_fragments": None},
        {"more": 1},
    ]
    urls = [f"https://n{number}.example.org/" for number in range(len(changes) + 1)]
    probed = probe(*urls, politeness=replace(UNHURRIED, agent=json.dumps([*changes, {}])))
    assert probed.fault == ""
    assert set(probed.responses) == set(urls)
    judged = {url: classify(response) for url, response in probed.responses.items()}
    assert judged == {**dict.fromkeys(urls[:-1], V.UNCHECKED), urls[-1]: V.OK}


@pytest.mark.slow
def test_what_a_child_brought_back_counts_when_the_time_is_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = UNTRUE.replace('print(json.dumps({"end": "it"}))', "sys.stdout.flush()\nimport signal\nsignal.pause()")
    (tmp_path / "endless_worker.py").write_text(endless, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr("sevenminute.links.fetch.linkchecker.WORKER", "endless_worker")
    targets = [Request("https://www.example.org/"), Request("https://never.example.org/")]
    engine = LinkCheckerEngine(stop_after=lambda number, politeness: 6)
    probed = engine.probe(targets, replace(UNHURRIED, agent="[{}]"), lambda response: None)
    assert (set(probed.responses), probed.fault, probed.timed_out) == ({"https://www.example.org/"}, "", True)


def test_a_child_that_has_answered_for_all_and_does_not_end_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = UNTRUE.replace('print(json.dumps({"end": "it"}))', "sys.stdout.flush()\nimport signal\nsignal.pause()")
    (tmp_path / "answered_worker.py").write_text(endless, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr("sevenminute.links.fetch.linkchecker.WORKER", "answered_worker")
    monkeypatch.setattr("sevenminute.links.fetch.child_process.engine.GRACE", 0.5)
    watches = []

    class Noted(Watchdog):
        def start(self) -> None:
            watches.append(self)
            super().start()

    monkeypatch.setattr(child_process, "Watchdog", Noted)
    engine = LinkCheckerEngine(stop_after=lambda number, politeness: 30)
    targets = [Request("https://www.example.org/")]
    probed = engine.probe(targets, replace(UNHURRIED, agent="[{}]", time_limit=1), lambda response: None)
    assert (set(probed.responses), probed.fault) == ({"https://www.example.org/"}, "")
    assert [watch.timed_out for watch in watches] == [False]


@pytest.mark.slow
def test_a_host_on_which_nothing_ends_does_not_use_up_the_time_of_the_others() -> None:
    slow = {f"/slow/{number}": HOSTILE["slow/head"].answer for number in range(40)}
    with serving(slow) as trap, serving({f"/{number}": OK for number in range(10)}) as server:
        urls = [trap.url(path) for path in slow] + [server.url(f"/{number}") for number in range(10)]
        probed = probe(*urls, politeness=replace(SHORT, time_limit=3))
        assert trap.requests() < 20
    assert probed.fault == ""
    assert {classify(probed.responses[url]) for url in urls[:40]} == {V.TOO_SLOW}
    assert {classify(probed.responses[url]) for url in urls[40:]} == {V.OK}


@pytest.mark.slow
def test_a_host_with_a_few_slow_pages_is_looked_at_to_the_end() -> None:
    pages = {f"/{number}": HOSTILE["slow/head"].answer if number % 3 == 0 else OK for number in range(24)}
    with serving(pages) as server:
        probed = probe(*map(server.url, pages), politeness=replace(SHORT, time_limit=3))
    found = [classify(probed.responses[server.url(path)]) for path in pages]
    assert found == [V.TOO_SLOW if number % 3 == 0 else V.OK for number in range(24)]


def test_a_session_reads_so_many_bytes_only() -> None:
    with serving({"/endless": never_ends(message(200), b"x" * 65536, 0), "/many": HOSTILE["many/headers"].answer}) as server:
        session = proxyless_session(UNHURRIED)
        with limited(60, frozenset((server.port,))):
            read = bytearray()
            endless = session.get(server.url("/endless"), stream=True)
            assert not read_some(endless, 100_000, 30, read.extend)
            assert 100_000 <= len(read) < 200_000
            assert endless.raw.closed
            with pytest.raises(RequestException, match="what comes before the page is too long"):
                session.get(server.url("/many"))


def test_a_connection_that_is_made_when_the_time_is_over_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[socket.socket] = []

    def make(*args: Any, **kwargs: Any) -> socket.socket:
        made.append(create_connection(*args, **kwargs))
        current_limit().expire()
        return made[0]

    create_connection = connection.create_connection
    monkeypatch.setattr(connection, "create_connection", make)
    with serving({}) as server, limited(60, frozenset((server.port,))):
        with pytest.raises(RequestException, match="the time for this address is over"):
            proxyless_session(UNHURRIED).get(server.url("/"))
        assert [each.fileno() for each in made] == [-1]


COUNTED = """
import gc, socket
from pathlib import Path
from sevenminute.links.fetch import linkchecker_worker as worker
from sevenminute.links.fetch.response_writer import ResponseWriter

def is_open(found):
    return isinstance(found, socket.socket) and found.fileno() != -1 and found.family == socket.AF_INET

def end(writer, engine, real=ResponseWriter.end):
    Path(__file__).with_suffix(".txt").write_text(str(sum(map(is_open, gc.get_objects()))))
    real(writer, engine)

gc.disable()
ResponseWriter.end = end
worker.main()
"""
"""The worker, which writes down how many of its connections are open when it has asked for everything."""


def test_each_connection_is_closed_as_soon_as_nobody_reads_from_it_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "counted_worker.py").write_text(COUNTED, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr("sevenminute.links.fetch.linkchecker.WORKER", "counted_worker")
    rows: dict[str, Answer | list[Answer]] = {
        "/page": OK,
        "/gone": reply(404),
        "/file": reply(200, b"%PDF-" * 99_999, Content_Type="application/pdf"),
        "/long": message(200, "Content-Type: text/html", body=b"<p>x" * 99_999),
        "/moved": redirect("/page"),
        "/loop": redirect("/loop"),
        "/refused": redirect("http://127.0.0.1:22/"),
        "/unclear": redirect("mailto:somebody@example.org"),
        "/many": HOSTILE["many/headers"].answer,
        "/robots.txt": message(200, "Content-Type: text/plain", body=b"#" * 999_999),
    }
    with serving(rows) as server:
        probe(*map(server.url, rows))
    assert (tmp_path / "counted_worker.txt").read_text(encoding="utf-8") == "0"
