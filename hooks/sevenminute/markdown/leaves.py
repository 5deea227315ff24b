"""What a page shows, as a list of leaves: the texts that stand by themselves, each with what it stands in.

Two converters of Markdown that agree give the same list, however they write their HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from sevenminute.markdown.html.tree import Element
from sevenminute.markdown.located import unescaped

TITLE_MARK = "\ue000"
"""Begins the title of a callout where a quotation stands for the callout; no text holds it."""

_BLOCKS = frozenset(
    (
        *("p", "ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "td", "th", "pre", "hr", "div", "section", "dl"),
        *(
            "dt",
            "dd",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "details",
            "summary",
            "figure",
            "figcaption",
            "body",
            "article",
            "aside",
        ),
    )
)
_HEADING = re.compile(r"h[1-6]")
_EM, _STRONG, _CODE, _STRUCK, _BREAK, _LINK, _ADDRESS, _END, _PICTURE, _BOX, _DONE, _NOTE = map(chr, range(0xE001, 0xE00D))
"""Stand for what stands out in the words of a leaf: signs that no text holds, so that a star is not taken for italics."""
_MARKS = {"em": _EM, "i": _EM, "strong": _STRONG, "b": _STRONG, "code": _CODE, "del": _STRUCK}
_AS_WRITTEN = str.maketrans(
    {
        **{_EM: "*", _STRONG: "**", _CODE: "`", _STRUCK: "~~", _BREAK: " / ", _NOTE: "[^]", _BOX: "[ ]", _DONE: "[x]"},
        **{_LINK: "[", _PICTURE: "![", _ADDRESS: "](", _END: ")"},
    }
)


@dataclass(frozen=True)
class Leaf:
    """A text that stands by itself.

    Attributes:
        path: What it stands in, from the outermost: lists with the number of the item, quotations, callouts, cells.
        kind: What it is, as `paragraph` or `heading 2`.
        words: Its text, with marks for what stands out.
        line: Its line, from 1, or 0 when that is not known.
    """

    path: tuple[str, ...]
    kind: str
    words: str
    line: int = field(default=0, compare=False)

    @property
    def written(self) -> str:
        """Its text as Markdown writes it."""
        return _flat(self.words.translate(_AS_WRITTEN))


def leaves_of(body: Element) -> list[Leaf]:
    """Return the leaves of a page in their order."""
    return list(_Reader().read(body, ()))


class _Reader:
    def __init__(self) -> None:
        self._line = 0

    def read(self, element: Element, path: tuple[str, ...]) -> Iterator[Leaf]:
        """Yield the leaves of a block that holds others."""
        words: list[str] = []
        counted = dict.fromkeys(("quotation", "row", "cell"), 0)
        item = int(element.attributes.get("start", 1)) if element.tag == "ol" else 1
        for child in element.children:
            if isinstance(child, str) or child.tag not in _BLOCKS:
                words.append(unescaped(child) if isinstance(child, str) else self._inline(child))
                continue
            yield from self._bare(words, path, self._line)
            self._note_line(child)
            if child.tag in ("li", "dd"):
                yield from self.read(child, (*path, f"{'ul' if element.tag == 'dl' else element.tag} {item}"))
                item += 1
            elif child.tag == "dt":
                yield from self._leaf(child, path[:-1] if path and path[-1] == "dl" else path, "paragraph")
                item = 1
            elif child.tag == "blockquote":
                leaves, is_callout = self._quotation(child, path, counted["quotation"] + 1)
                counted["quotation"] += not is_callout
                yield from leaves
            elif child.tag == "tr":
                counted["row"] += 1
                yield from self.read(child, (*path, f"row {counted['row']}"))
            elif child.tag in ("td", "th"):
                counted["cell"] += 1
                yield from self._leaf(child, (*path, f"column {counted['cell']}"), "cell")
            else:
                yield from self._block(child, path)
        yield from self._bare(words, path, self._line)

    def _block(self, element: Element, path: tuple[str, ...]) -> Iterator[Leaf]:
        if element.tag == "pre":
            yield Leaf(path, "code", element.text().strip("\n"), self._line)
        elif element.tag == "hr":
            if "footnote" not in " ".join(path):
                yield Leaf(path, "line across", "", self._line)
        elif _HEADING.fullmatch(element.tag):
            # Below a container, a heading is shown as bold words: a page's outline is its panels.
            words = _flat("".join(self._pieces(element)))
            yield (
                Leaf(path, "paragraph", _marked(_STRONG, words), self._line)
                if path
                else Leaf(path, f"heading {element.tag[1]}", words, self._line)
            )
        elif element.tag in ("p", "summary", "figcaption"):
            is_title = element.classes & {"admonition-title", "markdown-alert-title"}
            yield from self._leaf(element, path, "title" if is_title else "paragraph")
        elif element.tag == "div" and element.classes & {"admonition", "markdown-alert"}:
            kind = element.attributes["class"].split()[1].removeprefix("markdown-alert-").replace("caution", "danger")
            yield from self.read(element, (*path, kind))
        elif element.classes & {"footnote", "footnotes"}:
            yield from self.read(element, ("footnotes",))
        else:
            yield from self.read(element, path)

    def _quotation(self, element: Element, path: tuple[str, ...], number: int) -> tuple[list[Leaf], bool]:
        """Return the leaves of a quotation, or of the callout that it stands for, and whether it does."""
        leaves = list(self.read(element, (*path, f"quotation {number}")))
        if not (leaves and leaves[0].words.startswith(f"{_STRONG}{TITLE_MARK}")):
            return leaves, False
        depth = len(path)
        kind, _, title = leaves[0].words[2:-1].partition(TITLE_MARK)
        leaves[0] = replace(leaves[0], kind="title", words=title.strip())
        leaves = [replace(leaf, path=(*leaf.path[:depth], kind, *leaf.path[depth + 1 :])) for leaf in leaves]
        return (leaves if title.strip() else leaves[1:]), True

    def _leaf(self, element: Element, path: tuple[str, ...], kind: str) -> Iterator[Leaf]:
        words = _flat("".join(self._pieces(element)))
        if words or kind == "cell":
            yield Leaf(path, kind, words, self._line)

    def _bare(self, words: list[str], path: tuple[str, ...], line: int) -> Iterator[Leaf]:
        """Yield the words that stand in a block without a paragraph of their own, as in a tight list."""
        text = _flat("".join(words))
        words.clear()
        if text:
            yield Leaf(path, "paragraph", text, line)

    def _pieces(self, element: Element) -> Iterator[str]:
        for child in element.children:
            yield unescaped(child) if isinstance(child, str) else self._inline(child)

    def _inline(self, element: Element) -> str:
        words = "".join(self._pieces(element))
        given = element.attributes
        if element.tag == "br":
            return _BREAK
        if element.tag == "img":
            return f"{_PICTURE}{given.get('alt', '')}{_ADDRESS}{_address(given.get('src', ''))}{_END}"
        if element.tag == "input" or "task__box" in element.classes:
            return _DONE if "checked" in given or "task__box--done" in element.classes else _BOX
        if element.tag == "sup" and (element.id.startswith("fnref") or "footnote-ref" in element.classes):
            return _NOTE
        if element.tag == "a":
            is_note = any("footnote" in name for name in (*element.classes, *given))
            return "" if is_note else f"{_LINK}{words}{_ADDRESS}{_address(given.get('href', ''))}{_END}"
        return _marked(_MARKS.get(element.tag, ""), words)

    def _note_line(self, element: Element) -> None:
        begins = element.attributes.get("data-sourcepos", "").partition(":")[0]
        if begins.isdecimal():
            self._line = int(begins)


def _marked(mark: str, words: str) -> str:
    """Return words with a mark around them: what is marked twice is marked once, and bold stands around italics."""
    if not mark:
        return words
    words = words.strip()
    inner = words[1:-1]
    if len(words) > 1 and words[0] == words[-1] and words[0] not in inner:
        if words[0] == mark:
            return words
        if (mark, words[0]) == (_EM, _STRONG):
            return f"{_STRONG}{_EM}{inner}{_EM}{_STRONG}"
    return f"{mark}{words}{mark}"


def _address(written: str) -> str:
    return unquote(written).strip().removesuffix("/")


def _flat(text: str) -> str:
    return " ".join(text.split())
