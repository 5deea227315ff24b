"""The files that are published besides pages: read, checked, and made what they are to be on the site."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from sevenminute.diagnostics.problem import Problem
from sevenminute.static_files.file_types import FileType, Published, publish, refuse_file, type_of
from sevenminute.static_files.refusals import FileRefusedError
from sevenminute.storage.content_cache import ContentCache
from sevenminute.text.file import read_bytes
from sevenminute.text.paths import WELL_KNOWN, site_path

CACHE = ".cache/files"
"""Where pictures and PDFs are kept as they are published, within the repository."""
MAX_BYTES = 40_000_000
"""Of a file: no telephone's photograph has as many, and no reader on a train would wait for it."""
_LIBRARIES = ("lxml", "pikepdf", "pillow")


@dataclass(frozen=True)
class StaticFile:
    """A file that is published besides pages.

    Attributes:
        path: The file, relative to the root of the repository.
        content: What is published, which may be less than the file holds.
    """

    path: str
    content: bytes = field(repr=False)

    @property
    def source(self) -> str:
        """Its place within the site's sources, which is its place on the site."""
        return site_path(self.path) or self.path

    @property
    def is_hidden(self) -> bool:
        """Whether a generator would leave it out by itself."""
        return self.path.startswith(f"{WELL_KNOWN}/")


@dataclass(frozen=True)
class StaticFiles:
    """What became of the files that are no pages.

    Attributes:
        published: Those that the site has, by path.
        refused: The paths of those that it has not.
        problems: What is wrong with either.
        advice: What would be better.
    """

    published: tuple[StaticFile, ...]
    refused: tuple[str, ...]
    problems: tuple[Problem, ...]
    advice: tuple[Problem, ...]


def read_static_files(root: Path, paths: Iterable[str]) -> StaticFiles:
    """Read files and decide, by what they hold, whether and how each is published.

    Args:
        root: Folder of `mkdocs.yml`.
        paths: The files, relative to it.
    """
    kept = ContentCache(root / CACHE)
    published, refused, problems, advice = [], [], [], []
    for path, made in _read_all(root, list(paths), kept):
        if isinstance(made, Problem):
            refused.append(path)
            problems.append(made)
            continue
        published.append(StaticFile(path, made.content))
        problems += [Problem(path, 1, made.problem)] if made.problem else []
        advice += [Problem(path, 1, made.advice)] if made.advice else []
    kept.prune()
    return StaticFiles(tuple(published), tuple(refused), tuple(problems), tuple(advice))


def _read_all(root: Path, paths: Sequence[str], kept: ContentCache) -> Iterator[tuple[str, Published | Problem]]:
    """Yield each file as it is published, or what is wrong with it; those that have a process of their own side by side."""
    with ThreadPoolExecutor(os.cpu_count()) as cores:
        apart = {path: cores.submit(_read, root, path, kept) for path in paths if (type := type_of(path)) and type.is_apart}
        for path in paths:
            yield path, apart[path].result() if path in apart else _read(root, path, kept)


def _read(root: Path, path: str, kept: ContentCache) -> Published | Problem:
    type = type_of(path)
    if not type:
        return Problem(path, 1, refuse_file(path))
    data = read_bytes(root, path, limit=MAX_BYTES, fix="make it smaller, and upload that")
    if isinstance(data, Problem):
        return data
    try:
        return _take_or_publish(type, data, kept) if type.is_kept else publish(type, data)
    except FileRefusedError as refused:
        return Problem(path, refused.line, str(refused))


def _take_or_publish(type: FileType, data: bytes, kept: ContentCache) -> Published:
    """Return what was published of the same bytes before, or publish them and keep what came out."""
    key = hashlib.sha256(b"\0".join((type.kind.encode(), _version().encode(), data))).hexdigest()
    taken = kept.get(key)
    if taken is not None:
        facts, _, content = taken.partition(b"\n")
        with suppress(ValueError, KeyError, TypeError):  # another program kept something here
            said = json.loads(facts)
            return Published(content if said["is_changed"] else data, str(said["problem"]), str(said["advice"]))
    made = publish(type, data)
    is_changed = made.content != data
    said = {"is_changed": is_changed, "problem": made.problem, "advice": made.advice}
    with suppress(OSError):  # the next build does the work again
        kept.put(key, json.dumps(said).encode() + b"\n" + (made.content if is_changed else b""))
    return made


@cache
def _version() -> str:
    """Return what changes when files may be published in another way: our own code, and the libraries."""
    code = hashlib.sha256()
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        code.update(file.read_bytes())
    return " ".join([code.hexdigest(), *map(importlib.metadata.version, _LIBRARIES)])
