"""Briefings that are plainly about adults and do not say so: their pages would ask whether a child is in danger."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sevenminute.config.schema import Settings
from sevenminute.content.briefing import Briefing
from sevenminute.content.library import Library
from sevenminute.diagnostics.problem import Problem, all_of, quoted

_ADULTS = re.compile(r"\b(?:adults?|oedol(?:yn|ion))\b", re.IGNORECASE)
_CHILDREN = re.compile(
    r"\b(?:child(?:ren|hood)?|bab(?:y|ies)|infants?|unborn|toddlers?|teenagers?|pupils?|young (?:people|person)|girls?|boys?"
    r"|sons?|daughters?|plant|plentyn|babanod|babi|pobl ifanc)\b",
    re.IGNORECASE,
)
_ONLY_OF_ADULTS = re.compile(
    r"\b(?:Care Act|self-neglect|adults? at risk|adult (?:protection|safeguarding)|safeguarding adults|care homes?"
    r"|hunanesgeulus)\b",
    re.IGNORECASE,
)
"""What is said of adults only."""
_TIMES = 2
"""How many more words are about adults than about children in a text that says nothing which is said of adults only."""
_LEAST = 3
"""Words about adults from which on a text without such a term counts."""


def people_unsaid(library: Library, settings: Settings | None) -> Iterator[Problem]:
    """Yield advice on each briefing about adults without `people`, where the site's own words are about children."""
    question = settings.urgent_help.question if settings else ""
    if not _CHILDREN.search(question) or _ADULTS.search(question):
        return
    for briefing in library.every_briefing:
        if briefing.fields.people is None and (because := _about_adults(briefing)):
            said = f"this briefing seems to be about adults ({because}), and its page will ask {quoted(question)}"
            right = "add a line people: adults, or people: children if that is right"
            yield Problem(briefing.path, briefing.line_of("title"), f"{said}: {right}")


def _about_adults(briefing: Briefing) -> str:
    """Return what tells that a briefing is about adults, or an empty string."""
    fields = briefing.fields
    text = "\n".join([fields.title, fields.summary, *fields.key_messages, briefing.body])
    terms = list(dict.fromkeys(found[0].lower() for found in _ONLY_OF_ADULTS.finditer(text)))
    of_adults = len(_ADULTS.findall(text)) + len(_ONLY_OF_ADULTS.findall(text))
    of_children = len(_CHILDREN.findall(text))
    if terms and of_adults > of_children:
        return all_of(quoted(term) for term in terms[:2])
    return quoted("adults") if of_adults >= max(_LEAST, _TIMES * of_children) else ""
