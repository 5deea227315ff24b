"""The feeds: valid, with whole addresses, and with dates that claim no more than editors know."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as etree
from datetime import datetime
from typing import Any

import feedparser
import pytest

import sample
from conftest import Built, SiteMaker
from sevenminute.output.feeds import NAMESPACE

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = r'"<script>alert(1)</script> & \"two\" ]]> <q>\u2028 &x; \uFFFE\u202E"'
SHOWN = '<script>alert(1)</script> & "two" ]]> <q>\u2028 &x;'


def atom_of(site: Built) -> Any:
    """Return the Atom feed as a reader takes it, which must be well formed."""
    read = feedparser.parse((site.folder / "feed.xml").read_bytes(), sanitize_html=False)
    assert not read.bozo, read.bozo_exception
    assert read.version == "atom10"
    return read


def json_of(site: Built) -> Any:
    """Return the JSON Feed."""
    return json.loads((site.folder / "feed.json").read_text(encoding="utf-8"))


def test_a_feed_says_the_facts_of_a_briefing_each_by_itself(make_site: SiteMaker) -> None:
    text = sample.briefing(
        published="2021-02", updated="2024-03-09", links_updated="2025-04", review_due="2027-05", topics="[sleep]"
    )
    site = make_site({"briefings/a.md": text, "docs/topics/s.md": "---\ntopic: sleep\ntitle: Safer sleep\n---\n"})
    assert site.messages == []
    address = "https://briefings.example.org/briefings/a/"
    said = (
        "How to talk about safer sleep.\n\n"
        "Published: February 2021. Updated: 9 March 2024. Links updated: April 2025. Review due: May 2027."
    )
    entry = atom_of(site).entries[0]
    assert (entry.id, entry.link, entry.title) == (address, address, "Safer sleep")
    assert (entry.published, entry.updated) == ("2021-02-01T00:00:00Z", "2025-04-01T00:00:00Z")
    assert (entry.summary, entry.content[0].value) == ("How to talk about safer sleep.", said)
    assert [(tag.term, tag.label) for tag in entry.tags] == [("sleep", "Safer sleep")]
    facts = {key: entry[f"briefing_{key}"] for key in ("published", "updated", "links_updated", "review_due")}
    assert facts == {"published": "2021-02", "updated": "2024-03-09", "links_updated": "2025-04", "review_due": "2027-05"}
    assert json_of(site)["items"] == [
        {
            "id": address,
            "url": address,
            "title": "Safer sleep",
            "content_text": said,
            "summary": "How to talk about safer sleep.",
            "date_published": "2021-02-01T00:00:00Z",
            "date_modified": "2025-04-01T00:00:00Z",
            "tags": ["Safer sleep"],
            "_briefing": {
                "published": "2021-02",
                "updated": "2024-03-09",
                "links_updated": "2025-04",
                "review_due": "2027-05",
                "topics": ["sleep"],
            },
        }
    ]


def test_a_feed_says_nothing_of_what_is_not_known(make_site: SiteMaker) -> None:
    site = make_site({"briefings/a.md": sample.briefing()})
    item = json_of(site)["items"][0]
    assert item["_briefing"] == {"published": "2026-01", "links_updated": "2026-02", "topics": []}
    assert "tags" not in item
    root = etree.fromstring((site.folder / "feed.xml").read_bytes())  # noqa: S314 - our own file
    facts = {element.tag: element.text for element in root.iter() if element.tag.startswith(f"{{{NAMESPACE}}}")}
    assert facts == {f"{{{NAMESPACE}}}published": "2026-01", f"{{{NAMESPACE}}}links_updated": "2026-02"}
    assert item["content_text"].endswith("Published: January 2026. Links updated: February 2026.")


def test_the_newest_stand_first_and_there_are_at_most_50(make_site: SiteMaker) -> None:
    files: dict[str, str | bytes] = {
        f"briefings/n{number}.md": sample.briefing(
            title=f"Number {number}", published=f"20{10 + number // 12}-{1 + number % 12:02}", links_updated="2026-02"
        )
        for number in range(60)
    }
    site = make_site(files)
    expected = [f"Number {number}" for number in range(59, 9, -1)]
    assert [entry.title for entry in atom_of(site).entries] == expected
    assert [item["title"] for item in json_of(site)["items"]] == expected


def test_the_date_of_a_feed_is_that_of_the_latest_change(make_site: SiteMaker) -> None:
    newer = sample.briefing(title="Newer", published="2026-03", links_updated="2026-03")
    mended = sample.briefing(title="Mended", published="2020-01", links_updated="2026-04-05", review_due="2030-01")
    site = make_site({"briefings/a.md": newer, "briefings/b.md": mended})
    read = atom_of(site)
    assert [entry.title for entry in read.entries] == ["Newer", "Mended"]
    assert read.feed.updated == "2026-04-05T00:00:00Z"


def test_hostile_words_stay_words(make_site: SiteMaker) -> None:
    settings = sample.SETTINGS.replace("site_name: Testshire briefings", "site_name: " + HOSTILE.replace(r"\uFFFE", ""))
    settings = settings.replace("name: Testshire Safeguarding Partnership", 'name: "T & <q>S</q>"')
    site = make_site({"briefings/ŵ-x.md": sample.briefing(title=HOSTILE.replace(r"\uFFFE", ""))}, settings)
    root = etree.fromstring((site.folder / "feed.xml").read_bytes())  # noqa: S314 - our own file
    titles = [element.text or "" for element in root.iter(f"{ATOM}title")]
    assert [" ".join(title[: len(SHOWN)].split()) for title in titles] == [" ".join(SHOWN.split())] * 2
    assert [element.text for element in root.iter(f"{ATOM}name")] == ["T & <q>S</q>"]
    assert {element.tag for element in root.iter() if NAMESPACE not in element.tag} <= {
        ATOM + name
        for name in (
            *("feed", "id", "title", "subtitle", "updated", "link", "author", "name", "uri"),
            *("entry", "published", "summary", "content", "category"),
        )
    }
    assert atom_of(site).entries
    assert json_of(site)["items"][0]["title"].startswith("<script>alert(1)</script> & ")
    links = site.html("briefings/ŵ-x").select("head > link[rel=alternate]")
    assert [str(link["title"]).startswith("<script>alert(1)</script> & ") for link in links] == [True, True]


def test_the_id_of_an_entry_is_the_pages_canonical_address(our_site: Built) -> None:
    found = {entry.id for entry in atom_of(our_site).entries}
    assert found == {item["id"] for item in json_of(our_site)["items"]}
    for address in found:
        page = our_site.html(address.removeprefix("https://briefings.example.org/"))
        assert page.select_one(f'link[rel=canonical][href="{address}"]') is not None


def test_the_atom_feed_has_what_the_standard_asks_for(our_site: Built) -> None:
    root = etree.fromstring((our_site.folder / "feed.xml").read_bytes())  # noqa: S314 - our own file
    assert root.tag == f"{ATOM}feed"
    ids = [element.text for element in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids)) == len(root.findall(f"{ATOM}entry")) + 1
    for element in [root, *root.findall(f"{ATOM}entry")]:
        for name in ("id", "title", "updated"):
            assert len(element.findall(ATOM + name)) == 1
        alternates = [link for link in element.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert len(alternates) == 1
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    assert [link.get("href") for link in root.findall(f"{ATOM}link[@rel='self']")] == ["https://briefings.example.org/feed.xml"]
    for name in ("updated", "published"):
        for element in root.iter(ATOM + name):
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", element.text or "")
    for link in root.iter(f"{ATOM}link"):
        assert (link.get("href") or "").startswith("https://briefings.example.org/")


def test_the_json_feed_has_what_the_standard_asks_for(our_site: Built, our_settings: Any) -> None:
    feed = json_of(our_site)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == our_settings.site_name
    assert feed["home_page_url"] == "https://briefings.example.org/"
    assert feed["feed_url"] == "https://briefings.example.org/feed.json"
    assert feed["description"] == our_settings.site_description
    assert feed["language"] == "en-GB"
    assert feed["authors"] == [
        {"name": our_settings.extra["organisation"]["name"], "url": our_settings.extra["organisation"]["website"]}
    ]
    known = {"version", "title", "home_page_url", "feed_url", "description", "language", "authors", "items"}
    assert set(feed) == known
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"]) > 0
    for item in feed["items"]:
        assert item["url"].startswith("https://briefings.example.org/briefings/")
        assert all(isinstance(item[key], str) and item[key] for key in ("id", "url", "title", "summary", "content_text"))
        assert all(isinstance(tag, str) for tag in item.get("tags", []))
        for key in ("date_published", "date_modified"):
            assert datetime.fromisoformat(item[key]).tzinfo is not None


def test_every_page_names_both_feeds(our_site: Built, our_pages: list[str]) -> None:
    for address in our_pages:
        links = our_site.html(address or "index.html").select("head > link[rel=alternate]")
        assert [link["type"] for link in links] == ["application/atom+xml", "application/feed+json"], address
        assert all(str(link["href"]).endswith(name) for link, name in zip(links, ("feed.xml", "feed.json"), strict=True))


@pytest.mark.parametrize("address", ["", "https://www.example.org/briefings"])
def test_addresses_follow_the_sites_own(make_site: SiteMaker, address: str) -> None:
    own = f"site_url: {address}\n" if address else ""
    settings = sample.SETTINGS.replace("site_url: https://briefings.example.org/\n", own)
    site = make_site({"briefings/a.md": sample.briefing()}, settings)
    if address:
        assert atom_of(site).entries[0].id == f"{address}/briefings/a/"
        assert json_of(site)["feed_url"] == f"{address}/feed.json"
    else:
        assert not list(site.folder.glob("feed.*"))
        assert "feed." not in (site.folder / "index.html").read_text(encoding="utf-8")


def test_a_site_without_a_briefing_has_no_feed(make_site: SiteMaker) -> None:
    site = make_site({})
    assert not list(site.folder.glob("feed.*"))


def test_a_feed_says_in_short_what_has_changed_and_in_which_language(make_site: SiteMaker) -> None:
    text = sample.briefing(
        key_messages="[Call at once., Write it down.]",
        changes="\n  - 2026-03-09: The number changed.\n  - 2026-02: The leaflet is new.",
        people="children",
        lang="cy",
    )
    site = make_site({"briefings/a.md": text, "briefings/b.md": sample.briefing(title="B", published="2025-12")})
    assert site.messages == []
    said = (
        "How to talk about safer sleep.\n\n"
        "In short:\n- Call at once.\n- Write it down.\n\n"
        "What has changed:\n- 9 March 2026: The number changed.\n- February 2026: The leaflet is new.\n\n"
        "Published: January 2026. Updated: 9 March 2026. Links updated: February 2026."
    )
    entry, other = atom_of(site).entries
    assert (entry.updated, entry.content[0].value) == ("2026-03-09T00:00:00Z", said)
    item, plain = json_of(site)["items"]
    assert (item["date_modified"], item["content_text"], item["language"]) == ("2026-03-09T00:00:00Z", said, "cy")
    assert item["_briefing"]["key_messages"] == ["Call at once.", "Write it down."]
    assert item["_briefing"]["changes"] == [
        {"date": "2026-03-09", "text": "The number changed."},
        {"date": "2026-02", "text": "The leaflet is new."},
    ]
    assert item["_briefing"]["people"] == "children"
    assert "language" not in plain
    assert plain["_briefing"].keys().isdisjoint({"key_messages", "changes", "people"})
    root = etree.fromstring((site.folder / "feed.xml").read_bytes())  # noqa: S314 - our own file
    first, second = root.findall(f"{ATOM}entry")
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert (first.get(lang), second.get(lang)) == ("cy", None)
    changes = [(found.get("date"), found.text) for found in first.findall(f"{{{NAMESPACE}}}change")]
    assert changes == [("2026-03-09", "The number changed."), ("2026-02", "The leaflet is new.")]
    assert [found.text for found in first.findall(f"{{{NAMESPACE}}}key_message")] == ["Call at once.", "Write it down."]
    assert not second.findall(f"{{{NAMESPACE}}}change")
    assert other.title == "B"
