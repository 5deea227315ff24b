"""`briefings links report`: what is remembered of the links as a report; nobody is asked, nothing is written but the report."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sevenminute.checks import read_library
from sevenminute.links.commands.arguments import add_state_arguments, known_state_file, moment_of
from sevenminute.links.commands.exit_codes import FINE, UNUSABLE_ERRORS, refuse
from sevenminute.links.commands.report_files import REPORTS
from sevenminute.links.commands.site import ignores_of, refuse_unreadable, settings_of
from sevenminute.links.extract.links import linked_pages
from sevenminute.links.fetch.linkchecker import LinkCheckerEngine
from sevenminute.links.history.file import read_state
from sevenminute.links.reports.console import as_lines
from sevenminute.links.rules.severity import Mode
from sevenminute.links.run.check import check
from sevenminute.links.run.options import RunOptions
from sevenminute.links.run.result import Result

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
    add_state_arguments(parser)


def report_command(root: Path, given: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    try:
        result = _result(root, given)
    except UNUSABLE_ERRORS as error:
        return refuse(error)
    if given.format == "text":
        for line in as_lines(result):
            print(line)
    else:
        sys.stdout.write(FORMATS[given.format](result))
    return FINE


def _result(root: Path, given: argparse.Namespace) -> Result:
    settings, now = settings_of(root), moment_of(given.today)
    library = read_library(root, today=now.date(), settings=settings)
    refuse_unreadable(library)
    state = read_state(known_state_file(root, given), now=now)
    order = RunOptions(Mode.ALL, now, settings.links, ask=False, ignores=ignores_of(root, settings))
    return check(linked_pages(root, library), state, order, LinkCheckerEngine()).result
