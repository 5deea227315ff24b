"""What editors paste and write in the text and the front matter: letters, placeholders, numbers, names and days."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import sample
from browsing import opened
from conftest import SiteMaker, write_site
from page_parts import PIXEL, body_with, panel, words
from sevenminute.checks import read_library
from sevenminute.config.reader import read_settings_file
from sevenminute.content.library import Library
from sevenminute.text import dates


def problems(root: Path, text: str, name: str = "briefings/x.md") -> list[str]:
    write_site(root, {name: text})
    return [str(problem) for problem in read_library(root, today=date(2026, 11, 22)).problems]


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("Itâ€™s", "It’s"),
        ("cafÃ©", "café"),
        ("Â£20", "£20"),
        ("tÅ·", "tŷ"),
        ("â€“", "–"),
        ("fiancÃ©e", "fiancée"),
        ("dÅµr", "dŵr"),
        ("â‚¬5", "€5"),
        ("dÃ\u00ada", "día"),
    ],
)
def test_letters_of_a_wrong_encoding_are_named_with_the_right_ones(tmp_path: Path, written: str, right: str) -> None:
    said = f"“{written}” came out wrong when it was copied: write “{right}”"
    assert problems(tmp_path, sample.briefing(body_with(f"Words {written} words."))) == [f"briefings/x.md:18: {said}"]


def test_a_letter_that_came_from_nothing_is_to_be_deleted(tmp_path: Path) -> None:
    assert problems(tmp_path, sample.briefing(body_with("Words Â words."))) == [
        "briefings/x.md:18: “Â” came out wrong when it was copied: delete it"
    ]


@pytest.mark.parametrize("word", ["caf\ufffd", "It\ufffds", "\ufffd20", "\ufffd\ufffdyl"])
def test_a_letter_that_is_lost_is_named(tmp_path: Path, word: str) -> None:
    assert problems(tmp_path, sample.briefing(body_with(f"Words {word} words."))) == [
        f"briefings/x.md:18: a letter of “{word}” is lost: type the word again"
    ]


def test_letters_of_other_files_are_named_too(tmp_path: Path) -> None:
    register = "guide:\n  title: Itâ€™s a guide\n  publisher: A\n  kind: guidance\n  audience: both\n  how_to_get: Caf\ufffd\n"
    files: dict[str, str | bytes] = {
        "briefings/x.md": sample.briefing(),
        "briefings/resources.yml": register,
        "docs/about.md": "# About\n\nItâ€™s us.\n",
        "docs/topics/sleep.md": "---\ntopic: sleep\ntitle: Caf\ufffd\n---\n",
    }
    root = write_site(tmp_path, files, sample.SETTINGS + "site_description: Â£20\n")
    assert [str(problem) for problem in read_library(root, today=date(2026, 11, 22)).problems] == [
        "briefings/resources.yml:2: “Itâ€™s” came out wrong when it was copied: write “It’s”",
        "briefings/resources.yml:6: a letter of “Caf\ufffd” is lost: type the word again",
        "docs/about.md:3: “Itâ€™s” came out wrong when it was copied: write “It’s”",
        "docs/topics/sleep.md:3: a letter of “Caf\ufffd” is lost: type the word again",
    ]
    read = read_settings_file(root / "mkdocs.yml")
    line = sample.SETTINGS.count("\n") + 1
    assert isinstance(read, tuple)
    assert [str(problem) for problem in read] == [f"mkdocs.yml:{line}: “Â£20” came out wrong when it was copied: write “£20”"]


def test_letters_in_the_front_matter_are_named_too(tmp_path: Path) -> None:
    assert problems(tmp_path, sample.briefing(summary="CafÃ© for parents.")) == [
        "briefings/x.md:3: “CafÃ©” came out wrong when it was copied: write “Café”"
    ]


@pytest.mark.parametrize(
    "text", ["Tŷ’r Cyngor, ŵyl, £20 – “café”", "Łódź, naïve, Zoë’s", "ÂÃ in a name", "Ο Γιώργος", "بريطانيا"]
)
def test_letters_that_are_right_pass(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, sample.briefing(body_with(text))) == []


def test_marks_that_nobody_sees_are_taken_out(make_site: SiteMaker) -> None:
    text = "safe\u00adguarding neg\u200blect and\u2060 mo\ufeffre, n\u200cm, re&shy;ferral"
    register = "guide:\n  title: Pro\u00adtection\n  publisher: A\n  kind: guidance\n  audience: both\n  how_to_get: Ask\n"
    site = make_site(
        {
            "briefings/a.md": sample.briefing(body_with(text), title="Un\u00adborn babies"),
            "briefings/resources.yml": register,
            "docs/about.md": "# Acc\u200bess\n\nLan\u00adguages\n",
        }
    )
    page = site.html("briefings/a")
    assert "safeguarding neglect and more, n\u200cm" in words(panel(page, 3))
    assert words(page.h1) == "Unborn babies"
    assert words(site.html("resources").select_one(".resource-entry")).startswith("Protection")
    assert words(site.html("about").main).startswith("Access Languages")
    index = "".join(file.read_text(encoding="utf-8") for file in (site.folder / "search").rglob("words-*.js"))
    for word in ("unborn", "safeguarding", "neglect", "referral", "protection", "access", "languages"):
        assert word in index, word


def test_placeholders_are_filled_in_briefings_too(make_site: SiteMaker) -> None:
    body = body_with("| a |\n| - |\n| Write to {{organisation.email}}. |").replace("Panel A", "{{ organisation.area }} A")
    facts = {
        "title": '"{{ organisation.short_name }} and you"',
        "summary": '"Of {{ organisation.area }}."',
        "owner": '"{{ organisation.name }}"',
        "questions": '["What does {{ organisation.short_name }} do?"]',
    }
    site = make_site({"briefings/a.md": sample.briefing(body, **facts)})
    assert site.messages == []
    page = site.html("briefings/a")
    assert "{{" not in str(page)
    assert panel(page, 3).select_one('td a[href^="mailto:"]') is not None
    assert words(page.h1) == "Testshire SP and you"
    assert words(panel(page, 1).h2).endswith("Testshire A")
    for part in ("Of Testshire.", "Testshire Safeguarding Partnership", "What does Testshire SP do?"):
        assert part in words(page.main)


def test_placeholders_are_filled_in_the_front_matter_of_pages(make_site: SiteMaker) -> None:
    """In the tab, in search engines' lists, in the menu; of a topic in the list of topics."""
    page = "---\ntitle: About {{ organisation.name }}\ndescription: What {{ organisation.area }} does.\n---\n# About us\n"
    topic = "---\ntitle: Sleep in {{ organisation.area }}\ntopic: sleep\nsummary: Of {{ organisation.short_name }}.\n---\n"
    built = make_site({"docs/about.md": page, "docs/topics/sleep.md": topic, "briefings/a.md": sample.briefing(topics="[sleep]")})
    about = (built.folder / "about/index.html").read_text(encoding="utf-8")
    assert "<title>About Testshire Safeguarding Partnership - " in about
    assert 'content="What Testshire does."' in about
    for path in ("topics/index.html", "topics/sleep/index.html", "briefings/a/index.html"):
        assert "Sleep in Testshire" in (built.folder / path).read_text(encoding="utf-8")
    assert "Of Testshire SP." in (built.folder / "topics/index.html").read_text(encoding="utf-8")
    assert not [file for file in built.folder.rglob("*.html") if "{{" in file.read_text(encoding="utf-8")]


