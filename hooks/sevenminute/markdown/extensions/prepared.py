"""The Python-Markdown extension that gives MkDocs the pages that were converted when they were read.

MkDocs calls Python-Markdown for each page. Nothing is parsed a second time: what remains is what must know the whole site, such
as where links lead.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from typing import cast

from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.util import Registry

from markdown import Markdown
from sevenminute.markdown.document import Document
from sevenminute.markdown.grammar.converter import Converter

_DONE = ("inline", "prettify", "unescape")
"""What Python-Markdown does with a tree, and has been done."""


class PreparedPages(Extension):
    """Hands out the page that is rendered next; `page()` says before each page which one that is."""

    def __init__(self, documents: Mapping[str, Document], ids: Iterable[str] = ()) -> None:
        """Take the documents, by the path of each within the site's sources, and the ids that pages may cite."""
        super().__init__()
        self._documents = documents
        self._converter = Converter(ids)
        self._source = ""

    def page(self, source: str) -> None:
        """Say which page is rendered next, by its path within the site's sources."""
        self._source = source

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register with Python-Markdown."""
        md.parser = cast("BlockParser", _Parser(self, md))
        md.preprocessors = Registry()
        for name in _DONE:
            md.treeprocessors.deregister(name)

    def tree(self, markdown: str, md: Markdown) -> etree.ElementTree:
        """Return the tree of the page, and put its raw HTML where Python-Markdown keeps it.

        What was read is converted; what another hook wrote, or changed, is not yet.
        """
        document = self._documents.get(self._source)
        if document and document.markdown.strip() == markdown.strip():
            root, raw = deepcopy(document.root), document.raw
        else:
            converted = self._converter.convert(markdown)
            self._converter.finish(converted.root)
            root, raw = converted.root, tuple(converted.tree.raw)
        md.htmlStash.rawHtmlBlocks = [piece.text for piece in raw]
        md.htmlStash.html_counter = len(raw)
        return etree.ElementTree(root)


class _Parser:
    """Takes the place of Python-Markdown's parser of blocks."""

    def __init__(self, pages: PreparedPages, md: Markdown) -> None:
        self._pages, self._md = pages, md
        self.blockprocessors = md.parser.blockprocessors  # to which extensions add, whatever is made of it

    def parseDocument(self, lines: Sequence[str]) -> etree.ElementTree:  # noqa: N802 - Python-Markdown calls it so
        """Return the page."""
        return self._pages.tree("\n".join(lines), self._md)
