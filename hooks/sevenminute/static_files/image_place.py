"""Whether what was taken out of a picture says where it was taken."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import suppress

from lxml import etree
from PIL import ExifTags, Image

PLACE_PROBLEM = (
    "may say where it was taken, and the repository keeps that for ever: open the picture on your machine, take a screenshot "
    "of it, upload the screenshot, write its name where a page shows this one, and delete this file; then ask whoever looks "
    "after the repository to take the file out of its history too, as PUBLISHING.md says"
)
"""What is said of a picture with `has_place`, in words that follow `path:line: `. A screenshot holds no place, on any machine."""

_GPS = ExifTags.GPS
_PLACES = (_GPS.GPSLatitude, _GPS.GPSLongitude, _GPS.GPSDestLatitude, _GPS.GPSDestLongitude, _GPS.GPSAreaInformation)
_TIFF = re.compile(rb"(?:II\*\0|MM\0\*).{4}", re.DOTALL)
_XMP = ("adobe:ns:meta/", "http://www.w3.org/1999/02/22-rdf-syntax-ns#")
"""Stand in the tag with which a block of XMP begins, whatever prefix it gives to them."""
_ENCODINGS = {"utf-8": 1, "utf-16-le": 2, "utf-16-be": 2, "utf-32-le": 4, "utf-32-be": 4}
"""In which XMP may be written, to the bytes that a mark has at least."""
_XMP_PLACES = {
    "http://ns.adobe.com/exif/1.0/": {"GPSLatitude", "GPSLongitude", "GPSDestLatitude", "GPSDestLongitude", "GPSAreaInformation"},
    "http://ns.adobe.com/photoshop/1.0/": {"City", "State", "Country"},
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": {"Location", "CountryCode"},
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": {
        *(
            "LocationCreated",
            "LocationShown",
            "City",
            "Sublocation",
            "ProvinceState",
            "CountryName",
            "CountryCode",
            "LocationName",
        ),
    },
}
_IPTC = b"8BIM\x04\x04"
_IPTC_PLACES = {26, 27, 90, 92, 95, 100, 101}
"""Content location, city, part of it, county, country."""
_IPTC_FIELD = re.compile(rb"\x1c\x02(.)(..)", re.DOTALL)
_FILM_PLACES = (b"\xa9xyz", b"com.apple.quicktime.location")
"""Where the film says it that telephones put behind a photograph."""
_MOST = 50
"""Beginnings of blocks that are tried; whoever has more of them hides something."""


_LONGEST = 2_000_000
"""Bytes of a block that are read."""


def names_place(removed: bytes) -> bool:
    """Return whether metadata says where a picture was taken, or cannot be read, so that it may say so.

    Args:
        removed: All that was taken out of the picture's file.
    """
    return (
        any(map(removed.__contains__, _FILM_PLACES))
        or any(_exif_names_place(block) for block in _from(_TIFF, removed))
        or any(_xmp_names_place(text) for text in _blocks_of_xmp(removed))
        or _iptc_names_place(removed)
    )


def _from(begins: re.Pattern[bytes], removed: bytes) -> Iterator[bytes]:
    for number, found in enumerate(begins.finditer(removed)):
        yield removed[found.start() : found.start() + _LONGEST] if number < _MOST else b""


def _blocks_of_xmp(removed: bytes) -> Iterator[bytes]:
    """Yield what begins with a tag of XMP, as UTF-8, whatever it is written in."""
    for encoding, width in _ENCODINGS.items():
        names = [re.escape(name.encode(encoding)) for name in _XMP]
        for number, found in enumerate(re.finditer(b"|".join(names), removed)):
            begin = _tag_before(removed, found.start(), "<".encode(encoding), width)
            yield removed[begin : begin + _LONGEST].decode(encoding, "replace").encode() if number < _MOST else b""


def _tag_before(removed: bytes, at: int, mark: bytes, width: int) -> int:
    """Return where the tag begins that a place stands in; the place itself where there is none."""
    begin = removed.rfind(mark, 0, at)
    while begin >= 0 and (at - begin) % width:
        begin = removed.rfind(mark, 0, begin + len(mark) - 1)
    return at if begin < 0 else begin


def _exif_names_place(block: bytes) -> bool:
    try:
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


def _xmp_names_place(text: bytes) -> bool:
    """Return whether a block of XMP names a place, or cannot be read to its end."""
    parser = etree.XMLPullParser(events=("end",), resolve_entities=False, no_network=True)
    ended = False
    with suppress(etree.XMLSyntaxError):  # of what stands behind the block, or in it: then it has no end
        parser.feed(text)
    with suppress(etree.XMLSyntaxError):
        for _, element in parser.read_events():
            ended = element.getparent() is None
            if _is_place(str(element.tag)) and _says_words(element):
                return True
            if any(_is_place(str(name)) and str(value).strip() for name, value in element.attrib.items()):
                return True
    return not ended


def _is_place(name: str) -> bool:
    qualified = etree.QName(name)
    return qualified.localname in _XMP_PLACES.get(qualified.namespace or "", ())


def _says_words(element: etree._Element) -> bool:
    return any(text.strip() for text in element.itertext()) or any(inner.attrib for inner in element.iter(etree.Element))


def _iptc_names_place(removed: bytes) -> bool:
    block = removed.partition(_IPTC)[2]
    return any(found[1][0] in _IPTC_PLACES and found[2] != b"\0\0" for found in _IPTC_FIELD.finditer(block))
