"""`briefings links stamp`: writes the date of a briefing's links, for a person who has opened each."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sevenminute.config.links import LinkSettings
from sevenminute.diagnostics.problem import Problem
from sevenminute.links.classify.verdict import IN_WORDS, Kind, Verdict
from sevenminute.links.commands.check import (
    FINE,
    FOUND,
    INCONCLUSIVE,
    UNUSABLE,
    Tools,
    UnusableError,
    checked,
    day,
    moment_of,
    path_of,
    write_page,
)
from sevenminute.links.edit.date import KEY, stamped
from sevenminute.links.git.merge_base import GitError
from sevenminute.links.history.file import STATE_FILE, StateError
from sevenminute.links.result import Mode, Result
from sevenminute.links.rules.date import Claim, date_findings
from sevenminute.links.rules.finding import Finding, Severity
from sevenminute.text.dates import PartialDate
from sevenminute.text.paths import BRIEFINGS

_MENDED = ("L100", "L101", "L102", "L110", "L111", "L120")
"""What the new date itself puts right."""
_STOPS = ("L141", "L150", "L151", "L152", "L153")
"""Warnings over which nobody may vouch for the links."""
_QUESTION = "Have you opened each of these links, and does each go where its words say? Type yes: "


def add_stamp(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to those of `briefings links`."""
    parser = commands.add_parser(
        "stamp",
        help="write the date of a briefing's links",
        description="Write the date of a briefing's links, once you have opened each. One line of the file changes.",
        epilog="Exit codes: 0 written, 1 a link prevents it or the answer was no, 2 the command, the settings or a file "
        "cannot be used, 3 nothing can be concluded.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="briefings, like briefings/safer-sleep.md")
    parser.add_argument("--date", metavar="DATE", help="month or day when the links were opened, like 2026-11-22 (today)")
    parser.add_argument("--yes", action="store_true", help="somebody has opened each link: do not ask")
    parser.add_argument("--today", type=day, metavar="DAY", help="judge as on that day, like 2026-11-22")
    parser.add_argument("--state", type=Path, metavar="FILE", help=f"what is remembered ({STATE_FILE})")


def stamp_command(
    root: Path, given: argparse.Namespace, tools: Tools | None = None, answer: Callable[[str], str] | None = None
) -> int:
    """Run the command and return its exit code.

    Args:
        root: Folder of `mkdocs.yml`.
        given: What `add_stamp` has read.
        tools: With what the links are checked.
        answer: Asks the person; without it the terminal does.
    """
    try:
        written = _date(given)
        _refuse_what_is_no_briefing(root, given.files)
        if not given.yes and answer is None and not sys.stdin.isatty():
            raise UnusableError("nobody is here to say that each link was opened: run this in a terminal, or add --yes")
        wanted = {"all": False, "changed_since": None, "offline": False, "force": True}
        result = checked(root, argparse.Namespace(**{**vars(given), **wanted}), tools or Tools()).result
        if result.inconclusive:
            print(f"Nothing was written, because nothing can be concluded: {result.inconclusive}.")
            return INCONCLUSIVE
        ask = None if given.yes else answer or input
        done = [_stamp(root, page.path, result, written, ask) for page in result.pages]
    except (UnusableError, StateError, GitError) as error:
        sys.stderr.write("".join(f"{line}\n" for line in error.args))
        return UNUSABLE
    return FINE if all(done) else FOUND


def _date(given: argparse.Namespace) -> PartialDate:
    """Return the date to write: never one on which nobody can have opened the links yet."""
    today = moment_of(given.today).date()
    if given.date is None:
        return PartialDate(today.year, today.month, today.day)
    claim = Claim("--date", 1, given.date)
    wrong = [found for found in date_findings(claim, today, LinkSettings(), mode=Mode.FILES) if found.rule in ("L101", "L102")]
    if wrong or claim.date is None:
        raise UnusableError(*(f"--date: {found.what.removeprefix(f'{KEY} ')}" for found in wrong))
    return claim.date


def _refuse_what_is_no_briefing(root: Path, files: Sequence[str]) -> None:
    others = [file for file in files if not (path := path_of(root, file)).startswith(f"{BRIEFINGS}/") or not path.endswith(".md")]
    if others:
        raise UnusableError(
            *(f"{file} is not a briefing, and has no date of its links: name one of {BRIEFINGS}/" for file in others)
        )


def _stamp(root: Path, path: str, result: Result, written: PartialDate, ask: Callable[[str], str] | None) -> bool:
    """Write the date of one briefing, and tell whether that was done."""
    for line in _links(path, result):
        print(line)
    stops = [found for found in result.findings if found.path == path and _stands_in_the_way(found)]
    if stops:
        for found in stops:
            print(found)
        print(f"{path}: the date was not written. Fix what is listed above first.")
        return False
    if ask and ask(_QUESTION).strip().lower() != "yes":
        print(f"{path}: the date was not written.")
        return False
    after = stamped((root / path).read_bytes(), path, written)
    if isinstance(after, Problem):
        raise UnusableError(str(after))
    write_page(root, path, after)
    print(f"{path}: {KEY} is {written.iso} now.")
    return True


def _stands_in_the_way(found: Finding) -> bool:
    return found.rule in _STOPS or (found.severity is Severity.ERROR and found.rule not in _MENDED)


def _links(path: str, result: Result) -> Iterator[str]:
    """Yield the links of a page for a person to look at."""
    yield f"{path}: the links to open"
    here = [(place, link) for link in result.links for place in link.occurrences if place.path == path]
    for place, link in sorted(here, key=lambda pair: pair[0]):
        address = f"{link.url}#{place.fragment}" if place.fragment else link.url
        yield f"  line {place.line}: {place.words or address}: {address} ({_seen(link.verdict, link.skipped)})"


def _seen(verdict: Verdict | None, skipped: str) -> str:
    if skipped:
        return skipped
    if verdict is None:
        return "no machine looked at it: look closely"
    unsure = verdict.kind is Kind.UNVERIFIED or verdict is Verdict.FRAGMENT_UNCHECKED
    return IN_WORDS[verdict] + (": look closely" if unsure else "")
