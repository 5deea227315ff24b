"""The command `briefings build`: starts MkDocs, which the rest of the engine knows nothing of, and says what came of it."""

from __future__ import annotations

import logging
import sys
import tempfile
from functools import partial
from pathlib import Path

from sevenminute.machine_faults import explain, fault_behind
from sevenminute.settings_file import is_safe_to_load
from sevenminute.settings_machinery import read_site_file
from sevenminute.site_build import build_site
from sevenminute.strict_build import build_problems


class NoSettingsError(Exception):
    """The folder has no `mkdocs.yml`; the message says where to run the command."""


class ContentError(Exception):
    """The site was not built because of mistakes in content or settings, each of which has been said."""


def build_command(root: Path) -> None:
    """Build the site in the folder of `mkdocs.yml`, strictly, and say where to open it.

    Raises:
        NoSettingsError: It is another folder.
        ContentError: Content or settings have mistakes.
        SitePlaceError: What stands at the place of the site cannot be replaced.
        OSError: The machine does not let it be built.
    """
    config = root / "mkdocs.yml"
    if not config.is_file():
        raise NoSettingsError(f"{root} has no mkdocs.yml: run this in the folder of mkdocs.yml")
    _, problems = read_site_file(config)  # before MkDocs loads it: it would end in a traceback, or run what a tag names
    if is_safe_to_load(config):
        problems = tuple(sorted({*problems, *build_problems(root, only_settings=True, told=problems)}))
    if problems:
        tell("\n".join(map(str, problems)))
        raise ContentError
    site = build_site(root, partial(_make_with_mkdocs, config), tell)
    print(f"The site is built. Open {(site / 'index.html').as_uri()}")


def tell(line: str) -> None:
    """Say what is no result of a command."""
    sys.stderr.write(f"{line}\n")


def _make_with_mkdocs(config: Path, folder: Path) -> None:
    """Let MkDocs build into a folder; it says what is wrong.

    Raises:
        ContentError: Content or settings have mistakes.
        OSError: The machine does not let it be built.
    """
    from click.exceptions import Abort, ClickException  # noqa: PLC0415 - the other commands do without MkDocs
    from mkdocs.__main__ import cli  # noqa: PLC0415

    logging.getLogger("mkdocs.commands.build").addFilter(_is_not_explained)
    tempfile.tempdir = str(folder.parent)  # what a kill leaves of other work, the next build deletes with it
    command = ["build", "--strict", "--config-file", str(config), "--site-dir", str(folder)]
    try:
        cli.main(command, prog_name="mkdocs", standalone_mode=False)
    except Abort:
        raise KeyboardInterrupt from None
    except ClickException as error:
        error.show()
        if fault := fault_behind(error):  # a hook has said what it could not do; why, and what to do, is said last
            raise fault from None
        raise ContentError from None
    finally:
        tempfile.tempdir = None


def _is_not_explained(record: logging.LogRecord) -> bool:
    """Drop what MkDocs says of a page when the machine is at fault: that is said once, at the end, in plain words."""
    error = sys.exc_info()[1]
    return not (isinstance(error, OSError) and explain(error))
