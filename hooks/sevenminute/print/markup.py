"""The HTML of a page as a tree of plain objects, for measuring."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Element:
    """An element of HTML.

    Attributes:
        tag: Its name, in small letters.
        attributes: Name to value; a name without a value has an empty one.
        children: Elements and texts, in order.
    """

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @cached_property
    def classes(self) -> set[str]:
        """The names in `class`."""
        return set(self.attributes.get("class", "").split())

    def elements(self) -> Iterator[Element]:
        """Yield this element and all within it, in order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += [child for child in reversed(element.children) if isinstance(child, Element)]

    def find(self, name: str) -> Element | None:
        """Return the first element within that has a class, or None."""
        return next((element for element in self.elements() if name in element.classes), None)

    def text(self) -> str:
        """Return all texts within."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)


def parse(html: str) -> Element:
    """Return the tree of a piece of HTML below an element without a name."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return parser.root


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].tag == tag:
                del self._open[depth:]
                return

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)
