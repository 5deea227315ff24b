"""What a picture says beyond what it shows is not published: who took it, when, where, and with what."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

import pytest

from image_files import (
    DEGREES,
    FILM,
    IPTC_CITY,
    IPTC_NONE,
    PLACE,
    XMP_CITY,
    XMP_GPS,
    XMP_NONE,
    XMP_PREFIXES,
    XMP_SHOWN,
    XMP_WIDE,
    alike,
    chunk,
    drawing,
    exif,
    in_app1,
    in_avif,
    in_gif,
    in_jpeg,
    in_png,
    in_webp,
    parts,
    photograph,
    pixels,
    published,
    riff,
    same,
    saved,
    segment,
    tiff,
)
from sevenminute.static_files.images import MAX_HEIGHT, MAX_WIDTH, publish_image


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
