"""Citing a resource by its id, in briefings and in docs: the link that readers get, and the problem when there is none."""

from __future__ import annotations

import posixpath
import textwrap
from datetime import date
from pathlib import Path

import pytest
from bs4 import Tag

import markdown
from conftest import SiteMaker, build_site, write_site
from sample import briefing
from sevenminute.checks import read_library
from sevenminute.content.resource import parse_register
from sevenminute.markdown.document import DocumentReader
from sevenminute.markdown.extensions.citations import ResourceLinks
from sevenminute.markdown.extensions.prepared import PreparedPages
from sevenminute.pages.outbound_links import OutboundLink, outbound_links

REGISTER = textwrap.dedent("""\
    guide:
      title: The guide
      publisher: A council & "friends"
      kind: guidance
      audience: practitioners
      url: https://example.org/guide?a=1&b=2
      format: PDF
      size: 333 KB
    service:
      title: The service
      publisher: A trust
      kind: service
      audience: parents
      url: https://example.org/service
    leaflet:
      title: The leaflet
      publisher: A council
      kind: leaflet
      audience: parents
      how_to_get: Ask your safeguarding lead for a copy.
""")
TOPIC_PAGE = "---\ntopic: sleep\ntitle: Sleep\n---\n\n# Sleep\n\n{}\n"


def first_panel(text: str) -> str:
    """Return a briefing whose first panel has the text, beginning on line 11."""
    return briefing("\n## A\n\n" + text + "".join(f"\n\n## {letter}\n\nWords." for letter in "BCDEFG") + "\n")


def site(text: str, register: str = REGISTER) -> dict[str, str | bytes]:
    """Return the files of a site that says the same in a briefing, on a topic page and on another page."""
    return {
        "briefings/resources.yml": register,
        "briefings/x.md": first_panel(text),
        "docs/topics/sleep.md": TOPIC_PAGE.format(text),
        "docs/about.md": f"# About\n\n{text}\n",
    }


PAGES = ("briefings/x", "topics/sleep", "about")


def problems(root: Path, files: dict[str, str | bytes]) -> list[str]:
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [str(problem) for problem in read_library(root, today=date(2026, 11, 22)).problems]


def only(elements: list[Tag]) -> Tag:
    (element,) = elements
    return element


def test_a_citation_becomes_a_link_that_says_where_it_leads(make_site: SiteMaker) -> None:
    built = make_site(site("See [the words][guide]: they help. So does [it][service]."))
    assert built.messages == []
    for page in PAGES:
        file, service = built.html(page).select("a.resource[title]")[:2]
        assert file["href"] == "https://example.org/guide?a=1&b=2"
        assert file["title"] == 'A council & "friends"'
        assert file["rel"] == ["noreferrer", "noopener"]
        assert file.get_text() == "the words (PDF, 333 KB)"
        assert not file.has_attr("target")
        assert (service["href"], service["title"], service.get_text()) == ("https://example.org/service", "A trust", "it")


@pytest.mark.parametrize(
    "text",
    [
        "[words](https://www.example.com/)",
        "<https://www.example.com/>",
        "[words][own]\n\n[own]: https://www.example.com/",
        "Raw <a href='https://www.example.com/'>words</a>.",
        '<div><a class="x" href="HTTPS://www.example.com/">words</a></div>',
        "<p><a\nhref = '\\\\www.example.com/'>words</a></p>",
        "<p><a href='/\\www.example.com/'>words</a></p>",
        "<p><a href='ht\ntps:www.example.com/'>words</a></p>",
        "<p><a href=' https&colon;//www.example.com/'>words</a></p>",
        "<p><a href=//www.example.com/ title='a > b'>words</a></p>",
        "[words](https://www.example.com/){ title=words }",
    ],
)
def test_every_link_that_leaves_the_site_keeps_readers_private(make_site: SiteMaker, text: str) -> None:
    built = make_site({"briefings/x.md": first_panel(f"{text}\n\n[ours](x.md), [a letter](mailto:a@example.org)")})
    links = built.html("briefings/x").select(".panel--1 a")
    assert [link.get("rel") for link in links] == [["noreferrer", "noopener"], None, None]


