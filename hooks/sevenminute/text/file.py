"""Reading a content file: bytes in, text with plain line ends out, or what is wrong with the file."""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from sevenminute.diagnostics.problem import Problem
from sevenminute.text.invisible import without_invisible
from sevenminute.text.merge_conflicts import find_conflict

MAX_FILE_BYTES = 64 * 1024
"""Ten times the longest briefing that fits two sides of paper. A larger file is something else, put here by mistake."""

_BESIDE = "put pictures and documents beside it instead of inside it"
LINK = "is a symbolic link, which this site does not follow: delete it, and put the file or folder itself there"
_AS_IT_IS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""How a file is opened; Windows knows only the last."""
_FOLDER = _AS_IT_IS | getattr(os, "O_DIRECTORY", 0)
_BY_PARTS = os.open in os.supports_dir_fd and os.scandir in os.supports_fd
"""Whether the system opens what lies in an open folder; Windows does not."""
_IS_A_LINK = (errno.ELOOP, errno.ENOTDIR)
"""What systems say when a file, or a folder on the way to it, turns out to be a symbolic link."""
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
"""What no text holds: control characters, and codes that are no letters."""


def read_text(root: Path, path: str, *, limit: int = MAX_FILE_BYTES) -> str | Problem:
    """Return the text of a content file with `\\n` line ends and no byte-order mark, or the problem that prevents it.

    Args:
        root: Folder of `mkdocs.yml`.
        path: The file, relative to it.
        limit: Bytes that it may have.
    """
    data = read_bytes(root, path, limit=limit)
    return data if isinstance(data, Problem) else decode(data, path, limit=limit)


def read_bytes(root: Path, path: str, *, limit: int, fix: str = _BESIDE) -> bytes | Problem:
    """Return the bytes of a file, or the problem that prevents it. Neither a symbolic link nor a pipe is opened.

    Args:
        root: Folder of `mkdocs.yml`.
        path: The file, relative to it.
        limit: Bytes that it may have.
        fix: What to do with one that has more.
    """
    try:
        with open(_open(root, path, _AS_IT_IS), "rb") as opened:
            facts = os.fstat(opened.fileno())
            if not stat.S_ISREG(facts.st_mode):
                return Problem(path, 1, "is not a file: delete it")
            return _too_large(path, facts.st_size, limit, fix) if facts.st_size > limit else opened.read(limit)
    except OSError as error:
        return unreadable(path, error)


@contextmanager
def listed(root: Path, folder: str) -> Iterator[Iterator[os.DirEntry[str]]]:
    """List a folder of the content, which may be no symbolic link by now; its entries tell of themselves within `with`.

    Args:
        root: Folder of `mkdocs.yml`.
        folder: Relative to it.

    Raises:
        OSError: It may not be read, or is not a folder any more.
    """
    if not _BY_PARTS:
        with os.scandir(root / folder) as entries:
            yield entries
        return
    opened = _open(root, folder, _FOLDER)
    try:
        with os.scandir(opened) as entries:
            yield entries
    finally:
        os.close(opened)


def _open(root: Path, path: str, flags: int) -> int:
    """Open what lies in a repository one part of its path after the other, so that none can become a link in between."""
    if not _BY_PARTS:
        return os.open(root / path, flags)
    *folders, name = PurePosixPath(path).parts
    within = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for folder in folders:
            above, within = within, os.open(folder, _FOLDER, dir_fd=within)
            os.close(above)
        return os.open(name, flags, dir_fd=within)
    finally:
        os.close(within)


def unreadable(path: str, error: OSError) -> Problem:
    """Return what is said of a file or folder that the build may not read."""
    if error.errno in _IS_A_LINK:
        return Problem(path, 1, LINK)
    return Problem(path, 1, f"cannot be read: {error.strerror or error}; let everybody read it, or upload it again")


def decode(data: bytes, path: str, *, limit: int = MAX_FILE_BYTES) -> str | Problem:
    """Return the bytes of a content file as text with `\\n` line ends and without marks that nobody sees, or the problem."""
    if len(data) > limit:
        return _too_large(path, len(data), limit, _BESIDE)
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return Problem(path, 1, "is saved as UTF-32: save it again with the encoding UTF-8")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or data.count(0) > len(data) // 4:
        return Problem(path, 1, "is saved as UTF-16: save it again with the encoding UTF-8")
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        text = data.decode().lstrip("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        said = f"this line has a character that cannot be read ({data[error.start]:#04x})"
        return Problem(path, line, f"{said}: save the file again with the encoding UTF-8")
    control = CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        return Problem(path, line, f"holds the invisible character U+{ord(control[0]):04X}: delete it")
    return find_conflict(text, path) or without_invisible(text)


def _too_large(path: str, size: int, limit: int, fix: str) -> Problem:
    return Problem(path, 1, f"is {size:,} bytes: a content file has at most {limit:,}; {fix}")
