"""Leaves out the theme's own scripts, styles and pictures, which no page uses, and joins ours to the files that pages load."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

from sevenminute.output.bundles import bundles

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


_OURS = "assets"
"""Folder of the overrides that is published; the rest are sources."""


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Drop what comes with the theme and is not in the assets of our overrides of it; add what is joined from the rest."""
    overrides = Path(config.theme.custom_dir or "")
    published = overrides / _OURS
    folders = [Path(folder) for folder in config.theme.dirs]
    for file in list(files):
        source = Path(file.abs_src_path) if file.abs_src_path else None
        if source and any(map(source.is_relative_to, folders)) and not source.is_relative_to(published):
            files.remove(file)
    for address, content in bundles(overrides).items():
        files.append(File.generated(config, address, content=content))
    return files
