"""`briefings rename`: the file, every link to it and its former address change together, and nothing else does."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import sample
from conftest import ROOT, build_site, write_site
from sevenminute.cli import OK, PROBLEMS, USAGE, main
from sevenminute.content.briefing import Briefing, read_briefing
from sevenminute.diagnostics.problem import Problem
from sevenminute.links.edit.former_addresses import with_former_addresses, with_replacement
from sevenminute.text.dates import today

OLD = sample.briefing(sample.panels() + "\n[Above](safer-sleep.md#panel-1) and [Other](other.md)\n", number="1")
OTHER = sample.briefing(
    sample.panels() + "\n[Sleep](safer-sleep.md#panel-3), [again](./safer-sleep.md), `[code](safer-sleep.md)` and [it][it].\n\n"
    "```\n[code](safer-sleep.md)\n```\n\n[it]: safer-sleep.md 'Title'\n",
    title="Other",
)
PAGE = (
    "# About\r\n\r\n<a class='x'\r\n   href=\"../briefings/safer-sleep.md#panel-2\">Sleep</a> safer-sleep.md"
    " [on the site](briefings/safer-sleep.md)\r\n"
)
GONE = sample.briefing(
    "\n[Sleep](safer-sleep.md)\n",
    title="Gone",
    withdrawn="2026-02",
    withdrawn_because="The law has changed.",
    replaced_by="'safer-sleep.md' # it has all",
)
SITE: dict[str, str | bytes] = {
    "briefings/safer-sleep.md": OLD,
    "briefings/other.md": OTHER,
    "briefings/gone.md": GONE,
    "docs/about.md": PAGE,
    "docs/topics/sleep.md": "---\ntitle: Sleep\ntopic: sleep\n---\n\n# Sleep\n\n[Sleep](../../briefings/safer-sleep.md)\n",
    "docs/images/note.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small site, with the briefing in its menu."""
    root = write_site(tmp_path / "source", SITE)
    config = root / "mkdocs.yml"
    config.write_text(config.read_text().replace("nav: [", "nav: ['briefings/safer-sleep.md', "))  # the menu
    return root


def texts(root: Path) -> dict[str, bytes]:
    files = [*root.glob("briefings/*"), *root.glob("docs/**/*.*"), root / "mkdocs.yml"]
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files if file.is_file()}


def rename(root: Path, old: str, new: str) -> int:
    return main(["--root", str(root), "rename", old, new])


@pytest.mark.parametrize("old", ["safer-sleep", "safer-sleep.md", "briefings/safer-sleep.md", "/briefings/safer-sleep/"])
@pytest.mark.parametrize("new", ["safe-sleep", "briefings/safe-sleep.md"])
def test_file_links_menu_and_former_address_change_together(
    root: Path, capsys: pytest.CaptureFixture[str], old: str, new: str
) -> None:
    before = texts(root)
    assert rename(root, old, new) == OK
    assert capsys.readouterr().out.splitlines() == [
        "briefings/safer-sleep.md is briefings/safe-sleep.md now.",
        *(f"changed: {path}" for path in ("briefings/other.md", "docs/about.md", "docs/topics/sleep.md", "briefings/gone.md")),
        "changed: mkdocs.yml",
        "changed: briefings/safe-sleep.md",
    ]
    after = texts(root)
    assert after.keys() - before.keys() == {"briefings/safe-sleep.md"}
    assert before.keys() - after.keys() == {"briefings/safer-sleep.md"}
    assert after["briefings/safe-sleep.md"].decode() == OLD.replace(
        "number: 1\n", "number: 1\nformer_addresses: [safer-sleep]\n"
    ).replace("safer-sleep.md#", "safe-sleep.md#")
    kept = OTHER.replace("(safer-sleep.md#", "(safe-sleep.md#").replace("./safer-sleep", "./safe-sleep")
    assert after["briefings/other.md"].decode() == kept.replace("[it]: safer-sleep", "[it]: safe-sleep")
    assert after["docs/about.md"].decode() == PAGE.replace("briefings/safer-sleep", "briefings/safe-sleep")
    assert after["briefings/gone.md"].decode() == GONE.replace("(safer-sleep.md)", "(safe-sleep.md)").replace(
        "'safer-sleep.md' # it", "'safe-sleep' # it"
    )
    assert b"'briefings/safe-sleep.md'" in after["mkdocs.yml"]


