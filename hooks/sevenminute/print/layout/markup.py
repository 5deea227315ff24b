"""The HTML of a page as a tree of plain objects, for measuring."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser


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
    """Return the tree of a page, or of a piece of one, below an element without a name."""
    top = Element("")
    root = LexborHTMLParser(html).root
    waiting = [(root, top)] if root else []
    while waiting:
        node, element = waiting.pop()
        for child in node.iter(include_text=True):
            if child.is_text_node:
                element.children.append(child.text_content or "")
            elif child.is_element_node:
                made = Element((child.tag or "").lower(), {name: value or "" for name, value in child.attributes.items()})
                element.children.append(made)
                waiting.append((child, made))
    return top
