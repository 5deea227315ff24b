"""The state file: the same bytes for the same state, nothing lost, and the old one whole after whatever goes wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from sevenminute.links.classify.verdict import Kind, Verdict
from sevenminute.links.history.file import StateError, read_state, state_lock, write_state
from sevenminute.links.history.record import Meta, PageState, Redirect, State, Status, UrlState

NOW = datetime(2026, 11, 22, 2, 10, 44, 999_999, tzinfo=UTC)
META = '{"engine":"linkchecker 10.6.0","kind":"meta","run":"2026-11-22T02:10:00Z","v":1}\n'
URL = '{"first_seen":"2026-06-01T02:10:11Z","id":"https://a.example.org/","kind":"url"}\n'


def state() -> State:
    url = UrlState(
        id="https://www.example.org/ŵ",
        status=Status.SUSPECT,
        verdict=Verdict.GONE,
        code=404,
        first_seen=NOW - timedelta(days=100),
        last_checked=NOW,
        last_ok=NOW - timedelta(days=2),
        fails=1,
        fail_since=NOW,
        last_fail=NOW,
        next_due=date(2026, 11, 23),
        redirect=Redirect(to="https://example.org/b", permanent=True, since=NOW, last_seen=NOW),
    )
    other = UrlState(id="https://a.example.org/", first_seen=NOW)
    page = PageState(id="briefings/flood.md", links_updated="2026-09", links_digest="sha256:00", n=2)
    return State(Meta(run=NOW, engine="fake"), {page.id: page}, {url.id: url, other.id: other})


def refused(file: Path, *, now: datetime = NOW) -> str:
    """Return what is said of a file that cannot be used, after making sure that it stayed as it was."""
    before = file.read_bytes()
    with pytest.raises(StateError) as caught:
        read_state(file, now=now)
    assert file.read_bytes() == before
    return str(caught.value)


def test_what_is_written_is_read_again_to_the_second_and_in_one_order(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "linkstate.jsonl"
    write_state(file, state())
    first = file.read_bytes()
    read = read_state(file, now=NOW)
    assert read.urls["https://www.example.org/ŵ"].last_ok == datetime(2026, 11, 20, 2, 10, 44, tzinfo=UTC)
    assert read.urls["https://www.example.org/ŵ"].verdict is Verdict.GONE
    write_state(file, State(read.meta, read.pages, dict(reversed(list(read.urls.items())))))
    assert file.read_bytes() == first
    rows = [json.loads(line) for line in first.decode().splitlines()]
    assert [(row["kind"], row.get("id")) for row in rows] == [
        ("meta", None),
        ("page", "briefings/flood.md"),
        ("url", "https://a.example.org/"),
        ("url", "https://www.example.org/ŵ"),
    ]
    assert all(list(row) == sorted(row) for row in rows)
    assert rows[0] == {"browser_silent_since": None, "engine": "fake", "kind": "meta", "run": "2026-11-22T02:10:44Z", "v": 1}
    assert [entry.name for entry in file.parent.iterdir()] == [file.name]


def test_keys_of_a_later_program_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "linkstate.jsonl"
    row = {"kind": "url", "id": "https://a.example.org/", "first_seen": "2026-06-01T02:10:11Z", "title": "A", "seen": {"x": [1]}}
    file.write_text(META.replace("}", ',"note":"n"}') + json.dumps(row) + "\n", encoding="utf-8")
    write_state(file, read_state(file, now=NOW))
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert rows[0]["note"] == "n"
    assert (rows[1]["title"], rows[1]["seen"]) == ("A", {"x": [1]})


def test_no_file_is_the_state_before_the_first_run(tmp_path: Path) -> None:
    assert read_state(tmp_path / "linkstate.jsonl", now=NOW) == State()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "linkstate.jsonl:1: breaks off before its end"),
        (META + URL[:-20], "linkstate.jsonl:1: breaks off before its end"),
        (URL, "linkstate.jsonl:1: does not begin with the line that says what wrote it"),
        ("<<<<<<< HEAD\n" + META, "linkstate.jsonl:1: does not begin with the line that says what wrote it"),
        (META.replace('"v":1', '"v":2'), "linkstate.jsonl:1: has the version “2”, and this program reads the version 1: update"),
        (META.replace('"v":1', '"v":0'), "linkstate.jsonl:1: has the version “0”, and this program reads the version 1: take"),
        (
            META.replace('"v":1', '"v":"1"'),
            'linkstate.jsonl:1: has the version “"1"”, and this program reads the version 1: take',
        ),
        (
            META.replace("2026-11-22", "2026-11-24"),
            "linkstate.jsonl:1: was written at 2026-11-24T02:10:00Z, and now is 2026-11-22",
        ),
        (META + URL + URL, "linkstate.jsonl:3: has “https://a.example.org/” a second time"),
        (META + '{"kind":"ulr"}\n', "linkstate.jsonl:2: has the unknown kind “ulr”"),
        (META + "[1]\n", "linkstate.jsonl:2: is not a JSON object: “[1]”"),
        (META + "[" * 9000 + "\n", "linkstate.jsonl:2: is not a line of JSON"),
        (META + URL.replace("}", ',"last_checked":"2027-01-01T00:00:00Z"}'), "linkstate.jsonl:2: was written at 2027-01-01"),
        (META + URL.replace("}", ',"last_ok":"2027-01-01T00:00:00Z"}'), "linkstate.jsonl:2: was written at 2027-01-01"),
        (
            META + URL.replace("}", ',"next_due":"2027-01-01"}'),
            "linkstate.jsonl:2: would not be looked at before 2027-01-01: take",
        ),
        (
            META + URL.replace("2026-06-01T02:10:11Z", "0001-01-01T00:00:00+14:00"),
            "linkstate.jsonl:2: has no usable “first_seen”",
        ),
        (META + URL.replace("}", ',"page":"\\ud800"}'), "linkstate.jsonl:2: is not a line of JSON"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_its_line_and_stays(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "linkstate.jsonl"
    file.write_text(content, encoding="utf-8")
    assert said in refused(file)


def test_every_broken_line_is_named_at_once(tmp_path: Path) -> None:
    file = tmp_path / "linkstate.jsonl"
    broken = URL.replace("}", ',"status":"fine"}') + URL.replace("2026-06-01T02:10:11Z", "1 June") + URL
    file.write_text(META + broken, encoding="utf-8")
    first, second = refused(file).splitlines()
    assert first.startswith("linkstate.jsonl:2: has no usable “status” (")
    assert second.startswith("linkstate.jsonl:3: has no usable “first_seen” (")
    assert all(
        ": take it again, by scripts/link-state fetch; if the branch has it so, guide/run-a-site.md says under " in line
        for line in (first, second)
    )


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "linkstate.jsonl"
    file.write_bytes(META.encode() + b"\xff\xfe\n")
    assert "linkstate.jsonl:1: is not UTF-8" in refused(file)
    (tmp_path / "folder").mkdir()
    with pytest.raises(StateError, match="folder:1: cannot be read"):
        read_state(tmp_path / "folder", now=NOW)


def test_a_clock_that_is_a_little_ahead_is_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "linkstate.jsonl"
    file.write_text(META, encoding="utf-8")
    assert read_state(file, now=NOW - timedelta(hours=20)).meta is not None


def in_another_process(code: str, file: Path) -> subprocess.Popen[str]:
    program = "import resource, sys, pathlib; from test_links_state import *; file = pathlib.Path(sys.argv[1])\n" + code
    path = {"PYTHONPATH": ":".join(sys.path)}
    return subprocess.Popen(
        [sys.executable, "-c", program, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=path
    )


def test_a_full_disk_leaves_the_old_file_and_says_so(tmp_path: Path) -> None:
    file = tmp_path / "linkstate.jsonl"
    file.write_text(META, encoding="utf-8")
    # The system refuses to let the file grow, as it does when the disk is full.
    code = (
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
        "try:\n  write_state(file, state())\nexcept StateError as error:\n  print(error)"
    )
    said, _ = in_another_process(code, file).communicate(timeout=60)
    assert said.startswith("linkstate.jsonl:1: cannot be written (")
    assert said.strip().endswith("): the old one is as it was")
    assert file.read_text(encoding="utf-8") == META
    assert [entry.name for entry in tmp_path.iterdir()] == [file.name]


LINK = "is a symbolic link, which this site does not follow: delete it, and put the file or folder itself there"


def to_a_right_file(file: Path) -> None:
    (file.parent / "right").write_text(META, encoding="utf-8")
    file.symlink_to("right")


NO_FILES: dict[str, tuple[Callable[[Path], None], str]] = {
    "a link to a file": (to_a_right_file, LINK),
    "a link to the environment": (lambda file: file.symlink_to("/proc/self/environ"), LINK),
    "a link without an end": (lambda file: file.symlink_to("/dev/zero"), LINK),
    "a link to nothing": (lambda file: file.symlink_to("gone"), LINK),
    "a link to itself": (lambda file: file.symlink_to(file.name), LINK),
    "a pipe": (os.mkfifo, "is not a file: delete it"),
    "a folder": (Path.mkdir, "cannot be read: Is a directory; let everybody read it, or upload it again"),
}


@pytest.mark.parametrize("name", NO_FILES)
def test_what_is_no_file_is_not_opened(tmp_path: Path, name: str) -> None:
    make, said = NO_FILES[name]
    file = tmp_path / "linkstate.jsonl"
    make(file)
    # Apart, with little memory: what opens it waits for ever, or fills the machine.
    code = (
        "resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\n"
        "try:\n  read_state(file, now=NOW)\nexcept StateError as error:\n  print(error)"
    )
    told, _ = in_another_process(code, file).communicate(timeout=60)
    assert told == f"linkstate.jsonl:1: {said}\n"


@pytest.mark.parametrize("put", [lambda beside, to: beside.symlink_to(to), lambda beside, _: os.mkfifo(beside)])
def test_the_new_file_is_written_through_nothing(tmp_path: Path, put: Callable[[Path, Path], None]) -> None:
    file, other = tmp_path / "linkstate.jsonl", tmp_path / "other"
    other.write_text("theirs", encoding="utf-8")
    put(tmp_path / "linkstate.jsonl.new", other)
    in_another_process("write_state(file, state())", file).communicate(timeout=60)
    assert len(read_state(file, now=NOW).urls) == 2
    assert other.read_text(encoding="utf-8") == "theirs"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [file.name, other.name]


def test_only_one_run_at_a_time_and_none_is_shut_out_by_a_killed_one(tmp_path: Path) -> None:
    file = tmp_path / "linkstate.jsonl"
    file.write_text(META, encoding="utf-8")
    code = "with state_lock(file):\n  print('has it', flush=True)\n  sys.stdin.read()"
    other = in_another_process(code, file)
    assert other.stdout
    assert other.stdout.readline() == "has it\n"
    with (
        pytest.raises(StateError, match=r"linkstate\.jsonl:1: is in use by another run: wait until that has ended"),
        state_lock(file),
    ):
        pass
    other.kill()
    other.communicate(timeout=60)
    with state_lock(file):
        write_state(file, state())
    assert len(read_state(file, now=NOW).urls) == 2


def test_a_run_killed_while_it_writes_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "linkstate.jsonl"
    file.write_text(META, encoding="utf-8")
    code = (
        "import os\n"
        "def stop(_): print('writing', flush=True); sys.stdin.read()\n"
        "os.fsync = stop\n"  # the moment when all is written beside the old file
        "write_state(file, state())"
    )
    other = in_another_process(code, file)
    assert other.stdout
    assert other.stdout.readline() == "writing\n"
    other.kill()
    other.communicate(timeout=60)
    assert file.read_text(encoding="utf-8") == META
    write_state(file, state())
    assert len(read_state(file, now=NOW).urls) == 2


def test_every_verdict_says_how_much_it_proves() -> None:
    assert {verdict for verdict in Verdict if verdict.kind is Kind.CERTAIN} == {Verdict.GONE, Verdict.DNS_UNKNOWN}
    assert {verdict for verdict in Verdict if verdict.kind is Kind.UNVERIFIED} == {
        Verdict.UNCHECKED,
        Verdict.UNCHECKED_ROBOTS,
        Verdict.TOO_SLOW,
        Verdict.TOO_LONG,
        Verdict.BUSY,
        Verdict.BLOCKED,
        Verdict.CERTIFICATE,
        Verdict.OUT_OF_ORDER,
        Verdict.NEEDS_SCRIPTS,
        Verdict.SAME_WITHOUT_SCRIPTS,
    }
    assert all(isinstance(verdict.kind, Kind) for verdict in Verdict)


def test_what_an_earlier_program_called_failing_for_its_certificate_is_taken_back(tmp_path: Path) -> None:
    file = tmp_path / "linkstate.jsonl"
    failing = {"status": "broken", "verdict": "tls", "fails": 9, "fail_since": "2026-06-01T02:10:11Z"}
    failing |= {"last_fail": "2026-06-09T02:10:11Z", "broken_since": "2026-06-08T02:10:11Z", "announced": "2026-06-08"}
    file.write_text(META + json.dumps({**json.loads(URL), **failing, "note": "kept"}) + "\n", encoding="utf-8")
    read = read_state(file, now=NOW).urls["https://a.example.org/"]
    assert (read.status, read.verdict, read.fails) == (Status.UNVERIFIED, Verdict.CERTIFICATE, 0)
    assert (read.fail_since, read.last_fail, read.broken_since, read.announced) == (None, None, None, None)
    assert read.model_extra == {"note": "kept"}
