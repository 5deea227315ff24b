"""The rules about single links: what verdict and memory say of each, at every place that names it.

Pure functions of one run's links; no network, no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sevenminute.config.links import LinkSettings
from sevenminute.diagnostics.problem import quoted
from sevenminute.links.classify.certificate import what_is_seen, what_is_wrong
from sevenminute.links.classify.opinion import in_words, perhaps_browsers_only
from sevenminute.links.classify.verdict import DOUBTFUL, Kind, Verdict, meaning
from sevenminute.links.extract.occurrence import Occurrence
from sevenminute.links.history.record import Status
from sevenminute.links.rules import Rule
from sevenminute.links.rules.checked import CheckedLink, CheckedPage
from sevenminute.links.rules.evidence import (
    code,
    destination,
    evidence,
    fix_dead_link,
    said,
    steps,
    what_its_site_is,
    where_it_ends,
    why_unverifiable,
)
from sevenminute.links.rules.finding import Finding
from sevenminute.links.rules.severity import Mode
from sevenminute.text.dates import PartialDate
from sevenminute.text.paths import REGISTER
from sevenminute.text.web_address import with_fragment

_UNVERIFIABLE = (
    Verdict.BLOCKED,
    Verdict.UNCHECKED_ROBOTS,
    Verdict.RATE_LIMITED,
    Verdict.BUSY,
    Verdict.TOO_SLOW,
    Verdict.TOO_LONG,
    Verdict.UNCHECKED,
    Verdict.OUT_OF_ORDER,
    Verdict.NEEDS_SCRIPTS,
    Verdict.SAME_WITHOUT_SCRIPTS,
)
"""Verdicts after which only a person can tell."""


_FIX_PART = "open the link: if the part is not there, leave out the # and what follows"
_FIX_DOUBTFUL = "open the link: if it is not the page you meant, find its new address, or take the link away"


@dataclass(frozen=True)
class RuleContext:
    """The run in which links are checked.

    Attributes:
        mode: What the run is for.
        today: The day, in UTC.
        settings: Limits.
        added: Links that the proposed change adds, as path and address.
        newly_dated: Pages whose date the proposed change sets, or that has a new one since the last night.
        registered: Line in the register of each address that stands there.
    """

    mode: Mode
    today: date
    settings: LinkSettings = field(default_factory=LinkSettings)
    added: frozenset[tuple[str, str]] = frozenset()
    newly_dated: frozenset[str] = frozenset()
    registered: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Draft:
    """A finding before it has a place."""

    rule: Rule
    what: str
    why: str = ""
    fix: str = ""
    touched: bool = False
    announced: bool = False
    about_part: bool = False


def link_findings(links: Iterable[CheckedLink], pages: Mapping[str, CheckedPage], context: RuleContext) -> tuple[Finding, ...]:
    """Check every link at each of its places.

    Args:
        links: The links of a run.
        pages: The pages by path, for their dates.
        context: The run in which they are checked.
    """
    found: set[Finding] = set()
    for link in links:
        for place in link.occurrences:
            page = pages.get(place.path)
            links_updated = page.links_updated if page else None
            for draft in _judge(link, place, links_updated, context):
                found.update(_placed(_with_opinions(draft, link), link, place, context))
            for draft in _unchecked(link, context):
                found.update(_placed(draft, link, place, context))
    return tuple(sorted(found))


def _judge(link: CheckedLink, place: Occurrence, links_updated: PartialDate | None, context: RuleContext) -> Iterator[_Draft]:
    if link.skipped:
        return
    # by night a link that is not due today is still what it was when it was last looked at
    verdict = link.verdict or (link.state.verdict if link.state and context.mode is Mode.ALL else None)
    if verdict and verdict.kind is Kind.FINE:
        yield from _answered(verdict, link, place, context)
    elif verdict in _UNVERIFIABLE and not _is_broken(link):
        yield _Draft(
            Rule.UNVERIFIED,
            "no machine could check this link",
            why_unverifiable(verdict, link),
            "open the link yourself",
        )
    elif verdict is Verdict.CERTIFICATE and not _is_broken(link):
        yield _certificate(link)
    elif verdict and verdict is not Verdict.SKIPPED:
        yield _failing(verdict, link, place, links_updated, context)


def _with_opinions(draft: _Draft, link: CheckedLink) -> _Draft:
    """Say also what each client saw."""
    perhaps = "; it answers browsers only, perhaps" if perhaps_browsers_only(link.opinions) else ""
    seen = in_words(link.opinions)
    return replace(draft, why="; ".join(filter(None, (draft.why, f"{seen}{perhaps}")))) if seen else draft


def _certificate(link: CheckedLink) -> _Draft:
    known = link.state.certificate if link.state else None
    problem = link.response.certificate if link.response else known.problem if known else None
    number = code(link)
    behind = "" if number is None or number in range(200, 300) else f"; behind it, the site answers {number}"
    why = f"{what_is_wrong(problem, link.url)}{behind}"
    return _Draft(Rule.CERTIFICATE, f"this link {what_is_seen(problem)}", why, "tell its publisher; the link may stay as it is")


def _failing(
    verdict: Verdict, link: CheckedLink, place: Occurrence, links_updated: PartialDate | None, context: RuleContext
) -> _Draft:
    added = context.mode is Mode.FILES or (place.path, place.url) in context.added
    certain = verdict.kind is Kind.CERTAIN
    seen, fix = evidence(verdict, link, links_updated), fix_dead_link(link, links_updated)
    if certain and added and Rule.NEW_LINK_DEAD.severity(context.mode):
        return _Draft(Rule.NEW_LINK_DEAD, "this link does not work", seen, fix)
    if certain and place.path in context.newly_dated and not _fine_since(link, links_updated):
        what = f"links updated {links_updated}, and this link does not work"
        return _Draft(Rule.DATE_UNTRUE, what, seen, fix)
    if _is_broken(link):
        news = link.state is not None and link.state.announced == context.today
        what = "this link is broken" if news or context.mode is not Mode.ALL else "this link is still broken"
        return _Draft(Rule.BROKEN, what, seen, fix, announced=news)
    seen = evidence(verdict, link, None)  # the date of the page says nothing of a link that may work tomorrow
    fix = "open the link: if it works for you, leave it; it is checked again every night"
    return _Draft(Rule.FAILING, "this link fails, perhaps only now", seen, fix, touched=added)


def _answered(verdict: Verdict, link: CheckedLink, place: Occurrence, context: RuleContext) -> Iterator[_Draft]:
    to = destination(link)
    match verdict:
        case Verdict.MOVED:
            fix = f"link directly to {with_fragment(to, place.fragment)}"
            yield _Draft(Rule.MOVED, "this link's page has moved for good", steps(link.response), fix)
        case Verdict.MOVED_HOME:
            what, why = f"this link ends at {where_it_ends(link)}", f"it ends at {to}"
            yield _Draft(Rule.MOVED_HOME, what, why, _FIX_DOUBTFUL)
        case Verdict.SOFT_404:
            what = "this link's page says that it does not exist"
            yield _Draft(Rule.SOFT_404, what, said(link) or "it says that it is not there", _FIX_DOUBTFUL)
        case Verdict.SAME_AS_MISSING:
            what, why = "this link's page is the one for missing pages", meaning(verdict)
            yield _Draft(Rule.SOFT_404, what, why, _FIX_DOUBTFUL)
        case Verdict.PARKED:
            what = f"this link's site {what_its_site_is(link)}"
            yield _Draft(Rule.SOFT_404, what, said(link), _FIX_DOUBTFUL)
        case Verdict.EMPTY:
            yield _Draft(Rule.SOFT_404, "this link's page is empty", "a browser shows nothing", _FIX_DOUBTFUL)
        case Verdict.FRAGMENT_MISSING:
            if place.fragment and _is_missing(place, link):
                why = f"the page has no part {quoted(place.fragment)}"
                yield _Draft(Rule.FRAGMENT_MISSING, "this link's part of the page was not found", why, _FIX_PART, about_part=True)
            elif place.fragment and link.response is None:
                what = "this link's part of the page, or another part that a link names, was not found"
                yield _Draft(Rule.FRAGMENT_MISSING, what, "", _FIX_PART, about_part=True)
        case Verdict.FRAGMENT_UNCHECKED:
            if place.fragment and _is_missing(place, link):
                what = "no machine could check this link's part of the page"
                yield _Draft(Rule.UNVERIFIED, what, meaning(verdict), "open the link yourself", about_part=True)


def _is_missing(place: Occurrence, link: CheckedLink) -> bool:
    """Tell whether the part that a link names was not found; when nobody looked now, that is known of an only part."""
    if link.response:
        return place.fragment in link.response.missing_fragments
    return {each.fragment for each in link.occurrences if each.fragment} == {place.fragment}


def _unchecked(link: CheckedLink, context: RuleContext) -> Iterator[_Draft]:
    """Tell that for too long nobody could say anything of a link."""
    state = link.state
    # Of what is wrong with a certificate, or of a doubtful page, more is known, and said.
    if state is None or link.skipped or state.verdict in {Verdict.CERTIFICATE, *DOUBTFUL}:
        return
    last = max(moment for moment in (state.first_seen, state.last_ok, state.last_fail) if moment)
    days = (context.today - last.date()).days
    if days > context.settings.max_unchecked_days:
        what = f"no machine could check this link for {days} days"
        why = meaning(state.verdict, state.code) if state.verdict in _UNVERIFIABLE else ""
        yield _Draft(Rule.LONG_UNCHECKED, what, why, "open the link yourself")


def _placed(draft: _Draft, link: CheckedLink, place: Occurrence, context: RuleContext) -> Iterator[Finding]:
    severity = draft.rule.severity(context.mode, touched=draft.touched, announced=draft.announced)
    if severity is None:
        return
    fix, registered = draft.fix, context.registered.get(link.url)
    if registered and place.path != REGISTER and place.resource:
        fix = f"its address is in {REGISTER}, line {registered}: {fix}"
    address = with_fragment(link.url, place.fragment) if draft.about_part else link.url
    what = f"{draft.what}: {_shortened(address)}"
    yield Finding(place.path, place.line, place.column, draft.rule, severity, what, draft.why, fix, link.url)


def _is_broken(link: CheckedLink) -> bool:
    return link.state is not None and link.state.status is Status.BROKEN


def _fine_since(link: CheckedLink, links_updated: PartialDate | None) -> bool:
    """Tell whether a link was seen fine on or after the date of the links; a month begins with its first day."""
    last_ok = link.state.last_ok if link.state else None
    return bool(last_ok and (links_updated is None or last_ok.date() >= links_updated.first_day))


def _shortened(url: str) -> str:
    return url if len(url) <= 300 else f"{url[:299]}…"
