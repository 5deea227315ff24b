"""A date or an address is changed in one line, and every other byte of the file stays as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import sample
from sevenminute.config.links import LinkSettings
from sevenminute.diagnostics.problem import Problem
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.edit.date import with_links_date
from sevenminute.links.edit.url import UrlChange, replace_urls, replacement_for
from sevenminute.links.extract.links import PageText, locate_links
from sevenminute.links.extract.occurrence import Occurrence
from sevenminute.links.history.record import Redirect, Status, UrlState
from sevenminute.markdown.document import DocumentReader
from sevenminute.storage.atomic_write import replace_file
from sevenminute.text.dates import PartialDate
from sevenminute.text.front_matter import read_front_matter
from sevenminute.text.web_address import AddressError, read_address

DAY = PartialDate(2026, 11, 22)


def stamp(text: str) -> str | Problem:
    done = with_links_date(text.encode(), "briefings/a.md", DAY)
    return done if isinstance(done, Problem) else done.decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("links_updated: 2026-02", "links_updated: 2026-11-22"),
        ("links_updated:   2026-02-03", "links_updated:   2026-11-22"),
        ('links_updated: "2026-02"', 'links_updated: "2026-11-22"'),
        ("links_updated: '2026-02'  # by Ann", "links_updated: '2026-11-22'  # by Ann"),
        ("links_updated: 2026-02 # see\tbelow ", "links_updated: 2026-11-22 # see\tbelow "),
        ('"links_updated": 2026-02', '"links_updated": 2026-11-22'),
        ("links_updated : 2026-02", "links_updated : 2026-11-22"),
        ("links_updated:", "links_updated: 2026-11-22"),
        ("links_updated: # when?", "links_updated: 2026-11-22 # when?"),
        ("links_updated: February 2026", "links_updated: 2026-11-22"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_date_alone_changes(before: str, after: str, line_end: str, mark: str) -> None:
    text = mark + sample.briefing().replace("links_updated: 2026-02", before).replace("\n", line_end)
    assert before in text
    assert stamp(text) == text.replace(before, after)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_briefing_without_the_line_gets_it_below_the_other_dates(line_end: str) -> None:
    text = sample.briefing(links_updated=None).replace("\n", line_end)
    assert stamp(text) == sample.briefing(links_updated=None).replace(
        "published: 2026-01\n", "published: 2026-01\nlinks_updated: 2026-11-22\n"
    ).replace("\n", line_end)


def test_without_other_dates_the_line_comes_last() -> None:
    assert stamp("---\ntitle: A\n---\nWords.") == "---\ntitle: A\nlinks_updated: 2026-11-22\n---\nWords."


def test_words_that_look_like_the_line_are_left_alone() -> None:
    text = sample.briefing(sample.panels() + "\nlinks_updated: 2020-01\n")
    done = stamp(text)
    assert isinstance(done, str)
    assert done.count("2026-11-22") == 1
    assert "links_updated: 2020-01" in done


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "# No front matter\n",
            "1: the front matter, the facts about the page, is missing: "
            "begin the file with a line ---, then title: and the rest, then ---",
        ),
        ("---\ntitle: A\n", "1: the front matter has no end: put a line --- after its last entry"),
        (
            "---\nlinks_updated: 2026-01\nlinks_updated: 2026-02\n---\n",
            "3: “links_updated” is here a second time, first on line 2: keep one of the two",
        ),
        (
            "---\nlinks_updated:\n  2026-01\n---\n",
            "2: cannot be changed by this command: write the line links_updated: 2026-11-22 yourself",
        ),
        (
            "---\nlinks_updated: >\n  2026-01\n---\n",
            "2: cannot be changed by this command: write the line links_updated: 2026-11-22 yourself",
        ),
        (
            "---\n{title: A, links_updated: 2026-01}\n---\n",
            "2: cannot be changed by this command: write the line links_updated: 2026-11-22 yourself",
        ),
    ],
)
def test_what_is_not_one_plain_line_is_not_changed(text: str, said: str) -> None:
    done = stamp(text)
    assert isinstance(done, Problem)
    assert str(done) == f"briefings/a.md:{said}"


VALUES = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12).map(lambda text: text.replace("\\", ""))


@given(title=VALUES, quote=st.sampled_from(["", "'", '"']), line_end=st.sampled_from(["\n", "\r\n", "\r"]))
def test_nothing_but_the_date_ever_changes(title: str, quote: str, line_end: str) -> None:
    text = f"---\ntitle: {title}\nlinks_updated: {quote}2026-01{quote}\nsummary: {title}\n---\n{title}".replace("\n", line_end)
    done = stamp(text)
    given = read_front_matter(text.replace("\r\n", "\n").replace("\r", "\n"), "a.md")
    if isinstance(done, str) and "links_updated" in given.values:  # not within a title of several lines
        assert done == text.replace(f"links_updated: {quote}2026-01", f"links_updated: {quote}2026-11-22")
        plain = done.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
        assert read_front_matter(plain, "a.md").values["links_updated"] == "2026-11-22"


def key(address: str) -> str:
    return read_address(address).url


def read(text: str) -> tuple[Occurrence, ...]:
    """Return the addresses of a page; of a line of the register, its address."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if plain.startswith("\n  url:"):
        try:
            address = read_address(yaml.safe_load(plain)["url"])
        except (yaml.YAMLError, AddressError):
            return ()
        return (Occurrence("a.md", 2, plain.index("http"), address.url, address.fragment),)
    return locate_links(PageText("a.md", "A", plain, None), DocumentReader().read(plain, 1).links.links, {}).occurrences


