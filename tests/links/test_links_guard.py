"""No client of the link check, whatever a page makes it do, asks anybody whom the check may not ask."""

from __future__ import annotations

import base64
import json
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import trustme

from certificates import server_context
from link_server import OK, Answer, LinkServer, endless_body, never_answers, redirect, reply, serving
from sevenminute.links.classify.classify import classify
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.fetch.address_limit import limited
from sevenminute.links.fetch.browser.engine import BrowserEngine
from sevenminute.links.fetch.browser.executable import find_browser
from sevenminute.links.fetch.child_process.engine import ChildProcessEngine
from sevenminute.links.fetch.protocol import Politeness, Request
from sevenminute.links.fetch.proxy import guarded_proxy
from sevenminute.links.fetch.proxy.guarded_proxy import GuardedProxy, ProxySession
from sevenminute.links.fetch.resolver import GuardedResolver
from sevenminute.links.fetch.response import OVER_LIMIT, PRIVATE, Response
from sevenminute.links.fetch.second_client.engine import SecondClientEngine

V = Verdict
UNHURRIED = Politeness(rate=10_000, timeout=5, time_limit=30, threads=4)
INSIDE = "127.0.0.2"
"""An address of this machine that counts as private in these tests, where 127.0.0.1 does not."""

GUARDED = """
import ipaddress, runpy, socket
from sevenminute.text import web_address as address

real = address.is_public
address.is_public = lambda ip: ip == ipaddress.ip_address("127.0.0.1") or real(ip)
system = socket.getaddrinfo
answers = iter(["127.0.0.1"] * 2)
def rebinds(host, *args, **kwargs):
    return system(next(answers, "127.0.0.2") if host == "rebinds.example.org" else host, *args, **kwargs)
socket.getaddrinfo = rebinds
runpy.run_module("{worker}", run_name="__main__")
"""
"""A worker to which 127.0.0.1 is a public host, and to which a name stands for it twice, and for a private one then."""


class _Guarded(ChildProcessEngine):
    worker = "guarded_worker"


class _GuardedClient(_Guarded, SecondClientEngine):
    """The second client in a guarded worker."""


class _GuardedBrowser(_Guarded, BrowserEngine):
    """The browser in a guarded worker."""


class Visitors:
    """Whoever knocks at addresses and ports that nobody may ask.

    Attributes:
        came: What they said first, with the place.
    """

    def __init__(self, port: int) -> None:
        self.came: list[tuple[str, bytes]] = []
        self._sockets = [
            _listening(socket.AF_INET, socket.SOCK_STREAM, INSIDE, port),
            _listening(socket.AF_INET6, socket.SOCK_STREAM, "::1", port),
            _listening(socket.AF_INET, socket.SOCK_STREAM, "127.0.0.1", 0),
            _listening(socket.AF_INET, socket.SOCK_DGRAM, INSIDE, port),
        ]
        self.other_port: int = self._sockets[2].getsockname()[1]
        for each in self._sockets:
            threading.Thread(target=self._wait, args=(each,), daemon=True).start()

    def _wait(self, listening: socket.socket) -> None:
        place = str(listening.getsockname())
        while True:
            try:
                if listening.type == socket.SOCK_DGRAM:
                    self.came.append((place, listening.recv(2000)))
                    continue
                visitor, _ = listening.accept()
            except OSError:
                return
            self.came.append((place, b""))
            visitor.close()

    def close(self) -> None:
        """Wait for nobody any more."""
        for each in self._sockets:
            each.close()


def _listening(family: socket.AddressFamily, kind: socket.SocketKind, host: str, port: int) -> socket.socket:
    found = socket.socket(family, kind)
    found.bind((host, port))
    if kind == socket.SOCK_STREAM:
        found.listen()
    return found


