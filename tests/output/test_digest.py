"""`briefings digest` tells what is new and what has changed, as text and as HTML that mail programs show."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import sample
from conftest import write_site
from sevenminute.cli import OK, PROBLEMS, USAGE, main
from sevenminute.text.dates import today

FILES: dict[str, str | bytes] = {
    "briefings/1-new.md": sample.briefing(title="New <one> & only", published="2026-10-05", topics="[safer-sleep]"),
    "briefings/2-month.md": sample.briefing(title="Of October", published="2026-10", summary="A long summary. " * 12),
    "briefings/3-changed.md": sample.briefing(
        title="Changed",
        published="2020-01",
        updated="2026-10",
        changes="\n  - 2026-11: The number changed & moved.\n  - 2026-10-01: The leaflet is new.\n  - 2020-02: Before.",
    ),
    "briefings/4-both.md": sample.briefing(title="New and changed", published="2026-10-20", updated="2026-11-02"),
    "briefings/5-old.md": sample.briefing(title="Old", published="2020-01", updated="2026-09-30"),
    "briefings/6-links.md": sample.briefing(title="Only its links", published="2020-01", links_updated="2026-11-01"),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(tmp_path_factory.mktemp("digest"), FILES)


def printed(root: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["--root", str(root), "digest", *arguments]) == OK
    return capsys.readouterr().out


def titles(html: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for heading in BeautifulSoup(html, "html.parser").select("h2, h3"):
        if heading.name == "h2":
            found[heading.get_text()] = []
        else:
            list(found.values())[-1].append(heading.get_text())
    return found


def test_it_tells_what_is_new_and_what_has_changed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    html = printed(root, capsys, "--since", "2026-10", "--format", "html")
    assert titles(html) == {"New": ["New and changed", "New <one> & only", "Of October"], "Changed": ["Changed"]}
    page = BeautifulSoup(html, "html.parser")
    assert page.select("h3 a")[0]["href"] == "https://briefings.example.org/briefings/both/"
    assert "Published 5 October 2026. Topics: Safer sleep" in page.get_text()
    assert "Updated November 2026" in page.get_text()
    assert "Testshire Safeguarding Partnership" in page.get_text()
    changes = ["November 2026: The number changed & moved.", "1 October 2026: The leaflet is new."]
    assert [change.get_text() for change in page.select("li")] == changes, "what is older is left out"
    assert "\n- November 2026: The number changed & moved.\n" in printed(root, capsys, "--since", "2026-10")


@pytest.mark.parametrize(
    ("since", "new", "changed"),
    [
        ("2026-10-06", ["New and changed", "Of October"], ["Changed"]),
        ("2026-10-31", ["Of October"], ["New and changed", "Changed"]),
        ("2026-11", [], ["New and changed", "Changed"]),
        ("2026-11-03", [], ["Changed"]),
    ],
)
def test_a_month_counts_while_any_day_of_it_may_be_meant(
    root: Path, capsys: pytest.CaptureFixture[str], since: str, new: list[str], changed: list[str]
) -> None:
    html = printed(root, capsys, "--since", since, "--format", "html")
    assert titles(html) == {name: found for name, found in {"New": new, "Changed": changed}.items() if found}


def test_staff_are_told_what_was_withdrawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = {"published": "2020-01", "withdrawn_because": "The law has changed."}
    files: dict[str, str | bytes] = {
        "briefings/7-gone.md": sample.briefing("", title="Gone", withdrawn="2026-10-05", replaced_by="old", **facts),
        "briefings/8-later.md": sample.briefing("", title="Later", withdrawn="2026-11", lang="cy", **facts),
        "briefings/9-before.md": sample.briefing("", title="Before", withdrawn="2026-09", **facts),
    }
    root = write_site(tmp_path, {**FILES, **files})
    html = printed(root, capsys, "--since", "2026-10", "--format", "html")
    assert titles(html)["Withdrawn"] == ["Later", "Gone"]
    said = (
        "The law has changed.\nWithdrawn 5 October 2026. Read this instead: Old.\nhttps://briefings.example.org/briefings/gone/\n"
    )
    assert f"\nGone\n{said}" in printed(root, capsys, "--since", "2026-10")
    assert "Withdrawn November 2026.\nhttps" in printed(root, capsys, "--since", "2026-11")


def test_the_html_needs_nothing_that_mail_programs_drop(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = BeautifulSoup(printed(root, capsys, "--since", "2026-10", "--format", "html"), "html.parser")
    assert not page.select("style, script, link, img, svg, [class], [id]")
    assert all(str(link["href"]).startswith("https://briefings.example.org/") for link in page.select("a"))
    assert all(element.get("style") for element in page.select("h1, h2, h3, p, a"))
    assert page.html is not None
    assert page.html["lang"] == "en-GB"


def test_the_text_keeps_lines_short_and_numbers_whole(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(root, capsys, "--since", "2026-10")
    assert max(len(line) for line in text.split("\n") if "://" not in line) <= 72
    assert "\nNEW\n\nNew and changed\n" in text
    assert "Published 5 October 2026. Topics: Safer sleep.\nhttps://briefings.example.org/briefings/new/\n" in text
    assert "01632 960001" in text
    assert "New <one> & only\n" in text
    assert text.endswith("Testshire Safeguarding Partnership\n")


def test_nothing_new_is_said(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    day = today().isoformat()
    said = "No briefing is new, has changed or was withdrawn since "
    assert said in printed(root, capsys, "--since", day)
    assert said in printed(root, capsys, "--since", day, "--format", "html")


def test_it_writes_both_to_a_folder(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(root, capsys, "--since", "2026-10", "--to", "digest")
    assert said == f"The digest: {root / 'digest/digest.html'} and digest.txt, with 3 new, 1 changed and 0 withdrawn\n"
    for kind in ("text", "html"):
        written = (root / f"digest/digest.{'txt' if kind == 'text' else kind}").read_text(encoding="utf-8")
        assert written == printed(root, capsys, "--since", "2026-10", "--format", kind)


@pytest.mark.parametrize(
    ("since", "said"),
    [
        ("October 2026", "--since “October 2026” is not a date that can be read: write 2026-10"),
        ("2026-13", "--since “2026-13” has the month 13: months go from 01 to 12, after the year"),
        ("", "--since “” is not a date that can be read: write the year and month like 2025-04, or the day like 2025-04-01"),
        ((today() + timedelta(days=2)).isoformat(), "is in the future: today is "),
    ],
)
def test_a_date_that_cannot_be_meant_is_refused(root: Path, capsys: pytest.CaptureFixture[str], since: str, said: str) -> None:
    assert main(["--root", str(root), "digest", "--since", since]) == USAGE
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""


def test_nothing_is_written_while_there_is_a_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_site(tmp_path, {**FILES, "briefings/7.md": sample.briefing(title="Seven", owner=None)})
    assert main(["--root", str(root), "digest", "--since", "2026-10", "--to", "digest"]) == PROBLEMS
    assert "“owner” is missing" in capsys.readouterr().out
    assert not (root / "digest").exists()
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(re.sub("site_url: .*\n", "", text), encoding="utf-8")
    assert main(["--root", str(root), "digest", "--since", "2026-10"]) == PROBLEMS
    assert capsys.readouterr().out.startswith("mkdocs.yml:1: site_url is missing: ")
