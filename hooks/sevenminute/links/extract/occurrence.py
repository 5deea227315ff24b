"""Where a link stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Occurrence:
    """One place at which a page, or the register of resources, names an address.

    Attributes:
        path: The file, relative to the root of the repository, with forward slashes.
        line: Line of the file, counted from 1.
        column: Column of the first letter of the address, or of the citation, counted from 1.
        url: The address, normalised, without a fragment: its key in the state file.
        fragment: The part of the page that the link names, or an empty string.
        panel: Number of the panel, or None outside of briefings.
        words: What readers see of the link, as plain text.
        resource: Id of the registered resource that the place cites or defines, or None for an address that stands there itself.
        generated: Whether the place could not be found in the file; line and column are then 1.
    """

    path: str
    line: int
    column: int
    url: str
    fragment: str = ""
    panel: int | None = None
    words: str = ""
    resource: str | None = None
    generated: bool = False
