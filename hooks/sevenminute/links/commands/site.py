"""The site on which the commands of the link check work: its settings, its content, and writing a page of it."""

from __future__ import annotations

from pathlib import Path

from sevenminute.config.links import Ignore
from sevenminute.config.reader import line_of_setting, read_settings_file
from sevenminute.config.schema import Settings
from sevenminute.content.library import Library
from sevenminute.diagnostics.problem import Problem
from sevenminute.links.commands.exit_codes import UnusableError
from sevenminute.storage.atomic_write import replace_file
from sevenminute.text.file import read_text
from sevenminute.text.front_matter import read_front_matter


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


def refuse_unreadable(root: Path, library: Library) -> None:
    """Stop at front matter that cannot be read: nobody knows what such a page vouches for."""
    problems: list[Problem] = []
    for broken in library.broken:
        text = read_text(root, broken.path)
        problems += (text,) if isinstance(text, Problem) else read_front_matter(text, broken.path).problems
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
