"""A PDF to be made, one that was made, and what is said of one that cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True)
class PdfJob:
    """A PDF to be made.

    Attributes:
        name: Its path on the site.
        html: The document; its pictures have `data:` addresses.
        css: Paths of style sheets and, last, the text of one.
        text: The text of the last style sheet.
    """

    name: str
    html: str
    css: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class PdfLink:
    """What a page says of a PDF.

    Attributes:
        url: From the root of the site.
        size: In words, as `42 KB`.
    """

    url: str
    size: str


def link_to(name: str, pdf: bytes) -> PdfLink:
    """Return what a page says of a PDF that has been made."""
    return PdfLink(quote(name), f"{max(1, round(len(pdf) / 1000))} KB")


@dataclass(frozen=True)
class FailedPdf:
    """A PDF that could not be made.

    Attributes:
        name: Its path on the site.
        reason: Why, and what to do.
        marks: What in the briefing is why: letters, or names of files.
    """

    name: str
    reason: str
    marks: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name} cannot be made: {self.reason}"


class PdfError(Exception):
    """PDFs could not be made, or not be kept; the message says which and why, each on a line of its own."""


class MissingError(PdfError):
    """No PDF can be made on this machine; the message says what to install."""
