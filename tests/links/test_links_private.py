"""LinkChecker asks nobody in a private network, and no port but those of the web and of the link."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from requests import RequestException
from requests import Response as WebResponse
from urllib3 import HTTPResponse

from link_server import OK, LinkServer, redirect, reply, serving
from linkchecker_asking import UNHURRIED, V, probe, proxyless_session
from linked_site import ALLOW, STATE, Waited, briefing, check, write_linked_site
from server_behaviours import CONNECTIONS, HOSTILE, UNENDED_LISTS, script
from sevenminute.links.classify.classify import classify
from sevenminute.links.commands.exit_codes import FINE
from sevenminute.links.fetch.address_limit import WEB_PORTS, limited
from sevenminute.links.fetch.resolver import GuardedResolver
from sevenminute.links.fetch.response import PORT, PRIVATE
from sevenminute.text.web_address import is_private, read_address


@pytest.fixture(scope="module")
def server() -> Iterator[LinkServer]:
    with serving({}) as running:
        running.script.update(script(CONNECTIONS | HOSTILE | UNENDED_LISTS, running.port))
        yield running


INSIDE = [
    "127.0.0.1",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "0.0.0.0",  # noqa: S104 - nothing is bound to it
    "0.1.2.3",
    "100.64.0.1",
    "100.100.100.200",
    "198.18.0.1",
    "192.0.2.1",
    "192.0.0.1",
    "192.0.0.8",
    "192.0.0.170",
    "192.0.0.192",
    "192.0.0.255",
    "192.88.99.1",
    "168.63.129.16",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "203.0.113.1",
    "198.51.100.1",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%1",
    "fec0::1",
    "feff::1",
    "fc00::1",
    "fd00:ec2::254",
    "fd20:ce::254",
    "ff02::1",
    "ff0e::1",
    "100::1",
    "2001:db8::1",
    "3fff::1",
    "5f00::1",
    "4000::1",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:0:10.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b::10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::a9fe:a9fe",
    "64:ff9b:1::8.8.8.8",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "2002:a00:1::5",
    "2002:c0a8:101:1::1",
    "2002:a83f:8110::",
    "2001:0:808:808::f5ff:fffe",
    "2001::1",
    "2001:10::1",
    "2001:20::1",
    "2001:2::1",
]
OUTSIDE = [
    "8.8.8.8",
    "1.1.1.1",
    "151.101.0.81",
    "192.0.1.1",
    "168.63.129.17",
    "100.128.0.1",
    "172.32.0.1",
    "223.255.255.1",
    "2606:4700::1",
    "2a00:1450:4009::8",
    "2001:4860:4860::8888",
    "64:ff9b::808:808",
    "64:ff9b::8.8.8.8",
    "2002:808:808::1",
    "::ffff:8.8.8.8",
]


def literal(address: str) -> str:
    return f"http://[{address.replace('%', '%25')}]/" if ":" in address else f"http://{address}/"


def test_addresses_that_are_never_asked_are_known_by_their_look() -> None:
    assert [address for address in INSIDE if not is_private(literal(address))] == []
    assert [address for address in OUTSIDE if is_private(literal(address))] == []
    names = "localhost a.localhost intranet printer.local x.internal metadata.google.internal a.home.arpa box.lan nas.home"
    names += " x.corp y.localdomain instance-data metadata.tencentyun.com metadata.packet.net metadata.platformequinix.com"
    names += " 2130706433 0x7f000001 127.1 0177.0.0.1 0x7f.1"
    urls = [f"http://{name}{dot}/" for name in names.split() for dot in ("", ".")]
    assert [url for url in urls if not is_private(url)] == []
    assert not any(map(is_private, ["https://www.example.org/", "https://www.example.org./", "https://10.example.org/"]))


GUARDED = """
import ipaddress
from sevenminute.text import web_address as address
from sevenminute.links.fetch import linkchecker_worker

