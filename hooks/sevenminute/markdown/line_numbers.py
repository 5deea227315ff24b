"""Marks in Markdown that say on which line of the file something stands: rendering loses the lines.

Behind each `[`, `://` and `<!--`, and before each `-->`, stands the number of its line, in letters that no briefing is written
in. The marks come out again in the words and addresses of links, and in comments, and are taken off there.
"""

from __future__ import annotations

import re

# Ten letters of an alphabet of the fourth century BC: letters to Markdown, without capitals, and in no content.
_DIGITS = "".join(map(chr, range(0x10280, 0x1028A)))
_MARK = re.compile(f"[{_DIGITS}]+")
_TO_MARK = str.maketrans("0123456789", _DIGITS)
_FROM_MARK = str.maketrans(_DIGITS, "0123456789")
_MARKED = re.compile(
    r"(?<![\\*])\[(?![\^\]])|://|(?<![\w/.-])www\.|(?<!\\)(?:\\\\)*<!--(?!-?>)|(?<!\\)(?<!<!)(?<!<!-)(?P<end>-->)", re.IGNORECASE
)
_MARKED_COMMENT = re.compile(f"<!--(?P<mark>[{_DIGITS}]+)")
_MARKED_END = re.compile(f"(?P<mark>[{_DIGITS}]+)-->")


def mark_lines(markdown: str, first_line: int) -> str:
    """Return some Markdown with marks.

    Args:
        markdown: The Markdown.
        first_line: Line of the file of its first line, counted from 1.
    """
    lines = without_marks(markdown).split("\n")
    return "\n".join(_with_marks(line, str(number).translate(_TO_MARK)) for number, line in enumerate(lines, first_line))


def _with_marks(line: str, mark: str) -> str:
    return _MARKED.sub(lambda found: f"{mark}{found[0]}" if found["end"] else f"{found[0]}{mark}", line)


def without_marks(text: str) -> str:
    """Return a text without marks."""
    return _MARK.sub("", text)


def begins_with_mark(text: str) -> bool:
    """Tell whether a text begins with a mark, as what stands in square brackets does."""
    return bool(_MARK.match(text))


def first_mark(text: str) -> str:
    """Return the first mark in a text, or an empty string."""
    found = _MARK.search(text)
    return found[0] if found else ""


def marked_line(*texts: str) -> int | None:
    """Return the line that the last mark of the first marked text names, or None when none is marked."""
    for text in texts:
        if found := _MARK.findall(text):
            return int(found[-1].translate(_FROM_MARK))
    return None


def marked_comments(text: str) -> list[int]:
    """Return the lines of the comments that begin in a marked text."""
    return [int(mark.translate(_FROM_MARK)) for mark in _MARKED_COMMENT.findall(text)]


def marked_ends(text: str) -> list[int]:
    """Return the lines of the comments that end in a marked text."""
    return [int(mark.translate(_FROM_MARK)) for mark in _MARKED_END.findall(text)]
