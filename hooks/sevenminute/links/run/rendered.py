"""Pages opened in a browser beside addresses that cannot exist: only scripts may tell one page of a site from another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sevenminute.links.classify.alike import Likeness, likeness, shape_of
from sevenminute.links.classify.classify import classify
from sevenminute.links.classify.opinion import Client, Opinion
from sevenminute.links.classify.verdict import DOUBTFUL, Kind, Verdict
from sevenminute.links.fetch.protocol import Request
from sevenminute.links.fetch.response import Response
from sevenminute.links.run.made_up_address import folder_of, missing_url
from sevenminute.links.run.options import RunOptions
from sevenminute.links.run.probing import accepted_codes
from sevenminute.links.run.progress import counting
from sevenminute.links.run.retry import ClassifiedResponse

MOST_COMPARED = 20
"""Links that the browser opens in one run to compare their pages: each costs two visits."""


def opened_in_browser(
    urls: Sequence[str], classified: Mapping[str, ClassifiedResponse], options: RunOptions, until: float
) -> dict[str, ClassifiedResponse]:
    """Open pages, with their scripts, and an address that cannot exist for each of their folders; return what counts then.

    Args:
        urls: Their addresses.
        classified: What was found of them, without a comparison.
        options: Who is asked, and how.
        until: When the run ends, on the clock of the retry policy.
    """
    missing = {folder_of(url): missing_url(url) for url in urls}
    seconds = until - options.retry_policy.clock()
    if options.browser is None or seconds <= 0:
        return {}
    politeness = replace(options.retry_policy.slow_down(options.politeness), run_limit=seconds)
    requests = [Request(url, scripts=True) for url in (*missing.values(), *urls)]
    answered = counting(options.progress, len(requests), Client.BROWSER)
    responses = options.browser.probe(requests, politeness, answered).responses
    found = {}
    for url in urls:
        seen, other = responses.get(url), responses.get(missing[folder_of(url)])
        verdict = _judged(url, seen, other, options) if seen and other else None
        if seen and verdict:
            found[url] = _with_browser(classified[url], verdict, seen)
    return found


def _judged(url: str, seen: Response, other: Response, options: RunOptions) -> Verdict | None:
    """Return what the browser thinks of a page, or None where it cannot tell."""
    verdict, shape = classify(seen, accepted_codes(url, options.settings)), shape_of(other)
    if verdict.kind is not Kind.FINE or other.failure:
        return None
    same = shape is not None and likeness(seen, shape) is not Likeness.OTHER
    return Verdict.SAME_AS_MISSING if same and verdict not in DOUBTFUL else verdict


def _with_browser(found: ClassifiedResponse, verdict: Verdict, seen: Response) -> ClassifiedResponse:
    """Return what counts: that the page is not the one, which the browser sees; else what was found before."""
    before = found.opinions or (Opinion(Client.LINKCHECKER, found.verdict, found.response),)
    others = tuple(opinion for opinion in before if opinion.client is not Client.BROWSER)
    opinions = (*others, Opinion(Client.BROWSER, verdict, seen))
    if verdict not in DOUBTFUL:
        return replace(found, opinions=opinions)
    return ClassifiedResponse(verdict, found.response if verdict is Verdict.SAME_AS_MISSING else seen, opinions)
