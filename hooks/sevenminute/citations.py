"""Citing a resource, `[words][id]`: finding the citations of a page in its source, and making them links on the page."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from sevenminute.internal_links import without_code
from sevenminute.resources import Resource

_SCHEME = "resource:"
"""Stands for the address of a resource until the page's own definitions have been read: those go before the register."""

_REFERENCE = re.compile(r"(?<!\\)!?\[(?P<words>[^\[\]\n]+)\](?: ?\[(?P<id>[^\[\]\n]*)\]|(?!\())")
_INLINE = re.compile(
    r"(?<!!)\[(?P<words>[^\[\]\n]+)\]\(\s*<?(?P<url>https?://[^()\s<>]+(?:\([^()\s<>]*\))?[^()\s<>]*)", re.IGNORECASE
)
_BARE = re.compile(r"(?<!\]\()(?<![\w\[\"'=<])<?(?P<url>https?://[^\s<>()\[\]\"']*[^\s<>()\[\]\"'.,;:!?])", re.IGNORECASE)
_DEFINITION = re.compile(
    r" {0,3}\[(?P<id>[^\[\]^\n][^\[\]\n]*)\]:[ ]*\n?[ ]*<?(?P<url>[^\s<>]+)>?[ ]*(?:\"[^\n]*\"|'[^\n]*'|\([^\n]*\))?[ ]*(?:\n|$)"
)


@dataclass(frozen=True)
class Citation:
    """A link of a page that leaves the site.

    Attributes:
        words: The words that readers see, as Markdown.
        target: The id of a registered resource, or an address.
        line: Line of the file, counted from 1.
    """

    words: str
    target: str
    line: int


def find_citations(lines: Sequence[str], first_line: int, ids: Collection[str]) -> tuple[Citation, ...]:
    """Return the links of a page that leave the site, in their order.

    Args:
        lines: The page's Markdown, without code and comments; see `Outline.lines`.
        first_line: Line of the file of the first of `lines`, counted from 1.
        ids: The ids of the register.
    """
    own = find_definitions(lines)
    defining = {number for first, found in _definitions(lines) for number in (first, first + found[0][:-1].count("\n"))}
    return tuple(
        Citation(words, target, number + first_line)
        for number, line in enumerate(lines)
        if ("[" in line or "://" in line) and number not in defining
        for words, target in _in_line(without_code(line), own, ids)
    )


def find_definitions(lines: Sequence[str]) -> dict[str, str]:
    """Return the addresses that a page defines itself, by id; the address may stand on the line below the id."""
    return {same_id(found["id"]): found["url"] for _, found in _definitions(lines)}


def _definitions(lines: Sequence[str]) -> Iterator[tuple[int, re.Match[str]]]:
    for number, line in enumerate(lines):
        if "]:" in line and (found := _DEFINITION.match("\n".join([*lines[number : number + 2], ""]))):
            yield number, found


def same_id(id: str) -> str:
    """Return an id as Markdown compares it."""
    return " ".join(id.lower().split())


def _in_line(line: str, own: Mapping[str, str], ids: Collection[str]) -> Iterator[tuple[str, str]]:
    for found in _INLINE.finditer(line):
        yield found["words"], found["url"]
    for found in _BARE.finditer(line):
        yield found["url"], found["url"]
    for found in _REFERENCE.finditer(line):
        if found[0].startswith("!"):
            continue
        id = same_id(found["id"] or found["words"])
        if own.get(id, "").lower().startswith(("http://", "https://")):
            yield found["words"], own[id]
        elif id in ids and id not in own:
            yield found["words"], id


class ResourceLinks(Extension):
    """Makes links of the citations on each page."""

    def __init__(self, resources: Mapping[str, Resource]) -> None:
        super().__init__()
        self.resources = resources
        self._references: dict[str, Any] = {id: (f"{_SCHEME}{id}", None) for id in resources}
        self._md: Markdown | None = None

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register with Python-Markdown."""
        self._md = md
        md.registerExtension(self)
        # After inline patterns (20) have made links, before the site's own links are translated (1).
        md.treeprocessors.register(_ResourceTreeprocessor(md, self.resources), "sevenminute-resources", 3)

    def reset(self) -> None:
        """Define every id anew: Python-Markdown forgets all definitions before a page."""
        if self._md:
            self._md.references.update(self._references)


class _ResourceTreeprocessor(Treeprocessor):
    def __init__(self, md: Markdown, resources: Mapping[str, Resource]) -> None:
        super().__init__(md)
        self._resources = resources

    def run(self, root: etree.Element) -> None:
        for element in root.iter("a"):
            target = element.get("href", "")
            resource = self._resources.get(target.removeprefix(_SCHEME)) if target.startswith(_SCHEME) else None
            if resource:
                _finish(element, resource)


def _finish(element: etree.Element, resource: Resource) -> None:
    """Give a link the resource's address and what readers expect to know before they follow it."""
    del element.attrib["href"]
    fields = resource.fields
    element.set("class", "resource")
    if fields.url:
        element.set("href", fields.url)
        element.set("rel", "noreferrer noopener")
        element.set("title", fields.publisher)
        if resource.note:
            _append(element, f" ({resource.note})", "resource__file")
        return
    element.tag = "span"
    _append(element, " (no web address)", "resource__file")


def _append(element: etree.Element, text: str, css_class: str) -> None:
    note = etree.SubElement(element, "span", {"class": css_class})
    note.text = text
