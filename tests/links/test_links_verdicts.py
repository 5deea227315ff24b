"""What real LinkChecker brings back from a server that does all that servers do, and the verdict on each."""

from __future__ import annotations

import gzip
import json
import os
import pwd
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from link_server import OK, LinkServer, Stopped, closes, endless_body, never_answers, redirect, reply, resets, serving
from server_behaviours import Row
from sevenminute.links.classify.classify import classify
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.fetch.linkchecker import LinkCheckerEngine
from sevenminute.links.fetch.protocol import Politeness, Request, Responses
from sevenminute.links.fetch.response import Response
from sevenminute.text.web_address import is_private, read_address

QUICK = Politeness(rate=10_000, timeout=6, allow_private=True)
V = Verdict


def page(body: str, title: str = "A page") -> bytes:
    return reply(200, f"<html><head><title>{title}</title></head><body>{body}</body></html>")


LONG = page("".join(f'<p id="p{number}">Words.</p>' for number in range(4000)))
PDF = reply(200, b"%PDF-1.4 ...", Content_Type="application/pdf")
CUT = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<title>A page"
BAD_GZIP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\nnot gzip!"
HUGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 314572800\r\n\r\n<title>A page</title>" + b" " * 1_000_000

MENU = "About us, contact us, news and events. " * 50
TITLES = {
    "Sorry, we can't find that page": V.SOFT_404,
    "This page has been removed": V.SOFT_404,
    "Page has moved | Exampleshire": V.SOFT_404,
    "The page has been moved, renamed or deleted": V.SOFT_404,
    "Tudalen heb ei chanfod - Sir Enghraifft": V.SOFT_404,
    "Ni ellir dod o hyd i’r dudalen": V.SOFT_404,
    "This account has been suspended": V.PARKED,
    "example.org is for sale": V.PARKED,
    "Runtime Error": V.OUT_OF_ORDER,
    "Down for maintenance": V.OUT_OF_ORDER,
    "Just a moment...": V.BLOCKED,
    "Access denied": V.BLOCKED,
    "Are you a robot?": V.BLOCKED,
    "Content not available in Welsh": V.OK,
    "Children missing: when a document cannot be found": V.OK,
    "Access denied: what to do when contact is refused": V.OK,
    "Website for sale scam": V.OK,
    "Child maintenance": V.OK,
    "Medical errors": V.OK,
    "Sign in": V.OK,
}
"""Titles of pages that answer with 200."""
HOMES = ("/en/", "/cy/", "/?e=404", "/search?q=x", "/404", "/error", "/not-found", "/account/", "/auth", "/Shibboleth.sso/Login")

