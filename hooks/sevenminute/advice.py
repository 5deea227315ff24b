"""Advice about the words of links: what nobody must mend, and readers would be glad of.

People who listen to a page, or look over a printed one, meet its links without the sentence around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sevenminute.briefing import Briefing
from sevenminute.citations import same_id
from sevenminute.docs_pages import DocsPage
from sevenminute.front_matter import read_front_matter
from sevenminute.internal_links import without_code
from sevenminute.outline import read_outline
from sevenminute.problem import Problem, quoted
from sevenminute.resources import Resource
from sevenminute.source import read_text

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

# Nothing is read twice, so that no file of marks takes quadratic time.
_LINK = re.compile(
    r"(?<!!)\[(?P<words>[^\[\]\n]++)\]"
    r"(?:\(\s*+(?:<(?P<quoted>[^<>\n]*+)>|(?P<plain>[^()\s<>]*+(?:\([^()\s]*+\)[^()\s<>]*+)*+))"
    r"(?:\s++(?:\"[^\"\n]*+\"|'[^'\n]*+'))?+\s*+\)"
    r"|\[(?P<id>[^\[\]\n]*+)\]|(?![\[(:]))"
)
_DEFINITION = re.compile(r" {0,3}\[(?P<id>[^\[\]^\n][^\[\]\n]*)\]:\s*<?(?P<url>[^\s<>]+)")
_TAG = re.compile(r"</?[a-z][a-z0-9-]*+(?:\s(?:[^<>\"]|\"[^\"<>]*+\")*+)?+/?>", re.IGNORECASE)
_BARE = re.compile(r"<?(?P<url>(?:https?://|\bwww\.)[^\s<>()\[\]]+)", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|(?:[a-z0-9-]+\.)+(?:com|gov|info|net|nhs|org|uk|wales|scot)(?:/\S*)?", re.IGNORECASE
)
_MARKUP = re.compile(r"[*_`]+")


@dataclass(frozen=True)
class _Link:
    """A link as the editor wrote it.

    Attributes:
        words: The words that readers see.
        target: Where it leads, with the ids of the register and of the page's own definitions replaced.
        id: The id of the register, or an empty string.
        line: Line of the file, counted from 1.
    """

    words: str
    target: str
    id: str
    line: int

    @property
    def said(self) -> str:
        """The words as two are compared."""
        return " ".join(re.sub(r"[^\w\s]", " ", self.words).casefold().split())


def find_advice(
    root: Path, briefings: Iterable[Briefing], pages: Iterable[DocsPage], resources: Mapping[str, Resource]
) -> tuple[Problem, ...]:
    """Return the advice on all pages that can be shown, by path and line.

    Args:
        root: Folder of `mkdocs.yml`.
        briefings: The briefings.
        pages: The pages of `docs/`.
        resources: The register, by id.
    """
    found: list[Problem] = []
    for briefing in briefings:
        found += advice_on(briefing.body, briefing.path, briefing.body_line, resources)
    for page in pages:
        text = read_text(root / page.path, page.path)
        if isinstance(text, str):
            front = read_front_matter(text, page.path, required=False)
            found += advice_on(front.body, page.path, front.body_line, resources)
    return tuple(sorted(set(found)))


def advice_on(body: str, path: str, first_line: int, resources: Mapping[str, Resource]) -> Iterator[Problem]:
    """Yield the advice on one page.

    Args:
        body: Its Markdown.
        path: The page, relative to the root of the repository.
        first_line: Line of the file on which the body begins, counted from 1.
        resources: The register, by id.
    """
    if any(
        _advice(body.split("\n"), path, first_line, resources)
    ):  # most pages are good: spare them the outline, which takes long
        yield from _advice(read_outline(body).lines, path, first_line, resources)


def _advice(source: Sequence[str], path: str, first_line: int, resources: Mapping[str, Resource]) -> Iterator[Problem]:
    lines = [without_code(line) for line in source]
    links = list(_links(lines, first_line, resources))
    for link in links:
        said = _on_words(link, resources)
        if said:
            yield Problem(path, link.line, said)
    yield from _same_words(links, path)
    for line, url in _bare_addresses(lines, first_line):
        said = f"the address {quoted(url)} stands in the text: write [words that name it] and the address in ( ) behind them"
        yield Problem(path, line, said)


def _links(lines: Sequence[str], first_line: int, resources: Mapping[str, Resource]) -> Iterator[_Link]:
    own = {same_id(found["id"]): found["url"] for line in lines if (found := _DEFINITION.match(line))}
    for number, line in enumerate(lines, first_line):
        if "[" in line and not _DEFINITION.match(line):
            for found in _LINK.finditer(line):
                words = _MARKUP.sub("", found["words"]).strip()
                target, id = found["quoted"] or found["plain"] or "", ""
                if not target:
                    id = same_id(found["id"] or found["words"])
                    resource = resources.get(id)
                    target = own.get(id) or ((resource.fields.url or id) if resource else "")
                if target and not words.startswith("^"):
                    yield _Link(words, target, id if id in resources and id not in own else "", number)


def _on_words(link: _Link, resources: Mapping[str, Resource]) -> str:
    if link.said in _SAYS_NOTHING:
        what = f"the words {quoted(link.words)} do not say where the link leads"
    elif _ADDRESS.fullmatch(link.words):
        what = f"the link’s words {quoted(link.words)} are an address, which nobody can listen to"
    else:
        return ""
    title = resources[link.id].fields.title if link.id else ""
    mend = f"write [{title}][{link.id}]" if title else "name what it leads to, like [Out of Routine]"
    return f"{what}: {mend}"


def _same_words(links: Iterable[_Link], path: str) -> Iterator[Problem]:
    """Yield advice for each link that has the words of an earlier one and leads elsewhere."""
    first: dict[str, _Link] = {}
    for link in links:
        before = first.setdefault(link.said, link)
        if link.said not in _SAYS_NOTHING and _place(before) != _place(link):
            said = (
                f"the words {quoted(link.words)} lead to two places, here and on line {before.line}: "
                "add to each what tells the two apart"
            )
            yield Problem(path, link.line, said)


def _place(link: _Link) -> str:
    return link.target.rstrip("/").lower()


def _bare_addresses(lines: Sequence[str], first_line: int) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, first_line):
        if ("://" in line or "www." in line.lower()) and not _DEFINITION.match(line):
            text = _TAG.sub(" ", _LINK.sub(" ", _without_pictures(line)))
            for found in _BARE.finditer(text):
                yield number, found["url"].rstrip(".,;:!?”’\"'")


def _without_pictures(line: str) -> str:
    return re.sub(r"!\[[^\[\]\n]*\](?:\([^()\n]*\)|\[[^\[\]\n]*\])", " ", line)
