"""Making PDFs: what has been made before is kept, the rest is shared out to processes, one for each core.

PDFs are made in processes of their own, `worker.py`, since a document holds what anybody wrote: such a process has nothing
that is ours in its environment, and opens only the files that it is handed.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sevenminute.storage.content_cache import ContentCache

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
"""What WeasyPrint needs from Debian and Ubuntu."""
PDF_CACHE = ".cache/pdf"
"""Folder, below that of `mkdocs.yml`, where PDFs are kept."""
LONGEST = 300
"""Seconds after which a document is given up; an ordinary one takes less than one."""
_FONTS, _IMAGES = "../fonts", "../images"
_WHERE_LIBRARIES_ARE = (
    *("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "WEASYPRINT_DLL_DIRECTORIES", "SYSTEMROOT"),
    *("FONTCONFIG_FILE", "FONTCONFIG_PATH", "FONTCONFIG_SYSROOT"),
)
"""Variables that tell programs where Pango is, where that is no usual place, and fontconfig where its settings are."""
_WORKER = Path(__file__).with_name("worker.py")


@dataclass(frozen=True)
class PdfJob:
    """A PDF to be made.

    Attributes:
        name: Its path on the site.
        html: The document; its pictures have `data:` addresses.
        css: Paths of style sheets and, last, the text of one.
        text: The text of the last style sheet.
    """

    name: str
    html: str
    css: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class PdfLink:
    """What a page says of a PDF.

    Attributes:
        url: From the root of the site.
        size: In words, as `42 KB`.
    """

    url: str
    size: str


def link_to(name: str, pdf: bytes) -> PdfLink:
    """Return what a page says of a PDF that has been made."""
    return PdfLink(quote(name), f"{max(1, round(len(pdf) / 1000))} KB")


@dataclass(frozen=True)
class FailedPdf:
    """A PDF that could not be made.

    Attributes:
        name: Its path on the site.
        reason: Why, and what to do.
        marks: What in the briefing is why: letters, or names of files.
    """

    name: str
    reason: str
    marks: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name} cannot be made: {self.reason}"


class PdfError(Exception):
    """PDFs could not be made, or not be kept; the message says which and why, each on a line of its own."""


def missing() -> str:
    """Return what is not installed and how to install it, or an empty string when PDFs can be made."""
    if not (importlib.util.find_spec("weasyprint") and importlib.util.find_spec("pikepdf")):
        return "WeasyPrint or pikepdf is not installed: make site installs both"
    with tempfile.TemporaryDirectory() as folder:
        command = [*_python(), "-c", "import weasyprint"]
        environment = _environment(folder)
        tried = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    return "" if tried.returncode == 0 else f"WeasyPrint finds no Pango. On Debian or Ubuntu: apt-get install {PACKAGES}"


class MissingError(PdfError):
    """No PDF can be made on this machine; the message says what to install."""


class PdfRenderer:
    """Makes PDFs and keeps them by what they are made from."""

    def __init__(self, cache: Path, said: Callable[[str], None]) -> None:
        """Open the cache.

        Args:
            cache: Folder where PDFs are kept; made when it is not there.
            said: Is told how far the work is, when it takes long.

        Raises:
            PdfError: The folder cannot be made.
        """
        self._folder = cache
        self._cache = ContentCache(cache)
        self._said = said
        try:
            cache.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise PdfError(f"{cache} is to keep PDFs, and cannot be made: {error.strerror}") from None
        self._cache.prune()

    def make(self, jobs: Sequence[PdfJob]) -> dict[str, bytes]:
        """Return the PDFs by name.

        Raises:
            MissingError: One has to be made, and what makes it is not installed.
            PdfError: One could not be made, or not be kept.
        """
        made, failed = self.make_what_can_be(jobs)
        if failed:
            raise PdfError("\n".join(map(str, failed)))
        return made

    def make_what_can_be(self, jobs: Sequence[PdfJob]) -> tuple[dict[str, bytes], tuple[FailedPdf, ...]]:
        """Return the PDFs by name, and those that could not be made for what is in them.

        Raises:
            MissingError: One has to be made, and what makes it is not installed.
            PdfError: What makes PDFs ended before its work did, or a PDF could not be kept.
            OSError: The machine lets none be made, as on a full disk.
        """
        files = handed_files(path for job in jobs for path in job.css)
        engine = self.engine(files)
        keys = {job.name: _key(job, engine) for job in jobs}
        made = {name: pdf for name, key in keys.items() if (pdf := self.take(key)) is not None}
        todo = [job for job in jobs if job.name not in made]
        if not todo:
            return made, ()
        try:
            if lack := missing():
                raise MissingError(lack)
            new, failed, ends = _make(todo, files, self._said)
        except OSError as error:  # the disk is full, most often
            raise PdfError(f"no PDF can be made: {error.strerror}") from None
        for name, pdf in new.items():
            self.keep(keys[name], pdf)
        if ends:
            raise PdfError("\n".join(map(str, ends)))
        return made | new, tuple(failed)

    def keep(self, key: str, pdf: bytes) -> None:
        """Keep a PDF that is made from what `key` stands for.

        Raises:
            PdfError: It cannot be written.
        """
        try:
            self._cache.keep(key, pdf)
        except OSError as error:
            raise PdfError(f"{self._folder} cannot keep a PDF: {error.strerror}") from None

    def take(self, key: str) -> bytes | None:
        """Return the PDF that is kept of what `key` stands for; None when there is none, or it was damaged."""
        return self._cache.take(key)

    @staticmethod
    def engine(files: Iterable[str]) -> str:
        """Return what stands for all that makes a PDF and is no part of its job: programs, and the files handed to them."""
        found = hashlib.sha256(version_of("weasyprint").encode() + _WORKER.read_bytes())
        for file in files:
            found.update(Path(file).read_bytes())
        return found.hexdigest()


def handed_files(styles: Iterable[str]) -> list[str]:
    """Return all files that a PDF may be made from: style sheets, and the fonts and pictures that lie beside their folder."""
    found: set[str] = set()
    for path in set(styles):
        file = Path(path)
        found.update((path, *map(os.path.normpath, (file.parent / _FONTS).glob("*.woff2"))))
        found.update(map(os.path.normpath, (file.parent / _IMAGES).glob("*.svg")))
    return sorted(found)


def version_of(package: str) -> str:
    """Return the version of a package, or an empty string when it is not installed."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _key(job: PdfJob, engine: str) -> str:
    return hashlib.sha256(json.dumps([engine, job.html, job.text, len(job.css)]).encode()).hexdigest()[:40]


_Rendered = tuple[dict[str, bytes], list[FailedPdf], list[FailedPdf]]
"""PDFs by name, those that could not be made, and those at which what makes them ended."""


def _make(todo: Sequence[PdfJob], files: Sequence[str], said: Callable[[str], None]) -> _Rendered:
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
            [*_python(), str(_WORKER)],
            env=_environment(folder),
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


def _python() -> list[str]:
    """Return what begins the command of a Python that heeds no variable, no folder of the user's and not where it is run."""
    return [sys.executable, "-I", "-X", "utf8"]


def _environment(folder: str) -> dict[str, str]:
    """Return the environment of what makes PDFs: where its libraries and fonts are, and a folder of its own for all else.

    Of ours it gets nothing else. A secret of the machine is thus no more there than in a document.
    """
    return {name: os.environ[name] for name in _WHERE_LIBRARIES_ARE if name in os.environ} | {"HOME": folder, "TMPDIR": folder}
