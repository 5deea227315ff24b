"""All content of a site, read once per build: briefings, topics and every problem."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path, PurePosixPath

from sevenminute.config.schema import Settings
from sevenminute.content.briefing import AnyBriefing, Briefing, BrokenBriefing, read_briefing
from sevenminute.content.content_files import ContentFiles
from sevenminute.content.life import Stage, WithdrawnBriefing, stage_of
from sevenminute.content.page import DocsPage, read_docs_pages
from sevenminute.content.resource import Register, Resource, read_register
from sevenminute.content.site_words import SiteWords
from sevenminute.content.slug import meant_slug, slug_of
from sevenminute.content.topic import Topic, find_topics
from sevenminute.diagnostics.problem import Problem
from sevenminute.markdown.document import Document, DocumentReader
from sevenminute.markdown.internal_links import InternalLink, source_of
from sevenminute.markdown.link import PageLink
from sevenminute.static_files.content_tree import read_content_tree
from sevenminute.static_files.static_files import StaticFile, read_static_files
from sevenminute.text.file import read_text
from sevenminute.text.paths import BRIEFINGS, GENERATED, RESERVED_SLUGS, site_path


@dataclass(frozen=True)
class Library:
    """The content of one site at one moment.

    Attributes:
        root: Folder of `mkdocs.yml`.
        briefings: In the order of the series.
        unpublished: Briefings that readers do not get yet, drafts and those that wait for their day, in the order of the series.
        withdrawn: Briefings of which only the address is left, by path.
        broken: Briefings that cannot be shown yet, by path.
        topics: By title; each topic that a briefing or a topic page names.
        static_files: Pictures, PDFs and what else is published besides pages, by path.
        unpublished_files: Those that only an unpublished briefing shows or links to.
        refused: What lies in `docs/` and `briefings/` and is not published, by its path within the site's sources.
        resources: The register, by id.
        has_register: Whether there is a register, which may be empty or wrong.
        pages: The pages of `docs/`, by path.
        links: Links of each page to other files of the site, by the page's path in the repository.
        problems: What keeps a file from being read, or is wrong in it by itself, by path and line; `checks` finds the rest.
        advice: What would be better and fails nothing, by path and line; likewise.
        words: What the settings say of audiences, topics and people.
    """

    root: Path
    briefings: tuple[Briefing, ...] = ()
    unpublished: tuple[Briefing, ...] = ()
    withdrawn: tuple[WithdrawnBriefing, ...] = ()
    broken: tuple[BrokenBriefing, ...] = ()
    topics: tuple[Topic, ...] = ()
    static_files: tuple[StaticFile, ...] = ()
    unpublished_files: tuple[StaticFile, ...] = ()
    refused: frozenset[str] = frozenset()
    resources: Mapping[str, Resource] = field(default_factory=dict, repr=False)
    has_register: bool = False
    pages: tuple[DocsPage, ...] = field(default=(), repr=False)
    links: Mapping[str, tuple[InternalLink, ...]] = field(default_factory=dict, repr=False)
    problems: tuple[Problem, ...] = field(default=(), repr=False)
    advice: tuple[Problem, ...] = field(default=(), repr=False)
    words: SiteWords = field(default_factory=SiteWords, repr=False)

    @classmethod
    def read(cls, root: Path, *, today: date, settings: Settings | None = None) -> Library:
        """Read all content.

        Args:
            root: Folder of `mkdocs.yml`.
            today: Dates of what has happened may not lie after it.
            settings: For placeholders; None leaves them unchecked.
        """
        content = ContentFiles.of(read_content_tree(root))
        static = read_static_files(root, content.others)
        words = SiteWords.of(settings)
        register = read_register(root, today, words) if content.has_register else Register()
        reader = DocumentReader(register.ids)
        read = [_read_file(root, path, today, reader, words) for path in content.briefings]
        whole = sorted((item for item in read if isinstance(item, Briefing)), key=lambda item: item.order)
        briefings = [item for item in whole if stage_of(item.fields, today) is Stage.PUBLISHED]
        unpublished = [item for item in whole if stage_of(item.fields, today) is not Stage.PUBLISHED]
        withdrawn = [item for item in read if isinstance(item, WithdrawnBriefing)]
        broken = [item for item in read if isinstance(item, BrokenBriefing)]
        pages = read_docs_pages(root, content.pages, words.placeholders, reader)
        topics = _topics(briefings, pages, register.resources.values(), words.topics)
        readable: list[Briefing | BrokenBriefing | DocsPage] = [*briefings, *broken, *pages]
        shown = _Shown.of(readable, unpublished, withdrawn, static.published)
        problems = [*content.problems, *static.problems, *register.problems]
        problems += [problem for item in broken for problem in item.problems]
        problems += [problem for page in pages for problem in page.problems]
        if not read:
            problems.append(Problem(BRIEFINGS, 1, "holds no briefing: put a Markdown file there, like safer-sleep.md"))
        return cls(
            root=root,
            briefings=tuple(briefings),
            unpublished=tuple(unpublished),
            withdrawn=tuple(withdrawn),
            broken=tuple(broken),
            topics=topics,
            static_files=shown.published,
            unpublished_files=shown.unpublished,
            refused=frozenset(site_path(path) or path for path in (*content.refused, *static.refused)),
            resources=register.resources,
            has_register=content.has_register,
            pages=tuple(pages),
            links={item.path: item.links for item in (*readable, *unpublished)},
            problems=tuple(sorted(set(problems))),
            advice=tuple(sorted((*register.advice, *static.advice))),
            words=words,
        )

    @cached_property
    def preview(self) -> Library:
        """The content as it would be if all that is not published yet were."""
        if not self.unpublished:
            return self
        return replace(
            self,
            briefings=self.every_briefing,
            unpublished=(),
            topics=_topics(self.every_briefing, self.pages, self.resources.values(), self.words.topics),
            static_files=tuple(sorted((*self.static_files, *self.unpublished_files), key=lambda file: file.path)),
            unpublished_files=(),
        )

    @cached_property
    def every_briefing(self) -> tuple[Briefing, ...]:
        """The briefings, published or not, in the order of the series; those that are withdrawn have no place in it."""
        return tuple(sorted((*self.briefings, *self.unpublished), key=lambda item: item.order))

    @cached_property
    def documents_by_path(self) -> Mapping[str, Document]:
        """The text of each page, and of each briefing that readers do not get yet, as far as it could be read; by its file."""
        read: tuple[Briefing | BrokenBriefing | DocsPage, ...] = (*self.every_briefing, *self.broken, *self.pages)
        return {item.path: item.document for item in read if item.document}

    @cached_property
    def sources(self) -> frozenset[str]:
        """Every source that the site has, by its path within the site's sources; those that it makes too."""
        pages = (page.source for page in self.pages)
        files = (file.source for file in self.static_files)
        return frozenset((*pages, *self.by_path, *files, *GENERATED, *(topic.source for topic in self.topics)))

    @cached_property
    def by_path(self) -> dict[str, AnyBriefing]:
        """Every briefing that has a page, broken and withdrawn ones too, by its file."""
        everything: list[AnyBriefing] = [*self.briefings, *self.broken, *self.withdrawn]
        return {item.path: item for item in everything}

    @cached_property
    def documents(self) -> dict[str, Document]:
        """The text of each page that can be shown, by its path within the site's sources."""
        found = {item.path: item.document for item in self.briefings} | {page.source: page.document for page in self.pages}
        return {source: document for source, document in found.items() if document}

    @cached_property
    def lasting(self) -> tuple[Briefing | WithdrawnBriefing, ...]:
        """The briefings whose addresses are kept: those that readers get, and the withdrawn ones."""
        return (*self.briefings, *self.withdrawn)

    @cached_property
    def moved(self) -> dict[str, Briefing | WithdrawnBriefing]:
        """The briefings by their former addresses, as far as nothing else has those."""
        taken = {item.slug for item in self.by_path.values()} | RESERVED_SLUGS
        found = ((address, item) for item in reversed(self.lasting) for address in item.fields.former_addresses)
        return {address: item for address, item in found if address not in taken}

    @cached_property
    def unreadable(self) -> tuple[DocsPage, ...]:
        """The pages of `docs/` that cannot be shown."""
        return tuple(page for page in self.pages if page.unreadable)

    @cached_property
    def _by_topic(self) -> dict[str, tuple[Briefing, ...]]:
        found = defaultdict(list)
        for briefing in self.briefings:
            for topic in dict.fromkeys(briefing.fields.topics):
                found[topic].append(briefing)
        return {topic: tuple(briefings) for topic, briefings in found.items()}

    @cached_property
    def _topic_by_id(self) -> dict[str, Topic]:
        return {topic.id: topic for topic in self.topics}

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {briefing.path: position for position, briefing in enumerate(self.briefings)}

    def topic(self, id: str) -> Topic:
        """Return a topic that some content names."""
        return self._topic_by_id[id]

    def on_topic(self, topic: Topic) -> tuple[Briefing, ...]:
        """Return the briefings of a topic, in the order of the series."""
        return self._by_topic.get(topic.id, ())

    def links_on_topic(self, topic: Topic) -> tuple[PageLink, ...]:
        """Return the links of a topic's page and of its briefings."""
        own = [link for page in self.pages if page.path == topic.path for link in page.page_links]
        return (*own, *(link for briefing in self.on_topic(topic) for link in briefing.page_links))

    def neighbours(self, briefing: Briefing) -> tuple[Briefing | None, Briefing | None]:
        """Return the briefing before and the one after in the series."""
        position = self._positions[briefing.path]
        before = self.briefings[position - 1] if position else None
        after = self.briefings[position + 1] if position + 1 < len(self.briefings) else None
        return before, after

    def replacement(self, withdrawn: WithdrawnBriefing) -> Briefing | None:
        """Return the briefing that readers find in the place of a withdrawn one, if there is one that they can open."""
        meant = meant_slug(withdrawn.fields.replaced_by or "")
        return next((briefing for briefing in self.briefings if briefing.slug == meant), None)

    def newest(self) -> tuple[Briefing, ...]:
        """Return the briefings by date of publication, the latest first: of one day the last in the series, of a month its first.

        A briefing that is new has no number yet, or the highest.
        """
        return tuple(sorted(self.briefings, key=lambda item: (item.fields.published.first_day, item.order), reverse=True))

    def a_to_z(self) -> tuple[Briefing, ...]:
        """Return the briefings by title."""
        return tuple(sorted(self.briefings, key=lambda item: item.fields.title.casefold()))


