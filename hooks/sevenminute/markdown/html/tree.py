"""The HTML of a page as a tree of plain objects, which can be read in many places and kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

MARK = "\x02"
"""Name of an attribute by which a part of a page is found again in its HTML; no content holds control characters."""


@dataclass
class Element:
    """An element of HTML.

    Attributes:
        tag: Its name, in small letters.
        attributes: Name to value; a name without a value has an empty one.
        children: Elements and texts, in order.
        mark: What `MARK` said in it, or an empty string.
    """

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)
    mark: str = ""

    @cached_property
    def classes(self) -> set[str]:
        """The names in `class`."""
        return set(self.attributes.get("class", "").split())

    @property
    def id(self) -> str:
        """Its anchor, or an empty string."""
        return self.attributes.get("id", "")

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

    def without(self, *tags: str) -> Element:
        """Return a copy in which there is no element of some names."""
        children = [
            child if isinstance(child, str) else child.without(*tags)
            for child in self.children
            if isinstance(child, str) or child.tag not in tags
        ]
        return Element(self.tag, self.attributes, children, self.mark)


def parse_html(html: str) -> Element:
    """Return the `<html>` of a page, or of a piece of one, as browsers complete it."""
    root = LexborHTMLParser(html).root
    return element_of(root) if root else Element("html")


def text_of(html: str) -> str:
    """Return the words of a piece of HTML, without its tags."""
    return LexborHTMLParser(html).text()


def element_of(node: LexborNode) -> Element:
    """Return a node of the parser, which is an element, and all elements and texts within."""
    top = _element(node)
    waiting = [(node, top)]
    while waiting:
        outer, element = waiting.pop()
        for child in outer.iter(include_text=True):
            if child.is_text_node:
                element.children.append(child.text_content or "")
            elif child.is_element_node:
                made = _element(child)
                element.children.append(made)
                waiting.append((child, made))
    return top


def _element(node: LexborNode) -> Element:
    attributes = {name: value or "" for name, value in node.attributes.items()}
    mark = attributes.pop(MARK, "")
    return Element((node.tag or "").lower(), attributes, mark=mark)
