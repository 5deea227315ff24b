"""The command `briefings digest`: what is new, has changed or was withdrawn, for a newsletter."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sevenminute.checks import read_library
from sevenminute.cli.check import OK, PROBLEMS, USAGE
from sevenminute.config.reader import read_settings_file, site_name_and_url
from sevenminute.config.schema import Settings
from sevenminute.output.digest import Digest, digest_html, digest_text, read_digest
from sevenminute.storage.atomic_write import replace_file
from sevenminute.text.dates import PartialDate, day_in_words, today

NAME = "digest"


def add_digest(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and its options."""
    digest = commands.add_parser(
        "digest",
        help="write what is new, has changed or was withdrawn since a month or day, for a newsletter",
        description="Write which briefings were published or updated since a month or day, as text and as HTML for mails.",
        epilog="Exit codes: 0 written, even if nothing is new; 1 mkdocs.yml or the content has mistakes, or site_url is missing; "
        "2 the command was mistyped or stopped.",
    )
    digest.add_argument("--since", required=True, metavar="DATE", help="a month or a day, like 2026-10 or 2026-10-01")
    digest.add_argument("--format", choices=["text", "html"], default="text", help="what is printed (text)")
    digest.add_argument("--to", type=Path, metavar="FOLDER", help=f"write {NAME}.txt and {NAME}.html there, and print neither")


def digest_command(root: Path, given: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    try:
        since = PartialDate.parse(given.since)
    except ValueError as error:
        sys.stderr.write(f"--since “{given.since}” {error}\n")
        return USAGE
    if since.first_day > today():
        sys.stderr.write(f"--since {since} is in the future: today is {day_in_words(today())}\n")
        return USAGE
    digest = _digest(root, since)
    if digest is None:
        return PROBLEMS
    if not given.to:
        sys.stdout.write(digest_html(digest, root / "overrides") if given.format == "html" else digest_text(digest))
        return OK
    folder = root / given.to
    folder.mkdir(parents=True, exist_ok=True)
    for ending, text in {"txt": digest_text(digest), "html": digest_html(digest, root / "overrides")}.items():
        replace_file(folder / f"{NAME}.{ending}", text.encode())
    counts = f"{len(digest.new)} new, {len(digest.changed)} changed and {len(digest.withdrawn)} withdrawn"
    print(f"The digest: {folder / NAME}.html and {NAME}.txt, with {counts}")
    return OK


def _digest(root: Path, since: PartialDate) -> Digest | None:
    """Return the digest, or None when mistakes keep it from being made, which are told."""
    config = root / "mkdocs.yml"
    settings = read_settings_file(config)
    if not isinstance(settings, Settings):
        print(*settings, sep="\n")
        return None
    site_name, site_url = site_name_and_url(config)
    if not site_url:
        print(f"{config.name}:1: site_url is missing: a newsletter needs whole addresses, so say where the site is published")
        return None
    library = read_library(root, today=today(), settings=settings)
    if library.problems:
        print(*library.problems, sep="\n")
        return None
    return read_digest(library, (site_name, site_url), settings.organisation, settings.urgent_help, since)
