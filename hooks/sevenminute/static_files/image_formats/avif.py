"""AVIF: boxes within boxes, as in films."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from sevenminute.static_files.image_formats.stripped import Stripped

_META = {b"hdlr", b"pitm", b"iloc", b"iinf", b"iprp", b"iref"}
_PROPERTIES = {b"ispe", b"pixi", b"av1C", b"colr", b"auxC", b"pasp", b"clli"}
_ITEMS = {b"av01", b"grid"}
_NAMES = {b"", b"Color", b"Alpha", b"libavif"}
"""Names of parts that the encoder gives."""
_ALPHA = b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha"


def strip_avif(data: bytes) -> Stripped:
    """Return an AVIF as it is, and whether it must be encoded anew: its parts point into each other, so none can be cut out."""
    try:
        clean = _only_picture(data)
    except (struct.error, LookupError, ValueError):  # a box is missing, or written otherwise
        clean = False
    return Stripped(data=data, removed=b"" if clean else data, encode=not clean)


def _only_picture(data: bytes) -> bool:
    """Return whether a file is one picture as encoders write it, without any other part."""
    outer = list(_boxes(data))
    if [name for name, _ in outer] != [b"ftyp", b"meta", b"mdat"]:
        return False
    inner = dict(_boxes(outer[1][1][4:]))
    return (
        inner.keys() <= _META
        and len(inner) == len(list(_boxes(outer[1][1][4:])))
        and inner[b"hdlr"][24:].strip(b"\0") in _NAMES
        and all(_is_picture(item) for name, item in _boxes(inner[b"iinf"][6:]) if name == b"infe")
        and all(name == b"infe" for name, _ in _boxes(inner[b"iinf"][6:]))
        and all(_is_property(name, payload) for name, payload in _boxes(dict(_boxes(inner[b"iprp"]))[b"ipco"]))
        and _length_of_items(inner[b"iloc"]) == len(outer[2][1])
    )


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each box's name and content.

    Raises:
        ValueError: They do not fill the data.
    """
    position = 0
    while position < len(data):
        size, name = struct.unpack_from(">I4s", data, position)
        if size < 8 or position + size > len(data):
            raise ValueError
        yield name, data[position + 8 : position + size]
        position += size


def _is_picture(item: bytes) -> bool:
    """Return whether an entry of the list of items is a picture, with a name that an encoder gives."""
    return item[0] == 2 and item[8:12] in _ITEMS and item[12:].strip(b"\0") in _NAMES


def _is_property(name: bytes, payload: bytes) -> bool:
    """Return whether a property is one of the picture; a profile of colours, a turn and a cut are none."""
    if name == b"colr":
        return payload.startswith(b"nclx") and len(payload) == 11
    if name == b"auxC":
        return payload[4:].strip(b"\0") == _ALPHA
    return name in _PROPERTIES


def _length_of_items(places: bytes) -> int:
    """Return how many bytes the list of places knows.

    Raises:
        ValueError: It is written otherwise than encoders of pictures write it.
    """
    version, sizes, count = places[0], places[4:6], struct.unpack_from(">H", places, 6)[0]
    if version != 0 or sizes != b"\x44\x00":
        raise ValueError
    position, total = 8, 0
    for _ in range(count):
        _, _, extents = struct.unpack_from(">HHH", places, position)
        position += 6
        for _ in range(extents):
            total += int(struct.unpack_from(">II", places, position)[1])
            position += 8
    return total
