"""Opinions of several clients: which counts, who is asked, and what is said of it."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import trustme
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived

from certificates import server_context
from link_server import OK, Answer, endless_body, redirect, reply, serving
from linked_site import ALLOW, STATE, FakeEngine, answer, briefing, check, moved, no_answer, write_linked_site
from server_behaviours import never_ends
from sevenminute.config.links import LinkSettings
from sevenminute.links.classify.classify import classify
from sevenminute.links.classify.opinion import Client, Opinion, in_words, merged, perhaps_browsers_only
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.commands.exit_codes import FINE, FOUND, UNUSABLE
from sevenminute.links.fetch.browser.executable import NoBrowserError, find_browser
from sevenminute.links.fetch.page.facts import PageFacts
from sevenminute.links.fetch.protocol import Politeness, Request, Responses, user_agent
from sevenminute.links.fetch.response import ENGINE_FAULT, NOT_HTTP, PRIVATE, CertificateFault, CertificateProblem, Response
from sevenminute.links.fetch.second_client.engine import SecondClientEngine
from sevenminute.links.history.record import State
from sevenminute.links.rules.severity import Mode
from sevenminute.links.run.options import RunOptions
from sevenminute.links.run.probing import KEPT_FOR_OTHERS
from sevenminute.links.run.retry import ClassifiedResponse, RetryPolicy
from sevenminute.links.run.second_opinion import KEPT_FOR_BROWSER, MOST_FOR_BROWSER, second_opinions

Out = pytest.CaptureFixture[str]
V = Verdict
A = "https://a.example.org/"

EXPIRED = CertificateProblem(CertificateFault.EXPIRED, "a.example.org")
SEEN: dict[str, Response] = {
    "200": answer(A),
    "moved": moved(A, f"{A}new"),
    "soft": answer(A, page=PageFacts(title="Page not found", words=9)),
    "part": answer(A, missing_fragments=("here",)),
    "403": answer(A, 403),
    "429": answer(A, 429),
    "404": answer(A, 404),
    "500": answer(A, 500),
    "dns": no_answer(A, "gaierror", errno=-2),
    "tls": replace(no_answer(A, "SSLError", "SSLCertVerificationError"), certificate=EXPIRED),
    "200!": answer(A, certificate=EXPIRED),
    "404!": answer(A, 404, certificate=EXPIRED),
    "500!": answer(A, 500, certificate=EXPIRED),
    "403!": answer(A, 403, certificate=EXPIRED),
    "silent": no_answer(A, "ConnectTimeout"),
    "busy": answer(A, 503, headers={"retry-after": "60"}),
    "slow": no_answer(A, "ReadTimeout"),
    "odd": no_answer(A, "ConnectionError", "ProtocolError", NOT_HTTP),
    "101": answer(A, 101),
    "broke": no_answer(A, ENGINE_FAULT),
}


def opinions(*seen: str) -> list[Opinion]:
    """Return what LinkChecker, the second client and the browser think who saw so; `-` for one that was not asked."""
    return [Opinion(client, classify(SEEN[what]), SEEN[what]) for client, what in zip(Client, seen, strict=False) if what != "-"]


COUNTS = {
    # the best counts
    ("404", "200"): V.OK,
    ("404", "moved"): V.MOVED,
    ("404", "404", "200"): V.OK,
    ("soft", "200"): V.OK,
    ("404", "soft"): V.SOFT_404,
    ("part", "part", "200"): V.OK,
    ("part", "404"): V.FRAGMENT_MISSING,
    ("403", "200"): V.OK,
    # all agree
    ("404", "404"): V.GONE,
    ("404", "404", "404"): V.GONE,
    ("dns", "dns"): V.DNS_UNKNOWN,
    ("silent", "silent", "silent"): V.TEMPORARY,
    # they do not
    ("404", "500"): V.TEMPORARY,
    ("404", "silent", "404"): V.TEMPORARY,
    ("404", "dns"): V.DNS_UNKNOWN,
    # who is shut out has not looked, and is no witness for a death either
    ("404", "403"): V.BLOCKED,
    ("403", "404"): V.BLOCKED,
    ("404", "429"): V.RATE_LIMITED,
    ("404", "404", "403"): V.BLOCKED,
    ("403", "404", "404"): V.GONE,
    ("403", "403", "404"): V.GONE,
    ("403", "403", "403"): V.BLOCKED,
    # who broke says nothing
    ("404", "broke"): V.GONE,
    ("404", "broke", "404"): V.GONE,
    ("broke", "404"): V.GONE,
    ("404", "slow", "404"): V.GONE,
    ("404", "busy"): V.GONE,
    ("slow", "slow", "slow"): V.BUSY,
    ("broke", "broke"): V.UNCHECKED,
    # what a machine cannot read, a browser may show
    ("odd", "silent"): V.UNCHECKED,
    ("101", "404"): V.UNCHECKED,
    ("odd", "200"): V.OK,
    ("odd", "silent", "silent"): V.TEMPORARY,
    ("101", "101", "404"): V.GONE,
    ("odd", "odd", "403"): V.UNCHECKED,
    ("broke", "200"): V.OK,
    ("404", "-", "404"): V.GONE,
    # nor who does not take a certificate that another takes, as behind the proxy of a council
    ("404", "404", "tls"): V.GONE,
    ("tls", "404"): V.GONE,
    ("tls", "200"): V.OK,
    ("tls", "tls", "tls"): V.CERTIFICATE,
    # behind a certificate, marked "!", a page may be there or gone
    ("200!", "200!", "200!"): V.CERTIFICATE,
    ("200!", "tls", "tls"): V.CERTIFICATE,
    ("200!", "200!", "200"): V.OK,
    ("200!", "silent"): V.CERTIFICATE,
    ("404!", "404!", "404!"): V.GONE,
    ("404!", "404!", "tls"): V.GONE,
    ("500!", "500!", "500!"): V.TEMPORARY,
    ("500!", "500!", "tls"): V.TEMPORARY,
    ("500!", "500!", "200!"): V.CERTIFICATE,
    ("403!", "403!"): V.CERTIFICATE,
    ("404!", "404!", "200!"): V.CERTIFICATE,
}


@pytest.mark.parametrize(("seen", "verdict"), COUNTS.items(), ids=["+".join(seen) for seen in COUNTS])
def test_the_best_opinion_of_those_who_could_look_counts(seen: tuple[str, ...], verdict: Verdict) -> None:
    assert merged(opinions(*seen)).verdict is verdict


@pytest.mark.parametrize(
    ("seen", "perhaps"),
    [
        (("404", "403"), True),
        (("403", "404"), True),
        (("404", "404"), False),
        (("404", "403", "404"), False),
        (("404", "404", "403"), True),
        (("404", "broke"), False),
        (("dns", "silent"), False),
    ],
)
def test_words_are_careful_where_machines_were_told_different_things(seen: tuple[str, ...], perhaps: bool) -> None:
    assert perhaps_browsers_only(opinions(*seen)) is perhaps


def test_of_a_page_that_is_there_it_is_said_what_speaks_against_it() -> None:
    assert in_words(opinions("404", "soft", "200")) == (
        "LinkChecker: 404; a second program: its page says that it does not exist; Chromium: it answers"
    )
    assert (
        in_words(opinions("dns", "200!"))
        == "LinkChecker: no website has this name; a second program: its certificate has a problem"
    )


def links(root: Path) -> dict[str, Any]:
    """Return what `links.json` says of each address."""
    report = json.loads((root / "reports" / "links.json").read_text(encoding="utf-8"))
    return {link["url"]: link for page in report["pages"] for link in page["links"]}


def status(root: Path) -> dict[str, str]:
    """Return what is remembered of each address."""
    rows = [json.loads(line) for line in (root / STATE).read_text(encoding="utf-8").splitlines()]
    return {row["id"].rpartition("/")[2]: row["status"] for row in rows if row["kind"] == "url"}


def test_the_second_client_is_asked_for_what_is_not_fine_and_for_nothing_else(tmp_path: Path, capsys: Out) -> None:
    first = {
        f"{A}fine": answer(f"{A}fine"),
        f"{A}moved": moved(f"{A}moved", f"{A}fine"),
        f"{A}gone": answer(f"{A}gone", 404),
        f"{A}soft": answer(f"{A}soft", page=PageFacts(title="Page not found", words=9)),
        f"{A}home/x/y": Response(f"{A}home/x/y", A, 200, moved(A, A).hops),
        f"{A}wall": answer(f"{A}wall", 403),
        f"{A}silent": no_answer(f"{A}silent", "ConnectTimeout"),
        f"{A}later": answer(f"{A}later", 503, headers={"retry-after": "60"}),
        f"{A}robots": answer(f"{A}robots", robots=True),
        f"{A}private": no_answer(f"{A}private", PRIVATE),
        f"{A}busy": answer(f"{A}busy", 429),
    }
    second = FakeEngine(lambda url: answer(url, 404 if url.endswith("gone") else 200))
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(*first)})
    assert check(root, "--all", "--reports", str(root / "reports"), engine=FakeEngine(first), second_client=second) == FINE
    assert sorted(second.asked) == sorted(f"{A}{path}" for path in ("gone", "soft", "home/x/y", "wall", "silent"))
    assert {status(root)[name] for name in ("soft", "y", "wall", "silent")} == {"ok"}
    assert status(root)["gone"] == "suspect"
    assert [opinion["code"] for opinion in links(root)[f"{A}wall"]["opinions"]] == [403, 200]
    assert links(root)[f"{A}fine"]["opinions"] == []
    said = capsys.readouterr().out
    assert f"fails, perhaps only now: {A}gone (404" in said
    assert "LinkChecker and a second program agree" in said


def test_a_page_that_one_client_is_told_of_and_another_is_shut_out_from_is_never_broken(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(f"{A}x")})
    first, second = FakeEngine(lambda url: answer(url, 404)), FakeEngine(lambda url: answer(url, 403))
    for day in range(1, 20):
        assert check(root, "--all", engine=first, second_client=second, today=f"2026-11-{day:02}") == FINE
    said = capsys.readouterr().out
    assert "L154 no machine could check this link" in said
    assert "LinkChecker: 404; a second program: 403; it answers browsers only, perhaps" in said
    assert status(root) == {"x": "unverified"}


def test_a_second_client_that_breaks_off_is_named_once_and_the_first_one_counts(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(f"{A}x", f"{A}y")})
    first, second = FakeEngine(lambda url: answer(url, 404)), FakeEngine({}, fault="it broke off")
    for day, code in (("2026-11-01", FINE), ("2026-11-02", FOUND)):
        assert check(root, "--all", engine=first, second_client=second, today=day) == code
    assert capsys.readouterr().out.count("A second program took no part, or not to the end: it broke off.") == 2
    assert status(root) == {"x": "broken", "y": "broken"}


def test_what_nobody_has_time_for_waits_for_the_next_night(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(f"{A}x", f"{A}y")})
    first = FakeEngine(lambda url: answer(url, 404))
    late = FakeEngine(lambda url: answer(url, 404) if url.endswith("x") else None, timed_out=True)
    check(root, "--all", "--reports", str(root / "reports"), engine=first, second_client=late)
    assert status(root) == {"x": "suspect", "y": "new"}
    never = FakeEngine({}, fault="it was stopped", timed_out=True)
    check(root, "--all", engine=first, second_client=never, today="2026-11-23")
    assert status(root) == {"x": "suspect", "y": "new"}, "the first client alone breaks nothing"
    assert "A second program took no part, or not to the end: it was stopped." in capsys.readouterr().out


def test_whoever_watches_sees_how_far_each_program_is(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(f"{A}x", f"{A}y")})
    machine = FakeEngine(lambda url: answer(url, 404))
    check(root, "--all", engine=machine, second_client=machine, browser=lambda _: machine)
    assert capsys.readouterr().err.splitlines() == [
        "2 of 2 addresses asked for",
        "2 of 2 addresses asked for again, by a second program",
        "2 of 2 addresses asked for again, by Chromium",
    ]


def test_nobody_waits_for_ever_for_a_browser_that_opens_nothing(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(f"{A}x")})
    machine = FakeEngine(lambda url: answer(url, 404))
    hangs, works = FakeEngine({}, fault="it was stopped", timed_out=True), FakeEngine(lambda url: answer(url, 404))

    def night(day: int, browser: FakeEngine) -> str:
        check(root, "--all", engine=machine, second_client=machine, browser=lambda _: browser, today=f"2026-11-{day:02}")
        return status(root)["x"]

    said = "Chromium has opened no page since 1 November 2026: what the other programs do not find fine is judged without it."
    assert [night(day, hangs) for day in (1, 2, 3)] == ["new"] * 3
    assert said not in capsys.readouterr().out
    assert [night(day, hangs) for day in (4, 5)] == ["suspect", "broken"]
    assert capsys.readouterr().out.count(said) == 2
    assert night(6, works) == "broken"
    known = json.loads((root / STATE).read_text(encoding="utf-8").splitlines()[0])
    assert known.get("browser_silent_since") is None
    assert said not in capsys.readouterr().out


def test_a_second_client_that_takes_all_its_time_leaves_some_to_the_browser() -> None:
    now = 0.0
    left: list[float] = []

    class Timed(FakeEngine):
        def probe(self, targets: Sequence[Request], politeness: Politeness, answered: Callable[[Response], None]) -> Responses:
            nonlocal now
            left.append(politeness.run_limit)
            now += politeness.run_limit
            return super().probe(targets, politeness, answered)

    gone = answer(f"{A}x", 404)
    policy = RetryPolicy(clock=lambda: now)
    second, browser = Timed({f"{A}x": gone}, timed_out=True), Timed({f"{A}x": answer(f"{A}x")})
    when = datetime(2026, 11, 22, tzinfo=UTC)
    options = RunOptions(Mode.ALL, when, LinkSettings(), retry_policy=policy, second_client=second, browser=browser)
    first = {f"{A}x": ClassifiedResponse(V.GONE, gone)}
    found = second_opinions(first, [Request(f"{A}x")], State(), options, until=KEPT_FOR_OTHERS)
    assert left == [KEPT_FOR_OTHERS - KEPT_FOR_BROWSER, KEPT_FOR_BROWSER]
    assert found.classified[f"{A}x"].verdict is V.OK


def test_pages_that_show_themselves_to_another_client_only_are_fine(tmp_path: Path) -> None:
    with serving({"/twice": [reply(404), OK], "/gone": reply(410), "/moved": [reply(404), redirect("/ok")], "/ok": OK}) as server:
        wanted = {path: server.url(path) for path in ("/twice", "/gone", "/moved")}
        root = write_linked_site(tmp_path, {"briefings/a.md": briefing(*wanted.values())}, ALLOW)
        check(root, "--all", "--reports", str(root / "reports"), second_client=SecondClientEngine())
        found = links(root)
    assert {path: found[url]["verdict"] for path, url in wanted.items()} == {"/twice": V.OK, "/gone": V.GONE, "/moved": V.MOVED}
    assert server.asked["/gone"] == 2
    assert found[wanted["/moved"]]["opinions"][1]["final_url"] == server.url("/ok")


def test_a_browser_has_the_last_word(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(*(f"{A}{path}" for path in ("shown", "gone", "wall")))})
    machine = FakeEngine(lambda url: answer(url, 403 if url.endswith("wall") else 404))
    browser = FakeEngine(lambda url: answer(url, 200 if url.endswith("shown") else 404))
    for day in range(1, 4):
        check(root, "--all", engine=machine, second_client=machine, browser=lambda _: browser, today=f"2026-11-{day:02}")
    assert status(root) == {"shown": "ok", "gone": "broken", "wall": "broken"}
    said = capsys.readouterr().out
    assert "LinkChecker: 403; a second program: 403; Chromium: 404" in said
    assert "perhaps" not in said.replace("perhaps only now", "").replace("perhaps an old copy", "")
    assert "No browser" not in said


def test_without_a_browser_that_is_said_once_and_pages_gone_for_all_clients_are_gone(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(*(f"{A}{number}" for number in range(9)))})
    machine = FakeEngine(lambda url: answer(url, 404))
    for day in ("2026-11-01", "2026-11-02"):
        check(root, "--all", "--reports", str(root / "reports"), engine=machine, second_client=machine, today=day)
        remark = "No browser looked at what the other programs do not find fine: none was asked for"
        assert capsys.readouterr().out.count(remark) == 1
        for name in ("links.json", "links.md", "links.sarif"):
            assert (root / "reports" / name).read_text(encoding="utf-8").count(remark) == 1
    assert set(status(root).values()) == {"broken"}


def test_a_browser_opens_some_pages_a_night_and_the_others_wait(tmp_path: Path) -> None:
    names = [f"https://a{number % 3}.example.org/{number:02}" for number in range(MOST_FOR_BROWSER + 10)]
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(*names[:40]), "briefings/b.md": briefing(*names[40:])})
    machine = FakeEngine(lambda url: answer(url, 404))
    browser = FakeEngine(lambda url: answer(url, 404))
    for day in range(1, 6):
        check(root, "--all", engine=machine, second_client=machine, browser=lambda _: browser, today=f"2026-11-{day:02}")
        if day == 1:
            assert len(browser.asked) == MOST_FOR_BROWSER
            assert sorted(status(root).values()) == ["new"] * 10 + ["suspect"] * MOST_FOR_BROWSER
    assert set(status(root).values()) == {"broken"}, "what waited came first the next night, and nothing waits for ever"


def test_a_browser_that_cannot_be_started_is_named_once_and_the_clients_count(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(f"{A}x")})
    machine = FakeEngine(lambda url: answer(url, 404))
    broken = FakeEngine({}, fault="it broke off")
    for day in ("2026-11-01", "2026-11-02"):
        check(root, "--all", engine=machine, second_client=machine, browser=lambda _: broken, today=day)
    assert status(root) == {"x": "broken"}
    assert "Chromium took no part, or not to the end: it broke off." in capsys.readouterr().out


def test_of_a_name_that_nobody_has_no_browser_knows_more(tmp_path: Path) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(f"{A}x", "https://b.example.org/ok")})
    machine = FakeEngine(lambda url: answer(url) if url.endswith("ok") else no_answer(url, "gaierror", errno=-2))
    browser = FakeEngine({})
    check(root, "--all", engine=machine, second_client=machine, browser=lambda _: browser)
    assert browser.asked == []


@pytest.mark.parametrize(
    ("setting", "said"), [("browser: chromium", "is not the path of a program"), ("browser: 7", "is not the path of a program")]
)
def test_a_browser_in_the_settings_is_a_path(tmp_path: Path, capsys: Out, setting: str, said: str) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing()}, setting)
    assert check(root, "--all", engine=FakeEngine({})) == UNUSABLE
    captured = capsys.readouterr()
    assert said in captured.out + captured.err


def test_where_a_browser_is_comes_from_the_settings_or_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "a-chromium"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(program))
    assert find_browser(True) == find_browser(str(program)) == str(program)
    with pytest.raises(NoBrowserError, match="browser is false"):
        find_browser(False)
    with pytest.raises(NoBrowserError, match="browser names /nowhere, which is no program"):
        find_browser("/nowhere")
    monkeypatch.setenv("CHROMIUM", "")
    monkeypatch.setenv("PATH", str(tmp_path / "none"))
    with pytest.raises(NoBrowserError, match="no Chromium or Chrome"):
        find_browser(True)


def test_the_second_client_obeys_the_robots_txt_of_where_it_is_redirected_to() -> None:
    robots = reply(200, "User-agent: *\nDisallow: /private\n", Content_Type="text/plain")
    pages = {"/robots.txt": robots, "/x": redirect("/private"), "/y": redirect("/ok"), "/ok": OK, "/private": OK}
    politeness = Politeness(rate=10_000, timeout=5, allow_private=True)
    with serving(pages) as server:
        requests = [Request(server.url(path)) for path in ("/x", "/y")]
        found = SecondClientEngine().probe(requests, politeness, lambda response: None).responses
        assert {url.rpartition("/")[2]: classify(response) for url, response in found.items()} == {
            "x": V.UNCHECKED_ROBOTS,
            "y": V.MOVED,
        }
        assert (server.asked["/private"], server.asked["/robots.txt"]) == (0, 1)
        ignored = SecondClientEngine().probe(requests, replace(politeness, robots=False), lambda response: None).responses
    assert {classify(response) for response in ignored.values()} == {V.MOVED}


@pytest.mark.parametrize("robots", [endless_body, never_ends(b"HTTP/1.1 200 OK\r\nX-Long: ", b"x", 0.2)], ids=["body", "head"])
def test_a_robots_txt_without_end_takes_a_second_client_no_page(robots: Answer) -> None:
    with serving({"/robots.txt": robots, "/x": redirect("/ok"), "/ok": OK}) as server:
        politeness = Politeness(rate=10_000, timeout=1, time_limit=8, allow_private=True)
        found = SecondClientEngine().probe([Request(server.url("/x"))], politeness, lambda response: None).responses
    assert classify(found[server.url("/x")]) is V.MOVED


def speak_http_2(listening: socket.socket, tls: ssl.SSLContext, asked: list[dict[str, str]]) -> None:
    """Answer connections as a host that speaks nothing older, and note what was asked."""
    while True:
        try:
            plain, _ = listening.accept()
        except OSError:  # the test is over
            return
        threading.Thread(target=_speak_http_2, args=(plain, tls, asked), daemon=True).start()


def _speak_http_2(plain: socket.socket, tls: ssl.SSLContext, asked: list[dict[str, str]]) -> None:
    with suppress(OSError), tls.wrap_socket(plain, server_side=True) as connection:
        speaker = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        speaker.initiate_connection()
        connection.sendall(speaker.data_to_send())
        while received := connection.recv(65536):
            for event in speaker.receive_data(received):
                if isinstance(event, RequestReceived):
                    asked.append(dict(event.headers))  # type: ignore[arg-type]
                    moved = asked[-1][":path"] == "/moved"
                    code = [(":status", "301"), ("location", "/a%2Fb//c:$?")] if moved else [(":status", "200")]
                    speaker.send_headers(event.stream_id, [*code, ("content-type", "text/html")])
                    speaker.send_data(event.stream_id, b"<title>A page</title><p>Words.", end_stream=True)
            connection.sendall(speaker.data_to_send())


def test_the_second_client_speaks_http_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority, asked = trustme.CA(), list[dict[str, str]]()
    authority.cert_pem.write_to_path(tmp_path / "trusted.pem")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "trusted.pem"))
    tls = server_context(authority.issue_cert("127.0.0.1"))
    tls.set_alpn_protocols(["h2"])
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=speak_http_2, args=(listening, tls, asked), daemon=True).start()
        place = f"https://127.0.0.1:{listening.getsockname()[1]}"
        politeness = Politeness(rate=10_000, timeout=5, allow_private=True, agent=user_agent())
        found = SecondClientEngine().probe([Request(f"{place}/moved")], politeness, lambda response: None).responses
        listening.shutdown(socket.SHUT_RDWR)
    assert classify(found[f"{place}/moved"]) is V.MOVED
    assert found[f"{place}/moved"].final_url == f"{place}/a%2Fb//c:$?"
    assert [head[":path"] for head in asked] == ["/moved", "/robots.txt", "/a%2Fb//c:$?"]
    assert {head["user-agent"] for head in asked} == {politeness.agent}
    assert "proxy-authorization" not in asked[0]
