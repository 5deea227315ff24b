"""Addresses that cannot exist, beside those that links name."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit, urlunsplit

_LETTERS = "bcdfghjklmnpqrstvwxz"
_NAME_LENGTH = 20
_LONGEST_ENDING = 6


def folder_of(url: str) -> str:
    """Return the folder of an address and the ending of its name, as `https://www.example.org/guides/*.html`.

    Servers hand endings to programs of their own, each with its own way to say that there is no page.
    """
    parts = urlsplit(url)
    path = parts.path.removesuffix("/") or "/"
    folder, _, name = path.rpartition("/")
    dot, ending = name.rpartition(".")[1:]
    ending = f"{dot}{ending}" if dot and len(ending) <= _LONGEST_ENDING else ""
    return urlunsplit((parts.scheme, parts.netloc, f"{folder}/*{ending}{'/' * parts.path.endswith('/')}", "", ""))


def missing_url(url: str) -> str:
    """Return an address in the folder of another that nobody can have thought of."""
    name = "".join(secrets.choice(_LETTERS) for _ in range(_NAME_LENGTH))
    return folder_of(url).replace("*", name)
