"""The resources on a topic's page: which they are, in which group, and what is said of each."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser

import sample
from browsing import opened
from conftest import SiteMaker

TOPIC = "---\ntopic: sleep\ntitle: Safer sleep\n---\n\n# Safer sleep\n\n## Resources\n\nWords.\n"


def entry(id: str, **fields: str) -> str:
    """Return an entry of the register with what every entry needs."""
    known = {
        "title": id.replace("-", " ").capitalize(),
        "publisher": "The Trust",
        "kind": "guidance",
        "audience": "practitioners",
        "url": f"https://www.example.org/{id}",
        **fields,
    }
    return "\n".join([f"{id}:", *(f"  {key}: {value}" for key, value in known.items() if value)]) + "\n"


def words(element: Tag | None) -> str:
    """Return an element's text with single spaces."""
    assert element is not None
    return " ".join(element.get_text(" ").split())


def groups(page: BeautifulSoup) -> dict[str, list[str]]:
    """Return the titles below each heading of the resources."""
    found = {}
    for heading in page.select(".topic-resources h3"):
        listed = heading.find_next_sibling("ul")
        assert isinstance(listed, Tag)
        found[words(heading)] = [words(item.select_one(".resource")) for item in listed.select("li")]
    return found


def test_resources_stand_below_the_reader_that_they_are_for(make_site: SiteMaker) -> None:
    register = (
        entry("zebra-crossing", topics="sleep")
        + entry("a-leaflet", topics="[sleep]", audience="parents")
        + entry("for-all", topics="[babies, sleep]", audience="both")
        + entry("elsewhere", topics="babies")
    )
    page = make_site({"docs/topics/s.md": TOPIC, "briefings/a.md": sample.briefing(), "briefings/resources.yml": register}).html(
        "topics/s"
    )
    assert groups(page) == {"For practitioners": ["For all", "Zebra crossing"], "For parents": ["A leaflet", "For all"]}


def test_what_the_topics_briefings_cite_belongs_to_it(make_site: SiteMaker) -> None:
    body = sample.panels() + "\n- [one][by-id]\n- [two](https://www.example.org/by-address/)\n- [x](https://www.example.org/x)\n"
    other = sample.panels() + "\n[Another][not-on-it]\n"
    files: dict[str, str | bytes] = {
        "briefings/a.md": sample.briefing(body, topics="[sleep]"),
        "briefings/b.md": sample.briefing(other, title="Other"),
        "briefings/resources.yml": entry("by-id") + entry("by-address") + entry("not-on-it"),
    }
    site = make_site(files)
    assert site.messages == []
    assert groups(site.html("topics/sleep")) == {"For practitioners": ["By address", "By id"]}


def test_what_the_topics_page_cites_belongs_to_it(make_site: SiteMaker) -> None:
    page = TOPIC + "\n[One][by-id], [two](http://example.org/by-address), [a page](https://www.example.org/x).\n"
    files: dict[str, str | bytes] = {
        "docs/topics/s.md": page,
        "briefings/a.md": sample.briefing(),
        "briefings/resources.yml": entry("by-id") + entry("by-address", audience="parents") + entry("not-on-it"),
    }
    site = make_site(files)
    assert site.messages == []
    assert groups(site.html("topics/s")) == {"For practitioners": ["By id"], "For parents": ["By address"]}


def test_two_with_one_title_are_told_apart(make_site: SiteMaker) -> None:
    register = entry("one", topics="sleep", title="Briefings", publisher="Trust A")
    register += entry("two", topics="sleep", title="briefings", publisher="Trust B") + entry("three", topics="sleep")
    site = make_site({"briefings/a.md": sample.briefing(topics="[sleep]"), "briefings/resources.yml": register})
    names = ["Briefings, Trust A", "briefings, Trust B", "Three"]
    assert groups(site.html("topics/sleep")) == {"For practitioners": names}
    assert [words(title) for title in site.html("resources").select(".resource-entry h3")] == names


