"""Where a block of raw HTML ends in Markdown: the rules are those of Python-Markdown's own reader of HTML."""

from __future__ import annotations

import sys
from contextlib import suppress

from markdown.util import BLOCK_LEVEL_ELEMENTS

from sevenminute.markdown.html.source import SourceParser


def lines_of_block(text: str) -> int:
    """Return how many lines a block of raw HTML has that begins a text; a number that no text has when nothing closes it."""
    block = _Block()
    with suppress(_BehindIt):
        block.feed(text)
    return block.lines or sys.maxsize


class _BehindIt(Exception):  # noqa: N818 - nothing is wrong
    """The block has been read."""


class _Block(SourceParser):
    """Reads up to the line on which all elements are closed; what is open within one ends with it.

    On that line another block may begin.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.lines = 0
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._stop_behind()
        if not self.lines or tag in BLOCK_LEVEL_ELEMENTS:
            self._open.append(tag)
            self.lines = 0

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._stop_behind()
        self._note_end((self.get_starttag_text() or "").count("\n"))

    def handle_endtag(self, tag: str) -> None:
        self._stop_behind()
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        self._note_end()

    def handle_data(self, data: str) -> None:
        if self.lines and "\n" in data:
            raise _BehindIt

    def _note_end(self, more_lines: int = 0) -> None:
        if not self._open and not self.lines:
            self.lines = self.getpos()[0] + more_lines

    def _stop_behind(self) -> None:
        if self.lines and self.getpos()[0] > self.lines:
            raise _BehindIt
