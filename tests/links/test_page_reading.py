"""Reading pages of other sites: what they say, and whether they have the parts that links name."""

from __future__ import annotations

import json
import time
import tracemalloc
from collections.abc import Iterator, Mapping
from dataclasses import asdict

import pytest

from sevenminute.links.classify.notices.page import page_notice
from sevenminute.links.fetch.page import anchors
from sevenminute.links.fetch.page.anchors import MOST_FOR_ANCHORS
from sevenminute.links.fetch.page.facts import MOST_BLOCKS, MOST_OPENING_BLOCKS, PageFacts, ReadPage
from sevenminute.links.fetch.page.read import MOST_FOR_WORDS, IncompletePageError, read_page
from sevenminute.links.fetch.page.refresh import refresh_address
from sevenminute.links.fetch.response import Response
from sevenminute.links.fetch.response_reader import read_response

FAR = time.monotonic() + 86_400
"""A moment that is never reached."""
URL = "https://www.example.org/guides/safer-sleep"


def chunks(page: bytes, size: int = 10_000) -> Iterator[bytes]:
    """Yield a page as it comes over the web."""
    yield from (page[at : at + size] for at in range(0, len(page), size))


def read(
    page: str | bytes, *parts: str, encoding: str | None = "utf-8", until: float = FAR, headers: Mapping[str, str] | None = None
) -> ReadPage:
    data = page.encode() if isinstance(page, str) else page
    return read_page(chunks(data), headers or {}, url=URL, until=until, timeout=86_400, encoding=encoding, anchors=parts)


def facts(page: str | bytes, encoding: str | None = "utf-8") -> PageFacts:
    return read(page, encoding=encoding).facts


def words(page: str | bytes) -> str:
    """Return the words by which a page is known not to be there."""
    notice = page_notice(facts(page))
    return notice[1] if notice else ""


