"""A picture as it is published: upright, no larger than a page shows, and without a word about who took it, when and where."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from PIL import ExifTags, Image, ImageCms, ImageOps

from sevenminute.static_files.image_formats.avif import strip_avif
from sevenminute.static_files.image_formats.gif import strip_gif
from sevenminute.static_files.image_formats.jpeg import strip_jpeg
from sevenminute.static_files.image_formats.png import strip_png
from sevenminute.static_files.image_formats.stripped import MAX_PIXELS, Stripped, check_size
from sevenminute.static_files.image_formats.webp import strip_webp
from sevenminute.static_files.image_place import PLACE_PROBLEM, names_place
from sevenminute.static_files.refusals import DAMAGED, MOVES, SMALLER, ImageRefusedError
from sevenminute.static_files.signatures import kind_of

__all__ = ["MAX_HEIGHT", "MAX_PIXELS", "MAX_WIDTH", "PLACE_PROBLEM", "ImageRefusedError", "PublishedImage", "publish_image"]

Kind = Literal["JPEG", "PNG", "GIF", "WebP", "AVIF"]

MAX_WIDTH = 2200
"""Pixels: twice the 1,099 CSS pixels within a panel across a page of 76 rem, the widest place on screen and on paper."""
MAX_HEIGHT = 1520
"""Pixels: twice the 756 CSS pixels (200 mm) that the large print allows a picture; pages on screen allow it 480."""

_STRIP: dict[Kind, Callable[[bytes], Stripped]] = {
    "JPEG": strip_jpeg,
    "PNG": strip_png,
    "GIF": strip_gif,
    "WebP": strip_webp,
    "AVIF": strip_avif,
}
_QUALITIES = (85, 75, 65)
"""Of JPEG and WebP, each tried while the picture would become a larger file than it was."""
_NOT_SHOWN = {"HEIC", "TIFF", "BMP"}
_UPRIGHT = 1


@dataclass(frozen=True)
class PublishedImage:
    """A picture as it is published.

    Attributes:
        data: The file; the very bytes that were given when nothing had to change.
        kind: What it is, whatever its name says.
        width: Pixels across.
        height: Pixels down.
        changed: Whether `data` is another file than was given.
        has_place: Whether the file that was given says where the picture was taken, or may say so in a way that cannot be read.
            It is published without, but the repository keeps it: `PLACE_PROBLEM` says what to do.
    """

    data: bytes
    kind: Kind
    width: int
    height: int
    changed: bool
    has_place: bool


def publish_image(data: bytes, *, max_width: int = MAX_WIDTH, max_height: int = MAX_HEIGHT) -> PublishedImage:
    """Return a picture without metadata, upright and within the limits; the same bytes in give the same bytes out.

    Args:
        data: A file of any kind.
        max_width: Pixels across that the picture may have.
        max_height: Pixels down that it may have.

    Raises:
        ImageRefusedError: Browsers show no such picture, or it moves, is damaged, or is too large to be read.
    """
    kind = _kind(data)
    stripped = _stripped(kind, data)
    with _careful(), Image.open(io.BytesIO(stripped.data), formats=[kind]) as image:
        check_size(*image.size)
        if getattr(image, "n_frames", 1) > 1:
            raise ImageRefusedError(MOVES)
        orientation = _orientation(stripped.exif or image.info.get("exif", b""))
        recolour = _to_colours_of_the_web(stripped.profile or image.info.get("icc_profile", b""), image)
        limits = (max_width, max_height) if orientation < 5 else (max_height, max_width)
        is_upright = orientation == _UPRIGHT
        fits = image.width <= limits[0] and image.height <= limits[1]
        stays = fits and is_upright and not recolour and image.mode != "CMYK"
        if stays and not stripped.encode and not _goes_on(kind, stripped, image):
            published, size = stripped.data, image.size
        elif stays and kind == "GIF":
            published, size = _encoded_again(image), image.size
        else:
            picture = _turned(_as_seen(image, limits, recolour), orientation)
            encoded = _encoded(picture, kind, stripped.data, len(data), getattr(image, "quantization", {}))
            published, size = _stripped(kind, encoded).data, picture.size
    has_place = stripped.names_place or names_place(stripped.removed)
    return PublishedImage(published, kind, *size, changed=published != data, has_place=has_place)


def _kind(data: bytes) -> Kind:
    """Return what a file is by its contents.

    Raises:
        ImageRefusedError: It is no picture that browsers show.
    """
    kind = "PSD" if data.startswith(b"8BPS") else kind_of(data)
    for known in _STRIP:
        if kind == known:
            return known
    if kind in _NOT_SHOWN | {"PSD"}:
        raise ImageRefusedError(
            f"is a {kind} picture, which most browsers do not show: save it as a JPEG or PNG, and upload that"
        )
    raise ImageRefusedError("is not a picture, whatever its name says: save the picture as a JPEG or PNG, and upload that")


def _stripped(kind: Kind, data: bytes) -> Stripped:
    try:
        return _STRIP[kind](data)
    except ImageRefusedError:
        raise
    except (LookupError, ArithmeticError, ValueError, struct.error):
        raise ImageRefusedError(DAMAGED) from None


def _goes_on(kind: Kind, stripped: Stripped, image: Image.Image) -> bool:
    """Tell whether the coded pixels go on behind the last pixel: then another end of them shows the same picture.

    Raises:
        Exception: The picture is damaged.
    """
    image.load()
    shown = _shown(kind, stripped.data)
    return any(all(_shown(kind, other) == shown for other in others) for others in stripped.other_ends)


def _shown(kind: Kind, data: bytes) -> bytes:
    """Return the pixels of a file, or nothing when it cannot be read."""
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as image:
            image.draft("YCbCr" if image.mode == "RGB" else None, image.size)  # what black and white hide, in a JPEG
            return image.tobytes()
    except Exception:  # decoders raise whatever damaged bytes make them run into
        return b""


@contextmanager
def _careful() -> Iterator[None]:
    """Turn whatever a decoder raises into a refusal, and keep its warnings to itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except ImageRefusedError:
            raise
        except Image.DecompressionBombError:
            raise ImageRefusedError(f"has too many pixels to be read here: {SMALLER}") from None
        except Exception:  # decoders raise whatever damaged bytes make them run into
            raise ImageRefusedError(DAMAGED) from None


