"""The rules about "links updated", a person's word that every link went where its text says.

Pure functions of what a briefing says, the day, and what was known before; no network, no clock.

A date may be a month. Its age counts from the last day that it can mean, whether it is in the future from the first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from sevenminute.config.links import LinkSettings
from sevenminute.diagnostics.problem import quoted
from sevenminute.links.extract.links_date import LINKS_UPDATED, LinksDate, PreviousVersion
from sevenminute.links.history.record import PageState
from sevenminute.links.rules import Rule
from sevenminute.links.rules.finding import Finding
from sevenminute.links.rules.severity import Mode
from sevenminute.text.dates import PartialDate

_CLOCK_DIFFERENCE = timedelta(days=1)
"""How far ahead of UTC an editor's day may be."""


def age_in_days(links_updated: PartialDate, today: date) -> int:
    """Return how many days ago a date was; a month counts from its last day, and is not over before that."""
    return max(0, (today - links_updated.last_day).days)


def limits(links_date: LinksDate, settings: LinkSettings) -> tuple[int, int]:
    """Return the ages in days after which a briefing's date is to be warned about, and after which it fails."""
    if links_date.review_days:
        return links_date.review_days, 2 * links_date.review_days
    return settings.warn_after_days, settings.fail_after_days


def date_findings(
    links_date: LinksDate, today: date, settings: LinkSettings, *, mode: Mode, touched: bool = False
) -> Iterator[Finding]:
    """Check the date alone: missing, unreadable, in the future, old, or too old.

    Args:
        links_date: What the briefing says.
        today: The day, in UTC.
        settings: For the limits.
        mode: What the run is for.
        touched: Whether the proposed change touches the briefing.
    """
    fix = _open_and_write(links_date, today)
    if links_date.written is None:
        yield from _finding(links_date, Rule.DATE_MISSING, mode, f"{quoted(LINKS_UPDATED)} is missing", "", fix)
        return
    links_updated = links_date.date
    if links_updated is None:
        what = f"{LINKS_UPDATED} {quoted(links_date.written)} {_why_not(links_date.written)}"
        yield from _finding(links_date, Rule.DATE_UNREADABLE, mode, what)
        return
    if links_updated.first_day > today + _CLOCK_DIFFERENCE:
        what, fix = f"{LINKS_UPDATED} {links_updated} is in the future", "write the day on which somebody opened the links"
        yield from _finding(links_date, Rule.DATE_IN_FUTURE, mode, what, "", fix)
        return
    age, (warn, fail) = age_in_days(links_updated, today), limits(links_date, settings)
    if age > fail:
        why = f"the limit is {fail} days"
        yield from _finding(links_date, Rule.DATE_TOO_OLD, mode, _old(links_updated, age), why, fix, touched=touched)
    elif age > warn:
        why = f"links are to be opened again after {warn} days; after {fail} the check fails"
        yield from _finding(links_date, Rule.DATE_OLD, mode, _old(links_updated, age), why, fix)


def change_findings(
    links_date: LinksDate, urls: Collection[str], before: PreviousVersion | None, settings: LinkSettings, *, today: date
) -> Iterator[Finding]:
    """Check a proposed change: other links, and the date is as it was, and not the day of the change itself.

    Args:
        links_date: What the briefing says now.
        urls: Its addresses now.
        before: The same before the change, or None for a briefing that is new.
        settings: Whether taking a link away counts.
        today: The day, in UTC.
    """
    if before is None or links_date.written is None or before.written != links_date.written or _is_today(links_date, today):
        return
    added, removed = sorted(set(urls) - before.urls), sorted(before.urls - set(urls))
    if not added and not (removed and settings.removal_needs_review):
        return
    parts = [f"{word} {_listed(found)}" for word, found in (("added", added), ("taken away", removed)) if found]
    yield from _other_links(links_date, today, Mode.CHANGES, "; ".join(parts))


def night_findings(links_date: LinksDate, urls: Iterable[str], known: PageState | None, *, today: date) -> Iterator[Finding]:
    """Check at night: other links than when the date got its present value."""
    if known is None or links_date.written is None or known.links_updated != links_date.written:
        return
    if known.links_digest != links_digest(urls):
        yield from _other_links(links_date, today, Mode.ALL, "only that they differ is remembered, not which")


def links_digest(urls: Iterable[str]) -> str:
    """Return a hash of a page's addresses: the same whatever their order is, and however often each stands there."""
    text = "\n".join(sorted(set(urls)))
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _other_links(links_date: LinksDate, today: date, mode: Mode, why: str) -> Iterator[Finding]:
    what = f"the links have changed since {LINKS_UPDATED} {links_date.written} was written"
    yield from _finding(links_date, Rule.LINKS_CHANGED, mode, what, why, _open_and_write(links_date, today))


def _is_today(links_date: LinksDate, today: date) -> bool:
    """Tell whether the date is today: who changes a link twice in a day vouches for both with it."""
    return links_date.date is not None and links_date.date.day is not None and links_date.date.first_day >= today


def _open_and_write(links_date: LinksDate, today: date) -> str:
    """Return what to do about a date, for who has a terminal and who has only the code host's page."""
    line, command = f"{LINKS_UPDATED}: {today.isoformat()}", f".venv/bin/briefings links stamp {links_date.path}"
    return f"open each link, then write {line}, or run {command}"


def _finding(links_date: LinksDate, rule: Rule, mode: Mode, *words: str, touched: bool = False) -> Iterator[Finding]:
    severity = rule.severity(mode, touched=touched)
    if severity:
        yield Finding(links_date.path, links_date.line, 1, rule, severity, *words)


def _why_not(written: str) -> str:
    """Return why a date cannot be read, and how it is written."""
    try:
        PartialDate.parse(written)
    except ValueError as error:
        return str(error)
    return ""


def _old(links_updated: PartialDate, age: int) -> str:
    return f"links updated {links_updated}, {age} days ago"


def _listed(urls: list[str]) -> str:
    shown = ", ".join(quoted(url, longest=120) for url in urls[:3])
    return shown + (f" and {len(urls) - 3} more" if len(urls) > 3 else "")
