"""Types of pydantic for what front matter and the register say: topics, audiences, a language, one or several texts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationInfo,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from sevenminute.config.site_words import BOTH, CHILDREN
from sevenminute.content.site_words import SiteWords
from sevenminute.diagnostics.problem import all_of, nearest, one_of, quoted
from sevenminute.text.ids import ID, id_from
from sevenminute.text.languages import language_tag
from sevenminute.text.marks import plain
from sevenminute.text.placeholder_text import filled

_BETWEEN = re.compile(r"\s*[,;/&+|]\s*|\s+and\s+")
"""What people write between several words where a list belongs."""


UNKNOWN_AUDIENCE = "unknown_audience"
"""The kind of pydantic's error for an audience that the site's list does not have."""


class _OneOrMany:
    """Teaches pydantic to take a single text for a list of one: editors write `topics: safer-sleep`."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._read, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        many = handler(schema)
        for length, items in (("minLength", "minItems"), ("maxLength", "maxItems")):  # pydantic takes the list for a text
            if length in many:
                many[items] = many.pop(length)
        return {"anyOf": [many["items"], many]}

    @staticmethod
    def _read(value: object) -> object:
        return [value] if isinstance(value, str) else value


def several(text: str) -> list[str]:
    """Return the words that were written as one text where a list belongs; none when it is one word."""
    words = [word for word in _BETWEEN.split(text.strip()) if word]
    return words if len(words) > 1 else []


def refuse(said: str) -> PydanticCustomError:
    """Return what a validator raises: what is wrong, to be said after the name of the key."""
    return PydanticCustomError("field", "{said}", {"said": said})


def _topic(value: object) -> object:
    if value in ("index", "readme"):
        raise refuse(f"{quoted(value)} is the name of the list of topics: choose another word")
    if isinstance(value, str) and not ID.fullmatch(value):
        right = f"write it in small letters with hyphens, like {id_from(value) or 'safer-sleep'}"
        if words := [slug for word in several(value) if (slug := id_from(word))] if re.search("[,;/|]", value) else []:
            right = f"write several as [{', '.join(words)}]"
        raise refuse(f"{quoted(value)} is not a topic: {right}")
    return value


def _site_words(info: ValidationInfo) -> SiteWords:
    return info.context if isinstance(info.context, SiteWords) else SiteWords()


def _audience(value: object, info: ValidationInfo) -> object:
    """Return an id of the site's list; without settings, whatever could be one."""
    known = _site_words(info).audiences
    if not isinstance(value, str) or (known is not None and value in known):
        return value
    if known is None:
        if words := several(value):
            ids = ", ".join(filter(None, map(id_from, words)))
            raise refuse(f"{quoted(value)} is taken for one word: write several as [{ids}]")
        if ID.fullmatch(value):
            return value
        raise refuse(f"{quoted(value)} is not an audience: write it in small letters with hyphens, like practitioners")
    words = [] if _is_name(value, known) else several(value) or _apart(value, known)
    if not words:
        raise PydanticCustomError(UNKNOWN_AUDIENCE, "{said}", {"said": value, "near": _meant(value, known), "known": [*known]})
    written = [id for word in words if (id := _meant(word, known))]
    others = [word for word in words if not _meant(word, known)]
    if not others:
        raise refuse(f"{quoted(value)} is taken for one word: write several as [{', '.join(written)}]")
    unknown = f"{all_of(map(quoted, others))} {'is' if len(others) == 1 else 'are'} not known"
    right = f"write [{', '.join(written)}], and" if written else f"use {one_of(known)}, or"
    raise refuse(f"{quoted(value)} is taken for one word, and {unknown}: {right} {_ask_for(others)}")


def unknown_audiences(key: str, found: Sequence[Mapping[str, Any]]) -> str:
    """Return what is to be said of all the unknown audiences of one line.

    Args:
        key: The key of the line.
        found: The context of each error of the kind `UNKNOWN_AUDIENCE`.
    """
    words = [f"{quoted(each['said'])}{_did_you_mean(each) if len(found) > 1 else ''}" for each in found]
    if len(found) == 1 and found[0]["near"]:
        return f"{key} {words[0]} is not known{_did_you_mean(found[0], '; {}')}"
    said = f"{key} {all_of(words)} {'is' if len(found) == 1 else 'are'} not known"
    return f"{said}: use {one_of(found[0]['known'])}, or {_ask_for([each for each in found if not each['near']] or found)}"


def _did_you_mean(found: Mapping[str, Any], form: str = " ({})") -> str:
    return form.format(f"did you mean {quoted(found['near'])}?") if found["near"] else ""


def _ask_for(others: Sequence[object]) -> str:
    return f"ask the person who runs the site to add {'it' if len(others) == 1 else 'them'} to audiences in mkdocs.yml"


def _is_name(text: str, known: Mapping[str, str]) -> bool:
    return text.casefold() in (name.casefold() for name in known.values())


def _apart(text: str, known: Mapping[str, str]) -> list[str]:
    """Return the words of a text with only spaces between, if each is an audience."""
    words = text.split()
    return words if len(words) > 1 and all(_meant(word, known) for word in words) else []


def _meant(text: str, known: Mapping[str, str]) -> str:
    """Return the id of the audience that was most probably meant, by its id or its name; or an empty string."""
    names = {name.casefold(): id for id, name in known.items()}
    near = nearest(text.casefold(), names)
    return nearest(text, known) or (names[near] if near else "")


class _AudienceSchema:
    """Offers the site's audiences in the JSON Schema, which takes every id: the list may have grown since."""

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"enum": list(SiteWords().names)}, {"type": "string", "pattern": f"^{ID.pattern}$"}]}


def _people(value: str, info: ValidationInfo) -> str:
    """Return whom a briefing is about; refuse it where readers would be told to call for somebody else."""
    with_help = _site_words(info).people
    if with_help is not None and value != CHILDREN and value not in with_help:
        whom = "children and adults" if value == BOTH else value
        said = f"{quoted(value)} has no urgent help of its own, and the site’s may be about children only"
        raise refuse(
            f"{said}: ask the person who runs the site to add whom to call for {whom} (guide/run-a-site.md says how); "
            "until then keep the line, and leave the proposal open"
        )
    return value


def _language(value: object) -> object:
    if not isinstance(value, str):
        raise refuse("must be one code: write cy for Welsh, or delete the line for English")
    if several(value):
        raise refuse(f"{quoted(value)} is more than one language: write that of most words, and mark others in the text")
    try:
        return language_tag(value)
    except ValueError as error:
        raise refuse(str(error)) from None


MOST_TOPICS = 20
"""Limit of topics of one briefing, each of which makes a page: what is about everything is about nothing."""

Topic = Annotated[str, BeforeValidator(_topic), Field(max_length=60, json_schema_extra={"pattern": f"^{ID.pattern}$"})]
Title = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(filled), AfterValidator(plain)]
Sentence = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(filled), AfterValidator(plain)]
Audience = Annotated[str, BeforeValidator(_audience), _AudienceSchema()]
People = Annotated[Literal["children", "adults", "both"], AfterValidator(_people)]
Language = Annotated[str, BeforeValidator(_language), Field(json_schema_extra={"pattern": "^[a-z]{2,3}(-[A-Za-z]{2,4})*$"})]

_T = TypeVar("_T")
Many = Annotated[tuple[_T, ...], _OneOrMany()]
