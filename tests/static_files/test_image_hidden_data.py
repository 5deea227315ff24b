"""What is hidden in a picture, behind its last pixel or between its parts, is not published."""

from __future__ import annotations

import functools
import io
import re
import struct
import zlib
from collections.abc import Callable

import pytest
from PIL import Image
from test_images import PLAIN

from image_files import KINDS, alike, chunk, drawing, in_jpeg, photograph, pixels, published, riff, saved, segment
from sevenminute.static_files.images import publish_image


def of_few_colours(colours: bytes, alpha: bytes = b"") -> bytes:
    """Return a PNG of four colours and 2 bits for each pixel."""
    header = struct.pack(">IIBBBBB", 4, 1, 2, 3, 0, 0, 0)
    chunks = [chunk(b"IHDR", header), chunk(b"PLTE", colours), *([chunk(b"tRNS", alpha)] if alpha else [])]
    return b"".join([b"\x89PNG\r\n\x1a\n", *chunks, chunk(b"IDAT", zlib.compress(b"\0\x1b")), chunk(b"IEND", b"")])


def scan_of(data: bytes, number: int, put: bytes) -> bytes:
    """Return a JPEG with more bytes at the end of the pixels of one scan, counted from 0, or from behind."""
    ends = [found.start() for found in re.finditer(rb"\xff[\xc4\xda\xd9]", data) if found.start() > data.index(b"\xff\xda")]
    scans = [end for end in ends if data[end + 1] != 0xDA or data[end - 2 : end] != b"\0\x3f"]
    return data[: scans[number]] + put + data[scans[number] :]


def in_parts_of_gif(data: bytes, put: bytes) -> bytes:
    """Return a GIF with more bytes at the end of its pixels."""
    return data[:-2] + bytes([len(put)]) + put + data[-2:]


def in_chunk(data: bytes, name: bytes, put: bytes) -> bytes:
    """Return a WebP with more bytes at the end of a chunk."""
    at = data.index(name)
    size = int.from_bytes(data[at + 4 : at + 8], "little")
    content = data[at + 8 : at + 8 + size] + put
    body = data[12:at] + riff(name, content) + data[at + 8 + size + size % 2 :]
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def in_first_part(data: bytes, put: bytes) -> bytes:
    """Return a WebP with more bytes between the two parts of its pixels."""
    at = data.index(b"VP8 ") + 8
    head = int.from_bytes(data[at : at + 3], "little")
    behind = at + 10 + (head >> 5)
    grown = (head + (len(put) << 5)).to_bytes(3, "little") + data[at + 3 : behind] + put + data[behind:]
    return in_chunk(data[: at - 8] + riff(b"VP8 ", grown[: len(data) - at + len(put)]), b"VP8 ", b"")


def in_items_of_avif(data: bytes, put: bytes, *, in_pixels: bool = False) -> bytes:
    """Return an AVIF of one item with more bytes at its end, within the length that it has, or as part of its pixels."""
    at = data.index(b"mdat")
    length = len(data) - at - 4
    pixels = data[at + 4 :]
    if in_pixels:  # the last part of the coded pixels has its length in one byte
        frame = pixels.rindex(bytes([0x32]), 0, 30)
        assert pixels[frame + 1] == len(pixels) - frame - 2
        pixels = pixels[: frame + 1] + bytes([pixels[frame + 1] + len(put)]) + pixels[frame + 2 :]
    grown = data[:at].replace(struct.pack(">I", length), struct.pack(">I", length + len(put)))
    return grown[:-4] + struct.pack(">I", 8 + length + len(put)) + b"mdat" + pixels + put


def with_restarts() -> bytes:
    return saved(drawing(), "JPEG", restart_marker_rows=1)


def see_through(kind: str) -> bytes:
    """Return a picture of which one half lets what is behind it through."""
    image = drawing(mode="RGBA")
    image.paste((9, 9, 9, 90), (0, 0, 30, 40))
    return saved(image, kind)


def two_in_an_avif() -> bytes:
    """Return an AVIF whose second item is said to be a picture of its own, not what is transparent."""
    return see_through("AVIF").replace(b"auxl", b"thmb")