ROWS: dict[str, Row] = {
    "ok": Row(V.OK, OK),
    **{f"gone-{code}": Row(V.GONE, reply(code)) for code in (404, 410)},
    **{f"other-{code}": Row(V.OTHER_4XX, reply(code)) for code in (400, 418)},
    **{f"server-{code}": Row(V.TEMPORARY, reply(code)) for code in (408, 425, 500, 502, 503, 520)},
    **{f"blocked-{code}": Row(V.BLOCKED, reply(code)) for code in (401, 402, 403, 405, 406, 407, 451, 999)},
    "bot-wall": Row(V.BLOCKED, reply(503, cf_mitigated="challenge")),
    **{f"permanent-{code}": Row(V.MOVED, redirect("/ok", code)) for code in (301, 308)},
    **{f"for-now-{code}": Row(V.REDIRECTED, redirect("/ok", code)) for code in (302, 303, 307)},
    "to-404": Row(V.GONE, redirect("/gone-404")),
    "chain": Row(V.MOVED, redirect("/chain/2")),
    "chain/2": Row(V.MOVED, redirect("/chain/3")),
    "chain/3": Row(V.MOVED, redirect("/ok")),
    "mixed": Row(V.REDIRECTED, redirect("/mixed/2")),
    "mixed/2": Row(V.REDIRECTED, redirect("/ok", 302)),
    **{f"hop/{number}": Row(V.REDIRECT_LOOP, redirect(f"/hop/{number + 1}")) for number in range(1)},
    "self": Row(V.REDIRECT_LOOP, redirect("/self")),
    "ping": Row(V.REDIRECT_LOOP, redirect("/pong")),
    "pong": Row(V.REDIRECT_LOOP, redirect("/ping")),
    "choices": Row(V.OK, reply(300, "<title>Choices</title><p>In English, in Welsh.")),
    "choices-soft": Row(V.SOFT_404, reply(300, "<title>Page not found</title><h1>Page not found</h1>")),
    "no-choices": Row(V.UNCHECKED, reply(300, "")),
    "not-modified": Row(V.UNCHECKED, b"HTTP/1.1 304 Not Modified\r\n\r\n"),
    "no-location": Row(V.UNCHECKED, reply(301)),
    "bad-location": Row(V.GONE, redirect("http://[bad/")),
    "to-dead-host": Row(V.DNS_UNKNOWN, redirect("http://dead.example.org/")),
    "to-another-port": Row(V.BLOCKED, redirect("http://127.0.0.1:1/")),
    "deep/page": Row(V.MOVED_HOME, redirect("/")),
    "deep/members": Row(V.MOVED_HOME, redirect("/login?next=1", 302)),
    "rate": Row(V.RATE_LIMITED, reply(429)),
    "rate-seconds": Row(V.RATE_LIMITED, reply(429, Retry_After="7")),
    "rate-date": Row(V.RATE_LIMITED, reply(429, Retry_After="Sun, 22 Nov 2026 02:10:00 GMT")),
    "busy": Row(V.BUSY, reply(503, Retry_After="3600")),
    "never": Row(V.BUSY, never_answers),
    "endless": Row(V.OK, endless_body),
    "cut": Row(V.OK, CUT),
    "bad-gzip": Row(V.OK, BAD_GZIP),
    "gzip": Row(V.OK, reply(200, gzip.compress(b"<title>A page</title>"), Content_Encoding="gzip")),
    "reset": Row(V.TEMPORARY, resets),
    "empty": Row(V.TEMPORARY, closes),
    "no-head": Row(V.UNCHECKED, b"<html><title>A page</title>"),
    "no-http": Row(V.UNCHECKED, b"220 mail.example.org ESMTP\r\n"),
    "soft-404": Row(V.SOFT_404, page("", "Page not found")),
    "soft-404-heading": Row(V.SOFT_404, page("<h1>Sorry, this page can’t be found</h1>", "Exampleshire")),
    **{f"soft/{number}": Row(verdict, page(f"<p>{MENU}", title)) for number, (title, verdict) in enumerate(TITLES.items())},
    **{f"home/{number}/x": Row(V.MOVED_HOME, redirect(to, 302)) for number, to in enumerate(HOMES)},
    "one-step": Row(V.MOVED_HOME, redirect("/", 302)),
    "parked": Row(V.PARKED, page("", "This domain is for sale")),
    "about-not-found": Row(V.OK, page("<p>What to do when a page was not found.</p>", "Lost children: what was found")),
    "removed-words": Row(V.OK, page("<h1>Changes: the form has been removed</h1>", "Changes")),
    "present": Row(V.OK, page('<p id="there">'), ("there",)),
    "name": Row(V.OK, page('<a name="there">'), ("there",)),
    "accented": Row(V.OK, page('<p id="tŷ">'), ("tŷ",)),
    "missing": Row(V.FRAGMENT_MISSING, LONG, ("p1", "nowhere", "p3999")),
    "pdf": Row(V.OK, PDF, ("page=2",)),
    "huge": Row(V.FRAGMENT_UNCHECKED, HUGE, ("far-below",)),
    "204": Row(V.EMPTY, b"HTTP/1.1 204 No Content\r\n\r\n"),
    "empty-200": Row(V.EMPTY, reply(200, "")),
    "meta-refresh": Row(V.OK, page('<meta http-equiv="refresh" content="0; url=/gone-404">')),
    "forbidden/by-robots": Row(V.UNCHECKED_ROBOTS, OK),
    "t%C5%B7?a=B&c=%25": Row(V.OK, OK),
}
"""The rows that one host can show."""
STEPS = {f"/hop/{number}": redirect(f"/hop/{number + 1}") for number in range(1, 23)}
ROBOTS = reply(200, "User-agent: *\nDisallow: /forbidden/\n", Content_Type="text/plain")


@pytest.fixture(scope="module")
def server() -> Iterator[LinkServer]:
    script = {f"/{name}": row.answer for name, row in ROWS.items()}
    ends = dict.fromkeys(["/", "/login?next=1", *HOMES], OK)
    with serving({**script, **STEPS, **ends, "/robots.txt": ROBOTS}) as running:
        yield running


def probe(*requests: Request | str, politeness: Politeness = QUICK) -> Responses:
    """Ask real LinkChecker."""
    whole = [item if isinstance(item, Request) else Request(item) for item in requests]
    return LinkCheckerEngine().probe(whole, politeness, lambda response: None)


def verdict(url: str, politeness: Politeness = QUICK) -> Verdict:
    return classify(probe(url, politeness=politeness).responses.get(url))


