"""What an editor may say in front matter: the one schema, from which the messages and the JSON Schema come."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from sevenminute.content.changes import EXAMPLE, MOST_CHANGES, Change, ChangeEntry, ChangeList
from sevenminute.content.field_types import (
    MOST_TOPICS,
    UNKNOWN_AUDIENCE,
    Audience,
    Language,
    Many,
    People,
    Sentence,
    Title,
    Topic,
    several,
    unknown_audiences,
)
from sevenminute.content.life_fields import MOST_ADDRESSES, FormerAddress, Switch
from sevenminute.content.site_words import SiteWords
from sevenminute.diagnostics.problem import Problem, did_you_mean, nearest, quoted
from sevenminute.text.field_types import Date, Line, PlainLine
from sevenminute.text.front_matter import FrontMatter
from sevenminute.text.yaml_reader import Place, Value

Printed = Literal["two-sided", "landscape", "portrait"]
TWO_SIDED = "two-sided"
"""What a briefing says under `print:` to fill front and back."""

LAST_NUMBER = 9999
"""The highest number of a series."""

LONGEST_REVIEW = 3650
"""Days after which links are to be opened again, at most."""

_DATES = {"published": 0, "updated": 0, "links_updated": 0, "review_due": 1, "withdrawn": 0}
"""Keys of dates, to the years from today after which one could be."""
_ALSO_CALLED = {
    **{"author": "owner", "authors": "owner", "date": "published", "description": "summary", "tags": "topics"},
    **{"changelog": "changes", "history": "changes", "in_short": "key_messages", "key_points": "key_messages"},
    **{"language": "lang", "about": "people"},
    **{"superseded_by": "replaced_by", "archived": "withdrawn"},
    **{"aliases": "former_addresses", "redirect_from": "former_addresses"},
}
"""What other programs call a key, to what it is called here."""
KEPT_BACK = frozenset(("hidden", "private", "publish", "state", "status", "unlisted", "unpublished", "visibility", "wip"))
"""Keys by which other programs keep a page back, with whatever value."""


class _Fields(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, hide_input_in_errors=True)


class BriefingFields(_Fields):
    """The front matter of a briefing, `briefings/*.md`."""

    title: Title = Field(description="Shown as written; never read as Markdown.", examples=["Safeguarding unborn babies"])
    summary: Sentence = Field(
        description="One sentence for lists and search engines.",
        examples=["What makes an unborn baby vulnerable, and how agencies plan together."],
    )
    number: Annotated[int, Field(ge=1, le=LAST_NUMBER)] | None = Field(
        default=None,
        description="Place in the series, used once. Without it the number that begins the file's name counts, if it has one.",
        examples=["1"],
    )
    topics: Annotated[Many[Topic], Field(max_length=MOST_TOPICS)] = Field(
        default=(), description="Topic ids; each has a page.", examples=["[unborn-babies]"]
    )
    key_messages: Annotated[Many[PlainLine], Field(min_length=1, max_length=3)] = Field(
        default=(),
        description="One to three sentences that readers are to remember, shown as “In short”.",
        examples=["[Report every bruise on a baby by telephone at once.]"],
    )
    audience: Annotated[Many[Audience], Field(min_length=1)] = Field(
        default=(),
        description="Whom it is written for, of the site’s list of audiences; without it for the first of them.",
        examples=["[practitioners]"],
    )
    people: People | None = Field(
        default=None,
        description="Whom it is about, and so whom readers are told to call; without it the site’s own words.",
        examples=["adults"],
    )
    draft: Switch = Field(default=False, description="Whether it is kept back from the published site.", examples=["true"])
    published: Date = Field(
        description="Month or day of first publication. One in the future, a year at most, keeps it back until then.",
        examples=["2021-02"],
    )
    updated: Date | None = Field(default=None, description="Month or day of the last change to the words.", examples=["2025-04"])
    links_updated: Date = Field(description="Month or day when a person last brought the links up to date.", examples=["2025-04"])
    links_review_days: Annotated[int, Field(ge=1, le=LONGEST_REVIEW)] | None = Field(
        default=None,
        description="Days after which its links are to be opened again, if not the site's usual ones.",
        examples=["30"],
    )
    review_due: Date | None = Field(default=None, description="Month or day by which it must be reviewed.", examples=["2027-11"])
    changes: Annotated[Many[Annotated[Change, ChangeEntry]], Field(max_length=MOST_CHANGES), ChangeList()] = Field(
        default=(),
        description="What has changed, the newest first: the month or day, a colon and one sentence.",
        examples=['["2026-11: The number of the front door changed."]'],
    )
    owner: Annotated[Many[PlainLine], Field(min_length=1, max_length=6)] = Field(
        description="The team that answers for it, or several.", examples=["Learning and Development Team"]
    )
    questions: Annotated[Many[PlainLine], Field(min_length=1, max_length=6)] | None = Field(
        default=None,
        description="Questions for the team; without them the site's own questions.",
        examples=["[What would you do differently this week?]"],
    )
    lang: Language | None = Field(default=None, description="The language of its words, if that is not English.", examples=["cy"])
    print: Printed | None = Field(
        default=None,
        description="How it is printed where not as the site does: on front and back, or on one page held this way.",
        examples=["two-sided"],
    )

    withdrawn: Date | None = Field(
        default=None,
        description="Month or day when it was withdrawn: its page then says so, and shows nothing else.",
        examples=["2025-04"],
    )
    withdrawn_because: Sentence | None = Field(
        default=None, description="Why it was withdrawn, in one sentence.", examples=["The law has changed."]
    )
    replaced_by: Line | None = Field(
        default=None, description="The briefing that takes the place of a withdrawn one.", examples=["safer-sleep"]
    )
    former_addresses: Annotated[Many[FormerAddress], Field(max_length=MOST_ADDRESSES)] = Field(
        default=(), description="Names that the file had, which still lead to the briefing.", examples=["[old-name]"]
    )


class TopicPageFields(BaseModel):
    """The front matter of a topic page, `docs/topics/*.md`. Other keys are MkDocs' own and pass."""

    model_config = ConfigDict(extra="allow", frozen=True, str_strip_whitespace=True, hide_input_in_errors=True)

    topic: Topic = Field(description="The topic id that briefings use.", examples=["unborn-babies"])
    title: Title = Field(description="The topic's name, wherever it is shown.", examples=["Unborn babies and under-ones"])
    summary: Sentence | None = Field(
        default=None, description="One sentence for the list of topics.", examples=["From pregnancy to one year."]
    )


