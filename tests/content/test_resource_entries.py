"""The entries of the index of resources: each resource once, with every place that cites it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from test_citations import REGISTER, TOPIC_PAGE

from sample import briefing
from sevenminute.checks import read_library
from sevenminute.content.citation_index import CitedAt, IndexEntry, index_entries
from sevenminute.content.library import Library


def body(**panels: str) -> str:
    """Return seven panels, a to g, with the given texts."""
    return "".join(f"\n## {letter.upper()}\n\n{panels.get(letter, 'Words.')}\n" for letter in "abcdefg")


def entries(root: Path, files: dict[str, str]) -> dict[str, IndexEntry]:
    """Return the entries of a site by title."""
    for path, text in {"briefings/resources.yml": REGISTER, **files}.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    library = read_library(root, today=date(2026, 11, 22))
    assert library.problems == ()
    found = index_entries(library)
    assert len({entry.anchor for entry in found}) == len(found)
    return {entry.title: entry for entry in found}


def places(entry: IndexEntry) -> list[tuple[str, int | None]]:
    return [(place.url, place.panel) for place in entry.cited_by]


def test_each_registered_resource_stands_once_with_the_places_that_cite_it(tmp_path: Path) -> None:
    found = entries(
        tmp_path,
        {
            "briefings/2-b.md": briefing(body(g="[words][guide]"), title="B"),
            "briefings/1-a.md": briefing(body(b="[words][guide]\n\n[again][guide]", g="[words][guide]"), title="A"),
            "docs/topics/sleep.md": TOPIC_PAGE.format("[words][guide]"),
            "docs/about.md": "---\ntitle: About us\n---\n\n[words][guide]\n",
        },
    )
    assert list(found) == ["The guide", "The leaflet", "The service"]
    guide = found["The guide"]
    assert (guide.anchor, guide.url) == ("guide", "https://example.org/guide?a=1&b=2")
    assert guide.resource is not None
    assert places(guide) == [
        ("briefings/a/index.html#panel-2", 2),
        ("briefings/a/index.html#panel-7", 7),
        ("briefings/b/index.html#panel-7", 7),
        ("about/index.html", None),
        ("topics/sleep/index.html", None),
    ]
    assert [place.title for place in guide.cited_by] == ["A", "A", "B", "About us", "Sleep"]
    assert [str(place.links_updated) for place in guide.cited_by] == ["February 2026"] * 3 + ["None"] * 2


def test_what_nobody_cites_is_listed_too(tmp_path: Path) -> None:
    found = entries(tmp_path, {"briefings/a.md": briefing(body(g="[words][guide]"))})
    assert found["The leaflet"].cited_by == ()
    assert (found["The leaflet"].url, found["The leaflet"].anchor) == (None, "leaflet")


@pytest.mark.parametrize("address", ["https://example.org/service", "https://example.org/service/", "http://EXAMPLE.org/service"])
def test_a_link_to_a_registered_address_counts_for_the_registered_one(tmp_path: Path, address: str) -> None:
    found = entries(
        tmp_path,
        {
            "briefings/a.md": briefing(body(c=f"[other words]({address})", g="[words][service]")),
            "docs/about.md": f"# About\n\n[other words]({address})\n",
        },
    )
    assert list(found) == ["The guide", "The leaflet", "The service"]
    assert places(found["The service"]) == [
        ("briefings/a/index.html#panel-3", 3),
        ("briefings/a/index.html#panel-7", 7),
        ("about/index.html", None),
    ]


def test_other_links_of_briefings_and_topic_pages_are_listed_once_by_their_words(tmp_path: Path) -> None:
    found = entries(
        tmp_path,
        {
            "briefings/a.md": briefing(body(c="[A *plain* link](https://plain.example.org/x)")),
            "docs/topics/sleep.md": TOPIC_PAGE.format(
                "[Other words](https://plain.example.org/x/)\n\n[Own][own]\n\n[own]: https://own.example.org/"
            ),
            "docs/about.md": "# About\n\n[The law](https://law.example.org/)\n\n[Same](https://plain.example.org/x)\n",
        },
    )
    assert list(found) == ["A plain link", "Own", "The guide", "The leaflet", "The service"]
    plain = found["A plain link"]
    assert (plain.url, plain.resource) == ("https://plain.example.org/x", None)
    assert plain.anchor.startswith("link-")
    assert plain.cited_by[0] == CitedAt("Safer sleep", "briefings/a/index.html#panel-3", 3, plain.cited_by[0].links_updated)
    assert places(plain)[1:] == [("topics/sleep/index.html", None)]
    assert places(found["Own"]) == [("topics/sleep/index.html", None)]


def test_the_anchor_of_a_link_stays_when_its_words_change(tmp_path: Path) -> None:
    first, second = (
        entries(tmp_path, {"briefings/a.md": briefing(body(c=f"[{words}](https://plain.example.org/x)"))})[words]
        for words in ("Some words", "Other words")
    )
    assert first.anchor == second.anchor


def test_links_that_stay_on_the_site_are_no_resources(tmp_path: Path) -> None:
    text = "[us](b.md), [mail](mailto:info@example.org), [part](#panel-2) and `https://code.example.org/`"
    found = entries(tmp_path, {"briefings/a.md": briefing(body(c=text)), "briefings/b.md": briefing(title="B")})
    assert list(found) == ["The guide", "The leaflet", "The service"]


def test_our_own_resources_are_all_cited_and_all_our_links_are_registered(our_library: Library) -> None:
    found = index_entries(our_library)
    assert [entry.anchor for entry in found if not entry.cited_by] == []
    assert [entry.url for entry in found if not entry.resource] == []
    assert len(found) == len(our_library.resources)
