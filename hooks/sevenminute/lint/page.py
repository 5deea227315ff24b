"""All rules for the text of one page."""

from __future__ import annotations

from collections.abc import Iterator

from sevenminute.diagnostics.problem import Problem
from sevenminute.lint.html import find_disallowed_html
from sevenminute.lint.markdown import (
    find_comment_faults,
    find_markdown_mistakes,
    find_undefined_references,
    find_unreadable_addresses,
)
from sevenminute.lint.marks import find_marks
from sevenminute.markdown.document import Document


def find_mistakes(path: str, document: Document, *, is_briefing: bool) -> Iterator[Problem]:
    """Yield a problem for each mistake in the text of a page.

    Args:
        path: The page, relative to the root of the repository.
        document: What it says.
        is_briefing: Whether it has panels.
    """
    mistakes = list(find_markdown_mistakes(path, document))
    told = {problem.line for problem in mistakes}
    yield from mistakes
    yield from find_undefined_references(path, document)
    yield from find_unreadable_addresses(path, document.links.unreadable)
    yield from find_comment_faults(path, document.comments)
    yield from find_disallowed_html(path, document, is_briefing=is_briefing)
    yield from (problem for problem in find_marks(path, document.page) if problem.line not in told)
