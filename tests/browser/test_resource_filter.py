"""The page of resources in a real Chromium: its filter by keyboard and from the address, and the page without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from corpus import resource_file
from playwright.sync_api import Browser, Page, Route, expect

import sample
from browsing import faultless, opened, search, violations
from conftest import Built, SiteMaker, build_site, write_site

PAGE = "resources/"
SILENCE = 900
"""Milliseconds without a key press before the count is read out."""
REGISTER = """\
bruising-paper:
  title: Bruising in non-mobile infants
  publisher: Review Panel
  kind: report
  audience: practitioners
  url: https://www.example.org/bruising
  topics: [bruises]
  format: PDF
  size: 333 KB
annual-report:
  title: Annual report
  publisher: Review Panel
  kind: report
  audience: practitioners
  url: https://www.example.org/annual
  topics: [sleep]
bruise-leaflet:
  title: Bruises and babies
  publisher: Health Board, with the Council of Babies
  kind: leaflet
  audience: parents
  url: https://www.example.org/leaflet
  topics: [bruises, sleep]
  summary: What Zoë’s parents may ask.
sleep-line:
  title: Sleep helpline
  publisher: Sleep Trust
  kind: service
  audience: both
  phone: "0300 456 0108"
  email: help@example.org
  topics: [sleep]
police-policy:
  title: Policy on information
  publisher: Sleep Trust
  kind: policy
  audience: practitioners
  how_to_get: Ask your safeguarding lead.
