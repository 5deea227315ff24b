"""The page of all resources, what the site's search knows of it, and the files for re-use: each test shows its whole site."""

from __future__ import annotations

import csv
import io
import json
import re
from itertools import pairwise
from typing import Any, get_args

import pytest
from bs4 import BeautifulSoup, Tag
from corpus import resource_file

import sample
from conftest import ROOT, Built, SiteMaker, build_site, write_site
from sevenminute.content.resource import KINDS, OTHER, PARTS_OF_EVERY_PAGE, Kind, parse_register
from sevenminute.pages.resource_files import BETWEEN_PARTS, BETWEEN_PLACES, BETWEEN_VALUES, COLUMNS

PAGE = "resources/index.html"
REGISTER = """\
out-of-routine:
  title: Out of Routine
  publisher: Review Panel
  kind: report
  audience: practitioners
  url: https://www.example.org/out-of-routine
  topics: [sleep, bruises]
  summary: What was learned.
  format: PDF
  size: 333 KB
  published: 2020-07
helpline:
  title: Sleep helpline
  publisher: Sleep Trust
  kind: service
  audience: both
  phone: "0300 456 0108"
  email: help@example.org
  how_to_get: Ring on any day.
  applies_to: Wiltshire
a-leaflet:
  title: a leaflet about bruises
  publisher: Health Board
  kind: leaflet
  audience: parents
  url: https://www.example.org/leaflet
the-annual-report:
  title: Annual report
  publisher: Review Panel
  kind: report
  audience: practitioners
  url: https://www.example.org/annual
"""
RESOURCES = """
## Background

See [the report][out-of-routine] and [a *film*](https://www.example.com/film).

## Why

Words.

## What

Words.

## How

Words.

## Who

Words.

## When

Words.

## Resources

- [Out of Routine][out-of-routine]: the review; [the review][out-of-routine] again.
- [The helpline][helpline]
"""
SITE = {
    "briefings/resources.yml": REGISTER,
    "briefings/sleep.md": sample.briefing(RESOURCES, title="Sleep & rest", links_updated="2025-04", topics="[sleep]"),
    "docs/topics/sleep.md": (
        "---\ntopic: sleep\ntitle: Safer sleep\n---\n# Safer sleep\n\n[Out of Routine][out-of-routine] and "
        "[a page of ours](https://www.example.net/ours).\n"
    ),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("resources")
    built = build_site(write_site(folder / "source", dict(SITE)), folder / "site")
    assert built.messages == []
    return built


def words(element: Tag | None) -> str:
    """Return an element's text with single spaces."""
    assert element is not None
    return re.sub(r" (?=[,)])", "", " ".join(element.get_text(" ").split())).replace("( ", "(")


def entry(page: BeautifulSoup, anchor: str) -> Tag:
    found = page.select_one(f"li#{anchor}")
    assert found is not None, anchor
    return found


def facts_of(site: Built) -> dict[str, dict[str, Any]]:
    """Return the resources of `resources.json` by id."""
    return {fact["id"]: fact for fact in json.loads((site.folder / "resources.json").read_text(encoding="utf-8"))}


def test_every_resource_stands_once_by_kind_and_from_a_to_z(site: Built) -> None:
    page = site.html(PAGE)
    groups = {words(group.h2): [words(title) for title in group.select("h3")] for group in page.select("section.resource-group")}
    assert groups == {
        "Reports": ["Annual report", "Out of Routine (PDF, 333 KB)"],
        "Leaflets": ["a leaflet about bruises"],
        "Services": ["Sleep helpline"],
        "Other links": ["a film", "a page of ours"],
    }
    jumps = [(jump["href"], words(jump)) for jump in page.select(".jumps a")]
    assert jumps == [(f"#{title['id']}", words(title)) for title in page.select(".resource-group h2")]


def test_an_entry_says_all_that_is_known(site: Built) -> None:
    report = entry(site.html(PAGE), "out-of-routine")
    link = report.select_one("h3 a")
    assert link is not None
    assert link["href"] == "https://www.example.org/out-of-routine"
    assert link["rel"] == ["noreferrer", "noopener"]
    assert not link.has_attr("target")
    assert words(report.select_one(".resource-entry__summary")) == "What was learned."
    assert [words(fact) for fact in report.select(".resource-entry__facts > li")] == [
        "Report",
        "For practitioners",
        "Published by Review Panel, July 2020",
        "Topic: Safer sleep",
        "Topic: Bruises",
        "Not checked yet",
    ]
    assert report.select_one(".resource-entry__facts time[datetime='2020-07']") is not None
    assert report.select_one(".resource-entry__facts a[href='../topics/sleep/index.html']") is not None


def test_an_entry_names_each_place_once_with_its_panel_and_date(site: Built) -> None:
    report = entry(site.html(PAGE), "out-of-routine")
    named = [(words(place), place.a["href"]) for place in report.select(".resource-entry__named li") if place.a]
    assert named == [
        ("Sleep & rest, panel 1 links updated April 2025", "../briefings/sleep/index.html#panel-1"),
        ("Sleep & rest, panel 7 links updated April 2025", "../briefings/sleep/index.html#panel-7"),
        ("Safer sleep, topic page", "../topics/sleep/index.html"),
    ]
    leaflet = entry(site.html(PAGE), "a-leaflet")
    assert words(leaflet.select_one(".resource-entry__named")) == "Not named in any briefing yet"


def test_what_has_no_address_says_so_and_how_to_get_it(site: Built) -> None:
    helpline = entry(site.html(PAGE), "helpline")
    assert helpline.select_one("h3 a") is None
    got = helpline.select_one(".resource-entry__get")
    assert words(got) == "No web address. Ring on any day. Telephone 0300 456 0108 Email help@example.org"
    assert [link["href"] for link in helpline.select(".resource-entry__get a")] == ["tel:03004560108", "mailto:help@example.org"]
    assert "Serves Wiltshire" in words(helpline)
    assert "For practitioners and parents" in words(helpline)


def test_the_page_has_one_title_no_gaps_and_no_id_twice(make_site: SiteMaker) -> None:
    """Even when ids of the register are those that the page would take for its own parts."""
    ids = ("resources", "kind-report", "filter-words", "all-resources", "title")
    register = "".join(REGISTER.partition("helpline:")[0].replace("out-of-routine", id) for id in ids)
    page = make_site({"briefings/a.md": sample.briefing(), "briefings/resources.yml": register}).html(PAGE)
    found = [str(element["id"]) for element in page.find_all(id=True)]
    assert set(ids) <= set(found)
    assert len(found) == len(set(found))
    levels = [int(heading.name[1]) for heading in page.find_all(re.compile("^h[1-6]$"))]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_no_entry_can_have_the_anchor_of_a_part_of_the_page(site: Built) -> None:
    """A part that is added to the frame has an underscore in its id, or stands among the names that the register refuses."""
    page = site.html(PAGE)
    others = {str(element["id"]) for element in page.find_all(id=True) if "resource-entry" not in (element.get("class") or [])}
    scripts = (file.read_text(encoding="utf-8") for file in (ROOT / "overrides").rglob("*.js"))
    others |= {id for script in scripts for id in re.findall(r'\.id = "([^"]+)"', script)}
    assert {id for id in others if re.fullmatch(r"[a-z0-9-]+", id)} == PARTS_OF_EVERY_PAGE


def test_paper_says_where_the_current_list_is(site: Built) -> None:
    page = site.html(PAGE)
    current = page.select_one("link[rel=canonical]")
    assert current is not None
    assert f"Printed from {current['href']}." in words(page.select_one(".printed-from"))


def test_an_editor_may_write_the_beginning_of_the_page(make_site: SiteMaker) -> None:
    site = make_site({**SITE, "docs/resources/index.md": "---\ntitle: Where to look\n---\n# Where to look\n\nOurs.\n"})
    assert site.messages == []
    page = site.html(PAGE)
    assert words(page.h1) == "Where to look"
    assert words(page.select_one(".prose p")) == "Ours."
    assert page.select_one("#out-of-routine") is not None


def test_headings_of_an_editor_leave_the_entries_their_anchors(make_site: SiteMaker) -> None:
    words_above = "# Where to look\n\n## Helpline\n\nOurs.\n\n## A leaflet {: #a-leaflet }\n\nOurs.\n"
    site = make_site({**SITE, "docs/resources/index.md": words_above})
    assert site.messages == []
    ids = [str(element["id"]) for element in site.html(PAGE).find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert {"helpline_", "a-leaflet_"} <= set(ids)
    assert entry(site.html(PAGE), "helpline").select_one("a[href^=tel]") is not None


def test_a_site_without_resources_says_so(make_site: SiteMaker) -> None:
    site = make_site({"briefings/a.md": sample.briefing()})
    assert site.messages == []
    assert "No briefing names a resource yet." in words(site.html(PAGE).select_one(".page"))
    assert facts_of(site) == {}


@pytest.mark.slow
def test_a_long_list_is_split_so_that_a_browser_need_not_lay_out_all(make_site: SiteMaker) -> None:
    built = make_site({"briefings/a.md": sample.briefing(), "briefings/resources.yml": resource_file(400)})
    page = built.html(PAGE)
    assert page.select_one(".resource-index--long") is not None
    assert max(len(found.find_all("li", recursive=False)) for found in page.select(".resource-list")) == 40
    assert len({item["id"] for item in page.select(".resource-entry")}) == 400


def test_every_kind_has_a_heading() -> None:
    assert set(KINDS) == {*get_args(Kind), OTHER}


HOSTILE_REGISTER = r"""
bad:
  title: "<script>window.ran=1</script> \"quoted\" & 'more'"
  publisher: "\" onmouseover=\"window.ran=1"
  kind: report
  audience: both
  url: "https://www.example.org/\"onclick=\"window.ran=1\"?<b>"
  summary: "<img src=x onerror=window.ran=1>"
  how_to_get: "<iframe>words</iframe>"
  applies_to: "<svg>all</svg>"
other:
  title: Other
  publisher: P
  kind: report
  audience: both
  how_to_get: Ask.
"""


def test_texts_of_the_register_are_shown_as_they_are_written(make_site: SiteMaker) -> None:
    site = make_site({"briefings/a.md": sample.briefing(), "briefings/resources.yml": HOSTILE_REGISTER})
    assert site.messages == []
    bad = entry(site.html(PAGE), "bad")
    assert words(bad.h3) == "<script>window.ran=1</script> \"quoted\" & 'more'"
    assert "<img src=x onerror=window.ran=1>" in words(bad)
    assert not bad.select("script, img, b, iframe, svg:not(.icon), [onclick], [onmouseover]")
    assert [option["value"] for option in site.html(PAGE).select("#filter_publisher option")] == [
        "",
        '" onmouseover="window.ran=1',
        "P",
    ]


def test_the_json_says_what_is_known_with_whole_addresses(site: Built) -> None:
    facts = facts_of(site)
    assert len(facts) == 6
    assert facts["out-of-routine"] == {
        "id": "out-of-routine",
        "title": "Out of Routine",
        "url": "https://www.example.org/out-of-routine",
        "publisher": "Review Panel",
        "kind": "report",
        "audience": ["practitioners"],
        "topics": ["sleep", "bruises"],
        "summary": "What was learned.",
        "phone": None,
        "email": None,
        "how_to_get": None,
        "format": "PDF",
        "size": "333 KB",
        "published": "2020-07",
        "applies_to": None,
        "cited_by": [
            {
                "title": "Sleep & rest",
                "url": "https://briefings.example.org/briefings/sleep/#panel-1",
                "panel": 1,
                "links_updated": "2025-04",
            },
            {
                "title": "Sleep & rest",
                "url": "https://briefings.example.org/briefings/sleep/#panel-7",
                "panel": 7,
                "links_updated": "2025-04",
            },
            {"title": "Safer sleep", "url": "https://briefings.example.org/topics/sleep/", "panel": None, "links_updated": None},
        ],
    }


def test_without_a_published_site_addresses_begin_at_its_root(make_site: SiteMaker) -> None:
    settings = sample.SETTINGS.replace("site_url: https://briefings.example.org/\n", "")
    site = make_site(dict(SITE), settings)
    places = facts_of(site)["helpline"]["cited_by"]
    assert [place["url"] for place in places] == ["briefings/sleep/index.html#panel-7"]


def rows_of(site: Built) -> list[dict[str, str]]:
    text = (site.folder / "resources.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.count(b"\r\n") >= 1
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline=""), strict=True))


