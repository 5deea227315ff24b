"""The corpus of the benchmarks, and the rule that they measure: a page costs the same in a large site as in a small one."""

from __future__ import annotations

import os
import posixpath
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from corpus import MOST, Variant, briefing_body, briefing_file, slug, title, write_site

from conftest import ROOT, Built, build_site

pytestmark = pytest.mark.slow  # builds sites of many briefings

SMALL, LARGE = 12, 60
MIDDLE = 6
"""A briefing with the same neighbours in both sites."""

LISTS = re.compile(
    r"briefings/(?:(?:a-to-z|newest)/)?index\.html|topics/[^/]+/index\.html|resources/index\.html"
    r"|(?:links|due)/index\.html"
)
"""The pages whose job it is to list briefings."""
LATEST = 20
"""The most that the settings let the home page show."""


def numbers(briefings: int) -> set[int]:
    return set(range(1, briefings + 1))


def page_of(number: int) -> str:
    return f"briefings/{slug(number)}/index.html"


def built(folder: Path, briefings: int, variant: Variant = Variant.OURS) -> Built:
    write_site(folder, briefings, variant)
    site = build_site(folder, folder / "site")
    assert site.messages == []
    assert site.passed
    assert all((site.folder / page_of(number)).exists() for number in numbers(briefings))
    return site


def briefings_linked_from(site: Built, page: str) -> set[int]:
    """Return the numbers of the briefings to whose pages something on a page leads."""
    addresses = [urlsplit(str(tag["href"])) for tag in site.html(page).select("[href]")]
    paths = {
        posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(address.path))).lstrip("/").removesuffix("/index.html")
        for address in addresses
        if address.path and not address.netloc
    }
    return {number for number in numbers(LARGE) if f"briefings/{slug(number)}" in paths}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return built(tmp_path_factory.mktemp("small") / "root", SMALL)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return built(tmp_path_factory.mktemp("large") / "root", LARGE)


@pytest.mark.parametrize("variant", Variant)
def test_the_corpus_is_the_same_each_time(tmp_path: Path, variant: Variant) -> None:
    def contents(folder: Path) -> dict[str, bytes]:
        return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}

    write_site(tmp_path / "first", 20, variant)
    command = [sys.executable, "benchmarks/corpus.py", str(tmp_path / "second"), "--briefings", "20", "--variant", variant]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "1"}, check=True)
    first = contents(tmp_path / "first")
    assert first == contents(tmp_path / "second")
    assert len([path for path in first if "briefings/" in path]) == 20


def test_briefings_are_as_long_as_real_ones_and_the_same_in_every_site() -> None:
    bodies = [briefing_body(number) for number in range(1, 200)]
    assert all(450 <= len(body.split()) <= 620 for body in bodies)
    assert all(len(re.findall(r"(?m)^## ", body)) == 7 for body in bodies)
    assert all(body.count("](https://www.example.org/") == 6 for body in bodies)
    assert {briefing_file(3, variant).partition("\n---\n\n")[2] for variant in Variant} == {briefing_body(3)}


def test_no_two_briefings_share_a_title_or_an_address() -> None:
    assert len({title(number) for number in numbers(MOST)}) == MOST
    assert len({slug(number) for number in numbers(MOST)}) == MOST


@pytest.mark.parametrize("briefings", [0, -1, MOST + 1])
def test_a_number_that_no_series_can_have_is_refused_before_anything_is_written(tmp_path: Path, briefings: int) -> None:
    with pytest.raises(ValueError, match="a series has from 1 to 9,999"):
        write_site(tmp_path / "site", briefings)
    assert not (tmp_path / "site").exists()


def test_a_corpus_of_one_builds(tmp_path: Path) -> None:
    assert briefings_linked_from(built(tmp_path / "root", 1), "briefings/index.html") == {1}


@pytest.mark.parametrize(("variant", "in_navigation"), [(Variant.STOCK, set()), (Variant.STOCK_NAV, numbers(SMALL))])
def test_stock_material_has_the_same_briefings_at_the_same_addresses(
    tmp_path: Path, variant: Variant, in_navigation: set[int]
) -> None:
    assert briefings_linked_from(built(tmp_path / "root", SMALL, variant), "about/index.html") == in_navigation


@pytest.mark.parametrize("page", ["briefings/index.html", "briefings/a-to-z/index.html", "briefings/newest/index.html"])
def test_the_lists_hold_every_briefing(small: Built, large: Built, page: str) -> None:
    assert briefings_linked_from(small, page) == numbers(SMALL)
    assert briefings_linked_from(large, page) == numbers(LARGE)


def test_a_briefing_links_to_no_briefing_but_its_neighbours(large: Built) -> None:
    for number in numbers(LARGE):
        neighbours = {number - 1, number + 1} & numbers(LARGE)
        assert briefings_linked_from(large, page_of(number)) - {number} == neighbours


def test_a_briefing_carries_the_others_in_no_other_way_either(large: Built) -> None:
    html = (large.folder / page_of(MIDDLE)).read_text(encoding="utf-8")
    others = numbers(LARGE) - {MIDDLE - 1, MIDDLE, MIDDLE + 1}
    assert not [number for number in others if slug(number) in html or title(number) in html]


@pytest.mark.parametrize(
    "page",
    [page_of(MIDDLE), "about/index.html", "safety/index.html", "accessibility/index.html", "topics/index.html", "404.html"],
)
def test_a_page_is_as_large_in_a_large_site_as_in_a_small_one(small: Built, large: Built, page: str) -> None:
    assert abs((large.folder / page).stat().st_size - (small.folder / page).stat().st_size) < 200


def test_only_the_lists_carry_more_than_the_latest_briefings(large: Built) -> None:
    pages = {file.relative_to(large.folder).as_posix() for file in large.folder.rglob("*.html")}
    others = {page for page in pages if not LISTS.fullmatch(page)}
    assert {page_of(MIDDLE), "index.html", "about/index.html", "topics/index.html", "404.html"} <= others
    assert {page: found for page in others if len(found := briefings_linked_from(large, page)) > LATEST} == {}


def test_the_benchmark_prints_a_row_for_each_way_to_build() -> None:
    command = [sys.executable, "benchmarks/build.py", "--sizes", "6", "--runs", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    _header, _line, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in done.stdout.splitlines()]
    assert [row[1].partition(",")[0] for row in rows] == ["this project", "stock Material", "stock Material as it comes"]
    assert all(float(cell.replace(",", "")) > 0 for row in rows for cell in row[:1] + row[2:])
