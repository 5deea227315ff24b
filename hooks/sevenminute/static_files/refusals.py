"""Why a file is not published, in words that follow `path:line: `."""

from __future__ import annotations

DAMAGED = "is a damaged picture: open it on your machine, save it again as a JPEG or PNG, and upload that"
MOVES = "is a picture that moves, which readers cannot stop: save one picture of it as a JPEG or PNG, and upload that"
SMALLER = "make it smaller, 3,000 pixels wide at most, and upload that"


class FileRefusedError(ValueError):
    """A file is not published; the text says why, and what would be right.

    Attributes:
        line: The line of the file, counted from 1.
    """

    def __init__(self, message: str = "", line: int = 1) -> None:
        super().__init__(message)
        self.line = line


class ImageRefusedError(FileRefusedError):
    """A picture is not published."""


class SvgRefusedError(FileRefusedError):
    """A drawing is not published."""


class PdfRefusedError(FileRefusedError):
    """A PDF is not published."""
