"""Links and pictures within the site that open nothing, found in the Markdown with their line.

MkDocs finds them too, but names no line, and only while it builds.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from sevenminute.diagnostics.problem import Problem, did_you_mean, quoted
from sevenminute.markdown.html.source import trimmed_address
from sevenminute.markdown.located import LocatedPage
from sevenminute.markdown.panels import PANELS
from sevenminute.static_files.file_types import PAGES, refuse_link
from sevenminute.text.formats import EMAIL
from sevenminute.text.paths import GENERATED, repository_path, site_path

LINKING = {"a": "href", "img": "src"}
"""The elements that have an address on a page, to the attribute that holds it."""
NO_SUCH_PART = "the page has no such part"
"""What is wrong with a link to an anchor that is not there; only the build, which makes the anchors, can tell."""

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//(?!/|[\w-]+(?:[/?#]|$))", re.IGNORECASE)
_WEB_ADDRESS = re.compile(
    r"(?:www\.(?:[\w-]+\.)+[a-z]{2,}|(?:[\w-]+\.)+(?:uk|org|com|net|info|eu|wales|scot|london))(?::\d+)?(?:/.*)?", re.IGNORECASE
)
"""What begins like the address of another site; no file of a site has such an ending."""
_NOTES = ("#fn:", "#fnref")
_SHARED = re.compile(r"\([<]?\\\\")
"""How a link to a folder of a network begins, of whose two strokes Markdown drops one."""
_SHARED_AS_ADDRESS = re.compile(r"//[\w-]+/")
"""How browsers write one: no website has a name without a full stop."""
_PANEL = re.compile(r"panel-(\d+)")


@dataclass(frozen=True)
class InternalLink:
    """A link or picture whose address is a path, as the editor wrote it.

    Attributes:
        target: The path as browsers read it, perhaps with an anchor.
        line: Line of the file, counted from 1.
        written: The path as it stands in the file.
        is_picture: Whether a picture is to be shown there.
    """

    target: str
    line: int
    written: str
    is_picture: bool = False


def find_internal_links(page: LocatedPage) -> tuple[InternalLink, ...]:
    """Return the links and pictures of a page that lead to other files of the site."""
    links = []
    for visit in page.walk():
        if isinstance(visit.part, str) or visit.is_end:
            continue
        address = trimmed_address(visit.part.attributes.get(LINKING.get(visit.part.tag, ""), ""))
        if address and not _ELSEWHERE.match(address) and not address.startswith(_NOTES):
            line = visit.line if visit.place is None else page.first_line + (visit.place.defined or visit.place.last)
            is_shared = visit.place is not None and bool(_SHARED.search(visit.place.source))
            links.append(InternalLink(address, line, f"\\{address}" if is_shared else address, visit.part.tag == "img"))
    return tuple(links)


def dead_links(path: str, links: Iterable[InternalLink], sources: Collection[str], refused: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each link of a page to a file that the site does not have.

    Args:
        path: The page, relative to the root of the repository.
        links: What `find_internal_links` found on it.
        sources: Every source that the site has, by its path within the site's sources.
        refused: What lies in the repository and is not published, likewise: it was told of by itself.
    """
    for link in links:
        said = _problem(path, link, sources, refused)
        if said:
            yield Problem(path, link.line, said)


def _problem(path: str, link: InternalLink, sources: Collection[str], refused: Collection[str]) -> str | None:
    target, written = _file_of(link.target), quoted(link.written)
    panel = _PANEL.fullmatch(unquote(link.target.partition("#")[2]))
    if panel and not 1 <= int(panel[1]) <= PANELS and (not target or target.endswith(".md")):
        return f"{written}: a briefing has the panels 1 to {PANELS}, written #panel-1 to #panel-{PANELS}"
    if link.written.startswith("\\\\") or _SHARED_AS_ADDRESS.match(link.written):
        return (
            f"{written} is in a shared folder, which only your own network has: upload the file beside this one, "
            "or write in words where it is"
        )
    if target.startswith("//"):
        return f"{written} is an incomplete web address: write https:// in place of the first strokes"
    if target.startswith("/"):
        return f"{written} begins with /: write the path from this file, like ../docs/about.md"
    source = source_of(path, link.target, sources)
    if link.is_picture and (not target or (source and _ending(source) in PAGES)):
        return f"{written} is a page, which cannot be shown as a picture: name a picture here, or write a link"
    if not target or source:
        return None
    if source_of(path, link.target, refused):
        instead = refuse_link(target)
        return f"{written} is not on the site: {instead}" if instead else None
    if _WEB_ADDRESS.fullmatch(target):
        return f"{written} is an incomplete web address: add https:// in front of it"
    if EMAIL.fullmatch(target):
        return f"{written} is an email address: write mailto: in front of it"
    if instead := refuse_link(target):
        return f"{written} is not on the site: {instead}"
    return f"{written} is not there{_found_instead(path, target, sources)}"


def _found_instead(path: str, target: str, sources: Collection[str]) -> str:
    """Return what to write in place of a file that is not there, or what to do."""
    folder, kind = posixpath.dirname(path), _ending(target)
    known = {posixpath.relpath(repository_path(source), folder) for source in sources if source not in GENERATED}
    same = next((other for other in sorted(known) if other.casefold() == target.casefold()), "")
    if same:
        return f": the file is called {quoted(same)}, and capitals count: write its name as it is"
    stem = posixpath.splitext(target)[0]
    renamed = sorted(other for other in known if posixpath.splitext(other)[0] == stem and other != f"{stem}.md")
    if renamed and kind not in PAGES:
        return f"; did you mean {quoted(renamed[0])}?"
    near = did_you_mean(target, [other for other in known if _ending(other) == kind], likeness=0.75)
    fix = ": write the path from this file, like ../docs/about.md" if kind in PAGES else ": upload it beside this file"
    return near or fix


def _ending(path: str) -> str:
    return posixpath.splitext(path)[1].lower()


def _file_of(link: str) -> str:
    """Return the file that a link names: without question and anchor, `%20` and its like replaced."""
    return unquote(re.split("[#?]", link, maxsplit=1)[0])


def source_of(path: str, link: str, sources: Collection[str]) -> str | None:
    """Return the source that a link of a page leads to, read as in the repository or as on the site; or None.

    Args:
        path: The page, relative to the root of the repository.
        link: The link as the editor wrote it.
        sources: Every source that the site has, by its path within the site's sources.
    """
    target = _file_of(link)
    in_repository = site_path(posixpath.normpath(posixpath.join(posixpath.dirname(path), target)))
    on_site = posixpath.normpath(posixpath.join(posixpath.dirname(site_path(path) or path), target))
    return next((place for place in (in_repository, on_site) if place and place in sources), None)


def is_broken(path: str, link: str, sources: Collection[str]) -> bool:
    """Tell whether a link of a page leads to a file that the site does not have; see `source_of`."""
    return bool(_file_of(link)) and not source_of(path, link, sources)
