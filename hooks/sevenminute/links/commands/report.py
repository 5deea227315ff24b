"""`briefings links report`: what is remembered of the links as a report; nobody is asked, nothing is written but the report."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sevenminute.checks import read_library
from sevenminute.links.commands.check import (
    FINE,
    REPORTS,
    UNUSABLE,
    UnusableError,
    day,
    ignores_of,
    known_state_file,
    moment_of,
    refuse_unreadable,
    settings_of,
)
from sevenminute.links.extract.links import linked_pages
from sevenminute.links.fetch.linkchecker import LinkCheckerEngine
from sevenminute.links.history.file import STATE_FILE, StateError, read_state
from sevenminute.links.reports.console import as_lines
from sevenminute.links.result import Result
from sevenminute.links.rules.severity import Mode
from sevenminute.links.run.check import check
from sevenminute.links.run.options import RunOptions

FORMATS = {name.rpartition("links.")[2]: render for name, render in REPORTS.items()}
"""How a report may be written: json, junit.xml, sarif, md."""


def add_report(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to those of `briefings links`."""
    parser = commands.add_parser(
        "report",
        help="show what is remembered of all links",
        description="Show how all links stand, from what is remembered. Nobody is asked.",
        epilog="Exit codes: 0 shown, 2 the command, the settings or a file cannot be used.",
    )
    parser.add_argument("--format", choices=["text", *FORMATS], default="text", help="how (text)")
    parser.add_argument("--today", type=day, metavar="DAY", help="judge as on that day, like 2026-11-22")
    parser.add_argument("--state", type=Path, metavar="FILE", help=f"what is remembered ({STATE_FILE})")


def report_command(root: Path, given: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    try:
        result = _result(root, given)
    except (UnusableError, StateError) as error:
        sys.stderr.write("".join(f"{line}\n" for line in error.args))
        return UNUSABLE
    if given.format == "text":
        for line in as_lines(result):
            print(line)
    else:
        sys.stdout.write(FORMATS[given.format](result))
    return FINE


def _result(root: Path, given: argparse.Namespace) -> Result:
    settings, now = settings_of(root), moment_of(given.today)
    library = read_library(root, today=now.date(), settings=settings)
    refuse_unreadable(root, library)
    state = read_state(known_state_file(root, given), now=now)
    order = RunOptions(Mode.ALL, now, settings.links, ask=False, ignores=ignores_of(root, settings))
    return check(linked_pages(root, library), state, order, LinkCheckerEngine()).result
