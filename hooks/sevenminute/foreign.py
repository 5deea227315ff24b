"""What a page must not hold: the site loads nothing from another host and runs nothing that an editor pasted.

The source is searched for messages that an editor can follow, with their line. The built page is searched too, by a parser that
reads HTML as browsers do: it finds whatever was written in a way that nobody thought of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

from selectolax.lexbor import LexborHTMLParser

from sevenminute.allowed_html import refuse_attribute, refuse_element
from sevenminute.internal_links import without_code
from sevenminute.problem import Problem

_PICTURE = re.compile(r"!\[[^\[\]\n]*\]\(\s*<?(?P<address>(?:[a-z][a-z0-9+.-]*:|//)[^\s()<>]*)", re.IGNORECASE)
_SCRIPT_ADDRESS = re.compile(r"(?:\]\(\s*<?|\]:\s*<?)\s*(?P<address>(?:javascript|vbscript|data|file):)", re.IGNORECASE)
# A name with a colon or an @ is no tag but an address between angle brackets; so is what stands where a link has its address.
# The tags of word processors have names with a colon, too.
_TAG = re.compile(
    r"(?<!\]\()<(?P<name>(?:(?:o|w|v|m|st\d):)?[A-Za-z][^\s/<>:@\"'=]*)(?![^\s/>])"
    r"(?P<rest>(?:\"[^\"]*\"|'[^']*'|[^'\"<>])*)>"
)
_ATTRIBUTE = re.compile(
    r"(?P<name>[^\s\"'<>/=]+)(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'<>]+)))?"
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def find_foreign(path: str, lines: Sequence[str], first_line: int) -> Iterator[Problem]:
    """Yield a problem for each thing on a page that would be loaded from elsewhere, or would run.

    Args:
        path: The page, relative to the root of the repository.
        lines: Its Markdown with raw HTML, without code and comments; see `Outline.kept`.
        first_line: Line of the file of the first of `lines`, counted from 1.
    """
    plain = [without_code(line) for line in lines]
    for number, line in enumerate(plain, first_line):
        if "](" in line or "]:" in line:
            for said in _in_line(line):
                yield Problem(path, number, said)
    text = "\n".join(plain)
    number, counted = first_line, 0
    for tag in _TAG.finditer(text):
        number, counted = number + text.count("\n", counted, tag.start()), tag.start()
        for said in _in_tag(tag):
            yield Problem(path, number, said)


def _in_line(line: str) -> Iterator[str]:
    for found in _PICTURE.finditer(line):
        yield refuse_attribute("img", "src", found["address"])
    for found in _SCRIPT_ADDRESS.finditer(line):
        yield f"an address that begins with {found['address'].lower()} leads nowhere: write one that begins with https://"


def _in_tag(tag: re.Match[str]) -> Iterator[str]:
    name = tag["name"].lower()
    refused = refuse_element(name, tag[0])
    if refused:
        yield refused
        return
    for found in _ATTRIBUTE.finditer(tag["rest"]):
        value = found["double"] or found["single"] or found["bare"] or ""
        said = refuse_attribute(name, found["name"].lower(), unescape(value))
        if said:
            yield said


def without_comments(html: str) -> str:
    """Return the HTML of a page without comments: what editors note for each other is not for every reader's eyes."""
    return _COMMENT.sub("", html) if "<!--" in html else html


def find_foreign_html(html: str) -> tuple[str, ...]:
    """Return what is wrong with the HTML of a page's own words: what is not allowed, and tags that end where they must not.

    Args:
        html: What Markdown made of the page, as it would stand within the `<article>` of the page.
    """
    tree = LexborHTMLParser(f"<!doctype html><main><div><article>{html}<hr id={_END}></article></div></main>")
    end = tree.css_first(f"main > div > article > #{_END}:last-child")
    messages = list(_not_allowed(tree))
    if end is None:
        messages.append(
            "a tag of HTML is opened and never closed, or closed and never opened: write both <b> and </b>, or neither"
        )
    return tuple(dict.fromkeys(messages))


_END = "end-of-the-words"


def _not_allowed(tree: LexborHTMLParser) -> Iterator[str]:
    # <html> and <body> within a page's words are no elements, but their attributes go to those of the page.
    for element in tree.css("html, body, article *, main > div ~ *, body > :not(main), head *"):
        name = (element.tag or "").lower()
        refused = "" if name in ("html", "body") else refuse_element(name)
        if refused:
            yield refused
            continue
        for attribute, value in element.attributes.items():
            said = refuse_attribute(name, attribute.lower(), value or "")
            if said:
                yield said


def line_of(message: str, source: str) -> int:
    """Return the line of a page's source, counted from 1, that a message about its HTML speaks of; 1 when none can be told."""
    for name in re.findall(r"<([a-z][\w-]*)>|([\w-]+)= in HTML|“([^”…]+)", message):
        word = next(part for part in name if part)
        found = source.lower().find(word.lower())
        if found >= 0:
            return source.count("\n", 0, found) + 1
    return 1
