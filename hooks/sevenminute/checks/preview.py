"""What the code host's preview shows otherwise than the site: an editor trusts the preview."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from sevenminute.config.schema import Settings
from sevenminute.content.library import Library
from sevenminute.diagnostics.problem import Problem, quoted
from sevenminute.markdown.document import Document
from sevenminute.markdown.leaves import Leaf, leaves_of
from sevenminute.markdown.preview import is_available, preview_leaves

_LONGEST = 60


def preview_differences(library: Library, _settings: Settings | None) -> Iterator[Problem]:
    """Yield a problem for each place of a page that the preview shows otherwise; of a page with other mistakes, nothing."""
    if not is_available():
        return
    told = {problem.path for problem in library.problems}
    for path, document in library.documents_by_path.items():
        if path not in told:
            yield from differences(path, document)


def differences(path: str, document: Document) -> Iterator[Problem]:
    """Yield a problem for each place of one page that the preview shows otherwise.

    Args:
        path: The page, relative to the root of the repository.
        document: What it says.
    """
    preview, ours = preview_leaves(document.markdown, document.ids), leaves_of(document.page.body)
    if preview == ours:
        return
    matcher = difflib.SequenceMatcher(None, preview, ours, autojunk=False)
    for kind, begins, ends, our_begins, our_ends in matcher.get_opcodes():
        if kind == "equal":
            continue
        near = preview[min(begins, len(preview) - 1)].line if preview else 1
        theirs, own = preview[begins:ends], ours[our_begins:our_ends]
        is_alike = len(theirs) == len(own)
        pairs = list(zip_longest(theirs, own)) if is_alike else [(next(iter(theirs), None), next(iter(own), None))]
        for place in _places(pairs, max(len(theirs), len(own)) - len(pairs)):
            begun = max((place.theirs.line if place.theirs else near) - 1, 0)
            line = _line_of_difference(document, place, begun) + document.page.first_line
            yield Problem(path, line, place.said())


@dataclass(frozen=True)
class _Place:
    """A place at which the two differ.

    Attributes:
        theirs: What the preview shows.
        own: What the site shows.
        others: How many more places follow, which differ because of this one.
    """

    theirs: Leaf | None
    own: Leaf | None
    others: int = 0

    def said(self) -> str:
        """Return what is to be said of it."""
        where = _where(self.theirs), _where(self.own)
        if self.theirs and self.own and where[0] == where[1] and self.theirs.path != self.own.path:
            where = f"{where[0]}, as {_number(self.theirs)}", f"{where[1]}, as {_number(self.own)}"
        also = f" (and at {self.others} more place{'' if self.others == 1 else 's'} below)" if self.others else ""
        shown = f"shows {_said(self.theirs)}{where[0]}, this site {_said(self.own)}{where[1]}{also}"
        return f"the code host’s preview {shown}: {self._remedy()}"

    def _remedy(self) -> str:
        if self.theirs and self.own and self.theirs.words.startswith(self.own.words) and _is_in_callout(self.theirs):
            return "begin the line with four spaces if it belongs to the callout, or leave a blank line above it"
        return "write it with fewer marks, and with a blank line above and below"


def _places(pairs: list[tuple[Leaf | None, Leaf | None]], others: int) -> Iterator[_Place]:
    """Yield the places of which something is to be said: not those that are only counted otherwise because of the one before."""
    found: list[_Place] = []
    for theirs, own in pairs:
        if found and theirs and own and (theirs.kind, theirs.words) == (own.kind, own.words):
            others += 1
        else:
            found.append(_Place(theirs, own))
    yield from found[:-1]
    yield replace(found[-1], others=others)


def _line_of_difference(document: Document, place: _Place, begun: int) -> int:
    """Return the line, from 0, of the first word that differs, within the block that begins on a line."""
    words = [leaf.written.split() if leaf else [] for leaf in (place.theirs, place.own)]
    differing = next((max(pair, key=len) for pair in zip_longest(*words, fillvalue="") if pair[0] != pair[1]), "")
    for number, line in enumerate(document.markdown.split("\n")[begun:], begun):
        if not line.strip():
            break
        if differing and differing in line:
            return number
    return begun


def _is_in_callout(leaf: Leaf) -> bool:
    return bool(leaf.path) and leaf.path[-1] in _CALLOUTS


_CALLOUTS = frozenset(("note", "tip", "important", "warning", "danger"))
_NAMES = {"ul": "a list", "ol": "a numbered list", "quotation": "a quotation", "row": "a table", "column": "a table"}
_COUNTED = {"ul": "item", "ol": "number"}


def _where(leaf: Leaf | None) -> str:
    """Return what a text stands in, in an editor's words: the innermost first."""
    names: list[str] = []
    for step in leaf.path if leaf else ():
        name = "a callout" if step in _CALLOUTS else _NAMES.get(step.partition(" ")[0], "")
        if step == "footnotes":
            return " in the footnotes"
        if name and not (name == "a table" and names[-1:] == [name]):
            names.append(name)
    return "".join(f" in {name}" for name in reversed(names))


def _number(leaf: Leaf) -> str:
    """Return which one it is, of those that stand in the same."""
    kind, _, number = next((step for step in reversed(leaf.path) if " " in step), " ").partition(" ")
    return f"{_COUNTED.get(kind, kind)} {number}"


def _said(leaf: Leaf | None) -> str:
    if leaf is None:
        return "nothing here"
    kind = leaf.kind.partition(" ")[0]
    shown = quoted(leaf.written.replace("[^]", ""), longest=_LONGEST)
    return {"line": "a line across the page", "code": f"{shown} as code", "heading": f"{shown} as a heading"}.get(
        kind, f"{shown} as a title" if kind == "title" else shown
    )
