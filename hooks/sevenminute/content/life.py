"""The life of a briefing: a draft, waiting for its day, published, withdrawn; and what contradicts itself in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from sevenminute.content.schema import BriefingFields
from sevenminute.diagnostics.problem import Problem, quoted
from sevenminute.markdown.internal_links import InternalLink
from sevenminute.text.dates import PartialDate
from sevenminute.text.front_matter import FrontMatter
from sevenminute.text.languages import SITE_LANGUAGE


class Stage(Enum):
    """How far a briefing is that is not withdrawn."""

    DRAFT = "draft"
    WAITING = "waiting"
    PUBLISHED = "published"


def stage_of(fields: BriefingFields, today: date) -> Stage:
    """Return how far a briefing is on a day."""
    if fields.draft:
        return Stage.DRAFT
    return Stage.WAITING if fields.published.first_day > today else Stage.PUBLISHED


@dataclass(frozen=True)
class WithdrawnBriefing:
    """A briefing that readers should no longer rely on: its address says so, and shows nothing else of it.

    Attributes:
        path: The file, relative to the root of the repository, with forward slashes.
        slug: Its place under `/briefings/`.
        fields: The front matter.
        withdrawn: When it was withdrawn.
        because: Why, in one sentence.
        text: The whole file.
        front: The front matter as it is written, with the Markdown below.
        shown: Links and pictures that its words had.
    """

    path: str
    slug: str
    fields: BriefingFields
    withdrawn: PartialDate
    because: str
    text: str = field(repr=False)
    front: FrontMatter = field(repr=False)
    shown: tuple[InternalLink, ...] = field(default=(), repr=False)

    @property
    def title(self) -> str:
        """The title, which is all that is left of its words."""
        return self.fields.title

    @property
    def lang(self) -> str | None:
        """The language of its words, or None when it is that of the site."""
        return None if self.fields.lang == SITE_LANGUAGE else self.fields.lang

    def line_of(self, key: str) -> int:
        """Return the line of a front matter key in the file, or 1."""
        return self.front.line_of((key,)) if key in self.front.values else 1


def life_problems(fields: BriefingFields, front: FrontMatter, path: str, today: date) -> Iterator[Problem]:
    """Yield what is wrong with the keys of a briefing's life: a day too far away, and keys that contradict each other."""
    for key, said in (*_of_publication(fields, today), *_of_withdrawal(fields, today)):
        yield Problem(path, front.line_of((key,)), said)


def _of_publication(fields: BriefingFields, today: date) -> Iterator[tuple[str, str]]:
    if fields.published.first_day > _in_a_year(today) and not fields.draft:
        fix = "write the day on which it should appear, or draft: true while nobody knows it"
        yield "published", f"published {fields.published} is more than a year in the future: {fix}"


def _of_withdrawal(fields: BriefingFields, today: date) -> Iterator[tuple[str, str]]:
    withdrawn = fields.withdrawn
    if not withdrawn:
        for key in ("withdrawn_because", "replaced_by"):
            if getattr(fields, key):
                line = f"withdrawn: {today.year}-{today.month:02}"
                yield key, f"{quoted(key)} is only for a withdrawn briefing: add a line {line}, or delete this one"
        return
    if not fields.withdrawn_because:
        said = "a withdrawn briefing says why: add a line with the reason, like withdrawn_because: The law has changed."
        yield "withdrawn", said
    if withdrawn.first_day > today:
        yield "withdrawn", f"withdrawn {withdrawn} is in the future: write the month or day when it was done"
    if withdrawn.last_day < fields.published.first_day:
        said = f"withdrawn {withdrawn} is before published {fields.published}: one of the two is wrong"
        yield "withdrawn", said
    if fields.draft:
        yield "draft", "a draft has no readers, so it cannot be withdrawn: delete draft: or withdrawn:"


def _in_a_year(today: date) -> date:
    """Return the same day of the next year; of 29 February the 28th."""
    return today.replace(year=today.year + 1, day=28 if (today.month, today.day) == (2, 29) else today.day)
