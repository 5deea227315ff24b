"""Names of topics: in `mkdocs.yml`, on the topic's own page, or made of the id where nobody wrote one."""

from __future__ import annotations

from collections.abc import Iterator

from sevenminute.checks.misspelt_topics import topic_uses
from sevenminute.config.reader import line_of_setting
from sevenminute.config.schema import Settings
from sevenminute.content.library import Library
from sevenminute.content.topic import made_name
from sevenminute.diagnostics.problem import Problem, did_you_mean, quoted

_SETTINGS = "mkdocs.yml"
_INITIALS = 5
"""Letters up to which an id of one word is taken for initials, such as LADO."""


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
    """Yield the advice on each topic whose name is made of its id: readers see “Lado” where LADO is meant."""
    if settings is None:
        return
    named = {page.topic.id for page in library.pages if page.topic} | settings.topics.keys()
    for id, places in topic_uses(library).items():
        if id not in named:
            likely = id.upper() if len(id) <= _INITIALS else made_name(id)
            said = f"the topic {quoted(id)} has no name, and readers see {quoted(made_name(id))}"
            yield Problem(*places[0], f"{said}: write its name in mkdocs.yml, below extra: topics:, as in {id}: {likely}")
