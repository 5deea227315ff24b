"""What sites show for addresses that cannot exist: asked once for a host, folder and month, and compared with their pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sevenminute.links.classify.alike import Likeness, PageShape, likeness, mark_of, shape_of
from sevenminute.links.classify.landing import is_home
from sevenminute.links.classify.opinion import Client
from sevenminute.links.classify.verdict import DOUBTFUL, Kind, Verdict
from sevenminute.links.fetch.protocol import Engine, Request
from sevenminute.links.fetch.response import Response
from sevenminute.links.history.record import MissingPage, State, to_the_second
from sevenminute.links.rules.severity import Mode
from sevenminute.links.run.made_up_address import folder_of, missing_url
from sevenminute.links.run.options import RunOptions
from sevenminute.links.run.rendered import MOST_COMPARED, opened_in_browser
from sevenminute.links.run.retry import ClassifiedResponse
from sevenminute.links.run.selection import last_checked
from sevenminute.text.web_address import host_of

ASKED_EVERY = timedelta(days=30)
"""How long it counts what a site shows for an address that cannot exist, if its pages stay as they are."""
MOST_PER_HOST = 10
"""Such addresses of one host in one run; the others wait for the next."""


@dataclass(frozen=True)
class ComparedPages:
    """What comparing has changed.

    Attributes:
        classified: All addresses with their verdicts.
        asked: What was asked now, by the id of `MissingPage`.
    """

    classified: dict[str, ClassifiedResponse]
    asked: dict[str, MissingPage]


def compare_with_missing(
    classified: Mapping[str, ClassifiedResponse],
    state: State,
    options: RunOptions,
    engine: Engine,
    until: float,
) -> ComparedPages:
    """Compare the pages that were found fine with what their sites show for addresses that cannot exist.

    Args:
        classified: The verdicts of a run.
        state: What is remembered.
        options: How to ask.
        engine: Who asks.
        until: When the run ends, on the clock of its retry policy.
    """
    pages = {url: page for url, found in classified.items() if (page := _compared_page(found))}
    wanted = _within_limits(sorted(url for url, page in pages.items() if _is_wanted(url, page, state, options)))
    seconds = until - options.retry_policy.clock()
    asked = _ask(wanted, options, engine, seconds) if wanted and seconds > 0 else {}
    known = {**state.missing_pages, **asked}
    compared = dict(classified)
    for url, page in pages.items():
        missing = known.get(folder_of(url))
        if missing and missing.shape and (verdict := _without_browser(page, missing.shape)):
            compared[url] = replace(classified[url], verdict=verdict)
    doubted = [url for url, found in classified.items() if compared[url] != found or _is_seen_by_browser_only(found)]
    if options.browser and doubted:
        doubted.sort(key=lambda url: last_checked(state.urls.get(url)))
        opened = opened_in_browser(doubted[:MOST_COMPARED], classified, options, until)
        compared.update(opened)
        if options.mode is Mode.ALL:  # the next night opens the others
            compared = {url: found for url, found in compared.items() if url not in doubted[MOST_COMPARED:]}
    return ComparedPages(compared, asked)


def _without_browser(page: Response, missing: PageShape) -> Verdict | None:
    """Return the verdict on a page as long as no browser has opened it, or None if it is not what is shown for missing ones."""
    alike = likeness(page, missing)
    if alike is Likeness.OTHER:
        return None
    if alike is Likeness.SHELL:
        return Verdict.NEEDS_SCRIPTS
    filled = page.page is not None and page.page.has_scripts and not missing.to
    return Verdict.SAME_WITHOUT_SCRIPTS if filled else Verdict.SAME_AS_MISSING


def _compared_page(found: ClassifiedResponse) -> Response | None:
    """Return an answer with a page that may be what any other address gets, or None: a home page is there for all.

    Where several clients looked it is what the first one saw, which asks for the other address too.
    """
    if found.verdict.kind is not Kind.FINE or found.verdict in DOUBTFUL:
        return None
    seen = [opinion.response for opinion in found.opinions[:1]] + [found.response]
    return next((response for response in seen if response and _may_be_any(response)), None)


def _may_be_any(response: Response) -> bool:
    answered = response.status_code in range(200, 300)
    return answered and not is_home(response.url) and bool(response.page and shape_of(response))


def _is_seen_by_browser_only(found: ClassifiedResponse) -> bool:
    """Tell whether a page was found by a browser alone, so that what others get for another address says nothing of it."""
    by = next((opinion.client for opinion in found.opinions if opinion.response is found.response), None)
    return by is Client.BROWSER and _compared_page(found) is not None


def _is_wanted(url: str, page: Response, state: State, options: RunOptions) -> bool:
    """Tell whether a site is to be asked: it was not for a month, or this page has changed since the last time."""
    missing, known = state.missing_pages.get(folder_of(url)), state.urls.get(url)
    if missing is None or options.now - missing.asked >= ASKED_EVERY:
        return True
    changed = known is not None and known.page is not None and known.page != mark_of(page)
    return (changed or known is None) and missing.asked.date() < options.today


def _within_limits(urls: Iterable[str]) -> list[str]:
    """Return one address for each folder, and not too many of one host."""
    per_host: Counter[str] = Counter()
    found = []
    for url in {folder_of(url): url for url in urls}.values():
        per_host[host_of(url)] += 1
        if per_host[host_of(url)] <= MOST_PER_HOST:
            found.append(url)
    return found


def _ask(urls: Sequence[str], options: RunOptions, engine: Engine, seconds: float) -> dict[str, MissingPage]:
    """Ask for an address that cannot exist in the folder of each of some addresses."""
    folders = {missing_url(url): folder_of(url) for url in urls}
    politeness = replace(options.politeness, run_limit=min(options.politeness.run_limit, seconds))
    probed = engine.probe([Request(url) for url in folders], politeness, lambda response: None)
    return {
        folder: MissingPage.of(folder, to_the_second(options.now), shape_of(probed.responses[url]))
        for url, folder in folders.items()
        if url in probed.responses and not probed.responses[url].failure  # a bad night: the next one asks again
    }
