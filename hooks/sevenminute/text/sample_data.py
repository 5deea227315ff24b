"""What is made up in the sample that this project comes with: nobody answers there, so it must never be published as real."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from sevenminute.diagnostics.problem import quoted

# Ofcom keeps 01632 960000 to 960999 free for drama; the example domains belong to nobody.
_MADE_UP = re.compile(
    r"(?:\+44[\s()0]*|0)1632[\s-]?960[\s-]?\d{3}\b"
    r"|[\w.+-]*@?(?:https?://)?(?:[\w-]+\.)*\bexample\.(?:org|com|net)\b"
    r"|\bExampleshire\b"
)
_BOX = re.compile(r'!!! \w+ "This is a sample"\s*')
_HARMLESS_HOST = re.compile(r"localhost|127(?:\.\d+){3}|::1|0\.0\.0\.0|::|(?:.+\.)?example\.(?:org|com|net)")
"""Where the sample may be seen: this machine, to which `mkdocs serve` sets `site_url`, and its own made-up address."""


def made_up(text: str) -> str | None:
    """Return the first made-up telephone number, address or name in a text, or None."""
    found = _MADE_UP.search(text)
    return found[0] if found else None


def made_up_lines(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield each line, counted from 0, on which a text says something made up, and what is wrong with it.

    Args:
        lines: Of a page of a site that is not the sample.
    """
    in_box = False
    for number, line in enumerate(lines):
        if _BOX.fullmatch(line):
            in_box = True
            yield number, "the box says that this is a sample: delete it, this line and all below that begin with spaces"
        in_box = in_box and (not line.strip() or line.startswith((" ", "!!!")))
        if not in_box and (what := made_up(line)):
            yield number, f"{quoted(what)} is made up, for the sample: write your own"


def is_published(site_url: str | None) -> bool:
    """Tell whether a site has an address of its own, at which people will take what it says for real."""
    host = urlsplit(site_url or "").hostname or ""
    return bool(host) and not _HARMLESS_HOST.fullmatch(host)