Fields = TypeVar("Fields", bound=BaseModel)


def read_fields(
    model: type[Fields], front: FrontMatter, path: str, *, today: date | None = None, site: SiteWords | None = None
) -> Fields | tuple[Problem, ...]:
    """Check the values of some front matter against a model.

    Args:
        model: What may be said.
        front: What is said.
        path: The file's name in problems.
        today: For the dates that are proposed.
        site: The words that the site's settings allow; None for those of a site that says nothing of them.

    Returns:
        The typed fields, or every mistake, in the order of their lines; but nothing more of what `front` says it misread.
    """
    problems: list[Problem] = []
    values: dict[str, Value] = {}
    reported: set[str] = set()  # keys that are there, if empty or misspelt: to call them missing as well would mislead
    for key, value in front.values.items():
        if value is None and key in model.model_fields:
            problems.append(Problem(path, front.line_of((key,)), f"{quoted(key)} is empty: {_fix(model, key, today)}"))
            reported.add(key)
        elif near := _meant(key, model, front):
            keep = ": write draft: true to keep the briefing back, or delete the line"
            fix = keep if key.lower() in KEPT_BACK else f"; did you mean {quoted(near)}?"
            problems.append(Problem(path, front.line_of((key,)), f"{quoted(key)} is not a key of this file{fix}"))
            reported.add(near)
        else:
            values[key] = value
    try:
        fields = model.model_validate(values, context=site)
    except ValidationError as error:
        details = [
            _of_one_text(detail, values) for detail in error.errors(include_url=False) if not _is_told(detail, front, reported)
        ]
        others = [detail for detail in details if detail["type"] != UNKNOWN_AUDIENCE]
        found = [Problem(path, front.line_of(_place(detail)), _message(detail, model, today)) for detail in others]
        return tuple(sorted([*problems, *found, *_of_audiences(details, front, path)]))
    return tuple(sorted(problems)) if problems else fields


def example(model: type[BaseModel], key: str, today: date | None = None) -> str:
    """Return the line that an editor could write for a key, as `published: 2021-02`."""
    if key in _DATES and today:
        return f"{key}: {today.year + _DATES[key]}-{today.month:02}"
    examples = model.model_fields[key].examples or [""]
    return f"{key}: {examples[0]}"


def _meant(key: str, model: type[BaseModel], front: FrontMatter) -> str:
    """Return the key that an unknown one most probably is a misspelling of, among those that are not there."""
    absent = [known for known in model.model_fields if known not in front.values]
    if key in model.model_fields or (model.model_config.get("extra") == "allow" and not _is_missing(model, absent)):
        return ""
    same = "draft" if key.lower() in KEPT_BACK else _ALSO_CALLED.get(key.lower(), "")
    return same if same in absent else nearest(re.sub(r"[\s-]+", "_", key), absent)


def _is_missing(model: type[BaseModel], absent: list[str]) -> bool:
    return any(model.model_fields[key].is_required() for key in absent)


def _fix(model: type[BaseModel], key: str, today: date | None = None) -> str:
    """Return what an editor can do about a key without a value."""
    optional = "" if model.model_fields[key].is_required() else ", or delete the line"
    shown = f"on the next line, after two spaces, {EXAMPLE}" if key == "changes" else example(model, key, today)
    return f"write {shown}{optional}"


