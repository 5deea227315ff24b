"""Topics: the subjects that briefings share, with the pages that editors wrote for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sevenminute.content.briefing import Briefing
from sevenminute.content.resource import Reader, Resource, same_address
from sevenminute.markdown.link import PageLink
from sevenminute.text.paths import DOCS, TOPICS

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


def group_resources(topic: Topic, links: Iterable[PageLink], resources: Mapping[str, Resource]) -> tuple[ResourceGroup, ...]:
    """Return the registered resources that name a topic or are cited on it; one for both readers is in both groups.

    Args:
        topic: The topic.
        links: The links of its page and of its briefings.
        resources: The register, by id.
    """
    cited = {same_address(link.target) for link in links}
    found = [
        resource
        for id, resource in resources.items()
        if topic.id in resource.fields.topics or cited & {id, same_address(resource.fields.url or id)}
    ]
    found.sort(key=lambda resource: (resource.fields.title.casefold(), resource.id))
    groups = (ResourceGroup(reader, tuple(item for item in found if reader in item.fields.audience)) for reader in _READERS)
    return tuple(group for group in groups if group.resources)


def find_topics(briefings: Iterable[Briefing], written: Iterable[Topic], resources: Iterable[Resource]) -> tuple[Topic, ...]:
    """Return the topics by title.

    Args:
        briefings: The briefings, which name topics.
        written: The topics whose pages editors wrote.
        resources: The resources of the register, which name topics too.
    """
    topics = {topic.id: topic for topic in written}
    of_briefings = (id for briefing in briefings for id in briefing.fields.topics)
    for id in (*of_briefings, *(id for resource in resources for id in resource.fields.topics)):
        topics.setdefault(id, Topic(id, id.replace("-", " ").capitalize()))
    return tuple(sorted(topics.values(), key=lambda topic: topic.title.casefold()))
