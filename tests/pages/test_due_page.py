"""What editors see on `/due/`: what is due, and how much; the same in a calendar and in a command. Readers find none of it."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from icalendar import Calendar
from playwright.sync_api import Browser

import sample
from conftest import Built, SiteMaker, build_site, write_site
from sevenminute.cli import OK, PROBLEMS, main
from sevenminute.pages.due.markdown import MAX_BYTES, due_markdown
from sevenminute.pages.due.sections import DueItem, DueSection
from sevenminute.text.dates import today

LINKED = sample.panels() + "\n- [a](https://www.example.org/a)\n"
FULL = LINKED.replace("Words about", "The worker talks to the family every week about it. " * 14 + "Of")
SETTINGS = sample.SETTINGS + "  edit_page: https://code.example.org/edit/{path}\n"


def on(days: int) -> str:
    """Return the day so many days from now."""
    return (today() + timedelta(days=days)).isoformat()


def month(months: int) -> str:
    """Return the month so many months from now."""
    number = today().year * 12 + today().month - 1 + months
    return f"{number // 12}-{number % 12 + 1:02}"


def briefing(title: str, body: str = LINKED, **front_matter: str) -> str:
    usual = {"published": "2020-01", "links_updated": on(-1)}
    return sample.briefing(body, title=title, **{**usual, **front_matter})


FILES: dict[str, str | bytes] = {
    "briefings/late.md": briefing("Late & <late>", review_due=on(-40), owner="Team, one; two"),
    "briefings/month.md": briefing("Last month", review_due=month(-1)),
    "briefings/now.md": briefing("This month", review_due=month(0)),
    "briefings/soon.md": briefing("Soon", review_due=month(2)),
    "briefings/later.md": briefing("Later", review_due=month(30)),
    "briefings/old.md": briefing("Old links", links_updated=on(-91)),
    "briefings/oldest.md": briefing("Oldest links", links_updated=on(-200)),
    "briefings/own.md": briefing("Own days", links_updated=on(-61), links_review_days="30"),
    "briefings/patient.md": briefing("Patient", links_updated=on(-181), links_review_days="300"),
    "briefings/none.md": briefing("No links", sample.panels(), links_updated="2020-01"),
    "briefings/full.md": briefing("Full page", FULL),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    root = tmp_path_factory.mktemp("due")
    built = build_site(write_site(root / "source", FILES, SETTINGS), root / "site")
    assert built.messages == []
    return built


def words(element: Tag | BeautifulSoup | None) -> str:
    return " ".join(element.get_text(" ").split()) if element else ""


def section(site: Built, id: str) -> Tag:
    heading = site.html("due/").select_one(f"h2#{id}")
    assert heading is not None
    assert heading.parent is not None
    return heading.parent


def items(part: Tag) -> list[tuple[str, str]]:
    return [
        (words(entry.select_one("h3")), words(entry.select_one(".link-entry__facts li"))) for entry in part.select(".link-entry")
    ]


def numbers(part: Tag) -> dict[str, int]:
    return {words(row.find("th")): int(words(row.find("td"))) for row in part.select("tbody tr")}


def test_reviews_are_listed_overdue_first_and_counted_by_month(site: Built) -> None:
    part = section(site, "due_reviews")
    order = [title for title, _ in items(part)]
    assert sorted(order[:2]) == ["Last month", "Late & <late>"]
    assert order[2:] == ["This month", "Soon"]
    said = dict(items(part))
    assert said["Late & <late>"].startswith("Overdue since ")
    assert said["Soon"].startswith("Due ")
    counts = numbers(part)
    assert list(counts) == ["Overdue", *list(counts)[1:7], "Later", "No date"]
    assert [counts["Overdue"], *list(counts.values())[1:4], counts["Later"], counts["No date"]] == [2, 1, 0, 1, 1, 6]
    late = part.select_one(".link-entry--due")
    assert late is not None
    assert str(late.select("a")[-1]["href"]).startswith("https://code.example.org/edit/briefings/")


def test_links_are_counted_by_age_and_only_those_to_open_are_listed(site: Built) -> None:
    part = section(site, "due_links")
    found = dict(items(part))
    assert list(found) == ["Oldest links", "Old links", "Own days"]
    assert found["Oldest links"].startswith("Too old: ")
    assert found["Old links"].endswith(", 91 days ago")
    assert found["Own days"].startswith("Too old: ")
    assert numbers(part) == {
        "0 to 30 days": 6,
        "31 to 60 days": 0,
        "61 to 90 days": 1,
        "91 to 180 days": 1,
        "Over 180 days": 2,
    }


def test_a_briefing_that_fills_its_paper_is_listed(site: Built) -> None:
    part = section(site, "due_paper")
    assert [title for title, _ in items(part)] == ["Full page"]
    assert re.fullmatch(r"[\d,]+ words on one A4 page in 9(\.\d)? point \(9 is the smallest\)(, .*)?", items(part)[0][1])
    assert sum(numbers(part).values()) == len(FILES)
    assert numbers(part)["9 to 9.4 point"] == 1


UNPUBLISHED: dict[str, str | bytes] = {
    "briefings/a.md": briefing("Published", sample.panels() + "\n- [old](gone.md) and [again](gone.md)\n"),
    "briefings/secret.md": briefing("Secret draft", draft="true"),
    "briefings/next.md": briefing("Waits long", published=on(60)),
    "briefings/tomorrow.md": briefing("Waits a day", published=on(1)),
    "briefings/gone.md": briefing("Gone", withdrawn="2026-01", withdrawn_because="The law has changed."),
    "briefings/quiet.md": briefing("Quietly gone", withdrawn="2026-01", withdrawn_because="The law has changed."),
}


@pytest.mark.parametrize("served", [False, True])
def test_drafts_and_what_waits_are_counted_and_named_only_to_editors(tmp_path: Path, served: bool) -> None:
    built = build_site(write_site(tmp_path / "source", UNPUBLISHED, SETTINGS), tmp_path / "site", served=served)
    part = section(built, "due_unpublished")
    named = {"Waits a day": "Appears ", "Waits long": "Appears ", "Secret draft": "A draft"}
    assert [title for title, _ in items(part)] == (list(named) if served else [])
    assert all(what.startswith(named[title]) for title, what in items(part))
    assert ("Readers can open this page, so it does not name them." in words(part)) is not served
    assert numbers(part)["Draft"] == 1
    assert sum(numbers(part).values()) == 3
    assert "Not published yet 3" in words(built.html("due/").select_one(".jumps"))
    said = (built.folder / "due/index.html").read_text(encoding="utf-8")
    assert all((title in said) is served for title in named)


def test_withdrawn_briefings_are_listed_while_others_link_to_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_site(tmp_path / "source", UNPUBLISHED, SETTINGS)
    part = section(build_site(root, tmp_path / "site"), "due_withdrawn")
    assert items(part) == [("Gone", "Links to it: 2")]
    assert numbers(part) == {"Linked to": 1, "Not linked to": 1}
    assert main(["--root", str(root), "due", "--format", "markdown"]) == OK
    listed = capsys.readouterr().out
    assert "- **Gone** `briefings/gone.md`: links to it: 2\n" in listed
    assert "- **Secret draft** `briefings/secret.md`: a draft\n" in listed, "who reads the issue can see the repository"


def test_each_chart_says_what_it_is_and_its_table_has_its_numbers(site: Built) -> None:
    charts = site.html("due/").select(".chart")
    assert len(charts) == 5
    for chart in charts:
        drawn, table = chart.select_one("svg[role=img]"), chart.select_one("table")
        assert drawn is not None
        assert table is not None
        name = drawn.select_one("title")
        assert name is not None
        assert drawn["aria-labelledby"] == name["id"]
        assert words(name) == f"{words(table.caption)}: bar chart"
        counts = numbers(chart)
        assert [words(text) for text in drawn.select("text")] == [word for row in counts.items() for word in map(str, row)]
        widths = [float(str(bar["width"])) for bar in drawn.select("rect")]
        most, widest = max(counts.values()) or 1, max(widths) or 1
        assert [round(width / widest, 2) for width in widths] == [round(count / most, 2) for count in counts.values()]


def test_the_page_is_linked_for_editors_and_not_found_by_readers(site: Built) -> None:
    about = site.html("briefings/none/").select_one(".about__facts")
    assert about is not None
    assert [link["href"] for link in about.select("a") if "due" in link["href"]] == ["../../due/index.html"]
    assert site.html("links/").select_one("a[href='../due/index.html']")
    assert site.html("due/").select_one("a[href='../links/index.html']")
    assert not [file for file in (site.folder / "search").rglob("*.js") if "due/" in file.read_text(encoding="utf-8")]


def calendar(built: Built) -> list[Any]:
    return Calendar.from_ical((built.folder / "reviews.ics").read_bytes()).walk("VEVENT")


def test_the_calendar_has_a_day_for_each_review(site: Built) -> None:
    events = {str(event["SUMMARY"]): event for event in calendar(site)}
    assert len(events) == 5
    event = events["Review due: Late & <late>"]
    assert event["DTSTART"].dt == today() - timedelta(days=40)
    assert event["DTEND"].dt == today() - timedelta(days=39)
    assert event["URL"] == "https://briefings.example.org/briefings/late/"
    assert "Owner: Team, one; two." in event["DESCRIPTION"]
    assert events["Review due: Soon"]["DTSTART"].dt == date.fromisoformat(f"{month(2)}-01")
    stamps = {event["DTSTAMP"].dt for event in events.values()}
    assert {stamp.date() for stamp in stamps} == {today()}
    assert len({str(event["UID"]) for event in events.values()}) == 5
    assert site.html("due/").select_one("a[href='../reviews.ics']")
    lines = (site.folder / "reviews.ics").read_bytes().split(b"\r\n")
    assert max(map(len, lines)) <= 75, "longer lines are folded"


def test_an_event_keeps_its_id_when_its_date_changes_and_a_day_makes_the_same_calendar(
    site: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(datetime.combine(today(), datetime.min.time()).timestamp()) + 60 * 60 * 12))
    again = build_site(write_site(tmp_path / "source", FILES, SETTINGS), tmp_path / "site")
    assert (again.folder / "reviews.ics").read_bytes() == (site.folder / "reviews.ics").read_bytes()
    moved = {**FILES, "briefings/late.md": briefing("Other title", review_due=on(300))}
    other = build_site(write_site(tmp_path / "moved", moved, SETTINGS), tmp_path / "other")
    ids = {str(event["URL"]): str(event["UID"]) for event in calendar(site)}
    assert {str(event["URL"]): str(event["UID"]) for event in calendar(other)} == ids


@pytest.mark.parametrize("lacks", ["site_url", "review_due"])
def test_without_an_address_or_a_review_there_is_no_calendar(make_site: SiteMaker, lacks: str) -> None:
    due = {} if lacks == "review_due" else {"review_due": on(20)}
    settings = re.sub(r"site_url: .*\n", "", sample.SETTINGS) if lacks == "site_url" else sample.SETTINGS
    built = make_site({"briefings/a.md": briefing("A", **due)}, settings)
    assert built.messages == []
    assert not (built.folder / "reviews.ics").exists()
    assert "calendar" not in words(built.html("due/").select_one("main"))


def test_a_site_on_which_nothing_is_due_says_so(make_site: SiteMaker) -> None:
    built = make_site({"briefings/a.md": briefing("A", review_due=on(2000))})
    page = words(built.html("due/").select_one("main"))
    assert re.search(r"No review is due before \w+ \d{4} is over\.", page)
    assert "Every briefing’s links were opened recently." in page
    assert "Every briefing has room on its paper." in page


def test_charts_and_lists_fit_a_narrow_window_and_work_in_the_dark_and_on_paper(site: Built, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640}, color_scheme="dark")
    page.goto((site.folder / "due/index.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    size = page.locator(".chart__bars text").first.evaluate("e => e.getBoundingClientRect().height")
    assert size >= 14, "its words are as large as small print, though the drawing shrinks"
    ground, bar = page.evaluate(
        "() => ['.chart', '.chart__bar'].map(name => getComputedStyle(document.querySelector(name)))"
        ".map((style, bar) => bar ? style.fill : style.backgroundColor)"
    )
    assert ground != bar
    page.emulate_media(media="print")
    assert page.locator(".chart__bars").first.is_visible()
    assert page.locator(".chart__table").first.is_visible()
    page.close()


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that nobody has built."""
    return write_site(tmp_path_factory.mktemp("command"), FILES, SETTINGS)


