"""Briefings of all that an editor may write, on paper: still one page each, with every word, and accessible as a PDF."""

from __future__ import annotations

import io
import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import page as validation
import pytest
from PIL import Image, ImageFilter
from playwright.sync_api import Browser

import sample
from browsing import opened
from conftest import Built, SiteMaker, build_site, write_site
from paper import faults, fonts_of, letters, printed, sizes, text_of

pytestmark = pytest.mark.slow  # many texts, each printed

SETTINGS = sample.SETTINGS.replace("print: {pdf: false}", "print: {packs: false}")
ASK = "Ask the parents what they know about it and write down what they say to you."
LONG = "Donaudampfschifffahrtselektrizitatenhauptbetriebswerkbauunterbeamtengesellschaft"
CELL = "<p>a</p><p>b</p><p>c</p><ul><li>d</li><li>e</li></ul>"
PANELS = {
    "ended-lines": "one  \ntwo  \nthree<br><br><br>six<br>\n\n- a<br>b  \n  c\n- **d<br>e**",
    "long-words-in-lists": f"- {LONG}\n- **{LONG}**\n    1. {LONG}",
    "long-addresses-in-lists": f"- https://www.example.org/{LONG}/{LONG}\n- [www.example.org/{LONG}](https://www.example.org/{LONG})",
    "long-addresses": f"<https://www.example.org/guides/{'Working_Together_' * 4}2026.pdf?part=1&page=2> and {LONG}, {LONG}",
    "cells-with-blocks": f"<table><tbody><tr><td>{CELL}</td><td>{CELL}</td></tr></tbody></table>",
    "cells-with-numbers": "| Who | When | Call | Or |\n|--|--|--|--|\n| Front door | all day | 01632 960001 | 01632 960002 |",
    "captions": f"<table><caption>{ASK * 3}</caption><tbody><tr><td>one</td><td>two</td></tr></tbody></table>",
    "more-to-open": f"<details><summary>To sum up</summary><p>Words that are folded up. {ASK}</p></details>",
    "dates-in-html": f'<time datetime="2026-01">January 2026, {ASK}</time>',
    "small-words": f"<small>{ASK}</small> " * 7,
    "words-above-words": "<ruby>NAI<rp>(</rp><rt>non-accidental injury</rt><rp>)</rp></ruby> and more of it. " * 12,
    "soft-hyphens": "safe\u00adguard\u00ading chil\u00addren's multi\u00adagency arrange\u00adments " * 8,
    "boxes": f'!!! warning "Do this first, and then all the rest of it"\n\n    {ASK}\n\n    - x\n\n> {ASK}\n>\n> > {ASK}',
    "lists-in-lists": f"- one {ASK}\n    - two\n        1. three\n            - four {ASK}\n\n1. a\n\n    b\n\n2. c",
    "terms": f"Term\n:   {ASK}\n\n    More.\n\nOther term\n:   One.\n:   Two.",
    "letters-of-wales-and-poland": "Mam a thŷ, ŵyl; Zażółć gęślą jaźń, Łódź; naïve façade, ½ hour, 20 °C. " * 3,
    "pictures-as-links": "[![A drawing](photo.jpg)](https://www.example.org/a/)",
    "pictures-in-links": "[![A drawing](photo.jpg) and **words**](https://www.example.org/b/)",
    "headings-in-panels": f"### A heading in the panel that is long enough for two lines\n\n{ASK}\n\n#### Lower\n\n{ASK}",
}
"""What each of the seven panels of a briefing holds, by the name of the briefing."""
# All texts in order; the numbers of lists, which paper shows between them, are none.
TEXTS = """() => { const found = [], walker = document.createTreeWalker(document.querySelector('.panels'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) found.push(walker.currentNode.data); return found; }"""
OUTSIDE = """() => [...document.querySelectorAll('.panel')].flatMap(panel => { const card = panel.getBoundingClientRect();
  return [...panel.querySelectorAll('*')].filter(inner => { const box = inner.getBoundingClientRect();
    return box.width && (box.right > card.right + 1 || box.bottom > card.bottom + 1); }).map(inner => inner.outerHTML); })"""