@pytest.fixture(scope="module")
def probed(server: LinkServer) -> Responses:
    targets = [Request(server.url(f"/{name}"), row.fragments) for name, row in ROWS.items()]
    return probe(*targets, politeness=replace(QUICK, threads=20, names={"dead.example.org": -2}))


def response(probed: Responses, server: LinkServer, name: str) -> Response:
    return probed.responses[server.url(f"/{name}")]


@pytest.mark.parametrize("name", ROWS)
def test_each_thing_that_a_server_does_has_its_verdict(server: LinkServer, probed: Responses, name: str) -> None:
    assert classify(probed.responses.get(server.url(f"/{name}"))) is ROWS[name].verdict


def test_a_run_comes_to_its_end_and_loses_nothing(server: LinkServer, probed: Responses) -> None:
    assert probed.fault == ""
    assert set(probed.responses) == {server.url(f"/{name}") for name in ROWS}


def test_records_say_where_a_page_went_and_why_there_is_no_answer(server: LinkServer, probed: Responses) -> None:
    chain = response(probed, server, "chain")
    assert [(hop.url, hop.code) for hop in chain.hops] == [(server.url(path), 301) for path in ("/chain/2", "/chain/3", "/ok")]
    assert (chain.final_url, chain.status_code) == (server.url("/ok"), 200)
    dead = response(probed, server, "to-dead-host")
    assert (dead.final_url, dead.status_code) == ("http://dead.example.org/", None)
    assert dead.failure
    assert dead.failure.errno == -2
    assert response(probed, server, "rate-seconds").headers == {"retry-after": "7"}
    assert response(probed, server, "missing").missing_fragments == ("nowhere",)
    page = response(probed, server, "soft-404").page
    assert page
    assert page.title == "Page not found"


def test_a_page_to_which_another_leads_is_not_called_moved_itself(server: LinkServer, probed: Responses) -> None:
    assert classify(response(probed, server, "permanent-301")) is Verdict.MOVED
    assert response(probed, server, "ok").hops == ()


def test_each_address_is_asked_for_once_whatever_leads_to_it() -> None:
    script = {"/a": redirect("/b"), "/b": page("".join(f'<p id="p{number}">' for number in range(41)))}
    fragments = tuple(f"p{number}" for number in range(42))
    with serving(script) as server:
        responses = probe(server.url("/a"), Request(server.url("/b"), fragments)).responses
        assert server.asked["/b"] == 2  # once for itself, once on the way from /a
    assert responses[server.url("/b")].missing_fragments == ("p41",)


def test_a_page_that_sends_to_itself_until_a_cookie_is_set_has_not_moved() -> None:
    with serving({"/wall": [reply(302, "", Location="/wall", Set_Cookie="seen=1"), OK]}) as server:
        found = probe(server.url("/wall")).responses[server.url("/wall")]
        assert server.heads["/wall"]["cookie"] == "seen=1"
    assert len(found.hops) == 1
    assert classify(found) is Verdict.OK


def test_robots_are_not_asked_when_the_site_owner_says_so() -> None:
    with serving({"/forbidden/": OK, "/robots.txt": ROBOTS}) as server:
        assert verdict(server.url("/forbidden/"), replace(QUICK, robots=False)) is Verdict.OK
        assert server.asked["/robots.txt"] == 0


def test_an_endless_robots_txt_and_an_endless_redirect_hold_nobody_up() -> None:
    def endless_redirect(connection: socket.socket, stopped: Stopped) -> None:
        connection.sendall(b"HTTP/1.1 301 Moved\r\nLocation: /ok\r\n\r\n")
        while not stopped.wait(0.02):
            connection.sendall(b" " * 1000)

    def endless_robots(connection: socket.socket, stopped: Stopped) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nUser-agent: *\nDisallow:\n")
        while not stopped.wait(0.001):
            connection.sendall(b"# nothing\n" * 1000)

    with serving({"/": endless_redirect, "/ok": OK, "/robots.txt": endless_robots}) as server:
        assert verdict(server.url("/")) is Verdict.MOVED


def test_a_name_that_nobody_has_is_told_from_a_name_system_that_is_down() -> None:
    expected = {-2: V.DNS_UNKNOWN, -5: V.DNS_UNKNOWN, -3: V.TEMPORARY}
    names: dict[str, str | int] = {f"www{-errno}.example.org": errno for errno in expected}
    urls = [f"https://{name}/{'a' * 300}" for name in names]  # as long as that, LinkChecker's own message loses the reason
    found = probe(*urls, politeness=replace(QUICK, names=names)).responses
    assert [classify(found[url]) for url in urls] == list(expected.values())


def test_a_closed_port_may_open_again() -> None:
    assert verdict("http://127.0.0.1:1/") is Verdict.TEMPORARY
    with serving({}) as other:
        other.script["/"] = redirect(other.url("/ok", "127.0.0.2"))
        assert verdict(other.url("/")) is Verdict.TEMPORARY, "another machine, on which nobody listens at that port"


