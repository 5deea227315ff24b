"""The table of generated pages is the one place that says which there are; all else follows from it."""

from __future__ import annotations

import sample
from conftest import ROOT, SiteMaker
from sevenminute.pages.generated_pages import PAGES
from sevenminute.text.paths import GENERATED, HOME
from sevenminute.text.urls import page_file

BROKEN_PAGE = "docs/topics/index.md"


def test_the_table_has_each_page_that_the_wings_below_know_of() -> None:
    assert sorted(page.source for page in PAGES) == sorted([*GENERATED, HOME])


def test_each_page_has_a_template_and_a_beginning() -> None:
    for page in PAGES:
        assert (ROOT / "overrides" / page.template).is_file()
        assert (page.text is None) == (page.source == HOME)


def test_no_generated_page_needs_a_line_in_the_settings(make_site: SiteMaker) -> None:
    built = make_site({"briefings/a.md": sample.briefing()})
    assert built.messages == []
    for page in PAGES:
        assert (built.folder / page_file(page.source)).is_file()


def test_an_editor_may_write_the_beginning_of_a_list_and_its_title(make_site: SiteMaker) -> None:
    built = make_site(
        {"briefings/a.md": sample.briefing(), "docs/topics/index.md": "---\ntitle: Themes\n---\n\n# Themes\n\nOur own words.\n"}
    )
    assert built.messages == []
    page = built.html("topics/index.html")
    assert page.title is not None
    assert page.title.get_text().startswith("Themes - ")
    assert "Our own words." in page.get_text()
    assert page.find(class_="topics") is not None


def test_a_page_that_cannot_be_read_says_so_where_a_list_would_be(make_site: SiteMaker) -> None:
    built = make_site({"briefings/a.md": sample.briefing(), BROKEN_PAGE: b"# Topics \xff\xfe\n"})
    assert [message.partition(":")[0] for message in built.messages] == [BROKEN_PAGE]
    page = built.html("topics/index.html")
    assert page.find(class_="problems") is not None
    assert page.find(class_="topics") is None
