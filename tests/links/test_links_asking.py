"""How pages are asked for: with the headers of a reader's browser, with the cookies of one look only, and twenty steps far."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from dataclasses import replace

import pytest

from link_server import OK, LinkServer, Stopped, redirect, reply, serving
from sevenminute.links.classify.classify import classify
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.fetch.linkchecker import LinkCheckerEngine
from sevenminute.links.fetch.protocol import PRODUCT, Politeness, Request, user_agent

QUICK = Politeness(rate=10_000, timeout=6, allow_private=True)
V = Verdict
WALLS = re.compile(
    r"""bot|crawl|spider|check|link|scan|scrap|python|curl|wget|http|fetch|monitor|audit|valid|feed|archiv|preview|tool|download
        | headless | \b\w+/1\.0\b | ^mozilla/\d\.\d\s\(compatible;?(?:\s[\w.-]+/\d+\.\d+)?\)$""",
    re.IGNORECASE | re.VERBOSE,
)
"""What lists of robots look for in the name of whoever asks."""


def verdicts(server: LinkServer, *paths: str, politeness: Politeness = QUICK, host: str = "127.0.0.1") -> dict[str, Verdict]:
    """Ask real LinkChecker."""
    urls = {path: server.url(path, host) for path in paths}
    responses = LinkCheckerEngine().probe([Request(url) for url in urls.values()], politeness, lambda response: None).responses
    return {path: classify(responses.get(url)) for path, url in urls.items()}


def test_our_name_says_who_asks_and_where_to_complain_and_holds_no_word_that_walls_look_for() -> None:
    agent = user_agent("https://www.example.org.uk/safeguarding/")
    assert agent == "Mozilla/5.0 (compatible; SevenMinuteBriefings/2; +www.example.org.uk/safeguarding/)"
    assert PRODUCT in agent
    assert not WALLS.search(agent)
    assert not WALLS.search(user_agent())
    assert user_agent("https://www.exämple.org/") == user_agent("") == user_agent("example") == QUICK.agent


Chooses = Callable[[dict[str, str]], bool]


def served_to(server: LinkServer, path: str, chooses: Chooses, other: bytes) -> None:
    """Answer with a page to those whose headers fit, and otherwise to the rest."""

    def answer(connection: socket.socket, stopped: Stopped) -> None:
        connection.sendall(OK if chooses(server.heads[path]) else other)

    server.script[path] = answer


def test_what_servers_give_to_browsers_only_is_given_to_us() -> None:
    with serving({}) as server:
        served_to(server, "/accept", lambda head: head["accept"].startswith("text/html"), reply(404))
        served_to(server, "/any", lambda head: "*/*" in head["accept"], reply(406))
        served_to(server, "/not-any-alone", lambda head: head["accept"] != "*/*", reply(406))
        served_to(server, "/language", lambda head: "accept-language" in head, reply(404))
        served_to(server, "/english", lambda head: head["accept-language"].startswith("en-GB"), redirect("/nowhere"))
        served_to(server, "/compressed", lambda head: "gzip" in head["accept-encoding"], reply(406))
        served_to(server, "/robot", lambda head: not WALLS.search(head["user-agent"]), reply(403))
        paths = [*server.script]
        assert verdicts(server, *paths) == dict.fromkeys(paths, V.OK)


def test_cookies_go_to_the_steps_of_one_look_that_they_are_for_and_are_forgotten_then() -> None:
    here, there = "www.example.org", "other.example.net"
    with serving({}) as server:
        server.script |= {
            f"{here}/robots.txt": reply(200, "", Set_Cookie="robots=1; Path=/", Content_Type="text/plain"),
            f"{here}/start": reply(302, "", Location="/area/step", Set_Cookie="area=1; Path=/area\r\nSet-Cookie: all=1; Path=/"),
            f"{here}/area/step": reply(302, "", Location="/outside"),
            f"{here}/outside": reply(302, "", Location=server.url("/away", there)),
            f"{there}/away": redirect(server.url("/back", here), 302),
            f"{here}/back": OK,
            f"{here}/later": OK,
        }
        politeness = replace(QUICK, threads=1, names=dict.fromkeys([here, there], "127.0.0.1"))
        assert verdicts(server, "/start", "/later", politeness=politeness, host=here) == {"/start": V.REDIRECTED, "/later": V.OK}
        sent = {path: set(filter(None, head.get("cookie", "").split("; "))) for path, head in server.heads.items()}
    assert sent["/start"] == sent["/later"] == sent["/away"] == set()
    assert sent["/area/step"] == {"area=1", "all=1"}
    assert sent["/outside"] == sent["/back"] == {"all=1"}


@pytest.mark.parametrize(("first", "expected"), [(1, V.MOVED), (0, V.REDIRECT_LOOP)], ids=["twenty steps", "one more"])
def test_as_many_redirects_are_followed_as_browsers_follow(first: int, expected: Verdict) -> None:
    steps = {f"/{number}": redirect(f"/{number + 1}") for number in range(21)}
    with serving({**steps, "/21": OK}) as server:
        assert verdicts(server, f"/{first}") == {f"/{first}": expected}
