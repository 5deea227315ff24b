"""`briefings links stamp`, `fix` and `report`: what they change, what they refuse, and what they leave alone."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from linked_site import STATE, TODAY, FakeEngine, Waited, answer, briefing, check, commit, moved, no_answer, write_linked_site
from sevenminute.cli import main
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.commands.check import Tools
from sevenminute.links.commands.exit_codes import FINE, FOUND, INCONCLUSIVE, UNUSABLE
from sevenminute.links.commands.stamp import add_stamp, stamp_command
from sevenminute.links.fetch.page.facts import PageFacts
from sevenminute.links.fetch.response import CertificateFault, CertificateProblem
from sevenminute.links.history.file import write_state
from sevenminute.links.history.record import Meta, Redirect, State, Status, UrlState
from sevenminute.links.run.retry import RetryPolicy

Out = pytest.CaptureFixture[str]
A, B, C, NEW = (f"https://www.example.org/{name}" for name in ("a", "b", "c", "new"))
FILE = "briefings/a.md"
NOW = datetime(2026, 11, 22, 2, 10, tzinfo=UTC)
FINE_ALL = {url: answer(url) for url in (A, B, C)}


def stamp(root: Path, *arguments: str, engine: FakeEngine, said: str | None = None) -> int:
    """Run `briefings links stamp` and return its exit code; a person answers what is said."""
    parser = argparse.ArgumentParser()
    add_stamp(parser.add_subparsers(dest="links_command"))
    given = parser.parse_args(["stamp", *arguments, "--today", TODAY])
    tools = Tools(engine, RetryPolicy(retries=0, sleep=Waited()))
    answer_: Callable[[str], str] | None = None if said is None else lambda _question: said
    return stamp_command(root, given, tools, answer_)


def test_a_person_who_has_opened_the_links_stamps_the_date(tmp_path: Path, capsys: Out) -> None:
    text = briefing(A, f"{B}#part", links_updated="'2026-02' # by Ann").replace("\n", "\r\n")
    root = write_linked_site(tmp_path, {FILE: ""})
    (root / FILE).write_bytes(text.encode())
    assert stamp(root, FILE, engine=FakeEngine(FINE_ALL), said="yes") == FINE
    assert (root / FILE).read_bytes().decode() == text.replace("'2026-02' # by Ann", "'2026-11-22' # by Ann")
    assert capsys.readouterr().out.splitlines() == [
        f"{FILE}: the links to open",
        f"  line 37: Guide 1: {A} (it answers)",
        f"  line 38: Guide 2: {B}#part (it answers)",
        f"{FILE}: links_updated is 2026-11-22 now.",
    ]
    assert not (root / STATE).exists(), "only the night remembers"


@pytest.mark.parametrize("said", ["", "no", "y", "yes!"])
def test_whoever_does_not_say_yes_changes_nothing(tmp_path: Path, said: str) -> None:
    root = write_linked_site(tmp_path, {FILE: briefing(A)})
    assert stamp(root, FILE, engine=FakeEngine(FINE_ALL), said=said) == FOUND
    assert (root / FILE).read_text(encoding="utf-8") == briefing(A)


def test_without_a_person_the_date_needs_a_yes(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {FILE: briefing(A)})
    assert stamp(root, FILE, engine=FakeEngine(FINE_ALL)) == UNUSABLE
    assert "nobody is here to say that each link was opened" in capsys.readouterr().err
    assert stamp(root, FILE, "--yes", "--date", "2026-11", engine=FakeEngine(FINE_ALL)) == FINE
    assert "links_updated: 2026-11\n" in (root / FILE).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("response", "rule"),
    [
        (answer(B, 404), "E L142"),
        (answer(B, 503), "W L141"),
        (no_answer(B), "W L141"),
        (moved(B, NEW), "W L150"),
        (moved("https://www.example.org/x/y", "https://www.example.org/", 302), "W L151"),
        (answer(B, page=PageFacts(title="Page not found")), "W L152"),
        (answer(B, missing_fragments=("part",)), "W L153"),
    ],
)
def test_nobody_vouches_for_a_link_that_fails_or_leads_elsewhere(
    tmp_path: Path, capsys: Out, response: object, rule: str
) -> None:
    url = str(getattr(response, "url", ""))
    root = write_linked_site(tmp_path, {FILE: briefing(A, f"{url}#part"), "briefings/b.md": briefing(A, title="B")})
    engine = FakeEngine({**FINE_ALL, url: response})  # type: ignore[dict-item]
    assert stamp(root, FILE, "briefings/b.md", "--yes", engine=engine) == FOUND
    said = capsys.readouterr().out
    assert f"{FILE}:38:13: {rule} " in said
    assert f"{FILE}: the date was not written. Fix what is listed above first." in said
    assert (root / FILE).read_text(encoding="utf-8") == briefing(A, f"{url}#part")
    assert "links_updated: 2026-11-22" in (root / "briefings/b.md").read_text(encoding="utf-8"), "the other one is fine"


def test_a_link_that_no_machine_can_check_is_left_to_the_person(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {FILE: briefing(A, B)})
    assert stamp(root, FILE, engine=FakeEngine({A: answer(A), B: answer(B, 403)}), said="Yes") == FINE
    assert f"{B} (its site answers people, not machines: look closely)" in capsys.readouterr().out
    untrusted = answer(B, certificate=CertificateProblem(CertificateFault.SELF_SIGNED, urlsplit(B).hostname or ""))
    assert stamp(root, FILE, engine=FakeEngine({A: answer(A), B: untrusted}), said="Yes") == FINE
    seen = "opens in a browser only after a warning, its certificate is signed by nobody but itself: look closely"
    assert f"{B} ({seen})" in capsys.readouterr().out


def test_a_date_that_is_too_old_or_not_there_is_what_the_stamp_fixes(tmp_path: Path) -> None:
    for before in ("2025-01", None):
        root = write_linked_site(tmp_path, {FILE: briefing(A, links_updated=before or "2025-01", published="2024-12")})
        if before is None:
            (root / FILE).write_text(briefing(A).replace("links_updated: 2026-11\n", ""), encoding="utf-8")
        assert stamp(root, FILE, "--yes", engine=FakeEngine(FINE_ALL)) == FINE
        assert (root / FILE).read_text(encoding="utf-8").count("links_updated: 2026-11-22\n") == 1


def test_nothing_is_written_while_nothing_can_be_concluded(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {FILE: briefing(A, "https://b.example.org/", "https://c.example.org/")})
    engine = FakeEngine(lambda url: no_answer(url, "NameResolutionError", errno=-2))
    assert stamp(root, FILE, "--yes", engine=engine) == INCONCLUSIVE
    assert "Nothing was written, because nothing can be concluded" in capsys.readouterr().out
    assert "links_updated: 2026-11\n" in (root / FILE).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["briefings/gone.md"], "briefings/gone.md is not a page of the site: name one like briefings/safer-sleep.md"),
        (["docs/about.md"], "docs/about.md is not a briefing, and has no date of its links: name one of briefings/"),
        ([FILE, "--date", "22/11/2026"], "--date: “22/11/2026” is not a date that can be read: write 2026-11-22"),
        ([FILE, "--date", "2026-11-24"], "--date: 24 November 2026 is in the future"),
    ],
)
def test_what_cannot_be_stamped_is_named(tmp_path: Path, capsys: Out, arguments: list[str], said: str) -> None:
    root = write_linked_site(tmp_path, {FILE: briefing(A), "docs/about.md": "# About\n"})
    assert stamp(root, "--yes", *arguments, engine=FakeEngine(FINE_ALL)) == UNUSABLE
    assert said in capsys.readouterr().err.splitlines()
    assert (root / FILE).read_text(encoding="utf-8") == briefing(A)


REGISTER = f"""\
# The register
guide:
  title: A guide
  publisher: Somebody
  kind: guidance
  audience: practitioners
  url: '{A}#part'  # moves a lot