def test_what_has_no_address_says_so_and_leads_to_how_to_get_it(make_site: SiteMaker) -> None:
    built = make_site(site("See [the words][leaflet]."))
    assert built.messages == []
    for page in PAGES:
        link = only([link for link in built.html(page).select("a.resource[title]") if "the words" in link.get_text()])
        assert link.get_text() == "the words (no web address)"
        assert link["href"] == posixpath.relpath("resources/index.html", page) + "#leaflet"
        assert not link.has_attr("rel")
    entry = built.html("resources").select_one("#leaflet")
    assert entry is not None
    assert "Ask your safeguarding lead for a copy." in entry.get_text()


def test_a_pages_own_definition_goes_before_the_register(make_site: SiteMaker) -> None:
    files = site("See [the words][guide].")
    files["briefings/y.md"] = first_panel("See [own][guide].\n\n[guide]: https://own.example.org/").replace(
        "Safer sleep", "Other"
    )
    built = make_site(files)
    assert built.messages == []
    link = only([link for link in built.html("briefings/y").select("a") if link.get_text().startswith("own")])
    assert (link["href"], link.get_text()) == ("https://own.example.org/", "own")
    assert built.html("briefings/x").select_one('a.resource[href^="https://example.org/guide"]')


def converted(text: str) -> str:
    register = parse_register(REGISTER)
    assert register.problems == ()
    prepared = PreparedPages({"x.md": DocumentReader(register.resources).read(text, 1)})
    prepared.page("x.md")
    return markdown.markdown(text, extensions=[prepared, ResourceLinks(register.resources)])


def cited(text: str) -> list[tuple[str, int]]:
    ids = parse_register(REGISTER).resources
    return [(link.target, link.line) for link in DocumentReader(ids).read(text, 1).links.links if link.leaves_site]


@pytest.mark.parametrize(
    "text",
    [
        "[words][guide]",
        "[words][GUIDE]",
        "[words][guide]: more",
        "[words][guide](more)",
        "[**bold** words][guide]",
        "[words [in brackets] too][guide]",
        "[![A cover](cover.png)][guide]",
        "[guide]",
        "[guide][]",
        "[guide]: is what to read",
        "- [words][guide]\n- more",
        "| A | B |\n|---|---|\n| [words][guide] | x |",
    ],
)
def test_each_way_to_cite_is_a_link_and_is_counted(text: str) -> None:
    assert 'href="https://example.org/guide?a=1&amp;b=2"' in converted(text)
    assert [target for target, _ in cited(text)] == ["guide"]


@pytest.mark.parametrize("text", ["[words] [guide]", "[words]\n[guide]"])
def test_an_id_apart_from_its_words_is_named(tmp_path: Path, text: str) -> None:
    line = 11 + text.count("\n")
    assert problems(tmp_path, {"briefings/resources.yml": REGISTER, "briefings/x.md": first_panel(text)}) == [
        f"briefings/x.md:{line}: the link has a space in it: write [ directly after ]"
    ]


@pytest.mark.parametrize(("text", "line"), [("[two\nlines][guide]", 2), ("A note.[^1]\n\n[^1]: See [words][guide].", 3)])
def test_a_citation_has_the_line_of_its_id(text: str, line: int) -> None:
    assert 'href="https://example.org/guide?a=1&amp;b=2"' in converted(text)
    assert cited(text) == [("guide", line)]


@pytest.mark.parametrize(
    "text",
    [
        "`[words][guide]`",
        "```\n[words][guide]\n```",
        "<!-- [words][guide] -->",
        r"\[guide]",
        "[2020]",
        "[words](resource:nothing)",
    ],
)
def test_what_only_looks_like_a_citation_is_none(text: str) -> None:
    assert 'class="resource"' not in converted(text)
    assert cited(text) == []


