"""The pages of `docs/` as far as they matter before the build: front matter, topic and links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sevenminute.front_matter import FrontMatter, read_front_matter
from sevenminute.internal_links import InternalLink, find_internal_links
from sevenminute.model import TopicPageFields, read_fields
from sevenminute.outline import read_outline
from sevenminute.placeholders import fill_placeholders
from sevenminute.places import DOCS, TOPIC_LIST, TOPICS
from sevenminute.problem import Problem
from sevenminute.slips import find_slips
from sevenminute.source import read_text
from sevenminute.topics import Topic


@dataclass(frozen=True)
class DocsPage:
    """A page of `docs/`.

    Attributes:
        path: The file, relative to the root of the repository.
        topic: The topic that the page is about, or None.
        links: Links to other files of the site.
        problems: What is wrong with the file; MkDocs would drop front matter that it cannot read without a word.
    """

    path: str
    topic: Topic | None = None
    links: tuple[InternalLink, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_docs_pages(root: Path, placeholders: Mapping[str, str] | None) -> list[DocsPage]:
    """Read the pages of `docs/`, by path.

    Args:
        root: Folder of `mkdocs.yml`.
        placeholders: What may stand between `{{` and `}}`; None when the settings are broken and nobody can tell.
    """
    files = sorted(file for file in (root / DOCS).rglob("*.md") if file.is_file())
    return [_read(file, file.relative_to(root).as_posix(), placeholders) for file in files]


def _read(file: Path, path: str, placeholders: Mapping[str, str] | None) -> DocsPage:
    text = read_text(file, path)
    if isinstance(text, Problem):
        return DocsPage(path, problems=(text,))
    is_topic = path.startswith(f"{DOCS}/{TOPICS}/") and path != f"{DOCS}/{TOPIC_LIST}"
    front = read_front_matter(text, path, required=is_topic)
    outline = read_outline(front.body)
    problems = [*front.problems, *find_slips(path, outline.lines, front.body_line)]
    if placeholders is not None:
        problems += fill_placeholders(front.body, placeholders, path, first_line=front.body_line)[1]
    topic = None
    if is_topic and front.values:
        topic, topic_problems = _topic(front, path)
        problems += topic_problems
    return DocsPage(path, topic, find_internal_links(outline.lines, front.body_line), tuple(problems))


def _topic(front: FrontMatter, path: str) -> tuple[Topic | None, tuple[Problem, ...]]:
    fields = read_fields(TopicPageFields, front, path)
    if isinstance(fields, TopicPageFields):
        return Topic(fields.topic, fields.title, fields.summary or "", path), ()
    return None, fields
