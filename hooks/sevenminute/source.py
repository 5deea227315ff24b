"""Reading a content file: bytes in, text with plain line ends out, or what is wrong with the file."""

from __future__ import annotations

import codecs
import os
import re
import stat
from pathlib import Path

from sevenminute.conflict_marks import find_conflict
from sevenminute.problem import Problem

MAX_FILE_BYTES = 64 * 1024
"""Ten times the longest briefing that fits two sides of paper. A larger file is something else, put here by mistake."""

_BESIDE = "put pictures and documents beside it instead of inside it"
_AS_IT_IS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""How a file is opened; Windows knows only the last."""
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
"""What no text holds: control characters, and codes that are no letters."""


def read_text(file: Path, path: str, *, limit: int = MAX_FILE_BYTES) -> str | Problem:
    """Return the text of a content file with `\\n` line ends and no byte-order mark, or the problem that prevents it.

    Args:
        file: The file.
        path: Its name in problems.
        limit: Bytes that it may have.
    """
    data = read_bytes(file, path, limit=limit)
    return data if isinstance(data, Problem) else decode(data, path, limit=limit)


def read_bytes(file: Path, path: str, *, limit: int, fix: str = _BESIDE) -> bytes | Problem:
    """Return the bytes of a file, or the problem that prevents it. Neither a symbolic link nor a pipe is opened.

    Args:
        file: The file.
        path: Its name in problems.
        limit: Bytes that it may have.
        fix: What to do with one that has more.
    """
    try:
        with open(os.open(file, _AS_IT_IS), "rb") as opened:  # noqa: PTH123 - a file that is open already
            facts = os.fstat(opened.fileno())
            if not stat.S_ISREG(facts.st_mode):
                return Problem(path, 1, "is no file: delete it")
            return _too_large(path, facts.st_size, limit, fix) if facts.st_size > limit else opened.read(limit)
    except OSError as error:
        return unreadable(path, error)


def unreadable(path: str, error: OSError) -> Problem:
    """Return what is said of a file or folder that the build may not read."""
    return Problem(path, 1, f"cannot be read: {error.strerror or error}; let everybody read it, or upload it again")


def decode(data: bytes, path: str, *, limit: int = MAX_FILE_BYTES) -> str | Problem:
    """Return the bytes of a content file as text with `\\n` line ends and no byte-order mark, or the problem."""
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
        return Problem(path, line, f"byte {data[error.start]:#04x} is not UTF-8: save the file again with the encoding UTF-8")
    control = CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        return Problem(path, line, f"holds the invisible character U+{ord(control[0]):04X}: delete it")
    return find_conflict(text, path) or text


def _too_large(path: str, size: int, limit: int, fix: str) -> Problem:
    return Problem(path, 1, f"is {size:,} bytes: a content file has at most {limit:,}; {fix}")
