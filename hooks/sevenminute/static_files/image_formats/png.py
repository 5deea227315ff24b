"""PNG: chunks, each with a name and a checksum."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping

from sevenminute.static_files.image_formats.stripped import Stripped, check_size
from sevenminute.static_files.refusals import DAMAGED, MOVES, ImageRefusedError

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PICTURE = {b"IHDR", b"IDAT", b"IEND"}
_COLOURS = {b"gAMA": ">I", b"cHRM": ">IIIIIIII", b"sRGB": ">B", b"cICP": ">BBBB", b"pHYs": ">IIB"}
"""Chunks that say what the colours mean, or how large the picture is meant to be, and what they consist of."""
_MAX_NUMBER = 1_000_000
"""More than such a chunk says of any picture; letters make larger numbers."""
_MAX_CODE = 30
"""More than any code of a kind of colours."""
_PLACES = ("gps", "location", "latitude", "longitude", "geotag")
"""What names of texts have in them that say where a picture was taken."""
_PACKED_EXIF = b"zxIf"
"""A chunk with a byte and the length of the whole before it."""
_TEXTS = {b"tEXt", b"zTXt", b"iTXt", b"iCCP", _PACKED_EXIF}
_OF_TABLE = 3
"""The kind of picture whose colours stand in a table."""
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_MAX_TEXT = 4_000_000
"""Bytes of all texts and profiles of a picture that are unpacked."""
_STEP = 1 << 20


def strip_png(data: bytes) -> Stripped:
    """Return a PNG without texts, times, metadata, and what lies behind its end; its pixels are as they were.

    Raises:
        ImageRefusedError: It is damaged, too large, or moves.
        struct.error: It breaks off.
    """
    kept, removed, exif, profile = [_SIGNATURE], [], b"", b""
    body: list[bytes] = []
    end, unpacked, header, names_place = len(_SIGNATURE), 0, data[16:29], False
    found: dict[bytes, bytes] = {}
    for name, payload in _chunks(data):
        end += 12 + len(payload)
        if name in _PICTURE or (name not in found and not body and _says_colours(name, payload, header, found)):
            kept.append(struct.pack(">I", len(payload)) + name + payload + struct.pack(">I", zlib.crc32(name + payload)))
            found[name] = payload
            if name == b"IDAT":
                body.append(payload)
            continue
        if name == b"acTL" and struct.unpack_from(">I", payload)[0] > 1:
            raise ImageRefusedError(MOVES)
        text = _text(name, payload, _MAX_TEXT - unpacked) if name in _TEXTS else payload
        unpacked += len(text)
        removed.append(text)
        names_place = names_place or (name in _TEXTS and _is_place(payload, text))
        exif = exif or (payload if name == b"eXIf" else b"")
        profile = profile or (text if name == b"iCCP" else b"")
    if not body:
        raise ImageRefusedError(DAMAGED)
    return Stripped(
        data=b"".join(kept),
        removed=b"\n".join([*removed, data[end:]]),
        exif=exif,
        profile=profile,
        encode=_holds_more(header, b"".join(body)),
        names_place=names_place,
    )


def _says_colours(name: bytes, payload: bytes, header: bytes, found: Mapping[bytes, bytes]) -> bool:
    """Return whether a chunk belongs to a picture of its kind, and holds what it is there for and nothing else.

    Args:
        name: Of the chunk.
        payload: What it holds.
        header: The first chunk of the picture.
        found: The chunks before it.
    """
    depth, colours = header[8], header[9]
    if name == b"PLTE":
        return colours == _OF_TABLE and len(payload) % 3 == 0 and 3 <= len(payload) <= 3 << depth
    if name == b"tRNS" and colours == _OF_TABLE:
        return 1 <= len(payload) <= len(found.get(b"PLTE", b"")) // 3
    if name == b"tRNS":  # one colour
        return len(payload) == {0: 2, 2: 6}.get(colours) and all(
            value < 1 << depth for (value,) in struct.iter_unpack(">H", payload)
        )
    form = _COLOURS.get(name, "")
    if not form or struct.calcsize(form) != len(payload):
        return False
    numbers = zip(struct.unpack(form, payload), form[1:], strict=True)
    return all(number <= (_MAX_NUMBER if width == "I" else _MAX_CODE) for number, width in numbers)


def _is_place(payload: bytes, text: bytes) -> bool:
    """Return whether the name of a text says that a place stands in it."""
    keyword = payload.partition(b"\0")[0].decode("latin-1").lower()
    return bool(text.strip(b"\0 \t\r\n")) and any(word in keyword for word in _PLACES)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each chunk's name and content."""
    position = len(_SIGNATURE)
    name = b""
    while name != b"IEND":
        size, name = struct.unpack_from(">I4s", data, position)
        payload = data[position + 8 : position + 8 + size]
        (checksum,) = struct.unpack_from(">I", data, position + 8 + size)
        if checksum != zlib.crc32(name + payload) or (position == len(_SIGNATURE)) != (name == b"IHDR"):
            raise ImageRefusedError(DAMAGED)
        position += 12 + size
        yield name, payload


def _text(name: bytes, payload: bytes, room: int) -> bytes:
    """Return what a chunk says, unpacked where it is packed and not longer than there is room."""
    if name == _PACKED_EXIF:
        return _unpacked(payload[5:], room) if room > 0 else payload
    keyword, _, rest = payload.partition(b"\0")
    packed = name in (b"zTXt", b"iCCP")
    if name == b"iTXt":
        packed = rest[:1] == b"\1"
        rest = rest[2:].split(b"\0", 2)[-1]
    elif packed:
        rest = rest[1:]
    if packed and room > 0:
        rest = _unpacked(rest, room)
    if name != b"iCCP" and keyword.lower().startswith(b"raw profile type"):  # ImageMagick’s: name, length, hexadecimal figures
        figures = b"".join(rest.split()[2:])
        return bytes.fromhex(figures.decode("ascii", "replace")) if _is_hexadecimal(figures) else rest
    return rest


def _is_hexadecimal(figures: bytes) -> bool:
    return len(figures) % 2 == 0 and not figures.strip(b"0123456789abcdefABCDEF")


def _unpacked(packed: bytes, room: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, room)
    except zlib.error:
        return packed


def _holds_more(header: bytes, body: bytes) -> bool:
    """Return whether the packed rows go on behind the last row of the picture."""
    width, height, depth, colours, _, _, interlaced = struct.unpack(">IIBBBBB", header)
    check_size(width, height)
    if colours not in _CHANNELS:
        raise ImageRefusedError(DAMAGED)
    expected = sum(
        rows * (1 + (columns * depth * _CHANNELS[colours] + 7) // 8)
        for columns, rows in (_passes(width, height) if interlaced else [(width, height)])
        if columns
    )
    unpacker, unpacked = zlib.decompressobj(), 0
    try:
        while not unpacker.eof and unpacked <= expected:
            part = unpacker.decompress(body, _STEP)
            body = unpacker.unconsumed_tail
            unpacked += len(part)
            if not part and not body and not unpacker.eof:
                raise ImageRefusedError(DAMAGED)
    except zlib.error:
        raise ImageRefusedError(DAMAGED) from None
    return unpacked != expected or bool(unpacker.unused_data)


def _passes(width: int, height: int) -> list[tuple[int, int]]:
    """Return the size of each pass of an interlaced picture."""
    starts = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    return [((width - x + across - 1) // across, (height - y + down - 1) // down) for x, y, across, down in starts]
