"""`briefings links check` from end to end: real LinkChecker asks a server of the test, or an engine says what a test wants."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

import pytest

from checked_site import FAKE, REGISTER, A, B, Out, rules, urls
from link_server import OK, redirect, reply, serving
from linked_site import (
    ALLOW,
    STATE,
    FakeEngine,
    Waited,
    answer,
    briefing,
    check,
    moved,
    write_linked_site,
)
from sevenminute.links.commands.exit_codes import FINE, FOUND
from sevenminute.links.history.record import Status


def test_one_dead_address_is_named_at_each_of_its_places_and_asked_for_once(tmp_path: Path, capsys: Out) -> None:
    dead, fine = f"{A}dead", f"{A}fine"
    engine = FakeEngine({fine: answer(fine)}.__getitem__)
    files = {f"briefings/{name}.md": briefing(fine, dead) for name in "abcde"}
    root = write_linked_site(tmp_path, files)
    assert check(root, "--all", engine=engine) == FINE
    assert [finding.split(":")[0] + finding[-7:] for finding in rules(capsys)] == [
        f"briefings/{name}.md W L141" for name in "abcde"
    ]
    assert engine.asked.count(dead) == 1
    assert check(root, "--all", engine=engine, today="2026-11-23") == FOUND
    assert engine.asked.count(dead) == 2
    assert engine.asked.count(fine) == 1  # fine for a week
    said = capsys.readouterr().out
    assert said.count("E L140 this link is broken") == 5
    line = next(number for number, text in enumerate(files["briefings/a.md"].split("\n"), 1) if "/dead" in text)
    broken = f"briefings/a.md:{line}:13: E L140 this link is broken: {dead}"
    assert f"{broken} (404, there is no such page, since 22 November 2026; the page's links are dated " in said


def test_a_registered_address_is_named_where_it_stands_and_where_it_is_cited(tmp_path: Path, capsys: Out) -> None:
    dead, fine = f"{A}dead", f"{A}fine"
    engine = FakeEngine({fine: answer(fine)}.__getitem__)
    text = briefing(fine) + "\nSee [our guide][guide] and [guide].\n"
    files = {
        "briefings/a.md": text,
        "briefings/resources.yml": REGISTER.format(url=dead),
        "docs/p.md": "# P\n\n[It][guide]\n",
    }
    root = write_linked_site(tmp_path, files)
    check(root, "--all", engine=engine)
    said = capsys.readouterr().out
    check(root, "briefings/a.md", engine=engine)
    line = text.split("\n").index("See [our guide][guide] and [guide].") + 1
    for place in (f"briefings/a.md:{line}:16:", f"briefings/a.md:{line}:28:", "docs/p.md:3:5:", "briefings/resources.yml:6:8:"):
        assert f"{place} W L141" in said
    assert said.count("its address is in briefings/resources.yml, line 6") == 3
    assert capsys.readouterr().out.count("its address is in briefings/resources.yml, line 6") == 2, "of one page too"


def test_a_host_that_asks_for_patience_gets_it(tmp_path: Path, capsys: Out) -> None:
    waited = Waited()
    with serving({"/once": [reply(429, Retry_After="45"), OK], "/busy": [reply(503), OK]}) as server:
        root = write_linked_site(tmp_path, {"briefings/a.md": briefing(server.url("/once"), server.url("/busy"))}, ALLOW)
        assert check(root, "--all", waited=waited) == FINE
        assert {row["status"] for row in urls(root).values()} == {Status.OK}
    assert waited.seconds == [45]
    assert rules(capsys) == []


@pytest.mark.slow
def test_a_limited_rate_is_never_called_broken(tmp_path: Path, capsys: Out) -> None:
    waited = Waited()
    with serving({"/limited": reply(429, Retry_After="3600"), "/ok": OK}) as server:
        root = write_linked_site(tmp_path, {"briefings/a.md": briefing(server.url("/limited"), server.url("/ok"))}, ALLOW)
        for day in ("2026-11-01", "2026-11-10", "2026-11-20"):
            assert check(root, "--all", "--force", waited=waited, today=day) == FINE
        row = urls(root)[server.url("/limited")]
    assert (row["status"], row["verdict"], row["fails"]) == ("unverified", "rate-limited", 0)
    assert waited.seconds == [120] * 3  # as long as that nobody waits
    assert rules(capsys)[-1].endswith("N L154")


@pytest.mark.parametrize(
    "asked",
    [
        "Mon, 01 Jan 99999999999999999999 00:00:00 GMT",
        "Mon, 01 Jan 2029 00:00:00 +99999999999999999999",
        "Mon, 01 Jan 2029 00:00:00 -99999999999999999999",
        "Mon, 01 Jan 0001 00:00:00 +2300",
        "Mon, 01 Jan 2029 00:00:00 -0000",
        "Mon, 01 Jan 2029 99999999999999999999:00:00 GMT",
        "9" * 5000,
        "-1",
        "1e999",
        "nan",
        "\u0663",
        ",",
        "",
    ],
)
def test_whatever_time_a_host_asks_for_the_run_comes_to_its_end(tmp_path: Path, asked: str) -> None:
    waited = Waited()
    busy, fine = f"{A}busy", f"{A}fine"
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(busy, fine)})
    engine = FakeEngine({busy: answer(busy, 503, headers={"retry-after": asked}), fine: answer(fine)})
    assert check(root, "--all", engine=engine, waited=waited) == FINE
    assert urls(root)[fine]["status"] == Status.OK
    assert all(30 <= seconds <= 120 for seconds in waited.seconds)


def test_what_cannot_be_looked_at_is_neither_fine_nor_broken(tmp_path: Path) -> None:
    robots = reply(200, "User-agent: *\nDisallow: /private\n", Content_Type="text/plain")
    with serving({"/robots.txt": robots, "/private": OK, "/wall": reply(403), "/ok": OK}) as server:
        links = [server.url(path) for path in ("/private", "/wall", "/ok")]
        root = write_linked_site(tmp_path, {"briefings/a.md": briefing(*links)}, ALLOW)
        for day in ("2026-11-01", "2026-11-20"):
            check(root, "--all", "--force", today=day)
        known = urls(root)
        assert server.asked["/private"] == 0
    assert [known[link]["status"] for link in links] == ["unverified", "unverified", "ok"]
    assert [known[link]["last_ok"] is None for link in links] == [True, True, False]


def test_a_host_that_is_known_to_answer_so_is_fine(tmp_path: Path) -> None:
    wall, other = f"{A}wall", f"{B}wall"
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(wall, other)}, "hosts:", "  a.example.org: {accept: [403]}")
    check(root, "--all", engine=FakeEngine(lambda url: answer(url, 403)))
    assert (urls(root)[wall]["status"], urls(root)[other]["status"]) == ("ok", "unverified")


def test_a_page_that_the_engine_loses_is_asked_for_alone_and_the_others_are_judged(tmp_path: Path) -> None:
    links = [f"{A}{number}" for number in range(13)]
    engine = FakeEngine(lambda url: None if url == links[0] else answer(url))
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(*links)})
    assert check(root, "--all", engine=engine) == FINE
    known = urls(root)
    assert engine.asked.count(links[0]) == 2
    assert (known[links[0]]["verdict"], known[links[0]]["last_checked"]) == ("unchecked", None)
    assert {known[link]["verdict"] for link in links[1:]} == {"ok"}


def test_a_redirect_to_what_is_no_address_is_broken_and_harms_nobody(tmp_path: Path, capsys: Out) -> None:
    with serving({"/bad": redirect("http://[bad/"), "/ok": OK}) as server:
        links = [server.url(path) for path in ("/bad", "/gone", "/ok")]
        root = write_linked_site(tmp_path, {"briefings/a.md": briefing(*links)}, ALLOW)
        assert check(root, "--all") == FINE
        assert check(root, "--all", today="2026-11-23") == FOUND
        known = urls(root)
    assert [known[link]["status"] for link in links] == ["broken", "broken", "ok"]
    assert rules(capsys)[-2:] == ["briefings/a.md:37 E L140", "briefings/a.md:38 E L140"]


def test_what_is_on_the_intranet_private_or_ignored_is_never_asked_for(tmp_path: Path, capsys: Out) -> None:
    engine = FakeEngine(answer)
    links = [
        "https://staff.council.internal/x",
        "http://10.1.2.3/",
        "http://printer/",
        "https://app.example.org/login",
        "https://a.example.org/",
    ]
    settings = ["intranet: ['^https?://[^/]*[.]council[.]']", "ignore:"]
    settings += ["  - {url: 'https://app.example.org/*', reason: needs login, until: 2027-03-31}"]
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(*links)}, *settings)
    assert check(root, "--all", "--force", engine=engine) == FINE
    assert engine.asked == ["https://a.example.org/"]
    assert list(urls(root)) == ["https://a.example.org/"]
    assert rules(capsys) == []


def test_a_redirect_into_the_intranet_is_never_fine(tmp_path: Path, capsys: Out) -> None:
    with serving({"/": redirect("http://intra.example.org/")}) as server:
        files = {"briefings/a.md": briefing(server.url("/"))}
        root = write_linked_site(tmp_path, files, ALLOW, "intranet: ['^http://intra[.]']")
        check(root, "--all", names={"intra.example.org": "127.0.0.1"})
        assert urls(root)[server.url("/")]["status"] == "unverified"
    assert "N L154 no machine could check this link" in (said := capsys.readouterr().out)
    assert "it goes to a private network" in said


def test_offline_nothing_is_asked_and_no_socket_opened(tmp_path: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_linked_site(
        tmp_path, {"briefings/a.md": briefing("https://a.example.org/", "https:///path", links_updated="2026-01")}
    )
    check(root, "--all", engine=FakeEngine(lambda url: answer(url, 403)), today="2026-10-01")
    capsys.readouterr()
    before = (root / STATE).read_bytes()

    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("the network, or another process, was asked for")

    monkeypatch.setattr(socket, "socket", forbidden)
    monkeypatch.setattr(socket, "getaddrinfo", forbidden)
    monkeypatch.setattr(subprocess, "Popen", forbidden)
    assert check(root, "--offline", "--fail-on", "W") == FOUND
    assert rules(capsys) == ["briefings/a.md:38 E L170", "briefings/a.md:5 W L111", "briefings/a.md:37 N L160"]
    assert (root / STATE).read_bytes() == before


def test_a_link_of_html_is_found_however_its_address_is_written(tmp_path: Path, capsys: Out) -> None:
    lines = (
        '<p><a href="https&colon;//a.example.org/1">x</a>',
        '<a title="q" HREF=https:&#47;&#47;a.example.org/2>x</a>',
        '<a href="//a.example.org/3">x</a>',
        '<a href="https:/a.example.org/4">x</a>',
        '<a href="tel:abc">x</a>',
        '<a href="mailto:nobody">x</a></p>',
        "",
        '<div><a href="https&colon;//a.example.org/5">x</a></div>',
    )
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing() + "\n" + "\n".join(lines)})
    first = (root / "briefings/a.md").read_text(encoding="utf-8").split("\n").index(lines[0]) + 1
    assert check(root, "--offline") == FOUND
    expected = {2: "E L170", 3: "E L170", 4: "W L171", 5: "W L171"}
    assert rules(capsys) == [f"briefings/a.md:{first + at} {said}" for at, said in expected.items()]
    engine = FakeEngine(answer)
    check(root, "--all", engine=engine)
    assert sorted(engine.asked) == [f"https://a.example.org/{number}" for number in (1, 2, 5)]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        (r"https://a.example.org/a\b", "https://a.example.org/a/b"),
        (r"https:\\a.example.org\a", "https://a.example.org/a"),
        (r"https://a.example.org/a?q=\b", r"https://a.example.org/a?q=\b"),
        ("https://a.example.org/a%5Cb", "https://a.example.org/a%5Cb"),
    ],
)
def test_a_backslash_in_a_path_is_asked_for_as_browsers_do(tmp_path: Path, written: str, asked: str) -> None:
    engine = FakeEngine(answer)
    root = write_linked_site(tmp_path, {"briefings/a.md": f"{briefing()}\n<p><a href='{written}'>x</a></p>\n"})
    check(root, "--all", engine=engine)
    assert engine.asked == [asked]


@pytest.mark.parametrize(
    ("link", "rule", "said"),
    [
        ("https://[bad/", "L170", "“https://[bad/” cannot be read as a web address"),
        ("https://example.org:99999/", "L170", "“https://example.org:99999/” cannot be read as a web address"),
        ("https:///path", "L170", "names no website"),
        ("https:/a.example.org/", "L170", "begins with neither http:// nor https://"),
        ("https://https://a.example.org/", "L170", "has https:// twice"),
        ("http://a.example.org:25/", "L170", "has the port 25, which browsers never open"),
        ("file:///C:/guide.pdf", "L170", "is on one computer only"),
        ("ftp://ftp.example.org/guide", "L170", "opens in no current browser"),
        ("//a.example.org/guide", "L170", "begins with neither http:// nor https://"),
        ("htps://a.example.org/", "L170", "opens in no browser: write https:// at its beginning"),
        ("https://user:secret@a..example.org/", "L170", "“https://…@a..example.org/” has a host"),
        ("https:secret@a.example.org/", "L170", "begins with neither http:// nor https://"),
        ("mailto:somebody", "L171", "is not an email address"),
        ("tel:12", "L171", "is not a telephone number"),
        ("https://user:secret@a.example.org/", "L172", "holds a name or password that everybody can read"),
    ],
)
def test_an_address_that_no_web_can_mend_has_its_rule(tmp_path: Path, capsys: Out, link: str, rule: str, said: str) -> None:
    engine = FakeEngine(answer)
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(link)})
    assert check(root, "--offline") == (FOUND if rule == "L170" else FINE)
    out = capsys.readouterr().out
    assert f" {rule} " in out
    assert said.split(": ", maxsplit=1)[0] in out
    assert "secret" not in out
    assert check(root, "--all", engine=engine) == FINE
    assert engine.asked == (["https://a.example.org/"] if rule == "L172" else [])
    assert "secret" not in (root / STATE).read_text(encoding="utf-8")


def test_a_site_without_links_and_a_briefing_with_500_are_checked(tmp_path: Path, capsys: Out) -> None:
    engine = FakeEngine(answer)
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing()})
    assert check(root, "--all", engine=engine) == FINE
    assert "There are no links to other sites." in capsys.readouterr().out
    links = [f"https://{host}.example.org/{number}" for host in ("a", "b", "c", "d", "e") for number in range(100)]
    (root / "briefings/a.md").write_text(briefing(*links), encoding="utf-8")
    assert check(root, "--all", engine=engine) == FINE
    assert "Asked for 300 of 500 links; 200 wait for the next run" in capsys.readouterr().out
    assert check(root, "--all", engine=engine, today="2026-11-23") == FINE
    assert sorted(engine.asked) == sorted(links)  # each once: what waited came first the next night


def test_at_night_the_links_are_held_against_those_of_the_day_of_the_date(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(A)})
    assert check(root, "--all", engine=FAKE) == FINE
    for text, expected in (
        (briefing(A, B), ["briefings/a.md:5 W L120"]),
        (briefing(A, B), ["briefings/a.md:5 W L120"]),
        (briefing(A, B, links_updated="2026-11-22"), []),
        (briefing(A, B, links_updated="2026-11-22"), []),
    ):
        (root / "briefings/a.md").write_text(text, encoding="utf-8")
        capsys.readouterr()
        assert check(root, "--all", engine=FAKE) == FINE
        assert rules(capsys) == expected


def test_a_date_that_says_that_a_dead_link_was_fine_is_an_error(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(A, links_updated="2026-10")})
    dead = FakeEngine(lambda url: answer(url, 404))
    check(root, "--all", engine=dead, today="2026-11-20")
    capsys.readouterr()
    (root / "briefings/a.md").write_text(briefing(A, links_updated="2026-11-21"), encoding="utf-8")
    assert check(root, "--all", engine=dead, today="2026-11-21") == FOUND
    assert rules(capsys) == ["briefings/a.md:37 E L130"]


def test_a_broken_link_is_announced_once_then_known_and_after_the_grace_again(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(A, B, links_updated="2026-10")})
    dead = FakeEngine(lambda url: answer(url, 404 if url == A else 200))
    levels = []
    for day in range(1, 21):
        check(root, "--all", engine=dead, today=f"2026-11-{day:02}")
        levels += [rule for rule in rules(capsys) if "L1" in rule]
    said = [level.removeprefix("briefings/a.md:37 ") for level in levels]
    assert said == ["W L141", "E L140", *["N L140"] * 13, "E L140", *["N L140"] * 4]
    assert check(root, "--all", engine=FakeEngine(answer), today="2026-11-21") == FINE
    assert rules(capsys) == []
    assert urls(root)[A]["status"] == "ok"


def test_a_page_that_has_moved_for_good_is_named_with_its_new_address(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(f"{A}old#part")})
    engine = FakeEngine(lambda url: moved(url, f"{A}new"))
    assert check(root, "briefings/a.md", engine=engine) == FINE
    assert (
        f"L150 this link's page has moved for good: {A}old (it answers with 301): link directly to {A}new#part\n"
        in capsys.readouterr().out
    )
    for day in ("2026-11-22", "2026-11-30"):
        check(root, "--all", "--force", engine=engine, today=day)
    redirect = urls(root)[f"{A}old"]["redirect"]
    assert (redirect["to"], redirect["permanent"], redirect["sightings"]) == (f"{A}new", True, 2)


def test_an_unsafe_address_whose_safe_one_is_known_is_named_offline(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing("http://a.example.org/x")})
    check(root, "--all", engine=FakeEngine(lambda url: moved(url, url.replace("http:", "https:"))))
    capsys.readouterr()
    assert check(root, "--offline") == FINE
    assert rules(capsys) == ["briefings/a.md:37 W L172"]
