"""How much each rule matters, by what the run is for."""

from __future__ import annotations

from collections.abc import Mapping

from sevenminute.links.findings import Severity
from sevenminute.links.result import Mode

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE

# For each rule: in a proposed change (and when an author asks), at night, in a build. None: not looked at.
_TABLE: Mapping[str, tuple[Severity | None, Severity | None, Severity | None]] = {
    "L100": (E, E, E),
    "L101": (E, E, E),
    "L102": (E, E, E),
    "L110": (W, W, W),
    "L111": (W, E, W),
    "L120": (E, W, None),
    "L130": (E, E, None),
    "L140": (N, N, None),
    "L141": (N, W, None),
    "L142": (E, None, None),
    "L150": (W, W, None),
    "L151": (W, W, None),
    "L152": (W, W, None),
    "L153": (W, W, None),
    "L154": (N, N, None),
    "L155": (W, W, None),
    "L160": (N, W, N),
    "L170": (E, W, E),
    "L171": (W, W, W),
    "L172": (W, W, W),
    "L180": (W, W, W),
}
_COLUMN = {Mode.CHANGES: 0, Mode.FILES: 0, Mode.ALL: 1, Mode.OFFLINE: 2}

RULES = tuple(_TABLE)
"""The ids of all rules."""


def severity(rule: str, mode: Mode, *, ours: bool = False, news: bool = False) -> Severity | None:
    """Return how much a rule matters in a run, or None where it is not looked at.

    Args:
        rule: Its id.
        mode: What the run is for.
        ours: Whether it is about something that the proposed change itself touches: a briefing (L111), a link (L141).
        news: Whether a broken link (L140) is to be announced today.
    """
    if mode in (Mode.CHANGES, Mode.FILES) and ours and rule in ("L111", "L141"):
        return E if rule == "L111" else W
    if mode is Mode.ALL and news and rule == "L140":
        return E
    return _TABLE[rule][_COLUMN[mode]]
