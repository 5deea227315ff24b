"""What a page must not hold: the site loads nothing from another host and runs nothing that an editor pasted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sevenminute.internal_links import without_code
from sevenminute.problem import Problem, quoted

_PICTURE = re.compile(r"!\[[^\[\]\n]*\]\(\s*<?(?P<address>(?:[a-z][a-z0-9+.-]*:|//)[^\s()<>]*)", re.IGNORECASE)
_ELEMENT = re.compile(
    r"<(?P<name>script|style|iframe|object|embed|applet|frame|frameset|form|link|meta|base|svg|math)\b", re.IGNORECASE
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
