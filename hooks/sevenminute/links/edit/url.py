"""Moving an address that a line names: the address alone changes, to the byte."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from sevenminute.config.links import LinkSettings
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.edit.lines import BYTE_ORDER_MARK, file_lines
from sevenminute.links.history.record import UrlState

SIGHTINGS = 2
"""How often a redirect was seen before an address is moved by it."""
STABLE = timedelta(days=7)
"""How long it was seen."""

_ENCODED = str.maketrans({mark: f"%{ord(mark):02X}" for mark in "()[]<>\"'`\\|"})
"""Marks that could end an address in Markdown or YAML."""


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
    return redirect.to if _is_same_site(state.id, redirect.to, settings) else None


def _is_same_site(url: str, to: str, settings: LinkSettings) -> bool:
    """Tell whether an address leads to a page of the same site, or of one that is named, and is no less safe."""
    try:
        old, new = urlsplit(url), urlsplit(to)
    except ValueError:  # a bracket in the host
        return False
    if new.scheme not in ("http", "https") or (old.scheme, new.scheme) == ("https", "http") or new.path in ("", "/"):
        return False
    return _site(old.netloc) == _site(new.netloc) or new.netloc in settings.moved_to


def _site(host: str) -> str:
    return host.removeprefix("www.")


def replace_urls(text: str, changes: Iterable[UrlChange], key_of: Callable[[str], str]) -> tuple[str, tuple[UrlChange, ...]]:
    """Replace addresses within a text.

    Args:
        text: The file, with its own line ends.
        changes: The addresses and their places.
        key_of: Returns an address as the state has it, without its fragment; raises ValueError for what is none.

    Returns:
        The text, and the changes that could be made: those whose address stands where it is said to.
    """
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    lines = file_lines(text.removeprefix(mark))
    made = []
    for change in sorted(changes, key=lambda change: (change.line, -change.column)):
        line = lines[change.line - 1] if change.line <= len(lines) else ""
        start = change.column - 1
        end = _end_of(line, start, change.url, key_of)
        if end:
            lines[change.line - 1] = line[:start] + _written(change.to) + line[end:]  # a fragment follows, and stays
            made.append(change)
    return mark + "".join(lines), tuple(made)


def _end_of(line: str, start: int, url: str, key_of: Callable[[str], str]) -> int | None:
    """Return where the address that begins at `start` ends, before its fragment: the longest text that is the one meant."""
    ending = re.compile(r"[\s<>\"'#]|\Z").search(line, start)
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


def _written(url: str) -> str:
    """Return an address as any line of Markdown or YAML takes it."""
    return url.translate(_ENCODED)
