"""Links as they are in the repository: `../docs/about.md` from a briefing, `../briefings/safer-sleep.md` from a page.

Such links work in the code host's own view of a file. On the site, `docs/` is the root and `briefings/` lies within it.
"""

from __future__ import annotations

import posixpath
import xml.etree.ElementTree as etree
from collections.abc import Callable

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from sevenminute.places import repository_path, site_path


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
        # Just before MkDocs' own treatment of relative links (0).
        md.treeprocessors.register(_LinkTreeprocessor(md, self), "sevenminute-repository-links", 1)

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
        found = site_path(posixpath.normpath(posixpath.join(folder, target)))
        if found is None or not self.exists(found):
            return link
        return posixpath.relpath(found, posixpath.dirname(source) or ".") + mark + rest


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
            name = {"a": "href", "img": "src"}.get(element.tag)
            if name and element.get(name):
                element.set(name, self._extension.translate(element.get(name, ""), self._extension.source))
