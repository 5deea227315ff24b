"""What becomes of briefings, topics and pages: each test shows its whole site."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

import sample
from conftest import SiteMaker, build_site, write_site
from markdown import Markdown
from sevenminute.checks import read_library
from sevenminute.links.extract.links import linked_pages
from sevenminute.markdown.relative_links import RepositoryLinks
from uploads import picture

PIXEL = picture(width=1, height=1)


def panel(page: BeautifulSoup, number: int) -> Tag:
    """Return the section of a panel."""
    section = page.select_one(f"section.panel:has(> #panel-{number})")
    assert section is not None, number
    return section


def words(element: Tag | None) -> str:
    """Return an element's text with single spaces."""
    assert element is not None
    return " ".join(element.get_text(" ").split())


def body_with(text: str, *, number: int = 3) -> str:
    """Return seven panels, one of which has the given Markdown."""
    parts = [f"## Panel {letter}\n\n{text if at == number else 'Words.'}\n" for at, letter in enumerate("ABCDEFG", 1)]
    return "\n".join(parts)


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


def test_what_begins_with_a_number_and_a_full_stop_is_no_list(make_site: SiteMaker) -> None:
    text = "7. Resources come last.\n\n2021. A year.\n\n1. First\n2. Second"
    values = {"title": '"7. Resources"', "summary": '"8. Minute Briefing"'}
    page = make_site({"briefings/a.md": sample.briefing(body_with(text), **values)}).html("briefings/a")
    assert words(page.h1) == "7. Resources"
    assert words(page.select_one(".briefing__summary")) == "8. Minute Briefing"
    assert [words(p) for p in panel(page, 3).find_all("p")] == ["7. Resources come last.", "2021. A year."]
    assert [words(item) for item in panel(page, 3).select("ol > li")] == ["First", "Second"]


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
        "For": "Practitioners, managers",
    }
    machine = {time["datetime"] for time in page.find_all("time")}
    assert machine == {"2026-02", "2026-01", "2026-03-09", "2027-05"}
    assert words(page.select_one(".briefing__number")) == "number 4"
    assert [link["href"] for link in page.select(".briefing__facts .topic")] == ["../../topics/sleep/index.html"]
    bare = site.html("briefings/b")
    assert {words(dt) for dt in bare.select(".about__facts dt")} == {"Links updated", "Published", "Owner", "For"}
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


def test_previous_and_next_follow_the_numbers(make_site: SiteMaker) -> None:
    site = make_site(
        {
            "briefings/last.md": sample.briefing(title="Last"),
            "briefings/a.md": sample.briefing(title="Ten", number="10"),
            "briefings/z.md": sample.briefing(title="Two", number="2"),
            "briefings/05-middle.md": sample.briefing(title="Five"),
        }
    )
    order: dict[str, tuple[str | None, str | None]] = {
        "z": (None, "../middle/index.html"),
        "middle": ("../z/index.html", "../a/index.html"),
    }
    order |= {"a": ("../middle/index.html", "../last/index.html"), "last": ("../a/index.html", None)}
    for slug, (before, after) in order.items():
        page = site.html(f"briefings/{slug}")
        for rel, expected in (("prev", before), ("next", after)):
            link = page.select_one(f".series a[rel={rel}]")
            assert (link["href"] if link else None) == expected, (slug, rel)


def test_the_lists_are_ordered_without_javascript(make_site: SiteMaker) -> None:
    site = make_site(
        {
            "briefings/a.md": sample.briefing(title="Zebra", number="1", published="2025-03"),
            "briefings/b.md": sample.briefing(title="apple", number="2", published="2026-02-03"),
            "briefings/c.md": sample.briefing(title="Mango", number="3", published="2026-02"),
        }
    )
    orders = {"briefings": "Zebra apple Mango", "briefings/a-to-z": "apple Mango Zebra", "briefings/newest": "apple Mango Zebra"}
    for address, expected in orders.items():
        page = site.html(address)
        assert " ".join(words(link) for link in page.select(".card__title a")) == expected
        assert len(page.select(".orders a")) == 3
        assert len(page.select(".orders [aria-current=page]")) == 1


def test_the_home_page_shows_the_latest_and_the_topics(make_site: SiteMaker) -> None:
    months = {name: f"2026-0{month}" for month, name in enumerate("abcd", 1)}
    files = {f"briefings/{n}.md": sample.briefing(title=n, published=m, topics="[sleep]") for n, m in months.items()}
    page = make_site({**files, "docs/topics/sleep.md": "---\ntopic: sleep\ntitle: Safer sleep\n---\n# Sleep\n"}).html("")
    assert [words(link) for link in page.select(".card__title a")] == ["d", "c", "b"]
    assert words(page.select_one(".topics")) == "Safer sleep 4 briefings"


