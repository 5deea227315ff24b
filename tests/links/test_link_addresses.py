"""An address is asked for as a browser asks for it: what is sent is compared with what Chromium sends for the same text."""

from __future__ import annotations

import html
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, Playwright
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from conftest import FLAGS, chromium
from linked_site import ALLOW, briefing, check, quick, write_linked_site
from sevenminute.links.commands.exit_codes import FINE
from sevenminute.links.fetch.browser.engine import BrowserEngine
from sevenminute.links.fetch.linkchecker import LinkCheckerEngine
from sevenminute.links.fetch.protocol import Politeness, Request
from sevenminute.links.fetch.second_client.engine import SecondClientEngine
from sevenminute.text.web_address import AddressError, follow, host_of, read_address, scheme_of, target_of, without_fragment

PATHS = [
    *("", "/", "?", "#part", "/a?", "/a?#part", "/a", "/a#part", "/a/", "//a", "/a//b", "/a?b?c", "/a?b/../c", "/a;b=c", "/;x=1"),
    *("/a%2Fb", "/a%2fb", "/a%5Cb", "/a\\b", "/a?b\\c", "/%E9tude", "/x?q=%E9", "/%e9%c3", "/a%20b", "/a%00b", "/b~%7E%41"),
    *("/100%", "/?q=100%", "/a%zz", "/%", "/a%2", "/a%u1234", "/web/2020/http:%2F%2Fx", "/web/2020/http://x/y?z", "/a:b", "/$a"),
    *("/a'b", "/?q='", "/a+b?c+d", "/a|b?c|d", "/a^b?c^d", "/a b?c d", "/a`b?c`d", "/a{b}?c{d}", "/a[b]?c[d]", '/a"b?c"d'),
    *("/a<b>?c<d>", "/@a", "/a@b?c@d", "/:@&=+$,", "/a(b)", "/a*b!", "/a&b;&c"),
]
"""What stands behind a host, as editors write it or copy it from elsewhere."""
MORE_PATHS = [
    *("/a/../b", "/a/%2e%2E/c", "/a/./b/.", "/a/..", "/../../d", "/caf\u00e9?q=\u00e9", "/e\u0301", "/\u00a0x\u00a0", "/\u202ex"),
    *("/\U0001f600", "/a?x=&amp;y"),
]
HOSTS = [
    *("a.example.org.", "A.Example.ORG", "m\u00fcnchen.example.org", "M\u00dcNCHEN.example.org", "stra\u00dfe.example.org"),
    *("m%C3%BCnchen.example.org", "xn--mnchen-3ya.example.org", "mu\u0308nchen.example.org", "\U0001f600.example.org"),
    *("a\u3002example\uff0eorg", "a_b.example.org", "-a.example.org", "a-.example.org", "\u03c3\u03c2.example.org"),
    *("a\u00adb.example.org", "[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "127.1", "0x7f000001", "2130706433"),
    *("017700000001", "\uff11\uff12\uff17.0.0.1", "@b.example.org", "c%2eexample.org"),
]
UNREADABLE = [
    *(
        "http://",
        "https://?x",
        "https://#x",
        "http://:80/",
        "http://user@/",
        "http://[bad/",
        "http://a]b/",
        "http://[::1",
        "http://[1::2::3]/",
    ),
    *("http://a.example.org:99999/", "http://a.example.org:x/", "http://1.2.3.256/", "http://1.2.3.4.5/", "http://0x100000000/"),
    *(
        "http://[fe80::1%25eth0]/",
        "http://a.example.org\uff0fx/",
        "http://a\u2100b.example.org/",
        "http://a%2fb.example.org/",
        "http://%/",
    ),
    *("//a.example.org/", "a.example.org/x", "/x", ""),
]
ASCII_HOSTS = [
    *("a", "b", "c", "a_b", "-a", "a-", "ab", "xn--mnchen-3ya", "xn--strae-oqa", "xn--e28h", "xn--3xab"),
    *(f"redirects{number}" for number in range(4)),
]
NAMES: dict[str, str | int] = {
    **{f"{name}.example.org": "127.0.0.1" for name in ASCII_HOSTS},
    **dict.fromkeys(("a.example.org.", "::1", "::ffff:7f00:1"), "127.0.0.1"),
}
"""The names of these hosts, in the form in which they are looked up."""


def absolute_addresses(port: int) -> list[str]:
    begins = ["http:\\\\a.example.org:%d\\one", "http:///a.example.org:%d/two", "hTTp:/\\a.example.org:0%d/three"]
    return [
        *(f"http://a.example.org:{port}{path}" for path in PATHS),
        *(f"http://b.example.org:{port}{path}" for path in MORE_PATHS),
        *(f"http://{host}:{port}/host" for host in HOSTS),
        *(begin % port for begin in begins),
    ]


def locations(port: int) -> list[bytes]:
    """Return where redirects lead: whole addresses, what stands for one after another, and bytes of an old alphabet."""
    absolute = [
        address for address in absolute_addresses(port) if "//@" not in address
    ]  # a browser's script may not ask for those
    elsewhere = ["//b.example.org:%d/p", "\\\\b.example.org:%d\\q", "/\\c.example.org:%d/r"]
    relative = [path for path in [*PATHS, *MORE_PATHS] if path[:1] not in ("", "#") and path != "//a"]
    relative += ["../s", "./t", "u", "?q=\u00e9", "http:v", "http:/w", *(begin % port for begin in elsewhere)]
    return [*(text.encode() for text in absolute + relative), b"/caf\xe9?q=\xe9", b"/caf\xc3\xa9\xff", b"\t/x \x01"]


class Recorder(ThreadingHTTPServer):
    """Tells each client what it asks for: the host, and what the first line names, as they came.

    Attributes:
        asked: What was asked for, without robots.txt.
        locations: Where `/to/<number>` leads.
        page: The HTML of `/page`.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, str]] = []
        self.locations: list[bytes] = []
        self.page = ""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients break off."""


class _Handler(BaseHTTPRequestHandler):
    server: Recorder
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        target = self.requestline.split(" ")[1]
        step = target.removeprefix("/to/")
        location = self.server.locations[int(step)] if step.isdigit() else None
        body = self.server.page if target == "/page" else json.dumps([self.headers["Host"], target])
        if location is None and not target.endswith("/robots.txt"):
            self.server.asked.append((self.headers["Host"], target))
        self.send_response(200 if location is None else 302)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body.encode())))
        self.send_header("Access-Control-Allow-Origin", "*")
        if location is not None:
            self.send_header("Location", location.decode("latin-1"))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def recording() -> Iterator[Recorder]:
    with Recorder() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server
        server.shutdown()


