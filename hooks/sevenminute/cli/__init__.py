"""The command `briefings`: what the build does, for one question at a time."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import FrameType

from pydantic import BaseModel

from sevenminute.build.site import PREVIEW, SITE, SitePlaceError, only_build
from sevenminute.checks import read_library
from sevenminute.cli.build import ContentError, NoSettingsError, build_command, tell
from sevenminute.cli.check import OK, PROBLEMS, USAGE, add_check, check_command
from sevenminute.cli.digest import add_digest, digest_command
from sevenminute.cli.due import add_due, due_command
from sevenminute.cli.pack import CHOSEN, NotPrintedError, UnknownNamesError, chosen_pack, topic_pack
from sevenminute.cli.rename import add_rename, rename_command
from sevenminute.config.reader import read_settings_file, site_name_and_url
from sevenminute.config.schema import Settings
from sevenminute.config.site_words import AUDIENCES
from sevenminute.content.json_schema import json_schema
from sevenminute.content.resource import ResourceFields
from sevenminute.content.schema import BriefingFields, TopicPageFields
from sevenminute.diagnostics.machine_faults import explain, fault_behind
from sevenminute.links.commands.check import add_check as add_links_check
from sevenminute.links.commands.check import check_command as links_check_command
from sevenminute.links.commands.exit_codes import INCONCLUSIVE
from sevenminute.links.commands.fix import add_fix, fix_command
from sevenminute.links.commands.report import add_report, report_command
from sevenminute.links.commands.stamp import add_stamp, stamp_command
from sevenminute.links.reports.json import LinksReport
from sevenminute.output.server_headers import SERVERS, server_settings
from sevenminute.output.zip import write_copy
from sevenminute.print.pdf.job import PdfError
from sevenminute.print.pdf.packs import PackBuilder
from sevenminute.print.pdf.renderer import PDF_CACHE, PdfRenderer
from sevenminute.storage.atomic_write import replace_file
from sevenminute.text.dates import SourceDateError, source_date, today

__all__ = ["OK", "PROBLEMS", "SCHEMAS", "USAGE", "main"]

_LINKS: dict[str, Callable[[Path, argparse.Namespace], int]] = {
    "check": links_check_command,
    "stamp": stamp_command,
    "fix": fix_command,
    "report": report_command,
}
SCHEMAS: dict[str, type[BaseModel]] = {
    "briefing.schema.json": BriefingFields,
    "topic-page.schema.json": TopicPageFields,
    "resource.schema.json": ResourceFields,
    "links.schema.json": LinksReport,
}
"""File in `schemas/` to the model that it is written from."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="briefings",
        description="Build the site; check its content and links; write schemas, settings for web servers, a copy to hand on.",
        epilog="Exit codes: 0 nothing wrong; 1 mistakes found; 2 the command was mistyped or stopped, or the machine does not "
        "let it be done or take what it says, as when the disk is full; briefings links check has more.",
    )
    parser.add_argument("--root", type=Path, default=Path(), help="folder of mkdocs.yml (this folder)")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    build = commands.add_parser("build", help="build the site into site/, unless there is a mistake")
    build.add_argument("--preview", action="store_true", help="into preview/, with drafts and what waits for its day")
    add_check(commands)
    schema = commands.add_parser("schema", help="write schemas/ from the models and the site's audiences")
    schema.add_argument("--check", action="store_true", help="only tell whether schemas/ is up to date")
    server = commands.add_parser("headers", help="print what a web server should say with every page, as its settings file")
    server.add_argument(
        "server",
        choices=sorted(SERVERS),
        help="netlify is for Cloudflare Pages too; the two that end in -redirects are second files for former addresses",
    )
    server.add_argument("--site", type=Path, default=Path(SITE), help="folder of the built site (site)")
    intranet = commands.add_parser("intranet", help="write the built site as one zip for an intranet or a shared folder")
    intranet.add_argument("--site", type=Path, default=Path(SITE), help="folder of the built site (site)")
    intranet.add_argument("--to", type=Path, default=Path("intranet"), help="folder for the zip (intranet)")
    _add_pack(commands)
    add_due(commands)
    add_digest(commands)
    add_rename(commands)
    links = commands.add_parser("links", help="check the links to other sites, and their dates")
    _add_links(links.add_subparsers(dest="links_command", metavar="COMMAND", required=True))
    given = parser.parse_args(arguments)
    try:
        source_date()
    except SourceDateError as error:
        sys.stderr.write(f"{error}\n")
        return USAGE
    if given.command == "pack" and (not (given.topic or given.briefings) or (given.topic and (given.briefings or given.title))):
        parser.error('pack: say TOPIC, or --briefings and --title; with make: TOPIC=a-topic or BRIEFINGS="one other"')
    if given.command == "build":
        return _ended_in_words(given, "Not built", f"{PREVIEW if given.preview else SITE}/ is as it was.")
    if given.command == "links":
        outcome = "The state file is as it was, and no other file is half written."
        return _ended_in_words(given, "Not done", outcome, stopped=INCONCLUSIVE)
    return _ended_in_words(given, "Not done", "Nothing is half written.")


