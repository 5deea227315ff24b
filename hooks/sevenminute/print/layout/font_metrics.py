"""How wide words are in the bundled font: its advance widths, without kerning, which only makes lines shorter."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

_NAME = "atkinson-hyperlegible-next"
_FILES = {"regular": ("400-normal",), "bold": ("700-normal",), "italic": ("400-italic", "400-normal")}
"""Style to the ends of the names of its files: the font is cut into several, each with letters of its own."""
_UNKNOWN = 1.0
"""Width in em of a letter that the font lacks: another font shows it, and few have wider letters than these."""

SAFETY = 1.012
"""Text is taken to be this much wider than it is: programs round the place of each letter in their own way."""


@dataclass(frozen=True)
class Style:
    """How a run of text looks.

    Attributes:
        bold: Whether it is set in the bold font, which in italics is slanted and as wide.
        italic: Whether it is set in italics.
        scale: Size relative to the text around the run's paragraph.
        unbroken: Whether no line may end within it, as within a telephone number.
    """

    bold: bool = False
    italic: bool = False
    scale: float = 1.0
    unbroken: bool = False


class Metrics:
    """Widths of texts in em, as fractions of the type size."""

    def __init__(self, fonts: Path) -> None:
        """Read the fonts.

        Args:
            fonts: Folder of the `.woff2` files.

        Raises:
            OSError: A file is missing or cannot be read.
        """
        self._advances = {style: _advances(fonts, files) for style, files in _FILES.items()}
        self._words: dict[tuple[str, str], float] = {}

    def lacks(self, letter: str) -> bool:
        """Tell whether another font has to show a letter."""
        return ord(letter) not in self._advances["regular"] and not letter.isspace() and _foreign(letter) > 0

    def width(self, text: str, style: Style) -> float:
        """Return the width of a text in em of its paragraph, on the safe side."""
        name = "bold" if style.bold else "italic" if style.italic else "regular"
        found = self._words.get((name, text))
        if found is None:
            advances = self._advances[name]
            found = sum(advances.get(ord(letter), _foreign(letter)) for letter in text) * SAFETY
            self._words[name, text] = found
        return found * style.scale


def read_metrics(fonts: Path) -> Metrics:
    """Return the widths of the fonts in a folder, which are read once, by whatever path it is reached."""
    return _read_metrics(fonts.resolve())


@lru_cache(maxsize=4)
def _read_metrics(fonts: Path) -> Metrics:
    return Metrics(fonts)


def _foreign(letter: str) -> float:
    return 0.0 if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf" else _UNKNOWN


def _advances(fonts: Path, ends: tuple[str, ...]) -> dict[int, float]:
    """Return the width of each letter in em, by its code point.

    Raises:
        FileNotFoundError: There is no file of the first kind.
    """
    advances: dict[int, float] = {}
    for end in reversed(ends):
        files = sorted(fonts.glob(f"{_NAME}-*-{end}.woff2"))
        if not files:
            raise FileNotFoundError(f"{fonts} holds no {_NAME}-*-{end}.woff2")
        for file in files:
            with TTFont(file, lazy=True) as font:
                em, widths = font["head"].unitsPerEm, font["hmtx"].metrics
                advances |= {code: widths[glyph][0] / em for code, glyph in font.getBestCmap().items()}
    return advances