def read_back(row: dict[str, str]) -> dict[str, Any]:
    """Return the facts of a row of the CSV, as the page describes its columns."""
    plain = {column: re.sub(r"^'(?='*[=+\-@\t\r\n＝＋－＠])", "", cell) for column, cell in row.items()}
    fact: dict[str, Any] = {column: cell or None for column, cell in plain.items()}
    for column in ("audience", "topics"):
        fact[column] = plain[column].split(BETWEEN_VALUES) if plain[column] else []
    lines = plain["cited_by"].split(BETWEEN_PLACES) if plain["cited_by"] else []
    places = [line.rsplit(BETWEEN_PARTS, 3) for line in lines]
    fact["cited_by"] = [
        {"title": title, "url": url, "panel": int(panel) if panel else None, "links_updated": date or None}
        for title, panel, date, url in places
    ]
    return fact


AWKWARD = r"""
formula:
  title: "=1+1, \"two\" and 'three'"
  publisher: "'=quoted already"
  kind: service
  audience: both
  phone: "+44 300 456 0108"
  summary: "-5 | 6 | ü – “x”"
  how_to_get: "@someone; or @another"
"""


def test_json_and_csv_say_the_same_facts(make_site: SiteMaker) -> None:
    body = sample.panels().replace("Words about resources.", '[a | b | c, "d"](https://www.example.org/x) and [=1][formula]')
    files = {
        **SITE,
        "briefings/resources.yml": REGISTER + AWKWARD.lstrip(),
        "briefings/b.md": sample.briefing(body, title="'=Title | 7 | of, \"all\"'"),
    }
    site = make_site(files)
    assert site.messages == []
    rows = rows_of(site)
    assert list(rows[0]) == list(COLUMNS) == list(facts_of(site)["formula"])
    assert {row["id"]: read_back(row) for row in rows} == facts_of(site)
    assert facts_of(site)["formula"]["title"] == "=1+1, \"two\" and 'three'"


def test_no_cell_begins_as_a_spreadsheets_formula_does(make_site: SiteMaker) -> None:
    site = make_site({"briefings/a.md": sample.briefing(), "briefings/resources.yml": AWKWARD.lstrip()})
    (row,) = rows_of(site)
    assert row["title"] == "'=1+1, \"two\" and 'three'"
    assert row["publisher"] == "''=quoted already"
    assert row["phone"] == "'+44 300 456 0108"
    assert row["summary"].startswith("'-5")
    assert row["how_to_get"] == "'@someone; or @another"
    assert not [cell for cell in row.values() if cell.startswith(tuple("=+-@\t\r\n"))]


def test_the_page_explains_every_column(site: Built) -> None:
    page = site.html(PAGE)
    assert [words(name) for name in page.select(".resource-files dt")] == list(COLUMNS)
    assert [link["href"] for link in page.select(".resource-files a")] == ["../resources.csv", "../resources.json"]


def test_the_benchmarks_register_has_no_mistake() -> None:
    register = parse_register(resource_file(50))
    assert register.problems == ()
    assert len(register.resources) == 50