other:
  title: Another
  publisher: Somebody
  kind: guidance
  audience: practitioners
  url: {C}
"""


def remember_moves(root: Path, **to: str) -> None:
    """Write a state in which addresses have moved for good, for a week."""
    urls = {}
    for name, new in to.items():
        url = f"https://www.example.org/{name}"
        redirect = Redirect(to=new, permanent=True, since=NOW - timedelta(days=7), last_seen=NOW, sightings=2)
        urls[url] = UrlState(
            id=url,
            status=Status.OK,
            verdict=Verdict.MOVED,
            first_seen=NOW - timedelta(days=9),
            last_checked=NOW,
            redirect=redirect,
        )
    write_state(root / STATE, State(Meta(run=NOW, engine="fake"), {}, urls))


def fix(root: Path, *files: str) -> int:
    return main(["--root", str(root), "links", "fix", *files, "--today", TODAY])


def test_what_has_moved_for_good_is_written_anew_and_the_date_stays(tmp_path: Path, capsys: Out) -> None:
    text = briefing(f"{A}#part", B, A)
    root = write_linked_site(tmp_path, {FILE: text})
    remember_moves(root, a=NEW)
    assert fix(root, FILE) == FINE
    after = (root / FILE).read_text(encoding="utf-8")
    assert after == text.replace(A, NEW)
    assert "links_updated: 2026-11\n" in after
    said = capsys.readouterr().out
    assert f"-- [Guide 1]({A}#part)\n+- [Guide 1]({NEW}#part)\n" in said
    assert said.endswith("open the links, then run .venv/bin/briefings links stamp with their briefings\n")
    assert fix(root, FILE) == FINE
    assert capsys.readouterr().out == "Nothing has moved for good, as far as anybody can be certain.\n"


def test_a_registered_address_is_written_anew_in_the_register_only(tmp_path: Path, capsys: Out) -> None:
    text = briefing(B).replace(f"[Guide 1]({B})", "[the guide][guide]")
    root = write_linked_site(tmp_path, {FILE: text, "briefings/resources.yml": REGISTER})
    remember_moves(root, a=NEW)
    assert fix(root, FILE) == FINE
    said = "the address of [guide] has moved: run .venv/bin/briefings links fix briefings/resources.yml"
    assert capsys.readouterr().out == f"{FILE}:37: {said}\n"
    assert (root / FILE).read_text(encoding="utf-8") == text
    assert fix(root, "briefings/resources.yml") == FINE
    assert (root / "briefings/resources.yml").read_text(encoding="utf-8") == REGISTER.replace(A, NEW)


def test_a_new_address_that_the_register_has_already_is_left_to_a_person(tmp_path: Path, capsys: Out) -> None:
    register = REGISTER.replace("#part", "")
    root = write_linked_site(tmp_path, {FILE: briefing(B), "briefings/resources.yml": register})
    remember_moves(root, a=C)
    assert fix(root, "briefings/resources.yml") == FOUND
    assert (
        "has the same address as “guide”, line 2: keep one of the two: the register was left as it is" in capsys.readouterr().out
    )
    assert (root / "briefings/resources.yml").read_text(encoding="utf-8") == register


def test_after_the_address_was_written_anew_the_date_has_to_be(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {FILE: briefing(A, B)})
    commit(root)
    remember_moves(root, a=NEW)
    assert fix(root, FILE) == FINE
    capsys.readouterr()
    engine = FakeEngine({**FINE_ALL, NEW: answer(NEW)})
    assert check(root, "--changed-since", "HEAD", engine=engine) == FOUND
    said = capsys.readouterr().out
    assert (
        f"{FILE}:5:1: E L120 the links have changed since links_updated 2026-11 was written (added “{NEW}”; taken away “{A}”): "
        in said
    )
    assert stamp(root, FILE, "--yes", engine=engine) == FINE
    assert check(root, "--changed-since", "HEAD", engine=engine) == FINE


def test_a_full_disk_leaves_every_file_as_it_was(tmp_path: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_linked_site(tmp_path, {FILE: briefing(A)})
    remember_moves(root, a=NEW)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert fix(root, FILE) == UNUSABLE
    assert stamp(root, FILE, "--yes", engine=FakeEngine(FINE_ALL)) == UNUSABLE
    said = f"{FILE}:1: cannot be written (No space left on device): it is as it was"
    assert [line for line in capsys.readouterr().err.splitlines() if "asked for" not in line] == [said, said]
    assert (root / FILE).read_text(encoding="utf-8") == briefing(A)
    assert sorted(file.name for file in (root / "briefings").iterdir()) == ["a.md"]


def test_a_state_that_cannot_be_used_is_named_and_nothing_is_written(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {FILE: briefing(A), STATE: "broken\n"})
    for command in (["fix", FILE], ["report"], ["stamp", FILE, "--yes"]):
        assert main(["--root", str(root), "links", *command, "--today", TODAY]) == UNUSABLE
        assert capsys.readouterr().err.startswith("linkstate.jsonl:1: ")
    assert (root / FILE).read_text(encoding="utf-8") == briefing(A)


def test_the_report_shows_what_is_remembered_and_asks_nobody(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {FILE: briefing(A, B)})
    assert check(root, "--all", engine=FakeEngine({A: moved(A, NEW), B: answer(B)})) == FINE
    before = (root / STATE).read_bytes()
    capsys.readouterr()
    report = ["--root", str(root), "links", "report", "--today", "2026-11-23"]
    assert main(report) == FINE
    assert f"{FILE}:37:13: W L150 this link's page has moved for good: {A}: link directly to {NEW}\n" in capsys.readouterr().out
    assert main([*report, "--format", "json"]) == FINE
    assert json.loads(capsys.readouterr().out)["pages"][0]["fine"] == 2
    assert main([*report, "--format", "md"]) == FINE
    assert capsys.readouterr().out.startswith("# Links on 23 November 2026\n")
    assert (root / STATE).read_bytes() == before
