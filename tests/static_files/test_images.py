"""A picture is published upright, no larger than a page shows it, and without a word about who took it, when and where."""

from __future__ import annotations

import functools
import io
import random
import re
import struct
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageChops, ImageCms, ImageDraw, ImageFilter, ImageStat, PngImagePlugin

from sevenminute.static_files.image_formats.stripped import MAX_PIXELS
from sevenminute.static_files.images import MAX_HEIGHT, MAX_WIDTH, ImageRefusedError, PublishedImage, publish_image

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


def test_a_photograph_of_a_telephone_is_light_and_says_nothing_of_where_it_was_taken() -> None:
    data = saved(photograph((4000, 3000)), "JPEG", quality=97, exif=exif(6, PLACE), xmp=XMP_GPS, comment=b"Jo Smith") + FILM
    assert len(data) > 9_000_000
    result = published(data)
    assert result.has_place
    assert (result.kind, result.width, result.height) == ("JPEG", MAX_HEIGHT * 3 // 4, MAX_HEIGHT)
    assert len(result.data) < 1_500_000


SMALL_PICTURE_WITH_PLACE = tiff([(0x0112, 3, 1, 1)], [(0x8825, 4, 1, -2)], [(2, 5, 3, -1)], behind=DEGREES).replace(
    struct.pack("<HHII", 0x0112, 3, 1, 1) + bytes(4), struct.pack("<HHIII", 0x0112, 3, 1, 1, 26)
)
TELLING: dict[str, tuple[Callable[[], bytes], bool]] = {
    # a picture that says more than it shows, and whether it says where it was taken
    "JPEG, EXIF": (lambda: saved(drawing(), "JPEG", exif=exif(1, PLACE)), True),
    "JPEG, EXIF of a camera without a place": (lambda: saved(drawing(), "JPEG", exif=exif()), False),
    "JPEG, EXIF with the version of GPS alone": (lambda: saved(drawing(), "JPEG", exif=exif(1, {0: b"\2\3\0\0"})), False),
    "JPEG, EXIF with empty degrees": (
        lambda: saved(drawing(), "JPEG", exif=exif(1, PLACE).tobytes().replace(DEGREES, bytes(24))),
        False,
    ),
    "JPEG, EXIF with the place that it looks at": (lambda: saved(drawing(), "JPEG", exif=exif(1, {20: (51.0, 30.0, 1.0)})), True),
    "JPEG, EXIF twice": (
        lambda: in_jpeg(segment(0xE1, exif().tobytes()), segment(0xE1, exif(1, PLACE).tobytes())),
        True,
    ),
    "JPEG, EXIF that is damaged": (
        lambda: saved(drawing(), "JPEG", exif=exif(1, PLACE).tobytes().replace(b"\0\2\0\0\0\x09", b"\0\2\0\0\xff\xff")),
        True,
    ),
    "JPEG, EXIF with a place below the table of the camera": (
        lambda: in_jpeg(in_app1(tiff([(0x8769, 4, 1, -3)], [(0x8825, 4, 1, -2)], [(2, 5, 3, -1)], behind=DEGREES))),
        True,
    ),
    "JPEG, EXIF with a place below another table": (
        lambda: in_jpeg(in_app1(tiff([(0x014A, 4, 1, -3)], [(0x8825, 4, 1, -2)], [(2, 5, 3, -1)], order=">", behind=DEGREES))),
        True,
    ),
    "JPEG, EXIF with a place in the table of the small picture": (
        lambda: in_jpeg(in_app1(SMALL_PICTURE_WITH_PLACE)),
        True,
    ),
    "JPEG, EXIF whose tables go in a circle": (
        lambda: in_jpeg(in_app1(tiff([(0x8769, 4, 1, -2)], [(0x8769, 4, 1, -2), (0x8825, 4, 1, -2)]))),
        False,
    ),
    "JPEG, EXIF in two parts": (
        lambda: in_jpeg(in_app1(SMALL_PICTURE_WITH_PLACE[:40]), in_app1(SMALL_PICTURE_WITH_PLACE[40:])),
        True,
    ),
    "JPEG, IPTC in EXIF": (
        lambda: in_jpeg(in_app1(tiff([(33723, 7, 24, -1)], behind=b"\x1c\2\x05\0\7Harbour\x1c\2\x5a\0\7Ashwick"))),
        True,
    ),
    "JPEG, IPTC in EXIF, counted in words": (
        lambda: in_jpeg(in_app1(tiff([(33723, 4, 3, -1)], order=">", behind=b"\x1c\2\x5a\0\7Ashwick"))),
        True,
    ),
    "JPEG, IPTC in EXIF without a place": (
        lambda: in_jpeg(in_app1(tiff([(33723, 7, 12, -1)], behind=b"\x1c\2\x05\0\7Harbour"))),
        False,
    ),
    "JPEG, IPTC in two parts": (
        lambda: in_jpeg(segment(0xED, IPTC_CITY[:35]), segment(0xED, b"Photoshop 3.0\0" + IPTC_CITY[35:])),
        True,
    ),
    "JPEG, IPTC in two parts, apart": (
        lambda: in_jpeg(
            segment(0xED, IPTC_CITY[:35]), segment(0xE2, b"x" * 9), segment(0xED, b"Photoshop 3.0\0" + IPTC_CITY[35:])
        ),
        True,
    ),
    "JPEG, IPTC of another program": (lambda: in_jpeg(segment(0xED, IPTC_CITY.replace(b"8BIM", b"AgHg"))), True),
    "JPEG, a film of another telephone behind its end": (
        lambda: in_jpeg(behind=b"\0\0\0\x1eloci\0\0\0\0\x15\xc7home\0\0" + struct.pack(">iii", -6553, 3375104, 0)),
        True,
    ),
    "PNG, packed EXIF": (
        lambda: in_png(chunk(b"zxIf", b"\0\0\0\0\x99" + zlib.compress(exif(1, PLACE).tobytes()[6:]))),
        True,
    ),
    "JPEG, XMP": (lambda: saved(drawing(), "JPEG", xmp=XMP_GPS), True),
    "JPEG, XMP with a city": (lambda: saved(drawing(), "JPEG", xmp=XMP_CITY), True),
    "JPEG, XMP with the place that is seen": (lambda: saved(drawing(), "JPEG", xmp=XMP_SHOWN), True),
    "JPEG, XMP with an empty place": (lambda: saved(drawing(), "JPEG", xmp=XMP_NONE), False),
    "JPEG, XMP that is cut off": (lambda: saved(drawing(), "JPEG", xmp=XMP_CITY[:-120]), True),
    "JPEG, XMP in two parts": (
        lambda: in_jpeg(
            segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"A" * 40 + XMP_CITY[:250]),
            segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"A" * 40 + XMP_CITY[250:]),
        ),
        True,
    ),
    "JPEG, XMP with prefixes of its own": (lambda: saved(drawing(), "JPEG", xmp=XMP_PREFIXES), True),
    "JPEG, XMP with prefixes of its own and an empty place": (
        lambda: saved(drawing(), "JPEG", xmp=XMP_PREFIXES.replace(b"51,30.44N", b"")),
        False,
    ),
    "JPEG, XMP of one tag": (
        lambda: saved(
            drawing(),
            "JPEG",
            xmp=b"<RDF xmlns='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><Description>"
            b"<City xmlns='http://ns.adobe.com/photoshop/1.0/'>Ashwick</City></Description></RDF>",
        ),
        True,
    ),
    "JPEG, XMP in UTF-16": (lambda: saved(drawing(), "JPEG", xmp=XMP_WIDE.encode("utf-16-le")), True),
    "JPEG, XMP in UTF-16 of the other order": (lambda: saved(drawing(), "JPEG", xmp=b"x" + XMP_WIDE.encode("utf-16-be")), True),
    "JPEG, XMP in UTF-32": (lambda: saved(drawing(), "JPEG", xmp=XMP_WIDE.encode("utf-32-be")), True),
    "JPEG, XMP in UTF-16 without a place": (
        lambda: saved(drawing(), "JPEG", xmp=XMP_NONE[XMP_NONE.index(b"<x:") :].decode().encode("utf-16-le")),
        False,
    ),
    "JPEG, IPTC with a city": (lambda: in_jpeg(segment(0xED, IPTC_CITY)), True),
    "JPEG, IPTC without a place": (lambda: in_jpeg(segment(0xED, IPTC_NONE)), False),
    "JPEG, remark": (lambda: saved(drawing(), "JPEG", comment=b"Jo Smith 01632 960123"), False),
    "JPEG, small picture in JFIF": (
        lambda: b"\xff\xd8" + segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\2\1secret") + saved(drawing(), "JPEG")[20:],
        False,
    ),
    "JPEG, small picture behind JFIF": (lambda: in_jpeg(segment(0xE0, b"JFXX\0\x10secret")), False),
    "JPEG, unknown segments": (lambda: in_jpeg(*(segment(marker, b"secret") for marker in range(0xE3, 0xF0))), False),
    "JPEG, bytes between segments": (lambda: in_jpeg(b"secret"), False),
    "JPEG, bytes behind its end": (lambda: in_jpeg(behind=b"secret"), False),
    "JPEG, a second picture behind its end": (
        lambda: in_jpeg(segment(0xE2, b"MPF\0II*\0\x08\0\0\0\0\0\0\0\0\0"), behind=saved(drawing(), "JPEG", exif=exif(1, PLACE))),
        True,
    ),
    "JPEG, a film behind its end": (lambda: in_jpeg(behind=FILM), True),
    "PNG, EXIF": (lambda: saved(drawing(), "PNG", exif=exif(1, PLACE)), True),
    "PNG, EXIF behind the picture": (lambda: in_png(chunk(b"eXIf", exif(1, PLACE).tobytes()[6:]), late=True), True),
    "PNG, text": (lambda: in_png(chunk(b"tEXt", b"Author\0Jo Smith")), False),
    "PNG, packed text": (lambda: in_png(chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"Jo Smith"))), False),
    "PNG, XMP": (lambda: in_png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP_GPS)), True),
    "PNG, packed XMP behind the picture": (
        lambda: in_png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(XMP_CITY)), late=True),
        True,
    ),
    "PNG, EXIF as ImageMagick writes it": (
        lambda: in_png(
            chunk(
                b"zTXt",
                b"Raw profile type exif\0\0"
                + zlib.compress(b"\nexif\n  99\n" + exif(1, PLACE).tobytes().hex().encode().replace(b"00", b"00\n")),
            )
        ),
        True,
    ),
    "PNG, EXIF as ImageMagick writes it, plain": (
        lambda: in_png(
            chunk(b"tEXt", b"Raw profile type exif\0\nexif\n  99\n" + exif(1, PLACE).tobytes().hex().upper().encode() + b"\n")
        ),
        True,
    ),
    "PNG, XMP as ImageMagick writes it": (
        lambda: in_png(chunk(b"iTXt", b"Raw profile type xmp\0\0\0\0\0\nxmp\n  99\n" + XMP_CITY.hex().encode())),
        True,
    ),
    "PNG, text named as a place": (lambda: in_png(chunk(b"tEXt", b"GPSPosition\x0051.5074 N, 0.1278 W")), True),
    "PNG, packed text named as a place": (
        lambda: in_png(chunk(b"zTXt", b"exif:GPSLatitude\0\0" + zlib.compress(b"51/1, 30/1, 26/1"))),
        True,
    ),
    "PNG, text of other letters named as a place": (
        lambda: in_png(chunk(b"iTXt", b"Location\0\0\0cy\0Lle\0" + "Ashwick tŷ".encode()), late=True),
        True,
    ),
    "PNG, text named as a place, which is empty": (lambda: in_png(chunk(b"tEXt", b"GPSPosition\0 ")), False),
    "PNG, table of colours in a picture that has none": (lambda: in_png(chunk(b"PLTE", b"secret" * 20)), False),
    "PNG, transparent colour that is too long": (lambda: in_png(chunk(b"tRNS", b"\0\1\0\1\0\1secret")), False),
    "PNG, transparent colour that is none": (lambda: in_png(chunk(b"tRNS", b"secret")), False),
    "PNG, size of letters": (lambda: in_png(chunk(b"pHYs", b"Jo Smith\1")), False),
    "PNG, size twice": (lambda: in_png(chunk(b"pHYs", b"\0\0\1\0\0\0\1\0\1"), chunk(b"pHYs", b"Jo Smith\1")), False),
    "PNG, size behind the picture": (lambda: in_png(chunk(b"pHYs", b"\0\0\1\0\0\0\1\0\1"), late=True), False),
    "PNG, colours of letters": (lambda: in_png(chunk(b"cHRM", b"secret! " * 4), chunk(b"gAMA", b"Jo S")), False),
    "PNG, background": (lambda: in_png(chunk(b"bKGD", b"secret")), False),
    "PNG, IPTC as ImageMagick writes it": (
        lambda: in_png(chunk(b"tEXt", b"Raw profile type iptc\0\niptc\n 9\n" + IPTC_CITY.hex().encode())),
        True,
    ),
    "PNG, time": (lambda: in_png(chunk(b"tIME", b"\x07\xea\5\4\n\0\0")), False),
    "PNG, unknown chunk": (lambda: in_png(chunk(b"joSm", b"secret")), False),
    "PNG, a known chunk that is too long": (lambda: in_png(chunk(b"pHYs", b"\0\0\1\0\0\0\1\0\1secret")), False),
    "PNG, a packed text that is a bomb": (
        lambda: in_png(chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"Jo Smith" * 4_000_000))),
        False,
    ),
    "PNG, a profile that is a bomb": (lambda: in_png(chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(30_000_000)))), False),
    "PNG, bytes behind its end": (lambda: in_png(behind=b"secret"), False),
    "PNG, what a cropped picture left behind its end": (lambda: in_png(behind=saved(drawing((90, 90)), "PNG")), False),
    "GIF, remark": (lambda: in_gif(b"!\xfe" + parts(b"Jo Smith")), False),
    "GIF, XMP": (lambda: in_gif(b"!\xff\x0bXMP DataXMP" + XMP_GPS + b"\x01" + bytes(range(255, -1, -1)) + b"\0"), True),
    "GIF, what a program wrote": (lambda: in_gif(b"!\xff\x0bKameraCo1.0" + parts(b"secret")), False),
    "GIF, words over the picture": (lambda: in_gif(b"!\x01\x0c" + bytes(12) + parts(b"Jo Smith")), False),
    "GIF, a second set of settings": (lambda: in_gif(b"!\xf9\4secr\0"), False),
    "GIF, bytes behind its end": (lambda: in_gif(behind=b"secret"), False),
    "WebP, EXIF": (lambda: saved(drawing(), "WebP", exif=exif(1, PLACE)), True),
    "WebP, EXIF of a lossless one": (lambda: saved(drawing(), "WebP", exif=exif(1, PLACE), lossless=True), True),
    "WebP, XMP": (lambda: saved(drawing(), "WebP", xmp=XMP_CITY), True),
    "WebP, EXIF with the name of a JPEG’s": (lambda: in_webp(riff(b"EXIF", exif(1, PLACE).tobytes())), True),
    "WebP, unknown chunk": (lambda: in_webp(riff(b"JOSM", b"secret!")), False),
    "WebP, bytes behind its end": (lambda: in_webp(behind=b"secret"), False),
    "AVIF, EXIF": (lambda: in_avif(exif=exif(1, PLACE)), True),
    "AVIF, XMP": (lambda: in_avif(xmp=XMP_GPS), True),
    "AVIF, EXIF without a place": (lambda: in_avif(exif=exif()), False),
    "AVIF, box behind its end": (lambda: in_avif(behind=b"\0\0\0\x0efreesecret"), False),
    "AVIF, unknown box": (lambda: in_avif(behind=b"\0\0\0\x1euuid" + b"0" * 16 + b"secret"), False),
    "AVIF, bytes behind its end": (lambda: in_avif(behind=b"secret"), False),
}


