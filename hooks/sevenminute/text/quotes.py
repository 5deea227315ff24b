"""Quotation marks that word processors bend: YAML takes only straight ones for its own, and readers would see the others."""

from __future__ import annotations

import re

CURLY = tuple("“”„‘’")
WOULD_BE_SHOWN = "curly quotation marks would be shown: write straight ones (\" or ') instead"
_CURLY_AROUND = re.compile(r"“[^“”]*”|‘[^‘]*’")


def is_in_curly_marks(text: str) -> bool:
    """Tell whether a text is one quotation within curly marks, and nothing else."""
    return bool(_CURLY_AROUND.fullmatch(text))
