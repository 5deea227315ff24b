"""Names that a file or a folder cannot have on every computer on which the site is read from a folder."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from sevenminute.config.schema import Settings
from sevenminute.content.library import Library
from sevenminute.diagnostics.problem import Problem, quoted

_LONGEST = 80
"""Letters of a name: Windows unpacks paths of at most 259, of which the folder of the reader's downloads takes a good part."""
_FORBIDDEN = re.compile(r"[<>:\"|?*\\]")
_OF_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
"""Windows takes these for a device, whatever the ending."""


def unusable_names(library: Library, _settings: Settings | None) -> Iterator[Problem]:
    """Yield a problem for each file that Windows could not unpack, and so not show from a shared folder."""
    for path, place in _places(library):
        for name in dict.fromkeys([*path.split("/"), *place.split("/")]):
            said = _what_is_wrong(name)
            if said:
                fix = "" if ": " in said else ": give it another name"
                yield Problem(path, 1, f"{quoted(name, longest=_LONGEST)} {said}{fix}")
                break


def _places(library: Library) -> Iterator[tuple[str, str]]:
    """Yield each file with its place on the site; the place of a page without its ending."""
    yield from ((page.path, posixpath.splitext(page.source)[0]) for page in library.pages)
    yield from ((item.path, item.slug) for item in library.preview.by_path.values())
    yield from ((item.path, address) for item in library.preview.lasting for address in item.fields.former_addresses)
    yield from ((file.path, file.source) for file in library.preview.static_files)


def _what_is_wrong(name: str) -> str:
    if len(name) > _LONGEST:
        return f"has {len(name)} letters, and Windows unpacks no long names: take at most {_LONGEST}"
    forbidden = _FORBIDDEN.search(name)
    if forbidden:
        return f"has a {forbidden[0]} in it, which Windows allows in no name"
    if name.endswith((".", " ")):
        return "ends with a full stop or a space, which Windows drops"
    return "is a name that Windows keeps for a device" if _OF_DEVICES.fullmatch(name) else ""