def test_the_site_is_good_afterwards_and_paper_leads_to_the_new_address(root: Path, tmp_path: Path) -> None:
    assert rename(root, "safer-sleep", "safe-sleep") == OK
    built = build_site(root, tmp_path / "site")
    assert built.messages == []
    refresh = built.html("briefings/safer-sleep/").select_one('meta[http-equiv="refresh"]')
    assert refresh
    assert refresh["content"] == "0; url=../safe-sleep/index.html"


def test_back_again_leaves_no_address_behind(root: Path) -> None:
    assert rename(root, "safer-sleep", "safe-sleep") == OK
    assert rename(root, "safe-sleep", "safer-sleep") == OK
    read = read_briefing((root / "briefings/safer-sleep.md").read_text(), "briefings/safer-sleep.md", today=today())
    assert isinstance(read, Briefing)
    assert read.fields.former_addresses == ("safe-sleep",)


def test_a_number_in_the_name_is_no_part_of_the_address(root: Path) -> None:
    assert rename(root, "safer-sleep", "07-safer-sleep") == OK
    assert b"former_addresses" not in (root / "briefings/07-safer-sleep.md").read_bytes()
    assert b"(07-safer-sleep.md#panel-3)" in (root / "briefings/other.md").read_bytes()
    assert b"'safer-sleep.md' # it" in (root / "briefings/gone.md").read_bytes()


def test_a_draft_has_no_address_that_anybody_knows(root: Path) -> None:
    (root / "briefings/draft.md").write_text(sample.briefing(title="Draft", draft="true"))
    assert rename(root, "draft", "sketch") == OK
    assert b"former_addresses" not in (root / "briefings/sketch.md").read_bytes()


REFUSED = {
    ("safer-slep", "safe-sleep"): "“safer-slep” is not a briefing; did you mean “safer-sleep”?",
    ("resources", "safe-sleep"): "“resources” is not a briefing: a briefing is named as its file in briefings/ is",
    ("safer-sleep", "other"): "briefings/other.md is there already: choose another name",
    ("safer-sleep", "02-other"): "the address /briefings/other/ belongs to briefings/other.md: choose another name",
    ("safer-sleep", "once"): "the address /briefings/once/ is a former address of briefings/moved.md: choose another name, "
    "or delete it there",
    ("safer-sleep", "a-to-z"): "the address /briefings/a-to-z/ belongs to a list of briefings: choose another name",
    ("safer-sleep", "safer-sleep"): "briefings/safer-sleep.md has that name already",
    ("safer-sleep", "Safe Sleep"): "“Safe Sleep” is not a name of a briefing: write it in small letters with hyphens, "
    "like safe-sleep",
    ("safer-sleep", "docs/safe-sleep.md"): "“docs/safe-sleep.md” is in another folder: briefings are in briefings/, "
    "so write its name only",
    ("safer-sleep", "../../safe"): "“../../safe” is in another folder: briefings are in briefings/, so write its name only",
    ("safer-sleep", "…"): "“…” is not a name of a briefing: write it in small letters with hyphens, like safer-sleep",
    ("broken", "safe-sleep"): "briefings/broken.md has mistakes: fix them first",
}


@pytest.mark.parametrize(("old", "new"), REFUSED)
def test_what_cannot_work_is_refused_and_nothing_changes(
    root: Path, capsys: pytest.CaptureFixture[str], old: str, new: str
) -> None:
    (root / "briefings/moved.md").write_text(sample.briefing(title="Moved", former_addresses="[once]"))
    (root / "briefings/broken.md").write_text(sample.briefing(title="Broken", owner=None))
    before = texts(root)
    assert rename(root, old, new) == PROBLEMS
    said = capsys.readouterr().err.splitlines()
    assert said[0] == REFUSED[old, new]
    assert said[-1] == "Nothing was renamed."
    assert texts(root) == before