def test_every_topic_has_a_page_with_its_briefings(make_site: SiteMaker) -> None:
    site = make_site(
        {
            "briefings/a.md": sample.briefing(title="A", topics="[sleep, bruising]"),
            "briefings/b.md": sample.briefing(title="B", topics="sleep"),
            "docs/topics/safer-sleep.md": "---\ntopic: sleep\ntitle: Safer sleep\n---\n# Safer sleep\n\nOur words.\n",
        }
    )
    assert site.messages == []
    written = site.html("topics/safer-sleep")
    assert "Our words." in words(written.select_one(".prose"))
    assert [words(link) for link in written.select(".card__title a")] == ["A", "B"]
    made = site.html("topics/bruising")
    assert words(made.h1) == "Bruising"
    assert [words(link) for link in made.select(".card__title a")] == ["A"]
    assert [words(link) for link in site.html("topics").select(".topics a")] == ["Bruising", "Safer sleep"]


def test_links_between_briefings_and_pages_work_as_in_the_repository(make_site: SiteMaker) -> None:
    text = "[b](b.md#panel-2) [about](../docs/help/about.md#who) [old](../help/about.md) ![A dot](pictures/dot.png)"
    about = "# About\n\n## Who\n\n[a](../../briefings/a.md) [panel](../../briefings/a.md#panel-7) [old](../briefings/a.md)\n"
    site = make_site(
        {
            "briefings/a.md": sample.briefing(body_with(text)),
            "briefings/b.md": sample.briefing(title="B"),
            "briefings/pictures/dot.png": PIXEL,
            "docs/help/about.md": about,
        },
    )
    section = panel(site.html("briefings/a"), 3)
    targets = ["../b/index.html#panel-2", "../../help/about/index.html#who", "../../help/about/index.html"]
    assert [link["href"] for link in section.find_all("a")] == targets
    assert section.img is not None
    assert section.img["src"] == "../pictures/dot.png"
    assert (site.folder / "briefings/pictures/dot.png").read_bytes() == PIXEL
    links = [link["href"] for link in site.html("help/about").select(".prose a")]
    assert links == ["../../briefings/a/index.html", "../../briefings/a/index.html#panel-7", "../../briefings/a/index.html"]


def test_a_dead_link_within_the_site_is_refused_once_with_its_line(make_site: SiteMaker) -> None:
    text = "[gone](gone.md)\n\n![A dot](dot.png)\n\n[no](#panel-9) [none](b.md#none)\n\n[root](/about/)"
    home = "# Home\n\n[a](../briefings/a.md#no-such-part)\n"
    files = {"briefings/a.md": sample.briefing(body_with(text)), "briefings/b.md": sample.briefing(title="B")}
    site = make_site({**files, "docs/index.md": home})
    assert not site.passed
    assert sorted(site.messages) == [
        "briefings/a.md:18: “gone.md” is not there: write the path from this file, like ../docs/about.md",
        "briefings/a.md:20: “dot.png” is not there: upload it beside this file",
        "briefings/a.md:22: “#panel-9”: a briefing has the panels 1 to 7, written #panel-1 to #panel-7",
        "briefings/a.md:22: “b.md#none”: the page has no such part",
        "briefings/a.md:24: “/about/” begins with /: write the path from this file, like ../docs/about.md",
        "docs/index.md:3: “../briefings/a.md#no-such-part”: the page has no such part",
    ]


RAW = """<a href="gone.md">gone</a> and <A
HREF = gone.md#part>gone</A>

<div><p>
<img alt="A" src='gone.png'></p></div>

<div markdown="1">

*See* <a href="../docs/gone.md">gone</a>

</div>

- <a href="#panel-9">nine</a> <a href="b.md#none">none</a> <a href="/about/">root</a> <!-- <a href="note.md"> -->
- `<a href="code.md">` <a href="https://www.example.org/gone.md">web</a> <a href="mailto:team@example.org">mail</a>
"""


def test_a_dead_link_of_raw_html_is_refused_in_the_words_of_markdown_s(make_site: SiteMaker) -> None:
    there_is_none = "write the path from this file, like ../docs/about.md"
    files = {"briefings/a.md": sample.briefing(body_with(RAW)), "briefings/b.md": sample.briefing(title="B")}
    page = "# Help\n\n<a href='gone.md'>x</a>\n\n<details><summary>x</summary><img\nalt=x src=gone.gif></details>\n"
    site = make_site({**files, "docs/help.md": page})
    assert sorted(site.messages) == [
        f"briefings/a.md:18: “gone.md” is not there: {there_is_none}",
        f"briefings/a.md:19: “gone.md#part” is not there: {there_is_none}",
        "briefings/a.md:22: “gone.png” is not there: upload it beside this file",
        "briefings/a.md:26: “../docs/gone.md” is not there; did you mean “../docs/index.md”?",
        "briefings/a.md:30: “#panel-9”: a briefing has the panels 1 to 7, written #panel-1 to #panel-7",
        "briefings/a.md:30: “/about/” begins with /: write the path from this file, like ../docs/about.md",
        "briefings/a.md:30: “b.md#none”: the page has no such part",
        f"docs/help.md:3: “gone.md” is not there: {there_is_none}",
        "docs/help.md:6: “gone.gif” is not there: upload it beside this file",
    ]