@pytest.mark.parametrize("name", TELLING)
def test_what_a_picture_says_beyond_what_it_shows_is_not_published(name: str) -> None:
    make, has_place = TELLING[name]
    data = make()
    result = published(data)
    assert result.changed
    assert result.has_place == has_place
    if result.kind == "AVIF":  # which alone is encoded anew
        assert alike(pixels(result.data), drawing())
    else:
        assert same(pixels(result.data), pixels(saved(drawing(), result.kind, lossless="lossless" in name)))
    assert publish_image(data, max_width=MAX_WIDTH) == result


@pytest.mark.parametrize("name", [name for name in TELLING if not name.startswith("AVIF")])
def test_only_metadata_goes_so_no_byte_is_added(name: str) -> None:
    data = TELLING[name][0]()
    assert len(published(data).data) < len(data)


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


def interlaced() -> bytes:
    """Return a PNG in seven passes of one colour, 9 by 9, 4 bits each."""
    sizes = [(2, 2), (1, 2), (3, 1), (2, 3), (5, 2), (4, 5), (9, 4)]
    rows = b"".join((b"\0" + b"\x55" * ((width + 1) // 2)) * height for width, height in sizes)
    header = struct.pack(">IIBBBBB", 9, 9, 4, 0, 0, 0, 1)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def deep() -> bytes:
    """Return a PNG of 16 bits for each colour."""
    rows = (b"\0" + b"\x12\x34\x56\x78\x9a\xbc" * 5) * 4
    header = struct.pack(">IIBBBBB", 5, 4, 16, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


PLAIN: dict[str, Callable[[], bytes]] = {
    **{kind: functools.partial(saved, drawing(), kind) for kind in KINDS},
    "JPEG, as large as may be": lambda: saved(drawing((MAX_WIDTH, 20)), "JPEG"),
    "JPEG, progressive": lambda: saved(drawing(), "JPEG", progressive=True),
    "JPEG, grey": lambda: saved(drawing(mode="L"), "JPEG"),
    "JPEG, dots per inch": lambda: saved(drawing(), "JPEG", dpi=(300, 300)),
    "PNG, interlaced": interlaced,
    "PNG, 16 bits": deep,
    "PNG, 16 bits grey": lambda: saved(Image.new("I;16", (90, 9), 4000), "PNG"),
    "PNG, one bit": lambda: saved(drawing(mode="1"), "PNG"),
    "PNG, transparent": lambda: saved(drawing(mode="RGBA"), "PNG"),
    "PNG, grey and transparent": lambda: saved(drawing(mode="LA"), "PNG"),
    "PNG, of a few colours": lambda: saved(drawing(mode="P"), "PNG"),
    "PNG, one colour transparent": lambda: saved(drawing(mode="P"), "PNG", transparency=3),
    "PNG, dots per inch": lambda: saved(drawing(), "PNG", dpi=(96, 96)),
    "PNG, in several parts": lambda: saved(photograph((300, 200)), "PNG"),
    "GIF, transparent": lambda: saved(drawing(mode="P"), "GIF", transparency=3),
    "WebP, lossless": lambda: saved(drawing(), "WebP", lossless=True),
    "WebP, transparent": lambda: saved(drawing(mode="RGBA"), "WebP"),
    "AVIF, transparent": lambda: saved(drawing(mode="RGBA"), "AVIF"),
}


@pytest.mark.parametrize("name", PLAIN)
def test_a_picture_that_says_nothing_else_stays_as_it_is_to_the_byte(name: str) -> None:
    data = PLAIN[name]()
    result = published(data)
    assert (result.data, result.changed, result.kind) == (data, False, name.partition(",")[0])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WebP", "AVIF"])
@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_picture_is_turned_upright(kind: str, orientation: int) -> None:
    lying = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]  # what undoes it, as Pillow numbers it
    data = saved(drawing().transpose(Image.Transpose(lying)), kind, exif=exif(orientation))
    result = published(data)
    assert (result.width, result.height) == (60, 40)
    assert alike(pixels(result.data), drawing())
    assert not alike(pixels(result.data), drawing().transpose(Image.Transpose.ROTATE_180))


def test_an_orientation_that_is_none_turns_nothing() -> None:
    for orientation in (0, 9, 77):
        assert same(pixels(published(saved(drawing(), "JPEG", exif=exif(orientation))).data), pixels(saved(drawing(), "JPEG")))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [(1000, 100), (100, 1000), (1000, 1000)])
def test_a_picture_is_made_no_larger_than_a_page_shows(kind: str, size: tuple[int, int]) -> None:
    result = published(saved(drawing(size), kind), max_width=200, max_height=100)
    assert result.width <= 200
    assert result.height <= 100
    assert (result.width == 200) or (result.height == 100)
    assert abs(result.width / result.height / (size[0] / size[1]) - 1) < 0.05
    assert alike(pixels(result.data), drawing(size).resize((result.width, result.height)))


@pytest.mark.parametrize(
    "name", [name for name in PLAIN if name not in ("JPEG, as large as may be", "PNG, interlaced", "PNG, 16 bits")]
)
def test_a_picture_of_any_kind_of_colours_can_be_made_smaller(name: str) -> None:
    data = PLAIN[name]()
    result = published(data, max_width=30)
    assert result.width == 30
    if name == "PNG, 16 bits grey":  # of which Pillow's own way to eight bits makes white
        assert pixels(result.data).getpixel((0, 0)) == (15, 15, 15, 255)
        return
    meant = pixels(data).resize((result.width, result.height))
    assert alike(pixels(result.data), meant)
    assert alike(pixels(result.data).getchannel("A"), meant.getchannel("A"))


def test_one_pixel_wide_and_a_thousand_long_stays_a_picture() -> None:
    assert published(saved(drawing((1, 4000)), "PNG")).width == 1
    assert published(saved(drawing((9000, 2)), "JPEG")).height == 1


@pytest.mark.parametrize("quality", [30, 60, 95])
def test_a_photograph_never_becomes_a_larger_file(quality: int) -> None:
    for size in ((300, 200), (2300, 200)):
        for kind in ("JPEG", "WebP"):
            data = saved(photograph(size), kind, quality=quality, exif=exif(6))
            assert len(published(data).data) <= len(data)


def test_a_picture_in_printers_colours_is_published_in_those_of_screens() -> None:
    result = published(saved(drawing(mode="CMYK"), "JPEG"))
    with Image.open(io.BytesIO(result.data)) as image:
        assert image.mode == "RGB"
    assert alike(pixels(result.data), drawing())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WebP", "AVIF"])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_the_colours_of_another_profile_are_turned_into_those_of_the_web(kind: str, mode: str) -> None:
    if (kind, mode) == ("JPEG", "RGBA"):
        mode = "RGB"
    data = saved(Image.new(mode, (32, 32), (255, 0, 0)), kind, icc_profile=of_other_colours())
    result = published(data)
    red, green, blue, _ = pixels(result.data).getpixel((9, 9))  # type: ignore[misc]
    assert green > 200
    assert max(red, blue) < 60


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WebP", "AVIF"])
@pytest.mark.parametrize("profile", ["of the web", "damaged", "of printers", "empty"])
def test_a_profile_that_changes_no_colour_is_left_out(kind: str, profile: str) -> None:
    of_the_web = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    given_profile = {
        "of the web": of_the_web,
        "damaged": b"Jo Smith" * 40,
        "of printers": of_the_web[:16] + b"CMYK" + of_the_web[20:],
        "empty": of_the_web[:128] + bytes(4),
    }[profile]
    result = published(saved(drawing(), kind, icc_profile=given_profile))
    assert (alike if kind == "AVIF" else same)(pixels(result.data), pixels(saved(drawing(), kind)))


def test_a_large_profile_in_two_segments_is_left_out_too() -> None:
    assert not published(saved(drawing(), "JPEG", icc_profile=b"Jo Smith" * 20_000)).has_place


def test_a_profile_with_a_picture_of_other_colours_is_left_out() -> None:
    for mode in ("L", "LA", "P", "1"):
        published(saved(drawing(mode=mode), "PNG", icc_profile=of_other_colours()))


def test_rows_behind_the_last_row_of_a_picture_are_not_published() -> None:
    plain = saved(drawing(), "PNG")
    for rows in (
        zlib.compress(zlib.decompress(plain[41:-16]) + b"secret" * 99),
        zlib.compress(zlib.decompress(plain[41:-16])) + b"secret" * 99,
    ):
        data = plain[:33] + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
        result = published(data)
        assert result.changed
        assert same(pixels(result.data), drawing())
        assert len(result.data) <= len(plain) + 60


def moving(kind: str) -> bytes:
    return saved(drawing(), kind, save_all=True, append_images=[drawing().rotate(180)], duration=100)


def large_png(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(9999))) + chunk(b"IEND", b"")


NOT_SHOWN = "which most browsers do not show: save it as a JPEG or PNG, and upload that"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(99), f"is a HEIC picture, {NOT_SHOWN}"),
        (lambda: b"II*\0" + bytes(99), f"is a TIFF picture, {NOT_SHOWN}"),
        (lambda: b"MM\0*" + bytes(99), f"is a TIFF picture, {NOT_SHOWN}"),
        (lambda: b"BM" + bytes(12) + b"(\0" + bytes(99), f"is a BMP picture, {NOT_SHOWN}"),
        (lambda: b"8BPS\0\1" + bytes(99), f"is a PSD picture, {NOT_SHOWN}"),
        (lambda: moving("GIF"), "is a picture that moves"),
        (lambda: moving("PNG"), "is a picture that moves"),
        (lambda: moving("WebP"), "is a picture that moves"),
        (lambda: moving("AVIF"), "is a picture that moves"),
        (lambda: b"", "is not a picture, whatever its name says"),
        (lambda: b"<svg/>", "is not a picture, whatever its name says"),
        (lambda: b"%PDF-1.7", "is not a picture, whatever its name says"),
        (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n", "is not a picture, whatever its name says"),
        (lambda: b"\xff\xd8\xff\xe0", "is a damaged picture"),
        (lambda: saved(drawing(), "JPEG")[:-2], "is a damaged picture"),
        (lambda: saved(photograph((90, 90)), "JPEG")[:-900], "is a damaged picture"),
        (lambda: saved(drawing(), "JPEG").replace(b"\xff\xc0", b"\xff\xc9"), "is a JPEG that browsers do not show"),
        (lambda: b"\xff\xd8" + saved(drawing(), "JPEG"), "is a damaged picture"),
        (lambda: saved(drawing(), "PNG")[:-30], "is a damaged picture"),
        (lambda: saved(drawing(), "PNG").replace(b"IDAT", b"IDAU"), "is a damaged picture"),
        (lambda: saved(drawing(), "PNG")[:33] + chunk(b"IEND", b""), "is a damaged picture"),
        (lambda: saved(drawing(), "GIF")[:-30], "is a damaged picture"),
        (lambda: b"GIF89a\1\0\1\0\0\0\0;", "is a damaged picture"),
        (lambda: saved(drawing(), "WebP")[:-30], "is a damaged picture"),
        (lambda: b"RIFF\4\0\0\0WEBP", "is a damaged picture"),
        (lambda: saved(drawing(), "AVIF")[:-30], "is a damaged picture"),
        (lambda: large_png(60_000, 60_000), "has 60,000 by 60,000 pixels, too many to be read here: make it smaller"),
        (lambda: large_png(MAX_PIXELS // 1000, 1001), "too many"),
        (lambda: large_png(2**31 - 1, 2**31 - 1), "too many"),
        (lambda: large_png(0, 9), "is a picture without a size"),
        (lambda: large_png(900, 900), "is a damaged picture"),
        (lambda: b"GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\2\1\0\0;", "too many"),
        (
            lambda: saved(drawing(), "JPEG").replace(b"\0\x28\0\x3c\3", b"\xff\xff\xff\xff\3"),
            "too many",
        ),
        (
            lambda: in_webp().replace(struct.pack("<I", 59)[:3] + struct.pack("<I", 39)[:3], b"\xff\x3f\0\xff\x3f\0"),
            "too many",
        ),
        (lambda: saved(drawing(), "AVIF").replace(struct.pack(">II", 60, 40), struct.pack(">II", 16_000, 16_000)), "pixel"),
    ],
)
def test_what_no_page_can_show_is_refused_with_what_to_do(make: Callable[[], bytes], said: str) -> None:
    message = refused(make())
    assert said in message
    assert "upload that" in message


@pytest.mark.parametrize(
    "box", [b"hdlr", b"pitm", b"iloc", b"iinf", b"infe", b"iprp", b"ipco", b"ispe", b"av1C", b"meta", b"mdat"]
)
def test_an_avif_without_one_of_its_boxes_is_refused_or_encoded_anew(box: bytes) -> None:
    try:
        data = publish_image(saved(drawing(), "AVIF").replace(box, b"seCR", 1), max_width=MAX_WIDTH).data
    except ImageRefusedError:
        return
    assert b"seCR" not in data


def test_a_long_run_of_filling_and_many_packed_texts_are_read_in_one_pass() -> None:
    assert "is a damaged picture" in refused(b"\xff\xd8" + b"\xff" * 3_000_000 + b"\0")
    assert not published(in_jpeg(b"\xff" * 3_000_000)).has_place
    assert "is a damaged picture" in refused(saved(drawing(), "JPEG")[:-2] + b"\xff" * 3_000_000)
    packed = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(5_000_000)))
    assert not published(in_png(*[packed] * 2_000)).has_place