@pytest.mark.parametrize(
    "definition",
    [
        "[guide]: https://own.example.org/",
        "[Guide]: <https://own.example.org/>",
        "[guide]: https://own.example.org/ 'A title'",
        "[guide]:\n  https://own.example.org/",
    ],
)
def test_each_way_to_define_is_counted_as_markdown_does(definition: str) -> None:
    text = f"[words][guide]\n\n{definition}\n"
    assert 'href="https://own.example.org/"' in converted(text)
    assert cited(text) == [("https://own.example.org/", 1)]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("[words](https://example.org/a_(b)) more", "https://example.org/a_(b)"),
        ('[words](https://example.org/a "Title")', "https://example.org/a"),
        ("[words](<https://example.org/a>)", "https://example.org/a"),
        ("[words](HTTPS://example.org/a)", "HTTPS://example.org/a"),
        ("See <https://example.org/a>.", "https://example.org/a"),
        ("See https://example.org/a.", "https://example.org/a"),
        ("See www.example.org/a.", "http://www.example.org/a"),
        ("[words](https://example.org/a(b)c(d)) more", "https://example.org/a(b)c(d)"),
        ("[words [in brackets] too](https://example.org/a)", "https://example.org/a"),
        ("[![A cover](cover.png)](https://example.org/a)", "https://example.org/a"),
        ("[words](https://example.org/a?b[]=1)", "https://example.org/a?b[]=1"),
        ("<div><a href='https://example.org/?a=1&amp;b'>words</a></div>", "https://example.org/?a=1&b"),
        ("Some <a href='https://example.org/'>words</a>", "https://example.org/"),
    ],
)
def test_other_links_that_leave_the_site_are_counted(text: str, target: str) -> None:
    assert cited(text) == [(target, 1)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("See [words][gude].", "the link “[words][gude]” has no address: “gude” is not defined; did you mean “guide”?"),
        (
            "See [words][x1].",
            "the link “[words][x1]” has no address: “x1” is not defined; "
            "add it to briefings/resources.yml, or write the address in ( ) instead",
        ),
        (
            "See [words](resource:x1).",
            "the link “[words][x1]” has no address: “x1” is not defined; "
            "add it to briefings/resources.yml, or write the address in ( ) instead",
        ),
        (
            "![A picture][guide]",
            "the picture “![A picture][guide]” is a resource, not a picture: write the picture’s file in ( ) instead",
        ),
        (
            "See [words [in] more][gude].",
            "the link “[words [in] more][gude]” has no address: “gude” is not defined; did you mean “guide”?",
        ),
        ("See [gude].", "the link “[gude]” has no address: “gude” is not defined; did you mean “guide”?"),
        (
            "See [new-thing].",
            "the link “[new-thing]” has no address: “new-thing” is not defined; "
            r"add it to briefings/resources.yml, or write \[new-thing] if the brackets are meant",
        ),
        ("See [Gude][].", "the link “[Gude][gude]” has no address: “gude” is not defined; did you mean “guide”?"),
        (
            "![A picture][gude]",
            "the link “![A picture][gude]” has no address: “gude” is not defined; did you mean “guide”?",
        ),
    ],
)
def test_an_id_that_leads_nowhere_is_a_problem_on_each_page(tmp_path: Path, text: str, said: str) -> None:
    assert problems(tmp_path, site(text)) == [
        f"briefings/x.md:11: {said}",
        f"docs/about.md:3: {said}",
        f"docs/topics/sleep.md:8: {said}",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<div>\n\nSee [the words][{}].\n\n</div>",
        "> See\n> [the words][{}].\n",
        "- See\n\n    [the words][{}].",
        '!!! note "Look"\n\n    [the words][{}]',
        "Term\n\n:   [the words][{}]",
        "A note.[^1]\n\n[^1]: See [the words][{}].",
    ],
)
def test_wherever_markdown_makes_links_an_id_is_read(tmp_path: Path, text: str) -> None:
    line = text.format("gude").split("[the words]")[0].count("\n") + 1
    said = f"docs/about.md:{line}: the link “[the words][gude]” has no address: “gude” is not defined; did you mean “guide”?"
    good = {"briefings/resources.yml": REGISTER, "briefings/x.md": briefing(), "docs/index.md": "# Home\n"}
    assert problems(tmp_path, {**good, "docs/about.md": text.format("gude")}) == [said]
    assert problems(tmp_path, {**good, "docs/about.md": text.format("guide")}) == []
    assert cited(text.format("guide")) == [("guide", line)]


@pytest.mark.parametrize(
    "text",
    [
        "> She said that [step-father] was there.",
        "She said: “I saw [step-father] there.”",
        'She said: "I saw [step-father] there."',
        r"The \[step-father] was there.",
        "Call 0300 [number].",
        "`[step-father]`",
        "*[step-father]: A man.",
        "[the [step-father] page](https://www.example.org/)",
    ],
)
def test_brackets_that_are_meant_are_no_citation(text: str) -> None:
    assert DocumentReader(["guide"]).read(text, 1).links.undefined == ()


