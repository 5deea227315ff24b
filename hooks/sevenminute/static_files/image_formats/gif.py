"""GIF: blocks, of which one is the picture."""

from __future__ import annotations

from sevenminute.static_files.image_formats.stripped import Stripped
from sevenminute.static_files.refusals import DAMAGED, MOVES, ImageRefusedError

_IMAGE, _EXTENSION, _TRAILER = 0x2C, 0x21, 0x3B
_GRAPHIC_CONTROL = 0xF9
"""Which colour is transparent."""


def strip_gif(data: bytes) -> Stripped:
    """Return a GIF without remarks, what programs put into it, and what lies behind its end; its pixels are as they were.

    Raises:
        ImageRefusedError: It is damaged, or moves.
        IndexError: It breaks off.
    """
    position = 13 + _colour_table(data[10])
    kept, pictures = [data[:position]], 0
    removed: list[bytes] = []
    while data[position] != _TRAILER:
        block, start = data[position], position
        if block == _IMAGE:
            pictures += 1
            if pictures > 1:
                raise ImageRefusedError(MOVES)
            position = _end_of_parts(data, start + 11 + _colour_table(data[start + 9]))
            kept.append(data[start:position])
        elif block == _EXTENSION:
            position = _end_of_parts(data, start + 2)
            wanted = data[start + 1] == _GRAPHIC_CONTROL and position - start == 8
            (kept if wanted else removed).append(data[start:position])
        else:
            raise ImageRefusedError(DAMAGED)
    if not pictures:
        raise ImageRefusedError(DAMAGED)
    return Stripped(data=b"".join(kept) + bytes([_TRAILER]), removed=b"".join([*removed, data[position + 1 :]]))


def _colour_table(flags: int) -> int:
    """Return how many bytes the table of colours has that these flags announce."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _end_of_parts(data: bytes, position: int) -> int:
    """Return where a chain of parts ends, each of which begins with its length; the last has none."""
    while data[position]:
        position += data[position] + 1
    return position + 1