def test_the_command_lists_what_the_page_lists(site: Built, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(root), "due"]) == OK
    printed = capsys.readouterr().out
    for id in ("due_reviews", "due_links", "due_paper"):
        for _, what in items(section(site, id)):
            assert f": {what[:1].lower()}{what[1:]}\n" in printed
        assert ", ".join(f"{label} {count}" for label, count in numbers(section(site, id)).items()) in printed
    assert not (root / "site").exists()
    assert not list(root.glob("**/*.pdf"))


def test_the_command_writes_the_list_for_the_issue(root: Path) -> None:
    assert main(["--root", str(root), "due", "--reports", "links-report"]) == OK
    listed = (root / "links-report/due.md").read_text(encoding="utf-8")
    assert json.loads((root / "links-report/due.json").read_bytes()) == {"late": 4}
    assert "\n4 are late.\n" in listed
    assert "- **Late \\& \\<late\\>** `briefings/late.md`: overdue since " in listed
    assert "- **Soon** `briefings/soon.md`: due " in listed
    assert "| Over 180 days | 2 |" in listed


def test_a_list_with_no_end_has_room_in_an_issue() -> None:
    many = tuple(DueItem("Title " * 20, "briefings/a/index.html", f"briefings/{'a' * 80}.md", "due") for _ in range(900))
    made = due_markdown([DueSection(f"{n}", "T", "A", "N", many, "C", "B", ()) for n in range(6)], today())
    assert 3_000 < len(made.encode()) <= MAX_BYTES
    assert re.search(r"… and 8\d\d more", made)


def test_the_command_says_what_is_wrong_with_the_settings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_site(tmp_path, {"briefings/a.md": briefing("A")}, SETTINGS.replace("short_name", "shrot_name"))
    assert main(["--root", str(tmp_path), "due"]) == PROBLEMS
    assert "shrot_name is not a setting; did you mean “short_name”?" in capsys.readouterr().out