def test_a_link_has_the_words_that_readers_see_and_its_panel() -> None:
    text = "Before.\n\n## A\n\n[*One* `two`\nthree][guide][^1]\n\n> ## No panel\n\n## B\n\n[![A\ncover](a.png)](https://example.org/b)"
    text += "\n\n[^1]: A [note](https://example.org/c), first named in panel 1.\n"
    links = DocumentReader(["guide"]).read(text, 11).links.links
    assert [(link.words, link.target, link.line, link.panel) for link in links] == [
        ("One two three", "guide", 16, 1),
        ("A cover", "https://example.org/b", 23, 2),
        ("note", "https://example.org/c", 25, 1),
    ]


def test_the_links_that_leave_a_page_name_where_they_are_fixed(tmp_path: Path) -> None:
    text = "See [the\nwords][guide], [a page](https://example.org/a), [a letter](mailto:a@example.org) and [a leaflet][leaflet]."
    files = site(text)
    files["docs/about.md"] = "---\ntitle: About\n---\n\n# About\n\nSee [the service][service].\n"
    assert problems(tmp_path, files) == []
    library = read_library(tmp_path, today=date(2026, 11, 22))
    found = [link for link in outbound_links(library) if not link.path.startswith("docs/topics/")]
    assert found == [
        OutboundLink("briefings/x.md", 12, 1, "the words", "https://example.org/guide?a=1&b=2", "guide"),
        OutboundLink("briefings/x.md", 12, 1, "a page", "https://example.org/a"),
        OutboundLink("docs/about.md", 7, None, "the service", "https://example.org/service", "service"),
    ]


def test_an_unknown_id_is_found_below_words_that_begin_on_the_line_above(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "briefings/resources.yml": REGISTER,
        "briefings/x.md": first_panel("See [two\nlines][gude]."),
    }
    said = "the link “[two lines][gude]” has no address: “gude” is not defined; did you mean “guide”?"
    assert problems(tmp_path, files) == [f"briefings/x.md:12: {said}"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: service", "kind: servise", "12: kind “servise” is not known; did you mean “service”?"),
        (
            "title: The service",
            "title: The: service",
            "10: this title contains a colon: put it in quotation marks",
        ),
    ],
)
def test_a_mistake_in_the_register_is_no_mistake_of_the_pages_that_cite_it(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert problems(tmp_path, site("See [the words][service].", REGISTER.replace(old, new))) == [
        f"briefings/resources.yml:{said}"
    ]


def test_removing_a_cited_resource_fails_the_build_at_each_place(make_site: SiteMaker) -> None:
    start = REGISTER.index("service:")
    without = REGISTER[:start] + REGISTER[REGISTER.index("leaflet:") :]
    files = site("See [the words][service].\n\nAnd [again][service].", without)
    built = make_site(files)
    assert not built.passed
    nowhere = "has no address: “service” is not defined; add it to briefings/resources.yml, or write the address in ( ) instead"
    expected = [
        f"{path}:{line}: the link “[{words}][service]” {nowhere}"
        for path, first in (("briefings/x.md", 11), ("docs/about.md", 3), ("docs/topics/sleep.md", 8))
        for line, words in ((first, "the words"), (first + 2, "again"))
    ]
    assert [message for message in built.messages if "has no address" in message] == expected


def test_one_address_changed_in_the_register_changes_every_page_that_cites_it(tmp_path: Path) -> None:
    root = write_site(tmp_path / "source", site("See [the words][service] and [more][guide]."))
    before = build_site(root, tmp_path / "before")
    register = root / "briefings/resources.yml"
    register.write_text(REGISTER.replace("https://example.org/service", "https://moved.example.org/"), encoding="utf-8")
    after = build_site(root, tmp_path / "after")
    assert before.passed
    assert after.passed
    for page in PAGES:
        assert before.html(page).select('a[href="https://example.org/service"]')
        assert after.html(page).select('a[href="https://moved.example.org/"]')
        assert not after.html(page).select('a[href="https://example.org/service"]')
        assert after.html(page).select('a[href^="https://example.org/guide"]')