def missing(page: str | bytes, *parts: str, encoding: str | None = "utf-8") -> tuple[set[str], bool]:
    """Return which parts a page lacks, and whether that is sure."""
    found = read(page, *parts, encoding=encoding)
    return set(found.missing), not found.unread


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
        ("<svg><title>Page not found</title></svg><h1>Guides</h1>", ""),
        ("<noscript><h1>Page not found</h1></noscript><h1>Guides</h1>", ""),
        ("<h2>Page not found</h2>", "Page not found"),
        ("<h2>Page not found</h2><h1>Guides</h1>", ""),
        ("<title>Guides</title><p>Menu<p>Sorry, we can&rsquo;t find that page<p>Contact us", "Sorry, we can’t find that page"),
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
        ("<h2><a id=user-content-there>", True),
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
    page = chunks(b"<p>Sixteen letters." * (MOST_FOR_ANCHORS // 16) + b"<p id=there>")
    found = read_page(page, {}, url=URL, until=FAR, timeout=86_400, anchors=["there"])
    assert (found.missing, found.unread) == (("there",), True)
    assert sum(map(len, page)) > MOST_FOR_ANCHORS // 16 * 19 - MOST_FOR_ANCHORS - 100_000


@pytest.mark.parametrize("size", [1000, MOST_FOR_WORDS, MOST_FOR_ANCHORS])
def test_when_the_time_of_the_address_is_over_no_more_is_read_and_nothing_is_called_missing(size: int) -> None:
    page = b"<p id=early><title>Page not found</title>" + b"<p>x" * (size // 4) + b"<title>Late</title>"
    taken: list[bytes] = []

    def slow() -> Iterator[bytes]:
        for chunk in chunks(page, 100):
            taken.append(chunk)
            if len(taken) == 5:
                monkeyed.setattr(time, "monotonic", lambda: FAR + 1)
            yield chunk

    with pytest.MonkeyPatch.context() as monkeyed:
        found = read_page(slow(), {}, url=URL, until=FAR, timeout=2 * 86_400, anchors=["there", "early"])
    assert (found.missing, found.unread) == (("there",), True)
    assert found.facts.title == "Page not found"
    assert not found.facts.whole
    assert len(taken) == 5


def test_nobody_waits_for_another_page_longer_than_there_is_time() -> None:
    page = b"<p>x" * (MOST_FOR_WORDS // 2)
    with anchors._one_at_a_time:
        begun = time.monotonic()
        found = read(page, "there", until=begun + 1)
        assert (found.missing, found.unread) == (("there",), True)
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize("encoding", ["a\0b", "\x01", "\xe9", "\ud800", "", " ", "no-such", "base64", "utf-8\0"])
def test_whatever_a_host_calls_its_encoding_the_page_is_read(encoding: str) -> None:
    assert missing("<p id=there>Words.", "there", "far", encoding=encoding) == ({"far"}, True)


@pytest.mark.parametrize(
    ("page", "seen"),
    [
        ("", "blank"),
        ("<html><head></head><body><div> </div></body></html>", "blank"),
        ("<!-- words --><style>p { color: red }</style>", "blank"),
        ("<input type=hidden name=a><img width=1 height=1 src=/t>", "blank"),
        ("<title>A page</title>", ""),
        ("<title>App</title><div id=root></div>", "blank"),
        ("<p>Words", ""),
        ("<img src=/a.png>", ""),
        ("<iframe src=/a></iframe>", ""),
        ("<frameset><frame src=/a></frameset>", ""),
        ("<embed src=a.pdf>", ""),
        ("<form><input name=q></form>", ""),
        ("<title>App</title><div id=root></div><script src=/app.js></script>", "needs scripts"),
        (
            "<div id=app></div><header><img src=/a.png>Exampleshire: our work with families</header><script src=/a.js></script>",
            "needs scripts",
        ),
        ("<div id=app>Words of a page that needs no script to show</div><script src=/a.js></script>", ""),
        ("<script>document.body.innerHTML = 'Words'</script>", "needs scripts"),
        (
            "<p>Loading…<script type=module src=/a.js></script><noscript>You need JavaScript<img src=/t></noscript>",
            "needs scripts",
        ),
        ("<script type=application/ld+json>{}</script>", "blank"),
        ("<p>There is much to read on this page.<script src=/a.js></script>", ""),
        ("<img src=/a.png><script src=/a.js></script>", ""),
    ],
)
def test_a_page_on_which_a_reader_sees_nothing_is_known(page: str, seen: str) -> None:
    found = facts(page)
    assert (found.is_blank, found.needs_scripts) == (seen == "blank", seen == "needs scripts")


def test_a_page_that_was_cut_off_is_not_called_empty() -> None:
    def cut() -> Iterator[bytes]:
        yield b"<title></title>"
        raise IncompletePageError

    found = read_page(cut(), {}, url=URL, until=FAR, timeout=60, anchors=["there"])
    assert (found.facts.is_blank, found.missing, found.unread) == (False, ("there",), True)
    for page in (read(b"\x1f\x8b", headers={"Content-Encoding": "x-own"}), read("<p>Words".encode("utf-16-le"))):
        assert page == ReadPage(PageFacts())


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("0; url=/gone", "/gone"),
        ("0;URL='/gone'", "/gone"),
        ('0; url = "/gone" and more', "/gone"),
        (" 5 , /gone ", "/gone"),
        ("0 /gone", "/gone"),
        ("10; https://www.example.org/a?b=c;d", "https://www.example.org/a?b=c;d"),
        ("0.9; url=/gone", "/gone"),
        (".5; url=/gone", "/gone"),
        ("11; url=/gone", ""),
        ("600", ""),
        ("0", ""),
        ("0;", ""),
        ("0; url=", ""),
        ("url=/gone", ""),
        ("-1; url=/gone", ""),
        ("", ""),
        (f"{'9' * 5000}; url=/gone", ""),
        (f"0; url=/{'x' * 9000}", ""),
    ],
)
def test_a_refresh_is_read_as_browsers_read_it(value: str, address: str) -> None:
    assert refresh_address(value) == address
    quoted = value.replace('"', "&quot;")
    assert facts(f'<meta http-equiv=Refresh content="{quoted}"><p>Words').refresh == address
    assert read("<p>Words", headers={"Refresh": value}).facts.refresh == address
    assert facts(f'<noscript><meta http-equiv=refresh content="{quoted}"></noscript>').refresh == ""


def test_what_is_kept_of_a_page_does_not_grow_with_it() -> None:
    found = facts("".join(f"<p>{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)} word</p>" for n in range(5000)))
    assert len(found.blocks) == MOST_BLOCKS
    assert (found.words, found.whole, found.opening) == (10_000, True, ())
    assert len(facts("<p>word" * 100).opening) == MOST_OPENING_BLOCKS


def test_blocks_are_alike_but_for_numbers_and_the_address_of_the_page() -> None:
    first = facts("<p>No page /guides/safer-sleep was found at 12:31.<p>Ask <b>us</b> for help.<img src='/logo.png?v=3'>")
    second = read_page(
        chunks(b"<p>No page /guides/qwhdkfjs was found at 9:05.<p>Ask us for <i>help</i>.<img src='/logo.png?v=4'>"),
        {},
        url="https://www.example.org/guides/qwhdkfjs",
        until=FAR,
        timeout=60,
    ).facts
    assert first.blocks == second.blocks
    assert sorted(first.blocks.values()) == [4, 5, 10]


def test_the_blocks_of_thousands_of_pages_fit_into_memory() -> None:
    tracemalloc.start()
    try:
        kept = []
        for page in range(200):
            blocks = {f"{page * 1000 + number:08x}": number for number in range(MOST_BLOCKS)}
            row = asdict(Response(f"https://a.example/{page}", "https://a.example/", 200, page=PageFacts(blocks=blocks)))
            kept.append(read_response(json.loads(json.dumps(row))))
        size, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size < 200 * 8000
    last = kept[-1].page
    assert last
    assert dict(last.blocks) == blocks
    assert (last.blocks.get("00000000"), len(last.blocks)) == (None, MOST_BLOCKS)
