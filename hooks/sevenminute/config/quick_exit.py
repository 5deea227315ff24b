"""The settings of the quick exit, `extra.quick_exit` in `mkdocs.yml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from sevenminute.config.base import Group
from sevenminute.config.placeholders import Value, fill_placeholders
from sevenminute.config.types import WebAddress, Words
from sevenminute.diagnostics.problem import quoted
from sevenminute.text.file import read_text
from sevenminute.text.placeholder_text import filled

Silence = Annotated[str, Field(max_length=200), AfterValidator(filled)]
"""Words that may be left empty."""
ShortWords = Annotated[Words, Field(max_length=40)]
"""Words beside others on the button's bar, which is 320 px wide on the smallest telephones."""


class ExitWords(Group):
    """What the quick exit says, on the screen and to screen readers, beside its name."""

    purpose: Words = "quick exit for your safety"
    early_link: ShortWords = "Leave this site now"
    hint: ShortWords = "or press Shift 3 times"
    safety_link: ShortWords = "Using this site safely"
    title: Words = "New tab"
    loading: Silence = "Loading"
    two_more: Words = "Press Shift 2 more times to leave this site."
    one_more: Words = "Press Shift once more to leave this site."
    expired: Words = "You are still here. To leave this site, press Shift 3 times."


class QuickExit(Group):
    """The way out on every page.

    Attributes:
        text: The words on the button.
        url: Where it leads.
        site_name: What that site is called, for the pages of `docs/`.
        second_url: Where it leads when `url` does not answer.
        retry_seconds: How long it waits for an answer the first time; each time after that, twice as long.
        safety_page: The page beside the button, within `docs/`.
        shortcut: Whether Shift pressed three times leaves too.
        shortcut_seconds: How long each press may take after the one before.
        bounce: Whether pages of the visit that the Back button reaches after an exit leave at once.
        other_tabs: Whether the site's other open tabs leave too.
        clear_storage: Whether what the site keeps in the browser is removed.
        words: All else that it says.
    """

    text: Annotated[Words, Field(max_length=30)]
    url: WebAddress
    site_name: Words
    second_url: WebAddress | None = None
    retry_seconds: Annotated[int, Field(ge=1, le=60)] = 4
    safety_page: Words | None = None
    shortcut: bool = True
    shortcut_seconds: Annotated[int, Field(ge=1, le=20)] = 5
    bounce: bool = True
    other_tabs: bool = True
    clear_storage: bool = True
    words: ExitWords = ExitWords()


def exit_problems(
    quick_exit: QuickExit, site_url: str | None, docs: Path, placeholders: Mapping[str, Value]
) -> Iterator[tuple[str, str]]:
    """Yield each setting that cannot work on this site, and why.

    Args:
        quick_exit: The settings.
        site_url: Where the site is published, if anybody said.
        docs: The folder of the site's pages.
        placeholders: What pages can name of all settings, to read the safety page as readers do.
    """
    for name in ("url", "second_url"):
        address = getattr(quick_exit, name)
        if address and _host(address) == _host(site_url or ""):
            yield name, f"{quoted(address)} is on this site: write the address of a page that has nothing to do with it"
        if address and "." not in _host(address):
            yield name, f"{quoted(address)} does not open everywhere: write the whole name of its host, like www.example.org"
    if quick_exit.second_url and _host(quick_exit.second_url) == _host(quick_exit.url):
        said = "is on the host of the first, and would fail with it: write an address on another host"
        yield "second_url", f"{quoted(quick_exit.second_url)} {said}"
    if quick_exit.safety_page:
        page = docs / quick_exit.safety_page
        if not page.is_file():
            said = f"{quoted(quick_exit.safety_page)} is not a page in docs/: write the path of its file, like safety.md"
            yield "safety_page", said
        elif not quick_exit.shortcut and _tells_of_shift(page, placeholders):
            said = f"is off, but the safety page {quoted(quick_exit.safety_page)} still tells readers to press Shift"
            yield "shortcut", f"{said}: write {{{{ if quick_exit.shortcut }}}} before those words and {{{{ end }}}} after them"


def _tells_of_shift(page: Path, placeholders: Mapping[str, Value]) -> bool:
    read = read_text(page.parent, page.name)
    text, _ = fill_placeholders(read if isinstance(read, str) else "", placeholders, page.name)
    return re.search(r"\bShift\b", text) is not None


def _host(address: str) -> str:
    """Return the host of an address; `www.` in front makes no other host."""
    return (urlsplit(address).hostname or "").removeprefix("www.")
