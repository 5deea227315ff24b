#!/usr/bin/env python3
"""Holds what one job of CI hands to another to its format, and copies it to where the other job takes it from.

    python3 -I scripts/verify_artifact.py state FOLDER TO     linkstate.jsonl and linkstate.jsonl.base
    python3 -I scripts/verify_artifact.py reports FOLDER TO   links.md, with due.md below it if there is one, and from
                                                              links.json and due.json the file counts: two numbers

The job that asks other sites' pages may not write, and the jobs that write do not trust it: had a page taken it over, these files
could be anything. They are read once, as plain files of a limited size, never through a link. Needs Python alone, so that a
job that writes installs nothing. It takes no state that the engine would refuse to read: one that was saved would stop every
check after it.
"""

from __future__ import annotations

import json
import math
import os
import re
import stat
import sys
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

MAX_STATE_BYTES = 64 * 1024 * 1024
"""As `sevenminute.links.history.file` has it."""
MAX_REPORT_BYTES = 256 * 1024 * 1024
"""Room for `links.json` of a state as large as that."""
MAX_SUMMARY_BYTES = 50_000
"""Of `links.md`. With what is due it is as much as an issue takes."""
MAX_DUE_BYTES = 14_000
"""Of `due.md`."""
MAX_LINE_BYTES = 64 * 1024
"""No address is as long as that."""

