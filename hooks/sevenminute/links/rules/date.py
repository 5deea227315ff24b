"""The rules about "links updated", a person's word that every link went where its text says: L100 to L120.

Pure functions of what a briefing says, the day, and what was known before; no network, no clock.

A date may be a month. Its age counts from the last day that it can mean, whether it is in the future from the first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sevenminute.config.links import LinkSettings
from sevenminute.diagnostics.problem import quoted
from sevenminute.links.edit.date import KEY
from sevenminute.links.history.record import PageState
from sevenminute.links.result import Mode
from sevenminute.links.rules import severity
from sevenminute.links.rules.finding import Finding, Severity
from sevenminute.text.dates import PartialDate
from sevenminute.text.front_matter import FrontMatter

REVIEW_KEY = "links_review_days"

_AHEAD = timedelta(days=1)
"""How far ahead of UTC an editor's day may be."""


@dataclass(frozen=True)
class Claim:
    """What a briefing says of its links.

    Attributes:
        path: The file, relative to the root of the repository.
        line: Line of the date, or 1.
        written: The date as it is written, or None when there is none.
        review_days: Days after which the briefing itself wants its links opened again, or None.
    """

    path: str
    line: int
    written: str | None
    review_days: int | None = None

    @property
    def date(self) -> PartialDate | None:
        """The date, or None when there is none that can be read."""
        try:
            return PartialDate.parse(self.written or "")
        except ValueError:
            return None


@dataclass(frozen=True)
class Before:
    """A briefing before the proposed change.

    Attributes:
        written: Its date as it was written, or None.
        urls: Its addresses.
    """

    written: str | None
    urls: frozenset[str]


def claim_of(front: FrontMatter, path: str) -> Claim:
    """Return what front matter says of the links."""
    value, days = front.values.get(KEY), front.values.get(REVIEW_KEY)
    written = None if value is None or value == "" else str(value)
    review_days = int(days) if isinstance(days, str) and days.isascii() and days.isdigit() else None
    return Claim(path, front.line_of((KEY,)), written, review_days)


def age_in_days(claimed: PartialDate, today: date) -> int:
    """Return how many days ago a date was; a month counts from its last day, and is not over before that."""
    return max(0, (today - claimed.last_day).days)


def limits(claim: Claim, settings: LinkSettings) -> tuple[int, int]:
    """Return the ages in days after which a briefing's date is to be warned about, and after which it fails."""
    if claim.review_days:
        return claim.review_days, 2 * claim.review_days
    return settings.warn_after_days, settings.fail_after_days


def date_findings(claim: Claim, today: date, settings: LinkSettings, *, mode: Mode, touched: bool = False) -> Iterator[Finding]:
    """Judge the date alone: L100 missing, L101 unreadable, L102 in the future, L110 old, L111 too old.

    Args:
        claim: What the briefing says.
        today: The day, in UTC.
        settings: For the limits.
        mode: What the run is for.
        touched: Whether the proposed change touches the briefing.
    """
    stamp = _open_and_write(claim, today)
    if claim.written is None:
        yield from _found(claim, "L100", severity("L100", mode), f"{quoted(KEY)} is missing", "", stamp)
        return
    claimed = claim.date
    if claimed is None:
        yield from _found(claim, "L101", severity("L101", mode), f"{KEY} {quoted(claim.written)} {_why_not(claim.written)}")
        return
    if claimed.first_day > today + _AHEAD:
        what, mend = f"{KEY} {claimed} is in the future", "write the day on which somebody opened the links"
        yield from _found(claim, "L102", severity("L102", mode), what, "", mend)
        return
    age, (warn, fail) = age_in_days(claimed, today), limits(claim, settings)
    if age > fail:
        why = f"the limit is {fail} days"
        yield from _found(claim, "L111", severity("L111", mode, ours=touched), _old(claimed, age), why, stamp)
    elif age > warn:
        why = f"links are to be opened again after {warn} days; after {fail} the check fails"
        yield from _found(claim, "L110", severity("L110", mode), _old(claimed, age), why, stamp)


def change_findings(
    claim: Claim, urls: Collection[str], before: Before | None, settings: LinkSettings, *, today: date
) -> Iterator[Finding]:
    """L120 in a proposed change: other links, and the date is as it was, and not the day of the change itself.

    Args:
        claim: What the briefing says now.
        urls: Its addresses now.
        before: The same before the change, or None for a briefing that is new.
        settings: Whether taking a link away counts.
        today: The day, in UTC.
    """
    if before is None or claim.written is None or before.written != claim.written or _is_said_now(claim, today):
        return
    added, removed = sorted(set(urls) - before.urls), sorted(before.urls - set(urls))
    if not added and not (removed and settings.removal_needs_review):
        return
    parts = [f"{word} {_listed(found)}" for word, found in (("added", added), ("taken away", removed)) if found]
    yield from _other_links(claim, today, Mode.CHANGES, "; ".join(parts))


def night_findings(claim: Claim, urls: Iterable[str], known: PageState | None, *, today: date) -> Iterator[Finding]:
    """L120 at night: other links than when the date got its present value."""
    if known is None or claim.written is None or known.links_updated != claim.written:
        return
    if known.links_digest != links_digest(urls):
        yield from _other_links(claim, today, Mode.ALL, "only that they differ is remembered, not which")


def links_digest(urls: Iterable[str]) -> str:
    """Return a hash of a page's addresses: the same whatever their order is, and however often each stands there."""
    text = "\n".join(sorted(set(urls)))
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _other_links(claim: Claim, today: date, mode: Mode, why: str) -> Iterator[Finding]:
    what = f"the links have changed since {KEY} {claim.written} was written"
    yield from _found(claim, "L120", severity("L120", mode), what, why, _open_and_write(claim, today))


def _is_said_now(claim: Claim, today: date) -> bool:
    """Tell whether the date is today: who changes a link twice in a day vouches for both with it."""
    return claim.date is not None and claim.date.day is not None and claim.date.first_day >= today


def _open_and_write(claim: Claim, today: date) -> str:
    """Return what to do about a date, for who has a terminal and who has only the code host's page."""
    return f"open each link, then write {KEY}: {today.isoformat()}, or run .venv/bin/briefings links stamp {claim.path}"


def _found(claim: Claim, rule: str, found: Severity | None, *words: str) -> Iterator[Finding]:
    if found:
        yield Finding(claim.path, claim.line, 1, rule, found, *words)


def _why_not(written: str) -> str:
    """Return why a date cannot be read, and how it is written."""
    try:
        PartialDate.parse(written)
    except ValueError as error:
        return str(error)
    return ""


def _old(claimed: PartialDate, age: int) -> str:
    return f"links updated {claimed}, {age} days ago"


def _listed(urls: list[str]) -> str:
    shown = ", ".join(quoted(url, longest=120) for url in urls[:3])
    return shown + (f" and {len(urls) - 3} more" if len(urls) > 3 else "")
