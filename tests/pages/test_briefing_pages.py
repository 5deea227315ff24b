"""What becomes of a briefing: its seven panels, its facts and its questions."""

from __future__ import annotations

import pytest

import sample
from conftest import SiteMaker
from page_parts import body_with, panel, words


def test_seven_sections_become_seven_numbered_panels_in_order(make_site: SiteMaker) -> None:
    page = make_site({"briefings/sleep.md": sample.briefing()}).html("briefings/sleep")
    headings = [words(section.h2) for section in page.select(".panels section.panel")]
    assert headings == [f"{number} {heading}" for number, heading in enumerate(sample.HEADINGS, 1)]
    for number, heading in enumerate(sample.HEADINGS, 1):
        assert words(panel(page, number).p) == f"Words about {heading.lower()}."


def test_a_link_to_a_panel_survives_rewording_of_all_panels(make_site: SiteMaker) -> None:
    reworded = sample.panels("All", "else", "is", "said", "in other", "words", "now")
    site = make_site({"briefings/a.md": sample.briefing(), "briefings/b.md": sample.briefing(reworded, title="Other")})
    for name in "ab":
        page = site.html(f"briefings/{name}")
        assert [heading["id"] for heading in page.select(".panel > h2")] == [f"panel-{number}" for number in range(1, 8)]
        assert [link["href"] for link in page.select(".briefing__contents a")] == [f"#panel-{n}" for n in range(1, 8)]


@pytest.mark.parametrize(
    "headings",
    [
        ("01 Background", "02 Why", "03 Notice", "04 Ask", "05 Do", "06 Help", "07 Resources"),
        ("1. Background", "2. Why", "3. Notice", "4. Ask", "5. Do", "6. Help", "7. Resources"),
        (r"1\. Background", r"2\. Why", r"3\. Notice", r"4\. Ask", r"5\. Do", r"6\. Help", r"7\. Resources"),
        (
            "Minute 1: Background",
            "Minute 2: Why",
            "Minute 3: Notice",
            "Minute 4: Ask",
            "Minute 5: Do",
            "6) Help",
            "7 - Resources",
        ),
        ("**01 Background**", "*02 Why*", "__03 Notice__", "04 Ask", "***05 Do***", "06 Help", "07 Resources"),
        ("1 Background", "2 Why", "3 Notice", "4 Ask", "5 Do", "6 Help", "7 Resources"),
    ],
)
def test_a_headings_own_number_is_shown_once(make_site: SiteMaker, headings: tuple[str, ...]) -> None:
    site = make_site({"briefings/a.md": sample.briefing(sample.panels(*headings))})
    assert site.messages == []
    shown = [words(heading) for heading in site.html("briefings/a").select(".panel > h2")]
    assert shown == ["1 Background", "2 Why", "3 Notice", "4 Ask", "5 Do", "6 Help", "7 Resources"]


def test_numbers_that_are_words_stay(make_site: SiteMaker) -> None:
    headings = ("7 minute briefings", "2 questions to ask", "The 1,001 days", "999 or 101?", "16–17 year olds", "F", "G")
    page = make_site({"briefings/a.md": sample.briefing(sample.panels(*headings))}).html("briefings/a")
    assert [words(title) for title in page.select(".panel__title")] == list(headings)


def test_what_begins_with_a_number_keeps_it(make_site: SiteMaker) -> None:
    text = "7. Resources come last.\n\nWords.\n\n2021. A year.\n\nWords.\n\n1. First\n2. Second\n\nWords.\n\n1987\\. Words."
    values = {"title": '"7. Resources"', "summary": '"8. Minute Briefing"'}
    page = make_site({"briefings/a.md": sample.briefing(body_with(text), **values)}).html("briefings/a")
    assert words(page.h1) == "7. Resources"
    assert words(page.select_one(".briefing__summary")) == "8. Minute Briefing"
    lists = [(found["start"] if found.has_attr("start") else "1", words(found)) for found in panel(page, 3).select("ol")]
    assert lists == [("7", "Resources come last."), ("2021", "A year."), ("1", "First Second")]
    assert "1987. Words." in words(panel(page, 3))


def test_what_only_looks_like_a_heading_makes_no_panel(make_site: SiteMaker) -> None:
    text = "```\n## code\n```\n\n<!--\n## comment\n-->\n\n> ## quote\n\n<div>\n## html\n</div>\n\n    ## indented"
    site = make_site({"briefings/a.md": sample.briefing(body_with(text))})
    assert site.messages == []
    page = site.html("briefings/a")
    assert len(page.select("section.panel")) == 7
    assert "## code" in panel(page, 3).get_text()


def test_markdown_works_inside_a_panel(make_site: SiteMaker) -> None:
    text = """
Text with a note.[^n] The ICB met.

| Sign | Ask |
| --- | --- |
| Bruise | Where? |

- one
    - nested

> quoted

Term
:   Meaning

!!! danger "Call now"
    Ring 999.

*[ICB]: Integrated Care Board

[^n]: The note itself.
"""
    site = make_site({"briefings/a.md": sample.briefing(body_with(text)), "briefings/b.md": sample.briefing(title="B")})
    assert site.messages == []
    page = site.html("briefings/a")
    section = panel(page, 3)
    assert words(section.table) == "Sign Ask Bruise Where?"
    assert words(section.select_one("ul ul li")) == "nested"
    assert words(section.blockquote) == "quoted"
    assert words(section.dd) == "Meaning"
    assert words(section.select_one(".admonition-title")) == "Call now"
    assert section.abbr is not None
    assert section.abbr["title"] == "Integrated Care Board"
    note = page.select_one("aside.footnote li")
    assert words(note).startswith("The note itself.")
    assert note is not None
    assert note.find_parent("section", class_="panel") is None
    assert "The note itself" not in (site.folder / "briefings/b/index.html").read_text(encoding="utf-8")


