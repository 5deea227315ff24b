"""What a web address and an email address look like, for settings and register alike."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urlsplit

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
EMAIL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+[A-Za-z](?:[A-Za-z0-9-]{{0,61}}[A-Za-z0-9])")
"""As the HTML standard has it, with a dot in the host: addresses without one work within a building only."""


def is_web_address(text: str, schemes: Collection[str]) -> bool:
    """Tell whether a text is the whole of a web address with one of the schemes, as `https`."""
    try:
        parts = urlsplit(text)
        # reading the port raises when it is no number
        return parts.scheme in schemes and bool(parts.hostname) and not re.search(r"\s", text) and parts.port != 0
    except ValueError:  # a bracket in the host, or that port
        return False