def _run(given: argparse.Namespace) -> int:
    if given.command == "build":
        build_command(given.root.resolve(), preview=given.preview)
        return OK
    if given.command == "check":
        return check_command(given.root.resolve(), given)
    if given.command == "headers":
        return _headers(given.root, given)
    if given.command == "intranet":
        return _intranet(given.root, given)
    if given.command == "pack":
        return _pack(given.root, given)
    if given.command == "due":
        return due_command(given.root.resolve(), given)
    if given.command == "digest":
        return digest_command(given.root, given)
    if given.command == "rename":
        return rename_command(given.root.resolve(), given)
    if given.command == "links":
        return _LINKS[given.links_command](given.root, given)
    return _schema(given.root, check=given.check)


def _ended_in_words(given: argparse.Namespace, what: str, outcome: str, *, stopped: int = USAGE) -> int:
    """Run a command and return its exit code, whatever content, the machine or a person does to it.

    Args:
        given: The command and its options.
        what: What is said first when it does not come to its end.
        outcome: What is said last: what is there now.
        stopped: The exit code when a person or the system stops it.
    """
    try:
        with _ended_by_the_system():
            return _run(given)
    except (KeyboardInterrupt, EOFError):  # the second is the end of a person's answers
        sys.stderr.write(f"\nStopped before the end. {outcome}\n")
        return stopped
    except NoSettingsError as error:
        sys.stderr.write(f"{error}\n")
        return USAGE
    except ContentError:
        sys.stderr.write(f"{what}: fix what is listed above. {outcome}\n")
        return PROBLEMS
    except SitePlaceError as error:
        reason = str(error)
    except Exception as error:  # the machine’s faults get words; of all others the traceback is shown
        reason = explain(error) if isinstance(error, OSError) else ""
        if not reason:
            traceback.print_exc()
            reason = "the lines above show a fault of the program; please report them."
    sys.stderr.write(f"{what}: {reason} {outcome}\n")
    return USAGE


@contextmanager
def _built(root: Path, site: Path) -> Iterator[bool]:
    """Keep builds away while a built site is read, and tell whether it is there.

    Who may not write here cannot lock; where nobody else builds at the same time they read the site all the same.
    """
    with ExitStack() as held:
        with suppress(OSError):
            (root / "mkdocs.yml").stat()  # elsewhere nothing is written
            held.enter_context(only_build(root, tell))
        yield _is_built(site)


