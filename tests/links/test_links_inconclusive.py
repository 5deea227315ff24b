"""Runs that break off, have no way to the web, or run out of time: what can be concluded, and what is remembered."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from checked_site import FAKE, A, Out, rules, urls
from link_server import OK, never_answers, redirect, reply, serving
from linked_site import (
    ALLOW,
    STATE,
    FakeEngine,
    Waited,
    answer,
    briefing,
    check,
    no_answer,
    write_linked_site,
)
from server_behaviours import message
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.commands.exit_codes import FINE, FOUND, INCONCLUSIVE
from sevenminute.links.fetch.linkchecker import LinkCheckerEngine
from sevenminute.links.fetch.protocol import Politeness, Request
from sevenminute.links.fetch.response import ENGINE_FAULT, OVER_LIMIT, Response
from sevenminute.links.history.record import Status
from sevenminute.links.run.retry import LONGEST_RUN, RetryingEngine, RetryPolicy


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
    assert "Nothing can be concluded from this run: none of 20 websites answered" in said
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
    assert "Asked for 2 of 3 links; 1 waits for the next run" in said


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
        assert "/head (it sends more before its page than this check reads): open the link yourself" in said
        assert "/far (it redirects to a longer address than this check follows): open the link yourself" in said
        assert check(root, "--all", engine=FAKE, today="2026-11-23") == FINE
    assert "/head (it sends more before its page than this check reads): open the link yourself" in capsys.readouterr().out


def test_a_redirect_that_leads_nowhere_on_the_web_is_told_as_that(tmp_path: Path, capsys: Out) -> None:
    scripts = {"/email": redirect("mailto:a@example.org"), "/two": redirect("/a\r\nLocation: /b"), "/none": reply(301), "/ok": OK}
    with serving(scripts) as server:
        root = write_linked_site(tmp_path, {"briefings/a.md": briefing(*map(server.url, scripts))}, ALLOW)
        waited = Waited()
        assert check(root, "--all", waited=waited) == FINE
    said = capsys.readouterr().out
    assert "/email (it goes to something that is not a web page, such as an email address): open the link yourself" in said
    assert said.count(" (its site says that the page is elsewhere, and not clearly where): open the link yourself") == 2
    assert "does not answer" not in said
    assert waited.seconds == []


def test_links_of_many_sites_without_an_answer_conclude_nothing_and_those_of_one_site_do(tmp_path: Path, capsys: Out) -> None:
    links = [f"{A}{number}" for number in range(8)] + [f"https://n{number}.example/" for number in range(4)]
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(*links)})
    assert check(root, "--all", engine=FakeEngine(lambda url: None if url.startswith(A) else answer(url))) == FINE
    assert capsys.readouterr().out.count("it could not be looked at") == 8
    before = (root / STATE).read_bytes()
    several = FakeEngine(lambda url: answer(url) if url.startswith(A) else None)
    assert check(root, "--all", "--force", engine=several) == INCONCLUSIVE
    assert "4 of 12 links came back without an answer to judge" in capsys.readouterr().out
    assert check(root, "--all", "--force", engine=FakeEngine({})) == INCONCLUSIVE
    assert (root / STATE).read_bytes() == before


def test_one_site_that_is_down_is_news_of_that_site(tmp_path: Path) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(*(f"{A}{number}" for number in range(8)))})
    assert check(root, "--all", engine=FakeEngine(no_answer)) == FINE