real = address.is_public
address.is_public = lambda ip: ip == ipaddress.ip_address("127.0.0.1") or real(ip)
linkchecker_worker.main()
"""
"""The worker, to which this machine is a public host, and all else in private networks is as private as ever."""


def test_no_address_of_a_private_network_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "guarded_worker.py").write_text(GUARDED, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr("sevenminute.links.fetch.linkchecker.WORKER", "guarded_worker")
    inside = [address for address in INSIDE if address not in ("127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::")]
    names: dict[str, str | int] = {f"n{number}.example.org": address for number, address in enumerate(inside)}
    with serving({"/ok": OK, "/robots.txt": redirect("http://169.254.169.254/robots.txt")}) as server:
        server.script.update({f"/{number}": redirect(literal(address), 302) for number, address in enumerate(inside)})
        server.script.update({f"/to/{name}": redirect(f"http://{name}/", 302) for name in names})
        urls = [read_address(literal(address)).url for address in inside if "%" not in address]
        urls += [f"http://{name}/" for name in names]
        urls += [server.url(f"/{number}") for number in range(len(inside))]
        urls += [server.url(f"/to/{name}") for name in names]
        politeness = replace(UNHURRIED, timeout=5, allow_private=False, names=names)
        found = dict(probe(*urls, server.url("/ok"), politeness=politeness).responses)
    assert classify(found.pop(server.url("/ok"))) is V.OK
    assert [url for url, response in found.items() if not response.failure or PRIVATE not in response.failure.chain] == []
    assert {classify(response) for response in found.values()} == {V.BLOCKED}
    assert len(found) == len(urls)


def test_through_a_proxy_no_private_network_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    page, inside = (
        "http://public.example.org",
        ["10.0.0.5", "inside.example.org", "both.example.org", "db.default.svc", "x.consul"],
    )
    inside += ["metadata.oraclecloud.com", "a.internal", "2130706433", "[::1]"]
    steps = {f"{page}/go/{number}": redirect(f"http://{host}/secret", 302) for number, host in enumerate(inside)}
    names: dict[str, str | int] = {"public.example.org": "8.8.8.8", "inside.example.org": "10.0.0.5"}
    names |= {"both.example.org": "localhost", "alone.example.org": socket.EAI_NONAME}
    with serving({**steps, f"{page}/ok": OK, "http://alone.example.org/ok": OK}) as proxy:
        proxy.script[f"{page}/go/itself"] = redirect(proxy.url("/"), 302)
        proxy.script[f"{page}/go/port"] = redirect(f"{page}:{proxy.port}/", 302)
        for name in ("http_proxy", "HTTP_PROXY"):
            monkeypatch.setenv(name, proxy.url(""))
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        fine = [f"{page}/ok", "http://alone.example.org/ok"]
        refused = [*steps, f"{page}/go/itself", f"{page}/go/port", "http://inside.example.org/direct"]
        found = probe(*fine, *refused, politeness=replace(UNHURRIED, allow_private=False, names=names)).responses
    assert {url: classify(found[url]) for url in fine} == dict.fromkeys(fine, V.OK)
    assert {url: classify(found[url]) for url in refused} == dict.fromkeys(refused, V.BLOCKED)
    assert {urlsplit(path).hostname for path in proxy.asked if path.startswith("http:")} == {
        "public.example.org",
        "alone.example.org",
    }


def test_only_the_proxy_itself_may_be_in_a_private_network(monkeypatch: pytest.MonkeyPatch) -> None:
    for proxy in ("http://127.0.0.1:3128", "127.0.0.1:3128"):
        monkeypatch.setenv("https_proxy", proxy)
        resolver = GuardedResolver(asdict(replace(UNHURRIED, allow_private=False)))
        with limited(60, WEB_PORTS):
            assert list(resolver("127.0.0.1", 3128))
            for host, port, refused in (("127.0.0.1", 22, PORT), ("127.0.0.1", 80, PRIVATE), ("www.example.org", 3128, PORT)):
                with pytest.raises(RequestException) as error:
                    resolver(host, port)
                assert type(error.value).__name__ == refused


def test_no_way_to_write_a_redirect_leads_into_a_private_network_or_to_another_port() -> None:
    inside = [
        "http:\\\\10.0.0.1\\x",
        "\\\\10.0.0.1/x",
        "/\\10.0.0.1/x",
        "http:///10.0.0.1/x",
        "///10.0.0.1/x",
        "https:10.0.0.1/x",
        "https:/10.0.0.1/x",
        "http://10\u30020\uff0e0\uff611/x",
        "http://\uff11\uff10.0.0.1/x",
        "http://%31%30.0.0.1/x",
        "http://www.example.org@10.0.0.1/x",
        "http://www.example.org\\@10.0.0.1\\x".replace("www.example.org\\", "10.0.0.1\\"),
        "http://user:word@10.0.0.1#@www.example.org/",
        " \t http://10.0.0.1 ",
        "ht\ttp://10.0.\t0.1/",
        "http://\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3/",
        "http://a\u3002internal/",
        "http://a%2einternal/",
        "http://[::ffff:10.0.0.1]/",
        "//0x0a.0.0.1/",
    ]
    ports = [
        "http:\\\\www.example.org:22\\x",
        "//www.example.org:22",
        "http:///www.example.org:022/",
        "http://a@www.example.org:0/",
    ]
    session = proxyless_session(replace(UNHURRIED, allow_private=False))

    def led(location: str) -> str:
        response = WebResponse()
        response.url, response.status_code = "http://www.example.org/deep/page", 302
        raw = location.encode().decode("latin-1")
        response.headers["Location"] = raw
        response.raw = HTTPResponse(headers={"Location": raw})
        try:
            return f"followed to {session.get_redirect_target(response)}"
        except RequestException as error:
            return type(error).__name__

    with limited(60, WEB_PORTS):
        assert {location: led(location) for location in inside} == dict.fromkeys(inside, PRIVATE)
        assert {location: led(location) for location in ports} == dict.fromkeys(ports, PORT)
        assert led("HTTP:\\\\WWW.example.org:80\\a b#c") == "followed to http://www.example.org/a%20b#c"


@pytest.mark.slow
def test_no_name_or_password_of_a_redirect_is_told_or_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving({"/ok": OK, "/gone": reply(410)}) as server:
        user = f"http://Pers0n:hunt3r@127.0.0.1:{server.port}"
        server.script |= {
            "/moved": redirect(f"{user}/ok"),
            "/twice": redirect(f"{user}/moved", 302),
            "/gone-there": redirect(f"//Pers0n%3Ahunt3r@127.0.0.1:{server.port}/gone"),
            "/user-only": redirect(f"http:\\\\Pers0n@127.0.0.1:{server.port}\\ok"),
            "/inside": redirect("http://Pers0n:hunt3r@127.0.0.1:22/"),
            "/unclear": redirect("mailto:Pers0n:hunt3r@example.org"),
            "/no-address": redirect("http://Pers0n:hunt3r@[bad/"),
        }
        links = [server.url(path) for path in server.script if path not in ("/ok", "/gone")]
        responses = probe(*links).responses
        root = write_linked_site(tmp_path, {"briefings/a.md": briefing(*links)}, ALLOW)
        assert check(root, "--all", "--reports", str(root / "reports"), waited=Waited()) == FINE
    ends = {urlsplit(url).path: response.final_url for url, response in responses.items()}
    assert (ends["/moved"], ends["/twice"], ends["/user-only"]) == (server.url("/ok"),) * 3
    written = [repr(responses), capsys.readouterr().out, (root / STATE).read_text(encoding="utf-8")]
    written += [report.read_text(encoding="utf-8") for report in (root / "reports").iterdir()]
    assert len(written) > 5
    assert server.url("/ok") in written[2]
    assert [text for text in written if "Pers0n" in text or "hunt3r" in text] == []


def test_only_the_ports_of_the_web_and_that_of_the_link_itself_are_asked() -> None:
    with serving({"/": OK, "/a": OK}) as trap, serving({"/ok": OK}) as server:
        other = trap.port
        targets = {
            "/22": "http://127.0.0.1:22/",
            "/25": "//localhost:25/",
            "/1": "http://127.0.0.1:1/",
            "/other": f"http://127.0.0.1:{other}/",
            "/name": f"http://www.example.org:{other}/a",
            "/twice": server.url("/other"),
            "/user": f"http://user:word@127.0.0.1:{other}/",
            "/safe": f"https://127.0.0.1:{other}/",
        }
        server.script.update({path: redirect(target, 302) for path, target in targets.items()})
        server.script["/same"] = redirect(server.url("/ok", "www.example.org"))
        server.script["/robots.txt"] = redirect(f"http://127.0.0.1:{other}/robots.txt")
        links = [server.url(path) for path in [*targets, "/same"]]
        politeness = replace(UNHURRIED, names={"www.example.org": "127.0.0.1"})
        found = probe(*links, politeness=politeness).responses
        assert trap.asked.total() == 0
        assert classify(found[server.url("/same")]) is V.MOVED
        for path in targets:
            response = found[server.url(path)]
            assert classify(response) is V.BLOCKED
            assert response.failure
            assert PORT in response.failure.chain
        assert classify(probe(trap.url("/a")).responses[trap.url("/a")]) is V.OK


def test_a_redirect_to_another_port_is_named_and_is_never_broken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving({"/": redirect("http://127.0.0.1:22/")}) as server:
        root = write_linked_site(tmp_path, {"briefings/a.md": briefing(server.url("/"))}, ALLOW)
        assert check(root, "--all") == FINE
        assert '"status":"unverified"' in (root / STATE).read_text(encoding="utf-8")
    said = capsys.readouterr().out
    assert "N L154 no machine could check this link" in said
    assert "it goes to a port that websites do not use" in said


def test_a_name_that_stands_for_another_address_the_second_time_is_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebinding = GUARDED.replace(
        "linkchecker_worker.main()",
        """
import socket
answers = iter(["127.0.0.1", "127.0.0.1"])
system = socket.getaddrinfo
def rebinds(host, *args, **kwargs):
    return system(next(answers, "127.0.0.2") if host == "www.example.org" else host, *args, **kwargs)
socket.getaddrinfo = rebinds
linkchecker_worker.main()
""",
    )
    (tmp_path / "rebinding_worker.py").write_text(rebinding, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr("sevenminute.links.fetch.linkchecker.WORKER", "rebinding_worker")
    with serving({"/a": redirect("/b"), "/b": OK}) as server:
        url = server.url("/a", "www.example.org")
        found = probe(url, politeness=replace(UNHURRIED, allow_private=False)).responses[url]
        assert server.asked["/a"] == 1, "the first two times, for robots.txt and for /a, it stood for a public host"
        assert server.asked["/b"] == 0
    assert classify(found) is V.BLOCKED