def _orientation(exif: bytes) -> int:
    """Return which of the eight ways of lying a picture has, by its EXIF; browsers heed no other word about it."""
    read = Image.Exif()
    try:
        read.load(exif)
        value = read.get(ExifTags.Base.Orientation, _UPRIGHT)
    except Exception:  # it is damaged, and browsers do not heed it either
        return _UPRIGHT
    return value if isinstance(value, int) and 1 <= value <= 8 else _UPRIGHT


def _to_colours_of_the_web(profile: bytes, image: Image.Image) -> ImageCms.ImageCmsTransform | None:
    """Return what turns a picture's colours into those of the web (sRGB); None when they are these, or cannot be known.

    No profile is published: one that a screen or printer has of its own has its owner's words in it.
    """
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK", "P"):
        return None
    mode = "CMYK" if image.mode == "CMYK" else _mode_with_colours(image)
    try:
        opened = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(opened):
            return None
        web = ImageCms.createProfile("sRGB")
        return ImageCms.buildTransform(opened, web, mode, "RGBA" if mode == "RGBA" else "RGB")
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):  # damaged, or of a picture of other colours
        return None


def _mode_with_colours(image: Image.Image) -> str:
    return "RGBA" if image.has_transparency_data else "RGB"


def _as_seen(image: Image.Image, limits: tuple[int, int], recolour: ImageCms.ImageCmsTransform | None) -> Image.Image:
    """Return a picture within the limits, in the colours of the web, eight bits each, and without any remark."""
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    elif image.mode not in ("L", "LA", "RGB", "RGBA", "CMYK") or "transparency" in image.info:
        image = image.convert("L" if image.mode == "1" else _mode_with_colours(image))
    image.thumbnail(limits, Image.Resampling.LANCZOS, reducing_gap=3.0)
    if recolour:
        image = ImageCms.applyTransform(image, recolour) or image
    return image.convert("RGB") if image.mode == "CMYK" else image


def _turned(image: Image.Image, orientation: int) -> Image.Image:
    image.info.clear()
    image.getexif()[ExifTags.Base.Orientation] = orientation
    turned = ImageOps.exif_transpose(image)
    turned.info.clear()
    return turned


def _encoded_again(image: Image.Image) -> bytes:
    """Return a GIF with the same pixels and colours."""
    transparent = {"transparency": image.info["transparency"]} if "transparency" in image.info else {}
    image.info.clear()
    return _stripped("GIF", _saved(image, "GIF", **transparent)).data


def _encoded(image: Image.Image, kind: Kind, source: bytes, longest: int, tables: dict[int, list[int]]) -> bytes:
    """Return the file of a picture.

    Args:
        image: The picture.
        kind: What the file is to be.
        source: The file that it came from.
        longest: Bytes that the file should not exceed, where the kind leaves a choice.
        tables: How coarsely a JPEG was encoded.
    """
    if kind == "PNG":
        return _saved(image, kind, optimize=True)
    if kind == "GIF":
        return _saved(image.quantize(method=Image.Quantize.FASTOCTREE if "A" in image.mode else None), kind)
    if kind == "AVIF":
        return _saved(image, kind, quality=85, max_threads=1)
    if kind == "WebP" and b"VP8L" in source[:64]:
        return _saved(image, kind, lossless=True)
    saved = b""
    for options in _tries(kind, tables):
        saved = _saved(image, kind, **options)
        if len(saved) <= longest:
            break
    return saved


def _tries(kind: Kind, tables: dict[int, list[int]]) -> Iterator[dict[str, Any]]:
    """Yield ways to encode a photograph, each smaller than the one before; the last is as coarse as the picture was itself."""
    if kind == "WebP":
        yield from ({"method": 4, "quality": quality} for quality in (*_QUALITIES, 50, 35))
    else:
        yield from ({"optimize": True, "progressive": True, "quality": quality} for quality in _QUALITIES)
        yield {"optimize": True, "progressive": True, "qtables": tables}


def _saved(image: Image.Image, kind: Kind, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()
