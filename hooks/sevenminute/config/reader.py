"""Reading `mkdocs.yml`: its settings checked, each mistake with its line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import NoneType
from typing import Any, get_args
from urllib.parse import urlsplit

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sevenminute.config.environment import environment_problems, variables_of
from sevenminute.config.links import too_long
from sevenminute.config.quick_exit import exit_problems
from sevenminute.config.schema import Settings
from sevenminute.config.yaml_reader import lines_of, nearest_line, read_settings_yaml
from sevenminute.diagnostics.problem import Problem, did_you_mean, nearest, quoted
from sevenminute.text.broken_letters import find_broken_letters
from sevenminute.text.dates import PartialDate, today
from sevenminute.text.paths import DOCS
from sevenminute.text.sample_data import is_published, made_up

_NAMES = ("site_name", "site_description", "site_url")
"""Settings of MkDocs' own that readers see."""
_SITE_URL = re.compile(r"https?://[\w.\[\]:-]+(?:/[\w.~%+=@:-]*)*")
"""Pages and the settings of servers hold it: nothing may stand in it that means something there, no question, no anchor."""


def read_settings_file(config_file: Path) -> Settings | tuple[Problem, ...]:
    """Check what the organisation says in a `mkdocs.yml`, without MkDocs; `machinery` checks the rest."""
    read = read_settings_yaml(config_file)
    return (read,) if isinstance(read, Problem) else read_settings(read.config, config_file)