@contextmanager
def guarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, worker: str) -> Iterator[tuple[LinkServer, Visitors]]:
    """Serve on a public address, and watch private ones."""
    (tmp_path / "guarded_worker.py").write_text(GUARDED.format(worker=worker), encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with serving({"/ok": OK}) as server, closing(Visitors(server.port)) as visitors:
        yield server, visitors


def ask(engine: ChildProcessEngine, urls: Sequence[str], **politeness: object) -> dict[str, Response]:
    """Return what an engine brings back of addresses."""
    given = replace(UNHURRIED, **politeness)  # type: ignore[arg-type]
    probed = engine.probe([Request(url) for url in urls], given, lambda response: None)
    assert probed.fault == ""
    return dict(probed.responses)


def ways_out(server: LinkServer, visitors: Visitors) -> list[str]:
    """Return addresses to which nobody may be sent."""
    port = server.port
    return [
        f"http://{INSIDE}:{port}/",
        f"https://{INSIDE}:{port}/",
        f"//{INSIDE}:{port}/",
        f"http://127.0.0.1:{port}@{INSIDE}:{port}/",
        f"http://0x7f000002:{port}/",
        f"http://[::1]:{port}/",
        f"http://[::ffff:7f00:2]:{port}/",
        f"http://inside.example.org:{port}/",
        f"https://inside.example.org:{port}/",
        f"http://localhost:{port}/",
        f"http://127.0.0.1:{visitors.other_port}/",
        "http://127.0.0.1:22/",
        f"ftp://{INSIDE}:{port}/",
        f"ws://{INSIDE}:{port}/",
        "file:///etc/passwd",
        "chrome://version/",
        "view-source:http://127.0.0.1/",
        "data:text/html,<title>A page</title>",
        "javascript:alert(1)",
    ]


def is_refused(response: Response) -> bool:
    """Tell whether nothing came, and nothing is called broken for it."""
    return response.status_code is None and classify(response) in (V.BLOCKED, V.UNCHECKED)


NAMES = {"inside.example.org": INSIDE, "public.example.org": "127.0.0.1"}


def test_a_redirect_leads_the_second_client_nowhere_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with guarded(tmp_path, monkeypatch, "sevenminute.links.fetch.second_client.worker") as (server, visitors):
        ways = ways_out(server, visitors)
        server.script.update({f"/go/{number}": redirect(way, 302) for number, way in enumerate(ways)})
        server.script["/again"] = redirect("/again/page", 302)
        server.script["/never"] = redirect("/secret/x", 302)
        going = [server.url(f"/go/{number}") for number in range(len(ways))]
        rebinding, never = server.url("/again", "rebinds.example.org"), server.url("/never")
        direct = [f"http://{INSIDE}:{server.port}/", f"http://inside.example.org:{server.port}/", f"http://[::1]:{server.port}/"]
        fine = [server.url("/ok"), server.url("/ok", "public.example.org")]
        found = ask(_GuardedClient(), [*fine, *going, *direct, rebinding, never], names=NAMES, never=("/secret/",))
    assert [classify(found[url]) for url in fine] == [V.OK, V.OK]
    assert {way: found[url] for way, url in zip(ways, going, strict=True) if not is_refused(found[url])} == {}
    assert [url for url in (*direct, rebinding, never) if classify(found[url]) is not V.BLOCKED] == []
    assert server.asked["rebinds.example.org/again"] == 1
    assert server.asked["/again/page"] == server.asked["/secret/x"] == 0
    assert visitors.came == []


PAGE = """<!doctype html><title>A page</title><body><script>
const out = ["{way}"];
const done = [];
const attempt = (run) => {{ try {{ done.push(Promise.resolve(run()).catch(() => 0)); }} catch (error) {{}} }};
attempt(() => fetch("/ran/{number}"));
for (const way of out) {{
  attempt(() => fetch(way, {{mode: "no-cors"}}));
  attempt(() => navigator.sendBeacon(way, "x"));
  attempt(() => new EventSource(way));
  attempt(() => new WebSocket(way.replace(/^http/, "ws")));
  attempt(() => new Worker(URL.createObjectURL(new Blob([`fetch("${{way}}", {{mode: "no-cors"}}); importScripts("${{way}}")`]))));
  attempt(() => window.open(way));
  attempt(() => {{ const asked = new XMLHttpRequest(); asked.open("POST", way); asked.send("x"); }});
  for (const [tag, name] of [["img", "src"], ["script", "src"], ["iframe", "src"], ["embed", "src"], ["video", "src"],
    ["object", "data"], ["audio", "src"]]) {{
    attempt(() => {{ const part = document.createElement(tag); part[name] = way; document.body.append(part); }});
  }}
  for (const rel of ["stylesheet", "preconnect", "dns-prefetch", "prefetch", "preload", "prerender", "manifest", "icon"]) {{
    attempt(() => {{ const link = document.createElement("link"); link.rel = rel; link.href = way; document.head.append(link) }});
  }}
  attempt(() => {{
    const form = document.createElement("form"); form.action = way; form.method = "post"; form.target = "_blank";
    document.body.append(form); form.submit();
  }});
  attempt(() => {{ const link = document.createElement("a"); link.href = way; link.download = "x"; link.click(); }});
}}
attempt(() => fetch("/inwards", {{mode: "no-cors"}}));
attempt(() => navigator.serviceWorker.register("/worker.js"));
attempt(() => new WebTransport(`https://{inside}/`));
attempt(() => {{
  const turn = {{urls: "turn:{inside}?transport=tcp", username: "x", credential: "x"}};
  const peer = new RTCPeerConnection({{iceServers: [{{urls: "stun:{inside}"}}, turn]}});
  peer.createDataChannel("x"); return peer.createOffer().then((offer) => peer.setLocalDescription(offer));
}});
attempt(() => alert("x"));
attempt(() => Notification.requestPermission());
document.body.append("It is here.");
</script>"""

WORKER = """fetch("/worker-ran"); fetch("http://127.0.0.2:{port}/", {{mode: "no-cors"}});"""


@pytest.mark.browser
@pytest.mark.slow
def test_nothing_that_a_page_does_reaches_anybody_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with guarded(tmp_path, monkeypatch, "sevenminute.links.fetch.browser.worker") as (server, visitors):
        ways = ways_out(server, visitors)
        inside = f"{INSIDE}:{server.port}"
        server.script.update({f"/go/{number}": redirect(way, 302) for number, way in enumerate(ways)})
        for number in (0, 5, 7, 10, 14):
            way = ways[number]
            server.script[f"/refresh/{number}"] = reply(200, f"<meta http-equiv=refresh content='0;url={way}'>x")
            server.script[f"/script/{number}"] = reply(200, f"<body><script>location = {json.dumps(way)}</script>")
            page = PAGE.format(way=way, number=number, inside=inside)
            server.script |= {f"/page/{number}": reply(200, page), f"/ran/{number}": OK}
        parts = '<img src="{0}"><iframe src="{0}"></iframe><link rel=stylesheet href="{0}"><video src="{0}"></video>'
        server.script["/plain"] = reply(200, "".join(map(parts.format, ways)) + "x")
        server.script["/inwards"] = redirect(f"http://{inside}/", 307)
        server.script["/worker.js"] = reply(200, WORKER.format(port=server.port), Content_Type="text/javascript")
        server.script["/again"] = reply(200, "<body><script>fetch('/again/page')</script>")
        going = [server.url(path) for path in server.script if path.startswith("/go/")]
        staying = [server.url(path) for path in server.script if path.startswith(("/refresh/", "/script/"))]
        pages = [server.url(path) for path in server.script if path.startswith("/page/")]
        rest = [server.url("/ok"), server.url("/plain"), *pages, server.url("/again", "rebinds.example.org")]
        engine = _GuardedBrowser(find_browser(True), stop_after=lambda number, politeness: 300)
        found = ask(engine, [*rest, *going, *staying], names=NAMES)
        reached = dict(server.asked)
    assert visitors.came == []
    assert [classify(found[url]) for url in rest[:2]] == [V.OK] * 2
    assert [way for way, url in zip(ways, going, strict=True) if not is_refused(found[url])] == []
    assert set(found) == {*rest, *going, *staying}
    ran = {path: number for path, number in reached.items() if path.startswith("/ran/")}
    assert ran == dict.fromkeys((path for path in server.script if path.startswith("/ran/")), 1), "the scripts were run once"
    assert reached["rebinds.example.org/again"] == 1
    assert "/again/page" not in reached
    assert not [url for url in found.values() if url.final_url.startswith(("file:", "chrome:", "data:"))]


def proxied(proxy: GuardedProxy, session: ProxySession | None, request: str, password: str = "") -> bytes:
    """Return what the proxy answers to the first line of a request."""
    login = f"{session.user}:{password or session.password}" if session else ""
    head = f"Proxy-Authorization: Basic {base64.b64encode(login.encode()).decode()}\r\n" if login else ""
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=20) as connection:
        connection.sendall(f"{request} HTTP/1.1\r\nHost: other.example.org\r\n{head}\r\n".encode())
        answer = b""
        while received := connection.recv(65536):
            answer += received
    return answer


