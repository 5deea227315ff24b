"""The Python-Markdown extension that ends an address at the end of its footnote.

Python-Markdown puts a space that does not break between a footnote and the arrow back. Where the note ends with an address
that stands there by itself, the space would become a part of it, and the link would not work.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown.extensions import Extension
from markdown.extensions.footnotes import NBSP_PLACEHOLDER
from markdown.treeprocessors import Treeprocessor

from markdown import Markdown

_ADDRESS_AT_END = re.compile(rf"((?:://|\bwww\.)\S*){re.escape(NBSP_PLACEHOLDER)}\Z", re.IGNORECASE)


class FootnoteEnds(Extension):
    """Puts a usual space between an address and the arrow back."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register with Python-Markdown."""
        # After the footnotes have got their arrows (50), before addresses become links (20).
        md.treeprocessors.register(_EndTreeprocessor(md), "sevenminute-footnote-ends", 45)


class _EndTreeprocessor(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for paragraph in root.iter("p"):
            if paragraph.text:
                paragraph.text = _ADDRESS_AT_END.sub(r"\1 ", paragraph.text)
