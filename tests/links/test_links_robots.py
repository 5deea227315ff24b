"""What a robots.txt forbids, and that no robots.txt makes a page look dead."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from itertools import pairwise

import pytest

from link_server import OK, Answer, redirect, reply, serving
from server_behaviours import message, never_ends, then_keeps_silent
from sevenminute.links.classify.classify import classify
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.fetch.hosts.robots import LONGEST_CRAWL_DELAY, MOST_LINES, READ_OF_ROBOTS, Robots
from sevenminute.links.fetch.linkchecker import LinkCheckerEngine
from sevenminute.links.fetch.protocol import Politeness, Request
from sevenminute.links.fetch.rate_limit import RequestDelays, RequestScheduler
from sevenminute.links.fetch.response import Response

QUICK = Politeness(rate=10_000, timeout=3, time_limit=30, allow_private=True, threads=20)
V = Verdict
ORIGIN = "https://www.example.org"


def probe(urls: Iterable[str], politeness: Politeness) -> Mapping[str, Response]:
    """Ask real LinkChecker."""
    return LinkCheckerEngine().probe([Request(url) for url in urls], politeness, lambda response: None).responses


def allowed(text: str, path: str) -> bool:
    return Robots().allows(f"{ORIGIN}{path}", lambda url: text)


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("User-agent: *\nDisallow: /a/\nAllow: /a/b/", "/a/b/c", True),
        ("User-agent: *\nDisallow: /\nAllow: /a/", "/a/b", True),
        ("User-agent: *\nDisallow: /\nAllow: /a/", "/b", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf.html", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: Mozilla\nDisallow: /\n\nUser-agent: *\nAllow: /", "/a", True),
        ("User-agent: Mozilla/5.0\nUser-agent: compatible\nDisallow: /", "/a", True),
        ("User-agent: SevenMinuteBriefings\nDisallow: /\n\nUser-agent: *\nAllow: /", "/a", False),
        ("User-agent: sevenminutebriefings/2\nDisallow: /", "/a", False),
        ("User-agent: SevenMinuteBriefings\nDisallow:\n\nUser-agent: *\nDisallow: /", "/a", True),
        ("User-agent: GPTBot\nUser-agent: *\nDisallow: /a", "/a", False),
        ("User-agent: GPTBot\n\nDisallow: /\n\nUser-agent: *\nDisallow: /b", "/a", True),
        ("User-agent: *\nDisallow: /a", "/a?b=c", False),
        ("user-agent:*\r\ndisallow:/a\r\n", "/a", False),
        ("User-agent: * # all\nDisallow: /a # not for machines", "/a", False),
        ("User-agent: *\nDisallow: /caf%C3%A9", "/caf%c3%a9", False),
        ("<!doctype html><pre>\nUser-agent: *\nDisallow: /\n", "/a", True),
        ("Disallow: /", "/a", True),
        ("", "/a", True),
        ("\0\x01\xff: \x85\n\u2028:" * 99, "/a", True),
    ],
)
def test_a_page_is_forbidden_by_the_rules_for_us_or_for_all_and_the_longest_counts(text: str, path: str, expected: bool) -> None:
    assert allowed(text, path) is expected


def test_each_origin_is_asked_once_for_its_rules() -> None:
    asked: list[str] = []

    def read(url: str) -> str:
        asked.append(url)
        return "User-agent: *\nDisallow: /a\nCrawl-delay: 2\n"

    robots = Robots()
    assert robots.crawl_delay("www.example.org") == 0
    urls = [f"{ORIGIN}/a", f"{ORIGIN}/b", "http://www.example.org/a", "https://www.example.org:8443/a", f"{ORIGIN}/a?b"]
    assert [robots.allows(url, read) for url in urls] == [False, True, False, False, False]
    assert asked == [f"{url}/robots.txt" for url in (ORIGIN, "http://www.example.org", "https://www.example.org:8443")]
    assert robots.crawl_delay("www.example.org") == 2


def test_thousands_of_names_and_rules_need_little_memory() -> None:
    half = MOST_LINES // 2
    text = "".join(f"User-agent: a{number}\n" for number in range(half)) + "User-agent: *\n"
    text += "".join(f"Disallow: /*{number}*\n" for number in range(MOST_LINES))
    tracemalloc.start()
    try:
        assert not allowed(text, f"/{half - 10}")
        assert allowed(text, f"/{MOST_LINES - 1}x".replace("9", "x")), "beyond the lines that count"
        assert tracemalloc.get_traced_memory()[1] < 20 * 1024 * 1024
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(("said", "seconds"), [("3", 3), ("0.5", 0.5), ("86400", LONGEST_CRAWL_DELAY), ("-1", 0), ("soon", 0)])
def test_a_host_may_slow_us_down_within_a_limit(said: str, seconds: float) -> None:
    robots = Robots()
    assert robots.allows(f"{ORIGIN}/", lambda url: f"User-agent: *\nCrawl-delay: {said}\n")
    assert robots.crawl_delay("www.example.org") == seconds
    schedule: RequestScheduler[str] = RequestScheduler(RequestDelays(lambda host: 1, least=robots.crawl_delay))
    for item in "abc":
        schedule.add("www.example.org", item)
    assert schedule.take(0) == "a"
    schedule.answered("www.example.org")
    begun, now = [0.0], 0.0
    while len(schedule):
        found = schedule.take(now)
        if isinstance(found, str):
            begun.append(now)
        now += found if isinstance(found, float) else 0
    assert all(later - earlier >= max(1, seconds) - 1e-9 for earlier, later in pairwise(begun))
    assert begun[-1] < 2 * (6 + LONGEST_CRAWL_DELAY)


TEXT = "Content-Type: text/plain"
ALL = b"User-agent: *\nDisallow: /\n"
UNREADABLE: dict[str, Answer] = {
    "length too long": message(200, TEXT, "Content-Length: 500", body=ALL),
    "cut chunks": message(200, TEXT, "Transfer-Encoding: chunked", body=b"1a\r\n" + ALL),
    "never ends": then_keeps_silent(message(200, TEXT, "Content-Length: 500", body=ALL)),
    "drips": never_ends(message(200, TEXT) + ALL, b"#", 0.2),
    "drips before": never_ends(b"HTTP/1.1 200 OK\r\n", b"X: 1\r\n", 0.2),
    "silent": then_keeps_silent(b""),
    "not gzip": message(200, TEXT, "Content-Encoding: gzip", body=ALL),
    "no HTTP": ALL,
    "reset": b"",
    **{f"code {code}": reply(code, ALL, Content_Type="text/plain") for code in (401, 403, 404, 410, 429, 451, 500, 503, 999)},
    "page": reply(200, b"<html><title>A page</title>\n" + ALL),
    "loop": redirect("/robots.txt"),
    "to another host": redirect("http://other.example.org:{port}/robots.txt"),
    "to nowhere": redirect("http://[bad/"),
    "to no host": redirect("http://nobody.example.org/robots.txt"),
    "to an email": redirect("mailto:somebody@example.org"),
    "without place": reply(302),
}
READABLE: dict[str, Answer] = {
    "text": reply(200, ALL, Content_Type="text/plain"),
    "of another kind": reply(200, ALL, Content_Type="application/octet-stream"),
    "with a mark first": reply(200, b"\xef\xbb\xbf" + ALL, Content_Type="text/plain; charset=utf-16"),
    "moved": redirect("/robots2.txt"),
    "too long": reply(200, ALL + b"# x\n" * (READ_OF_ROBOTS // 4) + b"Allow: /", Content_Type="text/plain"),
    "endless": never_ends(message(200, TEXT) + ALL, b"# x\n" * 9999, 0),
}


@pytest.mark.slow
def test_a_robots_txt_that_cannot_be_read_forbids_nothing_and_takes_no_time_from_the_page() -> None:
    rows = {**UNREADABLE, **READABLE}
    names: dict[str, str | int] = {"other.example.org": "127.0.0.1", "nobody.example.org": -2}
    with ExitStack() as running:
        servers = {name: running.enter_context(serving({"/page": OK, "/robots2.txt": READABLE["text"]})) for name in rows}
        for name, server in servers.items():
            found = rows[name]
            placed = found.replace(b"{port}", str(server.port).encode()) if isinstance(found, bytes) else found
            server.script |= {"/robots.txt": placed, "other.example.org/robots.txt": READABLE["text"]}
        urls = {name: server.url("/page") for name, server in servers.items()}
        # The page has less time than its robots.txt takes.
        politeness = replace(QUICK, names=names, time_limit=2.5)
        responses = probe(urls.values(), politeness)
        found_verdicts = {name: classify(responses.get(url)) for name, url in urls.items()}
        assert servers["to another host"].asked["/page"] == 1
        assert {name: server.asked["/page"] for name, server in servers.items() if name in READABLE} == dict.fromkeys(READABLE, 0)
    assert found_verdicts == {**dict.fromkeys(UNREADABLE, V.OK), **dict.fromkeys(READABLE, V.UNCHECKED_ROBOTS)}


def test_no_step_is_taken_where_a_robots_txt_forbids_it() -> None:
    names = {"other.example.org": "127.0.0.1"}
    with serving({}) as server:
        there = server.url("/private/page", "other.example.org")
        server.script |= {
            "/here": redirect("/private/page"),
            "/there": redirect(there),
            "/fine": redirect("/private/open/page"),
            "/private/page": OK,
            "/private/open/page": OK,
            "127.0.0.1/robots.txt": reply(200, "User-agent: *\nDisallow: /private/\nAllow: /private/open/\n"),
            "other.example.org/robots.txt": reply(200, "User-agent: *\nDisallow: /private/\n"),
        }
        urls = {path: server.url(path) for path in ("/here", "/there", "/fine")}
        politeness = replace(QUICK, names=names)
        responses = probe(urls.values(), politeness)
        found: dict[str, Response] = {path: responses[url] for path, url in urls.items()}
        assert (server.asked["/private/page"], server.asked["127.0.0.1/robots.txt"]) == (0, 1)
    assert {path: classify(response) for path, response in found.items()} == {
        "/here": V.UNCHECKED_ROBOTS,
        "/there": V.UNCHECKED_ROBOTS,
        "/fine": V.MOVED,
    }
    assert (found["/there"].final_url, found["/there"].status_code, found["/there"].failure) == (there, None, None)
