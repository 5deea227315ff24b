"""What Markdown takes without a word and no editor means: brackets that stay on the page, boxes that stay empty."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from sevenminute.citations import find_definitions, same_id
from sevenminute.internal_links import without_code
from sevenminute.places import REGISTER
from sevenminute.problem import Problem, did_you_mean, quoted

_NOTE_DEFINITION = re.compile(r" {0,3}\[(?P<id>\^[^\[\]\n]+)\]:")
_REFERENCE = re.compile(r"\]\[(?P<id>[^\[\]\n]*)\]")
_NOTE = re.compile(r"\[(?P<id>\^[^\[\]\s]+)\](?!:)")
_PICTURE_WITHOUT_WORDS = re.compile(r"!\[\s*\][\[(]")
_LINK_WITHOUT_ADDRESS = re.compile(r"\[(?P<words>[^\[\]\n]+)\]\(\s*\)")
_CALLOUT = re.compile(r"!!! ?[\w-]+")


def find_slips(path: str, lines: Sequence[str], first_line: int, ids: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each slip of a page.

    Args:
        path: The page, relative to the root of the repository.
        lines: Its Markdown, without code and comments; see `Outline.lines`.
        first_line: Line of the file of the first of `lines`, counted from 1.
        ids: The ids of the register of resources, which every page may cite.
    """
    notes = {same_id(found["id"]) for line in lines if (found := _NOTE_DEFINITION.match(line))}
    own = find_definitions(lines)
    definitions = notes | own.keys() | set(ids)
    for number, line in enumerate(lines):
        if "[" in line:
            for said in _in_line(without_code(line), definitions, registered=definitions - own.keys() - notes):
                yield Problem(path, number + first_line, said)
        if _CALLOUT.match(line) and _is_empty_box(lines[number + 1 :]):
            said = "the callout is an empty box: begin each line of its text with four spaces"
            yield Problem(path, number + first_line, said)


def _in_line(line: str, definitions: set[str], *, registered: set[str]) -> Iterator[str]:
    if _PICTURE_WITHOUT_WORDS.search(line):
        yield "the picture has no words for people who cannot see it: write what it shows between [ and ]"
    for found in _LINK_WITHOUT_ADDRESS.finditer(line):
        yield f"the link {quoted(found['words'])} has no address: write it between ( and )"
    for found in _REFERENCE.finditer(line):
        start, words = _words_before(line, found.start())
        id = same_id(found["id"] or words)
        if not id or words.startswith("^"):
            continue
        if id not in definitions:
            near = did_you_mean(id, definitions) or f"; add it to {REGISTER}, or write the address in ( ) instead"
            yield f"the link {quoted(line[start : found.end()])} leads nowhere: {quoted(id)} is not defined{near}"
        elif id in registered and line.startswith("![", start - 1):
            picture = quoted(line[start - 1 : found.end()])
            yield f"the picture {picture} is a resource, not a picture: write the picture’s file in ( ) instead"
    for found in _NOTE.finditer(line):
        id = same_id(found["id"])
        if id not in definitions:
            notes = [other for other in definitions if other.startswith("^")]
            near = did_you_mean(id, notes) or f"; write a line [{id}]: and the note at the end of the file"
            yield f"the footnote {quoted(found[0])} is not defined{near}"


def _words_before(line: str, end: int) -> tuple[int, str]:
    """Return where a link begins whose words end here, and the words; they may begin on a line above."""
    opening = max(line.rfind("[", 0, end), line.rfind("]", 0, end))
    return (opening if opening >= 0 and line[opening] == "[" else opening + 1), line[opening + 1 : end]


def _is_empty_box(following: Sequence[str]) -> bool:
    first = next((line for line in following if line.strip()), "")
    return not first.startswith(("    ", "\t"))
