"""Prints what a build costs: seconds, memory and bytes, beside stock Material on the same Markdown.

    python benchmarks/build.py [--sizes 10 100 1000] [--runs 3] [--variants ours stock stock-nav]

Each build is a process of its own, from start to exit, on a site that was never built, and strict: one that warns is no result.
The variants take turns, so that a busy minute of the machine falls on all of them. Needs Linux or macOS.
"""

from __future__ import annotations

import argparse
import compileall
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from corpus import Variant, slug, write_site

SAME_BRIEFING = 5
"""Number of the briefing whose page is compared between sites of all sizes; it has two neighbours in each."""
LONGEST_REPEATED = 30.0
"""Seconds; a variant whose build takes longer than this is not run again."""
MOST_IN_NAV = 1000
"""The largest site that is built with all pages in the navigation: its time and its bytes grow with the square."""

HEADER = (
    "Briefings",
    "Built with",
    "Runs",
    "Wall s",
    "CPU s",
    "Peak MiB",
    "Briefing’s HTML, median bytes",
    f"HTML of briefing {SAME_BRIEFING}, bytes",
    "Site, bytes",
)
NAMES = {
    Variant.OURS: "this project",
    Variant.STOCK: "stock Material, briefings not in the navigation",
    Variant.STOCK_NAV: "stock Material as it comes",
}


@dataclass(frozen=True)
class Run:
    """What one build took.

    Attributes:
        wall: Seconds from start to exit of the process.
        cpu: Seconds of processor time, user and system, of the process and those that it started.
        peak: The most memory that one process held at a time, in MiB (2 ** 20 bytes), without what is swapped out.
    """

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True)
class Weight:
    """What one build made.

    Attributes:
        page: Bytes of a briefing's HTML, the median over all briefings; without compression, pictures and styles.
        same: Bytes of the HTML of briefing `SAME_BRIEFING`, or None in a site without it or without one after it.
        site: Bytes of all files of the site.
    """

    page: int
    same: int | None
    site: int


class BuildError(Exception):
    """A build failed or warned; the message is what it said."""


def build(folder: Path) -> Run:
    """Build the site in a folder into its `site/`, which is made anew.

    Raises:
        BuildError: The build failed or warned.
    """
    shutil.rmtree(folder / "site", ignore_errors=True)
    # Not --quiet: it hides warnings from --strict too.
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT)
        # Linux carries this process's own peak, some 20 MiB, into the other's: a least value that every build exceeds.
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            log.seek(0)
            raise BuildError(f"{folder}: {log.read()}")
    unit = 1 if sys.platform == "darwin" else 1024  # bytes of ru_maxrss
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * unit / 2**20)


def weigh(folder: Path, briefings: int) -> Weight:
    """Return the bytes of a site that has been built in a folder."""
    site = folder / "site"
    pages = [(site / "briefings" / slug(number) / "index.html").stat().st_size for number in range(1, briefings + 1)]
    same = pages[SAME_BRIEFING - 1] if briefings > SAME_BRIEFING else None
    return Weight(round(median(pages)), same, sum(file.stat().st_size for file in site.rglob("*") if file.is_file()))


def measure(briefings: int, variants: Iterable[Variant], runs: int, folder: Path) -> list[tuple[Variant, list[Run], Weight]]:
    """Build sites of one size in each of the variants, in turn.

    Args:
        briefings: Number of briefings in each site.
        variants: What to build with; all pages in the navigation only up to `MOST_IN_NAV`.
        runs: Builds of each variant; one that takes more than `LONGEST_REPEATED` is not repeated.
        folder: Where the sites are made, one folder below it for each variant.
    """
    taken: dict[Variant, list[Run]] = {}
    for variant in variants:
        if variant is Variant.STOCK_NAV and briefings > MOST_IN_NAV:
            print(f"{NAMES[variant]}: not built with {briefings:,} briefings", file=sys.stderr)
            continue
        write_site(folder / variant, briefings, variant)
        compileall.compile_dir(folder / variant, quiet=1)  # as after a first build
        taken[variant] = []
    for turn in range(1, runs + 1):
        for variant, before in taken.items():
            if not before or before[-1].wall <= LONGEST_REPEATED:
                before.append(build(folder / variant))
                said = f"{briefings:,} briefings, {NAMES[variant]}, run {turn} of {runs}: {before[-1].wall:.1f} s"
                print(said, file=sys.stderr)
    return [(variant, done, weigh(folder / variant, briefings)) for variant, done in taken.items()]


def row(briefings: int, variant: Variant, runs: Sequence[Run], weight: Weight) -> str:
    """Return a row of the Markdown table: medians of the runs, and bytes."""
    cells = (
        f"{briefings:,}",
        NAMES[variant],
        str(len(runs)),
        f"{median(run.wall for run in runs):.2f}",
        f"{median(run.cpu for run in runs):.2f}",
        f"{median(run.peak for run in runs):.0f}",
        f"{weight.page:,}",
        "" if weight.same is None else f"{weight.same:,}",
        f"{weight.site:,}",
    )
    return f"| {' | '.join(cells)} |"


def main() -> int:
    """Measure, and print the table row by row; progress goes to the standard error.

    Returns:
        The exit code: 0, or 1 when a build failed.
    """
    parser = argparse.ArgumentParser(description="Print seconds, memory and bytes of builds as a Markdown table.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 1000], metavar="N", help="briefings (10 100 1000)")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="builds of which the medians are shown (3)")
    choices = list(Variant)
    parser.add_argument("--variants", type=Variant, nargs="+", choices=choices, default=choices, help="(all)")
    given = parser.parse_args()
    if given.runs < 1:
        parser.error("--runs: at least 1")
    print(f"| {' | '.join(HEADER)} |")
    print("| " + " | ".join("---" if name == "Built with" else "--:" for name in HEADER) + " |")
    for size in given.sizes:
        with tempfile.TemporaryDirectory(prefix="briefings-") as folder:
            try:
                for variant, runs, weight in measure(size, given.variants, given.runs, Path(folder)):
                    print(row(size, variant, runs, weight), flush=True)
            except (BuildError, ValueError) as error:
                print(error, file=sys.stderr)
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
