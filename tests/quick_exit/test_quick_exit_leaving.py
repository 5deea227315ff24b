"""Leaving the site in a real Chromium, over http and from a file share: what is asked, what is seen, what stays behind."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Playwright, Route

from browsing import RULES
from conftest import FLAGS, Built, chromium
from elsewhere import EXIT, SECOND, START, Asked, Elsewhere
from exiting import FILE_IS_SLOW, FORGETTING, KEEPING, PAGES, WORD, build, guard_of
from visiting import DESK, WAYS, Visit, click, shift, visit

EXIT_HOST = "www.bbc.co.uk"

COLOURS = """async (png) => {
  const bitmap = await createImageBitmap(await (await fetch("data:image/png;base64," + png)).blob());
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  canvas.drawImage(bitmap, 0, 0);
  const data = canvas.getImageData(0, 0, bitmap.width, bitmap.height).data;
  const found = new Set();
  for (let place = 0; place < data.length; place += 4) found.add(data.slice(place, place + 3).join());
  return [...found];
}"""

AXE_WHEN_LEFT = """rules => {
  const look = () => {
    if (!document.querySelector("[role=alert] h1")) return setTimeout(look, 50);
    axe.run({ runOnly: rules }).then((found) => {
      const said = found.violations.map((item) => item.id + " " + item.nodes[0].failureSummary).join();
      localStorage.axe = `landmarks: ${document.querySelectorAll("main").length}, violations: ${said}`;
    });
  };
  setTimeout(look, 50);
}"""


@pytest.mark.nobody_goes_back
@pytest.mark.parametrize("way", WAYS)
def test_every_way_out_leaves_in_place_of_the_page_and_tells_nothing(
    any_browser: Browser, elsewhere: Elsewhere, address: str, way: str
) -> None:
    with visit(any_browser, address) as visited:
        visited.read(address, PAGES)
        requests: list[str] = []
        visited.page.on("request", lambda request: requests.append(request.url))
        WAYS[way](visited)
        visited.left()
        assert visited.page.evaluate("document.referrer") == ""
        assert elsewhere.asked == [Asked(START, None, frame=False), Asked(EXIT, None, frame=False)]
        assert {url for url in requests if "favicon" not in url} == {EXIT}
        assert visited.entries()[1:] == [START, address + PAGES[0], address + PAGES[1], EXIT]
        assert len(visited.context.pages) == 2
        assert visited.errors == []


@pytest.mark.parametrize("way", ["the button", "the early link"])
def test_without_javascript_the_links_lead_out_and_tell_nothing(
    forgetting_browser: Browser, elsewhere: Elsewhere, address: str, way: str
) -> None:
    with visit(forgetting_browser, address, java_script_enabled=False) as visited:
        visited.page.goto(address + PAGES[2])
        WAYS[way](visited)
        visited.page.wait_for_url(EXIT)
        assert elsewhere.asked == [Asked(EXIT, None, frame=False)]


@FILE_IS_SLOW
def test_every_kind_of_click_leaves_in_this_tab(forgetting_browser: Browser, elsewhere: Elsewhere, address: str) -> None:
    ways: list[dict[str, Any]] = [{"modifiers": [key]} for key in ("Control", "Meta", "Shift", "Alt")]
    for how in [*ways, {"button": "middle"}]:
        elsewhere.forget()
        with visit(forgetting_browser, address) as visited:
            visited.page.goto(address + PAGES[2])
            visited.page.click(".quick-exit", no_wait_after=True, **how)
            visited.left()
            assert len(visited.context.pages) == 2, how
            assert elsewhere.asked == [Asked(EXIT, None, frame=False)], how


@FILE_IS_SLOW
def test_the_space_bar_leaves_too_and_a_right_click_does_not(
    forgetting_browser: Browser, elsewhere: Elsewhere, address: str
) -> None:
    with visit(forgetting_browser, address) as visited:
        visited.page.goto(address + PAGES[2])
        visited.page.click(".quick-exit", button="right")
        assert elsewhere.asked == []
        assert WORD in visited.page.inner_text("h1")
        visited.page.focus(".quick-exit")
        visited.page.keyboard.press("Space")
        visited.left()


@pytest.mark.nobody_goes_back
@FILE_IS_SLOW
def test_pressing_again_and_again_asks_once(any_browser: Browser, elsewhere: Elsewhere, slow_address: str) -> None:
    elsewhere.answers[EXIT_HOST] = "held"
    with visit(any_browser, slow_address) as visited:
        visited.read(slow_address, PAGES)
        shift(visited)
        visited.until(lambda: len(elsewhere.asked) == 2, "asked")
        shift(visited, 6)
        visited.page.mouse.click(1100, 30)
        elsewhere.answers.clear()
        elsewhere.release()
        visited.left()
        assert elsewhere.asked == [Asked(START, None, frame=False), Asked(EXIT, None, frame=False)]
        assert visited.entries()[-2:] == [slow_address + PAGES[1], EXIT]


@pytest.fixture(scope="module")
def slow_site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("slow"), "retry_seconds: 60, shortcut_seconds: 7")


@pytest.fixture
def slow_address(slow_site: Built, address_of: Callable[[Path], str]) -> str:
    """The address of a site that waits long for an answer."""
    return address_of(slow_site.folder)


def test_no_window_is_opened(forgetting_browser: Browser, elsewhere: Elsewhere, address: str) -> None:
    with visit(forgetting_browser, address) as visited:
        visited.context.add_init_script("window.open = () => { localStorage.opened = 1; return null; }")
        visited.page.goto(address + PAGES[0])
        click(visited)
        visited.left()
        visited.page.goto(address + PAGES[0])
        assert visited.page.evaluate("localStorage.opened") is None


# --- While leaving ---------------------------------------------------------------------------------------------------------


@FILE_IS_SLOW
@pytest.mark.parametrize(("colours", "width"), [("light", 320), ("dark", 1280)])
def test_the_page_is_gone_at_once(
    forgetting_browser: Browser, elsewhere: Elsewhere, slow_address: str, colours: Literal["light", "dark"], width: int
) -> None:
    elsewhere.answers[EXIT_HOST] = "held"
    with visit(forgetting_browser, slow_address, color_scheme=colours, viewport={"width": width, "height": 568}) as visited:
        visited.page.goto(slow_address + PAGES[2])
        visited.page.evaluate(AXE_SCRIPT)
        visited.page.evaluate(AXE_WHEN_LEFT, RULES)
        seen = "[document.title, document.body.innerText.trim(), document.querySelector('link[rel~=icon]').href]"
        at_once = visited.ask(f"document.querySelector('.quick-exit').click(); {seen}")
        assert at_once == ["New tab", "", "data:,"]
        visited.until(lambda: elsewhere.asked and visited.now()["text"], "said")
        assert visited.now() == {"title": "New tab", "text": "Loading", "icon": "data:,", "stops": 0}
        assert colours_of(visited) == {"light": ["255,255,255"], "dark": ["18,18,18"]}[colours]
        visited.until(lambda: visited.desk.evaluate("localStorage.axe"), "axe has looked")
        assert visited.desk.evaluate("localStorage.axe") == "landmarks: 1, violations: "


def colours_of(visited: Visit) -> list[str]:
    """Return the colours that are seen below the word."""
    clip = {"x": 0, "y": 80, "width": 320, "height": 480, "scale": 1}
    png = visited.cdp.send("Page.captureScreenshot", {"clip": clip})["data"]
    found: list[str] = visited.desk.evaluate(COLOURS, png)
    return found


@FILE_IS_SLOW
def test_in_forced_colours_the_page_that_is_left_has_the_systems_colours(
    forgetting_browser: Browser, elsewhere: Elsewhere, slow_address: str
) -> None:
    elsewhere.answers[EXIT_HOST] = "held"
    with visit(forgetting_browser, slow_address, forced_colors="active") as visited:
        visited.page.goto(slow_address + PAGES[2])
        found = visited.ask("""
          document.querySelector('.quick-exit').click();
          const probe = document.body.appendChild(document.createElement('p'));
          const colour = (name) => { probe.style.color = name; return getComputedStyle(probe).color; };
          const style = getComputedStyle(document.documentElement);
          [style.backgroundColor, style.color, colour('Canvas'), colour('CanvasText')]
        """)
        assert found[:2] == found[2:]


@pytest.mark.nobody_goes_back
def test_the_title_of_the_page_is_in_no_list_of_the_window(any_browser: Browser, elsewhere: Elsewhere, address: str) -> None:
    with visit(any_browser, address) as visited:
        visited.read(address, PAGES[2:])
        click(visited)
        visited.left()
        assert not [title for title in visited.titles() if WORD in title]


@pytest.mark.slow
def test_the_page_is_not_in_the_list_of_the_browser(
    playwright: Playwright, elsewhere: Elsewhere, tmp_path: Path, address: str
) -> None:
    flags = [*FLAGS, f"--host-resolver-rules={elsewhere.rules}", "--ignore-certificate-errors"]
    with playwright.chromium.launch_persistent_context(tmp_path, executable_path=chromium(), args=flags) as context:
        page = context.new_page()
        page.goto(address + PAGES[0])
        page.goto(address + PAGES[2])
        page.click(".quick-exit")
        page.wait_for_url(EXIT)
        page.goto("chrome://history")
        page.wait_for_selector("text=Elsewhere")
        listed = page.locator("history-item a#link").evaluate_all("links => links.map(link => link.href)")
        assert EXIT in listed
        assert address + PAGES[0] in listed
        assert address + PAGES[2] not in listed


@pytest.mark.slow
@FILE_IS_SLOW
@pytest.mark.parametrize(("answer", "any_browser"), [("held", KEEPING), ("no content", FORGETTING)], indirect=["any_browser"])
def test_who_is_kept_waiting_is_taken_elsewhere_and_sees_nothing(
    any_browser: Browser, elsewhere: Elsewhere, address: str, answer: str
) -> None:
    elsewhere.answers[EXIT_HOST] = answer
    with visit(any_browser, address) as visited:
        visited.read(address, PAGES)
        visited.leave_now()
        visited.until(lambda: len(elsewhere.asked) == 2, "asked")
        visited.stop()
        visited.until(lambda: len(elsewhere.asked) == 3, "asked again")
        visited.stop()
        visited.left(SECOND)
        assert [asked.url for asked in elsewhere.asked] == [START, EXIT, EXIT, SECOND]
        assert visited.entries()[-2:] == [address + PAGES[1], SECOND]
        assert visited.now()["title"] == "New tab"
        assert visited.painted() == []


@pytest.mark.nobody_goes_back
@FILE_IS_SLOW
def test_the_page_is_gone_even_if_the_exit_cannot_be_reached(any_browser: Browser, elsewhere: Elsewhere, address: str) -> None:
    elsewhere.answers[EXIT_HOST] = "broken off"
    with visit(any_browser, address) as visited:
        visited.read(address, PAGES)
        visited.leave_now()
        visited.until(lambda: visited.page.url.startswith("chrome-error:"), "the browser says so")
        assert visited.entries()[-1] == EXIT
        assert WORD not in visited.page.title() + visited.page.inner_text("body")


@FILE_IS_SLOW
def test_no_timer_of_the_shortcut_goes_on_after_the_exit(
    forgetting_browser: Browser, elsewhere: Elsewhere, slow_address: str
) -> None:
    elsewhere.answers[EXIT_HOST] = "held"
    with visit(forgetting_browser, slow_address) as visited:
        visited.page.add_init_script("""(() => {
          const { setTimeout: set, clearTimeout: clear } = window;
          const live = new Map();
          const write = () => { localStorage.live = JSON.stringify([...live.values()]); };
          window.setTimeout = (step, delay, ...rest) => {
            const id = set(() => { live.delete(id); write(); step(); }, delay, ...rest);
            live.set(id, delay);
            write();
            return id;
          };
          window.clearTimeout = (id) => { live.delete(id); write(); clear(id); };
        })()""")
        visited.page.goto(slow_address + PAGES[2])
        shift(visited, 1)
        assert "7250" in visited.desk.evaluate("localStorage.live")
        shift(visited, 2)
        visited.until(lambda: elsewhere.asked, "asked")
        live = visited.desk.evaluate("localStorage.live")
        assert "60000" in live
        assert "7250" not in live


# --- Frames ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def arounds(scheme: str, address: str, exit_site: Built, elsewhere: Elsewhere) -> Callable[..., list[str]]:
    """Put a page of the site into a frame of another page, and tell where that is."""

    def put(attributes: str = "") -> list[str]:
        frame = f'<title>Intranet</title><iframe width="1250" height="700" {attributes} src="{address}{PAGES[2]}"></iframe>'
        elsewhere.pages["start.example.net"] = frame
        (exit_site.folder / "frame.html").write_text(frame, encoding="utf-8")
        beside = f"{address}frame.html"
        return [START, beside] if scheme == "http" else [beside]  # browsers let no page of the web frame a file

    return put


@pytest.mark.parametrize("javascript", [True, False])
def test_a_frame_takes_the_whole_window_along(
    forgetting_browser: Browser, elsewhere: Elsewhere, address: str, arounds: Callable[..., list[str]], javascript: bool
) -> None:
    for around in arounds():
        with visit(forgetting_browser, address, java_script_enabled=javascript) as visited:
            visited.page.goto(around)
            visited.page.frame_locator("iframe").locator(".quick-exit").click(no_wait_after=True)
            visited.page.wait_for_url(EXIT)
            assert elsewhere.asked[-1] == Asked(EXIT, None, frame=False)


@FILE_IS_SLOW
def test_three_shifts_take_the_whole_window_along(
    forgetting_browser: Browser, elsewhere: Elsewhere, address: str, arounds: Callable[..., list[str]]
) -> None:
    with visit(forgetting_browser, address) as visited:
        visited.page.goto(arounds()[0])
        visited.page.frame_locator("iframe").locator("h1").click()
        shift(visited)
        visited.left()


def test_a_frame_that_may_not_take_the_window_along_leaves_alone(
    forgetting_browser: Browser, elsewhere: Elsewhere, address: str, arounds: Callable[..., list[str]]
) -> None:
    around = arounds('sandbox="allow-scripts allow-same-origin"')[0]
    with visit(forgetting_browser, address) as visited:
        visited.page.goto(around)
        visited.page.frame_locator("iframe").locator(".quick-exit").click(no_wait_after=True)
        visited.until(lambda: Asked(EXIT, None, frame=True) in elsewhere.asked, "asked")
        visited.until(lambda: visited.page.frames[1].url.startswith("chrome-error:"), "refused")
        assert WORD not in visited.page.frames[1].locator("body").inner_text()
        assert visited.page.url == around


# --- What stays behind -------------------------------------------------------------------------------------------------------


def test_what_the_site_keeps_is_removed_and_nothing_of_its_neighbours(
    forgetting_browser: Browser, elsewhere: Elsewhere, exit_site: Built, address_of: Callable[[Path], str]
) -> None:
    for folder, below in ((exit_site.folder, ""), (exit_site.folder.parent, "site/")):
        root = address_of(folder)
        address = root + below
        base = urlsplit(address).path
        with visit(forgetting_browser, address) as visited:
            visited.page.goto(address + PAGES[2])
            keys = [f"{base}.__palette", "/intranet/.__palette", "palette"]
            for store in ("localStorage", "sessionStorage"):
                visited.page.evaluate(f"keys => keys.forEach(key => {store}[key] = 1)", keys)
            if address.startswith("http"):  # Chromium keeps no cookies for files
                visited.page.evaluate("base => { document.cookie = 'own=1; path=' + base; }", base)
                visited.page.evaluate("document.cookie = 'deep=1; path=' + location.pathname")
                visited.context.add_cookies([{"name": "other", "value": "1", "url": root + "intranet/"}])
            click(visited)
            visited.left()
            cookies = {cookie["name"] for cookie in visited.context.cookies()}
            assert "own" not in cookies, base
            assert ("other" in cookies) is address.startswith("http")
            visited.page.goto(address + DESK)
            for store in ("localStorage", "sessionStorage"):
                assert visited.page.evaluate(f"keys => keys.map(key => {store}[key] || null)", keys) == [None, "1", "1"]


@pytest.fixture(scope="module")
def forgetless_site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("forgetless"), "clear_storage: false")


def test_clearing_can_be_switched_off(
    forgetting_browser: Browser, elsewhere: Elsewhere, forgetless_site: Built, address_of: Callable[[Path], str]
) -> None:
    address = address_of(forgetless_site.folder)
    key = f"{urlsplit(address).path}.__palette"
    with visit(forgetting_browser, address) as visited:
        visited.page.goto(address + PAGES[2])
        visited.page.evaluate("key => localStorage[key] = 1", key)
        click(visited)
        visited.left()
        visited.page.goto(address + DESK)
        assert visited.page.evaluate("key => localStorage[key]", key) == "1"


# --- A strict policy -----------------------------------------------------------------------------------------------------------


POLICY = "default-src 'none'; script-src 'self' {}; style-src 'self'; img-src 'self' data:; font-src 'self'"


@pytest.fixture
def copied_site(exit_site: Built, tmp_path: Path) -> Path:
    """A copy of the small site, to be changed."""
    return copytree(exit_site.folder, tmp_path / "site")


@pytest.mark.parametrize("guarded", [True, False])
def test_a_strict_policy_lets_the_exit_work_and_without_the_guard_the_links_are_plain(
    forgetting_browser: Browser, elsewhere: Elsewhere, copied_site: Path, address_of: Callable[[Path], str], guarded: bool
) -> None:
    address, html = address_of(copied_site), (copied_site / PAGES[2]).read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(guard_of(html).encode()).digest()).decode()
    policy = POLICY.format(f"'sha256-{digest}'" if guarded else "")
    # From a web server the policy comes in a header; on a file share it can only stand in the page.
    inside = re.sub(r'(<meta http-equiv="Content-Security-Policy" content=")[^"]*', rf"\1{policy}", html)
    (copied_site / PAGES[2]).write_text(inside, encoding="utf-8")

    def serve_with_policy(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=html, headers={**answer.headers, "Content-Security-Policy": policy})

    with visit(forgetting_browser, address) as visited:
        visited.context.route(f"{address}{PAGES[2]}", serve_with_policy if address.startswith("http") else Route.continue_)
        visited.context.add_init_script(
            "addEventListener('securitypolicyviolation', (e) => { localStorage.broken = (localStorage.broken || '') + ' ' + "
            "e.violatedDirective; })"
        )
        visited.page.goto(address + PAGES[2])
        assert (visited.page.locator(".quick-exit__hint").count() == 1) is guarded
        visited.page.evaluate("localStorage.broken = ''")
        if guarded:
            shift(visited)
        else:
            click(visited)
        visited.left()
        assert elsewhere.asked == [Asked(EXIT, None, frame=False)]
        assert (address + PAGES[2] in visited.entries()) is not guarded
        visited.page.goto(address + DESK)
        assert visited.page.evaluate("localStorage.broken") == ""