ASK_FOR_ALL = "() => Promise.all([...document.links].map(async link => (await fetch(link.href)).json()))"
READABLE = "texts => texts.filter(text => URL.canParse(text))"


@contextmanager
def chromium_on(playwright: Playwright, server: Recorder, links: list[str]) -> Iterator[Page]:
    """Open a page with links in Chromium, to which each host is the server."""
    server.page = "<!doctype html><title>Links</title>" + "".join(f'<a href="{html.escape(link)}">x</a>' for link in links)
    flags = [*FLAGS, "--host-resolver-rules=MAP * 127.0.0.1"]
    with playwright.chromium.launch(executable_path=chromium(), args=flags) as browser:
        page = browser.new_page()
        page.goto(f"http://start.example.org:{server.server_port}/page")
        yield page


INVENTED = re.compile("/[bcdfghjklmnpqrstvwxz]{20}")
"""A name that no page has, with which the check asks what a site shows for one."""


@pytest.mark.slow
def test_each_address_is_asked_for_once_as_a_browser_asks_for_it(tmp_path: Path, playwright: Playwright) -> None:
    with recording() as server:
        port = server.server_port
        broken = f" \n ht\ntp://c.exa\nmple.org:{port}/fo\nur \n"
        links = [*absolute_addresses(port), broken]
        server.locations = locations(port)
        redirects = [f"http://redirects{number % 4}.example.org:{port}/to/{number}" for number in range(len(server.locations))]
        with chromium_on(playwright, server, links + redirects) as page:
            sent = [(host, target) for host, target in page.evaluate(ASK_FOR_ALL)]
            assert page.evaluate(READABLE, UNREADABLE) == []
        server.asked.clear()
        paragraphs = "".join(f'<p><a href="{html.escape(link)}">Guide</a></p>\n\n' for link in links + redirects)
        root = write_linked_site(tmp_path, {"briefings/a.md": f"{briefing()}\n{paragraphs}"}, ALLOW)
        assert check(root, "--all", names=NAMES) == FINE
        expected = sorted([*set(sent[: len(links)]), *sent[len(links) :]])
        assert sorted(asked for asked in server.asked if not INVENTED.search(asked[1])) == expected
        server.asked.clear()
        requests = [Request(url) for url in dict.fromkeys(read_address(link).url for link in links + redirects)]
        SecondClientEngine().probe(requests, quick(Politeness(allow_private=True, names=NAMES)), lambda response: None)
        assert sorted(server.asked) == expected