def test_a_misspelt_placeholder_in_the_front_matter_of_a_page_is_named(tmp_path: Path) -> None:
    text = "---\ntitle: About {{ organisation.nam }}\n---\n# About us\n"
    library = Library.read(write_site(tmp_path, {"docs/x.md": text}), today=date(2026, 11, 22), settings=sample.settings())
    assert [str(problem) for problem in library.problems if problem.path == "docs/x.md"] == [
        "docs/x.md:2: “{{ organisation.nam }}” has no value in mkdocs.yml; did you mean “organisation.name”?"
    ]


def test_a_misspelt_placeholder_of_a_briefing_is_named(make_site: SiteMaker) -> None:
    text = sample.briefing(body_with("Write to {{ organisation.emial }}."), summary='"Of {{ organisation.nam }}."')
    messages = make_site({"briefings/a.md": text}).messages
    assert [message.partition("has no value")[0] for message in messages] == [
        "briefings/a.md:3: “{{ organisation.nam }}” ",
        "briefings/a.md:18: “{{ organisation.emial }}” ",
    ]


@pytest.mark.parametrize(
    ("headings", "shown"),
    [
        (["01 One: Background", "02 Two: Why it matters", "03 Three: Signs"], ["Background", "Why it matters", "Signs"]),
        (["1. One. Background", "2. Two. Why it matters", "3. Three – Signs"], ["Background", "Why it matters", "Signs"]),
        (["Panel One: Background", "Panel Two: Why it matters", "Panel Three: Signs"], ["Background", "Why it matters", "Signs"]),
        (["Minute one – Background", "Minute two – Why", "Minute three – Signs"], ["Background", "Why", "Signs"]),
        (["Three signs", "One more: why", "Two questions"], ["Three signs", "One more: why", "Two questions"]),
    ],
)
def test_a_number_that_is_written_out_is_taken_too(make_site: SiteMaker, headings: list[str], shown: list[str]) -> None:
    others = ["What to ask", "What to do", "Who can help", "Resources"]
    site = make_site({"briefings/a.md": sample.briefing(sample.panels(*headings, *others))})
    assert site.messages == []
    assert [words(title) for title in site.html("briefings/a").select(".panel__title")][:3] == shown


