"""An engine that asks in a child process, which is watched, and never believed to have looked where it has not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from sevenminute.links.fetch.child_process.folder import FOLDER, private_folder
from sevenminute.links.fetch.child_process.parent import PARENT
from sevenminute.links.fetch.child_process.watchdog import Watchdog
from sevenminute.links.fetch.protocol import Politeness, Request, Responses
from sevenminute.links.fetch.response import Response
from sevenminute.links.fetch.response_reader import read_response, uncheckable

GRACE = 60.0
"""Seconds beyond the limit of one address after which the child cannot be waiting for it any more: it hangs."""

LONGEST_START = 120.0
"""Seconds after which a child that has not begun hangs, as a browser does that comes to no end of starting."""

_SOURCE = Path(__file__).resolve().parents[4]
_KEPT_ENVIRONMENT = (
    "PATH",
    "SYSTEMROOT",
    "SSL_CERT_FILE",
    "REQUESTS_CA_BUNDLE",
    "NO_PROXY",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
)
"""What the child sees of our environment: how to reach the web, and none of the secrets of a CI job."""
_NO_HOME = os.devnull
"""The home of the child: no file can be made or found there, so that nothing is left of it, whenever it is killed."""
_SHUTDOWN = "its end"
"""Stands for the end of the child when each address has its response; no address is called so."""


def deadline(requests: int, politeness: Politeness) -> float:
    """Return the seconds after which a run that asks for so many addresses is stopped."""
    broken = 2 * (politeness.time_limit + GRACE)  # an address that stops the child, once among others and once alone
    return min(politeness.run_limit, 60 + broken + 0.7 * requests + politeness.time_limit * requests / politeness.threads)


class ChildProcessEngine(ABC):
    """Asks in a child process.

    A child that ends, or in which an address comes to no end, is no reason to give up the others: those that it was asking for
    are asked for alone, each in a child of its own, and the rest in a new one. An address that ends its own child has a response
    that says so.

    Args:
        stop_after: Returns the seconds after which a run is stopped.

    Attributes:
        label: What people are told who asked.
        writes_files: Whether the child starts programs that write files.
    """

    label: str
    writes_files = False

    def __init__(self, stop_after: Callable[[int, Politeness], float] = deadline) -> None:
        self._stop_after = stop_after

    @property
    @abstractmethod
    def name(self) -> str:
        """Name and version, for the state file."""

    @property
    @abstractmethod
    def worker(self) -> str:
        """The module that the child runs."""

    def options(self) -> Mapping[str, str]:
        """Return what the child is told besides requests and politeness."""
        return {}

    def probe(self, requests: Sequence[Request], politeness: Politeness, answered: Callable[[Response], None]) -> Responses:
        """Ask for each address once; see `Engine`."""
        responses: dict[str, Response] = {}

        def keep(response: Response) -> None:
            responses[response.url] = response
            answered(response)

        until = time.monotonic() + self._stop_after(len(requests), politeness)
        waiting = deque([list(requests)])
        while waiting:
            batch = waiting.popleft()
            exited = self._ask(batch, politeness, until, keep)
            left = [request for request in batch if request.url not in responses]
            if exited.complete or not left:
                continue
            in_flight = [request for request in left if request.url in exited.in_flight]
            if exited.timed_out:
                return Responses(responses, "" if responses else exited.fault, timed_out=True)
            if not in_flight:
                return Responses(responses, exited.fault)
            if len(batch) == 1:
                keep(uncheckable(batch[0].url))
                continue
            waiting.extend([request] for request in in_flight)
            rest = [request for request in left if request.url not in exited.in_flight]
            if rest:
                waiting.append(rest)
        return Responses(responses)

    def _ask(
        self, requests: Sequence[Request], politeness: Politeness, until: float, keep: Callable[[Response], object]
    ) -> _ChildExit:
        """Start a child, hand out addresses, and keep the responses that come until it ends or has to be ended."""
        with tempfile.TemporaryFile() as stderr, private_folder() if self.writes_files else nullcontext() as folder:
            given = {
                "requests": [asdict(request) for request in requests],
                "politeness": asdict(politeness),
                "options": dict(self.options()),
            }
            with _start(self.worker, stderr, folder) as child:
                watchdog = Watchdog(child, LONGEST_START, until, politeness.time_limit + GRACE)
                watchdog.start()
                try:
                    complete = _communicate(child, given, watchdog, keep)
                finally:
                    watchdog.stop()
                    child.kill()
            late = f"{self.label} did not {'end' if watchdog.ready else 'start'} in time and was stopped"
            why = late if watchdog.killed else f"{self.label} broke off"
            return _ChildExit(
                complete, watchdog.timed_out, frozenset(watchdog.in_flight), "" if complete else f"{why}: {_last_line(stderr)}"
            )


@dataclass(frozen=True)
class _ChildExit:
    """How a child ended.

    Attributes:
        complete: Whether it came to its end.
        timed_out: Whether the time of the whole run was over.
        in_flight: The addresses for which it was still asking.
        fault: Why it did not come to its end, or an empty string.
    """

    complete: bool
    timed_out: bool
    in_flight: frozenset[str]
    fault: str


def _start(worker: str, stderr: IO[bytes], folder: Path | None) -> subprocess.Popen[str]:
    kept = {name: value for name, value in os.environ.items() if name.upper() in _KEPT_ENVIRONMENT}
    own = {"HOME": _NO_HOME, "XDG_CONFIG_HOME": _NO_HOME, "XDG_DATA_HOME": _NO_HOME, "LC_ALL": "C.UTF-8", "LANGUAGE": "C"}
    own["MALLOC_ARENA_MAX"] = "2"  # else each thread keeps the memory of the largest page that it has read
    own[PARENT] = str(os.getpid())
    if folder:
        own[FOLDER] = str(folder)
    path = os.pathsep.join(filter(None, [str(_SOURCE), os.environ.get("PYTHONPATH")]))
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-P", "-m", worker],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        env={**kept, **own, "PYTHONPATH": path, "PYTHONWARNINGS": "ignore"},
        encoding="utf-8",
        errors="replace",
    )


def _communicate(
    child: subprocess.Popen[str], given: Mapping[str, Any], watchdog: Watchdog, keep: Callable[[Response], object]
) -> bool:
    """Tell the child what to do, read its responses, and return whether it came to its end."""
    sent = {request["url"] for request in given["requests"]}
    left = set(sent)
    assert child.stdin, child.stdout  # noqa: S101 - both are pipes
    try:
        child.stdin.write(json.dumps(given))
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
            case {"ready": _}:
                watchdog.ready = True
            case {"begun": str(url)}:
                watchdog.in_flight[url] = time.monotonic()
            case {"url": str(url)} if url in sent:
                watchdog.in_flight.pop(url, None)
                keep(read_response(row))
                left.discard(url)
                if not left:
                    watchdog.in_flight[_SHUTDOWN] = time.monotonic()
    return False


def _last_line(stderr: IO[bytes]) -> str:
    stderr.seek(max(0, stderr.seek(0, os.SEEK_END) - 65536))
    lines = [line.strip() for line in stderr.read().decode("utf-8", "replace").splitlines() if line.strip()]
    return lines[-1][:300] if lines else "it said nothing"
