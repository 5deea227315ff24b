"""Topics: the subjects that briefings share, with the pages that editors wrote for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sevenminute.briefing import Briefing
from sevenminute.places import DOCS, TOPICS
from sevenminute.problem import Problem, did_you_mean, quoted
from sevenminute.resources import Reader, Resource, same_address

_SLIP = 0.85
"""So alike, a topic that one briefing uses is taken for a misspelling of another."""

_READERS: tuple[Reader, ...] = ("practitioners", "parents")
"""For whom resources are, in the order of their groups."""


@dataclass(frozen=True)
class Topic:
    """A subject that briefings share.

    Attributes:
        id: As briefings name it.
        title: As readers see it.
        summary: One sentence, or an empty string.
        path: The page that an editor wrote for it, relative to the repository, or None.
    """

    id: str
    title: str
    summary: str = ""
    path: str | None = None

    @property
    def source(self) -> str:
        """Path of the topic's page within the site's sources, whether an editor wrote it or not."""
        return self.path.removeprefix(f"{DOCS}/") if self.path else f"{TOPICS}/{self.id}.md"


@dataclass(frozen=True)
class ResourceGroup:
    """The resources of a topic for one kind of reader.

    Attributes:
        reader: For whom they are.
        resources: By title, at least one.
    """

    reader: Reader
    resources: tuple[Resource, ...]

    @property
    def title(self) -> str:
        """The heading of the group."""
        return f"For {self.reader}"

    @property
    def anchor(self) -> str:
        """The heading's place on the page; an underscore is in no anchor that a heading of the editor's gets."""
        return f"resources_{self.reader}"


def group_resources(topic: Topic, briefings: Iterable[Briefing], resources: Mapping[str, Resource]) -> tuple[ResourceGroup, ...]:
    """Return the registered resources that name a topic or are cited by its briefings; one for both readers is in both groups.

    Args:
        topic: The topic.
        briefings: Its briefings.
        resources: The register, by id.
    """
    cited = {same_address(citation.target) for briefing in briefings for citation in briefing.citations}
    found = [
        resource
        for id, resource in resources.items()
        if topic.id in resource.fields.topics or cited & {id, same_address(resource.fields.url or id)}
    ]
    found.sort(key=lambda resource: (resource.fields.title.casefold(), resource.id))
    groups = (ResourceGroup(reader, tuple(item for item in found if reader in item.fields.audience)) for reader in _READERS)
    return tuple(group for group in groups if group.resources)


def find_topics(briefings: Iterable[Briefing], written: Iterable[Topic]) -> tuple[tuple[Topic, ...], list[Problem]]:
    """Return the topics by title, and the ids that look like slips of the keyboard."""
    users = defaultdict(list)
    for briefing in briefings:
        for id in dict.fromkeys(briefing.fields.topics):
            users[id].append(briefing)
    topics = {topic.id: topic for topic in written}
    problems = []
    for id, using in users.items():
        if id in topics:
            continue
        others = set(topics) | {other for other, found in users.items() if other != id and len(found) > 1}
        near = did_you_mean(id, others, likeness=_SLIP) if len(using) == 1 else ""
        if near:
            said = f"the topic {quoted(id)} is used nowhere else{near} A topic of its own has a page, {DOCS}/{TOPICS}/{id}.md"
            problems.append(Problem(using[0].path, using[0].line_of("topics"), said))
    for id in users:
        topics.setdefault(id, Topic(id, id.replace("-", " ").capitalize()))
    return tuple(sorted(topics.values(), key=lambda topic: topic.title.casefold())), problems
