"""`links.json`: what a check found, for other programs. `schemas/links.schema.json` says what stands in it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from sevenminute.links.classify.opinion import Client
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.extract.occurrence import Occurrence
from sevenminute.links.fetch.response import CertificateFault
from sevenminute.links.history.record import Moment, Status
from sevenminute.links.history.summary import summarise_links
from sevenminute.links.rules.checked import CheckedLink, CheckedPage
from sevenminute.links.rules.date import age_in_days
from sevenminute.links.rules.evidence import destination
from sevenminute.links.rules.severity import Mode, Severity
from sevenminute.links.run.result import Result
from sevenminute.text.dates import PartialDate

_LinkAt: TypeAlias = "tuple[CheckedLink, Occurrence]"
Count = Annotated[int, Field(ge=0)]
Place = Annotated[int, Field(ge=1)]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)


class Counts(_Data):
    """How many of each."""

    errors: Count
    warnings: Count
    notes: Count
    links: Count = Field(description="Different addresses.")
    probed: Count = Field(description="Addresses that were asked in this run.")
    deferred: Count = Field(description="Addresses that were due and wait for the next run.")
    unverified: Count = Field(description="Addresses that no machine could check.")


class CertificateData(_Data):
    """What is wrong with the certificate of a link's host."""

    fault: CertificateFault
    host: str = Field(description="Whose certificate it is: another host than the link's when a redirect leads there.")
    day: date | None = Field(default=None, description="The day on which it ended or begins.")


class OpinionData(_Data):
    """What one client saw of a link."""

    client: Client
    verdict: Verdict
    code: int | None = Field(default=None, description="The status code.")
    final_url: str | None = Field(default=None, description="The address that answered, or at which there was no answer.")


class LinkData(_Data):
    """One link of a page."""

    url: str = Field(description="Without a fragment.")
    fragment: str = ""
    line: Place
    column: Place
    panel: int | None = None
    words: str = Field(default="", description="What readers see of the link.")
    resource: str | None = Field(default=None, description="Id in the register of resources.")
    verdict: Verdict | None = Field(default=None, description="Of this run, else the last one; null before the first.")
    status: Status = Field(default=Status.NEW, description="What is thought of it after all that was seen.")
    skipped: str = Field(default="", description="Why it is never asked.")
    code: int | None = Field(default=None, description="The last status code.")
    days_failing: Count | None = Field(default=None, description="Days since the first of the failures in a row.")
    first_failed: Moment | None = None
    last_checked: Moment | None = None
    last_ok: Moment | None = Field(default=None, description="When it was last seen fine.")
    fine_since_review: bool | None = Field(
        default=None, description="Whether it was seen fine on or after links_updated; null where either is not known."
    )
    certificate: CertificateData | None = Field(default=None, description="With the verdict certificate: why browsers warn.")
    suggestion: str = Field(default="", description="An address to link to instead.")
    opinions: tuple[OpinionData, ...] = Field(
        default=(), description="What each client saw in this run, where more than one was asked; the best of them counts."
    )


class PageData(_Data):
    """One briefing or other page."""

    path: str
    title: str
    links_updated: str | None = Field(default=None, description="A month or a day, as 2025-04 or 2025-04-01.")
    age_days: Count | None = Field(default=None, description="Days since then; a month counts from its last day.")
    last_checked: Moment | None = Field(default=None, description="When a machine last looked at any of its links.")
    fine: Count = Field(description="Different addresses that were fine when last looked at.")
    failing: Count = Field(description="Different addresses that failed then, or answered with something else than the page.")
    total: Count = Field(description="Different addresses.")
    links: tuple[LinkData, ...] = ()


class FindingData(_Data):
    """One thing to know or to fix."""

    path: str
    line: Place
    column: Place
    rule: Annotated[str, Field(pattern=r"^L1\d\d$")]
    severity: Severity
    what: str
    why: str = ""
    fix: str = ""
    url: str | None = None


