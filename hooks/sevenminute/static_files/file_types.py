"""The table of what is published besides pages: each kind of file, how it is known, and what is done to it first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from sevenminute.static_files.images import PLACE_PROBLEM, publish_image
from sevenminute.static_files.pdf import publish_pdf
from sevenminute.static_files.refusals import FileRefusedError
from sevenminute.static_files.root_files import check_robots, check_security
from sevenminute.static_files.signatures import kind_of
from sevenminute.static_files.svg import publish_svg
from sevenminute.static_files.unpublished import UNPUBLISHED_TYPES, refuse_named
from sevenminute.text.paths import BRIEFINGS, DOCS, REGISTER, WELL_KNOWN

PAGES = {".md", ".html", ""}
"""Endings of the address of a page, as editors write it."""

_AUTHOR = (
    "names its author: the copy on the site does not, but the file in the repository does; if that is a person, upload a PDF "
    "without"
)
_PLACE_IN_PDF = (
    "has a photograph in it that may say where it was taken, which everybody who sees the repository can look up: take a "
    "screenshot of the photograph, put that into the document in its place, make a new PDF of it, and upload that; then ask the "
    "people who look after the repository to take this one out of its history"
)
_ONLY = "only pages, pictures and PDFs are published"


@dataclass(frozen=True)
class Published:
    """A file as it is published.

    Attributes:
        content: Its bytes.
        problem: What is wrong with the file that was given, although it can be published; or an empty string.
        advice: What would be better; or an empty string.
    """

    content: bytes
    problem: str = ""
    advice: str = ""


@dataclass(frozen=True)
class FileType:
    """A kind of file that is published.

    Attributes:
        kind: What `kind_of` says of its content; empty for a file that is known by its place.
        name: What messages call it.
        endings: Of its names, the usual one first.
        publish: Takes what lies in the repository and returns what is published, or raises `FileRefusedError`.
        is_kept: Whether `publish` takes so long that its result is kept.
        is_apart: Whether `publish` leaves the work to another process.
        place: The one path that such a file may have in the repository; empty where it may lie anywhere.
    """

    kind: str
    name: str
    endings: tuple[str, ...]
    publish: Callable[[bytes], Published]
    is_kept: bool = False
    is_apart: bool = False
    place: str = ""


def _image(data: bytes) -> Published:
    image = publish_image(data)
    return Published(image.data, problem=PLACE_PROBLEM if image.has_place else "")


def _svg(data: bytes) -> Published:
    return Published(publish_svg(data))


def _pdf(data: bytes) -> Published:
    pdf = publish_pdf(data)
    return Published(pdf.data, problem=_PLACE_IN_PDF if pdf.has_place else "", advice=_AUTHOR if pdf.names_author else "")


def _as_it_is(check: Callable[[bytes], None]) -> Callable[[bytes], Published]:
    def publish(data: bytes) -> Published:
        check(data)
        return Published(data)

    return publish


FILE_TYPES = (
    FileType("PNG", "a PNG picture", (".png",), _image, is_kept=True),
    FileType("JPEG", "a JPEG picture", (".jpg", ".jpeg"), _image, is_kept=True),
    FileType("GIF", "a GIF picture", (".gif",), _image, is_kept=True),
    FileType("WebP", "a WebP picture", (".webp",), _image, is_kept=True),
    FileType("AVIF", "an AVIF picture", (".avif",), _image, is_kept=True),
    FileType("SVG", "an SVG drawing", (".svg",), _svg, is_kept=True),
    FileType("PDF", "a PDF", (".pdf",), _pdf, is_kept=True, is_apart=True),
    FileType("", "a robots.txt", (".txt",), _as_it_is(check_robots), place=f"{DOCS}/robots.txt"),
    FileType("", "a security.txt", (".txt",), _as_it_is(check_security), place=f"{WELL_KNOWN}/security.txt"),
)
"""All that is published besides pages, from `docs/` as from `briefings/`. What has no row here is refused."""


def type_of(path: str) -> FileType | None:
    """Return the kind of a file by its name and place, or None when it is not published.

    Args:
        path: The file, relative to the root of the repository.
    """
    at_its_place = next((row for row in FILE_TYPES if row.place == path), None)
    return at_its_place or next((row for row in FILE_TYPES if not row.place and _ending(path) in row.endings), None)


def publish(type: FileType, data: bytes) -> Published:
    """Return what is published of a file, by what it holds.

    Args:
        type: Its kind by its name.
        data: Its content.

    Raises:
        FileRefusedError: It is another kind of file, or one that is not published.
    """
    if not data:
        raise FileRefusedError("is empty: upload it again")
    kind = kind_of(data) if type.kind else ""
    other = next((row for row in FILE_TYPES if kind and row.kind == kind), type)
    if other is not type:
        said = f"is {other.name}, whatever its name says: let its name end in {other.endings[0]}, here and where a page shows it"
        raise FileRefusedError(said)
    return type.publish(data)  # which refuses what is of no kind


def refuse_file(path: str) -> str:
    """Return what is wrong with a file of the repository that is neither a page nor published, and what to do."""
    ending, like = _ending(path), PurePosixPath(path).name.partition(".")[0]
    beside_briefings = path.startswith(f"{BRIEFINGS}/")
    if ending == ".md" and beside_briefings and PurePosixPath(path).parent != PurePosixPath(BRIEFINGS):
        return f"is not read: briefings are in {BRIEFINGS}/ itself, not in a folder of it"
    page = "briefing" if beside_briefings else "page"
    if ending == ".md":
        return f"is not read: the name of a {page} ends in .md, in small letters, like {like}.md"
    if ending in (".yml", ".yaml") and beside_briefings:
        return f"is not read: the register of resources is {REGISTER}; delete this one"
    if said := refuse_named(PurePosixPath(path).name):
        return said
    for row in UNPUBLISHED_TYPES:
        if ending in row.endings:
            return row.said.format(like=like, page=page)
    return (
        f"is neither a {page} nor a picture or PDF, and nothing else is published: delete it, or, if it is a {page}, "
        f"let its name end in .md, like {like}.md"
    )


def refuse_link(path: str) -> str:
    """Return why a link can lead to no such file and what to do, or an empty string when the file may be uploaded."""
    ending = _ending(path)
    if ending in PAGES or any(ending in row.endings for row in FILE_TYPES if not row.place):
        return ""
    known = next((row for row in UNPUBLISHED_TYPES if ending in row.endings), None)
    return f"{_ONLY}; {known.instead if known else 'write the address at which it is on the web'}"


def _ending(path: str) -> str:
    return PurePosixPath(path).suffix.lower()
