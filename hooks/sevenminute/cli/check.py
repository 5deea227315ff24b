"""The command `briefings check`: everything that the build would refuse, at once and with its line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from sevenminute.build.site import require_places
from sevenminute.build.strict import BuildExtent, StrictBuild, build_strictly, settings_problems
from sevenminute.checks import read_library
from sevenminute.config.machinery import read_site_file
from sevenminute.config.reader import is_safe_to_load
from sevenminute.diagnostics.github import annotation, commands_stopped
from sevenminute.diagnostics.problem import Problem
from sevenminute.links.git.addresses import LostAddresses, lost_addresses
from sevenminute.links.git.merge_base import Base, GitError, merge_base
from sevenminute.static_files.tracked_output import tracked_output
from sevenminute.text.dates import today

OK, PROBLEMS, USAGE = 0, 1, 2
"""Exit codes: nothing wrong; mistakes found, or a file out of step; mistyped, stopped, or more than this machine can do."""


def add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and its options."""
    check = commands.add_parser(
        "check",
        help="report every mistake in mkdocs.yml, briefings/ and docs/, all that the build would refuse too",
        description="Report every mistake in mkdocs.yml, briefings/ and docs/. What can be told from the files comes first; then "
        "the site is built into a folder that is thrown away, for what only the build can tell: whether each briefing fits on "
        "its paper, whether links to parts of pages work, whether the menu names pages that exist. site/ is not touched.",
    )
    check.add_argument("--annotations", action="store_true", help="also as annotations on the lines of a pull request")
    check.add_argument(
        "--quick", action="store_true", help="without building: in a second, for an editor that checks as you save"
    )
    check.add_argument(
        "--against",
        metavar="REF",
        help="in a proposal: also whether addresses of briefings are lost that the site has there, such as origin/main; and "
        "advice on the files of the proposal only",
    )
    check.add_argument("--settings", action="store_true", help="only mkdocs.yml, and nothing is said when it is right")


def check_command(root: Path, given: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    if given.settings:
        return _report(settings_problems(root), (), annotations=given.annotations)
    settings, wrong = read_site_file(root / "mkdocs.yml")
    if not (root / "briefings").is_dir():
        sys.stderr.write(f"{root} has no folder briefings/: run this in the folder of mkdocs.yml\n")
        return USAGE
    library = read_library(root, today=today(), settings=settings)
    lost, base = LostAddresses(), None
    if given.against:
        try:
            base = merge_base(root, given.against, "--against")
        except GitError as error:
            sys.stderr.write(f"{error}\n")
            return USAGE
        if isinstance(base, Base):
            lost = lost_addresses(library, base, today())
        else:
            sys.stderr.write(f"Addresses were not compared: {base}\n")
    problems = (*library.problems, *lost.problems, *tracked_output(root), *wrong)
    _report(problems, (), annotations=given.annotations)
    sys.stdout.flush()  # what follows takes longer
    built = StrictBuild()
    if not given.quick and is_safe_to_load(root / "mkdocs.yml"):
        require_places(root)
        built = build_strictly(root, extent=BuildExtent(only_settings=bool(wrong)), told=problems, library=library)
        if library.unpublished and not wrong:  # what a build finds in them has to be found before their day
            told = (*problems, *built.problems)
            built = built.with_more(build_strictly(root, told=told, library=library, extent=BuildExtent(preview=True)))
    advice = sorted({*library.advice, *lost.advice, *built.advice})
    if isinstance(base, Base):  # on the files of the proposal only: its author has not written the others
        advice = [better for better in advice if base.touches(better.path)]
    _report(built.problems, advice, annotations=given.annotations)
    total = len(library.every_briefing) + len(library.broken) + len(library.withdrawn)
    mistakes = len(problems) + len(built.problems)
    also = f", and {_counted(len(advice), 'piece')} of advice" if advice else ""
    print(f"{_counted(total, 'briefing')} read, {_counted(mistakes, 'mistake')} found{also}.")
    return PROBLEMS if mistakes else OK


def _report(problems: Sequence[Problem], advice: Sequence[Problem], *, annotations: bool) -> int:
    """Print problems and advice, each on a line, and return the exit code that they make."""
    if not (problems or advice):
        return OK
    with commands_stopped() if annotations else nullcontext():
        for problem in problems:
            print(problem)
        for better in advice:
            print(f"advice: {better}")
    if annotations:
        for problem in problems:
            print(annotation("error", problem))
        for better in advice:
            print(annotation("notice", better))
    return PROBLEMS if problems else OK


def _counted(number: int, word: str) -> str:
    return f"{number or 'no'} {word}{'' if number < 2 else 's'}"
