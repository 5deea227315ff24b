"""The resources as files for reuse, `resources.json` and `resources.csv`: the same facts in both."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from sevenminute.content.citation_index import CitedAt, IndexEntry
from sevenminute.text.paths import RESOURCE_CSV, RESOURCE_JSON
from sevenminute.text.urls import without_index

COLUMNS = {
    "id": "as briefings cite it; for a link that is not in the register, link- and a code of its address",
    "title": "as its publisher calls it; for a link that is not in the register, its words",
    "url": "its web address",
    "publisher": "who answers for it",
    "kind": "policy, guidance, leaflet, training, report, service, form or video; unknown for a link that is not in the register",
    "audience": "whom it is for, as the site calls its audiences, such as practitioners or parents",
    "topics": "ids of topics",
    "summary": "one sentence",
    "phone": "telephone number",
    "email": "email address",
    "how_to_get": "how to get what has no address",
    "format": "type of a file",
    "size": "size of a file",
    "published": "month or day when it came out, like 2020-07 or 2020-07-31",
    "applies_to": "the area that it serves",
    "cited_by": "the places that name it: title, number of the panel, month or day when its links were updated, address",
}
"""The columns of both files with what they say, as the page of resources explains them."""

BETWEEN_VALUES = ", "
BETWEEN_PLACES = "\n"
BETWEEN_PARTS = " | "

# What a spreadsheet takes for a formula, or would after it has dropped a line break; an apostrophe that stands before
# such a sign already gets one more, so that taking one away always gives back what was meant.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")

Fact = dict[str, Any]


def resource_files(entries: Iterable[IndexEntry], site_url: str | None) -> dict[str, str | bytes]:
    """Return both files by their path on the site.

    Args:
        entries: The index.
        site_url: Where the site is published: addresses of briefings begin with it. Without it they are from the site's root.
    """
    facts = [_fact(entry, site_url) for entry in entries]
    return {RESOURCE_JSON: _as_json(facts), RESOURCE_CSV: _as_csv(facts)}


def _as_json(facts: Iterable[Fact]) -> str:
    """Return the text of `resources.json`."""
    return json.dumps(list(facts), ensure_ascii=False, indent=2) + "\n"


def _as_csv(facts: Iterable[Fact]) -> bytes:
    """Return `resources.csv` as RFC 4180 has it, with the mark by which Excel knows UTF-8."""
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    rows.writerows([_cell(fact[column]) for column in COLUMNS] for fact in facts)
    return text.getvalue().encode("utf-8-sig")


def _fact(entry: IndexEntry, site_url: str | None) -> Fact:
    fact: Fact = {**dict.fromkeys(COLUMNS), "audience": [], "topics": []}
    if entry.resource:
        known = entry.resource.fields.model_dump(mode="python")
        fact.update({column: value for column, value in known.items() if column in COLUMNS})
        published = entry.resource.fields.published
        fact.update(
            audience=list(dict.fromkeys(known["audience"])),
            topics=list(dict.fromkeys(known["topics"])),
            published=published.iso if published else None,
        )
    places = [_place(place, site_url) for place in entry.cited_by]
    return {**fact, "id": entry.anchor, "title": entry.title, "url": entry.url, "cited_by": places}


def _place(place: CitedAt, site_url: str | None) -> Fact:
    return {
        "title": place.title,
        "url": _published_at(place.url, site_url),
        "panel": place.panel,
        "links_updated": place.links_updated.iso if place.links_updated else None,
    }


def _published_at(url: str, site_url: str | None) -> str:
    """Return the address that people share; without a published site, the file's own."""
    if not site_url:
        return url
    page, mark, anchor = url.partition("#")
    return urljoin(site_url.rstrip("/") + "/", without_index(page)) + mark + anchor


def _cell(value: object) -> str:
    if isinstance(value, list):
        places = bool(value) and isinstance(value[0], dict)
        value = BETWEEN_PLACES.join(map(_line, value)) if places else BETWEEN_VALUES.join(value)
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) else text


def _line(place: Fact) -> str:
    """Return a place on one line; only the title, which comes first, can hold the sign that parts them."""
    parts = (place["title"], place["panel"], place["links_updated"], place["url"])
    return BETWEEN_PARTS.join("" if part is None else str(part) for part in parts)
