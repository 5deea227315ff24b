"""The pages of `docs/` as far as they matter before the build: front matter, topic and links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from sevenminute.config.placeholders import Value as PlaceholderValue
from sevenminute.content.filled import fill_front_matter
from sevenminute.content.schema import KEPT_BACK, TopicPageFields, read_fields
from sevenminute.content.topic import Topic
from sevenminute.diagnostics.problem import Problem, one_line, quoted
from sevenminute.lint.markdown import find_unreadable_addresses
from sevenminute.lint.page import find_mistakes
from sevenminute.markdown.depth import depth_problems
from sevenminute.markdown.document import Document, DocumentReader
from sevenminute.markdown.internal_links import InternalLink, find_internal_links
from sevenminute.markdown.limits import limit_problems
from sevenminute.markdown.link import PageLink
from sevenminute.markdown.outline import Outline
from sevenminute.text.broken_letters import find_broken_letters
from sevenminute.text.file import read_text
from sevenminute.text.front_matter import FrontMatter, read_front_matter
from sevenminute.text.marks import refuse_mark
from sevenminute.text.paths import DOCS, TOPIC_LIST, TOPICS
from sevenminute.text.web_address import is_readable
from sevenminute.text.yaml_reader import Place, Value

OWN_FRAME = "would show the page without the quick exit: delete the line"
"""What is said of `template` in front matter: MkDocs would heed it, and the theme has a frame that leads to another site."""
SITE_FACTS = frozenset(
    {"briefing", "briefing_count", "briefings", "broken", "columns", "due", "edit_url", "has_title", "inline_script", "latest"}
    | {"links", "moved", "noindex", "orders", "pdf", "resource_groups", "resources", "sheet", "topics", "unlisted"}
    | {"urgent_help", "withdrawn"}
)
"""What hooks tell the templates of a page; in front matter it would stand in for that."""
_NO_DRAFT = "keeps nothing back, since only a briefing can be a draft: delete the line, and merge when readers may see the page"
_MARKS = "put it in quotation marks"
SHOWN_TEXTS = ("title", "description")
"""What templates show of a page's front matter."""
_FACT = re.compile(r" {0,3}[\w-]+:", re.ASCII)


@dataclass(frozen=True)
class DocsPage:
    """A page of `docs/`.

    Attributes:
        path: The file, relative to the root of the repository.
        title: The title in the front matter, else the first heading, else the file's name.
        topic: The topic that the page is about, or None.
        links: Links to other files of the site.
        page_links: All links, as readers have them.
        text: What was read and checked, and so what is published; nothing of a page that cannot be shown.
        unreadable: Whether the file is no text, or one over which Markdown would hang: nothing of it can be shown.
        problems: What is wrong with the file; MkDocs would drop front matter that it cannot read without a word.
        document: Its Markdown, converted; None of a page that cannot be shown.
    """

    path: str
    title: str = ""
    topic: Topic | None = None
    links: tuple[InternalLink, ...] = ()
    page_links: tuple[PageLink, ...] = ()
    text: str = field(default="\n", repr=False)
    problems: tuple[Problem, ...] = ()
    unreadable: bool = False
    document: Document | None = field(default=None, repr=False, compare=False)

    @property
    def source(self) -> str:
        """Its path within the site's sources."""
        return self.path.removeprefix(f"{DOCS}/")


def read_docs_pages(
    root: Path, paths: Iterable[str], placeholders: Mapping[str, PlaceholderValue] | None, reader: DocumentReader
) -> list[DocsPage]:
    """Read the pages of `docs/`.

    Args:
        root: Folder of `mkdocs.yml`.
        paths: The pages, relative to it.
        placeholders: What may stand between `{{` and `}}`; None when the settings are broken and nobody can tell.
        reader: Reads the Markdown.
    """
    return [_read(root, path, placeholders, reader) for path in paths]


def _read(root: Path, path: str, placeholders: Mapping[str, PlaceholderValue] | None, reader: DocumentReader) -> DocsPage:
    text, name = read_text(root, path), PurePosixPath(path).stem
    if isinstance(text, Problem):
        return DocsPage(path, name, problems=(text,), unreadable=True)
    is_topic = path.startswith(f"{DOCS}/{TOPICS}/") and path != f"{DOCS}/{TOPIC_LIST}"
    front, unknown = fill_front_matter(read_front_matter(text, path, required=is_topic), path, placeholders)
    body = front.body
    document = None if (limits := limit_problems(body, path, front.body_line)) else reader.read(body, front.body_line)
    limits += depth_problems(document.page, path) if document else ()
    if document is None or limits:
        return DocsPage(path, _title(front, document, name), problems=(*front.problems, *limits), unreadable=True)
    problems = [*front.problems, *_fact_problems(text, front, path), *_heading_problems(document.outline, front, path)]
    page_links = document.links
    mistakes = find_mistakes(path, document, is_briefing=False)
    problems += find_unreadable_addresses(path, page_links.unreadable) if problems else mistakes
    problems += unknown
    problems += find_broken_letters(path, text)
    topic = None
    if is_topic and front.values:
        topic, topic_problems = _topic(front, path)
        problems += topic_problems
    # of what cannot be filled, more was said
    links = tuple(link for link in find_internal_links(document.page) if "{{" not in link.target)
    title = _title(front, document, name)
    if page_links.unreadable:  # MkDocs would stop at them, and so would the lists of the site's links
        readable = tuple(link for link in page_links.links if is_readable(link.target))
        return DocsPage(path, title, topic, links, readable, problems=tuple(problems), unreadable=True)
    return DocsPage(path, title, topic, links, page_links.links, text, tuple(problems), document=document)


