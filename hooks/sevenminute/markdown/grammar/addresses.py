"""Bare addresses in the text, as far as the previews read them otherwise than pymdown-extensions."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from typing import TypeAlias

from markdown.util import AtomicString
from pymdownx.magiclink import RE_LINK, RE_MAIL, MagiclinkMailPattern, MagiclinkPattern

from markdown import Markdown

_FINISHED = re.compile("\x02(?!amp\x03)[a-z]")
"""Where a line break, a tag or a link begins that stands in the text as a mark."""
_NO_BEGINNING = frozenset("\"'[^")
"""Signs behind which `www.` is no address in the previews."""
_MAILTO = re.compile(r"(?<!\w)mailto:\Z")

Found: TypeAlias = tuple[etree.Element | None, int | None, int | None]
_NOTHING: Found = (None, None, None)


def read_as_previews_do(md: Markdown) -> None:
    """Replace the patterns of bare addresses by ours."""
    web = _WebAddress(RE_LINK, md)
    web.config = md.inlinePatterns["magic-link"].config  # type: ignore[attr-defined]  # pymdown-extensions have no types
    md.inlinePatterns.register(web, "magic-link", 85)  # as pymdown-extensions do
    md.inlinePatterns.register(_EmailAddress(RE_MAIL, md), "magic-mail", 84.9)


class _WebAddress(MagiclinkPattern):  # type: ignore[misc]  # pymdown-extensions have no types
    """A web address, which ends where a line break, a tag or a link begins."""

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # noqa: N802 - the name is Python-Markdown's
        """Return the link, and from where to where it goes."""
        if m["www"] and data[m.start() - 1 : m.start()] in _NO_BEGINNING:
            return _NOTHING
        finished = _FINISHED.search(data, m.end())
        found: Found = super().handleMatch(m, data[: finished.start()] if finished else data)
        return found


class _EmailAddress(MagiclinkMailPattern):  # type: ignore[misc]  # likewise
    """An email address, with `mailto:` where that is written before it."""

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # noqa: N802 - the name is Python-Markdown's
        """Return the link, and from where to where it goes."""
        link, start, end = super().handleMatch(m, data)
        if mailto := _MAILTO.search(data, max(0, m.start() - 8), m.start()):
            start = mailto.start()
            link.text = AtomicString(mailto[0] + link.text)
        return link, start, end
