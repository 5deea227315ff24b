"""A certificate that browsers do not trust: what is wrong with it is said, and nobody calls its page dead for it."""

from __future__ import annotations

import json
import random
import ssl
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from cryptography.hazmat.primitives.asymmetric import rsa

from certificates import LONG, TODAY, Issuer, aged_context, by_name, old_context, server_context
from link_server import OK, Answer, LinkServer, redirect, reply, serving
from linked_site import ALLOW, STATE, FakeEngine, Waited, answer, briefing, check, no_answer, write_linked_site
from sevenminute.links.classify.certificate import what_is_seen, what_is_wrong
from sevenminute.links.classify.classify import classify
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.commands.exit_codes import FINE, FOUND
from sevenminute.links.fetch.browser.engine import BrowserEngine
from sevenminute.links.fetch.browser.executable import find_browser
from sevenminute.links.fetch.hosts.certificate import Issuers, problem_of
from sevenminute.links.fetch.linkchecker import LinkCheckerEngine
from sevenminute.links.fetch.protocol import Engine, Politeness, Request
from sevenminute.links.fetch.response import CertificateFault, CertificateProblem, Response
from sevenminute.links.fetch.second_client.engine import SecondClientEngine
from sevenminute.links.history.record import Status, UrlState
from sevenminute.links.history.update import update_state

V = Verdict
DAY = timedelta(days=1)
FAULTS = {
    "expired": CertificateProblem(CertificateFault.EXPIRED, "expired.example.org", (TODAY - 3 * DAY).date()),
    "future": CertificateProblem(CertificateFault.NOT_YET_VALID, "future.example.org", (TODAY + 3 * DAY).date()),
    "other": CertificateProblem(CertificateFault.OTHER_NAME, "other.example.org"),
    "self": CertificateProblem(CertificateFault.SELF_SIGNED, "self.example.org"),
    "unknown": CertificateProblem(CertificateFault.UNKNOWN_ISSUER, "unknown.example.org"),
    "incomplete": CertificateProblem(CertificateFault.INCOMPLETE_CHAIN, "incomplete.example.org"),
    "lost": CertificateProblem(CertificateFault.UNKNOWN_ISSUER, "lost.example.org"),
    "liar": CertificateProblem(CertificateFault.UNKNOWN_ISSUER, "liar.example.org"),
    "inside": CertificateProblem(CertificateFault.UNKNOWN_ISSUER, "inside.example.org"),
    "port": CertificateProblem(CertificateFault.UNKNOWN_ISSUER, "port.example.org"),
    "old": CertificateProblem(CertificateFault.NO_AGREEMENT, "old.example.org"),
}
"""What is wrong with the certificate of a host, by the first part of its name."""
BEHIND: Mapping[str, tuple[Answer, Verdict]] = {
    "/gone": (reply(404), V.GONE),
    "/soft": (reply(200, "<title>Page not found</title>"), V.SOFT_404),
    "/wall": (reply(403), V.CERTIFICATE),
    "/error": (reply(500), V.TEMPORARY),
    "/refused": (reply(400), V.OTHER_4XX),
    "/busy": (reply(503, Retry_After="60"), V.CERTIFICATE),
    "/moved": (redirect("/page"), V.CERTIFICATE),
    "/moved-and-gone": (redirect("/gone"), V.GONE),
    "/forbidden": (OK, V.UNCHECKED_ROBOTS),
    "/cookie": (reply(302, "", Location="/after-cookie", Set_Cookie="secret=1"), V.CERTIFICATE),
    "/away": (redirect("https://fine.example.org:{port}/page"), V.CERTIFICATE),
}
"""What is answered behind a certificate that has ended, and the verdict."""


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, LinkServer]]:
    """Servers by the first part of their names, in a world that trusts one issuer."""
    folder = tmp_path_factory.mktemp("certificates")
    root, stranger, itself = Issuer("Root"), trustme.CA(), Issuer("self.example.org")
    between = Issuer("Between", root)
    (folder / "trusted.pem").write_bytes(root.pem)
    script = {"/page": OK, "/after-cookie": OK, "/between.der": reply(200, between.der)}
    old = old_context(stranger.issue_cert("old.example.org"))
    aged = aged_context(root.context(folder, "aged.example.org", key=rsa.generate_private_key(65537, 2048)))
    with (
        pytest.MonkeyPatch.context() as patch,
        serving(script) as running,
        serving(script, old) as running_old,
        serving(script, aged) as running_aged,
    ):
        patch.setenv("REQUESTS_CA_BUNDLE", str(folder / "trusted.pem"))
        at = running.url("", "issuer.example.org")
        contexts: dict[str, ssl.SSLContext] = {
            "fine": root.context(folder, "fine.example.org"),
            "expired": root.context(folder, "expired.example.org", lasts=(-LONG, -3 * DAY)),
            "future": root.context(folder, "future.example.org", lasts=(3 * DAY, LONG)),
            "other": root.context(folder, "another.example.org"),
            "self": itself.own_context(folder),
            "unknown": server_context(stranger.issue_cert("unknown.example.org")),
            "incomplete": between.context(folder, "incomplete.example.org", issuer_at=f"{at}/between.der"),
            "lost": between.context(folder, "lost.example.org", issuer_at=f"{at}/nowhere.der"),
            "inside": between.context(folder, "inside.example.org", issuer_at=f"{at}/intranet/between.der"),
            "port": between.context(folder, "port.example.org", issuer_at=running_old.url("/between.der", "issuer.example.org")),
            "liar": Issuer("Between").context(folder, "liar.example.org", issuer_at=f"{at}/between.der"),
        }
        running.encrypt(by_name({f"{name}.example.org": context for name, context in contexts.items()}))
        running.script.update({path: _placed(found, running.port) for path, (found, _) in BEHIND.items()})
        running.script["expired.example.org/robots.txt"] = reply(200, "User-agent: *\nDisallow: /forbidden\n")
        running.script["/to-expired"] = redirect(running.url("/page", "expired.example.org", "https"))
        yield {**dict.fromkeys(contexts, running), "old": running_old, "aged": running_aged}


