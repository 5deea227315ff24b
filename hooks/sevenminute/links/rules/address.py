"""The rules about addresses as they are written, which need no web, and about those that go the unsafe way to a safe place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from sevenminute.diagnostics.problem import nearest, quoted
from sevenminute.links.extract.occurrence import WEB_SCHEMES, WrittenAddress
from sevenminute.links.history.record import Status
from sevenminute.links.rules import Rule
from sevenminute.links.rules.checked import CheckedLink
from sevenminute.links.rules.finding import Finding
from sevenminute.links.rules.severity import Mode
from sevenminute.text.formats import EMAIL
from sevenminute.text.web_address import AddressError, read_address, trimmed

_DIGITS = re.compile(r"\+?[\d().\s-]+")
_RUNS = ("javascript", "vbscript", "data")
_CREDENTIALS = re.compile(r"(?<=:)[/\\]*[^/\\?#]*@")


def address_findings(addresses: Iterable[WrittenAddress], *, mode: Mode) -> Iterator[Finding]:
    """Check addresses by themselves.

    Args:
        addresses: As they are written.
        mode: What the run is for.
    """
    for address in addresses:
        for rule, what, fix in _problems(address):
            severity = rule.severity(mode)
            if severity:
                yield Finding(address.path, address.line, address.column, rule, severity, what, "", fix)


def _problems(address: WrittenAddress) -> Iterator[tuple[Rule, str, str]]:
    if not address.is_web:
        yield from _other_scheme(address.scheme, address.text)
        return
    try:
        read = read_address(address.text)
    except AddressError as error:
        what, _, fix = f"{quoted(_CREDENTIALS.sub('//…@', trimmed(address.text), count=1))} {error}".partition(": ")
        yield Rule.ADDRESS_WRONG, what, fix
        return
    if read.credentials and not address.cited:
        what = f"this address holds a name or password that everybody can read: {read.url}"
        yield Rule.ADDRESS_UNSAFE, what, "take out what is before the @, and change the password"


def _other_scheme(scheme: str, written: str) -> Iterator[tuple[Rule, str, str]]:
    rest = unquote(written.partition(":")[2].partition("?")[0])
    shown = quoted(written)
    if scheme == "mailto":
        if not all(EMAIL.fullmatch(each.strip()) for each in rest.split(",")):
            yield Rule.CONTACT_WRONG, f"{shown} is not an email address", "write it like mailto:info@example.org"
    elif scheme == "tel":
        if not (_DIGITS.fullmatch(rest) and 3 <= len(re.sub(r"\D", "", rest)) <= 15):
            yield Rule.CONTACT_WRONG, f"{shown} is not a telephone number", "write it like tel:01632960001"
    elif scheme in _RUNS:
        yield Rule.ADDRESS_WRONG, f"{shown} does not go to a page", "link to a page, with https://"
    elif scheme == "file":
        yield Rule.ADDRESS_WRONG, f"{shown} is on one computer only", "upload the file beside the page, or say who has it"
    elif scheme == "ftp":
        fix = "look for an address that begins with https://"
        yield Rule.ADDRESS_WRONG, f"{shown} opens in no current browser", fix
    elif meant := nearest(scheme, WEB_SCHEMES):
        yield Rule.ADDRESS_WRONG, f"{shown} opens in no browser", f"write {meant}:// at its beginning"


def insecure_findings(links: Iterable[CheckedLink], others: Iterable[Finding], *, mode: Mode) -> Iterator[Finding]:
    """Check links that go the unsafe way to a place that is known to have a safe one.

    Args:
        links: The links of a run.
        others: What other rules say of them; a link that has moved for good is not told twice.
        mode: What the run is for.
    """
    moved = {(found.path, found.line, found.url) for found in others if found.rule is Rule.MOVED}
    severity = Rule.ADDRESS_UNSAFE.severity(mode)
    for link in links:
        redirect = link.state.redirect if link.state and link.state.status is Status.OK else None
        if not severity or not redirect or not redirect.permanent or not _is_same_but_safe(link.url, redirect.to):
            continue
        what, fix = f"this link goes the unsafe way: {link.url}", f"link directly to {redirect.to}"
        for place in link.occurrences:
            if (place.path, place.line, link.url) not in moved:
                yield Finding(place.path, place.line, place.column, Rule.ADDRESS_UNSAFE, severity, what, "", fix, link.url)


def _is_same_but_safe(url: str, to: str) -> bool:
    """Tell whether an address leads to the same place, only safely."""
    return url.startswith("http://") and to == f"https://{url.removeprefix('http://')}"
