"""What is left of a picture's file when all that is no part of the picture has gone, and how large it may be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sevenminute.static_files.refusals import SMALLER, ImageRefusedError

MAX_PIXELS = 64_000_000
"""More than telephones take, unless they are told to; four bytes of memory for each."""


@dataclass(frozen=True)
class Stripped:
    """A picture's file without what is no part of the picture.

    What somebody hides among the coded pixels themselves is a part of the picture, like what it shows.

    Attributes:
        data: The file with those parts alone that make the picture; the very bytes when there were no others.
        removed: What was taken out, one part after the other.
        exif: Its first block of EXIF, from the mark of the order of bytes on; empty when there is none.
        profile: Its ICC profile of colours, which `data` does not hold any more; empty when there is none.
        encode: Whether something is left that cannot be cut out: the picture must be encoded anew.
        names_place: Whether something that was taken out has a name that only a place has.
        other_ends: For each part of the coded pixels, files in which it ends otherwise. Where all of them show the same picture,
            the part goes on behind its last pixel.
    """

    data: bytes
    removed: bytes = b""
    exif: bytes = b""
    profile: bytes = b""
    encode: bool = False
    names_place: bool = False
    other_ends: Iterable[Iterable[bytes]] = field(default=(), compare=False)


def check_size(width: int, height: int) -> None:
    """Refuse a picture that is too large to be made smaller in the memory of any machine.

    Raises:
        ImageRefusedError: It is too large, or has no size.
    """
    if not width or not height:
        raise ImageRefusedError("is a picture without a size: save it again as a JPEG or PNG, and upload that")
    if width * height > MAX_PIXELS:
        raise ImageRefusedError(f"has {width:,} by {height:,} pixels, too many to be read here: {SMALLER}")
