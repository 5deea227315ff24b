"""What is due as Markdown, for an issue that people read, and as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sevenminute.links.reports.markdown import code, escaped
from sevenminute.pages.due.sections import DueItem, DueSection
from sevenminute.text.dates import day_in_words

MAX_BYTES = 12_000
"""Room for it in an issue, below the summary of the check of links."""
_MOST = 25
"""Items of one section that are listed; the page lists all."""


def due_markdown(sections: Sequence[DueSection], today: date) -> str:
    """Return the list as Markdown, as much of it as an issue has room for."""
    head = f"# What is due on {day_in_words(today)}\n\n{_late(sections)}\n"
    texts = (head + "".join(_section(section, most) for section in sections) for most in range(_MOST, -1, -1))
    return next((text for text in texts if len(text.encode()) <= MAX_BYTES), head)


def due_lines(sections: Iterable[DueSection]) -> Iterator[str]:
    """Yield the list as plain lines."""
    for section in sections:
        yield f"{section.title}: {', '.join(f'{row.label} {row.count}' for row in section.rows)}"
        for item in section.items:
            yield f"{item.path}: {item.what}"


def _late(sections: Iterable[DueSection]) -> str:
    late = sum(section.late for section in sections)
    return f"{late or 'Nothing'} {'is' if late < 2 else 'are'} late."


def _section(section: DueSection, most: int) -> str:
    head = f"\n## {escaped(section.title)} ({len(section.items)})\n\n"
    shown = section.items[:most]
    rest = len(section.items) - len(shown)
    items = "".join(map(_item, shown)) + (f"- … and {rest} more: see the page /due/ of the site.\n" if rest else "")
    listed = f"{escaped(section.advice)}\n\n{items}" if section.items else f"{escaped(section.nothing)}\n"
    rows = "".join(f"| {escaped(row.label)} | {row.count} |\n" for row in section.rows)
    return f"{head}{listed}\n| {escaped(section.chart_title)} | {escaped(section.counted)} |\n| --- | --: |\n{rows}"


def _item(item: DueItem) -> str:
    return f"- **{escaped(item.title)}** {code(item.path)}: {escaped(item.what)}\n"
