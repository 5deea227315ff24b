"""The command `briefings due`: the list of the page `/due/`, for a terminal or an issue."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from sevenminute.build.strict import BuildExtent, build_strictly
from sevenminute.checks import read_library
from sevenminute.cli.check import OK, PROBLEMS
from sevenminute.config.machinery import read_site_file
from sevenminute.config.schema import Settings
from sevenminute.pages.due.markdown import due_lines, due_markdown
from sevenminute.pages.due.sections import DueFacts, DueSection, due_sections
from sevenminute.storage.atomic_write import replace_file
from sevenminute.text.dates import today

LIST, COUNT = "due.md", "due.json"
"""Files that `--reports` writes."""


def add_due(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and its options."""
    due = commands.add_parser(
        "due",
        help="list what is due: reviews, links, and briefings near the limit of their paper",
        description="List what is due, as the page /due/ shows it. To see how each briefing prints, the site is built without "
        "PDFs into a folder that is thrown away. site/ is not touched.",
        epilog="Exit codes: 0 listed, whatever is due; 1 mkdocs.yml has mistakes; 2 the command was mistyped or stopped.",
    )
    due.add_argument("--format", choices=["text", "markdown"], default="text", help="how (text)")
    due.add_argument("--reports", type=Path, metavar="FOLDER", help=f"write {LIST} and {COUNT} there, and print nothing")


def due_command(root: Path, given: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    settings, wrong = read_site_file(root / "mkdocs.yml")
    if wrong or not isinstance(settings, Settings):
        print(*wrong, sep="\n")
        return PROBLEMS
    sections = _sections(root, settings)
    if given.reports:
        folder = root / given.reports
        folder.mkdir(parents=True, exist_ok=True)
        replace_file(folder / COUNT, f"{json.dumps({'late': sum(section.late for section in sections)})}\n".encode())
        replace_file(folder / LIST, due_markdown(sections, today()).encode())
    elif given.format == "markdown":
        sys.stdout.write(due_markdown(sections, today()))
    else:
        print(*due_lines(sections), sep="\n")
    return OK


def _sections(root: Path, settings: Settings) -> tuple[DueSection, ...]:
    """Return what is due; a briefing with a mistake is left out, as it is on the page while somebody edits."""
    library = read_library(root, today=today(), settings=settings)
    built = build_strictly(root, library=library, extent=BuildExtent(pdfs=False))
    return due_sections(DueFacts(library, settings, built.fits, today()))
