"""The places on the site that belong to the site itself: content never takes one, whatever a disk makes of its name."""

from __future__ import annotations

import unicodedata

from sevenminute.places import BRIEFINGS, DOCS, GENERATED_FILES, MADE_BY_THEME, MADE_FOR_PRINT

_FOLDERS = {
    "assets": f"lies where the site puts its own styles, scripts and fonts: move it to another folder of {DOCS}/",
    "search": f"lies where the site puts its search: move it to another folder of {DOCS}/",
    "templates": f"lies in a folder of which MkDocs publishes nothing: move it to another folder of {DOCS}/",
    BRIEFINGS: f"lies where the site puts its briefings: move it into {BRIEFINGS}/, or to another folder of {DOCS}/",
}
"""Folders within `docs/`, to what is said of whatever lies in them."""
_AT_THE_ROOT = frozenset((*GENERATED_FILES, *MADE_BY_THEME))
_ANYWHERE = frozenset(MADE_FOR_PRINT)


def reserved_place(path: str) -> str:
    """Return what is wrong with the place of a file, or an empty string.

    Args:
        path: The file, relative to the root of the repository.
    """
    folder, _, place = place_key(path).partition("/")
    top, _, within = place.partition("/")
    if folder == DOCS and within and top in _FOLDERS:
        return _FOLDERS[top]
    if (folder == DOCS and place in _AT_THE_ROOT) or place.rpartition("/")[2] in _ANYWHERE:
        return "has the name of a file that the site makes: give it another name"
    return ""


def place_key(path: str) -> str:
    """Return what two paths have in common that a disk of Windows or of a Mac takes for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
