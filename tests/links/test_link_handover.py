"""What the job that asks foreign pages hands to the jobs that write: taken only when it is what its format says."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from pydantic import BaseModel
from urllib3 import HTTPResponse

import verify_artifact
from gitlab_host import hosting
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

ROOT = Path(__file__).resolve().parents[2]
STATE, BASE = "linkstate.jsonl", "linkstate.jsonl.base"
META: dict[str, Any] = {"kind": "meta", "v": 1, "run": "2020-11-22T02:10:00Z", "engine": "fake 1"}
URL: dict[str, Any] = {"kind": "url", "id": "https://www.example.org/", "status": "ok", "first_seen": "2020-11-22T02:10:00Z"}
PAGE: dict[str, Any] = {"kind": "page", "id": "briefings/a.md", "links_updated": "2020-11", "links_digest": "0", "n": 1}
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
REPORT: dict[str, Any] = {"findings": [], "inconclusive": "", "counts": {"errors": 0, "warnings": 0}}
MOST_OF_AN_ISSUE = 65_536
SECRET = "a token that nobody may see"  # noqa: S105 - nobody's


def state(*rows: object) -> bytes:
    return "".join(f"{json.dumps(row)}\n" for row in rows).encode()


GOOD = state(META, PAGE, URL)


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

BAD_REPORTS = {
    "no JSON": b"hello",
    "a list": b"[]",
    "counts that are none": json.dumps({**REPORT, "counts": {"errors": "0 0; touch x", "warnings": 0}}).encode(),
    "counts below nothing": json.dumps({**REPORT, "counts": {"errors": -1, "warnings": 0}}).encode(),
    "true for a count": json.dumps({**REPORT, "counts": {"errors": True, "warnings": 0}}).encode(),
    "more than a computer writes out": json.dumps(
        {**REPORT, "counts": dict.fromkeys(("errors", "warnings"), 10**4_300 - 1)}
    ).encode(),
    "more findings than there can be": json.dumps({**REPORT, "counts": {"errors": 10**12, "warnings": 0}}).encode(),
    "no counts": json.dumps({"findings": [], "inconclusive": ""}).encode(),
    "findings that are none": json.dumps({**REPORT, "findings": ["x"]}).encode(),
    "too deep": b"[" * 200_000,
    "inconclusive that is no text": json.dumps({**REPORT, "inconclusive": []}).encode(),
}


def linked(folder: Path, name: str, secret: Path) -> None:
    (folder / name).unlink()
    (folder / name).symlink_to(secret)


def hard_linked(folder: Path, name: str, secret: Path) -> None:
    (folder / name).unlink()
    os.link(secret, folder / name)


def through_a_folder(folder: Path, name: str, secret: Path) -> None:
    """Let the folder itself be a link to elsewhere."""
    elsewhere = folder.with_name("elsewhere")
    folder.rename(elsewhere)
    folder.symlink_to(elsewhere)


def a_folder(folder: Path, name: str, secret: Path) -> None:
    (folder / name).unlink()
    (folder / name).mkdir()


def a_pipe(folder: Path, name: str, secret: Path) -> None:
    (folder / name).unlink()
    os.mkfifo(folder / name)


def nothing(folder: Path, name: str, secret: Path) -> None:
    (folder / name).unlink()


BAD_FILES: list[Callable[[Path, str, Path], None]] = [linked, hard_linked, through_a_folder, a_folder, a_pipe, nothing]


class Host:
    """A repository on a code host, and a checkout of it in which a job writes."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.origin, self.clone, self.handed = folder, folder / "origin.git", folder / "clone", folder / "handed"
        git(folder, "init", "--quiet", "--bare", str(self.origin))
        git(folder, "clone", "--quiet", str(self.origin), str(self.clone))
        shutil.copytree(ROOT / "scripts", self.clone / "scripts")
        (folder / "secret").write_bytes(GOOD.replace(b"fake 1", SECRET.encode()))
        self.hand_over()

    def hand_over(self, text: bytes = GOOD, base: bytes = b"none\n", report: bytes | None = None) -> None:
        """Put what a job hands over into its folder."""
        if self.handed.is_symlink():
            self.handed.unlink()
        shutil.rmtree(self.handed, ignore_errors=True)
        (self.handed / "links-report").mkdir(parents=True)
        (self.handed / STATE).write_bytes(text)
        (self.handed / BASE).write_bytes(base)
        (self.handed / "links-report/links.json").write_bytes(json.dumps(REPORT).encode() if report is None else report)
        (self.handed / "links-report/links.md").write_text("# Links\n", encoding="utf-8")

    def run(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a script as the job does: with the machine's Python, and nothing installed."""
        python = f"{Path(sys.executable).resolve().parent}:{os.environ['PATH']}"
        environment = {"PATH": python, "HOME": str(self.folder), **variables}
        return subprocess.run(
            words,
            cwd=self.clone,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def save(self, **variables: str) -> subprocess.CompletedProcess[str]:
        return self.run("scripts/link-state", "save", str(self.handed), **variables)

    def kept(self) -> str:
        """Return what the branch has, or nothing."""
        return git(self.origin, "for-each-ref", "--format=%(objectname)", "refs/heads/link-state")


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(tmp_path)


def test_a_state_is_kept_as_it_was_handed_over(host: Host) -> None:
    """Neither the settings of the machine nor those of the repository change a byte of it."""
    (host.clone / ".gitattributes").write_text("* text eol=crlf ident\n", encoding="utf-8")
    git(host.clone, "config", "core.autocrlf", "true")
    done = host.save()
    assert done.returncode == 0, done.stderr
    assert git(host.origin, "show", f"link-state:{STATE}").encode() == GOOD
    assert git(host.origin, "ls-tree", "link-state").split()[:2] == ["100644", "blob"]


def refusals(host: Host, what: str, given: Mapping[str, bytes], capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """Return what was said of each of the contents; nothing may be copied of any."""
    said = {}
    for name, text in given.items():
        folder = host.handed if what == "state" else host.handed / "links-report"
        host.hand_over(**{"text" if what == "state" else "report": text})
        to = host.folder / "verified" / name
        to.mkdir(parents=True)
        assert verify_artifact.main([what, str(folder), str(to)]) == 1, name
        said[name] = capsys.readouterr().err
        assert not list(to.iterdir()), name
    return said


def test_a_state_that_is_none_is_refused_on_its_line(host: Host, capsys: pytest.CaptureFixture[str]) -> None:
    said = refusals(host, "state", BAD_STATES, capsys)
    assert all(re.fullmatch(rf"{STATE}:\d+: [^\n]+\n", words) for words in said.values()), said
    assert said["redirect within a redirect"].startswith(f"{STATE}:2: ")
    assert said["the same id twice"].startswith(f"{STATE}:3: ")


def test_a_state_that_would_mislead_or_stop_the_next_check_is_refused(host: Host, capsys: pytest.CaptureFixture[str]) -> None:
    said = refusals(host, "state", HOSTILE_STATES, capsys)
    assert all(re.fullmatch(rf"{STATE}:[12]: [^\n\r]+\n", words) for words in said.values()), said
    assert said["unknown status"] == f"{STATE}:2: has no usable status\n"
    assert said["redirect to a script"] == f"{STATE}:2: has no usable redirect.to\n"


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
        (State(Meta(run=moment, engine="fake 1")), State(Meta(run=moment, engine="fake 1"), {page.id: page}, {full.id: full}))
    ):
        folder, to = tmp_path / f"{number}", tmp_path / f"{number}/to"
        to.mkdir(parents=True)
        write_state(folder / STATE, known)
        (folder / BASE).write_text("0" * 40 + "\n", encoding="utf-8")
        assert verify_artifact.main(["state", str(folder), str(to)]) == 0
        assert read_state(to / STATE, now=moment) == known


@pytest.mark.parametrize("base", [b"", b"0\n", b"-x\n", b"--upload-pack=touch x\n", b"none\n; touch x\n", b"HEAD\n", b"a" * 100])
def test_a_base_that_is_no_commit_is_never_used(host: Host, base: bytes) -> None:
    host.hand_over(base=base)
    done = host.save()
    assert done.returncode == 1
    assert f"{BASE}:1: is not a commit" in done.stderr
    assert not host.kept()


def test_a_file_that_is_too_large_is_not_read(host: Host) -> None:
    with (host.handed / STATE).open("wb") as file:
        file.truncate(MAX_STATE_BYTES + 1)
    done = host.save()
    assert done.returncode == 1
    assert f"more than {MAX_STATE_BYTES:,} bytes" in done.stderr
    (host.handed / "links-report/links.md").write_text("x" * (MAX_BYTES + 5_001), encoding="utf-8")
    done = host.run("scripts/link-issue", "github", str(host.handed / "links-report"))
    assert done.returncode == 1
    assert "links.md:1: has more than" in done.stderr


BAD_LISTS = {
    "no number": (b'{"late": "3"}', b"# Due\n", "due.json:1: has no number of what is late"),
    "a yes": (b'{"late": true}', b"# Due\n", "due.json:1: has no number of what is late"),
    "below nothing": (b'{"late": -1}', b"# Due\n", "due.json:1: has no number of what is late"),
    "no JSON": (b"3", b"# Due\n", "due.json:1: is not a JSON object"),
    "not text": (b'{"late": 3}', b"\xff\xfe", "due.md:1: is not UTF-8"),
    "too large": (b'{"late": 3}', b"x" * (MAX_DUE_BYTES + 2_001), "due.md:1: has more than 14,000 bytes"),
    "without its count": (None, b"# Due\n", "due.json:1: cannot be read"),
}


@pytest.mark.parametrize("name", BAD_LISTS)
def test_a_list_of_what_is_due_that_is_none_leaves_the_issue_as_it_is(tmp_path: Path, name: str) -> None:
    count, listed, said = BAD_LISTS[name]
    (tmp_path / "links.json").write_text(json.dumps(REPORT), encoding="utf-8")
    (tmp_path / "links.md").write_text("# Links\n", encoding="utf-8")
    (tmp_path / "due.md").write_bytes(listed)
    if count is not None:
        (tmp_path / "due.json").write_bytes(count)
    (tmp_path / "to").mkdir()
    script = [sys.executable, "-I", str(ROOT / "scripts/verify_artifact.py"), "reports", str(tmp_path), str(tmp_path / "to")]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert said in done.stderr
    assert not list((tmp_path / "to").iterdir())


@pytest.mark.parametrize("spoil", BAD_FILES, ids=lambda spoil: spoil.__name__)
def test_what_is_no_file_of_its_own_is_never_taken(host: Host, spoil: Callable[[Path, str, Path], None]) -> None:
    spoil(host.handed, STATE, host.folder / "secret")
    done = host.save()
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    assert not host.kept()
    host.hand_over()
    report = host.handed / "links-report"
    spoil(report, "links.md", host.folder / "secret")
    done = host.run("scripts/link-issue", "github", str(report), GH_TOKEN="x")  # noqa: S106 - nobody's
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert SECRET not in done.stdout + done.stderr


def test_a_report_that_is_none_is_refused(host: Host, capsys: pytest.CaptureFixture[str]) -> None:
    said = refusals(host, "reports", BAD_REPORTS, capsys)
    assert all(re.fullmatch(r"links\.json:1: [^\n]+\n", words) for words in said.values()), said


def test_a_report_that_is_none_changes_no_issue(host: Host) -> None:
    programs = host.folder / "programs"
    programs.mkdir()
    (programs / "gh").write_text(f"#!/bin/sh\ntouch '{host.folder}/called'\n", encoding="utf-8")
    (programs / "gh").chmod(0o755)
    host.hand_over(report=BAD_REPORTS["counts that are none"])
    path = f"{programs}:{Path(sys.executable).resolve().parent}:{os.environ['PATH']}"
    done = host.run("scripts/link-issue", "github", str(host.handed / "links-report"), PATH=path)
    assert done.returncode == 1
    assert done.stderr == "links.json:1: has no number of errors\nThe issue stays as it is: see above.\n"
    assert not (host.folder / "called").exists()


def test_what_lies_in_the_folder_is_never_run(host: Host) -> None:
    """Python would load a module of the current folder, git the settings and hooks of a repository there."""
    mark = host.folder / "run"
    for folder in (host.handed, host.handed / "links-report"):
        for module in ("json", "re", "os", "stat", "sitecustomize", "usercustomize"):
            (folder / f"{module}.py").write_text(f"open({str(mark)!r}, 'w')\n", encoding="utf-8")
    git(host.handed, "init", "--quiet")
    git(host.handed, "config", "core.fsmonitor", f"touch {mark}")
    for repository in (host.handed, host.clone):
        for hook in ("pre-push", "reference-transaction", "post-checkout"):
            file = repository / f".git/hooks/{hook}"
            file.write_text(f"#!/bin/sh\ntouch '{mark}'\n", encoding="utf-8")
            file.chmod(file.stat().st_mode | stat.S_IXUSR)
    environment = {"PATH": f"{Path(sys.executable).resolve().parent}:{os.environ['PATH']}", "HOME": str(host.folder)}
    words: list[str | Path] = [host.clone / "scripts/link-state", "save", "."]
    for given in ({}, {"PYTHONPATH": str(host.handed)}):
        done = subprocess.run(words, cwd=host.handed, env={**environment, **given}, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    assert host.kept()
    assert not mark.exists()


def test_a_remote_is_never_an_option_and_never_holds_a_token(host: Host) -> None:
    mark = host.folder / "run"
    for remote in (f"--upload-pack=touch {mark}", f"--receive-pack=touch {mark}", f"ext::sh -c touch% {mark}"):
        for command in (["fetch"], ["save", str(host.handed)]):
            done = host.run("scripts/link-state", *command, LINKS_REMOTE=remote)
            assert done.returncode in (1, 2), remote
    assert not mark.exists()
    token = f"https://oauth2:{SECRET.replace(' ', '-')}@127.0.0.1:9/group/project.git"
    done = host.run("scripts/link-state", "fetch", LINKS_REMOTE=token)
    assert done.returncode == 2
    assert "LINKS_TOKEN" in done.stderr
    assert SECRET.replace(" ", "-") not in done.stdout + done.stderr


def test_a_whole_clone_stays_whole(host: Host) -> None:
    """Else nobody could tell any more where a change branched off."""
    assert host.save().returncode == 0
    host.run("scripts/link-state", "fetch")
    (host.clone / STATE).write_bytes(state(META))
    assert host.run("scripts/link-state", "save").returncode == 0
    assert host.run("scripts/link-state", "fetch").returncode == 0
    assert git(host.clone, "rev-parse", "--is-shallow-repository").strip() == "false"


def test_a_fetch_writes_nowhere_but_here(host: Host) -> None:
    """A proposed change may bring links of these names."""
    assert host.save().returncode == 0
    outside = host.folder / "outside"
    for name in (STATE, BASE, f"{STATE}.new", f"{BASE}.new"):
        outside.write_text("before", encoding="utf-8")
        file = host.clone / name
        file.unlink(missing_ok=True)
        file.symlink_to(outside)
        done = host.run("scripts/link-state", "fetch")
        assert done.returncode == 0, done.stderr
        assert outside.read_text(encoding="utf-8") == "before", name
        assert (host.clone / STATE).read_bytes() == GOOD


NOTED = """#!/bin/sh
printf '%s\\n' "$*" >> "$HOME/said"
exec {} "$@"
"""
KEY = "glpat-nobody-may-see-this"


def noted(host: Host, *programs: str) -> str:
    """Note how programs are called, in the file `said`; return the path that has them first."""
    folder = host.folder / "programs"
    folder.mkdir()
    for name in programs:
        (folder / name).write_text(NOTED.format(shutil.which(name)), encoding="utf-8")
        (folder / name).chmod(0o755)
    return f"{folder}:{Path(sys.executable).resolve().parent}:{os.environ['PATH']}"


def test_a_token_is_handed_to_git_and_to_nobody_else(host: Host) -> None:
    path = noted(host, "git")
    git(host.origin, "config", "http.receivepack", "true")
    with hosting(host.origin, KEY) as server:
        remote = {"LINKS_REMOTE": f"{server.address}.git", "PATH": path}
        without = host.save(**remote)
        assert without.returncode == 1
        assert "cannot be asked for" in without.stderr
        assert host.save(**remote, LINKS_TOKEN="another").returncode == 1  # noqa: S106 - nobody's
        assert not host.kept()
        first = host.save(**remote, LINKS_TOKEN=KEY)
        assert first.returncode == 0, first.stderr
        fetched = host.run("scripts/link-state", "fetch", **remote, LINKS_TOKEN=KEY)
        assert fetched.returncode == 0, fetched.stderr
        assert (host.clone / STATE).read_bytes() == GOOD
        assert (host.clone / BASE).read_text(encoding="utf-8") == host.kept()
        (host.clone / STATE).write_bytes(state(META))
        second = host.run("scripts/link-state", "save", **remote, LINKS_TOKEN=KEY)
        assert second.returncode == 0, second.stderr
        with hosting(host.origin, KEY, moved_to=server.address) as other:
            away = {**remote, "LINKS_REMOTE": f"{other.address}.git"}
            led_away = host.run("scripts/link-state", "fetch", **away, LINKS_TOKEN=KEY)
            assert led_away.returncode == 1, "a server that leads elsewhere would lead the token there"
    said = [*(host.folder / "said").read_text(encoding="utf-8").splitlines()]
    said += [done.stdout + done.stderr for done in (without, first, fetched, second, led_away)]
    said += [file.read_text(encoding="utf-8", errors="replace") for file in (host.clone / ".git").rglob("*") if file.is_file()]
    assert len(said) > 20
    assert not [words for words in said if KEY in words]


def test_an_issue_of_gitlab_is_opened_changed_and_closed(host: Host) -> None:
    path = noted(host, "curl")
    report = host.handed / "links-report"
    wrong = {"severity": "E", "rule": "L140"}
    hostile = "# Links\n\n@everyone &title=x\n@/etc/passwd\n"
    with hosting(host.origin, KEY) as server:
        variables = {"CI_API_V4_URL": server.api, "CI_PROJECT_ID": "5", "LINKS_TOKEN": KEY, "PATH": path}

        def run(errors: int, **report_values: object) -> None:
            found = {**REPORT, "counts": {"errors": errors, "warnings": 0}, **report_values}
            (report / "links.json").write_text(json.dumps(found), encoding="utf-8")
            done = host.run("scripts/link-issue", "gitlab", str(report), **variables)
            assert done.returncode == 0, done.stderr
            assert KEY not in done.stdout + done.stderr

        run(0)
        assert not server.issues
        (report / "links.md").write_text(hostile, encoding="utf-8")
        run(1)
        assert server.issues == {1: {"title": "Links to fix, and what is due", "labels": "link-check", "description": hostile}}
        (report / "links.md").write_text("# Links\n", encoding="utf-8")
        run(2, inconclusive="no host answered")
        assert server.issues[1]["description"] == hostile
        run(2, findings=[wrong])
        assert server.issues[1]["description"] == "# Links\n"
        assert server.notes == ["1 link(s) found broken today. The whole list stands above."]
        run(0)
        assert not server.issues
        (report / "due.md").write_text("# Due\n", encoding="utf-8")
        (report / "due.json").write_text('{"late": 2}', encoding="utf-8")
        run(0)
        assert server.issues[max(server.issues)]["description"] == "# Links\n\n# Due\n", "what is late opens it too"
        (report / "due.json").write_text('{"late": 0}', encoding="utf-8")
        run(0)
        assert not server.issues
        assert not server.refused
    assert KEY not in (host.folder / "said").read_text(encoding="utf-8")
