"""GIF: blocks, of which one is the picture."""

from __future__ import annotations

from sevenminute.static_files.image_formats.stripped import Stripped
from sevenminute.static_files.refusals import DAMAGED, MOVES, ImageRefusedError

_IMAGE, _EXTENSION, _TRAILER = 0x2C, 0x21, 0x3B
_GRAPHIC_CONTROL = 0xF9
"""Which colour is transparent."""
_END = 3
"""Bytes that the mark of the end can fill behind the last pixel."""


def strip_gif(data: bytes) -> Stripped:
    """Return a GIF without remarks, what programs put into it, and what lies behind its end; its pixels are as they were.

    Raises:
        ImageRefusedError: It is damaged, or moves.
        IndexError: It breaks off.
    """
    position = 13 + _colour_table(data[10])
    screen, control, picture, parts, tables = data[:position], b"", b"", b"", data[10] >> 7
    removed: list[bytes] = []
    while data[position] != _TRAILER:
        block, start = data[position], position
        if block == _IMAGE:
            if picture:
                raise ImageRefusedError(MOVES)
            coded = start + 11 + _colour_table(data[start + 9])
            position = _end_of_parts(data, coded)
            picture, parts = data[start:coded], data[coded:position]
            tables += data[start + 9] >> 7
        elif block == _EXTENSION:
            position = _end_of_parts(data, start + 2)
            if data[start + 1] == _GRAPHIC_CONTROL and position - start == 8 and not control and not picture:
                control = data[start:position]
            else:
                removed.append(data[start:position])
        else:
            raise ImageRefusedError(DAMAGED)
    if not picture:
        raise ImageRefusedError(DAMAGED)
    head, end = screen + control + picture, bytes([_TRAILER])
    return Stripped(
        data=head + parts + end,
        removed=b"".join([*removed, data[position + 1 :]]),
        encode=tables > 1,  # of which one has no use
        other_ends=[[head + _in_parts(_joined(parts)[:-_END]) + end]],
    )


def _colour_table(flags: int) -> int:
    """Return how many bytes the table of colours has that these flags announce."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _end_of_parts(data: bytes, position: int) -> int:
    """Return where a chain of parts ends, each of which begins with its length; the last has none."""
    while data[position]:
        position += data[position] + 1
    return position + 1


def _joined(parts: bytes) -> bytes:
    """Return what stands in a chain of parts."""
    position, found = 0, []
    while parts[position]:
        found.append(parts[position + 1 : position + 1 + parts[position]])
        position += parts[position] + 1
    return b"".join(found)


def _in_parts(content: bytes) -> bytes:
    """Return a chain of parts that holds this."""
    parts = (content[at : at + 255] for at in range(0, len(content), 255))
    return b"".join(bytes([len(part)]) + part for part in parts) + b"\0"
