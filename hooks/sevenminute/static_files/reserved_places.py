"""The places on the site that belong to the site itself: content never takes one, whatever a disk makes of its name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from sevenminute.text.paths import BRIEFINGS, DOCS, GENERATED_FILES, MADE_BY_THEME, MADE_FOR_PRINT, site_path

_FOLDERS = {
    "assets": f"is where the site puts its own styles, scripts and fonts: move it to another folder of {DOCS}/",
    "search": f"is where the site puts its search: move it to another folder of {DOCS}/",
    "templates": f"is in a folder of which MkDocs publishes nothing: move it to another folder of {DOCS}/",
    BRIEFINGS: f"is where the site puts its briefings: move it into {BRIEFINGS}/, or to another folder of {DOCS}/",
}
"""Folders within `docs/`, to what is said of whatever lies in them."""
MADE = "has the name of a file that the site makes: give it another name"
TAKEN = "has the same address as {}: give one of the two files another name"
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
    folders = [within.partition("/")[2] for within in site_folders(path)]
    if folder == DOCS and not _AT_THE_ROOT.isdisjoint((place, *folders)):
        return MADE
    names = {within.rpartition("/")[2] for within in folders}
    # "index.html" is what each page is called: a web page of that name is told that it is one, but no folder may have it
    return MADE if place.rpartition("/")[2] in _ANYWHERE or names & {*_ANYWHERE, "index.html"} else ""


def folder_collisions(paths: Iterable[str]) -> dict[str, str]:
    """Return the files for which the site would need a folder where another file lies, with what is said of each.

    Args:
        paths: All files of the content, relative to the root of the repository.
    """
    files = {_in_docs(place_key(path)): path for path in paths if not path.endswith(".md")}
    said = {}
    for path in paths:
        first = next((files[folder] for folder in map(_in_docs, site_folders(path)) if folder in files), None)
        if first:
            said[path] = TAKEN.format(first)
    return said


def _in_docs(path: str) -> str:
    """Return a path within the site's sources, whatever it is the path of."""
    return site_path(path) or path


def site_folders(path: str) -> list[str]:
    """Return the folders that the site makes for a file, the outermost first, as `place_key` writes them.

    Args:
        path: The file, relative to the root of the repository. A page of `docs/` has a folder of its own: `/about/`.
    """
    key = place_key(path)
    parts = key.split("/")
    name = parts.pop()
    if parts and parts[0] == DOCS and name.endswith(".md") and name not in ("index.md", "readme.md"):
        parts.append(name.removesuffix(".md"))
    return ["/".join(parts[:length]) for length in range(2, len(parts) + 1)]


def place_key(path: str) -> str:
    """Return what two paths have in common that a disk of Windows or of a Mac takes for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
