"""Ids of resources and topics: small letters and figures, with hyphens between."""

from __future__ import annotations

import re

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def id_from(text: str) -> str:
    """Return the id that is made of the letters and figures of a text; empty when it has none."""
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))
