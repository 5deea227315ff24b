"""Reading pages of other sites: for words that say that there is none, and for the parts that links name."""

from __future__ import annotations

import io
import time

import pytest

from sevenminute.links.fetch import page_reading
from sevenminute.links.fetch.page_reading import MOST_FOR_ANCHORS, MOST_FOR_WORDS, missing_anchors, not_found_words

FAR = time.monotonic() + 86_400
"""A moment that is never reached."""


def words(page: str | bytes, encoding: str | None = "utf-8") -> str:
    return not_found_words(io.BytesIO(page.encode() if isinstance(page, str) else page), encoding, FAR)


def missing(page: str | bytes, *parts: str, encoding: str | None = "utf-8") -> tuple[set[str], bool]:
    data = page.encode() if isinstance(page, str) else page
    return missing_anchors(io.BytesIO(data), encoding, parts, FAR)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<title>Page not found</title>", "Page not found"),
        ("<TITLE>\n Page  not\nfound </TITLE>", "Page not found"),
        ("<title>Page not found", "Page not found"),
        ("<h1>Sorry, this page can&rsquo;t be <b>found</b></h1>", "Sorry, this page can’t be found"),
        ("<h1>Sorry, this page can&#39;t<br>be found</h1>", "Sorry, this page can't be found"),
        (f"<p>{'x' * 16_310}</p><h1>The page could not be found</h1>", "The page could not be found"),
        (f"<title>Page not found</title>{'<div>' * 20_000}", "Page not found"),
        (f"<title>Page not found</title><a {'x ' * 99_000}", "Page not found"),
        ("<![note] here><title>Error 404</title>", "Error 404"),
        ("<title>Guides</title><svg><title>Page not found</title></svg>", ""),
        ("<title>Guides</title><h1>Guides</h1><h1>Page not found</h1>", ""),
        ("<!-- <title>Page not found</title> --><title>Guides</title>", ""),
        ("<script>'<h1>Page not found</h1>'</script><h1>Guides</h1>", ""),
        (f"<title>Guides</title>{' ' * MOST_FOR_WORDS}<h1>Page not found</h1>", ""),
        ("", ""),
        ("\0\0\0", ""),
    ],
)
def test_the_title_and_the_first_heading_say_whether_there_is_a_page(page: str, said: str) -> None:
    assert words(page) == said


@pytest.mark.parametrize("chunk", [16_380, 16_383, 16_384, 16_390])
def test_words_that_come_in_pieces_are_whole(chunk: int) -> None:
    before = "<title>"
    assert words(f"<!--{'x' * (chunk - len(before) - 7)}-->{before}Page not found</title>") == "Page not found"


@pytest.mark.parametrize(
    ("page", "encoding"),
    [
        ("<p id='tŷ'>".encode(), "utf-8"),
        ("<p id='caf\xe9 tŷ'><a name=tŷ>".encode(), "UTF8"),
        (b"<meta charset=utf-8>" + "<p id='tŷ'>".encode(), None),
        ("<p id='tŷ'>".encode("utf-16"), None),
        ("<p id='tŷ'>".encode("utf-16"), "utf-16"),
        (b"<p id='t&#375;'>", None),
        (b"<p id='t%C5%B7'>", None),
        (b"<meta charset=utf-8>" + "<p id='tŷ'>".encode(), "no-such-encoding"),
        ("<!doctype html>\n<p id=tŷ>".encode(), "utf-8"),
    ],
)
def test_a_part_is_found_in_every_encoding(page: bytes, encoding: str | None) -> None:
    assert missing(page, "tŷ", "nowhere", encoding=encoding) == ({"nowhere"}, True)


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<p id=there>", True),
        ("<P ID='there'>", True),
        ("<a name=there>", True),
        ("<svg><g id=there></g></svg>", True),
        ("<template><p id=there></template>", True),
        ("<noscript><p id=there></noscript>", True),
        ("<table><tr><td id=there>", True),
        (f"{'<li>x' * 100_000}<li id=there>", True),
        (f"{'<p>' * 200_000}<p id=there>", True),
        ("<p name=there>", False),
        ("<p id=There>", False),
        ("<!-- <p id=there> -->", False),
        ("<script>'<p id=there>'</script>", False),
        ("<textarea><p id=there></textarea>", False),
        ("<p title='<p id=there>'>", False),
        ("", False),
        (" \n", False),
        ("Words, and no tag.", False),
    ],
)
def test_a_part_is_what_a_browser_would_go_to(page: str, found: bool) -> None:
    assert missing(page, "there") == (set() if found else {"there"}, True)


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 3000,
        "<b>" * 3000 + "</i>" * 100_000,
        "<a " + "x " * 800_000,
        "<!--" + "x" * 2_000_000,
        "<table><tr><td>" * 3000,
        "<svg><g>" * 3000,
        "<span>" * 1_000_000,
    ],
)
def test_what_is_too_deep_or_too_long_is_not_called_missing(page: str) -> None:
    assert missing(page, "there") == ({"there"}, False)
    assert missing(f"<p id=there>{page}", "there") == (set(), True)


def test_nothing_beyond_the_limit_is_read() -> None:
    page = io.BytesIO(b"<p>Sixteen letters." * (MOST_FOR_ANCHORS // 16) + b"<p id=there>")
    assert missing_anchors(page, None, ["there"], FAR)[0] == {"there"}
    assert page.tell() <= MOST_FOR_ANCHORS


@pytest.mark.parametrize("size", [1000, MOST_FOR_WORDS, MOST_FOR_ANCHORS])
def test_when_the_time_of_the_address_is_over_no_more_is_read_and_nothing_is_called_missing(size: int) -> None:
    page = io.BytesIO(b"<p id=early><title>Page not found</title>" + b"<p>x" * (size // 4) + b"<title>Late</title>")
    over = time.monotonic()
    assert missing_anchors(page, None, ["there", "early"], over) == ({"there"}, False)
    assert page.tell() <= 16 * 1024
    assert not_found_words(page, None, over) == "Page not found"
    assert page.tell() <= 16 * 1024


def test_nobody_waits_for_another_page_longer_than_there_is_time() -> None:
    page = io.BytesIO(b"<p>x" * (MOST_FOR_WORDS // 2))
    with page_reading._one_at_a_time:
        begun = time.monotonic()
        assert missing_anchors(page, None, ["there"], begun + 1) == ({"there"}, False)
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize("encoding", ["a\0b", "\x01", "\xe9", "\ud800", "", " ", "no-such", "base64", "utf-8\0"])
def test_whatever_a_host_calls_its_encoding_the_page_is_read(encoding: str) -> None:
    assert missing("<p id=there>Words.", "there", "far", encoding=encoding) == ({"far"}, True)
