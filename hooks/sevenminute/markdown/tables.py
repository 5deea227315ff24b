"""A Python-Markdown extension: tables whose columns are aligned by a class, and that can be scrolled by keyboard when wide."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from markdown import Markdown

WIDE = 3
"""Columns from which a table may be wider than a telephone, and scrolls."""

_ALIGNED = re.compile(r"text-align: (?P<side>left|center|right);")


class TableColumns(Extension):
    """Replaces the `style` that Python-Markdown's tables write, which no page may hold (see `output.csp`).

    What scrolls must have the focus to be scrolled by keyboard, so a wide table is a stop of the Tab key.
    """

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register with Python-Markdown."""
        md.treeprocessors.register(_Columns(md), "sevenminute-table-columns", 7)


class _Columns(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for table in root.iter("table"):
            if len(table.findall("thead/tr/th")) >= WIDE:
                table.set("tabindex", "0")
        for cell in root.iter():
            aligned = _ALIGNED.fullmatch(cell.get("style", "")) if cell.tag in ("td", "th") else None
            if aligned:
                del cell.attrib["style"]
                cell.set("class", " ".join(filter(None, [cell.get("class"), f"column-{aligned['side']}"])))