def test_a_number_in_words_that_is_out_of_order_is_refused(tmp_path: Path) -> None:
    numbers = ["One", "Three", "Two", "Four", "Five", "Six", "Seven"]
    (said,) = problems(tmp_path, sample.briefing(sample.panels(*(f"Minute {number}: Words" for number in numbers))))
    assert said.startswith("briefings/x.md:13: “Minute Three: Words” says 3 but is panel 2; the headings say 1, 3, 2, 4")


def test_the_contents_have_words_only(make_site: SiteMaker) -> None:
    headings = ["One[^a]", "Two<br>words", "Three **words**[^a]", "Four<br/><br>words", "Five<!-- x --> words", "Six", "Seven"]
    text = sample.briefing(sample.panels(*headings) + "\n[^a]: A note.\n")
    site = make_site({"briefings/a.md": text})
    assert site.messages == []
    shown = ["One", "Two words", "Three words", "Four words", "Five words", "Six", "Seven"]
    for number, heading in enumerate(shown, 1):
        entries = [words(link) for link in site.html("briefings/a").select(f'a[href="#panel-{number}"]')]
        assert entries
        assert all(entry.endswith(f"{number} {heading}") for entry in entries), entries


def test_a_name_is_short_enough_for_windows(tmp_path: Path) -> None:
    (said,) = problems(tmp_path, sample.briefing(), f"briefings/{'a' * 81}.md")
    assert said.endswith("has 84 letters, and Windows unpacks no long names: take at most 80")


LONG = "n" * 81


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (f"docs/{LONG}.md", "1: “nnn"),
        (f"docs/{LONG}/index.md", "1: “nnn"),
        (f"briefings/{LONG}.png", "1: “nnn"),
        ("docs/" + "folder-of-a-folder/" * 8 + "page.md", "1: has a path of 156 letters, and Windows unpacks no long ones: "),
        ("docs/" + "folder-of-a-folder/" * 8 + "tree.png", "1: has a path of 160 letters, and Windows unpacks no long ones: "),
    ],
    ids=["page", "folder", "picture", "page in many folders", "picture in many folders"],
)
def test_all_that_is_published_can_be_unpacked(tmp_path: Path, path: str, said: str) -> None:
    write_site(tmp_path, {"briefings/x.md": sample.briefing(), path: "# A\n" if path.endswith(".md") else PIXEL})
    (found,) = read_library(tmp_path, today=date(2026, 11, 22)).problems
    assert str(found).startswith(f"{path}:{said}")
    assert "Windows unpacks no long" in str(found)


