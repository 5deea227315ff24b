"""Pages that are what their sites show for addresses that cannot exist, in any language, and pages that only look like it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from link_server import OK, Answer, LinkServer, redirect, reply, serving
from linked_site import ALLOW, STATE, FakeEngine, Waited, answer, briefing, check, write_linked_site
from sevenminute.config.links import LinkSettings
from sevenminute.links.classify.alike import Likeness, likeness, shape_of
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.extract.links import LinkedPage
from sevenminute.links.extract.links_date import LinksDate
from sevenminute.links.extract.occurrence import Occurrence
from sevenminute.links.fetch.page.read import read_page
from sevenminute.links.fetch.response import Hop, Response
from sevenminute.links.history.file import read_state, write_state
from sevenminute.links.history.record import MissingPage, State, Status
from sevenminute.links.rules.severity import Mode
from sevenminute.links.run.check import CheckOutcome
from sevenminute.links.run.check import check as check_links
from sevenminute.links.run.made_up_address import folder_of
from sevenminute.links.run.missing_pages import MOST_PER_HOST
from sevenminute.links.run.options import RunOptions
from sevenminute.links.run.rendered import MOST_COMPARED
from sevenminute.links.run.retry import RetryPolicy

HOST = "https://www.example.org"
URL, MISSING = f"{HOST}/poradniki/bezpieczny-sen", f"{HOST}/poradniki/qxzkvbnmrtwpsdfghjkl"
MENU = "".join(f"<li><a href=/{n}>{words}</a>" for n, words in enumerate(["O nas", "Kontakt z nami", "Aktualności", "Praca"] * 3))
LARGE_MENU = "".join(f"<li>Temat {'abcdefghij'[n % 10]} {'klmnopqrst'[n // 10 % 10]} {'uvwxyz'[n // 100]}" for n in range(600))
NOT_THERE = "<h1>Nie ma takiej strony</h1><p>Strona {url} nie istnieje lub została przeniesiona. Jest godzina {time}."
TEXT = "<p>Połóż dziecko na plecach, na twardym materacu, bez poduszki i kołdry, w tym samym pokoju, w którym śpisz."


def page(main: str, title: str = "Poradniki", menu: str = MENU, more: str = "") -> str:
    return f"<title>{title}</title><header><ul>{menu}</ul></header><main>{main}</main>{more}<footer>Partnerstwo</footer>"


def response(html: str, url: str = URL, *, to: str = "", code: int = 200) -> Response:
    """Return an answer with a page, as clients read it; `{url}` and `{time}` in it are filled in."""
    text = html.replace("{url}", urlsplit(url).path).replace("{time}", f"{len(url)}:17")
    facts = read_page([text.encode()], {}, url=to or url, until=float("inf"), timeout=60, encoding="utf-8").facts
    hops = (Hop(to, 302),) if to else ()
    return Response(url, to or url, code, hops, page=facts)


SHELL = "<title>Portal</title><p>Portal dla rodzin i opiekunów w naszym regionie<script src=/app.js></script>"
TO_MAP = response(page(TEXT), MISSING, to=f"{HOST}/mapa")
ROWS: dict[str, tuple[Likeness, Response, Response]] = {
    "same words but for the address": (Likeness.SAME, response(page(NOT_THERE)), response(page(NOT_THERE), MISSING)),
    "same error page, by redirect": (
        Likeness.SAME,
        response(page(NOT_THERE), to=f"{HOST}/blad?z=/bezpieczny-sen"),
        response(page(NOT_THERE), MISSING, to=f"{HOST}/blad?z=/qxz"),
    ),
    "same other page, by redirect": (
        Likeness.SAME,
        response(page(TEXT), to=f"{HOST}/mapa"),
        TO_MAP,
    ),
    "same, by another host and the same path": (
        Likeness.SAME,
        response(page(NOT_THERE), to="https://example.org/poradniki/bezpieczny-sen/"),
        response(page(NOT_THERE), MISSING, to="https://example.org/poradniki/qxzkvbnmrtwpsdfghjkl/"),
    ),
    "a hint that looks at the address": (
        Likeness.SAME,
        response(page(f"{NOT_THERE}<p>Może: Sen dziecka")),
        response(page(NOT_THERE), MISSING),
    ),
    "a shell that scripts fill": (Likeness.SHELL, response(SHELL), response(SHELL, MISSING)),
    "a page": (Likeness.OTHER, response(page(TEXT)), response(page(NOT_THERE), MISSING)),
    "a page with the title and heading of any": (
        Likeness.OTHER,
        response(page(f"<h1>Partnerstwo</h1>{TEXT}")),
        response(page("<h1>Partnerstwo</h1><p>Nie ma takiej strony."), MISSING),
    ),
    "a page with a title of its own alone": (
        Likeness.OTHER,
        response(page("", "Bezpieczny sen dziecka")),
        response(page("", "Partnerstwo"), MISSING),
    ),
    "a page with a picture of its own alone": (
        Likeness.OTHER,
        response(page("<img src=/sen.png>")),
        response(page(""), MISSING),
    ),
    "a page with a film of its own alone": (
        Likeness.OTHER,
        response(page("<iframe src=https://film.example.org/sen></iframe>")),
        response(page(""), MISSING),
    ),
    "a page without what is said of missing ones": (Likeness.OTHER, response(page("")), response(page(NOT_THERE), MISSING)),
    "a page with large menus": (
        Likeness.OTHER,
        response(page(TEXT, menu="".join(f"<li>Temat {'abcdefghij'[n % 10]} {'klmnop'[n // 100]} {n}" for n in range(600)))),
        response(
            page("", menu="".join(f"<li>Temat {'abcdefghij'[n % 10]} {'klmnop'[n // 100]} {n}" for n in range(600))), MISSING
        ),
    ),
    "a page where others are sent to a map": (
        Likeness.OTHER,
        response(page(TEXT)),
        response(page(TEXT), MISSING, to=f"{HOST}/mapa"),
    ),
    "the map itself": (Likeness.OTHER, response(page(TEXT), f"{HOST}/mapa"), response(page(TEXT), MISSING, to=f"{HOST}/mapa")),
    "a page that has moved": (Likeness.OTHER, response(page(TEXT), to=f"{HOST}/sen"), response(page(NOT_THERE), MISSING)),
    "a site that answers with a code": (Likeness.OTHER, response(page(TEXT)), response(page(TEXT), MISSING, code=404)),
    "a site that refuses": (Likeness.OTHER, response(page(TEXT)), response(page(TEXT), MISSING, code=403)),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_page_is_compared_with_what_a_site_shows_for_an_address_that_cannot_exist(name: str) -> None:
    expected, found, missing = ROWS[name]
    shape = shape_of(missing)
    assert shape
    assert likeness(found, shape) is expected
    remembered = MissingPage.of(f"{HOST}/poradniki/*", datetime.now(UTC), shape)
    assert MissingPage.model_validate_json(remembered.model_dump_json()).shape == replace(
        shape, blocks=shape.blocks if shape.code == 200 else {}
    )


def test_the_same_page_is_alike_and_shapes_are_small() -> None:
    long = response(
        page("".join(f"<p>{'abcdefghij'[n % 10]} {'abcdefghij'[n // 10 % 10]} {'klm'[n // 100 % 3]}" for n in range(2000)))
    )
    shape = shape_of(long)
    assert shape
    assert likeness(long, shape) is Likeness.SAME
    assert len(MissingPage.of("https://www.example.org/*", datetime.now(UTC), shape).model_dump_json()) < 6000


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        (f"{HOST}/a/b", f"{HOST}/a/*"),
        (f"{HOST}/a/b/", f"{HOST}/a/*/"),
        (f"{HOST}/a/b.html?x=1#y", f"{HOST}/a/*.html"),
        (f"{HOST}/a/b.of.aspx", f"{HOST}/a/*.aspx"),
        (f"{HOST}/a/no.suchending", f"{HOST}/a/*"),
        (f"{HOST}/b", f"{HOST}/*"),
        (f"{HOST}/index.php?p=1", f"{HOST}/*.php"),
        ("http://127.0.0.1:81/%2A/b", "http://127.0.0.1:81/%2A/*"),
    ],
)
def test_addresses_of_one_folder_and_ending_are_compared_with_one_answer(url: str, folder: str) -> None:
    assert folder_of(url) == folder


class Folders(dict[str, Answer]):
    """A script that has an answer for every address in a folder."""

    def get(self, key: str, default: object = None) -> object:  # type: ignore[override]
        folder = f"{key.rpartition('/')[0]}/*"
        found: object = self[key] if key in self else dict.get(self, folder, default)
        return found


@pytest.fixture
def server() -> Iterator[LinkServer]:
    with serving({}) as running:
        yield running


def verdicts(root: Path) -> dict[str, Verdict | None]:
    known = read_state(root / STATE, now=datetime.now(UTC) + timedelta(days=3650)).urls
    return {urlsplit(url).path: state.verdict for url, state in known.items()}


@pytest.mark.slow
def test_on_the_wire_one_request_for_each_folder_tells_missing_pages(
    server: LinkServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there, gone = reply(200, page(f"<h1>Sen</h1>{TEXT}")), reply(200, page(NOT_THERE))
    server.script = Folders(  # type: ignore[assignment]
        {
            "/pl/sen": there,
            "/pl/*": gone,
            "/map/sen": there,
            "/map/*": redirect("/map", 302),
            "/map": there,
            "/app/*": reply(200, SHELL),
            "/en/sen": there,
            "/": there,
            "/bare/a": OK,
            "/robots.txt": reply(200, "User-agent: *\nDisallow: /closed/\nAllow: /closed/sen$", Content_Type="text/plain"),
            "/closed/sen": there,
        },
    )
    paths = ["/pl/sen", "/pl/old", "/pl/older", "/map/sen", "/map/old", "/app/a", "/en/sen", "/", "/bare/a", "/closed/sen"]
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(*map(server.url, paths))}, ALLOW)
    assert check(root, "--all", waited=Waited()) == 0
    assert verdicts(root) == {
        **dict.fromkeys(["/pl/sen", "/map/sen", "/en/sen", "/", "/bare/a", "/closed/sen"], Verdict.OK),
        **dict.fromkeys(["/pl/old", "/pl/older", "/map/old"], Verdict.SAME_AS_MISSING),
        "/app/a": Verdict.NEEDS_SCRIPTS,
    }
    said = capsys.readouterr().out
    what = f"briefings/a.md:38:13: W L152 this link's page is the one for missing pages: {server.url('/pl/old')}"
    why = "its site shows the same page for an address that does not exist"
    assert f"{what} ({why}): open the link: if it is not the page you meant, find its new address, or take the link away" in said
    assert "N L154 no machine could check this link: " + server.url("/app/a") in said
    made_up = [path for path in server.asked if path.startswith("/") and path not in [*paths, "/map", "/robots.txt"]]
    assert sorted(path.rpartition("/")[0] for path in made_up) == ["/app", "/en", "/map", "/pl"]
    assert {server.asked[path] for path in made_up} == {1}
    assert all(len(path.rpartition("/")[2]) == 20 for path in made_up)
    before = server.asked.total()
    assert check(root, "--all", "--force", waited=Waited()) == 0
    assert server.asked.total() > before
    again = [path for path in server.asked if path.startswith("/") and path not in [*paths, "/map", "/robots.txt"]]
    assert again == made_up, "nothing more is made up on the same day"


def test_of_one_host_only_so_many_folders_are_asked_in_one_night() -> None:
    urls = [f"{HOST}/{'abcdefghijklmnopqrstuvwxyz'[n]}/sen" for n in range(26)]
    engine = FakeEngine(lambda url: response(page(TEXT), url) if url in urls else answer(url, 404))
    state = State()
    for night in range(4):
        state = one_night(urls, state, night, engine)
        asked = [url for url in engine.asked if url not in urls]
        assert len(asked) == min(26, (night + 1) * MOST_PER_HOST)
    assert len(state.missing_pages) == 26


FIRST = datetime(2026, 1, 1, 2, 10, tzinfo=UTC)
SETTINGS = LinkSettings(warn_after_days=3000, fail_after_days=3600)


def one_night(urls: list[str], state: State, day: int, engine: FakeEngine, *, force: bool = True) -> State:
    places = tuple(Occurrence("briefings/a.md", 40 + line, 3, url) for line, url in enumerate(urls))
    pages = [LinkedPage("briefings/a.md", "A", LinksDate("briefings/a.md", 5, "2025-12"), places)]
    retry_policy = RetryPolicy(retries=0, sleep=Waited())
    options = RunOptions(Mode.ALL, FIRST + timedelta(days=day), SETTINGS, retry_policy=retry_policy, force=force)
    done = check_links(pages, state, options, engine)
    assert done.result.inconclusive == ""
    return done.state


@dataclass
class Site:
    """A site of the made-up web, with one link to it.

    Attributes:
        page: What its page is on a day.
        missing: What it shows for other addresses on a day.
        doubted: What is thought of the page on the days on which it is doubted, by the first of them and the first after them.
    """

    page: Callable[[int], str]
    missing: Callable[[int], str | None]
    doubted: dict[tuple[int, int], Verdict] = field(default_factory=dict)

    def expected(self, day: int) -> Verdict:
        return next((verdict for (first, last), verdict in self.doubted.items() if first <= day < last), Verdict.OK)


NEW_MENU = MENU.replace("Kontakt", "Napisz do")
LIVE, DEAD = page(f"<h1>Sen</h1>{TEXT}"), page(NOT_THERE)
YEAR = 365
SITES = {
    "dies": Site(lambda day: LIVE if day < 100 else DEAD, lambda day: DEAD, {(100, YEAR): Verdict.SAME_AS_MISSING}),
    "dies-with-a-new-look": Site(
        lambda day: LIVE if day < 100 else page(NOT_THERE, menu=NEW_MENU),
        lambda day: DEAD if day < 100 else page(NOT_THERE, menu=NEW_MENU),
        {(100, YEAR): Verdict.SAME_AS_MISSING},
    ),
    "is-gone-for-a-night": Site(
        lambda day: DEAD if day == 200 else LIVE, lambda day: DEAD, {(200, 201): Verdict.SAME_AS_MISSING}
    ),
    "comes-back": Site(lambda day: DEAD if 60 <= day < 90 else LIVE, lambda day: DEAD, {(60, 90): Verdict.SAME_AS_MISSING}),
    "lives": Site(lambda day: LIVE, lambda day: None),
    "lives-beside-a-soft-404": Site(lambda day: LIVE, lambda day: DEAD),
    "gets-a-new-look": Site(
        lambda day: LIVE if day < 150 else page(f"<h1>Sen</h1>{TEXT}", menu=NEW_MENU),
        lambda day: DEAD if day < 150 else page(NOT_THERE, menu=NEW_MENU),
    ),
    "has-news": Site(lambda day: page(f"<h1>Sen</h1>{TEXT}<p>Dziś: {'ab' * (day % 7)}"), lambda day: DEAD),
    "is-a-shell": Site(lambda day: SHELL, lambda day: SHELL, {(0, YEAR): Verdict.NEEDS_SCRIPTS}),
    "hides-missing-ones-at-times": Site(lambda day: LIVE, lambda day: DEAD if day % 60 < 30 else None),
}


def test_a_year_of_nights_beside_sites_that_answer_for_everything(tmp_path: Path) -> None:
    urls = {f"https://{name}.example.org/poradniki/sen": site for name, site in SITES.items()}
    today = 0

    def web(url: str) -> Response:
        site = SITES[urlsplit(url).netloc.partition(".")[0]]
        html = site.page(today) if url in urls else site.missing(today)
        return answer(url, 404) if html is None else response(html, url)

    file, wrong = tmp_path / STATE, []
    made_up = 0
    state = State()
    for today in range(YEAR):
        engine = FakeEngine(web)
        state = one_night([*urls], state, today, engine, force=False)
        made_up += len([url for url in engine.asked if url not in urls])
        looked = [url for url in engine.asked if url in urls]
        wrong += [(today, url) for url in looked if state.urls[url].verdict is not urls[url].expected(today)]
        if today % 50 == 0:
            write_state(file, state)
            state = read_state(file, now=FIRST + timedelta(days=today))
    assert wrong == []
    assert {known.status for known in state.urls.values()} == {Status.OK, Status.UNVERIFIED}
    assert made_up < len(SITES) * 16
    dead = state.urls["https://dies.example.org/poradniki/sen"]
    assert dead.last_ok
    assert (dead.last_ok - FIRST).days < 100, "what is doubted was not seen fine"
    assert dead.last_checked
    assert (dead.last_checked - FIRST).days == YEAR - 1, "it is looked at every night"


FRAME = page("<div id=here></div>", menu=2 * MENU, more="<script>fill(here)</script>")
"""An application with many words around what its scripts fill."""
LINK = f"{HOST}/poradniki/sen"


def opened(there: str, missing: str | None, *, links: int = 1) -> tuple[CheckOutcome, FakeEngine]:
    """Check links to pages that look the same without scripts, with a browser that sees something else; None is its own end."""
    urls = [f"{HOST}/{'abcdefghijklmnopqrstuvwxyz'[n]}/sen" for n in range(links)] if links > 1 else [LINK]
    browser = FakeEngine(lambda url: None if missing is None else response(there if url in urls else missing, url))
    places = tuple(Occurrence("briefings/a.md", 40 + line, 3, url) for line, url in enumerate(urls))
    pages = [LinkedPage("briefings/a.md", "A", None, places)]
    options = RunOptions(Mode.ALL, FIRST, SETTINGS, retry_policy=RetryPolicy(retries=0, sleep=Waited()), browser=browser)
    known = {folder_of(url): MissingPage.of(folder_of(url), FIRST, shape_of(response(FRAME, MISSING))) for url in urls}
    return check_links(pages, State(missing_pages=known), options, FakeEngine(lambda url: response(FRAME, url))), browser


@pytest.mark.parametrize(
    ("there", "missing", "expected"),
    [
        (page(f"<h1>Sen</h1>{TEXT}"), DEAD, "ok"),
        (DEAD, DEAD, "ok-same-as-missing"),
        (page("", "Page not found"), page("", "Page not found"), "ok-soft404"),
        (DEAD, None, "same-without-scripts"),
    ],
    ids=["another page", "the same page", "a page that says so", "a browser that broke off"],
)
def test_a_page_that_only_scripts_tell_from_a_missing_one_is_opened_beside_one(
    there: str, missing: str | None, expected: str
) -> None:
    done, browser = opened(there, missing)
    assert done.state.urls[LINK].verdict == expected
    assert [url for url in browser.asked if url != LINK and folder_of(url) == folder_of(LINK)] == browser.asked[:1]
    assert browser.asked[1:] == [LINK]
    said = {str(found.rule): found.why for found in done.result.findings}
    seen = "LinkChecker: it answers; Chromium: its site shows the same page for an address that does not exist"
    without = "without its scripts it looks the same as an address that does not exist"
    assert said.get("L152", "").endswith(seen) is (expected == "ok-same-as-missing")
    assert said.get("L154", "") == (without if expected == "same-without-scripts" else "")


def test_what_the_browser_cannot_open_tonight_waits_for_the_next() -> None:
    done, browser = opened(page(f"<h1>Sen</h1>{TEXT}"), DEAD, links=MOST_COMPARED + 3)
    assert len(browser.asked) == 2 * MOST_COMPARED
    assert done.result.deferred == 3
    assert sum(state.verdict is Verdict.OK for state in done.state.urls.values()) == MOST_COMPARED


def test_without_a_browser_it_is_not_said_that_an_application_is_gone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving({"/*": OK}) as server:
        server.script = Folders({"/app/*": reply(200, FRAME)})  # type: ignore[assignment]
        root = write_linked_site(tmp_path, {"briefings/a.md": briefing(server.url("/app/a"))}, ALLOW)
        assert check(root, "--all", waited=Waited()) == 0
    said = capsys.readouterr().out
    why = "without its scripts it looks the same as an address that does not exist"
    assert f"N L154 no machine could check this link: {server.url('/app/a')} ({why}): open the link yourself" in said
    assert "L152" not in said
