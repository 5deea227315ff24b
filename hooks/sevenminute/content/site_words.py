"""The words that a site's own settings have for its content: audiences, names of topics, placeholders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sevenminute.config.placeholders import Value
from sevenminute.config.schema import Settings
from sevenminute.config.site_words import AUDIENCES


@dataclass(frozen=True)
class SiteWords:
    """What `mkdocs.yml` says of them.

    Attributes:
        audiences: The ids of audiences with their names; None while nobody can tell, and every id is taken.
        topics: The names of topics, by id.
        people: For whom there is urgent help of its own; None while nobody can tell.
        placeholders: What may stand between `{{` and `}}`; None while nobody can tell.
    """

    audiences: Mapping[str, str] | None = field(default_factory=lambda: AUDIENCES)
    topics: Mapping[str, str] = field(default_factory=dict)
    people: frozenset[str] | None = None
    placeholders: Mapping[str, Value] | None = None

    @classmethod
    def of(cls, settings: Settings | None) -> SiteWords:
        """Return the words of a site; of one whose settings are wrong nobody can tell."""
        if settings is None:
            return ANY_WORDS
        return cls(settings.audiences, settings.topics, settings.people.groups(), settings.placeholders())

    @property
    def names(self) -> Mapping[str, str]:
        """The names of audiences, by id."""
        return AUDIENCES if self.audiences is None else self.audiences


ANY_WORDS = SiteWords(audiences=None)
"""For what reads one file by itself, and leaves it to the build to say what is wrong with it."""
