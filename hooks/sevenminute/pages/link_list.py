"""What the page of all links is told: briefings by the age of their date, links by risk, each with the line that fixes it.

Texts are plain; templates escape them. Addresses of the site are from its root.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sevenminute.config.links import LinkSettings
from sevenminute.config.schema import Settings
from sevenminute.content.library import Library
from sevenminute.content.urls import briefing_url
from sevenminute.links.classify.certificate import what_is_seen, what_is_wrong
from sevenminute.links.classify.verdict import Verdict, meaning
from sevenminute.links.extract.links_date import LinksDate
from sevenminute.links.history.record import Status, UrlState
from sevenminute.links.history.summary import is_failing, is_fine, summarise_links
from sevenminute.links.rules.date import age_in_days, limits
from sevenminute.pages.briefing import Data, date_data
from sevenminute.pages.link_status import SiteLinks
from sevenminute.pages.links import NOT_YET, checked_or_why_not, in_words
from sevenminute.pages.outbound_links import OutboundLink
from sevenminute.text.paths import REGISTER, site_path
from sevenminute.text.urls import page_file
from sevenminute.text.web_address import read_address


@dataclass(frozen=True)
class _Group:
    """Links of one kind of risk."""

    id: str
    title: str
    advice: str


_BROKEN = _Group("links_broken", "Broken", "Find the new address, or take the link away.")
_FAILING = _Group("links_failing", "Failing, perhaps only now", "They are looked at again every night. Open them if you can.")
_DOUBTFUL = _Group("links_doubtful", "Perhaps another page", "They answer, but perhaps not with what you linked to. Open them.")
_MOVED = _Group("links_moved", "Moved for good", "They still work. Write the new address before they stop.")
_CERTIFICATE = _Group(
    "links_certificate",
    "Browsers warn first",
    "Browsers do not trust the certificates of their sites. Tell their publishers; the links may stay as they are.",
)
_UNSURE = _Group("links_unsure", "Could not be checked", "The reason is given for each. Open them yourself.")
_LEFT_OUT = _Group("links_left_out", "Left out of the check", "No machine asks for them. Open them yourself.")
_NEW = _Group("links_new", "Not checked yet", "No machine has looked at them.")
_FINE = _Group("links_fine", "Nothing to fix", "They answered. Only a person sees whether they still say the same.")
_GROUPS = (_BROKEN, _FAILING, _DOUBTFUL, _MOVED, _CERTIFICATE, _UNSURE, _LEFT_OUT, _NEW, _FINE)
"""By risk, the highest first."""


def links_page_data(library: Library, links: SiteLinks, settings: Settings, today: date) -> Data:
    """Return what the page of all links shows: briefings by the age of their date, links by risk."""
    shown = _Shown(links, settings, _pages(library))
    by_risk: dict[str, list[Data]] = {group.id: [] for group in _GROUPS}
    for url in sorted(links.places, key=lambda url: (_failing_since(links.known.get(url)), url)):
        state = links.known.get(url)
        why = links.left_out.get(url, "")
        group = _LEFT_OUT if why else _group(state, links.places[url])
        by_risk[group.id].append(shown.link(url, state, why))
    return {
        "count": len(links.places),
        "fault": links.fault.splitlines(),
        "known": any(state.last_checked for state in links.known.values()),
        "briefings": _briefings(library, links, settings.links, today),
        "groups": [
            {"id": group.id, "title": group.title, "advice": group.advice, "links": by_risk[group.id]}
            for group in _GROUPS
            if by_risk[group.id]
        ],
    }


def _group(state: UrlState | None, places: Iterable[OutboundLink]) -> _Group:
    if state is None or state.last_checked is None:
        return _NEW
    if state.status is Status.BROKEN:
        return _BROKEN
    if state.status is Status.SUSPECT:
        return _FAILING
    if is_failing(state) or (state.verdict is Verdict.FRAGMENT_MISSING and any(map(_part, places))):
        return _DOUBTFUL
    if state.verdict is Verdict.CERTIFICATE:
        return _CERTIFICATE
    if not is_fine(state) or (state.verdict is Verdict.FRAGMENT_UNCHECKED and any(map(_part, places))):
        return _UNSURE
    return _MOVED if state.verdict is Verdict.MOVED else _FINE


def _part(place: OutboundLink) -> str:
    """Return the part of a page that a link names, or an empty string."""
    return read_address(place.url).fragment


def _failing_since(state: UrlState | None) -> str:
    """Sort what failed first to the front."""
    return state.fail_since.isoformat() if state and state.fail_since else "never"


@dataclass(frozen=True)
class _Shown:
    """From where the words and places of links come."""

    links: SiteLinks
    settings: Settings
    pages: Mapping[str, Data]

    def link(self, url: str, state: UrlState | None, left_out: str) -> Data:
        """Return what is shown of a link: what is known of it, and every line that could fix it."""
        places, resource = self.links.places[url], self.links.registered.get(url)
        if state and state.verdict in (Verdict.FRAGMENT_MISSING, Verdict.FRAGMENT_UNCHECKED):
            places = tuple(filter(_part, places)) or places  # a link to the whole page lacks nothing
        lines = {(place.path, place.line): place for place in places}
        return {
            "url": url,
            "words": resource.fields.title if resource else places[0].words or url,
            "facts": [left_out] if left_out else _facts(state, len(set(map(_part, places)))),
            "moved_to": state.redirect.to if state and state.redirect and state.verdict is Verdict.MOVED else "",
            "registered": self._line(REGISTER, resource.url_line) if resource else None,
            "places": [
                {**self.pages[path], **self._line(path, line), "panel": place.panel, "part": _part(place)}
                for (path, line), place in lines.items()
            ],
        }

    def _line(self, path: str, line: int) -> Data:
        return {"path": path, "line": line, "edit": self.settings.edit_address(path)}


def _facts(state: UrlState | None, parts: int) -> list[str]:
    """Return what is known of a link, of so many parts of its page, a few words each."""
    if state is None or state.last_checked is None:
        return [NOT_YET]
    facts = [meaning(state.verdict, state.code) if state.verdict else NOT_YET]
    if state.verdict is Verdict.FRAGMENT_MISSING and parts > 1:
        facts = ["not all of these parts of the page were found"]
    if state.certificate:
        facts = [what_is_seen(state.certificate.problem), what_is_wrong(state.certificate.problem, state.id)]
    if state.code and state.code >= 300:
        facts.append(f"code {state.code}")
    if state.fail_since:
        facts.append(f"since {in_words(state.fail_since)}")
    facts.append(f"looked at {in_words(state.last_checked)}")
    if state.last_ok and not is_fine(state) and state.last_ok != state.last_checked:
        facts.append(f"last fine {in_words(state.last_ok)}")
    return facts


def _briefings(library: Library, links: SiteLinks, settings: LinkSettings, today: date) -> list[Data]:
    """Return the briefings, the one whose links were opened longest ago first."""
    found = []
    for briefing in library.briefings:
        fields = briefing.fields
        warn, fail = limits(LinksDate(briefing.path, 1, fields.links_updated.iso, fields.links_review_days), settings)
        age = age_in_days(fields.links_updated, today)
        due = "too old" if age > fail else "open the links again" if age > warn else ""
        stands = summarise_links(links.by_path.get(briefing.path, ()), links.known)
        found.append(
            {
                "title": fields.title,
                "lang": briefing.lang,
                "url": briefing_url(briefing),
                "path": briefing.path,
                "links_updated": date_data(fields.links_updated),
                "age": age,
                "due": due,
                "total": stands.total,
                **checked_or_why_not(briefing.path, stands, links),
            }
        )
    return sorted(found, key=lambda item: (-item["age"], item["title"].casefold()))


def _pages(library: Library) -> dict[str, Data]:
    """Return title and address of each page, by its path in the repository."""
    briefings = {
        item.path: {"title": item.fields.title, "lang": item.lang, "url": briefing_url(item)} for item in library.briefings
    }
    pages = {page.path: {"title": page.title, "url": page_file(site_path(page.path) or page.path)} for page in library.pages}
    return {**briefings, **pages}
