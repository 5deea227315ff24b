"""Starts builds at once and kills builds, in one folder, and looks whether site/ is whole: while they run, and after each.

    python benchmarks/build_safety.py [--distances 20] [--kills 200] [--pdf-kills 20] [--every 1] [--seed 7]

A whole site is one whose files are, to the byte, those of one build that nothing disturbed. Every build is `make site`, as
people type it, with the processes that it starts. Progress goes to the standard error. Needs Linux or macOS.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from corpus import ROOT, Variant, briefing_file, slug, write_site

DAYS = (1795348800, 1795435200)
"""Days of the builds (SOURCE_DATE_EPOCH, seconds since 1970): each makes another site of the same content."""
TIMEOUT = 300
"""Seconds that one build may take on a busy machine before it counts as hung."""
_KEPT = {".cache", ".venv", "Makefile", "briefings", "docs", "hooks", "mkdocs.yml", "overrides", "pyproject.toml"}
_KEPT |= {"requirements.txt", "scripts", "site"}
"""All that may lie in the folder when no build runs."""

Manifest = dict[str, str]
"""Path of a file of a site to the SHA-256 of what it holds."""


class NotWholeError(AssertionError):
    """A site was not whole, a build failed, or something was left over; the message says which and when."""


@dataclass
class Folder:
    """A folder in which `make site` works.

    Attributes:
        root: Where it is.
        pdfs: Whether each build makes PDFs anew.
        seconds: What the last build took that nothing disturbed.
        whole: Name of an undisturbed build to what it made.
    """

    root: Path
    pdfs: bool = False
    seconds: float = 0.0
    whole: dict[str, Manifest] = field(default_factory=dict)

    @classmethod
    def write(cls, root: Path, *, pdfs: bool = False) -> Folder:
        """Write a small site, and what `make site` needs to think that it is set up."""
        write_site(root, 1, pdfs=pdfs)
        for name in ("Makefile", "requirements.txt", "pyproject.toml"):
            shutil.copy(ROOT / name, root)
        shutil.copytree(ROOT / "scripts", root / "scripts")
        (root / ".venv").mkdir()
        (root / ".venv/.ready-for-site").touch()
        return cls(root, pdfs)

    @property
    def site(self) -> Path:
        """Where the site is."""
        return self.root / "site"

    def start(self, day: int = DAYS[0]) -> subprocess.Popen[str]:
        """Start `make site` in a process group of its own."""
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(day), "PYTHONDONTWRITEBYTECODE": "1"}
        command = ["make", "site", f"bin={Path(sys.executable).parent}"]
        return subprocess.Popen(
            command,
            cwd=self.root,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )

    def build(self, day: int = DAYS[0]) -> None:
        """Run `make site` to its end.

        Raises:
            NotWholeError: It failed.
        """
        started = time.monotonic()
        process = self.start(day)
        said, _ = process.communicate(timeout=TIMEOUT)
        if process.returncode:
            raise NotWholeError(f"make site ended with {process.returncode}: {said}")
        self.seconds = time.monotonic() - started

    def build_alone(self, name: str, day: int = DAYS[0]) -> None:
        """Run `make site` with nothing beside it, and keep what it made as `name`."""
        self.build(day)
        made = read(self.site)
        if not made or "index.html" not in made:
            raise NotWholeError(f"a build alone made no site: {self.root}")
        self.whole[name] = made

    def second_briefing(self, *, there: bool) -> None:
        """Write another briefing, or delete it."""
        file = self.root / "briefings" / f"{slug(2)}.md"
        if there:
            file.write_text(briefing_file(2, Variant.OURS), encoding="utf-8")
        else:
            file.unlink(missing_ok=True)

    def require_whole(self, when: str) -> str:
        """Return the name of the build to which every file of the site belongs.

        Raises:
            NotWholeError: There is none.
        """
        found = read(self.site)
        for name, manifest in self.whole.items():
            if found == manifest:
                return name
        if found is None:
            raise NotWholeError(f"{when}: there is no site/")
        alike = {name: len(found.items() & manifest.items()) for name, manifest in self.whole.items()}
        raise NotWholeError(f"{when}: site/ has {len(found)} files, and of each build: {alike}")

    def require_nothing_left(self, when: str) -> None:
        """Look for what a build leaves.

        Raises:
            NotWholeError: There is something.
        """
        left = {entry.name for entry in self.root.iterdir()} - _KEPT
        left |= {f".cache/{entry.name}" for entry in (self.root / ".cache").glob("*/.*")}
        if left:
            raise NotWholeError(f"{when}: left over: {sorted(left)}")


def read(site: Path) -> Manifest | None:
    """Return what a site holds; None when there is none, or when it gave way to another while it was read."""
    try:
        before = site.stat()
        found = {
            file.relative_to(site).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in sorted(site.rglob("*"))
            if file.is_file()
        }
        after = site.stat()
    except FileNotFoundError:
        return None
    return found if (before.st_ino, before.st_ctime_ns) == (after.st_ino, after.st_ctime_ns) else None


@dataclass
class Raced:
    """What builds at once did.

    Attributes:
        builds: How many were started.
        looks: How often the home page was looked for while they ran; it was there each time.
        snapshots: How often the whole site was read while they ran; it was whole each time.
        waited: How many said that they wait.
    """

    builds: int = 0
    looks: int = 0
    snapshots: int = 0
    waited: int = 0


def race(folder: Folder, builds: int, distances: Sequence[float]) -> Raced:
    """Start builds at each of the distances, and look at the site all the while.

    Args:
        folder: Where; it has been built once, and each of `DAYS` alone.
        builds: How many at once.
        distances: Seconds from one start to the next.

    Raises:
        NotWholeError: A site was not whole, a build failed, or something was left over.
    """
    done = Raced()
    for distance in distances:
        when = f"{builds} builds, {distance:.2f} s apart"
        processes: list[subprocess.Popen[str]] = []
        said: list[str] = []
        begun = time.monotonic()
        try:
            while len(processes) < builds or any(process.poll() is None for process in processes):
                if time.monotonic() - begun > TIMEOUT * builds:
                    raise NotWholeError(f"{when}: they do not end")
                if len(processes) < builds and time.monotonic() - begun >= distance * len(processes):
                    processes.append(folder.start(DAYS[len(processes) % len(DAYS)]))
                _look(folder, done, when)
        finally:
            for process in processes:
                _kill(process)
                said.append(process.communicate()[0])
        failed = [text for process, text in zip(processes, said, strict=True) if process.returncode]
        if failed:
            raise NotWholeError(f"{when}: {len(failed)} failed: {failed[0]}")
        folder.require_whole(when)
        folder.require_nothing_left(when)
        done.builds += builds
        done.waited += sum("Waiting" in text for text in said)
        print(f"{when}: {done}", file=sys.stderr)
    return done


def _look(folder: Folder, done: Raced, when: str) -> None:
    if not (folder.site / "index.html").is_file():
        raise NotWholeError(f"{when}: site/index.html is not there")
    done.looks += 1
    found = read(folder.site)
    if found is None:
        return
    if found not in folder.whole.values():
        folder.require_whole(f"{when}, while they ran")
    done.snapshots += 1


@dataclass
class Killed:
    """What kills did.

    Attributes:
        old: After how many the site was the one before.
        new: After how many it was the new one.
        ended: How many came when the build had ended.
        left: After how many something was left for the next build to clear away.
    """

    old: int = 0
    new: int = 0
    ended: int = 0
    left: int = 0


def kill(folder: Folder, kills: int, chance: random.Random, *, every: int = 1) -> Killed:
    """Kill builds of changed content, look at the site, and let the next build go through.

    Half of the kills come at any moment of a build, half around its end, when the sites change places.

    Args:
        folder: Where; both contents have been built alone, as `one` and `two`, and site/ is that of `two`.
        kills: How many.
        chance: Chooses the moments.
        every: After how many kills a build may go through.

    Raises:
        NotWholeError: A site was not whole, the next build failed, or something was left over.
    """
    done = Killed()
    for number in range(kills):
        new = "one" if number % 2 == 0 else "two"
        folder.second_briefing(there=new == "two")
        if folder.pdfs:
            shutil.rmtree(folder.root / ".cache/pdf", ignore_errors=True)
        process = folder.start()
        moment = _moment(folder, chance, at_the_end=number % 4 >= 2)
        for _ in moment:
            if process.poll() is not None:
                done.ended += 1
                break
        _kill(process)
        process.communicate()
        when = f"kill {number + 1}"
        found = folder.require_whole(when)
        done.old += found != new
        done.new += found == new
        with suppress(NotWholeError):
            folder.require_nothing_left(when)
            done.left -= 1
        done.left += 1
        print(f"{when} of {kills}: {done}", file=sys.stderr)
        if (number + 1) % every:
            continue
        folder.build()
        if folder.require_whole(f"the build after {when}") != new:
            raise NotWholeError(f"the build after {when} did not make the new site")
        folder.require_nothing_left(f"the build after {when}")
    return done


def _moment(folder: Folder, chance: random.Random, *, at_the_end: bool) -> Iterator[None]:
    """Yield again and again until the moment of a kill has come."""
    begun = time.monotonic()
    if not at_the_end:
        wait = chance.uniform(0, 1.1 * folder.seconds)
        while time.monotonic() - begun < wait:
            yield
            time.sleep(0.001)  # between two looks; the moment of the kill is what is drawn
        return
    # The last file that a build writes is in the folder beside the site; from then on milliseconds matter.
    wait = chance.choice((0, chance.uniform(0, 0.01), chance.uniform(0, 0.1)))
    while not any(folder.root.glob(".site*/site/sitemap.xml.gz")) and time.monotonic() - begun < TIMEOUT:
        yield
    begun = time.monotonic()
    while time.monotonic() - begun < wait:
        yield


def _kill(process: subprocess.Popen[str]) -> None:
    """Kill all processes of a build at once, as when a container is stopped or memory runs out."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _race_all(folder: Folder, distances: int, chance: random.Random) -> None:
    print("| Builds at once | Distances, s | Builds | Said that they wait | Looked while they ran | Whole sites read meanwhile |")
    print("| --: | --- | --: | --: | --: | --: |")
    for place, day in enumerate(DAYS):
        folder.build_alone(f"day {place}", day)
    for builds in (2, 5):
        apart = sorted(chance.uniform(0, 1.2 * folder.seconds) for _ in range(distances))
        done = race(folder, builds, apart)
        facts = f"{done.builds} | {done.waited} | {done.looks:,} | {done.snapshots:,}"
        print(f"| {builds} | {distances}, from {apart[0]:.2f} to {apart[-1]:.2f} | {facts} |", flush=True)