def test_a_thousand_passes_over_one_picture_are_refused() -> None:
    plain = saved(drawing(), "JPEG", progressive=True)
    last = plain.rindex(b"\xff\xda")
    assert "is a damaged picture" in refused(plain[:last] + plain[last:-2] * 1000 + b"\xff\xd9")


SEEDS = [make() for make, _ in TELLING.values()] + [make() for make in PLAIN.values()]
SEEDS = [data for data in SEEDS if len(data) < 20_000]
BYTES = st.one_of(
    st.binary(min_size=1, max_size=6), st.sampled_from([b"\xff", b"\0", b"\xff\xd9", b"\0\0\0\0", b"\xff\xff\xff\xff"])
)
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), BYTES), min_size=1, max_size=4)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(SEEDS), EDITS)
def test_no_damage_gets_more_than_a_picture_past(data: bytes, edits: list[tuple[float, int, bytes]]) -> None:
    for at, length, put in edits:
        position = int(at * len(data))
        data = data[:position] + put + data[position + length :]
    try:
        result = publish_image(data, max_width=MAX_WIDTH)
    except ImageRefusedError:
        return
    with Image.open(io.BytesIO(result.data)) as image:
        image.load()
        assert image.size == (result.width, result.height)
        assert not image.info.keys() & {"exif", "xmp", "icc_profile", "comment", "photoshop", "mp"}
    assert publish_image(result.data, max_width=MAX_WIDTH).data == result.data


RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
SPACES = {
    **{"exif": "http://ns.adobe.com/exif/1.0/", "dc": "http://purl.org/dc/elements/1.1/", "xmp": "http://ns.adobe.com/xap/1.0/"},
    **{"photoshop": "http://ns.adobe.com/photoshop/1.0/", "MP": "http://ns.microsoft.com/photo/1.2/"},
    **{"MPRI": "http://ns.microsoft.com/photo/1.2/t/RegionInfo#", "MPReg": "http://ns.microsoft.com/photo/1.2/t/Region#"},
    **{"Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/", "drone-dji": "http://www.dji.com/drone-dji/1.0/"},
    **{
        "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
        "mwg-rs": "http://www.metadataworkinggroup.com/schemas/regions/",
    },
    **{"stArea": "http://ns.adobe.com/xmp/sType/Area#", "xmpGImg": "http://ns.adobe.com/xap/1.0/g/img/"},
    **{"xmpMM": "http://ns.adobe.com/xap/1.0/mm/", "stEvt": "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#"},
    **{"crs": "http://ns.adobe.com/camera-raw-settings/1.0/", "digiKam": "http://www.digikam.org/ns/1.0/"},
    **{"GCamera": "http://ns.google.com/photos/1.0/camera/", "GImage": "http://ns.google.com/photos/1.0/image/"},
    **{"geo": "http://www.w3.org/2003/01/geo/wgs84_pos#", "dcterms": "http://purl.org/dc/terms/"},
    **{"acdsee": "http://ns.acdsee.com/iptc/1.0/"},
    **{"xmpNote": "http://ns.adobe.com/xmp/note/", "MicrosoftPhoto": "http://ns.microsoft.com/photo/1.0/"},
}
EXTENDED = b"http://ns.adobe.com/xmp/extension/\0"


