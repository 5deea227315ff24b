"""The documents from which PDFs are made: one briefing on its page or in large print, and the contents of a pack."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import urljoin

from sevenminute.places import LARGE_PRINT, ONE_PAGE
from sevenminute.print.fit import Fit
from sevenminute.print.pdf import PdfJob
from sevenminute.print.stylesheet import fixed_css, page_css

_LINK = re.compile(r"(?P<before><a\b[^>]*?)\shref=\"(?P<to>[^\"]*)\"")
_WHOLE_LINK = re.compile(r"(?P<start><a\b[^>]*>)(?P<inner>.*?)</a>", re.DOTALL)
_TAG = re.compile(r"</?[a-z][^>]*>")
_IMG = re.compile(r"<img\b[^>]*>")
_PICTURE = re.compile(r"(?P<before><img\b[^>]*?\ssrc=)\"(?P<src>[^\"]*)\"")
_ABSOLUTE = ("https:", "http:", "mailto:", "tel:", "#")


@dataclass(frozen=True)
class PrintedBriefing:
    """A briefing that fits, ready for every document that holds it.

    Attributes:
        slug: Its place under `/briefings/`.
        title: As the editor wrote it.
        html: Its document, with links and pictures that do not depend on where it lies.
        fit: How it is printed.
    """

    slug: str
    title: str
    html: str
    fit: Fit


def standing_alone(html: str, address: str | None, picture: Callable[[str], str]) -> str:
    """Return the HTML of a page with links that lead to the site from anywhere.

    Args:
        html: The page.
        address: Where the page is published; None takes the links within the site out and leaves their words.
        picture: Returns the address from which a picture of the page is read.
    """

    def link(found: re.Match[str]) -> str:
        if found["to"].startswith(_ABSOLUTE):
            return found[0]
        to = urljoin(address, found["to"]).replace("/index.html", "/") if address else ""
        return f'{found["before"]} href="{to}"' if to else found["before"]

    html = _WHOLE_LINK.sub(_as_one_text, _LINK.sub(link, html))
    return _PICTURE.sub(lambda found: f'{found["before"]}"{escape(picture(found["src"]))}"', html)


def _as_one_text(link: re.Match[str]) -> str:
    """Return a link of words alone: WeasyPrint 70 would tag each element in it, a picture too, as a link of its own."""
    pictures, words = "".join(_IMG.findall(link["inner"])), _TAG.sub("", link["inner"])
    return pictures + (f"{link['start']}{words}</a>" if words.strip() else words)


def one_page_file(slug: str) -> str:
    """Return the path on the site of a briefing's one page."""
    return f"briefings/{slug}/{ONE_PAGE}"


def one_page(briefing: PrintedBriefing, styles: Path) -> PdfJob:
    """Return the job of a briefing's one page.

    Args:
        briefing: What to print.
        styles: Folder of the style sheets.
    """
    return PdfJob(one_page_file(briefing.slug), briefing.html, _paths(styles, "sheet.css", "pdf.css"), page_css(briefing.fit))


def large_print(briefing: PrintedBriefing, styles: Path) -> PdfJob:
    """Return the job of a briefing in large print.

    Args:
        briefing: What to print.
        styles: Folder of the style sheets.
    """
    return PdfJob(f"briefings/{briefing.slug}/{LARGE_PRINT}", briefing.html, _paths(styles, "large-print.css"), "")


def cover(name: str, html: str, styles: Path) -> PdfJob:
    """Return the job of the contents of a pack.

    Args:
        name: Path of the pack on the site.
        html: The document.
        styles: Folder of the style sheets.
    """
    return PdfJob(name, html, _paths(styles, "sheet.css", "pdf.css"), fixed_css())


def _paths(styles: Path, *names: str) -> tuple[str, ...]:
    return tuple(str(styles / name) for name in ("pdf-fonts.css", *names))
