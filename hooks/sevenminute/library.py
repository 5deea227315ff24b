"""All content of a site, read once per build: briefings, topics and every problem."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TypeVar

from sevenminute.briefing import Briefing, BrokenBriefing, read_briefing, slug_of
from sevenminute.front_matter import read_front_matter
from sevenminute.model import TopicPageFields, read_fields
from sevenminute.problem import Problem, did_you_mean, quoted
from sevenminute.source import read_text

BRIEFINGS = "briefings"
"""Folder of the briefings in the repository, and their place on the site."""
DOCS = "docs"
"""Folder of all other pages in the repository."""
TOPICS = "topics"
"""Folder of the topic pages within `docs/`, and their place on the site."""
RESERVED_SLUGS = ("a-to-z", "index", "newest")
"""Addresses under `/briefings/` that the lists have."""

_SLIP = 0.85
"""So alike, a topic that one briefing uses is taken for a misspelling of another."""

_NOT_BRIEFINGS = {"readme.md"}

_Item = TypeVar("_Item")


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
class Library:
    """The content of one site at one moment.

    Attributes:
        briefings: In the order of the series.
        broken: Briefings that cannot be shown yet, by path.
        topics: By title; each topic that a briefing or a topic page names.
        files: Pictures and other files beside the briefings, relative to the repository.
        problems: All mistakes, by path and line.
    """

    briefings: tuple[Briefing, ...] = ()
    broken: tuple[BrokenBriefing, ...] = ()
    topics: tuple[Topic, ...] = ()
    files: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = field(default=(), repr=False)

    @classmethod
    def read(cls, root: Path, *, today: date) -> Library:
        """Read the content below `root`, the folder of `mkdocs.yml`."""
        markdown, files = _contents(root / BRIEFINGS, root)
        read = [_read_file(root, path, today) for path in markdown]
        briefings = sorted((item for item in read if isinstance(item, Briefing)), key=lambda item: item.order)
        broken = [item for item in read if isinstance(item, BrokenBriefing)]
        pages, problems = _topic_pages(root)
        problems += [problem for item in broken for problem in item.problems]
        problems += _collisions(root, briefings, broken)
        problems += _unread(root)
        topics, topic_problems = _topics(briefings, pages)
        problems += topic_problems
        if not read:
            problems.append(Problem(BRIEFINGS, 1, "holds no briefing: put a Markdown file there, like safer-sleep.md"))
        return cls(tuple(briefings), tuple(broken), topics, tuple(files), tuple(sorted(set(problems))))

    @cached_property
    def by_path(self) -> dict[str, Briefing | BrokenBriefing]:
        """Every briefing, broken ones too, by its file."""
        everything: list[Briefing | BrokenBriefing] = [*self.briefings, *self.broken]
        return {item.path: item for item in everything}

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


def _contents(folder: Path, root: Path) -> tuple[list[str], list[str]]:
    """Return the briefings in a folder, and the files beside them, by path."""
    markdown, files = [], []
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(root).as_posix()
        if not file.is_file() or any(part.startswith(".") for part in path.split("/")):
            continue
        if file.suffix.lower() != ".md":
            files.append(path)
        elif file.parent == folder and file.name.lower() not in _NOT_BRIEFINGS:
            markdown.append(path)
    return markdown, [path for path in files if path.rpartition(".")[2].lower() not in ("yml", "yaml")]


def _read_file(root: Path, path: str, today: date) -> Briefing | BrokenBriefing:
    text = read_text(root / path, path)
    if isinstance(text, Problem):
        stem = PurePosixPath(path).stem
        return BrokenBriefing(path, slug_of(stem), stem, (text,))
    return read_briefing(text, path, today=today)


def _topic_pages(root: Path) -> tuple[list[Topic], list[Problem]]:
    """Read the front matter of every page in `docs/`; MkDocs would drop what it cannot read."""
    topics: list[Topic] = []
    problems: list[Problem] = []
    for file in sorted((root / DOCS).rglob("*.md")):
        path = file.relative_to(root).as_posix()
        if not file.is_file():
            continue
        text = read_text(file, path)
        if isinstance(text, Problem):
            problems.append(text)
            continue
        is_topic = path.startswith(f"{DOCS}/{TOPICS}/")
        front = read_front_matter(text, path, required=is_topic)
        problems += front.problems
        if not is_topic or not front.values:
            continue
        fields = read_fields(TopicPageFields, front, path)
        if isinstance(fields, TopicPageFields):
            topics.append(Topic(fields.topic, fields.title, fields.summary or "", path))
        else:
            problems += fields
    for id, pages in _shared(topics, key=lambda topic: topic.id).items():
        for page in pages[1:]:
            said = f"the topic {quoted(id)} has a page already, {pages[0].path}: keep one of the two"
            problems.append(Problem(page.path or "", 1, said))
    return topics, problems


def _topics(briefings: Iterable[Briefing], pages: list[Topic]) -> tuple[tuple[Topic, ...], list[Problem]]:
    """Return the topics by title, and the ids that look like slips of the keyboard."""
    users = defaultdict(list)
    for briefing in briefings:
        for id in dict.fromkeys(briefing.fields.topics):
            users[id].append(briefing)
    topics = {topic.id: topic for topic in reversed(pages)}
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


def _collisions(root: Path, briefings: list[Briefing], broken: list[BrokenBriefing]) -> list[Problem]:
    """Report what two briefings, or a briefing and a page, both claim."""
    problems = []
    for number, same in _shared([b for b in briefings if b.number is not None], key=lambda item: item.number).items():
        for briefing in same[1:]:
            said = f"number {number} is taken by {same[0].path}: give this briefing another number"
            problems.append(Problem(briefing.path, briefing.line_of("number"), said))
    for title, same in _shared(briefings, key=lambda item: item.fields.title.casefold()).items():
        for briefing in same[1:]:
            said = f"the title {quoted(title)} is taken by {same[0].path}: readers could not tell the two apart"
            problems.append(Problem(briefing.path, briefing.line_of("title"), said))
    everything: list[Briefing | BrokenBriefing] = sorted([*briefings, *broken], key=lambda item: item.path)
    for slug, both in _shared(everything, key=lambda item: item.slug).items():
        for item in both[1:]:
            said = f"the address /{BRIEFINGS}/{slug}/ is taken by {both[0].path}: give this file another name"
            problems.append(Problem(item.path, 1, said))
    for item in everything:
        if item.slug in RESERVED_SLUGS:
            said = f"the address /{BRIEFINGS}/{item.slug}/ belongs to a list of briefings: give this file another name"
            problems.append(Problem(item.path, 1, said))
    for file in sorted((root / DOCS / BRIEFINGS).rglob("*")):
        if file.is_file():
            path = file.relative_to(root).as_posix()
            said = f"lies where the site puts its briefings: move it into {BRIEFINGS}/, or to another folder of {DOCS}/"
            problems.append(Problem(path, 1, said))
    return problems


def _unread(root: Path) -> list[Problem]:
    """Report texts in the briefings' folder that look like briefings, and would vanish without a word."""
    problems = []
    for file in sorted((root / BRIEFINGS).rglob("*")):
        path = file.relative_to(root).as_posix()
        kind = file.suffix.lower()
        if not file.is_file() or file.name.lower() in _NOT_BRIEFINGS or "/." in path:
            continue
        if kind in (".markdown", ".mdown"):
            problems.append(Problem(path, 1, f"is not read: a briefing’s file name ends in .md, like {file.stem}.md"))
        elif kind == ".md" and file.parent != root / BRIEFINGS:
            problems.append(Problem(path, 1, f"is not read: briefings lie in {BRIEFINGS}/ itself, not in a folder of it"))
    return problems


def _shared(items: Iterable[_Item], *, key: Callable[[_Item], Hashable]) -> dict[Hashable, list[_Item]]:
    """Return the groups of two or more items with the same key."""
    groups = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return {value: group for value, group in groups.items() if len(group) > 1}
