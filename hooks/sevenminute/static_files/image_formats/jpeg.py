"""JPEG: segments, each with a marker."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from sevenminute.static_files.image_formats.stripped import Stripped
from sevenminute.static_files.refusals import DAMAGED, ImageRefusedError

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_APP0, _APP1, _APP2, _APP14 = 0xE0, 0xE1, 0xE2, 0xEE
_ALONE = {0x01, *range(0xD0, 0xD8)}
"""Markers without a segment."""
_PICTURE = {0xC0, 0xC1, 0xC2, 0xC4, _SOS, 0xDB, 0xDD}
"""Segments that make the picture: frames, tables, scans."""
_NOT_SHOWN = {0xC3, *range(0xC5, 0xC8), *range(0xC9, 0xD0), 0xDC, 0xDE, 0xDF}
"""Frames without loss, in layers or with arithmetic coding, and what belongs to them."""
_MARKER = re.compile(rb"\xff([^\x00\xff])")
_END_OF_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_EXIF = b"Exif\0\0"
_EXTENDED_XMP = b"http://ns.adobe.com/xmp/extension/\0"
_EXTENDED_XMP_HEAD = len(_EXTENDED_XMP) + 32 + 4 + 4
"""Bytes before the text: the name, the digest of the whole, its length and the place of this part."""
_SPREAD = (_EXIF, b"Photoshop 3.0\0")
"""How segments begin that go on in others which begin likewise."""
_ICC = b"ICC_PROFILE\0"
_SOFS = {0xC0, 0xC1, 0xC2}
_DHT, _DQT, _DRI = 0xC4, 0xDB, 0xDD
_RESTART = re.compile(rb"\xff[\xd0-\xd7]")
_END = 4
"""Bytes at the end of the coded pixels that are changed to see whether they say something."""
_OTHER_BITS = (0xFF, 0x80, 0x55, 0x2A, 0x01, 0xAA, 0xD5, 0x24, 0x7F, 0x33, 0x66)
"""Ways to change them, of which one shows: a picture that is black or white there shows little."""
_MAX_SCANS = 40
"""Progressive pictures have about ten; each costs a pass over the whole picture."""


class _Parts:
    """What is kept of a JPEG, and what is not, while it is read."""

    def __init__(self) -> None:
        self.kept: list[bytes] = [b"\xff\xd8"]
        self.removed: list[bytes] = []
        self.spread: dict[bytes, bytes] = dict.fromkeys(_SPREAD, b"")
        self.exif = b""
        self.profile: dict[int, bytes] = {}
        self.scans = 0
        self.tables = _Tables()
        self.last = 0
        self.ends: list[int] = []

    def add(self, marker: int, payload: bytes) -> None:
        """Take in a segment."""
        wanted = _wanted(marker, payload)
        self.tables.read(marker, payload)
        if wanted is None or (marker == _APP0 and len(self.kept) > 1):  # JFIF is the first segment, or none
            self.removed.append(payload[_EXTENDED_XMP_HEAD:] if payload.startswith(_EXTENDED_XMP) else payload)
        else:
            self.kept.append(struct.pack(">BBH", 0xFF, marker, len(wanted) + 2) + wanted)
            self.removed.append(payload[len(wanted) :])
        for head in _SPREAD:
            self.spread[head] += payload[len(head) :] if payload.startswith(head) else b""
        if marker == _APP1 and payload.startswith(_EXIF):
            self.exif = self.exif or payload[len(_EXIF) :]
        if marker == _APP2 and payload.startswith(_ICC) and len(payload) > len(_ICC) + 2:
            self.profile.setdefault(payload[len(_ICC)], payload[len(_ICC) + 2 :])
        self.scans += marker == _SOS
        if self.scans > _MAX_SCANS:
            raise ImageRefusedError(DAMAGED)

    def add_scan(self, coded: bytes) -> None:
        """Take in the coded pixels behind the segment that begins a scan."""
        if not coded:
            raise ImageRefusedError(DAMAGED)
        self.kept.append(coded)
        self.last = sum(map(len, self.kept))
        if not self.tables.has_its_length(coded) and len(coded) > _END:
            self.ends.append(self.last)
        # Pixels that begin anew in between could end too late at each such place.
        self.tables.hold_more = self.tables.hold_more or _RESTART.search(coded) is not None

    def end(self) -> None:
        """Take out what was kept behind the last scan, and join what was spread over segments."""
        kept = b"".join(self.kept)
        self.kept = [kept[: self.last]]
        self.removed += [kept[self.last :], *self.spread.values()]


class _Tables:
    """Which tables of a JPEG have a use; one that has none can hold anything.

    Attributes:
        hold_more: Whether something has none, or is there twice.
    """

    def __init__(self) -> None:
        self.hold_more = False
        self._unused: set[int] = set()
        self._of_pixels: set[int] = set()
        self._wanted: set[int] = set()
        self._frames = 0
        self._size = (0, 0)
        self._samples: dict[int, tuple[int, int]] = {}
        self._bits = 0

    def read(self, marker: int, payload: bytes) -> None:
        """Note what a segment defines, or uses."""
        if marker == _DHT:
            for table in _coding_tables(payload):
                self.hold_more = self.hold_more or table in self._unused
                self._unused.add(table)
        elif marker == _DQT:
            tables = list(_pixel_tables(payload))
            self.hold_more = self.hold_more or len({*tables} | self._of_pixels) < len(tables) + len(self._of_pixels)
            self._of_pixels.update(tables)
        elif marker in _SOFS:
            self._frames += 1
            self._wanted.update(payload[8::3])
            self._size = struct.unpack_from(">HH", payload, 1)[::-1]
            self._samples = {payload[at]: (payload[at + 1] >> 4, payload[at + 1] & 15) for at in range(6, len(payload) - 2, 3)}
        elif marker == _DRI:
            self.hold_more = True
        elif marker == _SOS:
            colours, (begins, _, steps) = payload[1 : 1 + 2 * payload[0]], payload[1 + 2 * payload[0] :]
            for used in colours[1::2]:
                self._unused -= {used >> 4, 0x10 | used & 0x0F}
            self._bits = self._blocks(colours[::2]) if begins == 0 and steps >> 4 else 0

    def has_its_length(self, coded: bytes) -> bool:
        """Return whether the length of coded pixels is known, and was checked; that of most scans is not."""
        if self._bits and len(coded.replace(b"\xff\0", b"\xff")) != -(-self._bits // 8):
            self.hold_more = True
        return bool(self._bits)

    def _blocks(self, colours: bytes) -> int:
        """Return how many squares a scan of these colours has; one that refines what each has on the whole has a bit for each."""
        across, down = (max(sample[axis] for sample in self._samples.values()) for axis in (0, 1))
        width, height = self._size
        if len(colours) == 1:
            own = self._samples[colours[0]]
            return -(-width * own[0] // (8 * across)) * -(-height * own[1] // (8 * down))
        squares = sum(own[0] * own[1] for own in map(self._samples.__getitem__, colours))
        return -(-width // (8 * across)) * -(-height // (8 * down)) * squares

    def all_used(self) -> bool:
        """Return whether each table has its use, at the end of the picture."""
        return not self.hold_more and not self._unused and self._of_pixels == self._wanted and self._frames == 1


def _coding_tables(payload: bytes) -> Iterator[int]:
    """Yield the number of each table of a segment that says how pixels are coded."""
    position = 0
    while position < len(payload):
        yield payload[position]
        position += 17 + sum(payload[position + 1 : position + 17])


def _pixel_tables(payload: bytes) -> Iterator[int]:
    """Yield the number of each table of a segment that says how coarse pixels are."""
    position = 0
    while position < len(payload):
        yield payload[position] & 0x0F
        position += 129 if payload[position] >> 4 else 65


def strip_jpeg(data: bytes) -> Stripped:
    """Return a JPEG without remarks, thumbnails, metadata, and what lies behind its end; its pixels are as they were.

    Raises:
        ImageRefusedError: It is damaged, or browsers do not show it.
        struct.error: It breaks off.
    """
    parts, position = _Parts(), 2
    while True:
        found = _MARKER.search(data, position)
        if not found or found[1][0] == _SOI:
            raise ImageRefusedError(DAMAGED)
        parts.removed.append(data[position : found.start()])
        marker, position = found[1][0], found.end()
        if marker == _EOI:
            break
        if marker in _ALONE:
            continue
        (size,) = struct.unpack_from(">H", data, position)
        payload = data[position + 2 : position + size]
        if len(payload) != size - 2:
            raise ImageRefusedError(DAMAGED)
        parts.add(marker, payload)
        position += size
        if marker == _SOS:
            end = _END_OF_SCAN.search(data, position)
            if not end:
                raise ImageRefusedError(DAMAGED)
            parts.add_scan(data[position : end.start()].rstrip(b"\xff"))  # 0xFF before a marker fills
            position = end.start()
    parts.end()
    shown = parts.kept[0] + b"\xff\xd9"
    return Stripped(
        data=shown,
        removed=b"".join([*parts.removed, data[position:]]),
        exif=parts.exif,
        profile=b"".join(parts.profile[number] for number in sorted(parts.profile)),
        encode=not parts.tables.all_used(),
        other_ends=(_other_ends(shown, end) for end in parts.ends),
    )


def _other_ends(data: bytes, end: int) -> Iterator[bytes]:
    """Yield a picture with other bits where its coded pixels end."""
    begin = end - _END
    begin -= data[begin - 1 : begin + 1] == b"\xff\0"  # which stand for one byte
    for bits in _OTHER_BITS:
        changed = bytes(min(byte ^ bits, 0xFE) for byte in data[begin:end])  # 0xFF would begin a marker
        yield data[:begin] + changed + data[end:]


def _wanted(marker: int, payload: bytes) -> bytes | None:
    """Return what is kept of a segment, or None when it goes as a whole."""
    if marker in _NOT_SHOWN:
        raise ImageRefusedError("is a JPEG that browsers do not show: save it again as a JPEG or PNG, and upload that")
    if marker in _PICTURE:
        return payload
    if marker == _APP0 and payload.startswith(b"JFIF\0") and len(payload) >= 14:
        return payload[:12] + b"\0\0"  # no thumbnail
    if marker == _APP14 and payload.startswith(b"Adobe") and len(payload) >= 12:
        return payload[:12]  # how the colours are coded
    return None