@contextmanager
def own_proxy(**politeness: object) -> Iterator[GuardedProxy]:
    """Run the proxy in this process."""
    given = asdict(replace(UNHURRIED, allow_private=True, **politeness))  # type: ignore[arg-type]
    with closing(GuardedProxy(given, GuardedResolver(given))) as proxy:
        yield proxy


def test_the_proxy_serves_nobody_without_its_word_and_nobody_after_the_time() -> None:
    with serving({"/ok": reply(200, "Words.")}) as server, own_proxy() as proxy:
        asked = f"GET {server.url('/ok')}"
        with limited(30, frozenset((server.port,))) as limit, proxy.session(limit) as session:
            assert proxied(proxy, session, asked).endswith(b"Words.")
            assert b" 407 " in proxied(proxy, None, asked)
            assert b" 407 " in proxied(proxy, session, asked, password="guessed")  # noqa: S106 - it is wrong
            for method in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE"):
                assert b" 403 " in proxied(proxy, session, f"{method} {server.url('/ok')}")
            for target in ("/ok", "ftp://127.0.0.1/", "http:///ok", "http://[bad/", "http://user@127.0.0.1/", ""):
                assert b" 403 " in proxied(proxy, session, f"GET {target}")
            for target in ("127.0.0.1", "127.0.0.1:22", "127.0.0.1:99999", "[::1]:22", "x y:443"):
                assert b" 403 " in proxied(proxy, session, f"CONNECT {target}")
            assert server.heads["/ok"]["host"] == urlsplit(server.url("/")).netloc
            assert "proxy-authorization" not in server.heads["/ok"]
            assert server.requests() == 1
        assert b" 407 " in proxied(proxy, session, asked)
        assert server.requests() == 1


