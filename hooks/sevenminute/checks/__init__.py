"""Checks over all content, each of one kind of mistake, in one table; and the library with what they found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from sevenminute.checks.broken_links import broken_links
from sevenminute.checks.duplicates import same_number, same_place, same_slug, same_title, same_topic
from sevenminute.checks.items_outside import items_outside
from sevenminute.checks.joined_lines import joined_lines
from sevenminute.checks.life import (
    links_to_withdrawn,
    unpublished_briefings,
    unusable_former_addresses,
    unusable_replacements,
)
from sevenminute.checks.link_text import empty_link_text
from sevenminute.checks.made_up_content import made_up_content
from sevenminute.checks.misspelt_topics import misspelt_topics
from sevenminute.checks.people import people_unsaid
from sevenminute.checks.personal_details import personal_details
from sevenminute.checks.portable_names import unusable_names
from sevenminute.checks.preview import preview_differences
from sevenminute.checks.print_length import long_for_one_page, too_long_for_two_pages, wide_table
from sevenminute.checks.topic_names import topic_names, unnamed_topics
from sevenminute.checks.unmade_tables import unmade_tables
from sevenminute.config.schema import Settings
from sevenminute.content.library import Library
from sevenminute.diagnostics.problem import Problem

Check = Callable[[Library, Settings | None], Iterable[Problem]]
"""Finds one kind of mistake. The settings are None when they are wrong themselves."""

CHECKS: tuple[Check, ...] = (
    same_number,
    same_title,
    same_slug,
    same_topic,
    same_place,
    misspelt_topics,
    topic_names,
    unusable_names,
    unusable_former_addresses,
    unusable_replacements,
    broken_links,
    too_long_for_two_pages,
    made_up_content,
    preview_differences,
)
"""What is wrong: the build refuses it."""
ADVICE: tuple[Check, ...] = (
    unpublished_briefings,
    links_to_withdrawn,
    empty_link_text,
    joined_lines,
    unmade_tables,
    items_outside,
    personal_details,
    people_unsaid,
    unnamed_topics,
    long_for_one_page,
    wide_table,
)
"""What would be better: nothing fails for it."""


def read_library(root: Path, *, today: date, settings: Settings | None = None) -> Library:
    """Read all content, and check it.

    Args:
        root: Folder of `mkdocs.yml`.
        today: Dates of what has happened may not lie after it.
        settings: For placeholders, and for whether this is the sample; None leaves both unchecked.
    """
    library = Library.read(root, today=today, settings=settings)
    problems = {problem for check in CHECKS for problem in check(library, settings)}
    advice = {better for check in ADVICE for better in check(library, settings)}
    return replace(
        library,
        problems=tuple(sorted(problems.union(library.problems))),
        advice=tuple(sorted(advice.union(library.advice))),
    )
