"""Where a page or a `Refresh` header sends its readers by itself: read as the WHATWG standard for HTML has it."""

from __future__ import annotations

import re

LONGEST_DELAY = 10
"""Seconds within which a reader is still waiting for the page: what comes later refreshes a page that they read."""
LONGEST_ADDRESS = 8 * 1024
"""Characters of an address that is still followed."""
_DELAY = re.compile(r"[\t\n\f\r ]*(?=[\d.])(\d*)(?=[.;,\s]|\Z)")
_SHAPE = re.compile(
    r"[\t\n\f\r ]*(\d*)(\.?)[\d.]*(?:[\t\n\f\r ]*[;,]|[\t\n\f\r ])[\t\n\f\r ]*(?:url[\t\n\f\r ]*=[\t\n\f\r ]*)?(.*)", re.I | re.S
)


def refreshes_soon(value: str) -> bool:
    """Tell whether a refresh comes while a reader still waits for the page, wherever it leads, be it to the page itself.

    Args:
        value: Of the header, or of the `content` of its `meta` element.
    """
    found = _DELAY.match(value)
    return found is not None and int(found[1][:9] or 0) <= LONGEST_DELAY


def refresh_address(value: str) -> str:
    """Return where a refresh leads, as it is written, or an empty string if it comes late, or stays at the page.

    Args:
        value: Of the header, or of the `content` of its `meta` element.
    """
    found = _SHAPE.fullmatch(value)
    if not found or not (found[1] or found[2]) or int(found[1][:9] or 0) > LONGEST_DELAY:
        return ""
    written = found[3]
    if written[:1] in ("'", '"'):
        written = written[1:].partition(written[0])[0]
    address = written.strip()
    return address if len(address) <= LONGEST_ADDRESS else ""
