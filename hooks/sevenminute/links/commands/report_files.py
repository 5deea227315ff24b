"""The files that a check writes its reports to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from sevenminute.links.commands.exit_codes import UnusableError
from sevenminute.links.reports.json import as_json
from sevenminute.links.reports.junit import as_junit
from sevenminute.links.reports.markdown import as_markdown
from sevenminute.links.reports.sarif import as_sarif
from sevenminute.links.run.result import Result
from sevenminute.storage.atomic_write import replace_file

REPORTS: Mapping[str, Callable[[Result], str]] = {
    "links.json": as_json,
    "links.junit.xml": as_junit,
    "links.sarif": as_sarif,
    "links.md": as_markdown,
}
"""Files that `--reports` writes."""


def make_folder(folder: Path) -> None:
    """Make the folder for the reports before anybody is asked.

    Raises:
        UnusableError: It cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableError(f"--reports: {folder} cannot be made ({error.strerror or error}): name another folder") from error


def write_reports(folder: Path, result: Result) -> None:
    """Write the reports.

    Raises:
        UnusableError: One cannot be written, as on a full disk; an older one is as it was.
    """
    for name, render in REPORTS.items():
        try:
            replace_file(folder / name, render(result).encode())
        except OSError as error:
            raise UnusableError(f"--reports: {folder / name} cannot be written ({error.strerror or error})") from error