def _add_pack(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    pack = commands.add_parser("pack", help="hand out briefings as one PDF, of a topic or chosen, taken from the built site")
    pack.add_argument("topic", nargs="?", help="as briefings name it, like unborn-babies")
    pack.add_argument("--briefings", nargs="+", metavar="NAME", help="in this order, as in their addresses: safer-sleep")
    pack.add_argument("--title", help=f"of a pack of chosen briefings ({CHOSEN})")
    pack.add_argument("--site", type=Path, default=Path(SITE), help="folder of the built site (site)")
    pack.add_argument("--to", type=Path, default=Path("packs"), help="folder for the PDF (packs)")


def _headers(root: Path, given: argparse.Namespace) -> int:
    site = root / given.site
    with _built(root, site) as built:
        if not built:
            return USAGE
        print(server_settings(given.server, site), end="")
    return OK


def _intranet(root: Path, given: argparse.Namespace) -> int:
    site = root / given.site
    with _built(root, site) as built:
        if not built:
            return USAGE
        settings = read_settings_file(root / "mkdocs.yml")
        if not isinstance(settings, Settings):
            print(*settings, sep="\n")
            return PROBLEMS
        zipped = write_copy(site, root / given.to, settings, today())
    print(f"The copy to hand on: {zipped} ({zipped.stat().st_size / 1_000_000:.1f} MB)")
    return OK


def _pack(root: Path, given: argparse.Namespace) -> int:
    site, folder = root / given.site, root / given.to
    with _built(root, site) as built:
        if not built:
            return USAGE
        try:
            name, pdf = _topic_pack(root, site, given.topic) if given.topic else _chosen_pack(root, site, given)
        except UnknownNamesError as error:
            sys.stderr.write("".join(f"{line}\n" for line in error.args))
            return USAGE
        except (NotPrintedError, PdfError) as error:
            sys.stderr.write(f"{error}\n")
            if fault := fault_behind(error):
                raise fault from None
            return PROBLEMS
    folder.mkdir(parents=True, exist_ok=True)
    replace_file(folder / name, pdf)
    print(f"The pack: {folder / name} ({len(pdf) / 1000:.0f} KB)")
    return OK


def _topic_pack(root: Path, site: Path, topic: str) -> tuple[str, bytes]:
    return f"{topic}.pdf", topic_pack(read_library(root, today=today()), site, topic)


def _chosen_pack(root: Path, site: Path, given: argparse.Namespace) -> tuple[str, bytes]:
    """Return the pack's file and PDF.

    Raises:
        NotPrintedError: `mkdocs.yml` has mistakes, each on a line, or the site lacks a PDF.
    """
    config = root / "mkdocs.yml"
    settings = read_settings_file(config)
    if not isinstance(settings, Settings):
        raise NotPrintedError("\n".join(map(str, settings)))
    library, (_, site_url) = read_library(root, today=today()), site_name_and_url(config)
    pack = chosen_pack(library, site, given.briefings, given.title or CHOSEN, site_url)
    builder = PackBuilder(PdfRenderer(root / PDF_CACHE, print), settings, root.resolve() / "overrides", today())
    return pack.name, builder.make([pack])[pack.name]


def _is_built(site: Path) -> bool:
    if (site / "index.html").is_file():
        return True
    sys.stderr.write(f"{site.resolve()} has no index.html: build the site first, with make site\n")
    return False


def _add_links(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    for add in (add_links_check, add_stamp, add_fix, add_report):
        add(commands)


@contextmanager
def _ended_by_the_system() -> Iterator[None]:
    """Let a stop from outside, as of a CI job, end the command like Ctrl+C: with a word, and without a child that goes on."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _schema(root: Path, *, check: bool) -> int:
    folder, config = root / "schemas", root / "mkdocs.yml"
    settings = read_settings_file(config) if config.is_file() else None
    audiences = settings.audiences if isinstance(settings, Settings) else AUDIENCES
    stale = []
    for name, model in SCHEMAS.items():
        text = json.dumps(json_schema(model, audiences), indent=2, ensure_ascii=False) + "\n"
        file = folder / name
        if file.exists() and file.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not check:
            folder.mkdir(exist_ok=True)
            replace_file(file, text.encode())
    for name in stale:
        print(f"schemas/{name} " + ("is out of date: run `briefings schema`" if check else "written"))
    return PROBLEMS if check and stale else OK
