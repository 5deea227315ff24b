"""The register of resources, `briefings/resources.yml`: each resource once, cited everywhere by its id."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationInfo,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from sevenminute.config.site_words import BOTH
from sevenminute.content.field_types import Audience, Many, Sentence, Title, Topic, refuse
from sevenminute.content.schema import read_fields
from sevenminute.content.site_words import SiteWords
from sevenminute.diagnostics.problem import Problem, quoted
from sevenminute.markdown.extensions.telephone_numbers import is_telephone
from sevenminute.text.broken_letters import find_broken_letters
from sevenminute.text.field_types import Date, Line, PlainLine
from sevenminute.text.file import decode, read_bytes
from sevenminute.text.formats import EMAIL, is_web_address
from sevenminute.text.front_matter import FrontMatter
from sevenminute.text.ids import ID, id_from
from sevenminute.text.paths import REGISTER
from sevenminute.text.web_address import AddressError, read_address
from sevenminute.text.yaml_messages import UnreadableError
from sevenminute.text.yaml_reader import Place, PlainYaml, Value

MAX_REGISTER_BYTES = 4 * 1024 * 1024
"""Room for ten thousand resources."""
_MOST = 16 * MAX_REGISTER_BYTES
"""Bytes that are read of one that is too large, so that what cites it is not refused too."""

Kind = Literal["policy", "guidance", "leaflet", "training", "report", "service", "form", "video"]
OTHER = "other"
"""Stands for the kind of a link that is not in the register."""
KINDS = {
    "guidance": ("Guidance", "Guidance"),
    "policy": ("Policies", "Policy"),
    "report": ("Reports", "Report"),
    "training": ("Training", "Training"),
    "leaflet": ("Leaflets", "Leaflet"),
    "video": ("Videos", "Video"),
    "service": ("Services", "Service"),
    "form": ("Forms", "Form"),
    OTHER: ("Other links", "Link"),
}
"""Each kind with the heading of its group and the word for one, in the order of the page."""

Format = Literal["PDF", "Word", "Excel", "PowerPoint"]

_SIZE = re.compile(r"\d+(?:\.\d+)? (?:KB|MB)")
_ENTRY = re.compile(rf"^({ID.pattern}):", re.MULTILINE)
_TELEPHONE = re.compile(r"\+?\d[\d ]{1,18}\d")

_BOTH = ("practitioners", "parents")
"""What `audience: both` stands for."""

PARTS_OF_EVERY_PAGE = frozenset(["main-content", "quick-exit-hint", "search-query", "site-menu"])
"""Anchors that the frame of every page has: on the page of resources, an entry with such an id would have the same."""


def _address(text: str) -> str:
    if not is_web_address(text, ("http", "https")):
        said = f"{quoted(text)} is not a web address: write the whole of it, beginning with https://"
        raise PydanticCustomError("placeholder", "{said}", {"said": said})
    return text


def _matching(pattern: re.Pattern[str], what: str, like: str) -> AfterValidator:
    def check(text: str) -> str:
        if not pattern.fullmatch(text):
            said = f"{quoted(text)} is not {what}: write it like {like}"
            raise PydanticCustomError("placeholder", "{said}", {"said": said})
        return text

    return AfterValidator(check)


def _telephone(text: str) -> str:
    if not _TELEPHONE.fullmatch(text):
        said = f"{quoted(text)} is not a telephone number: write it like 0300 456 0108"
        raise PydanticCustomError("placeholder", "{said}", {"said": said})
    if not is_telephone(text):
        fix = "check its digits; a UK number has 10 or 11, with the 0 that it begins with"
        said = f"{quoted(text)} is not a number that can be called: {fix}"
        raise PydanticCustomError("placeholder", "{said}", {"said": said})
    return text


class _BothAudiences:
    """Teaches pydantic to take `both` for practitioners and parents."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_before_validator_function(self._read, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"const": BOTH}, *handler(schema)["anyOf"]]}

    @staticmethod
    def _read(value: object, info: ValidationInfo) -> object:
        if value not in (BOTH, [BOTH]):
            return value
        known = info.context.audiences if isinstance(info.context, SiteWords) else None
        if known is not None and not {*_BOTH} <= known.keys():
            raise refuse(f"{quoted(BOTH)} stands for practitioners and parents, of which mkdocs.yml has not both: name each")
        return list(_BOTH)


