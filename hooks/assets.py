"""Adds the scripts and the style sheet that pages load, joined from their sources, and puts the theme's icons where they show."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

from sevenminute.output.bundles import bundles
from sevenminute.pages.icons import Icons, read_icons

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

_ICONS = ".icons/material"


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add what is joined, with the icons of what editors write: links that leave the site, and callouts."""
    icons = _icons(config)
    for address, content in bundles(Path(config.theme.custom_dir or "")).items():
        shown = icons.in_style_sheet(content) if address.endswith(".css") else content
        if source := files.get_file_from_path(address):
            files.remove(source)
        files.append(File.generated(config, address, content=shown))
    return files


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    """Let templates put icons where they show something, by `icon("…")`."""
    env.globals["icon"] = _icons(config).markup


def _icons(config: MkDocsConfig) -> Icons:
    return read_icons(next(folder for theme in config.theme.dirs if (folder := Path(theme, _ICONS)).is_dir()))
