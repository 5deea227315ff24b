"""The site on which the commands of the link check work: its settings, its content, and writing a page of it."""

from __future__ import annotations

from pathlib import Path

from sevenminute.config.links import Ignore
from sevenminute.config.reader import line_of_setting, read_settings_file
from sevenminute.config.schema import Settings
from sevenminute.content.library import Library
from sevenminute.links.commands.exit_codes import UnusableError
from sevenminute.storage.atomic_write import replace_file


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


def refuse_unreadable(library: Library) -> None:
    """Stop at front matter that cannot be read: nobody knows what such a page vouches for."""
    faults = (broken.problems if broken.text is None else broken.front.problems for broken in library.broken)
    problems = [problem for found in faults for problem in found]
    if problems:
        raise UnusableError(*map(str, problems))


def write_page(root: Path, path: str, data: bytes) -> None:
    """Replace a file of the site.

    Raises:
        UnusableError: It cannot be written, as on a full disk; it is as it was.
    """
    try:
        replace_file(root / path, data)
    except OSError as error:
        raise UnusableError(f"{path}:1: cannot be written ({error.strerror or error}): it is as it was") from error