def _of_audiences(details: Iterable[ErrorDetails], front: FrontMatter, path: str) -> Iterator[Problem]:
    """Yield a problem for each line with audiences that are not known."""
    by_line: dict[tuple[int, str], list[Mapping[str, Any]]] = {}
    for detail in details:
        if detail["type"] == UNKNOWN_AUDIENCE:
            place = _place(detail)
            by_line.setdefault((front.line_of(place), str(place[0])), []).append(detail.get("ctx", {}))
    for (line, key), found in by_line.items():
        yield Problem(path, line, unknown_audiences(key, found))


def _of_one_text(detail: ErrorDetails, values: Mapping[str, Value]) -> ErrorDetails:
    """Return what is wrong with the only entry of a list that was written as a text as what is wrong with that text."""
    key = str(detail["loc"][0])
    return {**detail, "loc": (key,)} if isinstance(values.get(key), str) else detail


def _is_told(detail: ErrorDetails, front: FrontMatter, reported: set[str]) -> bool:
    """Tell whether enough was said of a value already."""
    key = str(detail["loc"][0])
    # Of a list with entries, each entry has its own mistake.
    by_entry = detail["type"] == "too_short" and len(detail["loc"]) == 1 and front.values.get(key)
    return key in front.misread or bool(by_entry) or (detail["type"] == "missing" and key in reported)


def _place(detail: ErrorDetails) -> Place:
    # below the key, pydantic's place may name its own types; editors know positions only
    key, *below = detail["loc"]
    return (str(key), *below[:1])


def _message(detail: ErrorDetails, model: type[BaseModel], today: date | None) -> str:  # noqa: PLR0912 - a table of messages
    """Say one of pydantic's errors in an editor's words."""
    key, given, limits = str(detail["loc"][0]), detail["input"], detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            own = ", with the right month" if key in _DATES else ""
            return f"{quoted(key)} is missing: add a line {example(model, key, today)}{own}"
        case "extra_forbidden":
            return f"{quoted(key)} is not a key of this file: delete the line; the keys are {', '.join(model.model_fields)}"
        case "literal_error":
            known = re.findall(r"'([^']+)'", limits["expected"])
            if not isinstance(given, str) or several(given):
                one = "both" if key == "people" else f"{', '.join(known[:-1])} or {known[-1]}"
                return f"{key} must be one word: write {key}: {one}"
            return f"{key} {quoted(given)} is not known{did_you_mean(str(given), known) or '; use ' + ' or '.join(known)}"
        case "int_parsing" | "int_from_float":
            return f"{key} {quoted(given)} is not a whole number: write {example(model, key)}"
        case "int_type":
            return f"{key} must be one whole number: write {example(model, key)}"
        case "greater_than_equal" | "less_than_equal" | "int_parsing_size":
            last = LONGEST_REVIEW if key == "links_review_days" else LAST_NUMBER
            return f"{key} {quoted(given)} is out of range: write a number from 1 to {last}"
        case "string_too_long":
            return f"{key} has {len(str(given).strip()):,} characters: write at most {limits['max_length']}"
        case "string_too_short" | "too_short" | "string_type" if len(detail["loc"]) > 1:
            if not given or not str(given).strip():
                return f"an entry of {key} is empty: write it, or delete it"
            if isinstance(given, dict):
                written = ", ".join(f"{name}: {value or ''}".strip() for name, value in given.items())
                return f"{quoted(written)} contains a colon: put the whole entry in quotation marks, after the hyphen"
            return f"an entry of {key} is not one line of text: put it in quotation marks"
        case "string_too_short":
            return f"{quoted(key)} is empty: {_fix(model, key, today)}"
        case "string_type":
            return f"{key} must be one line of text: put it in quotation marks, or write {example(model, key)}"
        case "tuple_type" if not example(model, key).endswith("]"):
            return f"{key} must be one line of text: put it in quotation marks, or write {example(model, key)}"
        case "tuple_type":
            return f"{key} must be a list: write {example(model, key)}"
        case "too_long" if isinstance(given, str):
            return f"{key} {quoted(given)} has {limits['actual_length']} characters: write at most {limits['max_length']}"
        case "too_long":
            return f"{key} has {limits['actual_length']} entries: write at most {limits['max_length']}"
        case "too_short":
            return f"{key} is an empty list: {_fix(model, key, today)}"
        case "date" if key == "published" and str(given).lower() in ("false", "no"):
            return f"{key} {quoted(given)} is not a date: write the month or day, and draft: true to keep the briefing back"
        case "date" | "field" | "placeholder" | "switch" | "former_address":
            return f"{key} {detail['msg']}"
        case _:
            return f"{key}: {detail['msg']}"
