"""`briefings links check`: reads the site and what is remembered, checks, says what was found, and remembers it."""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from datetime import time as clock_time
from enum import StrEnum
from pathlib import Path

from sevenminute.checks import read_library
from sevenminute.config.links import Ignore, LinkSettings
from sevenminute.config.reader import line_of_setting, read_settings_file, site_name_and_url
from sevenminute.config.schema import Settings
from sevenminute.content.library import Library
from sevenminute.diagnostics.github import commands_stopped
from sevenminute.diagnostics.problem import Problem
from sevenminute.links.extract.links import LinkedPage, linked_pages
from sevenminute.links.fetch.linkchecker import LinkCheckerEngine
from sevenminute.links.fetch.protocol import Engine, Politeness
from sevenminute.links.fetch.retry import RetryPolicy
from sevenminute.links.git.changes import proposed_change
from sevenminute.links.git.merge_base import GitError, merge_base
from sevenminute.links.history.file import STATE_FILE, StateError, read_state, state_lock, write_state
from sevenminute.links.reports.console import as_lines
from sevenminute.links.reports.github import as_annotations
from sevenminute.links.reports.json import as_json
from sevenminute.links.reports.junit import as_junit
from sevenminute.links.reports.markdown import as_markdown
from sevenminute.links.reports.sarif import as_sarif
from sevenminute.links.result import Result
from sevenminute.links.rules.severity import Mode, Severity
from sevenminute.links.run.check import CheckOutcome, check
from sevenminute.links.run.options import Change, RunOptions
from sevenminute.storage.atomic_write import replace_file
from sevenminute.text.dates import source_date
from sevenminute.text.file import read_text
from sevenminute.text.front_matter import read_front_matter

FINE, FOUND, UNUSABLE, INCONCLUSIVE = 0, 1, 2, 3
"""Exit codes: nothing at the level that fails; something; the command, settings or a file cannot be used; nobody can tell."""

_EVERY = 2.0
"""Seconds between two lines of progress."""
REPORTS: Mapping[str, Callable[[Result], str]] = {
    "links.json": as_json,
    "links.junit.xml": as_junit,
    "links.sarif": as_sarif,
    "links.md": as_markdown,
}
"""Files that `--reports` writes."""


class FailOn(StrEnum):
    """From which finding on a check fails."""

    ERROR = "E"
    WARNING = "W"
    NEVER = "never"


@dataclass(frozen=True)
class Tools:
    """With what a check works; tests bring their own.

    Attributes:
        engine: Who asks.
        retry_policy: How often again; None for what the mode asks for.
        politeness: Returns how hosts are asked, from how the settings have it.
    """

    engine: Engine = field(default_factory=LinkCheckerEngine)
    retry_policy: RetryPolicy | None = None
    politeness: Callable[[Politeness], Politeness] = lambda politeness: politeness


class UnusableError(Exception):
    """The command cannot begin; each argument is a line that says why."""


def add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to those of `briefings links`."""
    parser = commands.add_parser(
        "check",
        help="check dates and links",
        description="Check the links to other sites, and the dates on which a person vouched for them.",
        epilog="Exit codes: 0 nothing that fails, 1 findings that fail, 2 the command, the settings or a file cannot be used, "
        "3 nothing can be concluded.",
    )
    scope = parser.add_mutually_exclusive_group()
    scope.add_argument("--all", action="store_true", help="all that is due; the state is written (every night)")
    scope.add_argument("--changed-since", metavar="REF", help="what a proposed change adds, such as origin/main")
    scope.add_argument("--offline", action="store_true", help="only dates and what is remembered; nothing is asked")
    parser.add_argument("files", nargs="*", metavar="FILE", help="only these pages, or those in a folder")
    parser.add_argument("--force", action="store_true", help="also what is not due")
    parser.add_argument("--today", type=day, metavar="DAY", help="judge as on that day, like 2026-11-22")
    parser.add_argument("--state", type=Path, metavar="FILE", help=f"what is remembered ({STATE_FILE})")
    parser.add_argument(
        "--fail-on", choices=[level.value for level in FailOn], default=FailOn.ERROR, help="E (default), W or never"
    )
    parser.add_argument("--reports", type=Path, metavar="FOLDER", help=f"write {', '.join(REPORTS)} there")
    parser.add_argument("--annotations", action="store_true", help="also as annotations on the lines of a pull request")


def day(text: str) -> date:
    """Read a day of the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a day: write it like 2026-11-22") from None


