"""What an organisation says in `mkdocs.yml` under `extra:`, read once into one typed object."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from sevenminute.dates import PartialDate
from sevenminute.model import Date, Line
from sevenminute.problem import Problem, did_you_mean, nearest, quoted

_UNFILLED = re.compile(r"\b(?:TODO|TBC|FILL[ _]?IN|CHANGE[ _]?ME)\b|\[\s*(?:your|insert|add)\b|^\s*[?.…]+\s*$", re.IGNORECASE)
_TELEPHONE = re.compile(r"\+?[\d ()]+")
_SAMPLE_TELEPHONE = re.compile(r"01632\s?960\s?\d{3}|01632 960\d{3}")
_THIS_MACHINE = re.compile(r"localhost|127(?:\.\d+){3}|::1|0\.0\.0\.0|::")  # where `mkdocs serve` says that the site is
_SAMPLE_HOST = re.compile(r"(?:^|[@./])example\.(?:org|com|net)$")


def _filled(text: str) -> str:
    if _UNFILLED.search(text):
        raise PydanticCustomError("unfilled", "{said}", {"said": f"{quoted(text)} is still to be filled in: write your own"})
    return text


def _telephone(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    if not _TELEPHONE.fullmatch(text) or not 3 <= len(digits) <= 15:
        said = f"{quoted(text)} is no telephone number: write its digits with spaces, like 01632 960001, in quotation marks"
        raise PydanticCustomError("telephone", "{said}", {"said": said})
    return text


def _no_number(value: object) -> object:
    """Refuse a telephone number that YAML took for a quantity: 0203 would have lost its zero, or become another number."""
    if isinstance(value, int | float):
        raise PydanticCustomError("telephone", "{said}", {"said": "put the number in quotation marks, or it may lose a zero"})
    return value


def _web_address(text: str) -> str:
    try:
        parts = urlsplit(text)
        right = parts.scheme == "https" and bool(parts.hostname) and not re.search(r"\s", text) and parts.port != 0
    except ValueError:  # the port is no number, or a bracket stands in the host
        right = False
    if not right:
        said = f"{quoted(text)} is no safe web address: write the whole of it, beginning with https://"
        raise PydanticCustomError("address", "{said}", {"said": said})
    return text


def _email(text: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        said = f"{quoted(text)} is no email address: write it like partnership@example.org"
        raise PydanticCustomError("email", "{said}", {"said": said})
    return text


def _edit_pattern(text: str) -> str:
    if "{path}" not in text:
        said = f"{quoted(text)} does not say where the file's path goes: write {{path}} in its place"
        raise PydanticCustomError("edit", "{said}", {"said": said})
    return _web_address(text)


Words = Annotated[Line, AfterValidator(_filled)]
Telephone = Annotated[Words, AfterValidator(_telephone), BeforeValidator(_no_number)]
WebAddress = Annotated[Words, AfterValidator(_web_address)]
Email = Annotated[Words, AfterValidator(_email)]
EditPattern = Annotated[Words, AfterValidator(_edit_pattern)]


class _Group(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, coerce_numbers_to_str=True, hide_input_in_errors=True
    )


class Organisation(_Group):
    """Who runs the site."""

    name: Words
    short_name: Words
    area: Words
    email: Email
    telephone: Telephone
    website: WebAddress


class Contact(_Group):
    """A service to call."""

    name: Words
    telephone: Telephone
    when: Words | None = None

    @property
    def tel(self) -> str:
        """The number as a `tel:` link takes it."""
        return re.sub(r"[^\d+]", "", self.telephone)


class UrgentHelp(_Group):
    """Whom to call when a child is in danger; stands on every page."""

    question: Words
    emergency: Contact
    worried: Words
    contacts: Annotated[tuple[Contact, ...], Field(min_length=1, max_length=4)]


class QuickExit(_Group):
    """The link on every page that leaves the site."""

    text: Words
    url: WebAddress
    site_name: Words


class AccessibilityStatement(_Group):
    """The facts of the accessibility statement that only the organisation knows."""

    status: Annotated[Words, Field(pattern=r"^(fully|partially|not)$")]
    prepared: Date
    reviewed: Date
    tested: Date
    tested_by: Words
    response_days: Annotated[int, Field(ge=1, le=60)]


class Settings(_Group):
    """All settings of a site."""

    organisation: Organisation
    urgent_help: UrgentHelp
    quick_exit: QuickExit
    accessibility_statement: AccessibilityStatement
    questions: Annotated[tuple[Words, ...], Field(min_length=1, max_length=6)]
    words_per_minute: Annotated[int, Field(ge=100, le=400)] = 220
    latest: Annotated[int, Field(ge=1, le=20)] = 3
    edit_page: EditPattern | None = None

    def placeholders(self) -> dict[str, str]:
        """Return what `{{ group.name }}` in a page of `docs/` stands for."""
        filled: dict[str, str] = {}
        for group in ("organisation", "quick_exit", "accessibility_statement"):
            for name, value in getattr(self, group):
                filled[f"{group}.{name}"] = str(value)
        return filled

    def edit_address(self, path: str) -> str | None:
        """Return where a file of the repository is edited, or None when nobody said where the repository is."""
        return self.edit_page.replace("{path}", path) if self.edit_page else None


def read_settings(extra: Mapping[str, Any], config_file: Path, *, site_url: str | None) -> Settings | tuple[Problem, ...]:
    """Check the `extra:` of a `mkdocs.yml`.

    Args:
        extra: The mapping as MkDocs read it. Keys that are not ours belong to the theme and pass, unless they look like a slip.
        config_file: The file itself, for line numbers.
        site_url: Where the site is published; a real address and the sample's telephone numbers exclude each other.

    Returns:
        The settings, or every mistake.
    """
    lines = _lines(config_file)
    path = config_file.name
    known = list(Settings.model_fields)
    problems = [
        Problem(path, _nearest(lines, ("extra", key)), f"extra.{key} is not a setting{near}")
        for key in extra
        if key not in known and (near := did_you_mean(key, known))
    ]
    try:
        settings = Settings.model_validate({key: value for key, value in extra.items() if key in known})
    except ValidationError as error:
        details = error.errors(include_url=False)
        misspelt = {(*detail["loc"][:-1], _near(detail)) for detail in details if detail["type"] == "extra_forbidden"}
        misspelt |= {(nearest(key, known),) for key in extra if key not in known}
        missing = [detail for detail in details if detail["type"] == "missing" and detail["loc"] in misspelt]
        broken = {detail["loc"][:-depth] for detail in details for depth in range(1, len(detail["loc"]))}
        short = [
            detail for detail in details if detail["type"] == "too_short" and detail["loc"] in broken
        ]  # its entries count for none
        problems += [_problem(detail, path, lines) for detail in details if detail not in (*missing, *short)]
        return tuple(sorted(set(problems)))
    problems += _sample_values(settings, site_url, path, lines)
    return tuple(sorted(problems)) if problems else settings


def _lines(config_file: Path) -> dict[tuple[str | int, ...], int]:
    """Return the line of each value in `mkdocs.yml`; composing builds no object, so tags such as !ENV do no harm."""
    lines: dict[tuple[str | int, ...], int] = {}

    def visit(node: yaml.Node, place: tuple[str | int, ...]) -> None:
        lines.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                lines[(*place, key.value)] = key.start_mark.line + 1
                visit(value, (*place, key.value))
        elif isinstance(node, yaml.SequenceNode):
            for position, item in enumerate(node.value):
                visit(item, (*place, position))

    root = yaml.compose(config_file.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    if root is not None:
        visit(root, ())
    return lines


def _nearest(lines: Mapping[tuple[str | int, ...], int], place: tuple[str | int, ...]) -> int:
    while place:
        if place in lines:
            return lines[place]
        place = place[:-1]
    return 1


def _problem(detail: ErrorDetails, path: str, lines: Mapping[tuple[str | int, ...], int]) -> Problem:
    place = ("extra", *detail["loc"])
    name = ".".join(str(part) for part in place)
    return Problem(path, _nearest(lines, place), _message(detail, name))


def _message(detail: ErrorDetails, name: str) -> str:
    given, limits = detail["input"], detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return f"{name} is missing: the sample mkdocs.yml shows what it looks like"
        case "string_too_short" | "too_short":
            return f"{name} is empty: fill it in"
        case _ if given is None:
            return f"{name} is empty: fill it in"
        case "extra_forbidden":
            near = _near(detail)
            return f"{name} is not a setting" + (f"; did you mean {quoted(near)}?" if near else ": delete the line")
        case "int_parsing" | "int_type" | "int_from_float":
            return f"{name} is {quoted(given)}: write a whole number"
        case "string_type":
            return f"{name} must be one line of text: put it in quotation marks"
        case "string_too_long" | "too_long":
            return f"{name} is too long: at most {limits['max_length']}"
        case "model_type" | "dict_type" | "tuple_type":
            return f"{name} has parts of its own: the sample mkdocs.yml shows what it looks like"
        case "string_pattern_mismatch":
            return f"{name} is {quoted(given)}: write fully, partially or not"
        case "greater_than_equal" | "less_than_equal":
            limit = f"write at least {limits['ge']}" if "ge" in limits else f"write at most {limits['le']}"
            return f"{name} is {quoted(given)}: {limit}"
        case _:
            return f"{name}: {detail['msg']}"


def _near(detail: ErrorDetails) -> str:
    """Return the setting that an unknown one most probably is a slip for, or an empty string."""
    fields: dict[str, Any] = dict(Settings.model_fields)
    for part in detail["loc"][:-1]:
        if isinstance(part, str):
            group = fields[part].annotation
            fields = (
                dict(group.model_fields)
                if isinstance(group, type) and issubclass(group, BaseModel)
                else dict(Contact.model_fields)
            )
    return nearest(str(detail["loc"][-1]), fields)


def _sample_values(
    settings: Settings, site_url: str | None, path: str, lines: Mapping[tuple[str | int, ...], int]
) -> list[Problem]:
    """Report the sample's telephone numbers and addresses on a site that is published: nobody answers there."""
    host = urlsplit(site_url or "").hostname or ""
    if not host or _THIS_MACHINE.fullmatch(host) or _SAMPLE_HOST.search(host):
        return []
    problems = []
    for place, value in _texts(settings.model_dump(), ("extra",)):
        if _SAMPLE_TELEPHONE.search(value) or _SAMPLE_HOST.search(urlsplit(value).hostname or value):
            said = f"{'.'.join(map(str, place))} is still the sample's {quoted(value)}: nobody answers there; write your own"
            problems.append(Problem(path, _nearest(lines, place), said))
    return problems


def _texts(value: object, place: tuple[str | int, ...]) -> list[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        return [(place, value)]
    if isinstance(value, PartialDate):
        return []
    inside: list[tuple[str | int, Any]] = []
    if isinstance(value, Mapping):
        inside = list(value.items())
    elif isinstance(value, list | tuple):
        inside = list(enumerate(value))
    return [found for key, item in inside for found in _texts(item, (*place, key))]