def spaces(*prefixes: str) -> str:
    return " ".join(f'xmlns:{prefix}="{SPACES[prefix]}"' for prefix in prefixes)


def xmp(content: str, outer: str = "") -> str:
    """Return XMP as a program writes it: a packet with a mark of the order of bytes, filled up with spaces."""
    filled = (" " * 99 + "\n") * 20
    return (
        f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/" {outer} x:xmptk="XMP 1">'
        f'<rdf:RDF {RDF}>{content}</rdf:RDF></x:xmpmeta>\n{filled}<?xpacket end="w"?>'
    )


def described(attributes: str = "", content: str = "", *prefixes: str) -> str:
    """Return XMP that says this, its namespaces declared where they usually are."""
    declared = spaces(*(prefixes or SPACES))
    return xmp(f'<rdf:Description rdf:about="" {declared} {attributes}>{content}</rdf:Description>')


def extended(text: str) -> bytes:
    """Return the segments of a JPEG for XMP that is too long for one."""
    data, most = text.encode(), 65_400
    head = EXTENDED + b"0123456789ABCDEF0123456789ABCDEF" + struct.pack(">I", len(data))
    return b"".join(segment(0xE1, head + struct.pack(">I", at) + data[at : at + most]) for at in range(0, len(data), most))


def said_by(text: str | bytes, kind: str = "JPEG") -> bool:
    """Return whether a picture with this XMP is told to say where it was taken."""
    packet = text.encode() if isinstance(text, str) else text
    if kind == "PNG":
        return published(in_png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + packet))).has_place
    return published(in_jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet))).has_place