def _placed(found: Answer, port: int) -> Answer:
    return found.replace(b"{port}", str(port).encode()) if isinstance(found, bytes) else found


def probe(engine: Engine, servers: Mapping[str, LinkServer], *places: str) -> Mapping[str, Response]:
    """Ask for pages, named by the first part of the host and the path, and return what an engine brings back."""
    urls = {}
    for place in places:
        name, _, path = place.partition("/")
        urls[place] = servers[name].url(f"/{path}", f"{name}.example.org", "https")
    names: dict[str, str | int] = {f"{name}.example.org": "127.0.0.1" for name in ("issuer", *servers)}
    politeness = Politeness(rate=10_000, timeout=6, allow_private=True, threads=4, names=names, never=("/intranet/",))
    responses = engine.probe([Request(url) for url in urls.values()], politeness, lambda response: None).responses
    return {place: responses[url] for place, url in urls.items()}


@pytest.fixture(scope="module")
def probed(servers: Mapping[str, LinkServer]) -> Mapping[str, Response]:
    """What real LinkChecker brings back."""
    places = [*(f"{name}/page" for name in servers), *(f"expired{path}" for path in BEHIND), "fine/to-expired"]
    return probe(LinkCheckerEngine(), servers, *places)


def test_each_fault_of_a_certificate_is_known_and_its_page_is_looked_at(probed: Mapping[str, Response]) -> None:
    for name in ("fine/page", "aged/page"):
        assert (probed[name].certificate, classify(probed[name]), probed[name].failure) == (None, V.OK, None)
    assert {name: probed[f"{name}/page"].certificate for name in FAULTS} == FAULTS
    assert {classify(probed[f"{name}/page"]) for name in FAULTS} == {V.CERTIFICATE}
    assert {probed[f"{name}/page"].status_code for name in FAULTS} == {200}


def test_a_page_that_is_gone_behind_a_bad_certificate_is_gone(probed: Mapping[str, Response]) -> None:
    assert {path: classify(probed[f"expired{path}"]) for path in BEHIND} == {path: row[1] for path, row in BEHIND.items()}
    assert probed["expired/gone"].status_code == 404


def test_a_bad_certificate_on_the_way_is_named_with_its_host(probed: Mapping[str, Response]) -> None:
    assert classify(probed["fine/to-expired"]) is V.CERTIFICATE
    assert probed["fine/to-expired"].certificate == probed["expired/away"].certificate == FAULTS["expired"]


