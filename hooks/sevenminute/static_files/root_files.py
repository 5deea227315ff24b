"""`robots.txt` and `security.txt`: the two files of plain text that a site may have, because programs look for them there."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sevenminute.diagnostics.problem import quoted
from sevenminute.static_files.refusals import FileRefusedError

_LINE = re.compile(r"(?P<field>[A-Za-z-]+): *(?P<value>[!-;=?-~ ]*)")
_ADDRESS = re.compile(r"(?:https://|mailto:|tel:)[!-;=?-~]+")
_TEXT = re.compile(r"[!-;=?-~ ]*")
_ROBOTS = dict.fromkeys(("user-agent", "allow", "disallow", "crawl-delay", "sitemap"), _TEXT)
_SECURITY = {
    **dict.fromkeys(("contact", "encryption", "acknowledgments", "canonical", "policy", "hiring"), _ADDRESS),
    **dict.fromkeys(("expires", "preferred-languages"), _TEXT),
}
"""Fields of RFC 9309 and of RFC 9116 in small letters, with what their values look like."""


def check_robots(data: bytes) -> None:
    """Check that a file is a `robots.txt` and nothing else.

    Raises:
        FileRefusedError: A line is none of it.
    """
    _check(data, _ROBOTS, "User-agent: *")


def check_security(data: bytes) -> None:
    """Check that a file is a `security.txt` and nothing else.

    Raises:
        FileRefusedError: A line is none of it.
    """
    _check(data, _SECURITY, "Contact: mailto:security@example.org")


def _check(data: bytes, fields: Mapping[str, re.Pattern[str]], like: str) -> None:
    text = data.decode("ascii", errors="replace").replace("\r\n", "\n")
    for number, line in enumerate(text.split("\n"), 1):
        if not line or (line.startswith("#") and _TEXT.fullmatch(line)):
            continue
        found = _LINE.fullmatch(line)
        value = fields.get(found["field"].lower()) if found else None
        if not found or not value or not value.fullmatch(found["value"]):
            raise FileRefusedError(f"{quoted(_plain(line))} is not a line of this file: write lines like {like}", number)


def _plain(line: str) -> str:
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in line)
