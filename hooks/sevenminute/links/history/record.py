"""What is remembered of each address and of each briefing from one nightly run to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer, model_validator

from sevenminute.links.classify.alike import PageShape
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.fetch.response import CertificateFault, CertificateProblem

VERSION: Literal[1] = 1
"""Version of the state file that this program reads and writes."""


def to_the_second(moment: datetime) -> datetime:
    """Return a moment as the state keeps it: UTC, whole seconds.

    Raises:
        ValueError: It has no such form, as one of the year 1 in another zone.
    """
    try:
        return moment.astimezone(UTC).replace(microsecond=0)
    except OverflowError as error:
        raise ValueError("it lies outside of what calendars count") from error


def written(moment: datetime) -> str:
    """Return a moment as the state file writes it, like `2026-11-22T02:10:00Z`."""
    return to_the_second(moment).strftime("%Y-%m-%dT%H:%M:%SZ")


Moment = Annotated[AwareDatetime, AfterValidator(to_the_second), PlainSerializer(written, return_type=str)]
Day = Annotated[date, PlainSerializer(date.isoformat, return_type=str)]


class Status(StrEnum):
    """What is thought of an address after all that was seen of it."""

    NEW = "new"
    OK = "ok"
    SUSPECT = "suspect"
    """Failing, not yet for long enough to be sure."""
    BROKEN = "broken"
    UNVERIFIED = "unverified"


class _Row(BaseModel):
    # A later program of the same version may know more: what we do not know goes back into the file as it came.
    model_config = ConfigDict(extra="allow", frozen=True, use_enum_values=False)


class Redirect(_Row):
    """Where an address leads.

    Attributes:
        to: The address that answered in the end, without a fragment.
        permanent: Whether each hop said that it is for good.
        since: When it was first seen to lead there.
        last_seen: When it last was.
        sightings: How often it was, at least 20 hours apart.
    """

    to: str
    permanent: bool
    since: Moment
    last_seen: Moment
    sightings: Annotated[int, Field(ge=1)] = 1


class Meta(_Row):
    """The first line: what wrote the file, and when.

    Attributes:
        run: When.
        engine: By what the addresses were asked for first.
        browser_silent_since: When the browser that is there began to open no page, or None.
    """

    kind: Literal["meta"] = "meta"
    v: Literal[1] = VERSION
    run: Moment
    engine: str
    browser_silent_since: Moment | None = None


class Certificate(_Row):
    """What is wrong with a certificate; see `CertificateProblem`."""

    fault: CertificateFault
    host: str
    day: Day | None = None

    @property
    def problem(self) -> CertificateProblem:
        """The same, as a response has it."""
        return CertificateProblem(self.fault, self.host, self.day)


class PageState(_Row):
    """A briefing, as it was at the last nightly run.

    Attributes:
        id: Its path in the repository.
        links_updated: Its date, as it is written there: `2025-04` or `2025-04-01`.
        links_digest: Hash of its addresses when that date was first seen.
        n: How many addresses it has.
    """

    kind: Literal["page"] = "page"
    id: str
    links_updated: str
    links_digest: str
    n: Annotated[int, Field(ge=0)]


class UrlState(_Row):
    """An address.

    Attributes:
        id: The address, normalised, without a fragment.
        status: What is thought of it.
        verdict: The last verdict, or None before the first.
        code: The last status code, or None.
        first_seen: When a page first had it.
        last_checked: When it was last probed.
        last_ok: When it was last seen fine.
        fails: Sightings of a failure in a row, at least 20 hours apart.
        fail_since: When the first of them was.
        last_fail: When the last of them was.
        broken_since: When it was found to be broken.
        announced: The day on which that was last said as an error.
        next_due: The day from which it is probed again.
        redirect: Where it leads, if elsewhere.
        unlinked_since: When no page was found to have it any more, or None.
        page: What its page was called when it last had one; see `classify.alike.mark_of`.
        certificate: What is wrong with its certificate, when that is the last verdict.
    """

    kind: Literal["url"] = "url"
    id: str
    status: Status = Status.NEW
    verdict: Verdict | None = None
    code: int | None = None
    first_seen: Moment
    last_checked: Moment | None = None
    last_ok: Moment | None = None
    fails: Annotated[int, Field(ge=0)] = 0
    fail_since: Moment | None = None
    last_fail: Moment | None = None
    broken_since: Moment | None = None
    announced: Day | None = None
    next_due: Day | None = None
    redirect: Redirect | None = None
    unlinked_since: Moment | None = None
    page: str | None = None
    certificate: Certificate | None = None

    @model_validator(mode="before")
    @classmethod
    def _of_an_earlier_program(cls, row: Any) -> Any:
        """Take back that an address failed for its certificate, as an earlier program had it."""
        if not isinstance(row, dict) or row.get("verdict") != "tls":
            return row
        failed = ("fails", "fail_since", "last_fail", "broken_since", "announced")
        kept = {key: value for key, value in row.items() if key not in failed}
        return {**kept, "verdict": Verdict.CERTIFICATE, "status": Status.UNVERIFIED}


class MissingPage(_Row):
    """What a site shows for an address that cannot exist.

    Attributes:
        id: The folder and the ending of the address, as `https://www.example.org/guides/*.html`.
        asked: When it was asked for.
        code: The status code, or None if nobody may ask.
        to: See `PageShape`, as for the next two.
        title: A hash.
        heading: A hash.
        blocks: The blocks, as `0123abcd:12` one after the other.
    """

    kind: Literal["missing_page"] = "missing_page"
    id: str
    asked: Moment
    code: int | None = None
    to: str = ""
    title: str = ""
    heading: str = ""
    blocks: Annotated[str, Field(pattern=r"^([0-9a-f]{8}:[0-9]{1,6}( |$))*$")] = ""

    @classmethod
    def of(cls, id: str, asked: datetime, shape: PageShape | None) -> MissingPage:
        """Return what is remembered of an answer; of none, that nobody may ask."""
        if shape is None:
            return cls(id=id, asked=asked)
        blocks = " ".join(f"{block}:{words}" for block, words in sorted(shape.blocks.items()))
        return cls(id=id, asked=asked, **{**asdict(shape), "blocks": blocks if shape.code in range(200, 300) else ""})

    @property
    def shape(self) -> PageShape | None:
        """What pages are compared with, or None."""
        if self.code is None:
            return None
        blocks = dict(block.split(":") for block in self.blocks.split())
        return PageShape(self.code, self.to, self.title, self.heading, {block: int(words) for block, words in blocks.items()})


@dataclass(frozen=True)
class State:
    """All that is remembered.

    Attributes:
        meta: What wrote it, and when; None before the first run.
        pages: By path.
        urls: By address.
        missing_pages: By folder and ending.
    """

    meta: Meta | None = None
    pages: Mapping[str, PageState] = field(default_factory=dict)
    urls: Mapping[str, UrlState] = field(default_factory=dict)
    missing_pages: Mapping[str, MissingPage] = field(default_factory=dict)
