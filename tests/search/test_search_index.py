"""The index of the search: what it knows of a page, and the files that it is written into."""

from __future__ import annotations

import json
import re

import pytest

import sample
from conftest import Built, SiteMaker
from sevenminute.markdown.plain_text import plain_text
from sevenminute.search.documents import Place, SearchPage, other_page
from sevenminute.search.index import search_files, split_words

CALL = re.compile(r'sevenminuteSearch\("([\w-]+)",(.*)\);\n')
REGISTER = """\
out-of-routine:
  title: Out of Routine
  publisher: Review Panel
  kind: report
  audience: practitioners
  url: https://www.example.org/routine
  summary: Why babies die in their sleep.
ask-first:
  title: A form
  publisher: P
  kind: form
  audience: both
  how_to_get: Ask your lead
"""


def known(site: Built) -> dict[str, tuple[str, str, dict[str, tuple[int, str, str]]]]:
    """Return by address what the search of a built site knows: title, kind, and by anchor number, heading and text."""
    found: dict[str, tuple[str, str, dict[str, tuple[int, str, str]]]] = {}
    for file in sorted((site.folder / "search").glob("*/pages-*.js")):
        call = CALL.fullmatch(file.read_text(encoding="ascii"))
        assert call, file
        for url, title, kind, places in json.loads(call[2]):
            found[url] = (title, kind, {anchor: (number, heading, text) for anchor, number, heading, text in places})
    return found


def test_it_knows_title_summary_panels_and_questions_of_a_briefing(make_site: SiteMaker) -> None:
    body = """
## Background

Think of the *womb* as a [home](https://www.example.org/).[^1]

- Smoking
- Other (drugs)

### Signs

See & tell.
""" + sample.panels(*sample.HEADINGS[1:], "X")[: -len("\n## X\n\nWords about x.\n")]
    body += "\n[^1]: An idea of Jane.\n"
    site = make_site({"briefings/a.md": sample.briefing(body, title="'A & b'", questions="[Who helps?]")})
    title, kind, places = known(site)["briefings/a/index.html"]
    assert (title, kind) == ("A & b", "")
    assert list(places) == ["", *(f"panel-{number}" for number in range(1, 8)), "questions"]
    assert places[""] == (0, "", "How to talk about safer sleep.")
    assert places["panel-1"] == (1, "Background", "Think of the womb as a home. Smoking · Other (drugs) · Signs · See & tell.")
    assert places["panel-7"] == (7, "Resources", "Words about resources. An idea of Jane.")
    assert places["questions"] == (0, "Talk about it", "Who helps?")


def test_what_paper_shows_between_two_sides_is_no_word_of_a_panel(make_site: SiteMaker) -> None:
    site = make_site({"briefings/a.md": sample.briefing(print="two-sided")})
    assert site.html("briefings/a/index.html").select_one(".panels .sheet-turn")
    places = known(site)["briefings/a/index.html"][2]
    assert [text for _, _, text in places.values()][1:] == [f"Words about {name.lower()}." for name in sample.HEADINGS]


def test_it_knows_pages_by_their_second_headings_and_leaves_out_lists(make_site: SiteMaker) -> None:
    about = "# About us\n\nWe are few.\n\n## Why\n\nTo learn.\n\n### How\n\nBy reading.\n\n## When\n\nNow.\n"
    site = make_site(
        {
            "briefings/a.md": sample.briefing(topics="[babies]"),
            "docs/about.md": about,
            "docs/hidden.md": "---\nsearch:\n  exclude: true\n---\n# Hidden\n",
            "docs/topics/babies.md": "---\ntopic: babies\ntitle: Babies\n---\n# Babies\n\nThey cannot tell.\n",
        }
    )
    found = known(site)
    assert set(found) == {
        "index.html",
        "about/index.html",
        "topics/babies/index.html",
        "briefings/a/index.html",
        "resources/index.html",
    }
    assert found["index.html"][0] == "Testshire briefings"
    assert found["about/index.html"] == (
        "About us",
        "",
        {"": (0, "", "We are few."), "why": (0, "Why", "To learn. How · By reading."), "when": (0, "When", "Now.")},
    )
    assert found["topics/babies/index.html"][0] == "Babies"


def test_it_knows_each_resource_of_the_register_and_leads_to_its_entry(make_site: SiteMaker) -> None:
    body = sample.panels() + "\nRead [out of routine][out-of-routine] and [a film](https://films.example.org/).\n"
    site = make_site({"briefings/a.md": sample.briefing(body), "briefings/resources.yml": REGISTER})
    found = known(site)
    assert found["resources/index.html#out-of-routine"] == (
        "Out of Routine",
        "Report",
        {"": (0, "", "Review Panel. Why babies die in their sleep.")},
    )
    assert found["resources/index.html#ask-first"][2] == {"": (0, "", "P. Ask your lead.")}
    assert not any("#link-" in url for url in found)  # the panel that has it is found
    assert "a film" in found["briefings/a/index.html"][2]["panel-7"][2]
    for url in found:
        page, _, anchor = url.partition("#")
        assert not anchor or site.html(page).find(id=anchor)


