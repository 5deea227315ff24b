"""`briefings links check`: reads the site and what is remembered, checks, says what was found, and remembers it."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from sevenminute.checks import read_library
from sevenminute.config.links import LinkSettings
from sevenminute.config.reader import site_name_and_url
from sevenminute.diagnostics.github import commands_stopped
from sevenminute.links.classify.opinion import Client
from sevenminute.links.commands.arguments import add_state_arguments, known_state_file, moment_of, named_pages
from sevenminute.links.commands.exit_codes import FINE, FOUND, INCONCLUSIVE, UNUSABLE_ERRORS, UnusableError, refuse
from sevenminute.links.commands.report_files import REPORTS, make_folder, write_reports
from sevenminute.links.commands.site import ignores_of, refuse_unreadable, settings_of
from sevenminute.links.extract.links import LinkedPage, linked_pages
from sevenminute.links.fetch.browser.engine import BrowserEngine
from sevenminute.links.fetch.browser.executable import NoBrowserError, find_browser
from sevenminute.links.fetch.linkchecker import LinkCheckerEngine
from sevenminute.links.fetch.protocol import Engine, Politeness, user_agent
from sevenminute.links.fetch.second_client.engine import SecondClientEngine
from sevenminute.links.git.changes import Change, proposed_change
from sevenminute.links.git.merge_base import merge_base
from sevenminute.links.history.file import STATE_FILE, read_state, state_lock, write_state
from sevenminute.links.reports.console import as_lines
from sevenminute.links.reports.github import as_annotations
from sevenminute.links.rules.severity import Mode, Severity
from sevenminute.links.run.check import CheckOutcome, check
from sevenminute.links.run.options import RunOptions
from sevenminute.links.run.retry import RetryPolicy

_EVERY = 2.0
"""Seconds between two lines of progress."""


class FailOn(StrEnum):
    """From which finding on a check fails."""

    ERROR = "E"
    WARNING = "W"
    NEVER = "never"


def no_browser(setting: bool | str) -> Engine:
    """Have none.

    Raises:
        NoBrowserError: Always.
    """
    raise NoBrowserError("none was asked for")


@dataclass(frozen=True)
class Tools:
    """With what a check works; tests bring their own.

    Attributes:
        engine: Who asks.
        retry_policy: How often again; None for what the mode asks for.
        politeness: Returns how hosts are asked, from how the settings have it.
        second_client: Who is asked for what the engine does not find fine, if anybody.
        browser: Returns the browser that is asked last, by what the settings say of it.
    """

    engine: Engine = field(default_factory=LinkCheckerEngine)
    retry_policy: RetryPolicy | None = None
    politeness: Callable[[Politeness], Politeness] = lambda politeness: politeness
    second_client: Engine | None = None
    browser: Callable[[bool | str], Engine] = no_browser


def usual_tools() -> Tools:
    """Return with what a check works outside of tests."""
    return Tools(second_client=SecondClientEngine(), browser=lambda setting: BrowserEngine(find_browser(setting)))


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
    add_state_arguments(parser)
    parser.add_argument(
        "--fail-on", choices=[level.value for level in FailOn], default=FailOn.ERROR, help="E (default), W or never"
    )
    parser.add_argument("--reports", type=Path, metavar="FOLDER", help=f"write {', '.join(REPORTS)} there")
    parser.add_argument("--annotations", action="store_true", help="also as annotations on the lines of a pull request")


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
                make_folder(given.reports)
            result = checked(root, given, tools or usual_tools()).result
            for line in as_lines(result):
                print(line)
            if given.reports:
                write_reports(given.reports, result)
        except UNUSABLE_ERRORS as error:
            return refuse(error)
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
    refuse_unreadable(library)
    pages = linked_pages(root, library)
    change, paths = _scope(root, given, pages)
    browser, missing = _browser(tools, settings.links)
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
        second_client=tools.second_client,
        browser=browser,
        no_browser=missing,
        progress=_Progress(),
    )
    file = given.state or root / STATE_FILE if mode is Mode.ALL else known_state_file(root, given)
    with state_lock(file) if mode is Mode.ALL else nullcontext():
        state = read_state(file, now=now)
        done = check(pages, state, order, tools.engine)
        if mode is Mode.ALL and not done.result.inconclusive:
            write_state(file, done.state)
    return done


def _browser(tools: Tools, settings: LinkSettings) -> tuple[Engine | None, str]:
    """Return the browser to ask, and why there is none."""
    try:
        return tools.browser(settings.browser), ""
    except NoBrowserError as error:
        return None, str(error)


def _mode(given: argparse.Namespace) -> Mode:
    if given.files and (given.all or given.changed_since or given.offline):
        raise UnusableError("name files, or one of --all, --changed-since and --offline, not both")
    if given.changed_since:
        return Mode.CHANGES
    if not (given.files or given.all or given.offline):
        raise UnusableError("say what to check: --all, --changed-since origin/main, --offline, or files")
    return Mode.ALL if given.all else Mode.OFFLINE if given.offline else Mode.FILES


def _scope(root: Path, given: argparse.Namespace, pages: tuple[LinkedPage, ...]) -> tuple[Change, frozenset[str] | None]:
    """Return the proposed change, if that is what is checked, and the pages to look at."""
    if given.changed_since:
        base = merge_base(root, given.changed_since)
        if isinstance(base, str):
            return Change(undecided=base), frozenset()
        found = proposed_change(root, base, pages)
        return found.change, found.paths
    return Change(), frozenset(page.path for page in named_pages(root, given.files, pages)) if given.files else None


def _politeness(root: Path, settings: LinkSettings) -> Politeness:
    _, url = site_name_and_url(root / "mkdocs.yml")
    return Politeness(
        agent=user_agent(url),
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

    def __call__(self, done: int, total: int, who: str) -> None:
        now = time.monotonic()
        if now - self._said >= _EVERY or done == total:
            self._said = now
            again = "" if who == Client.LINKCHECKER else f" again, by {who}"
            sys.stderr.write(f"{done} of {total} addresses asked for{again}\n")
