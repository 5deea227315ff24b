"""What readers and editors see of links and their dates, with and without what a machine remembers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

import sample
from conftest import SiteMaker, build_site, write_site
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.history.file import write_state
from sevenminute.links.history.record import Meta, Redirect, State, Status, UrlState
from sevenminute.text.dates import PartialDate, today

A, B, C, D = (f"https://www.example.org/{name}" for name in "abcd")
NOW = datetime(2026, 11, 21, 2, 10, tzinfo=UTC)
REGISTER = f"""\
guide:
  title: The guide
  publisher: Testshire
  kind: guidance
  audience: practitioners
  url: {A}
idle:
  title: Named nowhere
  publisher: Testshire
  kind: report
  audience: practitioners
  url: {D}
paper:
  title: On paper only
  publisher: Testshire
  kind: report
  audience: practitioners
  how_to_get: Ask.
"""


def briefing(*links: str, **front_matter: str) -> str:
    return sample.briefing(sample.panels() + "".join(f"\n- {link}\n" for link in links), **front_matter)


def recent(days: int = 0) -> str:
    return (today() - timedelta(days=days)).isoformat()


def seen(url: str, verdict: Verdict = Verdict.OK, status: Status = Status.OK, **more: object) -> UrlState:
    usual: dict[str, object] = {"id": url, "first_seen": NOW - timedelta(days=90), "last_checked": NOW}
    usual |= {"last_ok": NOW} if verdict is Verdict.OK else {}
    return UrlState.model_validate({**usual, "verdict": verdict, "status": status, **more})


@pytest.fixture
def state_text(tmp_path: Path) -> Callable[..., str]:
    """Return the text of a state file."""

    def write(*urls: UrlState) -> str:
        file = tmp_path / "state.jsonl"
        write_state(file, State(Meta(run=NOW, engine="fake 1"), {}, {url.id: url for url in urls}))
        return file.read_text(encoding="utf-8")

    return write


def words(element: object) -> str:
    return " ".join(getattr(element, "get_text")(" ").split())  # noqa: B009 - whatever Beautiful Soup found


def test_without_a_state_file_everything_says_not_checked_yet(make_site: SiteMaker) -> None:
    site = make_site(
        {
            "briefings/a.md": briefing("[the guide][guide]", f"[b]({B})", links_updated=recent()),
            "briefings/b.md": briefing(title="Without links", links_updated="2020-01"),
            "briefings/resources.yml": REGISTER,
        }
    )
    assert site.messages == []
    page = site.html("briefings/a/")
    assert "Links updated" in words(page.select_one(".briefing__facts"))
    assert page.select_one(".briefing__checked") is None
    assert "Links checked automatically Not checked yet" in words(page.select_one(".about__facts"))
    other = site.html("briefings/b/")
    assert "checked automatically" not in words(other), "there is nothing to check"
    assert other.select_one(".notice") is None, "no link can be dead where there is none"
    resources = site.html("resources/").select("[data-entry]")
    entries = {entry["id"]: words(entry.select_one(".resource-entry__facts")) for entry in resources}
    assert "Not checked yet" in entries["guide"]
    assert "Not checked yet" in entries["idle"]
    assert "checked" not in entries["paper"], "it has no address"
    links = site.html("links/")
    assert "Not checked yet. No machine has looked at these links." in words(links)
    assert [heading["id"] for heading in links.select("h2")] == ["link_dates", "links_new"]
    assert [words(title) for title in links.select("#links_new ~ ul .link-entry__title")] == ["The guide", "b", "Named nowhere"]


def test_readers_see_when_a_machine_looked_and_what_it_saw(make_site: SiteMaker, state_text: Callable[..., str]) -> None:
    earlier = NOW - timedelta(days=7)
    site = make_site(
        {
            "briefings/a.md": briefing("[the guide][guide]", f"[b]({B}#part)", f"[c]({C})", f"[d]({D})", title="All four"),
            "briefings/b.md": briefing("[b](HTTPS://www.EXAMPLE.org:443/b)", title="One"),
            "briefings/resources.yml": REGISTER,
            "linkstate.jsonl": state_text(
                seen(A),
                seen(B, last_checked=earlier, last_ok=earlier),
                seen(C, Verdict.GONE, Status.SUSPECT, fails=1, fail_since=NOW, code=404),
                seen(D, Verdict.BLOCKED, Status.UNVERIFIED, last_ok=earlier),
            ),
        }
    )
    assert site.messages == []
    checked = words(site.html("briefings/a/").select_one(".briefing__checked"))
    said = "between 14 and 21 November 2026: 2 of 4 fine, 1 failing, 1 could not be checked"
    assert checked == f"Checked automatically {said}"
    assert f"B{said[1:]}" in words(site.html("briefings/a/").select_one(".about__facts"))
    assert (
        words(site.html("briefings/b/").select_one(".briefing__checked")) == "Checked automatically 14 November 2026: 1 of 1 fine"
    )
    entries = {
        entry["id"]: words(entry.select_one(".resource-entry__seen"))
        for entry in site.html("resources/").select("[data-entry]:has(.resource-entry__seen)")
    }
    assert entries["guide"] == "Last seen fine 21 November 2026"
    assert entries["idle"] == "A machine cannot check it, last seen fine 14 November 2026"
    assert "Did not answer as it should 21 November 2026" in entries.values()


def test_a_link_that_is_new_since_the_check_or_left_out_of_it_is_not_called_fine(
    make_site: SiteMaker, state_text: Callable[..., str]
) -> None:
    settings = sample.SETTINGS + "  links: {intranet: ['^https://intranet[.]example[.]org/']}\n"
    links = [f"[b]({B})", f"[new]({C})", "[ours](https://intranet.example.org/a)"]
    site = make_site({"briefings/a.md": briefing(*links), "linkstate.jsonl": state_text(seen(B))}, settings)
    assert words(site.html("briefings/a/").select_one(".briefing__checked")).endswith(
        "21 November 2026: 1 of 3 fine, 2 not checked"
    )
    page = site.html("links/")
    assert words(page.select_one("#links_new ~ ul .link-entry__title")) == "new"
    left_out = page.select_one("#links_left_out ~ ul .link-entry")
    assert left_out is not None
    assert words(left_out.select_one(".link-entry__facts")) == "Intranet, not checked"


def test_a_briefing_whose_links_are_all_left_out_does_not_wait_for_a_check(make_site: SiteMaker) -> None:
    settings = sample.SETTINGS + "  links: {intranet: ['^https://intranet[.]example[.]org/']}\n"
    site = make_site({"briefings/a.md": briefing("[ours](https://intranet.example.org/a)")}, settings)
    assert "Links checked automatically Left out of the" in words(site.html("briefings/a/").select_one(".about__facts"))
    assert "Left out of the automatic check: 1 link" in words(site.html("links/").select_one(".link-dates"))


def test_only_the_link_that_names_a_part_lacks_it(make_site: SiteMaker, state_text: Callable[..., str]) -> None:
    text = briefing(f"[whole]({B})", f"[part]({B}#gone)")
    site = make_site({"briefings/a.md": text, "linkstate.jsonl": state_text(seen(B, Verdict.FRAGMENT_MISSING))})
    doubtful = words(site.html("links/").select_one("#links_doubtful ~ ul .link-entry__places"))
    line = text.split("\n").index(f"- [part]({B}#gone)") + 1
    assert doubtful == f"Safer sleep , panel 7: briefings/a.md, line {line}: its part #gone"


@pytest.mark.parametrize(
    ("parts", "said"),
    [(["gone"], "The part of the page was not found"), (["gone", "there"], "Not all of these parts of the page were found")],
)
def test_it_is_not_said_which_of_several_parts_is_missing(
    make_site: SiteMaker, state_text: Callable[..., str], parts: list[str], said: str
) -> None:
    text = briefing(f"[whole]({B})", *(f"[part {part}]({B}#{part})" for part in parts))
    site = make_site({"briefings/a.md": text, "linkstate.jsonl": state_text(seen(B, Verdict.FRAGMENT_MISSING))})
    assert words(site.html("links/").select_one("#links_doubtful ~ ul .link-entry__facts")).startswith(said)


def test_a_part_that_nobody_could_look_for_is_not_shown_as_fine(make_site: SiteMaker, state_text: Callable[..., str]) -> None:
    text = briefing(f"[whole]({B})", f"[part]({B}#far)")
    site = make_site({"briefings/a.md": text, "linkstate.jsonl": state_text(seen(B, Verdict.FRAGMENT_UNCHECKED))})
    page = site.html("links/")
    assert page.select_one("#links_fine") is None
    line = text.split("\n").index(f"- [part]({B}#far)") + 1
    places = words(page.select_one("#links_unsure ~ ul .link-entry__places"))
    assert places == f"Safer sleep , panel 7: briefings/a.md, line {line}: its part #far"


def test_editors_read_what_is_wrong_with_a_certificate(make_site: SiteMaker, state_text: Callable[..., str]) -> None:
    problem = {"fault": "expired", "host": urlsplit(B).hostname, "day": "2026-05-03"}
    state = seen(B, Verdict.CERTIFICATE, Status.UNVERIFIED, certificate=problem)
    walled = seen(C, Verdict.BLOCKED, Status.UNVERIFIED, code=403)
    site = make_site({"briefings/a.md": briefing(f"[A]({B})", f"[C]({C})"), "linkstate.jsonl": state_text(state, walled)})
    page = site.html("links/")
    assert [heading["id"] for heading in page.select("h2")] == ["link_dates", "links_certificate", "links_unsure"]
    assert words(page.select_one("#links_certificate ~ .link-group__advice")).endswith("the links may stay as they are.")
    said = words(page.select_one("#links_certificate ~ ul"))
    assert "Opens in a browser only after a warning" in said
    assert "Its certificate ended on 3 May 2026" in said


def test_a_link_to_a_whole_page_lacks_no_part_of_it(make_site: SiteMaker, state_text: Callable[..., str]) -> None:
    site = make_site({"briefings/a.md": briefing(f"[b]({B})"), "linkstate.jsonl": state_text(seen(B, Verdict.FRAGMENT_MISSING))})
    assert site.html("links/").select_one("#links_doubtful") is None


def test_the_page_for_editors_shows_what_is_at_risk_first_and_the_line_to_fix(
    make_site: SiteMaker, state_text: Callable[..., str]
) -> None:
    broken = seen(A, Verdict.GONE, Status.BROKEN, code=404, fail_since=NOW - timedelta(days=3), last_ok=NOW - timedelta(days=9))
    redirect = Redirect(to="https://www.example.org/<new>", permanent=True, since=NOW, last_seen=NOW)
    site = make_site(
        {
            "briefings/a.md": briefing("[the guide][guide]", f"[b]({B})", f"[c]({C})", title="Fresh", links_updated=recent()),
            "briefings/b.md": briefing("[the guide][guide]", title="Old", links_updated=recent(91)),
            "briefings/c.md": briefing("[the guide][guide]", title="Oldest", links_updated=recent(181)),
            "briefings/d.md": briefing(f"[b]({B})", title="Patient", links_updated=recent(91), links_review_days="100"),
            "briefings/resources.yml": REGISTER,
            "linkstate.jsonl": state_text(
                broken, seen(B), seen(C, Verdict.MOVED, redirect=redirect), seen(D, Verdict.SOFT_404, code=200)
            ),
        },
        sample.SETTINGS + "  edit_page: https://code.example.org/edit/{path}\n",
    )
    page = site.html("links/")
    assert [heading["id"] for heading in page.select("h2")] == [
        "link_dates",
        "links_broken",
        "links_doubtful",
        "links_moved",
        "links_fine",
    ]
    due = [(entry.h3, entry.select_one(".link-entry__due")) for entry in page.select(".link-dates .link-entry")]
    dates = {words(title): words(said) if said else "" for title, said in due}
    assert dates == {"Oldest": "Too old", "Old": "Open the links again", "Patient": "", "Fresh": ""}
    entry = page.select_one("#links_broken ~ ul .link-entry")
    assert entry is not None
    facts = [words(fact) for fact in entry.select(".link-entry__facts li")]
    assert facts == [
        "There is no such page",
        "Code 404",
        "Since 18 November 2026",
        "Looked at 21 November 2026",
        "Last fine 12 November 2026",
    ]
    places = words(entry.select_one(".link-entry__places"))
    assert places.startswith("Fix it in briefings/resources.yml , line 6")
    assert "Fresh , panel 7: briefings/a.md , line 37" in places
    assert [link["href"] for link in entry.select(".link-entry__places a")][:3] == [
        "https://code.example.org/edit/briefings/resources.yml",
        "../briefings/a/index.html",
        "https://code.example.org/edit/briefings/a.md",
    ]
    assert "Code 200" not in words(page), "the code of a page that answers tells an editor nothing"
    assert "New address: https://www.example.org/<new>" in words(page.select_one("#links_moved ~ ul"))
    searched = [file.read_text(encoding="utf-8") for file in (site.folder / "search").rglob("*.js")]
    assert any("briefings/a/" in text for text in searched)
    assert not any("links/" in text for text in searched), "readers look for what the links lead to"


@pytest.mark.parametrize(("age", "days", "notice"), [(90, None, False), (91, None, True), (31, "30", True), (30, "30", False)])
def test_a_page_says_when_its_links_were_last_opened_long_ago(
    make_site: SiteMaker, age: int, days: str | None, notice: bool
) -> None:
    dated, own = recent(age), {"links_review_days": days} if days else {}
    site = make_site({"briefings/a.md": briefing(f"[b]({B})", links_updated=dated, **own)})
    shown = site.html("briefings/a/").select_one(".notice")
    assert (shown is not None) == notice
    if shown:
        assert words(shown) == (
            "Some links may no longer work. A person last opened all links on this page on "
            f"{PartialDate.parse(dated)}, more than {days or 90} days ago."
        )


def test_a_site_without_links_has_nothing_to_check(make_site: SiteMaker) -> None:
    page = make_site({"briefings/a.md": briefing()}).html("links/")
    assert "No page links to another site." in words(page)
    assert "No links to other sites" in words(page.select_one(".link-dates"))


def test_a_broken_state_file_is_as_good_as_none(make_site: SiteMaker) -> None:
    site = make_site({"briefings/a.md": briefing(f"[b]({B})"), "linkstate.jsonl": '{"kind":"meta","v":1'})
    assert site.passed
    assert "Links checked automatically Not known" in words(site.html("briefings/a/").select_one(".about__facts"))
    assert "cannot be used. So nothing is said of it here: linkstate.jsonl:1: breaks off before its end" in words(
        site.html("links/")
    )


def test_a_state_file_that_is_a_link_says_nothing_of_the_file_that_it_leads_to(tmp_path: Path) -> None:
    root = write_site(tmp_path / "source", {"briefings/a.md": briefing(f"[b]({B})")})
    (tmp_path / "outside").write_text("MARK-OF-OUTSIDE\n", encoding="utf-8")
    (root / "linkstate.jsonl").symlink_to(tmp_path / "outside")
    site = build_site(root, tmp_path / "site")
    assert "linkstate.jsonl:1: is a symbolic link, which this site does not follow" in words(site.html("links/"))
    assert [file for file in site.folder.rglob("*") if file.is_file() and b"MARK-OF-OUTSIDE" in file.read_bytes()] == []


def test_a_resource_that_is_ignored_does_not_wait_for_a_check(make_site: SiteMaker) -> None:
    settings = sample.SETTINGS + f"  links:\n    ignore:\n      - {{url: '{B}*', reason: needs login, until: 2027-03}}\n"
    site = make_site({"briefings/a.md": briefing(f"[b]({B})")}, settings)
    assert "Left out of the automatic check" in words(site.html("resources/").select_one(".resource-entry__facts"))


def test_paper_does_not_say_what_a_machine_saw(make_site: SiteMaker, state_text: Callable[..., str], browser: Browser) -> None:
    site = make_site({"briefings/a.md": briefing(f"[b]({B})"), "linkstate.jsonl": state_text(seen(B))})
    page = browser.new_page()
    page.goto((site.folder / "briefings/a/index.html").as_uri())
    assert page.locator(".briefing__checked").is_visible()
    page.emulate_media(media="print")
    assert not page.locator(".briefing__checked").is_visible()
    assert not page.locator(".about__checked").first.is_visible()
    assert page.locator(".tag").inner_text().startswith("Links updated")
    page.close()


def test_long_addresses_and_hundreds_of_links_fit_a_narrow_window(make_site: SiteMaker, browser: Browser) -> None:
    many = [f"[Link {number}](https://www.example.org/{number}/{'long' * 15})" for number in range(500)]
    site = make_site(
        {"briefings/a.md": briefing(*many), "briefings/b.md": briefing(f"[x](https://www.example.org/{'x' * 5000})", title="X")}
    )
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto((site.folder / "links/index.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.locator(".link-group .link-entry").count() == 500
    page.close()
    assert re.search(r"Not checked yet: 500 links", words(site.html("links/")))
