"""A year of nights over a web that is made up: what dies is announced soon, what lives is never called broken.

Real are the rules, the memory, the state file and what is due when. Made up are the web and the engine, which brings back what
the web of that day would have answered; tests/links/test_links_verdicts.py shows that real LinkChecker
brings back such responses.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from linked_site import FakeEngine, Waited, answer, moved, no_answer
from sevenminute.config.links import LinkSettings
from sevenminute.links.extract.links import LinkedPage
from sevenminute.links.extract.links_date import LinksDate, PreviousVersion
from sevenminute.links.extract.occurrence import Occurrence
from sevenminute.links.fetch.response import Response
from sevenminute.links.git.changes import Change
from sevenminute.links.history.file import read_state, write_state
from sevenminute.links.history.record import Status
from sevenminute.links.rules.finding import Finding
from sevenminute.links.rules.severity import Mode, Severity
from sevenminute.links.run.check import CheckOutcome, check
from sevenminute.links.run.options import RunOptions
from sevenminute.links.run.retry import RetryPolicy

pytestmark = pytest.mark.slow  # a year, night by night

LINKS, HOSTS, NIGHTS, PAGES = 200, 60, 365, 25
FIRST = datetime(2026, 1, 1, 2, 10, tzinfo=UTC)
OFFLINE = {40, 41, 150, 290, 291, 292}
"""Nights on which the machine itself has no way to the web, and is told that no name exists."""
MISSED = {77, 200, 201, 202, 320}
"""Nights on which nothing runs."""
NEVER_OLD = LinkSettings(warn_after_days=3000, fail_after_days=3600)

Answer = Callable[[str], Response]


def ok(url: str) -> Response:
    return answer(url)


def gone(url: str) -> Response:
    return answer(url, 404)


def removed(url: str) -> Response:
    return answer(url, 410)


def failing(url: str) -> Response:
    return answer(url, 503)


def silent(url: str) -> Response:
    return no_answer(url, "ConnectTimeout", "ConnectTimeoutError", "TimeoutError")


def refused(url: str) -> Response:
    return no_answer(url, "NewConnectionError", "ConnectionRefusedError", errno=111)


def nameless(url: str) -> Response:
    return no_answer(url, "NameResolutionError", "gaierror", errno=-2)


def walled(url: str) -> Response:
    return answer(url, 403)


def limited(url: str) -> Response:
    return answer(url, 429)


def elsewhere(url: str) -> Response:
    return moved(url, f"{url}/new")


@dataclass
class Link:
    """An address of the made-up web.

    Attributes:
        url: The address.
        days: What it answers from which day on, by the first day.
        dead: The days on which its page is not there for anybody: from, and to without the last.
    """

    url: str
    days: list[tuple[int, Answer]]
    dead: list[tuple[int, int]] = field(default_factory=list)

    def on(self, day: int) -> Answer:
        return next(found for first, found in reversed(self.days) if first <= day)

    def is_dead(self, day: int) -> bool:
        return any(first <= day < last for first, last in self.dead)


def web(draw: random.Random) -> list[Link]:
    """Return the addresses: most live, with bad days; some die, move, hide, or come back."""
    links = [Link(f"https://host{number % HOSTS}.example/{number}", [(0, ok)]) for number in range(LINKS)]
    for link in links[:30]:  # die for good, each in its way
        day, how = draw.randrange(10, NIGHTS - 30), draw.choice([gone, gone, removed, failing, silent, refused])
        link.days.append((day, how))
        link.dead.append((day, NIGHTS + 1))
    for link in links[30:45]:  # die and come back
        day, how = draw.randrange(10, NIGHTS - 100), draw.choice([gone, removed, silent, failing])
        back = day + draw.randrange(25, 60)
        link.days += [(day, how), (back, ok)]
        link.dead.append((day, back))
    for host in (46, 51, 57):  # whole hosts lose their name
        day = draw.randrange(30, NIGHTS - 40)
        for link in (link for link in links[60:] if f"//host{host}." in link.url):
            link.days.append((day, nameless))
            link.dead.append((day, NIGHTS + 1))
    living = [link for link in links[60:] if not link.dead]
    for link in living[:20]:
        link.days += flapping(draw)
    for link in living[20:30]:
        link.days.append((draw.randrange(NIGHTS), elsewhere))
    for link in living[30:45]:
        link.days += for_some_days(draw, walled, 90)
    for link in living[45:60]:
        link.days += for_some_days(draw, limited, 200)
    for link in living[60:]:  # a bad day or two, or a page that is gone while its site is made anew
        link.days += (
            for_some_days(draw, draw.choice([failing, silent, refused, nameless]), 3)
            if draw.random() < 0.7
            else for_some_days(draw, gone, 1)
        )
    return links


def flapping(draw: random.Random) -> Iterator[tuple[int, Answer]]:
    """Yield failures of one to six days, with a fine day at least between two."""
    day = 0
    while day < NIGHTS:
        day += draw.randrange(1, 25)
        yield day, draw.choice([failing, silent, refused])
        day += draw.randrange(1, 6)
        yield day, ok


def for_some_days(draw: random.Random, how: Answer, most: int) -> list[tuple[int, Answer]]:
    day = draw.randrange(NIGHTS - most)
    return [(day, how), (day + draw.randrange(1, most + 1), ok)]


@dataclass
class Diary:
    """What happened in the year.

    Attributes:
        draw: Draws what is left to chance, the same each time.
        looks: For each address the days on which it was looked at, and what came.
        announced: For each address the days on which it was said to be broken as an error.
        called_broken: Addresses called broken on a day on which their pages were there.
        probes: Addresses asked for, each night.
        changes: Proposed changes that were checked.
        failed_changes: Errors that were found in them.
        inconclusive: Nights of which nothing could be concluded.
    """

    draw: random.Random
    looks: dict[str, list[tuple[int, Response]]] = field(default_factory=lambda: defaultdict(list))
    announced: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    called_broken: list[tuple[int, str]] = field(default_factory=list)
    probes: list[int] = field(default_factory=list)
    changes: int = 0
    failed_changes: list[Finding] = field(default_factory=list)
    inconclusive: int = 0


def pages_of(links: list[Link], written: str = "2025-12") -> list[LinkedPage]:
    """Return briefings, each with its share of the addresses."""
    return [page(number, [link.url for link in links[number::PAGES]], written) for number in range(PAGES)]


def page(number: int, urls: list[str], written: str) -> LinkedPage:
    path = f"briefings/page-{number}.md"
    places = tuple(Occurrence(path, 40 + line, 3, url) for line, url in enumerate(urls))
    return LinkedPage(path, f"Page {number}", LinksDate(path, 5, written), places)


def order(day: int, mode: Mode, **more: object) -> RunOptions:
    retry_policy = RetryPolicy(retries=1, sleep=Waited())
    return replace(RunOptions(mode, FIRST + timedelta(days=day), NEVER_OLD, retry_policy=retry_policy), **more)  # type: ignore[arg-type]


def night(file: Path, pages: list[LinkedPage], links: dict[str, Link], day: int, diary: Diary) -> None:
    """Check all, as the nightly job does, with the state in its file."""
    engine = FakeEngine(nameless if day in OFFLINE else lambda url: links[url].on(day)(url))
    done = check(pages, read_state(file, now=FIRST + timedelta(days=day)), order(day, Mode.ALL), engine)
    diary.probes.append(len(set(engine.asked)))
    if done.result.inconclusive:
        diary.inconclusive += 1
        return
    write_state(file, done.state)
    note(done, links, day, diary)


def note(done: CheckOutcome, links: dict[str, Link], day: int, diary: Diary) -> None:
    for link in done.result.links:
        if link.response:
            diary.looks[link.url].append((day, link.response))
        if link.state and link.state.status is Status.BROKEN and not links[link.url].is_dead(day):
            diary.called_broken.append((day, link.url))
    for found in done.result.findings:
        if found.rule == "L140" and found.severity is Severity.ERROR and found.url:
            diary.announced[found.url].append(day)


def proposal(file: Path, pages: list[LinkedPage], links: dict[str, Link], day: int, diary: Diary) -> None:
    """Check a change of a page: of its words only, or with one link more and a new date, after somebody opened each link.

    The link that is added may be walled, limited, or failing on that day. It is not one that says 404, or has no name, on the
    day itself: a change that adds such a link fails, as it should.
    """
    old = diary.draw.choice(pages)
    living = [link.url for link in links.values() if not link.is_dead(day) and link.on(day) not in (gone, nameless)]
    new = old
    if all(url in living for url in old.urls):
        today = (FIRST + timedelta(days=day)).date().isoformat()
        new = page(int(old.path[15:-3]), [*old.urls, diary.draw.choice(living)], today)
    before = PreviousVersion(old.links_date.written if old.links_date else None, frozenset(old.urls))
    added = frozenset((new.path, url) for url in new.urls if url not in old.urls)
    change = Change({new.path: before}, added)
    engine = FakeEngine(lambda url: links[url].on(day)(url))
    state = read_state(file, now=FIRST + timedelta(days=day))
    changed = [new if each is old else each for each in pages]
    done = check(changed, state, order(day, Mode.CHANGES, change=change, paths=frozenset([new.path])), engine)
    diary.changes += 1
    diary.failed_changes += [found for found in done.result.findings if found.severity is Severity.ERROR]


def evidence(looks: list[tuple[int, Response]]) -> list[int]:
    """Return the days on which what was seen allows to call an address broken for the first time, by the rules."""
    days: list[int] = []
    row: list[int] = []
    allowed = False
    for day, response in looks:
        name = response.failure is not None and response.failure.errno == -2
        if response.status_code in (403, 429):
            continue
        if response.status_code == 200:
            row, allowed = [], False
            continue
        row.append(day)
        least, span = (2, 1) if response.status_code in (404, 410) else (2, 3) if name else (3, 7)
        if not allowed and len(row) >= least and row[-1] - row[0] >= span:
            allowed = True
            days.append(day)
    return days


def test_a_year_of_nights(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draw = random.Random(20260101)  # noqa: S311 - the same year each time
    links = {link.url: link for link in web(draw)}
    pages = pages_of(list(links.values()))
    diary = Diary(draw)
    file = tmp_path / "linkstate.jsonl"
    for day in range(NIGHTS):
        if day not in MISSED:
            night(file, pages, links, day, diary)
        if day % 2 == 0:
            proposal(file, pages, links, day, diary)
    deaths = [(link.url, first, last) for link in links.values() for first, last in link.dead]
    said = {(url, first): [day for day in diary.announced[url] if first <= day < last] for url, first, last in deaths}
    allowed = {(url, first): [day for day in evidence(diary.looks[url]) if first <= day < last] for url, first, last in deaths}
    late = [said[death][0] - allowed[death][0] for death in said if said[death] and allowed[death]]
    after_death = [days[0] - first for (_, first), days in said.items() if days]
    hosts = {url.split("/")[2] for url in links}
    announced, mean = sum(bool(days) for days in said.values()), sum(after_death) / len(after_death)
    with capsys.disabled():
        print(f"\n{len(links)} links on {len(hosts)} hosts")
        print(f"{len(diary.probes)} nights, {diary.inconclusive} of them without a way to the web")
        print(f"{len(deaths)} deaths, {announced} announced, at most {max(late)} days after the evidence allowed it")
        print(f"days from a death to its announcement: {min(after_death)} to {max(after_death)}, {mean:.1f} on average")
        print(f"{len(diary.called_broken)} live links called broken")
        print(f"{diary.changes} proposed changes, {len(diary.failed_changes)} failed")
        print(f"{sum(diary.probes)} addresses asked for, {max(diary.probes)} in one night at most")
    assert (len(links), len(hosts), len(diary.probes)) == (LINKS, HOSTS, NIGHTS - len(MISSED))
    assert [death for death, days in said.items() if not days] == []
    assert max(late) <= 3
    assert diary.called_broken == []
    assert diary.failed_changes == []
    assert diary.inconclusive == len(OFFLINE)
    for url, days in diary.announced.items():
        assert all(links[url].is_dead(day) for day in days)
        again = [later - earlier for earlier, later in pairwise(days)]
        assert all(gap >= NEVER_OLD.known_grace_days for gap in again)  # said once, then not every day
