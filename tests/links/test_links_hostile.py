"""Servers that keep connections open, break them off, never end or send too much: only the address itself is judged by that."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from link_server import OK, Kept, LinkServer, never_answers, redirect, reply, serving
from linkchecker_asking import SHORT, UNHURRIED, V, probe
from linked_site import ALLOW, STATE, FakeEngine, Waited, briefing, check, no_answer, write_linked_site
from server_behaviours import CONNECTIONS, HOSTILE, UNENDED_LISTS, Row, message, never_ends, script
from sevenminute.config.links import LinkSettings
from sevenminute.links.classify.classify import classify
from sevenminute.links.classify.verdict import Kind
from sevenminute.links.commands.exit_codes import FINE
from sevenminute.links.extract.links import LinkedPage
from sevenminute.links.extract.links_date import LinksDate
from sevenminute.links.extract.occurrence import Occurrence
from sevenminute.links.fetch.protocol import Request
from sevenminute.links.fetch.response import OVER_LIMIT, Response
from sevenminute.links.history.record import State, Status
from sevenminute.links.rules.severity import Mode
from sevenminute.links.run.check import check as check_links
from sevenminute.links.run.options import RunOptions
from sevenminute.links.run.retry import RetryPolicy


@pytest.fixture(scope="module")
def server() -> Iterator[LinkServer]:
    with serving({}) as running:
        running.script.update(script(CONNECTIONS | HOSTILE | UNENDED_LISTS, running.port))
        yield running


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
    why = "(it takes longer than this check waits for one link): open the link yourself"
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
