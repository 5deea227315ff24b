"""Looks into a PDF in a process of its own: takes it from the standard input, gives back what may be published, or why not.

The process has no environment and little memory and time: whatever a hostile PDF makes of the reader of PDFs, it finds
nothing and fills nothing. First comes a line of JSON, then the PDF.
"""

from __future__ import annotations

import io
import json
import re
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from sevenminute.static_files.image_formats.jpeg import strip_jpeg
from sevenminute.static_files.image_place import names_place

MEMORY = 1 << 30
"""Bytes that the process may use."""
SECONDS = 40
"""Of processor time."""
_UNPACKED = 256 << 20
"""Bytes that one part of a PDF may have when it is unpacked."""

_ANEW = "make a new PDF of the document that it came from"
_AS_JPEG = "make a new PDF of the document that it came from, in which pictures are saved as JPEG, and upload that"
_SCRIPT = "a script, which could run on a reader’s computer"
_STARTS = "a command that starts a program or opens another file"
_OPENS = "a command that opens a web page or empties a form by itself"
_SENDS = "a form that sends or fetches what people write"
_MOVES = "a film, a sound or another thing that moves"
_FILES = "other files within it"
_FORM = "a form of the kind XFA, which most programs cannot show"
_LINK = "a link that does not go to a web page"
_OUTSIDE = "a part that is in another file"
_UNKNOWN = "a command that is not on the list of what is allowed"
_COMMENTS = "comments or marks of its readers"
_SIGNED = "a digital signature, which the copy on the site would break"

_ACTIONS = {
    **dict.fromkeys(("/GoTo", "/GoToDp", "/URI", "/Named", "/ResetForm"), ""),
    "/JavaScript": _SCRIPT,
    **dict.fromkeys(("/Launch", "/GoToR", "/GoToE"), _STARTS),
    **dict.fromkeys(("/SubmitForm", "/ImportData"), _SENDS),
    **dict.fromkeys(("/Rendition", "/Movie", "/Sound", "/GoTo3DView", "/RichMediaExecute"), _MOVES),
}
"""What a click or an opening may do (with an empty text), and what is said of all else that is known."""
_HAVE_ACTIONS = ("/A", "/PA", "/OpenAction", "/Next")
_ANNOTATIONS = {
    **dict.fromkeys(("/Link", "/Widget", "/Watermark", "/PrinterMark", "/TrapNet"), ""),
    **dict.fromkeys(("/RichMedia", "/3D", "/Screen", "/Movie", "/Sound"), _MOVES),
    "/FileAttachment": _FILES,
}
"""What may lie over a page, likewise; the rest are comments and marks."""
_NAMED_PAGES = {"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"}
_END = re.compile(rb"startxref\s+\d+\s+%%EOF[\s\0]*+\Z")
_WEB = re.compile(r"(?:https?:|mailto:|tel:)|(?![/\\])[^:]*(?:[/?#]|\Z)", re.IGNORECASE)
"""An address of the web, or one without a scheme."""
_XMP_KEPT = ("dc:title", "dc:language", "pdfuaid:part", "pdfuaid:rev", "pdfaid:part", "pdfaid:conformance")
"""What is kept of the metadata: the title, and what the document promises to those who cannot see it."""
_PRIVATE = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/DPartRoot", "/DPM", "/OPI", "/CreatorInfo", "/User")
"""What programs note of themselves, of people and of pictures; small pictures of pages as they once were."""


class _RefusedError(Exception):
    """Why a PDF is not published."""


@dataclass(frozen=True)
class _RemovedMetadata:
    """What a PDF told of people, which is taken out: who wrote it, and where a photograph in it was taken."""

    names_author: bool
    has_place: bool


def main() -> None:
    """Take a PDF, give back what may be published."""
    data = sys.stdin.buffer.read()
    _limit()
    try:
        content, noted = _published(data)
        answer: dict[str, object] = {"names_author": noted.names_author, "has_place": noted.has_place}
    except _RefusedError as error:
        content, answer = b"", {"refused": str(error)}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + content)


