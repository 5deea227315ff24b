"""What a page must not hold: the site loads nothing from another host and runs nothing that an editor pasted.

The source is searched line by line, for messages that an editor can follow. The built page is searched too, by a parser, which
finds whatever was written in a way that nobody thought of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

from sevenminute.internal_links import without_code
from sevenminute.problem import Problem, quoted

_PICTURE = re.compile(r"!\[[^\[\]\n]*\]\(\s*<?(?P<address>(?:[a-z][a-z0-9+.-]*:|//)[^\s()<>]*)", re.IGNORECASE)
_ELEMENT = re.compile(
    r"<(?P<name>script|style|iframe|object|embed|applet|frame|frameset|form|link|meta|base|svg|math)(?=[\s/>])", re.IGNORECASE
)
_LOADS = re.compile(
    r"<(?:img|video|audio|source|track|input|a|area|div|p|span|table|td|body)\b[^<>]*?\s(?:src|srcset|poster|background)\s*=\s*"
    r"[\"']?(?P<address>(?:[a-z][a-z0-9+.-]*:|//)[^\s\"'<>]*)",
    re.IGNORECASE,
)
_HANDLER = re.compile(r"<[a-z][^<>]*?\s(?P<name>on[a-z]+|style)\s*=", re.IGNORECASE)
_SCRIPT_ADDRESS = re.compile(
    r"(?:\]\(\s*<?|\]:\s*<?|href\s*=\s*[\"']?)\s*(?P<address>(?:javascript|vbscript|data|file):)", re.IGNORECASE
)


def find_foreign(path: str, lines: Sequence[str], first_line: int) -> Iterator[Problem]:
    """Yield a problem for each thing on a page that would be loaded from elsewhere, or would run.

    Args:
        path: The page, relative to the root of the repository.
        lines: Its Markdown with raw HTML, without code and comments; see `Outline.kept`.
        first_line: Line of the file of the first of `lines`, counted from 1.
    """
    for number, line in enumerate(lines, first_line):
        if "<" in line or "](" in line or "]:" in line:
            for said in _in_line(without_code(line)):
                yield Problem(path, number, said)


def _in_line(line: str) -> Iterator[str]:
    for found in (*_PICTURE.finditer(line), *_LOADS.finditer(line)):
        mend = "upload the picture into the folder of this file, and name it here"
        yield f"{quoted(found['address'])} would be loaded from elsewhere, which tells others who reads this page: {mend}"
    for found in _ELEMENT.finditer(line):
        yield f"<{found['name'].lower()}> is not shown on this site: write a link to it instead"
    for found in _HANDLER.finditer(line):
        yield f"{found['name'].lower()}= in HTML does nothing on this site: delete it"
    for found in _SCRIPT_ADDRESS.finditer(line):
        yield f"an address that begins with {found['address'].lower()} leads nowhere: write one that begins with https://"


_ELEMENTS = {
    *("script", "style", "iframe", "object", "embed", "applet", "frame", "frameset", "link", "meta", "base", "svg", "math"),
    *("form", "button", "input", "textarea", "select"),
}
_LOADING = frozenset(["src", "srcset", "poster", "background", "data", "action", "formaction", "ping"])
_SPACES = re.compile(r"[\x00-\x20]+")
_SAFE_LINK = re.compile(r"(?:https?:|mailto:|tel:|[^:]*(?:[/?#]|$))", re.IGNORECASE)
_OTHER_HOST = re.compile(r"(?:^|,)(?:[a-z][a-z0-9+.-]*:|//|\\\\)", re.IGNORECASE)


def find_foreign_html(html: str) -> tuple[str, ...]:
    """Return what is wrong with the HTML of a page's own words: what would run, or would be loaded from elsewhere."""
    finder = _Finder()
    finder.feed(html)
    finder.close()
    return tuple(dict.fromkeys(finder.found))


class _Finder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ELEMENTS:
            self.found.append(f"<{tag}> is not shown on this site: write a link to it instead")
        for name, value in attrs:
            address = _SPACES.sub("", value or "")
            if name.startswith("on") or name == "style":
                self.found.append(f"{name}= does nothing on this site: delete it")
            elif name in _LOADING and _OTHER_HOST.search(address):
                self.found.append(f"{quoted(address)} would be loaded from elsewhere: upload it beside this file instead")
            elif name in ("href", "xlink:href") and not _SAFE_LINK.match(address):
                self.found.append(f"{quoted(address)} is no address for a link: write one that begins with https://")
