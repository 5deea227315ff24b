"""Adds to the address of each file in `assets/` what changes with its content, so that browsers may keep the file for a year."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from jinja2 import pass_context

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.runtime import Context
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

LENGTH = 8
"""Characters of the version: enough that no two versions of a file meet."""


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    """Let the filter `url`, through which templates write every address, add the version."""
    address_of = env.filters["url"]
    versions: dict[str, str] = {}

    def version(path: str) -> str:
        if path not in versions:
            file = files.get_file_from_path(path)
            versions[path] = f"?v={hashlib.sha256(file.content_bytes).hexdigest()[:LENGTH]}" if file else ""
        return versions[path]

    @pass_context
    def url(context: Context, value: str) -> str:
        address: str = address_of(context, value)
        return address + version(value) if value.startswith("assets/") else address

    env.filters["url"] = url
    return env
