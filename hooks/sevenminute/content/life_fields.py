"""Types of pydantic for the keys of a briefing's life: whether it is a draft, and where it was found before."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from sevenminute.content.slug import meant_slug, slug_of
from sevenminute.diagnostics.problem import quoted
from sevenminute.text.paths import BRIEFINGS

MOST_ADDRESSES = 20
"""Limit of the former addresses of one briefing, each of which makes a page."""
_YES, _NO = ("true", "yes", "on"), ("false", "no", "off")


def _switch(value: object) -> object:
    if isinstance(value, str) and value.lower() in (*_YES, *_NO):
        return value.lower() in _YES
    what = f"{quoted(value)} is neither true nor false" if isinstance(value, str) else "must be one word"
    said = {"said": f"{what}: write draft: true, or delete the line"}
    raise PydanticCustomError("switch", "{said}", said)


def _former_address(value: object) -> object:
    if isinstance(value, str) and value and (value != slug_of(value) or not any(map(str.isalnum, value))):
        right = f"write {meant if any(map(str.isalnum, meant := meant_slug(value))) else 'old-name'}"
        if "," in value:
            right = f"write several as [{', '.join(filter(None, map(meant_slug, value.split(','))))}]"
        said = {"said": f"{quoted(value)} is not the last part of an address, as old-name is in /{BRIEFINGS}/old-name/: {right}"}
        raise PydanticCustomError("former_address", "{said}", said)
    return value


Switch = Annotated[bool, BeforeValidator(_switch)]
FormerAddress = Annotated[str, BeforeValidator(_former_address), Field(min_length=1, max_length=120)]
