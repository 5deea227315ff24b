"""The Python-Markdown extension that shows a heading within a quotation, list or box as bold text.

Such a heading is no part of the page's own outline: it would give a page a second title, and the theme's search stops at it.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from markdown import Markdown

_HEADING = re.compile(r"h[1-6]")


class NestedHeadings(Extension):
    """Keeps the outline of a page to its own headings."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register with Python-Markdown."""
        # Before panels are wrapped (6), while the page's own headings still lie directly below its root.
        md.treeprocessors.register(_NestedHeadingTreeprocessor(md), "sevenminute-nested-headings", 7)


class _NestedHeadingTreeprocessor(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for child in root:
            for element in child.iter():
                if element is not child and _HEADING.fullmatch(str(element.tag)):
                    _make_bold(element)


def _make_bold(heading: etree.Element) -> None:
    heading.tag = "p"
    wrap_content(heading, etree.Element("strong"))


def wrap_content(element: etree.Element, wrapper: etree.Element) -> None:
    """Move all that an element holds into a wrapper, and the wrapper into the element."""
    wrapper.text, element.text = element.text, None
    for child in list(element):
        element.remove(child)
        wrapper.append(child)
    element.append(wrapper)
