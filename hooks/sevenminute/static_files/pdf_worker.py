"""Looks into a PDF in a process of its own: takes it from the standard input, gives back what may be published, or why not.

The process has no environment and little memory and time: whatever a hostile PDF makes of the reader of PDFs, it finds
nothing and fills nothing. First comes a line of JSON, then the PDF.
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from sevenminute.static_files.pdf_streams import UNPACKED, clean_streams
from sevenminute.static_files.refusals import PdfRefusedError

MEMORY = 1 << 30
"""Bytes that the process may use."""
SECONDS = 40
"""Of processor time."""

_ANEW = "make a new PDF of the document that it came from"
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
    except PdfRefusedError as error:
        content, answer = b"", {"refused": str(error)}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + content)


def _limit() -> None:
    """Hold the process to its memory and time; where the system knows no limits, those of qpdf still count."""
    pikepdf.settings.set_qpdf_limits(
        parser_max_container_size=1_000_000,
        flate_max_memory=UNPACKED,
        run_length_max_memory=UNPACKED,
        png_max_memory=UNPACKED,
        tiff_max_memory=UNPACKED,
    )
    with suppress(ImportError):
        import resource  # noqa: PLC0415 - Windows has none

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _published(data: bytes) -> tuple[bytes, _RemovedMetadata]:
    """Return a PDF written anew, and what the one that was given tells of people.

    What is written anew holds the document's objects and nothing else: no earlier version, nothing between or behind them.

    Raises:
        PdfRefusedError: It is damaged, or holds what is not published.
    """
    if b"%%EOF" not in data:
        raise PdfRefusedError(f"is damaged: {_ANEW}, and upload that")
    if not _END.search(data, max(len(data) - 4096, 0)):
        raise PdfRefusedError(f"has something after its end: {_ANEW}, and upload that")
    try:
        with Pdf.open(io.BytesIO(data), attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                raise pikepdf.PasswordError
            noted = _without_metadata(pdf)
            content = io.BytesIO()
            pdf.save(content, deterministic_id=True)
        with Pdf.open(content, attempt_recovery=False) as pdf:
            if not len(pdf.pages):
                raise PdfRefusedError(f"has no page: {_ANEW}, and upload that")
            for held in _held(pdf):
                raise PdfRefusedError(f"holds {held}: {_ANEW}, without that, and upload the new one")
    except pikepdf.PasswordError:
        raise PdfRefusedError("is locked with a password: save it without one, and upload that") from None
    except (PdfRefusedError, MemoryError):
        raise
    except Exception:  # a reader of PDFs raises whatever damaged bytes make it run into
        raise PdfRefusedError(f"is damaged: {_ANEW}, and upload that") from None
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
    names_author, kept = False, {}
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
    has_place = clean_streams(pdf, _parts(pdf))
    if kept:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as known:
            for key, value in kept.items():
                known[key] = value
    return _RemovedMetadata(names_author, has_place)


if __name__ == "__main__":
    main()
