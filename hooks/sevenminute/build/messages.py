"""What MkDocs says about links and the menu while it builds, said anew: with the line, and without what was said before."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sevenminute.config.reader import line_of_setting
from sevenminute.content.library import Library
from sevenminute.diagnostics.problem import Problem, did_you_mean, quoted
from sevenminute.markdown.html.source import browser_address
from sevenminute.markdown.internal_links import NO_SUCH_PART, InternalLink, source_of
from sevenminute.text.file import read_text
from sevenminute.text.paths import DOCS, GENERATED, repository_path

_LINK = re.compile(
    r"Doc file '(?P<source>.+?)' contains an? (?:[a-z]+ )*link '(?P<link>.+?)', (?P<rest>(?:but|it was) .*)", re.DOTALL
)
_ANCHOR = re.compile(r"anchor '(#[^']*)'|no such anchor")
_MENU = re.compile(r"An? (?:reference|relative path|absolute path) to '(?P<path>[^']*)' is included in the 'nav'")
_NOT_IN_MENU = 'not included in the "nav" configuration:'
_LEFT_OUT = re.compile(r"Excluding '(?P<source>[^']+)' from the site")

_NOT_THERE = " is not there: write the path from this file, like ../docs/about.md"


@dataclass(frozen=True)
class BuildMessages:
    """Says anew what MkDocs says during one build.

    Attributes:
        library: What was read, with the problems that have been said.
        translate: Returns a link of a page as the site's sources have it; see `RepositoryLinks.translate`.
        menu: `nav:` of the settings.
        config_file: The `mkdocs.yml`.
        sources: Every source that the site has; filled when MkDocs has listed its files.
    """

    library: Library
    translate: Callable[[str, str], str]
    menu: Any
    config_file: Path
    sources: Collection[str]

    def problems(self, message: str) -> Sequence[Problem] | None:
        """Return what a message of MkDocs comes to: nothing when it has been said; None when it is about something else."""
        if link := _LINK.match(message):
            return self._of_link(link["source"], link["link"], link["rest"])
        if menu := _MENU.match(message):
            return [self._of_menu(menu["path"])]
        if _NOT_IN_MENU in message:
            said = "this page is in no menu: add it to nav: in mkdocs.yml, or to not_in_nav: if other pages link to it"
            pages = message.partition(_NOT_IN_MENU)[2].splitlines()
            return [Problem(repository_path(page.strip(" -")), 1, said) for page in pages if page.strip()]
        if left_out := _LEFT_OUT.match(message):
            return self._of_left_out(repository_path(left_out["source"]))
        return None

    def _of_link(self, source: str, link: str, rest: str) -> list[Problem]:
        path = repository_path(source)
        found = self._written(path, source, link)
        if source_of(path, found.target, self.library.refused):
            return []  # said at the file itself
        if source_of(path, found.target, {item.path for item in self.library.withdrawn}):
            return []  # its parts are gone with its words; advice says so
        if any(said.path == path and quoted(found.written) in said.message for said in self.library.problems):
            return []
        said = f": {NO_SUCH_PART if _ANCHOR.search(rest) else rest}"
        if not _ANCHOR.search(rest) and ("not found" in rest or "absolute" in rest):
            said = _NOT_THERE
        return [Problem(path, found.line, f"{quoted(found.written)}{said}")]

    def _written(self, path: str, source: str, link: str) -> InternalLink:
        """Return a link that MkDocs names, which has seen it with character references or without, as it was read."""
        for found in self.library.links.get(path, ()):
            if {link, browser_address(link)} & {found.target, self.translate(found.target, source)}:
                return found
        text = read_text(self.config_file.parent, path)
        lines = text.split("\n") if isinstance(text, str) else []
        following = [*(line.strip() for line in lines[1:]), ""]
        for texts in (lines, map("".join, zip(lines, following, strict=True)) if lines else ()):  # an address may go over two
            for number, line in enumerate(texts, 1):
                if f"]({link}" in line or f": {link}" in line or f"](<{link}" in line:
                    return InternalLink(link, number, link)
        return InternalLink(link, 1, link)

    def _of_menu(self, path: str) -> Problem:
        place = next((place for place, value in _entries(self.menu, ("nav",)) if value == path), ("nav",))
        line = line_of_setting(self.config_file, *place)
        if any(path == briefing.path for briefing in self.library.unpublished):
            said = f"nav: {quoted(path)} is not published yet, and readers cannot open it: take it out of the menu until then"
            return Problem(self.config_file.name, line, said)
        known = {source for source in self.sources if source.endswith(".md")} | set(GENERATED)
        near = did_you_mean(path.lstrip("/"), known, likeness=0.75) or f"; write the page’s path within {DOCS}/, like about.md"
        said = f"nav: {quoted(path)} is not a page of the site{near}"
        return Problem(self.config_file.name, line, said)

    def _of_left_out(self, path: str) -> list[Problem]:
        if any(path in (said.path, *said.message.replace(":", " ").split()) for said in self.library.problems):
            return []
        return [Problem(path, 1, "has the same address as the index.md beside it: give one of the two files another name")]


def _entries(menu: Any, place: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield each value of a menu with its place in the settings."""
    if isinstance(menu, dict):
        for key, value in menu.items():
            yield from _entries(value, (*place, key))
    elif isinstance(menu, list):
        for position, item in enumerate(menu):
            yield from _entries(item, (*place, position))
    else:
        yield place, menu
