"""How much each rule matters, by what the run is for."""

from __future__ import annotations

from collections.abc import Mapping

from sevenminute.links.result import Mode
from sevenminute.links.rules.finding import Severity

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

RULES = {
    "L100": "A briefing does not say when its links were updated",
    "L101": "The date of the links cannot be read",
    "L102": "The date of the links is in the future",
    "L110": "The links were last opened long ago",
    "L111": "The links were last opened too long ago",
    "L120": "The links changed, and their date did not",
    "L130": "The date says that a dead link was fine",
    "L140": "A link is broken",
    "L141": "A link fails, perhaps only now",
    "L142": "A new link does not work",
    "L150": "A link's page has moved for good",
    "L151": "A link ends at a front page, or where one logs in",
    "L152": "A link's page says that there is none",
    "L153": "A link names a part that its page does not have",
    "L154": "A link could not be checked",
    "L155": "A link's site has a problem with its certificate",
    "L160": "A link was not checked for long",
    "L170": "An address cannot work, whatever the web says",
    "L171": "An email address or telephone number cannot be right",
    "L172": "An address holds a password, or goes the unsafe way",
    "L180": "What the settings ignore has ended, or is not there",
}
"""Every rule, in a few words."""


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
