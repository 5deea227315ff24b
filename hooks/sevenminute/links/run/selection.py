"""Which addresses are looked at in a run, and which never are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from sevenminute.config.links import LinkSettings
from sevenminute.links.history.record import UrlState
from sevenminute.text.web_address import host_of, is_private

PER_HOST = 60
"""Addresses of one host in one run; the others wait for the next."""

PER_RUN = 10_000
"""Addresses in one run: what is known of each is kept in memory until its end."""

_NEVER = datetime.min.replace(tzinfo=UTC)


def why_skipped(url: str, settings: LinkSettings, today: date) -> str:
    """Return why an address is never asked for, in words, or an empty string."""
    if any(re.search(pattern, url) for pattern in settings.intranet):
        return "intranet, not checked"
    if not settings.allow_private and is_private(url):
        return "in a private network, not checked"
    ignored = next((ignore for ignore in settings.ignore if ignore.covers(url) and not ignore.is_over(today)), None)
    return f"ignored until {ignored.until}: {ignored.reason}" if ignored else ""


def within_limits(urls: Iterable[str], known: Mapping[str, UrlState]) -> tuple[list[str], set[str]]:
    """Return the addresses to ask for now, and those that have to wait because their host, or this run, is asked enough.

    Those that were looked at longest ago come first.
    """
    by_host: Counter[str] = Counter()
    now: list[str] = []
    later: set[str] = set()
    for url in sorted(urls, key=lambda url: (last_checked(known.get(url)), url)):
        by_host[host_of(url)] += 1
        if len(now) < PER_RUN and by_host[host_of(url)] <= PER_HOST:
            now.append(url)
        else:
            later.add(url)
    return now, later


def last_checked(state: UrlState | None) -> datetime:
    """Return when an address was last looked at; what never was comes before all others."""
    return state.last_checked if state and state.last_checked else _NEVER
