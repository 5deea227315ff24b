"""The documents from which PDFs are made: one briefing on its page or in large print, and the contents of a pack."""

from __future__ import annotations

import mimetypes
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sevenminute.print.css.pdf import fixed_css, page_css
from sevenminute.print.layout.fit_result import Fit
from sevenminute.print.pdf.job import PdfJob
from sevenminute.text.paths import LARGE_PRINT, ONE_PAGE

_COLOURS = "styles/panel-colours.css"
_STYLES = "assets/stylesheets"
_ABSOLUTE = ("https:", "http:", "mailto:", "tel:", "#")


@dataclass(frozen=True)
class PrintedBriefing:
    """A briefing that fits, ready for every document that holds it.

    Attributes:
        slug: Its place under `/briefings/`.
        title: As the editor wrote it.
        html: Its document, with links and pictures that do not depend on where it lies.
        fit: How it is printed.
        lang: The language of its words.
    """

    slug: str
    title: str
    html: str
    fit: Fit
    lang: str


def self_contained(html: str, address: str | None, picture: Callable[[str], str]) -> str:
    """Return the HTML of a page with links that lead to the site from anywhere.

    Args:
        html: The page.
        address: Where the page is published; None takes the links within the site out and leaves their words.
        picture: Returns the address from which a picture of the page is read.
    """
    tree = LexborHTMLParser(html)
    for link in tree.css("a"):
        _lead_from_anywhere(link, address)
        _make_one_text(link)
    for image in tree.css("img[src]"):
        image.attrs["src"] = picture(image.attributes["src"] or "")
    for numbered in tree.css("ol"):
        _number_items(numbered)
    return tree.html or ""


def data_url(name: str, content: bytes) -> str:
    """Return an address that is a file itself."""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"data:{kind};base64,{b64encode(content).decode()}"


def _lead_from_anywhere(link: LexborNode, address: str | None) -> None:
    """Let a link lead to where it leads on the page, or nowhere; what it says of itself to browsers is none of the paper's."""
    if "rel" in link.attributes:
        del link.attrs["rel"]
    to = link.attributes.get("href")
    if to is None or to.startswith(_ABSOLUTE):
        return
    if address:
        link.attrs["href"] = urljoin(address, to).replace("/index.html", "/")
    else:
        del link.attrs["href"]


def _make_one_text(link: LexborNode) -> None:
    """Leave a link only words: WeasyPrint 70 would tag each element in it, a picture too, as a link of its own."""
    for image in link.css("img"):
        link.insert_before(image)
    words = link.text()
    if words.strip():
        link.inner_html = escape(words, quote=False)
    else:
        link.replace_with(words)


def _number_items(numbered: LexborNode) -> None:
    """Tell the numbers of a list that WeasyPrint 70 would count from 1: it knows no `start`, `reversed` or `value`."""
    items = [item for item in numbered.iter() if item.tag == "li"]
    values = [_integer(item.attributes.get("value")) for item in items]
    step = -1 if "reversed" in numbered.attributes else 1
    start = _integer(numbered.attributes.get("start"))
    number = (len(items) if step < 0 else 1) if start is None else start
    if number == step == 1 and values.count(None) == len(values):
        return
    for item, value in zip(items, values, strict=True):
        number = number if value is None else value
        item.attrs["style"] = f"counter-set: list-item {number - 1}"  # to which WeasyPrint 70 adds the item itself
        number += step


def _integer(text: str | None) -> int | None:
    """Return the number that an attribute holds, or None."""
    try:
        return int(text or "")
    except ValueError:
        return None


def one_page_file(slug: str) -> str:
    """Return the path on the site of a briefing's one page."""
    return f"briefings/{slug}/{ONE_PAGE}"


def one_page(briefing: PrintedBriefing, overrides: Path) -> PdfJob:
    """Return the job of a briefing's one page.

    Args:
        briefing: What to print.
        overrides: Folder of the templates, with the style sheets below it.
    """
    return PdfJob(one_page_file(briefing.slug), briefing.html, _paths(overrides, "sheet.css", "pdf.css"), page_css(briefing.fit))


def large_print(briefing: PrintedBriefing, overrides: Path) -> PdfJob:
    """Return the job of a briefing in large print.

    Args:
        briefing: What to print.
        overrides: Folder of the templates, with the style sheets below it.
    """
    return large_print_of(briefing.slug, briefing.html, overrides)


def large_print_of(slug: str, html: str, overrides: Path) -> PdfJob:
    """Return the job of a document in large print.

    Args:
        slug: Place of its briefing under `/briefings/`.
        html: The document.
        overrides: Folder of the templates, with the style sheets below it.
    """
    return PdfJob(f"briefings/{slug}/{LARGE_PRINT}", html, _paths(overrides, "large-print.css"), "")


def at_former_addresses(made: Mapping[str, bytes], moved: Mapping[str, str]) -> dict[str, bytes]:
    """Return the PDFs of briefings once more, at the addresses that they had.

    Args:
        made: All PDFs, by path.
        moved: The slugs that briefings had, to those that they have.
    """
    return {
        f"briefings/{former}/{name}": made[now]
        for former, slug in moved.items()
        for name in (ONE_PAGE, LARGE_PRINT)
        if (now := f"briefings/{slug}/{name}") in made
    }


def cover(name: str, html: str, overrides: Path) -> PdfJob:
    """Return the job of a page that is no briefing: the contents of a pack, or the words in place of a withdrawn briefing.

    Args:
        name: Path of the PDF on the site.
        html: The document.
        overrides: Folder of the templates, with the style sheets below it.
    """
    return PdfJob(name, html, _paths(overrides, "sheet.css", "pdf.css"), fixed_css())


def _paths(overrides: Path, *names: str) -> tuple[str, ...]:
    sheets = (f"{_STYLES}/{name}" for name in ("pdf-fonts.css", *names))
    return tuple(str(overrides / path) for path in (_COLOURS, *sheets))
