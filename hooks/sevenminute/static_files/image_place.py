"""Whether what was taken out of a picture says where it was taken."""

from __future__ import annotations

import io
import math
import re
import struct
import warnings
from collections.abc import Iterator

from PIL import ExifTags, TiffImagePlugin

from sevenminute.static_files.image_xmp import xmp_names_place

PLACE_PROBLEM = (
    "may say where it was taken, and the repository keeps that for ever: open the picture on your machine, take a screenshot "
    "of it, upload the screenshot, write its name where a page shows this one, and delete this file; then ask whoever looks "
    "after the repository to take the file out of its history too, as guide/run-a-site.md says"
)
"""What is said of a picture with `has_place`, in words that follow `path:line: `. A screenshot holds no place, on any machine."""

_GPS = ExifTags.GPS
_PLACES = (_GPS.GPSLatitude, _GPS.GPSLongitude, _GPS.GPSDestLatitude, _GPS.GPSDestLongitude, _GPS.GPSAreaInformation)
_TIFF = re.compile(rb"(?:II\*\0|MM\0\*).{4}", re.DOTALL)
_OUTER, _INNER, _OF_PLACES = range(3)
"""Tables of EXIF: those that follow one another, those that a tag points at, and those of them that say the place."""
_POINTERS = {
    ExifTags.IFD.Exif: _INNER,
    ExifTags.IFD.Interop: _INNER,
    ExifTags.Base.SubIFDs: _INNER,
    ExifTags.IFD.GPSInfo: _OF_PLACES,
}
"""Tags that say where a table stands."""
_UNKNOWN = 0
"""A group of tags that Pillow does not know: of those that it knows it reads no more values than there should be."""
_IPTC_IN_EXIF = 33723
_IPTC = re.compile(rb"(?:8BIM|AgHg|DCSR|MeSa|PHUT)\x04\x04")
_IPTC_PLACES = {26, 27, 90, 92, 95, 100, 101}
"""Content location, city, part of it, county, country."""
_IPTC_FIELD = re.compile(rb"\x1c\x02(.)(..)", re.DOTALL)
_FILM_PLACES = re.compile(rb"\xa9xyz|com\.apple\.quicktime\.location|\0\0..loci\0{4}", re.DOTALL)
"""Where the film says it that telephones put behind a photograph."""
_MOST = 50
"""Beginnings of EXIF that are tried, and tables of each; whoever has more of them hides something."""


def names_place(removed: bytes) -> bool:
    """Return whether metadata says where a picture was taken, or cannot be read, so that it may say so.

    Args:
        removed: All that was taken out of the picture's file.
    """
    return (
        bool(_FILM_PLACES.search(removed))
        or any(n >= _MOST or _exif_names_place(removed[found.start() :]) for n, found in enumerate(_TIFF.finditer(removed)))
        or xmp_names_place(removed)
        or any(map(_fields_name_place, _blocks_of_iptc(removed)))
    )


def _exif_names_place(block: bytes) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return any(n >= _MOST or _table_names_place(*table) for n, table in enumerate(_tables(block)))
    except Exception:  # the reader raises whatever a damaged block makes it run into
        return True


def _tables(block: bytes) -> Iterator[tuple[TiffImagePlugin.ImageFileDirectory_v2, int]]:
    """Yield each table of a block of EXIF, wherever it stands, and of which kind it is."""
    file, seen = io.BytesIO(block), set[tuple[int, int]]()
    waiting = [(TiffImagePlugin.ImageFileDirectory_v2(block[:8]).next, _OUTER)]
    while waiting:
        at, kind = waiting.pop()
        if not at or (at, kind) in seen:
            continue
        seen.add((at, kind))
        table = TiffImagePlugin.ImageFileDirectory_v2(block[:8], group=_UNKNOWN)
        file.seek(at)
        table.load(file)
        yield table, kind
        if kind == _OUTER:  # behind others, some cameras write no number of a next one
            waiting.append((table.next, _OUTER))
        for tag, kind_there in _POINTERS.items():
            pointers = table.get(tag, ())
            waiting += [(there, kind_there) for there in (pointers if isinstance(pointers, tuple) else (pointers,))]


def _table_names_place(table: TiffImagePlugin.ImageFileDirectory_v2, kind: int) -> bool:
    if kind == _OF_PLACES:
        return any(_says_something(table.get(tag)) for tag in _PLACES)
    said = table.get(_IPTC_IN_EXIF, b"")
    if isinstance(said, int | tuple):  # some programs count it in words of four bytes
        words = said if isinstance(said, tuple) else (said,)
        said = struct.pack(f"{'<' if table.prefix == b'II' else '>'}{len(words)}I", *words)
    return _fields_name_place(said.encode("latin-1") if isinstance(said, str) else said)


def _says_something(value: object) -> bool:
    """Return whether a value of EXIF is more than the empty degrees that cameras write while they know no place."""
    if isinstance(value, tuple):
        return any(not math.isnan(float(part)) for part in value)
    return bool(value)


def _blocks_of_iptc(removed: bytes) -> Iterator[bytes]:
    """Yield each block of IPTC; behind its mark stand a name, filled to an even length, and the length of the block."""
    read_to = 0
    for found in _IPTC.finditer(removed):
        if found.end() < len(removed) and found.start() >= read_to:
            at = found.end() + removed[found.end()] // 2 * 2 + 2
            read_to = at + 4 + int.from_bytes(removed[at : at + 4], "big")
            yield removed[at + 4 : read_to]


def _fields_name_place(block: bytes) -> bool:
    return any(
        found[1][0] in _IPTC_PLACES and block[found.end() : found.end() + int.from_bytes(found[2], "big")].strip(b" \0")
        for found in _IPTC_FIELD.finditer(block)
    )
