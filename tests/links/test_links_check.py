"""`briefings links check` from end to end: real LinkChecker asks a server of the test, or an engine says what a test wants."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from link_server import OK, never_answers, redirect, reply, serving
from linked_site import (
    ALLOW,
    STATE,
    FakeEngine,
    Waited,
    answer,
    briefing,
    check,
    commit,
    git,
    moved,
    no_answer,
    write_linked_site,
)
from server_behaviours import message
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.commands.exit_codes import FINE, FOUND, INCONCLUSIVE, UNUSABLE
from sevenminute.links.fetch.linkchecker import LinkCheckerEngine
from sevenminute.links.fetch.protocol import Politeness, Request
from sevenminute.links.fetch.response import ENGINE_FAULT, OVER_LIMIT, Response
from sevenminute.links.history.file import state_lock
from sevenminute.links.history.record import Status
from sevenminute.links.run.retry import LONGEST_RUN, RetryingEngine, RetryPolicy

REGISTER = """\
guide:
  title: A guide
  publisher: Somebody
  kind: guidance
  audience: practitioners
  url: {url}
"""

Out = pytest.CaptureFixture[str]


def rules(out: Out) -> list[str]:
    """Return `path:line severity rule` of each finding that was printed."""
    lines = [line.split(" ", 3) for line in out.readouterr().out.splitlines() if " L1" in line]
    return [f"{place.rpartition(':')[0].rpartition(':')[0]} {severity} {rule}" for place, severity, rule, _ in lines]


def urls(root: Path) -> dict[str, Any]:
    """Return what is remembered of each address."""
    rows = [json.loads(line) for line in (root / STATE).read_text(encoding="utf-8").splitlines()]
    return {row["id"]: row for row in rows if row["kind"] == "url"}


def test_one_dead_address_is_named_at_each_of_its_places_and_asked_for_once(tmp_path: Path, capsys: Out) -> None:
    dead, fine = f"{A}dead", f"{A}fine"
    engine = FakeEngine({fine: answer(fine)}.__getitem__)
    files = {f"briefings/{name}.md": briefing(fine, dead) for name in "abcde"}
    root = write_linked_site(tmp_path, files)
    assert check(root, "--all", engine=engine) == FINE
    assert [finding.split(":")[0] + finding[-7:] for finding in rules(capsys)] == [
        f"briefings/{name}.md W L141" for name in "abcde"
    ]
    assert engine.asked.count(dead) == 1
    assert check(root, "--all", engine=engine, today="2026-11-23") == FOUND
    assert engine.asked.count(dead) == 2
    assert engine.asked.count(fine) == 1  # fine for a week
    said = capsys.readouterr().out
    assert said.count("E L140 this link is broken") == 5
    line = next(number for number, text in enumerate(files["briefings/a.md"].split("\n"), 1) if "/dead" in text)
    broken = f"briefings/a.md:{line}:13: E L140 this link is broken: {dead}"
    assert f"{broken} (404, there is no such page, since 22 November 2026; the page's links are dated " in said


def test_a_registered_address_is_named_where_it_stands_and_where_it_is_cited(tmp_path: Path, capsys: Out) -> None:
    dead, fine = f"{A}dead", f"{A}fine"
    engine = FakeEngine({fine: answer(fine)}.__getitem__)
    text = briefing(fine) + "\nSee [our guide][guide] and [guide].\n"
    files = {
        "briefings/a.md": text,
        "briefings/resources.yml": REGISTER.format(url=dead),
        "docs/p.md": "# P\n\n[It][guide]\n",
    }
    root = write_linked_site(tmp_path, files)
    check(root, "--all", engine=engine)
    said = capsys.readouterr().out
    check(root, "briefings/a.md", engine=engine)
    line = text.split("\n").index("See [our guide][guide] and [guide].") + 1
    for place in (f"briefings/a.md:{line}:16:", f"briefings/a.md:{line}:28:", "docs/p.md:3:5:", "briefings/resources.yml:6:8:"):
        assert f"{place} W L141" in said
    assert said.count("its address is in briefings/resources.yml, line 6") == 3
    assert capsys.readouterr().out.count("its address is in briefings/resources.yml, line 6") == 2, "of one page too"


def test_a_host_that_asks_for_patience_gets_it(tmp_path: Path, capsys: Out) -> None:
    waited = Waited()
    with serving({"/once": [reply(429, Retry_After="45"), OK], "/busy": [reply(503), OK]}) as server:
        root = write_linked_site(tmp_path, {"briefings/a.md": briefing(server.url("/once"), server.url("/busy"))}, ALLOW)
        assert check(root, "--all", waited=waited) == FINE
        assert {row["status"] for row in urls(root).values()} == {Status.OK}
    assert waited.seconds == [45]
    assert rules(capsys) == []


@pytest.mark.slow
def test_a_limited_rate_is_never_called_broken(tmp_path: Path, capsys: Out) -> None:
    waited = Waited()
    with serving({"/limited": reply(429, Retry_After="3600"), "/ok": OK}) as server:
        root = write_linked_site(tmp_path, {"briefings/a.md": briefing(server.url("/limited"), server.url("/ok"))}, ALLOW)
        for day in ("2026-11-01", "2026-11-10", "2026-11-20"):
            assert check(root, "--all", "--force", waited=waited, today=day) == FINE
        row = urls(root)[server.url("/limited")]
    assert (row["status"], row["verdict"], row["fails"]) == ("unverified", "rate-limited", 0)
    assert waited.seconds == [120] * 3  # as long as that nobody waits
    assert rules(capsys)[-1].endswith("N L154")


@pytest.mark.parametrize(
    "asked",
    [
        "Mon, 01 Jan 99999999999999999999 00:00:00 GMT",
        "Mon, 01 Jan 2029 00:00:00 +99999999999999999999",
        "Mon, 01 Jan 2029 00:00:00 -99999999999999999999",
        "Mon, 01 Jan 0001 00:00:00 +2300",
        "Mon, 01 Jan 2029 00:00:00 -0000",
        "Mon, 01 Jan 2029 99999999999999999999:00:00 GMT",
        "9" * 5000,
        "-1",
        "1e999",
        "nan",
        "\u0663",
        ",",
        "",
    ],
)
def test_whatever_time_a_host_asks_for_the_run_comes_to_its_end(tmp_path: Path, asked: str) -> None:
    waited = Waited()
    busy, fine = f"{A}busy", f"{A}fine"
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(busy, fine)})
    engine = FakeEngine({busy: answer(busy, 503, headers={"retry-after": asked}), fine: answer(fine)})
    assert check(root, "--all", engine=engine, waited=waited) == FINE
    assert urls(root)[fine]["status"] == Status.OK
    assert all(30 <= seconds <= 120 for seconds in waited.seconds)


def test_what_cannot_be_looked_at_is_neither_fine_nor_broken(tmp_path: Path) -> None:
    robots = reply(200, "User-agent: *\nDisallow: /private\n", Content_Type="text/plain")
    with serving({"/robots.txt": robots, "/private": OK, "/wall": reply(403), "/ok": OK}) as server:
        links = [server.url(path) for path in ("/private", "/wall", "/ok")]
        root = write_linked_site(tmp_path, {"briefings/a.md": briefing(*links)}, ALLOW)
        for day in ("2026-11-01", "2026-11-20"):
            check(root, "--all", "--force", today=day)
        known = urls(root)
        assert server.asked["/private"] == 0
    assert [known[link]["status"] for link in links] == ["unverified", "unverified", "ok"]
    assert [known[link]["last_ok"] is None for link in links] == [True, True, False]


def test_a_host_that_is_known_to_answer_so_is_fine(tmp_path: Path) -> None:
    wall, other = f"{A}wall", f"{B}wall"
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(wall, other)}, "hosts:", "  a.example.org: {accept: [403]}")
    check(root, "--all", engine=FakeEngine(lambda url: answer(url, 403)))
    assert (urls(root)[wall]["status"], urls(root)[other]["status"]) == ("ok", "unverified")


def test_a_page_that_the_engine_loses_is_asked_for_alone_and_the_others_are_judged(tmp_path: Path) -> None:
    links = [f"{A}{number}" for number in range(13)]
    engine = FakeEngine(lambda url: None if url == links[0] else answer(url))
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(*links)})
    assert check(root, "--all", engine=engine) == FINE
    known = urls(root)
    assert engine.asked.count(links[0]) == 2
    assert (known[links[0]]["verdict"], known[links[0]]["last_checked"]) == ("unchecked", None)
    assert {known[link]["verdict"] for link in links[1:]} == {"ok"}


def test_a_redirect_to_what_is_no_address_is_broken_and_harms_nobody(tmp_path: Path, capsys: Out) -> None:
    with serving({"/bad": redirect("http://[bad/"), "/ok": OK}) as server:
        links = [server.url(path) for path in ("/bad", "/gone", "/ok")]
        root = write_linked_site(tmp_path, {"briefings/a.md": briefing(*links)}, ALLOW)
        assert check(root, "--all") == FINE
        assert check(root, "--all", today="2026-11-23") == FOUND
        known = urls(root)
    assert [known[link]["status"] for link in links] == ["broken", "broken", "ok"]
    assert rules(capsys)[-2:] == ["briefings/a.md:37 E L140", "briefings/a.md:38 E L140"]


def test_without_a_way_to_the_web_nothing_is_concluded(tmp_path: Path, capsys: Out) -> None:
    hosts = [f"www{number}.example.org" for number in range(20)]
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(*(f"http://{host}/" for host in hosts))}, ALLOW)
    with serving({"/": OK}) as server:
        up: dict[str, str | int] = dict.fromkeys(hosts, "127.0.0.1")
        root = write_linked_site(tmp_path, {"briefings/a.md": briefing(*(server.url("/", host) for host in hosts))}, ALLOW)
        assert check(root, "--all", names={**up, hosts[3]: -2}) == FINE  # one dead host of twenty is news of that host
        assert rules(capsys) == ["briefings/a.md:40 W L141"]
        before = (root / STATE).read_bytes()
        assert check(root, "--all", "--force", names=dict.fromkeys(hosts, -2), today="2026-11-29") == INCONCLUSIVE
        assert (root / STATE).read_bytes() == before
    said = capsys.readouterr().out
    assert "Nothing can be concluded from this run: none of 20 hosts answered" in said
    assert "L14" not in said


def test_hosts_that_are_known_to_be_dead_are_no_sign_that_this_machine_has_no_way_to_the_web(tmp_path: Path, capsys: Out) -> None:
    dead = [f"https://dead{number}.example.org/" for number in range(6)]
    fine = [f"https://fine{number}.example.org/" for number in range(6)]
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(*dead, *fine)})
    engine = FakeEngine(lambda url: no_answer(url, "NameResolutionError", errno=-2) if url in dead else answer(url))
    nights = {f"2026-11-{day}": check(root, "--all", engine=engine, today=f"2026-11-{day}") for day in range(22, 29)}
    # On most nights only the dead ones are due; they are broken on the fourth day, and known after that.
    assert nights == {**dict.fromkeys(nights, FINE), "2026-11-25": FOUND}
    assert "Nothing can be concluded" not in capsys.readouterr().out
    before = (root / STATE).read_bytes()
    nobody = FakeEngine(lambda url: no_answer(url, "NameResolutionError", errno=-2))
    assert check(root, "--all", engine=nobody, today="2026-11-29") == INCONCLUSIVE
    assert (root / STATE).read_bytes() == before


def test_what_was_seen_before_the_time_of_a_run_is_over_is_kept(tmp_path: Path, capsys: Out) -> None:
    fine, gone, never = (f"{A}{name}" for name in ("fine", "gone", "never"))
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(never)})
    assert check(root, "--all", engine=FakeEngine(answer)) == FINE
    before = urls(root)[never]
    (root / "briefings/a.md").write_text(briefing(fine, gone, never), encoding="utf-8")
    late = FakeEngine({fine: answer(fine), gone: answer(gone, 404)}, timed_out=True)
    assert check(root, "--all", "--force", engine=late, today="2026-11-29") == FINE
    after = urls(root)
    assert (after[fine]["status"], after[gone]["status"], after[never]) == (Status.OK, Status.SUSPECT, before)
    said = capsys.readouterr().out
    assert " W L141 " in said
    assert "Checked 2 of 3 links, 1 deferred, 0 could not be checked" in said


def test_a_page_is_not_called_fine_when_the_time_was_over_before_all_its_links_were_looked_at(
    tmp_path: Path, capsys: Out
) -> None:
    fine, never = f"{A}fine", f"{A}never"
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(fine, never)})
    assert check(root, "briefings/a.md", engine=FakeEngine({fine: answer(fine)}, timed_out=True)) == INCONCLUSIVE
    assert "the time for this run was over before 1 of 2 links was looked at" in capsys.readouterr().out


def test_an_engine_that_brings_nothing_back_in_time_leaves_the_state_as_it_was(tmp_path: Path, capsys: Out) -> None:
    with serving({"/never": never_answers}) as server:
        root = write_linked_site(tmp_path, {"briefings/a.md": briefing(server.url("/never"))}, ALLOW)
        assert check(root, "--all", engine=FakeEngine(answer)) == FINE
        before = (root / STATE).read_bytes()
        late = LinkCheckerEngine(stop_after=lambda number, politeness: 2)
        assert check(root, "--all", "--force", engine=late, today="2026-11-29") == INCONCLUSIVE
        assert (root / STATE).read_bytes() == before
    assert "LinkChecker did not end in time and was stopped" in capsys.readouterr().out


def test_all_rounds_have_one_deadline_together() -> None:
    clock, limits = [0.0], []

    class Slow(FakeEngine):
        def probe(self, targets: Any, politeness: Any, answered: Any) -> Any:
            limits.append(politeness.run_limit)
            clock[0] += 700
            return super().probe(targets, politeness, answered)

    def wait(seconds: float) -> None:
        clock[0] += seconds

    retry_policy = RetryPolicy(retries=9, slow_down=lambda politeness: politeness, sleep=wait, clock=lambda: clock[0])
    outcome = RetryingEngine(Slow(no_answer), Politeness(), retry_policy).ask([Request(A)])
    assert limits[0] == LONGEST_RUN
    assert limits == [LONGEST_RUN, LONGEST_RUN - 730]
    assert LONGEST_RUN <= 23 * 60  # the job has half an hour, and has to install what it needs, and to keep what came of it
    assert outcome.classified[A].verdict is Verdict.TEMPORARY


def test_a_run_that_ends_in_the_middle_leaves_the_state_as_it_was(tmp_path: Path) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing("https://a.example.org/")})
    check(root, "--all", engine=FakeEngine(answer))
    before = (root / STATE).read_bytes()

    def stopped(url: str) -> Response:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check(root, "--all", "--force", engine=FakeEngine(stopped), today="2026-11-29")
    assert (root / STATE).read_bytes() == before


def test_a_run_that_is_stopped_says_so_and_remembers_nothing(tmp_path: Path) -> None:
    asked = threading.Event()

    def waits(connection: socket.socket, stopped: threading.Event) -> None:
        asked.set()
        stopped.wait()

    with serving({"/waits": waits}) as server:
        root = write_linked_site(tmp_path, {"briefings/a.md": briefing(server.url("/waits"))}, ALLOW)
        command = [sys.executable, "-c", "import sys; from sevenminute.cli import main; sys.exit(main())", "--root", str(root)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        with subprocess.Popen([*command, "links", "check", "--all"], stderr=subprocess.PIPE, env=environment, text=True) as run:
            assert asked.wait(120)
            run.send_signal(signal.SIGTERM)
            said = run.communicate(timeout=120)[1]
    assert said.endswith("Stopped before the end. The state file is as it was, and no other file is half written.\n")
    assert run.returncode == INCONCLUSIVE
    assert not (root / STATE).exists()


def test_the_same_night_twice_writes_the_same_state_and_keeps_what_it_does_not_know(tmp_path: Path) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing("https://a.example.org/x", "https://b.example.org/")})
    engine = FakeEngine(lambda url: answer(url, 404 if "a.ex" in url else 200))
    check(root, "--all", engine=engine)
    state = (root / STATE).read_text(encoding="utf-8")
    state = state.replace('"kind":"url"', '"kind":"url","title":"T"').replace('"kind":"page"', '"kind":"page","by":"B"')
    (root / STATE).write_text(state.replace('"kind":"meta"', '"kind":"meta","host":"H"'), encoding="utf-8")
    check(root, "--all", "--force", engine=engine)
    first = (root / STATE).read_bytes()
    check(root, "--all", "--force", engine=engine)
    assert (root / STATE).read_bytes() == first
    assert first.count(b'"title":"T"') == 2
    assert first.count(b'"by":"B"') == first.count(b'"host":"H"') == 1


def test_what_is_on_the_intranet_private_or_ignored_is_never_asked_for(tmp_path: Path, capsys: Out) -> None:
    engine = FakeEngine(answer)
    links = [
        "https://staff.council.internal/x",
        "http://10.1.2.3/",
        "http://printer/",
        "https://app.example.org/login",
        "https://a.example.org/",
    ]
    settings = ["intranet: ['^https?://[^/]*[.]council[.]']", "ignore:"]
    settings += ["  - {url: 'https://app.example.org/*', reason: needs login, until: 2027-03-31}"]
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(*links)}, *settings)
    assert check(root, "--all", "--force", engine=engine) == FINE
    assert engine.asked == ["https://a.example.org/"]
    assert list(urls(root)) == ["https://a.example.org/"]
    assert rules(capsys) == []


def test_a_redirect_into_the_intranet_is_never_fine(tmp_path: Path, capsys: Out) -> None:
    with serving({"/": redirect("http://intra.example.org/")}) as server:
        files = {"briefings/a.md": briefing(server.url("/"))}
        root = write_linked_site(tmp_path, files, ALLOW, "intranet: ['^http://intra[.]']")
        check(root, "--all", names={"intra.example.org": "127.0.0.1"})
        assert urls(root)[server.url("/")]["status"] == "unverified"
    assert "N L154 no machine could check this link" in (said := capsys.readouterr().out)
    assert "it goes to a private network" in said


def test_offline_nothing_is_asked_and_no_socket_opened(tmp_path: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_linked_site(
        tmp_path, {"briefings/a.md": briefing("https://a.example.org/", "https:///path", links_updated="2026-01")}
    )
    check(root, "--all", engine=FakeEngine(lambda url: answer(url, 403)), today="2026-10-01")
    capsys.readouterr()
    before = (root / STATE).read_bytes()

    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("the network, or another process, was asked for")

    monkeypatch.setattr(socket, "socket", forbidden)
    monkeypatch.setattr(socket, "getaddrinfo", forbidden)
    monkeypatch.setattr(subprocess, "Popen", forbidden)
    assert check(root, "--offline", "--fail-on", "W") == FOUND
    assert rules(capsys) == ["briefings/a.md:38 E L170", "briefings/a.md:5 W L111", "briefings/a.md:37 N L160"]
    assert (root / STATE).read_bytes() == before


def test_a_link_of_html_is_found_however_its_address_is_written(tmp_path: Path, capsys: Out) -> None:
    lines = (
        '<p><a href="https&colon;//a.example.org/1">x</a>',
        '<a title="q" HREF=https:&#47;&#47;a.example.org/2>x</a>',
        '<a href="//a.example.org/3">x</a>',
        '<a href="https:/a.example.org/4">x</a>',
        '<a href="tel:abc">x</a>',
        '<a href="mailto:nobody">x</a></p>',
        "",
        '<div markdown="1"><a href="https&colon;//a.example.org/5">x</a></div>',
    )
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing() + "\n" + "\n".join(lines)})
    first = (root / "briefings/a.md").read_text(encoding="utf-8").split("\n").index(lines[0]) + 1
    assert check(root, "--offline") == FOUND
    expected = {2: "E L170", 3: "E L170", 4: "W L171", 5: "W L171"}
    assert rules(capsys) == [f"briefings/a.md:{first + at} {said}" for at, said in expected.items()]
    engine = FakeEngine(answer)
    check(root, "--all", engine=engine)
    assert sorted(engine.asked) == [f"https://a.example.org/{number}" for number in (1, 2, 5)]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        (r"https://a.example.org/a\b", "https://a.example.org/a/b"),
        (r"https:\\a.example.org\a", "https://a.example.org/a"),
        (r"https://a.example.org/a?q=\b", r"https://a.example.org/a?q=\b"),
        ("https://a.example.org/a%5Cb", "https://a.example.org/a%5Cb"),
    ],
)
def test_a_backslash_in_a_path_is_asked_for_as_browsers_do(tmp_path: Path, written: str, asked: str) -> None:
    engine = FakeEngine(answer)
    root = write_linked_site(tmp_path, {"briefings/a.md": f"{briefing()}\n<p><a href='{written}'>x</a></p>\n"})
    check(root, "--all", engine=engine)
    assert engine.asked == [asked]


@pytest.mark.parametrize(
    ("link", "rule", "said"),
    [
        ("https://[bad/", "L170", "“https://[bad/” cannot be read as a web address"),
        ("https://example.org:99999/", "L170", "“https://example.org:99999/” cannot be read as a web address"),
        ("https:///path", "L170", "names no website"),
        ("https:/a.example.org/", "L170", "begins with neither http:// nor https://"),
        ("https://https://a.example.org/", "L170", "has https:// twice"),
        ("http://a.example.org:25/", "L170", "has the port 25, which browsers never open"),
        ("file:///C:/guide.pdf", "L170", "is on one computer only"),
        ("ftp://ftp.example.org/guide", "L170", "opens in no current browser"),
        ("//a.example.org/guide", "L170", "begins with neither http:// nor https://"),
        ("htps://a.example.org/", "L170", "opens in no browser: write https:// at its beginning"),
        ("https://user:secret@a..example.org/", "L170", "“https://…@a..example.org/” has a host"),
        ("https:secret@a.example.org/", "L170", "begins with neither http:// nor https://"),
        ("mailto:somebody", "L171", "is not an email address"),
        ("tel:12", "L171", "is not a telephone number"),
        ("https://user:secret@a.example.org/", "L172", "holds a name or password that everybody can read"),
    ],
)
def test_an_address_that_no_web_can_mend_has_its_rule(tmp_path: Path, capsys: Out, link: str, rule: str, said: str) -> None:
    engine = FakeEngine(answer)
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(link)})
    assert check(root, "--offline") == (FOUND if rule == "L170" else FINE)
    out = capsys.readouterr().out
    assert f" {rule} " in out
    assert said.split(": ", maxsplit=1)[0] in out
    assert "secret" not in out
    assert check(root, "--all", engine=engine) == FINE
    assert engine.asked == (["https://a.example.org/"] if rule == "L172" else [])
    assert "secret" not in (root / STATE).read_text(encoding="utf-8")


def test_a_site_without_links_and_a_briefing_with_500_are_checked(tmp_path: Path, capsys: Out) -> None:
    engine = FakeEngine(answer)
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing()})
    assert check(root, "--all", engine=engine) == FINE
    assert "There are no links to other sites." in capsys.readouterr().out
    links = [f"https://{host}.example.org/{number}" for host in ("a", "b", "c", "d", "e") for number in range(100)]
    (root / "briefings/a.md").write_text(briefing(*links), encoding="utf-8")
    assert check(root, "--all", engine=engine) == FINE
    assert "Checked 300 of 500 links, 200 deferred" in capsys.readouterr().out
    assert check(root, "--all", engine=engine, today="2026-11-23") == FINE
    assert sorted(engine.asked) == sorted(links)  # each once: what waited came first the next night


def test_a_change_that_adds_a_dead_link_fails_on_its_line(tmp_path: Path, capsys: Out) -> None:
    with serving({"/ok": OK}) as server:
        root = write_linked_site(tmp_path, {"briefings/a.md": briefing(server.url("/ok"), server.url("/old"))}, ALLOW)
        commit(root)
        (root / "briefings/a.md").write_text(
            briefing(
                server.url("/ok"), server.url("/old"), server.url("/new"), links_updated="2026-11-20", summary="Other words."
            ),
            encoding="utf-8",
        )
        assert check(root, "--changed-since", "HEAD", "--annotations") == FOUND
        said = capsys.readouterr().out
    assert "briefings/a.md:39:13: E L142 this link does not work" in said
    assert "::error file=briefings/a.md,line=39" in said
    assert not (root / STATE).exists()


def test_a_change_is_not_failed_by_what_was_dead_before_it_or_by_a_web_that_is_down(tmp_path: Path, capsys: Out) -> None:
    fine, old, dead, down = (f"{A}{name}" for name in ("fine", "old", "dead", "down"))
    engine = FakeEngine({fine: answer(fine)}.__getitem__)
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(fine, old), "briefings/b.md": briefing(dead, summary="B.")})
    commit(root)
    (root / "briefings/a.md").write_text(briefing(fine, old, summary="Other words."), encoding="utf-8")
    assert check(root, "--changed-since", "HEAD", engine=engine) == FINE
    assert rules(capsys) == ["briefings/a.md:38 N L141"]
    assert set(engine.asked) == {fine, old}
    (root / "briefings/a.md").write_text(briefing(fine, old, down, links_updated="2026-11-20"), encoding="utf-8")
    assert check(root, "--changed-since", "HEAD", engine=FakeEngine(lambda url: answer(url, 503))) == FINE
    assert "briefings/a.md:39 W L141" in rules(capsys)


def test_a_dead_name_alone_fails_no_change_where_nobody_can_be_asked(tmp_path: Path, capsys: Out) -> None:
    gone = "http://gone.example.org/"
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(A)})
    commit(root)
    (root / "briefings/b.md").write_text(briefing("http://dead.example.org/", summary="B."), encoding="utf-8")
    commit(root)
    (root / "briefings/b.md").write_text(briefing(gone, summary="B.", links_updated="2026-11-20"), encoding="utf-8")
    nobody = FakeEngine(lambda url: no_answer(url, "NameResolutionError", errno=-2))
    assert check(root, "--changed-since", "HEAD", engine=nobody) == FINE
    assert rules(capsys) == ["briefings/b.md:37 W L141"]
    somebody = FakeEngine(lambda url: answer(url) if url == A else no_answer(url, "NameResolutionError", errno=-2))
    assert check(root, "--changed-since", "HEAD", engine=somebody) == FOUND
    assert rules(capsys) == ["briefings/b.md:37 E L142"]
    assert set(nobody.asked) == set(somebody.asked) == {A, gone}


FAKE = FakeEngine(answer)
A, B = "https://a.example.org/", "https://b.example.org/"


def test_other_links_with_the_old_date_are_an_error_and_with_a_new_one_none(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(A)})
    commit(root)
    git(root, "checkout", "--quiet", "-b", "work")
    git(root, "mv", "briefings/a.md", "briefings/renamed.md")
    file = root / "briefings/renamed.md"
    for text, expected in (
        (briefing(B), ["briefings/renamed.md:5 E L120"]),
        (briefing(B, links_updated="2026-11-21"), []),
        (briefing(), []),  # a link that is taken away needs no new look
        (briefing(f"{A}#part"), []),
    ):
        file.write_text(text, encoding="utf-8")
        commit(root)
        assert check(root, "--changed-since", "main", engine=FAKE) == (FOUND if expected else FINE)
        assert rules(capsys) == expected


def test_dates_of_a_change_are_judged_without_the_web_too(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(A)})
    commit(root)
    links = [f"https://www{number}.example.org/" for number in range(5)]
    dead = FakeEngine(lambda url: no_answer(url, "gaierror", errno=-2))
    (root / "briefings/a.md").write_text(briefing(*links), encoding="utf-8")
    assert check(root, "--changed-since", "HEAD", engine=dead) == FOUND
    assert rules(capsys) == ["briefings/a.md:5 E L120"]
    (root / "briefings/a.md").write_text(briefing(*links, links_updated="2026-11-22"), encoding="utf-8")
    assert check(root, "--changed-since", "HEAD", engine=dead) == INCONCLUSIVE
    assert rules(capsys) == []


def test_what_comes_in_by_a_merge_is_not_the_work_of_the_branch(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(A), "briefings/b.md": briefing(A, summary="B.")})
    commit(root)
    git(root, "checkout", "--quiet", "-b", "work")
    (root / "briefings/b.md").write_text(briefing(A, summary="Other words."), encoding="utf-8")
    commit(root)
    git(root, "checkout", "--quiet", "main")
    (root / "briefings/a.md").write_text(briefing(B), encoding="utf-8")  # somebody else's change
    commit(root)
    git(root, "checkout", "--quiet", "work")
    git(root, "merge", "--quiet", "main", "-m", "Merge")
    assert check(root, "--changed-since", "main", engine=FAKE) == FINE
    assert rules(capsys) == []


def test_an_address_that_is_mended_in_the_register_is_new_on_each_page_that_cites_it(tmp_path: Path, capsys: Out) -> None:
    files = {
        "briefings/a.md": briefing() + "\n[It][guide]\n",
        "briefings/resources.yml": REGISTER.format(url=A),
        "briefings/b.md": briefing(A, summary="B."),
    }
    root = write_linked_site(tmp_path, files)
    commit(root)
    (root / "briefings/resources.yml").write_text(REGISTER.format(url=B), encoding="utf-8")
    engine = FakeEngine(lambda url: answer(url, 404 if url == B else 200))
    assert check(root, "--changed-since", "HEAD", engine=engine) == FOUND
    assert rules(capsys) == ["briefings/a.md:38 E L142", "briefings/resources.yml:6 E L142"]


def test_a_clone_without_history_is_not_guessed_at(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path / "whole", {"briefings/a.md": briefing(A)})
    commit(root)
    git(root, "checkout", "--quiet", "-b", "work")
    commit(root, "Work")
    git(root, "checkout", "--quiet", "main")
    commit(root, "Other work")
    git(tmp_path, "clone", "--quiet", "--depth", "1", "--no-single-branch", root.as_uri(), "clone")
    git(tmp_path / "clone", "checkout", "--quiet", "work")
    assert check(tmp_path / "clone", "--changed-since", "origin/main", engine=FAKE) == INCONCLUSIVE
    assert "the clone is too shallow to tell" in capsys.readouterr().out


def test_at_night_the_links_are_held_against_those_of_the_day_of_the_date(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(A)})
    assert check(root, "--all", engine=FAKE) == FINE
    for text, expected in (
        (briefing(A, B), ["briefings/a.md:5 W L120"]),
        (briefing(A, B), ["briefings/a.md:5 W L120"]),
        (briefing(A, B, links_updated="2026-11-22"), []),
        (briefing(A, B, links_updated="2026-11-22"), []),
    ):
        (root / "briefings/a.md").write_text(text, encoding="utf-8")
        capsys.readouterr()
        assert check(root, "--all", engine=FAKE) == FINE
        assert rules(capsys) == expected


def test_a_date_that_says_that_a_dead_link_was_fine_is_an_error(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(A, links_updated="2026-10")})
    dead = FakeEngine(lambda url: answer(url, 404))
    check(root, "--all", engine=dead, today="2026-11-20")
    capsys.readouterr()
    (root / "briefings/a.md").write_text(briefing(A, links_updated="2026-11-21"), encoding="utf-8")
    assert check(root, "--all", engine=dead, today="2026-11-21") == FOUND
    assert rules(capsys) == ["briefings/a.md:37 E L130"]


def test_a_broken_link_is_announced_once_then_known_and_after_the_grace_again(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(A, B, links_updated="2026-10")})
    dead = FakeEngine(lambda url: answer(url, 404 if url == A else 200))
    levels = []
    for day in range(1, 21):
        check(root, "--all", engine=dead, today=f"2026-11-{day:02}")
        levels += [rule for rule in rules(capsys) if "L1" in rule]
    said = [level.removeprefix("briefings/a.md:37 ") for level in levels]
    assert said == ["W L141", "E L140", *["N L140"] * 13, "E L140", *["N L140"] * 4]
    assert check(root, "--all", engine=FakeEngine(answer), today="2026-11-21") == FINE
    assert rules(capsys) == []
    assert urls(root)[A]["status"] == "ok"


def test_a_page_that_has_moved_for_good_is_named_with_its_new_address(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(f"{A}old#part")})
    engine = FakeEngine(lambda url: moved(url, f"{A}new"))
    assert check(root, "briefings/a.md", engine=engine) == FINE
    assert (
        f"L150 this link's page has moved for good: {A}old (it answers with 301): link directly to {A}new#part\n"
        in capsys.readouterr().out
    )
    for day in ("2026-11-22", "2026-11-30"):
        check(root, "--all", "--force", engine=engine, today=day)
    redirect = urls(root)[f"{A}old"]["redirect"]
    assert (redirect["to"], redirect["permanent"], redirect["sightings"]) == (f"{A}new", True, 2)


def test_an_unsafe_address_whose_safe_one_is_known_is_named_offline(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing("http://a.example.org/x")})
    check(root, "--all", engine=FakeEngine(lambda url: moved(url, url.replace("http:", "https:"))))
    capsys.readouterr()
    assert check(root, "--offline") == FINE
    assert rules(capsys) == ["briefings/a.md:37 W L172"]


def test_an_author_asks_for_one_page_now(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(A), "briefings/b.md": briefing(B, summary="B.")})
    engine = FakeEngine(lambda url: answer(url, 404 if url == B else 200))
    check(root, "--all", engine=engine)
    engine.asked.clear()
    capsys.readouterr()
    assert check(root, str(root / "briefings/b.md"), engine=engine) == FOUND
    assert rules(capsys) == ["briefings/b.md:37 E L142"]
    engine.asked.clear()
    check(root, str(root / "briefings/a.md"), engine=engine)
    assert A not in engine.asked  # seen fine today
    check(root, str(root / "briefings/a.md"), "--force", engine=engine)
    assert A in engine.asked
    engine.asked.clear()
    check(root, str(root / "briefings"), "--force", engine=engine)
    assert sorted(engine.asked) == [A, B]


def test_the_level_that_fails_can_be_chosen_and_reports_are_written(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(A, links_updated="2026-01")})
    assert check(root, "--all", "--fail-on", "W", engine=FAKE) == FOUND
    assert check(root, "--all", "--fail-on", "never", engine=FAKE) == FINE
    assert check(root, "--all", "--reports", str(tmp_path / "reports"), engine=FAKE) == FOUND
    assert sorted(file.name for file in (tmp_path / "reports").iterdir()) == [
        "links.json",
        "links.junit.xml",
        "links.md",
        "links.sarif",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "say what to check: --all, --changed-since origin/main, --offline, or files"),
        (["nowhere.md"], "nowhere.md is not a page of the site"),
        (["--all", "briefings/a.md"], "name files, or one of"),
        (["--changed-since", "main"], "is not a git repository"),
    ],
)
def test_a_command_that_cannot_be_meant_is_2(tmp_path: Path, capsys: Out, arguments: list[str], said: str) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(A)})
    assert check(root, *arguments, engine=FAKE) == UNUSABLE
    assert said in capsys.readouterr().err


def test_what_cannot_be_read_is_2_and_the_state_stays(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": "---\ntitle: [\n---\n"})
    assert check(root, "--all", engine=FAKE) == UNUSABLE
    assert "briefings/a.md:3: no key" in capsys.readouterr().err
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(A)}, "warn_after: 3")
    assert check(root, "--all", engine=FAKE) == UNUSABLE
    assert "extra.links.warn_after is not a setting" in capsys.readouterr().err
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(A), STATE: "no state\n"})
    assert check(root, "--all", engine=FAKE) == UNUSABLE
    assert "linkstate.jsonl:1: does not begin" in capsys.readouterr().err
    assert (root / STATE).read_text(encoding="utf-8") == "no state\n"


def test_reports_that_cannot_be_written_are_2(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(A), "taken": "a file"})
    engine = FakeEngine(answer)
    assert check(root, "--all", "--reports", str(root / "taken"), engine=engine) == UNUSABLE
    assert "--reports: " in (said := capsys.readouterr().err)
    assert "taken cannot be made" in said
    assert engine.asked == [], "who asks for reports does not wait for a check without them"
    (root / "reports/links.sarif").mkdir(parents=True)
    assert check(root, "--all", "--reports", str(root / "reports"), engine=engine) == UNUSABLE
    assert "links.sarif cannot be written" in capsys.readouterr().err


def test_a_link_by_its_id_is_named_where_its_address_stands(tmp_path: Path, capsys: Out) -> None:
    text = f"{briefing()}\nRead [this][guide], and [that][guide], and the note.[^1]\n\n[^1]: See {B}note.\n\n[guide]: <{A}>\n"
    root = write_linked_site(tmp_path, {"briefings/a.md": text})
    check(root, "--all", engine=FakeEngine(lambda url: answer(url, 404)))
    lines = text.split("\n")
    note, definition = lines.index(f"[^1]: See {B}note.") + 1, lines.index(f"[guide]: <{A}>") + 1
    out = capsys.readouterr().out
    assert f"briefings/a.md:{note}:11: W L141 this link fails, perhaps only now: {B}note (404, there is no such page, " in out
    assert out.count(f"briefings/a.md:{definition}:11: W L141") == 1
    assert out.count("L141") == 2


def test_two_runs_at_once_are_one_too_many(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(A)})
    with state_lock(root / STATE):
        assert check(root, "--all", engine=FAKE) == UNUSABLE
    assert "linkstate.jsonl:1: is in use by another run" in capsys.readouterr().err
    assert not (root / STATE).exists()
    assert check(root, "--all", engine=FAKE) == FINE


def test_an_engine_that_breaks_on_a_few_links_judges_the_others_and_on_all_none(tmp_path: Path, capsys: Out) -> None:
    links = [f"https://n{number}.example/page" for number in range(9)]
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(*links)})
    for broken, expected in ((1, FINE), (3, FINE), (4, INCONCLUSIVE), (9, INCONCLUSIVE)):
        answers = {link: answer(link, 404) for link in links} | {link: no_answer(link, ENGINE_FAULT) for link in links[:broken]}
        engine = FakeEngine(answers)
        assert check(root, "--all", "--force", engine=engine) == expected
        said = capsys.readouterr().out
        assert said.count("this check cannot read what it sends") == (broken if expected == FINE else 0)
        assert said.count(" W L141 ") == (9 - broken if expected == FINE else 0)
    assert "Nothing can be concluded from this run: the engine broke on 9 of 9 links" in said


def test_one_host_that_breaks_the_engine_with_each_of_its_links_does_not_hide_the_others(tmp_path: Path, capsys: Out) -> None:
    odd = [f"{A}{number}" for number in range(9)] + ["https://too.example.org/"]
    gone = "https://gone.example.org/"
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(*odd, gone)})
    answers = {link: no_answer(link, ENGINE_FAULT) for link in odd} | {gone: answer(gone, 404)}
    assert check(root, "--all", engine=FakeEngine(answers)) == FINE
    said = capsys.readouterr().out
    assert said.count("this check cannot read what it sends") == 10
    assert said.count(" W L141 ") == 1


def test_hosts_that_come_to_no_end_are_no_sign_that_this_machine_has_no_way_to_the_web(tmp_path: Path, capsys: Out) -> None:
    links = [f"https://slow{number}.example.org/" for number in range(6)]
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(*links)})
    assert check(root, "--all", engine=FakeEngine(lambda url: no_answer(url, OVER_LIMIT))) == FINE
    assert capsys.readouterr().out.count("it takes longer than this check waits for one link") == 6


def test_each_limit_of_an_address_has_its_own_words(tmp_path: Path, capsys: Out) -> None:
    head = message(200, *(f"X-{n}: 1" for n in range(5000)), "Content-Length: 0")
    scripts = {"/head": head, "/far": redirect(f"/{'x' * 100_000}"), "/ok": OK}
    with serving(scripts) as server:
        root = write_linked_site(tmp_path, {"briefings/a.md": briefing(*map(server.url, scripts))}, ALLOW)
        assert check(root, "--all") == FINE
        assert [known["status"] for _, known in sorted(urls(root).items())] == ["unverified", "unverified", "ok"]
        said = capsys.readouterr().out
        assert "/head (it sends more before its page than this check reads): open it yourself" in said
        assert "/far (it redirects to a longer address than this check follows): open it yourself" in said
        assert check(root, "--all", engine=FAKE, today="2026-11-23") == FINE
    assert "/head (it sends more before its page than this check reads): open it yourself" in capsys.readouterr().out


def test_a_redirect_that_leads_nowhere_on_the_web_is_told_as_that(tmp_path: Path, capsys: Out) -> None:
    scripts = {"/email": redirect("mailto:a@example.org"), "/two": redirect("/a\r\nLocation: /b"), "/none": reply(301), "/ok": OK}
    with serving(scripts) as server:
        root = write_linked_site(tmp_path, {"briefings/a.md": briefing(*map(server.url, scripts))}, ALLOW)
        waited = Waited()
        assert check(root, "--all", waited=waited) == FINE
    said = capsys.readouterr().out
    assert "/email (it goes to something that is not a web page, such as an email address): open it yourself" in said
    assert said.count(" (its site says that the page is elsewhere, and not clearly where): open it yourself") == 2
    assert "does not answer" not in said
    assert waited.seconds == []


def test_links_of_many_sites_without_an_answer_conclude_nothing_and_those_of_one_site_do(tmp_path: Path, capsys: Out) -> None:
    links = [f"{A}{number}" for number in range(8)] + [f"https://n{number}.example/" for number in range(4)]
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(*links)})
    assert check(root, "--all", engine=FakeEngine(lambda url: None if url.startswith(A) else answer(url))) == FINE
    assert capsys.readouterr().out.count("no answer to judge") == 8
    before = (root / STATE).read_bytes()
    several = FakeEngine(lambda url: answer(url) if url.startswith(A) else None)
    assert check(root, "--all", "--force", engine=several) == INCONCLUSIVE
    assert "4 of 12 links came back without an answer to judge" in capsys.readouterr().out
    assert check(root, "--all", "--force", engine=FakeEngine({})) == INCONCLUSIVE
    assert (root / STATE).read_bytes() == before


def test_one_site_that_is_down_is_news_of_that_site(tmp_path: Path) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(*(f"{A}{number}" for number in range(8)))})
    assert check(root, "--all", engine=FakeEngine(no_answer)) == FINE