def test_a_footnote_may_end_with_an_address(make_site: SiteMaker) -> None:
    text = "A claim.[^1] Another.[^2]\n\n[^1]: See https://www.example.org/guide.\n\n[^2]: www.example.org/other\n"
    page = make_site({"briefings/a.md": sample.briefing(body_with(text))}).html("briefings/a")
    links = page.select("aside.footnote a:not(.footnote-backref)")
    assert [link["href"] for link in links] == ["https://www.example.org/guide", "http://www.example.org/other"]
    assert [words(note) for note in page.select("aside.footnote li")] == [
        "See https://www.example.org/guide . ↩",
        "www.example.org/other ↩",
    ]


def test_a_page_shows_the_facts_that_it_has_and_no_others(make_site: SiteMaker) -> None:
    full = sample.briefing(
        number="4", updated="2026-03-09", review_due="2027-05", topics="[sleep]", audience="[practitioners, managers]"
    )
    site = make_site({"briefings/a.md": full, "briefings/b.md": sample.briefing(title="B")})
    page = site.html("briefings/a")
    facts = {words(dt): words(dt.find_next("dd")) for dt in page.select(".about__facts dt")}
    assert facts == {
        "Links updated": "February 2026",
        "Published": "January 2026",
        "Updated": "9 March 2026",
        "Review due": "May 2027",
        "Owner": "Learning Team",
        "For": "Practitioners and managers",
        "What is due on this site": "Reviews and links, for editors",
    }
    machine = {time["datetime"] for time in page.find_all("time")}
    assert machine == {"2026-02", "2026-01", "2026-03-09", "2027-05"}
    assert words(page.select_one(".briefing__number")) == "number 4"
    assert [link["href"] for link in page.select(".briefing__facts .topic")] == ["../../topics/sleep/index.html"]
    bare = site.html("briefings/b")
    assert {words(dt) for dt in bare.select(".about__facts dt")} == {
        *("Links updated", "Published", "Owner", "For", "What is due on this site"),
    }
    assert bare.select_one(".briefing__number") is None
    assert "Edit" not in bare.get_text()


def test_words_are_counted_as_a_reader_sees_them(make_site: SiteMaker) -> None:
    text = "See [the safer sleep pages](https://www.example.org/a/b) and **ask** twice.[^1]\n\n[^1]: Not counted? It is read."
    page = make_site({"briefings/a.md": sample.briefing(body_with(text))}).html("briefings/a")
    shown = sum(len(words(panel).split()) for panel in page.select(".panel")) - 7 - 1  # badges, and the mark of the note
    note = len(["Not", "counted?", "It", "is", "read."])
    assert f"{shown + note} words: about 1 minute to read" in words(page.select_one(".briefing__facts"))


@pytest.mark.parametrize(("due", "noticed"), [("2026-10", True), ("2026-11", False), ("2026-11-21", True), ("2026-11-22", False)])
def test_a_notice_when_the_review_date_has_passed(
    make_site: SiteMaker, monkeypatch: pytest.MonkeyPatch, due: str, noticed: bool
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795348800")  # 22 November 2026, noon
    page = make_site({"briefings/a.md": sample.briefing(review_due=due)}).html("briefings/a")
    notice = page.select_one(".notice")
    assert (notice is not None) == noticed
    if noticed:
        assert "was due in" in words(notice) or "was due on" in words(notice)


def test_the_questions_of_the_settings_give_way_to_a_briefings_own(make_site: SiteMaker) -> None:
    own = sample.briefing(title="B", questions='["Who?", "<script>Why</script>?"]')
    site = make_site({"briefings/a.md": sample.briefing(), "briefings/b.md": own})
    assert [words(item) for item in site.html("briefings/a").select(".questions li")] == ["What will we do this week?"]
    assert [words(item) for item in site.html("briefings/b").select(".questions li")] == ["Who?", "<script>Why</script>?"]


def test_headings_within_a_panel_do_not_count_as_panels(make_site: SiteMaker) -> None:
    text = '> ## quoted\n\n> # and more\n\n!!! note "N"\n\n    ## inside\n\n- item\n\n    ## in a list'
    site = make_site({"briefings/a.md": sample.briefing(body_with(text))})
    page = site.html("briefings/a")
    assert [len(page.find_all(f"h{level}")) for level in (1, 2)] == [1, 7 + 2]  # and the questions and the facts
    assert [words(bold) for bold in panel(page, 3).find_all("strong")] == ["quoted", "and more", "inside", "in a list"]
    links = page.select(".briefing__contents a")
    assert [words(link) for link in links] == [f"{number} Panel {letter}" for number, letter in enumerate("ABCDEFG", 1)]
    assert [link["href"] for link in links] == [f"#panel-{number}" for number in range(1, 8)]
