"""One briefing, read and checked."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath

from sevenminute.config.site_words import BOTH
from sevenminute.content.changes import change_problems
from sevenminute.content.filled import fill_front_matter
from sevenminute.content.life import WithdrawnBriefing, life_problems
from sevenminute.content.schema import LAST_NUMBER, BriefingFields, read_fields
from sevenminute.content.site_words import SiteWords
from sevenminute.content.slug import number_in, slug_of
from sevenminute.diagnostics.problem import Problem
from sevenminute.lint.page import find_mistakes
from sevenminute.markdown.depth import depth_problems
from sevenminute.markdown.document import Document, DocumentReader
from sevenminute.markdown.internal_links import InternalLink, find_internal_links
from sevenminute.markdown.limits import limit_problems
from sevenminute.markdown.link import PageLink
from sevenminute.markdown.panels import Panel, find_panels
from sevenminute.text.broken_letters import find_broken_letters
from sevenminute.text.dates import PartialDate
from sevenminute.text.front_matter import FrontMatter, read_front_matter
from sevenminute.text.languages import SITE_LANGUAGE


@dataclass(frozen=True)
class Briefing:
    """A briefing without a mistake in itself.

    Attributes:
        path: The file, relative to the root of the repository, with forward slashes.
        slug: Its place under `/briefings/`.
        fields: The front matter.
        number: Place in the series, or None.
        text: The whole file.
        front: The front matter as it is written, with the Markdown below.
        panels: The seven panels.
        words: Words of the seven panels, headings included.
        links: Links to other files of the site.
        page_links: All links, as readers have them.
        document: Its Markdown, converted.
    """

    path: str
    slug: str
    fields: BriefingFields
    number: int | None
    text: str = field(repr=False)
    front: FrontMatter = field(repr=False)
    panels: tuple[Panel, ...]
    words: int
    links: tuple[InternalLink, ...] = field(repr=False)
    page_links: tuple[PageLink, ...] = field(default=(), repr=False)
    document: Document | None = field(default=None, repr=False, compare=False)

    @property
    def body(self) -> str:
        """The Markdown below the front matter."""
        return self.front.body

    @property
    def body_line(self) -> int:
        """Line of the file on which the body begins, counted from 1."""
        return self.front.body_line

    @property
    def order(self) -> tuple[float, str]:
        """Sorts a series: by number; briefings without one follow in the order of their file names."""
        return (math.inf if self.number is None else self.number, self.path)

    @property
    def updated(self) -> PartialDate | None:
        """When its words last changed: as `updated` says, or the newest of its changes where that is later."""
        known = [day for day in (self.fields.updated, *(change.day for change in self.fields.changes[:1])) if day]
        return max(known, key=lambda day: day.last_day, default=None)

    @property
    def lang(self) -> str | None:
        """The language of its words, or None when it is that of the site."""
        return None if self.fields.lang == SITE_LANGUAGE else self.fields.lang

    @property
    def changed(self) -> PartialDate:
        """When whatever happened to it last did: it was published, updated, or its links were."""
        fields = self.fields
        known = [day for day in (fields.published, self.updated, fields.links_updated) if day]
        return max(known, key=lambda day: day.first_day)

    def line_of(self, key: str) -> int:
        """Return the line of a front matter key in the file, or 1."""
        return self.front.line_of((key,)) if key in self.front.values else 1


@dataclass(frozen=True)
class BrokenBriefing:
    """A briefing that cannot be shown yet. It keeps its place, so that it never vanishes without a word.

    Attributes:
        path: The file, relative to the root of the repository.
        slug: Its place under `/briefings/`.
        title: The title if it could be read, else the file's name.
        problems: What is wrong, at least one.
        text: The whole file, or None where it is no text.
        front: The front matter as it is written, with the Markdown below.
        links: Links to other files of the site, as far as the file could be read.
        page_links: All links, likewise.
        document: Its text below the front matter, likewise.
    """

    path: str
    slug: str
    title: str
    problems: tuple[Problem, ...]
    text: str | None = field(default=None, repr=False)
    front: FrontMatter = field(default_factory=FrontMatter, repr=False)
    links: tuple[InternalLink, ...] = ()
    page_links: tuple[PageLink, ...] = ()
    document: Document | None = field(default=None, repr=False, compare=False)


def common_people(briefings: Iterable[Briefing]) -> str | None:
    """Return whom all of some briefings are about: children, adults or both; None when one of them does not say."""
    groups = {briefing.fields.people for briefing in briefings}
    return None if None in groups or not groups else BOTH if len(groups) > 1 else groups.pop()


AnyBriefing = Briefing | WithdrawnBriefing | BrokenBriefing


def read_briefing(
    text: str, path: str, *, today: date, reader: DocumentReader | None = None, site: SiteWords | None = None
) -> AnyBriefing:
    """Read one briefing from the text of its file. Of one that is withdrawn nobody reads the words, so nothing is said of them.

    Args:
        text: The whole file, with `\\n` line ends.
        path: The file, relative to the root of the repository.
        today: Dates of what has happened may not lie after it.
        reader: Reads the Markdown; without it no id is known.
        site: The words that the site's settings allow; None for those of a site that says nothing of them.
    """
    stem = PurePosixPath(path).stem
    front, unknown = fill_front_matter(read_front_matter(text, path), path, site.placeholders if site else None)
    fields = read_fields(BriefingFields, front, path, today=today, site=site) if front.values else ()
    problems = [*front.problems, *unknown, *find_broken_letters(path, text)]
    if isinstance(fields, BriefingFields):
        problems += (*_date_problems(fields, front, path, today), *life_problems(fields, front, path, today))
    else:
        problems += fields
    body = _read_body(front, path, reader or DocumentReader())
    withdrawn = fields.withdrawn if isinstance(fields, BriefingFields) else None
    problems += () if withdrawn else body.problems
    if not front.values and not front.problems:
        problems.append(Problem(path, 1, "the front matter is empty: write title: and the rest between the two lines ---"))
    if not any(mark.isalnum() for mark in slug_of(stem)):
        problems.append(Problem(path, 1, "the file’s name has no letters: name it like safer-sleep.md"))
    leading = number_in(stem)
    if leading is not None and not 1 <= leading <= LAST_NUMBER:
        said = f"the number {leading} that begins the file’s name is out of range: write 1 to {LAST_NUMBER}, or leave it out"
        problems.append(Problem(path, 1, said))
    if problems or not isinstance(fields, BriefingFields):
        title = front.values.get("title")
        shown = title if isinstance(title, str) else stem
        found = tuple(sorted(set(problems)))
        return BrokenBriefing(path, slug_of(stem), shown, found, text, front, body.links, body.page_links, body.document)
    if withdrawn:
        because = fields.withdrawn_because or ""
        return WithdrawnBriefing(path, slug_of(stem), fields, withdrawn, because, text, front, body.links)
    return Briefing(
        path=path,
        slug=slug_of(stem),
        fields=fields,
        number=fields.number if fields.number is not None else number_in(stem),
        text=text,
        front=front,
        panels=body.panels,
        words=sum(panel.words for panel in body.panels),
        links=body.links,
        page_links=body.page_links,
        document=body.document,
    )


@dataclass(frozen=True)
class _Body:
    panels: tuple[Panel, ...] = ()
    links: tuple[InternalLink, ...] = ()
    page_links: tuple[PageLink, ...] = ()
    problems: tuple[Problem, ...] = ()
    document: Document | None = None


def _read_body(front: FrontMatter, path: str, reader: DocumentReader) -> _Body:
    """Find the panels and links below the front matter; below front matter that is never closed there is nothing."""
    if front.problems and not front.body:
        return _Body()
    if limits := limit_problems(front.body, path, front.body_line):
        return _Body(problems=tuple(limits))
    document = reader.read(front.body, front.body_line)
    panels, problems = find_panels(document, path, title if isinstance(title := front.values.get("title"), str) else "")
    if deep := depth_problems(document.page, path):
        return _Body(panels, problems=(*problems, *deep))
    return _Body(
        panels,
        find_internal_links(document.page),
        document.links.links,
        (*problems, *find_mistakes(path, document, is_briefing=True)),
        document,
    )


def minutes_to_read(words: int, words_per_minute: int) -> int:
    """Return the time of silent reading in whole minutes, at least one."""
    return max(1, round(words / words_per_minute))


def _date_problems(fields: BriefingFields, front: FrontMatter, path: str, today: date) -> list[Problem]:
    problems = []
    happened = {"updated": fields.updated, "links_updated": fields.links_updated}
    for key, value in happened.items():
        if value and value.first_day > today:
            said = f"{key} {value} is in the future: write the month or day when it was done"
            problems.append(Problem(path, front.line_of((key,)), said))
    later: dict[str, PartialDate | None] = {"updated": fields.updated, "review_due": fields.review_due}
    for key, value in later.items():
        if value and value.last_day < fields.published.first_day:
            said = f"{key} {value} is before published {fields.published}: one of the two is wrong"
            problems.append(Problem(path, front.line_of((key,)), said))
    for position, said in change_problems(fields.changes, fields.published, today):
        problems.append(Problem(path, front.line_of(("changes", position)), said))
    return problems
