"""Key messages, changes, owners, audiences, whom a briefing is about, and its language: on pages and in lists."""

from __future__ import annotations

import json
import textwrap

import pytest
from bs4 import Tag

import sample
from conftest import Built, SiteMaker, build_site, write_site
from page_parts import words

SETTINGS = sample.SETTINGS + textwrap.indent(
    textwrap.dedent("""\
        audiences: {practitioners: practitioners, gps: GPs, schools: schools and nurseries}
        topics: {lado: LADO}
        people:
          adults:
            urgent_help:
              question: Is an adult in danger now?
              worried: Worried about an adult?
              contacts:
                - {name: Testshire Adults Desk, telephone: 01632 960003, when: all day}
            questions: ["Which adult comes to mind?"]
          both:
            urgent_help:
              question: Is somebody in danger now?
              worried: Worried about somebody?
              contacts:
                - {name: Testshire Front Door, telephone: 01632 960001}
                - {name: Testshire Adults Desk, telephone: 01632 960003}
    """),
    "  ",
)
CHANGES = """
  - 2026-03-09: The number of the front door changed to 01632 960001.
  - 2026-03: "Ask first: a question was added."
  - 2026-02: The leaflet is new.
  - 2026-01-20: A spelling was corrected.
  - "2026-01: The list of people to call was made shorter."
"""
WELSH = """
## Cefndir

Mae **pob** babi yn bwysig, and [the *guide*](https://www.example.org/){ lang=en }.

## Pam

Geiriau.

## Beth i sylwi

Geiriau.

## Beth i'w ofyn

Geiriau.

## Beth i'w wneud

Geiriau.

## Pwy all helpu

Geiriau.

## Adnoddau

Geiriau.
"""
FILES: dict[str, str | bytes] = {
    "briefings/full.md": sample.briefing(
        number="1",
        topics="[lado]",
        updated="2026-02",
        key_messages="[Call at once on 01632 960001., Write it down.]",
        changes=CHANGES,
        owner="[Learning Team, Health Trust]",
        audience="[practitioners, gps, schools]",
    ),
    "briefings/adults.md": sample.briefing(title="Self-neglect", number="2", topics="[self-neglect]", people="adults"),
    "briefings/both.md": sample.briefing(title="Domestic abuse", number="3", topics="[home]", people="both"),
    "briefings/child.md": sample.briefing(title="Bruising", number="4", topics="[home]", people="children"),
    "briefings/plain.md": sample.briefing(title="Plain", number="5"),
    "briefings/welsh.md": sample.briefing(
        WELSH,
        title="Cwsg mwy diogel",
        summary="Sut i siarad am gwsg.",
        number="6",
        lang="cy",
        key_messages="[Ffoniwch ar unwaith.]",
        questions="[Beth wnawn ni yr wythnos hon?]",
        changes="\n  - 2026-02: Rhif newydd.",
    ),
    "briefings/resources.yml": "guide:\n  title: A guide\n  publisher: A team\n  kind: guidance\n  audience: [gps, schools]\n"
    "  topics: [lado]\n  url: https://www.example.org/\n",
    "docs/topics/home.md": "---\ntopic: home\ntitle: At home\n---\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with all of them."""
    folder = tmp_path_factory.mktemp("facts")
    built = build_site(write_site(folder / "source", FILES, SETTINGS), folder / "site")
    assert built.messages == []
    return built


def card(page: Tag, title: str) -> Tag:
    """Return the card of a briefing."""
    return next(found for found in page.select(".card") if title in words(found.h3))


def facts(page: Tag) -> dict[str, str]:
    """Return what stands below “About this briefing”."""
    return {words(item.dt): ", ".join(map(words, item.select("dd"))) for item in page.select(".about__facts > div")}


def urgent(page: Tag) -> str:
    return words(page.select_one(".urgent"))


def test_key_messages_stand_below_the_summary_and_on_cards(site: Built) -> None:
    page = site.html("briefings/full")
    found = page.select_one(".briefing__summary + .in-short")
    assert found
    assert words(found.p) == "In short"
    assert [words(item) for item in found.select("li")] == ["Call at once on 01632 960001 .", "Write it down."]
    assert [link["href"] for link in found.select("a")] == ["tel:01632960001"]
    for address in ("", "briefings", "briefings/a-to-z", "briefings/newest", "topics/lado"):
        if address:
            shown = card(site.html(address), "Safer sleep").select(".in-short li")
            assert [words(item) for item in shown] == ["Call at once on 01632 960001 .", "Write it down."], address
    assert not site.html("briefings/plain").select(".in-short")


def test_changes_are_shown_the_newest_first_and_earlier_ones_open_at_a_touch(site: Built) -> None:
    page = site.html("briefings/full")
    section = page.select_one("section.changes")
    assert section
    assert words(section.h2) == "What has changed"
    assert [words(item) for item in section.select("section > ul > li")] == [
        "9 March 2026 : The number of the front door changed to 01632 960001 .",
        "March 2026 : Ask first: a question was added.",
        "February 2026 : The leaflet is new.",
    ]
    assert [words(item) for item in section.select("details li")] == [
        "20 January 2026 : A spelling was corrected.",
        "January 2026 : The list of people to call was made shorter.",
    ]
    assert words(section.summary) == "2 earlier changes"
    assert [time["datetime"] for time in section.select("time")] == ["2026-03-09", "2026-03", "2026-02", "2026-01-20", "2026-01"]
    link = page.select_one('.briefing__facts a[href="#what_has_changed"]')
    assert link
    assert words(link.find_parent("li")) == "Updated 9 March 2026 : what has changed"
    assert not site.html("briefings/plain").select(".changes")


def test_the_newest_change_is_when_the_words_were_updated(site: Built) -> None:
    assert facts(site.html("briefings/full"))["Updated"] == "9 March 2026"
    assert facts(site.html("briefings/welsh"))["Updated"] == "February 2026"


def test_one_owner_or_several_are_named(site: Built) -> None:
    assert facts(site.html("briefings/full"))["Owners"] == "Learning Team, Health Trust"
    assert facts(site.html("briefings/plain"))["Owner"] == "Learning Team"


def test_audiences_have_the_names_that_the_site_gives_them(site: Built) -> None:
    assert facts(site.html("briefings/full"))["For"] == "Practitioners, GPs and schools and nurseries"
    assert facts(site.html("briefings/plain"))["For"] == "Practitioners"
    entry = site.html("resources").select_one(".resource-entry")
    assert entry
    assert "For GPs and schools and nurseries" in [words(item) for item in entry.select("li")]
    assert entry["data-audience"] == "gps|schools"
    options = site.html("resources").select("#filter_audience option")
    assert [(option["value"], words(option)) for option in options] == [
        ("", "Everyone"),
        ("gps", "GPs"),
        ("schools", "Schools and nurseries"),
    ] or not options
    assert [words(title) for title in site.html("topics/lado").select(".topic-resources h3")] == [
        "For GPs",
        "For schools and nurseries",
    ]


def test_without_a_list_of_audiences_the_usual_three_are_known(make_site: SiteMaker) -> None:
    built = make_site({"briefings/a.md": sample.briefing(audience="managers"), "briefings/b.md": sample.briefing(title="B")})
    assert built.messages == []
    assert [facts(built.html(f"briefings/{name}"))["For"] for name in "ab"] == ["Managers", "Practitioners"]


def test_an_audience_that_is_not_in_the_list_is_refused_in_briefings_and_in_the_register(make_site: SiteMaker) -> None:
    entry = "a:\n  title: A\n  publisher: B\n  kind: guidance\n  audience: {}\n  url: https://www.example.org/{}\n"
    files: dict[str, str | bytes] = {
        "briefings/a.md": sample.briefing(audience="[GP]"),
        "briefings/b.md": sample.briefing(title="B", audience="managers"),
        "briefings/resources.yml": entry.format("both", "a") + entry.replace("a:\n", "b:\n", 1).format("school", "b"),
    }
    built = make_site(files, SETTINGS)
    use = "use practitioners, gps or schools, or ask the person who runs the site to add it to audiences in mkdocs.yml"
    assert built.messages == [
        "briefings/a.md:7: audience “GP” is not known; did you mean “gps”?",
        f"briefings/b.md:7: audience “managers” is not known: {use}",
        "briefings/resources.yml:5: audience “both” stands for practitioners and parents, of which mkdocs.yml has not both: "
        "name each",
        "briefings/resources.yml:11: audience “school” is not known; did you mean “schools”?",
    ]


def test_a_topic_has_the_name_that_the_settings_give_it(site: Built) -> None:
    assert words(site.html("topics/lado").h1) == "LADO"
    assert [words(link) for link in site.html("briefings/full").select(".briefing__facts .topic")] == ["LADO"]
    assert "LADO" in [words(link) for link in site.html("topics").select(".topics a")]
    assert json.loads((site.folder / "feed.json").read_text())["items"][-1]["tags"] == ["LADO"]


def test_urgent_help_and_questions_are_for_whom_a_briefing_is_about(site: Built) -> None:
    pages = {name: site.html(f"briefings/{name}") for name in ("adults", "both", "child", "plain")}
    assert {name: urgent(page).split("?")[0] for name, page in pages.items()} == {
        "adults": "Is an adult in danger now",
        "both": "Is somebody in danger now",
        "child": "Is a child in danger now",
        "plain": "Is a child in danger now",
    }
    assert "Testshire Front Door" not in urgent(pages["adults"])
    assert pages["adults"].select_one('.urgent a[href="tel:999"]'), "the emergency number is the site's"
    assert pages["adults"].select_one('.urgent a[href="tel:01632960003"]')
    assert {name: words(page.select_one(".questions li")) for name, page in pages.items()} == {
        "adults": "Which adult comes to mind?",
        "both": "What will we do this week?",
        "child": "What will we do this week?",
        "plain": "What will we do this week?",
    }
    assert {name: facts(page).get("About") for name, page in pages.items()} == {
        "adults": "Adults",
        "both": "Children and adults",
        "child": "Children",
        "plain": None,
    }
    for name, page in pages.items():
        assert words(page.select_one(".sheet-help")).startswith(urgent(page).split("?")[0]), name
    assert "About adults" in words(card(site.html("briefings"), "Self-neglect"))
    assert "About" not in words(card(site.html("briefings"), "Plain"))


def test_a_page_of_a_topic_says_whom_to_call_for_all_its_briefings(site: Built) -> None:
    asked = {topic: urgent(site.html(f"topics/{topic}")).split("?")[0] for topic in ("self-neglect", "home", "lado")}
    assert asked == {
        "self-neglect": "Is an adult in danger now",
        "home": "Is somebody in danger now",
        "lado": "Is a child in danger now",
    }
    for address in ("", "briefings", "topics", "resources", "404.html"):
        assert urgent(site.html(address)).startswith("Is a child in danger now?"), address


def test_a_page_cannot_say_by_itself_whom_to_call(make_site: SiteMaker) -> None:
    built = make_site({"briefings/a.md": sample.briefing(), "docs/about.md": "---\nurgent_help: none\n---\n# About\n"})
    assert built.messages == ["docs/about.md:2: “urgent_help” is filled in by the site: delete the line"]


def test_people_without_words_of_their_own_are_refused_but_for_children(make_site: SiteMaker) -> None:
    files: dict[str, str | bytes] = {
        f"briefings/{people}.md": sample.briefing(title=people, people=people) for people in ("adults", "both", "children")
    }
    assert make_site(files).messages == [
        f"briefings/{people}.md:7: people “{people}” has no urgent help of its own, and the site’s may be about children only: "
        f"ask the person who runs the site to add whom to call for {whom} (guide/run-a-site.md says how); until then keep the "
        "line, and leave the proposal open"
        for people, whom in (("adults", "adults"), ("both", "children and adults"))
    ]


def lang_of(element: Tag | None) -> str:
    """Return the language in which an element is read out."""
    assert element
    return next(
        str(parent["lang"]) for parent in (element, *element.parents) if isinstance(parent, Tag) and "lang" in parent.attrs
    )


@pytest.mark.parametrize(
    ("part", "lang"),
    [
        (".briefing", "cy"),
        (".briefing__title", "cy"),
        (".briefing__summary", "cy"),
        (".in-short li", "cy"),
        (".in-short__title", "en-GB"),
        (".briefing__contents li", "cy"),
        (".panel--1 p", "cy"),
        (".panel--1 a", "en"),
        (".questions li", "cy"),
        (".questions h2", "en-GB"),
        (".changes li", "cy"),
        (".changes time", "en-GB"),
        (".changes h2", "en-GB"),
        (".briefing__facts li", "en-GB"),
        (".about dt", "en-GB"),
        (".sheet-facts", "en-GB"),
        (".sheet-foot", "en-GB"),
        (".series", "en-GB"),
        (".urgent", "en-GB"),
        (".site-footer", "en-GB"),
    ],
)
def test_words_in_another_language_say_so_and_those_of_the_site_do_not(site: Built, part: str, lang: str) -> None:
    assert lang_of(site.html("briefings/welsh").select_one(part)) == lang


def test_a_language_is_told_of_wherever_a_title_stands(site: Built) -> None:
    assert facts(site.html("briefings/welsh"))["Language"] == "Welsh"
    shown = card(site.html("briefings"), "Cwsg")
    assert [
        lang_of(shown.select_one(part)) for part in ("h3 a", ".card__summary", ".in-short li", ".in-short__title", ".fact")
    ] == [
        "cy",
        "cy",
        "cy",
        "en-GB",
        "en-GB",
    ]
    assert lang_of(site.html("briefings/plain").select_one(".series__link--next > :last-child")) == "cy"
    for address in ("links", "resources"):
        titles = [title for title in site.html(address).select(":is(h3, li) a") if "Cwsg" in words(title)]
        assert titles, address
        assert {lang_of(title.span or title) for title in titles} == {"cy"}, address
    assert site.html("briefings/plain").select("article [lang]") == site.html("briefings/plain").select(".series [lang]")


def test_standing_questions_keep_the_language_of_the_site(make_site: SiteMaker) -> None:
    built = make_site({"briefings/a.md": sample.briefing(lang="cy"), "briefings/b.md": sample.briefing(title="B", lang="en-GB")})
    assert built.messages == []
    assert lang_of(built.html("briefings/a").select_one(".questions li")) == "en-GB"
    assert not built.html("briefings/b").select("article[lang], .briefing__title[lang], .questions [lang]")


@pytest.mark.parametrize("tag", ["CY", "en_US", "zh-hans", "sco", "pt-br"])
def test_a_code_is_written_by_custom(make_site: SiteMaker, tag: str) -> None:
    built = make_site({"briefings/a.md": sample.briefing(lang=tag)})
    assert built.messages == []
    expected = {"CY": "cy", "en_US": "en-US", "zh-hans": "zh-Hans", "sco": "sco", "pt-br": "pt-BR"}
    article = built.html("briefings/a").article
    assert article
    assert article["lang"] == expected[tag]


def test_the_front_matter_is_whole_when_its_keys_are_written_in_other_ways(make_site: SiteMaker) -> None:
    text = sample.briefing(key_messages="Call at once.", changes='["2026-02: The number changed."]', owner="Team", topics="sleep")
    page = make_site({"briefings/a.md": text}).html("briefings/a")
    assert [words(item) for item in page.select(".in-short li, .changes li")] == [
        "Call at once.",
        "February 2026 : The number changed.",
    ]


def test_placeholders_are_filled_in_changes_and_key_messages(make_site: SiteMaker) -> None:
    text = sample.briefing(
        key_messages='["Ask the {{ organisation.name }}."]', changes='\n  - 2026-02: "{{ organisation.short_name }} has moved."'
    )
    built = make_site({"briefings/a.md": text})
    assert built.messages == []
    assert [words(item) for item in built.html("briefings/a").select(".in-short li, .changes li")] == [
        "Ask the Testshire Safeguarding Partnership.",
        "February 2026 : Testshire SP has moved.",
    ]


def test_nothing_of_it_is_in_a_page_whose_briefing_says_nothing_of_it(make_site: SiteMaker) -> None:
    page = make_site({"briefings/a.md": sample.briefing()}).html("briefings/a")
    assert not page.select(".in-short, .changes, article [lang]")
    assert {"About", "Language", "Owners"}.isdisjoint(facts(page))
