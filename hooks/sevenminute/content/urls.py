"""Where each page of the site is: `/a/page/index.html`, whatever its source is called.

Links name the `index.html`, so that they work from a file share as they do from a web server, which answers to `/a/page/` too.
"""

from __future__ import annotations

import posixpath
from urllib.parse import quote

from sevenminute.content.briefing import Briefing, BrokenBriefing
from sevenminute.content.topic import Topic
from sevenminute.text.paths import BRIEFINGS


def page_file(source: str) -> str:
    """Return the built file of a Markdown page: `about.md` becomes `about/index.html`, `index.md` becomes `index.html`.

    Args:
        source: Path of the page within the site's sources, with forward slashes.
    """
    folder, name = posixpath.split(source)
    stem = posixpath.splitext(name)[0]
    if stem.lower() in ("index", "readme"):
        return posixpath.join(folder, "index.html")
    return posixpath.join(folder, stem, "index.html")


def briefing_file(briefing: Briefing | BrokenBriefing) -> str:
    """Return the built file of a briefing. Its number is no part of it: a series may be renumbered."""
    return f"{BRIEFINGS}/{briefing.slug}/index.html"


def briefing_url(briefing: Briefing) -> str:
    """Return the address of a briefing from the site's root."""
    return quote(briefing_file(briefing))


def topic_url(topic: Topic) -> str:
    """Return the address of a topic's page from the site's root."""
    return quote(page_file(topic.source))


def without_index(url: str) -> str:
    """Return an address without a last `index.html`: the one that people share and search engines list."""
    return url.removesuffix("index.html")
