"""How deep elements of HTML stand within each other in a Markdown text.

Whatever reads a page as a tree, of ours and of others, goes down into it step by step and ends at some hundred.
"""

from __future__ import annotations

from collections.abc import Sequence

from sevenminute.markdown.html.source import VOID, SourceParser

MAX_ELEMENTS = 30
"""Limit of elements within each other; a list in a table in a box has a dozen."""

_ENDS_ITSELF = (
    frozenset(("li",)),
    frozenset(("dt", "dd")),
    frozenset(("td", "th")),
    frozenset(("tr", "td", "th")),
    frozenset(("p",)),
    frozenset(("option",)),
    frozenset(("rt", "rp")),
)
"""Elements that need no end tag: one ends where the next of the group begins."""


def line_too_deep(lines: Sequence[str]) -> int | None:
    """Return the first line, from 0, on which elements stand too deep within each other, or None.

    Args:
        lines: Markdown in which each `<` begins a tag; see `Outline.plain`.
    """
    if not any("<" in line for line in lines):
        return None
    parser = _Depth()
    for number, line in enumerate(lines):
        parser.feed(f"{line}\n")
        if parser.is_too_deep:
            return number
    return None


class _Depth(SourceParser):
    """Counts the elements that are open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.is_too_deep = False
        self._open: list[str] = []

    def set_cdata_mode(self, elem: str, *_: object, **__: object) -> None:
        """Read on within scripts and the like: what Markdown makes of them depends on what stands around."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element, and end the one before it that it ends."""
        if tag in VOID:
            return
        while self._open and any(tag in group and self._open[-1] in group for group in _ENDS_ITSELF):
            self._open.pop()
        self._open.append(tag)
        self.is_too_deep = self.is_too_deep or len(self._open) > MAX_ELEMENTS

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element: the stroke at its end has no meaning to browsers."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """End an element, with all that is still open within it."""
        for depth in range(len(self._open) - 1, -1, -1):
            if self._open[depth] == tag:
                del self._open[depth:]
                return
