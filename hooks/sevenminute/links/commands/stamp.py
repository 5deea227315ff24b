"""`briefings links stamp`: writes the date of a briefing's links, for a person who has opened each."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sevenminute.config.links import LinkSettings
from sevenminute.diagnostics.problem import Problem
from sevenminute.links.classify.certificate import what_is_seen, what_is_wrong
from sevenminute.links.classify.verdict import Kind, Verdict, meaning
from sevenminute.links.commands.arguments import add_state_arguments, moment_of, path_of
from sevenminute.links.commands.check import Tools, checked, usual_tools
from sevenminute.links.commands.exit_codes import FINE, FOUND, INCONCLUSIVE, UNUSABLE_ERRORS, UnusableError, refuse
from sevenminute.links.commands.site import write_page
from sevenminute.links.edit.date import with_links_date
from sevenminute.links.extract.links_date import LINKS_UPDATED, LinksDate
from sevenminute.links.rules import Rule
from sevenminute.links.rules.checked import CheckedLink
from sevenminute.links.rules.date import date_findings
from sevenminute.links.rules.finding import Finding
from sevenminute.links.rules.severity import Mode, Severity
from sevenminute.links.run.result import Result
from sevenminute.text.dates import PartialDate
from sevenminute.text.paths import BRIEFINGS
from sevenminute.text.web_address import with_fragment

_FIXED = frozenset(
    (Rule.DATE_MISSING, Rule.DATE_UNREADABLE, Rule.DATE_IN_FUTURE, Rule.DATE_OLD, Rule.DATE_TOO_OLD, Rule.LINKS_CHANGED)
)
"""What the new date itself puts right."""
_BLOCKING = frozenset((Rule.FAILING, Rule.MOVED, Rule.MOVED_HOME, Rule.SOFT_404, Rule.FRAGMENT_MISSING))
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
    add_state_arguments(parser)


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
        result = checked(root, argparse.Namespace(**{**vars(given), **wanted}), tools or usual_tools()).result
        if result.inconclusive:
            print(f"Nothing was written, because nothing can be concluded: {result.inconclusive}.")
            return INCONCLUSIVE
        ask = None if given.yes else answer or input
        done = [_stamp(root, page.path, result, written, ask) for page in result.pages]
    except UNUSABLE_ERRORS as error:
        return refuse(error)
    return FINE if all(done) else FOUND


def _date(given: argparse.Namespace) -> PartialDate:
    """Return the date to write: never one on which nobody can have opened the links yet."""
    today = moment_of(given.today).date()
    if given.date is None:
        return PartialDate(today.year, today.month, today.day)
    links_date = LinksDate("--date", 1, given.date)
    wrong = [
        found
        for found in date_findings(links_date, today, LinkSettings(), mode=Mode.FILES)
        if found.rule in (Rule.DATE_UNREADABLE, Rule.DATE_IN_FUTURE)
    ]
    if wrong or links_date.date is None:
        raise UnusableError(*(f"--date: {each.what.removeprefix(f'{LINKS_UPDATED} ')}" for each in wrong))
    return links_date.date


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
    blocking = [found for found in result.findings if found.path == path and _is_blocking(found)]
    if blocking:
        for found in blocking:
            print(found)
        print(f"{path}: the date was not written. Fix what is listed above first.")
        return False
    if ask and ask(_QUESTION).strip().lower() != "yes":
        print(f"{path}: the date was not written, since the answer was not “yes”.")
        return False
    after = with_links_date((root / path).read_bytes(), path, written)
    if isinstance(after, Problem):
        raise UnusableError(str(after))
    write_page(root, path, after)
    print(f"{path}: {LINKS_UPDATED} is {written.iso} now.")
    return True


def _is_blocking(found: Finding) -> bool:
    return found.rule in _BLOCKING or (found.severity is Severity.ERROR and found.rule not in _FIXED)


def _links(path: str, result: Result) -> Iterator[str]:
    """Yield the links of a page for a person to look at."""
    yield f"{path}: the links to open"
    here = [(place, link) for link in result.links for place in link.occurrences if place.path == path]
    for place, link in sorted(here, key=lambda pair: pair[0]):
        address = with_fragment(link.url, place.fragment)
        yield f"  line {place.line}: {place.words or address}: {address} ({_in_words(link)})"


def _in_words(link: CheckedLink) -> str:
    """Return what a machine saw of a link."""
    verdict, certificate = link.verdict, link.response.certificate if link.response else None
    if link.skipped:
        return link.skipped
    if verdict is None:
        return "no machine looked at it: look closely"
    if verdict is Verdict.CERTIFICATE:
        return f"{what_is_seen(certificate)}, {what_is_wrong(certificate, link.url)}: look closely"
    unsure = verdict.kind is Kind.UNVERIFIED or verdict is Verdict.FRAGMENT_UNCHECKED
    return meaning(verdict, link.response.status_code if link.response else None) + (": look closely" if unsure else "")