def test_what_has_a_page_that_says_what_to_mend_is_not_found(make_site: SiteMaker) -> None:
    site = make_site({"briefings/a.md": sample.briefing(owner=None), "briefings/b.md": sample.briefing(title="B")})
    assert "briefings/b/index.html" in known(site)
    assert "briefings/a/index.html" not in known(site)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Safer sleep", ["safer", "sleep"]),
        ("the (ICB), SIDS.", ["the", "icb", "sids"]),
        ("Children’s and parents' café", ["childrens", "and", "parents", "cafe"]),
        ("tŷ, Ŵyn", ["ty", "wyn"]),
        ("pre-mobile; A&E 01632 960001", ["pre", "mobile", "a", "e", "01632", "960001", "premobile"]),
        ("co‑sleeping, 7-minute - 2026-11", ["co", "sleeping", "7", "minute", "2026", "11", "cosleeping", "7minute"]),
        ("snake_case ½ ﬁle", ["snake", "case", "1", "2", "file"]),
        ("আমি 你好", ["আম", "你好"]),
        ("…", []),
    ],
)
def test_words_are_compared_without_accents_and_marks(text: str, words: list[str]) -> None:
    assert split_words(text) == words


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One <b>two</b>three</p>\n<p>four.</p><p>five</p>", "One twothree · four. five"),
        ("<p>over\ntwo lines</p>", "over two lines"),
        ("<p>a &lt;b&gt; &amp;amp; c</p>", "a <b> &amp; c"),
        ('<p>x<sup id="fnref:1"><a href="#fn:1">1</a></sup></p><!-- <p>no</p> -->', "x"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a · b"),
        ('<p><a title="1 &gt; 0">a</a><br>b</p>', "a · b"),
    ],
)
def test_text_is_that_of_the_page_on_one_line(markup: str, text: str) -> None:
    assert plain_text(markup) == text


def test_a_title_is_text_even_where_mkdocs_has_html() -> None:
    assert other_page("a.html", "A &amp; <em>b</em>", "<p>c</p>").title == "A & b"


def some_pages(count: int) -> list[SearchPage]:
    return [SearchPage(f"{n:04}.html", f"Title {n}", "", (Place("", 0, "", f"all even{n % 2}"),)) for n in range(count)]


def test_the_files_are_the_same_for_the_same_pages_in_whatever_order() -> None:
    pages = some_pages(40)
    files = search_files(pages)
    assert search_files(reversed(pages)) == files
    changed = search_files([*pages[:-1], SearchPage("0039.html", "Other", "", ())])
    assert not {name for name in changed if "/" in name} & set(files)  # an old part is never read for a new one


def test_no_list_of_words_grows_with_the_site_and_each_is_announced() -> None:
    pages = [SearchPage(f"{n:04}.html", f"Title {n}", "", (Place("", 0, "", f"w{n} v{n} all"),)) for n in range(3000)]
    files = search_files(pages)
    call = CALL.fullmatch(files["index.js"])
    assert call
    index = json.loads(call[2])
    assert sum(index["parts"]) == index["pages"] == 3000
    assert index["words"] == sorted(index["words"])
    lists = [files[f"{index['version']}/words-{number}.js"] for number in range(len(index["words"]))]
    assert len(lists) > 5
    assert all(len(text) < 13_000 for text in lists)
    for first, text in zip(index["words"], lists, strict=True):
        call = CALL.fullmatch(text)
        assert call
        assert json.loads(call[2]).startswith(f"{first} ")


def test_a_site_without_words_has_an_index() -> None:
    call = CALL.fullmatch(search_files([])["index.js"])
    assert call
    assert json.loads(call[2])["words"] == []


def test_it_reads_html_as_browsers_do() -> None:
    markup = (
        "<H2 title='a > b' ID=one>One</H2><p title=\"<h2 id='no'>No</h2>\">some <B\nclass=x>wo</B>rds<!-- not > this --></p>"
        "<h2\nid='two'>Two<sup id=fnref:1><a href=#fn:1>1</a></sup></h2>1 &lt; 2<br>and<!-->more<li>last"
    )
    page = other_page("a/", "<i title='>'>A</i> title", markup)
    assert page.title == "A title"
    assert [(place.anchor, place.heading, place.text) for place in page.places] == [
        ("", "", ""),
        ("one", "One", "some words"),
        ("two", "Two", "1 < 2 · andmore · last"),
    ]


def test_key_messages_come_first_and_whom_it_is_about_and_its_language_are_known(make_site: SiteMaker) -> None:
    text = sample.briefing(key_messages='["Call at once", Write it down.]', people="children", lang="cy")
    site = make_site({"briefings/a.md": text})
    (script,) = (site.folder / "search").glob("*/pages-*.js")
    call = CALL.fullmatch(script.read_text(encoding="ascii"))
    assert call
    _, title, kind, places, lang = next(page for page in json.loads(call[2]) if page[0] == "briefings/a/index.html")
    assert (title, kind, lang) == ("Safer sleep", "About children", "cy")
    assert places[0] == ["", 0, "", "Call at once · Write it down. How to talk about safer sleep."]


def test_what_has_changed_is_found_and_leads_to_its_place(make_site: SiteMaker) -> None:
    """All of it, also what the page shows at a touch."""
    days = ["2026-04-02: The number changed.", *(f"2026-0{month}: The zebra {month} moved." for month in (3, 2, 1))]
    site = make_site({"briefings/a.md": sample.briefing(changes="".join(f"\n  - {day}" for day in days))})
    (script,) = (site.folder / "search").glob("*/pages-*.js")
    call = CALL.fullmatch(script.read_text(encoding="ascii"))
    assert call
    places = next(page[3] for page in json.loads(call[2]) if page[0] == "briefings/a/index.html")
    anchor, _number, heading, text = places[-1]
    assert (heading, text.partition(". ")[0], text.count("zebra")) == ("What has changed", "2 April 2026: The number changed", 3)
    shown = site.html("briefings/a/").find(id=anchor)
    assert shown
    assert shown.get_text() == heading
