"""Prints what a query costs a reader in a large site: bytes fetched, requests, and the longest task of the browser.

    python benchmarks/search.py [--briefings 1000] [--resources 500] [--slower 1]

The repository's own site is built once and given an index of made-up briefings: of words that differ, and come as often, as
those of a long English text (Zipf's law, 20,000 words), which the few phrases of the other benchmarks do not. Each query is
typed letter by letter into the field of a page just opened, so that the words half typed count too, and asked once more at the
address of the page of the search. Bytes are those of a web server that compresses with gzip, level 6.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from corpus import ROOT
from filter import Task, chromium, longest_task
from playwright.sync_api import Browser, sync_playwright

from build import BuildError
from sevenminute.search.documents import Place, SearchPage
from sevenminute.search.index import FOLDER, search_files

WORDS = 20_000
"""Words of the language that the briefings are written in."""
PANEL_WORDS = 80
"""Words of a panel, as in a briefing of 560 words."""
WAYS = {"typed": 150, "letter by letter": 600, "by address": None}
"""How a query is asked, with the milliseconds between two letters: as fluent and as slow fingers type."""

_BEGINNINGS = re.findall(r"\w+", "b br c ch cl con d de dis f fr g h in j k l m n p ph pl pr r re s sh st t th tr un v w")
_MIDDLES = ("a", "ai", "e", "ea", "ee", "i", "o", "oa", "ou", "u")
_ENDS = re.findall(r"\w+", "b ck d ft g l ld ll m n nd ng nt p r rd rt s ss st t tch")
_FORMS = ("", "", "s", "ed", "ing", "er", "ly", "ment", "ity")


@dataclass(frozen=True)
class Query:
    """What one query cost.

    Attributes:
        typed: The words.
        fetched: Bytes of the index and of the search's own script, compressed.
        requests: Number of files.
        task: The longest task from the first key to the results.
        results: What the page says of their number.
    """

    typed: str
    fetched: int
    requests: int
    task: Task
    results: str


class Language:
    """A made-up language: the same words each time, each as often as its place among them says."""

    def __init__(self) -> None:
        self._random = random.Random("search")  # noqa: S311 - the same words each time are the point
        words: dict[str, None] = {}
        while len(words) < WORDS:
            pick = self._random.choice
            syllables = "".join(pick(_BEGINNINGS) + pick(_MIDDLES) + pick(_ENDS) for _ in range(pick((1, 1, 2))))
            words[syllables + pick(_FORMS)] = None
        self.words = sorted(words, key=lambda word: len(word) + self._random.random() * 9)  # common words are short ones
        self._weights = list(accumulate(1 / (place + 3) for place in range(WORDS)))

    def text(self, words: int) -> str:
        """Return so many words, in sentences."""
        chosen = self._random.choices(self.words, cum_weights=self._weights, k=words)
        return " ".join(word.capitalize() if place % 12 == 0 else word for place, word in enumerate(chosen)) + "."


def pages(language: Language, briefings: int, resources: int) -> Iterator[SearchPage]:
    """Yield made-up briefings of seven panels, and entries of a register."""
    for number in range(briefings):
        panels = [Place(f"panel-{n}", n, language.text(4), language.text(PANEL_WORDS)) for n in range(1, 8)]
        top = Place("", 0, "", language.text(16))
        yield SearchPage(f"briefings/made-up-{number}/index.html", language.text(6), "", (top, *panels))
    for number in range(resources):
        place = Place("", 0, "", language.text(24))
        yield SearchPage(f"resources/index.html#made-up-{number}", language.text(7), "Leaflet", (place,))


def replace_index(site: Path, found: dict[str, str]) -> None:
    """Put another index in place of that of a built site."""
    for old in (site / FOLDER).iterdir():
        if old.is_dir():
            shutil.rmtree(old)
    for name, script in found.items():
        file = site / FOLDER / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(script, encoding="ascii")


def queries(language: Language) -> list[str]:
    """Return queries as readers make them: common words, rare ones, several, one half typed, one mistyped."""
    common, often, rare = language.words[5], language.words[60], language.words[9000]
    longer = next(word for word in language.words[300:] if len(word) > 7)
    return [common, f"{common} {often}", f"{often} {rare}", " ".join(language.words[20:24]), longer[:4], longer[:3] + longer[4:]]


def compressed(site: Path, urls: Sequence[str], root: str) -> int:
    """Return the bytes of files of a site as a web server sends them."""
    files = [site / unquote(urlsplit(url).path).removeprefix(unquote(urlsplit(root).path)) for url in urls]
    return sum(len(gzip.compress(file.read_bytes(), 6)) for file in files)


def ask(browser: Browser, site: Path, typed: str, pause: int | None, slower: float = 1) -> Query:
    """Ask a query on a page that has just been opened, and return what it cost.

    Args:
        browser: A running browser.
        site: Folder of the built site.
        typed: The query.
        pause: Milliseconds between the letters that are typed into the home page; None to ask by address.
        slower: Times that the browser is slowed down.
    """
    root = site.as_uri() + "/"
    asked: list[str] = []
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto("about:blank" if pause is None else f"{root}index.html")
    page.on("request", lambda request: asked.append(request.url))
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    browser.start_tracing(page=page, categories=["toplevel", "__metadata"])
    if pause is None:
        page.goto(f"{root}search/index.html?q={quote(typed)}")
    else:
        page.locator("#search-query").press_sequentially(typed, delay=pause)
    page.wait_for_selector(".search__count:not(:empty)")
    page.wait_for_timeout(800)
    task = longest_task(json.loads(browser.stop_tracing()))
    scripts = [url for url in dict.fromkeys(asked) if re.search(r"/search/.*\.js$|/search\.js\b", url)]
    said = page.locator(".search__count").inner_text()
    page.close()
    return Query(typed, compressed(site, scripts, root), len(scripts), task, said)


def main() -> int:
    """Build, ask, and print a Markdown table.

    Returns:
        The exit code: 0, or 1 when the build failed.
    """
    parser = argparse.ArgumentParser(description="Print what queries cost as a Markdown table.")
    parser.add_argument("--briefings", type=int, default=1000, metavar="N", help="in the index (1000)")
    parser.add_argument("--resources", type=int, default=500, metavar="N", help="in the register (500)")
    parser.add_argument("--slower", type=float, default=1, metavar="N", help="times that the browser is slowed down (1)")
    given = parser.parse_args()
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="briefings-") as temporary, sync_playwright() as playwright:
        site = Path(temporary) / "site"
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
        built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if built.returncode:
            print(BuildError(built.stdout + built.stderr), file=sys.stderr)
            return 1
        language = Language()
        found = search_files(pages(language, given.briefings, given.resources))
        replace_index(site, found)
        size = sum(len(gzip.compress(script.encode(), 6)) for script in found.values())
        print(f"{given.briefings:,} briefings and {given.resources:,} resources: an index of {len(found):,} files,", end=" ")
        print(f"{size / 1000:,.0f} kB compressed, of which a query fetches:\n")
        print("| Query | Asked | Bytes | Requests | Longest task, ms | of it processor, ms | Shown |")
        print("| --- | --- | --: | --: | --: | --: | --- |")
        browser = playwright.chromium.launch(executable_path=chromium(), args=flags)
        for typed in queries(language):
            for how, pause in WAYS.items():
                cost = ask(browser, site, typed, pause, given.slower)
                cells = (
                    typed,
                    how,
                    f"{cost.fetched:,}",
                    cost.requests,
                    f"{cost.task.wall:.0f}",
                    f"{cost.task.cpu:.0f}",
                    cost.results,
                )
                print(f"| {' | '.join(map(str, cells))} |", flush=True)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