def test_a_former_address_is_short_enough_for_windows_too(tmp_path: Path) -> None:
    (said,) = problems(tmp_path, sample.briefing(former_addresses=f"[once, {LONG}]"))
    assert said.startswith("briefings/x.md:7: “nnn")
    assert said.endswith("has 81 letters, and Windows unpacks no long names: take at most 80")


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("1782862200", date(2026, 7, 1)),
        ("1782858600", date(2026, 6, 30)),
        ("1798761000", date(2026, 12, 31)),
        ("1774825200", date(2026, 3, 30)),
        ("1792882800", date(2026, 10, 25)),
        ("1780270200", date(2026, 6, 1)),
    ],
)
def test_the_day_is_that_of_london(monkeypatch: pytest.MonkeyPatch, moment: str, day: date) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", moment)
    assert dates.today() == day


URDU = "ابھی 01632 960001 پر، 0800 1111 پر، +44 1632 960002 پر یا (01632) 960003 پر کال کریں"
HEBREW = "התקשרו 01632 960001 או 0800 1111 או +44 1632 960002 או (01632) 960003 עכשיו"
ARABIC = "اتصل على 01632 960001 أو 0800 1111 أو +44 1632 960002 أو (01632) 960003 الآن"


@pytest.mark.parametrize(
    "written",
    [
        f"{ARABIC}\n{{: lang=ar dir=rtl }}",
        f'<p lang="ar" dir="rtl">{ARABIC}</p>',
        f"{URDU}\n{{: lang=ur dir=rtl }}",
        f'<div lang="he" dir="rtl">\n\n- {HEBREW}\n\n</div>',
        f'<div lang="ar" dir="rtl">\n\n| a |\n| - |\n| {ARABIC} |\n\n</div>',
    ],
    ids=["Arabic", "HTML", "Urdu", "Hebrew in a list", "Arabic in a table"],
)
def test_the_digits_of_a_number_stay_in_their_order_between_arabic_words(
    make_site: SiteMaker, browser: Browser, written: str
) -> None:
    site = make_site({"briefings/a.md": sample.briefing(body_with(written))})
    assert site.messages == []
    with opened(browser) as page:
        page.goto((site.folder / "briefings/a/index.html").as_uri())
        for media in ("screen", "print"):
            page.emulate_media(media=media)
            lefts = page.evaluate(LEFT_OF_EACH_GROUP)
            assert len(lefts) == 4
            assert all(left == sorted(left) for left in lefts), lefts


LEFT_OF_EACH_GROUP = r"""() => [...document.querySelectorAll('[dir=rtl] a.tel')].map(link => {
  const range = document.createRange(), text = link.firstChild;
  return [...text.data.matchAll(/\d+/g)].map(group => {
    range.setStart(text, group.index);
    range.setEnd(text, group.index + 1);
    return range.getBoundingClientRect().left;
  });
})"""
"""The place of the first digit of each group of a number, in the order in which they are written."""


ROW = "| " + " | ".join(["Words that take some room"] * 4) + " |"
TABLE = f"{ROW}\n| --- | --- | --- | --- |\n{ROW}"
LONG_WORDS = "| A | B | C |\n| - | - | - |\n| Safeguarding-responsibilities | multi-agency-arrangements | intervention |"
RAW = f'<TABLE class="plan"><tr>{"<td><b>Words</b> that take some room</td>" * 5}</tr></TABLE>'


def test_a_wide_table_is_readable_on_a_telephone_and_shows_that_it_goes_on(make_site: SiteMaker, browser: Browser) -> None:
    texts = {
        "panel": TABLE,
        "three-columns": LONG_WORDS,
        "callout": '!!! note "Box"\n\n    ' + TABLE.replace("\n", "\n    "),
        "item": "- One\n\n    " + TABLE.replace("\n", "\n    "),
        "html": RAW,
    }
    files: dict[str, str | bytes] = {
        f"briefings/{name}.md": sample.briefing(body_with(text), title=name) for name, text in texts.items()
    }
    site = make_site({**files, "docs/about.md": f"# About\n\n{TABLE}\n"})
    assert site.messages == []
    with opened(browser, viewport={"width": 320, "height": 700}) as page:
        for address in [*(f"briefings/{name}" for name in texts), "about"]:
            page.goto((site.folder / address / "index.html").as_uri())
            wide = page.locator("main table")
            assert wide.evaluate("table => table.scrollWidth > table.clientWidth"), address
            assert wide.evaluate("table => getComputedStyle(table).backgroundAttachment").count("scroll") == 2, address
            wide.focus()
            page.keyboard.press("ArrowRight")
            page.wait_for_function("() => document.querySelector('main table').scrollLeft > 0")
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


