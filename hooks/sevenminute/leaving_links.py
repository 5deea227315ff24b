"""The Python-Markdown extension that gives every link that leaves the site what keeps its readers private.

A page with an open window of another site could be steered by it, and would tell it where the reader comes from.
"""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

REL = ("noreferrer", "noopener")
"""What stands in `rel` of such a link."""

_LINK = re.compile(r"<a\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.IGNORECASE)
_LEAVES = re.compile(r"\shref\s*=\s*[\"']?\s*(?:https?:)?//", re.IGNORECASE)
_REL = re.compile(r"\srel\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<plain>[^\s\"'>]+))", re.IGNORECASE)


class LeavingLinks(Extension):
    """Marks the links that leave the site, those in raw HTML too."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register with Python-Markdown."""
        md.postprocessors.register(_LinkPostprocessor(md), "sevenminute-leaving-links", -10)  # when raw HTML is back (30)


class _LinkPostprocessor(Postprocessor):
    def run(self, text: str) -> str:
        return _LINK.sub(lambda found: _marked(found[0]) if _LEAVES.search(found[0]) else found[0], text)


def _marked(tag: str) -> str:
    given = _REL.search(tag)
    own = (given["double"] or given["single"] or given["plain"] or "").split() if given else []
    rel = f' rel="{" ".join(dict.fromkeys([*own, *REL]))}"'
    return _REL.sub(lambda _: rel, tag, count=1) if given else f"{tag[:2]}{rel}{tag[2:]}"
