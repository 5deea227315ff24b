"""Prints how long a browser is busy with each key press in the filter of the page of resources, and what the build costs.

    python benchmarks/filter.py [--resources 5000] [--briefings 1000] [--slower 1] > benchmarks/filter.md

The site is built once, strictly, and its page opened in Chromium from its file, as from a file share. Keys are pressed one by
one; for each, Chromium's own trace says how long the longest task of the page's main thread took until the page was at rest
again, with scripts, styles, layout and paint. A task of more than 50 ms is called long; 100 ms is what a reader notices.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from corpus import ROOT, Variant, write_site
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from build import BuildError, build

KEYS = (*"night care", *["Backspace"] * 10, *"nihgt", *["Backspace"] * 5, *"xyz", *["Backspace"] * 3)
"""Words letter by letter, back to all resources, a typing mistake, then at once nothing and all."""
CHOICES = (("kind", "leaflet"), ("kind", ""), ("audience", "parents"), ("topic", "bruising"), ("topic", ""), ("audience", ""))
"""What is chosen from the lists after that."""
_READ = "[data-found-count]:not(:empty)"


def chromium() -> str:
    """Return where the browser is."""
    return subprocess.run([ROOT / "scripts/find-chromium"], capture_output=True, text=True, check=True).stdout.strip()


@dataclass(frozen=True)
class Task:
    """The longest task that followed a key press.

    Attributes:
        wall: Milliseconds from its begin to its end; what the reader waits for, on a machine that does nothing else.
        cpu: Milliseconds of processor time: what it took if other programs had the processor in between.
    """

    wall: float = 0
    cpu: float = 0


def longest_task(trace: dict[str, Any]) -> Task:
    """Return the longest task of the page's main thread in a trace."""
    events = trace["traceEvents"]
    names = {(e["pid"], e["tid"]) for e in events if e["name"] == "thread_name" and e["args"]["name"] == "CrRendererMain"}
    tasks = [e for e in events if e["name"].endswith("RunTask") and (e["pid"], e["tid"]) in names and "dur" in e]
    longest = [Task(e["dur"] / 1000, e.get("tdur", 0) / 1000) for e in tasks]
    return max(longest, key=lambda task: task.wall, default=Task())


def traced(browser: Browser, page: Page, do: Callable[[], object]) -> tuple[Task, str]:
    """Do something on a page, and return its longest task and the count that the page then shows."""
    browser.start_tracing(page=page, categories=["toplevel", "__metadata"])
    do()
    page.wait_for_timeout(800)  # the frames after it, and the address, which follows after a pause
    trace = json.loads(browser.stop_tracing())
    return longest_task(trace), page.locator("[data-found-count]").inner_text()


def presses(folder: Path, slower: float) -> Iterator[tuple[str, Task, str]]:
    """Press the keys, and yield each with its longest task and the count that the page then shows."""
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=flags)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto((folder / "site" / "resources" / "index.html").as_uri())
        page.locator(_READ).wait_for()
        page.wait_for_timeout(3000)  # the theme's own work at the beginning
        page.focus("#filter_words")
        session: CDPSession = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        for key in KEYS:
            yield key, *traced(browser, page, partial(page.keyboard.press, key))
        for field, value in CHOICES:
            choose = partial(page.locator(f"#filter_{field}").select_option, value)
            yield f"{field}: {value or 'all'}", *traced(browser, page, choose)
        browser.close()


def _longest(tasks: Sequence[Task]) -> str:
    wall, half = max(task.wall for task in tasks), statistics.median(task.wall for task in tasks)
    return f"{wall:.0f} ms (half of them at most {half:.0f}), at most {max(task.cpu for task in tasks):.0f} ms of processor time"


def main() -> int:
    """Build, press keys, and print a Markdown table.

    Returns:
        The exit code: 0, or 1 when the build failed.
    """
    parser = argparse.ArgumentParser(description="Print the longest task per key press in the filter as a Markdown table.")
    parser.add_argument("--resources", type=int, default=5000, metavar="N", help="in the register (5000)")
    parser.add_argument("--briefings", type=int, default=1000, metavar="N", help="that cite them (1000)")
    parser.add_argument("--slower", type=float, default=1, metavar="N", help="times that the browser is slowed down (1)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="briefings-") as temporary:
        folder = Path(temporary) / "root"
        write_site(folder, given.briefings, Variant.OURS, given.resources)
        try:
            run = build(folder)
        except BuildError as error:
            print(error, file=sys.stderr)
            return 1
        page = (folder / "site" / "resources" / "index.html").stat().st_size
        print(f"{given.resources:,} resources cited by {given.briefings:,} briefings: built in {run.wall:.1f} s,", end=" ")
        print(f"{run.peak:.0f} MiB at most, a page of {page:,} bytes\n")
        print("| Key | Longest task, ms | of it processor, ms | Shown |\n| --- | --: | --: | --- |")
        tasks: dict[bool, list[Task]] = {True: [], False: []}
        for key, task, shown in presses(folder, given.slower):
            tasks[":" not in key].append(task)
            print(f"| {key} | {task.wall:.0f} | {task.cpu:.0f} | {shown} |", flush=True)
        print(f"\nThe longest of a key press: {_longest(tasks[True])}.")
        print(f"The longest of a choice from a list: {_longest(tasks[False])}.")
        print(f"{os.cpu_count()} processors, on which {os.getloadavg()[1]:.0f} tasks ran or waited in the last five minutes.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