def _topics(
    briefings: Iterable[Briefing], pages: Iterable[DocsPage], resources: Iterable[Resource], names: Mapping[str, str]
) -> tuple[Topic, ...]:
    return find_topics(briefings, [page.topic for page in pages if page.topic], resources, names)


@dataclass(frozen=True)
class _Shown:
    """The static files by who may see them. What only a withdrawn briefing showed is gone with its words.

    Attributes:
        published: What the site has.
        unpublished: What it has once an unpublished briefing is published.
    """

    published: tuple[StaticFile, ...]
    unpublished: tuple[StaticFile, ...]

    @classmethod
    def of(
        cls,
        published: Iterable[Briefing | BrokenBriefing | DocsPage],
        unpublished: Iterable[Briefing],
        withdrawn: Iterable[WithdrawnBriefing],
        files: tuple[StaticFile, ...],
    ) -> _Shown:
        """Sort the files by the pages that show them or link to them; what none does, the site has."""
        sources = {file.source for file in files}
        of_readers = _linked(((item.path, item.links) for item in published), sources)
        of_unpublished = _linked(((item.path, item.links) for item in unpublished), sources) - of_readers
        gone = _linked(((item.path, item.shown) for item in withdrawn), sources) - of_readers - of_unpublished
        return cls(
            tuple(file for file in files if file.source not in of_unpublished | gone),
            tuple(file for file in files if file.source in of_unpublished),
        )


def _linked(pages: Iterable[tuple[str, tuple[InternalLink, ...]]], sources: Collection[str]) -> frozenset[str]:
    """Return the sources to which pages link."""
    found = (source_of(path, link.target, sources) for path, links in pages for link in links)
    return frozenset(source for source in found if source)


def _read_file(root: Path, path: str, today: date, reader: DocumentReader, words: SiteWords) -> AnyBriefing:
    text = read_text(root, path)
    if isinstance(text, Problem):
        stem = PurePosixPath(path).stem
        return BrokenBriefing(path, slug_of(stem), stem, (text,))
    return read_briefing(text, path, today=today, reader=reader, site=words)
