"""The check of a proposed change: what it adds and dates is judged, and nothing else."""

from __future__ import annotations

from pathlib import Path

from checked_site import FAKE, REGISTER, A, B, Out, rules
from link_server import OK, serving
from linked_site import (
    ALLOW,
    STATE,
    FakeEngine,
    answer,
    briefing,
    check,
    commit,
    git,
    no_answer,
    write_linked_site,
)
from sevenminute.links.commands.exit_codes import FINE, FOUND, INCONCLUSIVE


def test_a_change_that_adds_a_dead_link_fails_on_its_line(tmp_path: Path, capsys: Out) -> None:
    with serving({"/ok": OK}) as server:
        root = write_linked_site(tmp_path, {"briefings/a.md": briefing(server.url("/ok"), server.url("/old"))}, ALLOW)
        commit(root)
        (root / "briefings/a.md").write_text(
            briefing(
                server.url("/ok"), server.url("/old"), server.url("/new"), links_updated="2026-11-20", summary="Other words."
            ),
            encoding="utf-8",
        )
        assert check(root, "--changed-since", "HEAD", "--annotations") == FOUND
        said = capsys.readouterr().out
    assert "briefings/a.md:39:13: E L142 this link does not work" in said
    assert "::error file=briefings/a.md,line=39" in said
    assert not (root / STATE).exists()


def test_a_change_is_not_failed_by_what_was_dead_before_it_or_by_a_web_that_is_down(tmp_path: Path, capsys: Out) -> None:
    fine, old, dead, down = (f"{A}{name}" for name in ("fine", "old", "dead", "down"))
    engine = FakeEngine({fine: answer(fine)}.__getitem__)
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(fine, old), "briefings/b.md": briefing(dead, summary="B.")})
    commit(root)
    (root / "briefings/a.md").write_text(briefing(fine, old, summary="Other words."), encoding="utf-8")
    assert check(root, "--changed-since", "HEAD", engine=engine) == FINE
    assert rules(capsys) == ["briefings/a.md:38 N L141"]
    assert set(engine.asked) == {fine, old}
    (root / "briefings/a.md").write_text(briefing(fine, old, down, links_updated="2026-11-20"), encoding="utf-8")
    assert check(root, "--changed-since", "HEAD", engine=FakeEngine(lambda url: answer(url, 503))) == FINE
    assert "briefings/a.md:39 W L141" in rules(capsys)


def test_a_dead_name_alone_fails_no_change_where_nobody_can_be_asked(tmp_path: Path, capsys: Out) -> None:
    gone = "http://gone.example.org/"
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(A)})
    commit(root)
    (root / "briefings/b.md").write_text(briefing("http://dead.example.org/", summary="B."), encoding="utf-8")
    commit(root)
    (root / "briefings/b.md").write_text(briefing(gone, summary="B.", links_updated="2026-11-20"), encoding="utf-8")
    nobody = FakeEngine(lambda url: no_answer(url, "NameResolutionError", errno=-2))
    assert check(root, "--changed-since", "HEAD", engine=nobody) == FINE
    assert rules(capsys) == ["briefings/b.md:37 W L141"]
    somebody = FakeEngine(lambda url: answer(url) if url == A else no_answer(url, "NameResolutionError", errno=-2))
    assert check(root, "--changed-since", "HEAD", engine=somebody) == FOUND
    assert rules(capsys) == ["briefings/b.md:37 E L142"]
    assert set(nobody.asked) == set(somebody.asked) == {A, gone}


def test_other_links_with_the_old_date_are_an_error_and_with_a_new_one_none(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(A)})
    commit(root)
    git(root, "checkout", "--quiet", "-b", "work")
    git(root, "mv", "briefings/a.md", "briefings/renamed.md")
    file = root / "briefings/renamed.md"
    for text, expected in (
        (briefing(B), ["briefings/renamed.md:5 E L120"]),
        (briefing(B, links_updated="2026-11-21"), []),
        (briefing(), []),  # a link that is taken away needs no new look
        (briefing(f"{A}#part"), []),
    ):
        file.write_text(text, encoding="utf-8")
        commit(root)
        assert check(root, "--changed-since", "main", engine=FAKE) == (FOUND if expected else FINE)
        assert rules(capsys) == expected


def test_dates_of_a_change_are_judged_without_the_web_too(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(A)})
    commit(root)
    links = [f"https://www{number}.example.org/" for number in range(5)]
    dead = FakeEngine(lambda url: no_answer(url, "gaierror", errno=-2))
    (root / "briefings/a.md").write_text(briefing(*links), encoding="utf-8")
    assert check(root, "--changed-since", "HEAD", engine=dead) == FOUND
    assert rules(capsys) == ["briefings/a.md:5 E L120"]
    (root / "briefings/a.md").write_text(briefing(*links, links_updated="2026-11-22"), encoding="utf-8")
    assert check(root, "--changed-since", "HEAD", engine=dead) == INCONCLUSIVE
    assert rules(capsys) == []


def test_what_comes_in_by_a_merge_is_not_the_work_of_the_branch(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing(A), "briefings/b.md": briefing(A, summary="B.")})
    commit(root)
    git(root, "checkout", "--quiet", "-b", "work")
    (root / "briefings/b.md").write_text(briefing(A, summary="Other words."), encoding="utf-8")
    commit(root)
    git(root, "checkout", "--quiet", "main")
    (root / "briefings/a.md").write_text(briefing(B), encoding="utf-8")  # somebody else's change
    commit(root)
    git(root, "checkout", "--quiet", "work")
    git(root, "merge", "--quiet", "main", "-m", "Merge")
    assert check(root, "--changed-since", "main", engine=FAKE) == FINE
    assert rules(capsys) == []


def test_an_address_that_is_mended_in_the_register_is_new_on_each_page_that_cites_it(tmp_path: Path, capsys: Out) -> None:
    files = {
        "briefings/a.md": briefing() + "\n[It][guide]\n",
        "briefings/resources.yml": REGISTER.format(url=A),
        "briefings/b.md": briefing(A, summary="B."),
    }
    root = write_linked_site(tmp_path, files)
    commit(root)
    (root / "briefings/resources.yml").write_text(REGISTER.format(url=B), encoding="utf-8")
    engine = FakeEngine(lambda url: answer(url, 404 if url == B else 200))
    assert check(root, "--changed-since", "HEAD", engine=engine) == FOUND
    assert rules(capsys) == ["briefings/a.md:38 E L142", "briefings/resources.yml:6 E L142"]


def test_a_clone_without_history_is_not_guessed_at(tmp_path: Path, capsys: Out) -> None:
    root = write_linked_site(tmp_path / "whole", {"briefings/a.md": briefing(A)})
    commit(root)
    git(root, "checkout", "--quiet", "-b", "work")
    commit(root, "Work")
    git(root, "checkout", "--quiet", "main")
    commit(root, "Other work")
    git(tmp_path, "clone", "--quiet", "--depth", "1", "--no-single-branch", root.as_uri(), "clone")
    git(tmp_path / "clone", "checkout", "--quiet", "work")
    assert check(tmp_path / "clone", "--changed-since", "origin/main", engine=FAKE) == INCONCLUSIVE
    assert "the clone is too shallow to tell" in capsys.readouterr().out