JPEG = functools.partial(saved, drawing(), "JPEG")
SECRET = b"secret of Jo Smith"
HIDDEN: dict[str, Callable[[], bytes]] = {
    # a picture that goes on where nobody sees it, among its own coded pixels
    "JPEG, behind its pixels": lambda: scan_of(JPEG(), -1, SECRET),
    "JPEG, behind the pixels of a photograph": lambda: scan_of(saved(photograph((90, 70)), "JPEG"), -1, SECRET + b"\xff\0"),
    "JPEG, grey, behind its pixels": lambda: scan_of(PLAIN["JPEG, grey"](), -1, SECRET),
    "JPEG, progressive, behind its last scan": lambda: scan_of(JPEG(progressive=True), -1, SECRET),
    "JPEG, progressive, behind its first scan": lambda: scan_of(JPEG(progressive=True), 0, SECRET),
    "JPEG, progressive, behind one in the middle": lambda: scan_of(JPEG(progressive=True), 6, SECRET),
    "JPEG, between restarts": lambda: with_restarts().replace(b"\xff\xd0", SECRET + b"\xff\xd0", 1),
    "JPEG, a table behind its last scan": lambda: JPEG()[:-2] + segment(0xDB, b"\3" + SECRET * 3 + b"-" * 10) + b"\xff\xd9",
    "JPEG, a table that nothing uses": lambda: in_jpeg(segment(0xDB, b"\3" + SECRET * 3 + b"-" * 10)),
    "JPEG, a table of codes that nothing uses": lambda: in_jpeg(segment(0xC4, b"\x13" + bytes(7) + b"\x12" + bytes(8) + SECRET)),
    "JPEG, a table that another one replaces": lambda: in_jpeg(segment(0xDB, b"\0" + SECRET * 3 + b"-" * 10)),
    "PNG, table of more colours than can be told apart": lambda: of_few_colours(bytes(12) + SECRET),
    "PNG, more transparent colours than there are": lambda: of_few_colours(bytes(12), b"\xff" * 4 + SECRET),
    "GIF, behind its pixels": lambda: in_parts_of_gif(saved(drawing(), "GIF"), SECRET),
    "GIF, transparent, behind its pixels": lambda: in_parts_of_gif(PLAIN["GIF, transparent"](), SECRET),
    "GIF, a table of colours that the picture does not use": lambda: (
        b"GIF89a\4\0\1\0\x82\0\0" + SECRET + b"-" * 6 + b",\0\0\0\0\4\0\1\0\x80" + bytes(6) + b"\2\3\4\x82\x02\0;"
    ),
    "WebP, behind its pixels": lambda: in_chunk(saved(drawing(), "WebP"), b"VP8 ", SECRET),
    "WebP, behind the first part of its pixels": lambda: in_first_part(saved(drawing(), "WebP"), SECRET),
    "WebP, lossless, behind its pixels": lambda: in_chunk(PLAIN["WebP, lossless"](), b"VP8L", SECRET),
    "WebP, behind what is transparent": lambda: in_chunk(see_through("WebP"), b"ALPH", SECRET),
    "AVIF, behind its pixels": lambda: in_items_of_avif(saved(drawing(), "AVIF"), SECRET, in_pixels=True),
    "AVIF, filling": lambda: in_items_of_avif(saved(drawing(), "AVIF"), b"\x7a\x12" + SECRET),
    "AVIF, a second picture": two_in_an_avif,
}


@pytest.mark.parametrize("name", HIDDEN)
def test_what_stands_behind_the_last_pixel_is_not_published(name: str) -> None:
    data = HIDDEN[name]()
    with Image.open(io.BytesIO(data)) as image:
        image.load()  # so do browsers
    result = published(data)
    assert result.changed
    assert SECRET not in result.data
    assert alike(pixels(result.data), pixels(data))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("quality", [30, 65, 75, 85, 95])
def test_no_picture_is_taken_for_one_that_goes_on(kind: str, quality: int) -> None:
    for image in (drawing(), photograph((60, 45)), drawing((160, 90), "L"), photograph((33, 90))):
        for options in ({}, {"progressive": True, "optimize": True}) if kind == "JPEG" else ({},):
            data = saved(image, kind, quality=quality, **options)
            assert publish_image(data).data == data, (image.size, options)
