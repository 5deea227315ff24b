"""Parts of built pages, as tests look at them."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

from uploads import picture

PIXEL = picture(width=1, height=1)


def panel(page: BeautifulSoup, number: int) -> Tag:
    """Return the section of a panel."""
    section = page.select_one(f"section.panel:has(> #panel-{number})")
    assert section is not None, number
    return section


def words(element: Tag | None) -> str:
    """Return an element's text with single spaces."""
    assert element is not None
    return " ".join(element.get_text(" ").split())


def body_with(text: str, *, number: int = 3) -> str:
    """Return seven panels, one of which has the given Markdown."""
    parts = [f"## Panel {letter}\n\n{text if at == number else 'Words.'}\n" for at, letter in enumerate("ABCDEFG", 1)]
    return "\n".join(parts)
