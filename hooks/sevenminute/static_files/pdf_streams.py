"""Takes out of the streams of a PDF what its pages do not show: what cameras noted, remarks, and what lies behind an end."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from urllib.parse import unquote_to_bytes

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream, StreamDecodeLevel, Token, TokenFilter, TokenType

from sevenminute.static_files.image_formats.jpeg import strip_jpeg
from sevenminute.static_files.image_place import names_place
from sevenminute.static_files.refusals import PdfRefusedError
from sevenminute.static_files.signatures import kind_of

UNPACKED = 256 << 20
"""Bytes that one part of a PDF may have when it is unpacked."""
_STEP = 1 << 20
_AS_JPEG = "make a new PDF of the document that it came from, in which pictures are saved as JPEG, and upload that"
_UNUSUAL = f"holds a picture that is packed in an unusual way: {_AS_JPEG}"
_PHOTOGRAPHS = {"/DCTDecode", "/JPXDecode"}
_PHOTOGRAPHS_IN_PAGES = {b"/DCTDecode", b"/DCT"}
_SCANS = {"/CCITTFaxDecode", "/JBIG2Decode"}
"""Pictures in black and white, in which no camera notes anything."""
_EXIF = re.compile(rb"Exif\0\0(?:II\*\0|MM\0\*)")
_MAY_HOLD_MORE = re.compile(rb"%|\bBI\b")
"""What stands in the content of a page that has a remark or a picture in it; texts and numbers have it by chance too."""


def clean_streams(pdf: Pdf, parts: Iterable[Object]) -> bool:
    """Clean each stream of a PDF, and return whether a photograph says where it was taken.

    Args:
        pdf: The PDF, which is changed.
        parts: Its dictionaries and streams.

    Raises:
        PdfRefusedError: A picture stands where nobody can tell what its camera noted.
        ImageRefusedError: A picture is damaged.
        zlib.error: A stream is damaged.
        pikepdf.PdfError: Likewise.
    """
    for page in pdf.pages:
        page.contents_coalesce()  # a picture may begin in one stream and end in the next
    known, has_place = list(parts), False
    drawn = _drawn(pdf, known)
    for part in known:
        if not isinstance(part, Stream):
            continue
        filters = [str(name) for name in _as_list(part.get("/Filter"))]
        if _PHOTOGRAPHS.intersection(filters):
            has_place = names_place(_strip_photograph(part, filters)) or has_place
        elif part.get("/Type") == Name.Metadata:
            part.write(b"")
        elif _SCANS.intersection(filters):
            _refuse_picture(part.read_raw_bytes())
        else:
            _clean(part, filters, is_drawn=part.objgen in drawn)
    return has_place


def _drawn(pdf: Pdf, parts: Iterable[Object]) -> set[tuple[int, int]]:
    """Return which streams say what is drawn: those of pages, forms, patterns, and letters that are drawings."""
    drawn = {page.obj.Contents.objgen for page in pdf.pages if isinstance(page.obj.get("/Contents"), Stream)}
    for part in parts:
        if isinstance(part, Stream) and (part.get("/Subtype") == Name.Form or "/BBox" in part or "/PatternType" in part):
            drawn.add(part.objgen)
        elif isinstance(letters := part.get("/CharProcs"), Dictionary):
            drawn.update(letter.objgen for _, letter in letters.items())
    return drawn


def _clean(part: Stream, filters: list[str], *, is_drawn: bool) -> None:
    data = part.read_bytes(StreamDecodeLevel.specialized)
    _refuse_picture(data)
    said = _without_remarks(data) if is_drawn and _MAY_HOLD_MORE.search(data) else data
    if said != data or not (filters in ([], ["/FlateDecode"]) and _ends_with_its_data(part, filters)):
        part.write(said)


def _refuse_picture(data: bytes) -> None:
    if kind_of(data) or _EXIF.search(data):
        raise PdfRefusedError(_UNUSUAL)


def _ends_with_its_data(part: Stream, filters: list[str]) -> bool:
    """Return whether nothing lies behind the end of what is packed."""
    if not filters:
        return True
    unpacker, rest, length = zlib.decompressobj(), part.read_raw_bytes(), 0
    while rest and not unpacker.eof:
        length += len(unpacker.decompress(rest, _STEP))
        rest = unpacker.unconsumed_tail
        if length > UNPACKED:
            raise MemoryError
    return unpacker.eof and not unpacker.unused_data


def _without_remarks(content: bytes) -> bytes:
    """Return the content of a page without the remarks in it, which start with `%` and which no reader sees."""
    with Pdf.new() as beside:
        page = beside.add_blank_page()
        page.obj.Contents = beside.make_stream(content)
        return Page(page.obj).get_filtered_contents(_Remarks())


class _Remarks(TokenFilter):
    """Leaves remarks out, and refuses a photograph between the commands that draw."""

    def __init__(self) -> None:
        super().__init__()
        self._names = set[bytes]()

    def handle_token(self, token: Token) -> Token | None:  # type: ignore[override]  # it is always called with one
        """Return what is kept of a token."""
        if token.type_ == TokenType.word and token.raw_value == b"BI":
            self._names.clear()
        elif token.type_ == TokenType.name_:
            self._names.add(unquote_to_bytes(token.raw_value.replace(b"%", b"%25").replace(b"#", b"%")))
        elif token.type_ == TokenType.inline_image and self._names & _PHOTOGRAPHS_IN_PAGES:
            raise PdfRefusedError(_UNUSUAL)
        return None if token.type_ == TokenType.comment else token


def _strip_photograph(picture: Stream, filters: list[str]) -> bytes:
    """Take out of a photograph within a PDF what its camera noted, and return that.

    Raises:
        PdfRefusedError: Nobody can tell what it noted.
        ImageRefusedError: It is damaged.
        zlib.error: It is damaged.
    """
    if "/JPXDecode" in filters:
        raise PdfRefusedError(f"holds a JPEG 2000 picture, out of which nobody can take where it was taken: {_AS_JPEG}")
    raw = picture.read_raw_bytes()
    if filters == ["/FlateDecode", "/DCTDecode"]:
        raw = zlib.decompressobj().decompress(raw, UNPACKED)
    elif len(filters) > 1:
        raise PdfRefusedError(_UNUSUAL)
    parameters = [item for item in _as_list(picture.get("/DecodeParms"))[-1:] if isinstance(item, Dictionary)]
    stripped = strip_jpeg(raw)
    picture.write(stripped.data, filter=Name.DCTDecode, decode_parms=parameters[0] if parameters else None)
    return stripped.removed


def _as_list(value: Object | None) -> list[Object]:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]
