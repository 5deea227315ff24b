"""Advice about the words of links: what nobody must fix, and readers would be glad of.

People who listen to a page, or look over a printed one, meet its links without the sentence around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sevenminute.config.schema import Settings
from sevenminute.content.briefing import Briefing
from sevenminute.content.library import Library
from sevenminute.content.page import DocsPage
from sevenminute.content.resource import Resource
from sevenminute.diagnostics.problem import Problem, quoted
from sevenminute.markdown.link import PageLink

_SAYS_NOTHING = {
    *("here", "click", "click here", "see here", "this", "this link", "link", "the link", "this page", "this website", "website"),
    *(
        "more",
        "read more",
        "see more",
        "find out more",
        "learn more",
        "more information",
        "more details",
        "read this",
        "download",
    ),
}

_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|(?:[a-z0-9-]+\.)+(?:com|gov|info|net|nhs|org|uk|wales|scot)(?:/\S*)?", re.IGNORECASE
)


def empty_link_text(library: Library, _settings: Settings | None) -> Iterator[Problem]:
    """Yield the advice on the links of all pages that can be shown."""
    pages: list[Briefing | DocsPage] = [*library.every_briefing, *library.pages]
    for page in pages:
        yield from advice_on(page.page_links, page.path, library.resources)


def advice_on(links: Sequence[PageLink], path: str, resources: Mapping[str, Resource]) -> Iterator[Problem]:
    """Yield the advice on one page.

    Args:
        links: Its links.
        path: The page, relative to the root of the repository.
        resources: The register, by id.
    """
    for link in links:
        if said := _on_words(link, resources):
            yield Problem(path, link.line, said)
    yield from _same_words(links, path, resources)


def _on_words(link: PageLink, resources: Mapping[str, Resource]) -> str:
    if link.is_bare:
        return f"the address {quoted(link.words)} is in the text: write [words that name it] with the address in ( ) after it"
    if _said(link) in _SAYS_NOTHING:
        what = f"the words {quoted(link.words)} do not say where the link goes"
    elif _ADDRESS.fullmatch(link.words):
        what = f"the link’s words {quoted(link.words)} are a web address, which says little when it is read aloud"
    else:
        return ""
    resource = resources.get(link.target) if link.is_citation else None
    fix = f"write [{resource.fields.title}][{link.target}]" if resource else "name what it goes to, like [Out of Routine]"
    return f"{what}: {fix}"


def _same_words(links: Iterable[PageLink], path: str, resources: Mapping[str, Resource]) -> Iterator[Problem]:
    """Yield advice for each link that has the words of an earlier one and leads elsewhere."""
    first: dict[str, PageLink] = {}
    for link in links:
        before = first.setdefault(_said(link), link)
        if _said(link) not in _SAYS_NOTHING and _place(before, resources) != _place(link, resources):
            said = (
                f"the words {quoted(link.words)} go to two places, here and on line {before.line}: "
                "add to each what tells the two apart"
            )
            yield Problem(path, link.line, said)


def _said(link: PageLink) -> str:
    """Return the words of a link as two are compared."""
    return " ".join(re.sub(r"[^\w\s]", " ", link.words).casefold().split())


def _place(link: PageLink, resources: Mapping[str, Resource]) -> str:
    resource = resources.get(link.target) if link.is_citation else None
    return ((resource.fields.url if resource else None) or link.target).rstrip("/").lower()
