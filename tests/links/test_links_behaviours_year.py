"""A year of nights over servers that behave like the table: deaths are told in time, and what lives is never called broken.

Real are the rules, the memory, what is due when, and what the clients brought back; made up is which address does what on which
day.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

import pytest

from behaviour_nights import BY_RULE, record
from behaviours import O
from link_year import NIGHTS, Link, Phase, Recorded, YearEngine, web
from measured_behaviours import MEASURED
from reported_behaviours import REPORTED
from reviewed_behaviours import REVIEWED
from sevenminute.config.links import LinkSettings
from sevenminute.links.classify.opinion import Client
from sevenminute.links.extract.links import LinkedPage
from sevenminute.links.extract.links_date import LinksDate
from sevenminute.links.extract.occurrence import Occurrence
from sevenminute.links.fetch.browser.engine import BrowserEngine
from sevenminute.links.fetch.browser.executable import find_browser
from sevenminute.links.fetch.linkchecker import LinkCheckerEngine
from sevenminute.links.fetch.second_client.engine import SecondClientEngine
from sevenminute.links.history.record import State
from sevenminute.links.rules.severity import Mode
from sevenminute.links.run.check import CheckOutcome, check
from sevenminute.links.run.options import RunOptions
from sevenminute.links.run.retry import RetryPolicy

pytestmark = pytest.mark.slow  # a year, night by night, three times

FIRST = datetime(2026, 1, 1, 2, 10, tzinfo=UTC)
SETTINGS = LinkSettings(warn_after_days=3000, fail_after_days=3600)
AGAIN = RetryPolicy(retries=1, sleep=lambda seconds: None)
ROWS = [row for row in (*MEASURED, *REPORTED, *REVIEWED) if not row.waits]
UNSEEN = {"gone behind a wall", "gone behind a robots.txt", "another page under the same address"}
"""Deaths that no machine can see; of the first two a person is told after a month that nobody could check them."""
LATEST = 3
"""Days after which a death is told at the latest, from the day on which what was seen allows to be sure."""


@dataclass
class Counts:
    """What a year came to.

    Attributes:
        deaths: Pages that were no longer there for readers.
        told: Of these, those of which a person was told before they came back.
        late: Days from the evidence to that, of each.
        missed: Those of which nobody was told, as address and reason.
        broken: Live links that were called broken.
        suspect: Live links that were called failing or doubtful.
        asked: Addresses asked for, by client.
    """

    deaths: int = 0
    told: int = 0
    late: list[int] = field(default_factory=list)
    missed: list[tuple[str, str]] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    suspect: set[str] = field(default_factory=set)
    asked: dict[Client, int] = field(default_factory=lambda: defaultdict(int))

    def row(self, mode: str) -> str:
        unseen = sum(bool(why) for _, why in self.missed)
        numbers = (self.deaths, self.told, max(self.late, default=0), unseen, len(self.missed) - unseen)
        asked = ", ".join(f"{client} {number:,}" for client, number in self.asked.items())
        return f"{mode:26}" + "".join(f"{n:9}" for n in (*numbers, len(self.broken), len(self.suspect))) + f"   {asked}"


HEADINGS = f"{'':26}" + "".join(f"{name:>9}" for name in ("deaths", "told", "latest", "unseen", "missed", "broken", "suspect"))


def year(links: Sequence[Link], clients: Sequence[Client]) -> Counts:
    """Check every night of a year, and return what came of it."""
    counts, hosts = Counts(), {urlsplit(link.url).netloc: link for link in links}
    places = tuple(Occurrence("briefings/a.md", 40 + line, 3, link.url, link.fragment) for line, link in enumerate(links))
    pages = [LinkedPage("briefings/a.md", "A", LinksDate("briefings/a.md", 5, "2025-12"), places)]
    said: dict[str, dict[int, O]] = defaultdict(dict)
    looks: dict[str, list[int]] = defaultdict(list)
    state = State()
    for day in range(NIGHTS):
        engines = {client: YearEngine(hosts, client, day) for client in clients}
        options = RunOptions(
            Mode.ALL,
            FIRST + timedelta(days=day),
            SETTINGS,
            retry_policy=AGAIN,
            second_client=engines.get(Client.SECOND),
            browser=engines.get(Client.BROWSER),
            no_browser="" if Client.BROWSER in engines else "there is none",
        )
        done = check(pages, state, options, engines[Client.LINKCHECKER])
        assert done.result.inconclusive == "", day
        state = done.state
        for client, engine in engines.items():
            counts.asked[client] += engine.asked
        note(done, day, said, looks)
    for link in links:
        judge(link, said[link.url], looks[link.url], counts)
    return counts


def note(done: CheckOutcome, day: int, said: dict[str, dict[int, O]], looks: dict[str, list[int]]) -> None:
    for link in done.result.links:
        if link.response:
            looks[link.url].append(day)
    for found in done.result.findings:
        if found.url:
            said[found.url][day] = said[found.url].get(day, O(0)) | BY_RULE.get(found.rule, O(0))


def judge(link: Link, said: dict[int, O], looks: Sequence[int], counts: Counts) -> None:
    for death in link.deaths():
        counts.deaths += 1
        days = [day for day, outcome in said.items() if death.first <= day < death.last and outcome & death.told]
        if not days:
            counts.missed.append((link.url, death.cannot_be_seen))
            continue
        counts.told += 1
        counts.late.append(min(days) - sure_on(death, looks))
    live = {day: outcome for day, outcome in said.items() if link.is_live(day)}
    if any(outcome & O.BROKEN for outcome in live.values()):
        counts.broken.add(link.name)
    if any(outcome & (O.FAILING | O.LOOK) for outcome in live.values()):
        counts.suspect.add(link.name)


def sure_on(death: Phase, looks: Sequence[int]) -> int:
    """Return the day on which enough was seen of a death."""
    least, span = death.evidence
    seen = [day for day in looks if day >= death.first]
    return next(day for number, day in enumerate(seen, 1) if number >= least and day - seen[0] >= span)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    clients = {
        Client.LINKCHECKER: LinkCheckerEngine(),
        Client.SECOND: SecondClientEngine(),
        Client.BROWSER: BrowserEngine(find_browser(True)),
    }
    return record(ROWS, tmp_path_factory.mktemp("clients"), clients)


def test_a_year_over_servers_that_behave_like_the_table(recorded: Recorded, capsys: pytest.CaptureFixture[str]) -> None:
    draw = partial(random.Random, 20260101)
    links = web(ROWS, recorded, draw())
    modes = {
        "without Chromium": [Client.LINKCHECKER, Client.SECOND],
        "with Chromium": [Client.LINKCHECKER, Client.SECOND, Client.BROWSER],
        "without the second client": [Client.LINKCHECKER, Client.BROWSER],
    }
    found = {mode: year(links, clients) for mode, clients in modes.items()}
    with capsys.disabled():
        print(f"\n{len(links)} links, {NIGHTS} nights")
        print(HEADINGS)
        for mode, counts in found.items():
            print(counts.row(mode))
    only_browsers = {link.name for link in links if link.browsers_only}
    for mode, counts in found.items():
        nobody_told = {link.name for link in links if link.url in dict(counts.missed) and not dict(counts.missed)[link.url]}
        wrong = (nobody_told, counts.broken, counts.suspect)
        if Client.BROWSER in modes[mode]:
            assert wrong == (set(), set(), set()), mode
        else:
            assert all(names <= only_browsers for names in wrong), mode
        assert max(counts.late) <= LATEST
        assert {why for _, why in counts.missed if why} == UNSEEN