def test_links_of_raw_html_lead_where_those_of_markdown_do(make_site: SiteMaker) -> None:
    text = """<a class="wide" title="a &quot;b&quot; <c>" href="b.md#panel-2">b</a> <A HREF=../docs/help/about.md>about</A>

<figure><img src="pictures/dot.png" alt="A dot" width=9><figcaption><a href='https://www.example.org/?a=1&amp;b=2'>x</a>
<a href="#panel-2">two</a></figcaption></figure>
"""
    site = make_site(
        {
            "briefings/a.md": sample.briefing(body_with(text)),
            "briefings/b.md": sample.briefing(title="B"),
            "briefings/pictures/dot.png": PIXEL,
            "docs/help/about.md": '# About\n\n<a href="../../briefings/a.md">a</a>\n',
        },
    )
    assert site.messages == []
    section = panel(site.html("briefings/a"), 3)
    links = section.find_all("a")
    web = "https://www.example.org/?a=1&b=2"
    assert [link["href"] for link in links] == ["../b/index.html#panel-2", "../../help/about/index.html", web, "#panel-2"]
    assert (links[0]["title"], links[0]["class"]) == ('a "b" <c>', ["wide"])
    assert section.img is not None
    assert (section.img["src"], section.img["width"]) == ("../pictures/dot.png", "9")
    assert [link["href"] for link in site.html("help/about").select(".prose a")] == ["../../briefings/a/index.html"]


QUESTION = "https://www.example.org/?topic=a&section=b&region=c&copy=d&lt=e&notify=f&timestamp=g&para=h&order=i"
"""An address of which a careless reader of HTML makes signs: §ion, ®ion, ©, <, ¬ify, ×tamp, ¶, ºorder."""


def test_an_address_of_raw_html_is_read_as_browsers_read_it(make_site: SiteMaker, tmp_path: Path) -> None:
    escaped = "https://www.example.org/?a=b&amp;section=c&amp;copy;=d&#38;e=&quot;"
    read = 'https://www.example.org/?a=b&section=c&copy;=d&e="'
    text = f"""<a href="{QUESTION}" title="R&D &amp; &sect">x</a> <a href='{escaped}'>x</a>

<div><p><a href="{QUESTION}&div">x</a> <a href=b.md{QUESTION[24:]}&copyx>b</a></p></div>
"""
    page = f'# Help\n\n<a href="{QUESTION}&page">x</a> [x]({QUESTION}&markdown)\n'
    site = make_site(
        {"briefings/a.md": sample.briefing(body_with(text)), "briefings/b.md": sample.briefing(title="B"), "docs/help.md": page}
    )
    assert site.messages == []
    links = panel(site.html("briefings/a"), 3).find_all("a")
    web = [QUESTION, read, f"{QUESTION}&div"]
    assert [link["href"] for link in links] == [*web, f"../b/index.html{QUESTION[24:]}&copyx"]
    assert links[0]["title"] == "R&D & §"
    of_page = [f"{QUESTION}&page", f"{QUESTION}&markdown"]
    assert [link["href"] for link in site.html("help").select(".prose a")] == of_page
    assert {link["href"] for link in site.html("links").select("a[href*='topic=a']")} >= {QUESTION, f"{QUESTION}&div", *of_page}
    asked = [
        url
        for page in linked_pages(tmp_path / "source", read_library(tmp_path / "source", today=date(2026, 11, 22)))
        for url in page.urls
    ]
    assert asked == [QUESTION, read.replace('"', "%22"), f"{QUESTION}&div", *of_page]


CODE = """An example of HTML:

    <a href="leaflet.pdf">Leaflet</a> and [words](leaflet.md) <img alt="A" src="leaflet.png">

- A list with one:

        <a href="list.pdf">List</a>

Words `over two
lines <a href="lines.pdf">` and `` <a href="x.pdf">`x`</a> [x](x.md) ``.

> Quoted:
>
>     <a href="quote.pdf">Quote</a>
"""


