"""Names of topics: in `mkdocs.yml`, on the topic's own page, or made of the id where nobody wrote one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sevenminute.checks.misspelt_topics import topic_uses
from sevenminute.config.reader import line_of_setting
from sevenminute.config.schema import Settings
from sevenminute.content.library import Library
from sevenminute.content.topic import made_name
from sevenminute.diagnostics.problem import Problem, did_you_mean, quoted

_SETTINGS = "mkdocs.yml"
_CAPITALS = re.compile(r"\b[A-Z]{3,8}\b")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_INITIALS = _words("""
    abe aces adhd asb asd camhs cce cdop cin cp cps cpp cpr cspr cse csa dash dols dbs dhr dva ehcp ehe epo fgm fii gcp icon idva
    iro isva lac lado lcspr lps lscp mappa marac mash mca mdt nai nps nrm pba ppn ptsd qa sab sar sarc sbar sen send sids sudc
    sudi suid tac taf uasc vawg
    """)
"""Abbreviations of safeguarding, which an id has in small letters."""
_KEEPS_ITS_HYPHEN = _words("anti co ex inter multi non post pre re self under")
"""First parts of words that have a hyphen."""


def topic_names(library: Library, settings: Settings | None) -> Iterator[Problem]:
    """Yield a problem for each name in the settings of a topic that its page names, or that looks misspelt."""
    written = {page.topic.id: page.topic for page in library.pages if page.topic}
    uses = topic_uses(library)
    for id in settings.topics if settings else ():
        line = line_of_setting(library.root / _SETTINGS, "extra", "topics", id)
        if topic := written.get(id):
            said = f"extra.topics.{id}: its page, {topic.path}, names it {quoted(topic.title)}: delete the line"
            yield Problem(_SETTINGS, line, said)
        elif id not in uses and (near := did_you_mean(id, {*uses} - {*settings.topics} if settings else ())):
            yield Problem(_SETTINGS, line, f"extra.topics.{id}: no briefing and no resource has this topic{near}")


def unnamed_topics(library: Library, settings: Settings | None) -> Iterator[Problem]:
    """Yield the advice on each topic whose name is made of its id and may be wrong: readers see “Lado” where LADO is meant."""
    if settings is None:
        return
    named = {page.topic.id for page in library.pages if page.topic} | settings.topics.keys()
    in_capitals = frozenset(word for briefing in library.every_briefing for word in _CAPITALS.findall(briefing.body))
    for id, places in topic_uses(library).items():
        likely = _likely_name(id, in_capitals)
        if id not in named and likely != made_name(id):
            said = f"the topic {quoted(id)} has no name, and readers see {quoted(made_name(id))}"
            yield Problem(*places[0], f"{said}: write its name in mkdocs.yml, below extra: topics:, as in {id}: {likely}")


def _likely_name(id: str, in_capitals: frozenset[str]) -> str:
    """Return the name that is meant by an id: with its abbreviations, and the hyphen that belongs to a word.

    Args:
        id: The id.
        in_capitals: Words that briefings write in capitals.
    """
    words = id.split("-")
    shown = [word.upper() if word in _INITIALS or word.upper() in in_capitals else word for word in words]
    shown[0] = shown[0][:1].upper() + shown[0][1:]
    hyphen = words[0] in _KEEPS_ITS_HYPHEN and len(words) > 1
    return " ".join([f"{shown[0]}-{shown[1]}", *shown[2:]] if hyphen else shown)
