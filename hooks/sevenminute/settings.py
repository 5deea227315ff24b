"""What an organisation says in `mkdocs.yml` under `extra:`, as one typed object."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import quote

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from sevenminute.contact_formats import EMAIL, is_web_address
from sevenminute.links.settings import LinkSettings
from sevenminute.model import Date, Line
from sevenminute.problem import quoted
from sevenminute.settings_group import Group
from sevenminute.unfilled import filled

_TELEPHONE = re.compile(r"\+?[\d ()]+")


def _telephone(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    if not _TELEPHONE.fullmatch(text) or not 3 <= len(digits) <= 15:
        said = f"{quoted(text)} is no telephone number: write its digits with spaces, in quotation marks"
        raise PydanticCustomError("telephone", "{said}", {"said": said})
    return text


def _no_number(value: object) -> object:
    """Refuse a telephone number that YAML took for a quantity: 0203 would have lost its zero, or become another number."""
    if isinstance(value, int | float):
        raise PydanticCustomError("telephone", "{said}", {"said": "put the number in quotation marks, or it may lose a zero"})
    return value


def _web_address(text: str) -> str:
    if not is_web_address(text, ("https",)):
        said = f"{quoted(text)} is no safe web address: write the whole of it, beginning with https://"
        raise PydanticCustomError("address", "{said}", {"said": said})
    return text


def _email(text: str) -> str:
    if not EMAIL.fullmatch(text):
        said = f"{quoted(text)} is no email address: write it like partnership@example.org"
        raise PydanticCustomError("email", "{said}", {"said": said})
    return text


def _edit_pattern(text: str) -> str:
    if "{path}" not in text:
        said = f"{quoted(text)} does not say where the file's path goes: write {{path}} in its place"
        raise PydanticCustomError("edit", "{said}", {"said": said})
    return _web_address(text)


Words = Annotated[Line, AfterValidator(filled)]
Telephone = Annotated[Words, AfterValidator(_telephone), BeforeValidator(_no_number)]
WebAddress = Annotated[Words, AfterValidator(_web_address)]
Email = Annotated[Words, AfterValidator(_email)]
EditPattern = Annotated[Words, AfterValidator(_edit_pattern)]


def dialled(telephone: str) -> str:
    """Return a telephone number as a `tel:` link takes it."""
    return re.sub(r"[^\d+]", "", telephone)


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


class Contact(Group):
    """A service to call."""

    name: Words
    telephone: Telephone
    when: Words | None = None

    @property
    def tel(self) -> str:
        """The number as a `tel:` link takes it."""
        return dialled(self.telephone)


class UrgentHelp(Group):
    """Whom to call when a child is in danger; stands on every page."""

    question: Words
    emergency: Contact
    worried: Words
    contacts: Annotated[tuple[Contact, ...], Field(min_length=1, max_length=4)]


class QuickExit(Group):
    """The link on every page that leaves the site."""

    text: Words
    url: WebAddress
    site_name: Words


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
    questions: Annotated[tuple[Words, ...], Field(min_length=1, max_length=6)]
    words_per_minute: Annotated[int, Field(ge=100, le=400)] = 220
    latest: Annotated[int, Field(ge=1, le=20)] = 3
    edit_page: EditPattern | None = None
    print: Print = Print()
    sample: bool = False
    links: LinkSettings = LinkSettings()

    def placeholders(self) -> dict[str, str]:
        """Return what `{{ group.name }}` in a page of `docs/` stands for."""
        filled: dict[str, str] = {}
        for group in ("organisation", "quick_exit", "accessibility_statement"):
            for name, value in getattr(self, group):
                filled[f"{group}.{name}"] = str(value)
        return filled

    def edit_address(self, path: str) -> str | None:
        """Return where a file of the repository is edited, or None when nobody said where the repository is."""
        return self.edit_page.replace("{path}", quote(path)) if self.edit_page else None