def read_settings(config: Mapping[str, Any], config_file: Path, *, now: date | None = None) -> Settings | tuple[Problem, ...]:
    """Check the settings of a `mkdocs.yml`.

    Args:
        config: The file as MkDocs read it. Of its `extra:`, keys that are not ours belong to the theme and pass, unless they
            look like a typing mistake.
        config_file: The file itself, for line numbers.
        now: The day from which the end of what is ignored counts; without it, the day of the build.

    Returns:
        The settings, or every mistake; but only what is taken from the machine, if anything is: other messages could name it.
    """
    path = config_file.name
    read = read_settings_yaml(config_file)
    if isinstance(read, Problem):
        return (read,)
    root = read.root
    if taken := environment_problems(root, path):
        return tuple(sorted(taken))
    lines = lines_of(root)
    extra = config.get("extra") or {}
    if not isinstance(extra, Mapping):
        return (Problem(path, nearest_line(lines, ("extra",)), "extra holds other settings: indent each of them below it"),)
    known = list(Settings.model_fields)
    problems = list(find_broken_letters(path, read.text))
    problems += [
        Problem(path, nearest_line(lines, ("extra", key)), f"extra.{key} is not a setting{near}")
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
    address = config.get("site_url")
    if wrong := _address_problems(address, variables_of(root, "site_url"), path, lines):
        problems += wrong
        address = None  # nothing else can be told of it
    problems += _sample_problems(settings, {**config, "site_url": address}, path, lines)
    docs = config_file.parent / DOCS
    for name, said in exit_problems(settings.quick_exit, address, docs, settings.placeholders()):
        line = nearest_line(lines, ("extra", "quick_exit", name))
        problems.append(Problem(path, line, f"extra.quick_exit.{name}: {said}"))
    for position, said in too_long(settings.links, now or today()):
        place = ("extra", "links", "ignore", position, "until")
        problems.append(Problem(path, nearest_line(lines, place), f"{_dotted(place)}: {said}"))
    return tuple(sorted(problems)) if problems else settings


def is_safe_to_load(config_file: Path) -> bool:
    """Tell whether MkDocs may read a `mkdocs.yml`: it would run what the file names, and end over what nests too deep."""
    read = read_settings_yaml(config_file)
    return not isinstance(read, Problem) and not environment_problems(read.root, config_file.name)


def line_of_setting(config_file: Path, *place: str | int) -> int:
    """Return the line of a setting, or of the nearest one around it; `"extra", "links", "ignore", 0` is the first ignore."""
    read = read_settings_yaml(config_file)
    return 1 if isinstance(read, Problem) else nearest_line(lines_of(read.root), place)


def site_name_and_url(config_file: Path) -> tuple[str, str]:
    """Return what MkDocs calls the site, and where it is published; empty strings where the file does not say."""
    read = read_settings_yaml(config_file)
    config = {} if isinstance(read, Problem) else read.config
    return str(config.get("site_name") or ""), str(config.get("site_url") or "")


def _problem(detail: ErrorDetails, path: str, lines: Mapping[tuple[str | int, ...], int]) -> Problem:
    place = ("extra", *(part for part in detail["loc"] if part != "[key]"))
    return Problem(path, nearest_line(lines, place), _message(detail, _dotted(place)))


def _dotted(place: tuple[str | int, ...]) -> str:
    """Return the name of a setting as people write it; they count entries from 1."""
    return ".".join(str(part + 1 if isinstance(part, int) else part) for part in place)


def _explained(name: str) -> str:
    """Return the file that shows what a setting looks like: the sample's settings, but for what they leave out."""
    return "docs/quick-exit.md" if name == "extra.quick_exit.words" else "the sample mkdocs.yml"


def _message(detail: ErrorDetails, name: str) -> str:  # noqa: PLR0912 - a table of messages
    given, limits = detail["input"], detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return f"{name} is missing: {_explained(name)} shows what it looks like"
        case "string_too_short" | "too_short":
            return f"{name} is empty: fill it in"
        case _ if given is None:
            return f"{name} is empty: fill it in"
        case "extra_forbidden":
            near = _near(detail)
            return f"{name} is not a setting" + (f"; did you mean {quoted(near)}?" if near else ": delete the line")
        case "int_parsing" | "int_type" | "int_from_float":
            return f"{name} is {quoted(given)}: write a whole number"
        case "float_parsing" | "float_type":
            return f"{name} is {quoted(given)}: write a number"
        case "bool_parsing" | "bool_type":
            return f"{name} is {quoted(given)}: write true or false"
        case "string_type":
            return f"{name} must be one line of text: put it in quotation marks"
        case "string_too_long" | "too_long":
            return f"{name} is too long: at most {limits['max_length']}"
        case "model_type" | "dict_type" | "tuple_type":
            return f"{name} holds other settings: {_explained(name)} shows what it looks like"
        case "string_pattern_mismatch":
            choices = limits["pattern"].strip("^()$").split("|")
            return f"{name} is {quoted(given)}: write {', '.join(choices[:-1])} or {choices[-1]}"
        case "greater_than_equal" | "less_than_equal":
            limit = f"write at least {limits['ge']}" if "ge" in limits else f"write at most {limits['le']:g}"
            return f"{name} is {quoted(given)}: {limit}"
        case "greater_than":
            return f"{name} is {quoted(given)}: write more than {limits['gt']:g}"
        case _:
            return f"{name}: {detail['msg']}"


def _near(detail: ErrorDetails) -> str:
    """Return the setting that an unknown one most probably stands for, or an empty string."""
    group: Any = Settings
    for part in detail["loc"][:-1]:
        group = group.model_fields[part].annotation if hasattr(group, "model_fields") else _entry_of(group)
        group = _entry_of(group) if NoneType in get_args(group) else group
    return nearest(str(detail["loc"][-1]), group.model_fields)


def _entry_of(container: Any) -> Any:
    """Return the type of the entries of a list, of the values of a table, or of a group that may be left out."""
    arguments = [argument for argument in get_args(container) if argument not in (Ellipsis, NoneType)]
    return arguments[-1]


def _is_site_url(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return bool(_SITE_URL.fullmatch(address) and parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:  # brackets, or a port, that are none
        return False


def _address_problems(
    site_url: object, variables: Sequence[str], path: str, lines: Mapping[tuple[str | int, ...], int]
) -> list[Problem]:
    """Report a `site_url` to which no address of a page can be added; what a variable holds may be a secret and is not said."""
    if not site_url or _is_site_url(str(site_url)):
        return []
    said = (
        f"site_url is taken from {' or '.join(variables)}, which holds no address of a site: give it one like "
        "https://briefings.council.gov.uk/"
        if variables
        else f"site_url {quoted(site_url)} is not the web address of a site: write one like https://briefings.council.gov.uk/"
    )
    return [Problem(path, nearest_line(lines, ("site_url",)), said)]


def _sample_problems(
    settings: Settings, site: Mapping[str, Any], path: str, lines: Mapping[tuple[str | int, ...], int]
) -> list[Problem]:
    """Report what is made up on a site that does not say that it is the sample, and a sample that is published as real."""
    if settings.sample and is_published(site.get("site_url")):
        said = "extra.sample is true, but site_url is a real address: write your own facts, then delete the line sample"
        return [Problem(path, nearest_line(lines, ("extra", "sample")), said)]
    if settings.sample:
        return []
    texts = _texts(settings.model_dump(), ("extra",)) + _texts({key: site.get(key) for key in _NAMES}, ())
    return [
        Problem(path, nearest_line(lines, place), f"{_dotted(place)} is still the sample's {quoted(found)}: write your own")
        for place, value in texts
        if (found := made_up(value))
    ]


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