def test_what_markdown_makes_code_has_no_links(make_site: SiteMaker) -> None:
    site = make_site({"briefings/a.md": sample.briefing(body_with(CODE)), "docs/help.md": f"# Help\n\n{CODE}"})
    assert site.messages == []
    assert [code.get_text() for code in panel(site.html("briefings/a"), 3).select("li code, blockquote code")] == [
        '<a href="list.pdf">List</a>\n',
        '<a href="quote.pdf">Quote</a>\n',
    ]


def test_links_beside_code_are_sought(make_site: SiteMaker) -> None:
    gone = "\n<a href='gone.md'>x</a> [x](gone.md?a&amp;b&copy=1)\n"
    site = make_site({"briefings/a.md": sample.briefing(body_with(CODE + gone))})
    assert {message.partition(" is not there")[0] for message in site.messages} == {
        f"briefings/a.md:33: “{name}”" for name in ("gone.md", "gone.md?a&amp;b&copy=1")
    }


def test_raw_html_whose_addresses_stay_is_left_as_it_is() -> None:
    mark = Markdown(extensions=[RepositoryLinks({"briefings/b.md"}.__contains__)])
    raw = "<div><A class=x HREF = 'https://www.example.org/?a&b' title=\"'\">x</A> <img src=b.png alt='a &lt; b'></div>"
    assert mark.convert(raw) == raw


def test_no_file_of_the_site_has_a_word_of_a_comment(make_site: SiteMaker) -> None:
    text = "Words <!-- ask Jo\nfor it -->\n\n<!-- ask Jo\n\nfor it -->\n\n- One <!-- ask Jo -->\n\n### Signs <!-- ask Jo -->\n"
    page = "# Help <!-- ask Jo -->\n\n## Part <!-- ask Jo -->\n\nWords.\n"
    site = make_site({"briefings/a.md": sample.briefing(body_with(text)), "docs/help.md": page})
    assert site.messages == []
    written = [file for file in site.folder.rglob("*") if file.suffix in (".html", ".json", ".xml", ".txt", ".csv", ".js")]
    assert site.folder / "help/index.html" in written
    assert [file for file in written if "ask Jo" in file.read_text(encoding="utf-8")] == []


def test_a_comment_that_a_page_would_show_is_refused(make_site: SiteMaker) -> None:
    shown = "- One\n\n    <!-- ask Jo\n\n    for it -->\n"
    site = make_site({"briefings/a.md": sample.briefing(body_with(shown)), "docs/help.md": f"# Help\n\n{shown}"})
    said = (
        "this comment would be shown to readers: put it on lines of its own between two paragraphs, "
        "without spaces before it or a blank line in it"
    )
    assert sorted(site.messages) == [f"briefings/a.md:20: {said}", f"docs/help.md:5: {said}"]
    assert not site.passed


def test_what_stands_in_an_attribute_ends_no_panel(make_site: SiteMaker) -> None:
    text = '<p title="aged <5">Words.</p>\n\n<div title="</div>">\n\n## No panel\n\n</div>\n'
    site = make_site({"briefings/a.md": sample.briefing(body_with(text))})
    assert site.messages == []
    assert len(site.html("briefings/a").select("h2[id^=panel-]")) == 7


def test_nothing_of_a_comment_within_a_comment_is_published(make_site: SiteMaker) -> None:
    note = "<!-- ask Jo\n\nOld <!-- really? -->\n\nJo said so.\n\n-->\n\nWords.\n"
    site = make_site({"briefings/a.md": sample.briefing(body_with(note))})
    said = "a comment begins within another, and ends both: write --> where the one above ends, or delete this <!--"
    assert site.messages == [f"briefings/a.md:20: {said}"]
    assert [file for file in site.folder.rglob("*.html") if "Jo said so" in file.read_text(encoding="utf-8")] == []


def test_a_broken_briefing_keeps_its_page_which_says_what_to_fix(make_site: SiteMaker) -> None:
    site = make_site({"briefings/a.md": sample.briefing(owner=None), "briefings/b.md": sample.briefing(title="B")})
    assert not site.passed
    message = "briefings/a.md:1: “owner” is missing: add a line owner: Learning and Development Team"
    assert site.messages == [message]
    page = site.html("briefings/a")
    assert words(page.h1) == "Safer sleep"
    assert [words(item) for item in page.select(".problems li")] == [message]
    assert "Words about" not in page.get_text()
    assert [words(link) for link in site.html("briefings").select(".card__title a")] == ["B"]


def test_a_page_in_docs_briefings_is_refused(make_site: SiteMaker) -> None:
    site = make_site({"briefings/a.md": sample.briefing(), "docs/briefings/a.md": "# Mine\n"})
    assert not site.passed
    assert any(message.startswith("docs/briefings/a.md:1: is where the site puts its briefings") for message in site.messages)


