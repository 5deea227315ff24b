"""Whom to call, as an organisation says it in `mkdocs.yml`."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field

from sevenminute.config.base import Group
from sevenminute.config.types import Telephone, Words


def dialled(telephone: str) -> str:
    """Return a telephone number as a `tel:` link takes it."""
    return re.sub(r"[^\d+]", "", telephone)


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
