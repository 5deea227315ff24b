"""One run of the check, from the links of a site to findings and what is remembered: everything but reading and writing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sevenminute.config.links import Ignore, LinkSettings
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.extract.links import LinkedPage, leads_to_https
from sevenminute.links.extract.occurrence import Occurrence
from sevenminute.links.fetch.outage import has_answer, outage, too_many_faults, too_many_lost
from sevenminute.links.fetch.protocol import Engine, Manners, Target
from sevenminute.links.fetch.response import Record
from sevenminute.links.fetch.retry import Judged, Patience, Rounds
from sevenminute.links.fetch.selection import why_skipped, within_limits
from sevenminute.links.history.record import Meta, PageState, State, Status, UrlState, to_the_second
from sevenminute.links.history.update import announce, is_due, keep_linked, remember, was_fine_lately
from sevenminute.links.result import CheckedLink, CheckedPage, Mode, Result
from sevenminute.links.rules import severity
from sevenminute.links.rules.date import Before, change_findings, date_findings, links_digest, night_findings
from sevenminute.links.rules.finding import Finding
from sevenminute.links.rules.ignore import ignore_findings
from sevenminute.links.rules.link import View, link_findings
from sevenminute.text.paths import REGISTER
from sevenminute.text.web_address import host_of

WITNESSES = 3
"""Hosts not known to be silent that are tried before anybody can say whether this machine has a way to the web."""


@dataclass(frozen=True)
class Change:
    """A proposed change, as far as it concerns links.

    Attributes:
        before: The pages that it touches as they were before, by their path now; None for those that are new.
        added: Links that it adds, as path and address.
        undecided: Why nobody can tell what it changes, or an empty string.
    """

    before: Mapping[str, Before | None] = field(default_factory=dict)
    added: frozenset[tuple[str, str]] = frozenset()
    undecided: str = ""


@dataclass(frozen=True)
class Order:
    """What a run is to do.

    Attributes:
        mode: What it is for.
        now: The moment.
        settings: What the site says of its links.
        manners: How hosts are asked.
        patience: How often again.
        change: The proposed change, in a run for one.
        paths: The pages that are looked at; None for all.
        force: Whether to ask for what is not due too.
        ask: Whether anybody is asked at all; else what is remembered counts.
        ignores: The ignores with their lines in the settings.
    """

    mode: Mode
    now: datetime
    settings: LinkSettings
    manners: Manners = field(default_factory=Manners)
    patience: Patience = field(default_factory=Patience)
    change: Change = field(default_factory=Change)
    paths: frozenset[str] | None = None
    force: bool = False
    ask: bool = True
    ignores: Sequence[tuple[Ignore, int]] = ()

    @property
    def today(self) -> date:
        """The day, in UTC."""
        return self.now.date()

    def looks_at(self, path: str) -> bool:
        """Tell whether a page is looked at."""
        return self.paths is None or path in self.paths


@dataclass(frozen=True)
class Checked:
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
    order: Order,
    engine: Engine,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Checked:
    """Check the links of a site.

    Args:
        pages: All pages with their links.
        state: What is remembered.
        order: What to do.
        engine: Who asks.
        progress: Is called with how many addresses were asked for, and how many are to be.
    """
    places = _places(pages, order)
    skipped = {url: why for url in places if (why := why_skipped(url, order.settings, order.today))}
    wanted = [url for url in places if url not in skipped and _is_wanted(url, places[url], state, order)]
    asked, deferred = within_limits(wanted, state.urls)
    targets = _targets([*asked, *_witnesses(asked, pages, state, order)], pages)
    judged, inconclusive = _ask(asked, targets, order, engine, progress)
    unasked = [url for url in asked if url not in judged]
    deferred = {*deferred, *unasked}
    if unasked and order.mode is not Mode.ALL:  # the next night looks again; here somebody waits for a word on all of them
        were = "was" if len(unasked) == 1 else "were"
        late = f"the time for this run was over before {len(unasked)} of {len(asked)} links {were} looked at"
        inconclusive = inconclusive or late
    inconclusive = order.change.undecided or inconclusive
    after = state if inconclusive or order.mode is not Mode.ALL else _remembered(state, pages, judged, order, engine)
    links = tuple(
        CheckedLink(
            url,
            tuple(sorted(found)),
            judged[url].verdict if url in judged else Verdict.SKIPPED if url in skipped else None,
            judged[url].record if url in judged else None,
            skipped.get(url, ""),
            _shown_state(url, judged, after, order),
            url in deferred,
        )
        for url, found in sorted(places.items())
    )
    findings = _findings(pages, () if inconclusive else links, state, order)
    shown = tuple(
        CheckedPage(page.path, page.title, page.claim.date if page.claim else None, page.urls)
        for page in pages
        if order.looks_at(page.path)
    )
    result = Result(order.now, order.today, order.mode, engine.name, shown, links, findings, inconclusive)
    return Checked(result, after)


def _places(pages: Iterable[LinkedPage], order: Order) -> dict[str, list[Occurrence]]:
    places: dict[str, list[Occurrence]] = defaultdict(list)
    for page in pages:
        if order.looks_at(page.path):
            for place in page.places:
                places[place.url].append(place)
    return places


def _is_wanted(url: str, places: Iterable[Occurrence], state: State, order: Order) -> bool:
    known = state.urls.get(url)
    if not order.ask:
        return False
    match order.mode:
        case Mode.OFFLINE:
            return False
        case Mode.ALL:
            return order.force or is_due(known, order.today)
        case Mode.FILES:
            return order.force or not was_fine_lately(known, order.now)
        case Mode.CHANGES:
            return any((place.path, place.url) in order.change.added for place in places) or not was_fine_lately(known, order.now)


def _ask(
    urls: Sequence[str], targets: Sequence[Target], order: Order, engine: Engine, progress: Callable[[int, int], None]
) -> tuple[dict[str, Judged], str]:
    """Ask for addresses with their witnesses, and return their verdicts, and why they say nothing, if they do not."""
    done = 0

    def answered(record: Record) -> None:
        nonlocal done
        done += 1
        progress(done, len(targets))

    rounds = Rounds(engine, order.manners, order.patience, accepted=lambda url: _accepted(url, order.settings))
    outcome = rounds.ask(targets, answered)
    records = [judged.record for judged in outcome.judged.values() if judged.record]
    lost = sum(judged.record is None for judged in outcome.judged.values())
    asked = len(outcome.judged)
    inconclusive = outcome.fault or too_many_faults(records, asked) or outage(records) or too_many_lost(lost, asked)
    proven = any(has_answer(record) for record in records)
    return {url: _believed(outcome.judged[url], proven=proven) for url in urls if url in outcome.judged}, inconclusive


def _targets(urls: Iterable[str], pages: Iterable[LinkedPage]) -> list[Target]:
    fragments: dict[str, dict[str, None]] = defaultdict(dict)
    for page in pages:
        for place in page.places:
            if place.fragment:
                fragments[place.url][place.fragment] = None
    return [Target(url, tuple(fragments[url])) for url in urls]


def _witnesses(urls: Sequence[str], pages: Iterable[LinkedPage], state: State, order: Order) -> list[str]:
    """Return addresses of other hosts of the site: to ask for dead hosts alone would not tell whose fault it is.

    There are enough of them that hosts which were silent before never look like an outage.
    """
    hosts = {host_of(url) for url in urls}
    silent = hosts - {host_of(url) for url in urls if not _was_silent(state.urls.get(url))}
    wanted = WITNESSES + len(silent) // 4 - len(hosts - silent) if urls else 0
    found: dict[str, str] = {}
    for url in (url for page in pages for url in page.urls):
        if len(found) >= wanted:
            break
        known = host_of(url) in hosts or _was_silent(state.urls.get(url))
        if not known and not why_skipped(url, order.settings, order.today):
            found.setdefault(host_of(url), url)
    return list(found.values())


def _was_silent(known: UrlState | None) -> bool:
    """Tell whether nothing at all answered for an address when it was last looked at."""
    return known is not None and known.status in (Status.SUSPECT, Status.BROKEN) and known.code is None


def _believed(judged: Judged, *, proven: bool) -> Judged:
    """Take back that a name is unknown where no host answered at all: perhaps nobody could be asked."""
    return replace(judged, verdict=Verdict.TEMPORARY) if judged.verdict is Verdict.DNS_UNKNOWN and not proven else judged


def _accepted(url: str, settings: LinkSettings) -> Sequence[int]:
    place = host_of(url)
    known = settings.hosts.get(place) or settings.hosts.get(place.partition(":")[0])
    return known.accept if known else ()


def _shown_state(url: str, judged: Mapping[str, Judged], after: State, order: Order) -> UrlState | None:
    """Return what is known of an address in the end; outside of the night what was seen now is shown, and forgotten again."""
    known = after.urls.get(url)
    if order.mode is Mode.ALL or known is None or url not in judged:
        return known
    return remember(known, url, judged[url].verdict, judged[url].record, order.now)


def _remembered(state: State, pages: Sequence[LinkedPage], judged: Mapping[str, Judged], order: Order, engine: Engine) -> State:
    linked = {url for page in pages for url in page.urls}
    urls = dict(state.urls)
    for url in linked:
        if why_skipped(url, order.settings, order.today):
            continue
        if url in judged:
            urls[url] = remember(urls.get(url), url, judged[url].verdict, judged[url].record, order.now)
        elif url not in urls:
            urls[url] = UrlState(id=url, first_seen=to_the_second(order.now))
        urls[url] = announce(urls[url], order.today, order.settings.known_grace_days)
    extra = state.meta.model_extra if state.meta else None
    meta = Meta(run=order.now, engine=engine.name, **(extra or {}))
    return State(meta, dict(_page_states(state, pages)), keep_linked(urls, linked, order.now))


def _page_states(state: State, pages: Iterable[LinkedPage]) -> Iterator[tuple[str, PageState]]:
    for page in pages:
        if page.claim is None or page.claim.written is None:
            continue
        known = state.pages.get(page.path)
        row = PageState(id=page.path, links_updated=page.claim.written, links_digest=links_digest(page.urls), n=len(page.urls))
        if known:  # keys of a later program stay, and so does the digest for as long as the date does
            same = known.links_updated == page.claim.written
            row = known.model_copy(
                update={
                    "links_updated": row.links_updated,
                    "n": row.n,
                    "links_digest": known.links_digest if same else row.links_digest,
                }
            )
        yield page.path, row


def _findings(pages: Sequence[LinkedPage], links: Sequence[CheckedLink], state: State, order: Order) -> tuple[Finding, ...]:
    looked_at = [page for page in pages if order.looks_at(page.path)]
    shown = {page.path: CheckedPage(page.path, page.title, page.claim.date if page.claim else None, page.urls) for page in pages}
    view = View(
        order.mode,
        order.today,
        order.settings,
        order.change.added,
        frozenset(_newly_dated(pages, state, order)),
        {place.url: place.line for page in pages if page.path == REGISTER for place in page.places},
    )
    found = {*link_findings(links, shown, view), *_date_findings(pages, state, order)}
    found.update(_slips(looked_at, order.mode))
    found.update(_unsafe(links, found, order.mode))
    found.update(ignore_findings(order.ignores, {url for page in pages for url in page.urls}, order.today, mode=order.mode))
    return tuple(sorted(found))


def _newly_dated(pages: Iterable[LinkedPage], state: State, order: Order) -> Iterator[str]:
    for page in pages:
        if page.claim is None or page.claim.written is None:
            continue
        if order.mode is Mode.CHANGES and page.path in order.change.before:
            before = order.change.before[page.path]
            if before is None or before.written != page.claim.written:
                yield page.path
        known = state.pages.get(page.path)
        if order.mode is Mode.ALL and known and known.links_updated != page.claim.written:
            yield page.path


def _date_findings(pages: Iterable[LinkedPage], state: State, order: Order) -> Iterator[Finding]:
    for page in pages:
        if page.claim is None:
            continue
        touched = page.path in order.change.before or order.mode is Mode.FILES
        ours = order.looks_at(page.path)
        for found in date_findings(page.claim, order.today, order.settings, mode=order.mode, touched=touched):
            if ours or (order.mode is Mode.CHANGES and found.rule in ("L110", "L111")):  # time passes for every page
                yield found
        if order.mode is Mode.CHANGES and page.path in order.change.before:
            before = order.change.before[page.path]
            yield from change_findings(page.claim, page.urls, before, order.settings, today=order.today)
        if order.mode is Mode.ALL:
            yield from night_findings(page.claim, page.urls, state.pages.get(page.path), today=order.today)


def _slips(pages: Iterable[LinkedPage], mode: Mode) -> Iterator[Finding]:
    for page in pages:
        for slip in page.slips:
            found = severity(slip.rule, mode)
            if found:
                yield Finding(slip.path, slip.line, slip.column, slip.rule, found, slip.what, "", slip.mend)


def _unsafe(links: Iterable[CheckedLink], said: Iterable[Finding], mode: Mode) -> Iterator[Finding]:
    """L172 for addresses that go the unsafe way to a place that is known to have a safe one."""
    moved = {(found.path, found.line, found.url) for found in said if found.rule == "L150"}
    found = severity("L172", mode)
    for link in links:
        redirect = link.state.redirect if link.state and link.state.status is Status.OK else None
        if not found or not redirect or not redirect.permanent or not leads_to_https(link.url, redirect.to):
            continue
        for place in link.occurrences:
            if (place.path, place.line, link.url) not in moved:
                what = f"this link goes the unsafe way: {link.url}"
                yield Finding(
                    place.path, place.line, place.column, "L172", found, what, "", f"link directly to {redirect.to}", link.url
                )