def test_two_briefings_with_one_address_are_refused(make_site: SiteMaker) -> None:
    site = make_site({"briefings/01-a.md": sample.briefing(), "briefings/a.md": sample.briefing(title="B", number="2")})
    assert not site.passed
    assert site.messages == [
        "briefings/a.md:1: the address /briefings/a/ is already used by briefings/01-a.md: give this file another name"
    ]


def test_a_first_line_with_a_colon_is_not_swallowed(make_site: SiteMaker) -> None:
    body = "[ref]: https://www.example.org/\n" + body_with("See [it][ref].")
    page = make_site({"briefings/a.md": sample.briefing(body)}).html("briefings/a")
    assert panel(page, 3).a is not None


def test_placeholders_are_filled_in_pages_and_left_alone_in_briefings(make_site: SiteMaker) -> None:
    site = make_site(
        {
            "docs/index.md": "# Home\n\n{{ organisation.name }} in {{organisation.area}}\n",
            "briefings/a.md": sample.briefing(body_with("Braces {{ like these }} stay.")),
        }
    )
    assert site.messages == []
    assert "Testshire Safeguarding Partnership in Testshire" in words(site.html("").select_one(".prose"))
    assert "Braces {{ like these }} stay." in words(panel(site.html("briefings/a"), 3))


def test_placeholders_may_be_addresses(make_site: SiteMaker) -> None:
    home = """# Home

<a href="{{ organisation.website }}">quoted</a> <a href={{organisation.website}}>bare</a> [words]({{organisation.website}})

<p><a href='mailto:{{ organisation.email }}'>mail</a>
<a href="{{ organisation.website }}{{ if quick_exit.text }}a{{ end }}">a</a></p>
"""
    site = make_site({"docs/index.md": home, "briefings/a.md": sample.briefing()})
    assert site.messages == []
    web = "https://www.example.org/"
    links = [link["href"] for link in site.html("").select(".prose a")]
    assert links == [web, web, web, "mailto:partnership@example.org", f"{web}a"]


def test_a_placeholder_that_is_no_address_is_said_once(make_site: SiteMaker) -> None:
    page = '# Help\n\n<a href="{{ organisation.wesbite }}">x</a>\n\n<a href="{{ organisation.name }}">x</a>\n'
    braces = sample.briefing(body_with('<a href="{{ organisation.website }}">x</a>'))
    assert sorted(make_site({"docs/help.md": page, "briefings/a.md": braces}).messages) == [
        "briefings/a.md:18: “{{ organisation.website }}” is not on the site: only pages, pictures and PDFs are published; "
        "write the address at which it is on the web",
        "docs/help.md:3: “{{ organisation.wesbite }}” has no value in mkdocs.yml; did you mean “organisation.website”?",
        "docs/help.md:5: “Testshire Safeguarding Partnership” is not there: write the path from this file, like ../docs/about.md",
    ]


def test_an_unknown_placeholder_is_refused_with_its_line(make_site: SiteMaker) -> None:
    home = "---\ntitle: Home\n---\n# Home\n\n{{ organisation.nmae }}\n"
    site = make_site({"docs/index.md": home, "briefings/a.md": sample.briefing()})
    assert not site.passed
    said = "docs/index.md:6: “{{ organisation.nmae }}” has no value in mkdocs.yml; did you mean “organisation.name”?"
    assert site.messages == [said]


def test_wrong_front_matter_of_a_page_is_refused(make_site: SiteMaker) -> None:
    home = "---\ntitle: Home: sweet\n---\n# Home\n"
    site = make_site({"docs/index.md": home, "briefings/a.md": sample.briefing()})
    assert not site.passed
    assert any(message.startswith("docs/index.md:2: ") for message in site.messages)


def test_edit_links_lead_to_the_file(make_site: SiteMaker) -> None:
    settings = sample.SETTINGS + "  edit_page: https://code.example.org/edit/main/{path}\n"
    files = {"briefings/01-a.md": sample.briefing(topics="[sleep]"), "docs/index.md": "# Home\n"}
    site = make_site({**files, "docs/help.md": "# Help\n"}, settings)
    address = "https://code.example.org/edit/main/"
    for page, path in (("briefings/a", "briefings/01-a.md"), ("help", "docs/help.md")):
        links = [link["href"] for link in site.html(page).find_all("a", string="Edit this page")]
        assert links == [address + path]
    for page in ("briefings", "topics", "topics/sleep"):
        assert site.html(page).find("a", string="Edit this page") is None


def test_the_questions_of_the_settings_give_way_to_a_briefings_own(make_site: SiteMaker) -> None:
    site = make_site(
        {"briefings/a.md": sample.briefing(), "briefings/b.md": sample.briefing(title="B", questions='["Who?", "<b>Why</b>?"]')}
    )
    assert [words(item) for item in site.html("briefings/a").select(".questions li")] == ["What will we do this week?"]
    assert [words(item) for item in site.html("briefings/b").select(".questions li")] == ["Who?", "<b>Why</b>?"]


