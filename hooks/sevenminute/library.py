"""All content of a site, read once per build: briefings, topics and every problem."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path, PurePosixPath

from sevenminute.advice import find_advice
from sevenminute.briefing import Briefing, BrokenBriefing, read_briefing, slug_of
from sevenminute.collisions import address_collisions, collisions
from sevenminute.docs_pages import DocsPage, read_docs_pages
from sevenminute.file_contents import wrong_contents
from sevenminute.file_kinds import BESIDE, refuse_file
from sevenminute.file_names import unusable_names
from sevenminute.internal_links import InternalLink, dead_links
from sevenminute.link_reader import LinkReader
from sevenminute.page_links import PageLink
from sevenminute.personal_details import personal_details
from sevenminute.places import BRIEFINGS, DOCS, GENERATED, REGISTER, repository_path
from sevenminute.print.prepared import length_advice, length_problems, table_advice
from sevenminute.problem import Problem
from sevenminute.resources import MAX_REGISTER_BYTES, Resource, read_register
from sevenminute.sample import made_up_lines
from sevenminute.settings import Settings
from sevenminute.source import read_text
from sevenminute.topics import Topic, find_topics

_NOT_BRIEFINGS = {"readme.md"}
_UNPUBLISHED = {".yml", ".yaml"}
"""Endings of what the engine reads."""


@dataclass(frozen=True)
class Library:
    """The content of one site at one moment.

    Attributes:
        briefings: In the order of the series.
        broken: Briefings that cannot be shown yet, by path.
        topics: By title; each topic that a briefing or a topic page names.
        files: Pictures and other files beside the briefings, relative to the repository.
        resources: The register, by id.
        pages: The pages of `docs/`, by path.
        links: Links of each page to other files of the site, by the page's path in the repository.
        problems: All mistakes, by path and line.
        advice: What would be better and fails nothing, by path and line.
    """

    briefings: tuple[Briefing, ...] = ()
    broken: tuple[BrokenBriefing, ...] = ()
    topics: tuple[Topic, ...] = ()
    files: tuple[str, ...] = ()
    resources: Mapping[str, Resource] = field(default_factory=dict, repr=False)
    pages: tuple[DocsPage, ...] = field(default=(), repr=False)
    links: Mapping[str, tuple[InternalLink, ...]] = field(default_factory=dict, repr=False)
    problems: tuple[Problem, ...] = field(default=(), repr=False)
    advice: tuple[Problem, ...] = field(default=(), repr=False)

    @classmethod
    def read(cls, root: Path, *, today: date, settings: Settings | None = None) -> Library:
        """Read all content.

        Args:
            root: Folder of `mkdocs.yml`.
            today: Dates of what has happened may not lie after it.
            settings: For placeholders, and for whether this is the sample; None leaves both unchecked.
        """
        markdown, files = _contents(root)
        register = read_register(root, today)
        reader = LinkReader(register.ids)
        read = [_read_file(root, path, today, reader) for path in markdown]
        briefings = sorted((item for item in read if isinstance(item, Briefing)), key=lambda item: item.order)
        broken = [item for item in read if isinstance(item, BrokenBriefing)]
        pages = read_docs_pages(root, settings.placeholders() if settings else None, reader)
        written = [page.topic for page in pages if page.topic]
        topics, problems = find_topics(briefings, written, register.resources.values())
        problems += register.problems
        problems += [problem for item in broken for problem in item.problems]
        problems += [problem for page in pages for problem in page.problems]
        problems += collisions(briefings, broken, written)
        problems += _out_of_place(root)
        problems += length_problems(briefings)
        in_docs = [file.relative_to(root / DOCS).as_posix() for file in _files(root / DOCS)]
        problems += address_collisions(in_docs, topics)
        problems += unusable_names(
            [
                *((repository_path(file), posixpath.splitext(file)[0]) for file in in_docs),
                *((item.path, item.slug) for item in read),
                *((file, file) for file in files),
            ]
        )
        sources = {*in_docs, *markdown, *files, *GENERATED, *(topic.source for topic in topics)}
        links = {item.path: item.links for item in (*read, *pages)}
        problems += [problem for path, found in links.items() for problem in dead_links(path, found, sources)]
        problems += [problem for path, found in links.items() for problem in wrong_contents(root, path, found, sources)]
        if settings and not settings.sample:
            problems += _made_up(root, [*markdown, *(page.path for page in pages), REGISTER])
        if not read:
            problems.append(Problem(BRIEFINGS, 1, "holds no briefing: put a Markdown file there, like safer-sleep.md"))
        return cls(
            tuple(briefings),
            tuple(broken),
            topics,
            tuple(files),
            register.resources,
            tuple(pages),
            links,
            tuple(sorted(set(problems))),
            tuple(
                sorted(
                    (
                        *find_advice(briefings, pages, register.resources),
                        *register.advice,
                        *length_advice(briefings),
                        *table_advice(briefings),
                        *personal_details(briefings),
                    )
                )
            ),
        )

    @cached_property
    def by_path(self) -> dict[str, Briefing | BrokenBriefing]:
        """Every briefing, broken ones too, by its file."""
        everything: list[Briefing | BrokenBriefing] = [*self.briefings, *self.broken]
        return {item.path: item for item in everything}

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
    def topic_at(self) -> dict[str, Topic]:
        """Topics by the path of their page within the site's sources, written or not."""
        return {topic.source: topic for topic in self.topics}

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

    def newest(self) -> tuple[Briefing, ...]:
        """Return the briefings by date of publication, the latest first."""
        return tuple(sorted(self.briefings, key=lambda item: item.fields.published.last_day, reverse=True))

    def a_to_z(self) -> tuple[Briefing, ...]:
        """Return the briefings by title."""
        return tuple(sorted(self.briefings, key=lambda item: item.fields.title.casefold()))


