"""Moving an address that a line names: the address alone changes, to the byte."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit

from sevenminute.config.links import LinkSettings
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.edit.lines import BYTE_ORDER_MARK, file_lines
from sevenminute.links.extract.occurrence import Occurrence
from sevenminute.links.history.record import UrlState
from sevenminute.text.web_address import AddressError, read_address

SIGHTINGS = 2
"""How often a redirect was seen before an address is moved by it."""
STABLE = timedelta(days=7)
"""How long it was seen."""

_REFERENCES = str.maketrans({mark: f"&#{ord(mark)};" for mark in "&'()*[]\\^_`{|}~"})
_FORMS: tuple[Callable[[str], str], ...] = (
    str,
    "<{}>".format,  # in Markdown
    lambda url: url.translate(_REFERENCES),  # in Markdown and HTML
    lambda url: url.replace("'", "''"),  # between the one or the other quotation marks of YAML
    lambda url: url.replace("\\", "\\\\"),
)
"""Ways to write an address, of which the first is taken with which the page then has that very address."""


@dataclass(frozen=True)
class UrlChange:
    """An address to change.

    Attributes:
        line: Line of the file, counted from 1.
        column: Column of the first letter of the address, counted from 1.
        url: The address as the state has it.
        to: Where it leads.
    """

    line: int
    column: int
    url: str
    to: str


def replacement_for(state: UrlState, settings: LinkSettings) -> str | None:
    """Return the address that may stand for another, or None while that is not certain.

    Every hop was permanent, it was seen at least twice and for a week, it leads to the same host or to one that the settings
    name, and not to a front page.
    """
    redirect = state.redirect
    if redirect is None or state.verdict is not Verdict.MOVED or not redirect.permanent:
        return None
    if redirect.sightings < SIGHTINGS or redirect.last_seen - redirect.since < STABLE:
        return None
    try:
        to = read_address(redirect.to).url
    except AddressError:
        return None
    return to if _is_same_site(state.id, to, settings) else None


def _is_same_site(url: str, to: str, settings: LinkSettings) -> bool:
    """Tell whether an address leads to a page of the same site, or of one that is named, and is no less safe."""
    old, new = urlsplit(url), urlsplit(to)
    if (old.scheme, new.scheme) == ("https", "http") or new.path == "/":
        return False
    return _site(old.netloc) == _site(new.netloc) or new.netloc in settings.moved_to


def _site(host: str) -> str:
    return host.removeprefix("www.")


def replace_urls(
    text: str,
    changes: Iterable[UrlChange],
    key_of: Callable[[str], str],
    read: Callable[[str], Iterable[Occurrence]],
) -> tuple[str, tuple[UrlChange, ...]]:
    """Replace addresses within a text.

    A new address comes from another site. It is written only if nothing but that address is then read otherwise.

    Args:
        text: The file, with its own line ends.
        changes: The addresses and their places.
        key_of: Returns an address as the state has it, without its fragment; raises ValueError for what is none.
        read: Returns the addresses of such a text, in their order.

    Returns:
        The text, and the changes that could be made: those whose address stands where it is said to.
    """
    places = tuple(read(text))
    here = {(place.line, place.column, place.url) for place in places}
    wanted = [change for change in changes if (change.line, change.column, change.url) in here]
    wanted.sort(key=lambda change: (change.line, -change.column))  # no place is moved by a change before it
    together = _all_replaced(text, wanted, key_of)
    if together and _reads(read(together)) == _reads(places, *wanted):
        return together, tuple(wanted)
    made = []
    for change in wanted:
        for form in _FORMS:
            after = _all_replaced(text, [replace(change, to=form(change.to))], key_of)
            found = tuple(read(after)) if after else ()
            if after and _reads(found) == _reads(places, change):
                text, places = after, found
                made.append(change)
                break
    return text, tuple(made)


def _all_replaced(text: str, changes: Iterable[UrlChange], key_of: Callable[[str], str]) -> str | None:
    """Return a text with addresses replaced, or None if one does not stand where it is said to, or would be a placeholder."""
    after: str | None = text
    for change in changes:
        after = None if after is None or "{{" in change.to else _replaced(after, change, key_of)
    return after


def _reads(places: Iterable[Occurrence], *changes: UrlChange) -> list[tuple[int, str, str]]:
    """Return the lines, addresses and fragments of places, as they are to be after some changes."""
    to = {(change.line, change.column, change.url): change.to for change in changes}
    return [(at.line, to.get((at.line, at.column, at.url), at.url), at.fragment) for at in places]


def _replaced(text: str, change: UrlChange, key_of: Callable[[str], str]) -> str | None:
    """Return a text with one address replaced, or None; its fragment stays."""
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    lines = file_lines(text.removeprefix(mark))
    line = lines[change.line - 1] if change.line <= len(lines) else ""
    start = change.column - 1
    end = _end_of(line, start, change.url, key_of)
    if not end:
        return None
    lines[change.line - 1] = line[:start] + change.to + line[end:]
    return mark + "".join(lines)


def _end_of(line: str, start: int, url: str, key_of: Callable[[str], str]) -> int | None:
    """Return where the address that begins at `start` ends, before its fragment: the longest text that is the one meant."""
    ending = re.compile(r"[\s<>\"]|(?<!&)#|\Z").search(line, start)
    for last in range(ending.start() if ending else len(line), start, -1):
        written = line[start:last]
        if url in (_key(written, key_of), _key(html.unescape(written), key_of)):
            return last
    return None


def _key(written: str, key_of: Callable[[str], str]) -> str | None:
    try:
        return key_of(written)
    except ValueError:  # no address yet, such as https://[
        return None