def test_welsh_letters_survive(make_site: SiteMaker) -> None:
    text = "Mae’r tŷ yn agos i’r dŵr."
    page = make_site({"briefings/tŷ-a-dŵr.md": sample.briefing(body_with(text), title="Tŷ a dŵr")}).html("briefings/tŷ-a-dŵr")
    assert words(page.h1) == "Tŷ a dŵr"
    assert text in words(panel(page, 3))


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(make_site: SiteMaker) -> None:
    windows = b"\xef\xbb\xbf" + sample.briefing().replace("\n", "\r\n").encode()
    site = make_site({"briefings/a.md": windows})
    assert site.messages == []
    assert len(site.html("briefings/a").select("section.panel")) == 7


def test_wrong_settings_stop_the_build_and_name_each_line(make_site: SiteMaker) -> None:
    settings = sample.SETTINGS.replace("area: Testshire", "area: TBC").replace("01632 960001", "none yet")
    site = make_site({"briefings/a.md": sample.briefing()}, settings)
    assert not site.passed
    said = "\n".join(site.messages)
    assert "mkdocs.yml:7: extra.organisation.area: “TBC” is still to be filled in" in said
    assert "mkdocs.yml:16: extra.urgent_help.contacts.1.telephone: “none yet” is not a telephone number" in said


def test_the_sample_is_refused_at_a_real_address_and_says_elsewhere_what_it_is(make_site: SiteMaker, tmp_path: Path) -> None:
    site = make_site({"briefings/a.md": sample.briefing()})
    assert "This is a sample" in words(site.html("briefings/a").select_one(".sample-notice"))
    settings = sample.SETTINGS.replace("https://briefings.example.org/", "https://briefings.testshire.gov.uk/")
    refused = build_site(write_site(tmp_path / "real", {"briefings/a.md": sample.briefing()}, settings), tmp_path / "out")
    assert not refused.passed
    assert "mkdocs.yml:26: extra.sample is true, but site_url is a real address" in "\n".join(refused.messages)


def test_made_up_numbers_are_refused_in_the_content_of_a_real_site(make_site: SiteMaker) -> None:
    settings = sample.SETTINGS.replace("  sample: true\n", "").replace("example.org", "testshire.gov.uk")
    settings = settings.replace("01632 960100", '"01225 400100"').replace("01632 960001", '"01225 400001"')
    files = {"briefings/a.md": sample.briefing(body_with("Call 01632 960001.")), "docs/index.md": "# Exampleshire\n"}
    box = '!!! note "This is a sample"\n\n    Exampleshire is a made-up place.\n\n    So is all else.'
    files["docs/about.md"] = f"# About\n\nWords.\n\n{box}\n\nExampleshire is ours.\n"
    register = (
        "# In Exampleshire\na:\n  title: Guide for parents in Exampleshire\n  publisher: P\n  kind: guidance\n  audience: both\n"
    )
    files["briefings/resources.yml"] = register + "  how_to_get: Ask.\n"
    site = make_site(files, settings)
    assert not site.passed
    assert site.messages == [
        "briefings/a.md:18: “01632 960001” is made up, for the sample: write your own",
        "briefings/resources.yml:3: “Exampleshire” is made up, for the sample: write your own",
        "docs/about.md:5: the box says that this is a sample: delete it, this line and all below that begin with spaces",
        "docs/about.md:11: “Exampleshire” is made up, for the sample: write your own",
        "docs/index.md:1: “Exampleshire” is made up, for the sample: write your own",
    ]
    assert site.html("briefings/a").select_one(".sample-notice") is None


HOSTILE = "</title></script><script>window.ran=1</script>\"'><img src=x onerror=window.ran=1> & co"
"""Breaks out of a title, an attribute and a script, wherever it is not escaped."""


def test_no_text_of_an_editor_becomes_markup(make_site: SiteMaker) -> None:
    quoted = "'" + HOSTILE.replace("'", "''") + "'"
    topic = f"---\ntopic: t\ntitle: {quoted}\nsummary: {quoted}\ndescription: {quoted}\n---\n# T\n"
    texts = {"summary": quoted, "owner": quoted, "questions": f"[{quoted}]", "topics": "[t]"}
    settings = sample.SETTINGS.replace("name: Testshire Front Door", f"name: {quoted}").replace(
        "when: all day", f"when: {quoted}"
    )
    settings = settings.replace("Testshire briefings", quoted).replace("worried: Worried about a child?", f"worried: {quoted}")
    site = make_site(
        {
            "briefings/a.md": sample.briefing(title=f"{quoted}", number="1", **texts),
            "briefings/b.md": sample.briefing(title="B " + HOSTILE.replace("'", ""), number="2", **texts),
            "briefings/c.md": sample.briefing(title=quoted.replace("co'", "c'"), number="3", **texts),
            "briefings/broken.md": sample.briefing(title=quoted.replace("co'", "d'"), owner=None),
            "docs/topics/t.md": topic,
            "docs/index.md": f"---\ntitle: {quoted}\ndescription: {quoted}\n---\n# Home\n",
        },
        settings,
    )
    assert len(site.messages) == 1  # the briefing that is broken on purpose
    for file in sorted(site.folder.rglob("*.html")):
        page = site.html(file.relative_to(site.folder).as_posix())
        assert not page.find_all("img"), file
        scripts = [script.get_text() for script in page.find_all("script")]
        assert not [script for script in scripts if "window.ran" in script], file
        assert "</script><script>" not in str(page.head), file


