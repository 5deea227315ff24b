"""A Python-Markdown extension: columns of tables are centred or put to the right by a class, not by a style in the page."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

_ALIGNED = re.compile(r"text-align: (?P<side>left|center|right);")


class TableColumns(Extension):
    """Replaces the `style` that Python-Markdown's tables write, which no page may hold (see `content_policy`)."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register with Python-Markdown."""
        md.treeprocessors.register(_Columns(md), "sevenminute-table-columns", 7)


class _Columns(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for cell in root.iter():
            aligned = _ALIGNED.fullmatch(cell.get("style", "")) if cell.tag in ("td", "th") else None
            if aligned:
                del cell.attrib["style"]
                cell.set("class", " ".join(filter(None, [cell.get("class"), f"column-{aligned['side']}"])))
