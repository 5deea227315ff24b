"""What a Chromium sees of pages, and what is left of it when it is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from link_server import OK, Answer, ByHeaders, LinkServer, closes, endless_body, never_answers, redirect, reply, resets, serving
from linked_site import ALLOW, briefing, check, write_linked_site
from sevenminute.links.classify.classify import classify
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.commands.exit_codes import FINE
from sevenminute.links.fetch.browser.engine import BrowserEngine
from sevenminute.links.fetch.browser.executable import find_browser
from sevenminute.links.fetch.child_process import engine
from sevenminute.links.fetch.child_process.folder import private_folder
from sevenminute.links.fetch.protocol import Politeness, Request, user_agent
from sevenminute.links.fetch.response import Response
from sevenminute.links.fetch.second_client.engine import SecondClientEngine

V = Verdict
POLITENESS = Politeness(agent=user_agent("https://www.example.org/"), rate=10_000, timeout=5, time_limit=20, allow_private=True)
FOR_BROWSERS = ByHeaders(lambda asked: OK if "sec-fetch-mode" in asked else reply(404))

WALL = "<p>We look whether you read our pages.<script>document.cookie = 'seen=1; path=/'; location.reload()</script>"
BEHIND_A_SCRIPT = ByHeaders(lambda asked: OK if "seen=1" in asked.get("cookie", "") else reply(503, WALL))

PAGES: dict[str, tuple[Answer, Verdict]] = {
    "/ok": (OK, V.OK),
    "/browsers": (FOR_BROWSERS, V.OK),
    "/behind-a-script": (BEHIND_A_SCRIPT, V.OK),
    "/gone": (reply(404), V.GONE),
    "/gone-with-scripts": (reply(404, "<body><div id=root></div><script>document.body.append('x')</script>"), V.GONE),
    "/wall": (reply(403), V.BLOCKED),
    "/moved": (redirect("/ok"), V.MOVED),
    "/elsewhere": (redirect("/ok", 302), V.REDIRECTED),
    "/circle": (redirect("/circle"), V.REDIRECT_LOOP),
    "/two": (b"HTTP/1.1 301 R\r\nLocation: /a\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n", V.UNCHECKED),
    "/email": (redirect("mailto:somebody@example.org"), V.UNCHECKED),
    "/resets": (resets, V.TEMPORARY),
    "/closes": (closes, V.TEMPORARY),
    "/silent": (never_answers, V.BUSY),
    "/endless": (endless_body, V.OK),
    "/nothing": (reply(204, ""), V.EMPTY),
    "/pdf": (reply(200, b"%PDF-1.7", Content_Type="application/pdf"), V.OK),
    "/download": (reply(200, b"PK", Content_Type="application/zip"), V.OK),
    "/missing": (reply(200, "<title>Page not found</title>Words."), V.SOFT_404),
    "/scripted": (reply(200, "<body><script>document.title = 'Page not found'; document.body.append('x')</script>"), V.SOFT_404),
    "/scripted/part": (reply(200, "<p>Words.<script>document.body.innerHTML = '<p id=here>x'</script>"), V.OK),
    "/part": (reply(200, "<p>Words."), V.FRAGMENT_MISSING),
    "/spins": (reply(200, "<body><script>while (true);</script>"), V.NEEDS_SCRIPTS),
    "/takes-memory": (
        reply(
            200,
            "<body>Words.<p id=x></p><script>try { const all = []; for (let i = 0; i < 16; i++) all.push(new Uint8Array(1 << 27)"
            ".fill(1)); document.title = 'A page' } catch { document.title = 'Page not found' }</script>",
        ),
        V.SOFT_404,
    ),
    "/script-that-is-gone": (
        reply(200, "<title>Guide</title><div id=root></div><script src=/no-such-script.js></script>"),
        V.EMPTY,
    ),
    "/refresh": (reply(200, "<meta http-equiv=refresh content='0;url=/gone'>Moved."), V.GONE),
}


def ask(server: LinkServer, *paths: str) -> dict[str, Response]:
    """Return what a Chromium brings back of paths."""
    requests = [Request(server.url(path), ("here",) if path.endswith(("part", "memory")) else ()) for path in paths]
    engine = BrowserEngine(find_browser(True), stop_after=lambda number, politeness: 300)
    probed = engine.probe(requests, POLITENESS, lambda response: None)
    assert probed.fault == ""
    return {url.removeprefix(server.url("")): response for url, response in probed.responses.items()}


@pytest.mark.browser
@pytest.mark.slow
def test_a_chromium_sees_what_a_reader_would() -> None:
    with serving({path: answer for path, (answer, _) in PAGES.items()}) as server:
        found = ask(server, *PAGES)
        asked = server.heads["/ok"]
    assert {path: classify(response) for path, response in found.items()} == {
        path: verdict for path, (_, verdict) in PAGES.items()
    }
    assert found["/moved"].final_url.endswith("/ok")
    assert [hop.code for hop in found["/moved"].hops] == [301]
    assert asked["user-agent"].endswith("Safari/537.36 (compatible; SevenMinuteBriefings/2; +www.example.org/)")
    assert "Headless" not in json.dumps(asked)
    assert asked["accept-language"].startswith("en-GB")


@pytest.mark.slow
@pytest.mark.browser
def test_a_page_for_browsers_only_is_fine_and_it_is_known_what_each_client_saw(tmp_path: Path) -> None:
    with serving({"/x": FOR_BROWSERS}) as server:
        root = write_linked_site(tmp_path, {"briefings/a.md": briefing(server.url("/x"), server.url("/gone"))}, ALLOW)
        reports = ("--reports", str(tmp_path / "reports"))
        browser = BrowserEngine(find_browser(True))
        assert check(root, "--all", *reports, second_client=SecondClientEngine(), browser=lambda _: browser) == FINE
        report = json.loads((tmp_path / "reports/links.json").read_text(encoding="utf-8"))
    seen = {link["url"]: [(each["client"], each["code"]) for each in link["opinions"]] for link in report["pages"][0]["links"]}
    assert seen[server.url("/x")] == [("LinkChecker", 404), ("a second program", 404), ("Chromium", 200)]
    assert seen[server.url("/gone")] == [("LinkChecker", 404), ("a second program", 404), ("Chromium", 404)]
    assert report["remarks"] == []


def test_a_program_that_is_no_browser_is_named(tmp_path: Path) -> None:
    program = tmp_path / "other"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    probed = BrowserEngine(str(program)).probe([Request("https://a.example.org/")], POLITENESS, lambda response: None)
    assert f"the browser broke off: RuntimeError: {program} cannot be started" in probed.fault
    assert not probed.responses


def test_a_browser_that_comes_to_no_end_of_starting_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "hangs"
    program.write_text("#!/bin/sh\nexec sleep 300\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(engine, "LONGEST_START", 1.0)
    probed = BrowserEngine(str(program)).probe([Request("https://a.example.org/")], POLITENESS, lambda response: None)
    assert "the browser did not start in time and was stopped" in probed.fault
    assert (probed.responses, probed.timed_out) == ({}, False)


ASKING = """
import sys
from sevenminute.links.fetch.browser.engine import BrowserEngine
from sevenminute.links.fetch.protocol import Politeness, Request

