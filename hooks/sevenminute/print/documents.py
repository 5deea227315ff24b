"""The documents from which PDFs are made: one briefing on its page, in large print, or several in a pack."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import urljoin

from sevenminute.print.fit import Fit
from sevenminute.print.pdf import PdfJob
from sevenminute.print.stylesheet import fixed_css, measures_css, page_css

ONE_PAGE = "one-page.pdf"
LARGE_PRINT = "large-print.pdf"
PACK = "pack.pdf"

_ARTICLE = re.compile(r"<article class=\"briefing\".*</article>", re.DOTALL)
_LINK = re.compile(r"(?P<before><a\b[^>]*?)\shref=\"(?P<to>[^\"]*)\"")
# A link is one text in the PDF: WeasyPrint 70 would tag each element within it as a link that belongs to nothing.
_WHOLE_LINK = re.compile(r"(?P<start><a\b[^>]*>)(?P<words>.*?)</a>", re.DOTALL)
_TAG = re.compile(r"</?(?!img\b)[a-z][^>]*>")
_PICTURE = re.compile(r"(?P<before><img\b[^>]*?\ssrc=)\"(?P<src>[^\"]*)\"")
_ID = re.compile(r"(?P<before><[a-z][^>]*?\sid=)\"(?P<id>[^\"]*)\"")
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

    html = _WHOLE_LINK.sub(lambda found: found["start"] + _TAG.sub("", found["words"]) + "</a>", _LINK.sub(link, html))
    return _PICTURE.sub(lambda found: f'{found["before"]}"{escape(picture(found["src"]))}"', html)


def one_page(briefing: PrintedBriefing, styles: Path) -> PdfJob:
    """Return the job of a briefing's one page.

    Args:
        briefing: What to print.
        styles: Folder of the style sheets.
    """
    name = f"briefings/{briefing.slug}/{ONE_PAGE}"
    return PdfJob(name, briefing.html, _paths(styles, "sheet.css", "pdf.css"), page_css(briefing.fit))


def large_print(briefing: PrintedBriefing, styles: Path) -> PdfJob:
    """Return the job of a briefing in large print.

    Args:
        briefing: What to print.
        styles: Folder of the style sheets.
    """
    return PdfJob(f"briefings/{briefing.slug}/{LARGE_PRINT}", briefing.html, _paths(styles, "large-print.css"), "")


def pack(name: str, cover: str, briefings: Sequence[PrintedBriefing], styles: Path) -> PdfJob:
    """Return the job of several one-page briefings behind a page of contents, in one run: so all tags belong together.

    Args:
        name: Its path on the site.
        cover: The document with the contents; the briefings go before its `</body>`.
        briefings: What to print, in order.
        styles: Folder of the style sheets.
    """
    articles, css = [], [fixed_css(), "@page { size: A4; margin: 9mm; }\n"]
    css += [f"@page {way} {{ size: A4 {way}; margin: 9mm; }}\n" for way in ("landscape", "portrait")]
    for number, briefing in enumerate(briefings, start=1):
        article = _ARTICLE.search(briefing.html)
        assert article  # noqa: S101 - the template of the sheet has one
        articles.append(_prefixed(article[0], f"b{number}-"))
        scope = f"#b{number}-sheet"
        css.append(measures_css(briefing.fit, scope))
        css.append(f"{scope} {{ page: {briefing.fit.orientation}; break-before: page; }}\n")
    html = cover.replace("</body>", "\n".join(articles) + "</body>")
    return PdfJob(name, html, _paths(styles, "sheet.css", "pdf.css"), "".join(css))


def _prefixed(html: str, prefix: str) -> str:
    """Return HTML whose anchors, and the links to them, begin with a prefix: several briefings have a panel 1."""
    html = _ID.sub(lambda found: f'{found["before"]}"{prefix}{found["id"]}"', html)
    return re.sub(r"(<a\b[^>]*?\shref=\")#", rf"\1#{prefix}", html)


def _paths(styles: Path, *names: str) -> tuple[str, ...]:
    return tuple(str(styles / name) for name in ("fonts.css", *names))
