"""WebP: chunks within a RIFF file."""

from __future__ import annotations

import struct

from sevenminute.static_files.image_formats.stripped import Stripped, check_size
from sevenminute.static_files.refusals import DAMAGED, MOVES, ImageRefusedError

_PICTURE = {b"VP8X", b"ALPH", b"VP8 ", b"VP8L"}
_MOVES, _TRANSPARENT = 0x02, 0x10


def strip_webp(data: bytes) -> Stripped:
    """Return a WebP without metadata, unknown chunks, and what lies behind its end; its pixels are as they were.

    Raises:
        ImageRefusedError: It is damaged, too large, or moves.
        struct.error: It breaks off.
    """
    end, position = 8 + int(struct.unpack_from("<I", data, 4)[0]), 12
    kept, removed = [], []
    found: dict[bytes, bytes] = {}
    while position < min(end, len(data)):
        name, size = struct.unpack_from("<4sI", data, position)
        payload = data[position + 8 : position + 8 + size]
        if len(payload) != size:
            raise ImageRefusedError(DAMAGED)
        position += 8 + size + size % 2
        if name in (b"ANIM", b"ANMF") or (name == b"VP8X" and payload[0] & _MOVES):
            raise ImageRefusedError(MOVES)
        if name not in _PICTURE or name in found:
            removed.append(payload)
        else:
            check_size(*_size(name, payload))
            payload = bytes([payload[0] & _TRANSPARENT, 0, 0, 0]) + payload[4:10] if name == b"VP8X" else payload
            kept.append(name + struct.pack("<I", len(payload)) + payload + b"\0" * (len(payload) % 2))
        found.setdefault(name, payload)
    body = b"WEBP" + b"".join(kept)
    return Stripped(
        data=b"RIFF" + struct.pack("<I", len(body)) + body,
        removed=b"".join([*removed, data[end:]]),
        exif=found.get(b"EXIF", b"").removeprefix(b"Exif\0\0"),
        profile=found.get(b"ICCP", b""),
    )


def _size(name: bytes, payload: bytes) -> tuple[int, int]:
    """Return width and height that a chunk announces; one pixel when it announces none."""
    if name == b"VP8X":
        width, height = (int.from_bytes(payload[at : at + 3], "little") + 1 for at in (4, 7))
        return width, height
    if name == b"VP8 ":
        width, height = struct.unpack_from("<HH", payload, 6)
        return width & 0x3FFF, height & 0x3FFF
    if name == b"VP8L":
        (bits,) = struct.unpack_from("<I", payload, 1)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return 1, 1
