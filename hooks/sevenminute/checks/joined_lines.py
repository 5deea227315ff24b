"""Lines that follow each other and were meant to stay lines: Markdown, the preview and the site join them to one.

Prose that an editor's program broke at some width stays without advice: its lines are longer, or begin and end anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from sevenminute.config.schema import Settings
from sevenminute.content.library import Library
from sevenminute.diagnostics.problem import Problem, quoted
from sevenminute.markdown.document import Document
from sevenminute.markdown.extensions.telephone_numbers import find_numbers
from sevenminute.markdown.html.tree import Element

_LEAST = 3
"""Lines from which on they look as if they were meant to stay apart."""
_LONGEST = 45
"""Letters of a line that was ended on purpose; editors' programs break prose at more."""
_OVER_LONG = 1
"""How many lines of a block may be longer."""
_PARAGRAPHS = frozenset(("p", "li", "dd"))
_BLOCKS = frozenset(("p", "ul", "ol", "li", "dl", "dd", "div", "table", "blockquote", "pre", "hr", "section", "details"))
_BOLD = frozenset(("strong", "b"))
_BOLD_MARK = "**"

_COUNTED = re.compile(
    r"(?:(?P<step>[A-Z][a-z]+ )(?P<number>\d{1,2})\b|\(?(?P<letters>[a-z]{1,4}|\d{1,2})(?P<end>[.)]))(?=[\s:.–—(,-]|$)"
)
"""How a line of a list begins that Markdown does not take for one: `a)`, `(1)`, `ii.`, `Step 1`."""
_LABEL = re.compile(r"\*\*[^*]+\*\*")
_CALLED = re.compile(r"[^\w]*(?:\(.*\))?\W*")
"""What may follow a telephone number at the end of a line."""
_WHO_SAID_IT = re.compile(r"[–—-]{1,2}\s*\w")
_SAID = re.compile(r"[.!?…][”’\"']?$")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.|www\.|https?:")
"""How an email or web address begins, which has small letters."""
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_KEEP = "end each with a backslash \\ if they are to stay"
_AS_LIST = f"begin each with a hyphen and a space for a list, or {_KEEP}"


def joined_lines(library: Library, _settings: Settings | None) -> Iterator[Problem]:
    """Yield advice on each paragraph whose lines were probably meant to stay lines."""
    for path, document in library.documents_by_path.items():
        yield from _of_document(path, document)


def _of_document(path: str, document: Document) -> Iterator[Problem]:
    for line, lines in _paragraphs(document):
        for find, right in _KINDS:
            if (first := find(lines)) is not None:
                yield Problem(
                    path, line + first, f"{quoted(_plain(lines[first]))} and the lines below it would be joined to one: {right}"
                )
                break
        else:
            if (last := _who_said_it(lines)) is not None:
                said = f"{quoted(_plain(lines[last]))} would be joined to the line above"
                yield Problem(path, line + last, f"{said}: end that with a backslash \\ if this is to stay a line of its own")


def _counted(lines: Sequence[str]) -> int | None:
    return _run(_is_counted_on(above, line) for above, line in pairwise(lines))


def _labelled(lines: Sequence[str]) -> int | None:
    return _run(_LABEL.match(above) and _LABEL.match(line) for above, line in pairwise(lines))


def _titled(lines: Sequence[str]) -> int | None:
    return _run(_LABEL.fullmatch(above) and _begins(line) for above, line in pairwise(lines))


def _with_numbers(lines: Sequence[str]) -> int | None:
    return _run(_begins(line) and _ends_in_number(above) and _ends_in_number(line) for above, line in pairwise(lines))


def _short(lines: Sequence[str]) -> int | None:
    if all("\t" in line or " | " in line for line in lines):
        return None  # a table
    plain = [*map(_plain, lines)]
    long = sum(len(line) > _LONGEST for line in plain)
    return 0 if len(lines) >= _LEAST and all(map(_stands_alone, plain)) and long <= _OVER_LONG else None


def _who_said_it(lines: Sequence[str]) -> int | None:
    above = _run(_SAID.search(above) and _WHO_SAID_IT.match(line) for above, line in pairwise(lines))
    return None if above is None else above + 1


_KINDS: tuple[tuple[Callable[[Sequence[str]], int | None], str], ...] = (
    (_counted, _AS_LIST),
    (_labelled, _AS_LIST),
    (_short, _KEEP),
    (_titled, _KEEP),
    (_with_numbers, _KEEP),
)
"""What tells that lines were meant to stay: each finds the first of them; and what to write."""


def _run(pairs: Iterable[object]) -> int | None:
    """Return the first line of a pair that was meant to be two, or None."""
    return next((number for number, is_meant in enumerate(pairs) if is_meant), None)


def _paragraphs(document: Document) -> Iterator[tuple[int, list[str]]]:
    """Yield the line of each paragraph that has several lines, and its lines, in which bold words have their mark."""
    for visit in document.page.walk():
        if isinstance(visit.part, str) or visit.is_end or visit.part.tag not in _PARAGRAPHS:
            continue
        text = _own_text(visit.part)
        if text is not None and "\n" in text.strip():
            yield visit.line, [line.strip() for line in text.strip().split("\n")]


def _own_text(element: Element) -> str | None:
    """Return the text of an element up to the first block within it; None where it has line breaks of its own."""
    text = ""
    for child in element.children:
        if isinstance(child, str):
            text += child
        elif child.tag in _BLOCKS:
            break
        elif any(part.tag == "br" for part in child.elements()):
            return None
        else:
            text += f"{_BOLD_MARK}{child.text()}{_BOLD_MARK}" if child.tag in _BOLD else child.text()
    return text


def _plain(line: str) -> str:
    return line.replace(_BOLD_MARK, "")


def _is_counted_on(above: str, line: str) -> bool:
    """Tell whether two lines begin with marks of one kind of which the second follows the first: `a)` and `b)`."""
    first, second = _COUNTED.match(_plain(above)), _COUNTED.match(_plain(line))
    if not first or not second or (first["step"], first["end"]) != (second["step"], second["end"]):
        return False
    before, after = first["number"] or first["letters"], second["number"] or second["letters"]
    if before.isdigit() and after.isdigit():
        return int(after) == int(before) + 1
    is_roman = before in _ROMAN[:-1] and after == _ROMAN[_ROMAN.index(before) + 1]
    return is_roman or (len(before) == len(after) == 1 and ord(after) == ord(before) + 1)


def _ends_in_number(line: str) -> bool:
    """Tell whether a line ends in a telephone number, with no more behind it than when it is answered."""
    numbers = find_numbers(_plain(line))
    return bool(numbers and _CALLED.fullmatch(_plain(line)[numbers[-1].end :]))


def _begins(line: str) -> bool:
    return line[:1].isupper() or line[:1].isdigit() or line.startswith(("(", "+", _BOLD_MARK)) or bool(_ADDRESS.match(line))


def _stands_alone(line: str) -> bool:
    """Tell whether a line begins and ends as one that stands by itself, not as a part of a sentence."""
    return _begins(line) and not line.rstrip().endswith((".", ":", ";"))