def test_whoever_answers_is_sent_nothing_that_is_for_the_host_alone(
    servers: Mapping[str, LinkServer], probed: Mapping[str, Response]
) -> None:
    server = servers["expired"]
    assert probed["expired/cookie"].status_code == 200
    assert "cookie" not in server.heads["/after-cookie"]
    assert server.asked["/between.der"] <= 2, "once for each thread that asks at the same moment"


def test_no_certificate_leads_where_no_redirect_may_lead(
    servers: Mapping[str, LinkServer], probed: Mapping[str, Response]
) -> None:
    assert probed["inside/page"].certificate == FAULTS["inside"]
    assert (servers["inside"].asked["/intranet/between.der"], servers["old"].asked["/between.der"]) == (0, 0)


@pytest.mark.parametrize("engine", [LinkCheckerEngine(), SecondClientEngine()], ids=["LinkChecker", "second client"])
def test_without_the_certificates_that_this_machine_names_nobody_is_asked(
    engine: Engine, servers: Mapping[str, LinkServer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "nowhere.pem"))
    probed = engine.probe([Request(servers["fine"].url("/page"))], Politeness(allow_private=True), lambda response: None)
    assert "nowhere.pem" in probed.fault
    assert probed.responses == {}


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
def test_whatever_a_certificate_holds_its_fault_is_named(tmp_path: Path) -> None:
    draw = random.Random(20261122)  # noqa: S311 - the same certificates each time
    root = Issuer("Root")
    (tmp_path / "trusted.pem").write_bytes(root.pem)
    issuers = Issuers(str(tmp_path / "trusted.pem"))
    hosts = ["www.example.org", "127.0.0.1", "::1", "a_b.example.org", "xn--a", "b" * 300, ""]
    for number in range(600):
        changed = bytearray(root.der)
        for _ in range(draw.randrange(1, 4)):
            changed[draw.randrange(len(changed))] = draw.randrange(256)
        fault = draw.choice([*CertificateFault])
        cut = bytes(changed)[: draw.choice([None, 0, 9, 300])]
        found = problem_of(fault, hosts[number % len(hosts)], cut, issuers, lambda url: b"")
        assert found.fault is fault
        assert found.host == hosts[number % len(hosts)]


def test_the_second_client_looks_behind_a_bad_certificate_too(servers: Mapping[str, LinkServer]) -> None:
    live = ["fine/page", "aged/page", "expired/page", "self/page", "other/page", "old/page", "fine/to-expired", "expired/cookie"]
    found = probe(SecondClientEngine(), servers, *live, "expired/gone", "expired/moved-and-gone")
    assert [classify(found[place]) for place in live] == [V.OK, V.OK] + [V.CERTIFICATE] * (len(live) - 2)
    assert {found[place].status_code for place in live} == {200}
    faults = {place: response.certificate and response.certificate.fault for place, response in found.items()}
    assert faults["fine/to-expired"] is faults["expired/gone"] is CertificateFault.EXPIRED
    assert (faults["other/page"], faults["old/page"]) == (CertificateFault.OTHER_NAME, CertificateFault.NO_AGREEMENT)
    assert classify(found["expired/gone"]) is classify(found["expired/moved-and-gone"]) is V.GONE


@pytest.mark.slow
def test_a_chromium_looks_behind_a_bad_certificate_too(servers: Mapping[str, LinkServer]) -> None:
    live = ["expired/page", "other/page", "self/page"]
    found = probe(BrowserEngine(find_browser(True)), servers, *live, "expired/gone")
    assert {classify(found[place]) for place in live} == {V.CERTIFICATE}
    assert {found[place].status_code for place in live} == {200}
    assert classify(found["expired/gone"]) is V.GONE
    assert found["expired/gone"].status_code == 404


