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
_LONGEST_PLACE = 150
"""Letters of a whole path on the site, likewise; a page has the names of its PDFs below it."""
_FORBIDDEN = re.compile(r"[<>:\"|?*\\]")
_OF_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
"""Windows takes these for a device, whatever the ending."""


def unusable_names(library: Library, _settings: Settings | None) -> Iterator[Problem]:
    """Yield a problem for each file that Windows could not unpack, and so not show from a shared folder."""
    for path, line, place in _places(library):
        for name in dict.fromkeys([*path.split("/"), *place.split("/")]):
            said = _what_is_wrong(name)
            if said:
                fix = "" if ": " in said else ": give it another name"
                yield Problem(path, line, f"{quoted(name, longest=_LONGEST)} {said}{fix}")
                break
        else:
            if len(place) > _LONGEST_PLACE:
                said = f"has a path of {len(place)} letters, and Windows unpacks no long ones: take at most {_LONGEST_PLACE}"
                yield Problem(path, line, f"{said}, with shorter names or fewer folders")


def _places(library: Library) -> Iterator[tuple[str, int, str]]:
    """Yield each file with its place on the site, and the line that says so; the place of a page without its ending."""
    yield from ((page.path, 1, posixpath.splitext(page.source)[0]) for page in library.pages)
    yield from ((item.path, 1, item.slug) for item in library.preview.by_path.values())
    for item in library.preview.lasting:
        for number, address in enumerate(item.fields.former_addresses):
            yield item.path, item.front.line_of(("former_addresses", number)), address
    yield from ((file.path, 1, file.source) for file in library.preview.static_files)


def _what_is_wrong(name: str) -> str:
    if len(name) > _LONGEST:
        return f"has {len(name)} letters, and Windows unpacks no long names: take at most {_LONGEST}"
    forbidden = _FORBIDDEN.search(name)
    if forbidden:
        return f"has a {forbidden[0]} in it, which Windows allows in no name"
    if name.endswith((".", " ")):
        return "ends with a full stop or a space, which Windows drops"
    return "is a name that Windows keeps for a device" if _OF_DEVICES.fullmatch(name) else ""
