"""What a page must not hold: the site loads nothing from another host and runs nothing that an editor pasted.

The page as it is made decides, read by a parser that reads HTML as browsers do: it finds whatever was written in ways that nobody
thought of.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sevenminute.diagnostics.problem import Problem
from sevenminute.lint.html_allowlist import ELEMENTS, LEAVING_REL, refuse_attribute, refuse_element, refuse_site_name
from sevenminute.markdown.document import Document
from sevenminute.markdown.grammar.built_tree import RawHtml
from sevenminute.markdown.html.source import read_html, trimmed_address
from sevenminute.markdown.html.tree import MARK
from sevenminute.markdown.page_links import OWN_SCHEMES
from sevenminute.markdown.panels import PANEL_LEVEL

UNPAIRED = "an HTML tag is opened and never closed, or closed and never opened: write both <b> and </b>, or neither"


@dataclass(frozen=True)
class DisallowedHtml:
    """Something that a page must not hold.

    Attributes:
        element: Name of the element.
        attribute: Name of the attribute that is refused, or an empty string when the element is.
        value: Of the attribute.
        message: What is wrong, and what would be right.
        mark: That of the element, or of the last one before it that has one; see `MARK`.
    """

    element: str
    attribute: str
    value: str
    message: str
    mark: str = ""


def find_disallowed_html(path: str, document: Document, *, is_briefing: bool = True) -> list[Problem]:
    """Return a problem for each thing on a page that would be loaded from elsewhere, would run, or is not on the list.

    Args:
        path: The page, relative to the root of the repository.
        document: What it says.
        is_briefing: Whether it has panels: what one of them opens, another cannot close.
    """
    page = document.page
    cuts = [heading.line for heading in document.outline.headings if is_briefing and heading.level == PANEL_LEVEL]
    unpaired = [line + page.first_line for line in _unpaired(document.raw, cuts)]
    problems = [Problem(path, line, UNPAIRED) for line in unpaired]
    for disallowed in read_page_html(page.html, is_only_markdown=True).disallowed:
        line = page.line_of(disallowed.mark) or page.first_line
        message = disallowed.message
        if message == UNPAIRED and (unpaired or document.comments):
            continue
        if disallowed.mark:
            place = page.places[int(disallowed.mark)]
            if not disallowed.attribute:
                message = refuse_element(disallowed.element, place.source) or message
            elif place.source.startswith("<"):
                line = _line_of(disallowed.attribute, place.source, line)
            elif not place.source:
                line = _line_in_block(disallowed, document.markdown.split("\n")[place.first : place.last], line)
        problems.append(Problem(path, line, message))
    return problems


def _line_of(attribute: str, tag: str, first: int) -> int:
    """Return the line on which an attribute of a tag stands whose first line is `first`; of two, that of the last."""
    tags = read_html(tag, first).tags
    return max((found.line for found in tags[0].attributes if found.name == attribute), default=first) if tags else first


def _line_in_block(disallowed: DisallowedHtml, lines: Sequence[str], first: int) -> int:
    """Return the line of a block in whose braces an attribute stands; the first line of the block when none has it."""
    found = (number for number, line in enumerate(lines, first) if "{" in line and disallowed.attribute in line.partition("{")[2])
    return next(found, first)


def _unpaired(raw: Iterable[RawHtml], cuts: Sequence[int]) -> Iterator[int]:
    """Yield the lines, from 0, of tags that have no partner in what they stand in; others are refused by themselves.

    Args:
        raw: All raw HTML of a page.
        cuts: Lines, from 0, at which what stands before is over.
    """

    def part(piece: RawHtml) -> tuple[int, int]:
        return piece.part, bisect_right(cuts, piece.line)

    for _, pieces in groupby(sorted(raw, key=part), key=part):
        lines: list[int] = []
        html: list[str] = []
        for piece in pieces:
            lines += [piece.line + number for number in range(piece.text.count("\n") + 1)]
            html.append(piece.text)
        yield from (lines[line] for line, name in read_html("\n".join(html), 0).unpaired if name in ELEMENTS)


@dataclass(frozen=True)
class PageHtml:
    """The HTML of a page's own words.

    Attributes:
        disallowed: What is wrong with it.
        shown: As the page shows it, written as it was understood; empty when something is wrong.
        has_title: Whether it has a heading of the first level.
    """

    disallowed: tuple[DisallowedHtml, ...]
    shown: str = ""
    has_title: bool = False


def read_page_html(html: str, *, is_only_markdown: bool = False) -> PageHtml:
    """Read what Markdown made of a page.

    Comments are taken out, since what editors note for each other is not for every reader's eyes. Links that leave the site are
    marked: another site gets no hold of the page that opened it, and does not learn where its reader comes from.

    Args:
        html: The HTML, as it would stand within the `<article>` of the page.
        is_only_markdown: Whether no part of the site is in it: then nothing in it may have the name of one.
    """
    tree = LexborHTMLParser(f"<!doctype html><main><div><article>{html}{_LAST}</article></div></main>")
    found = list(_not_allowed(tree, is_only_markdown=is_only_markdown))
    end = tree.css_first(f"main > div > article > #{_END}:last-child")
    if end is None or end.inner_html != _WORDS:  # or what makes its words bold, say, goes on behind the page's own
        found.append(DisallowedHtml("", "", "", UNPAIRED))
    article = tree.css_first("article")
    if found or end is None or article is None:
        return PageHtml(tuple(found))
    end.decompose()
    for node in [node for node in article.traverse() if not node.is_element_node]:
        node.decompose()
    for link in article.css("a[href]"):
        written = link.attributes["href"] or ""
        address = trimmed_address(written)
        if address != written:
            link.attrs["href"] = address
        if address.translate(_STROKES).lower().startswith(("http:", "https:", "//")):
            link.attrs["rel"] = LEAVING_REL
    return PageHtml((), article.inner_html or "", has_title=article.css_first("h1") is not None)


_END = "end-of-the-words"
_WORDS = "End"
_LAST = f'<p id="{_END}">{_WORDS}</p>'
_STROKES = str.maketrans("\\", "/")
"""Browsers take a stroke of the other kind for one."""


def _not_allowed(tree: LexborHTMLParser, *, is_only_markdown: bool) -> Iterator[DisallowedHtml]:
    # Within the article stand the page's words; what left it, or went to the page's own elements, is not allowed to be there.
    # In one walk: a selector of what follows something would look back from each element over all before it.
    frame = {found.mem_id for found in tree.css("head, main, main > div:first-child, main > div:first-child > article")}
    mark = ""
    for element in tree.root.traverse() if tree.root else ():
        if element.mem_id in frame or not element.is_element_node:
            continue
        mark = element.attributes.get(MARK) or mark
        name = (element.tag or "").lower()
        refused = "" if name in ("html", "body") else refuse_element(name)
        if refused:
            yield DisallowedHtml(name, "", "", refused, mark)
            continue
        for attribute, value in _attributes(element, is_only_markdown=is_only_markdown):
            said = refuse_attribute(name, attribute, value)
            if not said and is_only_markdown:
                said = refuse_site_name(attribute, value)
            if said:
                yield DisallowedHtml(name, attribute, value, said, mark)


def _attributes(element: LexborNode, *, is_only_markdown: bool) -> Iterator[tuple[str, str]]:
    """Yield the attributes of an element, but for what stands in it only until a page is built."""
    for attribute, given in element.attributes.items():
        value = given or ""
        is_id = attribute in ("href", "src") and value.startswith(OWN_SCHEMES)
        if not (is_only_markdown and (attribute == MARK or is_id)):
            yield attribute.lower(), value
