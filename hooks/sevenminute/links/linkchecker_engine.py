"""LinkChecker as an engine: started in a child process, watched, and never believed to have looked where it has not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from sevenminute.links.probing import Manners, Probed, Target
from sevenminute.links.records import Failure, Hop, Record

RUNNER = "sevenminute.links.lc_runner"
LONGEST_RUN = 20 * 60
"""Seconds after which a child is stopped whatever it has to do."""

_SOURCE = Path(__file__).resolve().parents[2]
_KEPT = ("PATH", "SYSTEMROOT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "NO_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
"""What the child sees of our environment: how to reach the web, and none of the secrets of a CI job."""


def deadline(targets: int, manners: Manners) -> float:
    """Return the seconds after which a child that asks for so many addresses is stopped."""
    return min(LONGEST_RUN, 60 + 0.7 * targets + manners.timeout * targets / manners.threads)


class LinkCheckerEngine:
    """Asks by LinkChecker.

    Args:
        stop_after: Returns the seconds after which a child is stopped.
    """

    def __init__(self, stop_after: Callable[[int, Manners], float] = deadline) -> None:
        self._stop_after = stop_after

    @property
    def name(self) -> str:
        """Name and version, for the state file."""
        return f"linkchecker {version('linkchecker')}"

    def probe(self, targets: Sequence[Target], manners: Manners, answered: Callable[[Record], None]) -> Probed:
        """Ask for each address once; see `Engine`."""
        given = json.dumps({"targets": [asdict(target) for target in targets], "manners": asdict(manners)})
        records: dict[str, Record] = {}

        def keep(record: Record) -> None:
            records[record.url] = record
            answered(record)

        with tempfile.TemporaryDirectory(prefix="briefings-links-") as home, tempfile.TemporaryFile() as said:
            with _start(Path(home), said) as child:
                timer = _Stop(self._stop_after(len(targets), manners), child)
                timer.start()
                try:
                    ended = _converse(child, given, keep)
                finally:
                    timer.cancel()
                    child.kill()
            if ended:
                return Probed(records)
            why = "LinkChecker did not end in time and was stopped" if timer.done else "LinkChecker broke off"
            return Probed(records, f"{why}: {_last_words(said)}")


class _Stop(threading.Timer):
    """Kills a child that takes too long."""

    def __init__(self, seconds: float, child: subprocess.Popen[str]) -> None:
        super().__init__(seconds, self._kill)
        self._child = child
        self.done = False

    def _kill(self) -> None:
        self.done = True
        self._child.kill()


def _start(home: Path, said: IO[bytes]) -> subprocess.Popen[str]:
    kept = {name: value for name, value in os.environ.items() if name.upper() in _KEPT}
    own = {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home), "LC_ALL": "C.UTF-8", "LANGUAGE": "C"}
    path = os.pathsep.join(filter(None, [str(_SOURCE), os.environ.get("PYTHONPATH")]))
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-P", "-m", RUNNER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=said,
        env={**kept, **own, "PYTHONPATH": path, "PYTHONWARNINGS": "ignore"},
        encoding="utf-8",
    )


def _converse(child: subprocess.Popen[str], given: str, answered: Callable[[Record], object]) -> bool:
    """Tell the child what to do, read its records, and return whether it came to its end."""
    assert child.stdin, child.stdout  # noqa: S101 - both are pipes
    try:
        child.stdin.write(given)
        child.stdin.close()
    except BrokenPipeError:
        return False
    for line in child.stdout or ():
        try:
            row = json.loads(line)
        except ValueError:
            return False  # cut off in the middle
        if "end" in row:
            return True
        answered(_record(row))
    return False


def _record(row: dict[str, Any]) -> Record:
    failure = row["failure"]
    return Record(
        url=row["url"],
        final_url=row["final_url"],
        status_code=row["status_code"],
        hops=tuple(Hop(url, code) for url, code in row["hops"]),
        failure=Failure(tuple(failure["chain"]), failure["errno"], failure["text"]) if failure else None,
        robots=row["robots"],
        missing_fragments=tuple(row["missing_fragments"]),
        not_found_words=row["not_found_words"],
        headers=row["headers"],
        ms=row["ms"],
    )


def _last_words(said: IO[bytes]) -> str:
    said.seek(0)
    lines = [line.strip() for line in said.read().decode("utf-8", "replace").splitlines() if line.strip()]
    return lines[-1][:300] if lines else "it said nothing"
