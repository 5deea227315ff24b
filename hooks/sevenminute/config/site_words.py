"""The words in which a site names its readers, its topics, and whom its briefings are about."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from sevenminute.config.base import Group
from sevenminute.config.types import Question, Words
from sevenminute.config.urgent_help import Contact, UrgentHelp
from sevenminute.diagnostics.problem import quoted
from sevenminute.text.ids import ID, id_from

AUDIENCES = {"practitioners": "practitioners", "managers": "managers", "parents": "parents"}
"""Whom briefings and resources are written for where a site has no list of its own: id and name."""
PEOPLE = {"children": "children", "adults": "adults", "both": "children and adults"}
"""Whom a briefing may be about: id and name."""
CHILDREN, BOTH = "children", "both"
"""The second stands for two audiences in the register, too."""


def _id(text: str) -> str:
    if not ID.fullmatch(text):
        said = f"{quoted(text)} is not an id: write it in small letters with hyphens, like {id_from(text) or 'schools'}"
        raise PydanticCustomError("id", "{said}", {"said": said})
    return text


def _audience(text: str) -> str:
    if text == BOTH:
        said = f"{quoted(text)} means practitioners and parents in the register: choose another id"
        raise PydanticCustomError("id", "{said}", {"said": said})
    return _id(text)


Id = Annotated[str, Field(max_length=60), AfterValidator(_id)]
Audiences = Annotated[dict[Annotated[str, Field(max_length=60), AfterValidator(_audience)], Words], Field(min_length=1)]
Topics = dict[Id, Words]


class HelpForPeople(Group):
    """Whom to call where a briefing says `people:`; the emergency number is the site's, unless it has another."""

    question: Words
    worried: Words
    contacts: Annotated[tuple[Contact, ...], Field(min_length=1, max_length=4)]
    emergency: Contact | None = None


class WordsForPeople(Group):
    """What a briefing shows that is about children, about adults or about both."""

    urgent_help: HelpForPeople
    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=6)] | None = None


class People(Group):
    """The words of each of the three groups; without them, and for what says no group, the site's own."""

    children: WordsForPeople | None = None
    adults: WordsForPeople | None = None
    both: WordsForPeople | None = None

    def groups(self) -> frozenset[str]:
        """Return the groups that have words of their own."""
        return frozenset(name for name, words in self if words)

    def words(self, group: str | None) -> WordsForPeople | None:
        """Return the words of a group, if it has some."""
        return getattr(self, group, None) if group else None

    def help(self, group: str | None, usual: UrgentHelp) -> UrgentHelp:
        """Return whom to call on what is about a group.

        Args:
            group: The group, or None for what is about no one group.
            usual: What the site says everywhere else.
        """
        words = self.words(group)
        if words is None:
            return usual
        own = words.urgent_help
        return UrgentHelp(
            question=own.question, emergency=own.emergency or usual.emergency, worried=own.worried, contacts=own.contacts
        )
