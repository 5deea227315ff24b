"""Short lines that follow each other, as of a postal address: Markdown, the preview and the site join them to one."""

from __future__ import annotations

from collections.abc import Iterator

from sevenminute.config.schema import Settings
from sevenminute.content.library import Library
from sevenminute.diagnostics.problem import Problem, quoted
from sevenminute.markdown.document import Document

_LEAST = 3
"""Lines from which on they look as if they were meant to stay apart."""
_LONGEST = 45
"""Letters of a line that was ended on purpose; editors' programs break prose at more."""


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
        if isinstance(visit.part, str) or visit.is_end or visit.part.tag != "p":
            continue
        if any(child.tag == "br" for child in visit.part.elements()):
            continue
        lines = visit.part.text().strip().split("\n")
        if len(lines) >= _LEAST and all(map(_is_meant, lines)):
            yield visit.line, lines[0]


def _is_meant(line: str) -> bool:
    """Tell whether a line begins and ends as one that stands by itself, not as a part of a sentence."""
    return len(line) <= _LONGEST and (line[:1].isupper() or line[:1].isdigit()) and not line.rstrip().endswith((".", ":", ";"))
