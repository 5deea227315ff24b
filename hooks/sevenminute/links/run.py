"""One run of the check, from the links of a site to findings and what is remembered: everything but reading and writing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sevenminute.config.links import Ignore, LinkSettings
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.extract.links import LinkedPage
from sevenminute.links.extract.occurrence import Occurrence
from sevenminute.links.fetch.outage import has_answer, outage, too_many_faults, too_many_lost
from sevenminute.links.fetch.protocol import Engine, Politeness, Request
from sevenminute.links.fetch.response import Response
from sevenminute.links.fetch.retry import ClassifiedResponse, RetryingEngine, RetryPolicy
from sevenminute.links.fetch.selection import why_skipped, within_limits
from sevenminute.links.history.record import Meta, PageState, State, Status, UrlState, to_the_second
from sevenminute.links.history.update import announce, is_due, update_state, was_recently_fine, without_unlinked
from sevenminute.links.result import CheckedLink, CheckedPage, Result
from sevenminute.links.rules import Rule
from sevenminute.links.rules.address import address_findings, insecure_findings
from sevenminute.links.rules.date import PreviousVersion, change_findings, date_findings, links_digest, night_findings
from sevenminute.links.rules.finding import Finding
from sevenminute.links.rules.ignore import ignore_findings
from sevenminute.links.rules.link import RuleContext, link_findings
from sevenminute.links.rules.severity import Mode
from sevenminute.text.paths import REGISTER
from sevenminute.text.web_address import host_of

CONTROL_HOSTS = 3
"""Hosts not known to be silent that are tried before anybody can say whether this machine has a way to the web."""


@dataclass(frozen=True)
class Change:
    """A proposed change, as far as it concerns links.

    Attributes:
        before: The pages that it touches as they were before, by their path now; None for those that are new.
        added: Links that it adds, as path and address.
        undecided: Why nobody can tell what it changes, or an empty string.
    """

    before: Mapping[str, PreviousVersion | None] = field(default_factory=dict)
    added: frozenset[tuple[str, str]] = frozenset()
    undecided: str = ""


@dataclass(frozen=True)
class RunOptions:
    """What a run is to do.

    Attributes:
        mode: What it is for.
        now: The moment.
        settings: What the site says of its links.
        politeness: How hosts are asked.
        retry_policy: How often again.
        change: The proposed change, in a run for one.
        paths: The pages that are looked at; None for all.
        force: Whether to ask for what is not due too.
        ask: Whether anybody is asked at all; else what is remembered counts.
        ignores: The ignores with their lines in the settings.
    """

    mode: Mode
    now: datetime
    settings: LinkSettings
    politeness: Politeness = field(default_factory=Politeness)
    retry_policy: RetryPolicy = field(default_factory=RetryPolicy)
    change: Change = field(default_factory=Change)
    paths: frozenset[str] | None = None
    force: bool = False
    ask: bool = True
    ignores: Sequence[tuple[Ignore, int]] = ()

    @property
    def today(self) -> date:
        """The day, in UTC."""
        return self.now.date()

    def includes(self, path: str) -> bool:
        """Tell whether a page is looked at."""
        return self.paths is None or path in self.paths


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
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> CheckOutcome:
    """Check the links of a site.

    Args:
        pages: All pages with their links.
        state: What is remembered.
        options: What to do.
        engine: Who asks.
        progress: Is called with how many addresses were asked for, and how many are to be.
    """
    places = _places(pages, options)
    skipped = {url: why for url in places if (why := why_skipped(url, options.settings, options.today))}
    wanted = [url for url in places if url not in skipped and _is_wanted(url, places[url], state, options)]
    asked, deferred = within_limits(wanted, state.urls)
    requests = _requests([*asked, *_control_urls(asked, pages, state, options)], pages)
    judged, inconclusive = _ask(asked, requests, options, engine, progress)
    unasked = [url for url in asked if url not in judged]
    deferred = {*deferred, *unasked}
    if unasked and options.mode is not Mode.ALL:  # the next night looks again; here somebody waits for a word on all of them
        were = "was" if len(unasked) == 1 else "were"
        unfinished = f"the time for this run was over before {len(unasked)} of {len(asked)} links {were} looked at"
        inconclusive = inconclusive or unfinished
    inconclusive = options.change.undecided or inconclusive
    after = state if inconclusive or options.mode is not Mode.ALL else _updated_state(state, pages, judged, options, engine)
    links = tuple(
        CheckedLink(
            url,
            tuple(sorted(found)),
            judged[url].verdict if url in judged else Verdict.SKIPPED if url in skipped else None,
            judged[url].response if url in judged else None,
            skipped.get(url, ""),
            _shown_state(url, judged, after, options),
            url in deferred,
        )
        for url, found in sorted(places.items())
    )
    findings = _findings(pages, () if inconclusive else links, state, options)
    shown = tuple(
        CheckedPage(page.path, page.title, page.links_date.date if page.links_date else None, page.urls)
        for page in pages
        if options.includes(page.path)
    )
    result = Result(options.now, options.today, options.mode, engine.name, shown, links, findings, inconclusive)
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


def _ask(
    urls: Sequence[str], requests: Sequence[Request], options: RunOptions, engine: Engine, progress: Callable[[int, int], None]
) -> tuple[dict[str, ClassifiedResponse], str]:
    """Ask for addresses, and for those of control hosts; return their verdicts, and why they say nothing, if they do not."""
    done = 0

    def answered(response: Response) -> None:
        nonlocal done
        done += 1
        progress(done, len(requests))

    rounds = RetryingEngine(
        engine, options.politeness, options.retry_policy, accepted=lambda url: _accepted(url, options.settings)
    )
    outcome = rounds.ask(requests, answered)
    responses = [judged.response for judged in outcome.judged.values() if judged.response]
    lost = sum(judged.response is None for judged in outcome.judged.values())
    asked = len(outcome.judged)
    inconclusive = outcome.fault or too_many_faults(responses, asked) or outage(responses) or too_many_lost(lost, asked)
    proven = any(has_answer(response) for response in responses)
    return {url: _unless_offline(outcome.judged[url], proven=proven) for url in urls if url in outcome.judged}, inconclusive


def _requests(urls: Iterable[str], pages: Iterable[LinkedPage]) -> list[Request]:
    fragments: dict[str, dict[str, None]] = defaultdict(dict)
    for page in pages:
        for place in page.occurrences:
            if place.fragment:
                fragments[place.url][place.fragment] = None
    return [Request(url, tuple(fragments[url])) for url in urls]


def _control_urls(urls: Sequence[str], pages: Iterable[LinkedPage], state: State, options: RunOptions) -> list[str]:
    """Return addresses of other hosts of the site: to ask for dead hosts alone would not tell whose fault it is.

    There are enough of them that hosts which were silent before never look like an outage.
    """
    hosts = {host_of(url) for url in urls}
    silent = hosts - {host_of(url) for url in urls if not _was_silent(state.urls.get(url))}
    wanted = CONTROL_HOSTS + len(silent) // 4 - len(hosts - silent) if urls else 0
    found: dict[str, str] = {}
    for url in (url for page in pages for url in page.urls):
        if len(found) >= wanted:
            break
        known = host_of(url) in hosts or _was_silent(state.urls.get(url))
        if not known and not why_skipped(url, options.settings, options.today):
            found.setdefault(host_of(url), url)
    return list(found.values())


def _was_silent(known: UrlState | None) -> bool:
    """Tell whether nothing at all answered for an address when it was last looked at."""
    return known is not None and known.status in (Status.SUSPECT, Status.BROKEN) and known.code is None


def _unless_offline(judged: ClassifiedResponse, *, proven: bool) -> ClassifiedResponse:
    """Take back that a name is unknown where no host answered at all: perhaps nobody could be asked."""
    return replace(judged, verdict=Verdict.TEMPORARY) if judged.verdict is Verdict.DNS_UNKNOWN and not proven else judged


def _accepted(url: str, settings: LinkSettings) -> Sequence[int]:
    place = host_of(url)
    known = settings.hosts.get(place) or settings.hosts.get(place.partition(":")[0])
    return known.accept if known else ()


def _shown_state(url: str, judged: Mapping[str, ClassifiedResponse], after: State, options: RunOptions) -> UrlState | None:
    """Return what is known of an address in the end; outside of the night what was seen now is shown, and forgotten again."""
    known = after.urls.get(url)
    if options.mode is Mode.ALL or known is None or url not in judged:
        return known
    return update_state(known, url, judged[url].verdict, judged[url].response, options.now)


def _updated_state(
    state: State, pages: Sequence[LinkedPage], judged: Mapping[str, ClassifiedResponse], options: RunOptions, engine: Engine
) -> State:
    linked = {url for page in pages for url in page.urls}
    urls = dict(state.urls)
    for url in linked:
        if why_skipped(url, options.settings, options.today):
            continue
        if url in judged:
            urls[url] = update_state(urls.get(url), url, judged[url].verdict, judged[url].response, options.now)
        elif url not in urls:
            urls[url] = UrlState(id=url, first_seen=to_the_second(options.now))
        urls[url] = announce(urls[url], options.today, options.settings.known_grace_days)
    extra = state.meta.model_extra if state.meta else None
    meta = Meta(run=options.now, engine=engine.name, **(extra or {}))
    return State(meta, dict(_page_states(state, pages)), without_unlinked(urls, linked, options.now))


def _page_states(state: State, pages: Iterable[LinkedPage]) -> Iterator[tuple[str, PageState]]:
    for page in pages:
        if page.links_date is None or page.links_date.written is None:
            continue
        known = state.pages.get(page.path)
        row = PageState(
            id=page.path, links_updated=page.links_date.written, links_digest=links_digest(page.urls), n=len(page.urls)
        )
        if known:  # keys of a later program stay, and so does the digest for as long as the date does
            same = known.links_updated == page.links_date.written
            row = known.model_copy(
                update={
                    "links_updated": row.links_updated,
                    "n": row.n,
                    "links_digest": known.links_digest if same else row.links_digest,
                }
            )
        yield page.path, row


def _findings(
    pages: Sequence[LinkedPage], links: Sequence[CheckedLink], state: State, options: RunOptions
) -> tuple[Finding, ...]:
    shown = {
        page.path: CheckedPage(page.path, page.title, page.links_date.date if page.links_date else None, page.urls)
        for page in pages
    }
    context = RuleContext(
        options.mode,
        options.today,
        options.settings,
        options.change.added,
        frozenset(_newly_dated(pages, state, options)),
        {place.url: place.line for page in pages if page.path == REGISTER for place in page.occurrences},
    )
    found = {*link_findings(links, shown, context), *_date_findings(pages, state, options)}
    addresses = [address for page in pages if options.includes(page.path) for address in page.addresses]
    found.update(address_findings(addresses, mode=options.mode))
    found.update(insecure_findings(links, found, mode=options.mode))
    found.update(ignore_findings(options.ignores, {url for page in pages for url in page.urls}, options.today, mode=options.mode))
    return tuple(sorted(found))


def _newly_dated(pages: Iterable[LinkedPage], state: State, options: RunOptions) -> Iterator[str]:
    for page in pages:
        if page.links_date is None or page.links_date.written is None:
            continue
        if options.mode is Mode.CHANGES and page.path in options.change.before:
            before = options.change.before[page.path]
            if before is None or before.written != page.links_date.written:
                yield page.path
        known = state.pages.get(page.path)
        if options.mode is Mode.ALL and known and known.links_updated != page.links_date.written:
            yield page.path


def _date_findings(pages: Iterable[LinkedPage], state: State, options: RunOptions) -> Iterator[Finding]:
    for page in pages:
        if page.links_date is None:
            continue
        touched = page.path in options.change.before or options.mode is Mode.FILES
        ours = options.includes(page.path)
        for found in date_findings(page.links_date, options.today, options.settings, mode=options.mode, touched=touched):
            if ours or (
                options.mode is Mode.CHANGES and found.rule in (Rule.DATE_OLD, Rule.DATE_TOO_OLD)
            ):  # time passes for every page
                yield found
        if options.mode is Mode.CHANGES and page.path in options.change.before:
            before = options.change.before[page.path]
            yield from change_findings(page.links_date, page.urls, before, options.settings, today=options.today)
        if options.mode is Mode.ALL:
            yield from night_findings(page.links_date, page.urls, state.pages.get(page.path), today=options.today)
