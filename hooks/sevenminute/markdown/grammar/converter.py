"""Python-Markdown with another parser: inline patterns and tree processors work on what CommonMark's parser found."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.footnotes import FN_BACKLINK_TEXT, NBSP_PLACEHOLDER, FootnoteExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import PrettifyTreeprocessor, Treeprocessor, UnescapeTreeprocessor
from markdown.util import Registry
from markdown_it.token import Token
from pymdownx.delimiterprocessor import Delimiter
from pymdownx.tilde import DeleteSubExtension

from markdown import Markdown
from sevenminute.markdown.extensions.footnotes import FootnoteEnds, FootnoteOrder
from sevenminute.markdown.extensions.headings import NestedHeadings
from sevenminute.markdown.grammar.addresses import read_as_previews_do
from sevenminute.markdown.grammar.built_tree import BuiltTree
from sevenminute.markdown.grammar.parser import ParsedMarkdown, parse_markdown
from sevenminute.markdown.grammar.tree import PLACED, add_tokens
from sevenminute.markdown.html.source import trimmed_address

_REPLACED = (
    *("backtick", "escape", "reference", "link", "image_link", "image_reference", "short_reference", "short_image_ref"),
    *("autolink", "automail", "linebreak", "html", "entity"),
)
"""Inline patterns of Python-Markdown, for which the parser has rules."""
_DEPTH = 2
"""How deep what is finished stands within each other: a code span in the words of a link."""
_ARROW_BACK, _SPACE = "↩", "\u00a0"


@dataclass(frozen=True)
class Converted:
    """A page that was converted.

    Attributes:
        root: Its tree, finished but for what stands in the stash.
        tree: What is known of its parts.
        parsed: What the parser found.
    """

    root: etree.Element
    tree: BuiltTree
    parsed: ParsedMarkdown


class Converter:
    """Converts one page after the other into a tree."""

    def __init__(self, ids: Iterable[str] = ()) -> None:
        """Take the ids of the register, which every page may cite."""
        footnotes = FootnoteExtension(USE_DEFINITION_ORDER=False)
        abbreviations = AbbrExtension()
        added: list[str | Extension] = ["attr_list", "pymdownx.betterem", "pymdownx.magiclink", footnotes, abbreviations]
        self._md = Markdown(extensions=[*added, _Strikethrough(), FootnoteOrder(footnotes), FootnoteEnds(), NestedHeadings()])
        self._ids = frozenset(ids)
        self._parser = _Parser(self._md, footnotes, abbreviations)
        self._md.parser = cast("BlockParser", self._parser)  # of which extensions use no more than there is
        footnotes.parser = self._md.parser
        self._md.preprocessors = Registry()
        for name in _REPLACED:
            self._md.inlinePatterns.deregister(name)
        read_as_previews_do(self._md)
        for depth in range(_DEPTH):
            self._md.inlinePatterns.register(_Placed(self._parser), f"sevenminute-placed-{depth}", 190 - depth)
        self._md.treeprocessors.register(_Attributes(self._md), "attr_list", 8)
        self._md.treeprocessors.register(_LineEnds(self._md), "prettify", 10)
        self._md.treeprocessors.register(_NoteMarks(self._md), "unescape", 0)  # which `finish` does

    def convert(self, markdown: str) -> Converted:
        """Convert a page.

        Args:
            markdown: Markdown that keeps the limits of `limit_problems`.
        """
        self._md.reset()
        parsed = parse_markdown(markdown, self._ids)
        root = self._parser.build(parsed)
        for treeprocessor in self._md.treeprocessors:
            changed = treeprocessor.run(root)
            root = root if changed is None else changed
        for element in self._parser.tree.elements:
            _finish_address(element)
        return Converted(root, self._parser.tree, parsed)

    def finish(self, root: etree.Element) -> None:
        """Write what an editor escaped as it is: until then it can be told from what has a meaning."""
        UnescapeTreeprocessor(self._md).run(root)

    def html(self, root: etree.Element) -> str:
        """Return a tree as HTML, with the raw HTML that is in the stash."""
        text = (root.text or "") + "".join(map(self._md.serializer, root))
        for postprocessor in self._md.postprocessors:
            text = postprocessor.run(text)
        return text


def _finish_address(element: etree.Element) -> None:
    """Write the address of a link or picture as browsers will read it, and `&` so that no reference is seen in what follows."""
    for name, value in element.attrib.items():
        text = trimmed_address(value or "") if name in ("href", "src") else value or ""
        element.set(name, text.replace("&", "&amp;"))


class _Parser:
    """Takes the place of Python-Markdown's parser of blocks."""

    def __init__(self, md: Markdown, footnotes: FootnoteExtension, abbreviations: AbbrExtension) -> None:
        self._md, self._footnotes, self._abbreviations = md, footnotes, abbreviations
        self._notes: Mapping[str, tuple[Token, ...]] = {}
        self.tree = BuiltTree(md.htmlStash)

    def build(self, parsed: ParsedMarkdown) -> etree.Element:
        """Return the tree of a page, in which text is still to be read for emphasis and the like."""
        self.tree = BuiltTree(self._md.htmlStash, parsed.definitions)
        self._notes = parsed.notes
        abbreviations: dict[str, str] = self._abbreviations.abbrs  # type: ignore[attr-defined]  # the stubs have none
        abbreviations.update({each.short: each.long for each in parsed.abbreviations})
        for name in parsed.notes:
            self._footnotes.setFootnote(name, name)
        root = etree.Element("div")
        add_tokens(self.tree, root, parsed.tokens)
        return root

    def parseChunk(self, parent: etree.Element, text: str) -> None:  # noqa: N802 - Python-Markdown's footnotes call it so
        """Add what a footnote says to an element.

        Args:
            parent: The element.
            text: The name of the footnote, which stands for what it says.
        """
        note = etree.Element("div")
        add_tokens(self.tree, note, self._notes[text])
        if not len(note) and not note.text:
            etree.SubElement(note, "p")  # which Python-Markdown looks for in each note
        for paragraph in note.iter("p"):
            paragraph.text = paragraph.text or ""  # to which the arrow back is added
        has_texts = note.text or any(child.tail for child in note)  # raw HTML, which would get lost
        parent.extend([note] if has_texts else list(note))


