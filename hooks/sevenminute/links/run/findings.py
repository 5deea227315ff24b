"""What all rules say of the pages and links of a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sevenminute.links.extract.links import LinkedPage
from sevenminute.links.history.record import State
from sevenminute.links.rules import Rule
from sevenminute.links.rules.address import address_findings, insecure_findings
from sevenminute.links.rules.checked import CheckedLink, CheckedPage
from sevenminute.links.rules.date import change_findings, date_findings, night_findings
from sevenminute.links.rules.finding import Finding
from sevenminute.links.rules.ignore import ignore_findings
from sevenminute.links.rules.link import RuleContext, link_findings
from sevenminute.links.rules.severity import Mode
from sevenminute.links.run.options import RunOptions
from sevenminute.text.paths import REGISTER


def run_findings(
    pages: Sequence[LinkedPage], links: Sequence[CheckedLink], state: State, options: RunOptions
) -> tuple[Finding, ...]:
    """Return what the rules say, in the order of the files.

    Args:
        pages: All pages, looked at or not: time passes for each.
        links: The links of the run; none when nothing can be concluded.
        state: What was remembered before it.
        options: What the run is for.
    """
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
