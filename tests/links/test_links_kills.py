"""Commands of the link check that are killed at some moment: every file is the old or the new one, and the next run goes through.

`LINK_KILLS=200` kills so many, in all, instead of fifteen; each of them is then followed by a run that is left alone.
"""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from link_server import OK, LinkServer, Stopped, redirect, serving
from linked_site import ALLOW, STATE, briefing, write_linked_site
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.history.file import read_state, write_state
from sevenminute.links.history.record import Meta, Redirect, State, Status, UrlState

pytestmark = pytest.mark.slow  # random moments, many runs

KILLS = int(os.environ.get("LINK_KILLS", "15"))
EACH_FOLLOWED = "LINK_KILLS" in os.environ
FILE = "briefings/a.md"
FIRST = date(2026, 11, 1)


@dataclass
class Site:
    """A site whose links lead to a server of the test.

    Attributes:
        root: Its folder.
        server: The server.
        text: The briefing, as it is before a command.
    """

    root: Path
    server: LinkServer
    text: str

    def command(self, *arguments: str) -> list[str]:
        """Return the words that start a command of the link check."""
        start = [sys.executable, "-c", "import sys; from sevenminute.cli import main; sys.exit(main())"]
        return [*start, "--root", str(self.root), "links", *arguments]

    def environment(self) -> dict[str, str]:
        """Return the environment of commands, with a folder for what the killed ones leave behind."""
        scratch = self.root.parent / "scratch"
        scratch.mkdir(exist_ok=True)
        return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(scratch)}

    def run(self, *arguments: str) -> float:
        """Let a command come to its end, and return the seconds that it took."""
        begun = time.monotonic()
        done = subprocess.run(
            self.command(*arguments), env=self.environment(), capture_output=True, text=True, check=False, cwd=self.root
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return time.monotonic() - begun

    def kill(self, seconds: float, *arguments: str) -> bool:
        """Kill a command after some seconds, and return whether it had not come to its end by then."""
        with subprocess.Popen(
            self.command(*arguments),
            env=self.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.root,
        ) as run:
            try:
                run.wait(seconds)
            except subprocess.TimeoutExpired:
                run.kill()
                return True
        return False

    def page(self) -> str:
        """Return the briefing."""
        return (self.root / FILE).read_text(encoding="utf-8")

    def files(self) -> set[str]:
        """Return what is in the folder, but for what nobody reads: files that begin with a dot, or end with `.new` or `.lock`."""
        found = {path.relative_to(self.root).as_posix() for path in self.root.rglob("*") if path.is_file()}
        return {path for path in found if not path.rpartition("/")[2].startswith(".") and not path.endswith((".new", ".lock"))}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with serving({"/a": OK, "/b": OK, "/old/page": redirect("/new/page"), "/new/page": OK}) as server:
        text = briefing(server.url("/a"), server.url("/b"))
        root = write_linked_site(tmp_path / "site", {FILE: text}, ALLOW)
        yield Site(root, server, text)


def killed_at_all_moments(site: Site, arguments: Callable[[int], list[str]], whole: Callable[[int], None], seed: int) -> None:
    """Kill a command again and again, and look at the files after each time.

    Args:
        site: The site.
        arguments: Returns the command of the so-manieth time.
        whole: Fails if a file is neither the old nor the new one, after the so-manieth time.
        seed: From which the moments are drawn.
    """
    draw = random.Random(seed)  # noqa: S311 - the same moments in each run
    longest = site.run(*arguments(0))
    whole(0)
    killed = number = 0
    while killed < KILLS // 3 and number < KILLS:
        number += 1
        # More often near the end: it is there that files are written.
        moment = longest * draw.choice([draw.uniform(0, 1), draw.uniform(0.7, 1.05)])
        begun = time.monotonic()
        if site.kill(moment, *arguments(number)):
            killed += 1
        else:  # it ended before: the first run was slow, as on a busy machine
            longest = min(longest, time.monotonic() - begun)
        whole(number)
        if EACH_FOLLOWED or number % 5 == 0:
            site.run(*arguments(number))
            whole(number)
    print(f"{killed} of {number} runs were killed before their end")
    assert killed


def test_the_nightly_run_can_be_killed_at_any_moment(site: Site) -> None:
    before = b""
    names: set[str] = set()

    def day(number: int) -> date:
        return FIRST + timedelta(days=20 * number)

    def whole(number: int) -> None:
        nonlocal before
        found = (site.root / STATE).read_bytes()
        if found != before:
            noon = datetime.combine(day(number), datetime.min.time(), UTC) + timedelta(hours=12)
            state = read_state(site.root / STATE, now=noon)
            assert state.meta
            assert state.meta.run == noon
            assert {url.status for url in state.urls.values()} == {Status.OK}
            assert set(state.urls) == {site.server.url("/a"), site.server.url("/b")}
            before = found
        assert site.page() == site.text
        names.update(site.files())

    site.text = briefing(site.server.url("/a"), site.server.url("/b"), links_updated="2026-10-31")
    (site.root / FILE).write_text(site.text, encoding="utf-8")
    never = ["--fail-on", "never"]
    killed_at_all_moments(site, lambda number: ["check", "--all", "--force", *never, "--today", f"{day(number)}"], whole, seed=1)
    assert names == {FILE, STATE, "mkdocs.yml"}


def test_a_stamp_can_be_killed_at_any_moment(site: Site) -> None:
    def whole(number: int) -> None:
        with_links_date = site.text.replace("links_updated: 2026-11\n", "links_updated: 2026-11-22\n")
        assert with_links_date != site.text
        assert site.page() in (site.text, with_links_date)
        assert site.files() == {FILE, "mkdocs.yml"}
        (site.root / FILE).write_text(site.text, encoding="utf-8")

    killed_at_all_moments(site, lambda number: ["stamp", FILE, "--yes", "--today", "2026-11-22"], whole, seed=2)


def test_a_fix_can_be_killed_at_any_moment(site: Site) -> None:
    old, new = site.server.url("/old/page"), site.server.url("/new/page")
    site.text = briefing(site.server.url("/a"), old)
    (site.root / FILE).write_text(site.text, encoding="utf-8")
    now = datetime(2026, 11, 22, 2, 10, tzinfo=UTC)
    moved = Redirect(to=new, permanent=True, since=now - timedelta(days=9), last_seen=now, sightings=3)
    known = UrlState(
        id=old, status=Status.OK, verdict=Verdict.MOVED, first_seen=now, last_checked=now, last_ok=now, redirect=moved
    )
    write_state(site.root / STATE, State(Meta(run=now, engine="fake"), {}, {old: known}))
    before = (site.root / STATE).read_bytes()

    def whole(number: int) -> None:
        assert site.page() in (site.text, site.text.replace(old, new))
        assert (site.root / STATE).read_bytes() == before
        assert site.files() == {FILE, STATE, "mkdocs.yml"}
        (site.root / FILE).write_text(site.text, encoding="utf-8")

    killed_at_all_moments(site, lambda number: ["fix", FILE, "--today", "2026-11-22"], whole, seed=3)
    site.run("fix", FILE, "--today", "2026-11-22")
    assert new in site.page()


def test_a_run_that_is_killed_while_it_asks_leaves_nothing_behind(site: Site) -> None:
    asked = threading.Event()

    def keeps_waiting(connection: socket.socket, stopped: Stopped) -> None:
        asked.set()
        stopped.wait()

    site.server.script["/a"] = keeps_waiting
    command = [*site.command("check", "--all")]
    with subprocess.Popen(command, env=site.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        assert asked.wait(60)
        run.kill()
    assert list((site.root.parent / "scratch").iterdir()) == []


SLOW_DISK = """
import os, sys
sync = os.fsync
def stop(file):
    sync(file)
    print("written", flush=True)
    sys.stdin.read()
os.fsync = stop
from sevenminute.cli import main
sys.exit(main())
"""
"""The commands, on a disk that is never done: all is written beside the old file, and nothing has taken its place."""


@pytest.mark.parametrize("command", ["check --all", f"stamp {FILE} --yes"])
def test_a_kill_between_writing_and_replacing_leaves_the_old_file(site: Site, command: str) -> None:
    words = [*site.command(*command.split(), "--today", "2026-11-22")]
    words[2] = SLOW_DISK
    with subprocess.Popen(
        words, env=site.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as run:
        said = iter(run.stdout or ())
        assert any(line == "written\n" for line in said)
        run.kill()
    assert site.page() == site.text
    assert not (site.root / STATE).exists()
    site.run(*command.split(), "--today", "2026-11-22")
    assert site.files() == {FILE, "mkdocs.yml", *([STATE] if "check" in command else [])}
    assert [path.name for path in site.root.rglob("*.new")] == []
