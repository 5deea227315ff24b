"""Reading what the child writes. It reads pages of others, so each of its lines is validated."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from sevenminute.links.fetch.page.facts import LONGEST_TEXT, MOST_BLOCKS, MOST_OPENING_BLOCKS, Blocks, PageFacts
from sevenminute.links.fetch.page.refresh import LONGEST_ADDRESS
from sevenminute.links.fetch.response import (
    ENGINE_FAULT,
    LONGEST_HEADER,
    CertificateFault,
    CertificateProblem,
    Failure,
    Hop,
    Response,
)

_LONGEST_URL = 32 * 1024
"""Letters of an address in which a redirect of the longest kind is written out, with each of its letters encoded."""


def _address(text: str) -> str:
    urlsplit(text)  # raises a ValueError, as do all that look at it later
    return text


_Text = Annotated[str, Field(max_length=1000)]
_Url = Annotated[str, Field(max_length=_LONGEST_URL), AfterValidator(_address)]
_PageText = Annotated[str, Field(max_length=LONGEST_TEXT)]
_StatusCode = Annotated[int, Field(ge=0, le=9999)]


class _Row(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class _FailureRow(_Row):
    chain: Annotated[list[_Text], Field(max_length=100)]
    errno: int | None


class _HopRow(_Row):
    url: _Url
    code: _StatusCode


class _PageRow(_Row):
    title: _PageText
    heading: _PageText
    opening: Annotated[list[_PageText], Field(max_length=MOST_OPENING_BLOCKS)]
    words: Annotated[int, Field(ge=0)]
    blocks: Annotated[
        dict[Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")], Annotated[int, Field(ge=0, lt=2**31)]],
        Field(max_length=MOST_BLOCKS),
    ]
    has_media: bool
    has_scripts: bool
    has_empty_root: bool
    has_password_field: bool
    refresh: Annotated[str, Field(max_length=LONGEST_ADDRESS)]
    whole: bool


class _CertificateRow(_Row):
    fault: _Text
    host: _Text
    day: _Text | None


class _ResponseRow(_Row):
    url: _Url
    final_url: _Url
    status_code: _StatusCode | None
    hops: Annotated[list[_HopRow], Field(max_length=100)]
    failure: _FailureRow | None
    robots: bool
    missing_fragments: list[Annotated[str, Field(max_length=_LONGEST_URL)]]
    unread_fragments: bool
    headers: dict[_Text, Annotated[str, Field(max_length=LONGEST_HEADER)]]
    page: _PageRow | None = None
    certificate: _CertificateRow | None = None


def read_response(row: dict[str, Any]) -> Response:
    """Return the response of a line; of one that no response can be like, that its address cannot be checked.

    Args:
        row: What a line holds; its `url` is one that was handed to the child.
    """
    try:
        return _response(_ResponseRow.model_validate(row))
    except ValueError:  # a ValidationError is one too
        return uncheckable(row["url"])


def uncheckable(url: str) -> Response:
    """Return the response of an address on which the engine broke."""
    return Response(url, url, failure=Failure((ENGINE_FAULT,)))


def _response(row: _ResponseRow) -> Response:
    failure = Failure(tuple(row.failure.chain), row.failure.errno) if row.failure else None
    return Response(
        url=row.url,
        final_url=row.final_url,
        status_code=row.status_code,
        hops=tuple(Hop(hop.url, hop.code) for hop in row.hops),
        failure=failure,
        robots=row.robots,
        missing_fragments=tuple(row.missing_fragments),
        unread_fragments=row.unread_fragments,
        headers=row.headers,
        page=_page(row.page) if row.page else None,
        certificate=_certificate(row.certificate) if row.certificate else None,
    )


def _certificate(row: _CertificateRow) -> CertificateProblem:
    return CertificateProblem(CertificateFault(row.fault), row.host, date.fromisoformat(row.day) if row.day else None)


def _page(row: _PageRow) -> PageFacts:
    values = row.model_dump()
    return PageFacts(**{**values, "opening": tuple(values["opening"]), "blocks": Blocks(values["blocks"])})
