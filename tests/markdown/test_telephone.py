"""What becomes a link that calls a number, and what is no number whatever it looks like."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from time import process_time

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

import sample
from conftest import Built, SiteMaker
from markdown import Markdown
from sevenminute.markdown.document import DocumentReader
from sevenminute.markdown.extensions.phone_links import TelephoneLinks
from sevenminute.markdown.extensions.telephone_numbers import find_numbers

EXTENSIONS = [
    "abbr",
    "attr_list",
    "footnotes",
    "md_in_html",
    "tables",
    "toc",
    "pymdownx.magiclink",
    "pymdownx.superfences",
    "pymdownx.tilde",
]


def shown(markdown: str) -> BeautifulSoup:
    """Return the page that some Markdown makes."""
    return BeautifulSoup(Markdown(extensions=[*EXTENSIONS, TelephoneLinks()]).convert(markdown), "html.parser")


def calls(markdown: str) -> list[tuple[str, str]]:
    """Return the words and the address of each link that calls."""
    links = shown(markdown).select("a[href^='tel:']")
    assert all("tel" in link["class"] for link in links)
    return [(link.get_text(), str(link["href"])) for link in links]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Ffoniwch 999.", ["999"]),
        ("Ffoniwch **999** os oes plentyn mewn perygl", ["999"]),
        ("Galwch 101 neu 999 ar unwaith", ["101", "999"]),
        ("Ffoniwch yr heddlu ar 999, neu ar 101 os nad oes brys.", ["999", "101"]),
        ("Trwy ffonio 111", ["111"]),
        ("Deialwch 112!", ["112"]),
        ("Mae ar 101 o dudalennau, a galwch 112 rhiant", []),
        ("The AR 101 leaflet", []),
        ("Call 101 a year", []),
    ],
)
def test_short_numbers_are_called_in_welsh_too(text: str, numbers: list[str]) -> None:
    assert [words for words, _ in calls(text)] == numbers


@pytest.mark.parametrize(
    ("words", "numbers"),
    [("999: police", ["999"]), ("Police: **999**", ["999"]), ("Heddlu 999", ["999"]), ("£999, 1999, 999 100 or 9.999", [])],
)
def test_999_is_always_called_in_a_box_that_says_what_to_do_at_once(words: str, numbers: list[str]) -> None:
    for box in (f'!!! danger "At once"\n\n    {words}\n', f"> [!CAUTION]\n> {words}\n"):
        assert linked(box) == numbers
    assert linked(f'{words}\n\n!!! note "Later"\n\n    {words}\n') == []


def linked(markdown: str) -> list[str]:
    """Return the words of the links that call on a page as the site reads it."""
    document = DocumentReader().read(markdown, 1)
    root = document.root
    md = Markdown(extensions=[TelephoneLinks()])
    md.treeprocessors["sevenminute-telephone"].run(root)
    return [link.text or "" for link in root.iter("a") if link.get("href", "").startswith("tel:")]


@pytest.mark.parametrize(
    ("written", "href"),
    [
        ("0300 456 0108", "tel:03004560108"),
        ("01632 960001", "tel:01632960001"),
        ("0808 802 6869", "tel:08088026869"),
        ("020 7946 0000", "tel:02079460000"),
        ("0207 946 0000", "tel:02079460000"),
        ("(020) 7946 0000", "tel:02079460000"),
        ("(01632) 960 001", "tel:01632960001"),
        ("0161 496 0123", "tel:01614960123"),
        ("0116 496 0123", "tel:01164960123"),
        ("01204 62104", "tel:0120462104"),
        ("015242 21234", "tel:01524221234"),
        ("07700 900123", "tel:07700900123"),
        ("07700 900 123", "tel:07700900123"),
        ("0300-456-0108", "tel:03004560108"),
        ("01632960001", "tel:01632960001"),
        ("0800 1111", "tel:08001111"),
        ("08001111", "tel:08001111"),
        ("0800111999", "tel:0800111999"),
        ("0800 111 999", "tel:0800111999"),
        ("0116 305 0005", "tel:01163050005"),
        ("+44 20 7946 0000", "tel:+442079460000"),
        ("+44 (0)20 7946 0000", "tel:+442079460000"),
        ("+44 (0) 1632 960001", "tel:+441632960001"),
        ("(+44) 1632 960001", "tel:+441632960001"),
        ("+447700900123", "tel:+447700900123"),
        ("0044 1632 960001", "tel:+441632960001"),
        ("0300\u00a0456\u00a00108", "tel:03004560108"),
        ("116 123", "tel:116123"),
        ("116000", "tel:116000"),
        ("116 111", "tel:116111"),
    ],
)
def test_a_number_calls_and_stays_as_typed(written: str, href: str) -> None:
    for text in ("Call {} now.", "{}", "- Helpline: {}.", "Telephone:{}, all day", "({})", "**{}**", "| a |\n| - |\n| {} |"):
        assert calls(text.format(written)) == [(written, href)]
        assert written in shown(text.format(written)).get_text()


def test_the_opening_hours_are_no_part_of_a_number() -> None:
    assert calls("Call 0300 456 0108 24 hours a day") == [("0300 456 0108", "tel:03004560108")]
    assert calls("Childline, 0800 1111 24/7.") == [("0800 1111", "tel:08001111")]
    assert calls("01632 960001 9am to 5pm, or 01632 960002 at night") == [
        ("01632 960001", "tel:01632960001"),
        ("01632 960002", "tel:01632960002"),
    ]


def test_a_number_that_an_editor_kept_together_keeps_its_spaces() -> None:
    assert calls("Call 0300&nbsp;456&nbsp;0108.") == [("0300\u00a0456\u00a00108", "tel:03004560108")]


@pytest.mark.parametrize(
    "text",
    [
        "call {}",
        "Call {}.",
        "ring {} now",
        "telephone {}, day or night",
        "Phone {} if a child is in danger",
        "dial {} or go there",
        "the police on {}",
        "Ring **{}**.",
        "Call:\n{}",
        "call {} (free)",
        "call {} urgently",
        "Call {} please, now",
        "Ring {} straightaway",
        "Call {} today",
        "dial {} and ask for the police",
        "call {} – it is free",
        "(call {})",
        "“Call {}”",
    ],
)
@pytest.mark.parametrize("number", ["999", "101", "111", "112"])
def test_a_short_number_calls_where_the_words_say_so(text: str, number: str) -> None:
    assert calls(text.format(number)) == [(number, f"tel:{number}")]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Call 999 or 101.", ["999", "101"]),
        ("Call **999** or **101** now", ["999", "101"]),
        ("Ring 101, 111 or 999.", ["101", "111", "999"]),
        ("Ring 111, or on 999.", ["111", "999"]),
        ("Call 999 and 101 parents.", ["999"]),
        ("Call 999, 101.5 of them", ["999"]),
    ],
)
def test_a_short_number_may_bring_another(text: str, numbers: list[str]) -> None:
    assert calls(text) == [(number, f"tel:{number}") for number in numbers]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("0300 456 0108/0109.", [("0300 456 0108", "03004560108"), ("0109", "03004560109")]),
        ("01632 960001 / 960002", [("01632 960001", "01632960001"), ("960002", "01632960002")]),
        ("0300 456 0108/2019", []),
        ("0300 456 0108/01", []),
        ("0300 456 0108/0109/0110", []),
    ],
)
def test_a_second_end_is_a_number_of_its_own(text: str, numbers: list[tuple[str, str]]) -> None:
    assert calls(f"Call {text}") == [(written, f"tel:{digits}") for written, digits in numbers]


def test_numbers_call_in_texts_that_are_no_markdown(make_site: SiteMaker) -> None:
    register = "line:\n  title: Line\n  publisher: P\n  kind: service\n  audience: both\n  summary: Or 01632 960004.\n"
    register += "  how_to_get: Call 01632 960003 & ask <them>.\n"
    text = sample.briefing(summary="Call 01632 960001.", questions="[Who calls 01632 960002 <now>?]", topics="[sleep]")
    topic = "---\ntopic: sleep\ntitle: Sleep\nsummary: Call 01632 960005.\n---\n\n# Sleep\n"
    site = make_site({"briefings/a.md": text, "briefings/resources.yml": register, "docs/topics/sleep.md": topic})
    assert site.messages == []
    for page, selector, number in (
        ("briefings/a", ".briefing__summary", "01632 960001"),
        ("briefings/a", ".questions li", "01632 960002"),
        ("briefings", ".card__summary", "01632 960001"),
        ("resources", ".resource-entry__get", "01632 960003"),
        ("resources", ".resource-entry__summary", "01632 960004"),
        ("topics", "main li, .page li", "01632 960005"),
    ):
        link = site.html(page).select_one(f":is({selector}) a.tel")
        assert link is not None, selector
        assert (link.get_text(), link["href"]) == (number, "tel:" + number.replace(" ", ""))
    assert "<now>" in site.html("briefings/a").select(".questions li")[0].get_text()
    assert "& ask <them>" in site.html("resources").select(".resource-entry__get")[0].get_text()


def test_two_short_numbers_in_one_sentence() -> None:
    assert calls("Call 999, or the police on 101 if nobody is in danger.") == [("999", "tel:999"), ("101", "tel:101")]


@pytest.mark.parametrize(
    "text",
    [
        "999",
        "There are 999 of them.",
        "call 101 parents",
        "on 112 pages",
        "on 101 occasions",
        "call 1012",
        "on 111,000 days",
        "on 101.5 points",
        "call 999/112",
        "on 111–112",
        "Recall 999",
        "Call.\n\n999",
        "- Call\n- 999",
        "on 999% of",
        "person 999 is",
        "on £999",
    ],
)
def test_a_short_number_without_such_words_is_a_number_of_things(text: str) -> None:
    assert calls(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "2021-02",
        "the 1,001 days",
        "in 2019, 2020 and 2021",
        "from birth: 0 to 5",
        "01-02-2021 10:30",
        "01/02/2021",
        "010225 1030",
        "0900 1700",
        "0900-1700-0930",
        "0130 0230 03",
        "NHS number 943 476 5919",
        "ISBN 978-0-306-40615-7",
        "ISBN 0 300 45601 08",
        "ISSN 0140-6736",
        "£01632 960001",
        "0.300 456 0108",
        "0300 456",
        "0300 456 01089",
        "0300 456 0108-9",
        "1234 0300 456 0108",
        "4929 0300 4560 1080",
        "ref/01632960001",
        "x01632960001",
        "01632960001x",
        "sort code 01-02-03, account 12345678",
        "charity 01234567",
        "0000-0002-1825-0097",
        "+1 212 555 0100",
        "me01632960001@example.org",
        "https://www.example.org/01632960001",
        "<https://www.example.org/?n=01632%20960001>",
        "`0300 456 0108`",
        "```\n0300 456 0108\n```",
        "    0300 456 0108",
        "[0300 456 0108](https://www.example.org/)",
        "[call **0300 456 0108** now](https://www.example.org/)",
        'x <a href="https://www.example.org/">0300 456 0108</a> x',
        'x <a href="https://www.example.org/">now *call* 0300 456 0108</a> x',
        "x <code>0300 456 0108</code> x",
        "x <del>0300 456 0108</del> x",
        "x <s>0300 456 0108</s> x",
        "x ~~0300 456 0108~~ x",
        "![0300 456 0108](a.png)",
        "![x](a.png 'Call 999')",
        "*[X]: 0300 456 0108\n\nX",
    ],
)
def test_what_only_looks_like_a_number_stays(text: str) -> None:
    assert calls(text) == []


def test_text_after_a_raw_link_may_call() -> None:
    text = 'x <a href="https://www.example.org/">0300 456 0108</a> or 01632 960001'
    assert calls(text) == [("01632 960001", "tel:01632960001")]


def test_anchors_and_labels_of_headings_come_from_their_words() -> None:
    md = Markdown(extensions=["toc", TelephoneLinks()])
    page = BeautifulSoup(md.convert("# Call 999\n\n## On 0300 456 0108\n"), "html.parser")
    assert [heading["id"] for heading in page.select("h1, h2")] == ["call-999", "on-0300-456-0108"]
    tokens = md.toc_tokens  # type: ignore[attr-defined]
    assert [tokens[0]["name"], tokens[0]["children"][0]["name"]] == ["Call 999", "On 0300 456 0108"]


def test_links_that_an_editor_wrote_work_and_stay() -> None:
    assert calls("[the front door](tel:0300 456 0108) and [us](TEL:+44%201){: .big }") == [("the front door", "tel:03004560108")]
    page = shown("[us](TEL:+441632960001){: .big } [mail](mailto:info@example.org)")
    assert [link["class"] for link in page.select("a[href^='TEL:']")] == [["big", "tel"]]
    assert [link.attrs for link in page.select("a[href^='mailto:']")] == [{"href": "mailto:info@example.org"}]


def test_the_text_of_a_page_stays_the_same() -> None:
    text = "Call **999**, or *0300 456 0108 or 01632 960001*, &amp; [x](y) \\(020\\) then 0808 802 6869.\n\n- on 101\n"
    plain = BeautifulSoup(Markdown(extensions=EXTENSIONS).convert(text), "html.parser")
    assert shown(text).get_text() == plain.get_text()
    assert len(calls(text)) == 5


BUSY_MACHINES = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _dates(form: str) -> st.SearchStrategy[str]:
    return st.dates(date(1990, 1, 1), date(2049, 12, 31)).map(lambda day: day.strftime(form))


NO_NUMBERS = st.one_of(
    *[_dates(form) for form in ("%Y-%m", "%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%y", "%d %m %Y", "%d %B %Y", "%Y")],
    st.times(time(0), time(23, 59)).map(lambda moment: moment.strftime("%H:%M")),
    st.times(time(0), time(23, 59)).map(lambda moment: moment.strftime("%H%M")),
    st.integers(0, 10**7).map(lambda number: f"{number:,}"),
    st.integers(1, 10**12).map(str),
    st.integers(1, 10**6).map(lambda number: f"£{number:,}.{number % 100:02}"),
    st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda two: f"{two[0]} to {two[1]}"),
    st.floats(0, 1000, allow_nan=False).map(lambda number: f"{number:.3f}%"),
    st.integers(10**9, 10**10 - 1).map(lambda number: f"{number // 10**7} {number // 10**4 % 1000:03} {number % 10**4:04}"),
)


@BUSY_MACHINES
@given(st.lists(NO_NUMBERS, min_size=1, max_size=4).map(", ".join), st.sampled_from(["{}", "Call in {}", "on ({})"]))
def test_dates_times_sums_and_quantities_never_call(text: str, within: str) -> None:
    assert find_numbers(within.format(text)) == []


@BUSY_MACHINES
@given(st.text(alphabet="0123456789 -+()/.,:\n\u00a0aonc", max_size=80))
def test_numbers_are_whole_stand_apart_and_have_so_many_digits(text: str) -> None:
    last = 0
    for number in find_numbers(text):
        assert last <= number.start < number.end <= len(text)
        last = number.end
        digits = number.href.removeprefix("tel:").removeprefix("+44").removeprefix("0")
        assert digits in ("999", "101", "111", "112", "8001111") or 9 <= len(digits) <= 10
        assert not text[: number.start][-1:].isdigit()
        assert not text[number.end :][:1].isdigit()


@BUSY_MACHINES
@given(st.text(alphabet="0123456789 *_`[]()<>&;\\\n+-callon", max_size=60))
def test_no_page_loses_a_letter(text: str) -> None:
    plain = BeautifulSoup(Markdown(extensions=EXTENSIONS).convert(text), "html.parser")
    assert shown(text).get_text() == plain.get_text()


@pytest.mark.parametrize("mark", ["0300 ", "+44 ", "on 999 ", "call  ", "01632-96 ", "<a>", "**0300 456 0108** "])
def test_a_page_of_the_same_mark_takes_no_time(mark: str) -> None:
    text = mark * (30_000 // len(mark))
    started = process_time()
    find_numbers(text)
    assert process_time() - started < 1


def test_the_numbers_of_a_briefing_call(make_site: SiteMaker) -> None:
    body = sample.panels() + "\nCall 0300 456 0108. If a child is in danger, call **999**.\n"
    site = make_site({"briefings/a.md": sample.briefing(body), "docs/topics/s.md": "---\ntopic: s\ntitle: S\n---\n\nRing 101.\n"})
    assert site.messages == []
    assert [link["href"] for link in site.html("briefings/a").select(".panel a.tel")] == ["tel:03004560108", "tel:999"]
    assert [link["href"] for link in site.html("topics/s").select(".prose a.tel")] == ["tel:101"]


def test_a_number_never_breaks_across_lines(make_site: SiteMaker, browser: Browser, serve: Callable[..., str]) -> None:
    words = " ".join(f"{'word ' * (number % 7 + 1)}0300 456 0108" for number in range(40))
    site: Built = make_site({"briefings/a.md": sample.briefing(sample.panels() + f"\n{words}\n")})
    page = browser.new_page(viewport={"width": 320, "height": 700})
    page.goto(serve(site.folder) + "briefings/a/")
    lines = page.locator(".panel a.tel").evaluate_all("links => links.map(link => link.getClientRects().length)")
    page.close()
    assert lines == [1] * 40