def check_command(root: Path, given: argparse.Namespace, tools: Tools | None = None) -> int:
    """Run the command and return its exit code.

    Args:
        root: Folder of `mkdocs.yml`.
        given: What `add_check` has read.
        tools: With what to work.
    """
    with commands_stopped() if given.annotations else nullcontext():
        try:
            if given.reports:
                _make_folder(given.reports)
            result = checked(root, given, tools or Tools()).result
            for line in as_lines(result):
                print(line)
            if given.reports:
                _write_reports(given.reports, result)
        except (UnusableError, StateError, GitError) as error:
            sys.stderr.write("".join(f"{line}\n" for line in error.args))
            return UNUSABLE
    if given.annotations:
        for line in as_annotations(result):
            print(line)
    failing = {FailOn.ERROR: (Severity.ERROR,), FailOn.WARNING: (Severity.ERROR, Severity.WARNING), FailOn.NEVER: ()}
    fails = any(result.count(level) for level in failing[given.fail_on])
    # A wrong date in a proposed change is wrong without the web; at night nothing may be done with half a run.
    if result.inconclusive and not (fails and result.mode in (Mode.CHANGES, Mode.FILES)):
        return INCONCLUSIVE
    return FOUND if fails else FINE


def checked(root: Path, given: argparse.Namespace, tools: Tools) -> CheckOutcome:
    """Run the check that `add_check` has read.

    Raises:
        UnusableError: It cannot begin.
        StateError: What is remembered cannot be used.
        GitError: Nobody can tell what the proposed change is.
    """
    mode = _mode(given)
    settings = settings_of(root)
    now = moment_of(given.today)
    library = read_library(root, today=now.date(), settings=settings)
    refuse_unreadable(root, library)
    pages = linked_pages(root, library)
    change, paths = _scope(root, given, pages)
    order = RunOptions(
        mode=mode,
        now=now,
        settings=settings.links,
        politeness=tools.politeness(_politeness(root, settings.links)),
        retry_policy=tools.retry_policy or RetryPolicy(retries=2 if mode is Mode.CHANGES else 1),
        change=change,
        paths=paths,
        force=given.force,
        ignores=ignores_of(root, settings),
    )
    file = given.state or root / STATE_FILE if mode is Mode.ALL else known_state_file(root, given)
    with state_lock(file) if mode is Mode.ALL else nullcontext():
        state = read_state(file, now=now)
        done = check(pages, state, order, tools.engine, _Progress())
        if mode is Mode.ALL and not done.result.inconclusive:
            write_state(file, done.state)
    return done


def _mode(given: argparse.Namespace) -> Mode:
    if given.files and (given.all or given.changed_since or given.offline):
        raise UnusableError("name files, or one of --all, --changed-since and --offline, not both")
    if given.changed_since:
        return Mode.CHANGES
    if not (given.files or given.all or given.offline):
        raise UnusableError("say what to check: --all, --changed-since origin/main, --offline, or files")
    return Mode.ALL if given.all else Mode.OFFLINE if given.offline else Mode.FILES


def known_state_file(root: Path, given: argparse.Namespace) -> Path:
    """Return the state file to read; only that of the site need not be there.

    Raises:
        UnusableError: The one that was given is not there.
    """
    file: Path = given.state or root / STATE_FILE
    if given.state and not file.exists():
        raise UnusableError(f"--state: {file} is not there: write the path of a file that a check has written")
    return file


def settings_of(root: Path) -> Settings:
    """Return the settings of a site.

    Raises:
        UnusableError: There are none that can be used.
    """
    if not (root / "mkdocs.yml").is_file():
        raise UnusableError(f"{root.resolve()} has no mkdocs.yml: run this in its folder")
    settings = read_settings_file(root / "mkdocs.yml")
    if not isinstance(settings, Settings):
        raise UnusableError(*map(str, settings))
    return settings


