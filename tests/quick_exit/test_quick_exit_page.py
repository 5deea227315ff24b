"""The quick exit on every built page: its links, its scripts, its place, its look, its words."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser
from test_settings import problems, read

import sample
from browsing import opened, search, violations
from conftest import ROOT, Built, SiteMaker
from elsewhere import EXIT, SECOND, Asked, Elsewhere
from exiting import FORGETTING, KEEPING, PAGES, QUICK_EXIT, SITE, build, guard_of, settings
from sevenminute.config.quick_exit import ExitWords, QuickExit
from sevenminute.quick_exit.scripts import with_settings
from visiting import click, shift, visit

ON_TOP = """() => {
  const box = document.querySelector(".quick-exit").getBoundingClientRect();
  const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const inView = box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight && box.right <= innerWidth;
  return inView && box.height >= 44 && box.width >= 44 && middle.matches(".quick-exit");
}"""

SIZES = [(320, 568), (320, 256), (568, 320), (768, 1024), (1200, 700), (1280, 720), (1920, 1080)]
"""Windows from a small telephone, and a laptop at 400 %, to a large screen."""


# --- What is built ---------------------------------------------------------------------------------------------------------


@pytest.fixture(params=["http", pytest.param("file", marks=pytest.mark.slow)])
def scheme(request: pytest.FixtureRequest) -> str:
    """How pages are opened; what is seen and pressed is the same on a file share, so that only make test-all tries it there."""
    return str(request.param)


def test_every_page_has_one_button_and_one_early_link_that_are_plain_links(our_site: Built, our_settings: Any) -> None:
    url = our_settings.extra["quick_exit"]["url"]
    for file in our_site.folder.rglob("*.html"):
        page = our_site.html(file.relative_to(our_site.folder).as_posix())
        assert [link["data-quick-exit"] for link in page.select("[data-quick-exit]")] == ["early", "button"], file
        for link in page.select("[data-quick-exit]"):
            assert (link.name, link["href"], link["target"], link["draggable"]) == ("a", url, "_top", "false")
            assert link["rel"] == ["noreferrer", "noopener", "nofollow"]
        assert len(page.select("meta[name=referrer][content=no-referrer]")) == 1


def test_the_safety_page_is_linked_beside_every_button(our_site: Built) -> None:
    for file in our_site.folder.rglob("*.html"):
        page = our_site.html(file.relative_to(our_site.folder).as_posix())
        link = page.select_one(".quick-exit-box > .quick-exit__safety")
        assert link is not None, file
        base = "" if file.name == "404.html" else posixpath.dirname(file.relative_to(our_site.folder).as_posix())
        assert posixpath.normpath(posixpath.join(base, str(link["href"]).lstrip("/"))) == "safety/index.html", file
    assert (our_site.folder / "safety/index.html").is_file()


def test_the_guard_stands_before_anything_that_could_be_shown_with_the_same_bytes_everywhere(our_site: Built) -> None:
    guards = set()
    for file in our_site.folder.rglob("*.html"):
        html = file.read_text(encoding="utf-8")
        place = html.index(guard_of(html))
        assert html.index("no-referrer") < place < html.index("<title>") < html.index("<body"), file
        assert 'rel="stylesheet"' not in html[:place], file
        guards.add(guard_of(html))
    assert len(guards) == 1


def test_the_scripts_keep_to_their_sizes_and_to_a_strict_policy(our_site: Built) -> None:
    guard = guard_of((our_site.folder / "index.html").read_text(encoding="utf-8"))
    leave = (our_site.folder / "assets/javascripts/quick-exit.js").read_text(encoding="utf-8")
    assert 0 < len(guard.encode()) <= 1024
    assert 0 < len(leave.encode()) <= 6 * 1024
    for script in (guard, leave):
        assert not re.search(
            r"\beval\b|new Function|innerHTML|document\.write|fetch|XMLHttp|sendBeacon|window\.open|\bopen\(",
            script.replace("const open=()", ""),
        )


def test_no_word_can_end_the_script_in_which_it_stands() -> None:
    script = with_settings("const [title] = SETTINGS;", ["</script><b>’"])
    assert "<" not in script
    assert json.loads(script.removeprefix("const [title] = ").removesuffix(";")) == ["</script><b>’"]


def test_nothing_prepares_the_way_to_the_exit(our_site: Built) -> None:
    for file in our_site.folder.rglob("*.html"):
        page = our_site.html(file.relative_to(our_site.folder).as_posix())
        assert not page.select("link[rel~=preconnect], link[rel~=dns-prefetch], link[rel~=prefetch], link[rel~=preload]")
        assert not page.select("script[type=speculationrules]")


# --- Settings --------------------------------------------------------------------------------------------------------------

BAD = [
    (
        "https://www.bbc.co.uk/weather",
        "https://briefings.example.org/x",
        "url: “https://briefings.example.org/x” is on this site",
    ),
    ("https://www.bbc.co.uk/weather", "javascript:alert(1)", "url: “javascript:alert(1)” is not a safe web address"),
    ("https://www.bbc.co.uk/weather", "weather.html", "url: “weather.html” is not a safe web address"),
    ("https://www.bbc.co.uk/weather", "http://www.bbc.co.uk/", "url: “http://www.bbc.co.uk/” is not a safe web address"),
    ("https://www.bbc.co.uk/weather", "", "url is empty"),
    ("https://www.bbc.co.uk/weather", "https://bbc", "url: “https://bbc” does not open everywhere"),
    ("text: Leave this site", "text: ''", "text is empty"),
    ("text: Leave this site", "text: Leave this site and show a forecast", "text is too long: at most 30"),
    (SECOND, "https://bbc.co.uk/news", "second_url: “https://bbc.co.uk/news” is on the host of the first"),
    (SECOND, "http://www.gov.uk/", "second_url: “http://www.gov.uk/” is not a safe web address"),
    ("retry_seconds: 1", "retry_seconds: 0", "retry_seconds is “0”: write at least 1"),
    ("retry_seconds: 1", "shortcut_seconds: 60", "shortcut_seconds is “60”: write at most 20"),
    ("retry_seconds: 1", "bounce: perhaps", "bounce is “perhaps”: write true or false"),
    ("retry_seconds: 1", "words: {hint: ''}", "words.hint is empty"),
    ("retry_seconds: 1", f"words: {{hint: {'Press Shift 3 times. ' * 3}}}", "words.hint is too long: at most 40"),
    ("retry_seconds: 1", "words: {hnt: Shift}", "words.hnt is not a setting; did you mean “hint”?"),
    ("safety_page: safety.md", "safety_page: unsafe.md", "safety_page: “unsafe.md” is not a page in docs/"),
]


@pytest.mark.parametrize(("old", "new", "said"), BAD, ids=[said for _, _, said in BAD])
def test_a_way_out_that_cannot_work_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/safety.md").touch()
    assert problems(tmp_path, settings())[0].startswith("mkdocs.yml:") if old not in settings() else True
    found = problems(tmp_path, settings().replace(old, new))
    assert len(found) == 1
    assert found[0].startswith(f"mkdocs.yml:17: extra.quick_exit.{said}")


def test_a_safety_page_that_tells_of_a_shortcut_that_is_off_is_refused(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    safety = tmp_path / "docs/safety.md"
    safety.write_text("# Safely\n\nPress Shift three times.\n", encoding="utf-8")
    said = "shortcut: is off, but the safety page “safety.md” still tells readers to press Shift: "
    said += "write {{ if quick_exit.shortcut }} before those words and {{ end }} after them"
    assert problems(tmp_path, settings("shortcut: false")) == [f"mkdocs.yml:17: extra.quick_exit.{said}"]
    assert not isinstance(read(tmp_path, settings("shortcut: true")), tuple)
    for words in ("Choose the button.", "{{ if quick_exit.shortcut }}Press Shift.{{ else }}Choose the button.{{ end }}"):
        safety.write_text(f"# Safely\n\n{words}\n", encoding="utf-8")
        assert not isinstance(read(tmp_path, settings("shortcut: false")), tuple)


def test_every_word_comes_from_the_settings(
    tmp_path: Path, forgetting_browser: Browser, elsewhere: Elsewhere, address_of: Callable[[Path], str]
) -> None:
    words = {name: f"gair {name}" for name in ExitWords.model_fields}
    more = f"retry_seconds: 60, shortcut_seconds: 1, words: {json.dumps(words)}"
    built = build(tmp_path, more)
    html = (built.folder / PAGES[2]).read_text(encoding="utf-8")
    html += (built.folder / "assets/javascripts/quick-exit.js").read_text(encoding="utf-8")
    for word in words.values():
        assert word in html, word
    for default in ExitWords().model_dump().values():
        assert f'"{default}"' not in html, default
        assert f">{default}<" not in html or default == "Using this site safely"
    address = address_of(built.folder)
    with visit(forgetting_browser, address) as visited:
        visited.page.goto(address + PAGES[2])
        said = visited.page.locator(".quick-exit__status")
        for name in ("two_more", "one_more"):
            shift(visited, 1)
            assert said.inner_text() == words[name]
        visited.page.wait_for_function("word => document.querySelector('[role=status]').innerText === word", arg=words["expired"])
        elsewhere.answers["www.bbc.co.uk"] = "held"
        click(visited)
        visited.until(lambda: visited.now()["text"] == words["loading"], "said")
        assert visited.now()["title"] == words["title"]


def test_the_word_while_leaving_may_be_empty(
    tmp_path: Path, forgetting_browser: Browser, elsewhere: Elsewhere, address_of: Callable[[Path], str]
) -> None:
    address = address_of(build(tmp_path, 'retry_seconds: 60, words: {loading: ""}').folder)
    elsewhere.answers["www.bbc.co.uk"] = "held"
    with visit(forgetting_browser, address) as visited:
        visited.page.goto(address + PAGES[2])
        click(visited)
        visited.until(lambda: elsewhere.asked and visited.now()["title"] == "New tab", "left")
        assert visited.now()["text"] == ""


# --- Place and look ----------------------------------------------------------------------------------------------------------


def test_the_button_is_in_view_and_on_top_wherever_one_scrolls(browser: Browser, address: str) -> None:
    pages = [PAGES[1], PAGES[2]] + (["404.html"] if address.startswith("http") else [])  # its links begin at the root
    with opened(browser) as page:
        for path in pages:
            page.goto(address + path)
            for width, height in SIZES:
                page.set_viewport_size({"width": width, "height": height})
                for place in (0, 0.5, 1):
                    page.evaluate("place => scrollTo({top: place * document.body.scrollHeight, behavior: 'instant'})", place)
                    assert page.evaluate(ON_TOP), (path, width, height, place)
                assert page.evaluate("document.documentElement.scrollWidth") <= width


LONGEST = "{hint: press the Shift key three times in a row, safety_link: How to read these pages and be safe now.}"


def test_the_longest_words_that_are_allowed_stay_in_view(
    make_site: SiteMaker, browser: Browser, serve: Callable[[Path], str]
) -> None:
    text = "Leave this site straight away!"
    more = settings(f"words: {LONGEST}").replace("text: Leave this site", f"text: {text}")
    built = make_site(SITE, more)
    assert built.messages == []
    with opened(browser) as page:
        page.goto(serve(built.folder) + PAGES[0])
        assert page.inner_text(".quick-exit") == text
        outside = """() => [...document.querySelectorAll(".quick-exit-box, .quick-exit-box > :not(.visually-hidden)")]
          .filter((part) => part.getClientRects().length)
          .filter((part) => {
            const { left, right, top, bottom } = part.getBoundingClientRect();
            return left < 0 || right > innerWidth || top < 0 || bottom > innerHeight || part.scrollWidth > part.clientWidth + 1;
          })
          .map((part) => part.className)"""
        for width in (320, 1200, 1280):
            page.set_viewport_size({"width": width, "height": 700})
            assert page.evaluate(outside) == [], width
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


def test_the_button_is_on_top_of_the_results_of_a_search(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        page.goto(address + PAGES[2])
        search(page, "words")
        page.wait_for_selector(".search__results a")
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate(ON_TOP), (width, height)


def test_the_button_is_on_top_of_the_open_menu(browser: Browser, address: str) -> None:
    opened_at = []
    with opened(browser) as page:
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            page.goto(address + PAGES[2])
            menu = page.get_by_role("button", name="Menu", exact=True)
            if menu.is_visible():
                menu.click()
                page.locator("#site-menu").wait_for()
                assert page.evaluate(ON_TOP), (width, height)
                opened_at.append(width)
    assert 320 in opened_at


def test_the_button_covers_neither_anchors_nor_the_footer(browser: Browser, address: str) -> None:
    clear = """selector => {
      const box = document.querySelector(selector).getBoundingClientRect();
      const middle = document.elementFromPoint(box.x + 5, box.y + box.height / 2);
      return Boolean(middle && middle.closest(selector));
    }"""
    with opened(browser, reduced_motion="reduce") as page:
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            page.goto("about:blank")  # or the page would be where it was
            page.goto(address + PAGES[1] + "#where")
            assert page.evaluate(clear, "#where"), (width, height)
            page.evaluate("scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")
            assert page.evaluate(clear, ".site-footer__note"), (width, height)


@pytest.mark.parametrize("width", [320, 1280])
def test_the_early_link_is_the_second_stop_and_is_seen_then(browser: Browser, address: str, width: int) -> None:
    with opened(browser, viewport={"width": width, "height": 700}) as page:
        page.goto(address + PAGES[2])
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('.skip-link')")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.dataset.quickExit") == "early"
        box = page.locator(".quick-exit-early").bounding_box()
        assert box
        assert box["y"] >= 0
        assert box["height"] >= 44
        assert violations(page) == []


def test_the_name_begins_with_the_words_that_are_seen_and_says_what_it_is_for(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        page.goto(address + PAGES[2])
        assert page.get_by_role("link", name="Leave this site, quick exit for your safety", exact=True).count() == 1
        words = " ".join(str(word) for word in ExitWords().model_dump().values())
        assert not re.search(r"\bhid|cover|track", words, re.IGNORECASE)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_button_stands_out_from_what_is_behind_it(
    browser: Browser, address: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    contrast = """() => {
      const light = (colour) => {
        const [r, g, b] = colour.match(/[0-9.]+/g).map((part) => part / 255).map(
          (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
      };
      const ratio = (one, other) => Math.max(light(one) / light(other), light(other) / light(one));
      const style = (selector) => getComputedStyle(document.querySelector(selector));
      const button = style(".quick-exit");
      const bar = style(".quick-exit-box");
      const border = bar.position === "fixed" ? bar.borderTopColor : button.borderTopColor;
      const behind = bar.position === "fixed" ? style("html").backgroundColor : style(".site-header").backgroundColor;
      return [ratio(button.color, button.backgroundColor),
              Math.max(ratio(border, behind), ratio(button.backgroundColor, behind)),
              ratio(border, button.backgroundColor)];
    }"""
    with opened(browser, viewport={"width": width, "height": 700}, color_scheme=scheme) as page:
        page.goto(address + PAGES[2])
        text, edge, inner = page.evaluate(contrast)
        assert text >= 4.5
        assert edge >= 3
        assert inner >= 3


@pytest.mark.parametrize("path", PAGES[1:])  # a page and a briefing, which have style sheets of their own for paper
@pytest.mark.parametrize("javascript", [True, False])
def test_nothing_of_the_exit_is_on_paper(browser: Browser, address: str, javascript: bool, path: str) -> None:
    with opened(browser, java_script_enabled=javascript) as page:
        page.goto(address + path)
        pdf = page.pdf()
        assert b"bbc.co.uk" not in pdf
        page.emulate_media(media="print")
        for selector in (".quick-exit", ".quick-exit-early", ".quick-exit__hint", ".quick-exit__lights", ".quick-exit__safety"):
            assert not page.locator(selector).is_visible(), selector
        assert "Leave this site" not in page.inner_text("body")
        assert "bbc.co.uk" not in page.inner_text("body")


def test_paper_keeps_no_room_for_the_bar(browser: Browser, address: str) -> None:
    with opened(browser, viewport={"width": 760, "height": 1050}) as page:  # as wide as A4
        page.goto(address + PAGES[1])
        room = "getComputedStyle(document.body).paddingBottom"
        assert page.evaluate(room) != "0px"
        page.emulate_media(media="print")
        assert page.evaluate(room) == "0px"


# --- Wherever a link stands --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "any_browser"),
    [
        ("a link of the page", FORGETTING),
        pytest.param("the button", KEEPING, marks=pytest.mark.slow),
        ("three Shifts", FORGETTING),
    ],
    indirect=["any_browser"],
)
def test_it_works_wherever_a_link_stands_and_after_parts_of_the_page_were_exchanged(
    exit_site: Built, any_browser: Browser, elsewhere: Elsewhere, address: str, way: str
) -> None:
    link = f'<p><a data-quick-exit="here" href="{EXIT}" target="_top">Leave from here</a></p>'
    about = (exit_site.folder / PAGES[1]).read_text(encoding="utf-8").replace("</h1>", f"</h1>{link}")
    with visit(any_browser, address) as visited:
        visited.page.goto(address + PAGES[0])
        for count in range(10):  # as a theme does that fetches pages by script
            # a file may only take the name of a part of itself
            taken = address + PAGES[1] if address.startswith("http") else f"#{count}"
            visited.page.evaluate(
                """([address, about]) => {
                  history.pushState({}, "", address);
                  const page = new DOMParser().parseFromString(about, "text/html");
                  for (const part of [".site-header", "main"]) {
                    document.querySelector(part).replaceWith(document.adoptNode(page.querySelector(part)));
                  }
                }""",
                [taken, about],
            )
        if way == "a link of the page":
            visited.page.click("text=Leave from here", no_wait_after=True)
        elif way == "the button":
            click(visited)
        else:
            shift(visited, 1)
            assert visited.page.inner_text(".quick-exit__status") == "Press Shift 2 more times to leave this site."
            assert visited.page.get_attribute(".quick-exit", "aria-describedby") == "quick-exit-hint"
            shift(visited, 2)
        visited.left()
        assert elsewhere.asked == [Asked(EXIT, None, frame=False)]
        for _ in range(10):
            place = visited.place()
            visited.ask("setTimeout(() => history.back(), 0)")
            visited.until(lambda place=place: visited.place() == place - 1, "gone back")  # type: ignore[misc]
            visited.left()


# --- What is said of it --------------------------------------------------------------------------------------------------------


def test_the_pages_say_what_the_exit_cannot_do(our_site: Built) -> None:
    safety = our_site.html("safety/index.html").select("main")[0].get_text(" ").lower()
    for word in ("history", "downloaded", "printed", "router", "workplace", "private", "another device", "999", "suspicious"):
        assert word in safety, word
    assert "nothing on this site can promise to keep you safe" in safety
    limits = our_site.html("quick-exit/index.html").select("main")[0].get_text(" ").lower()
    for word in ("no web page can clear", "app", "council", "reach", "telephone"):
        assert word in limits, word


ON = ["three times", "none of our pages", "other tabs with this site leave", "opens another everyday page"]
OFF = ["may show the pages that you read before", "other tabs with this site stay", "in other tabs, in other browsers"]
"""What the safety page says while the parts of the way out are switched on, and while they are switched off."""


STEPS_ON = [
    "Then it tries the second",
    "open tabs of the site leave",
    "same host is touched",
    "shows no page of the visit",
    "Three presses of Shift leave.",
]
STEPS_OFF = [
    "tries again and again",
    "open tabs of the site stay",
    "in the browser stays",
    "shows the earlier pages",
    "Three presses of Shift do nothing",
]
CLAIMS_ON = {
    "Back shows earlier pages of the visit": "no",
    "Other tabs of the site leave": "yes",
    "Shortcut": "Shift three times",
}
CLAIMS_OFF = {"Back shows earlier pages of the visit": "yes", "Other tabs of the site leave": "no", "Shortcut": "switched off"}
"""What the page for maintainers says in its steps and in its comparison."""


@pytest.mark.parametrize("on", [True, False])
def test_the_pages_about_the_exit_tell_only_of_what_is_switched_on(make_site: SiteMaker, on: bool) -> None:
    parts = "".join(f", {name}: {str(on).lower()}" for name in ("shortcut", "bounce", "other_tabs", "clear_storage"))
    parts += f', second_url: "{SECOND}"' if on else ""
    pages = {f"docs/{name}": (ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("safety.md", "quick-exit.md")}
    files = {**pages, "briefings/a.md": sample.briefing()}
    built = make_site(files, sample.SETTINGS.replace(QUICK_EXIT, QUICK_EXIT.replace("}", f", safety_page: safety.md{parts}}}")))
    assert built.messages == []
    page = built.html("safety/index.html").select("main")[0].get_text(" ").lower()
    assert [words for words in ON + OFF if words in page] == (ON if on else OFF)
    assert ("shift" in page) is on
    assert "{{" not in page
    told = built.html("quick-exit/index.html").select("main")[0].get_text(" ")
    assert [words for words in STEPS_ON + STEPS_OFF if words in told] == (STEPS_ON if on else STEPS_OFF)
    assert "{{" not in told
    ours = {
        row.select("td")[0].get_text(): row.select("td")[-1].get_text()
        for row in built.html("quick-exit/index.html").select("tr:has(td)")
    }
    assert {what: ours[what].startswith(said) for what, said in (CLAIMS_ON if on else CLAIMS_OFF).items()} == dict.fromkeys(
        CLAIMS_ON, True
    )


def test_the_page_for_maintainers_has_every_setting() -> None:
    text = (ROOT / "docs/quick-exit.md").read_text(encoding="utf-8")
    defaults = dict(re.findall(r"^\| `(\w+)` \| ([^|]*?) \|", text, re.MULTILINE))
    assert set(defaults) == {*QuickExit.model_fields, *ExitWords.model_fields}
    for name, default in ExitWords().model_dump().items():
        assert defaults[name] == default
    for name, field in QuickExit.model_fields.items():
        told = defaults[name].strip("`")
        expected = {None: "none", True: "true"}.get(field.default, str(field.default)) if not field.is_required() else "needed"
        assert told == expected or name == "words", name
