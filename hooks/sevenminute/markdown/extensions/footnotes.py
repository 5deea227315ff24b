"""Extensions of Python-Markdown for footnotes: they are numbered in the order of the text, and an address ends with its note.

Python-Markdown reads paragraphs first, and lists, tables, quotations and callouts after them; its numbers are in that order.

It also puts a space that does not break between a footnote and the arrow back. Where the note ends with an address
that stands there by itself, the space would become a part of it, and the link would not work.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown.extensions import Extension
from markdown.extensions.footnotes import NBSP_PLACEHOLDER, FootnoteExtension
from markdown.treeprocessors import Treeprocessor

from markdown import Markdown

_ADDRESS_AT_END = re.compile(rf"((?:://|\bwww\.)\S*){re.escape(NBSP_PLACEHOLDER)}\Z", re.IGNORECASE)


_CALL = "sup/a[@class='footnote-ref']/.."


class FootnoteOrder(Extension):
    """Numbers footnotes as a reader meets them: those of the text, then those that notes call, note by note."""

    def __init__(self, footnotes: FootnoteExtension) -> None:
        """Take the extension that numbers them otherwise."""
        super().__init__()
        self._footnotes = footnotes

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register with Python-Markdown."""
        # After the words are read (20), before the notes are put in their order (19).
        md.treeprocessors.register(_OrderTreeprocessor(md, self._footnotes), "sevenminute-footnote-order", 19.5)


class _OrderTreeprocessor(Treeprocessor):
    def __init__(self, md: Markdown, footnotes: FootnoteExtension) -> None:
        super().__init__(md)
        self._footnotes = footnotes

    def run(self, root: etree.Element) -> None:
        notes = next((child for child in root if child.get("class") == "footnote" and child.find("ol") is not None), None)
        if notes is None:
            return
        said = {note.get("id"): note for note in notes.iter("li")}
        called: dict[str, list[etree.Element]] = {}
        waiting = [call for part in root if part is not notes for call in part.iterfind(f".//{_CALL}")]
        for call in waiting:  # which grows
            id = call[0].get("href", "").removeprefix("#")
            if id not in called and id in said:
                waiting += said[id].iterfind(f".//{_CALL}")
            called.setdefault(id, []).append(call)
        mark = self._footnotes.get_separator()
        self._footnotes.footnote_order = [id.partition(mark)[2] for id in called]
        for number, (id, calls) in enumerate(called.items(), 1):
            for place, call in enumerate(calls, 1):
                call.set("id", f"fnref{place if place > 1 else ''}{mark}{id.partition(mark)[2]}")
                call[0].text = str(number)


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
