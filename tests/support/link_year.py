"""A web for a year of nights: ordinary links in the proportions that were counted, and one link to each behaviour of the table.

What its servers answer was brought back from real ones by the real clients. What is ordinary, and how often, comes from:

- the 40,600 links of councils in GOV.UK's Local Links Manager: 90 % answer 200; of the others 65 % say 404 or 410, 13 % take no
  connection, 16 % refuse or fail in other ways;
- the Pew Research Center, 2024: 8 % of the pages of a year are gone at its end, 9 of 25 of them with their hosts; 16 % of the
  links of public bodies lead elsewhere by a redirect; 6 % of what is gone comes back;
- a study of Common Crawl, University of Twente, 2024: 1.7 % of hosts refuse machines in words.

Assumed is that each behaviour of the table has one link, that four of five ordinary links have bad days, and how long they last.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from behaviours import Behaviour, O
from linked_site import answer, no_answer
from sevenminute.links.classify.opinion import Client
from sevenminute.links.fetch.protocol import Politeness, Request, Responses
from sevenminute.links.fetch.response import Response

NIGHTS = 365
ORDINARY = 200
Recorded = Mapping[Client, Mapping[str, Response]]
"""What each client brought back: by client, then by row; `NAME/unknown` is of an address that does not exist."""

TROUBLES: Sequence[Callable[[str], Response]] = (
    lambda url: answer(url, 500),
    lambda url: answer(url, 503),
    lambda url: no_answer(url, "ReadTimeout"),
    lambda url: no_answer(url, "ConnectionError", "ConnectionResetError"),
    lambda url: no_answer(url, "NewConnectionError", "ConnectionRefusedError", errno=111),
    lambda url: no_answer(url, "NameResolutionError", "gaierror", errno=-3),
)
NOTHING_TO_TELL = O(0)


def nameless(url: str) -> Response:
    return no_answer(url, "NameResolutionError", "gaierror", errno=-2)


def refused(url: str) -> Response:
    return no_answer(url, "NewConnectionError", "ConnectionRefusedError", errno=111)


@dataclass(frozen=True)
class Phase:
    """What an address does for some days.

    Attributes:
        first: The first day.
        last: The day after the last.
        brought: Returns what a client brings back of an address of its host.
        live: Whether a reader gets to the page.
        told: What the check may say of a page that is not there, so that a person learns of it; nothing if it is.
        cannot_be_seen: Why no machine can tell that the page is not there, or an empty string.
        evidence: Looks in a row, and days from the first to the last, after which a machine may be sure.
    """

    first: int
    last: int
    brought: Callable[[Client, str], Response]
    live: bool = True
    told: O = NOTHING_TO_TELL
    cannot_be_seen: str = ""
    evidence: tuple[int, int] = (1, 0)


@dataclass
class Link:
    """An address of the made-up web, fine on each day for which there is no phase."""

    url: str
    name: str
    fragment: str = ""
    browsers_only: bool = False
    phases: list[Phase] = field(default_factory=list)

    def on(self, day: int) -> Phase | None:
        return next((phase for phase in self.phases if phase.first <= day < phase.last), None)

    def is_live(self, day: int) -> bool:
        phase = self.on(day)
        return phase is None or phase.live

    def deaths(self) -> Iterator[Phase]:
        return (phase for phase in self.phases if phase.told or phase.cannot_be_seen)


def replaced(value: Any, old: str, new: str) -> Any:
    """Return a response, or a part of it, with another host."""
    if isinstance(value, str):
        return new + value[len(old) :] if value.startswith(old) else value
    if isinstance(value, tuple):
        return tuple(replaced(item, old, new) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{part.name: replaced(getattr(value, part.name), old, new) for part in fields(value) if part.init})
    return value


def behaving(row: Behaviour, url: str, recorded: Recorded) -> Callable[[Client, str], Response]:
    """Return what brings back what the server of a row has answered, as if it stood at the host of an address."""

    def brought(client: Client, asked: str) -> Response:
        found = recorded[client].get(row.name) or recorded[Client.LINKCHECKER][row.name]
        if asked != url:
            found = recorded[client].get(f"{row.name}/unknown") or recorded[Client.LINKCHECKER][f"{row.name}/unknown"]
        there: Response = replaced(found, origin(found.url), origin(asked))
        return replace(there, url=asked)

    return brought


def origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def the_same(response: Callable[[str], Response]) -> Callable[[Client, str], Response]:
    return lambda client, asked: response(asked)


def gone_from(first: int, row: Behaviour, url: str, recorded: Recorded, last: int = NIGHTS + 1) -> Phase:
    evidence = (1, 0) if not row.ninth & O.BROKEN else (2, 3) if row.name == "name-unknown" else (2, 1)
    return Phase(first, last, behaving(row, url, recorded), False, row.ninth & (O.BROKEN | O.LOOK), "", evidence)


def web(rows: Iterable[Behaviour], recorded: Recorded, draw: random.Random) -> list[Link]:
    """Return the addresses."""
    table = {row.name: row for row in rows}
    of_rows = (of_table(row, recorded, draw) for row in table.values())
    return [*ordinary(table, recorded, draw), *filter(None, of_rows)]


def ordinary(table: Mapping[str, Behaviour], recorded: Recorded, draw: random.Random) -> list[Link]:
    """Return ordinary links: 16 % lead elsewhere, 2 % are shut to machines, 8 % die, some come back, most have a bad day."""
    links = [Link(f"http://ordinary{number}.example/page", "ordinary") for number in range(ORDINARY)]

    def day(margin: int = 30) -> int:
        return draw.randrange(10, NIGHTS - margin)

    def always(link: Link, name: str) -> None:
        link.name = name
        link.phases.append(Phase(draw.choice((0, day())), NIGHTS + 1, behaving(table[name], link.url, recorded)))

    rest = iter(links)
    for name, number in (("kept-301", 16), ("kept-302-empty", 16), ("status-403", 3), ("challenge-403", 1)):
        for _ in range(number):
            always(next(rest), name)
    for name, number in (("status-404", 9), ("status-410", 1), ("soft-removed", 1)):
        for _ in range(number):
            link = next(rest)
            link.name = name
            link.phases.append(gone_from(day(), table[name], link.url, recorded))
    for silent, number, evidence in ((nameless, 4, (2, 3)), (refused, 2, (3, 7))):
        for _ in range(number):
            link = next(rest)
            link.name = silent.__name__
            link.phases.append(Phase(day(), NIGHTS + 1, the_same(silent), False, O.BROKEN, "", evidence))
    for _ in range(2):  # comes back
        link, first = next(rest), day(100)
        link.phases.append(gone_from(first, table["status-404"], link.url, recorded, first + draw.randrange(25, 60)))
    unseen = (("status-403", "gone behind a wall"), ("robots-disallows", "gone behind a robots.txt"))
    for name, why in unseen:
        link = next(rest)
        link.phases.append(Phase(day(), NIGHTS + 1, behaving(table[name], link.url, recorded), False, NOTHING_TO_TELL, why))
    link = next(rest)
    link.phases.append(Phase(day(), NIGHTS + 1, the_same(answer), False, NOTHING_TO_TELL, "another page under the same address"))
    for link in rest:
        if draw.random() < 0.8:
            link.phases += bad_days(draw)
    return links


def bad_days(draw: random.Random) -> Iterator[Phase]:
    """Yield troubles of one to six days, on which readers see no page either; or a day on which a site is made anew."""
    day = 0
    while True:
        day += draw.randrange(20, 200)
        length = draw.randrange(1, 7)
        if day + length >= NIGHTS:
            return
        how = draw.choice(TROUBLES)
        if draw.random() < 0.1:
            how, length = (lambda url: answer(url, 404)), 1
        yield Phase(day, day + length, the_same(how), live=False)
        day += length


def of_table(row: Behaviour, recorded: Recorded, draw: random.Random) -> Link | None:
    """Return a link to a behaviour of the table, or None for one of which no year can be made."""
    changes = any(isinstance(answers, list) for answers in row.site.values())
    if row.host or row.waits or changes or row.name not in recorded[Client.LINKCHECKER]:
        return None
    found = recorded[Client.LINKCHECKER][row.name]
    url = f"{urlsplit(found.url).scheme}://year-{row.name}.example{found.url.removeprefix(origin(found.url))}"
    link = Link(url, row.name, row.link.partition("#")[2], row.browser)
    dead = not row.is_live and row.ninth & (O.BROKEN | O.LOOK) and not row.ninth & O.UNCHECKED
    if dead:
        link.phases.append(gone_from(draw.randrange(10, NIGHTS - 30), row, url, recorded))
    else:
        link.phases.append(Phase(0, NIGHTS + 1, behaving(row, url, recorded), row.is_live))
    return link


@dataclass
class YearEngine:
    """A client that is asked on one day of the year."""

    links: Mapping[str, Link]
    client: Client
    day: int
    name: str = "year"
    asked: int = 0

    def probe(self, requests: Sequence[Request], politeness: Politeness, answered: Callable[[Response], None]) -> Responses:
        responses = {request.url: self._brought(request.url) for request in requests}
        self.asked += len(responses)
        for response in responses.values():
            answered(response)
        return Responses(responses)

    def _brought(self, url: str) -> Response:
        link = self.links[urlsplit(url).netloc]
        phase = link.on(self.day)
        if phase:
            return phase.brought(self.client, url)
        return answer(url) if url == link.url else answer(url, 404)