"""
SITE = {
    "briefings/resources.yml": REGISTER,
    "briefings/a.md": sample.briefing(
        sample.panels().replace(
            "Words about resources.",
            "[The report][annual-report], [the line][sleep-line], [a film](https://www.example.com/film).",
        ),
        title="Neglect at home",
        topics="[sleep]",
    ),
}
ALL = [
    "Policy on information",
    "Annual report",
    "Bruising in non-mobile infants",
    "Bruises and babies",
    "Sleep helpline",
    "a film",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("filter")
    built = build_site(write_site(folder / "source", dict(SITE)), folder / "site")
    assert built.messages == []
    return built


@pytest.fixture(scope="module")
def address(site: Built, serve: Callable[[Path], str]) -> str:
    return serve(site.folder) + PAGE


def visible(page: Page, selector: str) -> list[str]:
    """Return the texts of the elements that can be seen."""
    seen = "elements => elements.filter(element => element.checkVisibility()).map(element => element.innerText)"
    texts: list[str] = page.locator(selector).evaluate_all(seen)
    return texts


def titles(page: Page) -> list[str]:
    return [title.partition(" (PDF")[0] for title in visible(page, ".resource-entry h3")]


def headings(page: Page) -> list[str]:
    return visible(page, ".resource-group h2")


def ready(page: Page, address: str) -> None:
    """Open the page and wait until the filter works."""
    page.goto(address)
    expect(page.locator("[data-found-count]")).not_to_be_empty()


def asked(page: Page, query: str) -> None:
    """Wait until the address has a query."""
    page.wait_for_url(lambda url: urlsplit(url).query == query.removeprefix("?"))


@pytest.fixture(scope="module")
def open_page(browser: Browser, address: str) -> Iterator[Page]:
    """The page of resources with its filter at work, for tests that leave nothing behind."""
    with opened(browser) as page:
        ready(page, address)
        yield page


def test_the_filter_works_by_keyboard_alone(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        ready(page, address)
        assert titles(page) == ALL
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id") == "filter_words":
                break
        page.keyboard.type("bruis")
        assert titles(page) == ["Bruising in non-mobile infants", "Bruises and babies"]
        assert headings(page) == ["Reports", "Leaflets"]
        page.keyboard.press("Tab")
        page.keyboard.type("Leaf")  # chooses in a list, as in every form
        assert titles(page) == ["Bruises and babies"]
        assert page.locator("[data-found-count]").inner_text() == "1 of 6 resources"
        for _ in range(4):
            page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Clear the filter"
        page.keyboard.press("Enter")
        assert titles(page) == ALL
        assert page.evaluate("document.activeElement.id") == "filter_words"
        assert page.locator("[data-found-count]").inner_text() == "6 resources"
        asked(page, "")


def test_each_letter_shows_its_result(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        ready(page, address)
        page.focus("#filter_words")
        counts = []
        for letter in "sleep":
            page.keyboard.press(letter)
            counts.append(len(titles(page)))
        assert counts == [4, 4, 4, 4, 4]
        page.keyboard.type(" line")
        assert titles(page) == []
        for _ in " line":
            page.keyboard.press("Backspace")
        assert len(titles(page)) == 4


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("bruise", ["Bruising in non-mobile infants", "Bruises and babies"]),
        ("BRUISES,", ["Bruising in non-mobile infants", "Bruises and babies"]),
        ("infant bruising", ["Bruising in non-mobile infants"]),
        ("that leaflet for parents about bruises", ["Bruises and babies"]),
        ("leaflet parents bruises", ["Bruises and babies"]),
        ("baby", ["Bruises and babies"]),
        ("zoe's", ["Bruises and babies"]),
        ("zoë’s", ["Bruises and babies"]),
        ("police", []),
        ("polic", ["Policy on information"]),
        ("neglect", ["Annual report", "Sleep helpline", "a film"]),  # the briefing that names them
        ("0300", ["Sleep helpline"]),
        ("example.com", ["a film"]),
        ("www.example.org/leaf", ["Bruises and babies"]),
        ("https://www.example.org/annual/", ["Annual report"]),
        ("help@example.org", ["Sleep helpline"]),
        ("03004560108", ["Sleep helpline"]),
        ("0300456", ["Sleep helpline"]),
        ("+44 300 456 0108", ["Sleep helpline"]),
        ("+44 (0)300 456 0108", ["Sleep helpline"]),
        ("0300 456 0109", []),
        ("buises", ["Bruising in non-mobile infants", "Bruises and babies"]),
        ("brusies", ["Bruising in non-mobile infants", "Bruises and babies"]),
        ("helplime sleep", ["Sleep helpline"]),
        ("infnats annual", []),
        ("leaflet on bruises given to mums", ["Bruises and babies"]),  # half is right
        ("flyer parents brusies", ["Bruises and babies"]),
        ("flyer pamphlet bruises", []),  # less than half is right
        ("call 0300 456 0109", []),
        ("example.org/zzz babies bruises", []),
        ("zze", []),
        ("...", ALL),
        (" ", ALL),
    ],
)
def test_words_are_found_as_people_half_remember_them(open_page: Page, words: str, found: list[str]) -> None:
    open_page.fill("#filter_words", words)
    assert titles(open_page) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=report", ["Annual report", "Bruising in non-mobile infants"]),
        ("kind=other", ["a film"]),
        ("audience=parents", ["Bruises and babies", "Sleep helpline"]),
        ("topic=bruises", ["Bruising in non-mobile infants", "Bruises and babies"]),
        ("publisher=Sleep+Trust", ["Policy on information", "Sleep helpline"]),
        ("publisher=Council+of+Babies", ["Bruises and babies"]),
        ("words=sleep&topic=sleep&audience=parents&kind=service&publisher=Sleep+Trust", ["Sleep helpline"]),
        ("kind=nothing-of-ours", ALL),
        ("words=%FF&kind=%FF&other=1", ALL),
    ],
)
def test_the_address_restores_the_filter(open_page: Page, address: str, query: str, found: list[str]) -> None:
    ready(open_page, f"{address}?{query}")
    assert titles(open_page) == found


def test_the_address_follows_the_filter_and_back_returns_to_it(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        ready(page, f"{address}?from=newsletter#kind_report")
        page.fill("#filter_words", "bruises & babies")
        page.select_option("#filter_kind", "leaflet")
        asked(page, "?from=newsletter&words=bruises+%26+babies&kind=leaflet")
        assert page.evaluate("location.hash") == "#kind_report"
        page.select_option("#filter_kind", "")
        page.fill("#filter_words", "neglect")
        page.click("text=Neglect at home, panel 7 >> nth=0")  # at once: the address must not wait for a pause
        page.wait_for_url("**/briefings/a/index.html#panel-7")
        page.go_back()
        expect(page.locator("[data-found-count]")).to_have_text("3 of 6 resources")
        assert page.input_value("#filter_words") == "neglect"
        assert titles(page) == ["Annual report", "Sleep helpline", "a film"]


def test_the_filter_leaves_the_search_of_the_site_alone(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        ready(page, f"{address}?words=bruis")
        assert page.input_value("#search-query") == ""
        assert not page.locator(".search__results").is_visible()


def test_the_search_leads_to_an_entry_that_the_filter_had_hidden(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        ready(page, f"{address}?kind=leaflet")
        search(page, "annual report")
        page.click(".search__list a[href*='#annual-report'] >> nth=0")
        page.wait_for_url("**#annual-report")
        expect(page.locator("#annual-report:target")).to_be_visible()


def test_the_count_is_announced_after_a_pause(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        page.clock.install()
        ready(page, address)
        page.clock.run_for(SILENCE)
        status = page.locator("[data-found-status]")
        expect(status).to_have_text("6 resources")
        page.focus("#filter_words")
        page.clock.pause_at(page.evaluate("Date.now() + 1000"))
        page.keyboard.type("bruis")
        page.clock.run_for(SILENCE - 1)
        assert status.inner_text() == "6 resources"
        page.clock.run_for(1)
        expect(status).to_have_text("2 of 6 resources")
        page.keyboard.type("xyz")
        page.clock.run_for(SILENCE)
        expect(status).to_have_text("Nothing found")


def test_nothing_found_has_a_way_back(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        ready(page, f"{address}?words=xylophone&kind=report")
        assert titles(page) == headings(page) == []
        assert page.locator(".jumps a:visible").count() == 0
        assert page.locator("text=Nothing found.").is_visible()
        page.get_by_role("button", name="Show all 6 resources").press("Enter")
        assert titles(page) == ALL
        assert not page.locator("text=Nothing found.").is_visible()
        asked(page, "")


def test_a_typing_mistake_is_said_and_announced(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        page.clock.install()
        ready(page, address)
        page.fill("#filter_words", "helplime")
        said = "1 of 6 resources with “helpline”: no resource has the words that you typed"
        assert page.locator("[data-found-count]").inner_text() == said
        page.clock.run_for(SILENCE)
        expect(page.locator("[data-found-status]")).to_have_text(said)
        asked(page, "?words=helplime")


def test_what_has_some_of_the_words_is_offered_as_that(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        page.clock.install()
        ready(page, address)
        page.fill("#filter_words", "bruises leaflet for mums")
        said = "1 of 6 resources with some of your words: no resource has all of them"
        assert page.locator("[data-found-count]").inner_text() == said
        page.clock.run_for(SILENCE)
        expect(page.locator("[data-found-status]")).to_have_text(said)
        page.select_option("#filter_audience", "practitioners")  # what is chosen goes for these too
        assert "Bruises and babies" not in titles(page)
        page.fill("#filter_words", "leaflet babies bruises")  # one resource has all of them, and is for parents
        assert titles(page) == []


def test_a_number_is_found_with_its_comma_or_without(
    browser: Browser, make_site: SiteMaker, serve: Callable[[Path], str]
) -> None:
    site = make_site(
        {
            "briefings/a.md": sample.briefing(),
            "briefings/resources.yml": REGISTER.replace("Annual report", "The 1,001 critical days").replace(
                "Sleep helpline", "My first 1001 days"
            ),
        }
    )
    with opened(browser) as page:
        ready(page, serve(site.folder) + PAGE)
        for words in ("1,001 days", "1001 days"):
            page.fill("#filter_words", words)
            assert titles(page) == ["The 1,001 critical days", "My first 1001 days"]


def test_one_topic_can_be_chosen_when_not_all_have_it(
    browser: Browser, make_site: SiteMaker, serve: Callable[[Path], str]
) -> None:
    register = REGISTER.replace("topics: [bruises]", "topics: [sleep]").replace("topics: [bruises, sleep]", "topics: [sleep]")
    site = make_site({"briefings/a.md": sample.briefing(), "briefings/resources.yml": register})
    with opened(browser) as page:
        ready(page, serve(site.folder) + PAGE)
        page.select_option("#filter_topic", "sleep")
        assert "Policy on information" not in titles(page)
        assert len(titles(page)) == 4


def test_on_a_telephone_what_is_found_is_in_view(browser: Browser, address: str) -> None:
    top = "element => element.getBoundingClientRect().top"
    with opened(browser, viewport={"width": 320, "height": 640}) as page:
        ready(page, address)
        page.focus("#filter_words")
        page.keyboard.type("leaflet")
        assert titles(page) == ["Bruises and babies"]
        assert not page.locator("#filter_kind").is_visible()
        assert page.locator(".resource-entry >> visible=true").first.evaluate(top) < 640 * 0.6
        assert page.locator("#filter_words").evaluate(top) > 0
        ready(page, f"{address}?words=leaflet")
        assert page.locator(".resource-entry >> visible=true").first.evaluate(top) < 640 * 0.6, "who follows a shared address"
        page.locator("summary", has_text="More ways to choose").press("Enter")
        page.select_option("#filter_kind", "report")
        assert titles(page) == []
        ready(page, f"{address}?kind=report")
        assert page.locator("#filter_kind").is_visible()


def test_a_printed_page_names_its_filter(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        ready(page, f"{address}?words=bruis&kind=leaflet&audience=parents")
        assert not page.locator("[data-found-asked]").is_visible()
        page.emulate_media(media="print")
        assert page.locator("[data-found-asked]").inner_text() == "Filtered. Words: bruis; Kind: Leaflets; For: Parents."
        ready(page, address)
        assert page.locator("[data-found-asked]").inner_text() == ""


def test_it_works_from_a_file_share(browser: Browser, site: Built) -> None:
    said: list[str] = []
    with opened(browser) as page:
        page.on("pageerror", lambda error: said.append(str(error)))
        file = (site.folder / PAGE / "index.html").as_uri()
        ready(page, file + "?topic=bruises")
        page.fill("#filter_words", "leaflet")
        assert titles(page) == ["Bruises and babies"]
        asked(page, "?topic=bruises&words=leaflet")
        ready(page, page.url)
        assert titles(page) == ["Bruises and babies"]
    assert said == []


def test_without_javascript_the_page_shows_all_and_no_filter(browser: Browser, address: str) -> None:
    with opened(browser, java_script_enabled=False) as page:
        page.goto(f"{address}?kind=leaflet")
        assert titles(page) == ALL
        assert not page.locator(".filter").is_visible()
        assert not page.locator(".found").is_visible()
        assert not page.locator(".nothing-found").is_visible()
        page.click(".jumps >> text=Leaflets")
        assert page.url.endswith("#kind_leaflet")


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_and_nothing_typed_is_lost_when_the_script_comes_late(browser: Browser, address: str, width: int) -> None:
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    tops = "[...document.querySelectorAll('.filter, .jumps, h2')].map(element => element.getBoundingClientRect().y)"
    places = f"{tops}.map((top, _, [first]) => top - first)"
    with opened(browser, viewport={"width": width, "height": 800}) as page:
        page.route("**/resource-filter.js*", hold)
        page.goto(address, wait_until="commit")
        page.locator("script[src*=resource-filter]").wait_for(state="attached")
        page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame)).then(() => 0)")
        before = page.evaluate(places)
        page.fill("#filter_words", "leaflet")
        late[0].continue_()
        count = page.locator("[data-found-count]")
        expect(count).to_contain_text(" of ")
        assert titles(page) == ["Bruises and babies"]
        page.fill("#filter_words", "")
        expect(count).not_to_contain_text(" of ")
        assert page.evaluate(places) == pytest.approx(before, abs=1)


def test_on_paper_every_resource_has_its_address(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        ready(page, address)
        page.emulate_media(media="print")
        printed = page.inner_text(".resource-index")
        for title in ALL:
            assert title in printed
        for url in ("/bruising", "/annual", "/leaflet"):
            assert f"https://www.example.org{url}\n" in printed
        assert "https://www.example.com/film" in printed
        assert "0300 456 0108" in printed
        assert "help@example.org" in printed
        for selector in (".filter", ".jumps", ".resource-files", ".button >> nth=0"):
            assert not page.locator(selector).is_visible(), selector
        assert page.pdf().startswith(b"%PDF")


def test_a_telephone_number_never_breaks(browser: Browser, address: str) -> None:
    with opened(browser, viewport={"width": 320, "height": 800}) as page:
        ready(page, address)
        number = page.locator("a[href='tel:03004560108']")
        assert number.evaluate("element => [element.getClientRects().length, getComputedStyle(element).whiteSpace]") == [
            1,
            "nowrap",
        ]


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_axe_finds_nothing(browser: Browser, address: str, width: int, scheme: Literal["light", "dark"]) -> None:
    with opened(browser, viewport={"width": width, "height": 800}, color_scheme=scheme) as page:
        for query in ("", "?words=bruis", "?words=xylophone"):
            ready(page, address + query)
            page.evaluate("document.querySelector('details').open = true")
            assert violations(page) == [], query
            result = Axe().run(page, options={"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}})
            assert result.response["violations"] == [], query
            assert page.evaluate("document.documentElement.scrollWidth") <= width, query


def test_forced_colours_keep_the_edges(browser: Browser, address: str) -> None:
    with opened(browser, forced_colors="active") as page:
        ready(page, f"{address}?words=bruis")
        for selector in (".filter", ".resource-entry", ".resource-entry__kind", ".found .button", "#filter_words"):
            style: list[Any] = page.locator(f"{selector} >> visible=true").first.evaluate(
                "e => ['borderTopWidth', 'borderTopColor', 'backgroundColor'].map(name => getComputedStyle(e)[name])"
            )
            assert float(style[0].removesuffix("px")) >= 1, selector
            assert style[1] != style[2], selector


def test_text_spacing_clips_nothing(browser: Browser, address: str) -> None:
    spacing = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"
    with opened(browser, viewport={"width": 320, "height": 800}, bypass_csp=True) as page:  # the reader's own style
        ready(page, address)
        page.add_style_tag(content=spacing)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_texts_of_the_register_cannot_run(browser: Browser, make_site: SiteMaker, serve: Callable[[Path], str]) -> None:
    hostile = REGISTER.replace("title: Sleep helpline", r'title: "<script>window.ran=1</script><img src=x onerror=window.ran=1>"')
    hostile = hostile.replace("publisher: Sleep Trust", r'publisher: "\" onfocus=\"window.ran=1\" autofocus=\""')
    hostile = hostile.replace("www.example.org/leaflet", "www.example.org/'\"><script>window.ran=1</script>")
    hostile = hostile.replace(": https://www.example.org/'", ": 'https://www.example.org/''").replace(
        "</script>\n", "</script>'\n", 1
    )
    built = make_site({"briefings/a.md": sample.briefing(), "briefings/resources.yml": hostile})
    with opened(browser) as page:
        ready(
            page, serve(built.folder) + PAGE + "?words=<img src=x onerror=window.ran=1>&publisher=<script>window.ran=1</script>"
        )
        page.select_option("#filter_publisher", index=1)
        page.fill("#filter_words", "")
        page.wait_for_timeout(300)
        assert page.locator(".resource-entry").count() == 5
        assert page.evaluate("window.ran") is None


def test_a_long_list_is_filtered_and_printed_in_full(
    browser: Browser, make_site: SiteMaker, serve: Callable[[Path], str]
) -> None:
    built = make_site({"briefings/a.md": sample.briefing(), "briefings/resources.yml": resource_file(400)})
    with opened(browser) as page:
        ready(page, serve(built.folder) + PAGE)
        page.fill("#filter_words", "part 7")
        assert page.locator("[data-found-count]").inner_text() == "11 of 400 resources"  # 7, and 70 to 79
        assert len(visible(page, ".resource-entry")) == 11
        assert page.locator(".resource-list:not([hidden])").count() <= 11
        page.fill("#filter_words", "")
        page.emulate_media(media="print")
        printed = page.inner_text(".resource-index")
        assert all(f"https://www.example.org/resources/{number}\n" in printed for number in range(400))


@pytest.mark.parametrize(
    "words",
    ["a" * 6_000, "leaflet " * 500, "x" + "\U0001f476" * 1_000, "\u0301" * 3_000],
    ids=["word", "words", "emoji", "marks"],
)
def test_what_the_address_says_is_cut_to_what_the_field_takes(open_page: Page, address: str, words: str) -> None:
    ready(open_page, f"{address}?{urlencode({'words': words, 'kind': 'k' * 6_000})}")
    asked = open_page.locator("#filter_words").input_value()
    assert 0 < len(asked.encode("utf-16-le")) // 2 <= 200
    assert words.startswith(asked)
    open_page.locator("#filter_words").fill("")
    expect(open_page.locator("[data-found-count]")).not_to_contain_text("Nothing")


@pytest.mark.parametrize("anchor", ["%", "%E0%A4%A", "%ED%A0%80", "a" * 50_000, "constructor"])
def test_an_anchor_that_names_nothing_does_no_harm(open_page: Page, address: str, anchor: str) -> None:
    open_page.goto("about:blank")  # or only the anchor would change
    with faultless(open_page):
        ready(open_page, f"{address}#{anchor}")
        assert titles(open_page) != []
        open_page.evaluate("location.hash = '#%'")
        open_page.wait_for_function("location.hash === '#%'")