OLD, NEW = "https://www.example.org/old", "https://www.example.org/new"


@pytest.mark.parametrize(
    ("line", "column", "after"),
    [
        (f"See [it]({OLD}).", 10, f"See [it]({NEW})."),
        (f"See [it]({OLD}#part-2) and {OLD}/2", 10, f"See [it]({NEW}#part-2) and {OLD}/2"),
        (f'See [it](<{OLD}> "Title")', 11, f'See [it](<{NEW}> "Title")'),
        (f"See {OLD}, or call.", 5, f"See {NEW}, or call."),
        (f"[it]: {OLD}\n\nSee [it][it].", 7, f"[it]: {NEW}\n\nSee [it][it]."),
        (f"<p><a href='{OLD}'>it</a></p>", 13, f"<p><a href='{NEW}'>it</a></p>"),
        (f"See [it]({OLD.replace('/old', '&#47;old')}#a).", 10, f"See [it]({NEW}#a)."),
        ("  url: https://WWW.example.org/old  # moves", 8, f"  url: {NEW}  # moves"),
        (f'  url: "{OLD}"', 9, f'  url: "{NEW}"'),
        (f"  url: '{OLD}#top'\r\n", 9, f"  url: '{NEW}#top'\r\n"),
    ],
)
def test_the_address_alone_changes(line: str, column: int, after: str) -> None:
    assert replace_urls(f"\n{line}", [UrlChange(2, column, OLD, NEW)], key, read)[0] == f"\n{after}"


def test_two_addresses_of_a_line_both_change() -> None:
    line = f"\ufeff{OLD} and {OLD}"
    text, made = replace_urls(line, [UrlChange(1, 1, OLD, NEW), UrlChange(1, 33, OLD, NEW)], key, read)
    assert text == f"\ufeff{NEW} and {NEW}"
    assert len(made) == 2


def test_an_address_written_with_entities_is_found() -> None:
    text, _ = replace_urls(
        "[it](https://www.example.org/?a=1&amp;b=2)", [UrlChange(1, 6, "https://www.example.org/?a=1&b=2", NEW)], key, read
    )
    assert text == f"[it]({NEW})"


def test_what_does_not_stand_there_is_not_changed() -> None:
    assert replace_urls(f"See [it]({OLD}).", [UrlChange(1, 1, OLD, NEW), UrlChange(9, 1, OLD, NEW)], key, read) == (
        f"See [it]({OLD}).",
        (),
    )


HARD = [
    *("a_(b)", "a)b", "a(b", "a'b", "a%7Cb", "?a|b", "?a`b", "?a\\b", "?a\\", "a_b_c", "a*b*", "[a]", "a]b", "?a=1&b=2&copy=3"),
    *(
        "?a=1&amp;b=2",
        "?a&lt;b",
        "a%2Fb%5C",
        "a//b",
        "100%",
        "?",
        "?{a}",
        "?^a^",
        "~~a~~",
        "a,b.",
        "a!",
        "caf%E9",
        "$a$",
    ),
]
PLACES = [
    *(
        "See [it]({}).",
        "See [it]({}#part) and `code`.",
        "[it]({} 'Title')",
        "<{}>",
        "[it](<{}>)",
        "See {} or call.",
        "[it]: {}\n\n[it][it]",
    ),
    *(
        "<p><a href='{}'>it</a></p>",
        '<p><a href="{}#part">it</a></p>',
        "| a | b |\n| --- | --- |\n| [it]({}) | `c` |",
        "- [*it*]({})",
    ),
    *("  url: {}", "  url: {}  # moves", "  url: '{}#part'", '  url: "{}"'),
]


