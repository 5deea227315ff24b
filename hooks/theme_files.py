"""Leaves out the theme's own scripts, styles and pictures: no page uses them, and they are most of what would be published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Drop what comes from the theme and not from our overrides of it."""
    theirs = [Path(folder) for folder in config.theme.dirs if Path(folder) != Path(config.theme.custom_dir or "")]
    for file in list(files):
        if file.abs_src_path and any(Path(file.abs_src_path).is_relative_to(folder) for folder in theirs):
            files.remove(file)
    return files
