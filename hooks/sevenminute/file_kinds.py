"""What a file beside the briefings is by its name: what is published there, and what is said of all else."""

from __future__ import annotations

import posixpath

PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif"}
PDF = ".pdf"
BESIDE = PICTURES | {PDF}
"""Endings of what may lie beside the briefings and is published with them."""
PAGES = {".md", ".html", ""}
"""Endings of the address of a page, as editors write it."""

_OTHER_PICTURES = {".heic", ".heif", ".tif", ".tiff", ".bmp", ".jfif", ".psd"}
"""Endings of pictures that browsers do not show, or servers do not know."""
_DOCUMENTS = {
    *(".doc", ".docx", ".docm", ".odt", ".rtf", ".pages"),
    *(".xls", ".xlsx", ".xlsm", ".ods", ".csv", ".ppt", ".pptx", ".odp"),
}


def ending(path: str) -> str:
    """Return the ending of a file's name in small letters, as `.png`."""
    return posixpath.splitext(path)[1].lower()


def refuse_file(path: str) -> str:
    """Return what is wrong with a file that lies beside the briefings and is neither one nor published."""
    if ending(path) in _OTHER_PICTURES:
        return "is a picture that most browsers do not show: upload it as a JPEG or PNG, and delete this one"
    if ending(path) in _DOCUMENTS:
        mend = "copy its words into a new file whose name ends in .md, or upload it as a PDF for readers to open"
        return f"is no plain text: {mend}; then delete this one"
    like = posixpath.basename(path).partition(".")[0]
    return f"is neither a briefing nor a picture or PDF: the name of a briefing ends in .md, like {like}.md"


def refuse_link(path: str, *, beside_briefings: bool) -> str:
    """Return why a link can lead to no such file and what to do, or an empty string when the file may be uploaded.

    Args:
        path: The file.
        beside_briefings: Whether it would lie there; elsewhere every document is published.
    """
    kind = ending(path)
    if kind in _OTHER_PICTURES:
        return "most browsers do not show such a picture; save it as a JPEG or PNG, upload that, and write its name here"
    if kind in BESIDE or kind in PAGES or not beside_briefings:
        return ""
    if kind in _DOCUMENTS:
        return "beside briefings lie pictures and PDFs; save it as a PDF, upload that, and write its name here"
    return "beside briefings lie pictures and PDFs only; write the address at which it is on the web"