class ResourceFields(BaseModel):
    """One entry of the register."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, hide_input_in_errors=True)

    title: Title = Field(description="As its publisher calls it.", examples=["Guide for parents in Exampleshire"])
    publisher: PlainLine = Field(description="Who answers for it.", examples=["Exampleshire Health Trust"])
    kind: Kind = Field(
        description="What it is.", examples=["policy, guidance, leaflet, training, report, service, form or video"]
    )
    audience: Annotated[Many[Audience], Field(min_length=1), _BothAudiences()] = Field(
        description="Whom it is for, of the site’s list of audiences, or both: practitioners and parents.",
        examples=["practitioners, parents or both"],
    )
    url: Annotated[Line, AfterValidator(_address)] | None = Field(
        default=None, description="Its address; left out while nobody knows it.", examples=["https://www.example.org/guide"]
    )
    phone: Annotated[Line, AfterValidator(_telephone)] | None = Field(
        default=None, description="A telephone number to get it or to reach it by.", examples=['"0300 456 0108"']
    )
    email: Annotated[Line, _matching(EMAIL, "an email address", "info@example.org")] | None = Field(
        default=None, description="An email address to get it or to reach it by.", examples=["info@example.org"]
    )
    how_to_get: Sentence | None = Field(
        default=None, description="How to get what has no address.", examples=["Ask your safeguarding lead for a copy."]
    )
    topics: Many[Topic] = Field(default=(), description="Topic ids, as in briefings.", examples=["[unborn-babies]"])
    summary: Sentence | None = Field(default=None, description="One sentence.", examples=["What it is for."])
    format: Format | None = Field(default=None, description="For a file: its type.", examples=["PDF"])
    size: Annotated[Line, _matching(_SIZE, "a size", "333 KB or 1.7 MB")] | None = Field(
        default=None, description="For a file: its size.", examples=["333 KB"]
    )
    published: Date | None = Field(default=None, description="Month or day when it came out.", examples=["2020-07"])
    applies_to: PlainLine | None = Field(default=None, description="The area that it serves.", examples=["Wiltshire"])


@dataclass(frozen=True)
class Resource:
    """A resource of the register.

    Attributes:
        id: As briefings cite it.
        fields: What is known of it.
        line: Line of its id in the register, counted from 1.
        url_line: Line of its address there; that of its id if it has none.
    """

    id: str
    fields: ResourceFields
    line: int
    url_line: int

    @property
    def note(self) -> str:
        """What stands in brackets behind a link to a file: its type and size, as far as they are known."""
        return ", ".join(filter(None, [self.fields.format, self.fields.size]))


@dataclass(frozen=True)
class Register:
    """All resources by id, and what is wrong with the file.

    Attributes:
        resources: The resources that can be read.
        problems: What is wrong.
        ids: The ids in the file, also of what cannot be read: a mistake there is no mistake of the pages that cite it.
        advice: What would be better and fails nothing.
    """

    resources: Mapping[str, Resource] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    ids: frozenset[str] = frozenset()
    advice: tuple[Problem, ...] = ()


def read_register(root: Path, today: date, site: SiteWords) -> Register:
    """Read the register of a repository that has one.

    Args:
        root: Folder of `mkdocs.yml`.
        today: What came out cannot have come out after it.
        site: The words that the site's settings allow.
    """
    data = read_bytes(root, REGISTER, limit=_MOST)
    text = data if isinstance(data, Problem) else decode(data, REGISTER, limit=MAX_REGISTER_BYTES)
    if isinstance(text, str):
        return parse_register(text, today, site)
    read = "" if isinstance(data, Problem) else data.decode(errors="replace")
    return Register(problems=(text,), ids=frozenset(_ENTRY.findall(read)))


def parse_register(text: str, today: date = date.max, site: SiteWords | None = None) -> Register:
    """Read the text of a register; see `read_register`."""
    text = text.rstrip("\n") + "\n"
    ids = frozenset(_ENTRY.findall(text))
    try:
        yaml = PlainYaml(text, REGISTER, first_line=1, name="register", indented=True)
        entries = yaml.read()
    except UnreadableError as fault:
        return Register({}, (Problem(REGISTER, min(fault.line, text.count("\n")), fault.message),), ids)
    resources: dict[str, Resource] = {}
    problems = [*yaml.problems, *find_broken_letters(REGISTER, text)]
    lines = _lines_by_entry(yaml.lines)
    for id, values in entries.items():
        read = _read_entry(id, values, lines.get(id, {}), today, site)
        if isinstance(read, Resource):
            resources[id] = read
        else:
            problems += read
    problems += _same_addresses(resources)
    return Register(resources, tuple(sorted(problems)), ids, tuple(_same_pages(resources)))


def _lines_by_entry(lines: Mapping[Place, int]) -> dict[str, dict[Place, int]]:
    found: dict[str, dict[Place, int]] = {}
    for place, line in lines.items():
        if place:
            found.setdefault(str(place[0]), {})[place[1:]] = line
    return found


def _read_entry(
    id: str, values: Value, lines: Mapping[Place, int], today: date, site: SiteWords | None
) -> Resource | tuple[Problem, ...]:
    line = lines.get((), 1)
    if not ID.fullmatch(id):
        like = id_from(id) or "out-of-routine"
        return (Problem(REGISTER, line, f"{quoted(id)} is not an id: write it in small letters with hyphens, like {like}"),)
    if id in PARTS_OF_EVERY_PAGE:
        return (Problem(REGISTER, line, f"{quoted(id)} is the name of a part of every page: choose another id"),)
    if not isinstance(values, dict) and id in ResourceFields.model_fields:
        said = f"{quoted(id)} is at the left edge: begin the line with two spaces, below the id of its resource"
        return (Problem(REGISTER, line, said),)
    if not isinstance(values, dict):
        return (Problem(REGISTER, line, f"{quoted(id)} has no title: begin the lines below it with two spaces and title:"),)
    entry = FrontMatter(values=values, lines={**lines, (): line})
    fields = read_fields(ResourceFields, entry, REGISTER, site=site)
    if not isinstance(fields, ResourceFields):
        return fields
    if fields.published and fields.published.first_day > today:
        said = f"published {fields.published} is in the future: write the month or day when it came out, or delete the line"
        return (Problem(REGISTER, entry.line_of(("published",)), said),)
    if not (fields.url or fields.phone or fields.email or fields.how_to_get):
        fix = "write its url, or a line how_to_get: Ask your safeguarding lead for a copy."
        said = f"{quoted(id)} does not say how to get it: {fix}"
        return (Problem(REGISTER, line, said),)
    return Resource(id, fields, line, entry.line_of(("url",)))


@lru_cache(maxsize=2**16)  # each topic is compared with the whole register
def same_address(url: str) -> str:
    """Return an address as two are compared: as browsers read it, and without http or https, www and its last slash."""
    try:
        read = read_address(url)
    except AddressError:
        return url.rstrip("/")
    page = read.url.partition("://")[2].removeprefix("www.").rstrip("/")
    return f"{page}#{read.fragment}" if read.fragment else page


def _same_addresses(resources: Mapping[str, Resource]) -> list[Problem]:
    problems = []
    seen: dict[str, Resource] = {}
    for resource in resources.values():
        address = same_address(resource.fields.url or "")
        if address and address in seen:
            first = seen[address]
            said = f"{quoted(resource.id)} has the same address as {quoted(first.id)}, line {first.line}: keep one of the two"
            problems.append(Problem(REGISTER, resource.line, said))
        seen.setdefault(address, resource)
    return problems


def _same_pages(resources: Mapping[str, Resource]) -> Iterator[Problem]:
    """Yield advice on each entry that leads to a part of a page to which, or to a part of which, another one leads."""
    seen: dict[str, Resource] = {}
    for resource in resources.values():
        page, mark, _ = (resource.fields.url or "").partition("#")
        first = seen.setdefault(same_address(page), resource) if page else resource
        if first is not resource and (mark or "#" in (first.fields.url or "")):
            place = f"is on the same page as {quoted(first.id)}, line {first.line}"
            yield Problem(REGISTER, resource.line, f"{quoted(resource.id)} {place}: keep both if readers need both")
