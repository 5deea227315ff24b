"""What an organisation says in `mkdocs.yml` under `extra:`, as one typed object."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from pydantic import Field

from sevenminute.config.base import Group
from sevenminute.config.links import LinkSettings
from sevenminute.config.placeholders import Value
from sevenminute.config.plain_english import PlainEnglish, PlainEnglishSetting
from sevenminute.config.quick_exit import QuickExit
from sevenminute.config.site_words import AUDIENCES, Audiences, People, Topics
from sevenminute.config.types import EditPattern, Email, Question, Telephone, WebAddress, Words
from sevenminute.config.urgent_help import UrgentHelp, dialled
from sevenminute.text.field_types import Date


class Organisation(Group):
    """Who runs the site."""

    name: Words
    short_name: Words
    area: Words
    email: Email
    telephone: Telephone
    website: WebAddress

    @property
    def tel(self) -> str:
        """The number as a `tel:` link takes it."""
        return dialled(self.telephone)


class AccessibilityStatement(Group):
    """The facts of the accessibility statement that only the organisation knows."""

    status: Annotated[Words, Field(pattern=r"^(fully|partially|not)$")]
    prepared: Date
    reviewed: Date
    tested: Date
    tested_by: Words
    response_days: Annotated[int, Field(ge=1, le=60)]


class Print(Group):
    """How briefings are printed, and which PDFs are made."""

    orientation: Annotated[Words, Field(pattern=r"^(auto|landscape|portrait)$")] = "auto"
    pdf: bool = True
    large_print: bool = True
    packs: bool = True


class Settings(Group):
    """All settings of a site."""

    organisation: Organisation
    urgent_help: UrgentHelp
    quick_exit: QuickExit
    accessibility_statement: AccessibilityStatement
    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=6)]
    audiences: Audiences = Field(default_factory=lambda: dict(AUDIENCES))
    topics: Topics = Field(default_factory=dict)
    people: People = People()
    words_per_minute: Annotated[int, Field(ge=100, le=400)] = 220
    latest: Annotated[int, Field(ge=1, le=20)] = 3
    edit_page: EditPattern | None = None
    print: Print = Print()
    plain_english: PlainEnglishSetting = PlainEnglish()
    sample: bool = False
    links: LinkSettings = LinkSettings()

    def placeholders(self) -> dict[str, Value]:
        """Return what `{{ group.name }}` in a page of `docs/` stands for, and what `{{ if group.name }}` asks after."""
        filled: dict[str, Value] = {}
        for group in ("organisation", "quick_exit", "accessibility_statement"):
            for name, value in getattr(self, group):
                if not isinstance(value, Group):
                    filled[f"{group}.{name}"] = value if value is None or isinstance(value, bool) else str(value)
        return filled

    def help_for(self, group: str | None) -> UrgentHelp:
        """Return whom to call on what is about children, about adults or about both; None is what says no group."""
        return self.people.help(group, self.urgent_help)

    def questions_for(self, group: str | None) -> tuple[str, ...]:
        """Return the standing questions of a briefing that is about a group."""
        words = self.people.words(group)
        return (words.questions if words else None) or self.questions

    def edit_address(self, path: str) -> str | None:
        """Return where a file of the repository is edited, or None when nobody said where the repository is."""
        return self.edit_page.replace("{path}", quote(path)) if self.edit_page else None
