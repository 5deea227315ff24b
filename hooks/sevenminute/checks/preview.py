"""What the code host's preview shows otherwise than the site: an editor trusts the preview."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

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
    documents = {briefing.path: briefing.document for briefing in library.every_briefing}
    documents |= {page.path: page.document for page in library.pages}
    for path, document in documents.items():
        if document and path not in told:
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
        theirs = preview[begins] if begins < ends else None
        own = ours[our_begins] if our_begins < our_ends else None
        near = preview[min(begins, len(preview) - 1)].line if preview else 1
        line = document.page.first_line + max((theirs.line if theirs else near) - 1, 0)
        yield Problem(path, line, f"the code host’s preview shows {_said(theirs)}, this site {_said(own)}: write it more plainly")


def _said(leaf: Leaf | None) -> str:
    if leaf is None:
        return "nothing here"
    where = f" in {', '.join(leaf.path)}" if leaf.path else ""
    return f"{quoted(leaf.written, longest=_LONGEST)} as a {leaf.kind}{where}"