def test_patterns_of_what_is_never_asked_hold_where_the_proxy_sees_the_host_alone() -> None:
    never = (r"^https?://[^/]*[.]council[.]example(/|$)", "/secret/")
    names: dict[str, str | int] = {"wiki.council.example": "127.0.0.1", "wiki.example.org": "127.0.0.1"}
    with own_proxy(never=never, names=names) as proxy, limited(30, frozenset((443,))) as limit, proxy.session(limit) as session:
        for host in ("wiki.council.example", "wiki.example.org"):
            assert b" 403 " in proxied(proxy, session, f"CONNECT {host}:443")
        assert type(session.failures["wiki.council.example", 443]).__name__ == PRIVATE
        assert type(session.failures["wiki.example.org", 443]).__name__ != PRIVATE
    tls = server_context(trustme.CA().issue_cert("127.0.0.1"))
    with serving({"/never": redirect("/secret/x", 302)}, tls) as server:
        url = server.url("/never", scheme="https")
        found = ask(SecondClientEngine(), [url], allow_private=True, never=never)[url]
    assert found.failure
    assert PRIVATE in found.failure.chain
    assert server.asked["/never"] == 1
    assert server.asked["/secret/x"] == 0


@pytest.mark.slow
@pytest.mark.browser
def test_patterns_of_what_is_never_asked_hold_for_pages_to_which_a_page_sends_a_browser() -> None:
    tls = server_context(trustme.CA().issue_cert("127.0.0.1"))
    ways: dict[str, Answer] = {
        "/refresh": reply(200, "<meta http-equiv=refresh content='0;url=/secret/x'>Words."),
        "/redirect": redirect("/secret/x", 302),
        "/twice": redirect("/redirect", 301),
        "/script": reply(200, "<body><script>location = '/redirect'</script>"),
        "/data": reply(200, "<body><script>fetch('/redirect').finally(() => document.body.append('Words.'))</script>"),
    }
    with serving(ways, tls) as server:
        urls = {way: server.url(way, scheme="https") for way in ways}
        found = ask(BrowserEngine(find_browser(True)), [*urls.values()], allow_private=True, never=("/secret/",))
    assert [server.asked[way] > 0 for way in ways] == [True] * len(ways)
    assert server.asked["/secret/x"] == 0
    assert set(found) == set(urls.values())


