"""Printing pages, and reading what stands on the paper."""

from __future__ import annotations

import io
import itertools
import re
from typing import Any

import pypdfium2
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Page
from pypdf import PdfReader

from sevenminute.print.css.pdf import fixed_css
from sevenminute.print.layout.box_model import Type
from sevenminute.print.layout.fit_result import CARD_GAP, COLUMN_GAP, SMALLEST, line_height
from sevenminute.print.layout.sheet import EMBLEM, FOOT_ABOVE, HEAD_BELOW, Orientation

A4 = (595, 842)
"""Width and height of the paper in points."""

# Everything that is laid out on a sheet, in points from the edge of its article; nothing is measured in the PDF, where
# text that another box covers is still there.
_MEASURE = """() => {
  const box = (element) => { const r = element.getBoundingClientRect();
    return {x: r.x, y: r.y, right: r.right, bottom: r.bottom, over: element.scrollHeight - element.clientHeight,
            wide: element.scrollWidth - element.clientWidth}; };
  const all = (selector) => [...document.querySelectorAll(selector)].filter(e => e.getClientRects().length).map(box);
  return {cards: all('.panel'), notes: all('.footnote'), below: all('.questions, .sheet-foot'), head: all('.briefing__header'),
          inner: all('.panel *').filter(b => b.right > b.x)};
}"""


def printed(page: Page, **options: Any) -> bytes:
    """Print the page that is open, as Ctrl+P does."""
    return page.pdf(**{"prefer_css_page_size": True, **options})


def sizes(pdf: bytes) -> list[tuple[int, int]]:
    """Return width and height of each page in points."""
    return [(round(page.mediabox.width), round(page.mediabox.height)) for page in PdfReader(io.BytesIO(pdf)).pages]


def letters(text: str) -> str:
    """Return the letters and figures of a text alone: where lines and words break differs from program to program."""
    return "".join(mark for mark in text if mark.isalnum()).casefold()