ADDRESS = "Council House\n12 High Street,\nAnytown\nAN1 1AN"


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        (ADDRESS, True),
        (ADDRESS.replace("\n", "\\\n"), False),
        (ADDRESS.replace("\n", "  \n"), False),
        ("- " + ADDRESS.replace("\n", "\n- "), False),
        ("- " + ADDRESS.replace("\n", "\n  "), True),
        ("- " + ADDRESS.replace("\n", "\\\n  "), False),
        ("- " + ADDRESS.replace("\n", "\n  ") + "\n  - more", True),
        ("> " + ADDRESS.replace("\n", "\n> "), True),
        ("Council House\n01632 960001\nhelp@example.org\nwww.example.org", True),
        ("Council House\n(01632) 960001\n+44 1632 960001", True),
        ("**Council House**\n12 High Street\nAnytown", True),
        ("A sentence that an editor broke\nwhere the line was full, and that\ngoes on here to its end.", False),
        ("One. Two.\nThree. Four.\nFive.", False),
        ("Council House\nAnytown", False),
    ],
)
def test_lines_that_are_joined_and_were_meant_to_stay_are_advised(tmp_path: Path, text: str, joined: bool) -> None:
    write_site(tmp_path, {"briefings/x.md": sample.briefing(body_with(text))})
    said = "“Council House” and the lines below it would be joined to one: end each with a backslash \\ if they are to stay"
    found = [str(advice) for advice in read_library(tmp_path, today=date(2026, 11, 22)).advice if "joined" in advice.message]
    assert found == ([f"briefings/x.md:18: {said}"] if joined else [])


MARKS = (
    *("**bold**", "*stressed*", "`code`", "~~old~~", "[words](a.md)", "[words][id]", "[^1]"),
    *("<b>", "&amp;", "==new==", ":warning:", "[[page]]", "{% note %}"),
)


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_where_no_markdown_is_read_is_refused_with_its_line(tmp_path: Path, mark: str) -> None:
    """Of a key of front matter or of the register, readers see each sign as it is written."""
    text = f'"A sentence with {mark} in it."'
    resource = f"a:\n  title: {text}\n  publisher: X\n  kind: report\n  audience: both\n  how_to_get: {text}\n"
    withdrawn = {"withdrawn": "2026-03", "withdrawn_because": text}
    files: dict[str, str | bytes] = {
        "briefings/a.md": sample.briefing(
            summary=text, key_messages=f"[{text}]", changes=f"\n  - 2026-03: {text}", questions=text
        ),
        "briefings/b.md": sample.briefing(title="Gone", **withdrawn),
        "briefings/resources.yml": resource,
        "docs/p.md": f"---\ntitle: {text}\ndescription: {text}\n---\n# P\n",
        "docs/topics/t.md": f"---\ntitle: T\ntopic: t\nsummary: {text}\n---\n# T\n",
    }
    library = Library.read(write_site(tmp_path / "site", files), today=date(2026, 11, 22), settings=sample.settings())
    said = f"would show “{mark}” to readers as it is: no Markdown is read here, so write plain words"
    assert [str(problem) for problem in library.problems] == [
        f"briefings/a.md:3: summary {said}",
        f"briefings/a.md:7: key_messages {said}",
        f"briefings/a.md:9: changes {said}",
        f"briefings/a.md:10: questions {said}",
        f"briefings/b.md:8: withdrawn_because {said}",
        f"briefings/resources.yml:2: title {said}",
        f"briefings/resources.yml:6: how_to_get {said}",
        f"docs/p.md:2: title {said}",
        f"docs/p.md:3: description {said}",
        f"docs/topics/t.md:4: summary {said}",
    ]


def test_what_only_looks_like_a_mark_is_shown(tmp_path: Path) -> None:
    text = '"AT&T, 5 * 3 * 2, under_fives, [sic], A&E; https://www.example.org/_a_*b*, at 10:30: a\\\\b, #1 of 7, R&D, <now>."'
    files: dict[str, str | bytes] = {"briefings/a.md": sample.briefing(summary=text)}
    library = Library.read(write_site(tmp_path / "site", files), today=date(2026, 11, 22), settings=sample.settings())
    assert library.problems == ()
