"""What is said of a link, by its verdict, what is remembered of it, and what the run is for."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from conftest import ROOT
from sevenminute.config.links import Ignore
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.extract.occurrence import Occurrence, WrittenAddress
from sevenminute.links.fetch.page.facts import PageFacts
from sevenminute.links.fetch.response import Hop, Response
from sevenminute.links.history.record import Redirect, Status, UrlState
from sevenminute.links.rules import RULES, Rule
from sevenminute.links.rules.address import address_findings, insecure_findings
from sevenminute.links.rules.checked import CheckedLink, CheckedPage
from sevenminute.links.rules.finding import Finding
from sevenminute.links.rules.ignore import ignore_findings
from sevenminute.links.rules.link import RuleContext, link_findings
from sevenminute.links.rules.severity import Mode, Severity
from sevenminute.text.dates import PartialDate

NOW = datetime(2026, 11, 22, 2, 10, tzinfo=UTC)
TODAY = NOW.date()
URL, TO = "https://www.example.org/a", "https://www.example.org/b"
PAGE, OTHER, REGISTER = "briefings/a.md", "briefings/b.md", "briefings/resources.yml"
PAGES = {
    PAGE: CheckedPage(PAGE, "A", PartialDate(2026, 9), (URL,)),
    OTHER: CheckedPage(OTHER, "B", PartialDate(2026, 11, 21), (URL,)),
}


def state(status: Status = Status.OK, **more: object) -> UrlState:
    usual: dict[str, object] = {"id": URL, "first_seen": NOW - timedelta(days=20), "last_checked": NOW, "status": status}
    return UrlState.model_validate({**usual, **more})


def link(verdict: Verdict | None, known: UrlState | None = None, code: int | None = None, **more: object) -> CheckedLink:
    response = Response(URL, TO, code, hops=(Hop(TO, 301),), missing_fragments=("gone",), page=PageFacts(title="Page not found"))
    place = Occurrence(PAGE, 40, 7, URL, fragment=str(more.get("fragment", "")))
    return CheckedLink(URL, (place,), verdict, response if verdict else None, state=known)


def rules(checked: CheckedLink, mode: Mode = Mode.ALL, *, added: bool = False, dated: bool = False) -> str:
    view = RuleContext(
        mode,
        TODAY,
        added=frozenset({(PAGE, URL)}) if added else frozenset(),
        newly_dated=frozenset({PAGE}) if dated else frozenset(),
    )
    return " ".join(f"{finding.severity}-{finding.rule}" for finding in link_findings([checked], PAGES, view))


@pytest.mark.parametrize(
    ("verdict", "proposed", "added", "night"),
    [
        (Verdict.OK, "", "", ""),
        (Verdict.REDIRECTED, "", "", ""),
        (Verdict.GONE, "N-L141", "E-L142", "W-L141"),
        (Verdict.DNS_UNKNOWN, "N-L141", "E-L142", "W-L141"),
        (Verdict.TEMPORARY, "N-L141", "W-L141", "W-L141"),
        (Verdict.REDIRECT_LOOP, "N-L141", "W-L141", "W-L141"),
        (Verdict.OTHER_4XX, "N-L141", "W-L141", "W-L141"),
        (Verdict.CERTIFICATE, "W-L155", "W-L155", "W-L155"),
        (Verdict.RATE_LIMITED, "N-L154", "N-L154", "N-L154"),
        (Verdict.BUSY, "N-L154", "N-L154", "N-L154"),
        (Verdict.BLOCKED, "N-L154", "N-L154", "N-L154"),
        (Verdict.UNCHECKED_ROBOTS, "N-L154", "N-L154", "N-L154"),
        (Verdict.UNCHECKED, "N-L154", "N-L154", "N-L154"),
        (Verdict.MOVED, "W-L150", "W-L150", "W-L150"),
        (Verdict.MOVED_HOME, "W-L151", "W-L151", "W-L151"),
        (Verdict.SOFT_404, "W-L152", "W-L152", "W-L152"),
        (Verdict.SKIPPED, "", "", ""),
    ],
)
def test_each_verdict_has_its_rule(verdict: Verdict, proposed: str, added: str, night: str) -> None:
    assert rules(link(verdict), Mode.CHANGES) == proposed
    assert rules(link(verdict), Mode.CHANGES, added=True) == added
    assert rules(link(verdict), Mode.FILES) == added, "an author asks: every link counts as added"
    assert rules(link(verdict), Mode.ALL) == night
    assert rules(link(verdict), Mode.OFFLINE) == ""


def test_only_the_fragment_that_is_missing_is_named() -> None:
    assert rules(link(Verdict.FRAGMENT_MISSING, fragment="gone")) == "W-L153"
    assert rules(link(Verdict.FRAGMENT_MISSING, fragment="there")) == ""
    assert rules(link(Verdict.FRAGMENT_MISSING)) == ""
    assert rules(link(Verdict.FRAGMENT_UNCHECKED, fragment="gone")) == "N-L154"
    assert rules(link(Verdict.FRAGMENT_UNCHECKED, fragment="there")) == ""
    assert rules(link(Verdict.FRAGMENT_UNCHECKED)) == ""


@pytest.mark.parametrize("verdict", [Verdict.FRAGMENT_MISSING, Verdict.FRAGMENT_UNCHECKED])
def test_when_nobody_looked_it_is_not_said_which_of_several_parts_is_missing(verdict: Verdict) -> None:
    places = {part: Occurrence(PAGE, 40 + line, 7, URL, fragment=part) for line, part in enumerate(("", "gone", "there"))}
    known, is_missing = state(verdict=verdict), verdict is Verdict.FRAGMENT_MISSING
    several = link_findings([CheckedLink(URL, tuple(places.values()), state=known)], PAGES, RuleContext(Mode.ALL, TODAY))
    doubt = "this link's part of the page, or another part that a link names, was not found"
    assert [found.what for found in several] == ([f"{doubt}: {URL}#gone", f"{doubt}: {URL}#there"] if is_missing else [])
    assert rules(CheckedLink(URL, (places[""], places["gone"]), state=known)) == ("W-L153" if is_missing else "N-L154")


@pytest.mark.parametrize("verdict", [Verdict.FRAGMENT_MISSING, Verdict.FRAGMENT_UNCHECKED])
def test_an_address_whose_part_is_missing_is_shown_with_that_part(verdict: Verdict) -> None:
    (found,) = link_findings([link(verdict, fragment="gone")], PAGES, RuleContext(Mode.ALL, TODAY))
    assert (found.what.endswith(f": {URL}#gone"), found.url) == (True, URL)


def test_a_new_date_is_false_if_a_link_is_dead_and_was_not_seen_fine_since() -> None:
    before, since = datetime(2026, 8, 31, tzinfo=UTC), datetime(2026, 9, 1, tzinfo=UTC)
    assert rules(link(Verdict.GONE, state(last_ok=before)), Mode.CHANGES, dated=True) == "E-L130"
    assert rules(link(Verdict.GONE, state(last_ok=before)), Mode.ALL, dated=True) == "E-L130"
    assert rules(link(Verdict.GONE), Mode.CHANGES, dated=True) == "E-L130"
    assert rules(link(Verdict.GONE, state(last_ok=since)), Mode.CHANGES, dated=True) == "N-L141", (
        "a month begins with its first day"
    )
    assert rules(link(Verdict.TEMPORARY), Mode.CHANGES, dated=True) == "N-L141", "the outside web alone fails no proposal"
    assert rules(link(Verdict.GONE), Mode.CHANGES, dated=True, added=True) == "E-L142", "said once"


def test_a_broken_link_is_announced_once_and_then_known() -> None:
    broken = state(Status.BROKEN, verdict=Verdict.GONE, announced=TODAY)
    assert rules(link(Verdict.GONE, broken)) == "E-L140"
    assert rules(link(Verdict.GONE, broken.model_copy(update={"announced": TODAY - timedelta(days=1)}))) == "N-L140"
    assert rules(link(Verdict.GONE, broken), Mode.CHANGES) == "N-L140"
    assert rules(link(None, broken)) == "E-L140", "not due to be looked at again"
    assert rules(link(Verdict.BLOCKED, broken)) == "E-L140", "a wall now does not make it whole"


def test_a_link_that_nobody_could_check_for_long_is_named() -> None:
    def unseen(days: int) -> UrlState:
        return state(Status.UNVERIFIED, verdict=Verdict.BLOCKED, first_seen=NOW - timedelta(days=days))

    assert rules(link(None, unseen(30))) == "N-L154"
    assert rules(link(None, unseen(31))) == "N-L154 W-L160"
    assert rules(link(None, unseen(31)), Mode.OFFLINE) == "N-L160"
    assert rules(link(None, state(last_ok=NOW, first_seen=NOW - timedelta(days=400)))) == ""


def test_what_is_skipped_is_not_judged() -> None:
    known = state(Status.BROKEN, verdict=Verdict.GONE, announced=TODAY)
    skipped = CheckedLink(URL, link(None).occurrences, skipped="intranet, not checked", state=known)
    assert rules(skipped) == ""


@pytest.mark.parametrize(
    ("verdict", "code", "why"),
    [
        (Verdict.GONE, 404, "404, there is no such page;"),
        (Verdict.TEMPORARY, 500, "500, its site has an error;"),
        (Verdict.TEMPORARY, None, "its site does not answer;"),
        (Verdict.DNS_UNKNOWN, None, "no website has this name;"),
        (Verdict.GONE, None, "it leads to an address that no browser can open;"),
    ],
)
def test_a_failing_link_is_told_with_what_its_code_means(verdict: Verdict, code: int | None, why: str) -> None:
    (finding,) = link_findings([link(verdict, code=code)], PAGES, RuleContext(Mode.ALL, TODAY))
    assert finding.why == why.removesuffix(";")


@pytest.mark.parametrize(
    ("verdict", "code", "why"),
    [
        (Verdict.BLOCKED, 401, "its site asks for a user name and a password"),
        (Verdict.BLOCKED, 403, "its site answers people, not machines"),
        (Verdict.BLOCKED, None, "it goes to a private network, or to a port that websites do not use"),
        (Verdict.RATE_LIMITED, 429, "its site says that it is asked too often"),
        (Verdict.UNCHECKED, None, "it could not be looked at"),
        (Verdict.BUSY, 503, "its site asks visitors to come again later"),
        (Verdict.BUSY, None, "its site is too slow"),
    ],
)
def test_a_link_that_no_machine_could_check_is_told_with_the_one_reason(verdict: Verdict, code: int | None, why: str) -> None:
    checked = CheckedLink(URL, link(verdict).occurrences, verdict, Response(URL, URL, code))
    (finding,) = link_findings([checked], PAGES, RuleContext(Mode.ALL, TODAY))
    assert finding.why == why


def test_a_dead_link_is_told_at_every_place_with_what_to_do() -> None:
    places = (
        Occurrence(REGISTER, 12, 8, URL, resource="guide"),
        Occurrence(OTHER, 50, 3, URL, resource="guide"),
        Occurrence(PAGE, 40, 7, URL),
    )
    known = state(
        Status.BROKEN,
        verdict=Verdict.GONE,
        code=404,
        last_ok=datetime(2026, 9, 3, tzinfo=UTC),
        fail_since=datetime(2026, 11, 20, tzinfo=UTC),
        announced=TODAY,
    )
    found = link_findings([CheckedLink(URL, places, state=known)], PAGES, RuleContext(Mode.ALL, TODAY, registered={URL: 12}))
    assert [(finding.path, finding.line, finding.column) for finding in found] == [
        (PAGE, 40, 7),
        (OTHER, 50, 3),
        (REGISTER, 12, 8),
    ]
    page, other, register = found
    assert page == Finding(
        PAGE,
        40,
        7,
        Rule.BROKEN,
        page.severity,
        f"this link is broken: {URL}",
        "404, there is no such page, since 20 November 2026; it was last fine on 3 September 2026, "
        "and the page's links are dated September 2026",
        f"find the new address, or take the link away; perhaps an old copy helps: https://web.archive.org/web/20260901/{URL}",
        URL,
    )
    assert other.fix.startswith("its address is in briefings/resources.yml, line 12: find")
    assert "reviewed" not in register.why


@pytest.mark.parametrize(
    ("host", "kept"),
    [("www.gov.uk", True), ("gov.uk", True), ("www.example.gov.uk", True), ("notgov.uk", False), ("gov.uk.example.org", False)],
)
def test_an_address_of_the_government_has_an_archive_of_its_own(host: str, kept: bool) -> None:
    url = f"https://{host}/a"
    place, known = Occurrence(PAGE, 1, 1, url), state(Status.BROKEN, id=url, verdict=Verdict.GONE)
    checked = CheckedLink(url, (place,), Verdict.GONE, Response(url, url, 410), state=known)
    (finding,) = link_findings([checked], PAGES, RuleContext(Mode.ALL, TODAY))
    assert f"https://web.archive.org/web/20260901/{url}" in finding.fix
    assert (f"https://webarchive.nationalarchives.gov.uk/ukgwa/20260901/{url}" in finding.fix) is kept


@pytest.mark.parametrize(
    ("mode", "announced", "said"),
    [
        (Mode.ALL, TODAY, "this link is broken"),
        (Mode.ALL, TODAY - timedelta(days=1), "this link is still broken"),
        (Mode.CHANGES, TODAY - timedelta(days=1), "this link is broken"),
    ],
)
def test_a_broken_link_is_news_on_the_day_on_which_it_is_announced(mode: Mode, announced: date, said: str) -> None:
    checked = link(Verdict.GONE, state(Status.BROKEN, verdict=Verdict.GONE, announced=announced), 404)
    (finding,) = link_findings([checked], PAGES, RuleContext(mode, TODAY))
    assert finding.what == f"{said}: {URL}"


@pytest.mark.parametrize(
    ("to", "fragment", "shown"),
    [(TO, "part", f"{TO}#part"), (TO, "rhan 1", f"{TO}#rhan%201"), (f"{TO}#there", "part", f"{TO}#there"), (TO, "", TO)],
)
def test_a_moved_link_says_where_to_with_its_fragment(to: str, fragment: str, shown: str) -> None:
    redirect = Redirect(to=to, permanent=True, since=NOW, last_seen=NOW)
    checked = link(None, state(verdict=Verdict.MOVED, redirect=redirect), fragment=fragment)
    (finding,) = link_findings([checked], PAGES, RuleContext(Mode.ALL, TODAY))
    assert finding.fix == f"link directly to {shown}"


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("tel:999", ""),
        ("tel:+44%201632%20960001", ""),
        ("tel:(01632) 960-001", ""),
        ("tel:012345678901234", ""),
        ("tel:0123456789012345", "W L171"),
        ("tel:12", "W L171"),
        ("tel:call us", "W L171"),
        ("tel:", "W L171"),
        ("mailto:a@example.org", ""),
        ("MAILTO:a@example.org,%20b@example.org?subject=Help: now?", ""),
        ("mailto:a@example.org,b", "W L171"),
        ("mailto:", "W L171"),
        ("sms:12", ""),
        ("whatsapp:12", ""),
        ("javascript:go()", "E L170"),
        ("data:text/html,x", "E L170"),
        ("file:///C:/a.pdf", "E L170"),
        ("ftp://ftp.example.org/", "E L170"),
        ("htps://a.example.org/", "E L170"),
        ("https://a.example.org/", ""),
        ("https://a:b@a.example.org/", "W L172"),
    ],
)
def test_an_address_is_judged_by_itself(written: str, found: str) -> None:
    findings = address_findings([WrittenAddress(PAGE, 4, 2, written)], mode=Mode.OFFLINE)
    assert [f"{finding.severity} {finding.rule}" for finding in findings] == ([found] if found else [])


@pytest.mark.parametrize(
    ("url", "to", "permanent", "found"),
    [
        ("http://www.example.org/a?b", "https://www.example.org/a?b", True, ["L172"]),
        ("http://www.example.org/a", "https://www.example.org/a", False, []),
        ("http://www.example.org/a", "https://www.example.org/b", True, []),
        ("http://www.example.org/a", "https://example.org/a", True, []),
        ("https://www.example.org/a", "https://www.example.org/a", True, []),
        ("https://www.example.org/a", "http://www.example.org/a", True, []),
    ],
)
def test_the_unsafe_way_is_named_where_the_same_place_has_a_safe_one(
    url: str, to: str, permanent: bool, found: list[str]
) -> None:
    redirect = Redirect(to=to, permanent=permanent, since=NOW, last_seen=NOW)
    place = Occurrence(PAGE, 4, 2, url)
    checked = CheckedLink(url, (place,), None, None, state=state(id=url, redirect=redirect))
    assert [finding.rule for finding in insecure_findings([checked], [], mode=Mode.ALL)] == found
    told = Finding(PAGE, 4, 2, Rule.MOVED, Severity.WARNING, "it has moved", "", "", url)
    assert list(insecure_findings([checked], [told], mode=Mode.ALL)) == []
    another = replace(told, rule=Rule.FAILING)
    assert [finding.rule for finding in insecure_findings([checked], [another], mode=Mode.ALL)] == found


def test_an_ignore_that_has_ended_or_matches_nothing_is_named() -> None:
    ended = Ignore.model_validate({"url": "https://x.example/*", "reason": "needs a login", "until": "2026-11-21"})
    idle = Ignore.model_validate({"url": "https://y.example/*", "reason": "needs a login", "until": "2026-11"})
    used = Ignore.model_validate({"url": "https://www.example.org/?", "reason": "needs a login", "until": "2026-11-22"})
    found = list(ignore_findings([(ended, 3), (idle, 4), (used, 5)], {URL}, TODAY, mode=Mode.ALL))
    assert [str(finding) for finding in found] == [
        "mkdocs.yml:3:1: W L180 “https://x.example/*” is ignored no longer "
        "(until 21 November 2026, because: needs a login): look at the links; delete the entry, or give it a new end",
        "mkdocs.yml:4:1: W L180 no link matches “https://y.example/*”: delete the entry",
    ]
    assert [f.line for f in ignore_findings([(ended, 3), (idle, 4)], {URL}, date(2026, 12, 1), mode=Mode.ALL)] == [3, 4]


@pytest.mark.parametrize(
    ("ignored", "url", "is_meant"),
    [
        ("https://www.example.org", "https://www.example.org/", True),
        ("https://WWW.Example.org:443/A#part", "https://www.example.org/A", True),
        ("https://www.example.org/a?b=*", "https://www.example.org/a?b=c", True),
        ("https://bücher.example/ä*", "https://xn--bcher-kva.example/%C3%A4/b", True),
        ("https://*.example.org/a", "https://www.example.org/a", True),
        ("https://www.example.org*", "https://www.example.org/a", True),
        ("https://www.example.org/a", "https://www.example.org/A", False),
        ("https://www.example.org", "https://www.example.org/a", False),
    ],
)
def test_an_ignore_means_an_address_however_it_is_written(ignored: str, url: str, is_meant: bool) -> None:
    ignore = Ignore.model_validate({"url": ignored, "reason": "needs a login", "until": "2026-11"})
    assert ignore.covers(url) == is_meant


def test_no_rule_is_named_by_its_number_but_in_the_table() -> None:
    table = ROOT / "hooks/sevenminute/links/rules/__init__.py"
    numbers = {
        f"{file.relative_to(ROOT)}: {number}"
        for file in [*(ROOT / "hooks").rglob("*.py"), *(ROOT / "overrides").rglob("*.html")]
        if file != table
        for number in re.findall(r"\bL\d{3}\b", file.read_text(encoding="utf-8"))
    }
    assert numbers == set()
    assert re.findall(r"\bL\d{3}\b", table.read_text(encoding="utf-8")) == list(RULES)


@pytest.mark.parametrize("rule", RULES, ids=RULES)
def test_each_rule_says_what_is_wrong_and_what_puts_it_right_wherever_it_is_looked_at(rule: Rule) -> None:
    assert rule.summary[0].isupper()
    assert not rule.summary.endswith(".")
    assert rule.help.endswith(".")
    assert any(rule.severity(mode) for mode in Mode)


@pytest.mark.parametrize(
    ("to", "what"),
    [
        ("https://www.example.org/", "this link ends at a home page"),
        ("https://www.example.org/search?q=a", "this link ends at a search page"),
        ("https://www.example.org/error/404", "this link ends at an error page"),
        ("https://www.example.org/login?next=/a", "this link ends at a login page"),
    ],
)
def test_a_link_that_ends_elsewhere_is_told_at_what(to: str, what: str) -> None:
    checked = replace(link(Verdict.MOVED_HOME), response=Response(URL, to, 200, (Hop(to, 302),)))
    (finding,) = link_findings([checked], PAGES, RuleContext(Mode.ALL, TODAY))
    assert finding.what.startswith(f"{what}: ")


@pytest.mark.parametrize(
    ("title", "what"),
    [
        ("This domain is for sale", "this link's site is for sale"),
        ("Account Suspended", "this link's site is suspended"),
        ("Welcome to nginx!", "this link's site is empty or has closed"),
        ("This domain has expired", "this link's site has expired, or is only a name that somebody keeps"),
    ],
)
def test_of_a_site_that_has_no_page_it_is_told_why(title: str, what: str) -> None:
    page = PageFacts(title=title, words=5, whole=True)
    checked = replace(link(Verdict.PARKED), response=Response(URL, URL, 200, page=page))
    (finding,) = link_findings([checked], PAGES, RuleContext(Mode.ALL, TODAY))
    assert finding.what.startswith(f"{what}: ")
