"""Which advice on plain English is given; `plain_english: false` in `mkdocs.yml` switches all of it off."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from sevenminute.config.base import Group
from sevenminute.config.types import Words

Abbreviation = Annotated[Words, Field(pattern="^[A-Z&]+$")]


class PlainEnglish(Group):
    """What advice is given on.

    Attributes:
        sentences: On sentences that are too long.
        abbreviations: On abbreviations without their long form.
        panels: On panels that are too long.
        reading_age: On texts that many people cannot read.
        known: Abbreviations that need no long form on this site.
    """

    sentences: bool = True
    abbreviations: bool = True
    panels: bool = True
    reading_age: bool = True
    known: tuple[Abbreviation, ...] = ()


def _switched(value: object) -> object:
    """Read one word for all parts, or the parts."""
    if isinstance(value, bool):
        return dict.fromkeys(("sentences", "abbreviations", "panels", "reading_age"), value)
    return value


PlainEnglishSetting = Annotated[PlainEnglish, BeforeValidator(_switched)]
