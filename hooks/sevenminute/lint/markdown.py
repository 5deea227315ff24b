"""What Markdown takes without a word and no editor means: brackets that stay on the page, boxes that stay empty."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest

from sevenminute.diagnostics.problem import Problem, did_you_mean, quoted
from sevenminute.lint.pasted_lists import ITEM, foreign_mark, is_pasted, pasted_list_problems
from sevenminute.markdown.comments import CommentFault
from sevenminute.markdown.document import Document
from sevenminute.markdown.html.source import without_code
from sevenminute.markdown.link import UndefinedReference, same_id
from sevenminute.markdown.outline import Outline, is_definition
from sevenminute.text.paths import REGISTER
from sevenminute.text.placeholder_text import refuse_placeholder
from sevenminute.text.web_address import UNREADABLE, leads_elsewhere

_NOTE_DEFINITION = re.compile(r"[ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*\[(?P<id>\^[^\[\]\n]+)\]:")
_NOTE = re.compile(r"\[(?P<id>\^[^\[\]\s]+)\](?!:)")
_PICTURE_WITHOUT_WORDS = re.compile(r"!\[\s*\][\[(]")
_LINK_WITHOUT_ADDRESS = re.compile(r"\[(?P<words>[^\[\]\n]+)\]\(\s*\)")
_CALLOUT = re.compile(r"!!! ?[\w-]+(?: +\"[^\"\n]*\")?[ \t]*")
_LINK_ITEM = re.compile(r" {0,3}[-+*][ \t]+\[")
"""No sentence goes on like this in a new line."""
_ENDS = (".", ":", "?", "!")
"""What a line ends with before something new begins."""
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+|(?:[-*_][ \t]*){3,})[ \t]*")
_TABLE_RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?)?\s*")
_SPLIT_LINK = re.compile(r"\][ \t]+\((?:https?:|mailto:|tel:|\.\./|[\w-]+\.md)")
_SPACE_IN_ADDRESS = re.compile(
    r"\]\((?P<address>(?![\w+.-]+:|//)[^()<>\"'\n]*\S [^()<>\"'\n]*\.\w{2,5}(?:#[^()<>\"'\n]*)?)(?:[ \t]+[\"'][^()\n]*)?\)"
)
_SPACE_IN_DEFINITION = re.compile(
    r"[ \t>]*\[(?P<id>[^\[\]\n^][^\[\]\n]*)\]:[ \t]*(?P<address>[^\s<\"'(]+(?:[ \t]+[^\s\"'(]+)+)(?:[ \t]+[\"'(].*)?[ \t]*"
)
_ADDRESS_BEFORE_BREAK = re.compile(r"(?:https?://|www\.)\S*\\$")
_SPACED_FILE = "has a space in its name: rename the file with hyphens, and write the new name here"
_SPACED_WEB = "has a space in it, and an address has none: write %20 for each"
_SHARED_FOLDER = re.compile(r"(?<![\\\w(<])\\\\[\w.$-]+(?:\\[\w.$-]+)+(?<!\.)")


def find_markdown_mistakes(path: str, document: Document) -> Iterator[Problem]:
    """Yield a problem for each mistake of a page.

    Args:
        path: The page, relative to the root of the repository.
        document: What it says.
    """
    lines, first_line = document.outline.lines, document.page.first_line
    yield from _block_mistakes(path, document.outline, first_line)
    notes = {same_id(found["id"]) for line in lines if (found := _NOTE_DEFINITION.match(line))}
    used = {same_id(found["id"]) for line in lines for found in _NOTE.finditer(line)}
    yield from _wrong_numbers(path, document)
    for apart in document.links.split:
        yield Problem(path, apart, "the link has a space in it: write [ directly after ]")
    for number, line in enumerate(lines):
        for said in _in_line(without_code(line), notes):
            yield Problem(path, number + first_line, said)
        defined = _NOTE_DEFINITION.match(line)
        if defined and same_id(defined["id"]) not in used:
            said = f"the footnote {quoted('[' + defined['id'] + ']')} is never used: write it after the words that it is about"
            yield Problem(path, number + first_line, said)
        elif defined and not line[defined.end() :].strip() and _is_empty_box(islice(lines, number + 1, None)):
            said = f"the footnote {quoted('[' + defined['id'] + ']')} is empty: write the note after the colon"
            yield Problem(path, number + first_line, said)
        if _CALLOUT.fullmatch(line) and _is_empty_box(islice(lines, number + 1, None)):
            said = "the callout is an empty box: begin each line of its text with four spaces"
            yield Problem(path, number + first_line, said)


def _wrong_numbers(path: str, document: Document) -> Iterator[Problem]:
    """Yield a problem for each item that would be shown with another number: Markdown counts on from the first.

    A list of which each item has the number of the one before is one that Markdown is asked to count.
    """
    before = 0
    for line, written, shown in document.outline.numbers:
        if written not in (shown, before):
            said = (
                f"the number {written} would be shown as {shown}: number the list in its order, or write {written}\\. for words"
            )
            yield Problem(path, line + document.page.first_line, said)
        before = written


def find_undefined_references(path: str, document: Document) -> Iterator[Problem]:
    """Yield a problem for each link of a page that was meant for one, and is none.

    Args:
        path: The page, relative to the root of the repository.
        document: What it says.
    """
    spaced: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(document.outline.lines):
        if found := _SPACE_IN_DEFINITION.fullmatch(line):
            spaced.setdefault(same_id(found["id"]), (number + document.page.first_line, found["address"]))
    for link in document.links.undefined:
        if same_id(link.id) in spaced:
            line_number, address = spaced[same_id(link.id)]
            yield Problem(path, line_number, f"{quoted(address)} {_SPACED_WEB if leads_elsewhere(address) else _SPACED_FILE}")
        else:
            yield Problem(path, link.line, _undefined_message(link))


def find_unreadable_addresses(path: str, addresses: Iterable[tuple[int, str]]) -> Iterator[Problem]:
    """Yield a problem for each address of a page that no program can take apart: MkDocs would stop at it."""
    for line, address in addresses:
        yield Problem(path, line, f"{quoted(address)} {UNREADABLE}")


_CLOSED_OTHERWISE = "browsers end this comment at {} and show what comes after it: begin it with <!-- and end it with -->"
_COMMENT = {
    CommentFault.UNENDED: "the comment <!-- is never closed: put --> where it ends",
    **{
        fault: _CLOSED_OTHERWISE.format(fault.value)
        for fault in (CommentFault.ENDED_AT_ONCE, CommentFault.ENDED_AT_A_DASH, CommentFault.ENDED_OTHERWISE)
    },
    CommentFault.SHOWN: "this comment would be shown to readers: put it on lines of its own between two paragraphs, "
    "without spaces before it or a blank line in it",
    CommentFault.NESTED: "a comment begins within another, and ends both: "
    "write --> where the one above ends, or delete this <!--",
    CommentFault.ENDED: "this --> ends no comment, and readers would see what is before it: "
    "delete it with the note that it belongs to, or write → for an arrow",
}


def find_comment_faults(path: str, faults: Iterable[tuple[int, CommentFault]]) -> Iterator[Problem]:
    """Yield a problem for each comment that does not hide what it should: an editor's note is not for readers."""
    for line, fault in faults:
        yield Problem(path, line, _COMMENT[fault])


