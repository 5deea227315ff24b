"""Comments that Markdown or browsers would show to readers: an editor's note is for nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from sevenminute.markdown.grammar.built_tree import RawHtml
from sevenminute.markdown.grammar.converter import Converted
from sevenminute.markdown.html.source import end_of_comment, read_html

_MARK = re.compile(r"<!--|-->")


class CommentFault(Enum):
    """How a comment hides less, or more, than its editor meant."""

    SHOWN = "Markdown takes it for words"
    NESTED = "another one begins in it, at whose end it ends"
    ENDED = "it has ended before its end"
    UNENDED = "nothing ends it"
    ENDED_AT_ONCE = "<!-->"
    ENDED_AT_A_DASH = "<!--->"
    ENDED_OTHERWISE = "--!>"


def comment_faults(page: Converted, first_line: int) -> tuple[tuple[int, CommentFault], ...]:
    """Return what is wrong with the comments of a page, each with its line of the file; code between marks has none.

    What stands behind a wrong beginning ends elsewhere than it seems, so nothing is said of ends behind one.
    """
    found: dict[int, CommentFault] = {}
    for line, fault in sorted(_faults(page), key=lambda fault: (fault[0], fault[1] is CommentFault.ENDED)):
        if fault is not CommentFault.ENDED or all(known is CommentFault.ENDED for known in found.values()):
            found.setdefault(line + first_line, fault)
    return tuple(found.items())


def _faults(page: Converted) -> Iterator[tuple[int, CommentFault]]:
    for line, words in page.tree.words:
        yield from _in_words(words, line)
    for abbreviation in page.parsed.abbreviations:
        yield from _in_words(abbreviation.long, abbreviation.line)
    for element, place in page.tree.places.items():
        yield from _in_words(element.get("title", ""), place.first)
    for line, code in page.tree.indented_code:  # perhaps a note, by its indent alone
        yield from ((at, fault) for at, fault in _in_words(code, line) if fault is CommentFault.SHOWN)
    for raw in page.tree.raw:
        yield from _in_html(raw)


def _in_words(words: str, line: int) -> Iterator[tuple[int, CommentFault]]:
    for found in _MARK.finditer(words):
        fault = CommentFault.ENDED if found[0] == "-->" else CommentFault.SHOWN
        yield line + words.count("\n", 0, found.start()), fault


def _in_html(raw: RawHtml) -> Iterator[tuple[int, CommentFault]]:
    if "--" not in raw.text:
        return
    tags = [(tag.begins, tag.begins + len(tag.written)) for tag in read_html(raw.text, 1).tags]
    at = 0
    while found := _MARK.search(raw.text, at):
        line = raw.line + raw.text.count("\n", 0, found.start())
        at = found.end()
        within_tag = any(begins < found.start() < ends for begins, ends in tags)
        if within_tag or found[0] == "-->":
            yield line, CommentFault.ENDED if found[0] == "-->" else CommentFault.SHOWN
            continue
        end = end_of_comment(raw.text, found.start())
        if fault := _fault_of(raw.text[found.start() : end] if end >= 0 else ""):
            yield line, fault
        nested = raw.text.find("<!--", found.end(), max(end, 0))
        if nested >= 0:
            yield raw.line + raw.text.count("\n", 0, nested), CommentFault.NESTED
        if end < 0:
            return
        at = end


def _fault_of(comment: str) -> CommentFault | None:
    """Return what is wrong with the end of a comment, from its beginning to where browsers end it."""
    if not comment:
        return CommentFault.UNENDED
    if len(comment) < len("<!---->"):
        return CommentFault(comment)
    return None if comment.endswith("-->") else CommentFault.ENDED_OTHERWISE
