"""What templates are told of links: in words, with the day on which a machine saw what it says.

Texts are plain; templates escape them. Addresses of the site are from its root.
"""

from __future__ import annotations

from datetime import date, datetime

from sevenminute.config.links import LinkSettings
from sevenminute.content.briefing import Briefing
from sevenminute.links.extract.links_date import LinksDate
from sevenminute.links.history.summary import LinkSummary, is_failing, is_fine, summarise_links
from sevenminute.links.rules.date import age_in_days, limits
from sevenminute.pages.briefing import Data, date_data
from sevenminute.pages.link_status import SiteLinks
from sevenminute.text.dates import PartialDate

NOT_YET = "not checked yet"
NOT_KNOWN = "not known"
LEFT_OUT = "left out of the automatic check"


def briefing_links_data(briefing: Briefing, links: SiteLinks, settings: LinkSettings, today: date) -> Data:
    """Return what a briefing says of its links beside their date."""
    urls = links.by_path.get(briefing.path, ())
    stands = summarise_links(urls, links.known)
    links_date = LinksDate(briefing.path, 1, briefing.fields.links_updated.iso, briefing.fields.links_review_days)
    warn, _ = limits(links_date, settings)
    overdue = age_in_days(briefing.fields.links_updated, today) > warn
    return {
        "count": len(urls),
        **checked_or_why_not(briefing.path, stands, links),
        "overdue": {"days": warn, "since": date_data(briefing.fields.links_updated)} if overdue and urls else None,
    }


def resource_seen(url: str | None, links: SiteLinks) -> Data | None:
    """Return when a resource was last seen fine, in words; None for one without an address."""
    if not url:
        return None
    if links.is_left_out(url):
        return {"text": LEFT_OUT, "failing": False}
    state = links.state_of(url)
    if state is None or state.last_checked is None:
        return {"text": _not_yet(links), "failing": False}
    if is_fine(state):
        return {"text": f"last seen fine {in_words(state.last_checked)}", "failing": False}
    seen = f", last seen fine {in_words(state.last_ok)}" if state.last_ok else ""
    if is_failing(state):
        return {"text": f"did not answer as it should {in_words(state.last_checked)}{seen}", "failing": True}
    return {"text": f"a machine cannot check it{seen}", "failing": False}


def checked_or_why_not(path: str, stands: LinkSummary, links: SiteLinks) -> Data:
    """Return `checked`, what the last looks at a page's links brought; where there were none, `unchecked` says why."""
    if stands.first:
        return {"checked": _checked_data(stands), "unchecked": ""}
    return {"checked": None, "unchecked": _not_yet(links) if links.asked_of(path) else LEFT_OUT}


def _not_yet(links: SiteLinks) -> str:
    """Return what is said of a link that nothing is known of: with a broken state file nobody knows whether it was checked."""
    return NOT_KNOWN if links.fault else NOT_YET


def _checked_data(stands: LinkSummary) -> Data:
    """Return when and with what outcome, as `21 November 2026: 11 of 12 fine`."""
    parts = [f"{stands.fine} of {stands.total} fine"]
    if stands.failing:
        parts.append(f"{stands.failing} failing")
    if stands.unknown:
        parts.append(f"{stands.unknown} could not be checked")
    if stands.new:
        parts.append(f"{stands.new} not checked")  # new since then, or left out of the check
    return {"when": _days(stands), "outcome": ", ".join(parts), "failing": stands.failing}


def _days(stands: LinkSummary) -> str:
    """Return the day of the last looks, or between which two they were."""
    if stands.first is None or stands.last is None:
        return NOT_YET
    if stands.first == stands.last:
        return in_words(stands.last)
    first = in_words(stands.first)
    if (stands.first.year, stands.first.month) == (stands.last.year, stands.last.month):
        first = str(stands.first.day)
    elif stands.first.year == stands.last.year:
        first = first.removesuffix(f" {stands.first.year}")
    return f"between {first} and {in_words(stands.last)}"


def in_words(moment: date | datetime) -> str:
    """Return a day as readers are shown it."""
    return str(PartialDate(moment.year, moment.month, moment.day))
