"""Names that a file or a folder cannot have on every computer on which the site is read from a folder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sevenminute.diagnostics.problem import Problem, quoted

_FORBIDDEN = re.compile(r"[<>:\"|?*\\]")
_OF_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
"""Windows takes these for a device, whatever the ending."""


def unusable_names(files: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """Yield a problem for each file that Windows could not unpack, and so not show from a shared folder.

    Args:
        files: Path in the repository, and place on the site; the place of a page without its ending.
    """
    for path, place in files:
        for name in dict.fromkeys([*path.split("/"), *place.split("/")]):
            said = _what_is_wrong(name)
            if said:
                yield Problem(path, 1, f"{quoted(name)} {said}: give it another name")
                break


def _what_is_wrong(name: str) -> str:
    forbidden = _FORBIDDEN.search(name)
    if forbidden:
        return f"has a {forbidden[0]} in it, which Windows allows in no name"
    if name.endswith((".", " ")):
        return "ends with a full stop or a space, which Windows drops"
    return "is a name that Windows keeps for a device" if _OF_DEVICES.fullmatch(name) else ""
