"""The links of a site as a build knows them: where each stands, and what machines saw of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path

from sevenminute.config.links import LinkSettings
from sevenminute.content.library import Library
from sevenminute.content.resource import Resource
from sevenminute.links.history.file import StateError, read_state
from sevenminute.links.history.record import State, UrlState
from sevenminute.links.run.selection import why_skipped
from sevenminute.pages.outbound_links import OutboundLink, outbound_links
from sevenminute.text.web_address import AddressError, read_address


@dataclass(frozen=True)
class SiteLinks:
    """All links that leave a site.

    Attributes:
        places: Where each address stands, by the address as the state has it; nowhere when only the register has it.
        registered: The resources of the register by address.
        by_path: The addresses of each page, each once, by the page's path in the repository.
        known: What is remembered, by address; nothing where there is no state file.
        fault: Why the state file cannot be used, or an empty string.
        left_out: Why an address is never asked for, in words, by address.
    """

    places: Mapping[str, tuple[OutboundLink, ...]] = field(default_factory=dict)
    registered: Mapping[str, Resource] = field(default_factory=dict)
    by_path: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    known: Mapping[str, UrlState] = field(default_factory=dict)
    fault: str = ""
    left_out: Mapping[str, str] = field(default_factory=dict)

    def state_of(self, url: str) -> UrlState | None:
        """Return what is remembered of an address, in whatever way it is written."""
        key = _key(url)
        return self.known.get(key) if key else None

    def is_left_out(self, url: str) -> bool:
        """Tell whether an address, in whatever way it is written, is never asked for."""
        return _key(url) in self.left_out

    def asked_of(self, path: str) -> tuple[str, ...]:
        """Return the addresses of a page that machines are to look at."""
        return tuple(url for url in self.by_path.get(path, ()) if url not in self.left_out)


def site_links(library: Library, state_file: Path, settings: LinkSettings, today: date) -> SiteLinks:
    """Collect the links of a site, and read what machines saw of them; a file that is broken is as good as none.

    Args:
        library: All content.
        state_file: The file; it need not be there.
        settings: What is left out of the check.
        today: The day of the build. A file from a later day is not believed.
    """
    places: dict[str, list[OutboundLink]] = defaultdict(list)
    by_path: dict[str, dict[str, None]] = defaultdict(dict)
    registered = {key: item for item in library.resources.values() if item.fields.url and (key := _key(item.fields.url))}
    for link in outbound_links(library):
        key = _key(link.url)
        if key:
            places[key].append(link)
            by_path[link.path][key] = None
    state, fault = _read(state_file, today)
    every = {**places, **registered}
    return SiteLinks(
        {url: tuple(places.get(url, ())) for url in every},
        registered,
        {path: tuple(found) for path, found in by_path.items()},
        state.urls,
        fault,
        {url: why for url in every if (why := why_skipped(url, settings, today))},
    )


def _read(file: Path, today: date) -> tuple[State, str]:
    try:
        return read_state(file, now=datetime.combine(today, time.max, UTC)), ""
    except StateError as error:
        return State(), str(error)


def _key(url: str) -> str | None:
    try:
        return read_address(url).url
    except AddressError:
        return None
