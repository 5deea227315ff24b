"""Making PDFs: what has been made before is kept, the rest is shared out to processes, one for each core.

Each PDF is made in a process of its own kind, `python -m sevenminute.print.pdf_worker`: hooks cannot be handed to other
processes, this package can.
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
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

from sevenminute.replace_file import replace_file

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
"""What WeasyPrint needs from Debian and Ubuntu."""
PDF_CACHE = ".cache/pdf"
"""Folder, below that of `mkdocs.yml`, where PDFs are kept."""
KEPT_DAYS = 30
"""Days after which a PDF that no build asked for is deleted from the cache."""
_FONTS, _IMAGES = "../fonts", "../images"
_WORKER = Path(__file__).with_name("pdf_worker.py")


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


class PdfError(Exception):
    """A PDF could not be made; the message says which and why."""


def missing() -> str:
    """Return what is not installed and how to install it, or an empty string when PDFs can be made."""
    if not (importlib.util.find_spec("weasyprint") and importlib.util.find_spec("pikepdf")):
        return "WeasyPrint or pikepdf is not installed: make site installs both"
    tried = subprocess.run([sys.executable, "-c", "import weasyprint"], capture_output=True, text=True, check=False)
    return "" if tried.returncode == 0 else f"WeasyPrint finds no Pango. On Debian or Ubuntu: apt-get install {PACKAGES}"


class MissingError(PdfError):
    """No PDF can be made on this machine; the message says what to install."""


class Press:
    """Makes PDFs and keeps them by what they are made from."""

    def __init__(self, cache: Path, said: Callable[[str], None]) -> None:
        """Open the cache.

        Args:
            cache: Folder where PDFs are kept; made when it is not there.
            said: Is told how far the work is, when it takes long.

        Raises:
            PdfError: The folder cannot be made.
        """
        self._cache = cache
        self._said = said
        try:
            cache.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise PdfError(f"{cache} is to keep PDFs, and cannot be made: {error.strerror}") from None
        _forget(cache)

    def make(self, jobs: Sequence[PdfJob]) -> dict[str, bytes]:
        """Return the PDFs by name.

        Raises:
            MissingError: One has to be made, and what makes it is not installed.
            PdfError: One could not be made.
        """
        engine = self.engine([path for job in jobs for path in job.css])
        keys = {job.name: _key(job, engine) for job in jobs}
        todo = {self._file(keys[job.name]): job for job in jobs if not self.has(keys[job.name])}
        if todo:
            if lack := missing():
                raise MissingError(lack)
            _make(todo, self._said)
        return {name: self.take(key) for name, key in keys.items()}

    def has(self, key: str) -> bool:
        """Tell whether the PDF is kept that is made from what `key` stands for."""
        return self._file(key).exists()

    def keep(self, key: str, pdf: bytes) -> None:
        """Keep a PDF that is made from what `key` stands for.

        Raises:
            PdfError: It cannot be written.
        """
        try:
            replace_file(self._file(key), pdf)
        except OSError as error:
            raise PdfError(f"{self._cache} cannot keep a PDF: {error.strerror}") from None

    def take(self, key: str) -> bytes:
        """Return a PDF that is kept."""
        file = self._file(key)
        with suppress(OSError):  # what somebody else made may be read; how long it is kept is theirs to say
            os.utime(file)
        return file.read_bytes()

    @staticmethod
    def engine(paths: Iterable[str]) -> str:
        """Return what stands for all that makes a PDF and is no part of its job: programs, style sheets, fonts."""
        found = hashlib.sha256(version_of("weasyprint").encode() + _WORKER.read_bytes())
        for path in sorted(set(paths)):
            file = Path(path)
            fonts, images = file.parent / _FONTS, file.parent / _IMAGES
            for part in (file, *sorted(fonts.glob("*.woff2")), *sorted(images.glob("*.svg"))):
                found.update(part.read_bytes())
        return found.hexdigest()

    def _file(self, key: str) -> Path:
        return self._cache / f"{key}.pdf"


def version_of(package: str) -> str:
    """Return the version of a package, or an empty string when it is not installed."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _key(job: PdfJob, engine: str) -> str:
    return hashlib.sha256(json.dumps([engine, job.html, job.text, len(job.css)]).encode()).hexdigest()[:40]


def _make(todo: dict[Path, PdfJob], said: Callable[[str], None]) -> None:
    """Share the work out, the largest documents first, and wait for all."""
    work = sorted(todo.items(), key=lambda item: len(item[1].html), reverse=True)
    shares = [share for core in range(os.cpu_count() or 1) if (share := work[core :: os.cpu_count() or 1])]
    progress = _Progress(len(work), said)
    errors: list[str] = []
    threads = [threading.Thread(target=_worker, args=(share, progress, errors)) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise PdfError(errors[0])


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


def _worker(share: list[tuple[Path, PdfJob]], progress: _Progress, errors: list[str]) -> None:
    """Let another process make some PDFs; it prints the number of each that is done."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    command = [sys.executable, "-m", "sevenminute.print.pdf_worker"]
    pipe = subprocess.PIPE
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as complaints,  # a pipe that nobody reads would fill up
        subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, stderr=complaints, encoding="utf-8") as process,  # noqa: S603 - our own module
    ):
        assert process.stdin  # noqa: S101 - both are pipes
        assert process.stdout  # noqa: S101
        with suppress(BrokenPipeError), process.stdin as jobs:  # it has ended already: below is said why
            json.dump([[str(file.with_suffix(f".{os.getpid()}")), asdict(job)] for file, job in share], jobs)
        done = 0
        for line in process.stdout:
            file, _ = share[int(line)]
            file.with_suffix(f".{os.getpid()}").replace(file)
            done += 1
            progress.one_more()
        process.wait()
        complaints.seek(0)
        lines = complaints.read().strip().splitlines()
    if done < len(share):
        errors.append(f"{share[done][1].name} cannot be made: {lines[-1] if lines else 'the process was ended'}")


def _forget(cache: Path) -> None:
    oldest = time.time() - KEPT_DAYS * 86_400
    for file in cache.iterdir():
        with suppress(OSError):  # another build has deleted it, or it is somebody else's
            if file.stat().st_mtime < oldest:
                file.unlink()