def _limit() -> None:
    """Hold the process to its memory and time; where the system knows no limits, those of qpdf still count."""
    pikepdf.settings.set_qpdf_limits(
        parser_max_container_size=1_000_000,
        flate_max_memory=_UNPACKED,
        run_length_max_memory=_UNPACKED,
        png_max_memory=_UNPACKED,
        tiff_max_memory=_UNPACKED,
    )
    with suppress(ImportError):
        import resource  # noqa: PLC0415 - Windows has none

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _published(data: bytes) -> tuple[bytes, _RemovedMetadata]:
    """Return a PDF written anew, and what the one that was given tells of people.

    What is written anew holds the document's objects and nothing else: no earlier version, nothing between or behind them.

    Raises:
        _RefusedError: It is damaged, or holds what is not published.
    """
    if b"%%EOF" not in data:
        raise _RefusedError(f"is damaged: {_ANEW}, and upload that")
    if not _END.search(data, max(len(data) - 4096, 0)):
        raise _RefusedError(f"has something after its end: {_ANEW}, and upload that")
    try:
        with Pdf.open(io.BytesIO(data), attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                raise pikepdf.PasswordError
            noted = _without_metadata(pdf)
            content = io.BytesIO()
            pdf.save(content, deterministic_id=True)
        with Pdf.open(content, attempt_recovery=False) as pdf:
            if not len(pdf.pages):
                raise _RefusedError(f"has no page: {_ANEW}, and upload that")
            for held in _held(pdf):
                raise _RefusedError(f"holds {held}: {_ANEW}, without that, and upload the new one")
    except pikepdf.PasswordError:
        raise _RefusedError("is locked with a password: save it without one, and upload that") from None
    except (_RefusedError, MemoryError):
        raise
    except Exception:  # a reader of PDFs raises whatever damaged bytes make it run into
        raise _RefusedError(f"is damaged: {_ANEW}, and upload that") from None
    return content.getvalue(), noted


def _held(pdf: Pdf) -> Iterator[str]:
    """Yield what a PDF holds that is not published, as the message says it."""
    for part in _parts(pdf):
        yield from filter(None, _held_by(part))


def _parts(pdf: Pdf) -> Iterator[pikepdf.Object]:
    """Yield each dictionary and stream of a PDF, wherever it lies."""
    waiting: list[pikepdf.Object] = [pdf.trailer, *pdf.objects]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Array):
            waiting += [item for item in part if isinstance(item, (Array, Dictionary)) and not item.is_indirect]
        elif isinstance(part, (Dictionary, Stream)):
            yield part
            inner = [value for _, value in part.items()]
            waiting += [value for value in inner if isinstance(value, (Array, Dictionary)) and not value.is_indirect]


def _held_by(part: pikepdf.Object) -> Iterator[str]:
    """Yield what a single dictionary or stream holds."""
    keys = set(part.keys())
    for key in keys.intersection(_HAVE_ACTIONS):
        yield from map(_held_by_action, _dictionaries(part[key]))
    if "/OpenAction" in keys and any(map(_leaves, _dictionaries(part["/OpenAction"]))):
        yield _OPENS
    if part.get("/Type") == Name.EmbeddedFile:
        yield _FILES
    if "/AA" in keys and isinstance(part["/AA"], Dictionary) and any(_dictionaries(value) for _, value in part["/AA"].items()):
        yield _SCRIPT
    if "/JS" in keys and isinstance(part["/JS"], (String, Stream)):
        yield _SCRIPT
    if "/XFA" in keys:
        yield _FORM
    if ("/EF" in keys and isinstance(part["/EF"], Dictionary)) or ("/Collection" in keys and "/Pages" in keys):
        yield _FILES
    if "/RichMediaContent" in keys:
        yield _MOVES
    if "/ByteRange" in keys:
        yield _SIGNED
    if "/URI" in keys:
        uri = part["/URI"].get("/Base", String("")) if isinstance(part["/URI"], Dictionary) else part["/URI"]
        yield "" if isinstance(uri, String) and _WEB.match(str(uri).strip()) else _LINK
    if "/Rect" in keys and "/Subtype" in keys:
        yield _ANNOTATIONS.get(str(part["/Subtype"]), _COMMENTS)
    if isinstance(part, Stream) and keys.intersection(("/F", "/Ref")):
        yield _OUTSIDE


