"""The sample's numbers, addresses and names in the content of a site that is not the sample."""

from __future__ import annotations

from collections.abc import Iterator

from sevenminute.config.schema import Settings
from sevenminute.content.library import Library
from sevenminute.content.resource import MAX_REGISTER_BYTES
from sevenminute.diagnostics.problem import Problem
from sevenminute.text.file import read_text
from sevenminute.text.paths import REGISTER
from sevenminute.text.sample_data import made_up_lines


def made_up_content(library: Library, settings: Settings | None) -> Iterator[Problem]:
    """Yield a problem for each line that has some; without settings nobody can tell whether this is the sample."""
    if settings is None or settings.sample:
        return
    paths = [*library.preview.by_path, *(page.path for page in library.pages), *([REGISTER] if library.has_register else [])]
    for path in paths:
        text = read_text(library.root, path, limit=MAX_REGISTER_BYTES)
        lines = text.split("\n") if isinstance(text, str) else []
        for number, said in made_up_lines(lines):
            if path != REGISTER or not lines[number].lstrip().startswith("#"):
                yield Problem(path, number + 1, said)
