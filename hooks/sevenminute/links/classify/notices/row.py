"""What a row of the table of notices is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Notice(StrEnum):
    """What a page says instead of what was linked to."""

    NOT_FOUND = "not found"
    PARKED = "parked"
    """Its host is for sale, has expired or was suspended, or shows what came with the server."""
    OUT_OF_ORDER = "out of order"
    """It is being maintained, or its server has an error."""
    WALL = "wall"
    """It is shown to machines, or to whoever has not agreed to something."""
    LOGIN = "login"


class Place(StrEnum):
    """Where words are looked for."""

    TITLE = "title"
    """All of the title, but for the name of the site."""
    HEADING = "heading"
    """All of the first heading."""
    BODY = "body"
    """A block of a page that has few words."""
    UNNAMED = "unnamed"
    """A block of a page that has few words, and neither title nor heading."""


ANYWHERE = (Place.TITLE, Place.HEADING, Place.BODY, Place.UNNAMED)
AS_THE_PAGE = (Place.TITLE, Place.HEADING, Place.UNNAMED)
"""Where words say what a page is: within other text they may be about a part of it, such as a film that is still loading."""


PARTS = {
    "sorry": r"(?:(?:oops|whoops|uh[ -]oh|oh no|oh dear|hm+|sorry|we(?:'re| are) (?:very )?sorry|apologies"
    r"|error)[\W_]*(?:but |that )?)*",
    "the": r"(?:(?:the|this|that|your|a|requested|specific|web) )*",
    "page": r"(?:(?:web ?)?pages?|documents?|files?|url|(?:web )?address|links?|resource|item)",
    "site": r"(?:web ?site|site|domain(?: name)?|account|web ?space|store|blog)",
    "host": r"(?:[a-z0-9-]+(?:\.[a-z0-9-]+)+)",
    "which": r"(?: (?:that |which )?(?:you|we)(?:'re|'ve| )[^.!?]{1,60}?| (?:at|with) [^.!? ]{1,200})?",
    "not": r"(?:(?:could|was|is|are|were|has)(?: not|n't)|can(?:'t| ?not)|(?:is |are )?no longer)",
    "where": r"(?:,? (?:or (?:has|have|is|does|was|may|no) [^.!?]{1,60}|(?:on|from) (?:this|our|the) (?:web ?site|site|server)"
    r"|at this time|right now|any ?more|any longer|here|anywhere)){0,2}",
    "cy sorry": r"(?:(?:mae'n (?:wir )?ddrwg gennym(?: ni)?|ymddiheuriadau|wps|o diar|sori|gwall)[\W_]*(?:ond )?)*",
    "cy page": r"(?:y |'r |r )?(?:d?tudalen|dudalen|ddogfen|dogfen|ffeil|ddolen)",
    "cy which": r"(?: (?:hon|we|gofynnwyd amdani|(?:yr ydych|rydych|ydych|r?ydych chi)(?:'n)? [^.!?]{1,60}?)){0,2}",
    "cy find": r"(?:d?dod o hyd i|ch?anfod|ganfod|dd?arganfod)",
}
"""What rows have in common, named in their patterns as `<name>`."""
_AROUND = r"[\s.,!?:;()\[\]…-]*"


@dataclass(frozen=True)
class NoticeRow:
    """A way to say it.

    Attributes:
        id: Its name.
        notice: What it means.
        patterns: Each all of a text, in small letters, with straight apostrophes and single spaces.
        counts: Examples.
        does_not: Examples of pages that are what they seem, by their titles.
        places: Where it is looked for.
    """

    id: str
    notice: Notice
    patterns: tuple[str, ...]
    counts: tuple[str, ...]
    does_not: tuple[str, ...]
    places: tuple[Place, ...] = ANYWHERE

    def fits(self, text: str) -> bool:
        """Tell whether a text says it, and nothing else."""
        return self._pattern.fullmatch(text) is not None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        pattern = "|".join(self.patterns)
        for name, part in PARTS.items():
            pattern = pattern.replace(f"<{name}>", part)
        return re.compile(f"{_AROUND}(?:{pattern}){_AROUND}")
