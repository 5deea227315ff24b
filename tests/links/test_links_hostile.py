"""Servers that keep connections open, break them off, never end or send too much: only the address itself is judged by that."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from requests import RequestException
from requests import Response as WebResponse
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3 import HTTPResponse
from urllib3.util import connection

from link_server import OK, Answer, Kept, LinkServer, never_answers, redirect, reply, serving
from linked_site import ALLOW, STATE, FakeEngine, Waited, briefing, check, no_answer, write_linked_site
from server_behaviours import CONNECTIONS, HOSTILE, UNENDED_LISTS, Row, message, never_ends, script
from sevenminute.config.links import LinkSettings
from sevenminute.links.classify.classify import classify
from sevenminute.links.classify.verdict import Kind, Verdict
from sevenminute.links.commands.exit_codes import FINE
from sevenminute.links.extract.links import LinkedPage
from sevenminute.links.extract.links_date import LinksDate
from sevenminute.links.extract.occurrence import Occurrence
from sevenminute.links.fetch.address_limit import WEB_PORTS, current_limit, limited
from sevenminute.links.fetch.child_process import engine as child_process
from sevenminute.links.fetch.child_process.watchdog import Watchdog
from sevenminute.links.fetch.hosts.certificate import Issuers
from sevenminute.links.fetch.hosts.robots import Robots
from sevenminute.links.fetch.linkchecker import LinkCheckerEngine
from sevenminute.links.fetch.page.facts import PageFacts
from sevenminute.links.fetch.protocol import Politeness, Request, Responses
from sevenminute.links.fetch.resolver import GuardedResolver
from sevenminute.links.fetch.response import ENGINE_FAULT, OVER_LIMIT, PORT, PRIVATE, Response
from sevenminute.links.fetch.response_body import read_some
from sevenminute.links.fetch.web_session import WebSession
from sevenminute.links.history.record import State, Status
from sevenminute.links.rules.severity import Mode
from sevenminute.links.run.check import check as check_links
from sevenminute.links.run.options import RunOptions
from sevenminute.links.run.retry import RetryPolicy
from sevenminute.text.web_address import is_private, read_address

UNHURRIED = Politeness(rate=10_000, timeout=8, time_limit=120, allow_private=True)
"""For servers that answer in the end, on a busy machine."""
SHORT = replace(UNHURRIED, timeout=4, time_limit=8)
"""For servers that never come to an end."""
V = Verdict


@pytest.fixture(scope="module")
def server() -> Iterator[LinkServer]:
    with serving({}) as running:
        running.script.update(script(CONNECTIONS | HOSTILE | UNENDED_LISTS, running.port))
        yield running


def probe(*requests: Request | str, politeness: Politeness = UNHURRIED) -> Responses:
    """Ask real LinkChecker."""
    whole = [item if isinstance(item, Request) else Request(item) for item in requests]
    return LinkCheckerEngine().probe(whole, politeness, lambda response: None)


SENT = CONNECTIONS | UNENDED_LISTS
NAMES = [f"www{number}.example.org" for number in range(10)]


@pytest.fixture(scope="module")
def sent(server: LinkServer) -> list[tuple[Row, Response]]:
    """Ask twice for everything that servers do to send a page, with ten threads, all at once and all of one server."""
    server.script.update({f"/{name}?again": server.script[f"/{name}"] for name in SENT})
    urls = {
        server.url(f"/{name}{again}", NAMES[number % 5]): row
        for again in ("", "?again")
        for number, (name, row) in enumerate(SENT.items())
    }
    politeness = replace(UNHURRIED, threads=10, names=dict.fromkeys([*NAMES, "xn--mnchen-3ya.example.org"], "127.0.0.1"))
    probed = probe(*(Request(url, row.fragments) for url, row in urls.items()), politeness=politeness)
    assert probed.fault == ""
    assert set(probed.responses) == set(urls)
    return [(row, probed.responses[url]) for url, row in urls.items()]


@pytest.mark.slow
def test_no_way_to_send_a_page_makes_it_look_dead(sent: list[tuple[Row, Response]]) -> None:
    """Connections that are kept, ended or broken off, in one packet or in pieces; and right HTML that leaves out end tags."""
    wrong = {urlsplit(response.url).path: classify(response) for row, response in sent if classify(response) is not row.verdict}
    assert wrong == {}


@pytest.mark.slow
def test_in_a_year_of_nights_no_way_to_send_a_page_makes_its_link_broken(sent: list[tuple[Row, Response]]) -> None:
    brought = {response.url: (row, response) for row, response in sent[: len(SENT)]}
    drips = no_answer("https://drips.example.org/", OVER_LIMIT)
    brought[drips.url] = (HOSTILE["slow/head"], drips)
    places = tuple(Occurrence("briefings/a.md", 40 + line, 3, url) for line, url in enumerate(brought))
    pages = [LinkedPage("briefings/a.md", "A", LinksDate("briefings/a.md", 5, "2025-12"), places)]
    settings = LinkSettings(warn_after_days=3000, fail_after_days=3600, allow_private=True)
    engine = FakeEngine(lambda url: brought[url][1])
    state, first = State(), datetime(2026, 1, 1, 2, 10, tzinfo=UTC)
    for day in range(365):
        order = RunOptions(Mode.ALL, first + timedelta(days=day), settings, retry_policy=RetryPolicy(retries=0))
        done = check_links(pages, state, order, engine)
        assert done.result.inconclusive == ""
        state = done.state
        for url, (row, _) in brought.items():
            status = state.urls[url].status
            if row.verdict is V.GONE:
                assert status is (Status.BROKEN if day else Status.SUSPECT)
            else:
                assert status is (Status.UNVERIFIED if row.verdict.kind is Kind.UNVERIFIED else Status.OK)
    moved = {url for url, (row, _) in brought.items() if row.verdict is V.MOVED}
    assert {url for url, known in state.urls.items() if known.redirect and known.redirect.permanent} == moved


MEASURED = """
import json, resource, sys
from test_links_hostile import *
probed = probe(*(Request(url, tuple(parts)) for url, parts in json.loads(sys.argv[1])), politeness=SHORT)
found = {url: classify(response) for url, response in probed.responses.items()}
print(json.dumps([probed.fault, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, found]))
"""


@pytest.mark.slow
def test_what_never_ends_or_is_too_much_harms_nobody_else_and_needs_no_memory(server: LinkServer) -> None:
    targets = {server.url(f"/{name}"): row for name, row in HOSTILE.items()}
    given = json.dumps([(url, row.fragments) for url, row in targets.items()])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", MEASURED, given]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    fault, mib, found = json.loads(done.stdout)
    assert fault == ""
    assert found == {url: row.verdict for url, row in targets.items()}
    assert mib < 150


def test_of_the_headers_of_an_answer_only_the_beginning_of_those_that_count_is_kept() -> None:
    busy = reply(503, "", Retry_After="9" * 5000, Last_Modified="x" * 5000, ETag="y", cf_mitigated="challenge")
    with serving({"/busy": busy}) as server:
        found = probe(server.url("/busy")).responses[server.url("/busy")]
    assert found.headers == {"retry-after": "9" * 200, "cf-mitigated": "challenge"}


def test_a_redirect_on_a_kept_connection_is_told_with_its_steps(server: LinkServer) -> None:
    url = server.url("/r/308/chain")
    found = probe(url).responses[url]
    steps = [server.url("/r/308/length/kept/whole"), server.url("/kept")]
    assert [(hop.url, hop.code) for hop in found.hops] == [(step, 308) for step in steps]
    assert (found.final_url, found.status_code, found.failure) == (server.url("/kept"), 200, None)


@pytest.mark.slow
def test_a_head_that_never_ends_fails_alone_and_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = {"/drips": HOSTILE["slow/head"].answer, "/kept": CONNECTIONS["kept"].answer}
    with serving(rows) as server:
        root = write_linked_site(tmp_path, {"briefings/a.md": briefing(server.url("/drips"), server.url("/kept"))}, ALLOW)
        assert check(root, "--all", waited=Waited(), time_limit=5) == FINE
        known = {row["id"]: row for row in map(json.loads, (root / STATE).read_text(encoding="utf-8").splitlines()[1:])}
        assert known[server.url("/kept")]["status"] == "ok"
        assert (known[server.url("/drips")]["status"], known[server.url("/drips")]["fails"]) == ("unverified", 0)
    said = capsys.readouterr().out
    why = "(it takes longer than this check waits for one link): open it yourself"
    assert f"N L154 no machine could check this link: {server.url('/drips')} {why}" in said


def test_a_part_that_is_too_far_down_could_not_be_checked_and_its_page_is_fine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving({"/deep": HOSTILE["large/div"].answer}) as server:
        links = (f"{server.url('/deep')}#far", server.url("/deep"))
        root = write_linked_site(tmp_path, {"briefings/a.md": briefing(*links)}, ALLOW)
        assert check(root, "--all", waited=Waited()) == FINE
        assert '"status":"ok"' in (root / STATE).read_text(encoding="utf-8")
    said = capsys.readouterr().out
    assert said.count("L154") == 1
    assert "briefings/a.md:37:13: N L154 no machine could check this link's part of the page" in said


@pytest.mark.slow
def test_a_robots_txt_that_never_ends_says_nothing_of_the_pages() -> None:
    text = "Content-Type: text/plain"
    answers = (
        never_ends(b"HTTP/1.1 200 OK\r\n", b"X-More: 1\r\n", 0.2),
        never_ends(message(200, text), b"#", 0.2),
        never_ends(message(200, text), b"Disallow: /c\n" * 9999, 0),
        never_answers,
        redirect("/robots.txt"),
        redirect("http://[bad/"),
        message(200, text, "Content-Length: 500", body=b"User-agent: *"),
        message(200, text, "Transfer-Encoding: chunked", body=b"zz\r\n"),
        message(200, f"{text}; charset=no-such", body=b"User-agent: *\nDisallow: /c\xff\n"),
        Kept(message(200, text, "Content-Length: 0")),
    )
    page = CONNECTIONS["kept"].answer
    with ExitStack() as running:
        servers = [running.enter_context(serving({"/robots.txt": answer, "/a": page, "/b": OK})) for answer in answers]
        urls = [server.url(path) for server in servers for path in ("/a", "/b")]
        probed = probe(*urls, politeness=replace(SHORT, timeout=3))
        assert [server.asked["/robots.txt"] for server in servers] == [1, 1, 1, 1, 6, 1, 1, 1, 1, 1]
    assert {url: classify(probed.responses[url]) for url in urls} == dict.fromkeys(urls, V.OK)


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


INSIDE = [
    "127.0.0.1",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "0.0.0.0",  # noqa: S104 - nothing is bound to it
    "0.1.2.3",
    "100.64.0.1",
    "100.100.100.200",
    "198.18.0.1",
    "192.0.2.1",
    "192.0.0.1",
    "192.0.0.8",
    "192.0.0.170",
    "192.0.0.192",
    "192.0.0.255",
    "192.88.99.1",
    "168.63.129.16",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "203.0.113.1",
    "198.51.100.1",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%1",
    "fec0::1",
    "feff::1",
    "fc00::1",
    "fd00:ec2::254",
    "fd20:ce::254",
    "ff02::1",
    "ff0e::1",
    "100::1",
    "2001:db8::1",
    "3fff::1",
    "5f00::1",
    "4000::1",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:0:10.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b::10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::a9fe:a9fe",
    "64:ff9b:1::8.8.8.8",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "2002:a00:1::5",
    "2002:c0a8:101:1::1",
    "2002:a83f:8110::",
    "2001:0:808:808::f5ff:fffe",
    "2001::1",
    "2001:10::1",
    "2001:20::1",
    "2001:2::1",
]
OUTSIDE = [
    "8.8.8.8",
    "1.1.1.1",
    "151.101.0.81",
    "192.0.1.1",
    "168.63.129.17",
    "100.128.0.1",
    "172.32.0.1",
    "223.255.255.1",
    "2606:4700::1",
    "2a00:1450:4009::8",
    "2001:4860:4860::8888",
    "64:ff9b::808:808",
    "64:ff9b::8.8.8.8",
    "2002:808:808::1",
    "::ffff:8.8.8.8",
]


def literal(address: str) -> str:
    return f"http://[{address.replace('%', '%25')}]/" if ":" in address else f"http://{address}/"


def test_addresses_that_are_never_asked_are_known_by_their_look() -> None:
    assert [address for address in INSIDE if not is_private(literal(address))] == []
    assert [address for address in OUTSIDE if is_private(literal(address))] == []
    names = "localhost a.localhost intranet printer.local x.internal metadata.google.internal a.home.arpa box.lan nas.home"
    names += " x.corp y.localdomain instance-data metadata.tencentyun.com metadata.packet.net metadata.platformequinix.com"
    names += " 2130706433 0x7f000001 127.1 0177.0.0.1 0x7f.1"
    urls = [f"http://{name}{dot}/" for name in names.split() for dot in ("", ".")]
    assert [url for url in urls if not is_private(url)] == []
    assert not any(map(is_private, ["https://www.example.org/", "https://www.example.org./", "https://10.example.org/"]))


GUARDED = """
import ipaddress
from sevenminute.text import web_address as address
from sevenminute.links.fetch import linkchecker_worker

