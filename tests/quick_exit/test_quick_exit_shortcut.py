"""Shift pressed three times, in a real Chromium: what counts, what does not, how long, and what is shown and said meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browsing import violations
from conftest import Built
from elsewhere import Elsewhere
from exiting import PAGES, build
from visiting import Visit, click, shift, visit

LIGHTS = """() => [...document.querySelectorAll(".quick-exit__lights i")].map(
  (light) => getComputedStyle(light).backgroundColor !== "rgba(0, 0, 0, 0)")"""


@pytest.fixture(params=["http", pytest.param("file", marks=pytest.mark.slow)])
def scheme(request: pytest.FixtureRequest) -> str:
    """How pages are opened; what is seen and pressed is the same on a file share, so that only make test-all tries it there."""
    return str(request.param)


@pytest.fixture
def visited(forgetting_browser: Browser, elsewhere: Elsewhere, address: str) -> Iterator[Visit]:
    with visit(forgetting_browser, address) as visited:
        visited.page.goto(address + PAGES[2])
        yield visited


@pytest.fixture(scope="module")
def windows(forgetting_browser: Browser) -> Iterator[Callable[[str, str], tuple[Visit, str]]]:
    """Opens a window for each way to open pages, and returns it again, with the address of its site."""
    with ExitStack() as open_windows:
        kept: dict[str, tuple[Visit, str]] = {}

        def window(scheme: str, address: str) -> tuple[Visit, str]:
            if scheme not in kept:
                kept[scheme] = open_windows.enter_context(visit(forgetting_browser, address)), address
            return kept[scheme]

        yield window


@pytest.fixture
def staying(windows: Callable[[str, str], tuple[Visit, str]], elsewhere: Elsewhere, scheme: str, address: str) -> Visit:
    """A page in a window that other tests used before: for what does not leave the site."""
    visited, address = windows(scheme, address)
    visited.page.goto(address + PAGES[2])
    return visited


def taps(visited: Visit) -> str | None:
    """Return how many presses count so far."""
    return visited.page.get_attribute(".quick-exit-box", "data-taps")


def key(visited: Visit, kind: str, side: str, modifiers: int) -> None:
    """Send a Shift key of one side down or up, as a keyboard with two of them does."""
    code = f"Shift{side}"
    how = {"type": kind, "key": "Shift", "code": code, "windowsVirtualKeyCode": 16, "modifiers": modifiers}
    visited.cdp.send("Input.dispatchKeyEvent", {**how, "location": 1 if side == "Left" else 2})


def test_left_and_right_shift_may_mix_and_overlap(visited: Visit) -> None:
    for kind, side, held in (("rawKeyDown", "Left", 8), ("rawKeyDown", "Right", 8), ("keyUp", "Left", 8), ("keyUp", "Right", 0)):
        key(visited, kind, side, held)
    assert taps(visited) == "2"
    key(visited, "rawKeyDown", "Left", 8)
    key(visited, "keyUp", "Left", 0)
    visited.left()


def test_a_key_that_repeats_counts_once(staying: Visit) -> None:
    for _ in range(5):
        staying.page.keyboard.down("Shift")
    staying.page.keyboard.up("Shift")
    assert taps(staying) == "1"


def held(name: str, then: Callable[[Page], object]) -> Callable[[Page], object]:
    """Do something while a key is held."""

    def do(page: Page) -> None:
        page.keyboard.down(name)
        then(page)
        page.keyboard.up(name)

    return do


def wheel(page: Page) -> None:
    """Turn the wheel, and wait until the page has been told."""
    page.mouse.move(300, 300)
    page.mouse.wheel(0, 30)
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def let_go(page: Page, press: Callable[[], object], release: Callable[[], object]) -> None:
    """Let go, while Shift is down, of something that was held before."""
    press()
    page.keyboard.down("Shift")
    release()
    page.keyboard.up("Shift")


def let_the_mouse_go(page: Page) -> None:
    page.hover("h1")
    let_go(page, page.mouse.down, page.mouse.up)


NO_TAPS: dict[str, Callable[[Page], object]] = {
    "capitals": lambda page: page.keyboard.press("Shift+A"),
    "Shift and a click": lambda page: page.click("h1", modifiers=["Shift"]),
    "Shift and the wheel": held("Shift", wheel),
    "Shift and Tab": lambda page: page.keyboard.press("Shift+Tab"),
    "Alt and Shift": held("Alt", lambda page: page.keyboard.press("Shift")),
    "Ctrl and Shift": held("Control", lambda page: page.keyboard.press("Shift")),
    "Shift, then Ctrl": held("Shift", lambda page: page.keyboard.press("Control")),
    "Meta and Shift": held("Meta", lambda page: page.keyboard.press("Shift")),
    "Escape": lambda page: page.keyboard.press("Escape"),
    "Shift, and the mouse is let go": let_the_mouse_go,
    "Shift, and a letter is let go": lambda page: let_go(page, lambda: page.keyboard.down("a"), lambda: page.keyboard.up("a")),
}


@pytest.mark.parametrize("keys", NO_TAPS)
def test_what_is_no_clean_press_never_leaves(staying: Visit, elsewhere: Elsewhere, keys: str) -> None:
    staying.page.evaluate("addEventListener('wheel', () => window.wheeled = (window.wheeled || 0) + 1, {capture: true})")
    for count in range(1, 5):
        NO_TAPS[keys](staying.page)
        if "wheel" in keys:
            assert staying.page.evaluate("window.wheeled") >= count
    assert taps(staying) == "0"
    assert elsewhere.asked == []
    assert staying.page.locator("h1").is_visible()


def test_a_hand_that_moves_the_mouse_may_press_shift(visited: Visit) -> None:
    for place in range(3):
        visited.page.keyboard.down("Shift")
        visited.page.mouse.move(300, 300 + 10 * place)
        visited.page.keyboard.up("Shift")
    visited.left()


@pytest.mark.parametrize("between", ["a", "Escape", "Tab", "click"])
def test_anything_between_two_presses_begins_anew(staying: Visit, between: str) -> None:
    shift(staying, 2)
    assert taps(staying) == "2"
    if between == "click":
        staying.page.click("h1")
    else:
        staying.page.keyboard.press(between)
    assert taps(staying) == "0"
    shift(staying, 2)
    assert taps(staying) == "2"


def test_escape_is_left_to_the_browser(staying: Visit) -> None:
    staying.page.evaluate("addEventListener('keydown', event => window.prevented = event.defaultPrevented)")
    staying.page.keyboard.press("Escape")
    assert staying.page.evaluate("window.prevented") is False


def stop_the_clock(visited: Visit) -> None:
    """Let the time of the page pass only when the test says so."""
    visited.page.clock.install(time=0)
    visited.page.reload()
    visited.page.clock.pause_at(600_000)


@pytest.mark.parametrize(("seconds", "counted"), [(5, "2"), (5.5, "1")])
def test_each_press_has_five_seconds_after_the_one_before(visited: Visit, seconds: float, counted: str) -> None:
    stop_the_clock(visited)
    shift(visited, 1)
    visited.page.clock.run_for(int(seconds * 1000))
    shift(visited, 1)
    assert taps(visited) == counted
    if counted == "2":
        visited.page.clock.run_for(5000)
        shift(visited, 1)
        visited.left()


def test_progress_is_shown_and_said(visited: Visit) -> None:
    stop_the_clock(visited)
    said = visited.page.locator(".quick-exit__status")
    assert said.get_attribute("role") == "status"
    assert visited.page.get_attribute(".quick-exit__lights", "aria-hidden") == "true"
    assert visited.page.evaluate(LIGHTS) == [False, False, False]
    shift(visited, 1)
    assert said.inner_text() == "Press Shift 2 more times to leave this site."
    assert visited.page.evaluate(LIGHTS) == [True, False, False]
    shift(visited, 1)
    assert said.inner_text() == "Press Shift once more to leave this site."
    assert visited.page.evaluate(LIGHTS) == [True, True, False]
    visited.page.clock.run_for(5500)
    assert said.inner_text() == "You are still here. To leave this site, press Shift 3 times."
    assert visited.page.evaluate(LIGHTS) == [False, False, False]
    visited.page.clock.run_for(5100)
    assert said.inner_text() == ""


def test_in_forced_colours_the_lights_are_seen(forgetting_browser: Browser, elsewhere: Elsewhere, address: str) -> None:
    with visit(forgetting_browser, address, forced_colors="active") as visited:
        visited.page.goto(address + PAGES[2])
        shift(visited, 1)
        behind = visited.page.evaluate("getComputedStyle(document.querySelector('.quick-exit')).backgroundColor")
        rings = "[...document.querySelectorAll('.quick-exit__lights i')].map(light => getComputedStyle(light).borderTopColor)"
        assert behind not in visited.page.evaluate(rings)
        fillings = "[...document.querySelectorAll('.quick-exit__lights i')].map(light => getComputedStyle(light).backgroundColor)"
        lit, *dark = visited.page.evaluate(fillings)
        assert lit not in (behind, *dark)


def test_no_light_moves(staying: Visit) -> None:
    moves = "[...document.querySelectorAll('.quick-exit-box, .quick-exit-box *')].map(e => getComputedStyle(e))"
    assert staying.page.evaluate(f"{moves}.every(s => s.animationName === 'none' && parseFloat(s.transitionDuration) === 0)")


def test_it_works_wherever_the_focus_is_and_not_while_letters_are_composed(visited: Visit) -> None:
    visited.page.focus("#search-query")
    visited.page.keyboard.type("words")
    visited.page.wait_for_selector(".search__results a")
    visited.cdp.send("Input.imeSetComposition", {"text": "に", "selectionStart": 1, "selectionEnd": 1})
    shift(visited, 2)
    assert taps(visited) == "0"
    visited.cdp.send("Input.insertText", {"text": "に"})
    shift(visited)
    visited.left()


def test_it_works_while_the_menu_is_open(forgetting_browser: Browser, elsewhere: Elsewhere, address: str) -> None:
    with visit(forgetting_browser, address, viewport={"width": 320, "height": 568}) as visited:
        visited.page.goto(address + PAGES[2])
        visited.page.get_by_role("button", name="Menu", exact=True).click()
        visited.page.locator("#site-menu").wait_for()
        shift(visited)
        visited.left()


@pytest.mark.parametrize("event", ["blur", "popstate", "pagehide", "pageshow"])
def test_whatever_interrupts_the_reader_begins_anew(staying: Visit, event: str) -> None:
    shift(staying, 2)
    staying.page.evaluate("name => window.dispatchEvent(new Event(name))", event)
    assert taps(staying) == "0"
    assert staying.page.inner_text(".quick-exit__status") == ""


def test_half_a_sequence_does_not_outlive_the_page(
    any_browser: Browser, keeping_browser: Browser, elsewhere: Elsewhere, address: str
) -> None:
    with visit(any_browser, address) as visited:
        visited.read(address, PAGES)
        shift(visited, 2)
        visited.page.goto(address + PAGES[0])
        visited.go(-1)
        assert visited.page.url == address + PAGES[2]
        if any_browser is keeping_browser and address.startswith("http"):
            assert [note["kept"] for note in visited.noted() if note["at"] == "pageshow"][-1]
        assert taps(visited) == "0"
        shift(visited, 1)
        assert taps(visited) == "1"


def test_a_script_that_runs_twice_counts_once(visited: Visit) -> None:
    source = visited.page.get_attribute("script[src*='quick-exit.js']", "src")
    visited.page.evaluate(
        """source => new Promise(done => {
          const script = Object.assign(document.createElement("script"), { src: source, onload: done });
          document.head.append(script);
        })""",
        source,
    )
    shift(visited, 1)
    assert taps(visited) == "1"
    shift(visited, 2)
    visited.left()


# --- The words by the button -------------------------------------------------------------------------------------------------


def test_the_hint_is_seen_where_there_is_a_keyboard_however_narrow_the_window(
    forgetting_browser: Browser, elsewhere: Elsewhere, address: str
) -> None:
    for width in (320, 1280):
        with visit(forgetting_browser, address, viewport={"width": width, "height": 300}) as visited:
            visited.page.goto(address + PAGES[2])
            assert visited.page.inner_text(".quick-exit__hint").strip() == "or press Shift 3 times"
            assert visited.page.locator(".quick-exit__hint").is_visible()
            described = visited.page.get_attribute(".quick-exit", "aria-describedby")
            assert visited.page.locator(f"#{described}").is_visible()


def test_on_a_telephone_the_hint_waits_for_a_keyboard(forgetting_browser: Browser, elsewhere: Elsewhere, address: str) -> None:
    with visit(forgetting_browser, address, viewport={"width": 360, "height": 640}, is_mobile=True, has_touch=True) as visited:
        visited.page.goto(address + PAGES[2])
        assert not visited.page.locator(".quick-exit__hint").is_visible()
        shift(visited, 1)
        assert visited.page.locator(".quick-exit__hint").is_visible()
        shift(visited, 2)
        visited.left()


def test_without_javascript_there_is_no_word_of_the_shortcut(
    forgetting_browser: Browser, elsewhere: Elsewhere, address: str
) -> None:
    with visit(forgetting_browser, address, java_script_enabled=False) as visited:
        visited.page.goto(address + PAGES[2])
        assert not visited.page.locator(".quick-exit__hint").is_visible()
        assert not visited.page.locator(".quick-exit__lights").is_visible()
        assert visited.page.get_attribute(".quick-exit", "aria-describedby") is None


@pytest.fixture(scope="module")
def shiftless_site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("shiftless"), "shortcut: false")


def test_the_shortcut_can_be_switched_off_with_its_words(
    forgetting_browser: Browser, elsewhere: Elsewhere, shiftless_site: Built, address_of: Callable[[Path], str]
) -> None:
    address = address_of(shiftless_site.folder)
    with visit(forgetting_browser, address) as visited:
        visited.page.goto(address + PAGES[2])
        assert visited.page.locator(".quick-exit__hint, .quick-exit__lights, .quick-exit__status").count() == 0
        shift(visited, 4)
        assert elsewhere.asked == []
        click(visited)
        visited.left()


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_while_a_light_is_lit(
    forgetting_browser: Browser, elsewhere: Elsewhere, address: str, width: int
) -> None:
    with visit(forgetting_browser, address, viewport={"width": width, "height": 700}) as visited:
        visited.page.goto(address + PAGES[2])
        shift(visited, 2)
        assert violations(visited.page) == []