def _undefined_message(undefined: UndefinedReference) -> str:
    if undefined.is_picture:
        return f"the picture {quoted(undefined.written)} is a resource, not a picture: write the picture’s file in ( ) instead"
    fix = f"; add it to {REGISTER}, or write the address in ( ) instead"
    if undefined.alone:
        fix = f"; add it to {REGISTER}, or write \\{undefined.written} if the brackets are meant"
    near = f"; did you mean {quoted(undefined.near)}?" if undefined.near else fix
    return f"the link {quoted(undefined.written)} has no address: {quoted(undefined.id)} is not defined{near}"


def _block_mistakes(path: str, outline: Outline, first_line: int) -> Iterator[Problem]:
    """Yield the mistakes that show only in how the lines of a block stand together."""
    lines = outline.lines
    start = 0  # line on which the block begins
    pasted: list[int] = []
    for number, (line, following) in enumerate(zip_longest(lines, lines[1:], fillvalue="")):
        if not line.strip() or line.startswith("#") or _UNDERLINE.fullmatch(line):
            start = number + 1
            continue
        is_made = number in outline.items or number in outline.tables or number + 1 in outline.tables
        before = lines[number - 1] if number > start else ""
        is_a_pasted_item = not is_made and is_pasted(line, before, following)
        said = "" if is_made or is_a_pasted_item else _block_mistake(lines[start : number + 1], following)
        if said:
            yield Problem(path, number + first_line, said)
        if is_a_pasted_item:
            pasted.append(number)
        if said or is_a_pasted_item:
            start = number if ITEM.match(line) or foreign_mark(line) else start  # the lines below are one list with this one
    yield from pasted_list_problems(path, lines, pasted, first_line)