def _kill_all(folder: Folder, kills: int, every: int, chance: random.Random) -> None:
    folder.build_alone("one")
    folder.second_briefing(there=True)
    folder.build_alone("two")
    done = kill(folder, kills, chance, every=every)
    print(
        f"| {'with PDFs' if folder.pdfs else 'without PDFs'} | {kills} | {done.old} | {done.new} | {done.ended} | {done.left} |",
        flush=True,
    )


def main() -> int:
    """Run all, and print Markdown tables.

    Returns:
        The exit code: 0, or 1 when a site was not whole, a build failed, or something was left over.
    """
    parser = argparse.ArgumentParser(description="Start builds at once, kill builds, and look whether site/ is whole.")
    parser.add_argument("--distances", type=int, default=20, metavar="N", help="between starts, of two and of five builds (20)")
    parser.add_argument("--kills", type=int, default=200, metavar="N", help="of builds without PDFs (200)")
    parser.add_argument("--pdf-kills", type=int, default=20, metavar="N", help="of builds with PDFs (20)")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="after how many kills a build may go through (1)")
    parser.add_argument("--seed", type=int, default=7, metavar="N", help="of distances and moments (7)")
    given = parser.parse_args()
    chance = random.Random(given.seed)  # noqa: S311 - the same moments each time are the point
    with tempfile.TemporaryDirectory(prefix="briefings-") as temporary:
        try:
            if given.distances:
                _race_all(Folder.write(Path(temporary, "race")), given.distances, chance)
            print("\n| Kills | Builds | Old site | New site | Had ended | Left something to the next build |")
            print("| --- | --: | --: | --: | --: | --: |")
            for kills, pdfs in ((given.kills, False), (given.pdf_kills, True)):
                if kills:
                    _kill_all(Folder.write(Path(temporary, f"kills-{pdfs}"), pdfs=pdfs), kills, given.every, chance)
        except NotWholeError as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
