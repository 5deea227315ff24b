"""What is the same for each small site of a run is made once: compiled templates, and the list of the theme's files."""

from __future__ import annotations

import functools
import sys
from pathlib import Path

from jinja2 import BytecodeCache, Environment, FileSystemLoader
from jinja2.bccache import Bucket
from mkdocs.theme import Theme


class _CompiledTemplates(BytecodeCache):
    """The templates that this run has compiled, by their text: each small site has the same ones in a folder of its own."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], bytes] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return name

    def load_bytecode(self, bucket: Bucket) -> None:
        known = self._code.get((bucket.key, bucket.checksum))
        if known:
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


class _LoaderThatListsOnce(FileSystemLoader):
    """Lists the thousands of files of an installed theme once in a run; folders of a test are listed each time."""

    def list_templates(self) -> list[str]:
        found: set[str] = set()
        for folder in self.searchpath:
            installed = Path(folder).is_relative_to(sys.prefix)
            found.update(_installed(folder) if installed else FileSystemLoader(folder).list_templates())
        return sorted(found)


@functools.cache
def _installed(folder: str) -> tuple[str, ...]:
    # MkDocs never takes what begins with a point, such as the theme's icons by the thousand.
    return tuple(name for name in FileSystemLoader(folder).list_templates() if not name.startswith("."))


def keep_templates() -> None:
    """Have MkDocs take templates from this run's cache, wherever it builds in this process."""
    make, compiled = Theme.get_env, _CompiledTemplates()

    def get_env(theme: Theme) -> Environment:
        env = make(theme)
        env.bytecode_cache = compiled
        env.loader = _LoaderThatListsOnce(theme.dirs)
        return env

    Theme.get_env = get_env  # type: ignore[assignment,method-assign]
