"""What a picture or PDF is by its first bytes: under a wrong name, readers would see the sign of a broken picture."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from sevenminute.file_kinds import PDF, PICTURES, ending
from sevenminute.internal_links import InternalLink, source_of
from sevenminute.places import repository_path
from sevenminute.problem import Problem, quoted

_READ = 16 * 1024
"""Bytes that are read of a file: drawings may begin with remarks of the program that made them."""
_BEGINNINGS = {
    "PNG": rb"\x89PNG\r\n\x1a\n",
    "JPEG": rb"\xff\xd8\xff",
    "GIF": rb"GIF8[79]a",
    "WebP": rb"RIFF....WEBP",
    "AVIF": rb"....ftyp(?:....){0,10}avi[fs]",
    "BMP": rb"BM.{12}[(8l|]\x00",
    "SVG": rb"(?:\xef\xbb\xbf)?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>\s*)*+"
    rb"<(?:\w+:)?svg\s[^>]*(?:http://www\.w3\.org/2000/svg|&ns_svg;)",
    "HEIC": rb"....ftyp(?:hei[cxms]|hev[cx]|mif1|msf1)",
    "TIFF": rb"II\*\x00|MM\x00\*",
    "PDF": rb".{0,1000}%PDF-",
}
"""What a file of each kind begins with, by the kind's own description; a kind further up counts first."""
_SHOWN = {"PNG", "JPEG", "GIF", "WebP", "AVIF", "BMP"}
"""Pictures that browsers show under the name of any other of them: they look at the bytes. Drawings they know by the name."""


def wrong_contents(root: Path, path: str, links: Iterable[InternalLink], sources: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each picture or PDF that a page shows or links to and browsers cannot show.

    Args:
        root: Folder of `mkdocs.yml`.
        path: The page, relative to the root of the repository.
        links: Its links to other files of the site.
        sources: Every source that the site has, by its path within the site's sources.
    """
    for link in links:
        source = source_of(path, link.target, sources)
        if source and ending(source) in PICTURES | {PDF}:
            with (root / repository_path(source)).open("rb") as file:
                said = _problem(ending(source), kind_of(file.read(_READ)))
            if said:
                yield Problem(path, link.line, f"{quoted(link.target)} {said}")


def kind_of(data: bytes) -> str:
    """Return the kind of a file, like `PNG`, from its first bytes; or an empty string when it is none that is known."""
    return next((kind for kind, begins in _BEGINNINGS.items() if re.match(begins, data, re.DOTALL)), "")


def _problem(name_ends: str, kind: str) -> str:
    if name_ends == PDF:
        return "" if kind == "PDF" else "is no PDF, whatever its name says: save it as a PDF, and upload that"
    if name_ends == ".svg" and kind in _SHOWN:
        return f"is no drawing but a {kind}: let the file’s name end in .{kind.lower()}, and write the new name here"
    if name_ends != ".svg" and kind == "SVG":
        return "is a drawing: let the file’s name end in .svg, and write the new name here"
    if kind in _SHOWN or kind == "SVG":
        return ""
    if kind in ("HEIC", "TIFF"):
        return f"is a {kind} picture, which most browsers do not show: save it as a JPEG or PNG, and upload that"
    return "is no picture, whatever its name says: save the picture as a JPEG or PNG, and upload that"
