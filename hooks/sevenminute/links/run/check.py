"""One run of the check, from the links of a site to findings and what is remembered: everything but reading and writing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.extract.links import LinkedPage
from sevenminute.links.extract.occurrence import Occurrence
from sevenminute.links.fetch.protocol import Engine
from sevenminute.links.fetch.refreshes import RefreshFollower
from sevenminute.links.history.record import Meta, State
from sevenminute.links.history.update import is_due, was_recently_fine
from sevenminute.links.rules.checked import CheckedLink, CheckedPage
from sevenminute.links.rules.severity import Mode
from sevenminute.links.run.findings import run_findings
from sevenminute.links.run.missing_pages import ComparedPages, compare_with_missing
from sevenminute.links.run.options import RunOptions
from sevenminute.links.run.outage import failing_witnesses
from sevenminute.links.run.probing import probe, requests_for, witness_urls
from sevenminute.links.run.result import Result
from sevenminute.links.run.retry import LONGEST_RUN
from sevenminute.links.run.second_opinion import second_opinions
from sevenminute.links.run.selection import why_skipped, within_limits
from sevenminute.links.run.state import shown_state, updated_state


@dataclass(frozen=True)
class CheckOutcome:
    """What came of a run.

    Attributes:
        result: For reports.
        state: What is to be remembered; as it was when nothing can be concluded.
    """

    result: Result
    state: State


def check(
    pages: Sequence[LinkedPage],
    state: State,
    options: RunOptions,
    engine: Engine,
) -> CheckOutcome:
    """Check the links of a site.

    Args:
        pages: All pages with their links.
        state: What is remembered.
        options: What to do.
        engine: Who asks.
    """
    engine, places = RefreshFollower(engine), _places(pages, options)
    skipped = {url: why for url in places if (why := why_skipped(url, options.settings, options.today))}
    wanted = [url for url in places if url not in skipped and _is_wanted(url, places[url], state, options)]
    asked, deferred = within_limits(wanted, state.urls)
    requests = requests_for([*asked, *witness_urls(asked, pages, state, options)], pages)
    until = options.retry_policy.clock() + LONGEST_RUN
    classified, inconclusive = probe(requests, options, engine, state.urls)
    remarks, silent_since = tuple[str, ...](), None
    if not inconclusive:
        others = second_opinions(classified, requests, state, options, until)
        classified, remarks, silent_since = others.classified, others.remarks, others.browser_silent_since
        inconclusive = failing_witnesses(classified, state.urls, options.now) or ""
    compared = ComparedPages(classified, {}) if inconclusive else compare_with_missing(classified, state, options, engine, until)
    classified = compared.classified
    unasked = [url for url in asked if url not in classified]
    deferred = {*deferred, *unasked}
    if unasked and options.mode is not Mode.ALL:  # the next night looks again; here somebody waits for a word on all of them
        were = "was" if len(unasked) == 1 else "were"
        unfinished = f"the time for this run was over before {len(unasked)} of {len(asked)} links {were} looked at"
        inconclusive = inconclusive or unfinished
    inconclusive = options.change.undecided or inconclusive
    meta = Meta(run=options.now, engine=engine.name, browser_silent_since=silent_since)
    after = state if inconclusive or options.mode is not Mode.ALL else updated_state(state, pages, compared, options, meta)
    links = tuple(
        CheckedLink(
            url,
            tuple(sorted(found)),
            classified[url].verdict if url in classified else Verdict.SKIPPED if url in skipped else None,
            classified[url].response if url in classified else None,
            skipped.get(url, ""),
            shown_state(url, classified, after, options),
            url in deferred,
            classified[url].opinions if url in classified else (),
        )
        for url, found in sorted(places.items())
    )
    findings = run_findings(pages, () if inconclusive else links, state, options)
    shown = tuple(CheckedPage.of(page) for page in pages if options.includes(page.path))
    result = Result(options.now, options.today, options.mode, engine.name, shown, links, findings, inconclusive, remarks)
    return CheckOutcome(result, after)


def _places(pages: Iterable[LinkedPage], options: RunOptions) -> dict[str, list[Occurrence]]:
    places: dict[str, list[Occurrence]] = defaultdict(list)
    for page in pages:
        if options.includes(page.path):
            for place in page.occurrences:
                places[place.url].append(place)
    return places


def _is_wanted(url: str, places: Iterable[Occurrence], state: State, options: RunOptions) -> bool:
    known = state.urls.get(url)
    if not options.ask:
        return False
    match options.mode:
        case Mode.OFFLINE:
            return False
        case Mode.ALL:
            return options.force or is_due(known, options.today)
        case Mode.FILES:
            return options.force or not was_recently_fine(known, options.now)
        case Mode.CHANGES:
            return any((place.path, place.url) in options.change.added for place in places) or not was_recently_fine(
                known, options.now
            )