@pytest.mark.parametrize("place", PLACES)
def test_a_new_address_is_read_back_as_it_is_and_changes_nothing_else(place: str) -> None:
    before = f"\n{place.replace('{}', OLD)}"
    (known,) = read(before)
    change = UrlChange(known.line, known.column, known.url, "")
    not_written = set()
    for end in HARD:
        to = f"https://www.example.org/{end}"
        assert key(to) == to
        after, made = replace_urls(before, [replace(change, to=to)], key, read)
        if made:
            (found,) = read(after)
            assert (found.line, found.url, found.fragment) == (known.line, to, known.fragment)
            assert 0 <= found.column - known.column <= 1  # behind a <
            assert after.count("\n") == before.count("\n")
        else:
            assert after == before
            not_written.add(end)
    assert not_written == set()


@pytest.mark.parametrize(
    "to", ["https://www.example.org/?{{ site_name }}", "https://www.example.org/)[x](https://a.example.org/"]
)
def test_a_new_address_does_not_write_anything_but_itself(to: str) -> None:
    before = f"See [it]({OLD})."
    after, made = replace_urls(before, [UrlChange(1, 10, OLD, key(to))], key, read)
    assert "{{" not in after
    assert [place.url for place in read(after)] == [key(to) if made else OLD]


NOW = datetime(2026, 11, 22, 2, 10, tzinfo=UTC)


def seen(to: str = NEW, *, days: float = 7, sightings: int = 2, url: str = OLD) -> UrlState:
    redirect = Redirect(to=to, permanent=True, since=NOW - timedelta(days=days), last_seen=NOW, sightings=sightings)
    first = NOW - timedelta(days=90)
    return UrlState(id=url, status=Status.OK, verdict=Verdict.MOVED, first_seen=first, redirect=redirect)


FOR_NOW = Redirect(to=NEW, permanent=False, since=NOW - timedelta(days=7), last_seen=NOW, sightings=2)


def other(**changed: object) -> UrlState:
    return seen().model_copy(update=changed)


def test_a_page_that_moved_for_good_within_its_site_may_be_followed() -> None:
    assert replacement_for(seen(), LinkSettings()) == NEW
    assert replacement_for(seen("https://example.org/new"), LinkSettings()) == "https://example.org/new"
    assert replacement_for(seen("https://www.example.org/old", url="http://www.example.org/old"), LinkSettings()) == OLD


@pytest.mark.parametrize(
    "state",
    [
        pytest.param(seen(days=6.9), id="for less than a week"),
        pytest.param(seen(sightings=1), id="seen once"),
        pytest.param(other(redirect=FOR_NOW), id="for now only"),
        pytest.param(other(verdict=Verdict.TEMPORARY), id="failing when last seen"),
        pytest.param(other(verdict=Verdict.REDIRECTED), id="no longer for good"),
        pytest.param(seen("https://www.example.org/"), id="to the front page"),
        pytest.param(seen("https://www.example.org"), id="to the bare host"),
        pytest.param(seen("https://www.example.com/new"), id="to another site"),
        pytest.param(seen("http://www.example.org/new"), id="to a page that is not encrypted"),
        pytest.param(seen("https://[bad/new"), id="to what is not an address"),
        pytest.param(other(redirect=None), id="nowhere"),
    ],
)
def test_no_other_move_is_followed(state: UrlState) -> None:
    assert replacement_for(state, LinkSettings()) is None


def test_another_site_is_followed_where_the_settings_say_so() -> None:
    settings = LinkSettings(moved_to=("www.example.com",))
    assert replacement_for(seen("https://www.example.com/new"), settings) == "https://www.example.com/new"


def test_a_file_that_cannot_be_replaced_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"before")
    file.chmod(0o600)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        replace_file(file, b"after")
    assert file.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [file]
    monkeypatch.undo()
    replace_file(file, b"after")
    assert file.read_bytes() == b"after"
    assert file.stat().st_mode & 0o777 == 0o600
