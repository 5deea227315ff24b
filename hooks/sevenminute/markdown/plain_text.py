"""The words of some HTML as plain text on one line, with a mark between blocks that end without one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from sevenminute.markdown.html.tree import Element, parse_html

_WITHIN_A_LINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s"),
        *("samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"),
    )
)
_BREAK = "\n"
SENTENCE_ENDS = (".", "!", "?", ":", ";", ",", "…", "”", '"')


def plain_text(markup: str) -> str:
    """Return the words of some HTML."""
    return text_of(parse_html(markup))


def text_of(element: Element) -> str:
    """Return the words within an element."""
    return one_line(piece for piece in pieces(element) if isinstance(piece, str))


def one_line(texts: Iterable[str]) -> str:
    """Return texts and the breaks between them as one line."""
    text = ""
    for line in "".join(texts).split(_BREAK):
        words = " ".join(line.split())
        if words:
            text += ("" if not text else " " if text.endswith(SENTENCE_ENDS) else " · ") + words
    return text


def pieces(top: Element, is_whole: Callable[[Element], bool] = lambda _: False) -> Iterator[str | Element]:
    """Yield the texts within an element, and a break where a block begins or ends.

    Args:
        top: The element.
        is_whole: Tells of which elements the element is yielded in place of what is within.
    """
    waiting: list[str | Element | None] = [top]  # None is a break
    while waiting:
        piece = waiting.pop()
        if piece is None:
            yield _BREAK
        elif isinstance(piece, str):
            yield " ".join(f".{piece}.".split())[1:-1]
        elif is_whole(piece):
            yield piece
        elif not _is_left_out(piece):
            breaks = [] if piece.tag in _WITHIN_A_LINE else [None]
            waiting += [*breaks, *reversed(piece.children), *breaks]


def _is_left_out(element: Element) -> bool:
    """Tell whether an element is no word of the page: a mark of a note, the arrow back, a panel's number."""
    is_mark = element.tag == "sup" and element.id.startswith("fnref")
    return is_mark or bool(element.classes & {"footnote-backref", "panel__number"}) or element.tag in ("head", "script", "style")
