"""From the verdicts of single nights to what is thought of an address: nothing is called broken for one bad day.

Pure functions; the moment is given.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from sevenminute.links.classify.alike import mark_of
from sevenminute.links.classify.classify import own_hops
from sevenminute.links.classify.verdict import DOUBTFUL, Kind, Verdict
from sevenminute.links.fetch.response import Response
from sevenminute.links.history.record import Certificate, MissingPage, Redirect, Status, UrlState, to_the_second
from sevenminute.text.web_address import without_fragment

SIGHTING_INTERVAL = timedelta(hours=20)
"""Looks that follow sooner count as one: pressing a button twice proves nothing."""
FINE_FOR, UNVERIFIED_FOR = 7, 7
"""Days after which an address is due again that was fine, or of which nobody could tell."""
SPREAD = 3
"""Days over which addresses that were first seen together are spread."""
UNLINKED_KEPT = timedelta(days=30)
"""How long an address is remembered that no page has any more."""

MISSING_KEPT = timedelta(days=60)
"""How long it is remembered what a site shows for a missing page."""

# Sightings in a row, and days from the first to the last, after which a failure is believed.
_GONE_AFTER, _NAME_GONE_AFTER, _FAILING_AFTER = (2, 1), (2, 3), (3, 7)


_NO_FAILURE = {
    "status": Status.UNVERIFIED,
    "fails": 0,
    "fail_since": None,
    "last_fail": None,
    "broken_since": None,
    "announced": None,
}


def update_state(known: UrlState | None, url: str, verdict: Verdict, response: Response | None, now: datetime) -> UrlState:
    """Return what is known of an address after one more look.

    Args:
        known: What was known, or None for an address that is new.
        url: The address.
        verdict: The verdict of this look.
        response: What it rests on.
        now: When it was.
    """
    now = to_the_second(now)
    before = known or UrlState(id=url, first_seen=now)
    if verdict is Verdict.SKIPPED:
        return before
    code, certificate = response.status_code if response else None, _certificate(verdict, response)
    updated = before.model_copy(update={"verdict": verdict, "code": code, "certificate": certificate})
    if verdict is not Verdict.UNCHECKED or response:  # with a response it was asked, and nobody can tell what it says
        updated = updated.model_copy(update={"last_checked": now})
    if response and response.page:
        updated = updated.model_copy(update={"page": mark_of(response)})
    if verdict.kind is Kind.FINE:
        return _fine(updated, verdict, response, now)
    if verdict is Verdict.CERTIFICATE and response and response.status_code in range(200, 300):
        updated = updated.model_copy(update=_NO_FAILURE)  # the page is there, so what failed before has ended
    # A host that asks to be left alone, or shuts machines out, says nothing against the page.
    if verdict.kind is Kind.UNVERIFIED or verdict is Verdict.RATE_LIMITED:
        return _unverified(updated, now)
    return _failed(updated, verdict, now)


def _certificate(verdict: Verdict, response: Response | None) -> Certificate | None:
    found = response.certificate if response and verdict is Verdict.CERTIFICATE else None
    return Certificate(fault=found.fault, host=found.host, day=found.day) if found else None


def _fine(state: UrlState, verdict: Verdict, response: Response | None, now: datetime) -> UrlState:
    """Note that nothing failed. Of what is doubtful nobody says that it was the page, and it is looked at again soon.

    So is a page without a part that a link names: which part, only who looks can tell.
    """
    doubtful = verdict in DOUBTFUL
    days = 1 if doubtful or verdict is Verdict.FRAGMENT_MISSING else FINE_FOR + zlib.crc32(state.id.encode()) % SPREAD
    return state.model_copy(
        update={
            **_NO_FAILURE,
            "status": Status.OK,
            "last_ok": state.last_ok if doubtful else now,
            "next_due": now.date() + timedelta(days=days),
            "redirect": _redirect(state.redirect, verdict, response, now),
        }
    )


def _redirect(known: Redirect | None, verdict: Verdict, response: Response | None, now: datetime) -> Redirect | None:
    if response is None or not own_hops(response):
        return None
    to, permanent = without_fragment(response.final_url), verdict is Verdict.MOVED
    if known is None or known.to != to or known.permanent is not permanent:
        return Redirect(to=to, permanent=permanent, since=now, last_seen=now)
    if now - known.last_seen < SIGHTING_INTERVAL:
        return known
    return known.model_copy(update={"last_seen": now, "sightings": known.sightings + 1})


def _unverified(state: UrlState, now: datetime) -> UrlState:
    """Keep what is known of failures: that nobody could look today proves nothing."""
    if state.status in (Status.SUSPECT, Status.BROKEN):
        return state.model_copy(update={"next_due": now.date() + timedelta(days=1)})
    due = now.date() + timedelta(days=UNVERIFIED_FOR)
    return state.model_copy(update={"status": Status.UNVERIFIED, "next_due": due})


def _failed(state: UrlState, verdict: Verdict, now: datetime) -> UrlState:
    counts = state.last_fail is None or now - state.last_fail >= SIGHTING_INTERVAL
    first, last = state.fail_since or now, now if counts or state.last_fail is None else state.last_fail
    fails = state.fails + counts
    broken = state.status is Status.BROKEN or _is_confirmed(verdict, fails, (last.date() - first.date()).days)
    return state.model_copy(
        update={
            "status": Status.BROKEN if broken else Status.SUSPECT,
            "fails": fails,
            "fail_since": first,
            "last_fail": last,
            "broken_since": state.broken_since or (now if broken else None),
            "next_due": now.date() + timedelta(days=1),
        }
    )


def _is_confirmed(verdict: Verdict, fails: int, days: int) -> bool:
    least_fails, least_days = _FAILING_AFTER
    if verdict.kind is Kind.CERTAIN:
        least_fails, least_days = _NAME_GONE_AFTER if verdict is Verdict.DNS_UNKNOWN else _GONE_AFTER
    return fails >= least_fails and days >= least_days


def announce(state: UrlState, today: date, grace_days: int) -> UrlState:
    """Note that a broken address is announced today, for the first time or because nobody fixed it for so many days."""
    if state.status is not Status.BROKEN:
        return state
    if state.announced and (today - state.announced).days < grace_days:
        return state
    return state.model_copy(update={"announced": today})


def is_due(state: UrlState | None, today: date) -> bool:
    """Tell whether an address is to be looked at."""
    if state is None or state.next_due is None or state.status in (Status.SUSPECT, Status.BROKEN):
        return True
    return state.next_due <= today


def was_recently_fine(state: UrlState | None, now: datetime) -> bool:
    """Tell whether an address was seen fine within the last day, and not otherwise since."""
    return bool(state and state.status is Status.OK and state.last_ok and now - state.last_ok < timedelta(days=1))


def without_old(missing: Mapping[str, MissingPage], now: datetime) -> dict[str, MissingPage]:
    """Return what sites show for missing pages, without what nobody has asked for any more."""
    return {id: page for id, page in missing.items() if now - page.asked <= MISSING_KEPT}


def without_unlinked(urls: Mapping[str, UrlState], linked: Collection[str], now: datetime) -> dict[str, UrlState]:
    """Return what is still to be remembered: what some page links to, and for a while what none does any more."""
    now = to_the_second(now)
    kept = {}
    for url, state in urls.items():
        since = None if url in linked else state.unlinked_since or now
        if since is None or now - since <= UNLINKED_KEPT:
            kept[url] = state.model_copy(update={"unlinked_since": since})
    return kept