class _Attributes(AttrListTreeprocessor):
    """Reads `{: .name #id key=value }`, and leaves all else that stands between braces to the readers, or to be refused."""

    # Only the stubs call these final: Python-Markdown reads them from the class that it is given.
    BASE_RE = r"\{(?::[ ]*(?=[^\}\n ])|(?=[ ]*(?:[#.]|[\w-]+=)))([^\n]*)\}"  # type: ignore[misc]
    HEADER_RE = re.compile(rf"[ ]+{BASE_RE}[ ]*$")  # type: ignore[misc]
    BLOCK_RE = re.compile(rf"\n[ ]*{BASE_RE}[ ]*$")  # type: ignore[misc]
    INLINE_RE = re.compile(rf"^{BASE_RE}")  # type: ignore[misc]


class _Strikethrough(DeleteSubExtension):  # type: ignore[misc]  # pymdown-extensions have no types
    """Strikes `~~words~~` and `~words~` through, as the previews do: one mark is no subscript there."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register with Python-Markdown."""
        super().extendMarkdown(md)
        self.processor.add(Delimiter("~", "del,del", punct=True))


class _Placed(InlineProcessor):
    """Puts what is finished into the text that Python-Markdown reads."""

    def __init__(self, parser: _Parser) -> None:
        super().__init__(PLACED.pattern)
        self._parser = parser

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the name is Python-Markdown's
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element, int, int]:
        """Return the element that a mark stands for."""
        return self._parser.tree.elements[int(m["number"])], m.start(), m.end()


class _LineEnds(PrettifyTreeprocessor):
    """Puts blocks on lines of their own, and leaves code and line breaks as they are."""

    def run(self, root: etree.Element) -> None:
        """Add the line ends."""
        self._prettifyETree(root)  # type: ignore[attr-defined]  # the stubs have none


class _NoteMarks(Treeprocessor):
    """Writes the marks of footnotes for which Python-Markdown keeps a place until the very end."""

    def run(self, root: etree.Element) -> None:
        """Replace them in all texts."""
        for element in root.iter():
            element.text = _with_marks(element.text)
            element.tail = _with_marks(element.tail)


def _with_marks(text: str | None) -> str | None:
    return text.replace(FN_BACKLINK_TEXT, _ARROW_BACK).replace(NBSP_PLACEHOLDER, _SPACE) if text and "\x02" in text else text