politeness = Politeness(rate=10_000, timeout=9, allow_private=True)
BrowserEngine(sys.argv[1]).probe([Request(url) for url in sys.argv[2:]], politeness, lambda response: print("came", flush=True))
"""
PARTS = {"the command": b"-c\0", "the worker": b"browser.worker", "what drives it": b"/node\0", "the browser": b"--remote-debug"}
"""What each process of a run has in its command."""


def processes(mark: str, word: bytes = b"") -> list[int]:
    """Return the processes that have a text in their environment, and a word in their command."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if mark.encode() in (folder / "environ").read_bytes() and word in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return found


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are found by their environment")
@pytest.mark.parametrize("victim", PARTS)
def test_nothing_is_left_of_a_browser_whichever_process_is_killed_and_when(victim: str, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    mark = str(temporary)
    with serving({"/ok": OK, "/silent": never_answers}) as server:
        command = [sys.executable, "-c", ASKING, find_browser(True), server.url("/ok"), server.url("/silent")]
        environment = {**os.environ, "TMPDIR": mark, "PYTHONPATH": os.pathsep.join(sys.path)}
        for begun in [*list(PARTS)[list(PARTS).index(victim) :], "an answer"]:
            asking = subprocess.Popen(
                command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
            )
            assert asking.stdout
            if begun == "an answer":
                asking.stdout.readline()
            else:
                wait_until(lambda word=PARTS[begun]: processes(mark, word))  # type: ignore[misc]
            for process in processes(mark, PARTS[victim]):
                with suppress(OSError):
                    os.kill(process, signal.SIGKILL)
            asking.stdout.close()
            asking.wait()
            wait_until(lambda: not processes(mark) and not list(temporary.glob("*/*")))
            # A command that is killed before it has started anybody leaves an empty folder, which a later run removes.
            assert begun == "the command" or not list(temporary.iterdir())
            for empty in temporary.iterdir():
                empty.rmdir()


ASKING_WITHOUT = """
import sys
from sevenminute.links.fetch.linkchecker import LinkCheckerEngine
from sevenminute.links.fetch.protocol import Politeness, Request
from sevenminute.links.fetch.second_client.engine import SecondClientEngine

engine = {"LinkChecker": LinkCheckerEngine, "a second client": SecondClientEngine}[sys.argv[1]]()
engine.probe([Request(sys.argv[2])], Politeness(timeout=40, allow_private=True, robots=False), lambda response: None)
"""


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are found by their environment")
@pytest.mark.parametrize("client", ["LinkChecker", "a second client"])
def test_nothing_is_left_of_a_client_whose_run_is_killed(client: str, tmp_path: Path) -> None:
    with serving({"/silent": never_answers}) as server:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
        asking = subprocess.Popen([sys.executable, "-c", ASKING_WITHOUT, client, server.url("/silent")], env=environment)
        wait_until(lambda: server.asked["/silent"])
        assert len(processes(str(tmp_path))) == 2
        asking.kill()
        asking.wait()
        wait_until(lambda: not processes(str(tmp_path)))


def wait_until(is_so: Callable[[], object]) -> None:
    """Wait until something is so."""
    until = time.monotonic() + 90
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_what_is_left_of_a_run_that_was_killed_with_all_its_processes_is_removed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    old, new, other = (tmp_path / name for name in ("briefings-links-old", "briefings-links-new", "other"))
    for folder in (old, new, other):
        (folder / "profile").mkdir(parents=True)
    for folder in (old, other):
        os.utime(folder, (0, 0))
    with private_folder() as own:
        assert own.is_dir()
        assert sorted(tmp_path.iterdir()) == sorted((new, other, own))
        (own / "file").touch()
    assert sorted(tmp_path.iterdir()) == [new, other]
