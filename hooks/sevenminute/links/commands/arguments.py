"""What the commands of the link check read from the command line alike."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from datetime import time as clock_time
from pathlib import Path

from sevenminute.links.commands.exit_codes import UnusableError
from sevenminute.links.extract.links import LinkedPage
from sevenminute.links.history.file import STATE_FILE
from sevenminute.text.dates import source_date


def add_state_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the day of the check, and the state file."""
    parser.add_argument("--today", type=_day, metavar="DAY", help="judge as on that day, like 2026-11-22")
    parser.add_argument("--state", type=Path, metavar="FILE", help=f"what is remembered ({STATE_FILE})")


def _day(text: str) -> date:
    """Read a day of the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a day: write it like 2026-11-22") from None


def moment_of(today: date | None) -> datetime:
    """Return the moment of the run: now, or noon of the day that is asked for or that SOURCE_DATE_EPOCH names."""
    named = source_date()
    if today is None and named:
        return named
    return datetime.combine(today, clock_time(12), UTC) if today else datetime.now(UTC)


def known_state_file(root: Path, given: argparse.Namespace) -> Path:
    """Return the state file to read; only that of the site need not be there.

    Raises:
        UnusableError: The one that was given is not there.
    """
    file: Path = given.state or root / STATE_FILE
    if given.state and not file.exists():
        raise UnusableError(f"--state: {file} is not there: write the path of a file that a check has written")
    return file


def named_pages(root: Path, files: Sequence[str], pages: Sequence[LinkedPage]) -> tuple[LinkedPage, ...]:
    """Return the pages that are named on the command line, by themselves or by their folder.

    Raises:
        UnusableError: Something that is named is not a page.
    """
    found: dict[str, LinkedPage] = {}
    unknown = []
    for file in files:
        path = path_of(root, file)
        here = {page.path: page for page in pages if page.path == path or page.path.startswith(f"{path}/")}
        found |= here
        if not here:
            unknown.append(f"{file} is not a page of the site: name one like briefings/safer-sleep.md")
    if unknown:
        raise UnusableError(*unknown)
    return tuple(found.values())


def path_of(root: Path, file: str) -> str:
    """Return the path of a file relative to the root, whether it is given from there or from the current folder."""
    here = Path(os.path.relpath(Path(file).resolve(), root.resolve())).as_posix()
    return Path(file).as_posix() if here.startswith("../") or not Path(file).exists() else here
