"""Changing the links to a file that gets another name: the name alone changes, to the byte."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable

from sevenminute.links.edit.lines import BYTE_ORDER_MARK, file_lines
from sevenminute.markdown.internal_links import InternalLink

_CODE = re.compile(r"(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)")


def with_renamed_links(text: str, links: Iterable[InternalLink], name: str) -> str:
    """Return a page whose links to a file have its new name; folders before it and a part of the page behind it stay.

    Args:
        text: The page, with its own line ends.
        links: Those that lead to the file.
        name: The new name of the file.
    """
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    lines = file_lines(text.removeprefix(mark))
    for number, written in dict.fromkeys((link.line, link.written) for link in links):
        if number <= len(lines):
            lines[number - 1] = _replaced(lines[number - 1], written, _renamed(written, name))
    return mark + "".join(lines)


def with_renamed_path(text: str, path: str, name: str) -> str:
    """Return a text in which the path of a file has its new name, wherever it stands for itself."""
    return _replaced(text, path, _renamed(path, name))


def _renamed(written: str, name: str) -> str:
    file = re.split("[#?]", written, maxsplit=1)[0]
    folder = posixpath.dirname(file)
    return f"{folder}/{name}{written[len(file) :]}" if folder else name + written[len(file) :]


def _replaced(line: str, written: str, new: str) -> str:
    """Return a line with an address replaced that stands for itself, and in no code."""
    code = [found.span() for found in _CODE.finditer(line)]
    whole = re.compile(rf"(?<![^\s(\[<{{\"'=:,]){re.escape(written)}(?=[\s)>\]}}\"',]|\Z)")

    def replace(found: re.Match[str]) -> str:
        return found[0] if any(begins <= found.start() < ends for begins, ends in code) else new

    return whole.sub(replace, line)
