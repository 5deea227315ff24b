"""The words of a text as pages are compared by them: numbers, and the page's own address, are left out."""

from __future__ import annotations

import re
import zlib
from urllib.parse import unquote, urlsplit

_WORD = re.compile(r"[^\W\d_]+")
_LONG_NAME = 12
"""Letters of the last part of an address that no text has by chance."""


def own_names(url: str) -> tuple[str, ...]:
    """Return the forms in which a page may name its own address, in small letters, the longest first.

    An address that ends in a short word names it as any text would.
    """
    path = urlsplit(url).path
    last = path.rstrip("/").rpartition("/")[2]
    found = {name.lower() for name in (url, path, unquote(path), last, unquote(last))}
    telling = [name for name in found if len(name) >= _LONG_NAME or (len(name) > 3 and not name.isalpha())]
    return tuple(sorted(telling, key=len, reverse=True))


def compared_words(text: str, names: tuple[str, ...]) -> list[str]:
    """Return the words of a text, in small letters.

    Args:
        text: The text.
        names: What is left out; see `own_names`.
    """
    compared = text.lower()
    for name in names:
        compared = compared.replace(name, " ")
    return _WORD.findall(compared)


def hash_of(words: list[str]) -> int:
    """Return a number of 32 bits that stands for words."""
    return zlib.crc32(" ".join(words).encode())
