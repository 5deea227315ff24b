"""`briefings links fix`: writes the new address of what has moved for good, where that is certain."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sevenminute.checks import read_library
from sevenminute.config.links import LinkSettings
from sevenminute.content.resource import Resource, parse_register
from sevenminute.content.site_words import ANY_WORDS
from sevenminute.links.commands.arguments import add_state_arguments, known_state_file, moment_of, named_pages
from sevenminute.links.commands.exit_codes import FINE, FOUND, UNUSABLE_ERRORS, refuse
from sevenminute.links.commands.site import settings_of, write_page
from sevenminute.links.edit.url import UrlChange, replace_urls, replacement_for
from sevenminute.links.extract.links import LinkedPage, linked_pages, with_text
from sevenminute.links.extract.occurrence import Occurrence
from sevenminute.links.history.file import read_state
from sevenminute.links.history.record import State
from sevenminute.markdown.document import DocumentReader
from sevenminute.text.paths import REGISTER
from sevenminute.text.web_address import read_address


def add_fix(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to those of `briefings links`."""
    parser = commands.add_parser(
        "fix",
        help="write the new address of what has moved for good",
        description="Write the new address of links whose page has moved for good: seen twice and for a week, on the same site "
        "or on one that extra.links.moved_to names, never to a front page. The date of the links stays as it is.",
        epilog="Exit codes: 0 written, or nothing to write; 1 an address has to be fixed by hand; 2 the command, the settings "
        "or a file cannot be used.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="pages, or briefings/resources.yml")
    add_state_arguments(parser)


def fix_command(root: Path, given: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    try:
        settings, now = settings_of(root), moment_of(given.today)
        library = read_library(root, today=now.date(), settings=settings)
        named = named_pages(root, given.files, linked_pages(root, library))
        state = read_state(known_state_file(root, given), now=now)
        fixed = [_fix(root, page, library.resources, state, settings.links) for page in named]
    except UNUSABLE_ERRORS as error:
        return refuse(error)
    changed = [found.path for found in fixed if found.count]
    if changed:
        print("The dates are as they were: open the links, then run .venv/bin/briefings links stamp with their briefings")
    elif not any(found.by_hand or found.elsewhere for found in fixed):
        print("Nothing has moved for good, as far as anybody can be certain.")
    return FOUND if any(found.by_hand for found in fixed) else FINE


@dataclass(frozen=True)
class _Fixed:
    """What came of one file.

    Attributes:
        path: The file.
        count: Addresses that were written anew.
        by_hand: Whether some have to be fixed by hand.
        elsewhere: Whether some stand in the register.
    """

    path: str
    count: int
    by_hand: bool
    elsewhere: bool


def _fix(root: Path, page: LinkedPage, resources: Mapping[str, Resource], state: State, settings: LinkSettings) -> _Fixed:
    elsewhere = list(_elsewhere(page, state, settings))
    for line in elsewhere:
        print(line)
    before = (root / page.path).read_bytes().decode()
    wanted = list(dict.fromkeys(_url_changes(page, state, settings)))
    reader = DocumentReader(resources)

    def read(text: str) -> tuple[Occurrence, ...]:
        plain = _plain(text)
        registered = parse_register(plain, site=ANY_WORDS).resources if page.path == REGISTER else resources
        return with_text(page, plain, reader, registered).occurrences

    after, made = replace_urls(before, wanted, lambda written: read_address(written).url, read)
    said = [f"{page.path}:{change.line}: write {change.to} by hand" for change in wanted if change not in made]
    if page.path == REGISTER and (problems := _register_problems(before, after)):
        said += [f"{problem}: the register was left as it is" for problem in problems]
        after, made = before, ()
    if made:
        for line in difflib.unified_diff(_lines(before), _lines(after), page.path, page.path, n=0, lineterm=""):
            print(line)
        write_page(root, page.path, after.encode())
    for line in said:
        print(line)
    return _Fixed(page.path, len(made), bool(said), bool(elsewhere))


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _url_changes(page: LinkedPage, state: State, settings: LinkSettings) -> Iterator[UrlChange]:
    for place in page.occurrences:
        known = state.urls.get(place.url)
        to = replacement_for(known, settings) if known else None
        if to and (place.resource is None or page.path == REGISTER):
            yield UrlChange(place.line, place.column, place.url, to)


def _elsewhere(page: LinkedPage, state: State, settings: LinkSettings) -> Iterator[str]:
    """Say which addresses of a page stand in the register."""
    for place in page.occurrences:
        known = state.urls.get(place.url)
        if place.resource and page.path != REGISTER and known and replacement_for(known, settings):
            said = f"the address of [{place.resource}] has moved: run .venv/bin/briefings links fix {REGISTER}"
            yield f"{page.path}:{place.line}: {said}"


def _register_problems(before: str, after: str) -> list[str]:
    """Return what the new addresses would make wrong, such as two resources with one address."""
    known = {problem.message for problem in parse_register(_plain(before), site=ANY_WORDS).problems}
    return [str(problem) for problem in parse_register(_plain(after), site=ANY_WORDS).problems if problem.message not in known]


def _plain(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
