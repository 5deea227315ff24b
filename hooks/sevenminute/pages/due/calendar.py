"""`reviews.ics` (RFC 5545): a day in the calendar for each review that is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urljoin
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event

from sevenminute.content.briefing import Briefing
from sevenminute.content.library import Library
from sevenminute.content.urls import briefing_url
from sevenminute.text.dates import PartialDate
from sevenminute.text.paths import REVIEWS
from sevenminute.text.urls import without_index

_ID = "review"
"""What stands behind the address of a briefing in what the id of its event is made from."""


def calendar_file(library: Library, site_url: str | None) -> str | None:
    """Return the calendar's file, or None when there is none: its events need whole addresses, and it needs an event."""
    return REVIEWS if site_url and any(_reviews(library)) else None


def calendar_files(library: Library, organisation: str, site_url: str | None, today: date) -> dict[str, str | bytes]:
    """Return the calendar by its path on the site; nothing when there is none.

    Args:
        library: All content.
        organisation: Whose reviews they are, in short.
        site_url: Where it is published.
        today: The day of the build: two builds of one day are the same.
    """
    file = calendar_file(library, site_url)
    if not (file and site_url):
        return {}
    calendar = Calendar()
    calendar.add("prodid", "-//sevenminute//reviews//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{organisation}: reviews of briefings")
    for due, briefing in _reviews(library):
        address = urljoin(site_url, without_index(briefing_url(briefing)))
        calendar.add_component(_event(briefing, due, address, today))
    return {file: calendar.to_ical()}


def _reviews(library: Library) -> Iterator[tuple[PartialDate, Briefing]]:
    reviews = ((item.fields.review_due, item) for item in library.briefings if item.fields.review_due)
    yield from sorted(reviews, key=lambda found: (found[0].first_day, found[1].order))


def _event(briefing: Briefing, due: PartialDate, address: str, today: date) -> Event:
    """Return the event of a review: the day, or the first of the month, in which nobody counts as busy."""
    event = Event()
    event.add("uid", str(uuid5(NAMESPACE_URL, f"{address}#{_ID}")))
    event.add("dtstamp", datetime.combine(today, time(), UTC))
    event.add("dtstart", due.first_day)
    if due.first_day < date.max:  # without an end it lasts that day
        event.add("dtend", due.first_day + timedelta(days=1))
    event.add("summary", f"Review due: {briefing.fields.title}")
    event.add("description", f"Due {'on' if due.day else 'in'} {due}. Owner: {', '.join(briefing.fields.owner)}.\n{address}")
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    return event
