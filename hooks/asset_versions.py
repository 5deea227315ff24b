"""Adds to the address of each file in `assets/` what changes with their content: browsers may keep the files for a year."""

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
"""Characters of the version: enough that no two versions of the files meet."""
_ASSETS = "assets/"


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    """Let the filter `url`, through which templates write every address, add the version."""
    address_of = env.filters["url"]
    assets = sorted((file for file in files if file.dest_uri.startswith(_ASSETS)), key=lambda file: file.dest_uri)
    # One version for all: a page names it nine times, and with gzip that weighs as much as naming it once.
    contents = hashlib.sha256(b"".join(hashlib.sha256(file.content_bytes).digest() for file in assets))
    version = f"?v={contents.hexdigest()[:LENGTH]}"

    @pass_context
    def url(context: Context, value: str) -> str:
        address: str = address_of(context, value)
        return address + version if value.startswith(_ASSETS) else address

    env.filters["url"] = url
    return env
