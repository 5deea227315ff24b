"""What becomes of lists, topics and pages: each test shows its whole site."""

from __future__ import annotations

import re

import sample
from conftest import SiteMaker
from page_parts import body_with, panel, words


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


def test_no_file_of_the_site_has_a_word_of_a_comment(make_site: SiteMaker) -> None:
    text = "Words <!-- ask Jo\nfor it -->\n\n<!-- ask Jo\n\nfor it -->\n\n- One <!-- ask Jo -->\n\n### Signs <!-- ask Jo -->\n"
    page = "# Help <!-- ask Jo -->\n\n## Part <!-- ask Jo -->\n\nWords.\n"
    site = make_site({"briefings/a.md": sample.briefing(body_with(text)), "docs/help.md": page})
    assert site.messages == []
    written = [file for file in site.folder.rglob("*") if file.suffix in (".html", ".json", ".xml", ".txt", ".csv", ".js")]
    assert site.folder / "help/index.html" in written
    assert [file for file in written if "ask Jo" in file.read_text(encoding="utf-8")] == []


def test_a_comment_that_a_page_would_show_is_refused(make_site: SiteMaker) -> None:
    shown = "- One\n\n  Words <!-- ask Jo\n\n  for it -->\n"
    site = make_site({"briefings/a.md": sample.briefing(body_with(shown)), "docs/help.md": f"# Help\n\n{shown}"})
    said = (
        "this comment would be shown to readers: put it on lines of its own between two paragraphs, "
        "without spaces before it or a blank line in it"
    )
    assert sorted(site.messages) == [f"briefings/a.md:20: {said}", f"docs/help.md:5: {said}"]
    assert not site.passed


def test_what_stands_in_an_attribute_ends_no_panel(make_site: SiteMaker) -> None:
    text = '<p title="aged <5">Words.</p>\n\n<div title="</div>">\n## No panel\n</div>\n'
    site = make_site({"briefings/a.md": sample.briefing(body_with(text))})
    assert site.messages == []
    assert len(site.html("briefings/a").select("h2[id^=panel-]")) == 7


def test_nothing_of_a_comment_within_a_comment_is_published(make_site: SiteMaker) -> None:
    note = "<!-- ask Jo\n\nOld <!-- really? -->\n\nJo said so.\n\n-->\n\nWords.\n"
    site = make_site({"briefings/a.md": sample.briefing(body_with(note))})
    said = "a comment begins within another, and ends both: write --> where the one above ends, or delete this <!--"
    assert site.messages == [f"briefings/a.md:20: {said}"]
    assert [file for file in site.folder.rglob("*.html") if "Jo said so" in file.read_text(encoding="utf-8")] == []


def test_placeholders_are_filled_in_pages(make_site: SiteMaker) -> None:
    site = make_site(
        {
            "docs/index.md": "# Home\n\n{{ organisation.name }} in {{organisation.area}}\n",
            "briefings/a.md": sample.briefing(),
        }
    )
    assert site.messages == []
    assert "Testshire Safeguarding Partnership in Testshire" in words(site.html("").select_one(".prose"))


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
    braces = sample.briefing(body_with('<a href="{{ organisation.area }}">x</a>'))
    assert sorted(make_site({"docs/help.md": page, "briefings/a.md": braces}).messages) == [
        "briefings/a.md:18: “Testshire” is not there: write the path from this file, like ../docs/about.md",
        "docs/help.md:3: “{{ organisation.wesbite }}” has no value in mkdocs.yml; did you mean “organisation.website”?",
        "docs/help.md:5: “Testshire Safeguarding Partnership” is not there: write the path from this file, like ../docs/about.md",
    ]


def test_an_unknown_placeholder_is_refused_with_its_line(make_site: SiteMaker) -> None:
    home = "---\ntitle: Home\n---\n# Home\n\n{{ organisation.nmae }}\n"
    site = make_site({"docs/index.md": home, "briefings/a.md": sample.briefing()})
    assert not site.passed
    said = "docs/index.md:6: “{{ organisation.nmae }}” has no value in mkdocs.yml; did you mean “organisation.name”?"
    assert site.messages == [said]


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


def test_paper_says_where_the_current_page_is(make_site: SiteMaker) -> None:
    site = make_site({"briefings/a.md": sample.briefing(topics="[sleep]"), "docs/help.md": "# Help\n"})
    for page in ("topics/sleep", "help"):
        said = words(site.html(page).select_one(".printed-from"))
        assert said.startswith(f"Printed from https://briefings.example.org/{page}/."), page
    assert "briefings.example.org/briefings/a." in words(site.html("briefings/a").select_one(".sheet-foot"))
