"""A picture is published upright, no larger than a page shows it, and without a word about who took it, when and where."""

from __future__ import annotations

import functools
import io
import struct
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms
from test_image_metadata import TELLING

from image_files import (
    KINDS,
    alike,
    chunk,
    drawing,
    exif,
    in_jpeg,
    in_png,
    in_webp,
    of_other_colours,
    photograph,
    pixels,
    published,
    refused,
    same,
    saved,
)
from sevenminute.static_files.image_formats.stripped import MAX_PIXELS
from sevenminute.static_files.images import MAX_WIDTH, ImageRefusedError, publish_image


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
