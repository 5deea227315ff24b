"""Pages, names and settings that are refused, and what the site shows in their place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import sample
from conftest import SiteMaker, build_site, write_site
from page_parts import PIXEL, body_with, panel, words
from sevenminute.checks import read_library


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
        "briefings/01-a.md:1: the address /briefings/a/ is already used by briefings/a.md: give this file another name"
    ]


def test_a_first_line_with_a_colon_is_not_swallowed(make_site: SiteMaker) -> None:
    body = "[ref]: https://www.example.org/\n" + body_with("See [it][ref].")
    page = make_site({"briefings/a.md": sample.briefing(body)}).html("briefings/a")
    assert panel(page, 3).a is not None


def test_wrong_front_matter_of_a_page_is_refused(make_site: SiteMaker) -> None:
    home = "---\ntitle: Home: sweet\n---\n# Home\n"
    site = make_site({"docs/index.md": home, "briefings/a.md": sample.briefing()})
    assert not site.passed
    assert any(message.startswith("docs/index.md:2: ") for message in site.messages)


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


def test_a_second_title_and_a_skipped_level_are_refused(make_site: SiteMaker) -> None:
    twice = make_site({"briefings/a.md": sample.briefing(), "docs/help.md": "# Help\n\n# More\n\n#### Deep\n"})
    assert twice.messages[0] == "docs/help.md:3: “More” is a second title: write ## instead of #"
    assert twice.messages[1] == "docs/help.md:5: “Deep” skips a level: write ## instead of ####"


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
