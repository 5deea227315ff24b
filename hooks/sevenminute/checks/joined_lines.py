"""Short lines that follow each other, as of a postal address: Markdown, the preview and the site join them to one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sevenminute.config.schema import Settings
from sevenminute.content.library import Library
from sevenminute.diagnostics.problem import Problem, quoted
from sevenminute.markdown.document import Document
from sevenminute.markdown.html.tree import Element

_LEAST = 3
"""Lines from which on they look as if they were meant to stay apart."""
_LONGEST = 45
"""Letters of a line that was ended on purpose; editors' programs break prose at more."""
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.|www\.|https?:")
"""How an email or web address begins, which has small letters."""
_HOLDING = frozenset(("p", "li", "dd"))
_BLOCKS = frozenset(("p", "ul", "ol", "dl", "div", "blockquote", "pre", "table", "section", "details"))
"""Elements in an item of a list before which its own words end."""


def joined_lines(library: Library, _settings: Settings | None) -> Iterator[Problem]:
    """Yield advice on each paragraph whose lines were probably meant to stay lines."""
    documents = {briefing.path: briefing.document for briefing in library.every_briefing}
    documents |= {page.path: page.document for page in library.pages}
    for path, document in documents.items():
        for line, first in _paragraphs(document) if document else ():
            said = (
                f"{quoted(first)} and the lines below it would be joined to one: end each with a backslash \\ if they are to stay"
            )
            yield Problem(path, line, said)


def _paragraphs(document: Document) -> Iterator[tuple[int, str]]:
    """Yield the line of each such paragraph, and its first line."""
    for visit in document.page.walk():
        if isinstance(visit.part, str) or visit.is_end or visit.part.tag not in _HOLDING:
            continue
        lines = _words(visit.part).strip().split("\n")
        if len(lines) >= _LEAST and all(map(_is_meant, lines)):
            yield visit.line, lines[0]


def _words(element: Element) -> str:
    """Return the words of a paragraph, or of a list's item up to what is a block of its own in it; none with a line's end."""
    begins = []
    for child in element.children:
        if isinstance(child, Element) and child.tag in _BLOCKS:
            break
        begins.append(child)
    if any(child.tag == "br" or _has_break(child) for child in begins if isinstance(child, Element)):
        return ""
    return "".join(child if isinstance(child, str) else child.text() for child in begins)


def _has_break(element: Element) -> bool:
    return any(inner.tag == "br" for inner in element.elements())


def _is_meant(line: str) -> bool:
    """Tell whether a line begins and ends as one that stands by itself, not as a part of a sentence."""
    begins = line[:1].isupper() or line[:1].isdigit() or line[:1] in "(+" or _ADDRESS.match(line) is not None
    return len(line) <= _LONGEST and begins and not line.rstrip().endswith((".", ":", ";"))
