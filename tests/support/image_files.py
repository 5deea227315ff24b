"""Pictures for tests, with what cameras and programs put beside their pixels; and what is left of it once they are published."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Sequence
from typing import Any

import pytest
from PIL import ExifTags, Image, ImageChops, ImageCms, ImageDraw, ImageFilter, ImageStat, PngImagePlugin

from sevenminute.static_files.images import MAX_WIDTH, ImageRefusedError, PublishedImage, publish_image

KINDS = {"JPEG": "JPEG", "PNG": "PNG", "GIF": "GIF", "WebP": "WEBP", "AVIF": "AVIF"}
"""Each kind, and what Pillow calls it."""
PLACE = {1: "N", 2: (51.0, 30.0, 26.5)}
DEGREES = struct.pack(">6I", 51, 1, 30, 1, 53, 2)  # as EXIF has them
XMP_GPS = (
    b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    b'xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" exif:GPSLatitude="51,30.44N">'
    b"<dc:creator>Jo Smith</dc:creator></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
)
XMP_CITY = XMP_GPS.replace(b'exif:GPSLatitude="51,30.44N"', b'xmlns:p="http://ns.adobe.com/photoshop/1.0/" p:City="Ashwick"')
XMP_SHOWN = XMP_GPS.replace(b' exif:GPSLatitude="51,30.44N"', b"").replace(
    b"<dc:creator>",
    b'<e:LocationShown xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"><rdf:Bag><rdf:li e:City="Ashwick"/></rdf:Bag>'
    b"</e:LocationShown><dc:creator>",
)
XMP_PREFIXES = XMP_GPS.replace(b"x:xmpmeta xmlns:x", b"m:xmpmeta xmlns:m").replace(b"/x:xmpmeta", b"/m:xmpmeta")
XMP_PREFIXES = (
    XMP_PREFIXES.replace(b"rdf:", b"r:").replace(b":rdf=", b":r=").replace(b"exif:GPS", b"e:GPS").replace(b":exif=", b":e=")
)
XMP_WIDE = XMP_GPS[XMP_GPS.index(b"<x:") :].decode()
XMP_NONE = XMP_GPS.replace(b' exif:GPSLatitude="51,30.44N"', b' exif:GPSLatitude=" "')
IPTC_CITY = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0c\x1c\x02\x5a\0\x07Ashwick8BIM\x04\x0c\0\0\0\0\0\x08Jo Smith"
IPTC_NONE = IPTC_CITY.replace(b"\x1c\x02\x5a", b"\x1c\x02\x50")
FILM = b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + b"\0\0\0\x20moovudta\xa9xyz\0\x12\x15\xc7+51.5074-000.1278/ Jo Smith"
SECRETS = (
    *(b"Jo Smith", b"KameraCo", b"Ashwick", b"01632 960123", b"2026:05:04", b"51,30", b"+51.5074", b"M4ker", b"secret"),
    *(b"Exif", b"http://ns.adobe.com", b"Photoshop 3.0", b"8BIM", b"xpacket", b"rdf:RDF", b"ICC_PROFILE", b"iCCP", b"acsp"),
    *(b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"JFXX", b"MPF\0", b"XMP ", b"EXIF", b"ICCP", b"GPS"),
)


def drawing(size: tuple[int, int] = (60, 40), mode: str = "RGB") -> Image.Image:
    """Return a picture with another colour in each corner, so that it shows how it lies."""
    image = Image.new("RGB", size, "white")
    draw, (width, height) = ImageDraw.Draw(image), size
    for colour, (x, y) in {"red": (0, 0), "lime": (1, 0), "blue": (0, 1), "black": (1, 1)}.items():
        left, top = x * width // 2, y * height // 2
        draw.rectangle((left, top, left + width // 2, top + height // 2), colour)
    return image.convert(mode)


def photograph(size: tuple[int, int]) -> Image.Image:
    noise = random.Random(7).randbytes(size[0] * size[1] * 3)  # noqa: S311 - the same picture each time is the point
    return Image.frombytes("RGB", size, noise).filter(ImageFilter.GaussianBlur(1))


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, KINDS[kind], **options)
    return file.getvalue()


def exif(orientation: int = 1, gps: dict[int, Any] | None = None, **more: Any) -> Image.Exif:
    made = Image.Exif()
    made[ExifTags.Base.Orientation] = orientation
    made[ExifTags.Base.Make], made[ExifTags.Base.Artist] = "KameraCo", "Jo Smith"
    made.get_ifd(ExifTags.IFD.Exif).update({0x9003: "2026:05:04 10:00:00", 0x927C: b"M4ker note of Jo Smith"})
    if gps is not None:
        made.get_ifd(ExifTags.IFD.GPSInfo).update(gps)
    return made


def segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def chunk(name: bytes, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload)) + name + payload + struct.pack(">I", zlib.crc32(name + payload))


def riff(name: bytes, payload: bytes) -> bytes:
    return name + struct.pack("<I", len(payload)) + payload + b"\0" * (len(payload) % 2)


def in_jpeg(*segments: bytes, behind: bytes = b"") -> bytes:
    plain = saved(drawing(), "JPEG")
    return plain[:20] + b"".join(segments) + plain[20:] + behind  # behind the first segment


def in_png(*chunks: bytes, late: bool = False, behind: bytes = b"") -> bytes:
    plain = saved(drawing(), "PNG")
    at = len(plain) - 12 if late else 33
    return plain[:at] + b"".join(chunks) + plain[at:] + behind


def in_gif(*blocks: bytes, behind: bytes = b"") -> bytes:
    plain = saved(drawing(), "GIF")
    return plain[:-1] + b"".join(blocks) + b";" + behind


def in_webp(*chunks: bytes, behind: bytes = b"") -> bytes:
    plain = saved(drawing(), "WebP")
    extended = riff(b"VP8X", b"\x0c\0\0\0" + struct.pack("<I", 59)[:3] + struct.pack("<I", 39)[:3])
    body = b"WEBP" + extended + plain[12:] + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body + behind


def tiff(*tables: Sequence[tuple[int, int, int, int | bytes]], order: str = "<", behind: bytes = b"") -> bytes:
    """Return EXIF of tables that follow one another; a value that is negative is where that table from the end of them stands."""
    sizes = [2 + 12 * len(table) + 4 for table in tables]
    starts = [8 + sum(sizes[:number]) for number in range(len(tables) + 1)]
    made = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", 8)
    for table in tables:
        made += struct.pack(f"{order}H", len(table))
        for tag, kind, count, value in table:
            at = starts[value] if isinstance(value, int) and value < 0 else value
            made += struct.pack(f"{order}HHI", tag, kind, count) + (at if isinstance(at, bytes) else struct.pack(f"{order}I", at))
        made += bytes(4)
    return made + behind


def in_app1(exif: bytes) -> bytes:
    return segment(0xE1, b"Exif\0\0" + exif)


def in_avif(behind: bytes = b"", **options: Any) -> bytes:
    return saved(drawing(), "AVIF", **options) + behind


def parts(text: bytes) -> bytes:
    """Return a text in the parts of a GIF, each of which begins with its length."""
    return b"".join(bytes([len(part)]) + part for part in (text[at : at + 200] for at in range(0, len(text), 200))) + b"\0"


def of_other_colours() -> bytes:
    """Return a profile that takes red for green, as one of a screen of Jo Smith's."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile = profile.replace(b"rXYZ", b"?XYZ", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"?XYZ", b"gXYZ", 1)
    named = "sRGB built-in".encode("utf-16-be")
    assert named in profile
    return profile.replace(named, "Jo Smith’s sc".encode("utf-16-be"))


