"""Links within the site, written in Markdown or as HTML: they lead where they do in the repository, or are refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import sample
from conftest import SiteMaker
from markdown import Markdown
from page_parts import PIXEL, body_with, panel
from sevenminute.checks import read_library
from sevenminute.links.extract.links import linked_pages
from sevenminute.markdown.extensions.relative_links import RepositoryLinks


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

<div>

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
        '  <a href="list.pdf">List</a>\n',
        '<a href="quote.pdf">Quote</a>\n',
    ]


def test_links_beside_code_are_sought(make_site: SiteMaker) -> None:
    gone = "\n<a href='gone.md'>x</a> [x](gone.md?a&amp;b&copy=1)\n"
    site = make_site({"briefings/a.md": sample.briefing(body_with(CODE + gone))})
    assert {message.partition(" is not there")[0] for message in site.messages} == {
        f"briefings/a.md:33: “{name}”" for name in ("gone.md", "gone.md?a&b&copy=1")
    }


def test_raw_html_whose_addresses_stay_is_left_as_it_is() -> None:
    mark = Markdown(extensions=[RepositoryLinks({"briefings/b.md"}.__contains__)])
    raw = "<div><A class=x HREF = 'https://www.example.org/?a&b' title=\"'\">x</A> <img src=b.png alt='a &lt; b'></div>"
    assert mark.convert(raw) == raw


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
