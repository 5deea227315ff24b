"""The icons of the site: drawings of the theme's package, put into pages and style sheets while the site is built.

An icon is never all that says something: words stand beside it, so that it is hidden from screen readers.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from selectolax.lexbor import LexborHTMLParser

ICONS = {
    "attention": "alert",
    "close": "close",
    "danger": "alert-octagon",
    "download": "file-download-outline",
    "elsewhere": "arrow-top-right",
    "file": "file-document-outline",
    "leave": "exit-run",
    "link": "link",
    "mail": "email-outline",
    "menu": "menu",
    "note": "information-outline",
    "print": "printer",
    "search": "magnify",
    "telephone": "phone",
}
"""What an icon stands for on this site, to its name among the icons of Material Design."""


@dataclass(frozen=True)
class Icons:
    """The icons, ready to be used.

    Attributes:
        shapes: What is drawn, as the `d` of a path in a square of 24 units, by the name in `ICONS`.
    """

    shapes: dict[str, str]

    def markup(self, name: str) -> str:
        """Return an icon for a page, in the colour of the words beside it."""
        return f'<svg class="icon" aria-hidden="true" viewBox="0 0 24 24"><path d="{self.shapes[name]}"/></svg>'

    def in_style_sheet(self, css: str) -> str:
        """Return a style sheet in which each `url("icon:NAME")` is the icon itself, to be used as a mask."""
        for name, shape in self.shapes.items():
            drawing = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'><path d='{shape}'/></svg>"
            css = css.replace(f'url("icon:{name}")', f'url("data:image/svg+xml,{quote(drawing, safe=_READABLE)}")')
        return css


_READABLE = " ='/:"
"""What an address within quotation marks holds as it is."""


def read_icons(folder: Path) -> Icons:
    """Read the icons.

    Args:
        folder: Where the theme's package has the icons of Material Design.

    Raises:
        OSError: An icon is not there: the package calls it otherwise by now.
    """
    return Icons({name: _shape((folder / f"{file}.svg").read_text(encoding="utf-8")) for name, file in ICONS.items()})


def _shape(drawing: str) -> str:
    """Return what is drawn; each icon is one path."""
    (path,) = LexborHTMLParser(drawing).css("svg > path")
    return path.attributes["d"] or ""
