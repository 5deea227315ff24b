"""Topics whose ids look like spelling mistakes: each would have a page of its own, on which nobody looks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sevenminute.config.schema import Settings
from sevenminute.content.library import Library
from sevenminute.diagnostics.problem import Problem, did_you_mean, quoted
from sevenminute.text.paths import DOCS, REGISTER, TOPICS

_LIKENESS = 0.85
"""So alike, a topic that one briefing uses is taken for a misspelling of another."""


def misspelt_topics(library: Library, _settings: Settings | None) -> Iterator[Problem]:
    """Yield a problem for each topic that is nearly another: one that is named once and has no page, or whose page none names."""
    uses = topic_uses(library)
    written = {page.topic.id: page.topic for page in library.pages if page.topic}
    misspelt = set[str]()
    for id, places in uses.items():
        if id in written or len(places) > 1:
            continue
        others = set(written) | {other for other, found in uses.items() if other != id and len(found) > 1}
        if near := did_you_mean(id, others, likeness=_LIKENESS):
            misspelt.add(id)
            said = (
                f"the topic {quoted(id)} is used only here{near} If it is a new topic, add a page for it, {DOCS}/{TOPICS}/{id}.md"
            )
            yield Problem(*places[0], said)
    used = uses.keys() - misspelt
    for id, topic in written.items():
        near = "" if id in used else did_you_mean(id, used, likeness=_LIKENESS)
        if near:
            yield Problem(topic.path or DOCS, 1, f"no briefing and no resource has the topic {quoted(id)}{near}")


def topic_uses(library: Library) -> dict[str, list[tuple[str, int]]]:
    """Return where each topic is named: path and line."""
    uses: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for briefing in library.every_briefing:
        for id in dict.fromkeys(briefing.fields.topics):
            uses[id].append((briefing.path, briefing.line_of("topics")))
    for resource in library.resources.values():
        for id in dict.fromkeys(resource.fields.topics):
            uses[id].append((REGISTER, resource.line))
    return uses
