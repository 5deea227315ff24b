"""The command `briefings build`: starts MkDocs, which the rest of the engine knows nothing of, and says what came of it."""

from __future__ import annotations

import logging
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sevenminute.build.site import PREVIEW, SITE, build_site
from sevenminute.build.state import ask_for_preview
from sevenminute.build.strict import hook_fault, settings_problems
from sevenminute.diagnostics.machine_faults import explain, fault_behind


class NoSettingsError(Exception):
    """The folder has no `mkdocs.yml`; the message says where to run the command."""


class ContentError(Exception):
    """The site was not built because of mistakes in content or settings, each of which has been said."""


def build_command(root: Path, *, preview: bool = False) -> None:
    """Build the site in the folder of `mkdocs.yml`, strictly, and say where to open it.

    Args:
        root: The folder.
        preview: Whether what is not published yet is shown too; the site then has a folder of its own.

    Raises:
        NoSettingsError: It is another folder.
        ContentError: Content or settings have mistakes.
        SitePlaceError: What stands at the place of the site cannot be replaced.
        OSError: The machine does not let it be built.
    """
    config = root / "mkdocs.yml"
    if not config.is_file():
        raise NoSettingsError(f"{root} has no mkdocs.yml: run this in the folder of mkdocs.yml")
    if problems := settings_problems(root):
        tell("\n".join(map(str, problems)))
        raise ContentError
    site = build_site(root, partial(_make_with_mkdocs, config, preview), tell, PREVIEW if preview else SITE)
    what = "The preview is built, with what is not published yet: do not publish it" if preview else "The site is built"
    print(f"{what}. Open {(site / 'index.html').as_uri()}")


def tell(line: str) -> None:
    """Say what is no result of a command."""
    sys.stderr.write(f"{line}\n")


def _make_with_mkdocs(config_file: Path, preview: bool, folder: Path) -> None:
    """Let MkDocs build into a folder; it says what is wrong.

    Raises:
        ContentError: Content or settings have mistakes.
        OSError: The machine does not let it be built.
    """
    from click.exceptions import ClickException  # noqa: PLC0415 - the other commands do without MkDocs
    from mkdocs.commands.build import build  # noqa: PLC0415
    from mkdocs.config import load_config  # noqa: PLC0415
    from mkdocs.exceptions import Abort  # noqa: PLC0415

    tempfile.tempdir = str(folder.parent)  # what a kill leaves of other work, the next build deletes with it
    try:
        with _said_plainly():
            config = load_config(str(config_file), strict=True, site_dir=str(folder))
            if preview:
                ask_for_preview(config.extra)
            config.plugins.on_startup(command="build", dirty=False)
            try:
                build(config)
            finally:
                config.plugins.on_shutdown()
    except ClickException as error:
        if not isinstance(error, Abort):  # which only counts what has been said
            tell(error.format_message())
        if fault := fault_behind(error):  # a hook has said what it could not do; why, and what to do, is said last
            raise fault from None
        raise ContentError from None
    except (Exception, SystemExit) as error:
        problem = None if fault_behind(error) else hook_fault(error, config_file)
        if not problem:
            raise
        tell(str(problem))
        raise ContentError from None
    finally:
        tempfile.tempdir = None


@contextmanager
def _said_plainly() -> Iterator[None]:
    """Say what the build says without its time, its folders, and the names that programs have for how bad it is."""
    log, handler = logging.getLogger("mkdocs"), logging.StreamHandler()
    before = log.level
    handler.addFilter(_is_for_editors)
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(before)


def _is_for_editors(record: logging.LogRecord) -> bool:
    """Tell whether an editor can do something about it; of the machine's faults nothing is said but once, at the end."""
    error = sys.exc_info()[1]
    if record.name == "mkdocs.commands.build" and isinstance(error, OSError) and explain(error):
        return False
    return record.levelno >= logging.WARNING or record.name == "mkdocs.briefings"
