"""What sites show for addresses that cannot exist: asked once for a host, folder and month, and compared with their pages."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

from sevenminute.links.classify.alike import Likeness, likeness, mark_of, shape_of
from sevenminute.links.classify.landing import is_home
from sevenminute.links.classify.verdict import DOUBTFUL, Kind, Verdict
from sevenminute.links.fetch.protocol import Engine, Request
from sevenminute.links.fetch.response import Response
from sevenminute.links.history.record import MissingPage, State, to_the_second
from sevenminute.links.run.options import RunOptions
from sevenminute.links.run.retry import ClassifiedResponse
from sevenminute.text.web_address import host_of

ASKED_EVERY = timedelta(days=30)
"""How long it counts what a site shows for an address that cannot exist, if its pages stay as they are."""
MOST_PER_HOST = 10
"""Such addresses of one host in one run; the others wait for the next."""
_LETTERS = "bcdfghjklmnpqrstvwxz"
_NAME_LENGTH = 20
_LONGEST_ENDING = 6
_VERDICTS = {Likeness.SAME: Verdict.SAME_AS_MISSING, Likeness.SHELL: Verdict.NEEDS_SCRIPTS}


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
    classified: Mapping[str, ClassifiedResponse], state: State, options: RunOptions, engine: Engine, until: float
) -> ComparedPages:
    """Compare the pages that were found fine with what their sites show for addresses that cannot exist.

    Args:
        classified: The verdicts of a run.
        state: What is remembered.
        options: How to ask.
        engine: Who asks.
        until: When the run ends, on the clock of its retry policy.
    """
    pages = {url: found.response for url, found in classified.items() if found.response and _is_compared(found)}
    wanted = _within_limits(sorted(url for url, page in pages.items() if _is_wanted(url, page, state, options)))
    seconds = until - options.retry_policy.clock()
    asked = _ask(wanted, options, engine, seconds) if wanted and seconds > 0 else {}
    known = {**state.missing_pages, **asked}
    compared = dict(classified)
    for url, page in pages.items():
        missing = known.get(folder_of(url))
        alike = likeness(page, missing.shape) if missing and missing.shape else Likeness.OTHER
        if alike in _VERDICTS:
            compared[url] = replace(classified[url], verdict=_VERDICTS[alike])
    return ComparedPages(compared, asked)


def folder_of(url: str) -> str:
    """Return the folder of an address and the ending of its name, as `https://www.example.org/guides/*.html`.

    Servers hand endings to programs of their own, each with its own way to say that there is no page.
    """
    parts = urlsplit(url)
    path = parts.path.removesuffix("/") or "/"
    folder, _, name = path.rpartition("/")
    dot, ending = name.rpartition(".")[1:]
    ending = f"{dot}{ending}" if dot and len(ending) <= _LONGEST_ENDING else ""
    return urlunsplit((parts.scheme, parts.netloc, f"{folder}/*{ending}{'/' * parts.path.endswith('/')}", "", ""))


def _is_compared(found: ClassifiedResponse) -> bool:
    """Tell whether an address answered with a page that may be what any other address gets: a home page is there for all."""
    fine = found.verdict.kind is Kind.FINE and found.verdict not in DOUBTFUL
    answered = found.response is not None and found.response.status_code in range(200, 300)
    return fine and answered and found.response is not None and not is_home(found.response.url) and bool(_shape(found.response))


def _shape(response: Response) -> object:
    return response.page and shape_of(response)


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
    folders = {_missing_url(url): folder_of(url) for url in urls}
    politeness = replace(options.politeness, run_limit=min(options.politeness.run_limit, seconds))
    probed = engine.probe([Request(url) for url in folders], politeness, lambda response: None)
    return {
        folder: MissingPage.of(folder, to_the_second(options.now), shape_of(probed.responses[url]))
        for url, folder in folders.items()
        if url in probed.responses and not probed.responses[url].failure  # a bad night: the next one asks again
    }


def _missing_url(url: str) -> str:
    name = "".join(secrets.choice(_LETTERS) for _ in range(_NAME_LENGTH))
    return folder_of(url).replace("*", name)
