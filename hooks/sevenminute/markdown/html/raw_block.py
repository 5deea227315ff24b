"""Where a block of raw HTML ends in Markdown: the rules are those of Python-Markdown's own reader of HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown.util import BLOCK_LEVEL_ELEMENTS

from sevenminute.markdown.html.source import VOID, SourceParser

_MOST_INDENT = 3
"""Spaces that may stand before a block; with one more it is code."""
_END_OF_NAME = re.compile(r"[\s/>]")


def lines_of_block(lines: Sequence[str], begins: int) -> int:
    """Return how many lines the block of raw HTML has that begins on a line: all to the end if nothing closes it, 0 if none does.

    Args:
        lines: A text in Markdown.
        begins: The line, counted from 0.
    """
    written = lines[begins].lstrip(" ")
    name = _END_OF_NAME.split(written[1:], maxsplit=1)[0].lower()
    if not written.startswith("<") or name not in BLOCK_LEVEL_ELEMENTS or len(lines[begins]) - len(written) > _MOST_INDENT:
        return 0
    block = _Block()
    size, at = 1, begins
    while not block.is_over and at < len(lines):
        block.feed("".join(f"{line}\n" for line in lines[at : at + size]))
        at += size
        size *= 2  # the parser reads a tag from its beginning again until it has its end
    return block.lines or len(lines) - begins


class _Block(SourceParser):
    """Reads up to the line on which all elements are closed; what is open within one ends with it.

    On that line another block may begin.

    Attributes:
        lines: Its lines, or 0 as long as it is open.
        is_over: Whether what stands behind it has been reached; of that nothing counts.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.lines = 0
        self.is_over = False
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            self.handle_startendtag(tag, attrs)
        elif not self._is_behind() and (not self.lines or tag in BLOCK_LEVEL_ELEMENTS):
            self._open.append(tag)
            self.lines = 0

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._is_behind():
            self._note_end((self.get_starttag_text() or "").count("\n"))

    def handle_endtag(self, tag: str) -> None:
        if self._is_behind():
            return
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        self._note_end()

    def handle_data(self, data: str) -> None:
        self.is_over = self.is_over or bool(self.lines and "\n" in data)

    def _note_end(self, more_lines: int = 0) -> None:
        if not self._open and not self.lines:
            self.lines = self.getpos()[0] + more_lines

    def _is_behind(self) -> bool:
        self.is_over = self.is_over or bool(self.lines and self.getpos()[0] > self.lines)
        return self.is_over
