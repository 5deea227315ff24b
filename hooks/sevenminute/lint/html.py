"""What a page must not hold: the site loads nothing from another host and runs nothing that an editor pasted.

The page as it is made decides, read by a parser that reads HTML as browsers do: it finds whatever was written in ways that nobody
thought of. The source is read too, for the line of each mistake, and for mistakes that Markdown makes words of.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from selectolax.lexbor import LexborHTMLParser

from sevenminute.diagnostics.problem import Problem
from sevenminute.lint.html_allowlist import ELEMENTS, LEAVING_REL, refuse_attribute, refuse_element, refuse_site_name
from sevenminute.markdown.html.source import Tag, read_html, trimmed_address, without_code
from sevenminute.markdown.link_reader import OWN_SCHEMES
from sevenminute.markdown.outline import Outline
from sevenminute.markdown.written_addresses import written_addresses

_ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_SCRIPT_ADDRESS = re.compile(r"\s*(?P<scheme>(?:javascript|vbscript|data|file):)", re.IGNORECASE)
UNPAIRED = "an HTML tag is opened and never closed, or closed and never opened: write both <b> and </b>, or neither"
_BRACES = re.compile(r"\{:?[^{}\n]*\}")
"""What gives attributes to what stands before it."""


@dataclass(frozen=True)
class DisallowedHtml:
    """Something that a page must not hold.

    Attributes:
        element: Name of the element.
        attribute: Name of the attribute that is refused, or an empty string when the element is.
        value: Of the attribute.
        message: What is wrong, and what would be right.
    """

    element: str
    attribute: str
    value: str
    message: str


def find_disallowed_html(path: str, outline: Outline, first_line: int, html: str = "") -> list[Problem]:
    """Return a problem for each thing on a page that would be loaded from elsewhere, would run, or is not on the list.

    Args:
        path: The page, relative to the root of the repository.
        outline: Outline of its Markdown.
        first_line: Line of the file on which that begins, counted from 1.
        html: What Markdown makes of the page.
    """
    plain = [without_code(line) for line in outline.kept]
    source = read_html("\n".join(outline.plain), first_line)
    unpaired = [line for line, name in source.unpaired if name in ELEMENTS]  # others are refused by themselves
    written = [(disallowed, number) for number, line in enumerate(plain, first_line) for disallowed in _in_line(line)]
    written += [(disallowed, line) for tag in source.tags for disallowed, line in _in_tag(tag)]
    known = Counter((disallowed.element, disallowed.attribute) for disallowed, _ in written)
    for disallowed in read_page_html(html, is_only_markdown=True).disallowed:
        if disallowed.message == UNPAIRED:
            written += [(disallowed, line) for line in unpaired or [first_line]]
            continue
        key = (disallowed.element, disallowed.attribute)
        known[key] -= 1
        if known[key] < 0 and not disallowed.value.startswith(OWN_SCHEMES):
            lines_of = likely_lines(disallowed, plain, first_line)
            taken = {line for known_as, line in written if known_as.message == disallowed.message}
            written.append((disallowed, next((line for line in lines_of if line not in taken), first_line)))
    return [Problem(path, line, disallowed.message) for disallowed, line in written]


def _in_line(line: str) -> Iterator[DisallowedHtml]:
    for address in written_addresses(line):
        if address.is_picture and _ELSEWHERE.match(address.text):
            yield DisallowedHtml("img", "src", address.text, refuse_attribute("img", "src", address.text))
        if script := _SCRIPT_ADDRESS.match(address.text):
            begins = script["scheme"].lower()
            said = f"an address that begins with {begins} does not work here: write one that begins with https://"
            yield DisallowedHtml("a", "href", begins, said)


def _in_tag(tag: Tag) -> Iterator[tuple[DisallowedHtml, int]]:
    refused = refuse_element(tag.name, tag.written)
    if refused:
        yield DisallowedHtml(tag.name, "", "", refused), tag.line
        return
    for attribute in tag.attributes:
        said = refuse_attribute(tag.name, attribute.name, attribute.value) or refuse_site_name(attribute.name, attribute.value)
        if said:
            yield DisallowedHtml(tag.name, attribute.name, attribute.value, said), attribute.line


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
    for element in tree.root.traverse() if tree.root else ():
        if element.mem_id in frame or not element.is_element_node:
            continue
        name = (element.tag or "").lower()
        refused = "" if name in ("html", "body") else refuse_element(name)
        if refused:
            yield DisallowedHtml(name, "", "", refused)
            continue
        for attribute, value in element.attributes.items():
            said = refuse_attribute(name, attribute.lower(), value or "")
            if not said and is_only_markdown:
                said = refuse_site_name(attribute.lower(), value or "")
            if said:
                yield DisallowedHtml(name, attribute.lower(), value or "", said)


def likely_lines(disallowed: DisallowedHtml, lines: Sequence[str], first_line: int) -> Iterator[int]:
    """Yield the lines of a page's source, counted from 1, that may hold what its HTML must not, the most probable first.

    They are asked for when the tags in the source do not tell: for what Markdown makes of its own marks.
    """
    small = [unescape(line).lower() for line in lines]
    if disallowed.attribute:
        yield from _those(first_line, (any(disallowed.attribute in braces for braces in _BRACES.findall(line)) for line in small))
    value = disallowed.value.lower()
    for word in filter(None, (value, *reversed(value.split()))):
        yield from _those(first_line, (word in line for line in small))
    if disallowed.attribute:
        yield from _those(first_line, (f"{disallowed.attribute}=" in line for line in small))
    yield from _those(first_line, (f"<{disallowed.element}" in line for line in small))
    yield first_line


def _those(first_line: int, said: Iterable[bool]) -> Iterator[int]:
    return (number for number, is_one in enumerate(said, first_line) if is_one)
