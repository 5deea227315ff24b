"""The sentences of a panel as readers meet them: rendered words, in which no list, number or address makes a sentence long."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sevenminute.content.rendered import RenderedPanel
from sevenminute.markdown.html.tree import Element
from sevenminute.markdown.plain_text import pieces

_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[^\s@]+@[^\s@]+\.[^\s@]+")
"""A web or email address: nobody reads it word by word, and its full stops end nothing."""
_WORD = re.compile(r"[^\W\d_](?:[^\W_]|[’'.-](?=[^\W_]))*")
"""Begins with a letter: figures, as of telephone numbers, are no words."""
_SHORT = r"(?<!\b(?:e\.g|i\.e)\.)(?<!\b(?:Dr|Mr|St|No|cf|vs|pp)\.)(?<!\b(?:Mrs|etc)\.)(?<!\b(?:Prof)\.)(?<!\b[A-Zp]\.)"
"""What ends in a full stop and ends no sentence."""
_END = re.compile(rf"{_SHORT}(?:(?<=[.!?…])|(?<=[.!?…][”’\")]))\s+(?=[“‘\"(]?[^\W_a-z])")


@dataclass(frozen=True)
class Sentence:
    """One sentence, or a heading, list item or table cell, which need not be one.

    Attributes:
        text: As readers see it.
        panel: Number of its panel.
        is_heading: Whether it is a heading within the panel.
    """

    text: str
    panel: int
    is_heading: bool = False

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words."""
        return tuple(_WORD.findall(_ADDRESS.sub(" ", self.text)))


def sentences_of(panel: RenderedPanel) -> Iterator[Sentence]:
    """Yield the sentences of a panel in reading order; its own heading is none."""
    waiting = ""
    for piece in [*pieces(panel.element, lambda element: element.tag in _HEADINGS), "\n"]:
        if isinstance(piece, Element):
            yield from _sentences(waiting, panel.number)
            waiting = ""
            if piece.id != panel.id:
                yield Sentence(" ".join(piece.text().split()), panel.number, is_heading=True)
        else:
            waiting += piece
    yield from _sentences(waiting, panel.number)


def _sentences(text: str, panel: int) -> Iterator[Sentence]:
    for block in text.split("\n"):
        for sentence in _END.split(" ".join(block.split())):
            if sentence:
                yield Sentence(sentence, panel)
