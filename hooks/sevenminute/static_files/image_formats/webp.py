"""WebP: chunks within a RIFF file."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from sevenminute.static_files.image_formats.stripped import Stripped, check_size
from sevenminute.static_files.refusals import DAMAGED, MOVES, ImageRefusedError

_PICTURE = {b"VP8X", b"ALPH", b"VP8 ", b"VP8L"}
_MOVES, _TRANSPARENT = 0x02, 0x10
_END = 5
"""Bytes that encoders can write behind the last pixel, for the decoder to read ahead."""


def strip_webp(data: bytes) -> Stripped:
    """Return a WebP without metadata, unknown chunks, and what lies behind its end; its pixels are as they were.

    Raises:
        ImageRefusedError: It is damaged, too large, or moves.
        struct.error: It breaks off.
    """
    end, position = 8 + int(struct.unpack_from("<I", data, 4)[0]), 12
    kept: list[tuple[bytes, bytes]] = []
    removed = []
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
            kept.append((name, payload))
        found.setdefault(name, payload)
    return Stripped(
        data=_file(kept),
        removed=b"".join([*removed, data[end:]]),
        exif=found.get(b"EXIF", b"").removeprefix(b"Exif\0\0"),
        profile=found.get(b"ICCP", b""),
        encode=b"VP8 " in found and (b"VP8L" in found or _has_many_parts(found[b"VP8 "])),
        other_ends=_other_ends(kept),
    )


def _file(chunks: Sequence[tuple[bytes, bytes]]) -> bytes:
    body = b"".join(name + struct.pack("<I", len(payload)) + payload + b"\0" * (len(payload) % 2) for name, payload in chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _other_ends(chunks: Sequence[tuple[bytes, bytes]]) -> Iterator[Sequence[bytes]]:
    """Yield a picture of which one part of the coded pixels ends too early, for each of them."""
    for place, (name, payload) in enumerate(chunks):
        cut = [] if name == b"VP8X" else [payload[:-_END]]
        head = int.from_bytes(payload[:3], "little")
        if name == b"VP8 " and head >> 5 > _END:  # the first part has its length in the head
            behind = 10 + (head >> 5)
            cut.append((head - (_END << 5)).to_bytes(3, "little") + payload[3 : behind - _END] + payload[behind:])
        for each in cut:
            yield [_file([*chunks[:place], (name, each), *chunks[place + 1 :]])]


def _has_many_parts(payload: bytes) -> bool:
    """Return whether the pixels of a picture with loss are coded in several parts, each of which could end too late."""
    read = _Bits(payload[10:])
    read.skip(2)
    if read.bit():  # parts of the picture with settings of their own
        has_map, has_values = read.bit(), read.bit()
        if has_values:
            read.skip(1)
            read.skip_values((8, 8, 8, 8, 7, 7, 7, 7))
        if has_map:
            read.skip_values((8, 8, 8))
    read.skip(10)
    if read.bit() and read.bit():
        read.skip_values((7,) * 8)
    return bool(read.bit() or read.bit())


class _Bits:
    """Reads the bits with which a picture with loss begins, each as probable as the other (RFC 6386, section 7)."""

    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data, "big")
        self._left = 8 * len(data) - 8
        self._range = 255

    def bit(self) -> bool:
        """Return the next bit."""
        split = 1 + ((self._range - 1) >> 1)
        is_one = self._value >= split << self._left
        if is_one:
            self._value -= split << self._left
        self._range = self._range - split if is_one else split
        while self._range < 128:
            self._range <<= 1
            self._left -= 1
        if self._left < 0:
            raise ImageRefusedError(DAMAGED)
        return is_one

    def skip(self, bits: int) -> None:
        """Pass over bits."""
        for _ in range(bits):
            self.bit()

    def skip_values(self, lengths: Sequence[int]) -> None:
        """Pass over values, before each of which a bit says whether it is there."""
        for length in lengths:
            if self.bit():
                self.skip(length)


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