FACES = (
    f'<MP:RegionInfo><rdf:Description {RDF}><MPRI:Regions><rdf:Bag {RDF}><rdf:li><rdf:Description MPReg:Rectangle="0.1, 0.2" '
    'MPReg:PersonDisplayName=""/></rdf:li></rdf:Bag></MPRI:Regions></rdf:Description></MP:RegionInfo>'
)
NO_PLACES = {
    # a namespace is declared again, or further out, or is only talked of
    "faces, RDF declared again": described("", FACES, "MP", "MPRI", "MPReg"),
    "faces, RDF declared again with another prefix": described(
        "", FACES.replace("rdf:", "r:").replace(":rdf", ":r"), "MP", "MPRI", "MPReg"
    ),
    "namespace named in a caption": described("", f"<dc:title>See {RDF[11:-1]} and adobe:ns:meta/</dc:title>", "dc"),
    "namespace named in a caption as XML": described(
        "", f"<dc:title>&lt;rdf:RDF {RDF.replace(chr(34), '&quot;')}></dc:title>", "dc"
    ),
    "namespace named in an attribute": described(f"dc:source='{RDF[11:-1]}'", "", "dc"),
    "namespaces declared on the outermost tag": xmp('<rdf:Description rdf:about="" dc:format="image/jpeg"/>', spaces("dc")),
    "namespaces declared on a tag of another name": f"<w {spaces('dc')}>"
    + xmp('<rdf:Description dc:format="image/jpeg"/>')
    + "</w>",
    "namespaces declared nowhere": xmp('<rdf:Description a:b="c"><MPReg:Rectangle>1</MPReg:Rectangle></rdf:Description>'),
    # as programs write it
    "iPhone": described('xmp:CreatorTool="17.4" photoshop:DateCreated="2026-05-04T10:00:00"', "", "xmp", "photoshop"),
    "Pixel": described('GCamera:MotionPhoto="1"', "", "GCamera"),
    "Nikon": described('xmp:CreatorTool="NIKON D750 Ver.1.11"', "", "xmp").replace("x:xmptk", "x:other"),
    "Lightroom": described(
        'crs:Version="15.0" xmpMM:DocumentID="xmp.did:1"',
        "<xmpMM:History><rdf:Seq>" + '<rdf:li stEvt:action="saved" stEvt:changed="/"/>' * 500 + "</rdf:Seq></xmpMM:History>"
        "<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>Harbour</rdf:li></rdf:Alt></dc:title>",
    ),
    "Photoshop, small picture": described(
        "",
        "<xmp:Thumbnails><rdf:Alt><rdf:li rdf:parseType='Resource'><xmpGImg:image>"
        + "/9j/4AAQ&#xA;" * 999
        + "</xmpGImg:image></rdf:li></rdf:Alt></xmp:Thumbnails>",
    ),
    "digiKam": described(
        "",
        "<digiKam:TagsList><rdf:Seq><rdf:li>Garden</rdf:li></rdf:Seq></digiKam:TagsList><mwg-rs:Regions rdf:parseType='Resource'>"
        "<mwg-rs:RegionList><rdf:Bag><rdf:li stArea:x='0.5'/></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>",
    ),
    "Windows Photo Gallery": xmp(
        f'<rdf:Description rdf:about="uuid:faf5bdd5" {spaces("MicrosoftPhoto")}><MicrosoftPhoto:Rating>50</MicrosoftPhoto:Rating>'
        f"</rdf:Description><rdf:Description {spaces('MP', 'MPRI', 'MPReg')}>{FACES}</rdf:Description>"
    ),
    "GIMP, places that are empty": described(
        'photoshop:City="" Iptc4xmpCore:Location=" "',
        "<Iptc4xmpExt:LocationCreated><rdf:Bag/></Iptc4xmpExt:LocationCreated><Iptc4xmpExt:LocationShown><rdf:Bag>"
        "<rdf:li rdf:parseType='Resource'><Iptc4xmpExt:LocationName><rdf:Alt><rdf:li xml:lang='x-default'/></rdf:Alt>"
        "</Iptc4xmpExt:LocationName></rdf:li></rdf:Bag></Iptc4xmpExt:LocationShown>",
    ),
    "words like those of places in other namespaces": described(
        'GCamera:lat="1" xmp:location="2"', "<crs:coverage>3</crs:coverage>"
    ),
    "geotag that is empty": described('geo:lat=""', "<geo:long> </geo:long>"),
    "two packets": described('xmp:Rating="3"') + "\0\0" + described('dc:format="image/jpeg"'),
}
PLACES = {
    "iPhone": described('exif:GPSLatitude="51,30.44N"'),
    "Samsung, as a text": described("", "<exif:GPSLongitude>0,7.67W</exif:GPSLongitude>"),
    "Lightroom": described("", "<Iptc4xmpCore:Location>Ashwick Road</Iptc4xmpCore:Location>"),
    "Photoshop": described('photoshop:State="Somerset"'),
    "Photo Mechanic, a list of structures": described(
        "",
        "<Iptc4xmpExt:LocationCreated><rdf:Bag><rdf:li rdf:parseType='Resource'><Iptc4xmpExt:LocationName><rdf:Alt><rdf:li "
        "xml:lang='x-default'>Ashwick</rdf:li></rdf:Alt></Iptc4xmpExt:LocationName></rdf:li></rdf:Bag></Iptc4xmpExt:LocationCreated>",
    ),
    "a place in a structure of another name": described(
        "", "<Iptc4xmpExt:LocationShown rdf:parseType='Resource'><dc:title>Ashwick</dc:title></Iptc4xmpExt:LocationShown>"
    ),
    "a place by its address": described("", "<Iptc4xmpExt:LocationShown rdf:resource='https://example.org/ashwick'/>"),
    "drone": described('drone-dji:GpsLatitude="+51.507400"'),
    "namespaces declared on the outermost tag": xmp(
        '<rdf:Description rdf:about="" photoshop:City="Ashwick"/>', spaces("photoshop")
    ),
    "namespaces declared on a tag of another name": (
        f"<w {spaces('photoshop')}>" + xmp('<rdf:Description photoshop:City="Ashwick"/>') + "</w>"
    ),
    "behind faces": described("", FACES + "<photoshop:City>Ashwick</photoshop:City>"),
    "geotag of a map": described("", "<geo:lat>51.5</geo:lat><geo:long>-0.1</geo:long>"),
    "geotag of a map as attributes": described('geo:lat="51.5" geo:long="-0.1"'),
    "place that a library notes": described("", "<dc:coverage>Ashwick Road</dc:coverage>"),
    "place that a newer library notes": described('dcterms:spatial="Ashwick"'),
    "id of a place on a map": described("", "<Iptc4xmpExt:LocationId>https://example.org/node/1</Iptc4xmpExt:LocationId>"),
    "ACDSee": described('acdsee:location="Ashwick Road"'),
    "position of a film": described('GCamera:GPSCoordinates="51.5 -0.1"'),
    "in the second packet": described('xmp:Rating="3"') + "\0\0" + described('photoshop:City="Ashwick"'),
    "behind a caption that names a namespace": described(
        "", f"<dc:title>&lt;rdf:RDF {RDF[:-1]}</dc:title><photoshop:Country>Wales</photoshop:Country>"
    ),
    "cut off before it": described('photoshop:City="Ashwick"').partition("photoshop:City")[0],
    "broken": described('xmp:Label="a & b" photoshop:City="Ashwick"'),
}


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("name", NO_PLACES)
def test_a_photograph_that_names_no_place_is_published_whatever_its_xmp(name: str, kind: str) -> None:
    assert not said_by(NO_PLACES[name], kind)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("name", PLACES)