def leftovers(published: PublishedImage) -> list[object]:
    """Return whatever is left of metadata: known words in the bytes, and what Pillow reads."""
    data = published.data
    found: list[object] = [secret for secret in SECRETS if secret in data]
    found += [word for word in ("Jo Smith", "Ashwick") if word.encode("utf-16-be") in data or word.encode("utf-16-le") in data]
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        found += [
            key for key in image.info if key in {"exif", "xmp", "icc_profile", "comment", "photoshop", "mp", "XML:com.adobe.xmp"}
        ]
        found += dict(image.getexif()).items()
        if isinstance(image, PngImagePlugin.PngImageFile):
            found += image.text
    return found


def pixels(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as image:
        return image.convert("RGBA")


def same(one: Image.Image, other: Image.Image) -> bool:
    """Return whether each pixel of two pictures is the same."""
    return one.size == other.size and ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getbbox() is None


def alike(one: Image.Image, other: Image.Image) -> bool:
    """Return whether two pictures are the same but for what encoding and making smaller do to edges."""
    if one.size != other.size:
        return False
    difference = ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB")))
    return max(difference.mean) < 20


def published(data: bytes, **limits: int) -> PublishedImage:
    """Return what is published of a picture, and hold it to what is true of any."""
    result = publish_image(data, **{"max_width": MAX_WIDTH, **limits})
    assert leftovers(result) == []
    assert result.changed == (result.data != data)
    assert pixels(result.data).size == (result.width, result.height)
    again = publish_image(result.data, **{"max_width": MAX_WIDTH, **limits})
    assert again == PublishedImage(result.data, result.kind, result.width, result.height, changed=False, has_place=False)
    return result


def refused(data: bytes) -> str:
    with pytest.raises(ImageRefusedError) as found:
        publish_image(data, max_width=MAX_WIDTH)
    assert "\n" not in str(found.value)
    return str(found.value)
