"""A briefing with fewer words, as an editor would cut it, to tell how many have to go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sevenminute.content.rendered import RenderedBriefing
from sevenminute.markdown.html.tree import Element
from sevenminute.print.layout.box_model import BLOCKS, PICTURES

_LONG = 25
"""Words from which on a text is shortened; a shorter one goes as a whole, as a point of a list does."""
_AT_ONCE = 5
"""Words that a long text loses before the longest is looked for again."""
_CELLS = {"td", "th"}
_HOLDERS = BLOCKS | _CELLS | {"thead", "tbody", "tfoot", "tr", "caption"}


@dataclass
class _Text:
    """A text of a panel that can be cut.

    Attributes:
        element: What holds it, and no other text.
        words: What is left of it.
    """

    element: Element
    words: list[str]


def shorten(briefing: RenderedBriefing, words: int) -> RenderedBriefing:
    """Return a briefing with fewer words: again and again, the longest panel loses some of its longest text, or its last one.

    With its last word a text loses its line and its bullet; the cell of a table stays. Texts with pictures stay as they are.

    Args:
        briefing: Which is left as it is.
        words: How many to cut.
    """
    panels = [[_Text(element, element.text().split()) for element in _texts(panel.element)] for panel in briefing.panels]
    while words > 0 and any(text.words for panel in panels for text in panel):
        text = _next_to_cut(max(panels, key=_words))
        cut = min(_AT_ONCE if len(text.words) > _LONG else _LONG, words, len(text.words))
        text.words = text.words[:-cut]
        words -= cut
    left = {id(text.element): text.words for panel in panels for text in panel}
    return replace(briefing, panels=tuple(replace(panel, element=_with_words(panel.element, left)) for panel in briefing.panels))


def _words(panel: Iterable[_Text]) -> int:
    return sum(len(text.words) for text in panel)


def _next_to_cut(panel: Sequence[_Text]) -> _Text:
    """Return the longest text of a panel if that is long, or else the last of which something is left."""
    longest = max(panel, key=lambda text: len(text.words))
    return longest if len(longest.words) > _LONG else next(text for text in reversed(panel) if text.words)


def _texts(element: Element) -> Iterator[Element]:
    """Yield the elements that hold a text and no block, but for the heading of the panel."""
    inner = [child for child in element.children if isinstance(child, Element)]
    if any(child.tag in _HOLDERS for child in inner):
        for child in inner:
            yield from _texts(child)
    elif element.tag in _HOLDERS - {"h2"} and not any(each.tag in PICTURES for each in element.elements()):
        yield element


def _with_words(element: Element, left: dict[int, list[str]]) -> Element:
    """Return a copy of an element with what is left of the words of each text within."""
    words = left.get(id(element))
    if words is not None:
        addresses = [each for each in element.elements() if "print-address" in each.classes]
        return Element(element.tag, element.attributes, [" ".join(words), *addresses])
    children = [
        child if isinstance(child, str) else _with_words(child, left)
        for child in element.children
        if isinstance(child, str) or child.tag in _CELLS or left.get(id(child)) != []
    ]
    return Element(element.tag, element.attributes, children, element.mark)
