"""The settings of the link check, `extra.links` in `mkdocs.yml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from sevenminute.config.base import Group
from sevenminute.diagnostics.problem import quoted
from sevenminute.text.field_types import Date, Line
from sevenminute.text.placeholder_text import filled
from sevenminute.text.web_address import AddressError, read_address

LONGEST_IGNORE = timedelta(days=366)
"""An ignore ends at most a year after today: a leap year has 366 days."""

_HOST = re.compile(r"(?!-)[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d+)?")


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        said = f"{quoted(text)} is not a regular expression ({error.msg}): write it like '^https?://[^/]*[.]internal(/|$)'"
        raise PydanticCustomError("pattern", "{said}", {"said": said}) from None
    return text


def _host(text: str) -> str:
    if not _HOST.fullmatch(text.lower()):
        said = f"{quoted(text)} is not a host: write it like www.example.gov.uk, without https:// and without a path"
        raise PydanticCustomError("host", "{said}", {"said": said})
    return text.lower()


def _browser(given: bool | str) -> bool | str:
    if isinstance(given, str) and not given.startswith("/"):
        said = f"{quoted(given)} is not the path of a program: write it like /usr/bin/chromium, or false for no browser"
        raise PydanticCustomError("browser", "{said}", {"said": said})
    return given


def _ignored(text: str) -> str:
    if not text.lower().startswith(("http://", "https://")):
        said = f"{quoted(text)} is not a web address: write the whole of it, with * for what may differ"
        raise PydanticCustomError("address", "{said}", {"said": said})
    if not text.partition("://")[2].strip("*?/"):
        said = f"{quoted(text)} would ignore every link: name a host"
        raise PydanticCustomError("address", "{said}", {"said": said})
    return text


def _forms(ignored: str) -> set[str]:
    """Return an address to ignore as it is written, and as the state has it: with a path, its host in small letters."""
    try:
        return {ignored, read_address(ignored).url}
    except AddressError:  # a * in the host
        return {ignored}


def _regular(text: str) -> str:
    """Return the regular expression of a text with `*` and `?`."""
    return "".join(".*" if mark == "*" else "." if mark == "?" else re.escape(mark) for mark in text)


Pattern = Annotated[Line, AfterValidator(filled), AfterValidator(_pattern)]
Host = Annotated[Line, AfterValidator(_host)]
IgnoredAddress = Annotated[Line, AfterValidator(_ignored)]
Days = Annotated[int, Field(ge=1, le=3650)]
StatusCode = Annotated[int, Field(ge=400, le=999)]


class HostSettings(Group):
    """What one host is known for.

    Attributes:
        rate: Requests a second that it is asked at most.
        accept: Status codes with which it answers although the page is there for readers.
    """

    rate: Annotated[float, Field(gt=0, le=10)] | None = None
    accept: tuple[StatusCode, ...] = ()


class Ignore(Group):
    """Addresses that are not checked for now.

    Attributes:
        url: The address; `*` stands for any text, `?` for one letter.
        reason: Why, for the next person.
        until: The last day, or month, of it.
    """

    url: IgnoredAddress
    reason: Annotated[Line, AfterValidator(filled)]
    until: Date

    def covers(self, url: str) -> bool:
        """Tell whether an address is meant, whatever the day is."""
        return any(re.fullmatch(_regular(text), url, re.DOTALL) for text in _forms(self.url))

    def is_over(self, today: date) -> bool:
        """Tell whether its last day has passed."""
        return self.until.last_day < today


class LinkSettings(Group):
    """How links are checked, and when a date is too old.

    Attributes:
        warn_after_days: Age of "links updated" from which readers and editors are told.
        fail_after_days: Age from which the check fails.
        max_unchecked_days: Days without a machine's check after which a link is named.
        known_grace_days: Days after which a broken link that was announced, and not fixed, fails again.
        removal_needs_review: Whether taking a link away needs a new date too.
        intranet: Patterns of addresses that only your own network reaches: never asked.
        hosts: What single hosts are known for.
        ignore: Addresses that are not checked for now.
        respect_robots: Whether a host's robots.txt is obeyed.
        max_redirects: Steps after which a redirect counts as a loop.
        moved_to: Other hosts to which `links fix` may move an address.
        allow_private: Whether private addresses are asked too; for tests.
        browser: Path of the Chromium that is asked last; `True` to look for one, `False` for none.
    """

    warn_after_days: Days = 90
    fail_after_days: Days = 180
    max_unchecked_days: Days = 30
    known_grace_days: Days = 14
    removal_needs_review: bool = False
    intranet: tuple[Pattern, ...] = ()
    hosts: dict[Host, HostSettings] = Field(default_factory=dict)
    ignore: tuple[Ignore, ...] = ()
    respect_robots: bool = True
    max_redirects: Annotated[int, Field(ge=1, le=30)] = 20
    moved_to: tuple[Host, ...] = ()
    allow_private: bool = False
    browser: Annotated[bool | Line, AfterValidator(_browser)] = True

    @model_validator(mode="after")
    def _in_order(self) -> LinkSettings:
        if self.fail_after_days <= self.warn_after_days:
            said = f"fail_after_days is {self.fail_after_days}: write more than warn_after_days, {self.warn_after_days}"
            raise PydanticCustomError("order", "{said}", {"said": said})
        return self


def too_long(settings: LinkSettings, today: date) -> Iterator[tuple[int, str]]:
    """Yield the position of each ignore that ends too late, and what is wrong with it."""
    for position, ignore in enumerate(settings.ignore):
        if ignore.until.last_day > today + LONGEST_IGNORE:
            latest = date(today.year + 1, today.month, min(today.day, 28)).isoformat()
            yield position, f"{quoted(ignore.until.iso)} is more than a year away: write {latest} or earlier, and look again then"