def test_a_photograph_that_names_a_place_is_told_so_whatever_its_xmp(name: str, kind: str) -> None:
    assert said_by(PLACES[name], kind)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_xmp_in_wide_letters_is_read_in_the_order_that_it_has(encoding: str) -> None:
    welsh = "<dc:title>Tŷ’r Harbwr ļ&lt;</dc:title>"
    assert not said_by(described("", welsh, "dc").encode(encoding))
    assert said_by(described("", welsh + "<photoshop:City>Tŷ</photoshop:City>").encode(encoding))
    assert said_by(b"-" + described("", welsh + "<photoshop:City>Tŷ</photoshop:City>").encode(encoding))


def test_wide_xmp_that_is_cut_off_may_name_a_place() -> None:
    data = described('photoshop:City="Ashwick"')
    cut = data[data.index("<x:") : data.index("photoshop:City")]
    assert said_by(cut.encode("utf-16"))
    assert said_by(("“" + cut + "”").encode("utf-16-be"))


@pytest.mark.parametrize(
    "caption", ["See {}", "See <{}>", "a < b: {}", "<3 {}", 'I <a href="{}">RDF</a>', "<!-- {} -->", "</a> {}"]
)
def test_a_caption_that_names_a_namespace_is_no_xmp(caption: str) -> None:
    data = caption.format(RDF[11:-1]).encode()
    assert not published(saved(drawing(), "JPEG", comment=data)).has_place
    assert not published(in_png(chunk(b"tEXt", b"Comment\0" + data))).has_place
    assert published(
        in_png(chunk(b"tEXt", b"Comment\0" + data), chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP_CITY))
    ).has_place


