"""The table of words with which pages say that they are not the page, and where redirects end that lead to no page."""

from __future__ import annotations

import pytest

from sevenminute.links.classify.landing import landing
from sevenminute.links.classify.notices.page import page_notice
from sevenminute.links.classify.notices.row import Notice, NoticeRow, Place
from sevenminute.links.classify.notices.table import NOTICES
from sevenminute.links.fetch.page.facts import PageFacts
from sevenminute.links.fetch.response import Hop, Response


def page(place: Place, text: str) -> PageFacts:
    """Return a page that says something at one place, and elsewhere what any page says."""
    match place:
        case Place.TITLE:
            return PageFacts(title=text, heading="Exampleshire", words=500, whole=True)
        case Place.HEADING:
            return PageFacts(title="Exampleshire", heading=text, words=500, whole=True)
        case Place.UNNAMED:
            return PageFacts(opening=(text,), words=30, whole=True)
        case Place.BODY:
            return PageFacts(title="Exampleshire", opening=("Menu", text, "Contact us"), words=30, whole=True)


@pytest.mark.parametrize("row", NOTICES, ids=lambda row: row.id)
def test_each_row_counts_for_its_examples_wherever_it_is_looked_for(row: NoticeRow) -> None:
    found = {
        (place, text): page_notice(page(place, text))
        for place in row.places
        for text in row.counts
        if place is Place.TITLE or not any(mark in text for mark in "|–")
    }
    assert {at: notice and notice[0] for at, notice in found.items()} == dict.fromkeys(found, row.notice)


@pytest.mark.parametrize("row", NOTICES, ids=lambda row: row.id)
def test_no_row_counts_for_what_is_only_like_an_example(row: NoticeRow) -> None:
    texts = [text for each in NOTICES for text in each.does_not]
    pages: dict[tuple[str, str], PageFacts] = {(place, text): page(place, text) for place in Place for text in texts}
    pages |= {("both", text): PageFacts(title=text, heading=text, words=500, whole=True) for text in texts}
    pages |= {("named", text): PageFacts(title=f"{text} | Exampleshire Council", heading=text, words=500) for text in texts}
    assert {at: page_notice(found) for at, found in pages.items() if page_notice(found)} == {}
    assert [text for text in texts if row.fits(text.lower())] == []


def test_each_row_has_an_example_that_counts_and_one_that_does_not() -> None:
    assert [row.id for row in NOTICES if not (row.counts and row.does_not)] == []


def test_rows_have_names_of_their_own() -> None:
    assert len({row.id for row in NOTICES}) == len(NOTICES)
    assert {row.notice for row in NOTICES} == set(Notice)


@pytest.mark.parametrize(
    ("found", "notice"),
    [
        (PageFacts(title="Page not found | Exampleshire", heading="Exampleshire Council"), Notice.NOT_FOUND),
        (PageFacts(title="Exampleshire", heading="Sorry, we can’t find that page"), Notice.NOT_FOUND),
        (PageFacts(title="Guides", heading="Guides", opening=("Page not found",), words=20, whole=True), Notice.NOT_FOUND),
        (PageFacts(title="Guides", heading="Guides", opening=("Page not found",), words=2000, whole=True), None),
        (PageFacts(title="Guides", heading="Guides", opening=("Page not found",), words=20), None),
        (PageFacts(title="Access denied - contact with children", heading="Access denied - contact with children"), None),
        (PageFacts(title="Films", opening=("Please wait", "404"), words=20, whole=True), None),
        (PageFacts(opening=("Down for maintenance",), words=20, whole=True), Notice.OUT_OF_ORDER),
        (PageFacts(), None),
    ],
)
def test_a_title_is_believed_first_and_the_text_of_a_short_page_last(found: PageFacts, notice: Notice | None) -> None:
    assert (said := page_notice(found)) == (notice and (notice, said and said[1]))


@pytest.mark.parametrize(
    "text", ["or has x " * 33, "oops " * 60, "yr ydych x " * 27, "the page you " * 23, "a." * 150, "404 - " * 50]
)
def test_no_title_takes_long_to_compare(text: str) -> None:
    assert [row.id for row in NOTICES if row.fits(text[:300])] == []


HOST = "https://www.example.org"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("/x", "/", True),
        ("/x", "https://example.org/", True),
        ("/a/b/x", "/", True),
        ("/a/b/x", "/en/", True),
        ("/a/b/x", "/cy", True),
        ("/a/b/x", "/en-gb/home", True),
        ("/a/b/x", "/?e=404", True),
        ("/a/b/x", "/?utm_source=a", True),
        ("/a/b/x", "/?from=/a/b/x", True),
        ("/a/b/x", "/default.aspx?aspxerrorpath=/a/b/x", True),
        ("/a/b/x", "/search?q=x", True),
        ("/a/b/x", "/404", True),
        ("/a/b/x", "/error", True),
        ("/a/b/x", "/errors/404.html", True),
        ("/a/b/x", "/en/not-found", True),
        ("/a/b/x", "/page-not-found.aspx", True),
        ("/a/b/x", "https://new.example.com/", True),
        ("/a/b/x", "/login?next=1", True),
        ("/a/b/x", "/account/", True),
        ("/a/b/x", "/auth", True),
        ("/a/b/x", "/Shibboleth.sso/Login", True),
        ("/a/b/x", "/wp-login.php?redirect_to=x", True),
        ("/a/b/x", "https://login.example.com/oauth2/authorize", True),
        ("/x", "https://new.example.com/", False),
        ("/", "/en/", False),
        ("/", "/login", False),
        ("/home", "/", False),
        ("/index.html", "/", False),
        ("/cy/", "/en/", False),
        ("/x", "/?p=123", False),
        ("/x", "/index.php?id=7", False),
        ("/a/b/x", "/a/b/x/", False),
        ("/a/b/x", "/a/b", False),
        ("/a/b/x", "/homes-for-children", False),
        ("/a/b/x", "/accounts-of-children", False),
        ("/a/b/x", "/authors/bee", False),
        ("/search/old", "/search?q=x", False),
        ("/login", "/sign-in", False),
        ("/a/b/x", "/errors-in-medicine", False),
        ("/a/b/x", "/english-lessons", False),
    ],
)
def test_a_redirect_to_a_page_that_stands_for_any_is_known(before: str, after: str, expected: bool) -> None:
    to = after if after.startswith("http") else HOST + after
    assert (landing(Response(HOST + before, to, 200, (Hop(to, 302),))) is not None) is expected


def test_a_page_that_asks_for_a_password_is_a_login_whatever_its_address_is_called() -> None:
    def led(**facts: object) -> bool:
        to = f"{HOST}/members/start"
        return landing(Response(f"{HOST}/a/b", to, 200, (Hop(to, 302),), page=PageFacts(**facts))) is not None  # type: ignore[arg-type]

    assert led(title="Sign in | Exampleshire", has_password_field=True)
    assert not led(title="Sign in | Exampleshire")
    assert not led(title="Passwords and children", has_password_field=True)
