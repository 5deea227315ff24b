"""The findings as Markdown, for an issue or a merge request that people read. Nothing is ticked off: what is fixed is gone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sevenminute.diagnostics.problem import one_line
from sevenminute.links.reports.console import counts, progress
from sevenminute.links.reports.json import PageData, links_report
from sevenminute.links.rules.finding import Finding
from sevenminute.links.rules.severity import Severity
from sevenminute.links.run.result import Result

MAX_BYTES = 48_000
"""Room for the summary: an issue has 65,536, and below the summary it says what is due."""

_HEADINGS = {Severity.ERROR: "To fix", Severity.WARNING: "To look at", Severity.NOTE: "To know"}
_ESCAPED = re.compile(r"([\\`*_{}\[\]<>#|~!&@$%^])")
_REFERENCE = re.compile(r"(?<=[@#!$%&~^])(?=[\w\"'])|(?<=GH)(?=-\d)|(?<=www)(?=\.)", re.IGNORECASE)
"""Where a space of no width keeps a code host from making a mention, an issue's number or a link of words. A backslash does not:
the code host looks for them when Markdown has become HTML, and the backslash is gone."""
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://[^\s“”]*[^\s“”.,;:]", re.IGNORECASE)
_TABLE_HEAD = "| Page | Links updated | Age in days | Last machine check | Fine |\n| --- | --- | --: | --- | --: |\n"
_ROOM_FOR_PAGES = MAX_BYTES // 3
_CUT = "\n- … and {} more: see `links.json`.\n"


def as_markdown(result: Result) -> str:
    """Return the summary: errors, warnings and notes, each with what to do, then how each page stands."""
    head = [f"# Links on {result.today.day} {result.today:%B %Y}", ""]
    if result.inconclusive:
        head += [f"**Nothing can be concluded from this run:** {escaped(result.inconclusive)}.", ""]
    head += [f"{escaped(remark)}.\n" for remark in result.remarks]
    head += [f"{counts(result).capitalize()}. {progress(result)}.", ""]
    pages = _pages(result)
    room = MAX_BYTES - _size("\n".join(head)) - _size(pages)
    return "\n".join(head) + "".join(_sections(result, room)) + pages


def _sections(result: Result, room: int) -> Iterator[str]:
    for severity, heading in _HEADINGS.items():
        findings = [found for found in result.findings if found.severity is severity]
        if not findings:
            continue
        text = f"## {heading} ({len(findings)})\n"
        for position, found in enumerate(findings):
            item = _item(found)
            if _size(text + item) > room - _size(_CUT) - 40:
                text += _CUT.format(len(findings) - position)
                break
            text += item
        room -= _size(text)
        if room > 0:
            yield f"{text}\n"


def _item(found: Finding) -> str:
    place = f"{code(found.path)} line {found.line}"
    words = " ".join(_sentence(part) for part in (found.what, found.why, found.fix) if part)
    return f"- **{found.rule}** {place}: {words}\n"


def _sentence(text: str) -> str:
    text = text.rstrip(".")
    is_address = not {".", "/", ":", "@"}.isdisjoint(text.partition(" ")[0].rstrip(":"))
    return f"{escaped(text if is_address else text[:1].upper() + text[1:])}."


def _pages(result: Result) -> str:
    """Return a table of how each briefing and each other page that has links stands, the one with most to fix first."""
    linked = (page for page in links_report(result).pages if page.total or page.links_updated)
    pages = sorted(linked, key=lambda page: (-page.failing, -(page.age_days or 0), page.path))
    rows = [f"## Pages\n\n{_TABLE_HEAD}"]
    for position, page in enumerate(pages):
        row = _row(page)
        if _size("".join(rows) + row) > _ROOM_FOR_PAGES:
            rows.append(f"\n… and {len(pages) - position} more: see `links.json`.\n")
            break
        rows.append(row)
    return "".join(rows) if pages else ""


def _row(page: PageData) -> str:
    checked = page.last_checked.date().isoformat() if page.last_checked else "not checked yet" if page.total else "no links"
    age = "" if page.age_days is None else str(page.age_days)
    return f"| {escaped(page.title)} | {page.links_updated or ''} | {age} | {checked} | {page.fine} of {page.total} |\n"


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is; addresses stand as code, so that nothing in them means anything."""
    text = one_line(text)
    parts, last = [], 0
    for found in _ADDRESS.finditer(text):
        parts += [_words(text[last : found.start()]), code(found[0])]
        last = found.end()
    return "".join([*parts, _words(text[last:])])


def _words(text: str) -> str:
    return _ESCAPED.sub(r"\\\1", _REFERENCE.sub("\u200b", text))


def code(text: str) -> str:
    """Return text as code, in which Markdown sees no mark."""
    return f"`{one_line(text).replace('`', '%60').replace('|', '%7C')}`"


def _size(text: str) -> int:
    return len(text.encode())