def test_headings_within_a_panel_do_not_count_as_panels(make_site: SiteMaker) -> None:
    text = '> ## quoted\n\n> # and more\n\n!!! note "N"\n\n    ## inside\n\n- item\n\n    ## in a list'
    site = make_site({"briefings/a.md": sample.briefing(body_with(text))})
    page = site.html("briefings/a")
    assert [len(page.find_all(f"h{level}")) for level in (1, 2)] == [1, 7 + 2]  # and the questions and the facts
    assert [words(bold) for bold in panel(page, 3).find_all("strong")] == ["quoted", "and more", "inside", "in a list"]
    links = page.select(".briefing__contents a")
    assert [words(link) for link in links] == [f"{number} Panel {letter}" for number, letter in enumerate("ABCDEFG", 1)]
    assert [link["href"] for link in links] == [f"#panel-{number}" for number in range(1, 8)]


def test_a_page_that_is_no_text_keeps_its_address_and_says_so(make_site: SiteMaker) -> None:
    site = make_site({"briefings/a.md": sample.briefing(), "docs/help.md": b"# Caf\xe9\n"})
    assert not site.passed
    assert site.messages == [
        "docs/help.md:1: this line has a character that cannot be read (0xe9): save the file again with the encoding UTF-8"
    ]
    assert "(0xe9)" in words(site.html("help").select_one(".problems"))


def test_two_pages_with_one_address_are_refused(make_site: SiteMaker) -> None:
    site = make_site(
        {
            "briefings/a.md": sample.briefing(),
            "docs/help.md": "# Help\n",
            "docs/help/index.md": "# Other help\n",
            "docs/briefings.md": "# Mine\n",
            "docs/feed.xml": "Mine",
            "docs/Resources.json": "Mine",
        }
    )
    assert not site.passed
    assert site.messages == [str(problem) for problem in read_library(site.folder.parent / "source", today=date.today()).problems]
    assert sorted(site.messages) == [
        "docs/Resources.json:1: has the name of a file that the site makes: give it another name",
        "docs/briefings.md:1: has the address of a page that the site makes by itself, /briefings/: give this file another name",
        "docs/feed.xml:1: has the name of a file that the site makes: give it another name",
        "docs/help/index.md:1: has the same address as docs/help.md: give one of the two files another name",
    ]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("docs/aux.md", "“aux.md” is a name that Windows keeps for a device: give it another name"),
        ("briefings/03-con.md", "“con” is a name that Windows keeps for a device: give it another name"),
        ("briefings/nul.png", "“nul.png” is a name that Windows keeps for a device: give it another name"),
        ("docs/who?/page.md", "“who?” has a ? in it, which Windows allows in no name: give it another name"),
        ('docs/a"b.png', '“a"b.png” has a " in it, which Windows allows in no name: give it another name'),
        ("docs/who./page.md", "“who.” ends with a full stop or a space, which Windows drops: give it another name"),
    ],
)
def test_a_name_that_a_folder_of_windows_cannot_hold_is_refused(tmp_path: Path, path: str, said: str) -> None:
    content = PIXEL if path.endswith(".png") else sample.briefing() if path.startswith("briefings/") else "# Page\n"
    root = write_site(tmp_path, {"briefings/a.md": sample.briefing(title="Other"), path: content})
    assert [str(problem) for problem in read_library(root, today=date.today()).problems] == [f"{path}:1: {said}"]


def test_names_that_only_look_odd_pass(tmp_path: Path) -> None:
    odd = ("docs/auxiliary.md", "docs/50% & more (é, #1).md", "docs/.#hidden?")
    files: dict[str, str | bytes] = {
        "briefings/a.md": sample.briefing(),
        "docs/a.b.c.png": PIXEL,
        **dict.fromkeys(odd, "# Page\n"),
    }
    root = write_site(tmp_path, files)
    assert read_library(root, today=date.today()).problems == ()