def _dictionaries(value: pikepdf.Object) -> list[pikepdf.Object]:
    """Return the actions that a value is or lists."""
    found = list(value) if isinstance(value, Array) else [value]
    return [item for item in found if isinstance(item, Dictionary) and "/S" in item]


def _leaves(action: pikepdf.Object) -> bool:
    """Tell whether an action, or one that follows it, does at once what only a click may do."""
    seen: set[tuple[int, int]] = set()
    waiting = [action]
    while waiting:
        step = waiting.pop()
        kind = str(step["/S"])
        if kind == "/ResetForm" or (kind == "/URI" and _WEB.match(str(step.get("/URI", "")).strip())):
            return True
        if not step.is_indirect or step.objgen not in seen:
            seen.add(step.objgen)
            waiting += _dictionaries(step["/Next"]) if "/Next" in step else []
    return False


def _held_by_action(action: pikepdf.Object) -> str:
    kind = str(action["/S"])
    if kind == "/Named" and str(action.get("/N", "")) not in _NAMED_PAGES:
        return _UNKNOWN
    return _ACTIONS.get(kind, _UNKNOWN)


def _without_metadata(pdf: Pdf) -> _RemovedMetadata:
    """Take out who made a PDF, with what, when and where; return what it told of that. The title stays."""
    names_author, has_place, kept = False, False, {}
    if "/Metadata" in pdf.Root:
        with suppress(Exception), pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as known:
            kept = {key: known[key] for key in _XMP_KEPT if key in known}
            names_author = bool(known.get("dc:creator"))
    info = pdf.trailer.get("/Info")
    if isinstance(info, Dictionary):
        names_author = names_author or bool(str(info.get("/Author", "")).strip())
        title = info.get("/Title")
        del pdf.trailer["/Info"]
        if isinstance(title, String):
            pdf.docinfo["/Title"] = title
    for part in list(_parts(pdf)):
        for key in _PRIVATE:
            if key in part:
                del part[key]
        if isinstance(part, Stream) and part.get("/Subtype") == Name.Image:
            has_place = names_place(_strip_picture(part)) or has_place
    if kept:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as known:
            for key, value in kept.items():
                known[key] = value
    return _RemovedMetadata(names_author, has_place)


def _strip_picture(picture: Stream) -> bytes:
    """Take out of a photograph within a PDF what its camera noted, and return that.

    Raises:
        _RefusedError: Nobody can tell what it noted.
        ImageRefusedError: It is damaged.
        zlib.error: It is damaged.
    """
    filters = [str(name) for name in _as_list(picture.get("/Filter"))]
    if filters[-1:] == ["/JPXDecode"]:
        raise _RefusedError(f"holds a JPEG 2000 picture, out of which nobody can take where it was taken: {_AS_JPEG}")
    if filters[-1:] != ["/DCTDecode"]:
        return b""
    raw = picture.read_raw_bytes()
    if filters == ["/FlateDecode", "/DCTDecode"]:
        raw = zlib.decompressobj().decompress(raw, _UNPACKED)
    elif len(filters) > 1:
        raise _RefusedError(f"holds a picture that is packed in an unusual way: {_AS_JPEG}")
    parameters = [item for item in _as_list(picture.get("/DecodeParms"))[-1:] if isinstance(item, Dictionary)]
    stripped = strip_jpeg(raw)
    picture.write(stripped.data, filter=Name.DCTDecode, decode_parms=parameters[0] if parameters else None)
    return stripped.removed


def _as_list(value: pikepdf.Object | None) -> list[pikepdf.Object]:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


if __name__ == "__main__":
    main()
