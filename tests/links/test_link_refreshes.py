"""Pages that send their readers elsewhere by themselves, asked for on the wire by real LinkChecker."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest

from link_server import Answer, LinkServer, redirect, reply, serving
from linked_site import FakeEngine, answer
from sevenminute.links.classify.classify import classify
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.fetch.linkchecker import LinkCheckerEngine
from sevenminute.links.fetch.page.facts import PageFacts
from sevenminute.links.fetch.protocol import Politeness, Request, Responses
from sevenminute.links.fetch.refreshes import MOST_REFRESHES, RefreshFollower
from sevenminute.links.fetch.response import PORT, PRIVATE, Response

V = Verdict
PAGE = reply(200, "<title>A page</title><p>Words.<p id=there>")


def refresh(content: str) -> bytes:
    return reply(200, f'<title>Old page</title><meta http-equiv="refresh" content="{content}"><p>This page moves.')


ROWS: dict[str, tuple[Verdict, Answer]] = {
    "to-page": (V.REDIRECTED, refresh("0; url=/page")),
    "to-404": (V.GONE, refresh("0; url=/gone")),
    "by-header": (V.GONE, reply(200, "<p>Words", Refresh="0; url=/gone")),
    "by-header-to-page": (V.REDIRECTED, reply(200, "<p>Words", Refresh="5;url=/page")),
    "to-not-found": (V.SOFT_404, refresh("0; url=/not-there")),
    "deep/to-home": (V.MOVED_HOME, refresh("0; url=/")),
    "to-redirect": (V.REDIRECTED, refresh("1; url=/moved")),
    "by-redirect": (V.REDIRECTED, redirect("/to-page")),
    "twice": (V.REDIRECTED, refresh("0; url=/to-page")),
    "to-itself": (V.OK, refresh("5; url=/to-itself#top")),
    "every-ten-minutes": (V.OK, refresh("600; url=/gone")),
    "ping": (V.REDIRECTED, refresh("0; url=/pong")),
    "pong": (V.REDIRECTED, refresh("0; url=/ping")),
    "to-email": (V.OK, refresh("0; url=mailto:a@example.org")),
    "to-script": (V.OK, refresh("0; url=javascript:alert(1)")),
    "to-no-address": (V.OK, refresh("0; url=http://[bad/")),
    "to-another-port": (V.BLOCKED, refresh("0; url=http://127.0.0.1:22/")),
    "to-intranet": (V.BLOCKED, refresh("0; url=http://intra.example.org/")),
    "to-forbidden": (V.UNCHECKED_ROBOTS, refresh("0; url=/forbidden/a")),
    "in-noscript": (V.OK, reply(200, '<noscript><meta http-equiv=refresh content="0;url=/gone"></noscript><p>Words.')),
}
MORE: dict[str, Answer] = {
    "/": PAGE,
    "/page": PAGE,
    "/moved": redirect("/page"),
    "/not-there": reply(200, "<title>Page not found</title>"),
    "/forbidden/a": PAGE,
    "/robots.txt": reply(200, "User-agent: *\nDisallow: /forbidden/\n", Content_Type="text/plain"),
}
POLITENESS = Politeness(rate=10_000, timeout=6, allow_private=True, never=("^http://intra[.]",))


@pytest.fixture(scope="module")
def server() -> Iterator[LinkServer]:
    with serving({**{f"/{name}": row[1] for name, row in ROWS.items()}, **MORE}) as running:
        yield running


@pytest.fixture(scope="module")
def probed(server: LinkServer) -> Responses:
    targets = [Request(server.url(f"/{name}"), ("there",)) for name in ROWS]
    return RefreshFollower(LinkCheckerEngine()).probe(targets, POLITENESS, lambda response: None)


@pytest.mark.parametrize("name", ROWS)
def test_a_page_that_refreshes_is_judged_by_where_it_leads(server: LinkServer, probed: Responses, name: str) -> None:
    found = replace(probed.responses[server.url(f"/{name}")], missing_fragments=())
    assert classify(found) is ROWS[name][0]


def test_the_steps_are_told_and_the_parts_are_looked_for_at_the_end(server: LinkServer, probed: Responses) -> None:
    found = probed.responses[server.url("/by-redirect")]
    assert [(hop.url, hop.code) for hop in found.hops] == [(server.url("/to-page"), 301), (server.url("/page"), 200)]
    assert (found.final_url, found.missing_fragments) == (server.url("/page"), ())
    assert probed.responses[server.url("/every-ten-minutes")].missing_fragments == ("there",)
    assert server.asked["/gone"] == 1, "one request for two pages that lead there"


def test_what_is_never_asked_says_so(server: LinkServer, probed: Responses) -> None:
    for name, reason in (("to-another-port", PORT), ("to-intranet", PRIVATE)):
        failure = probed.responses[server.url(f"/{name}")].failure
        assert failure
        assert failure.chain == (reason,)


def test_a_refresh_into_a_private_network_is_not_followed() -> None:
    names: dict[str, str | int] = {"inside.example.org": "10.0.0.5"}
    inside = ("http://10.0.0.5/", "http://inside.example.org/", "http://169.254.169.254/latest", "//localhost/", "http://[::1]/")
    pages = {f"http://www.example.org/{number}": to for number, to in enumerate(inside)}
    linkchecker = LinkCheckerEngine()

    class Refreshing(FakeEngine):
        """Brings back pages that refresh, and asks LinkChecker for the rest."""

        def probe(self, targets: Sequence[Request], politeness: Politeness, answered: Callable[[Response], None]) -> Responses:
            if targets[0].url in pages:
                return super().probe(targets, politeness, answered)
            return linkchecker.probe(targets, politeness, answered)

    engine = RefreshFollower(Refreshing(lambda url: answer(url, page=PageFacts(refresh=pages[url]))))
    politeness = replace(POLITENESS, allow_private=False, names=names)
    found = engine.probe([Request(url) for url in pages], politeness, lambda response: None).responses
    assert {pages[url]: classify(response) for url, response in found.items()} == dict.fromkeys(inside, V.BLOCKED)
    assert [response.url for response in found.values() if not response.failure or PRIVATE not in response.failure.chain] == []


def test_pages_that_never_stop_refreshing_are_left_after_a_few() -> None:
    def next_page(url: str) -> Response:
        return answer(url, page=PageFacts(title="Next", refresh=f"{url}x"))

    engine = FakeEngine(next_page)
    url = "https://www.example.org/"
    probed = RefreshFollower(engine).probe([Request(url)], Politeness(), lambda response: None)
    assert len(engine.asked) == 1 + MOST_REFRESHES
    assert len(probed.responses[url].hops) == MOST_REFRESHES


def test_what_was_not_looked_at_to_its_end_is_left_for_the_next_run() -> None:
    url = "https://www.example.org/"
    engine = FakeEngine({url: answer(url, page=PageFacts(refresh="/a"))}, timed_out=True)
    assert RefreshFollower(engine).probe([Request(url)], Politeness(), lambda response: None) == Responses({}, timed_out=True)
    assert engine.asked == [url]
    lost = FakeEngine({url: answer(url, page=PageFacts(refresh="/a"))})
    assert RefreshFollower(lost).probe([Request(url)], Politeness(), lambda response: None).responses == {}
