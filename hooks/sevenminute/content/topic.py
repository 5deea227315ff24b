"""Topics: the subjects that briefings share, with the pages that editors wrote for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sevenminute.content.briefing import Briefing
from sevenminute.content.resource import Reader, Resource, same_address
from sevenminute.diagnostics.problem import Problem, did_you_mean, quoted
from sevenminute.markdown.link import PageLink
from sevenminute.text.paths import DOCS, REGISTER, TOPICS

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


def find_topics(
    briefings: Iterable[Briefing], written: Iterable[Topic], resources: Iterable[Resource]
) -> tuple[tuple[Topic, ...], list[Problem]]:
    """Return the topics by title, and the ids that look like slips of the keyboard.

    Args:
        briefings: The briefings, which name topics.
        written: The topics whose pages editors wrote.
        resources: The resources of the register, which name topics too.
    """
    uses: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for briefing in briefings:
        for id in dict.fromkeys(briefing.fields.topics):
            uses[id].append((briefing.path, briefing.line_of("topics")))
    for resource in resources:
        for id in dict.fromkeys(resource.fields.topics):
            uses[id].append((REGISTER, resource.line))
    topics = {topic.id: topic for topic in written}
    slips = _slips_of_use(uses, topics)
    problems = [*slips.values(), *_slips_of_pages(uses.keys() - slips.keys(), topics)]
    for id in uses:
        topics.setdefault(id, Topic(id, id.replace("-", " ").capitalize()))
    return tuple(sorted(topics.values(), key=lambda topic: topic.title.casefold())), problems


def _slips_of_use(uses: Mapping[str, list[tuple[str, int]]], written: Mapping[str, Topic]) -> dict[str, Problem]:
    """Return a problem for each topic that is named once, has no page, and is nearly another."""
    slips = {}
    for id, places in uses.items():
        if id in written or len(places) > 1:
            continue
        others = set(written) | {other for other, found in uses.items() if other != id and len(found) > 1}
        if near := did_you_mean(id, others, likeness=_SLIP):
            said = f"the topic {quoted(id)} is used nowhere else{near} A topic of its own has a page, {DOCS}/{TOPICS}/{id}.md"
            slips[id] = Problem(*places[0], said)
    return slips


def _slips_of_pages(used: Collection[str], written: Mapping[str, Topic]) -> Iterator[Problem]:
    """Yield a problem for each page of a topic that nothing names, when something names nearly the same."""
    for id, topic in written.items():
        near = "" if id in used else did_you_mean(id, used, likeness=_SLIP)
        if near:
            yield Problem(topic.path or DOCS, 1, f"no briefing and no resource has the topic {quoted(id)}{near}")