def test_a_file_that_cannot_be_read_may_hold_a_link(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "docs/broken.md").write_bytes(b"# Broken\n\n\xff")
    before = texts(root)
    assert rename(root, "safer-sleep", "safe-sleep") == PROBLEMS
    assert "docs/broken.md:3: this line has a character that cannot be read" in capsys.readouterr().err
    assert texts(root) == before


def test_a_link_that_is_written_in_no_usual_way_stops_it(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = root / "docs/about.md"
    page.write_text('# About\n\n<a href="../briefings/safer&#45;sleep.md">Sleep</a>\n')
    before = texts(root)
    assert rename(root, "safer-sleep", "safe-sleep") == PROBLEMS
    assert "docs/about.md:3: a link to briefings/safer-sleep.md cannot be changed by this command" in capsys.readouterr().err
    assert texts(root) == before


def test_elsewhere_the_command_says_where_to_run_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rename(tmp_path, "a", "b") == USAGE
    assert "has no folder briefings/" in capsys.readouterr().err


def test_make_rename_says_what_it_needs() -> None:
    done = subprocess.run(["make", "--dry-run", "rename", "OLD=a", "NEW=b"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert 'briefings" rename "${OLD:?' in done.stdout


FRONT = "\ufeff---\r\ntitle: 'T' # a title\r\n{}\r\nowner: Team\r\n---\r\n\r\n## One\r\n"


@pytest.mark.parametrize(
    ("before", "addresses", "after"),
    [
        ("number: 1", ["a"], "number: 1\r\nowner: Team\r\nformer_addresses: [a]"),
        ("former_addresses: a", ["a", "b"], "former_addresses: [a, b]\r\nowner: Team"),
        ("former_addresses: a # once", ["a", "b"], "former_addresses: [a, b] # once\r\nowner: Team"),
        ("former_addresses: [a]   # once", ["a", "b"], "former_addresses: [a, b]   # once\r\nowner: Team"),
        ("former_addresses: ['a', \"b\"]", ["a", "b", "c"], "former_addresses: [a, b, c]\r\nowner: Team"),
        ("former_addresses: [a]", [], "owner: Team"),
        (
            "former_addresses: # two\r\n  - a # first\r\n  - b",
            ["a", "b", "c"],
            "former_addresses: # two\r\n  - a # first\r\n  - b\r\n  - c\r\nowner: Team",
        ),
        ("former_addresses:\r\n- a\r\n- b", ["b", "c"], "former_addresses:\r\n- b\r\n- c\r\nowner: Team"),
        (
            "former_addresses:\r\n  - a\r\n\r\n  # gone\r\n  - b",
            ["a"],
            "former_addresses:\r\n  - a\r\n\r\n  # gone\r\nowner: Team",
        ),
        ("former_addresses:\r\n  - a", [], "owner: Team"),
    ],
)
def test_one_line_changes_to_the_byte(before: str, addresses: list[str], after: str) -> None:
    data = FRONT.format(before).encode()
    made = with_former_addresses(data, "briefings/x.md", addresses)
    expected = FRONT.format(before)
    start, end = expected.index(before), expected.index("---\r\n\r\n")
    assert isinstance(made, bytes)
    assert made.decode() == f"{expected[:start]}{after}\r\n{expected[end:]}"
    assert with_former_addresses(made, "briefings/x.md", addresses) == made


def test_what_has_another_form_is_left_to_a_person() -> None:
    text = FRONT.format("former_addresses: [a,\r\n  b]")
    assert with_former_addresses(text.encode(), "briefings/x.md", ["a", "b", "c"]) == Problem(
        "briefings/x.md", 3, "cannot be changed by this command: write the line former_addresses: [a, b, c] yourself"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("replaced_by: old", "replaced_by: new"),
        ("replaced_by: briefings/old.md  # since then", "replaced_by: new  # since then"),
        ('replaced_by:   "old.md"', 'replaced_by:   "new"'),
        ("'replaced_by': 'old'", "'replaced_by': 'new'"),
    ],
)
def test_what_took_its_place_gets_its_new_name(before: str, after: str) -> None:
    made = with_replacement(FRONT.format(before).encode(), "briefings/x.md", "new")
    assert made == FRONT.format(after).encode()