@pytest.mark.slow
@pytest.mark.browser
def test_a_browser_obeys_the_robots_txt_of_where_it_is_sent_and_the_patterns() -> None:
    robots = reply(200, "User-agent: *\nDisallow: /private\n", Content_Type="text/plain")
    pages: dict[str, Answer] = {
        "/robots.txt": robots,
        "/redirect": redirect("/private"),
        "/refresh": reply(200, "<meta http-equiv=refresh content='0;url=/private'>Words."),
        "/private": OK,
        "/never": redirect("/secret/x"),
        "/fine": redirect("/ok"),
        "/ok": OK,
    }
    with serving(pages) as server:
        urls = [server.url(path) for path in ("/redirect", "/refresh", "/never", "/fine")]
        found = ask(BrowserEngine(find_browser(True)), urls, allow_private=True, never=("/secret/",))
        assert [classify(found[url]) for url in urls] == [V.UNCHECKED_ROBOTS, V.UNCHECKED_ROBOTS, V.BLOCKED, V.MOVED]
        assert (server.asked["/private"], server.asked["/robots.txt"]) == (0, 1)
        ignored = ask(BrowserEngine(find_browser(True)), urls[:1], allow_private=True, robots=False)
    assert classify(ignored[urls[0]]) is V.MOVED


def test_the_proxy_ends_what_takes_too_long_or_sends_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded_proxy, "MOST_BYTES", 100_000)
    monkeypatch.setattr(guarded_proxy, "MOST_CONNECTIONS", 3)
    with (
        serving({"/never": never_answers, "/large": reply(200, b"x" * 300_000), "/ok": OK, "/on": endless_body}) as server,
        own_proxy() as proxy,
    ):
        ports = frozenset((server.port,))
        for path in ("/never", "/on"):
            with limited(0.3, ports) as limit, proxy.session(limit) as session:
                proxied(proxy, session, f"GET {server.url(path)}")
                assert limit.over
                assert not session.over_limit
        with limited(30, ports) as limit, proxy.session(limit) as session:
            assert len(proxied(proxy, session, f"GET {server.url('/large')}")) < 300_000
            assert session.over_limit
        with limited(30, ports) as limit, proxy.session(limit) as session:
            assert [bool(proxied(proxy, session, f"GET {server.url('/ok')}")) for _ in range(5)] == [True] * 3 + [False] * 2
            assert session.over_limit


def test_what_uses_up_its_limits_harms_the_second_client_nowhere_else() -> None:
    pages: dict[str, Answer] = {
        "/ok": OK,
        "/large": reply(200, b"<p>x" * 4_000_000),
        "/on": endless_body,
        "/never": never_answers,
    }
    with serving(pages) as server:
        urls = {path: server.url(path) for path in pages}
        found = ask(SecondClientEngine(), list(urls.values()), allow_private=True, timeout=20, time_limit=3)
    assert [classify(found[urls[path]]) for path in ("/ok", "/large", "/on")] == [V.OK] * 3
    failure = found[urls["/never"]].failure
    assert failure
    assert failure.chain == (OVER_LIMIT,)


@pytest.mark.parametrize("client", ["second", pytest.param("browser", marks=[pytest.mark.browser, pytest.mark.slow])])
def test_through_the_proxy_of_a_network_the_same_is_refused(client: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page = "http://public.example.org"
    names: dict[str, str | int] = {"public.example.org": "8.8.8.8", "inside.example.org": "10.0.0.5"}
    names |= {"alone.example.org": socket.EAI_NONAME}
    inside = ["10.0.0.5", "inside.example.org", "[::1]", "a.internal"]
    steps = {f"{page}/go/{number}": redirect(f"http://{host}/secret", 302) for number, host in enumerate(inside)}
    with serving({**steps, f"{page}/ok": OK, "http://alone.example.org/ok": OK}) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"):
            monkeypatch.setenv(name, f"http://us:a%20word@127.0.0.1:{proxy.port}")
        for name in ("no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.delenv(name, raising=False)
        fine = [f"{page}/ok", "http://alone.example.org/ok"]
        refused = [*steps, "http://inside.example.org/direct"]
        engine = SecondClientEngine() if client == "second" else BrowserEngine(find_browser(True))
        found = ask(engine, [*fine, *refused, "https://public.example.org/x"], names=names)
        asked, head = set(proxy.asked), proxy.heads[f"{page}/ok"]
    assert [classify(found[url]) for url in fine] == [V.OK] * 2
    assert [url for url in refused if not (found[url].failure and PRIVATE in found[url].failure.chain)] == []  # type: ignore[union-attr]
    assert not [path for path in asked if "secret" in path or "direct" in path]
    assert "public.example.org:443" in asked
    assert head["proxy-authorization"] == f"Basic {base64.b64encode(b'us:a word').decode()}"