@pytest.mark.parametrize("size", [4_000_000, 13_000_000])
def test_xmp_as_long_as_the_portrait_of_a_telephone_is_read_to_its_end(size: int) -> None:
    depth = "iVBORw0KGgo/" * (size // 12)
    standard = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + described('GCamera:MotionPhoto="1"', "", "GCamera").encode())
    as_attribute = extended(described(f'GImage:Data="{depth}"', "", "GImage"))
    assert not published(in_jpeg(standard, as_attribute)).has_place
    as_text = extended(described("", f"<GImage:Data>{depth}</GImage:Data><photoshop:City>Ashwick</photoshop:City>"))
    assert published(in_jpeg(standard, as_text)).has_place
    assert published(in_jpeg(standard, as_attribute, extended(PLACES["iPhone"]))).has_place


@pytest.mark.parametrize(
    "text", ["adobe:ns:meta/", "<a>adobe:ns:meta/", "<!--adobe:ns:meta/", "<?adobe:ns:meta/", "<r xmlns='adobe:ns:meta/'/>"]
)
def test_many_marks_of_xmp_are_read_in_one_pass(text: str) -> None:
    assert not published(in_jpeg(behind=text.encode() * 900)).has_place
    begins_tags = text.startswith(("<a", "<r"))
    assert published(in_jpeg(behind=text.encode() * 200_000)).has_place == begins_tags  # which nobody has so many of


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([*NO_PLACES.values(), *PLACES.values()]), EDITS, st.sampled_from(["utf-8", "utf-16-le", "utf-32-be"]))
def test_no_damage_to_xmp_makes_a_picture_a_damaged_one(text: str, edits: list[tuple[float, int, bytes]], encoding: str) -> None:
    data = text[:4000].encode(encoding)
    for at, length, put in edits:
        position = int(at * len(data))
        data = data[:position] + put + data[position + length :]
    publish_image(in_jpeg(behind=data))


@pytest.mark.parametrize(
    ("behind", "has_place"),
    [
        (b"\x1c\x02\x5a\0\x07Ashwick", False),  # bytes of a film, or of a profile, that look like a city
        (IPTC_CITY, True),
        (IPTC_CITY.replace(b"\x04\x04\0\0", b"\x04\x04\x03abc"), True),
        (IPTC_CITY.replace(b"Ashwick", b"       "), False),
    ],
)
def test_iptc_is_read_as_far_as_it_goes_and_each_block_of_it(behind: bytes, has_place: bool) -> None:
    data = in_jpeg(segment(0xED, IPTC_NONE), segment(0xED, behind))
    assert published(data).has_place == has_place


def test_exif_is_read_however_far_apart_its_parts_stand() -> None:
    data = exif(1, PLACE).tobytes()[6:]
    assert published(in_png(chunk(b"eXIf", data))).has_place
    order = "<" if data.startswith(b"II") else ">"
    entry = struct.pack(order + "HHI", 0x8825, 4, 1)
    at = data.index(entry) + len(entry)
    (gps,) = struct.unpack_from(order + "I", data, at)
    far = 3_000_000
    table = struct.pack(order + "H", 1) + struct.pack(order + "HHI4s", 1, 2, 2, b"N\0\0\0") + bytes(4)
    assert not published(
        in_png(chunk(b"eXIf", data[:at] + struct.pack(order + "I", far) + data[at + 4 : gps] + bytes(far - gps) + table))
    ).has_place
    table = struct.pack(order + "H", 1) + struct.pack(order + "HHI4s", 28, 2, 3, b"Ash\0") + bytes(4)
    assert published(
        in_png(chunk(b"eXIf", data[:at] + struct.pack(order + "I", far) + data[at + 4 : gps] + bytes(far - gps) + table))
    ).has_place
    assert published(in_jpeg(behind=b"II*\0\x08\0\0\0\0\0" * 99)).has_place


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\0\1\0\0WEBP", b"\0\0\0\x18ftypavif", b""]),
    st.binary(),
)
def test_no_bytes_at_all_are_more_than_refused(begins: bytes, rest: bytes) -> None:
    try:
        publish_image(begins + rest, max_width=MAX_WIDTH)
    except ImageRefusedError as error:
        said = str(error)
    else:
        said = "published: "
    assert ": " in said
