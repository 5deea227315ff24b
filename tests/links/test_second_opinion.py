"""Who is asked for what the first client does not find fine, and what is remembered and said of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from link_server import OK, redirect, reply, serving
from linked_site import ALLOW, STATE, FakeEngine, answer, briefing, check, moved, no_answer, write_linked_site
from sevenminute.config.links import LinkSettings
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.commands.exit_codes import FINE, FOUND
from sevenminute.links.fetch.page.facts import PageFacts
from sevenminute.links.fetch.protocol import Politeness, Request, Responses
from sevenminute.links.fetch.response import PRIVATE, Response
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
