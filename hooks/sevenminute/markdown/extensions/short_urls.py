"""The addresses of links, short, below the paragraph or list item that names them: on paper nobody can press a link."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterator

CLASS = "print-address"
_HOLDERS = {"p", "li", "td", "th", "dd", "dt"}
_NESTED = {"p", "ul", "ol", "dl", "table", "blockquote", "div", "pre"}


def short_address(url: str) -> str:
    """Return an address as people type it: without scheme, `www.` and last slash."""
    for start in ("https://", "http://", "www."):
        url = url.removeprefix(start)
    return url.removesuffix("/")


def add_addresses(panel: etree.Element) -> None:
    """Add to each text of a panel the addresses of its links, in empty elements whose value the print style shows."""
    for holder in [element for element in panel.iter() if element.tag in _HOLDERS]:
        links = [link for link in _own_links(holder) if link.get("href", "").startswith(("https://", "http://"))]
        addresses = dict.fromkeys(short_address(link.get("href", "")) for link in links if not _says_it(link))
        place = next((at for at, child in enumerate(holder) if child.tag in _NESTED), len(holder))
        for offset, address in enumerate(addresses):
            holder.insert(place + offset, etree.Element("data", {"class": CLASS, "value": address}))


def _own_links(holder: etree.Element) -> Iterator[etree.Element]:
    """Yield the links within a text that stand in no text within it."""
    for child in holder:
        if child.tag == "a":
            yield child
        elif child.tag not in _HOLDERS | _NESTED:
            yield from _own_links(child)


def _says_it(link: etree.Element) -> bool:
    return short_address("".join(link.itertext()).strip()) == short_address(link.get("href", ""))
