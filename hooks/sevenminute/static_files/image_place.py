"""Whether what was taken out of a picture says where it was taken."""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Iterator

from PIL import ExifTags, Image

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
_IPTC = b"8BIM\x04\x04"
_IPTC_PLACES = {26, 27, 90, 92, 95, 100, 101}
"""Content location, city, part of it, county, country."""
_IPTC_FIELD = re.compile(rb"\x1c\x02(.)(..)", re.DOTALL)
_FILM_PLACES = (b"\xa9xyz", b"com.apple.quicktime.location")
"""Where the film says it that telephones put behind a photograph."""
_MOST = 50
"""Beginnings of EXIF that are tried; whoever has more of them hides something."""


def names_place(removed: bytes) -> bool:
    """Return whether metadata says where a picture was taken, or cannot be read, so that it may say so.

    Args:
        removed: All that was taken out of the picture's file.
    """
    return (
        any(map(removed.__contains__, _FILM_PLACES))
        or any(n >= _MOST or _exif_names_place(removed[found.start() :]) for n, found in enumerate(_TIFF.finditer(removed)))
        or xmp_names_place(removed)
        or any(map(_fields_name_place, _blocks_of_iptc(removed)))
    )


def _exif_names_place(block: bytes) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exif = Image.Exif()
            exif.load(block)
            gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
            return any(_says_something(gps.get(tag)) for tag in _PLACES)
    except Exception:  # the reader raises whatever a damaged block makes it run into
        return True


def _says_something(value: object) -> bool:
    """Return whether a value of EXIF is more than the empty degrees that cameras write while they know no place."""
    if isinstance(value, tuple):
        return any(not math.isnan(float(part)) for part in value)
    return bool(value)


def _blocks_of_iptc(removed: bytes) -> Iterator[bytes]:
    """Yield each block of IPTC; behind its mark stand a name, filled to an even length, and the length of the block."""
    read_to = 0
    for found in re.finditer(_IPTC, removed):
        if found.end() < len(removed) and found.start() >= read_to:
            at = found.end() + removed[found.end()] // 2 * 2 + 2
            read_to = at + 4 + int.from_bytes(removed[at : at + 4], "big")
            yield removed[at + 4 : read_to]


def _fields_name_place(block: bytes) -> bool:
    return any(
        found[1][0] in _IPTC_PLACES and block[found.end() : found.end() + int.from_bytes(found[2], "big")].strip(b" \0")
        for found in _IPTC_FIELD.finditer(block)
    )
