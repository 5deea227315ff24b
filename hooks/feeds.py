"""Adds `/feed.xml` (Atom) and `/feed.json` (JSON Feed) of the briefings, once the site has an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.structure.files import File

from sevenminute.build.state import Build, build_of
from sevenminute.output.feeds import Feed, atom, feed_entries, json_feed
from sevenminute.text.paths import FEED_ATOM, FEED_JSON

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the feeds, and tell the templates where they are: entries need whole addresses, and a feed without entries no date."""
    feed = _feed(build_of(config.extra), config)
    config.extra["feeds"] = {"atom": FEED_ATOM, "json": FEED_JSON} if feed else None
    if feed:
        for name, content in {FEED_ATOM: atom(feed), FEED_JSON: json_feed(feed)}.items():
            if not files.get_file_from_path(name):
                files.append(File.generated(config, name, content=content))
    return files


def _feed(build: Build, config: MkDocsConfig) -> Feed | None:
    """Return what the feeds say, or None when there is nothing that they could say."""
    if not config.site_url or not (build.library.briefings or build.library.withdrawn):
        return None
    return Feed(
        config.site_url,
        config.site_name,
        config.site_description or "",
        build.settings.organisation,
        feed_entries(build.library, config.site_url),
    )