def text_of(pdf: bytes) -> str:
    """Return the letters of a PDF in the order in which they are painted, which is that of the page's source."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return letters("".join(page.get_textpage().get_text_range() for page in document))
    finally:
        document.close()


def blocks(html: BeautifulSoup) -> list[str]:
    """Return the letters of each heading, paragraph, list item and cell of the panels, in order."""
    found = []
    for element in html.select(".panels :is(h2, h3, p, li, td, th, blockquote, dt, dd)"):
        own = [
            child if isinstance(child, str) else child.get_text()
            for child in element.children
            if not (isinstance(child, Tag) and (child.name in _BLOCKS or "footnote-backref" in (child.get("class") or "")))
        ]
        if letters("".join(own)):
            found.append(letters("".join(own)))
    return found


_BLOCKS = {"p", "ul", "ol", "li", "table", "blockquote", "div", "dl"}


def missing(html: BeautifulSoup, pdf: bytes) -> list[str]:
    """Return the blocks of a briefing that the PDF does not hold, or not in their order."""
    text, at, lost = text_of(pdf), 0, []
    for block in blocks(html):
        place = text.find(block, at)
        if place < 0:
            lost.append(block)
        else:
            at = place + len(block)
    return lost


def is_landscape(html: BeautifulSoup) -> bool:
    """Tell how a page says that its paper is held."""
    sheet = html.select_one("link[href*='/sheet-landscape.css']")
    return sheet is not None and sheet["media"] == "print"


def faults(page: Page) -> list[str]:
    """Return what is wrong with the layout of the sheet that is open in a window for print."""
    page.emulate_media(media="print")
    landscape = is_landscape(BeautifulSoup(page.content(), "html.parser"))
    page.set_viewport_size({"width": round(((297 if landscape else 210) - 18) * 96 / 25.4), "height": 1000})
    boxes = page.evaluate(_MEASURE)
    page.emulate_media(media="null")
    return list(_faults(boxes))


def _faults(boxes: dict[str, list[dict[str, float]]]) -> Any:
    millimetre = 96 / 25.4
    cards = boxes["cards"]
    for number, card in enumerate(cards, start=1):
        if card["over"] > 1 or card["wide"] > 1:
            yield f"panel {number} is fuller than its card"
        for other, second in enumerate(cards[number:], start=number + 1):
            apart = second["x"] >= card["right"] or card["x"] >= second["right"] or second["y"] >= card["bottom"] - 0.5
            if not (apart or card["y"] >= second["bottom"] - 0.5):
                yield f"panels {number} and {other} overlap"
    lower_edge = min(box["y"] for box in boxes["below"])
    for box in (*cards, *boxes["notes"]):
        if box["bottom"] > lower_edge - millimetre:
            yield f"a column ends {(lower_edge - box['bottom']) / millimetre:.1f} mm above what stands below"
        if box["y"] < boxes["head"][0]["bottom"] - 0.5:
            yield "a column begins within the head"


_HEIGHTS = """(widths) => {
  const point = 96 / 72, height = (element) => element.getBoundingClientRect().height / point;
  return [height(document.querySelector('.briefing__header')), height(document.querySelector('.sheet-foot')),
    [...document.querySelectorAll('.panel')].map(panel => widths.map(width => {
      panel.style.width = width * point + 'px'; return height(panel); }))];
}"""


def overflow(page: Page, orientation: Orientation) -> float:
    """Return by how many points the page that is open is too long at 9 point, in the best columns that there are.

    All is measured in the browser: each panel at many widths, then each way to share the panels and the width out.
    """
    type = Type(SMALLEST, line_height(SMALLEST))
    measures = {"type": f"{type.size}pt", "line-height": type.line_height, "address": f"{type.address}pt"}
    page.add_style_tag(content=fixed_css() + f":root {{ {''.join(f'--{name}: {value};' for name, value in measures.items())} }}")
    page.add_style_tag(content=".panels { display: flow-root; } .briefing__summary, .questions { display: none; }")
    page.set_viewport_size({"width": round(orientation.width * 96 / 72), "height": 1000})
    page.emulate_media(media="print")
    count = orientation.columns
    room = orientation.width - COLUMN_GAP * (count - 1)
    widths = [room * at / 60 for at in range(6, 61)]
    head, foot, panels = page.evaluate(_HEIGHTS, widths)
    page.emulate_media(media="null")
    available = orientation.height - max(head, EMBLEM) - HEAD_BELOW - foot - FOOT_ABOVE
    needed = min(_needed(panels, cut, widths, room) for cut in itertools.combinations(range(1, 7), count - 1))
    return float(needed - available)


def _needed(panels: list[list[float]], cut: tuple[int, ...], widths: list[float], room: float) -> float:
    """Return the least height of columns that begin with the first panel and after each cut."""
    columns = [panels[start:end] for start, end in itertools.pairwise((0, *cut, 7))]
    high = [
        [sum(panel[at] for panel in column) + CARD_GAP * (len(column) - 1) for at in range(len(widths))] for column in columns
    ]
    return min(
        max(column[at] for column, at in zip(high, chosen, strict=True))
        for chosen in itertools.product(range(len(widths)), repeat=len(columns))
        if sum(widths[at] for at in chosen) <= room
    )


def fonts_of(pdf: bytes) -> dict[str, bool]:
    """Return the fonts of a PDF, and whether each is embedded."""
    found: dict[str, bool] = {}
    for page in PdfReader(io.BytesIO(pdf)).pages:
        resources: Any = page["/Resources"]
        for reference in resources.get("/Font", {}).values():
            font = reference.get_object()
            inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
            descriptor = inner.get("/FontDescriptor", {}).get_object() if "/FontDescriptor" in inner else {}
            embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")) or font["/Subtype"] == "/Type3"
            found[re.sub(r"^[A-Z]{6}\+", "", str(font.get("/BaseFont", "/Type3")).lstrip("/"))] = embedded
    return found