@pytest.mark.slow
def test_the_browser_asks_for_the_same_address_through_its_proxy() -> None:
    ends = ("/a?", "//a", "/%e9?%E9", "/a|b?c|d", "/100%", "/a/../b", "/a b", "/web/http://x?y#z")
    with recording() as server:
        texts = [f"http://a.example.org.:{server.server_port}{end}" for end in ends] + [f"http://[::1]:{server.server_port}/host"]
        urls = [read_address(text).url for text in texts]
        politeness = quick(Politeness(allow_private=True, names=NAMES))
        BrowserEngine(chromium()).probe([Request(url) for url in urls], politeness, lambda response: None)
        assert sorted(server.asked) == sorted((urlsplit(url).netloc, target_of(url)) for url in urls)


def can_be_read(text: str) -> bool:
    try:
        read_address(text)
    except AddressError:
        return False
    return True


def test_an_address_that_no_browser_reads_is_refused() -> None:
    assert [text for text in UNREADABLE if can_be_read(text)] == []


def test_no_port_is_refused_that_a_browser_opens(playwright: Playwright) -> None:
    refused = [url for port in range(11_000) if not can_be_read(url := f"http://a.example.org:{port}/")]
    failed: dict[str, str | None] = {}
    with recording() as server, chromium_on(playwright, server, []) as page:
        page.on("requestfailed", lambda request: failed.update({request.url: request.failure}))
        page.evaluate("urls => Promise.allSettled(urls.map(url => fetch(url)))", refused)
    assert len(refused) > 80
    assert {failed[url] for url in refused} == {"net::ERR_UNSAFE_PORT"}


@pytest.mark.slow
def test_a_proxy_is_asked_for_the_same_address(monkeypatch: pytest.MonkeyPatch) -> None:
    with recording() as proxy:
        for name in ("http_proxy", "HTTP_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.server_port}")
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        urls = {read_address(f"http://a.example.org{path}").url for path in PATHS}
        LinkCheckerEngine().probe([Request(url) for url in urls], quick(Politeness(allow_private=True)), lambda response: None)
        assert sorted(proxy.asked) == sorted(("a.example.org", url) for url in urls)


PARTS = st.sampled_from(
    [
        *("http://", "https://", "http:", "//", "/", "\\", "@", "u:p@", ":", ":80", ":8080", ":0", "?", "#", ".", ".."),
        *("%2e", "%2F", "%", "a", "b.example", "127.1", "10.0.0.1", "0x7f", "[::1]", "[", "]", "localhost", "xn--"),
        *("\u3002", "\uff0f", "\u2100", "\u00a0", "\u200b", "\u00e9", "\u00df", "\U0001f600", "\ufb03", "\t", "\n"),
        *(" ", "\x00", "|", "^", "{", "'", '"', "`", "&#64;", "~", "_", "-"),
    ]
)


@settings(max_examples=500)
@given(st.lists(PARTS, max_size=9).map("".join))
def test_whoever_reads_an_address_sees_the_same_host(text: str) -> None:
    """Else one part of the program would judge another machine than the one that is asked."""
    try:
        url = follow(text, "https://base.example/a/b?c")
    except ValueError:
        return
    if scheme_of(url) not in ("http", "https"):
        return
    parts = urlsplit(url)
    assert (url.isascii(), parts.username, parts.password) == (True, None, None)
    assert follow(url, "http://other.example/") == url
    assert host_of(url).removesuffix(f":{parts.port}").strip("[]") == (parts.hostname or "").rstrip(".")
    with suppress(LocationParseError):  # then it is not asked
        assert (parse_url(url).host or "").strip("[]") == parts.hostname
    with suppress(AddressError):
        assert read_address(url).url == without_fragment(url)
