"""What the second client sees: robots.txt where it is redirected to, and hosts that speak HTTP/2 only."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
import trustme
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived

from certificates import server_context
from link_server import OK, Answer, endless_body, redirect, reply, serving
from server_behaviours import never_ends
from sevenminute.links.classify.classify import classify
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.fetch.protocol import Politeness, Request, user_agent
from sevenminute.links.fetch.second_client.engine import SecondClientEngine

V = Verdict


def test_the_second_client_obeys_the_robots_txt_of_where_it_is_redirected_to() -> None:
    robots = reply(200, "User-agent: *\nDisallow: /private\n", Content_Type="text/plain")
    pages = {"/robots.txt": robots, "/x": redirect("/private"), "/y": redirect("/ok"), "/ok": OK, "/private": OK}
    politeness = Politeness(rate=10_000, timeout=5, allow_private=True)
    with serving(pages) as server:
        requests = [Request(server.url(path)) for path in ("/x", "/y")]
        found = SecondClientEngine().probe(requests, politeness, lambda response: None).responses
        assert {url.rpartition("/")[2]: classify(response) for url, response in found.items()} == {
            "x": V.UNCHECKED_ROBOTS,
            "y": V.MOVED,
        }
        assert (server.asked["/private"], server.asked["/robots.txt"]) == (0, 1)
        ignored = SecondClientEngine().probe(requests, replace(politeness, robots=False), lambda response: None).responses
    assert {classify(response) for response in ignored.values()} == {V.MOVED}


@pytest.mark.parametrize("robots", [endless_body, never_ends(b"HTTP/1.1 200 OK\r\nX-Long: ", b"x", 0.2)], ids=["body", "head"])
def test_a_robots_txt_without_end_takes_a_second_client_no_page(robots: Answer) -> None:
    with serving({"/robots.txt": robots, "/x": redirect("/ok"), "/ok": OK}) as server:
        politeness = Politeness(rate=10_000, timeout=1, time_limit=8, allow_private=True)
        found = SecondClientEngine().probe([Request(server.url("/x"))], politeness, lambda response: None).responses
    assert classify(found[server.url("/x")]) is V.MOVED


def speak_http_2(listening: socket.socket, tls: ssl.SSLContext, asked: list[dict[str, str]]) -> None:
    """Answer connections as a host that speaks nothing older, and note what was asked."""
    while True:
        try:
            plain, _ = listening.accept()
        except OSError:  # the test is over
            return
        threading.Thread(target=_speak_http_2, args=(plain, tls, asked), daemon=True).start()


def _speak_http_2(plain: socket.socket, tls: ssl.SSLContext, asked: list[dict[str, str]]) -> None:
    with suppress(OSError), tls.wrap_socket(plain, server_side=True) as connection:
        speaker = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        speaker.initiate_connection()
        connection.sendall(speaker.data_to_send())
        while received := connection.recv(65536):
            for event in speaker.receive_data(received):
                if isinstance(event, RequestReceived):
                    asked.append(dict(event.headers))  # type: ignore[arg-type]  # types of h2 say bytes; header_encoding makes text
                    moved = asked[-1][":path"] == "/moved"
                    code = [(":status", "301"), ("location", "/a%2Fb//c:$?")] if moved else [(":status", "200")]
                    speaker.send_headers(event.stream_id, [*code, ("content-type", "text/html")])
                    speaker.send_data(event.stream_id, b"<title>A page</title><p>Words.", end_stream=True)
            connection.sendall(speaker.data_to_send())


def test_the_second_client_speaks_http_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority, asked = trustme.CA(), list[dict[str, str]]()
    authority.cert_pem.write_to_path(tmp_path / "trusted.pem")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "trusted.pem"))
    tls = server_context(authority.issue_cert("127.0.0.1"))
    tls.set_alpn_protocols(["h2"])
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=speak_http_2, args=(listening, tls, asked), daemon=True).start()
        place = f"https://127.0.0.1:{listening.getsockname()[1]}"
        politeness = Politeness(rate=10_000, timeout=5, allow_private=True, agent=user_agent())
        found = SecondClientEngine().probe([Request(f"{place}/moved")], politeness, lambda response: None).responses
        listening.shutdown(socket.SHUT_RDWR)
    assert classify(found[f"{place}/moved"]) is V.MOVED
    assert found[f"{place}/moved"].final_url == f"{place}/a%2Fb//c:$?"
    assert [head[":path"] for head in asked] == ["/moved", "/robots.txt", "/a%2Fb//c:$?"]
    assert {head["user-agent"] for head in asked} == {politeness.agent}
    assert "proxy-authorization" not in asked[0]