NUMBERS = """
| Who | When | Telephone |
| --- | --- | --- |
| Children's front door | Monday to Friday | 01632 960001 |
| Emergency Duty Team | at all other times | 01632 960002 |
| Safeguarding midwife | working days | 01632 960003 |
"""
LINES = """() => [...document.querySelectorAll('.panel .tel')]
  .map(number => Math.round(number.getBoundingClientRect().height / parseFloat(getComputedStyle(number).lineHeight)))"""
COVERED = """() => [...document.querySelectorAll('.panel :is(td, th)')].filter(cell => cell.scrollWidth > cell.clientWidth + 1)
  .map(cell => cell.innerText)"""
SMALL = """() => [...document.querySelectorAll('.panel :not(.panel__number, sup, sub)')]
  .filter(part => part.getClientRects().length && parseFloat(getComputedStyle(part).fontSize) * 0.75 < 8.49)
  .map(part => part.outerHTML)"""


def photograph() -> bytes:
    """Return a picture of which no two parts are alike, as a camera makes it."""
    noise = random.Random(7).randbytes(2400 * 1600 * 3)  # noqa: S311 - the same picture each time is the point
    file = io.BytesIO()
    Image.frombytes("RGB", (2400, 1600), noise).filter(ImageFilter.GaussianBlur(3)).save(file, "JPEG")
    return file.getvalue()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    files: dict[str, str | bytes] = {
        f"briefings/{name}.md": sample.briefing("".join(f"\n## {heading}\n\n{text}\n" for heading in sample.HEADINGS), title=name)
        for name, text in PANELS.items()
    }
    headings = sample.panels(*(f"{LONG}{number}" for number in range(7)))
    files["briefings/long-headings.md"] = sample.briefing(headings, title="long-headings")
    files["briefings/photo.jpg"] = photograph()
    folder = tmp_path_factory.mktemp("hard")
    built = build_site(write_site(folder / "source", files, SETTINGS), folder / "site")
    assert built.messages == []
    return built


@pytest.mark.parametrize("name", [*PANELS, "long-headings"])
def test_hard_text_is_one_whole_page(browser: Browser, site: Built, serve: Callable[[Path], str], name: str) -> None:
    with opened(browser) as page:
        page.goto(f"{serve(site.folder)}briefings/{name}/")
        pdf = printed(page)
        assert faults(page) == []
        texts = [letters(text) for text in page.evaluate(TEXTS)]
        page.emulate_media(media="print")
        assert page.evaluate(OUTSIDE) == []
        assert page.evaluate(COVERED) == []
        assert page.evaluate(SMALL) == []
    assert len(sizes(pdf)) == 1
    one_page, large = ((site.folder / f"briefings/{name}/{kind}.pdf").read_bytes() for kind in ("one-page", "large-print"))
    assert len(sizes(one_page)) == 1
    for paper in (pdf, one_page):
        assert re.search(".*?".join(texts), text_of(paper)), "each text, in order"
    found, wanted = Counter(text_of(large)), Counter("".join(texts))
    assert wanted - found == Counter()
    for made in (one_page, large):
        report = validation.validate_pdf_bytes(made, profile=validation.ValidationProfile.PDF_UA_1)
        assert len(made) < 200_000
        assert report.is_compliant, [failure.message for failure in report.failures]
        assert all(font.startswith("Atkinson") for font in fonts_of(made))


@pytest.mark.parametrize("place", [1, 5])
@pytest.mark.parametrize("length", [2, 4, 7])
def test_a_table_gets_the_width_that_its_numbers_need(
    browser: Browser, make_site: SiteMaker, serve: Callable[[Path], str], place: int, length: int
) -> None:
    texts = [f"{ASK} " * length for _ in sample.HEADINGS]
    texts[place] = f"{ASK}\n{NUMBERS}"
    body = "".join(f"\n## {heading}\n\n{text}\n" for heading, text in zip(sample.HEADINGS, texts, strict=True))
    site = make_site({"briefings/a.md": sample.briefing(body, print="landscape")})
    with opened(browser) as page:
        page.goto(f"{serve(site.folder)}briefings/a/")
        assert faults(page) == []
        page.emulate_media(media="print")
        assert page.evaluate(LINES) == [1, 1, 1]
