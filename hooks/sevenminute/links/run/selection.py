"""Which addresses are looked at in a run, and which never are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from sevenminute.config.links import LinkSettings
from sevenminute.links.history.record import UrlState
from sevenminute.text.web_address import host_of, is_private

PER_HOST = 60
"""Addresses of one host in one run; the others wait for the next."""

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
    """Return the addresses to ask for now, and those that have to wait because their host is asked enough.

    Those that were looked at longest ago come first.
    """
    by_host = defaultdict(list)
    for url in sorted(urls, key=lambda url: (last_checked(known.get(url)), url)):
        by_host[host_of(url)].append(url)
    now = [url for found in by_host.values() for url in found[:PER_HOST]]
    return now, {url for found in by_host.values() for url in found[PER_HOST:]}


def last_checked(state: UrlState | None) -> datetime:
    """Return when an address was last looked at; what never was comes before all others."""
    return state.last_checked if state and state.last_checked else _NEVER
