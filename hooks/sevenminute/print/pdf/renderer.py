"""Making PDFs: what has been made before is kept, the rest is made by processes of their own."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from sevenminute.print.pdf.job import FailedPdf, MissingError, PdfError, PdfJob
from sevenminute.print.pdf.processes import WORKER, python_command, render_all, worker_environment
from sevenminute.storage.content_cache import ContentCache

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
"""What WeasyPrint needs from Debian and Ubuntu."""
PDF_CACHE = ".cache/pdf"
"""Folder, below that of `mkdocs.yml`, where PDFs are kept."""
_FONTS, _IMAGES = "../fonts", "../images"


def missing() -> str:
    """Return what is not installed and how to install it, or an empty string when PDFs can be made."""
    if not (importlib.util.find_spec("weasyprint") and importlib.util.find_spec("pikepdf")):
        return "WeasyPrint or pikepdf is not installed: make site installs both"
    with tempfile.TemporaryDirectory() as folder:
        command = [*python_command(), "-c", "import weasyprint"]
        environment = worker_environment(folder)
        tried = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    return "" if tried.returncode == 0 else f"WeasyPrint finds no Pango. On Debian or Ubuntu: apt-get install {PACKAGES}"


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
        made, failed = self.make_all(jobs)
        if failed:
            raise PdfError("\n".join(map(str, failed)))
        return made

    def make_all(self, jobs: Sequence[PdfJob]) -> tuple[dict[str, bytes], tuple[FailedPdf, ...]]:
        """Return the PDFs by name, and those that could not be made for what is in them.

        Raises:
            MissingError: One has to be made, and what makes it is not installed.
            PdfError: What makes PDFs ended before its work did, or a PDF could not be kept.
            OSError: The machine lets none be made, as on a full disk.
        """
        files = input_files(path for job in jobs for path in job.css)
        engine = self.engine(files)
        keys = {job.name: _key(job, engine) for job in jobs}
        made = {name: pdf for name, key in keys.items() if (pdf := self.get(key)) is not None}
        todo = [job for job in jobs if job.name not in made]
        if not todo:
            return made, ()
        try:
            if lack := missing():
                raise MissingError(lack)
            new, failed, ends = render_all(todo, files, self._said)
        except OSError as error:  # the disk is full, most often
            raise PdfError(f"no PDF can be made: {error.strerror}") from None
        for name, pdf in new.items():
            self.put(keys[name], pdf)
        if ends:
            raise PdfError("\n".join(map(str, ends)))
        return made | new, tuple(failed)

    def put(self, key: str, pdf: bytes) -> None:
        """Keep a PDF that is made from what `key` stands for.

        Raises:
            PdfError: It cannot be written.
        """
        try:
            self._cache.put(key, pdf)
        except OSError as error:
            raise PdfError(f"{self._folder} cannot keep a PDF: {error.strerror}") from None

    def get(self, key: str) -> bytes | None:
        """Return the PDF that is kept of what `key` stands for; None when there is none, or it was damaged."""
        return self._cache.get(key)

    @staticmethod
    def engine(files: Iterable[str]) -> str:
        """Return what stands for all that makes a PDF and is no part of its job: programs, and the files handed to them."""
        found = hashlib.sha256(version_of("weasyprint").encode() + WORKER.read_bytes())
        for file in files:
            found.update(Path(file).read_bytes())
        return found.hexdigest()


def input_files(styles: Iterable[str]) -> list[str]:
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
