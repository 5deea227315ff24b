"""Topics: the subjects that briefings share, with the pages that editors wrote for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sevenminute.content.briefing import Briefing
from sevenminute.content.resource import Resource, same_address
from sevenminute.markdown.link import PageLink
from sevenminute.text.paths import DOCS, TOPICS


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
        reader: The id of the audience for whom they are.
        name: Its name.
        resources: By title, at least one.
    """

    reader: str
    name: str
    resources: tuple[Resource, ...]

    @property
    def title(self) -> str:
        """The heading of the group."""
        return f"For {self.name}"

    @property
    def anchor(self) -> str:
        """The heading's place on the page; an underscore is in no anchor that a heading of the editor's gets."""
        return f"resources_{self.reader}"


def group_resources(
    topic: Topic, links: Iterable[PageLink], resources: Mapping[str, Resource], audiences: Mapping[str, str]
) -> tuple[ResourceGroup, ...]:
    """Return the registered resources that name a topic or are cited on it; one for several audiences is in each group.

    Args:
        topic: The topic.
        links: The links of its page and of its briefings.
        resources: The register, by id.
        audiences: The names of audiences by id, in the order of the groups.
    """
    cited = {same_address(link.target) for link in links}
    found = [
        resource
        for id, resource in resources.items()
        if topic.id in resource.fields.topics or cited & {id, same_address(resource.fields.url or id)}
    ]
    found.sort(key=lambda resource: (resource.fields.title.casefold(), resource.id))
    groups = (
        ResourceGroup(reader, name, tuple(item for item in found if reader in item.fields.audience))
        for reader, name in audiences.items()
    )
    return tuple(group for group in groups if group.resources)


def made_name(id: str) -> str:
    """Return the name that a topic gets from its id where nobody wrote one."""
    return id.replace("-", " ").capitalize()


def find_topics(
    briefings: Iterable[Briefing], written: Iterable[Topic], resources: Iterable[Resource], names: Mapping[str, str]
) -> tuple[Topic, ...]:
    """Return the topics by title.

    Args:
        briefings: The briefings, which name topics.
        written: The topics whose pages editors wrote.
        resources: The resources of the register, which name topics too.
        names: The names that the settings give topics, by id; a page of its own names its topic itself.
    """
    topics = {topic.id: topic for topic in written}
    of_briefings = (id for briefing in briefings for id in briefing.fields.topics)
    for id in (*of_briefings, *(id for resource in resources for id in resource.fields.topics)):
        topics.setdefault(id, Topic(id, names.get(id) or made_name(id)))
    return tuple(sorted(topics.values(), key=lambda topic: topic.title.casefold()))
