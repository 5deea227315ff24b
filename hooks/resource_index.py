"""Adds `/resources/`, every resource that the site names with the places that name it, and the same as JSON and CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.structure.files import File
from rjsmin import jsmin

from sevenminute.build.state import build_of
from sevenminute.content.citation_index import index_entries
from sevenminute.output.downloads import COLUMNS, as_csv, as_json, resource_facts
from sevenminute.pages.links import resource_seen
from sevenminute.pages.resource_index import resource_page_data, without_anchors_of
from sevenminute.text.paths import RESOURCE_CSV, RESOURCE_INDEX, RESOURCE_JSON

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

_SHOWN_AT_ONCE = "overrides/scripts/inline/show-resource-filter.js"
_SUMMARY = "Every guide, report, leaflet and service that this site names, with the briefings that name it."
# An underscore is in no id of the register, so that no entry takes the anchor of the page's title.
_PAGE = f"# Resources {{: #all_resources }}\n\n{_SUMMARY}\n"


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the page, unless an editor wrote its beginning, and the two files."""
    facts = resource_facts(index_entries(build_of(config.extra).library), config.site_url)
    made: dict[str, str | bytes] = {RESOURCE_INDEX: _PAGE, RESOURCE_JSON: as_json(facts), RESOURCE_CSV: as_csv(facts)}
    for source, content in made.items():
        if not files.get_file_from_path(source):
            files.append(File.generated(config, source, content=content))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Tell the template what to list."""
    if page.file.src_uri != RESOURCE_INDEX:
        return
    build = build_of(config.extra)
    library, entries = build.library, index_entries(build.library)
    seen = {entry.anchor: resource_seen(entry.url, build.outgoing) for entry in entries}
    page.meta.setdefault("title", "Resources")
    page.meta.setdefault("description", _SUMMARY)
    script = jsmin((build.root / _SHOWN_AT_ONCE).read_text(encoding="utf-8")).strip()
    build.inline_scripts.add(script)
    page.meta.update(
        template="resource_index.html",
        resources={**resource_page_data(entries, library, seen), "shown_at_once": script},
        columns=COLUMNS,
    )


def on_page_content(content: str, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:
    """Leave the entries their anchors."""
    if page.file.src_uri != RESOURCE_INDEX:
        return None
    entries = index_entries(build_of(config.extra).library)
    return without_anchors_of(entries, content)