def test_on_paper_each_has_its_address(browser: Browser, make_site: SiteMaker, serve: Callable[[Path], str]) -> None:
    register = entry("paper", topics="sleep")
    site = make_site({"briefings/a.md": sample.briefing(topics="[sleep]"), "briefings/resources.yml": register})
    with opened(browser) as page:
        page.goto(serve(site.folder) + "topics/sleep/")
        address = page.locator(".topic-resources .resource-entry__address")
        assert not address.is_visible()
        page.emulate_media(media="print")
        assert address.inner_text() == "https://www.example.org/paper"


def test_each_says_what_it_is_whose_it_is_and_how_to_get_it(make_site: SiteMaker) -> None:
    register = entry("paper", topics="sleep", format="PDF", size="333 KB", applies_to="Wiltshire", published="2020-07") + entry(
        "nowhere",
        topics="sleep",
        url="",
        format="PDF",
        how_to_get="Ask your lead for a copy.",
        phone='"0300 456 0108"',
        email="info@example.org",
    )
    page = make_site({"briefings/a.md": sample.briefing(topics="[sleep]"), "briefings/resources.yml": register}).html(
        "topics/sleep"
    )
    nowhere, paper = page.select(".topic-resources li")
    assert words(paper) == (
        "Paper (PDF, 333 KB) https://www.example.org/paper Guidance. The Trust, July 2020 . Serves Wiltshire."
    )
    assert paper.select_one("time[datetime='2020-07']") is not None
    assert [(link["href"], link["rel"]) for link in paper.select("a")] == [
        ("https://www.example.org/paper", ["noreferrer", "noopener"])
    ]
    assert words(nowhere) == (
        "Nowhere (PDF) (no web address) Guidance. The Trust. Ask your lead for a copy. "
        "Telephone 0300 456 0108 Email info@example.org"
    )
    assert [link["href"] for link in nowhere.select("a")] == ["tel:03004560108", "mailto:info@example.org"]
    assert "tel" in nowhere.select("a")[0]["class"]


def test_hostile_words_stay_words(make_site: SiteMaker) -> None:
    bad = "'<script class=\"x\">& more</script>'"
    register = entry(
        "bad", topics="sleep", title=bad, publisher=bad, applies_to=bad, how_to_get=bad, url="'https://example.org/\"><b>'"
    )
    page = make_site({"briefings/a.md": sample.briefing(topics="[sleep]"), "briefings/resources.yml": register}).html(
        "topics/sleep"
    )
    section = page.select_one(".topic-resources")
    assert section is not None
    assert section.find_all("script") == []
    assert words(section.select_one(".resource")) == '<script class="x">& more</script>'
    assert section.select("a.resource")[0]["href"] == 'https://example.org/"><b>'


@pytest.mark.parametrize("audience", ["practitioners", "parents", "both"])
def test_headings_have_no_gap_and_anchors_are_unique(make_site: SiteMaker, audience: str) -> None:
    files: dict[str, str | bytes] = {
        "docs/topics/s.md": TOPIC + "\n## Topic resources\n",
        "briefings/a.md": sample.briefing(topics="[sleep]"),
        "briefings/resources.yml": entry("paper", topics="sleep", audience=audience),
    }
    page = make_site(files).html("topics/s")
    headings = page.select("h1, h2, h3, h4")
    assert all(int(after.name[1]) <= int(before.name[1]) + 1 for before, after in pairwise(headings))
    ids = [element["id"] for element in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert len(page.select(".topic-resources h3")) == (2 if audience == "both" else 1)


def test_nothing_is_shown_when_there_is_none(make_site: SiteMaker) -> None:
    files: dict[str, str | bytes] = {
        "briefings/a.md": sample.briefing(topics="[sleep]"),
        "briefings/resources.yml": entry("paper", topics="babies"),
    }
    page = make_site(files).html("topics/sleep")
    assert page.select(".topic-resources, [id*=resources]") == []


def test_a_resource_of_a_topic_stands_on_its_page_after_the_briefings(make_site: SiteMaker) -> None:
    files: dict[str, str | bytes] = {
        "docs/topics/s.md": TOPIC,
        "briefings/a.md": sample.briefing(topics="[sleep]"),
        "briefings/resources.yml": entry("paper", topics="sleep"),
    }
    page = make_site(files).html("topics/s")
    assert [words(heading) for heading in page.select("#main-content h2")] == [
        "Resources",
        "Briefings on this topic",
        "Resources on this topic",
    ]
