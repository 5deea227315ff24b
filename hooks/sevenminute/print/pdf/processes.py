"""Sharing out the PDFs that are to be made to processes, one for each core.

PDFs are made in processes of their own, `worker.py`, since a document holds what anybody wrote: such a process has nothing
that is ours in its environment, and opens only the files that it is handed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sevenminute.print.pdf.job import FailedPdf, PdfJob

LONGEST = 300
"""Seconds after which a document is given up; an ordinary one takes less than one."""
WORKER = Path(__file__).with_name("worker.py")
"""The program of such a process."""
_WHERE_LIBRARIES_ARE = (
    *("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "WEASYPRINT_DLL_DIRECTORIES", "SYSTEMROOT"),
    *("FONTCONFIG_FILE", "FONTCONFIG_PATH", "FONTCONFIG_SYSROOT"),
)
"""Variables that tell programs where Pango is, where that is no usual place, and fontconfig where its settings are."""

_Rendered = tuple[dict[str, bytes], list[FailedPdf], list[FailedPdf]]
"""PDFs by name, those that could not be made, and those at which what makes them ended."""


def render_all(todo: Sequence[PdfJob], files: Sequence[str], said: Callable[[str], None]) -> _Rendered:
    """Share the work out, the largest documents first, and wait for all."""
    work = sorted(todo, key=lambda job: len(job.html), reverse=True)
    cores = min(len(work), os.cpu_count() or 1)
    progress = _Progress(len(work), said)
    made: dict[str, bytes] = {}
    failed: list[FailedPdf] = []
    ends: list[FailedPdf] = []
    running = _Running()
    with ThreadPoolExecutor(cores) as pool, running:
        for share in pool.map(lambda core: _render(work[core::cores], files, progress, running), range(cores)):
            made |= share[0]
            failed += share[1]
            ends += share[2]
    return made, failed, ends


class _Progress:
    """Says how far the work is, every few seconds."""

    def __init__(self, total: int, said: Callable[[str], None]) -> None:
        self._total, self._said = total, said
        self._done = 0
        self._last = time.monotonic()
        self._lock = threading.Lock()

    def one_more(self) -> None:
        with self._lock:
            self._done += 1
            if time.monotonic() - self._last > 5 or (self._done == self._total and self._total > 1):
                self._last = time.monotonic()
                self._said(f"PDFs made: {self._done} of {self._total}")


class _Running:
    """The processes that make PDFs. They end when the wait for them does: at Ctrl+C, or when one of them fails."""

    def __init__(self) -> None:
        self._workers: list[_Worker] = []
        self._over = False
        self._lock = threading.Lock()

    def add(self, worker: _Worker) -> None:
        """Note that a process was started; it ends at once when the wait is over."""
        with self._lock:
            self._workers.append(worker)
            if self._over:
                worker.stop()

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._over = True
            for worker in self._workers:
                worker.stop()


def _render(share: Sequence[PdfJob], files: Sequence[str], progress: _Progress, running: _Running) -> _Rendered:
    """Let another process make some PDFs; what it prints of each is told in `worker`."""
    made: dict[str, bytes] = {}
    failed: list[FailedPdf] = []
    with tempfile.TemporaryDirectory() as folder:
        given = {"folder": folder, "files": list(files), "jobs": [[number, asdict(job)] for number, job in enumerate(share)]}
        with _Worker(folder) as worker:
            running.add(worker)
            for result in worker.results(given):
                if "errno" in result:
                    raise OSError(result["errno"], os.strerror(result["errno"]))
                name = share[result["number"]].name
                if result["reason"]:
                    failed.append(FailedPdf(name, result["reason"], tuple(result["marks"])))
                else:
                    made[name] = Path(folder, f"{result['number']}.pdf").read_bytes()
                progress.one_more()
    done = len(made) + len(failed)
    return made, failed, [] if done == len(share) else [FailedPdf(share[done].name, worker.end)]


class _Worker:
    """The process that makes PDFs."""

    def __init__(self, folder: str) -> None:
        """Start it.

        Args:
            folder: Where it works, and all that it may take for its own.
        """
        pipe = subprocess.PIPE
        self._complaints = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115 - a pipe would fill up
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [*python_command(), str(WORKER)],
            env=worker_environment(folder),
            cwd=folder,
            stdin=pipe,
            stdout=pipe,
            stderr=self._complaints,
            encoding="utf-8",
        )
        self._late = threading.Event()
        self.end = ""
        """Why it ended, once it has."""

    def __enter__(self) -> _Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.__exit__(None, None, None)
        self._complaints.seek(0)
        lines = self._complaints.read().strip().splitlines()
        self._complaints.close()
        self.end = f"it takes longer than {LONGEST} seconds" if self._late.is_set() else (lines or ["the process was ended"])[-1]

    def results(self, given: dict[str, Any]) -> Iterator[Any]:
        """Hand it the work, and yield what it says of each job; it ends with the work, or when one takes too long."""
        assert self._process.stdin  # noqa: S101 - both are pipes
        assert self._process.stdout  # noqa: S101
        with self._in_time(), suppress(BrokenPipeError), self._process.stdin as jobs:  # it has ended already: `end` says why
            json.dump(given, jobs)
        while True:
            with self._in_time():
                line = self._process.stdout.readline()
            try:
                yield json.loads(line)
            except ValueError:  # it ended, or says what it never says
                return

    @contextmanager
    def _in_time(self) -> Iterator[None]:
        """End the process when what is done meanwhile takes too long."""
        timer = threading.Timer(LONGEST, self._give_up)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _give_up(self) -> None:
        self._late.set()
        self.stop()

    def stop(self) -> None:
        """End it, if it still runs."""
        self._process.kill()


def python_command() -> list[str]:
    """Return what begins the command of a Python that heeds no variable, no folder of the user's and not where it is run."""
    return [sys.executable, "-I", "-X", "utf8"]


def worker_environment(folder: str) -> dict[str, str]:
    """Return the environment of what makes PDFs: where its libraries and fonts are, and a folder of its own for all else.

    Of ours it gets nothing else. A secret of the machine is thus no more there than in a document.
    """
    return {name: os.environ[name] for name in _WHERE_LIBRARIES_ARE if name in os.environ} | {"HOME": folder, "TMPDIR": folder}