def _fact_problems(text: str, front: FrontMatter, path: str) -> list[Problem]:
    """Report facts that the site cannot use, and a first line that MkDocs would take for front matter without `---`."""
    first = text.partition("\n")[0]
    if _FACT.match(first):
        said = "would be read as front matter, and not be shown: leave the first line of the file empty"
        return [Problem(path, 1, f"{quoted(first)} {said}")]
    found = ((key, _refused_fact(key, value, front)) for key, value in front.values.items())
    return [Problem(path, front.line_of((key,)), message) for key, message in found if message]


def _refused_fact(key: str, value: Value, front: FrontMatter) -> str:
    """Return what is wrong with a line of front matter, or an empty string."""
    if key.lower() == "template":
        return f"{quoted(key)} {OWN_FRAME}"
    if key in SITE_FACTS:
        return f"{quoted(key)} is filled in by the site: delete the line"
    if key.lower() in {"draft", *KEPT_BACK}:
        return f"{quoted(key)} {_NO_DRAFT}"
    if key == "search" and not _is_search_rule(value, front):
        return "search is not understood: write search: and, on the next line after two spaces, exclude: true"
    if key in SHOWN_TEXTS:
        return _no_text(key, value, front)
    days = [value_at for place, value_at in _dates(front) if place[0] == key]
    impossible = not all(map(_is_day, (key, *days)))
    return f"{one_line(key)} is a date that does not exist: correct it, or {_MARKS}" if impossible else ""


def _no_text(key: str, value: Value, front: FrontMatter) -> str:
    if not value and not isinstance(value, list | dict):
        return f"{key} is empty: write it after the colon, or delete the line"
    kind = {list: "a list", dict: "a group of values"}.get(type(value), front.kinds.get((key,), ""))
    if kind:
        return f"{key} is {kind}: {_MARKS}"
    said = refuse_mark(value) if isinstance(value, str) else ""
    return f"{key} {said}" if said else ""


def _is_search_rule(value: Value, front: FrontMatter) -> bool:
    return isinstance(value, dict) and list(value) == ["exclude"] and front.kinds.get(("search", "exclude")) == "yes or no"


def _dates(front: FrontMatter) -> Iterator[tuple[Place, str]]:
    """Yield each value that looks like a date, with its place."""
    for place, kind in front.kinds.items():
        value: Any = front.values
        for part in place:
            value = value.get(part) if isinstance(value, dict) else value[part] if value else None
        if kind == "a date" and value:
            yield place, value


def _is_day(text: str) -> bool:
    """Tell whether MkDocs can read what may look like a day: it would end the build over one that does not exist."""
    try:
        yaml.safe_load(text)
    except yaml.YAMLError:
        return True  # it does not look like one
    except (ValueError, OverflowError):
        return False
    return True


def _heading_problems(outline: Outline, front: FrontMatter, path: str) -> list[Problem]:
    """Report what misleads those who move by headings: a second title, a level left out. A missing title is put in."""
    problems = []
    level = 1
    for position, heading in enumerate(outline.headings):
        line = heading.line + front.body_line
        if position and heading.level == 1:
            problems.append(Problem(path, line, f"{quoted(heading.text)} is a second title: write ## instead of #"))
        elif heading.level > level + 1:
            said = f"{quoted(heading.text)} skips a level: write {'#' * (level + 1)} instead of {'#' * heading.level}"
            problems.append(Problem(path, line, said))
        level = heading.level
    return problems


def _title(front: FrontMatter, document: Document | None, name: str) -> str:
    title = front.values.get("title")
    if isinstance(title, str):
        return title
    if document is None:
        return next((line[2:].strip() for line in front.body.split("\n") if line.startswith("# ")), name)
    return next((heading.text for heading in document.outline.headings if heading.level == 1), name)


def _topic(front: FrontMatter, path: str) -> tuple[Topic | None, tuple[Problem, ...]]:
    fields = read_fields(TopicPageFields, front, path)
    if isinstance(fields, TopicPageFields):
        return Topic(fields.topic, fields.title, fields.summary or "", path), ()
    return None, fields