@pytest.mark.slow
def test_tls_to_a_port_that_speaks_none_is_uncertain() -> None:
    with serving({"/": OK}) as server:
        assert verdict(server.url("/", scheme="https")) in (Verdict.TEMPORARY, Verdict.BUSY)


def test_private_networks_are_not_asked_by_address_name_or_redirect() -> None:
    guarded = replace(QUICK, allow_private=False, names={"inside.example.org": "127.0.0.1"})
    with serving({"/": OK}) as server:
        assert verdict(server.url("/"), guarded) is Verdict.BLOCKED
        assert verdict(server.url("/", "inside.example.org"), guarded) is Verdict.BLOCKED
        assert server.asked.total() == 0


def test_a_redirect_into_the_intranet_is_not_followed_and_never_fine() -> None:
    with serving({"/": redirect("http://intra.example.org/"), "intra.example.org/": OK}) as server:
        politeness = replace(QUICK, never=("^https?://intra[.]",), names={"intra.example.org": "127.0.0.1"})
        assert verdict(server.url("/"), politeness) is Verdict.BLOCKED
        assert server.asked["intra.example.org/"] == 0


def as_another_user() -> list[str]:
    """Return the words that start a command with the rights of a user who is not root, but can read our Python."""
    if os.geteuid() != 0:
        return []
    nobody = pwd.getpwnam("nobody")
    command = ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]
    python = Path(sys.executable).resolve()
    if all(folder.stat().st_mode & 1 for folder in python.parents):
        return command
    return [*command, "--inh-caps=+dac_override", "--ambient-caps=+dac_override"]


@pytest.mark.slow
def test_the_verdicts_are_the_same_for_root_and_for_others(server: LinkServer) -> None:
    names = ["ok", "gone-404", "permanent-301", "missing", "soft-404", "reset", "forbidden/by-robots"]
    code = (
        "import sys, json\nfrom test_links_verdicts import *\n"
        "targets = [Request(*target) for target in json.loads(sys.argv[1])]\n"
        "print(os.geteuid(), json.dumps({url: classify(response) for url, response in probe(*targets).responses.items()}))"
    )
    targets = json.dumps([(server.url(f"/{name}"), ROWS[name].fragments) for name in names])
    environment = {"PYTHONPATH": ":".join(sys.path), "PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    command = [*as_another_user(), sys.executable, "-c", code, targets]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd="/")
    assert done.returncode == 0, done.stderr
    user, _, verdicts = done.stdout.partition(" ")
    assert user != "0"
    assert json.loads(verdicts) == {server.url(f"/{name}"): ROWS[name].verdict for name in names}


def test_the_child_writes_nothing_into_the_home_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    with serving({"/": OK}) as server:
        assert verdict(server.url("/")) is Verdict.OK
        assert server.heads["/"]["user-agent"] == QUICK.agent
    assert list(tmp_path.iterdir()) == []


IMPATIENT = """
from linkcheck.cache.urlqueue import UrlQueue
from sevenminute.links.fetch import linkchecker_worker

join = UrlQueue.join
UrlQueue.join = lambda queue, timeout=None: join(queue, 0.01)
linkchecker_worker.main()
"""
"""The worker, with LinkChecker looking a hundred times a second whether its threads still live, instead of every half minute."""


def test_threads_that_all_wait_for_a_host_are_not_taken_for_dead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "impatient.py").write_text(IMPATIENT, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr("sevenminute.links.fetch.linkchecker.WORKER", "impatient")
    with serving({f"/{number}": OK for number in range(6)}) as server:
        probed = probe(*(server.url(f"/{number}") for number in range(6)), politeness=replace(QUICK, rate=20))
    assert len(probed.responses) == 6


def test_a_code_that_a_host_is_known_for_is_fine(server: LinkServer, probed: Responses) -> None:
    assert classify(response(probed, server, "blocked-403"), accepted=[403]) is Verdict.OK


def test_a_private_address_is_known_by_its_look() -> None:
    inside = [
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://127.0.0.1:8/",
        "http://169.254.169.254/",
        "http://[::1]/",
        "http://[fe80::1]/",
    ]
    inside += ["http://intranet/", "http://printer.local/", "http://2130706433/", "http://127.1/", "http://0x7f.1/"]
    assert all(is_private(read_address(url).url) for url in inside)
    outside = ["http://8.8.8.8/", "https://www.example.org/", "http://[2606:4700::1]/", "https://10.example.org/"]
    assert not any(is_private(read_address(url).url) for url in outside)
