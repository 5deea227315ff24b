"""Reading and writing the state file, `linkstate.jsonl`: one JSON object a line, in an order that never changes.

Whatever is wrong, the file that is there stays as it is: the next one is written beside it and takes its place in one step.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from pydantic import ValidationError

from sevenminute.diagnostics.problem import Problem, quoted
from sevenminute.links.history.record import VERSION, Meta, MissingPage, PageState, State, UrlState, written
from sevenminute.text.file import read_bytes

STATE_FILE = "linkstate.jsonl"
"""Its name, beside `mkdocs.yml`; `scripts/link-state` keeps it under this name."""

MAX_STATE_BYTES = 64 * 1024 * 1024
"""Room for a hundred thousand addresses."""

AHEAD = timedelta(days=1)
"""How far the clock of the machine that wrote the file may be ahead of ours."""
LONGEST_WAIT = timedelta(days=31)
"""No address is left alone for longer, by any rule: see `update.py`."""
_AnyRow = MissingPage | PageState | UrlState
_KINDS: dict[str, type[_AnyRow]] = {"missing_page": MissingPage, "page": PageState, "url": UrlState}
_REMEDY = (
    "take it again, by scripts/link-state fetch; if the branch has it so, guide/run-a-site.md says under "
    "“When what is remembered cannot be used” how to go back"
)


class StateError(Exception):
    """The state file cannot be used; the message is `path:line: what is wrong: what would be right`, a line for each."""


def read_state(file: Path, *, now: datetime) -> State:
    """Read a state file; one that is not there is the state before the first run. Neither a symbolic link nor a pipe is opened.

    Args:
        file: The file.
        now: Nothing in it may be later than this, but for a day between two clocks.

    Raises:
        StateError: The file cannot be used. It names every line that is broken.
    """
    if not os.path.lexists(file):
        return State()
    data = read_bytes(file.parent, file.name, limit=MAX_STATE_BYTES, fix=_REMEDY)
    if isinstance(data, Problem):
        raise StateError(str(data))
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise _error(file, 1, f"is not UTF-8: {_REMEDY}") from error
    return _parse(file, text, now)


def _parse(file: Path, text: str, now: datetime) -> State:
    lines = text.split("\n")
    if lines.pop() or not lines:
        raise _error(file, len(lines) or 1, f"breaks off before its end: {_REMEDY}")
    meta = _meta(file, lines[0], now)
    missing: dict[str, MissingPage] = {}
    pages: dict[str, PageState] = {}
    urls: dict[str, UrlState] = {}
    known: set[tuple[str, str]] = set()
    problems = []
    for number, line in enumerate(lines[1:], 2):
        row = _row(line)
        if isinstance(row, str):
            problems.append(Problem(file.name, number, f"{row}: {_REMEDY}"))
            continue
        if (row.kind, row.id) in known:
            problems.append(Problem(file.name, number, f"has {quoted(row.id)} a second time: {_REMEDY}"))
        known.add((row.kind, row.id))
        if wrong := _wrong_time(row, now):
            problems.append(Problem(file.name, number, wrong))
        match row:
            case MissingPage():
                missing[row.id] = row
            case PageState():
                pages[row.id] = row
            case UrlState():
                urls[row.id] = row
    if problems:
        raise StateError("\n".join(map(str, problems)))
    return State(meta, pages, urls, missing)


def _meta(file: Path, line: str, now: datetime) -> Meta:
    """Read the first line: a file of another version is not read any further."""
    values = _values(line)
    if isinstance(values, str) or values.get("kind") != "meta":
        raise _error(file, 1, f"does not begin with the line that says what wrote it: {_REMEDY}")
    version = values.get("v")
    if version != VERSION or isinstance(version, bool):
        remedy = "update this program" if isinstance(version, int) and version > VERSION else _REMEDY
        raise _error(
            file, 1, f"has the version {quoted(json.dumps(version))}, and this program reads the version {VERSION}: {remedy}"
        )
    try:
        meta = Meta.model_validate(values)
    except ValidationError as error:
        raise _error(file, 1, f"{_validation_message(error)}: {_REMEDY}") from error
    if meta.run > now + AHEAD:
        raise _error(file, 1, _from_the_future(meta.run, now))
    return meta


def _wrong_time(row: _AnyRow, now: datetime) -> str:
    """Return what is wrong with the times of a line: one that is still to come would hide an address from the check."""
    if isinstance(row, PageState):
        return ""
    if isinstance(row, MissingPage):
        return _from_the_future(row.asked, now) if row.asked > now + AHEAD else ""
    moments = [row.first_seen, row.last_checked, row.last_ok, row.fail_since, row.last_fail, row.broken_since, row.unlinked_since]
    if row.redirect:
        moments += [row.redirect.since, row.redirect.last_seen]
    latest = max(moment for moment in moments if moment)
    if latest > now + AHEAD:
        return _from_the_future(latest, now)
    if row.next_due and row.next_due > (now + LONGEST_WAIT).date():
        return f"would not be looked at before {row.next_due}: {_REMEDY}"
    return ""


def _from_the_future(moment: datetime, now: datetime) -> str:
    return (
        f"was written at {written(moment)}, and now is {written(now)}: set the clock, or the day given with --today; or {_REMEDY}"
    )


def _row(line: str) -> _AnyRow | str:
    values = _values(line)
    if isinstance(values, str):
        return values
    model = _KINDS.get(str(values.get("kind")))
    if model is None:
        return f"has the unknown kind {quoted(values.get('kind'))}"
    try:
        return model.model_validate(values)
    except ValidationError as error:
        return _validation_message(error)


def _values(line: str) -> dict[str, Any] | str:
    try:
        values = json.loads(line)
        if "\\u" in line:  # half a letter can be written so, and in no file
            json.dumps(values, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return f"is not a line of JSON: {quoted(line, longest=40)}"
    return values if isinstance(values, dict) else f"is not a JSON object: {quoted(line, longest=40)}"


def _validation_message(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    return f"has no usable {quoted('.'.join(map(str, first['loc'])))} ({first['msg'].lower()})"


def _error(file: Path, line: int, message: str) -> StateError:
    return StateError(str(Problem(file.name, line, message)))


def write_state(file: Path, state: State) -> None:
    """Replace a state file in one step. Equal states are equal bytes.

    Raises:
        StateError: It could not be written, as on a full disk; the old one is as it was.
    """
    kinds: tuple[Mapping[str, _AnyRow], ...] = (state.missing_pages, state.pages, state.urls)
    rows = [state.meta, *(row for kind in kinds for row in sorted(kind.values(), key=_id))]
    lines = [
        json.dumps(row.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, separators=(",", ":")) for row in rows if row
    ]
    beside = file.with_name(f"{file.name}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.unlink(missing_ok=True)
        with beside.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write("".join(f"{line}\n" for line in lines))
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(file)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise _error(file, 1, f"cannot be written ({error.strerror or error}): the old one is as it was") from error


def _id(row: _AnyRow) -> str:
    return row.id


@contextmanager
def state_lock(file: Path) -> Iterator[None]:
    """Keep other runs from using a state file to write it. The system lets go of the lock when a run is killed.

    Raises:
        StateError: Another run has it, or the lock cannot be made.
    """
    lock = FileLock(file.with_name(f"{file.name}.lock"), timeout=0)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise _error(file, 1, "is in use by another run: wait until that has ended, then try again") from error
    except OSError as error:
        raise _error(file, 1, f"cannot be locked ({error.strerror or error}): choose a folder that can be written") from error
    try:
        yield
    finally:
        lock.release()