def _contents(root: Path) -> tuple[list[str], list[str]]:
    """Return the briefings of a repository, and the files beside them, by path."""
    markdown, files = [], []
    for file in _files(root / BRIEFINGS):
        path = file.relative_to(root).as_posix()
        if file.suffix.lower() in BESIDE:
            files.append(path)
        elif _is_briefing(file, root):
            markdown.append(path)
    return markdown, files


def _files(folder: Path) -> list[Path]:
    """Return the files below a folder that are not hidden."""
    found = sorted(file for file in folder.rglob("*") if file.is_file())
    return [file for file in found if not any(part.startswith(".") for part in file.relative_to(folder).parts)]


def _is_briefing(file: Path, root: Path) -> bool:
    return file.suffix.lower() == ".md" and file.parent == root / BRIEFINGS and file.name.lower() not in _NOT_BRIEFINGS


def _read_file(root: Path, path: str, today: date, reader: LinkReader) -> Briefing | BrokenBriefing:
    text = read_text(root / path, path)
    if isinstance(text, Problem):
        stem = PurePosixPath(path).stem
        return BrokenBriefing(path, slug_of(stem), stem, (text,))
    return read_briefing(text, path, today=today, reader=reader)


def _made_up(root: Path, paths: Iterable[str]) -> list[Problem]:
    """Report the sample's numbers, addresses and names in the content of a site that is not the sample."""
    problems = []
    for path in paths:
        text = read_text(root / path, path, limit=MAX_REGISTER_BYTES)
        lines = text.split("\n") if isinstance(text, str) else []
        for number, said in made_up_lines(lines):
            if path != REGISTER or not lines[number].lstrip().startswith("#"):
                problems.append(Problem(path, number + 1, said))
    return problems


def _out_of_place(root: Path) -> list[Problem]:
    """Report files that look like briefings but lie where none is read, and would vanish without a word."""
    problems = []
    for file in sorted((root / DOCS / BRIEFINGS).rglob("*")):
        if file.is_file():
            path = file.relative_to(root).as_posix()
            said = f"lies where the site puts its briefings: move it into {BRIEFINGS}/, or to another folder of {DOCS}/"
            problems.append(Problem(path, 1, said))
    for file in _files(root / BRIEFINGS):
        kind = file.suffix.lower()
        if _is_briefing(file, root) or kind in BESIDE | _UNPUBLISHED or file.name.lower() in _NOT_BRIEFINGS:
            continue
        said = refuse_file(file.name)
        if kind == ".md":
            said = f"is not read: briefings lie in {BRIEFINGS}/ itself, not in a folder of it"
        problems.append(Problem(file.relative_to(root).as_posix(), 1, said))
    return problems