real = address.is_public
address.is_public = lambda ip: ip == ipaddress.ip_address("127.0.0.1") or real(ip)
linkchecker_worker.main()
"""
"""The worker, to which this machine is a public host, and all else in private networks is as private as ever."""


def test_no_address_of_a_private_network_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "guarded_worker.py").write_text(GUARDED, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr("sevenminute.links.fetch.linkchecker.WORKER", "guarded_worker")
    inside = [address for address in INSIDE if address not in ("127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::")]
    names: dict[str, str | int] = {f"n{number}.example.org": address for number, address in enumerate(inside)}
    with serving({"/ok": OK, "/robots.txt": redirect("http://169.254.169.254/robots.txt")}) as server:
        server.script.update({f"/{number}": redirect(literal(address), 302) for number, address in enumerate(inside)})
        server.script.update({f"/to/{name}": redirect(f"http://{name}/", 302) for name in names})
        urls = [read_address(literal(address)).url for address in inside if "%" not in address]
        urls += [f"http://{name}/" for name in names]
        urls += [server.url(f"/{number}") for number in range(len(inside))]
        urls += [server.url(f"/to/{name}") for name in names]
        politeness = replace(UNHURRIED, timeout=5, allow_private=False, names=names)
        found = dict(probe(*urls, server.url("/ok"), politeness=politeness).responses)
    assert classify(found.pop(server.url("/ok"))) is V.OK
    assert [url for url, response in found.items() if not response.failure or PRIVATE not in response.failure.chain] == []
    assert {classify(response) for response in found.values()} == {V.BLOCKED}
    assert len(found) == len(urls)


def proxyless_session(politeness: Politeness) -> WebSession:
    given = asdict(politeness)
    return WebSession(given, GuardedResolver(given), Robots(), Issuers(DEFAULT_CA_BUNDLE_PATH))


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


def test_through_a_proxy_no_private_network_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    page, inside = (
        "http://public.example.org",
        ["10.0.0.5", "inside.example.org", "both.example.org", "db.default.svc", "x.consul"],
    )
    inside += ["metadata.oraclecloud.com", "a.internal", "2130706433", "[::1]"]
    steps = {f"{page}/go/{number}": redirect(f"http://{host}/secret", 302) for number, host in enumerate(inside)}
    names: dict[str, str | int] = {"public.example.org": "8.8.8.8", "inside.example.org": "10.0.0.5"}
    names |= {"both.example.org": "localhost", "alone.example.org": socket.EAI_NONAME}
    with serving({**steps, f"{page}/ok": OK, "http://alone.example.org/ok": OK}) as proxy:
        proxy.script[f"{page}/go/itself"] = redirect(proxy.url("/"), 302)
        proxy.script[f"{page}/go/port"] = redirect(f"{page}:{proxy.port}/", 302)
        for name in ("http_proxy", "HTTP_PROXY"):
            monkeypatch.setenv(name, proxy.url(""))
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        fine = [f"{page}/ok", "http://alone.example.org/ok"]
        refused = [*steps, f"{page}/go/itself", f"{page}/go/port", "http://inside.example.org/direct"]
        found = probe(*fine, *refused, politeness=replace(UNHURRIED, allow_private=False, names=names)).responses
    assert {url: classify(found[url]) for url in fine} == dict.fromkeys(fine, V.OK)
    assert {url: classify(found[url]) for url in refused} == dict.fromkeys(refused, V.BLOCKED)
    assert {urlsplit(path).hostname for path in proxy.asked if path.startswith("http:")} == {
        "public.example.org",
        "alone.example.org",
    }


def test_only_the_proxy_itself_may_be_in_a_private_network(monkeypatch: pytest.MonkeyPatch) -> None:
    for proxy in ("http://127.0.0.1:3128", "127.0.0.1:3128"):
        monkeypatch.setenv("https_proxy", proxy)
        resolver = GuardedResolver(asdict(replace(UNHURRIED, allow_private=False)))
        with limited(60, WEB_PORTS):
            assert list(resolver("127.0.0.1", 3128))
            for host, port, refused in (("127.0.0.1", 22, PORT), ("127.0.0.1", 80, PRIVATE), ("www.example.org", 3128, PORT)):
                with pytest.raises(RequestException) as error:
                    resolver(host, port)
                assert type(error.value).__name__ == refused


def test_no_way_to_write_a_redirect_leads_into_a_private_network_or_to_another_port() -> None:
    inside = [
        "http:\\\\10.0.0.1\\x",
        "\\\\10.0.0.1/x",
        "/\\10.0.0.1/x",
        "http:///10.0.0.1/x",
        "///10.0.0.1/x",
        "https:10.0.0.1/x",
        "https:/10.0.0.1/x",
        "http://10\u30020\uff0e0\uff611/x",
        "http://\uff11\uff10.0.0.1/x",
        "http://%31%30.0.0.1/x",
        "http://www.example.org@10.0.0.1/x",
        "http://www.example.org\\@10.0.0.1\\x".replace("www.example.org\\", "10.0.0.1\\"),
        "http://user:word@10.0.0.1#@www.example.org/",
        " \t http://10.0.0.1 ",
        "ht\ttp://10.0.\t0.1/",
        "http://\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3/",
        "http://a\u3002internal/",
        "http://a%2einternal/",
        "http://[::ffff:10.0.0.1]/",
        "//0x0a.0.0.1/",
    ]
    ports = [
        "http:\\\\www.example.org:22\\x",
        "//www.example.org:22",
        "http:///www.example.org:022/",
        "http://a@www.example.org:0/",
    ]
    session = proxyless_session(replace(UNHURRIED, allow_private=False))

    def led(location: str) -> str:
        response = WebResponse()
        response.url, response.status_code = "http://www.example.org/deep/page", 302
        raw = location.encode().decode("latin-1")
        response.headers["Location"] = raw
        response.raw = HTTPResponse(headers={"Location": raw})
        try:
            return f"followed to {session.get_redirect_target(response)}"
        except RequestException as error:
            return type(error).__name__

    with limited(60, WEB_PORTS):
        assert {location: led(location) for location in inside} == dict.fromkeys(inside, PRIVATE)
        assert {location: led(location) for location in ports} == dict.fromkeys(ports, PORT)
        assert led("HTTP:\\\\WWW.example.org:80\\a b#c") == "followed to http://www.example.org/a%20b#c"


@pytest.mark.slow
def test_no_name_or_password_of_a_redirect_is_told_or_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving({"/ok": OK, "/gone": reply(410)}) as server:
        user = f"http://Pers0n:hunt3r@127.0.0.1:{server.port}"
        server.script |= {
            "/moved": redirect(f"{user}/ok"),
            "/twice": redirect(f"{user}/moved", 302),
            "/gone-there": redirect(f"//Pers0n%3Ahunt3r@127.0.0.1:{server.port}/gone"),
            "/user-only": redirect(f"http:\\\\Pers0n@127.0.0.1:{server.port}\\ok"),
            "/inside": redirect("http://Pers0n:hunt3r@127.0.0.1:22/"),
            "/unclear": redirect("mailto:Pers0n:hunt3r@example.org"),
            "/no-address": redirect("http://Pers0n:hunt3r@[bad/"),
        }
        links = [server.url(path) for path in server.script if path not in ("/ok", "/gone")]
        responses = probe(*links).responses
        root = write_linked_site(tmp_path, {"briefings/a.md": briefing(*links)}, ALLOW)
        assert check(root, "--all", "--reports", str(root / "reports"), waited=Waited()) == FINE
    ends = {urlsplit(url).path: response.final_url for url, response in responses.items()}
    assert (ends["/moved"], ends["/twice"], ends["/user-only"]) == (server.url("/ok"),) * 3
    written = [repr(responses), capsys.readouterr().out, (root / STATE).read_text(encoding="utf-8")]
    written += [report.read_text(encoding="utf-8") for report in (root / "reports").iterdir()]
    assert len(written) > 5
    assert server.url("/ok") in written[2]
    assert [text for text in written if "Pers0n" in text or "hunt3r" in text] == []


def test_only_the_ports_of_the_web_and_that_of_the_link_itself_are_asked() -> None:
    with serving({"/": OK, "/a": OK}) as trap, serving({"/ok": OK}) as server:
        other = trap.port
        targets = {
            "/22": "http://127.0.0.1:22/",
            "/25": "//localhost:25/",
            "/1": "http://127.0.0.1:1/",
            "/other": f"http://127.0.0.1:{other}/",
            "/name": f"http://www.example.org:{other}/a",
            "/twice": server.url("/other"),
            "/user": f"http://user:word@127.0.0.1:{other}/",
            "/safe": f"https://127.0.0.1:{other}/",
        }
        server.script.update({path: redirect(target, 302) for path, target in targets.items()})
        server.script["/same"] = redirect(server.url("/ok", "www.example.org"))
        server.script["/robots.txt"] = redirect(f"http://127.0.0.1:{other}/robots.txt")
        links = [server.url(path) for path in [*targets, "/same"]]
        politeness = replace(UNHURRIED, names={"www.example.org": "127.0.0.1"})
        found = probe(*links, politeness=politeness).responses
        assert trap.asked.total() == 0
        assert classify(found[server.url("/same")]) is V.MOVED
        for path in targets:
            response = found[server.url(path)]
            assert classify(response) is V.BLOCKED
            assert response.failure
            assert PORT in response.failure.chain
        assert classify(probe(trap.url("/a")).responses[trap.url("/a")]) is V.OK


def test_a_redirect_to_another_port_is_named_and_is_never_broken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving({"/": redirect("http://127.0.0.1:22/")}) as server:
        root = write_linked_site(tmp_path, {"briefings/a.md": briefing(server.url("/"))}, ALLOW)
        assert check(root, "--all") == FINE
        assert '"status":"unverified"' in (root / STATE).read_text(encoding="utf-8")
    said = capsys.readouterr().out
    assert "N L154 no machine could check this link" in said
    assert "it goes to a port that websites do not use" in said


def test_a_name_that_stands_for_another_address_the_second_time_is_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebinding = GUARDED.replace(
        "linkchecker_worker.main()",
        """
import socket
answers = iter(["127.0.0.1", "127.0.0.1"])
system = socket.getaddrinfo
def rebinds(host, *args, **kwargs):
    return system(next(answers, "127.0.0.2") if host == "www.example.org" else host, *args, **kwargs)
socket.getaddrinfo = rebinds
linkchecker_worker.main()
""",
    )
    (tmp_path / "rebinding_worker.py").write_text(rebinding, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr("sevenminute.links.fetch.linkchecker.WORKER", "rebinding_worker")
    with serving({"/a": redirect("/b"), "/b": OK}) as server:
        url = server.url("/a", "www.example.org")
        found = probe(url, politeness=replace(UNHURRIED, allow_private=False)).responses[url]
        assert server.asked["/a"] == 1, "the first two times, for robots.txt and for /a, it stood for a public host"
        assert server.asked["/b"] == 0
    assert classify(found) is V.BLOCKED