class LinksReport(_Data):
    """What one check of the links found."""

    version: Literal[1] = 1
    run: Moment
    today: date
    mode: Mode
    engine: str
    inconclusive: str = Field(default="", description="Why nothing can be concluded from this run.")
    remarks: tuple[str, ...] = Field(default=(), description="What is to be said of the clients that were asked.")
    counts: Counts
    pages: tuple[PageData, ...] = ()
    findings: tuple[FindingData, ...] = ()


def links_report(result: Result) -> LinksReport:
    """Return the report of a run."""
    places: dict[str, list[_LinkAt]] = defaultdict(list)
    for link in result.links:
        for place in link.occurrences:
            places[place.path].append((link, place))
    return LinksReport(
        run=result.run,
        today=result.today,
        mode=result.mode,
        engine=result.engine,
        inconclusive=result.inconclusive,
        remarks=result.remarks,
        counts=Counts(
            errors=result.count(Severity.ERROR),
            warnings=result.count(Severity.WARNING),
            notes=result.count(Severity.NOTE),
            links=len(result.links),
            probed=result.probed,
            deferred=result.deferred,
            unverified=len(set(result.unverified)),
        ),
        pages=tuple(_page(page, places[page.path], result.today) for page in result.pages),
        findings=tuple(FindingData.model_validate(found) for found in result.findings),
    )


def _page(page: CheckedPage, links: Sequence[_LinkAt], today: date) -> PageData:
    states = {link.url: link.state for link, _ in links if link.state}
    stands = summarise_links((link.url for link, _ in links), states)
    looked_at = [state.last_checked for state in states.values() if state.last_checked]
    updated = page.links_updated
    return PageData(
        path=page.path,
        title=page.title,
        links_updated=updated.iso if updated else None,
        age_days=age_in_days(updated, today) if updated else None,
        last_checked=max(looked_at, default=None),
        fine=stands.fine,
        failing=stands.failing,
        total=stands.total,
        links=tuple(_link(link, place, updated, today) for link, place in sorted(links, key=_by_place)),
    )


def _by_place(at: _LinkAt) -> Occurrence:
    return at[1]


def _link(link: CheckedLink, place: Occurrence, updated: PartialDate | None, today: date) -> LinkData:
    state = link.state
    known: dict[str, Any] = {}
    if state:
        known = {
            "status": state.status,
            "code": state.code,
            "days_failing": max(0, (today - state.fail_since.date()).days) if state.fail_since else None,
            "first_failed": state.fail_since,
            "last_checked": state.last_checked,
            "last_ok": state.last_ok,
            "certificate": state.certificate and CertificateData.model_validate(state.certificate),
            "fine_since_review": state.last_ok.date() >= updated.first_day if state.last_ok and updated else None,
        }
    if link.response:
        known["code"] = link.response.status_code
    verdict = _of_part(link.verdict or (state.verdict if state else None), place)
    suggestion = destination(link) if verdict is Verdict.MOVED else ""
    opinions = tuple(OpinionData.model_validate(opinion) for opinion in link.opinions)
    return LinkData(**_of_place(place), verdict=verdict, skipped=link.skipped, suggestion=suggestion, opinions=opinions, **known)


def _of_part(verdict: Verdict | None, place: Occurrence) -> Verdict | None:
    """Return the verdict on a link of one place: what is said of a part of the page is none of a link to the whole of it."""
    return Verdict.OK if verdict in (Verdict.FRAGMENT_MISSING, Verdict.FRAGMENT_UNCHECKED) and not place.fragment else verdict


def _of_place(place: Occurrence) -> dict[str, Any]:
    """Return what is the same of a link and of its place: address, part, line, column, panel, words and resource."""
    return {name: value for name, value in asdict(place).items() if name in LinkData.model_fields}


def as_json(result: Result) -> str:
    """Return `links.json`."""
    return json.dumps(links_report(result).model_dump(mode="json"), indent=2, ensure_ascii=False) + "\n"