def ignores_of(root: Path, settings: Settings) -> list[tuple[Ignore, int]]:
    """Return the ignores of a site with their lines."""
    file = root / "mkdocs.yml"
    return [
        (ignore, line_of_setting(file, "extra", "links", "ignore", position))
        for position, ignore in enumerate(settings.links.ignore)
    ]


def moment_of(today: date | None) -> datetime:
    """Return the moment of the run: now, or noon of the day that is asked for or that SOURCE_DATE_EPOCH names."""
    named = source_date()
    if today is None and named:
        return named
    return datetime.combine(today, clock_time(12), UTC) if today else datetime.now(UTC)


def refuse_unreadable(root: Path, library: Library) -> None:
    """Stop at front matter that cannot be read: nobody knows what such a page vouches for."""
    problems: list[Problem] = []
    for broken in library.broken:
        text = read_text(root, broken.path)
        problems += (text,) if isinstance(text, Problem) else read_front_matter(text, broken.path).problems
    if problems:
        raise UnusableError(*map(str, problems))


def _scope(root: Path, given: argparse.Namespace, pages: tuple[LinkedPage, ...]) -> tuple[Change, frozenset[str] | None]:
    """Return the proposed change, if that is what is checked, and the pages to look at."""
    if given.changed_since:
        base = merge_base(root, given.changed_since)
        if isinstance(base, str):
            return Change(undecided=base), frozenset()
        found = proposed_change(root, base, pages)
        return found.change, found.paths
    return Change(), frozenset(page.path for page in named(root, given.files, pages)) if given.files else None


def named(root: Path, files: Sequence[str], pages: Sequence[LinkedPage]) -> tuple[LinkedPage, ...]:
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


def write_page(root: Path, path: str, data: bytes) -> None:
    """Replace a file of the site.

    Raises:
        UnusableError: It cannot be written, as on a full disk; it is as it was.
    """
    try:
        replace_file(root / path, data)
    except OSError as error:
        raise UnusableError(f"{path}:1: cannot be written ({error.strerror or error}): it is as it was") from error


def path_of(root: Path, file: str) -> str:
    """Return the path of a file relative to the root, whether it is given from there or from the current folder."""
    here = Path(os.path.relpath(Path(file).resolve(), root.resolve())).as_posix()
    return Path(file).as_posix() if here.startswith("../") or not Path(file).exists() else here


def _politeness(root: Path, settings: LinkSettings) -> Politeness:
    name, url = site_name_and_url(root / "mkdocs.yml")
    slug = "-".join(re.findall(r"[a-z0-9]+", name.lower())) or "briefings"
    return Politeness(
        agent=f"Mozilla/5.0 (compatible; {slug}-links/1{f'; +{url}' if url.isascii() and url else ''})",
        host_rates={host: known.rate for host, known in settings.hosts.items() if known.rate},
        robots=settings.respect_robots,
        max_redirects=settings.max_redirects,
        never=settings.intranet,
        allow_private=settings.allow_private,
    )


class _Progress:
    """Says now and then how far the check is, to whoever watches; not in the output, which others may read."""

    def __init__(self) -> None:
        self._said = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._said >= _EVERY or done == total:
            self._said = now
            sys.stderr.write(f"{done} of {total} addresses asked for\n")


def _make_folder(folder: Path) -> None:
    """Make the folder for the reports before anybody is asked.

    Raises:
        UnusableError: It cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableError(f"--reports: {folder} cannot be made ({error.strerror or error}): name another folder") from error


def _write_reports(folder: Path, result: Result) -> None:
    """Write the reports.

    Raises:
        UnusableError: One cannot be written, as on a full disk; an older one is as it was.
    """
    for name, render in REPORTS.items():
        try:
            replace_file(folder / name, render(result).encode())
        except OSError as error:
            raise UnusableError(f"--reports: {folder / name} cannot be written ({error.strerror or error})") from error
