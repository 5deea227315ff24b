"""Puts the theme's icons into pages, by `icon("…")` in templates, and into the style sheet: none is ever fetched."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sevenminute.pages.icons import Icons, read_icons

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

_FOLDER = ".icons/material"
_STYLE_SHEET = "assets/stylesheets/site.css"


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Put them into the style sheet, for what editors write: links that leave the site, and callouts."""
    sheet = files.get_file_from_path(_STYLE_SHEET)
    if sheet:
        sheet.content_string = _icons(config).in_style_sheet(sheet.content_string)
    return files


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    """Let templates put them where they show something."""
    env.globals["icon"] = _icons(config).markup


def _icons(config: MkDocsConfig) -> Icons:
    return read_icons(next(folder for theme in config.theme.dirs if (folder := Path(theme, _FOLDER)).is_dir()))