_STATE, _BASE, _JSON, _SUMMARY = "linkstate.jsonl", "linkstate.jsonl.base", "links.json", "links.md"
_DUE_JSON, _DUE = "due.json", "due.md"
_KEYS: Mapping[str, frozenset[str]] = {
    "meta": frozenset({"v", "run", "engine"}),
    "page": frozenset({"id", "links_updated", "links_digest", "n"}),
    "url": frozenset({"id", "status", "first_seen"}),
    "missing_page": frozenset({"id", "asked"}),
    "redirect": frozenset({"to", "permanent", "since", "last_seen"}),
    "certificate": frozenset({"fault", "host"}),
}
"""What each kind of line has to have. It may have more: a later program keeps what an earlier one does not know."""
_VERSION = 1
STATUSES = frozenset({"new", "ok", "suspect", "broken", "unverified"})
"""As `sevenminute.links.history.record` has them."""
VERDICTS = frozenset(
    {"skipped", "unchecked", "unchecked-robots", "rate-limited", "busy", "too-slow", "too-long", "blocked", "gone"}
    | {"dns-unknown", "temporary", "redirect-loop", "certificate", "other-4xx", "moved", "redirected", "moved-home", "ok"}
    | {"ok-fragment-missing", "ok-fragment-unchecked", "ok-soft404"}
    | {"ok-parked", "ok-empty", "out-of-order", "needs-scripts", "ok-same-as-missing", "same-without-scripts"}
)
"""As `sevenminute.links.classify.verdict` has them."""
CERTIFICATE_FAULTS = frozenset(
    {"expired", "not-yet-valid", "other-name", "self-signed", "unknown-issuer", "incomplete-chain", "no-agreement", "other"}
)
"""As `sevenminute.links.fetch.response` has them."""
AHEAD = timedelta(days=1)
"""How far the clock of the machine that checked may be ahead of ours; as `sevenminute.links.history.file` has it."""
LONGEST_WAIT = timedelta(days=31)
"""How long an address may be left alone; as there."""
_MOST_FIGURES = 15
"""Of a number: what every program reads and writes alike."""
_MOST_FINDINGS = 10**9
"""Far more than there is room for."""
_MOMENT = re.compile(r"2[0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_DAY = re.compile(r"2[0-9]{3}-[0-9]{2}-[0-9]{2}")
_ADDRESS = re.compile(r"https?://[!-~]+")
"""In printable ASCII, as the engine writes every address."""
_BLOCKS = re.compile(r"(?:[0-9a-f]{8}:[0-9]{1,6}(?: |$))*")
NEW_RULES = ("L130", "L140")
"""Of a finding that says for the first time that a link is broken; as `sevenminute.links.rules` has them."""
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_MOST_KEYS = 40
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What terminals and logs obey, what turns words around, and halves of letters, which no file can hold."""

_Rule = Callable[[object, datetime], bool]
"""Tells of a value, and of the moment that is now, whether the engine would read it."""


def _moment(value: object, now: datetime) -> bool:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return False
    try:
        return datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) <= now + AHEAD
    except ValueError:
        return False


def _day(ahead: timedelta) -> _Rule:
    def rule(value: object, now: datetime) -> bool:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            return False
        try:
            return date.fromisoformat(value) <= (now + ahead).date()
        except ValueError:
            return False

    return rule


def _whole(least: int) -> _Rule:
    return lambda value, _: isinstance(value, int) and not isinstance(value, bool) and value >= least


def _one_of(known: Collection[object]) -> _Rule:
    return lambda value, _: isinstance(value, str) and value in known


def _or_none(rule: _Rule) -> _Rule:
    return lambda value, now: value is None or rule(value, now)


def _object(value: object, _: datetime) -> bool:
    return isinstance(value, dict)


def _any_day(value: object, _: datetime) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _text(value: object, _: datetime) -> bool:
    return isinstance(value, str) and value != ""


def _address(value: object, _: datetime) -> bool:
    if not isinstance(value, str) or not _ADDRESS.fullmatch(value):
        return False
    try:
        parts = urlsplit(value)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


_MOMENTS = ("last_checked", "last_ok", "fail_since", "last_fail", "broken_since", "unlinked_since")
RULES: Mapping[str, Mapping[str, _Rule]] = {
    "meta": {"v": _whole(_VERSION), "run": _moment, "engine": _text, "browser_silent_since": _or_none(_moment)},
    "page": {"id": _text, "links_updated": _text, "links_digest": _text, "n": _whole(0)},
    "url": {
        "id": _address,
        "status": _one_of(STATUSES),
        "verdict": _or_none(_one_of(VERDICTS)),
        "code": _or_none(_whole(0)),
        "first_seen": _moment,
        **dict.fromkeys(_MOMENTS, _or_none(_moment)),
        "fails": _whole(0),
        "announced": _or_none(_day(AHEAD)),
        "next_due": _or_none(_day(LONGEST_WAIT)),
        "redirect": _or_none(_object),
        "certificate": _or_none(_object),
        "page": _or_none(_text),
    },
    "missing_page": {
        "id": _address,
        "asked": _moment,
        "code": _or_none(_whole(0)),
        **dict.fromkeys(("to", "title", "heading"), lambda value, _: isinstance(value, str)),
        "blocks": lambda value, _: isinstance(value, str) and _BLOCKS.fullmatch(value) is not None,
    },
    "redirect": {
        "to": _address,
        "permanent": lambda value, _: isinstance(value, bool),
        "since": _moment,
        "last_seen": _moment,
        "sightings": _whole(1),
    },
    "certificate": {"fault": _one_of(CERTIFICATE_FAULTS), "host": _text, "day": _or_none(_any_day)},
}
"""Of each value that the engine knows, for each kind of line, for where an address leads, and for its certificate."""


class RefusedError(Exception):
    """Something that was handed over is not what its format says; the message is `path:line: what is wrong`."""


def refuse(name: str, what: str, line: int = 1) -> NoReturn:
    """Stop, because of a line of a file.

    Raises:
        RefusedError: Always.
    """
    raise RefusedError(f"{name}:{line}: {what}")


def read(folder: Path, name: str, most: int) -> bytes:
    """Return the content of a plain file of a folder, neither of which is a link.

    Args:
        folder: The folder.
        name: Of the file.
        most: How many bytes it may have.

    Raises:
        RefusedError: It is missing, something else than a file of its own, or too large.
    """
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        place = os.open(folder, flags | os.O_DIRECTORY)
        try:
            file = os.open(name, flags | os.O_NONBLOCK, dir_fd=place)
        finally:
            os.close(place)
    except OSError as error:
        refuse(name, f"cannot be read ({error.strerror}): the job before has to hand it over as a file, not as a link")
    facts = os.fstat(file)
    if not stat.S_ISREG(facts.st_mode) or facts.st_nlink > 1:
        os.close(file)
        refuse(name, "is not a file of its own: the job before has to hand it over as one")
    with os.fdopen(file, "rb") as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        refuse(name, f"has more than {most:,} bytes, and is not what a check of links writes")
    return data


def text_of(name: str, data: bytes) -> str:
    """Return UTF-8 as text.

    Raises:
        RefusedError: It is something else.
    """
    try:
        return data.decode()
    except UnicodeDecodeError:
        refuse(name, "is not UTF-8")


def from_json(name: str, text: str, line: int = 1) -> dict[str, Any]:
    """Return the JSON object that a text is.

    Raises:
        RefusedError: It is something else, names a key twice, or holds a number that is none or too large.
    """

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            refuse(name, "has a key twice", line)
        return found

    def no_number(word: str) -> NoReturn:
        refuse(name, f"has {word} for a number", line)

    def whole(word: str) -> int:
        return int(word) if len(word) <= _MOST_FIGURES else refuse(name, "has a number that is too large", line)

    def part(word: str) -> float:
        return found if math.isfinite(found := float(word)) else refuse(name, "has a number that is too large", line)

    try:
        found = json.loads(text, object_pairs_hook=once, parse_constant=no_number, parse_int=whole, parse_float=part)
    except (ValueError, RecursionError):
        refuse(name, "is not JSON", line)
    if not isinstance(found, dict):
        refuse(name, "is not a JSON object", line)
    return found


def verify_state(folder: Path, to: Path) -> None:
    """Verify the state, and the commit from which it was taken.

    Raises:
        RefusedError: It is something else.
    """
    data = read(folder, _STATE, MAX_STATE_BYTES)
    lines = text_of(_STATE, data).split("\n")
    if lines.pop() or not lines:
        refuse(_STATE, "breaks off before its end", len(lines) or 1)
    now = datetime.now(UTC)
    known: set[tuple[str, str]] = set()
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_LINE_BYTES:
            refuse(_STATE, f"is longer than {MAX_LINE_BYTES:,} characters", number)
        if _CONTROL.search(line):
            refuse(_STATE, "has a control character", number)
        name = verify_row(from_json(_STATE, line, number), number, now)
        if name in known:
            refuse(_STATE, "stands there a second time", number)
        known.add(name)
    base = text_of(_BASE, read(folder, _BASE, 100))
    if not re.fullmatch(r"(none|[0-9a-f]{40}|[0-9a-f]{64})\n", base):
        refuse(_BASE, "is not a commit: the job before has to run scripts/link-state fetch")
    (to / _STATE).write_bytes(data)
    (to / _BASE).write_text(base, encoding="utf-8")


def verify_row(row: dict[str, Any], number: int, now: datetime) -> tuple[str, str]:
    """Return kind and id of a line of the state.

    Args:
        row: The line.
        number: Of the line, counted from 1.
        now: Nothing in it may be later than this, but for a day between two clocks.

    Raises:
        RefusedError: It is something else.
    """
    kind = row.pop("kind", None)
    if not isinstance(kind, str) or kind not in ("meta", "missing_page", "page", "url") or (kind == "meta") != (number == 1):
        refuse(_STATE, "is of a kind that does not belong there", number)
    if kind == "meta" and row.get("v", _VERSION) != _VERSION:
        refuse(_STATE, f"is of another version than {_VERSION}", number)
    verify_values(row, number, deep=False)
    verify_known(kind, row, number, now)
    for part in ("redirect", "certificate") if kind == "url" else ():
        if row.get(part) is not None:
            verify_known(part, row[part], number, now, within=f"{part}.")
    return kind, row.get("id", "")


def verify_known(kind: str, row: Mapping[str, Any], number: int, now: datetime, *, within: str = "") -> None:
    """Verify that the values that the engine knows are there, and are what it reads.

    Raises:
        RefusedError: They are not.
    """
    missing = sorted(f"{within}{key}" for key in _KEYS[kind] - set(row))
    if missing:
        refuse(_STATE, f"has no {', no '.join(missing)}", number)
    for key, rule in RULES[kind].items():
        if key in row and not rule(row[key], now):
            refuse(_STATE, f"has no usable {within}{key}", number)


def verify_values(row: Mapping[str, Any], number: int, *, deep: bool) -> None:
    """Verify that keys are plain words, and values plain, or one object of plain ones.

    Raises:
        RefusedError: They are something else.
    """
    if len(row) > _MOST_KEYS:
        refuse(_STATE, f"has more than {_MOST_KEYS} keys", number)
    for key, value in row.items():
        if not _KEY.fullmatch(key):
            refuse(_STATE, "has a key that is not a plain word", number)
        if isinstance(value, dict) and not deep:
            verify_values(value, number, deep=True)
        elif isinstance(value, str):
            if _CONTROL.search(value):
                refuse(_STATE, f"has a control character in {key}", number)
        elif value is not None and not isinstance(value, (bool, int, float)):
            refuse(_STATE, f"has a value in {key} that is not plain", number)


def verify_reports(folder: Path, to: Path) -> None:
    """Verify the summary and the list of what is due, and count what is to be fixed and what was found broken today.

    `counts` has both numbers, or is empty when nothing can be concluded.

    Raises:
        RefusedError: They are something else.
    """
    report = from_json(_JSON, text_of(_JSON, read(folder, _JSON, MAX_REPORT_BYTES)))
    counts, findings, inconclusive = report.get("counts"), report.get("findings"), report.get("inconclusive")
    if not isinstance(counts, dict) or not isinstance(findings, list) or not isinstance(inconclusive, str):
        refuse(_JSON, "has no counts, no findings or no word on whether it is conclusive")
    to_fix = 0
    for level in ("errors", "warnings"):
        count = counts.get(level)
        if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= _MOST_FINDINGS:
            refuse(_JSON, f"has no number of {level}")
        to_fix += count
    due, late = verify_due(folder)
    new = 0
    for found in findings:
        if not isinstance(found, dict):
            refuse(_JSON, "has a finding that is none")
        new += found.get("severity") == "E" and found.get("rule") in NEW_RULES
    summary = read(folder, _SUMMARY, MAX_SUMMARY_BYTES)
    text_of(_SUMMARY, summary)
    (to / _SUMMARY).write_bytes(summary + due)
    (to / "counts").write_text("" if inconclusive else f"{to_fix + late} {new}\n", encoding="utf-8")


def verify_due(folder: Path) -> tuple[bytes, int]:
    """Return the list of what is due as it stands below the summary, and how much of it is late; nothing where there is none.

    Raises:
        RefusedError: They are something else.
    """
    if not os.path.lexists(folder / _DUE):
        return b"", 0
    late = from_json(_DUE_JSON, text_of(_DUE_JSON, read(folder, _DUE_JSON, MAX_DUE_BYTES))).get("late")
    if not isinstance(late, int) or isinstance(late, bool) or not 0 <= late <= _MOST_FINDINGS:
        refuse(_DUE_JSON, "has no number of what is late")
    due = read(folder, _DUE, MAX_DUE_BYTES)
    text_of(_DUE, due)
    return b"\n" + due, late


VERIFIERS: Mapping[str, Callable[[Path, Path], None]] = {"state": verify_state, "reports": verify_reports}


def main(arguments: list[str]) -> int:
    """Run the command and return its exit code: 0 as it should be, 1 refused, 2 mistyped."""
    if len(arguments) != 3 or arguments[0] not in VERIFIERS:
        sys.stderr.write(f"usage: scripts/verify_artifact.py {'|'.join(VERIFIERS)} FOLDER TO\n")
        return 2
    try:
        VERIFIERS[arguments[0]](Path(arguments[1]), Path(arguments[2]))
    except RefusedError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
