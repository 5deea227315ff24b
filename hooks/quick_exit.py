"""Gives the templates the quick exit's two scripts, made small, and the address of the page beside its button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.structure.files import File
from rjsmin import jsmin

from sevenminute.build.state import build_of
from sevenminute.quick_exit.scripts import guard_settings, leave_settings, with_settings
from sevenminute.text.urls import page_file

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

_SOURCES = "overrides/scripts/quick-exit"
_SCRIPT = "assets/javascripts/quick-exit.js"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the guard, which every page holds as it is, so that one hash in a Content-Security-Policy allows it."""
    build, shown = build_of(config.extra), config.extra["quick_exit"]
    settings = build.settings.quick_exit
    shown["guard"] = with_settings(_small("guard.js", config), guard_settings(settings))
    build.inline_scripts.add(shown["guard"])
    shown["script"] = _SCRIPT
    if settings.safety_page:
        shown["safety_url"] = page_file(settings.safety_page)
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the script that every page loads."""
    script = with_settings(_small("leave.js", config), leave_settings(build_of(config.extra).settings.quick_exit))
    files.append(File.generated(config, _SCRIPT, content=script))
    return files


def _small(name: str, config: MkDocsConfig) -> str:
    """Return a script without its comments and spaces."""
    small: str = jsmin((build_of(config.extra).root / _SOURCES / name).read_text(encoding="utf-8"))
    return small.strip()