@pytest.mark.parametrize(
    ("fault", "day", "seen", "wrong"),
    [
        ("expired", date(2026, 5, 3), "opens in a browser only after a warning", "its certificate ended on 3 May 2026"),
        ("expired", None, "opens in a browser only after a warning", "its certificate ended"),
        ("not-yet-valid", date(2026, 5, 3), "opens in a browser only after a warning", "its certificate is not valid yet"),
        ("other-name", None, "opens in a browser only after a warning", "its certificate is for another name"),
        ("incomplete-chain", None, "opens in most browsers", "its certificate comes without the one above it"),
        ("no-agreement", None, "opens in some browsers only", "its encryption is too old for others"),
    ],
)
def test_the_words_are_what_a_reader_sees(fault: str, day: date | None, seen: str, wrong: str) -> None:
    problem = CertificateProblem(CertificateFault(fault), "www.example.org", day)
    assert what_is_seen(problem) == seen
    assert what_is_wrong(problem, "https://www.example.org/a").startswith(wrong)
    assert what_is_wrong(problem, "https://here.example.org/a").startswith("www.example.org’s ")


def test_every_fault_has_words() -> None:
    every = [CertificateProblem(fault, "a.example.org") for fault in CertificateFault]
    assert len({what_is_wrong(problem, "https://a.example.org/") for problem in every}) == len(every)
    assert all(map(what_is_seen, [*every, None]))


def test_a_certificate_is_never_a_death_and_ends_the_failures_before_it() -> None:
    url, now = "https://a.example.org/", datetime(2026, 11, 1, tzinfo=UTC)
    problem = CertificateProblem(CertificateFault.EXPIRED, "a.example.org", date(2026, 10, 1))
    page, wall = answer(url, certificate=problem), answer(url, 403, certificate=problem)
    gone, silent = answer(url, 404, certificate=problem), no_answer(url)
    state: UrlState | None = None
    for day in range(40):
        state = update_state(state, url, classify(page), page, now + day * DAY)
        assert (state.status, state.fails, state.certificate and state.certificate.problem) == (Status.UNVERIFIED, 0, problem)
    for day in (40, 41):
        state = update_state(state, url, classify(gone), gone, now + day * DAY)
    assert state
    assert (state.status, state.certificate) == (Status.BROKEN, None)
    state = update_state(state, url, classify(wall), wall, now + 42 * DAY)
    assert state.status is Status.BROKEN, "nobody could see whether it is back"
    state = update_state(state, url, classify(page), page, now + 43 * DAY)
    assert (state.status, state.fails, state.broken_since) == (Status.UNVERIFIED, 0, None)
    state = update_state(state, url, classify(silent), silent, now + 44 * DAY)
    assert (state.status, state.fails, state.certificate) == (Status.SUSPECT, 1, None)


def test_an_error_behind_a_bad_certificate_is_broken_after_a_week_as_any_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = "https://a.example.org/x"
    problem = CertificateProblem(CertificateFault.EXPIRED, "a.example.org", date(2026, 10, 1))
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(url)})
    engine = FakeEngine({url: answer(url, 500, certificate=problem)})
    codes = [check(root, "--all", engine=engine, today=f"2026-11-{day:02}") for day in range(1, 9)]
    assert codes == [FINE] * 7 + [FOUND]
    said = capsys.readouterr().out
    seen = "(500, its site has an error, since 1 November 2026, behind a warning: its certificate ended on 1 October 2026"
    assert said.count(seen) == 8
    assert said.count("L141 this link fails, perhaps only now") == 7
    assert said.count("L140 this link is broken") == 1


def test_an_editor_reads_what_is_wrong_and_that_the_link_may_stay(
    servers: Mapping[str, LinkServer], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = servers["expired"].url("/page", "expired.example.org", "https")
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(url)}, ALLOW)
    names: dict[str, str | int] = {"expired.example.org": "127.0.0.1"}
    ended = TODAY - 3 * DAY
    for day in ("2026-11-20", "2026-11-22"):
        assert check(root, "--all", "--reports", str(root / "reports"), names=names, waited=Waited(), today=day) == FINE
        said = capsys.readouterr().out
        assert f"W L155 this link opens in a browser only after a warning: {url} (its certificate ended on {ended.day} " in said
        assert f" {ended:%B %Y}): tell its publisher; the link may stay as it is" in said
    row = json.loads((root / STATE).read_text(encoding="utf-8").splitlines()[-1])
    problem = {"fault": "expired", "host": "expired.example.org", "day": ended.date().isoformat()}
    assert (row["status"], row["verdict"], row["certificate"]) == ("unverified", "certificate", problem)
    report = json.loads((root / "reports" / "links.json").read_text(encoding="utf-8"))
    assert report["pages"][0]["links"][0]["certificate"] == problem
