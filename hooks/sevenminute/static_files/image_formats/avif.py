"""AVIF: boxes within boxes, as in films."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from itertools import pairwise

from PIL import Image

from sevenminute.static_files.image_formats.stripped import Stripped, check_size

_OF_PICTURE = {1, 3, 4, 6}
"""Parts of the coded pixels that make a picture: what all have in common, frames, and parts of frames."""
_SEPARATOR = 2
_END = 4
"""Bytes at the end of the coded pixels that are changed to see whether they say something."""


def strip_avif(data: bytes) -> Stripped:
    """Return an AVIF as it is, and whether it must be encoded anew: its parts point into each other, so none can be cut out.

    One that is not built as the site's own encoder builds it is encoded anew.
    """
    try:
        places = _places_of_picture(data)
    except Exception:  # a box is missing or written otherwise, or the decoder ran into damaged bytes
        places = []
    others = ([data[: end - _END] + bytes(255 - byte for byte in data[end - _END : end]) + data[end:]] for _, end in places)
    return Stripped(data=data, removed=b"" if places else data, encode=not places, other_ends=others)


def _places_of_picture(data: bytes) -> list[tuple[int, int]]:
    """Return where the coded pixels of a picture stand, if nothing else is in the file.

    Raises:
        ValueError: Something else is in it.
    """
    with Image.open(io.BytesIO(data), formats=["AVIF"]) as image:
        check_size(*image.size)
        made = io.BytesIO()
        Image.new(image.mode, image.size).save(made, "AVIF", max_threads=1, speed=10)
    places, rest = _read(data)
    if rest != _read(made.getvalue())[1]:
        raise ValueError
    for begin, end in places:
        _check_coded(data[begin:end])
    return places


def _read(data: bytes) -> tuple[list[tuple[int, int]], list[tuple[bytes, bytes]]]:
    """Return where coded pixels stand in a file, and all else that it holds.

    Raises:
        ValueError: They do not fill the place that is there for them, or it is not the last.
    """
    outer = list(_boxes(data))
    (last, pixels), metas = outer[-1], [payload for name, payload in outer if name == b"meta"]
    inner = list(_boxes(metas[0][4:]))
    places = sorted(_places(dict(inner)[b"iloc"]))
    bounds = [len(data) - len(pixels), *(end for _, end in places)]
    if last != b"mdat" or bounds[-1] != len(data) or [begin for begin, _ in places] != bounds[:-1]:
        raise ValueError
    others = [(name, payload) for name, payload in outer if name not in (b"meta", b"mdat")]
    named = [(name, b"" if name == b"iloc" else payload) for name, payload in inner]
    return places, [*others, (b"meta", metas[0][:4]), *named, (b"", bytes([len(outer), len(places)]))]


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


def _places(listed: bytes) -> Iterator[tuple[int, int]]:
    """Yield the beginning and the end of each item in the list of places.

    Raises:
        ValueError: It is written otherwise than encoders of pictures write it.
    """
    version, sizes, count = listed[:4], listed[4:6], struct.unpack_from(">H", listed, 6)[0]
    items = list(struct.iter_unpack(">HHHII", listed[8:]))
    if any(version) or sizes != b"\x44\x00" or len(items) != count:
        raise ValueError
    for _, reference, extents, begin, length in items:
        if reference or extents != 1:
            raise ValueError
        yield begin, begin + length


def _check_coded(coded: bytes) -> None:
    """Check that coded pixels consist of what makes a picture.

    Raises:
        ValueError: There is something else.
    """
    position = 0
    kinds = []
    while position < len(coded):
        head, position = coded[position], position + 1
        kind = head >> 3 & 0x0F
        if head & 0x87 != 0x02:  # without a length, or with what only films have
            raise ValueError
        size, shift = 0, 0
        while True:
            byte, position = coded[position], position + 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        if kind not in _OF_PICTURE and (kind, size) != (_SEPARATOR, 0):
            raise ValueError
        kinds.append(kind)
        position += size
    if position != len(coded) or kinds.count(1) != 1 or any(one == other == _SEPARATOR for one, other in pairwise(kinds)):
        raise ValueError
