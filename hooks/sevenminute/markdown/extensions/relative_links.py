"""Links as they are in the repository: `../docs/about.md` from a briefing, `../briefings/safer-sleep.md` from a page.

Such links work in the code host's own view of a file. On the site, `docs/` is the root and `briefings/` lies within it.
"""

from __future__ import annotations

import posixpath
import xml.etree.ElementTree as etree
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, unquote
from xml.sax.saxutils import quoteattr

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from markdown import Markdown
from sevenminute.markdown.html.source import read_html
from sevenminute.markdown.internal_links import LINKING
from sevenminute.text.paths import repository_path, site_path


class RepositoryLinks(Extension):
    """Translates the links of the page that is rendered next; `page()` says before each page which one that is."""

    def __init__(self, exists: Callable[[str], bool]) -> None:
        """Take a function that tells whether the site has a source of that path."""
        super().__init__()
        self.exists = exists
        self.source = ""

    def page(self, source: str) -> None:
        """Say which page is rendered next, by its path within the site's sources."""
        self.source = source

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register with Python-Markdown."""
        # Around MkDocs' own treatment of relative links (0).
        raw = _RawLinks(md)
        md.treeprocessors.register(raw, "sevenminute-raw-links", 2)
        md.treeprocessors.register(_LinkTreeprocessor(md, self), "sevenminute-repository-links", 1)
        md.treeprocessors.register(_RawLinksBack(raw), "sevenminute-raw-links-back", -1)

    def translate(self, link: str, source: str) -> str:
        """Return a link of a page as the site's sources have it, or unchanged when it is none of the repository's.

        Args:
            link: The address as the editor wrote it.
            source: The page, by its path within the site's sources.
        """
        target, mark, rest = _split(link)
        if not target or ":" in target or target.startswith("/"):
            return link
        folder = posixpath.dirname(repository_path(source))
        found = site_path(posixpath.normpath(posixpath.join(folder, unquote(target))))
        if found is None or not self.exists(found):
            return link
        return quote(posixpath.relpath(found, posixpath.dirname(source) or ".")) + mark + rest


def _split(link: str) -> tuple[str, str, str]:
    for position, letter in enumerate(link):
        if letter in "?#":
            return link[:position], letter, link[position + 1 :]
    return link, "", ""


class _LinkTreeprocessor(Treeprocessor):
    def __init__(self, md: Markdown, extension: RepositoryLinks) -> None:
        super().__init__(md)
        self._extension = extension

    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            name = LINKING.get(element.tag)
            if name and element.get(name):
                element.set(name, self._extension.translate(element.get(name, ""), self._extension.source))


@dataclass(frozen=True)
class _RawAddress:
    """An address of raw HTML, and the element that has it for a while.

    Attributes:
        block: Its block of raw HTML, by its place in the page's list of them.
        begins: Where the address begins in it, with its quotation mark.
        ends: Where it ends.
        address: As browsers read it.
        element: What has it.
    """

    block: int
    begins: int
    ends: int
    address: str
    element: etree.Element


class _RawLinks(Treeprocessor):
    """Lends the links of raw HTML to the page's tree, for whatever treats the addresses of links there."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._stash = md.htmlStash
        self._addresses: list[_RawAddress] = []
        self._holder = etree.Element("div")

    def run(self, root: etree.Element) -> None:
        self._addresses, self._holder = [], etree.SubElement(root, "div")
        for block, raw in enumerate(self._stash.rawHtmlBlocks):
            for tag in read_html(raw, 1).tags if isinstance(raw, str) else ():
                name = LINKING.get(tag.name, "")
                found = next((attribute for attribute in tag.attributes if attribute.name == name), None)
                if found and found.value:
                    begins, ends = (tag.begins + place for place in found.place)
                    element = etree.SubElement(self._holder, tag.name, {name: found.value})
                    self._addresses.append(_RawAddress(block, begins, ends, found.value, element))

    def take_back(self, root: etree.Element) -> None:
        """Write the addresses that have changed into the raw HTML; all else stays as the editor wrote it."""
        root.remove(self._holder)
        for raw_link in reversed(self._addresses):  # so that no change moves the places of the others
            address = raw_link.element.get(LINKING[raw_link.element.tag], "")
            raw = self._stash.rawHtmlBlocks[raw_link.block]
            if isinstance(raw, str) and address != raw_link.address:
                self._stash.rawHtmlBlocks[raw_link.block] = raw[: raw_link.begins] + quoteattr(address) + raw[raw_link.ends :]


class _RawLinksBack(Treeprocessor):
    def __init__(self, raw: _RawLinks) -> None:
        super().__init__(raw.md)
        self._raw = raw

    def run(self, root: etree.Element) -> None:
        self._raw.take_back(root)
