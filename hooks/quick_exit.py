"""Gives the templates the quick exit's two scripts, made small, and the address of the page beside its button."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File
from rjsmin import jsmin

from sevenminute.addresses import page_file
from sevenminute.build import build_of

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

_SOURCES = "overrides/quick-exit"
_SCRIPT = "assets/javascripts/quick-exit.js"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the guard, which every page holds as it is, so that one hash in a Content-Security-Policy allows it."""
    build = build_of(config.extra)
    shown = config.extra["quick_exit"]
    shown["guard"] = _small(build.root / _SOURCES / "guard.js")
    shown["script"] = _SCRIPT
    if build.settings.quick_exit.safety_page:
        shown["safety_url"] = page_file(build.settings.quick_exit.safety_page)
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the script that every page loads."""
    files.append(File.generated(config, _SCRIPT, content=_small(build_of(config.extra).root / _SOURCES / "leave.js")))
    return files


def _small(file: Path) -> str:
    """Return a script without its comments and spaces."""
    small: str = jsmin(file.read_text(encoding="utf-8"))
    return small.strip()
