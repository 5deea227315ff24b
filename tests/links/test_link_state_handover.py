"""A state that one job hands to another is what the engine would read, or it is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from pydantic import BaseModel
from urllib3 import HTTPResponse

import verify_artifact
from handed_over import BASE, GOOD, META, PAGE, STATE, URL, Host, refusals, state
from linked_site import git
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.fetch.address_limit import LONGEST_REDIRECT, LimitError
from sevenminute.links.fetch.response import CertificateFault
from sevenminute.links.fetch.web_session import WebSession
from sevenminute.links.history.file import AHEAD, LONGEST_WAIT, MAX_STATE_BYTES, StateError, read_state, write_state
from sevenminute.links.history.record import Certificate, Meta, MissingPage, PageState, Redirect, State, Status, UrlState
from sevenminute.links.reports.markdown import MAX_BYTES
from sevenminute.links.rules import Rule
from sevenminute.pages.due.markdown import MAX_BYTES as MAX_DUE_BYTES
from sevenminute.text.web_address import LONGEST, AddressError, read_address

REDIRECT: dict[str, Any] = {
    "to": "https://www.example.org/new",
    "permanent": True,
    "since": "2020-11-22T02:10:00Z",
    "last_seen": "2020-11-22T02:10:00Z",
}
MISSING: dict[str, Any] = {
    "kind": "missing_page",
    "id": "https://www.example.org/guides/*.html",
    "asked": "2020-11-22T02:10:00Z",
    "code": 200,
    "blocks": "0123abcd:12 4567ef89:3",
}
MOST_OF_AN_ISSUE = 65_536


def nested(depth: int) -> bytes:
    return b'{"kind":"url","id":' + b'{"a":' * depth + b"1" + b"}" * depth + b"}\n"


BAD_STATES = {
    "empty": b"",
    "not text": b"\xff\xfe\n",
    "no JSON": state(META) + b"hello\n",
    "a list": state(META, [1, 2]),
    "a number": state(META, 7),
    "without its first line": state(URL),
    "first line twice": state(META, META),
    "unknown kind": state(META, {**URL, "kind": "workflow"}),
    "kind that is no word": state(META, {**URL, "kind": ["url"]}),
    "without an id": state(META, {"kind": "url"}),
    "id that is no text": state(META, {**URL, "id": 7}),
    "the same id twice": state(META, URL, URL),
    "unknown key": state(META, {**URL, "$(touch x)": 1}),
    "too many keys": state(META, {**URL, **{f"key{number}": 1 for number in range(50)}}),
    "list as a value": state(META, {**URL, "code": [200]}),
    "deep": state(META) + nested(3),
    "too deep to read": state(META) + nested(30_000),
    "redirect within a redirect": state(META, {**URL, "redirect": {"to": {"to": "x"}}}),
    "no number": state(META) + b'{"kind":"url","id":"x","code":NaN}\n',
    "the same key twice": state(META) + b'{"kind":"url","id":"x","id":"y"}\n',
    "cut off": state(META, URL)[:-4],
    "without its last line end": state(META, URL)[:-1],
    "control character": state(META, {**URL, "id": "https://www.example.org/\x1b[2J"}),
    "a line for a log": state(META, {**URL, "id": "x\n::error::x"}),
    "half a letter": state(META, {**URL, "id": "\ud800"}),
    "a long line": state(META, {**URL, "id": "x" * 70_000}),
    "another version": state({**META, "v": 2}, URL),
}
NOW = datetime.now(UTC)


def far(days: float) -> str:
    """Return the moment so many days from now, as the state has it."""
    return (NOW + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def url(**values: object) -> bytes:
    return state(META, {**URL, **values})


def redirected(**values: object) -> bytes:
    return url(redirect={**REDIRECT, **values})


MOMENTS = ("first_seen", "last_checked", "last_ok", "fail_since", "last_fail", "broken_since", "unlinked_since")
HOSTILE_STATES = {
    **{f"{name} to come": url(**{name: far(3)}) for name in MOMENTS},
    **{f"{name} that is none": url(**{name: "1 June"}) for name in MOMENTS},
    "run to come": state({**META, "run": "2136-01-01T00:00:00Z"}),
    "run without a zone": state({**META, "run": "2020-11-22T02:10:00"}),
    "run as a number": state({**META, "run": 1}),
    "run before all clocks": state({**META, "run": "0001-01-01T00:00:00Z"}),
    "a moment on no day": url(first_seen="2020-02-30T00:00:00Z"),
    "a moment at no hour": url(first_seen="2020-02-03T24:00:00Z"),
    "a moment in other figures": url(first_seen="２020-02-03T00:00:00Z"),
    "due in years": url(next_due="2136-01-01"),
    "due in 33 days": url(next_due=far(33)[:10]),
    "due on no day": url(next_due="2020-02-30"),
    "announced to come": url(announced=far(3)[:10]),
    "announced at a moment": url(announced="2020-11-22T02:10:00Z"),
    "unknown status": url(status="banana"),
    "status in capitals": url(status="OK"),
    "no status": url(status=None),
    "unknown verdict": url(verdict="dead"),
    "number without an end": state(META) + json.dumps({**URL, "by": 1}).replace("1}", "1e999}").encode() + b"\n",
    "number below all": state(META) + json.dumps({**URL, "by": 1}).replace("1}", "-1e999}").encode() + b"\n",
    "number of 4,000 figures": url(by=10**4_000),
    "code that is a word": url(code="abc"),
    "code that is a part": url(code=200.5),
    "code that is none": url(code=True),
    "fails below nothing": url(fails=-1),
    "no fails": url(fails=None),
    "redirect that is a word": url(redirect="https://www.example.org/"),
    "redirect without its days": url(redirect={"to": "https://www.example.org/"}),
    "redirect to a script": redirected(to="javascript:alert(1)"),
    "redirect to a script in capitals": redirected(to="JavaScript:alert(1)"),
    "redirect to a file": redirected(to="file:///etc/passwd"),
    "redirect to nothing": redirected(to=""),
    "redirect with a space": redirected(to="https://www.example.org/a b"),
    "redirect in other letters": redirected(to="https://www.example.org/ŵ"),
    "redirect perhaps for good": redirected(permanent="perhaps"),
    "redirect seen never": redirected(sightings=0),
    "redirect since then": redirected(since=far(3)),
    "redirect last seen then": redirected(last_seen=far(3)),
    "empty id": url(id=""),
    "id of another kind": url(id="mailto:a@example.org"),
    "id without a host": url(id="https://"),
    "id with half a host": url(id="https://[::1/"),
    "id with a port beyond all": url(id="https://www.example.org:99999/"),
    "id with line ends": url(id="https://www.example.org/\r\n"),
    "id that turns around": url(id="https://www.example.org/\u202egro"),
    "page that turns around": state(META, {**PAGE, "id": "briefings/\u2066dm.a"}),
    "page with a line end of its own": state(META, {**PAGE, "id": "briefings/a\u2028.md"}),
    "empty page": state(META, {**PAGE, "id": ""}),
    "page with links below nothing": state(META, {**PAGE, "n": -1}),
    "page with a word for links": state(META, {**PAGE, "n": "many"}),
    "page with a number for a date": state(META, {**PAGE, "links_updated": 2020}),
    "page with a number for a hash": state(META, {**PAGE, "links_digest": 1}),
    "missing page to come": state(META, {**MISSING, "asked": far(3)}),
    "missing page of no address": state(META, {**MISSING, "id": "guides"}),
    "missing page with words for blocks": state(META, {**MISSING, "blocks": "Page not found"}),
    "missing page with more words than there are": state(META, {**MISSING, "blocks": f"0123abcd:{'9' * 5000}"}),
    "missing page with a number for a title": state(META, {**MISSING, "title": 1}),
    "page of an address that is a number": url(page=1),
    "engine that is a number": state({**META, "engine": 1}),
    "version that is a part": state({**META, "v": 1.0}),
    "line ends of Windows": state(META, URL).replace(b"\n", b"\r\n"),
    "a line end that Python knows": state(META) + json.dumps(URL).replace(", ", ",\r", 1).encode() + b"\n",
}
FINE_STATES = {
    "ahead by an hour": state({**META, "run": far(0.04)}, {**URL, "first_seen": far(0.04)}),
    "due in a month": url(next_due=far(30)[:10]),
    "nothing known": url(verdict=None, code=None, last_ok=None, announced=None, next_due=None, redirect=None),
    "redirected": redirected(),
    "an old address": url(id="http://127.0.0.1:8000/?a=%0A"),
    "all kinds": GOOD,
    "missing page": state(META, MISSING, {**MISSING, "id": "https://www.example.org/*", "code": None, "blocks": ""}),
}


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(tmp_path)


@pytest.mark.parametrize(
    ("states", "told", "examples"),
    [
        pytest.param(
            BAD_STATES,
            rf"{STATE}:\d+: [^\n]+\n",
            {"redirect within a redirect": f"{STATE}:2: ", "the same id twice": f"{STATE}:3: "},
            id="that is none",
        ),
        pytest.param(
            HOSTILE_STATES,
            rf"{STATE}:[12]: [^\n\r]+\n",
            {
                "unknown status": f"{STATE}:2: has no usable status\n",
                "redirect to a script": f"{STATE}:2: has no usable redirect.to\n",
            },
            id="that would mislead or stop the next check",
        ),
    ],
)
def test_a_state_is_refused_on_its_line(
    host: Host, capsys: pytest.CaptureFixture[str], states: Mapping[str, bytes], told: str, examples: Mapping[str, str]
) -> None:
    said = refusals(host, "state", states, capsys)
    assert {name: words for name, words in said.items() if not re.fullmatch(told, words)} == {}
    assert {name: said[name][: len(begins)] for name, begins in examples.items()} == examples


def test_what_is_accepted_is_what_the_engine_reads(host: Host) -> None:
    """Else one state that was saved would stop every check after it."""
    verified = host.folder / "verified"
    verified.mkdir()
    accepted = []
    for name, text in {**BAD_STATES, **HOSTILE_STATES, **FINE_STATES}.items():
        host.hand_over(text)
        if verify_artifact.main(["state", str(host.handed), str(verified)]):
            continue
        accepted.append(name)
        try:
            again = read_state(verified / STATE, now=NOW)
        except StateError as error:
            pytest.fail(f"{name}: {error}")
        write_state(host.handed / STATE, again)
        assert verify_artifact.main(["state", str(host.handed), str(verified)]) == 0, f"{name}: the next night could not be kept"
    assert accepted == [*FINE_STATES]


@pytest.mark.parametrize(
    "text", ["http://[fe80::1%\u202e]/", "http://[fe80::1%é]/", "https://bücher.example/é\u202e?ü#x", "HTTP://[::1]/\x85"]
)
def test_every_address_that_the_engine_reads_can_be_kept(text: str) -> None:
    """Else a page that has it would keep every night from being remembered."""
    try:
        url = read_address(text).url
    except AddressError:
        return
    verify_artifact.verify_row({**URL, "id": url}, 2, NOW)


def test_where_a_page_leads_can_always_be_kept() -> None:
    """However a foreign page spreads its address: encoded it may be twelve times as long."""
    session = WebSession.__new__(WebSession)  # without a run around it
    session.hops, session._never, session._allow_private = None, [], True
    for target in ("/" + "\U0001f600" * 8_000, "a" * 8_000, "/" + " " * 8_000 + "x"):
        response = requests.Response()
        response.status_code = 302
        response.url = "https://www.example.org/" + "b" * 8_000 + "/"
        response.headers["location"] = target.encode().decode("latin-1")
        response.raw = HTTPResponse(headers={"location": response.headers["location"]})
        with pytest.raises(LimitError):
            session.get_redirect_target(response)
    assert verify_artifact.MAX_LINE_BYTES > 12 * LONGEST + LONGEST_REDIRECT + 2_000


def test_the_bounds_of_a_state_are_those_of_the_engine() -> None:
    assert verify_artifact.AHEAD == AHEAD
    assert verify_artifact.LONGEST_WAIT == LONGEST_WAIT
    assert {*Status} == verify_artifact.STATUSES
    assert {*Verdict} == verify_artifact.VERDICTS
    assert {*CertificateFault} == verify_artifact.CERTIFICATE_FAULTS
    assert verify_artifact.NEW_RULES == (Rule.DATE_UNTRUE, Rule.BROKEN)
    models: dict[str, type[BaseModel]] = {"meta": Meta, "page": PageState, "url": UrlState, "redirect": Redirect}
    models["missing_page"] = MissingPage
    models["certificate"] = Certificate
    for kind, model in models.items():
        assert {*verify_artifact.RULES[kind]} == {*model.model_fields} - {"kind"}, kind


def test_a_state_that_is_none_is_never_kept(host: Host) -> None:
    host.hand_over(BAD_STATES["unknown key"])
    done = host.save()
    assert done.returncode == 1
    assert done.stderr == f"{STATE}:2: has a key that is not a plain word\nNothing was kept: see above.\n"
    assert not host.kept()


def test_what_a_later_program_knows_is_kept(host: Host) -> None:
    later = state(META, {**URL, "asked_by": None, "redirect": {**REDIRECT, "sightings": 2, "by": 0.5}})
    host.hand_over(later)
    done = host.save()
    assert done.returncode == 0, done.stderr
    assert git(host.origin, "show", f"link-state:{STATE}").encode() == later


def test_a_state_of_the_engine_is_what_the_format_says(tmp_path: Path) -> None:
    """Every value that the engine can write is taken; every kind needs what the engine always writes."""
    assert verify_artifact.MAX_STATE_BYTES == MAX_STATE_BYTES
    assert verify_artifact.MAX_SUMMARY_BYTES >= MAX_BYTES
    assert verify_artifact.MAX_DUE_BYTES >= MAX_DUE_BYTES
    assert verify_artifact.MAX_SUMMARY_BYTES + verify_artifact.MAX_DUE_BYTES < MOST_OF_AN_ISSUE
    moment = datetime(2020, 11, 22, 2, 10, tzinfo=UTC)
    redirect = Redirect(to="https://www.example.org/%C5%B5", permanent=True, since=moment, last_seen=moment)
    names = ("last_checked", "last_ok", "fail_since", "last_fail", "broken_since", "unlinked_since")
    moments: dict[str, Any] = dict.fromkeys(names, moment)
    full = UrlState(
        id="https://www.example.org/%C3%A9",
        code=404,
        first_seen=moment,
        verdict=Verdict.GONE,
        announced=moment.date(),
        next_due=moment.date(),
        redirect=redirect,
        **moments,
    )
    page = PageState(id="briefings/a b\u00a0ŵ.md", links_updated="2020-11", links_digest="0" * 64, n=3)
    for number, known in enumerate(
        (
            State(Meta(run=moment, engine="fake 1")),
            State(Meta(run=moment, engine="fake 1", browser_silent_since=moment), {page.id: page}, {full.id: full}),
        )
    ):
        folder, to = tmp_path / f"{number}", tmp_path / f"{number}/to"
        to.mkdir(parents=True)
        write_state(folder / STATE, known)
        (folder / BASE).write_text("0" * 40 + "\n", encoding="utf-8")
        assert verify_artifact.main(["state", str(folder), str(to)]) == 0
        assert read_state(to / STATE, now=moment) == known
