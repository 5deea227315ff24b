"""LinkChecker as an engine: started in a child process, watched, and never believed to have looked where it has not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import IO

from sevenminute.links.fetch.protocol import Manners, Probed, Target
from sevenminute.links.fetch.record_reader import read_record, uncheckable
from sevenminute.links.fetch.response import Record

RUNNER = "sevenminute.links.fetch.linkchecker_worker"
GRACE = 60.0
"""Seconds beyond the limit of one address after which the child cannot be waiting for it any more: it hangs."""
_LOOK = 0.25
"""Seconds between two looks at the child."""

_SOURCE = Path(__file__).resolve().parents[3]
_KEPT = ("PATH", "SYSTEMROOT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "NO_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
"""What the child sees of our environment: how to reach the web, and none of the secrets of a CI job."""
_NO_HOME = os.devnull
"""The home of the child: no file can be made or found there, so that nothing is left of it, whenever it is killed."""
_ITS_END = "its end"
"""What a child is asked for when each address has its record; no address is called so."""


def deadline(targets: int, manners: Manners) -> float:
    """Return the seconds after which a run that asks for so many addresses is stopped."""
    broken = 2 * (manners.time_limit + GRACE)  # an address that stops the child, once among others and once alone
    return min(manners.run_limit, 60 + broken + 0.7 * targets + manners.time_limit * targets / manners.threads)


class LinkCheckerEngine:
    """Asks by LinkChecker.

    A child that ends, or in which an address comes to no end, is no reason to give up the others: those that it was asking for
    are asked for alone, each in a child of its own, and the rest in a new one. An address that ends its own child has a record
    that says so.

    Args:
        stop_after: Returns the seconds after which a run is stopped.
    """

    def __init__(self, stop_after: Callable[[int, Manners], float] = deadline) -> None:
        self._stop_after = stop_after

    @property
    def name(self) -> str:
        """Name and version, for the state file."""
        return f"linkchecker {version('linkchecker')}"

    def probe(self, targets: Sequence[Target], manners: Manners, answered: Callable[[Record], None]) -> Probed:
        """Ask for each address once; see `Engine`."""
        records: dict[str, Record] = {}

        def keep(record: Record) -> None:
            records[record.url] = record
            answered(record)

        until = time.monotonic() + self._stop_after(len(targets), manners)
        waiting = deque([list(targets)])
        while waiting:
            batch = waiting.popleft()
            ended = _ask(batch, manners, until, keep)
            left = [target for target in batch if target.url not in records]
            if ended.whole or not left:
                continue
            suspects = [target for target in left if target.url in ended.asking]
            if ended.late:
                return Probed(records, "" if records else ended.fault, late=True)
            if not suspects:
                return Probed(records, ended.fault)
            if len(batch) == 1:
                keep(uncheckable(batch[0].url, ended.fault))
                continue
            waiting.extend([target] for target in suspects)
            rest = [target for target in left if target.url not in ended.asking]
            if rest:
                waiting.append(rest)
        return Probed(records)


@dataclass(frozen=True)
class _Ended:
    """How a child ended.

    Attributes:
        whole: Whether it came to its end.
        late: Whether the time of the whole run was over.
        asking: The addresses for which it was still asking.
        fault: Why it did not come to its end, or an empty string.
    """

    whole: bool
    late: bool
    asking: frozenset[str]
    fault: str


def _ask(targets: Sequence[Target], manners: Manners, until: float, keep: Callable[[Record], object]) -> _Ended:
    """Start a child, hand out addresses, and keep the records that come until it ends or has to be ended."""
    with tempfile.TemporaryFile() as said:
        with _start(said) as child:
            watch = _Watch(child, until, manners.time_limit + GRACE)
            watch.start()
            try:
                whole = _converse(child, targets, manners, watch, keep)
            finally:
                watch.stop()
                child.kill()
        why = "LinkChecker did not end in time and was stopped" if watch.killed else "LinkChecker broke off"
        return _Ended(whole, watch.late, frozenset(watch.asking), "" if whole else f"{why}: {_last_words(said)}")


class _Watch(threading.Thread):
    """Kills a child in which an address comes to no end, or when the time of the whole run is over.

    Args:
        child: The child.
        until: End of the run, on the clock that never goes back.
        longest: Seconds for one address. The child ends it long before by itself, if it can.

    Attributes:
        asking: The addresses that are asked for now, with the moment when that began.
        late: Whether the time of the whole run was over.
        killed: Whether the child was killed.
    """

    def __init__(self, child: subprocess.Popen[str], until: float, longest: float) -> None:
        super().__init__(daemon=True)
        self.asking: dict[str, float] = {}
        self.late = self.killed = False
        self._child = child
        self._until = until
        self._longest = longest
        self._stopped = threading.Event()

    def run(self) -> None:
        """Look now and then."""
        while not self._stopped.wait(_LOOK):
            now = time.monotonic()
            self.late = now > self._until
            if self.late or any(now - begun > self._longest for begun in list(self.asking.values())):
                self.killed = True
                self._child.kill()
                return

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()
        self.join()


def _start(said: IO[bytes]) -> subprocess.Popen[str]:
    kept = {name: value for name, value in os.environ.items() if name.upper() in _KEPT}
    own = {"HOME": _NO_HOME, "XDG_CONFIG_HOME": _NO_HOME, "XDG_DATA_HOME": _NO_HOME, "LC_ALL": "C.UTF-8", "LANGUAGE": "C"}
    own["MALLOC_ARENA_MAX"] = "2"  # else each thread keeps the memory of the largest page that it has read
    path = os.pathsep.join(filter(None, [str(_SOURCE), os.environ.get("PYTHONPATH")]))
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-P", "-m", RUNNER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=said,
        env={**kept, **own, "PYTHONPATH": path, "PYTHONWARNINGS": "ignore"},
        encoding="utf-8",
        errors="replace",
    )


def _converse(
    child: subprocess.Popen[str], targets: Sequence[Target], manners: Manners, watch: _Watch, keep: Callable[[Record], object]
) -> bool:
    """Tell the child what to do, read its records, and return whether it came to its end."""
    given = json.dumps({"targets": [asdict(target) for target in targets], "manners": asdict(manners)})
    handed_out = {target.url for target in targets}
    left = set(handed_out)
    assert child.stdin, child.stdout  # noqa: S101 - both are pipes
    try:
        child.stdin.write(given)
        child.stdin.close()
    except BrokenPipeError:
        return False
    for line in child.stdout or ():
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            return False  # cut off in the middle
        match row:
            case {"end": _}:
                return True
            case {"begun": str(url)}:
                watch.asking[url] = time.monotonic()
            case {"url": str(url)} if url in handed_out:
                watch.asking.pop(url, None)
                keep(read_record(row))
                left.discard(url)
                if not left:
                    watch.asking[_ITS_END] = time.monotonic()
    return False


def _last_words(said: IO[bytes]) -> str:
    said.seek(max(0, said.seek(0, os.SEEK_END) - 65536))
    lines = [line.strip() for line in said.read().decode("utf-8", "replace").splitlines() if line.strip()]
    return lines[-1][:300] if lines else "it said nothing"