def test_the_sitemap_says_when_briefings_changed_and_nothing_of_other_pages(make_site: SiteMaker) -> None:
    site = make_site(
        {
            "briefings/a.md": sample.briefing(title="A", published="2025-01", updated="2026-03-05", links_updated="2026-02"),
            "briefings/b.md": sample.briefing(title="B", published="2025-01", links_updated="2026-02"),
        }
    )
    sitemap = (site.folder / "sitemap.xml").read_text(encoding="utf-8")
    found = dict(re.findall(r"<loc>https://briefings.example.org/([^<]*)</loc>\s*(?:<lastmod>([^<]*)</lastmod>)?", sitemap))
    assert {page: changed for page, changed in found.items() if changed} == {
        "briefings/a/": "2026-03-05",
        "briefings/b/": "2026-02",
    }
    assert {"", "briefings/", "resources/"} <= found.keys()


def test_a_page_without_a_title_gets_one(make_site: SiteMaker) -> None:
    site = make_site({"briefings/a.md": sample.briefing(), "docs/help.md": "---\ntitle: Help & more\n---\nWords.\n"})
    assert site.messages == []
    assert [words(heading) for heading in site.html("help").find_all("h1")] == ["Help & more"]


def test_a_second_title_and_a_skipped_level_are_refused(make_site: SiteMaker) -> None:
    twice = make_site({"briefings/a.md": sample.briefing(), "docs/help.md": "# Help\n\n# More\n\n#### Deep\n"})
    assert twice.messages[0] == "docs/help.md:3: “More” is a second title: write ## instead of #"
    assert twice.messages[1] == "docs/help.md:5: “Deep” skips a level: write ## instead of ####"


def test_links_to_files_with_odd_names_lead_there(make_site: SiteMaker) -> None:
    words = "[a](help%20me.md) [b](<help me.md>) [c](50%25.md#what) [d](a%23b.md) ![p](pic%20%231.png)"
    site = make_site(
        {
            "briefings/a.md": sample.briefing(),
            "docs/index.md": f"# Home\n\n{words}\n",
            "docs/help me.md": "# H\n",
            "docs/50%.md": "# I\n\n## What\n",
            "docs/a#b.md": "# J\n",
            "docs/pic #1.png": PIXEL,
        }
    )
    assert site.messages == []
    prose = site.html("index.html").select_one(".prose")
    assert prose is not None
    addresses = [str(element.get("href") or element.get("src")) for element in prose.select("a, img")]
    assert addresses == [
        "help%20me/index.html",
        "help%20me/index.html",
        "50%25/index.html#what",
        "a%23b/index.html",
        "pic%20%231.png",
    ]


@pytest.mark.parametrize("number", ["99999", "00"])
def test_a_number_of_a_file_name_has_limits_too(make_site: SiteMaker, number: str) -> None:
    site = make_site({f"briefings/{number}-a.md": sample.briefing()})
    assert not site.passed
    assert "that begins the file’s name is out of range: write 1 to 9999" in site.messages[0]


def test_a_page_over_which_markdown_would_hang_is_not_rendered(make_site: SiteMaker) -> None:
    site = make_site({"briefings/a.md": sample.briefing(), "docs/help.md": "# Help\n\n" + "[a " * 9000})
    assert not site.passed
    assert len(site.messages) == 1
    assert site.messages[0].startswith("docs/help.md:3: too much for one paragraph")
    assert words(site.html("help").h1) == "Help"
    assert site.html("help").select_one(".problems") is not None


def test_paper_says_where_the_current_page_is(make_site: SiteMaker) -> None:
    site = make_site({"briefings/a.md": sample.briefing(topics="[sleep]"), "docs/help.md": "# Help\n"})
    for page in ("topics/sleep", "help"):
        said = words(site.html(page).select_one(".printed-from"))
        assert said.startswith(f"Printed from https://briefings.example.org/{page}/."), page
    assert "briefings.example.org/briefings/a." in words(site.html("briefings/a").select_one(".sheet-foot"))


def test_a_briefing_of_which_markdown_makes_no_panels_is_named_and_keeps_its_page(tmp_path: Path) -> None:
    root = write_site(tmp_path / "source", {"briefings/a.md": sample.briefing()})
    hook = "def on_page_markdown(markdown, page, config, files):\n    return markdown.replace('\\n## ', '\\n### ', 1)\n"
    (root / "more.py").write_text(hook, encoding="utf-8")
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(settings.replace("\nhooks:\n", "\nhooks:\n  - more.py\n"), encoding="utf-8")
    built = build_site(root, tmp_path / "site")
    assert not built.passed
    (said,) = built.messages
    assert said.startswith("briefings/a.md:8: a ## heading does not come out as a heading: ")
    assert "Words about what to notice." in words(built.html("briefings/a").main)