def _block_mistake(block: Sequence[str], following: str) -> str:
    """Return what is wrong with the last line of a block so far, or an empty string.

    One line alone may be prose that happens to begin with a mark: a mistake shows itself by the line before or after it.
    """
    line, before = block[-1], block[-2] if len(block) > 1 else ""
    begins = before.rstrip().endswith(_ENDS) or ITEM.match(following) or _LINK_ITEM.match(line)
    if before and ITEM.match(line) and begins and not _goes_on(block[:-1]):
        return "this list would be shown as words: leave a blank line before it"
    if not before and _is_row(line) and _is_row(following) and not _TABLE_RULE.fullmatch(following):
        return "this is not shown as a table: write the line | --- | --- | below its first line"
    begun = len(block) > 1 and _TABLE_RULE.fullmatch(block[1])
    if "|" in following and _TABLE_RULE.fullmatch(following) and before and not begun:
        return "this is not shown as a table: leave a blank line above its first line"
    return ""


def _is_row(line: str) -> bool:
    return line.lstrip().startswith("|") and line.count("|") > 2


def _goes_on(block: Sequence[str]) -> bool:
    """Tell whether a list is under way in a block, or the block is one in which lists are written otherwise."""
    first = block[0]
    begun = bool(ITEM.match(first) or foreign_mark(first))
    return begun or first.startswith((" ", "\t", ">", "|", ":", "!!!")) or is_definition(first)


def _in_line(line: str, notes: set[str]) -> Iterator[str]:
    if _PICTURE_WITHOUT_WORDS.search(line):
        yield "the picture has no words for people who cannot see it: write what it shows between [ and ]"
    if _SPLIT_LINK.search(line):
        yield "the link has a space in it: write ( directly after ]"
    for found in _SPACE_IN_ADDRESS.finditer(line):
        yield f"{quoted(found['address'])} {_SPACED_FILE}"
    if _ADDRESS_BEFORE_BREAK.search(line):
        yield "the code host’s preview takes the \\ for a part of the web address: write a space before it"
    for found in _SHARED_FOLDER.finditer(line):
        yield f"{quoted(found[0])} would lose a backslash: write it between backticks, `{found[0]}`"
    if words := refuse_placeholder(line):
        yield f"{quoted(words)} is still to be filled in: write your own words"
    for found in _LINK_WITHOUT_ADDRESS.finditer(line):
        yield f"the link {quoted(found['words'])} has no address: write it between ( and )"
    for found in _NOTE.finditer(line):
        id = same_id(found["id"])
        if id not in notes:
            near = did_you_mean(id, notes) or f"; write a line [{id}]: and the note at the end of the file"
            yield f"the footnote {quoted(found[0])} is not defined{near}"


def _is_empty_box(following: Iterable[str]) -> bool:
    first = next((line for line in following if line.strip()), "")
    return not first.startswith(("    ", "\t"))
