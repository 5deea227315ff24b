"""JPEG: segments, each with a marker."""

from __future__ import annotations

import re
import struct

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
_ICC = b"ICC_PROFILE\0"
_MAX_SCANS = 40
"""Progressive pictures have about ten; each costs a pass over the whole picture."""


class _Parts:
    """What is kept of a JPEG, and what is not, while it is read."""

    def __init__(self) -> None:
        self.kept: list[bytes] = [b"\xff\xd8"]
        self.removed: list[bytes] = []
        self.exif = b""
        self.profile: dict[int, bytes] = {}
        self.scans = 0

    def add(self, marker: int, payload: bytes) -> None:
        """Take in a segment."""
        wanted = _wanted(marker, payload)
        if wanted is None or (marker == _APP0 and len(self.kept) > 1):  # JFIF is the first segment, or none
            self.removed.append(payload[_EXTENDED_XMP_HEAD:] if payload.startswith(_EXTENDED_XMP) else payload)
        else:
            self.kept.append(struct.pack(">BBH", 0xFF, marker, len(wanted) + 2) + wanted)
            self.removed.append(payload[len(wanted) :])
        if marker == _APP1 and payload.startswith(_EXIF):
            self.exif = self.exif or payload[len(_EXIF) :]
        if marker == _APP2 and payload.startswith(_ICC) and len(payload) > len(_ICC) + 2:
            self.profile.setdefault(payload[len(_ICC)], payload[len(_ICC) + 2 :])
        self.scans += marker == _SOS
        if self.scans > _MAX_SCANS:
            raise ImageRefusedError(DAMAGED)


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
            parts.kept.append(data[position : end.start()].rstrip(b"\xff"))  # 0xFF before a marker fills
            position = end.start()
    return Stripped(
        data=b"".join(parts.kept) + b"\xff\xd9",
        removed=b"".join([*parts.removed, data[position:]]),
        exif=parts.exif,
        profile=b"".join(parts.profile[number] for number in sorted(parts.profile)),
    )


def _wanted(marker: int, payload: bytes) -> bytes | None:
    """Return what is kept of a segment, or None when it goes as a whole."""
    if marker in _NOT_SHOWN:
        raise ImageRefusedError("is a JPEG that browsers do not show: save it anew as a JPEG or PNG, and upload that")
    if marker in _PICTURE:
        return payload
    if marker == _APP0 and payload.startswith(b"JFIF\0") and len(payload) >= 14:
        return payload[:12] + b"\0\0"  # no thumbnail
    if marker == _APP14 and payload.startswith(b"Adobe") and len(payload) >= 12:
        return payload[:12]  # how the colours are coded
    return None
