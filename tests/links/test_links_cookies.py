"""Cookies are kept and sent as browsers do, by each client, and for one look only."""

from __future__ import annotations

import pytest

from link_server import OK, Answer, LinkServer, reply, serving
from sevenminute.links.classify.classify import classify
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.fetch.child_process.engine import ChildProcessEngine
from sevenminute.links.fetch.cookies import MOST_COOKIES, CookieJar
from sevenminute.links.fetch.linkchecker import LinkCheckerEngine
from sevenminute.links.fetch.protocol import Politeness, Request
from sevenminute.links.fetch.second_client.engine import SecondClientEngine

PAGE = "https://www.example.org/area/page"


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("a=1", {"/area/page": "a=1", "/area/": "a=1", "/": "", "http:/area/page": "a=1", "other:/area/page": ""}),
        ("a=1; Path=/", {"/": "a=1", "/areas": "a=1"}),
        ("a=1; Path=/area", {"/area": "a=1", "/area/x": "a=1", "/areas": ""}),
        ("a=1; path=area", {"/area/page": "a=1", "/": ""}),
        ("a=1; Path=", {"/area/page": "a=1", "/": ""}),
        ("a=1; Path=/x; Path=/", {"/": "a=1"}),
        ("a=1; Max-Age=; Path=/", {"/": "a=1"}),
        ("a=1; Max-Age=60; Path=/", {"/": "a=1"}),
        ("a=1; Max-Age=0; Path=/", {"/": ""}),
        ("a=1; Max-Age=-5; Path=/", {"/": ""}),
        ("a=1; Version=x; Path=/", {"/": "a=1"}),
        ("a=1; Expires=Thu, 01-Jan-1970 00:00:01 GMT; Path=/", {"/": ""}),
        ("a=1; Expires=Wed, 21 Oct 2099 07:28:00 GMT; Path=/", {"/": "a=1"}),
        ("a=1; Expires=Thu, 01 Jan 1970 00:00:01 GMT; Max-Age=60; Path=/", {"/": "a=1"}),
        ("a=1; Expires=whenever; Path=/", {"/": "a=1"}),
        ("a=1; Secure; Path=/", {"/": "a=1", "http:/": ""}),
        ("a=1; Domain=example.org; Path=/", {"/": "a=1", "other:/": "a=1"}),
        ("a=1; Domain=.Example.org; Path=/", {"/": "a=1", "other:/": "a=1"}),
        ("a=1; Domain=other.example.org; Path=/", {"/": "", "other:/": ""}),
        ("a=1; Domain=org; Path=/", {"/": ""}),
        ("a=b=c; Path=/", {"/": "a=b=c"}),
        ("words; Path=/", {"/": "words"}),
        ("=words; Path=/", {"/": "words"}),
        ("; Path=/", {"/": ""}),
        (f"a={'1' * 5000}; Path=/", {"/": ""}),
    ],
)
def test_a_cookie_goes_where_a_browser_sends_it(written: str, sent: dict[str, str]) -> None:
    jar = CookieJar()
    jar.keep(PAGE, [written])
    hosts = {"": "https://www.example.org", "http": "http://www.example.org", "other": "https://other.example.org"}
    found = {place: jar.header(hosts[place.rpartition(":")[0]] + place.rpartition(":")[2]) for place in sent}
    assert found == sent


def test_a_later_cookie_takes_the_place_of_an_earlier_one_and_the_oldest_goes_when_there_are_too_many() -> None:
    jar = CookieJar()
    jar.keep(PAGE, ["a=1; Path=/", "b=1; Path=/area", "a=2; Path=/"])
    assert jar.header(PAGE) == "b=1; a=2"
    jar.keep(PAGE, ["b=; Path=/area; Max-Age=0"])
    assert jar.header(PAGE) == "a=2"
    jar.keep(PAGE, [f"c{number}=1; Path=/" for number in range(MOST_COOKIES)])
    assert "a=2" not in jar.header(PAGE)
    assert jar.header(PAGE).count("=") == MOST_COOKIES


ODD = {"/age": "seen=1; Max-Age=", "/version": "seen=1; Version=x", "/path": "seen=1; Path=x", "/plain": "seen=1"}


@pytest.mark.parametrize("engine", [LinkCheckerEngine(), SecondClientEngine()], ids=["LinkChecker", "second client"])
def test_a_page_that_waits_for_an_odd_cookie_is_reached(engine: ChildProcessEngine) -> None:
    script: dict[str, Answer | list[Answer]] = {
        path: [reply(302, "", Location=path, Set_Cookie=cookie), OK] for path, cookie in ODD.items()
    }
    with serving({**script, "/later": OK}) as server:
        assert found(engine, server, *ODD, "/later") == dict.fromkeys((*ODD, "/later"), Verdict.OK)
        assert {path: server.heads[path]["cookie"] for path in ODD} == dict.fromkeys(ODD, "seen=1")
        assert "cookie" not in server.heads["/later"]


def found(engine: ChildProcessEngine, server: LinkServer, *paths: str) -> dict[str, Verdict]:
    politeness = Politeness(rate=10_000, timeout=5, threads=1, allow_private=True)
    responses = engine.probe([Request(server.url(path)) for path in paths], politeness, lambda response: None).responses
    return {path: classify(responses.get(server.url(path))) for path in paths}
