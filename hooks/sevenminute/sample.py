"""What is made up in the sample that this project comes with: nobody answers there, so it must never be published as real."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# Ofcom keeps 01632 960000 to 960999 free for drama; the example domains belong to nobody.
_MADE_UP = re.compile(
    r"(?:\+44[\s()0]*|0)1632[\s-]?960[\s-]?\d{3}\b"
    r"|[\w.+-]*@?(?:https?://)?(?:[\w-]+\.)*\bexample\.(?:org|com|net)\b"
    r"|\bExampleshire\b"
)
_HARMLESS_HOST = re.compile(r"localhost|127(?:\.\d+){3}|::1|0\.0\.0\.0|::|(?:.+\.)?example\.(?:org|com|net)")
"""Where the sample may be seen: this machine, to which `mkdocs serve` sets `site_url`, and its own made-up address."""


def made_up(text: str) -> str | None:
    """Return the first made-up telephone number, address or name in a text, or None."""
    found = _MADE_UP.search(text)
    return found[0] if found else None


def is_published(site_url: str | None) -> bool:
    """Tell whether a site has an address of its own, at which people will take what it says for real."""
    host = urlsplit(site_url or "").hostname or ""
    return bool(host) and not _HARMLESS_HOST.fullmatch(host)
