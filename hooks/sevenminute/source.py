"""Reading a content file: bytes in, text with plain line ends out, or what is wrong with the file."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from sevenminute.conflict_marks import find_conflict
from sevenminute.problem import Problem

MAX_FILE_BYTES = 64 * 1024
"""Ten times the longest briefing that fits two sides of paper. A larger file is something else, put here by mistake."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def read_text(file: Path, path: str, *, limit: int = MAX_FILE_BYTES) -> str | Problem:
    """Return the text of a content file with `\\n` line ends and no byte-order mark, or the problem that prevents it.

    Args:
        file: The file.
        path: Its name in problems.
        limit: Bytes that it may have.
    """
    try:
        if file.stat().st_size > limit:
            return _too_large(path, file.stat().st_size, limit)
        data = file.read_bytes()
    except OSError as error:
        return Problem(path, 1, f"cannot be read: {error.strerror or error}")
    return decode(data, path, limit=limit)


def decode(data: bytes, path: str, *, limit: int = MAX_FILE_BYTES) -> str | Problem:
    """Return the bytes of a content file as text with `\\n` line ends and no byte-order mark, or the problem."""
    if len(data) > limit:
        return _too_large(path, len(data), limit)
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
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        return Problem(path, line, f"holds the invisible character U+{ord(control[0]):04X}: delete it")
    return find_conflict(text, path) or text


def _too_large(path: str, size: int, limit: int) -> Problem:
    mend = "put pictures and documents beside it instead of inside it"
    return Problem(path, 1, f"is {size:,} bytes: a content file has at most {limit:,}; {mend}")
