"""Where things lie: the folders of the repository, and their counterparts among the site's sources.

On the site, `docs/` is the root and `briefings/` lies within it.
"""

from __future__ import annotations

import posixpath

BRIEFINGS = "briefings"
"""Folder of the briefings in the repository, and their place on the site."""
DOCS = "docs"
"""Folder of all other pages in the repository."""
TOPICS = "topics"
"""Folder of the topic pages within `docs/`, and their place on the site."""
REGISTER = f"{BRIEFINGS}/resources.yml"
"""The register of resources."""

HOME = "index.md"
BRIEFING_LIST = f"{BRIEFINGS}/index.md"
A_TO_Z = f"{BRIEFINGS}/a-to-z.md"
NEWEST = f"{BRIEFINGS}/newest.md"
TOPIC_LIST = f"{TOPICS}/index.md"
RESOURCE_INDEX = "resources/index.md"
SEARCH_PAGE = "search.md"
LINK_LIST = "links/index.md"
DUE = "due/index.md"
GENERATED = (BRIEFING_LIST, A_TO_Z, NEWEST, TOPIC_LIST, RESOURCE_INDEX, SEARCH_PAGE, LINK_LIST, DUE)
"""Pages that the site makes by itself, by their path within its sources; `pages.generated_pages` has what is on each."""
RESERVED_SLUGS = frozenset(posixpath.basename(page).removesuffix(".md") for page in (BRIEFING_LIST, A_TO_Z, NEWEST))
"""Addresses under `/briefings/` that the lists have."""

RESOURCE_JSON = "resources.json"
RESOURCE_CSV = "resources.csv"
FEED_ATOM = "feed.xml"
FEED_JSON = "feed.json"
REVIEWS = "reviews.ics"
GENERATED_FILES = (RESOURCE_JSON, RESOURCE_CSV, FEED_ATOM, FEED_JSON, REVIEWS)
"""Files that the site makes by itself, by their path on it."""
MADE_BY_THEME = ("404.html", "index.html", "sitemap.xml", "sitemap.xml.gz")
"""Files at the root of the site that are made from templates."""
ONE_PAGE = "one-page.pdf"
LARGE_PRINT = "large-print.pdf"
PACK = "pack.pdf"
MADE_FOR_PRINT = (ONE_PAGE, LARGE_PRINT, PACK)
"""Names of the PDFs that the site makes by itself, in the folders of briefings and topics."""
WELL_KNOWN = f"{DOCS}/.well-known"
"""The one hidden folder that is read."""


def repository_path(source: str) -> str:
    """Return where a page of the site's sources lies in the repository."""
    return source if source.startswith(f"{BRIEFINGS}/") else f"{DOCS}/{source}"


def site_path(path: str) -> str | None:
    """Return where a file of the repository lies in the site's sources, or None when it is no part of the site."""
    if path.startswith(f"{BRIEFINGS}/"):
        return path
    return path.removeprefix(f"{DOCS}/") if path.startswith(f"{DOCS}/") else None
