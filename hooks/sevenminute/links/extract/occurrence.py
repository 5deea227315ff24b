"""Where a link stands, and how its address is written there."""

from __future__ import annotations

from dataclasses import dataclass

from sevenminute.text.web_address import scheme_of

WEB_SCHEMES = ("http", "https")


@dataclass(frozen=True)
class WrittenAddress:
    """An address out of the site, as it is written.

    Attributes:
        path: The file, relative to the root of the repository.
        line: Line of the file, counted from 1.
        column: Column, counted from 1.
        text: The address.
        cited: Whether the place only cites a resource of the register, where the address stands.
    """

    path: str
    line: int
    column: int
    text: str
    cited: bool = False

    @property
    def scheme(self) -> str:
        """What stands before the first colon, in small letters, or an empty string."""
        return scheme_of(self.text)

    @property
    def is_web(self) -> bool:
        """Whether it is to be an address of the web, be it one that can be read or not."""
        return self.scheme in ("", *WEB_SCHEMES)


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
    """

    path: str
    line: int
    column: int
    url: str
    fragment: str = ""
    panel: int | None = None
    words: str = ""
    resource: str | None = None
